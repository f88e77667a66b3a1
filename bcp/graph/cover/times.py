"""Wall-clock rules of a plan as exact stretches of real time, over any clock change.

A stretch is ``(start, end)`` in seconds since 1970-01-01 00:00 UTC, the end exclusive. Every rule
("Sundays 22:00 to 06:00") is expanded day by day in the zone it is written in and converted to real
time; nothing is ever added to a wall clock.

- A stretch **starts** at the first reading of its wall-clock time, and **ends** at the later of the
  two readings. The hour that is repeated in autumn and the hour that is left out in spring then
  leave no hole between two who hand over in it: they overlap in the one, and meet in the other.
- An end that is not after the start lies on the next day.

Source of the two readings: PEP 495 (``fold``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

from bcp.model.people import Hours, OpenHours, Shift

Stretch = tuple[int, int]
"""From and to, in seconds since 1970-01-01 00:00 UTC; the end is exclusive."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = dt.time()
_ONE_DAY = dt.timedelta(days=1)
_EPOCH = dt.date(1970, 1, 1).toordinal()
_DAY = 86_400
_STRADDLING = 2
"""Rules are expanded from so many days before a horizon to so many after it: zones lie up to 26
hours apart, and a stretch reaches into the next day."""


@lru_cache(maxsize=1 << 15)
def _reading(zone: str, day: dt.date, time: dt.time, fold: int) -> int:
    """A wall-clock time as real time; of one that the clock shows twice, the reading asked for."""
    wall = dt.datetime.combine(day, time)
    offset = wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset()
    assert offset is not None  # every zone of the tz database has one
    seconds = (day.toordinal() - _EPOCH) * _DAY + time.hour * 3600 + time.minute * 60
    return seconds - offset.days * _DAY - offset.seconds


def begins(zone: str, day: dt.date, time: dt.time = MIDNIGHT) -> int:
    """When something that starts at this wall-clock time starts."""
    return _reading(zone, day, time, 0)


def ends(zone: str, day: dt.date, time: dt.time = MIDNIGHT) -> int:
    """When something that ends at this wall-clock time ends."""
    return max(_reading(zone, day, time, 0), _reading(zone, day, time, 1))


@lru_cache(maxsize=1 << 16)
def local(zone: str, moment: int) -> dt.datetime:
    """What the clocks of a zone show at a moment, without the zone."""
    return dt.datetime.fromtimestamp(moment, ZoneInfo(zone)).replace(tzinfo=None)


def horizon(zone: str, start: dt.date, days: int) -> Stretch:
    """So many days of a zone's calendar, from midnight to midnight."""
    return begins(zone, start), ends(zone, start + dt.timedelta(days=days))


def days_around(zone: str, within: Stretch) -> Iterator[dt.date]:
    """The days of a zone's calendar whose rules may reach into a stretch."""
    day = local(zone, within[0]).date() - _STRADDLING * _ONE_DAY
    last = local(zone, within[1]).date() + _STRADDLING * _ONE_DAY
    while day <= last:
        yield day
        day += _ONE_DAY


def on_day(rule: Shift | OpenHours, zone: str, day: dt.date) -> Stretch | None:
    """The stretch of a rule that starts on a day; None when it does not start on it."""
    if WEEKDAYS[day.weekday()] not in rule.days:
        return None
    last = day if rule.end > rule.start else day + _ONE_DAY
    start, end = begins(zone, day, rule.start), ends(zone, last, rule.end)
    return (start, end) if start < end else None


def hours_in(hours: Hours, zone: str, within: Stretch) -> list[Stretch]:
    """When named hours hold. ``zone`` is the plan's, for hours that name none.

    Of a day they are closed on, the stretches that start on it are left out; a day that is held all
    day is held from midnight to midnight.
    """
    zone = hours.timezone or zone
    found: list[Stretch] = []
    for day in days_around(zone, within):
        if day in hours.all_day_on:
            found.append((begins(zone, day), ends(zone, day + _ONE_DAY)))
        if day not in hours.closed_on:
            on = (on_day(one, zone, day) for one in hours.open)
            found += [one for one in on if one is not None]
    return common(found, [within])


# ── stretches together ─────────────────────────────────────────────────────────────────────────


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time in as few stretches as possible, in order."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def common(these: Iterable[Stretch], those: Iterable[Stretch]) -> list[Stretch]:
    """The time that lies in both."""
    ours, others = joined(these), joined(those)
    found: list[Stretch] = []
    one = other = 0
    while one < len(ours) and other < len(others):
        start = max(ours[one][0], others[other][0])
        end = min(ours[one][1], others[other][1])
        if start < end:
            found.append((start, end))
        if ours[one][1] < others[other][1]:
            one += 1
        else:
            other += 1
    return found


def without(these: Iterable[Stretch], those: Iterable[Stretch]) -> list[Stretch]:
    """The time that lies in these and not in those."""
    found: list[Stretch] = []
    taken = joined(those)
    place = 0
    for begun, end in joined(these):
        start = begun
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        at = place
        while at < len(taken) and taken[at][0] < end:
            if start < taken[at][0]:
                found.append((start, taken[at][0]))
            start = max(start, taken[at][1])
            at += 1
        if start < end:
            found.append((start, end))
    return found


def length(stretches: Iterable[Stretch]) -> int:
    """Seconds in stretches that do not overlap."""
    return sum(end - start for start, end in stretches)
