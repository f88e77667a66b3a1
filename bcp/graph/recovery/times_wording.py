"""What is late, what waits for itself, and what the plan says of its own times, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.recovery.answer import Differs, Inversion, Unproven, Unsaid
from bcp.graph.recovery.start import Deadlock, Start, StartOrder
from bcp.graph.recovery.telling import Telling, rounded
from bcp.graph.saying import listed
from bcp.i18n import mark
from bcp.model.resources import Strategy


class Late(Telling):
    """What comes back too late, or never."""

    @property
    def late(self) -> list[Inversion]:
        """What is too late for the minimum."""
        return [one for one in self.found.late if self.mine((one.process, *one.others))]

    @property
    def full(self) -> list[Inversion]:
        """What is too late for full service alone."""
        return [one for one in self.found.full_late if self.mine((one.process, *one.others))]

    def lines(self) -> Iterator[Line]:
        yield from self.section(mark("Cannot be back in time"), self.late, self._inversion)
        yield from self.section(
            mark("Back in time for the minimum, too late for full service"),
            self.full,
            self._inversion,
        )
        yield from self.section(
            mark("Each waits for the next to start, and nothing outside starts them"),
            [one for one in self.found.deadlocks if self.mine(one.processes)],
            self._deadlock,
        )

    def _inversion(self, one: Inversion) -> Iterator[Line]:
        told = Message.of(
            "{thing}: back after {back}, required within {required}: {gap} too late",
            thing=self.title(one.thing),
            back=rounded(one.back),
            required=rounded(one.required),
            gap=rounded(one.gap),
        )
        if one.proof in ("never", "too-old"):
            told = Message.of("unproven: {figure}", figure=told)
        yield Line(1, told)
        yield line(2, "{chain}", chain=" → ".join(one.chain))
        if one.every_way:
            yield line(
                2,
                "{redundancies} does not help: too many of its ways stand on it",
                redundancies=self.titles(one.every_way),
            )
        if one.starting:
            yield line(
                2,
                "no return of it can be soon enough: {starting} must start again first, and "
                "{within} is all there is",
                starting=listed([self._starting(*each) for each in one.starting]),
                within=rounded(one.within),
            )
        if one.breaches:
            yield line(2, "the MTPD of {process} is breached", process=self.title(one.process))
        if one.others:
            yield line(2, "too late as well for {processes}", processes=self.titles(one.others))

    def _starting(self, thing: str, seconds: int) -> Message:
        return Message.of("{thing} ({time})", thing=self.title(thing), time=rounded(seconds))

    def _deadlock(self, one: Deadlock) -> Iterator[Line]:
        yield line(1, "{circle}", circle=" → ".join((*one.circle, one.circle[0])))
        if len(one.all) > len(one.circle):
            yield line(2, "{count} things in all stand in it", count=len(one.all))
        if one.processes:
            yield line(2, "until then these stay down: {ids}", ids=self.titles(one.processes))


class Said(Telling):
    """What was never shown, is written otherwise than follows, or is not said."""

    @property
    def unproven(self) -> list[Unproven]:
        """What was never shown, or not for a year."""
        return [one for one in self.found.unproven if self.mine(one.processes)]

    def lines(self) -> Iterator[Line]:
        yield from self.section(
            mark("Never shown, or not for a year"),
            self.unproven,
            self._unproven,
            short=self.whole,
        )
        yield from self.section(
            mark("The plan asks for less than follows from it"),
            [one for one in self.found.differs if self.mine((one.process,))],
            self._differs,
            short=self.whole,
        )
        yield from self.section(
            mark("The plan does not say, so that this cannot be reckoned"),
            self.found.unsaid if self.whole else self._unsaid_below(),
            self._unsaid,
            short=True,
        )

    def _unproven(self, one: Unproven) -> Iterator[Line]:
        text = (
            mark("{thing}: no time to be back is said; {processes}")
            if not one.said
            else mark("{thing}: last shown on {day}; {processes}")
            if one.on is not None
            else mark("{thing}: never shown; {processes}")
        )
        processes: Message | str = self.titles(one.processes)
        if len(one.processes) > 2:
            processes = Message.of("{count} processes", count=len(one.processes))
        yield line(1, text, thing=self.title(one.thing), day=one.on or "", processes=processes)

    def _differs(self, one: Differs) -> Iterator[Line]:
        yield line(
            1,
            mark("{thing}: {written} is written, {follows} follows from the RTO of {process}")
            if one.target == "rto"
            else mark(
                "{thing}: {written} is written, {follows} follows from full service of {process}"
            ),
            thing=self.title(one.thing),
            written=rounded(one.written),
            follows=rounded(one.follows),
            process=self.title(one.process),
        )

    def _unsaid(self, one: Unsaid) -> Iterator[Line]:
        text = {
            "noticing": mark("how soon the loss of {thing} is noticed: {ids}"),
            "deciding": mark("how soon {thing} is decided: {ids}"),
            "switching": mark("how long switching {thing} takes: {ids}"),
            "rerouting": mark("how long pointing {thing} elsewhere takes: {ids}"),
            "taking-up": mark("how long taking up {thing} takes: {ids}"),
            "starting-again": mark("how long {thing} takes to start again"),
        }[one.what]
        shown = list(one.without_it[:3])
        ids = ", ".join(shown) + (" …" if len(one.without_it) > len(shown) else "")
        yield line(1, text, thing=self.title(one.of), ids=ids)

    def _unsaid_below(self) -> list[Unsaid]:
        """What is not said of anything that the process stands on, or of its strategies."""
        below = {row.thing for one in self.asked for row in one.rows}
        below |= {one.id for one in self.plan.of(Strategy) if one.for_ == self.process}
        return [one for one in self.found.unsaid if not below.isdisjoint(one.without_it)]


class Starting(Telling):
    """In what order everything that one process stands on is started again."""

    def lines(self) -> Iterator[Line]:
        if self.whole:
            return
        for one in self.found.orders:
            if one.process == self.process and (one.steps or one.stuck):
                yield from self._steps(one)

    def _steps(self, order: StartOrder) -> Iterator[Line]:
        yield line(0, "If all of it is dark: start it again in this order")
        for number, one in enumerate(order.steps, 1):
            yield from self._start(number, one)
        if order.stuck:
            yield line(1, "cannot be started: {ids}", ids=self.titles(order.stuck))

    def _start(self, number: int, one: Start) -> Iterator[Line]:
        text = (
            mark("{number}. {thing}: running after {time}")
            if one.running_from is not None
            else mark("{number}. {thing}: when it runs is not known")
        )
        told = Message.of(
            text, number=number, thing=self.title(one.thing), time=rounded(one.running_from or 0)
        )
        if one.after:
            told = Message.of("{told}; needs {ids} first", told=told, ids=", ".join(one.after))
        yield Line(1, told)
