"""What YAML takes in its stride and no writer of a plan meant: looked for in the text itself.

Both looks are a search for a few characters in files that hold none; only a file that has a
candidate is read a second time, to see whether it stands where it does harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from bcp.diagnostics import Message, Severity
from bcp.files import Limits
from bcp.source.text import LINE_END, Note, brief, extent, parser

# The look behind comes second: a pattern that begins with letters is searched for ten times faster.
_ONE_SPACE = r" #(?<=[^\s] #)"
_MEASURE = r"true|false|[-+0-9.:,% ]+[a-z]*"
"""A flag, a phone, a time, ``6 months``: no text that could go on after the mark."""


def cut_texts(text: str, limits: Limits) -> list[Note]:
    """Unquoted texts that end at a ``#``, which most likely belongs to them (``SRC013``).

    ``Hand out mobiles from box # 4`` is read as far as ``box``. A comment is told from a text by
    what people do: they set it off with two spaces or more. One space is enough for a comment after
    a single word, such as ``true``, unless a letter or digit follows the mark at once
    (``box #4``); and after a number, a phone or a length of time.
    """
    marks = {found.start() for found in re.finditer(_ONE_SPACE, text)}
    notes: list[Note] = []
    for event, _ in _scalars(text, limits) if marks else ():
        _, end = extent(event)
        if event.style or end not in marks or not _may_go_on(event.value, text[end + 2 : end + 3]):
            continue
        line_end = LINE_END.search(text, end)
        stop = line_end.start() if line_end else len(text)
        notes.append(
            Note(
                "SRC013",
                end + 1,
                stop,
                Message.of(
                    "the text ends at the #: what follows is taken for a comment, “{rest}”",
                    rest=brief(text[end + 1 : stop]),
                ),
                Message.of(
                    "Put the whole text in quotes if the rest belongs to it; else put two spaces "
                    "before the #."
                ),
                severity=Severity.WARNING,
            )
        )
        if len(notes) > limits.faults:
            break
    return notes


def _may_go_on(value: str, after: str) -> bool:
    """Whether what follows the mark may belong to the text before it."""
    if re.fullmatch(_MEASURE, value):
        return False
    return " " in value or after.isalnum()


def refused_elsewhere(text: str, limits: Limits) -> list[Note]:
    """Unquoted texts in brackets that hold a question mark (``SRC013``).

    YAML 1.2 allows it; readers of YAML 1.1 (PyYAML, and the linters, hooks and editors built on it)
    take it for the sign of a key, and refuse the whole file.
    """
    if not _may_ask_in_brackets(text):
        return []
    notes: list[Note] = []
    for event, in_brackets in _scalars(text, limits):
        if not in_brackets or event.style or "?" not in event.value:
            continue
        start, end = extent(event)
        words = brief(" ".join(text[start:end].split()))
        quote = "'" if '"' in words else '"'
        notes.append(
            Note(
                "SRC013",
                start,
                end,
                Message.of(
                    "other programs cannot read this file: to them the ? ends the text in brackets"
                ),
                Message.of("Put the text in quotes: {text}", text=f"{quote}{words}{quote}")
                if quote not in words and not words.endswith("…")
                else Message.of("Put the text in quotes."),
                severity=Severity.WARNING,
            )
        )
        if len(notes) > limits.faults:
            break
    return notes


def _may_ask_in_brackets(text: str) -> bool:
    """Whether a question mark may stand in brackets, as far as counting them tells: brackets in
    prose count too, so that only a second reading knows."""
    depth = start = 0
    while (end := text.find("?", start)) >= 0:
        # Counting takes a thousandth of what looking at each bracket would.
        opened = text.count("[", start, end) + text.count("{", start, end)
        closed = text.count("]", start, end) + text.count("}", start, end)
        depth = max(0, depth + opened - closed)
        if depth and not _in_quotes(text, end):
            return True
        start = end + 1
    return False


_OPEN_QUOTE = r"(?:\A|[\[{,:])\s*'[^']*\Z"


def _in_quotes(text: str, index: int) -> bool:
    """Whether the line up to there opened a quote and did not close it."""
    line = text[text.rfind("\n", 0, index) + 1 : index]
    return line.count('"') % 2 == 1 or re.search(_OPEN_QUOTE, line) is not None


_ODD = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
_ODD_INDENT = rf"(?m)^[ \t]*([{_ODD}])[ \t{_ODD}]*"
_ANY_ODD = f"[{_ODD}]"


def odd_indents(text: str, limits: Limits) -> list[Note]:
    """Lines indented with spaces that are none to YAML (``SRC001``).

    They come with text copied from a web page or a word processor, and look like any other. Within
    quotes and in texts after ``|`` or ``>`` they are part of the text.
    """
    if text.isascii() or not re.search(_ANY_ODD, text):
        return []
    found = list(islice(re.finditer(_ODD_INDENT, text), limits.faults + 1))
    if not found:
        return []
    last = found[-1].start(1)
    scalars = takewhile(lambda one: extent(one[0])[0] <= last, _scalars(text, limits))
    texts = [extent(event) for event, _ in scalars if event.style]
    return [
        Note(
            "SRC001",
            one.start(1),
            one.end(),
            Message.of("this line is indented with a {space}", space=_name(one[1])),
            Message.of("Delete what stands before its first letter, and indent it with spaces."),
        )
        for one in found
        if not any(start < one.start(1) < end for start, end in texts)
    ]


def _name(character: str) -> str:
    import unicodedata  # only a mistake pays for it

    return unicodedata.name(character).lower()


def _scalars(text: str, limits: Limits) -> Iterator[tuple[ScalarEvent, bool]]:
    """Every scalar, as far as the text can be read and is read, and whether brackets are around."""
    get_event = parser(text).get_event
    depth = in_brackets = 0
    try:
        for event in islice(iter(get_event, None), 2 * limits.nodes + 8):
            if isinstance(event, ScalarEvent):
                yield event, in_brackets > 0
            elif isinstance(event, CollectionStartEvent):
                depth += 1
                if in_brackets or event.flow_style:
                    in_brackets += 1
                if depth > limits.depth:
                    return
            elif isinstance(event, CollectionEndEvent):
                depth -= 1
                in_brackets = max(0, in_brackets - 1)
    except yaml.YAMLError:
        return  # the reader says so
