"""Flags, counts, numbers and shares."""

from __future__ import annotations

import re
from typing import Annotated

from bcp.model.scalars.reading import reads, refuse, text_of


def parse_flag(value: object) -> bool:
    """Read ``true`` or ``false``; ``yes``, ``on`` and ``1`` are refused, not guessed."""
    if isinstance(value, bool):
        return value
    text = text_of(value, "true or false", "Write true or false.")
    if text not in ("true", "false"):
        refuse(
            "“{text}” is neither true nor false",
            "Write true or false, in small letters and without quotes.",
            text=text,
        )
    return text == "true"


def parse_count(value: object) -> int:
    """Read a whole number from 0, in digits alone."""
    if type(value) is int:
        return value
    text = text_of(value, "a whole number", "Write digits only, for example 12.")
    if not re.fullmatch(r"0|[1-9][0-9]{0,11}", text):
        refuse(
            "“{text}” is not a whole number",
            "Write digits only, without spaces, points or leading zeros: 1200.",
            text=text,
        )
    return int(text)


def parse_number(value: object) -> float:
    """Read a decimal number with a point: ``3``, ``0.5``, ``-2.75``."""
    if type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]
    text = text_of(value, "a number", "Write a number, for example 2.5.")
    if not re.fullmatch(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,9})?", text):
        hint = "Write digits with a decimal point, for example 2.5."
        if re.fullmatch(r"-?[0-9]+,[0-9]+", text):
            hint = "Use a point, not a comma: {pointed}."
        refuse("“{text}” is not a number", hint, text=text, pointed=text.replace(",", "."))
    return float(text)


def parse_share(value: object) -> float:
    """Read a share: ``40%`` or ``0.4``; a bare ``40`` is refused. Gives 0.0 to 1.0."""
    if type(value) is float:
        return value
    text = text_of(value, "a share", "Write a percentage, for example 40%.")
    match = re.fullmatch(r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?( ?%)?", text)
    if match is None:
        refuse("“{text}” is not a share", "Write a percentage, for example 40%, or 0.4.", text=text)
    share = float(text.rstrip(" %"))
    if match[3]:
        share /= 100
    elif share > 1:
        refuse(
            "“{text}” is more than the whole",
            "If you mean per cent, write {text}%.",
            text=text,
        )
    if share > 1:
        refuse("“{text}” is more than the whole", "Write at most 100%.", text=text)
    return round(share, 8)


Flag = Annotated[bool, reads(parse_flag, type="boolean")]
Count = Annotated[int, reads(parse_count, type="integer", minimum=0)]
Number = Annotated[float, reads(parse_number, type="number")]
Share = Annotated[
    float,
    reads(
        parse_share,
        anyOf=[
            {"type": "string", "pattern": r"^[0-9.]+ ?%$"},
            {"type": "number", "minimum": 0, "maximum": 1},
        ],
    ),
]
