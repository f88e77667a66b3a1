"""From bytes to text, and what the other modules need to speak about places in a text."""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

import yaml
from yaml.events import Event

from bcp.diagnostics import Diagnostic, Message, Related, Severity, Span
from bcp.errors import BcpError

if TYPE_CHECKING:
    from yaml._yaml import CParser, Mark

LINE_END = re.compile("\r\n|\r|\n")

UNSPOKEN = "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"
"""Characters that YAML allows in no text, and that a plan has no use for behind a backslash."""


def lines(text: str) -> list[str]:
    r"""The lines as editors count them: ``\n``, ``\r\n`` and ``\r`` end a line, nothing else."""
    return LINE_END.split(text)


def brief(text: str, most: int = 60) -> str:
    """A text of the plan as it may stand in a sentence: on one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


class Spans(Protocol):
    """Knows the lines of one text."""

    def span(self, start: int, end: int) -> Span:
        """Indexes become lines and columns."""


class Note(NamedTuple):
    """A fault while positions are still indexes into the text (code points, end exclusive)."""

    code: str
    start: int
    end: int
    message: Message
    hint: Message | None = None
    related: tuple[int, int, Message] | None = None
    severity: Severity = Severity.ERROR

    def diagnostic(self, places: Spans) -> Diagnostic:
        """The fault with its places as lines and columns."""
        related: tuple[Related, ...] = ()
        if self.related is not None:
            start, end, words = self.related
            related = (Related(places.span(start, end), words),)
        span = places.span(self.start, self.end)
        return Diagnostic(span, self.code, self.severity, self.message, self.hint, related)


_OTHER_ENCODINGS = (
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_UNMARKED = (
    (rb"[^\0]\0\0\0", "utf-32-le", "UTF-32"),
    (rb"\0\0\0[^\0]", "utf-32-be", "UTF-32"),
    (rb"(?:[^\0]\0){2}", "utf-16-le", "UTF-16"),
    (rb"(?:\0[^\0]){2}", "utf-16-be", "UTF-16"),
)
_SAVE_AS_UTF8 = Message.of("Save the file as UTF-8.")


def hidden_breaks(text: str, most: int) -> list[Note]:
    """Line breaks that editors do not show and libyaml obeys, the first ``most`` of each kind.

    They come with text copied from other programs, and would cut or change it in silence.
    """
    notes = []
    for character in "\x85\u2028\u2029":
        # `in` answers at once for most texts.
        if character not in text:
            continue
        for found in islice(re.finditer(character, text), most):
            name = f"U+{ord(character):04X}"
            message = Message.of("here is the invisible line break {character}", character=name)
            hint = _without_break(text, found.start())
            notes.append(Note("SRC001", found.start(), found.end(), message, hint))
    return notes


_AROUND = 200
"""Characters on either side in which the neighbours of a hidden break are looked for."""
_WORD_BEFORE = r"(\w+)[^\w\r\n\"']*\Z"
_WORD_AFTER = r"[^\w\r\n\"']*(\w+)"
_BEGINS_A_LINE = r"[ ]*(?:- |[\w.-]+:(?:\s|\Z)|#)"


def _without_break(text: str, index: int) -> Message:
    """The fix: a break between two words becomes a space, any other a line of its own."""
    before = re.search(_WORD_BEFORE, text[max(0, index - _AROUND) : index])
    rest = text[index + 1 : index + 1 + _AROUND]
    after = re.match(_WORD_AFTER, rest)
    if before is None or after is None or re.match(_BEGINS_A_LINE, rest):
        return Message.of("Delete it; press Enter for a new line.")
    return Message.of(
        "Delete the character between “{before}” and “{after}”; a space belongs there.",
        before=brief(before[1]),
        after=brief(after[1]),
    )


def decode(content: bytes) -> tuple[str, Note | None]:
    """The text without byte order mark; and what is wrong, when it is not UTF-8.

    Even then there is a text, to show lines of.
    """
    for mark, codec, name in _OTHER_ENCODINGS:
        if content.startswith(mark):
            return _foreign(content, codec, name)
    if b"\0" in content[:4]:
        for pattern, codec, name in _UNMARKED:
            if re.match(pattern, content):
                return _foreign(content, codec, name)
    body = content.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode("utf-8"), None
    except UnicodeDecodeError as error:
        index = len(body[: error.start].decode("utf-8"))
        message = Message.of("this byte is not UTF-8: {byte}", byte=f"0x{body[error.start]:02X}")
        hint = Message.of(
            "The file was saved in another encoding, such as Windows-1251; save it as UTF-8."
        )
        return body.decode("utf-8", "replace"), Note("SRC001", index, index + 1, message, hint)


def _foreign(content: bytes, codec: str, name: str) -> tuple[str, Note]:
    text = content.decode(codec, "replace").removeprefix("\ufeff")
    return text, Note("SRC001", 0, 0, Message.of("the file is {name}", name=name), _SAVE_AS_UTF8)


def extent(event: Event) -> tuple[int, int]:
    """Where an event begins and ends in the text, in code points."""
    # The stubs allow for events without marks; a parser makes none.
    return cast("Mark", event.start_mark).index, cast("Mark", event.end_mark).index


def parser(text: str) -> CParser:
    """libyaml's parser over the text.

    :raises BcpError: when PyYAML was built without libyaml.
    """
    if not yaml.__with_libyaml__:
        raise BcpError(
            "PyYAML was built without libyaml, which reads the plans.",
            "Install PyYAML from its wheel, or with libyaml's headers present.",
        )
    # Here, because without libyaml the import fails.
    from yaml._yaml import CParser

    return CParser(text.encode())
