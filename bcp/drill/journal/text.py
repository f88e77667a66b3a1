"""Text that people typed, made safe to store and to print."""

from __future__ import annotations

import re
import unicodedata

# Escape sequences after ECMA-48: control strings (window titles, links), then control sequences
# (colours, cursor), then the short ones. A control string without its end is left to the last step,
# which takes only the escape character: what follows may be a person's words.
_ESCAPES = re.compile(
    r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|\x1b[ -/]+[0-~]"
    r"|\x1b[0-Z\\^_`a-~]"
)
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# The two overrides make a line read otherwise than it is stored ("DONE" for "ENOD"). Marks,
# embeddings and isolates stay: Arabic and Hebrew text needs them.
_OVERRIDES = "\u202d\u202e"


def clean_text(text: str) -> str:
    """Text without escape sequences and control characters; line ends become ``\\n``, tabs a space.

    Emoji, right-to-left text and its marks stay as they are. Half characters (lone surrogates),
    which cannot be written as UTF-8, become U+FFFD. Cleaning twice changes nothing more.
    """
    text = _ESCAPES.sub("", text)
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return "".join(_kept(character) for character in text)


def one_line(text: str) -> str:
    """Clean text on a single line: for terminals, where a note's second line could be taken for a
    line of the program.
    """
    return " ".join(clean_text(text).split())


def _kept(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category == "Cc" or character in _OVERRIDES else character
