"""A plan as it comes back after a bad year: northline with more than a hundred slips seeded.

``tests/broken`` is ``plans/northline`` again, with faults that people make: a letter left out of a
key, "5" without a unit, an alternate who is the primary, a list that hands over in a circle. A line
where a finding appears says so with ``# expect: CODE`` (several with commas), as in the examples of
rules. Where the slip itself stands on another line than its finding, or a line is gone, the place
says ``# fault: CODE``. So the one file shows both what was done wrong and where it is told.

When ``plans/northline`` changes, the same change belongs here::

    git diff -- plans/northline | git apply -p3 --directory=tests/broken
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bcp.engine import Result
from bcp.files import Tree
from bcp.loader import load
from bcp.rules.catalogue import catalogue

HERE = Path(__file__).parent
# As tests/rules/conftest.py does, and not a second copy by importlib: one module, whichever of the
# two folders is collected first.
sys.path.insert(0, str(HERE / "rules"))

from example_plans import Where, expected, found, read, run  # noqa: E402

DAY = dt.date(2026, 11, 16)
BROKEN = read(HERE / "broken")
WHOLE = {
    path: content
    for path, content in read(HERE.parent / "plans" / "northline").items()
    if not path.startswith("drills/")  # kept beside a plan, and not read as part of it
}

FEWEST_CODES = 40
LEAST_SHARE = 3 / 4
"""Of the catalogue. The rest asks for a whole kind to be absent, or for a file that is unreadable,
which silences the others by design, or belongs to a pack that northline does not switch on."""

FAMILIES = {
    *("BIA", "COM", "CTC", "ESC", "EXR", "MNT", "RED", "REF", "ROL", "RSK", "SRC", "SUP", "TRN"),
    "WEL",
}

NEAR = 3
"""Lines between a change and its mark, at most: from a field to the key of its object."""

MOST_LINES_CHANGED = 250
"""Of more than 5 000: a plan for which much else was written would be another plan."""

_LINE_END = re.compile(r"\r\n|\n|\r")  # U+2028 is one of the faults, and ends no line
_MARK = re.compile(r"# (?:expect|fault): ")
_FAULT = re.compile(r"# fault: ([A-Z0-9, ]*[0-9])")


@dataclass(frozen=True)
class Change:
    """A stretch of lines in which a broken file differs from northline; from 0, end exclusive."""

    file: str
    start: int
    end: int
    original: tuple[str, ...]
    """What stands there in northline."""

    def __str__(self) -> str:
        return f"{self.file}:{self.start + 1}"


def _lines(content: bytes) -> list[str]:
    return _LINE_END.split(content.decode())


def _bare(line: str) -> str:
    """The line without its mark; one that is nothing but a mark stays, and so is a change."""
    before, mark, _ = re.split(r"(\s*# (?:expect|fault): |$)", line, maxsplit=1)
    return before if before.strip() else line if mark else before


def changes() -> list[Change]:
    """Where the broken plan says something else than northline, marks left aside."""
    found = []
    for file in sorted({*BROKEN, *WHOLE}):
        whole = _lines(WHOLE.get(file, b""))
        broken = [_bare(line) for line in _lines(BROKEN.get(file, b""))]
        compared = difflib.SequenceMatcher(None, whole, broken, autojunk=False)
        for kind, first, last, start, end in compared.get_opcodes():
            if kind != "equal":
                found.append(Change(file, start, end, tuple(whole[first:last])))
    return found


def mended(change: Change) -> dict[str, bytes]:
    """The broken plan with one stretch put right."""
    lines = _lines(BROKEN[change.file])
    lines[change.start : change.end] = change.original
    return {**BROKEN, change.file: "\n".join(lines).encode()}


def _by_code(places: Counter[Where]) -> Counter[str]:
    """Findings by code alone: lines move when something is mended."""
    count: Counter[str] = Counter()
    for (_, _, code), times in places.items():
        count[code] += times
    return count


@pytest.fixture(scope="module")
def result() -> Result:
    return run(BROKEN, DAY)


def test_each_fault_is_found_where_it_is_marked_and_nothing_else_is(result: Result) -> None:
    marked, told = expected(BROKEN), found(result)
    words = {(one.span.file, one.span.line, one.code): one.message for one in result.diagnostics}
    assert not result.crashed
    assert not marked - told, "marked, and not found"
    assert not {where: str(words[where]) for where in told - marked}, "found, and not marked"


def test_the_faults_come_from_every_part_of_the_catalogue() -> None:
    codes = {code for _, _, code in expected(BROKEN)}
    assert len(codes) >= FEWEST_CODES
    assert len(codes) >= LEAST_SHARE * len(catalogue())
    assert {code[:3] for code in codes} == FAMILIES
    assert codes <= set(catalogue())


def test_each_fault_lies_in_a_place_of_its_own() -> None:
    assert set(expected(BROKEN).values()) == {1}
    assert len(changes()) >= FEWEST_CODES


def test_every_fault_marked_where_it_was_made_is_found_somewhere() -> None:
    codes = {code for _, _, code in expected(BROKEN)}
    made = {
        code.strip()
        for content in BROKEN.values()
        for several in _FAULT.findall(content.decode())
        for code in several.split(",")
    }
    assert made
    assert made <= codes


def test_the_faults_spoil_objects_and_no_file() -> None:
    """Otherwise every rule that asks what is missing keeps silent, and hides its fault."""
    loaded = load(Tree(None, BROKEN))
    assert loaded.plan.complete
    assert loaded.plan.unread


def test_each_finding_comes_with_a_fix(result: Result) -> None:
    assert not [one for one in result.diagnostics if one.hint is None]


def test_northline_itself_has_none_of_these_faults() -> None:
    assert found(run(WHOLE, DAY)) == {}


def test_each_line_that_is_not_northlines_is_marked() -> None:
    stray = []
    for change in changes():
        lines = _lines(BROKEN.get(change.file, b""))
        around = lines[max(0, change.start - NEAR) : change.end + NEAR]
        if not any(_MARK.search(line) for line in around):
            stray.append(str(change))
    assert not stray, "carry the change of plans/northline over, or mark the fault"


def test_the_broken_plan_is_still_northline() -> None:
    assert set(BROKEN) == set(WHOLE)
    apart = sum(max(one.end - one.start, len(one.original)) for one in changes())
    assert apart <= MOST_LINES_CHANGED


@pytest.mark.slow
@pytest.mark.parametrize("change", changes(), ids=str)
def test_with_one_fault_mended_its_findings_go_and_none_come(change: Change) -> None:
    before = _by_code(expected(BROKEN))
    after = _by_code(found(run(mended(change), DAY)))
    assert after < before
