"""What is weak in the lists of calls: each fault with the place where it is written.

Circles, ends that are no authority, steps that call nobody or nobody new, ways that go all at once
or with the very thing they report, and times that are longer than the clock they serve.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bcp.diagnostics import Place
from bcp.graph.availability import available
from bcp.graph.reach.answers import Hit, ListReach, When, worst_of
from bcp.graph.reach.asking import Asking
from bcp.graph.reach.clocks import Losing, TooLate, causes, too_late
from bcp.graph.reach.duty import Circumstance, Moment, Situation
from bcp.graph.reach.singles import takers
from bcp.graph.reach.walk import Steps, hands_over_in_a_circle
from bcp.graph.reach.worst import How
from bcp.graph.structure import Structure
from bcp.model.people import Role
from bcp.model.response import Escalation, Level, Playbook


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """Nobody with the authority is ever reached; with everybody there, or without one."""

    place: Place
    hit: Hit


@dataclass(frozen=True, slots=True)
class Loop:
    """Steps, or lists that hand over, lead back to themselves."""

    place: Place
    ids: tuple[str, ...]
    """For steps: the step that leads back, and the one it leads to. For lists: the circle."""
    what: Literal["steps", "lists"]


@dataclass(frozen=True, slots=True)
class SamePerson:
    """A step calls first whoever did not answer the step before."""

    place: Place
    escalation: str
    before: str
    """The role that was called,"""
    role: str
    """and the one that is called next."""
    person: str
    nobody_new: bool
    """Whether the step calls nobody at all who was not called by the step before."""
    when: When


@dataclass(frozen=True, slots=True)
class HolderIsAlternate:
    """Somebody stands in for themselves."""

    place: Place
    role: str
    person: str


@dataclass(frozen=True, slots=True)
class EmptyStep:
    """A step that nobody can accept although nobody is absent."""

    place: Place
    escalation: str
    step: str
    role: str
    how: How
    """``nobody``: the rota is empty then, or who is on it has left; ``no-way``: nobody of them can
    be had by its channels; ``unnamed``: the plan names nobody."""
    when: tuple[When, ...]


@dataclass(frozen=True, slots=True)
class OneWay:
    """All steps of a list, and of what it hands over to, go by something that is lost at once."""

    place: Place
    escalation: str
    things: tuple[str, ...]
    """Each of these alone takes all the ways."""


@dataclass(frozen=True, slots=True)
class LostWithIt:
    """The very thing that a playbook answers to takes calls of its list."""

    place: Place
    playbook: str
    cause: str
    """The risk or the loss."""
    channels: tuple[str, ...]
    """The channels that are lost."""
    people: tuple[str, ...]
    """Those lost who would be called."""
    steps: tuple[str, ...]
    """The roles whose calls have no way left."""
    hit: Hit
    later: bool
    """Whether the authority is reached later than usual, or not at all."""


@dataclass(frozen=True, slots=True)
class StopsShort:
    """Whoever of these accepts ends the list, and none of them may start anything."""

    place: Place
    """The first of the steps."""
    escalation: str
    roles: tuple[str, ...]


Fault = (
    DeadEnd
    | Loop
    | SamePerson
    | HolderIsAlternate
    | EmptyStep
    | OneWay
    | LostWithIt
    | StopsShort
    | TooLate
)


_LOOKED_AT = 50
"""Single losses that are looked at one by one, where strategies may hold what they take."""


def faults(
    asking: Asking, lists: Sequence[ListReach], structure: Structure | None
) -> tuple[Fault, ...]:
    """All of them, what is worst first; without a structure, those alone that need none."""
    found = _Finding(asking, lists)
    losing = Losing(structure) if structure is not None else None
    return (
        *found.dead_ends(),
        *found.loops(),
        *(found.lost_with_it(losing) if losing is not None else ()),
        *found.too_late_by_these(losing),
        *found.empty_steps(),
        *(found.one_way(structure) if structure is not None else ()),
        *found.stops_short(),
        *found.same_person(),
        *found.holder_is_alternate(),
    )


class _Finding:
    def __init__(self, asking: Asking, lists: Sequence[ListReach]) -> None:
        self.asking = asking
        self.plan = asking.plan
        self.lists = {one.escalation: one for one in lists}
        self.escalations = [one for one in self.plan.of(Escalation) if one.id in self.lists]
        self._found: dict[str, dict[Situation, list[When]]] = {}

    # ── where it leads ─────────────────────────────────────────────────────────────────────────

    def dead_ends(self) -> Iterator[DeadEnd]:
        for one in self.escalations:
            told = self.lists[one.id]
            usual = told.usual
            if usual is not None and usual.outcome.kind == "never":
                alike = (each.usual for each in told.stretches if each.usual.rank == usual.rank)
                hits = [replace(usual, hours=tuple(dict.fromkeys(each.when for each in alike)))]
            else:
                hits = [*told.people, *told.channels, *((told.day,) if told.day else ())]
            for hit in hits:
                if hit.outcome.kind == "never" and hit.outcome.why != "loop":
                    yield DeadEnd(one.at("ends_at"), hit)

    def loops(self) -> Iterator[Loop]:
        for one in self.escalations:
            if not one.steps:
                continue
            walk = Steps(one)
            for number, field, target in sorted(walk.backwards):
                ids = (one.steps[number].id, one.steps[target].id)
                yield Loop(one.at("steps", number, field), ids, "steps")
        for several in hands_over_in_a_circle(self.plan):
            if any(one.id in self.lists for one in several):
                yield Loop(several[0].at("hand_over"), tuple(one.id for one in several), "lists")

    def stops_short(self) -> Iterator[StopsShort]:
        for one in self.escalations:
            wanted = {one.ends_at, *self._may_start()}
            found = {
                number: step.role
                for number, step in enumerate(one.steps)
                if step.then is None and step.role not in wanted
            }
            if found:
                place = one.at("steps", min(found))
                yield StopsShort(place, one.id, tuple(dict.fromkeys(found.values())))

    def _may_start(self) -> frozenset[str]:
        """The roles that may start the plan, a playbook, or a level."""
        found = {
            role.id
            for role in self.plan.of(Role)
            if any(one.power == "activate" for one in role.authority)
        }
        if self.plan.header.activated_by is not None:
            found.add(self.plan.header.activated_by)
        found.update(one.declared_by for one in self.plan.of(Level))
        for playbook in self.plan.of(Playbook):
            degrees = playbook.activation
            several = (degrees.standby, degrees.partial, degrees.full) if degrees else ()
            found.update(one.by for one in several if one is not None)
        return frozenset(found)

    # ── who is called ──────────────────────────────────────────────────────────────────────────

    def _situations(self, one: Escalation) -> Iterable[tuple[Situation, list[When]]]:
        """Each situation in which a list holds, with its hours."""
        if one.id not in self._found:
            self._found[one.id] = self._hours_of_situations(one)
        return self._found[one.id].items()

    def _hours_of_situations(self, one: Escalation) -> dict[Situation, list[When]]:
        call_out = self.asking.call_out(one)
        found: dict[Situation, list[When]] = {}
        for scene in self.asking.scenes():
            for when in self.asking.held(call_out, scene):
                at = call_out.duty.situation(scene, when.start)
                found.setdefault(at, []).append(when)
        return found

    def _weeks(self, at: Situation, rotas: tuple[str, ...]) -> Iterator[Moment]:
        """A situation in each of the weeks that these rotas can have together."""
        for turns in self.asking.calendar.turns(rotas, at.scene, at.minute):
            yield Moment(at.scene, at.minute, turns)

    def empty_steps(self) -> Iterator[EmptyStep]:
        for one in self.escalations:
            duty = self.asking.duty(one)
            for number, step in enumerate(one.steps):
                found: dict[How, list[When]] = {}
                for at, hours in self._situations(one):
                    for how in duty.hows_of_step(at, number):
                        if how != "silent":
                            found.setdefault(how, []).extend(hours)
                for how, several in found.items():
                    yield EmptyStep(
                        one.at("steps", number, "via" if how == "no-way" else "role"),
                        one.id,
                        step.id,
                        step.role,
                        how,
                        merged(several),
                    )

    def same_person(self) -> Iterator[SamePerson]:
        for one in self.escalations:
            numbers = {step.id: number for number, step in enumerate(one.steps)}
            for number, step in enumerate(one.steps):
                if step.otherwise == "next" and number + 1 < len(one.steps):
                    following = number + 1
                elif step.otherwise in numbers:
                    following = numbers[step.otherwise]
                else:
                    continue
                if one.steps[following].role != step.role:
                    yield from self._same(one, number, following)

    def _same(self, one: Escalation, number: int, following: int) -> Iterator[SamePerson]:
        before, after = one.steps[number], one.steps[following]
        roles = [self.plan.find(each, Role) for each in (before.role, after.role)]
        rotas = tuple(each.rota for each in roles if each is not None and each.rota is not None)
        duty = self.asking.duty(one)
        told: set[str] = set()
        for at, hours in self._situations(one):
            for moment in self._weeks(at, rotas):
                first, second = (
                    [
                        each
                        for each in duty.holders(step.role, moment)
                        if duty.contacts.ways(each, step.role, step.via)
                    ]
                    for step in (before, after)
                )
                if not first or not second or first[0] != second[0] or first[0] in told:
                    continue
                told.add(first[0])
                yield SamePerson(
                    one.at("steps", following, "role"),
                    one.id,
                    before.role,
                    after.role,
                    first[0],
                    set(second) <= set(first),
                    hours[0],
                )

    def holder_is_alternate(self) -> Iterator[HolderIsAlternate]:
        called = {step.role for one in self.escalations for step in one.steps}
        for role in self.plan.of(Role):
            if role.id not in called:
                continue
            for number, person in enumerate(role.alternates):
                if person == role.primary or person in role.alternates[:number]:
                    yield HolderIsAlternate(role.at("alternates", number), role.id, person)

    # ── by which ways ──────────────────────────────────────────────────────────────────────────

    def one_way(self, structure: Structure) -> Iterator[OneWay]:
        channels = {way for one in self.escalations for way in self.asking.duty(one).channels}
        known = structure.numbers(sorted(one for one in channels if one in structure.number))
        alone = takers(structure, known)
        for one in self.escalations:
            via = {way for _, step in self.asking.duty(one).steps for way in step.via}
            ways = {structure.number[way] for way in via if way in structure.number}
            bits = -1 if ways else 0
            for way in ways:
                bits &= alone[way]
            found = [thing for thing in range(bits.bit_length()) if bits >> thing & 1]
            if any(number in structure.holds_of for number in alone):
                # A process among what they stand on may be held at its minimum.
                found = [
                    thing
                    for thing in found[:_LOOKED_AT]
                    if ways <= available(structure, (thing,)).lost.keys()
                ]
            if found:
                yield OneWay(one.at("steps"), one.id, structure.ids(found))

    def lost_with_it(self, losing: Losing) -> Iterator[LostWithIt]:
        for playbook in self.plan.of(Playbook):
            named = dict.fromkeys((playbook.escalation, *playbook.at_other_hours))
            lists = [
                found
                for one in named
                if one in self.lists and (found := self.plan.find(one, Escalation)) is not None
            ]
            for cause, ids in causes(self.plan, playbook) if lists else ():
                for one in lists:
                    yield from self._lost(playbook, one, cause, losing.ids(ids))

    def _lost(
        self, playbook: Playbook, one: Escalation, cause: str, gone: frozenset[str]
    ) -> Iterator[LostWithIt]:
        call_out = self.asking.call_out(one)
        channels = tuple(each for each in call_out.duty.channels if each in gone)
        people = tuple(each for each in call_out.duty.people if each in gone)
        if not channels and not people:
            return
        case = Circumstance(frozenset(people), frozenset(channels))
        hits = []
        for stretch in self.lists[one.id].stretches:
            usual = stretch.usual
            for scene in self.asking.scenes():
                outcome = self.asking.worst_turn(call_out, scene, usual.when.start, case)
                hits.append((outcome.rank > usual.rank, Hit(one.id, usual.when, outcome)))
        if not hits:
            return
        later = any(worse for worse, _ in hits)
        hit = worst_of(each for worse, each in hits if worse == later)
        assert hit is not None
        steps = tuple(
            dict.fromkeys(
                step.role for _, step in call_out.steps if step.via and set(step.via) <= gone
            )
        )
        if later or steps:
            place = playbook.at("escalation")
            if one.id != playbook.escalation:
                place = playbook.at("at_other_hours", playbook.at_other_hours.index(one.id))
            yield LostWithIt(place, playbook.id, cause, channels, people, steps, hit, later)

    # ── against the clocks ─────────────────────────────────────────────────────────────────────

    def too_late_by_these(self, losing: Losing | None) -> Iterator[TooLate]:
        """Those of :meth:`too_late` that are reached by one of the lists asked about."""
        for one in too_late(self.asking, losing):
            walk = one.outcome.walk
            if not walk or any(called.escalation in self.lists for called in walk):
                yield one


def merged(several: Iterable[When]) -> tuple[When, ...]:
    """Stretches that follow each other as one."""
    found: list[When] = []
    for one in sorted(set(several), key=lambda each: (each.day is not None, each.day, each.start)):
        if found and found[-1].end >= one.start and found[-1].day == one.day:
            found[-1] = When(found[-1].start, max(found[-1].end, one.end), one.day)
        else:
            found.append(one)
    return tuple(found)
