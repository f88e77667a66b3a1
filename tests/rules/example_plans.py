"""The examples of rules: a small base plan, and for each rule the files that change it.

``_base`` is a plan that every rule is content with, one object or subject a file. ``CODE/good`` and
``CODE/bad`` hold only files that replace those of the base or add to them; an empty file deletes.
A first line ``# as-of: DATE`` fixes the day. In ``bad``, each line with ``# expect: CODE`` (or
several, with commas) is where exactly these findings appear. A finding that appears nowhere in the
example's own files is announced at its top: ``# expect-elsewhere: FILE:LINE CODE``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bcp.engine import Result, check
from bcp.files import Tree
from bcp.loader import load
from bcp.rules.rule import Rule

HERE = Path(__file__).parent
BASE = HERE / "_base"
DAY = dt.date(2026, 11, 16)

Where = tuple[str, int, str]
"""File, line, code."""


@dataclass(frozen=True)
class Example:
    """A whole example plan, and what a check of it should find."""

    files: dict[str, bytes]
    as_of: dt.date
    expected: Counter[Where]


def codes() -> list[str]:
    """Every rule that has examples."""
    return sorted(folder.name for folder in HERE.glob("[A-Z][A-Z][A-Z][0-9][0-9][0-9]"))


def read(folder: Path) -> dict[str, bytes]:
    """The files of a folder, by their path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def example(code: str, which: str) -> Example:
    """The base with one example's files laid over it."""
    over = read(HERE / code / which)
    files = {path: content for path, content in {**read(BASE), **over}.items() if content}
    return Example(files, _day(over), expected(over))


def _day(files: dict[str, bytes]) -> dt.date:
    for content in files.values():
        if found := re.search(rb"^# as-of: (\S+)", content, re.M):
            return dt.date.fromisoformat(found[1].decode())
    return DAY


def expected(files: dict[str, bytes]) -> Counter[Where]:
    """What the marks in these files say that a check should find."""
    found: Counter[Where] = Counter()
    for path, content in files.items():
        text = content.decode("utf-8", "replace")
        for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
            if mark := re.search(r"# expect: ([A-Z0-9, ]+)", line):
                found.update((path, number, code.strip()) for code in mark[1].split(","))
            if mark := re.match(r"# expect-elsewhere: (\S+):(\d+) (\w+)", line):
                found[mark[1], int(mark[2]), mark[3]] += 1
    return found


def run(files: dict[str, bytes], as_of: dt.date, rules: list[Rule] | None = None) -> Result:
    """Check a plan given as files in memory."""
    loaded = load(Tree(None, dict(sorted(files.items()))))
    return check(loaded.plan, loaded.where.span, as_of, faults=loaded.diagnostics, rules=rules)


def found(result: Result) -> Counter[Where]:
    return Counter((one.span.file, one.span.line, one.code) for one in result.diagnostics)
