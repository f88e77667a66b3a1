"""Do what a message says, to the letter and with no thought of one's own.

Where a fix shows what to write, it is put in the very place that the finding points at. So a fix
that does not help is found, and so is a place that is a letter too long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bcp.diagnostics import Diagnostic, Span

Told = Mapping[str, str]

_FIXES: Mapping[str, Callable[[str, Told], str]] = {
    "Write {better}.": lambda _, told: told["better"],
    "Write {proposal}.": lambda _, told: told["proposal"],
    "Write {proposal} with a Latin {latin}.": lambda _, told: told["proposal"],
    "Write {tag}.": lambda _, told: told["tag"],
    "Write Europe/Kyiv.": lambda _, told: "Europe/Kyiv",
    'Write "{better}".': lambda _, told: f'"{told["better"]}"',
    "Write 00:00, which is midnight at the end of the day.": lambda _, told: "00:00",
    "Write one figure, the longest to be reckoned with: {better}.": (
        lambda _, told: told["better"]
    ),
    "Write year-month-day: {day} or {other}, whichever is meant.": lambda _, told: told["other"],
    'Write it as one text, in quotes: "{words}".': lambda _, told: f'"{told["words"]}"',
    "Write each day: {days}.": lambda _, told: told["days"],
    "Write {several}: each on its own, with commas between.": lambda _, told: told["several"],
    "Write {near} in Latin letters: letter {number} is a Cyrillic {letter}.": (
        lambda _, told: told["near"]
    ),
    "Write at most 100%.": lambda _, told: "100%",
    "Write `{line}`, with a colon and a space.": lambda _, told: told["line"],
    "Write `{key}:` with a colon after it.": lambda _, told: f"{told['key']}:",
    "Write uk.": lambda _, told: "uk",
    "Write year-month-day: {day}.": lambda _, told: told["day"],
    "Use a point, not a comma: {better}.": lambda _, told: told["better"],
    "Write the unit: {minutes} for minutes, {hours} for hours, {days} for days.": (
        lambda _, told: told["hours"]
    ),
    "If you mean per cent, write {text}%.": lambda _, told: f"{told['text']}%",
    "Did you mean {near}?": lambda _, told: told["near"],
    "Did you mean `{near}`?": lambda _, told: told["near"],
    "Did you mean {near}? ({choices})": lambda _, told: told["near"],
    "Write `{near}` in Latin letters: {stray}.": lambda _, told: told["near"],
    'Put it in quotes, with spaces as it is read aloud: "{better}".': (
        lambda _, told: f'"{told["better"]}"'
    ),
    "Write it in brackets: {text}, or one a line, each after a hyphen.": (
        lambda _, told: told["text"]
    ),
    "Only one belongs here: {first}.": lambda _, told: told["first"],
    "Only one belongs here: {first}. The others may go under `{key}`.": (
        lambda _, told: told["first"]
    ),
    "Give this one another id, for example {id}-{kind}.": (
        lambda _, told: f"{told['id']}-{told['kind']}"
    ),
    "Delete one of the two; or give this one another id, for example {id}-2.": (
        lambda _, told: f"{told['id']}-2"
    ),
    "Put the whole text in quotes.": lambda text, _: f'"{text.strip()}"',
}
"""Fixes that show what to write: the words in place of those pointed at."""


def mended(
    written: Mapping[str, bytes | None], found: tuple[Diagnostic, ...]
) -> dict[str, bytes | None] | None:
    """The files after doing as told; None when a fix leaves something to be thought of."""
    files = {name: content.decode() for name, content in written.items() if content is not None}
    for one in sorted(found, key=lambda one: one.span, reverse=True):
        fix = _FIXES.get(one.hint.template) if one.hint is not None else None
        if fix is None or one.hint is None or one.span.file not in files:
            return None
        told = {name: str(value) for name, value in one.hint.arguments}
        files[one.span.file] = _replaced(files[one.span.file], one.span, fix, told)
    return {name: text.encode() for name, text in files.items()}


def _replaced(text: str, span: Span, fix: Callable[[str, Told], str], told: Told) -> str:
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: span.line - 1]) + span.column - 1
    end = sum(len(line) + 1 for line in lines[: span.end_line - 1]) + span.end_column - 1
    return text[:start] + fix(text[start:end], told) + text[end:]
