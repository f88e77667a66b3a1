"""An answer to "what if?" as a picture: what is lost, what that takes, and what holds on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from bcp.diagnostics import Message, Translate
from bcp.graph.drawing.needs import below
from bcp.graph.drawing.picture import Arrow, Box, Picture, picture_of
from bcp.graph.saying import length
from bcp.graph.stories import thing_of
from bcp.graph.strain import is_strain
from bcp.graph.structure import Structure, is_decision, structure_of
from bcp.graph.what_if.answer import Answer, ProcessOutcome, Short, WaysIn
from bcp.graph.what_if.returns import Clock, Return
from bcp.i18n import mark
from bcp.plan import Plan

_OUTCOMES = {
    "stops": mark("stops"),
    "in-doubt": mark("goes on only if somebody steps in"),
    "below-minimum": mark("below its minimum"),
    "minimum": mark("at its minimum"),
    "goes-on": mark("goes on"),
}
_VERDICTS = {
    "met": mark("in time"),
    "rto-missed": mark("later than the RTO ({rto})"),
    "mtpd-breached": mark("later than the MTPD ({mtpd})"),
    "not-known": mark("whether that is in time is not known"),
}
_FULL = {
    "met": mark("in full after {time}: in time"),
    "late": mark("in full after {time}: too late"),
    "not-known": mark("in full after {time}"),
}

_STRAINS = "strains"
"""The kind of the boxes for missing staff and high demand, which are no things of a plan."""
_STRAIN = mark("what strains the plan")


def picture(answer: Answer, plan: Plan, language: str, say: Translate) -> Picture:
    """What is lost (marked), what falls with it, the processes that are hit, and what holds them.

    Arrows lead from what needs to what is needed, as the plan says it: where a process stands on
    something through others, these are drawn too. A box of a process holds what the sentences say
    of it: the verdict, and that a time was never shown.
    """
    return _Drawing(answer, plan, (language,) if language else (), say).picture()


class _Drawing:
    def __init__(
        self, answer: Answer, plan: Plan, languages: tuple[str, ...], say: Translate
    ) -> None:
        self.answer = answer
        self.plan = plan
        self.languages = languages
        self.say = say
        self.boxes: dict[str, Box] = {}
        self.arrows: dict[Arrow, None] = {}

    def picture(self) -> Picture:
        answer = self.answer
        for one in answer.losses:
            self._box(one, self.say("lost"), single=True)
        for one in answer.scenario.strain.names:
            self._box(one, single=True)
        fares = _queues(answer)
        for id_, story in answer.lost:
            self._box(id_, fares[id_].text(self.say) if id_ in fares else self.say("falls with it"))
            for one in story[-1].through:
                self._arrow(id_, one)
        for process in filter(_is_hit, answer.processes):
            self._process(process)
        for switched in answer.switched:
            self._switched(switched.redundancy, switched.lost, switched.serving)
        for role in answer.roles:
            if role.now is None:
                self._box(role.role, self.say("stays empty"))
        title = ", ".join(self._title(one) for one in answer.given) or self._title(self.plan.id)
        drawn = picture_of(title, self.boxes.values(), self.arrows, self.say)
        if _STRAINS not in drawn.kinds:
            return drawn
        named = {_STRAINS: self.say(_STRAIN)}
        return replace(drawn, kinds={**drawn.kinds, **named}, ones={**drawn.ones, **named})

    def _title(self, id: str) -> str:  # noqa: A002
        title = thing_of(self.plan, id, *self.languages)
        return title if isinstance(title, str) else title.text(self.say)

    def _box(self, id: str, *notes: str, single: bool = False) -> None:  # noqa: A002
        known = self.boxes.get(id)
        if known is None or (notes and not known.notes):  # an arrow may have come to it before
            self.boxes[id] = Box(id, self._kind(id), self._title(id), notes, single)

    def _kind(self, id: str) -> str:  # noqa: A002
        if is_strain(id):
            return _STRAINS
        if is_decision(id):
            return "decisions"
        return self.plan.kind_of(id) or ("numbers" if "#" in id else "unknown")

    def _arrow(self, source: str, target: str, label: str = "", *, dashed: bool = False) -> None:
        self._box(target)
        self.arrows[Arrow(source, target, label, "stands-in" if dashed else "needs", dashed)] = None

    def _process(self, one: ProcessOutcome) -> None:
        self._box(one.process, *(each.text(self.say) for each in _notes(one)))
        if one.story:
            for id_ in one.story[-1].through:
                self._arrow(one.process, id_)
        for redundancy in one.switched:
            for source, target in pairwise(self._way(one.process, redundancy)):
                self._arrow(source, target)
        for held in one.held:
            self._box(held.strategy)
            label = self.say("holds the minimum")
            self._arrow(one.process, held.strategy, label, dashed=True)

    def _way(self, source: str, target: str) -> tuple[str, ...]:
        """A shortest chain of needs from one thing to another."""
        structure = self._structure
        first, last = structure.numbers((source, target))
        came: dict[int, int] = {first: first}
        waiting = deque(came)
        while waiting and last not in came:
            one = waiting.popleft()
            for other in below(structure, one):
                if other not in came:
                    came[other] = one
                    waiting.append(other)
        if last not in came:
            return ()
        way = [last]
        while way[-1] != first:
            way.append(came[way[-1]])
        return structure.ids(reversed(way))

    @cached_property
    def _structure(self) -> Structure:
        return structure_of(self.plan)

    def _switched(self, id: str, lost: tuple[str, ...], serving: tuple[str, ...]) -> None:  # noqa: A002
        self._box(id)
        for one in lost:
            self._arrow(id, one)
        for one in serving:
            self._arrow(id, one, self.say("serves now"), dashed=True)


def _is_hit(one: ProcessOutcome) -> bool:
    """Whether anything of the answer bears on a process."""
    ways = one.ways_in
    worse = ways.closed or ways.waiting or ways.short or ways.crowded
    return bool(one.story or one.switched or one.clock.outage != 0 or worse)


def _queues(answer: Answer) -> Mapping[str, Message]:
    """What is said of queues that are worse off and not dead: the same as in the sentences."""
    found: dict[str, Message] = {}
    for one in answer.processes:
        if one.outcome == "stops":
            continue
        ways = one.ways_in
        found.update((queue, Message.of("the strategy keeps it open")) for queue in ways.open)
        found.update((queue, Message.of("overloaded")) for queue in ways.crowded)
        for short in ways.short:
            if not short.carried:
                found[short.queue] = _short(short)
    return found


def _short(one: Short) -> Message:
    return _lacking(one.needed - one.there) if one.there else Message.of("nobody answers")


def _lacking(agents: int) -> Message:
    if agents == 1:
        return Message.of("short of one agent")
    return Message.of("short of {count} agents", count=agents)


def _notes(one: ProcessOutcome) -> Iterator[Message]:
    """What is said of a process in its box."""
    yield Message.of(_OUTCOMES[one.outcome])
    if one.outcome != "stops":
        yield from _ways_in(one.ways_in)
    if one.outcome != "goes-on" or one.clock.outage != 0:
        yield from _times(one)


def _ways_in(ways: WaysIn) -> Iterator[Message]:
    if ways.waiting and not ways.open:
        yield Message.of("nobody can reach it until its numbers are pointed elsewhere")
    elif ways.closed and not (ways.open or ways.crowded or any(one.there for one in ways.short)):
        yield Message.of("nobody can reach it")
    if ways.crowded:
        yield Message.of("overloaded")
    lacking = [one for one in ways.short if not one.carried]
    reached = ways.open or ways.crowded or ways.waiting
    if lacking and not reached and not any(one.there for one in ways.short):
        yield Message.of("nobody answers")
    elif lacking:
        yield _lacking(sum(one.needed - one.there for one in lacking))


def _times(one: ProcessOutcome) -> Iterator[Message]:
    clock = one.clock
    if clock.below is not None:
        yield _after(mark("below its minimum after {time}"), clock.below)
    yield _back(one)
    if clock.rto is None and clock.mtpd is None:
        yield Message.of("neither RTO nor MTPD is set")
    else:
        rto, mtpd = (length(one) if one is not None else "" for one in (clock.rto, clock.mtpd))
        yield Message.of(_VERDICTS[clock.verdict], rto=rto, mtpd=mtpd)
    yield from _if_decided(clock)
    if one.held:
        yield _full(clock)
    if one.ends_at is not None:
        yield Message.of("what serves now ends after {time}", time=length(one.ends_at))


def _if_decided(clock: Clock) -> Iterator[Message]:
    """The figures for a decision that nobody may be there to take, or has not taken."""
    if clock.at_best is not None:
        yield _after(mark("if somebody decides in time: after {time}"), clock.at_best)
    if clock.at_worst is not None:
        yield _after(mark("waiting for who is on duty: after {time}"), clock.at_worst)
    if clock.if_not_yet is not None:
        yield _after(mark("if it does not serve yet: after {time}"), clock.if_not_yet)


def _back(one: ProcessOutcome) -> Message:
    back, stops = one.clock.minimum, one.outcome == "stops"
    below = one.outcome == "below-minimum" or one.clock.below is not None
    if back.seconds is None:
        if stops:
            return Message.of("when it is back is not known")
        if below:
            return Message.of("when it is at its minimum is not known")
        return Message.of("time until then not known")
    if not back.seconds and one.clock.past:
        return _led(back, Message.of("it should serve by now"))
    if stops:
        return _after(mark("back after {time}"), back)
    if below:
        return _after(mark("at its minimum after {time}"), back)
    return _after(mark("time until then {time}"), back)


def _after(text: str, back: Return) -> Message:
    seconds = back.seconds
    told = Message.of("not known") if seconds is None else length(seconds)
    return _led(back, Message.of(text, time=told))


def _full(clock: Clock) -> Message:
    if clock.full.seconds is None:
        return Message.of("when it is back in full is not known")
    told = Message.of(_FULL[clock.full_verdict], time=length(clock.full.seconds))
    return _led(clock.full, told)


def _led(back: Return, figure: Message) -> Message:
    """What has never been shown leads, as in the sentences."""
    return figure if back.proven else Message.of("unproven: {figure}", figure=figure)
