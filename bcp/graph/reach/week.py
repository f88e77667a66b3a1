"""Who is on, and what holds, at each minute of a week or of one day of the calendar.

Hours and rotas are written in the clock of a zone of their own, or of the plan; everything here is
in the plan's clock, in minutes from Monday 00:00. Where the distance of two clocks changes in the
course of a year, the week is looked at once for each distance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
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
    before = next(_around_day(day, -1, -1), None)
    if day in hours.all_day_on:
        yield 0, DAY
    for _, weekday, start, end in turns_of_week(hours.open):
        if weekday == day.weekday() and day not in hours.closed_on:
            yield start, min(end, DAY)
        if (weekday + 1) % 7 == day.weekday() and before not in hours.closed_on and end > DAY:
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
        self.on = cache(self._on)
        self._held = cache(self._held_in)
        self._served = cache(self._served_in)
        self._served_on = cache(self._served_on_days)
        self._unusual = cache(self._unusual_days)
        self._away = cache(self._days_away)
        self._by_week = cache(self._rotas_by_week)
        self._together = cache(self._weeks_together)

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

    def _on(self, day: dt.date) -> Scene:
        """One day of the calendar."""
        zones = [zone for zone, _ in self.weeks[0].clocks]
        return Scene(day, self._clocks(zones, day), self._away_on(day))

    def _away_on(self, day: dt.date) -> frozenset[str]:
        if self.as_of is not None and self.as_of <= day <= self._last:
            return frozenset(self._away_by_day.get(day, ()))
        return frozenset(
            one.id
            for one in self.plan.of(Person)
            if any(each.from_ <= day <= each.until for each in one.away)
        )

    @cached_property
    def _away_by_day(self) -> dict[dt.date, list[str]]:
        """Who is away by plan on each of the days that are looked at."""
        found: dict[dt.date, list[str]] = {}
        for one in self.plan.of(Person):
            for day in self._away(one.id):
                found.setdefault(day, []).append(one.id)
        return found

    def single_days(self, people: Iterable[str], hours: Iterable[str]) -> tuple[Scene, ...]:
        """Days within a year on which one of these people is away, or one of these hours is not as
        usual; none when the question names no first day."""
        if self.as_of is None:
            return ()
        found = {day for one in hours for day in self._unusual(one)}
        found.update(day for one in people for day in self._away(one))
        return tuple(self.on(day) for day in sorted(found) if self.as_of <= day <= self._last)

    @property
    def _last(self) -> dt.date:
        """The last day that is looked at."""
        assert self.as_of is not None
        return self.as_of + dt.timedelta(days=min(HORIZON, _left(self.as_of)) - 1)

    def is_unusual(self, scene: Scene, hours: Iterable[str]) -> bool:
        """Whether one of these hours is not as in the ordinary week on the day of a scene."""
        return any(scene.day in self._unusual(one) for one in hours)

    def _unusual_days(self, hours: str) -> frozenset[dt.date]:
        named = self.plan.find(hours, Hours)
        return frozenset(
            # A stretch past midnight is lost on the day after, too; and in another zone the day
            # may begin on the day before in the plan's clock, or end on the one after.
            near
            for day in ((*named.closed_on, *named.all_day_on) if named else ())
            for near in _around_day(day, -2, 2)
        )

    def _days_away(self, person: str) -> frozenset[dt.date]:
        found = self.plan.find(person, Person)
        first = self.as_of
        if found is None or first is None:
            return frozenset()
        several = ((max(one.from_, first), min(one.until, self._last)) for one in found.away)
        return frozenset(
            day for start, end in several for day in _days(start, (end - start).days + 1)
        )

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
            for day in _around_day(scene.day, -2, 1)
            for start, end in held_on(hours, day)
            for each in _inside(scene.bounds, (day - scene.day).days, start - ahead, end - ahead)
        )

    def hours_of_day(self, scene: Scene, hours: tuple[str, ...]) -> tuple[tuple[Stretch, ...], ...]:
        """When these hours hold, in minutes of the day."""
        base = scene.bounds[0]
        return tuple(
            tuple((start - base, end - base) for start, end in self._held(one, scene))
            for one in hours
        )

    def _served_in(self, id: str, scene: Scene) -> tuple[tuple[int, int, tuple[str, ...]], ...]:  # noqa: A002
        rota = self.plan.find(id, Rota)
        if rota is None:
            return ()
        ahead = dict(scene.clocks).get(rota.timezone or "", 0)
        if scene.day is not None:
            return self._served_on(rota.id, scene.bounds, ahead)
        return tuple(
            (*each, rota.shifts[place].people)
            for place, weekday, start, end in turns_of_week(rota.shifts)
            for each in _around(weekday * DAY + start - ahead, weekday * DAY + end - ahead)
        )

    def _served_on_days(
        self, rota_id: str, bounds: Stretch, ahead: int
    ) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
        """The same on any day of the calendar that falls on this day of the week."""
        rota = self.plan.find(rota_id, Rota)
        shifts = rota.shifts if rota is not None else ()
        return tuple(
            (*each, shifts[place].people)
            for place, weekday, start, end in turns_of_week(shifts)
            for away in range(-2, 2)
            if (bounds[0] // DAY + away) % 7 == weekday
            for each in _inside(bounds, away, start - ahead, end - ahead)
        )

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
        return _whose_week(rota, scene.day, self._days_ahead(rota, scene, minute))

    def _days_ahead(self, rota: Rota, scene: Scene, minute: int) -> int:
        """Whether it is another day in the rota's own clock already, or still."""
        ahead = dict(scene.clocks).get(rota.timezone or "", 0)
        return (minute % DAY + ahead) // DAY

    def turns_of_day(self, scene: Scene, rotas: tuple[str, ...]) -> tuple[int, ...]:
        """Whose week it is in these rotas at the beginning and at the end of a day."""
        return tuple(
            self._turn(one, scene, minute, {})
            for one in self._by_week(rotas)
            for minute in (0, DAY - 1)
        )

    # ── weeks that come together ───────────────────────────────────────────────────────────────

    def _rotas_by_week(self, rotas: tuple[str, ...]) -> tuple[Rota, ...]:
        found = (self.plan.find(one, Rota) for one in rotas)
        return tuple(one for one in found if one is not None and one.weeks)

    def turns(
        self, rotas: tuple[str, ...], scene: Scene, minute: int
    ) -> tuple[tuple[tuple[str, int], ...], ...]:
        """Whose weeks can come together in these rotas, at a minute of the ordinary week."""
        by_week = self._by_week(rotas)
        if scene.day is not None or not by_week:
            return ((),)
        ahead = tuple(self._days_ahead(one, scene, minute) for one in by_week)
        return self._together(rotas, minute // DAY, ahead)

    def _weeks_together(
        self, rotas: tuple[str, ...], weekday: int, ahead: tuple[int, ...]
    ) -> tuple[tuple[tuple[str, int], ...], ...]:
        by_week = self._by_week(rotas)
        first = self._first(by_week, weekday)
        together = min(lcm(*(len(one.weeks) for one in by_week)), _TURNS, _left(first) // 7)
        weeks = (first + dt.timedelta(weeks=number) for number in range(max(together, 1)))
        return tuple(
            dict.fromkeys(
                tuple(
                    (one.id, _whose_week(one, day, days))
                    for one, days in zip(by_week, ahead, strict=True)
                )
                for day in weeks
            )
        )

    def _first(self, by_week: Sequence[Rota], weekday: int) -> dt.date:
        """The first such day of the week that counts."""
        starts = [one.starts for one in by_week if one.starts is not None]
        first = self.as_of or max(starts, default=_SOME_MONDAY)
        if _left(first) > 7:
            first += dt.timedelta(days=(weekday - first.weekday()) % 7)
        return first

    def phase(self, rotas: tuple[str, ...], scene: Scene, minute: int) -> Hashable:
        """The same for minutes at which :meth:`turns` is the same for any of these rotas."""
        by_week = self._by_week(rotas)
        if scene.day is not None or not by_week:
            return None
        weekday = minute // DAY
        ahead = tuple(self._days_ahead(one, scene, minute) for one in by_week)
        if self.as_of is None:
            return weekday, ahead  # each set of rotas begins on a day of its own
        first = self._first(by_week, weekday)
        weeks = (_whose_week(one, first, days) for one, days in zip(by_week, ahead, strict=True))
        return min(_TURNS, _left(first) // 7), *weeks


def _whose_week(rota: Rota, day: dt.date, ahead: int) -> int:
    """Whose week it is so many days after a day."""
    return ((day - (rota.starts or _SOME_MONDAY)).days + ahead) // 7 % len(rota.weeks)


def _left(day: dt.date) -> int:
    """How many days the calendar still has, this one among them."""
    return (dt.date.max - day).days


def _days(first: dt.date, count: int) -> Iterator[dt.date]:
    return (first + dt.timedelta(days=number) for number in range(count))


def _around_day(day: dt.date, first: int, last: int) -> Iterator[dt.date]:
    """The days from so many before, or after, to so many after; where the calendar has them."""
    start, end = dt.date.min.toordinal(), dt.date.max.toordinal()
    for number in range(day.toordinal() + first, day.toordinal() + last + 1):
        if start <= number <= end:
            yield dt.date.fromordinal(number)


def _around(start: int, end: int) -> Iterator[Stretch]:
    """A stretch of the week, cut where the week turns over."""
    length = end - start
    start %= WEEK
    end = start + length
    yield start, min(end, WEEK)
    if end > WEEK:
        yield 0, end - WEEK


def _inside(bounds: Stretch, days: int, start: int, end: int) -> Iterator[Stretch]:
    """The part of a stretch, in minutes of the day so many days ahead, that lies in a day."""
    start, end = max(days * DAY + start, 0), min(days * DAY + end, DAY)
    if start < end:
        yield bounds[0] + start, bounds[0] + end
