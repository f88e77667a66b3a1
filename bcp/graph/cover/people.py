"""Who is on when: people, rotas and roles of a plan as stretches of real time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from bcp.graph.cover.times import (
    WEEKDAYS,
    Stretch,
    begins,
    common,
    days_around,
    ends,
    joined,
    on_day,
    without,
)
from bcp.model.people import Person, Role, Rota
from bcp.plan import Plan

_ONE_DAY = dt.timedelta(days=1)
_ONE_WEEK = dt.timedelta(days=7)


class Turn(NamedTuple):
    """One turn of one person on one rota, as the rota says it, absences not yet counted."""

    person: str
    rota: str
    start: int
    end: int
    """Of two readings of the wall clock the later, so that a hand-over leaves no hole;"""
    served: int
    """the earlier one, so that it breaks no limit of duty and nobody is in two places."""
    shift: bool
    """False: a duty that turns by the week, in which the person can be reached and works when
    called."""


class People:
    """When each person of a plan is there, and when each rota has whom on, within a horizon."""

    def __init__(self, plan: Plan, within: Stretch) -> None:
        self.plan = plan
        self.within = within
        self.zone = plan.header.timezone
        self._there: dict[str, list[Stretch]] = {}
        self._away: dict[str, list[Stretch]] = {}
        self._asked: dict[str, list[Stretch]] = {}
        self._abandoned: dict[str, list[Stretch]] = {}
        self._turns: dict[str, list[Turn]] = {}

    def zone_of(self, rota: Rota | None) -> str:
        """The zone in which a rota's times are read."""
        return (rota.timezone if rota is not None else None) or self.zone

    def is_active(self, person: str) -> bool:
        """Whether somebody can be counted on at all. Of somebody whom the plan does not describe,
        or who could not be read, nothing is known that would take them away."""
        found = self.plan.find(person, Person)
        return found is None or found.status == "active"

    def there(self, person: str) -> list[Stretch]:
        """When somebody can be counted on within the horizon: active, and not away."""
        if person not in self._there:
            here = self.is_active(person)
            self._there[person] = without([self.within], self.away(person)) if here else []
        return self._there[person]

    def away(self, person: str) -> list[Stretch]:
        """When somebody is away, around the horizon: days away are days where the person is."""
        if person not in self._away:
            self._away[person] = self._days_away(person)
        return self._away[person]

    def _days_away(self, person: str) -> list[Stretch]:
        found = self.plan.find(person, Person)
        if found is None or not found.away:
            return []
        zone = found.timezone or self.zone
        first, *_, last = days_around(zone, self.within)
        return joined(
            (begins(zone, max(one.from_, first)), ends(zone, min(one.until, last) + _ONE_DAY))
            for one in found.away
            if max(one.from_, first) <= min(one.until, last)
        )

    def turns(self, rota: Rota) -> list[Turn]:
        """Every turn of a rota that reaches into the horizon, and those of two days around it, in
        order."""
        if rota.id not in self._turns:
            found = [*self._shifts(rota), *self._weeks(rota)]
            self._turns[rota.id] = sorted(found, key=lambda one: (one.start, one.end, one.person))
        return self._turns[rota.id]

    def _shifts(self, rota: Rota) -> Iterator[Turn]:
        zone = self.zone_of(rota)
        starting = [[one for one in rota.shifts if day in one.days] for day in WEEKDAYS]
        for day in days_around(zone, self.within) if rota.shifts else ():
            for shift in starting[day.weekday()]:
                on = on_day(shift, zone, day)
                if on is not None:
                    until = begins(
                        zone, day if shift.end > shift.start else day + _ONE_DAY, shift.end
                    )
                    for person in dict.fromkeys(shift.people):
                        yield Turn(person, rota.id, *on, until, True)

    def _weeks(self, rota: Rota) -> Iterator[Turn]:
        if not rota.weeks or rota.starts is None:
            return
        zone = self.zone_of(rota)
        first, *_, last = days_around(zone, self.within)
        number = max(0, (first - rota.starts).days // 7)
        while (last - rota.starts).days >= number * 7:
            day = rota.starts + number * _ONE_WEEK
            following = day + _ONE_WEEK
            person = rota.weeks[number % len(rota.weeks)]
            until = begins(zone, following)
            yield Turn(person, rota.id, begins(zone, day), ends(zone, following), until, False)
            number += 1

    def not_known(self, rota: Rota) -> list[Stretch]:
        """When a rota does not say who is on: it is kept elsewhere, or its turns by the week have
        not begun, or have no first day."""
        on = [(one.start, one.end) for one in self.turns(rota)]
        if rota.weeks and rota.starts is None:
            return without([self.within], on)
        if rota.weeks and rota.starts is not None:
            before = (self.within[0], begins(self.zone_of(rota), rota.starts))
            return without(common([self.within], [before]), on)
        if not rota.shifts and rota.kept is not None:
            return [self.within]
        return []

    @cached_property
    def rotas(self) -> Mapping[str, Rota]:
        return {one.id: one for one in self.plan.of(Rota)}

    def named(self, role: Role) -> tuple[str, ...]:
        """Everybody named for a role, in order: primary, rota, alternates."""
        rota = self.rotas.get(role.rota or "")
        on_rota: list[str] = []
        if rota is not None:
            on_rota = [*rota.weeks, *(one for shift in rota.shifts for one in shift.people)]
        first = () if role.primary is None else (role.primary,)
        return tuple(dict.fromkeys((*first, *on_rota, *role.alternates)))

    def holding(self, role: Role) -> list[Stretch]:
        """When somebody named for a role holds it.

        A primary holds it at every hour, as a rota does at the hours of its turns. Where they are
        not there, an alternate who is stands in; an alternate does not fill the hours for which a
        rota has nobody on, because nobody has told them that those are theirs. Where a role has
        alternates and neither primary nor rota, they hold it.
        """
        return without(self.asked(role), self.abandoned(role))

    def asked(self, role: Role) -> list[Stretch]:
        """When the plan has somebody on for a role, there or not."""
        if role.id not in self._asked:
            self._asked[role.id] = self._when_asked(role)
        return self._asked[role.id]

    def _when_asked(self, role: Role) -> list[Stretch]:
        rota = self.rotas.get(role.rota or "")
        if role.primary is not None or (role.rota is None and role.alternates):
            return [self.within]
        if rota is None:
            return []
        return common([(one.start, one.end) for one in self.turns(rota)], [self.within])

    def abandoned(self, role: Role) -> list[Stretch]:
        """When somebody is on for a role and neither they nor an alternate is there."""
        if role.id not in self._abandoned:
            self._abandoned[role.id] = self._when_abandoned(role)
        return self._abandoned[role.id]

    def _when_abandoned(self, role: Role) -> list[Stretch]:
        always = (role.primary, *role.alternates) if role.primary else role.alternates
        present = [stretch for one in always for stretch in self.there(one)]
        if self.within in present:
            return []
        rota = self.rotas.get(role.rota or "")
        turns: dict[str, list[Stretch]] = {}
        for each in self.turns(rota) if rota is not None else ():
            turns.setdefault(each.person, []).append((each.start, each.end))
        for person, several in turns.items():
            present += common(several, self.there(person))
        return without(self.asked(role), present)

    def on_duty(self, role: Role, moment: int) -> tuple[str, ...]:
        """Who holds a role at a moment, the first choice first, then the alternates; those who are
        there."""
        rota = self.rotas.get(role.rota or "")
        turns = self.turns(rota) if rota is not None else []
        now = [one.person for one in turns if one.start <= moment < one.end]
        first = [] if role.primary is None else [role.primary]
        several = dict.fromkeys((*first, *now, *role.alternates))
        return tuple(one for one in several if is_in(moment, self.there(one)))

    def thin(self, role: Role) -> list[Stretch]:
        """When one single person of those named for a role is there."""
        several = [self.there(one) for one in self.named(role)]
        return exactly_one(several)


def is_in(moment: int, stretches: list[Stretch]) -> bool:
    """Whether a moment lies in one of some stretches."""
    return any(start <= moment < end for start, end in stretches)


def exactly_one(several: list[list[Stretch]]) -> list[Stretch]:
    """The time that lies in exactly one of several lists of stretches."""
    starts = [(start, 1) for each in several for start, _ in each]
    edges = sorted([*starts, *((end, -1) for each in several for _, end in each)])
    found: list[Stretch] = []
    count, since = 0, 0
    for moment, step in edges:
        if count == 1 and moment > since:
            found.append((since, moment))
        count, since = count + step, moment
    return joined(found)
