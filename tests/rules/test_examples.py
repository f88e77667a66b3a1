"""Every rule is shown by two plans that differ by a few lines: one it accepts, one it refuses."""

from __future__ import annotations

import difflib

import pytest
from example_plans import BASE, DAY, codes, example, found, read, run

from bcp.engine import packs_for
from bcp.rules.catalogue import catalogue

MOST_LINES_APART = 5


def test_the_base_plan_is_clean_under_all_packs() -> None:
    result = run(read(BASE), DAY)
    assert not result.diagnostics
    packs = packs_for("health-line")
    assert packs == {one.pack for one in catalogue().values()} | packs
    assert len(result.rules) == sum(one.check is not None for one in catalogue().values())


def test_every_rule_has_examples() -> None:
    assert set(codes()) == set(catalogue())


@pytest.mark.parametrize("code", codes())
def test_the_good_example_is_clean(code: str) -> None:
    good = example(code, "good")
    assert found(run(good.files, good.as_of)) == {}


@pytest.mark.parametrize("code", codes())
def test_the_bad_example_gives_exactly_what_its_lines_say(code: str) -> None:
    bad = example(code, "bad")
    assert found(run(bad.files, bad.as_of)) == bad.expected
    assert code in {expected for _, _, expected in bad.expected}


@pytest.mark.parametrize("code", codes())
def test_good_and_bad_differ_by_a_few_lines(code: str) -> None:
    good, bad = example(code, "good").files, example(code, "bad").files
    apart = 0
    for path in {*good, *bad}:
        before = _bare(good.get(path, b""))
        after = _bare(bad.get(path, b""))
        different = [
            line
            for line in difflib.unified_diff(before, after, n=0, lineterm="")
            if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        added = sum(line.startswith("+") for line in different)
        apart += max(added, len(different) - added)
    assert 0 < apart <= MOST_LINES_APART


def _bare(content: bytes) -> list[str]:
    """The lines without the marks of the example."""
    lines = content.decode("utf-8", "replace").splitlines()
    bare = [line.partition("# expect")[0].rstrip() for line in lines]
    return [line for line in bare if line and not line.startswith("# as-of:")]


@pytest.mark.parametrize(
    "code", [code for code in codes() if code in catalogue() and catalogue()[code].check]
)
def test_without_the_rule_its_bad_example_is_not_found(code: str) -> None:
    bad = example(code, "bad")
    others = [one for one in catalogue().values() if one.check is not None and one.code != code]
    assert code not in {one.code for one in run(bad.files, bad.as_of, others).diagnostics}
