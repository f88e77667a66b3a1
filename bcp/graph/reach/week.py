"""Who is on, and what holds, at each minute of a week or of one day of the calendar.

Hours and rotas are written in the clock of a zone of their own, or of the plan; everything here is
in the plan's clock, in minutes from Monday 00:00. Where the distance of two clocks changes in the
course of a year, the week is looked at once for each distance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import lcm

from bcp.model.people import Hours, OpenHours, Person, Role, Rota, Shift
from bcp.plan import Plan

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
WEEK = 7 * DAY
HORIZON = 53 * 7
"""Days that are looked at for single days: planned absences, days on which hours differ."""
_TURNS = 520
"""Weeks over which turns by the week are laid beside each other: ten years."""
_SOME_MONDAY = dt.date(2026, 1, 5)
"""Where a year begins when the question names no day: the clocks of a year are like any other's."""

Stretch = tuple[int, int]
"""From and to, in minutes; the end is exclusive."""


def turns_of_week(several: Iterable[OpenHours | Shift]) -> Iterator[tuple[int, int, int, int]]:
    """(place, weekday, start, end) of each turn; an end beyond 24 h lies on the next day."""
    for place, one in enumerate(several):
        start = one.start.hour * 60 + one.start.minute
        end = one.end.hour * 60 + one.end.minute
        for day in one.days:
            yield place, DAYS.index(day), start, end if end > start else end + DAY


def held_on(hours: Hours, day: dt.date) -> Iterator[Stretch]:
    """What named hours hold of one day of the calendar, in their own clock."""
    before = day - dt.timedelta(days=1)
    if day in hours.all_day_on:
        yield 0, DAY
    for _, weekday, start, end in turns_of_week(hours.open):
        if weekday == day.weekday() and day not in hours.closed_on:
            yield start, min(end, DAY)
        if weekday == before.weekday() and before not in hours.closed_on and end > DAY:
            yield 0, end - DAY


@dataclass(frozen=True, slots=True)
class Scene:
    """The ordinary week, or one day of the calendar."""

    day: dt.date | None = None
    """None: the ordinary week."""
    clocks: tuple[tuple[str, int], ...] = ()
    """Zones whose clocks differ from the plan's, and by how many minutes they are ahead."""
    away: frozenset[str] = frozenset()
    """People who are away by plan."""

    @property
    def bounds(self) -> Stretch:
        if self.day is None:
            return 0, WEEK
        start = self.day.weekday() * DAY
        return start, start + DAY


