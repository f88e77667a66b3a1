"""Days, times of day, and lengths of time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache, total_ordering
from typing import Annotated, Final, NoReturn

from bcp.diagnostics import Message, mark
from bcp.model.scalars.reading import reads, refuse, text_of


def parse_day(value: object) -> dt.date:
    """Read a calendar day, ``2026-03-01``."""
    if type(value) is dt.date:
        return value
    text = text_of(value, "a date", "Write year-month-day, for example 2026-03-01.")
    if not re.fullmatch(_DAY, text):
        from bcp.model.scalars.elsewhere import days_meant  # only a mistake pays for it

        meant = days_meant(text)
        if meant == ():
            _no_such_day(text)
        hint = "Write year-month-day, for example 2026-03-01."
        if meant is not None:
            hint = "Write year-month-day: {day}."
            if len(meant) > 1:
                hint = "Write year-month-day: {day} or {other}, whichever is meant."
        day, *others = meant or ("",)
        other = others[0] if others else ""
        refuse("“{text}” is not a date as plans write it", hint, text=text, day=day, other=other)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        _no_such_day(text)


_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def _no_such_day(text: str) -> NoReturn:
    refuse("there is no day {text} in the calendar", "Check the month and the day.", text=text)


def parse_clock_time(value: object) -> dt.time:
    """Read a time of day on the 24-hour clock, ``17:30``."""
    if type(value) is dt.time:
        return value
    text = text_of(value, "a time of day", "Write hours and minutes, for example 17:30.")
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        from bcp.model.scalars.elsewhere import time_meant  # only a mistake pays for it

        hint = "Write two digits each for hours and minutes on the 24-hour clock: 07:30, 17:30."
        better = time_meant(text)
        if text == "24:00":
            hint = "Write 00:00, which is midnight at the end of the day."
        elif better:
            hint = "Write {better}."
        refuse("“{text}” is not a time of day", hint, text=text, better=better)
    return dt.time.fromisoformat(text)


def parse_moment(value: object) -> dt.datetime:
    """Read a day and a time, ``2026-03-02 08:40``; the zone is the plan's."""
    if type(value) is dt.datetime:
        return value
    text = text_of(value, "a day and a time", "Write for example 2026-03-02 08:40.")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-5][0-9]", text):
        refuse("“{text}” is not a day and a time", "Write for example 2026-03-02 08:40.", text=text)
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        refuse("there is no day {text} in the calendar", "Check the month and the day.", text=text)


MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY

_UNITS: Final = {"d": DAY, "h": HOUR, "m": MINUTE, "s": 1}
_COMPACT: Final = re.compile(r"(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?")
_WORDS: Final = re.compile(r"([0-9]+) (second|minute|hour|day|week|month|year)s?")
_WORD_SECONDS: Final = {
    "second": 1,
    "minute": MINUTE,
    "hour": HOUR,
    "day": DAY,
    "week": WEEK,
}
_LONGEST: Final = 100 * 366 * DAY


