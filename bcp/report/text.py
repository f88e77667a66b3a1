"""Diagnostics as text that a person enjoys: by file, with the source line and the fix."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from bcp.diagnostics import (
    Diagnostic,
    Message,
    Related,
    Severity,
    Span,
    Translate,
    mark,
    untranslated,
)

Excerpt = Callable[[Span], str]


_COLOURS = {
    Severity.ERROR: "31",
    Severity.WARNING: "33",
    Severity.INFO: "36",
}
WORDS = {
    Severity.ERROR: mark("error"),
    Severity.WARNING: mark("warning"),
    Severity.INFO: mark("note"),
}
_COUNTED = {
    Severity.ERROR: (mark("{count} error"), mark("{count} errors")),
    Severity.WARNING: (mark("{count} warning"), mark("{count} warnings")),
    Severity.INFO: (mark("{count} note"), mark("{count} notes")),
}
_BOLD, _DIM = "1", "2"
_WIDEST_EXCERPT = 120
"""Columns of a source line that are shown where no terminal sets a width."""


class Style(NamedTuple):
    """How to write: with colour or not, and how wide. ``width`` None: lines are never broken."""

    colour: bool = False
    width: int | None = None
    translate: Translate = untranslated

    def paint(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.colour else text

    def wrap(self, text: str, first: str, rest: str) -> list[str]:
        """Break a sentence to the width; ``first`` and ``rest`` go before its lines."""
        if self.width is None:
            return [first + text]
        import textwrap  # a pipe needs none

        return textwrap.wrap(
            text,
            max(self.width, 24),
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [first]


def lines(
    diagnostics: tuple[Diagnostic, ...],
    excerpt: Excerpt,
    style: Style,
    prefix: str = "",
) -> Iterator[str]:
    """The diagnostics, grouped by file, in lines without their ends.

    ``excerpt`` gives the source line that a span begins in. ``prefix`` is put before file names, so
    that they can be opened from where the command was called.
    """
    for file, group in groupby(diagnostics, key=lambda one: one.span.file):
        yield heading(opens_as(prefix, file), style)
        for one in group:
            yield from block(one, excerpt, style, prefix)


def heading(file: str, style: Style) -> str:
    """The line above what is told of a file."""
    return style.paint(printable(file), _BOLD)


def opens_as(prefix: str, file: str) -> str:
    """A file by the name under which it opens from where the command was called.

    Tidy, as code hosts and editors compare names: ``plans/bank/`` and ``../shared/roles.yaml`` are
    ``plans/shared/roles.yaml``.
    """
    return posixpath.normpath(prefix + file) if file.startswith("../") else prefix + file


def block(one: Diagnostic, excerpt: Excerpt, style: Style, prefix: str = "") -> Iterator[str]:
    """One diagnostic below the heading of its file, and an empty line; see :func:`lines`."""
    yield from _one(one, excerpt, style, prefix)
    yield ""


def _one(one: Diagnostic, excerpt: Excerpt, style: Style, prefix: str) -> Iterator[str]:
    word = style.translate(WORDS[one.severity])
    position = f"{one.span.line}:{one.span.column}" if one.span.line else ""
    head = "  ".join(part for part in (position, word, one.code) if part)
    message = one_line(one.message.text(style.translate))
    indent = "    "
    if style.width is not None and style.width < 60:
        first = style.wrap(head, "  ", "  ") + style.wrap(message, indent, indent)
    else:
        first = style.wrap(f"{head}  {message}", "  ", indent)
    # Colour goes on after breaking the lines, so that codes are not counted as characters.
    yield first[0].replace(word, style.paint(word, _COLOURS[one.severity]), 1)
    yield from first[1:]
    yield from _source(one.span, excerpt, style)
    if one.hint is not None:
        fix = style.translate(mark("fix:"))
        hint = one_line(one.hint.text(style.translate))
        fixes = style.wrap(f"{fix} {hint}", indent, indent + "     ")
        yield fixes[0].replace(fix, style.paint(fix, _BOLD), 1)
        yield from fixes[1:]
    for related in one.related:
        yield from _related(related, excerpt, style, prefix)


def _source(span: Span, excerpt: Excerpt, style: Style) -> Iterator[str]:
    """The source line with a marker under what is meant."""
    text = excerpt(span)
    if not text.strip():
        return
    number = f"{span.line} | "
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(text.rstrip())
    width = style.width if style.width is not None else _WIDEST_EXCERPT
    room = max(width - len(number) - 5, 20)
    # Wide letters take two columns: fewer of them have room.
    room = room * len(text) // max(columns(text), 1)
    text, start, end = _window(text, start, end, room)
    shown = "".join(" " if char == "\t" else char for char in text).rstrip()
    gutter = " " * (len(number) - 2) + "| "
    marker = " " * columns(text[:start]) + "^" * max(1, columns(text[start:end]))
    yield f"    {style.paint(number, _DIM)}{printable(shown)}"
    yield f"    {style.paint(gutter, _DIM)}{style.paint(marker, _BOLD)}"


def _window(text: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """Cut a long line to the part around the marker, with dots where it was cut."""
    if len(text.rstrip()) <= room:
        return text, start, end
    left = max(0, min(start - room // 4, len(text) - room))
    cut = text[left : left + room]
    if left:
        cut = "…" + cut[1:]
    if left + room < len(text):
        cut = cut[:-1] + "…"
    return cut, start - left, min(end - left, room)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: two for a wide letter, none for an accent that
    stands on the letter before it."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    wide = sum(east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(bool(combining(char)) for char in text)


def _related(related: Related, excerpt: Excerpt, style: Style, prefix: str) -> Iterator[str]:
    where = printable(f"{opens_as(prefix, related.span.file)}:{related.span.line}")
    words = one_line(related.message.text(style.translate))
    yield from style.wrap(f"{words}: {where}", "    ", "      ")
    yield from _source(related.span, excerpt, style)


def printable(text: str) -> str:
    """Text from a plan without what could steer a terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def one_line(text: str) -> str:
    """A sentence that may hold words of a plan, on one line: nothing in it starts a line of its own
    (a CI host takes orders from lines), turns the direction of text, or steers a terminal."""
    return printable(" ".join(text.split()))


def counted(number: int, one: str, many: str, translate: Translate = untranslated) -> str:
    """``1 error``, ``2 errors``: one of two templates over ``count``, which stands in both."""
    return Message.of(one if number == 1 else many, count=number).text(translate)


def tally(numbers: Mapping[Severity, int], translate: Translate = untranslated) -> str:
    """``3 errors, 1 warning``; ``no finding`` when there is none."""
    parts = []
    for severity in sorted(Severity, reverse=True):
        one, many = _COUNTED[severity]
        if numbers[severity]:
            parts.append(counted(numbers[severity], one, many, translate))
    return ", ".join(parts) or translate(mark("no finding"))
