"""Marks around words that a plan has in another language than the document's.

Words of a plan are joined to sentences, lines and cells before a template sees them, so their
language travels inside the text: between characters of a private use area that no font has. Who
lays the text out turns the marks into ``lang`` attributes (``bcp.render.html``).
"""

from __future__ import annotations

OPEN, TAGGED, CLOSE = "\ue000", "\ue001", "\ue002"
"""What stands before the language tag, between tag and words, and behind the words."""

_ALL = str.maketrans("", "", OPEN + TAGGED + CLOSE)


def marked(words: str, language: str) -> str:
    """The words, marked as being in a language; as they are when they hold no letters."""
    plain = words.translate(_ALL)
    if not any(one.isalpha() for one in plain):
        return plain
    return f"{OPEN}{language}{TAGGED}{plain}{CLOSE}"
