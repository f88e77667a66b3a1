"""One call-out at one moment: how long, at worst, until somebody with the authority accepts.

The walk: a step that nobody accepts takes its whole ``accepts_within``, also when nobody is there
to accept; then follows what ``otherwise`` says. Whoever is there may also accept at the last
moment, and ``then`` is followed. Of all walks the worst counts. A walk ends at the first step that
calls the authority while somebody who may hold it is there: they accept at the end of their time.
A walk on which somebody else accepts, and nothing follows, is no walk of this question: somebody
has it in hand.

The authority is the role of ``ends_at``; once a list has handed over, that of the list it handed
over to will do as well. A list that does not hold at the hour is passed over when another hands
over to it. At the end of a list the authority is called until somebody accepts: the plan gives no
time for that, so it is *not known* how long it takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from bcp.graph.reach.walk import chain
from bcp.graph.reach.week import Calendar, Scene
from bcp.graph.reach.worst import NO_LIST, Called, How, Node, Outcome, Worst
from bcp.model.communication import Channel
from bcp.model.people import Person, Role, Rota
from bcp.model.response import CallStep, Escalation
from bcp.plan import Plan

_NEEDS_NUMBER = ("voice", "sms")


@dataclass(frozen=True, slots=True)
class Circumstance:
    """What is different from usual."""

    absent: frozenset[str] = frozenset()
    """People,"""
    lost: frozenset[str] = frozenset()
    """and channels."""


NOTHING = Circumstance()


@dataclass(frozen=True, slots=True)
class Moment:
    """A minute of a scene, with whose week it is in the rotas by the week."""

    scene: Scene
    minute: int
    turns: tuple[tuple[str, int], ...] = ()


class Contacts:
    """By which channels people can be had, as far as the plan says."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.unknown = plan.contacts_are_missing
        self.ways = cache(self._ways)

    def _ways(self, person: str, role: str, via: tuple[str, ...]) -> frozenset[str]:
        """Those of the channels by which a person can be had in a role.

        A telephone channel takes a number, theirs or the role's, a mail channel an address. Where
        contacts are held apart and were not given, everybody can be had by everything.
        """
        holder = self.plan.find(person, Person)
        if self.unknown or holder is None:
            return frozenset(via)
        if holder.status != "active":
            return frozenset()
        own = self.plan.find(role, Role)
        found = [one for one in (holder, own) if one is not None]
        phones = any(one.phones is not None and one.phones.numbers() for one in found)
        mail = any(one.mail is not None and one.mail.declared for one in found)
        return frozenset(one for one in via if self._carries(one, phones, mail))

    def _carries(self, channel: str, phones: bool, mail: bool) -> bool:
        found = self.plan.find(channel, Channel)
        if found is None:
            return True
        if found.type in _NEEDS_NUMBER:
            return phones
        return mail if found.type == "email" else True


