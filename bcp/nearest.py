"""What somebody who mistyped a word probably meant."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 100
_ENOUGH = 0.6
"""How alike two words must be, from 0 to 1."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like ``word``; None when none is like it.

    Letter case, and hyphens against underscores, do not count. Ties go to the word that comes first
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
    return word.lower().replace("_", "-")
