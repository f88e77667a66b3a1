"""What somebody who mistyped a word probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like ``word``; None when none is like it.

    Ties go to the word that comes first in the alphabet, so that the answer is the same each time.
    """
    from difflib import get_close_matches  # only a mistake pays for it

    if len(word) > 100:  # the comparison is quadratic, and this is no slip of a finger
        return None
    candidates = sorted(one for one in known if len(one) <= 100)
    lowered = {one.lower().replace("_", "-"): one for one in reversed(candidates)}
    found = get_close_matches(word.lower().replace("_", "-"), list(lowered), n=1, cutoff=0.6)
    return lowered[found[0]] if found else None
