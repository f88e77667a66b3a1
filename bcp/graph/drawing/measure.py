"""How much room text takes in a drawing, without a font at hand: on the generous side.

A drawing is looked at with whatever font the reader's machine has for ``sans-serif``, so no
measurement is exact. The widths are those of wide common faces (Verdana, DejaVu Sans), in
thousandths of the size of the letters; what is not listed counts as a wide letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_NARROW: Final = frozenset("iljI.,:;'|!()[]{} ·ıії‘’`-")
_WIDE: Final = frozenset("mwMW@%—ЖМШЩЮФжмшщюфѱ…→&")


def width(text: str, size: int) -> int:
    """The width of one line of text whose letters have this size."""
    return -(-sum(map(_letter, text)) * size // 1000)


@lru_cache(maxsize=1024)
def _letter(one: str) -> int:
    if one in _NARROW:
        return 400
    if one in _WIDE:
        return 1000
    if unicodedata.east_asian_width(one) in "WF":
        return 1050
    if unicodedata.combining(one):
        return 0
    if one.isupper():
        return 760
    return 640 if one.isascii() else 700


@lru_cache(maxsize=8192)
def wrapped(text: str, size: int, room: int, most: int) -> tuple[str, ...]:
    """Text in lines that fit into ``room``, ``most`` lines at the most; a longer text ends in "…".

    A word that does not fit is broken.
    """
    lines = list(_lines(text, size, room))
    if len(lines) > most:
        last = lines[most - 1]
        while last and width(last + "…", size) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip() + "…"]
    return tuple(lines) or ("",)


def _lines(text: str, size: int, room: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            yield line
        while width(word, size) > room:
            cut = len(word) - 1
            while cut > 1 and width(word[:cut], size) > room:
                cut -= 1
            yield word[:cut]
            word = word[cut:]
        line = word
    if line:
        yield line