class Calendar:
    """Hours and rotas of a plan, laid over scenes. ``as_of``: the first day that is looked at."""

    def __init__(self, plan: Plan, as_of: dt.date | None = None) -> None:
        self.plan = plan
        self.as_of = as_of
        self.zone = plan.header.timezone
        # A plan that asks a thousand times who is on is asked for few different things.
        self.holds = cache(self._holds)
        self.on_duty = cache(self._on_duty)
        self._held = cache(self._held_in)
        self._served = cache(self._served_in)

    # ── scenes ─────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def weeks(self) -> tuple[Scene, ...]:
        """The ordinary week: once, or once for each distance of the clocks in it."""
        named = [one.timezone for one in self.plan.of(Hours)]
        named += [one.timezone for one in self.plan.of(Rota)]
        zones = sorted({one for one in named if one and self.zone not in (None, one)})
        if not zones:
            return (Scene(),)
        first = self.as_of or _SOME_MONDAY
        found = {self._clocks(zones, day): None for day in _days(first, min(HORIZON, _left(first)))}
        return tuple(Scene(None, clocks) for clocks in found)

    def _clocks(self, zones: Iterable[str], day: dt.date) -> tuple[tuple[str, int], ...]:
        from zoneinfo import ZoneInfo  # only plans over several zones pay for it

        noon = dt.datetime.combine(day, dt.time(12))

        def ahead(zone: str) -> int:
            offset = noon.replace(tzinfo=ZoneInfo(zone)).utcoffset() or dt.timedelta()
            return int(offset.total_seconds()) // 60

        own = ahead(self.zone) if self.zone else 0
        return tuple((zone, ahead(zone) - own) for zone in zones)

    def on(self, day: dt.date) -> Scene:
        """One day of the calendar."""
        zones = [zone for zone, _ in self.weeks[0].clocks]
        away = frozenset(
            one.id
            for one in self.plan.of(Person)
            if any(each.from_ <= day <= each.until for each in one.away)
        )
        return Scene(day, self._clocks(zones, day), away)

    def single_days(self, people: Iterable[str], hours: Iterable[str]) -> tuple[Scene, ...]:
        """Days within a year on which one of these people is away, or one of these hours is not as
        usual; none when the question names no first day."""
        if self.as_of is None:
            return ()
        last = self.as_of + dt.timedelta(days=min(HORIZON, _left(self.as_of)) - 1)
        found: set[dt.date] = set()
        for one in hours:
            named = self.plan.find(one, Hours)
            for day in (*named.closed_on, *named.all_day_on) if named else ():
                # A stretch past midnight is lost on the day after, too.
                found.update(_days(day, min(2, _left(day))))
        for one in people:
            person = self.plan.find(one, Person)
            for each in person.away if person else ():
                first = max(each.from_, self.as_of)
                found.update(_days(first, (min(each.until, last) - first).days + 1))
        return tuple(self.on(day) for day in sorted(found) if self.as_of <= day <= last)

    # ── what holds, and who serves ─────────────────────────────────────────────────────────────

    def cuts(self, scene: Scene, hours: Iterable[str], rotas: Iterable[str]) -> tuple[Stretch, ...]:
        """The scene in stretches within which nothing of these changes."""
        first, last = scene.bounds
        cuts = {first, last}
        for one in hours:
            cuts.update(minute for held in self._held(one, scene) for minute in held)
        for one in rotas:
            cuts.update(minute for each in self._served(one, scene) for minute in each[:2])
            rota = self.plan.find(one, Rota)
            if rota is not None and rota.weeks:
                ahead = dict(scene.clocks).get(rota.timezone or "", 0)
                turns = rota.starts.weekday() * DAY if rota.starts else 0
                cuts.add((turns - ahead) % WEEK)
        inside = sorted(one for one in cuts if first <= one <= last)
        return tuple(pairwise(inside))

    def _holds(self, hours: str, scene: Scene, minute: int) -> bool:
        """Whether named hours hold at a minute; hours that are not declared always do."""
        if hours == "always" or self.plan.find(hours, Hours) is None:
            return True
        return any(start <= minute < end for start, end in self._held(hours, scene))

    def _held_in(self, id: str, scene: Scene) -> tuple[Stretch, ...]:  # noqa: A002
        hours = self.plan.find(id, Hours)
        if hours is None:
            return ()
        ahead = dict(scene.clocks).get(hours.timezone or "", 0)
        if scene.day is None:
            of_week = (one[1:] for one in turns_of_week(hours.open))
            return tuple(
                each
                for day, start, end in of_week
                for each in _around(day * DAY + start - ahead, day * DAY + end - ahead)
            )
        return tuple(
            each
            for day in _near(scene.day)
            for start, end in held_on(hours, day)
            for each in _inside(scene, day, start - ahead, end - ahead)
        )

    def _served_in(self, id: str, scene: Scene) -> tuple[tuple[int, int, tuple[str, ...]], ...]:  # noqa: A002
        rota = self.plan.find(id, Rota)
        if rota is None:
            return ()
        ahead = dict(scene.clocks).get(rota.timezone or "", 0)
        found: list[tuple[int, int, tuple[str, ...]]] = []
        for place, weekday, start, end in turns_of_week(rota.shifts):
            people = rota.shifts[place].people
            if scene.day is None:
                around = _around(weekday * DAY + start - ahead, weekday * DAY + end - ahead)
                found += ((*each, people) for each in around)
            else:
                for day in _near(scene.day):
                    if day.weekday() == weekday:
                        inside = _inside(scene, day, start - ahead, end - ahead)
                        found += ((*each, people) for each in inside)
        return tuple(found)

    def _on_duty(
        self, role: str, scene: Scene, minute: int, turns: tuple[tuple[str, int], ...] = ()
    ) -> tuple[str, ...]:
        """Who may be called for a role at a minute: its primary or those on duty by its rota, then
        its alternates. ``turns``: whose week it is in rotas by the week, by place; the first where
        nothing is said."""
        found = self.plan.find(role, Role)
        if found is None:
            return ()
        rota = self.plan.find(found.rota, Rota)
        serving: list[str] = [found.primary] if found.primary is not None else []
        if rota is not None:
            for start, end, people in self._served(rota.id, scene):
                if start <= minute < end:
                    serving += people
            if rota.weeks:
                serving.append(rota.weeks[self._turn(rota, scene, minute, dict(turns))])
        return tuple(dict.fromkeys((*serving, *found.alternates)))

    def _turn(self, rota: Rota, scene: Scene, minute: int, turns: Mapping[str, int]) -> int:
        if scene.day is None:
            return turns.get(rota.id, 0)
        return _whose_week(rota, scene.day + self._days_ahead(rota, scene, minute))

    def _days_ahead(self, rota: Rota, scene: Scene, minute: int) -> dt.timedelta:
        """Whether it is another day in the rota's own clock already, or still."""
        ahead = dict(scene.clocks).get(rota.timezone or "", 0)
        return dt.timedelta(days=(minute % DAY + ahead) // DAY)

    def kind_of_day(self, scene: Scene, hours: Iterable[str], rotas: Iterable[str]) -> object:
        """The same for days on which these hours and rotas are alike."""
        by_week = [self.plan.find(one, Rota) for one in rotas]
        return (
            scene.bounds,
            scene.clocks,
            tuple(self._held(one, scene) for one in hours),
            tuple(
                self._turn(one, scene, minute, {})
                for one in by_week
                if one is not None and one.weeks
                for minute in (0, DAY - 1)
            ),
        )

    def turns(
        self, rotas: Sequence[str], scene: Scene, minute: int
    ) -> tuple[tuple[tuple[str, int], ...], ...]:
        """Whose weeks can come together in these rotas, at a minute of the ordinary week."""
        found = [self.plan.find(one, Rota) for one in rotas]
        by_week = [one for one in found if one is not None and one.weeks]
        if scene.day is not None or not by_week:
            return ((),)
        weekday = minute // DAY
        starts = [one.starts for one in by_week if one.starts is not None]
        first = self.as_of or max(starts, default=_SOME_MONDAY)
        first += dt.timedelta(days=(weekday - first.weekday()) % 7) if _left(first) > 7 else _NONE
        together = min(lcm(*(len(one.weeks) for one in by_week)), _TURNS, _left(first) // 7)
        weeks = (first + dt.timedelta(weeks=number) for number in range(max(together, 1)))
        return tuple(
            dict.fromkeys(
                tuple(
                    (one.id, _whose_week(one, day + self._days_ahead(one, scene, minute)))
                    for one in by_week
                )
                for day in weeks
            )
        )


_NONE = dt.timedelta()


def _whose_week(rota: Rota, day: dt.date) -> int:
    return (day - (rota.starts or _SOME_MONDAY)).days // 7 % len(rota.weeks)


def _left(day: dt.date) -> int:
    """How many days the calendar still has, this one among them."""
    return (dt.date.max - day).days


def _days(first: dt.date, count: int) -> Iterator[dt.date]:
    return (first + dt.timedelta(days=number) for number in range(count))


def _near(day: dt.date) -> Iterator[dt.date]:
    """The day, and the two around it: clocks may differ by up to a day, and turns pass midnight."""
    return (day + dt.timedelta(days=one) for one in (-2, -1, 0, 1) if dt.date.min < day)


def _around(start: int, end: int) -> Iterator[Stretch]:
    """A stretch of the week, cut where the week turns over."""
    length = end - start
    start %= WEEK
    end = start + length
    yield start, min(end, WEEK)
    if end > WEEK:
        yield 0, end - WEEK


def _inside(scene: Scene, day: dt.date, start: int, end: int) -> Iterator[Stretch]:
    """The part of a stretch, in minutes of ``day``, that lies in the day of the scene."""
    assert scene.day is not None
    first = (day - scene.day).days * DAY
    start, end = max(first + start, 0), min(first + end, DAY)
    if start < end:
        base = scene.bounds[0]
        yield base + start, base + end