@total_ordering
class Duration:
    """A length of time: calendar months and seconds. Frozen.

    ``months`` is not 0 only for intervals written in months or years (a review interval). Added to
    a day they are calendar months, clamped to the month's last day; compared with hours they count
    30 days a month.

    Written out: making a dataclass of it at every start takes as long as reading 150 different
    lengths, more than a plan has.
    """

    __slots__ = ("months", "seconds")
    seconds: int
    months: int

    def __init__(self, seconds: int, months: int = 0) -> None:
        object.__setattr__(self, "seconds", seconds)
        object.__setattr__(self, "months", months)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a length of time does not change: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a length of time does not change: {name}")

    def __reduce__(self) -> tuple[type[Duration], tuple[int, int]]:
        return Duration, (self.seconds, self.months)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Duration):
            return NotImplemented
        return (self.seconds, self.months) == (other.seconds, other.months)

    def __hash__(self) -> int:
        return hash((self.seconds, self.months))

    def __repr__(self) -> str:
        return f"Duration(seconds={self.seconds}, months={self.months})"

    @property
    def total(self) -> int:
        """Length in seconds, a month taken as 30 days."""
        return self.seconds + self.months * 30 * DAY

    def __lt__(self, other: Duration) -> bool:
        return self.total < other.total

    def __str__(self) -> str:
        if self.months:
            return str(self.in_words())
        if self.seconds == 0:
            return "0m"
        return "".join(self._parts())

    def _parts(self) -> Iterator[str]:
        rest = self.seconds
        for unit, size in _UNITS.items():
            count, rest = divmod(rest, size)
            if count:
                yield f"{count}{unit}"

    def in_words(self) -> Message:
        """The length as it stands in a sentence: ``30 days``, ``1 hour 30 minutes``."""
        if self.months:
            return _counted(self.months, "months")
        counts = [_counted(int(part[:-1]), part[-1]) for part in self._parts()]
        if not counts:
            return _counted(0, "m")
        said, *rest = counts
        for one in rest:
            said = Message.of("{one} {other}", one=said, other=one)
        return said

    def after(self, day: dt.date) -> dt.date:
        """The day that lies this length after ``day`` (whole days; calendar months).

        A day beyond the calendar's end is its last, 9999-12-31.
        """
        try:
            return self._after(day)
        except (ValueError, OverflowError):
            return dt.date.max

    def _after(self, day: dt.date) -> dt.date:
        index = day.year * 12 + day.month - 1 + self.months
        year, month = divmod(index, 12)
        first_of_next = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
        last = (first_of_next - dt.timedelta(days=1)).day
        moved = dt.date(year, month + 1, min(day.day, last))
        return moved + dt.timedelta(days=self.seconds // DAY)


_ONE: Final = {
    "months": "{count} month",
    "d": "{count} day",
    "h": "{count} hour",
    "m": "{count} minute",
    "s": "{count} second",
}
_SEVERAL: Final = {
    "months": "{count} months",
    "d": "{count} days",
    "h": "{count} hours",
    "m": "{count} minutes",
    "s": "{count} seconds",
}


def _counted(count: int, unit: str) -> Message:
    return Message.of(_ONE[unit] if count == 1 else _SEVERAL[unit], count=count)


def parse_duration(value: object) -> Duration:
    """Read ``15m``, ``4h``, ``1h30m``, ``2d``, or ``6 months``; a bare number is refused."""
    if isinstance(value, Duration):
        return value
    text = text_of(value, "a length of time", "Write for example 15m, 4h, 1h30m or 2d.")
    duration = _duration(text)
    if duration is None:
        from bcp.model.scalars.elsewhere import length_meant  # only a mistake pays for it

        if re.fullmatch(r"[0-9]{1,6}([.,][0-9]{1,6})?", text):
            refuse(
                "“{text}” does not say which unit of time it means",
                "Write the unit: {minutes} for minutes, {hours} for hours, {days} for days.",
                code="SRC009",
                text=text,
                **{unit: length_meant(text + unit[0]) for unit in ("minutes", "hours", "days")},
            )
        hint, better = _duration_hint(text)
        refuse("“{text}” is not a length of time", hint, text=text, better=better)
    if duration.total > _LONGEST:
        refuse("“{text}” is longer than a century", "Check the number and its unit.", text=text)
    return duration


@lru_cache(maxsize=1024)  # a plan of 1,100 lengths writes 90 different ones
def _duration(text: str) -> Duration | None:
    if len(text) > 40:
        return None
    if text and (compact := _COMPACT.fullmatch(text)):
        counts = [int(part or 0) for part in compact.groups()]
        return Duration(sum(n * size for n, size in zip(counts, _UNITS.values(), strict=True)))
    if words := _WORDS.fullmatch(text):
        count, unit = int(words[1]), words[2]
        if unit in ("month", "year"):
            return Duration(0, count * (12 if unit == "year" else 1))
        return Duration(count * _WORD_SECONDS[unit])
    return None


def _duration_hint(text: str) -> tuple[str, str]:
    """The fix for a length of time in a foreign notation, and how to write it here."""
    from bcp.model.scalars.elsewhere import length_meant, longest_meant

    if better := length_meant(text):
        return mark("Write {better}."), better
    if better := longest_meant(text):
        return mark("Write one figure, the longest to be reckoned with: {better}."), better
    return mark("Write for example 15m, 4h, 1h30m, 2d, or 6 months."), ""


Day = Annotated[dt.date, reads(parse_day, type="string", format="date")]
ClockTime = Annotated[
    dt.time,
    reads(parse_clock_time, type="string", pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$"),
]
Moment = Annotated[
    dt.datetime,
    reads(
        parse_moment,
        type="string",
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}$",
    ),
]
Length = Annotated[
    Duration,
    reads(
        parse_duration,
        type="string",
        pattern="^(([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?"
        "|[0-9]+ (second|minute|hour|day|week|month|year)s?)$",
        minLength=2,
    ),
]
