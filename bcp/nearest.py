"""What somebody who mistyped a word probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_LONGEST = 100
_ENOUGH = 0.6
"""How alike two words must be, from 0 to 1."""


_LOOK_ALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405",
    "aeopcyxijsABEKMHOPCTYXIJS",
)
"""Cyrillic letters that look like Latin ones on any screen."""


class Stray(NamedTuple):
    """A Cyrillic letter in a Latin word: what nobody sees, and what makes it another word."""

    number: int
    """Which letter of the word it is, from 1."""
    letter: str
    latin: str
    """The Latin letter that it looks like."""
    mended: str
    """The word with every such letter made Latin."""


def stray_letter(word: str) -> Stray | None:
    """The first Cyrillic look-alike in a word that is otherwise Latin; None when there is none.

    A word that holds Cyrillic letters of any other shape is Cyrillic, and meant so.
    """
    mended = word.translate(_LOOK_ALIKES)
    if mended == word or not mended.isascii() or not any(c.isascii() and c.isalpha() for c in word):
        return None
    index = next(i for i, letter in enumerate(word) if letter != mended[i])
    return Stray(index + 1, word[index], mended[index], mended)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like ``word``; None when none is like it.

    Letter case, hyphens against underscores, and Cyrillic letters that look like the Latin ones do
    not count. Ties go to the word that comes first
    in the alphabet, so that the answer is the same each time.
    """
    from difflib import SequenceMatcher  # only a mistake pays for it

    if len(word) > _LONGEST:  # the comparison is quadratic, and this is no slip of a finger
        return None
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(_plain(word))
    best, best_score = None, _ENOUGH
    for one in sorted(one for one in known if len(one) <= _LONGEST):
        matcher.set_seq1(_plain(one))
        # The quick bounds are cheap and rule out nearly all.
        if matcher.real_quick_ratio() < best_score or matcher.quick_ratio() < best_score:
            continue
        score = matcher.ratio()
        if score > best_score or (best is None and score >= best_score):
            best, best_score = one, score
    return best


def _plain(word: str) -> str:
    return word.translate(_LOOK_ALIKES).lower().replace("_", "-")