class CallOut:
    """An escalation and what it hands over to, at any moment.

    ``targets``: the role asked about, where that is not the authority.
    """

    def __init__(
        self,
        calendar: Calendar,
        contacts: Contacts,
        first: Escalation,
        target: str | None = None,
    ) -> None:
        self.calendar = calendar
        self.contacts = contacts
        self.plan = calendar.plan
        self.first = first
        self.target = target
        self.lists = chain(self.plan, first)
        self.steps = tuple(
            (number, step) for number, one in enumerate(self.lists) for step in one.steps
        )
        ends = (one.ends_at for one in self.lists)
        roles = dict.fromkeys((*(step.role for _, step in self.steps), *ends))
        self.roles = tuple(roles)
        self.channels = tuple(dict.fromkeys(way for _, step in self.steps for way in step.via))
        found = (self.plan.find(one, Role) for one in self.roles)
        self.rotas = tuple(
            dict.fromkeys(one.rota for one in found if one is not None and one.rota is not None)
        )
        self._ways_to_end = tuple(
            tuple(
                dict.fromkeys(
                    way for _, step in self.steps if step.role == one.ends_at for way in step.via
                )
            )
            for one in self.lists
        )
        self._asked = tuple(
            dict.fromkeys(
                (
                    *((step.role, step.via) for _, step in self.steps),
                    *(
                        (one.ends_at, via)
                        for one, via in zip(self.lists, self._ways_to_end, strict=True)
                    ),
                )
            )
        )
        self._by_turns = tuple(
            (role, via, rota.id)
            for role, via in self._asked
            if (rota := self._rota(role)) is not None and rota.weeks
        )
        self.hours = tuple(dict.fromkeys(one.hours for one in self.lists))
        self.wanted = tuple(
            frozenset((target,) if target is not None else map(_authority, self.lists[: place + 1]))
            for place in range(len(self.lists))
        )
        """For each list: the roles that will do."""
        self.walked = cache(self._walked)
        self._nodes = cache(self._nodes_when)
        self._weeks = cache(self._weeks_of)

    def _rota(self, role: str) -> Rota | None:
        found = self.plan.find(role, Role)
        return self.plan.find(found.rota, Rota) if found is not None else None

    # ── who is there ───────────────────────────────────────────────────────────────────────────

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Everybody who may be called, or could be on duty, in the order of the steps."""
        found: dict[str, None] = {}
        for id_ in self.roles:
            role = self.plan.find(id_, Role)
            rota = self.plan.find(role.rota, Rota) if role is not None else None
            named = [] if role is None or role.primary is None else [role.primary]
            if rota is not None:
                named += [one for shift in rota.shifts for one in shift.people] + [*rota.weeks]
            found.update(dict.fromkeys((*named, *(role.alternates if role is not None else ()))))
        return tuple(found)

    def holds(self, moment: Moment) -> tuple[bool, ...]:
        """Which of the lists hold at a moment."""
        return tuple(
            self.calendar.holds(one.hours, moment.scene, moment.minute) for one in self.lists
        )

    def holders(self, role: str, moment: Moment) -> tuple[str, ...]:
        """Who may be called for a role at a moment, in order."""
        return self.calendar.on_duty(role, moment.scene, moment.minute, moment.turns)

    def state(self, role: str, via: tuple[str, ...], at: Moment, case: Circumstance) -> How:
        """Whether a step can be accepted: ``silent`` when it can."""
        named = self.holders(role, at)
        gone = case.absent | at.scene.away
        there = [one for one in named if one not in gone]
        if any(not self.contacts.ways(one, role, via) <= case.lost for one in there):
            return "silent"
        if self.has_nobody_named(role):
            return "unnamed"
        active = (self.plan.find(one, Person) for one in there)
        return (
            "no-way" if any(one is None or one.status == "active" for one in active) else "nobody"
        )

    def concerned(self, scene: Scene, minute: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The people whose absence, and the channels whose loss, changes a step at a minute: those
        who are the only one, or the only way, for it in some week."""
        people: dict[str, None] = {}
        channels: dict[str, None] = {}
        for role, via in self._asked:
            for holders in self._by_week(role, scene, minute):
                there = [one for one in holders if one not in scene.away]
                able = {one: self._able(one, role, via) for one in there}
                able = {one: ways for one, ways in able.items() if ways}
                if len(able) == 1:
                    people.update(dict.fromkeys(able))
                ways = frozenset().union(*able.values())
                if len(ways) == 1 and via:
                    channels.update(dict.fromkeys(ways))
        return tuple(people), tuple(channels)

    def _able(self, person: str, role: str, via: tuple[str, ...]) -> frozenset[str]:
        """The ways to a person; whom no step calls is had somehow, if they are there."""
        if via:
            return self.contacts.ways(person, role, via)
        found = self.plan.find(person, Person)
        return frozenset(("",) if found is None or found.status == "active" else ())

    def _by_week(self, role: str, scene: Scene, minute: int) -> tuple[tuple[str, ...], ...]:
        return self._weeks(role, scene, minute)

    def _weeks_of(self, role: str, scene: Scene, minute: int) -> tuple[tuple[str, ...], ...]:
        """Who may be called for a role at a minute, whichever week it is."""
        rota = self._rota(role)
        weeks = range(len(rota.weeks)) if rota is not None and scene.day is None else ()
        several = (((rota.id, week),) if rota is not None else () for week in weeks or (0,))
        found = (self.calendar.on_duty(role, scene, minute, turns) for turns in several)
        return tuple(dict.fromkeys(found))

    def has_nobody_named(self, role: str) -> bool:
        """Whether the plan does not say who holds a role, or who is on its rota."""
        found = self.plan.find(role, Role)
        if found is None:
            return True
        rota = self.plan.find(found.rota, Rota)
        if found.rota is not None and (rota is None or not (rota.shifts or rota.weeks)):
            return found.primary is None
        return found.primary is None and found.rota is None and not found.alternates

    def turns(self, scene: Scene, minute: int, case: Circumstance) -> tuple[Moment, ...]:
        """A minute once for each of the weeks that differ by whether a step can be accepted."""
        several = dict.fromkeys(
            rota
            for role, via, rota in self._by_turns
            if self._differ(role, via, scene, minute, case)
        )
        found = self.calendar.turns(tuple(several), scene, minute)
        return tuple(Moment(scene, minute, turns) for turns in found)

    def _differ(
        self, role: str, via: tuple[str, ...], scene: Scene, minute: int, case: Circumstance
    ) -> bool:
        """Whether it matters for a step whose week it is."""
        gone = case.absent | scene.away
        can = {
            any(one not in gone and self._able(one, role, via) - case.lost for one in holders)
            for holders in self._by_week(role, scene, minute)
        }
        return len(can) > 1

    # ── the walk ───────────────────────────────────────────────────────────────────────────────

    def worst(self, at: Moment, case: Circumstance = NOTHING) -> Outcome:
        """The worst until the authority accepts, when the call-out begins at a moment."""
        states = tuple(self.state(step.role, step.via, at, case) for _, step in self.steps)
        ends = tuple(self._at_end(place, at, case) for place in range(len(self.lists)))
        return self.walked(self.holds(at), states, ends)

    def silent_walk(self, at: Moment, case: Circumstance = NOTHING) -> tuple[Called, ...]:
        """The steps in the order in which they are come to when nobody ever accepts."""
        nodes = self._nodes(self.holds(at))
        found: list[Called] = []
        seen: set[int] = set()
        number = self._first(self.holds(at))
        time = 0
        while number is not None and number >= 0 and number not in seen:
            seen.add(number)
            node = nodes[number]
            state = self.state(node.step.role, node.step.via, at, case)
            found.append(node.called(time, state, self.lists[node.list].id))
            time = found[-1].end
            number = node.silent
        return tuple(found)

    def _at_end(self, place: int, at: Moment, case: Circumstance) -> How:
        """Whether somebody with the authority is there when a list is at its end."""
        role, via = self.lists[place].ends_at, self._ways_to_end[place]
        return self.state(role, via, at, case) if via else self._present(role, at, case)

    def _present(self, role: str, at: Moment, case: Circumstance) -> How:
        if self.has_nobody_named(role):
            return "unnamed"
        gone = case.absent | at.scene.away
        found = [self.plan.find(one, Person) for one in self.holders(role, at) if one not in gone]
        return "silent" if any(one is None or one.status == "active" for one in found) else "nobody"

    def _nodes_when(self, holds: tuple[bool, ...]) -> dict[int, Node]:
        """The steps by number, when these lists hold."""
        firsts: dict[int, int] = {}
        for number, (place, _) in enumerate(self.steps):
            firsts.setdefault(place, number)
        return {
            number: Node(
                number,
                place,
                step,
                self._silent(number, place, step, firsts, holds),
                None if step.then is None else self._number(place, step.then, firsts),
            )
            for number, (place, step) in enumerate(self.steps)
        }

    def _number(self, place: int, id: str, firsts: Mapping[int, int]) -> int | None:  # noqa: A002
        for number, step in enumerate(self.lists[place].steps):
            if step.id == id:
                return firsts[place] + number
        return None

    def _silent(
        self,
        number: int,
        place: int,
        step: CallStep,
        firsts: Mapping[int, int],
        holds: tuple[bool, ...],
    ) -> int | None:
        ahead = number + 1
        if step.otherwise == "next" and ahead < firsts[place] + len(self.lists[place].steps):
            return ahead
        if step.otherwise == "end":
            return -1 - place
        if step.otherwise in ("next", "hand-over"):
            return self._handed_over(place, firsts, holds)
        return self._number(place, step.otherwise, firsts)

    def _handed_over(
        self, place: int, firsts: Mapping[int, int], holds: tuple[bool, ...]
    ) -> int | None:
        """The first step of the list that follows and holds; the end of this one where none does;
        where lists hand over in a circle, back."""
        at = place
        for _ in self.lists:
            following = self.lists[at].hand_over
            at = next((n for n, one in enumerate(self.lists) if one.id == following), -1)
            if at < 0:
                return -1 - place
            if holds[at] and at in firsts:
                return firsts[at]
        return -1 - place

    def _walked(
        self,
        holds: tuple[bool, ...],
        states: tuple[How, ...],
        ends: tuple[How, ...],
    ) -> Outcome:
        first = self._first(holds)
        if first is None:
            return NO_LIST
        if first < 0:
            return Outcome("never", None, self.target or self.first.ends_at, "not-called", ())
        return Worst(self, self._nodes(holds), states, ends, first).run()

    def _first(self, holds: tuple[bool, ...]) -> int | None:
        """The step that is called first; None when no list of the chain holds."""
        firsts: dict[int, int] = {}
        for number, (place, _) in enumerate(self.steps):
            firsts.setdefault(place, number)
        if holds[0]:
            return firsts.get(0, -1)
        follows = self._handed_over(0, firsts, holds)
        return None if follows is None or follows < 0 else follows


def _authority(one: Escalation) -> str:
    return one.ends_at
