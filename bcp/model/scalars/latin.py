"""Ukrainian words in Latin letters, for ids made of names.

By the table of the Cabinet of Ministers' resolution No. 55 of 27 January 2010, which passports use,
so that an id looks as its owner expects.
"""

from __future__ import annotations

import re
from typing import Final

_INSIDE: Final = {
    **dict(zip("абвгґдезиіїйклмнопрстуф", "abvhgdezyiiiklmnoprstuf", strict=True)),
    "є": "ie",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "iu",
    "я": "ia",
    "ь": "",
    "'": "",
    "’": "",
    "ʼ": "",
}
_AT_START: Final = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def romanised(text: str) -> str:
    """Ukrainian text in Latin letters, all small; other characters stay as they are.

    Letters that the table does not know (those of other Cyrillic alphabets) stay Cyrillic.
    """
    small = text.casefold().replace("зг", "zgh")
    return re.sub(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*", lambda word: _romanised_word(word[0]), small)


def _romanised_word(word: str) -> str:
    first = _AT_START.get(word[0], _INSIDE.get(word[0], word[0]))
    return first + "".join(_INSIDE.get(letter, letter) for letter in word[1:])
