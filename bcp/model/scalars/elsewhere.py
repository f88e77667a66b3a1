"""Days, times, lengths, numbers and telephones as they are written elsewhere, and how here.

For fixes alone: what is not written as the plan language has it is refused all the same, and the
writer is shown the line to write. Where more than one thing may be meant, nothing is chosen.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from bcp.model.scalars.times import DAY, HOUR, MINUTE, Duration

_LONGEST: Final = 80
"""Characters of a text that may be meant as a day, a length, a number: more are none."""

_MONTHS: Final = (
    ("jan", "січ"),
    ("feb", "лют"),
    ("mar", "бер"),
    ("apr", "кві"),
    ("may", "тра"),
    ("jun", "чер"),
    ("jul", "лип"),
    ("aug", "сер"),
    ("sep", "вер"),
    ("oct", "жов"),
    ("nov", "лис"),
    ("dec", "гру"),
)
"""How the months begin in English and Ukrainian."""
_YEAR: Final = r"(20[0-9]{2}|[0-9]{2})"


def days_meant(text: str) -> tuple[str, ...] | None:
    """The days that a text may mean, as a plan writes them; None when it looks like no day at all.

    ``03/04/2026`` is two days in two countries. ``()``: it looks like a day, and there is none.
    """
    if len(text) > _LONGEST:
        return None
    if found := re.fullmatch(r"(20[0-9]{2})[-./]([0-9]{1,2})[-./]([0-9]{1,2})", text):
        candidates = [(found[1], found[2], found[3])]
    elif found := re.fullmatch(rf"([0-9]{{1,2}})[-.]([0-9]{{1,2}})[-.]{_YEAR}", text):
        candidates = [(found[3], found[2], found[1])]
    elif found := re.fullmatch(rf"([0-9]{{1,2}})/([0-9]{{1,2}})/{_YEAR}", text):
        candidates = [(found[3], found[2], found[1]), (found[3], found[1], found[2])]
    elif found := re.fullmatch(
        rf"([0-9]{{1,2}})\.? ([^\W\d]+)\.?,? {_YEAR}(?: ?р(?:оку|\.)?)?", text
    ):
        month = next((n for n, names in enumerate(_MONTHS, 1) if _begins(found[2], names)), None)
        if month is None:
            return None
        candidates = [(found[3], str(month), found[1])]
    elif found := re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T][0-9:]+", text):
        candidates = [tuple(found[1].split("-"))]
    else:
        return None
    days = [_day(*(int(part) for part in one)) for one in candidates]
    return tuple(dict.fromkeys(day for day in days if day))


def _begins(word: str, names: tuple[str, ...]) -> bool:
    return word.lower().startswith(names)


def _day(year: int, month: int, day: int) -> str:
    """A day as a plan writes it; empty when the calendar has none."""
    try:
        return dt.date(year if year > 99 else 2000 + year, month, day).isoformat()
    except ValueError:
        return ""


def time_meant(text: str) -> str:
    """A time of day as a plan writes it; empty when ``text`` looks like none."""
    if len(text) > _LONGEST:
        return ""
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.\-h]?([0-9]{2}))?(?::00)? ?([ap]\.?m\.?)?", text, re.I)
    if found is None:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    if half := (found[3] or "").lower():
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


_UNITS: Final = (
    (r"s|secs?|seconds?|с|сек(?:унд[аи]?)?", 1, 0, "s"),
    (r"m|mins?|minutes?|хв(?:илин[аиу]?)?", MINUTE, 0, "m"),
    (r"h|hrs?|hours?|г|год(?:ин[аиу]?)?", HOUR, 0, "h"),
    (r"d|days?|д|дн(?:і|ів)?|день|діб|доб[аиу]", DAY, 0, "d"),
    (r"w|wks?|weeks?|тиж(?:день|ні|нів|д)?", 7 * DAY, 0, " week"),
    (r"mo|mths?|months?|міс(?:яц[іь]в?|яць)?", 0, 1, " month"),
    (r"y|yrs?|years?|рік|рок[иу]|років", 0, 12, " year"),
)
"""A unit as it is written elsewhere, its seconds and its months, and how it is written here."""
_PART: Final = r"([0-9]{1,6}(?:[.,][0-9]{1,6})?)[ \u00a0]?([^\W\d_]+)\.?(?:[ \u00a0]|,[ ]|$)*"
_EVERY: Final = {
    **dict.fromkeys(("daily", "every day", "щодня", "щоденно"), "1d"),
    **dict.fromkeys(("weekly", "every week", "щотижня"), "1 week"),
    **dict.fromkeys(("monthly", "every month", "щомісяця"), "1 month"),
    **dict.fromkeys(("quarterly", "щокварталу"), "3 months"),
    **dict.fromkeys(("yearly", "annually", "annual", "every year", "щороку"), "1 year"),
    **dict.fromkeys(("hourly", "every hour", "щогодини"), "1h"),
}


def length_meant(text: str) -> str:
    """A length of time as a plan writes it; empty when ``text`` looks like none."""
    if len(text) > _LONGEST:
        return ""
    plain = text.strip().lower()
    if plain in _EVERY:
        return _EVERY[plain]
    if found := re.fullmatch(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?", plain):
        seconds = int(found[1]) * HOUR + int(found[2]) * MINUTE + int(found[3] or 0)
        return str(Duration(seconds)) if seconds else ""
    if found := re.fullmatch(r"p([0-9]+d)?(?:t((?:[0-9]+[hms])+))?", plain):
        return (found[1] or "") + (found[2] or "")
    if found := re.fullmatch(r"([0-9]+)[ ]?(?:h|год|г)\.?[ ]?([0-5]?[0-9])", plain):
        return f"{found[1]}h{int(found[2])}m" if int(found[2]) else f"{found[1]}h"
    parts = list(re.finditer(_PART, plain))
    if not parts or "".join(part[0] for part in parts) != plain:
        return ""
    return _sum([(part[1].replace(",", "."), part[2]) for part in parts])


def _sum(parts: list[tuple[str, str]]) -> str:
    """Numbers with their units as one length."""
    seconds, months = Fraction(), Fraction()
    for number, word in parts:
        unit = next((unit for unit in _UNITS if re.fullmatch(unit[0], word)), None)
        if unit is None:
            return ""
        if len(parts) == 1 and number.isdecimal():
            return f"{int(number)}{unit[3]}{'s' * (len(unit[3]) > 1 and int(number) != 1)}"
        seconds += Fraction(number) * unit[1]
        months += Fraction(number) * unit[2]
    if not months:
        return str(Duration(int(seconds)))
    if seconds or months.denominator > 1:
        return ""
    return f"{months} month{'s' * (months != 1)}"


def longest_meant(text: str) -> str:
    """Of a range or a bound (``2-4h``, ``<4h``, ``up to 4h``) the longest; else empty."""
    if len(text) > _LONGEST:
        return ""
    plain = text.strip().lower()
    bound = re.fullmatch(r"(?:[<≤~≈]=?|up to|about|ca?\.?|max\.?|до|близько) ?(.+)", plain)
    if bound:
        return length_meant(bound[1])
    span = re.fullmatch(r"[0-9.,]+ ?[^\W\d_]* ?(?:-|–|—|\.\.|to|до) ?(.+)", plain)
    return length_meant(span[1]) if span else ""


_ABOUT: Final = r"(?:[~≈<>≤≥]|about|ca?\.?|max\.?|близько|до)? ?"


def count_meant(text: str) -> str:
    """A whole number in digits alone; empty when ``text`` looks like none."""
    if len(text) > _LONGEST:
        return ""
    bare = re.sub(r"(?<=[0-9])[ \u00a0'.,](?=[0-9]{3}(?![0-9]))", "", text.strip())
    found = re.fullmatch(rf"{_ABOUT}\+?0*([0-9]{{1,12}}) ?(?:\+|[^\W\d_]+\.?)?", bare, re.I)
    return found[1] if found else ""


def number_meant(text: str) -> str:
    """A number with a point; empty when ``text`` looks like none."""
    if len(text) > _LONGEST:
        return ""
    found = re.fullmatch(
        rf"{_ABOUT}[+x×х]? ?([0-9]{{1,12}}(?:[.,][0-9]{{1,9}})?) ?(?:%|[x×х]|[^\W\d_]+)?",
        text.strip(),
        re.I,
    )
    return found[1].replace(",", ".") if found else ""


def share_meant(text: str) -> str:
    """A share as ``40%`` or ``0.4``; empty when ``text`` looks like none."""
    if len(text) > _LONGEST:
        return ""
    found = re.fullmatch(
        r"(?:[~≈<≤]|up to|about|ca?\.?|max\.?|близько|до)? ?([0-9]{1,3}(?:[.,][0-9]{1,6})?) ?"
        r"(%|per ?cent|відсот(?:ок|к[иі]в?)|вiдс\.?)?",
        text.strip(),
        re.I,
    )
    if found is None:
        return ""
    number = found[1].replace(",", ".")
    if found[2]:
        return f"{number}%" if float(number) <= 100 else ""
    return number if float(number) <= 1 else ""


def phones_meant(text: str) -> Iterator[str]:
    """The international numbers in a text that holds more than one number alone, or other signs.

    A number without plus counts when it begins with the code of a country and has its length.
    """
    if len(text) > _LONGEST:
        return
    for part in re.split(r"[,;/]| або | or ", text):
        bare = re.sub(r"\(0\)", " ", part)
        bare = re.sub(r"(?i)\b(?:ext|доб|вн)\b.*|x ?[0-9]+\Z|[^0-9OoОоlI]+\Z", "", bare)
        bare = bare.translate(str.maketrans("OoОоlI", "000011"))
        bare = " ".join(re.sub(r"[()\-–.]", " ", bare).split())
        bare = re.sub(r"\A00(?=[1-9])", "+", bare)
        if re.fullmatch(r"[1-9][0-9 ]{9,17}", bare):
            bare = f"+{bare}"
        if re.fullmatch(r"\+[1-9][0-9 ]{6,20}", bare) and (aloud := read_aloud(bare)):
            yield bare if " " in bare else aloud


def read_aloud(number: str) -> str:
    """An international number in the groups of its country; empty when it cannot be one."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
