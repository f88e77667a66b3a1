"""Lists in the order of the alphabet of the language that a document speaks.

The order of ids is that of the one who wrote the plan, in Latin letters; whoever looks something up
on paper looks under its first letter. Python has no such order without a locale of the machine it
runs on, and the same plan must give the same bytes everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeVar

from bcp.model.base import Object
from bcp.views.telling import Teller

_O = TypeVar("_O", bound=Object)

ALPHABETS: Mapping[str, str] = {"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"}
"""Alphabets that are not in the order of Unicode: ґ, є, і and ї stand behind я there."""

_CYRILLIC = 0x430


def in_order(words: str, language: str) -> str:
    """What words are sorted by in a language: without quotes, accents and case.

    Numbers go by their value: line 2 comes before line 10.
    """
    alphabet = ALPHABETS.get(language.split("-")[0], "")
    places = {letter: chr(_CYRILLIC + n) for n, letter in enumerate(alphabet)}
    letters = unicodedata.normalize("NFC", words).casefold()
    found = "".join(places.get(one) or _bare(one) for one in letters)
    return " ".join(re.sub(r"\d+", lambda number: number[0].zfill(9), found).split())


def _bare(letter: str) -> str:
    """A letter without its accents; nothing for quotes and apostrophes, a space for the rest."""
    base = unicodedata.normalize("NFKD", letter)[0]
    if base.isalnum():
        return base
    return "" if unicodedata.category(base) in ("Pi", "Pf", "Po", "Lm") else " "


def alphabetical(tell: Teller, several: Iterable[_O]) -> tuple[_O, ...]:
    """Objects of a plan in the order of their titles or names."""

    def key(one: Object) -> tuple[str, str]:
        title = one.label.in_language(tell.language, tell.plan.language)
        return in_order(title, tell.language), one.id

    return tuple(sorted(several, key=key))


def by_title(tell: Teller, model: type[_O]) -> tuple[_O, ...]:
    """All objects of one kind in the order of their titles or names."""
    return alphabetical(tell, tell.plan.of(model))
