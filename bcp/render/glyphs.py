"""Characters that the shipped fonts cannot print.

A character without a glyph would print as an empty box and make the file fail PDF/UA, so it is
replaced by :data:`STAND_IN` before the page is laid out, and told to whoever prints. Characters
that turn the direction of the text around are taken out: a number that is read backwards is worse
than one that is missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bcp.diagnostics import Message, Path, Place
from bcp.model.base import Part
from bcp.model.scalars import Text
from bcp.plan import Plan
from bcp.render import assets

STAND_IN = "[?]"
"""What is printed for a run of characters that have no glyph."""

_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
"""Marks that change the direction of what follows."""

_SILENT = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad") | {
    chr(point) for point in range(0xFE00, 0xFE10)
}
"""Joiners and selectors: they print nothing, so they are left out without a word."""

_LAID_OUT = frozenset("\n\t\r")


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A character that could not be printed, and where the plan has it."""

    character: str
    places: tuple[Place, ...]

    @property
    def message(self) -> Message:
        """What to tell: the character, by number and name, and the first place of it."""
        number = f"U+{ord(self.character):04X}"
        name = unicodedata.name(self.character, "")
        called = f"{number} {name}".strip()
        if not self.places:
            return Message.of(
                "the shipped fonts cannot print the character {called}; {stand_in} stands for it",
                called=called,
                stand_in=STAND_IN,
            )
        return Message.of(
            "{id}: {path} has the character {called}, which the shipped fonts cannot print; "
            "{stand_in} stands for it",
            id=self.places[0].id,
            path=".".join(map(str, self.places[0].path)),
            called=called,
            stand_in=STAND_IN,
        )


@lru_cache(maxsize=1)
def printable() -> frozenset[int]:
    """Code points that at least one of the shipped text fonts has a glyph for."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    points: set[int] = set()
    for path in assets.font_files():
        with TTFont(path, lazy=True) as font:
            points |= font["cmap"].getBestCmap().keys()
    return frozenset(points)


@lru_cache(maxsize=1)
def _bad() -> re.Pattern[str]:
    """A run of characters that must not reach the page."""
    good = printable() - {ord(one) for one in _TURNING | _SILENT} - set(range(0x20))
    good |= {ord(one) for one in _LAID_OUT}
    return re.compile(f"[^{_as_class(sorted(good))}]+")


def _as_class(points: list[int]) -> str:
    """Code points as the inside of a character class, neighbours drawn together."""
    runs: list[list[int]] = []
    for point in points:
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in runs)


def replaced(text: str) -> tuple[str, frozenset[str]]:
    """The text with every unprintable run replaced, and the characters that were."""
    found: set[str] = set()

    def stand_in(match: re.Match[str]) -> str:
        loud = set(match[0]) - _SILENT
        found.update(loud)
        return STAND_IN if loud - _TURNING else ""

    return _bad().sub(stand_in, _composed(text)), frozenset(found)


def _composed(html: str) -> str:
    """Loose accents joined to their letters: the fonts have a glyph for most of what comes of it.

    Never across a character of markup: a tag's ``>`` and a U+0338 that a text of the plan begins
    with would become one ``≯``, and the tag would swallow the text.
    """
    return "".join(unicodedata.normalize("NFC", piece) for piece in re.split("([<>=])", html))


def located(plan: Plan, characters: frozenset[str]) -> tuple[Unprintable, ...]:
    """Where the plan has these characters, in the order of the characters."""
    if not characters:
        return ()
    places: dict[str, list[Place]] = {one: [] for one in sorted(characters)}
    for one in plan:
        for path, words in _words(one, ()):
            for character in characters & set(words):
                places[character].append(Place(one.id, path))
    return tuple(Unprintable(one, tuple(found)) for one, found in places.items())


def _words(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every string inside a value of the plan, with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Text):
        for language, words in value.by_language:
            yield (*path, language) if language else path, words
    elif isinstance(value, Part):
        for key in value.declared:
            yield from _words(value.get(key), (*path, key))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _words(inner, (*path, str(key)))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _words(inner, (*path, number))
