"""Which hours of a week, and which days, named hours leave open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from bcp.diagnostics import Message
from bcp.graph.reach.week import DAY, WEEK, Stretch, held_on, turns_of_week
from bcp.graph.reach.week import DAYS as DAYS
from bcp.model.people import Hours

FROM = (
    "from Monday {time}",
    "from Tuesday {time}",
    "from Wednesday {time}",
    "from Thursday {time}",
    "from Friday {time}",
    "from Saturday {time}",
    "from Sunday {time}",
)
UNTIL = (
    "to Monday {time}",
    "to Tuesday {time}",
    "to Wednesday {time}",
    "to Thursday {time}",
    "to Friday {time}",
    "to Saturday {time}",
    "to Sunday {time}",
)
"""Whole, because in other languages a weekday changes with what stands before it."""


def gap_in_week(several: Iterable[Hours]) -> Message | None:
    """The first stretch of an ordinary week that none of them holds, in words."""
    gap = _first_gap(_in_week(several), WEEK)
    return None if gap is None else _told(*gap)


def not_held(wanted: Iterable[Hours], held: Iterable[Hours]) -> Message | None:
    """The first stretch of an ordinary week that is wanted and not held, in words."""
    holding = _in_week(held)
    for start, end in sorted(_in_week(wanted)):
        inside = [(max(one, start) - start, min(other, end) - start) for one, other in holding]
        gap = _first_gap([(one, other) for one, other in inside if one < other], end - start)
        if gap is not None:
            return _told(start + gap[0], start + gap[1])
    return None


def _in_week(several: Iterable[Hours]) -> list[Stretch]:
    """What they hold of an ordinary week, in minutes from Monday 00:00."""
    held: list[Stretch] = []
    for hours in several:
        for _, day, start, end in turns_of_week(hours.open):
            start, end = day * DAY + start, day * DAY + end
            held.append((start, min(end, WEEK)))
            if end > WEEK:
                held.append((0, end - WEEK))
    return held


def day_left_out(several: Sequence[Hours]) -> dt.date | None:
    """The first day on which, because some of them are closed, an hour is held by none of them."""
    closed = {day for hours in several for day in hours.closed_on}
    # A stretch past midnight is lost on the day after, too.
    for day in sorted(closed | {one + dt.timedelta(days=1) for one in closed}):
        held = [stretch for hours in several for stretch in held_on(hours, day)]
        if _first_gap(held, DAY) is not None:
            return day
    return None


def _first_gap(held: Iterable[Stretch], length: int) -> Stretch | None:
    reached = 0
    for start, end in sorted(held):
        if start > reached:
            return reached, start
        reached = max(reached, end)
    return (reached, length) if reached < length else None


def _told(start: int, end: int) -> Message:
    """``from Monday 00:00 to 08:00``: the day is not said twice."""
    if end - start == WEEK:
        return Message.of("at every hour of the week")
    first, last = start // DAY, end // DAY % 7
    until = "to {time}" if last == first else UNTIL[last]
    return Message.of(
        "{start} {until}",
        start=Message.of(FROM[first], time=_time(start)),
        until=Message.of(until, time=_time(end)),
    )


def _time(minute: int) -> str:
    return f"{minute % DAY // 60:02}:{minute % 60:02}"
