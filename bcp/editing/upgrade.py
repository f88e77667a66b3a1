"""A plan in an older version of the language becomes one in this version, comments and all.

Each version knows how the one before it said things: a step is a list of changes, and a change is
new words for a key or a value, put where the old ones stand. Nothing else in the file is touched,
so nothing can be lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from bcp import source
from bcp.diagnostics import Path, Span
from bcp.errors import BcpError
from bcp.model import LANGUAGE_VERSION

PLAN_FILE = "plan.yaml"


class Change(NamedTuple):
    """New words for what stands at a path of a file: for its key, or for its value."""

    path: Path
    words: str
    key: bool = False


Step = Callable[[source.Value], Iterator[Change]]
"""The value of a file in one version → what to change to have it in the next."""

STEPS: Mapping[int, Step] = {}
"""Older version → how to come to the next. Version 1 is the first: there is none yet."""


def version_of(files: Mapping[str, bytes]) -> int:
    """The version of the language that a plan says it is written in.

    :raises BcpError: when its plan.yaml says none that can be read.
    """
    content = files.get(PLAN_FILE)
    value = source.read(content, PLAN_FILE).value if content is not None else None
    written = value.get("bcp") if isinstance(value, dict) else None
    if isinstance(written, str) and written.isascii() and written.isdecimal():
        return int(written[:9])
    raise BcpError(
        "plan.yaml does not say which version of the language it is in",
        "write `bcp: {known}` as its first line, or the version it is written in",
        known=LANGUAGE_VERSION,
    )


def upgraded(
    files: Mapping[str, bytes],
    start: int,
    *,
    steps: Mapping[int, Step] = STEPS,
    to: int = LANGUAGE_VERSION,
) -> dict[str, bytes]:
    """Files in version ``start`` of the language, in this one; those that do not change are left
    out. Folders that a plan uses are in the version of the plan.

    :raises BcpError: when that is a later version, one that nobody knows the way from, or a file
        cannot be read without fault.
    """
    if start > to:
        raise BcpError(
            "this plan is written in version {version} of the language; this program knows "
            "versions up to {known}",
            "use a newer bcp",
            version=start,
            known=to,
        )
    now = dict(files)
    for version in range(start, to):
        if version not in steps:
            raise BcpError(
                "nobody knows the way from version {version} of the language",
                "write `bcp: {to}` in plan.yaml, and mend what `bcp check` then says",
                version=version,
                to=to,
            )
        now = {name: _stepped(name, now[name], version, steps[version]) for name in now}
    return {name: content for name, content in now.items() if content != files[name]}


def _stepped(name: str, content: bytes, version: int, step: Step) -> bytes:
    document = source.read(content, name)
    if document.faults:
        raise BcpError(
            "{name} cannot be read without fault, so no file of the plan is changed",
            "run `bcp check`, mend what it says of this file, and try again",
            name=name,
        )
    changes = list(step(document.value))
    if name == PLAN_FILE:
        changes.append(Change(("bcp",), str(version + 1)))
    edits = [(document.span(one.path, key=one.key), one.words) for one in changes]
    return _edited(content.decode("utf-8-sig"), edits).encode()


def _edited(text: str, edits: list[tuple[Span, str]]) -> str:
    """The text with words put where spans are; each span stands on one line, none overlap."""
    lines = source.lines(text)
    ends = _line_ends(text, lines)
    for span, words in sorted(edits, reverse=True):
        line = lines[span.line - 1]
        lines[span.line - 1] = line[: span.column - 1] + words + line[span.end_column - 1 :]
    return "".join(line + end for line, end in zip(lines, ends, strict=True))


def _line_ends(text: str, lines: list[str]) -> list[str]:
    ends, at = [], 0
    for line in lines:
        at += len(line)
        end = "\r\n" if text[at : at + 2] == "\r\n" else text[at : at + 1]
        ends.append(end)
        at += len(end)
    return ends
