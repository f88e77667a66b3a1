"""What would help most, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.saying import listed
from bcp.graph.stress.answer import Advice, Change
from bcp.graph.stress.said import Naming, length
from bcp.graph.what_if.returns import Missing
from bcp.i18n import mark

_FIGURES = 5
"""Times that are asked for by name in one sentence; more are counted."""

_WRITE = {
    "noticing": mark("how soon the loss of {thing} is noticed"),
    "deciding": mark("how soon {thing} is decided"),
    "switching": mark("how long switching {thing} takes"),
    "rerouting": mark("how long pointing {thing} elsewhere takes"),
    "taking-up": mark("how long taking up {thing} takes"),
    "restoring": mark("how soon {thing} is back"),
    "starting-again": mark("how long starting {thing} again takes"),
}


class Advised(Naming):
    """Advice in sentences."""

    def lines(self, advice: Advice) -> Iterator[Line]:
        """The changes, and what is left after all of them; nothing when there are none."""
        if not advice.changes:
            return
        yield line(
            0,
            "What would help most, one change after the other (fewer might do; what a change "
            "costs is not counted)",
        )
        for number, one in enumerate(advice.changes, 1):
            yield line(
                1,
                "{number}. {change}: takes {removes} off the list",
                number=number,
                change=self._change(one, advice),
                removes=_losses(one.removes),
            )
        if any(advice.left):
            yield line(1, "Left after all of these: {left}", left=_losses(advice.left))
        else:
            yield line(1, "After all of these nothing is left on the list.")
        if advice.recomputed:
            yield line(
                1,
                "Each was worked out on the plan with the change made, at its best: what is added "
                "shares nothing with what is there, and the times written down are short enough.",
            )
        else:
            yield line(
                1,
                "The plan is too large to work out each change: counted are the losses in which "
                "the thing stands, as if it could not be lost.",
            )

    def _change(self, one: Change, advice: Advice) -> Message:
        if one.kind == "times":
            return Message.of("Write down {times}", times=self._write(one.figures))
        templates = {
            "faster-switch": mark("Have {of} switched to {to} within {time} of the disruption"),
            "alternate": mark("Name another alternate for {of}"),
            "strategy": mark("Add a strategy by which {process} goes on without {of}"),
            "separate-cause": mark("Have {to} no longer share {of}"),
            "second-way": mark("Put a second way beside {of}, that shares nothing with it"),
        }
        template = templates[one.kind]
        if one.kind == "faster-switch" and one.process is not None:
            template = mark("Have {of} taken up within {time} of the disruption")
        if not advice.recomputed:
            template = mark("Secure {of}")
        return Message.of(
            template,
            of=self.named(one.of),
            to=self.named(one.to) if one.to else "",
            process=self.named(one.process) if one.process else "",
            time=length(one.seconds) if one.seconds is not None else "",
        )

    def _write(self, figures: Sequence[Missing]) -> Message:
        named: list[str | Message] = [
            Message.of(_WRITE[one.what], thing=self.named(one.of))
            for one in figures[:_FIGURES]
            if one.what in _WRITE
        ]
        if len(figures) > len(named):
            named.append(Message.of("and {count} more", count=len(figures) - len(named)))
        return listed(named)


def _losses(counts: Sequence[int]) -> Message:
    """``2 single losses and 220 pairs``."""
    singles, *pairs = counts
    single = mark("1 single loss") if singles == 1 else mark("{count} single losses")
    one = Message.of(single, count=singles)
    if not pairs:
        return one
    pair = mark("1 pair") if pairs[0] == 1 else mark("{count} pairs")
    two = Message.of(pair, count=pairs[0])
    return Message.of("{these} and {those}", these=one, those=two) if singles else two
