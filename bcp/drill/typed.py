"""What a facilitator types: an action's number with how long ago it was done and a note, the key of
a command, yes or no, a rating. Who writes notes in Ukrainian need not change the keyboard for them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bcp.errors import BcpError
from bcp.i18n import Translator

_NUMBERED = re.compile(r"(\d{1,4})(?:\s*([-–−].*)|\s+(.*))?", re.ASCII)
_AGO = re.compile(r"[-–−]\s*((?:[0-9]{1,4}[^\W\d_]*)+)(?:\s+(.*))?")
_PART = re.compile(r"([0-9]+)([^\W\d_]*)")
_LIKE_A_TIME = re.compile(r"[-–−+]|\d")
_UNITS = {
    1000: "s sec secs second seconds с сек секунд секунди секунду",
    60_000: "m min mins minute minutes хв хвилин хвилини хвилину",
    3_600_000: "h hr hrs hour hours г год годин години годину",
}
_MS = {word: ms for ms, words in _UNITS.items() for word in words.split()}
_MINUTE_MS = 60_000


_KEYS = str.maketrans("йцукенгшщзфівапролдячсмитьы", "qwertyuiopasdfghjklzxcvbnms")
"""The Cyrillic letters on a keyboard, and the Latin ones on the same keys."""

_RATINGS = {"З": "P", "Р": "P", "І": "S", "Ы": "S", "Ь": "M", "М": "M", "Г": "U"}
"""Ratings typed in Cyrillic: by the same key, or by a letter that looks the same. No letter is both
of one rating and of another.
"""


def key(word: str) -> str:
    """The command that a word is, whichever of two alphabets the keyboard is in: ``й`` is ``q``."""
    return word.lower().translate(_KEYS)


def letter(code: str) -> str:
    """A rating in Latin letters; what is none is given back as it is."""
    return _RATINGS.get(code.upper(), code)


def yes(answer: str, say: Translator) -> bool | None:
    """Whether an answer is yes or no, in English or the language of the drill; None: neither."""
    word = answer.strip().lower()
    if word in ("y", "yes", say("y"), say("yes")):
        return True
    return False if word in ("n", "no", say("n"), say("no")) else None


class Typed(NamedTuple):
    """``3 -5m on the stairs``: the number of an action, milliseconds ago (None: now), a note."""

    number: int
    ago_ms: int | None
    note: str


def typed(line: str, say: Translator) -> Typed | None:
    """What a line that begins with a number says; None when it does not begin with one alone.

    A number of minutes may go without its unit; ``-1h30m`` is an hour and a half. What looks like
    a time and is none is never taken for a note.

    Raises:
        BcpError: what comes after the number looks like a time and is none.
    """
    match = _NUMBERED.fullmatch(line)
    if match is None:
        return None
    number, rest = int(match[1]), (match[2] or match[3] or "").strip()
    if not _LIKE_A_TIME.match(rest):
        return Typed(number, None, rest)
    ago = _AGO.fullmatch(rest)
    found = _length(ago[1], (ago[2] or "").strip()) if ago else None
    if found is None:
        raise BcpError(
            say("“{words}” is no time that I can read.").format(words=rest[:40]),
            say("Write {number} -2m for two minutes ago; a note begins with a word.").format(
                number=number
            ),
        )
    return Typed(number, *found)


def _length(time: str, note: str) -> tuple[int, str] | None:
    """Milliseconds and the note; the unit may stand apart: ``2 min she came``."""
    parts = _PART.findall(time)
    if len(parts) == 1 and not parts[0][1]:
        word, _, after = note.partition(" ")
        unit = _MS.get(word.lower().rstrip("."))
        if unit is not None:
            return int(parts[0][0]) * unit, after.strip()
        return int(parts[0][0]) * _MINUTE_MS, note
    units = [_MS.get(unit.lower()) for _, unit in parts]
    total = 0
    for (count, _), unit in zip(parts, units, strict=True):
        if unit is None:
            return None
        total += int(count) * unit
    return total, note
