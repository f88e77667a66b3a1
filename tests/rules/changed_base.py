"""What one rule finds in the base plan after a few changes."""

from __future__ import annotations

from example_plans import BASE, DAY, read, run

from bcp.diagnostics import Diagnostic
from bcp.rules.catalogue import catalogue

Change = tuple[str, str, str]
"""File, words in it, and what stands there instead. Words that are empty: the whole file."""


def changed(*changes: Change) -> dict[str, bytes]:
    """The files of the base plan with these changes."""
    files = read(BASE)
    for file, words, instead in changes:
        before = files.get(file, b"").decode()
        assert words in before, f"{words!r} is not in {file}"
        files[file] = (before.replace(words, instead, 1) if words else instead).encode()
    return {path: content for path, content in files.items() if content}


def findings(code: str, *changes: Change) -> list[Diagnostic]:
    """Each finding of one rule, in the order of places."""
    result = run(changed(*changes), DAY, [catalogue()[code]])
    assert not result.crashed
    return [one for one in result.diagnostics if one.code == code and one.place is not None]


def found_by(code: str, *changes: Change) -> list[tuple[str, str]]:
    """(id and path of the place, sentence) of each of :func:`findings`."""
    return [
        (".".join(map(str, (one.place.id, *one.place.path))), one.message.text())
        for one in findings(code, *changes)
        if one.place is not None
    ]


def fixes(code: str, *changes: Change) -> list[str]:
    """What each of :func:`findings` says to do."""
    return [one.hint.text() if one.hint else "" for one in findings(code, *changes)]


def places(code: str, *changes: Change) -> list[str]:
    """Only the places of :func:`found_by`."""
    return [place for place, _ in found_by(code, *changes)]
