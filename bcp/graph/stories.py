"""Why something is lost, told from the cause on: carrier lost → line needs it → calls stop."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from bcp.diagnostics import Message
from bcp.graph.availability import Reason, State
from bcp.graph.strain import DEMAND, is_strain
from bcp.graph.structure import is_decision
from bcp.i18n import mark
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class Step:
    """One thing on the way from a cause to what it takes."""

    id: str
    what: str
    """As in :class:`~bcp.graph.availability.Reason`: ``named``, ``need``, ``staffing`` or the gate
    that failed. ``left-out``: no step of its own, ``left`` steps are not told here."""
    through: tuple[str, ...] = ()
    """What took it; each of these is an earlier step."""
    link: str = ""
    """For ``need``: the field of the plan."""
    left: int = 0
    need: int = 0


Story = tuple[Step, ...]
"""Steps in causal order; the last is the thing asked for."""


_LONGEST = 200
"""Longer stories are shortened to"""
_FIRST = 6
"""so many steps from the first cause on,"""
_NEAREST = 24
"""and so many that stand nearest to the thing asked for."""


def story(state: State, thing: int) -> Story:
    """How a thing came to be lost, or a process to its minimum; empty when it stands.

    A story of very many steps is shortened: a step ``left-out`` stands for ``left`` steps between
    those told from the first cause on and those nearest to the thing.
    """
    return Stories(state).of(thing)


class Stories:
    """The stories of one state; what they share is made once."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.reasons = {**state.lost, **state.at_minimum}
        self._steps: dict[int, Step] = {}
        self._begins: dict[int, tuple[tuple[int, ...], int]] = {}

    def of(self, thing: int) -> Story:
        """As :func:`story`."""
        if thing not in self.reasons:
            return ()
        if len(self._nearest(thing, _LONGEST + 1)) > _LONGEST:
            return self._shortened(thing)
        told: dict[int, None] = {}
        waiting = [(thing, False)]
        while waiting:
            one, ready = waiting.pop()
            if one in told:
                continue
            if ready:
                told[one] = None
                continue
            waiting.append((one, True))
            waiting += [(each, False) for each in reversed(self.reasons[one].through)]
        return tuple(map(self._step, told))

    def _step(self, thing: int) -> Step:
        if thing not in self._steps:
            self._steps[thing] = _step(self.state, thing, self.reasons[thing])
        return self._steps[thing]

    def _nearest(self, thing: int, most: int) -> dict[int, None]:
        """The things that a story goes through, from its end back, so many at most."""
        found = {thing: None}
        waiting = deque([thing])
        while waiting and len(found) < most:
            for one in self.reasons[waiting.popleft()].through:
                if one not in found and len(found) < most:
                    found[one] = None
                    waiting.append(one)
        return found

    def _shortened(self, thing: int) -> Story:
        near = self._nearest(thing, _NEAREST)
        first, length = self._beginnings()[thing]
        main, one = 1, thing
        while (through := self.reasons[one].through) and through[0] in near:
            main, one = main + 1, through[0]
        begin = [one for one in first if one not in near]
        steps = list(map(self._step, reversed(near)))
        left = length - main - len(begin)
        if not begin or not left:
            return (*map(self._step, begin), *steps)
        before = self.state.structure.ids(begin[-1:])
        return (*map(self._step, begin), Step("", "left-out", before, left=left), *steps)

    def _beginnings(self) -> dict[int, tuple[tuple[int, ...], int]]:
        """For each thing, the way back to its first cause: its first few things, its length."""
        if not self._begins:
            for one, reason in self.reasons.items():  # in the order in which losses spread
                first, length = self._begins[reason.through[0]] if reason.through else ((), 0)
                self._begins[one] = (first if length >= _FIRST else (*first, one), length + 1)
        return self._begins


def _step(state: State, thing: int, reason: Reason) -> Step:
    ids = state.structure.ids
    (name,) = ids((thing,))
    return Step(name, reason.what, ids(reason.through), reason.link, reason.left, reason.need)


_NEEDED = {
    "needs": mark("{thing} needs it"),
    "at": mark("{thing} stands there"),
    "supplier": mark("{thing} comes from there"),
    "shares": mark("{thing} goes with it"),
    "staff": mark("{thing} is among them"),
    "zone": mark("{thing} lies in it"),
    "process": mark("{thing} serves it"),
    "channel": mark("{thing} comes in on it"),
}
_FAILED = {
    "members": mark("{thing} needs {need} of its members and has {left}"),
    "capacity": mark("{thing} must carry {need} and can carry {left}"),
    "holders": mark("nobody is left for {thing}"),
    "quorum": mark("{thing} needs {need} of its roles filled and has {left}"),
    "staff": mark("{thing} needs {need} people and has {left}"),
    "numbers": mark("{thing} has no number left that reaches us"),
    "carried": mark("{thing} is not carried"),
    "agents": mark("{thing} lacks {short} agents for its minimum"),
    "copies": mark("no copy of {thing} can be reached"),
    "deciders": mark("nobody is left for {thing}"),
    "staffing": mark("{thing} stays empty, since who could take it fills another role"),
}


