"""Who may be called for the steps of an escalation, at each minute: its duty situations.

Hours and rotas repeat: a year of nights knows few sets of people on duty. Minutes at which the same
lists hold, the same people are there for every role, and the same weeks can come, are one
*situation*; whatever is asked of a call-out is worked out once for each.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from bcp.graph.reach.walk import chain
from bcp.graph.reach.week import Calendar, Scene
from bcp.graph.reach.worst import How
from bcp.model.communication import Channel
from bcp.model.people import Person, Role, Rota
from bcp.model.response import Escalation
from bcp.plan import Plan

_NEEDS_NUMBER = ("voice", "sms")

People = tuple[str, ...]
"""Ids, in the order in which they are called."""


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


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a walk asks: can somebody accept for this role, called by these channels?"""

    role: str
    via: tuple[str, ...]
    anyhow: bool = False
    """No channel is named, for no step calls the role: who is there is had somehow."""


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """All minutes at which a call-out finds the same people. One object stands for them: two are
    the same when they are the same object."""

    scene: Scene
    """Where it was met first; with ``minute``, for whose weeks can come together then."""
    minute: int
    phase: Hashable
    """The same where the same weeks can come together."""
    holds: tuple[bool, ...]
    """Which of the lists hold."""
    there: tuple[tuple[People, ...], ...]
    """For each role: who is there, in each week of its rota by the week; once without one."""
    hows: tuple[tuple[How, ...], ...]
    """For each thing asked: whether it can be accepted in each of these weeks, nobody being absent
    and no channel lost."""
    touching: Mapping[str, tuple[int, ...]]
    """For each person: what is asked of roles for which they are there."""


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


class Roster:
    """Who may be called for each role of a plan, whoever is away or absent."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.plan = calendar.plan
        self.has_nobody_named = cache(self._has_nobody_named)
        self.rota = cache(self._rota_of)
        self._whole: dict[Hashable, tuple[tuple[int, ...], tuple[tuple[People, ...], ...]]] = {}
        self._there: dict[Hashable, Timeline] = {}
        self._alike: dict[Hashable, Timeline] = {}

    def _rota_of(self, role: str) -> Rota | None:
        found = self.plan.find(role, Role)
        return self.plan.find(found.rota, Rota) if found is not None else None

    def by_week(self, role: str, scene: Scene, minute: int) -> tuple[People, ...]:
        """Who may be called at a minute, in order: once for each week of the rota by the week in
        the ordinary week; once on a day of the calendar, without those away by plan."""
        line = self.line(role, scene)
        return line.serving[bisect_right(line.starts, minute - scene.bounds[0]) - 1]

    def line(self, role: str, scene: Scene) -> Timeline:
        """The same object for days that are alike."""
        key = (role, scene.day, scene.clocks)
        found = self._there.get(key)
        if found is None:
            found = self._there[key] = self._new_line(role, scene)
        return found

    def _new_line(self, role: str, scene: Scene) -> Timeline:
        rota = self.rota(role)
        by_week = rota is not None and rota.weeks and scene.day is not None
        turns = self.calendar.turns_of_day(scene, (rota.id,)) if by_week and rota else None
        # Whoever is away: days that differ only by that are worked out once.
        key = (role, scene.bounds, scene.clocks, turns)
        if key not in self._whole:
            self._whole[key] = self._timeline(role, scene)
        starts, serving = self._whole[key]
        there = tuple(_without(weeks, scene.away) for weeks in serving)
        found = Timeline(starts, there, there != serving)
        return self._alike.setdefault((starts, there, found.is_short), found)

    def _timeline(
        self, role: str, scene: Scene
    ) -> tuple[tuple[int, ...], tuple[tuple[People, ...], ...]]:
        """From which minute of the scene on who may be called, whoever is away."""
        rota = self.rota(role)
        cuts = self.calendar.cuts(scene, (), (rota.id,) if rota is not None else ())
        several: list[tuple[tuple[str, int], ...]] = [()]
        if rota is not None and rota.weeks and scene.day is None:
            several = [((rota.id, week),) for week in range(len(rota.weeks))]
        serving = tuple(
            tuple(self.calendar.on_duty(role, scene, start, turns) for turns in several)
            for start, _ in cuts
        )
        return tuple(start - scene.bounds[0] for start, _ in cuts), serving

    def _has_nobody_named(self, role: str) -> bool:
        """Whether the plan does not say who holds a role, or who is on its rota."""
        found = self.plan.find(role, Role)
        if found is None:
            return True
        rota = self.rota(role)
        if found.rota is not None and (rota is None or not (rota.shifts or rota.weeks)):
            return found.primary is None
        return found.primary is None and found.rota is None and not found.alternates


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Who may be called for one role in the course of a scene."""

    starts: tuple[int, ...]
    """Minutes from the beginning of the scene,"""
    serving: tuple[tuple[People, ...], ...]
    """and who may be called from each of them on."""
    is_short: bool
    """Whether somebody is away by plan who would else be called."""


