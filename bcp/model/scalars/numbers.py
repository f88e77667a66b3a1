"""Flags, counts, numbers and shares."""

from __future__ import annotations

import re
from typing import Annotated, Final

from bcp.model.scalars.reading import reads, refuse, text_of


def parse_flag(value: object) -> bool:
    """Read ``true`` or ``false``; ``yes``, ``on`` and ``1`` are refused, not guessed."""
    if isinstance(value, bool):
        return value
    text = text_of(value, "true or false", "Write true or false.")
    if text not in ("true", "false"):
        better = next((flag for flag, words in _SAID.items() if text.lower() in words), "")
        refuse(
            "“{text}” is neither true nor false",
            "Write {better}." if better else "Write true or false, in small letters.",
            text=text,
            better=better,
        )
    return text == "true"


_SAID: Final = {
    "true": ("true", "yes", "y", "on", "1", "x", "+", "так", "є"),
    "false": ("false", "no", "n", "off", "0", "-", "ні", "нема", "немає"),
}
"""What people write for a flag."""


def parse_count(value: object) -> int:
    """Read a whole number from 0, in digits alone."""
    if type(value) is int:
        return value
    text = text_of(value, "a whole number", "Write digits alone, for example 12.")
    if not re.fullmatch(r"0|[1-9][0-9]{0,11}", text):
        if re.fullmatch(r"-[0-9]+", text):
            refuse("“{text}” is less than nothing", "Write 0 or more.", text=text)
        from bcp.model.scalars.elsewhere import count_meant  # only a mistake pays for it

        better = count_meant(text)
        refuse(
            "“{text}” is not a whole number",
            "Write {better}." if better else "Write digits alone, for example 12.",
            text=text,
            better=better,
        )
    return int(text)


def parse_number(value: object) -> float:
    """Read a decimal number with a point: ``3``, ``0.5``, ``-2.75``."""
    if type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]
    text = text_of(value, "a number", "Write a number, for example 2.5.")
    if not re.fullmatch(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,9})?", text):
        from bcp.model.scalars.elsewhere import number_meant  # only a mistake pays for it

        hint, better = "Write digits with a decimal point, for example 2.5.", number_meant(text)
        if re.fullmatch(r"-?[0-9]+,[0-9]+", text):
            hint, better = "Use a point, not a comma: {better}.", text.replace(",", ".")
        elif better:
            hint = "Write {better}."
        refuse("“{text}” is not a number", hint, text=text, better=better)
    return float(text)


def parse_share(value: object) -> float:
    """Read a share: ``40%`` or ``0.4``; a bare ``40`` is refused. Gives 0.0 to 1.0."""
    if type(value) is float:
        return value
    text = text_of(value, "a share", "Write a percentage, for example 40%.")
    match = re.fullmatch(r"(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?( ?%)?", text)
    if match is None:
        from bcp.model.scalars.elsewhere import share_meant  # only a mistake pays for it

        hint, better = "Write a percentage, for example 40%, or 0.4.", share_meant(text)
        if re.fullmatch("0,[0-9]+", text):
            hint = "Use a point, not a comma: {better}."
        elif better:
            hint = "Write {better}."
        refuse("“{text}” is not a share", hint, text=text, better=better)
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