_LINKS = 12
"""Longer chains are told by"""
_ENDS = 5
"""so many of their first and of their last links."""
_MEMBERS = 8
"""Of more things that took one together, the first are told and the rest counted."""
_DEPTH = 3
"""Brackets within brackets; what lies deeper is not told."""


def told(steps: Story, plan: Plan, *languages: str) -> Message:
    """A story as one sentence, links joined by arrows; a thing is told once.

    However long the story, the sentence stays one that can be read: of a chain of more than 12
    links the first and last five are told, and how many stand between them.
    """
    return _Telling(steps, plan, languages).tell(steps[-1].id)


class _Telling:
    def __init__(self, steps: Story, plan: Plan, languages: tuple[str, ...]) -> None:
        self.steps = {step.id: step for step in steps}
        self.plan = plan
        self.languages = languages
        self.done: set[str] = set()

    def title(self, id: str) -> str | Message:  # noqa: A002
        return thing_of(self.plan, id, *self.languages)

    def tell(self, id: str, depth: int = 0) -> Message:  # noqa: A002
        links: list[Message | int] = []  # from the end back; a number: so many are left out
        before: tuple[str, ...] = (id,)
        while len(before) == 1:
            link, before = self._link(before[0])
            links.append(link)
        if before:
            links.append(self._group(before, depth))
        links.reverse()
        if len(links) > _LINKS:
            middle = links[_ENDS:-_ENDS]
            count = sum(one if isinstance(one, int) else 1 for one in middle)
            links[_ENDS:-_ENDS] = [count]
        return _joined([_more(one) if isinstance(one, int) else one for one in links])

    def _link(self, id: str) -> tuple[Message | int, tuple[str, ...]]:  # noqa: A002
        """One link of a chain, and what stands before it."""
        step = self.steps.get(id)
        if step is None:
            # The first way back is told first, and the steps left out are those of that way.
            gap = self.steps.pop("", None)
            return (gap.left, gap.through) if gap else (Message.of("…"), ())
        thing = self.title(id)
        if id in self.done:
            return Message.of("{thing}", thing=thing), ()
        self.done.add(id)
        if step.what == "named" and is_strain(id):
            return Message.of("{thing}", thing=thing), ()
        if step.what == "named":
            return Message.of("{thing} is lost", thing=thing), ()
        return self._now(step, thing), step.through

    def _group(self, ids: tuple[str, ...], depth: int) -> Message:
        if depth == _DEPTH:
            return Message.of("…")
        steps = [self.steps[one] for one in ids if one in self.steps]
        if all(one.link == "staff" for one in steps) and len({one.through for one in steps}) == 1:
            # Everybody is missing: said once, and not of each.
            return self.tell(steps[0].through[0], depth + 1)
        shown = ids if len(ids) <= _MEMBERS else ids[: _MEMBERS - 1]
        told_ = Message.of("({one})", one=self.tell(shown[0], depth + 1))
        for one in shown[1:]:
            other = self.tell(one, depth + 1)
            told_ = Message.of("{before} and ({other})", before=told_, other=other)
        if len(shown) < len(ids):
            more = _more(len(ids) - len(shown))
            told_ = Message.of("{before} and ({other})", before=told_, other=more)
        return told_

    def _now(self, step: Step, thing: str | Message) -> Message:
        if step.what == "need":
            return Message.of(_NEEDED.get(step.link, "{thing} needs it"), thing=thing)
        return Message.of(
            _FAILED[step.what],
            thing=thing,
            need=step.need,
            left=step.left,
            short=step.need - step.left,
        )


def _more(count: int) -> Message:
    return Message.of("… and {count} more …", count=count)


def _joined(links: list[Message]) -> Message:
    """Links joined by arrows, two and two, so that no message nests deeply."""
    while len(links) > 1:
        odd = links[-1:] if len(links) % 2 else []
        links = [
            Message.of("{before} → {now}", before=one, now=other)
            for one, other in zip(links[::2], links[1::2], strict=False)
        ] + odd
    return links[0]


def title_of(plan: Plan, id: str, *languages: str) -> str:  # noqa: A002
    """What people call a thing; a queue's number is called by the number itself."""
    thing, _, part = id.partition("#")
    return part or plan.title(thing, *languages)


def thing_of(plan: Plan, id: str, *languages: str) -> str | Message:  # noqa: A002
    """The same for anything in a structure, strains and decisions among them."""
    site = id.partition("@")[2]
    if id == DEMAND:
        return Message.of("more demand than on an ordinary day")
    if is_strain(id) and site:
        return Message.of("staff missing at {site}", site=plan.title(site, *languages))
    if is_strain(id):
        return Message.of("staff missing everywhere")
    if is_decision(id):
        on = plan.title(id.partition("#")[0], *languages)
        return Message.of("the decision on {thing}", thing=on)
    return title_of(plan, id, *languages)