class Duty:
    """An escalation and what it hands over to: what is asked in it, and who is there for it."""

    def __init__(self, roster: Roster, contacts: Contacts, first: Escalation) -> None:
        self.roster = roster
        self.calendar = roster.calendar
        self.contacts = contacts
        self.plan = roster.plan
        self.first = first
        self.lists = chain(self.plan, first)
        self.steps = tuple(
            (number, step) for number, one in enumerate(self.lists) for step in one.steps
        )
        ends = [one.ends_at for one in self.lists]
        self.roles = tuple(dict.fromkeys((*(step.role for _, step in self.steps), *ends)))
        self.channels = tuple(dict.fromkeys(way for _, step in self.steps for way in step.via))
        found = [self.plan.find(one, Role) for one in self.roles]
        self.rotas = tuple(
            dict.fromkeys(one.rota for one in found if one is not None and one.rota is not None)
        )
        self.hours = tuple(dict.fromkeys(one.hours for one in self.lists))
        at_steps = [Asked(step.role, step.via) for _, step in self.steps]
        at_ends = [self._asked_at_end(one) for one in ends]
        self.asked = tuple(dict.fromkeys((*at_steps, *at_ends)))
        number = {one: place for place, one in enumerate(self.asked)}
        self.of_steps = tuple(number[one] for one in at_steps)
        """For each step, and each end of a list: which of ``asked`` it is."""
        self.of_ends = tuple(number[one] for one in at_ends)
        place = {one: number for number, one in enumerate(self.roles)}
        self._role_of = tuple(place[one.role] for one in self.asked)
        self.by_turns = tuple(
            (number, rota.id)
            for number, one in enumerate(self.asked)
            if (rota := roster.rota(one.role)) is not None and rota.weeks
        )
        """What is asked of roles that turn by the week, with their rotas."""
        self.how = cache(self._how)
        self._known: dict[Hashable, Situation] = {}
        self.concerned = cache(self._concerned)
        self._able = cache(self._able_and_ways)

    def _asked_at_end(self, role: str) -> Asked:
        """The authority is called on and on by all the channels by which some step calls it."""
        via = dict.fromkeys(way for _, step in self.steps if step.role == role for way in step.via)
        return Asked(role, tuple(via), anyhow=not via)

    @cached_property
    def people(self) -> People:
        """Everybody who may be called, or could be on duty, in the order of the steps."""
        found: dict[str, None] = {}
        for id_ in self.roles:
            role = self.plan.find(id_, Role)
            rota = self.roster.rota(id_)
            named = [] if role is None or role.primary is None else [role.primary]
            if rota is not None:
                named += [one for shift in rota.shifts for one in shift.people] + [*rota.weeks]
            found.update(dict.fromkeys((*named, *(role.alternates if role is not None else ()))))
        return tuple(found)

    @cached_property
    def everybody(self) -> frozenset[str]:
        return frozenset(self.people)

    def holders(self, role: str, moment: Moment) -> People:
        """Who may be called for a role at a moment, in order."""
        several = self.roster.by_week(role, moment.scene, moment.minute)
        rota = self.roster.rota(role) if len(several) > 1 else None
        return several[dict(moment.turns).get(rota.id, 0) if rota is not None else 0]

    def kind_of_day(self, scene: Scene) -> Hashable:
        """The same for days on which the same people may be called at the same hours; None for a
        day like any of the ordinary week: nobody is away who would be called, no hours differ."""
        lines = tuple([self.roster.line(role, scene) for role in self.roles])
        is_short = any(one.is_short for one in lines)
        if not is_short and not self.calendar.is_unusual(scene, self.hours):
            return None
        return lines, self.calendar.hours_of_day(scene, self.hours)

    # ── situations ─────────────────────────────────────────────────────────────────────────────

    def holds(self, scene: Scene, minute: int) -> tuple[bool, ...]:
        """Which of the lists hold at a minute."""
        return tuple(self.calendar.holds(one.hours, scene, minute) for one in self.lists)

    def situation(self, scene: Scene, minute: int) -> Situation:
        """The situation at a minute; the same object for all minutes that are alike."""
        holds = self.holds(scene, minute)
        there = tuple([self.roster.by_week(role, scene, minute) for role in self.roles])
        phase = self.calendar.phase(self.rotas, scene, minute) if self.by_turns else None
        key = (holds, there, phase)
        if key not in self._known:
            self._known[key] = self._new(scene, minute, phase, holds, there)
        return self._known[key]

    def _new(
        self,
        scene: Scene,
        minute: int,
        phase: Hashable,
        holds: tuple[bool, ...],
        there: tuple[tuple[People, ...], ...],
    ) -> Situation:
        touching: dict[str, dict[int, None]] = {}
        hows = []
        for number, role in enumerate(self._role_of):
            hows.append(tuple(self.how(number, people, frozenset()) for people in there[role]))
            for people in there[role]:
                for one in people:
                    touching.setdefault(one, {})[number] = None
        found = {one: tuple(numbers) for one, numbers in touching.items()}
        return Situation(scene, minute, phase, holds, there, tuple(hows), found)

    def hows_of_step(self, at: Situation, step: int) -> tuple[How, ...]:
        """Whether a step can be accepted, in each of the weeks in the order in which they come."""
        number = self.of_steps[step]
        hows = at.hows[number]
        if len(hows) == 1:
            return hows
        rota = self.roster.rota(self.asked[number].role)
        assert rota is not None
        weeks = self.calendar.turns((rota.id,), at.scene, at.minute)
        return tuple(hows[week] for one in weeks for _, week in one)

    def hows(self, at: Situation, case: Circumstance) -> tuple[tuple[How, ...], ...]:
        """As :attr:`Situation.hows`, in a circumstance. Only what it touches is asked anew."""
        changed = {number for one in case.absent for number in at.touching.get(one, ())}
        if case.lost:
            changed.update(
                number for number, one in enumerate(self.asked) if case.lost.intersection(one.via)
            )
        if not changed:
            return at.hows
        found = list(at.hows)
        for number in changed:
            weeks = _without(at.there[self._role_of[number]], case.absent)
            found[number] = tuple(self.how(number, people, case.lost) for people in weeks)
        return tuple(found)

    def _how(self, number: int, there: People, lost: frozenset[str]) -> How:
        """Whether these people can accept what is asked: ``silent`` when one of them can."""
        one = self.asked[number]
        ways = self.contacts.ways
        if not one.anyhow and any(not ways(each, one.role, one.via) <= lost for each in there):
            return "silent"
        if self.roster.has_nobody_named(one.role):
            return "unnamed"
        if not any(self._is_active(each) for each in there):
            return "nobody"
        return "silent" if one.anyhow else "no-way"

    def _is_active(self, person: str) -> bool:
        found = self.plan.find(person, Person)
        return found is None or found.status == "active"

    def _concerned(self, at: Situation) -> tuple[People, tuple[str, ...]]:
        """The people whose absence, and the channels whose loss, changes what can be accepted:
        those who are the only one, or the only way, for it in some week."""
        people: dict[str, None] = {}
        channels: dict[str, None] = {}
        for number, role in enumerate(self._role_of):
            for there in dict.fromkeys(at.there[role]):
                able, ways = self._able(number, there)
                if len(able) == 1:
                    people[able[0]] = None
                if len(ways) == 1:
                    channels.update(dict.fromkeys(ways))
        return tuple(people), tuple(channels)

    def _able_and_ways(self, number: int, there: People) -> tuple[People, frozenset[str]]:
        """Those who can accept, and all the ways to them."""
        one = self.asked[number]
        if one.anyhow:
            return tuple(each for each in there if self._is_active(each)), frozenset()
        ways = {each: self.contacts.ways(each, one.role, one.via) for each in there}
        return tuple(each for each in there if ways[each]), frozenset().union(*ways.values())


def _without(weeks: tuple[People, ...], gone: frozenset[str]) -> tuple[People, ...]:
    if not gone or all(gone.isdisjoint(people) for people in weeks):
        return weeks
    return tuple(tuple(one for one in people if one not in gone) for people in weeks)
