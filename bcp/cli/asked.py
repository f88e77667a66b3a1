"""What a call of ``bcp check`` asks for, and reading it from the command line without click.

To import click costs more than to look up an answer. So the plain ways to write a call are read
here, and understood as click understands them; whatever is not one of them (help, a mistake, an
abbreviation) is left to click, which explains.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple, cast

from bcp.cli.language import SPOKEN

Clock = Literal["structure", "age"]
Format = Literal["text", "json"]

FORMATS: Final = ("text", "json")
FAIL_ON: Final = ("error", "warning", "info", "never")
CLOCKS: Final = ("structure", "age")
_DAYS_OF_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Asked(NamedTuple):
    """What a call asks for; None: what the settings of each plan say."""

    plans: tuple[Path, ...] = ()
    """Plans and folders of plans; none: the nearest plan upwards."""
    format: Format = "text"
    as_of: str = ""
    """The day on which age is judged, as year-month-day."""
    only: Clock | None = None
    fail_on: str | None = None
    codes: tuple[str, ...] = ()
    """The rules to be shown, in capitals, sorted; none: all. Whether there are such rules is not
    known here."""
    cached: bool = True
    language: str | None = None
    """The language of the answer; None: that of the person at the terminal."""
    root: Path | None = None
    """The folder beyond which nothing is read; None: as the surroundings say."""
    contacts: Path | None = None
    """Where contact data are held outside the plan; None: as the surroundings say."""
    identity: Path | None = None
    """The file with the key that opens them; None: as the surroundings say."""


def today() -> str:
    """The day here and now, which counts when none is given."""
    return time.strftime("%Y-%m-%d")


def understood(arguments: Sequence[str]) -> Asked | None:
    """The arguments behind ``bcp check``; None when they are not written in a plain way."""
    plans: list[Path] = []
    codes: set[str] = set()
    values: dict[str, str] = {}
    cached = True
    words = iter(arguments)
    for word in words:
        if not word.startswith("-"):
            plans.append(Path(word))
        elif word == "--no-cache":
            cached = False
        else:
            name, equals, value = word.partition("=")
            value = value if equals else next(words, "")
            if not value or value.startswith("-") or not _is_one(name, value):
                return None
            if name == "--rule":
                codes.add(value.upper())
            else:
                values[name] = value
    if "" in arguments:
        return None
    return Asked(
        tuple(plans),
        cast("Format", values.get("--format", "text")),
        values.get("--as-of") or today(),
        cast("Clock | None", values.get("--only")),
        values.get("--fail-on"),
        tuple(sorted(codes)),
        cached,
        values.get("--lang"),
    )


def _is_one(name: str, value: str) -> bool:
    """Whether there is such an option, and it takes such a value."""
    if name in _CHOICES:
        return value in _CHOICES[name]
    return name == "--rule" or (name == "--as-of" and _is_day(value))


_CHOICES: Final = {
    "--format": FORMATS,
    "--fail-on": FAIL_ON,
    "--only": CLOCKS,
    "--lang": SPOKEN,
}


def _is_day(word: str) -> bool:
    parts = word.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(map(_is_number, parts)):
        return False
    year, month, day = map(int, parts)
    if year < 1 or not 1 <= month <= 12:
        return False
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= _DAYS_OF_MONTHS[month - 1] + leap


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdecimal()
