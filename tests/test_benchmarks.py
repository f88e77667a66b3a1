"""What the benchmarks measure with: plans made from one plan, a schema of them, and arithmetic.

No time is held to anything here; ``make bench`` is run and read.
"""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bcp.engine import check
from bcp.files import Tree, read_tree
from bcp.loader import load
from bcp.model.json_schema import json_schema
from benchmarks import hostile, measure
from benchmarks.measure import Line, expect, interleaved
from benchmarks.plans import by_family, example, pattern_of

DAY = dt.date(2026, 11, 16)


@pytest.fixture(scope="module")
def pattern():
    return pattern_of(example())


def checked(files: dict[str, bytes]):
    loaded = load(Tree(None, files))
    return loaded, check(loaded.plan, loaded.where.span, DAY, faults=loaded.diagnostics)


def test_a_variant_is_found_in_the_same_order_as_its_original(pattern):
    _, original = checked(pattern.variant(0))
    _, variant = checked(pattern.variant(7))
    assert [one.code for one in variant.diagnostics] == [one.code for one in original.diagnostics]


def test_every_id_of_a_variant_has_its_suffix_and_nothing_dangles(pattern):
    loaded = load(Tree(None, pattern.variant(7)))
    assert loaded.diagnostics == ()
    assert loaded.plan.id == "lantern-0007"
    assert {one[-5:] for one in loaded.plan.objects} == {"-0007"}
    assert loaded.plan.dangling == ()


def test_a_variant_says_what_the_original_says_but_for_ids(pattern):
    original = load(read_tree(example())).plan
    variant = load(Tree(None, pattern.variant(7))).plan
    assert [one.removesuffix("-0007") for one in variant.objects] == list(original.objects)
    assert len(variant.references) == len(original.references)
    assert {variant.title(one) for one in variant.objects} == {
        original.title(one) for one in original.objects
    }


def test_variants_differ_and_are_the_same_each_time(pattern):
    assert pattern.variant(1) != pattern.variant(2)
    assert pattern_of(example()).variant(1) == pattern.variant(1)


def test_variants_are_written_one_folder_each(pattern, tmp_path):
    paths = pattern.write(tmp_path, 3)
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        f"lantern-000{number}" for number in (1, 2, 3)
    ]
    assert {path.read_bytes() for path in paths if path.parent.name.endswith("2")} == set(
        pattern.variant(2).values()
    )


def test_a_plan_that_cannot_be_read_is_no_pattern(tmp_path):
    (tmp_path / "plan.yaml").write_text("bcp: 1\nplan: {id: p, title: P}\nroles:\n")
    with pytest.raises(ValueError, match=r"plan\.yaml:3: `roles:` has nothing after it"):
        pattern_of(tmp_path)


def test_an_id_that_is_also_a_word_stays_a_word(tmp_path):
    (tmp_path / "plan.yaml").write_text(
        "bcp: 1\nplan: {id: p, title: P}\n"
        "roles:\n  desk: {title: desk, primary: 'ann'}\npeople: {ann: {name: ann}}\n"
    )
    (changed,) = pattern_of(tmp_path).variant(3).values()
    assert changed.decode() == (
        "bcp: 1\nplan: {id: p-0003, title: P}\n"
        "roles:\n  desk-0003: {title: desk, primary: 'ann-0003'}\n"
        "people: {ann-0003: {name: ann}}\n"
    )


def test_files_come_together_by_family_unless_written_in_another_manner():
    files = {
        "plan.yaml": "bcp: 1\n",
        "a/roles.yaml": "# the roles\nroles:\n  a: {title: A}\n",
        "b/roles.yaml": "roles:\n  b: {title: B}\nteams:\n  t: {title: T}\n",
        "flow.yaml": "people: {c: {name: C}}\n",
    }
    assert by_family(files) == {
        "all-people.yaml": "roles:\n  a: {title: A}\n  b: {title: B}\nteams:\n  t: {title: T}\n",
        "flow.yaml": "people: {c: {name: C}}\n",
        "plan.yaml": "bcp: 1\n",
    }


def test_the_schema_takes_the_example_and_refuses_a_key_too_many(pattern, tmp_path):
    schema = tmp_path / "schema.json"
    schema.write_text(json.dumps(json_schema()))
    good = pattern.write(tmp_path / "plans", 1)
    bad = tmp_path / "bad.yaml"
    bad.write_text("roles:\n  desk: {title: Desk, primary: ann, colour: red}\n")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema)]
    assert subprocess.run([*command, *map(str, good)], capture_output=True).returncode == 0
    refused = subprocess.run([*command, str(bad)], capture_output=True, text=True)
    assert refused.returncode == 1
    assert "colour" in refused.stdout


def test_most_and_least():
    assert Line("x", 7.0, "F", 7).met is True
    assert Line("x", 7.1, "F", 7).met is False
    assert Line("x", 12.0, "×", 12, at_least=True).met is True
    assert Line("x", 11.9, "×", 12, at_least=True).met is False
    assert Line("x", 1.0, "F").met is None


def test_a_line_in_words():
    assert Line("reading", 7.126, "F", 7, remark="9 files").shown() == (
        "reading",
        "7.13 F",
        "≤ 7.00 F",
        "NOT MET (9 files)",
    )
    assert Line("reading", 0.0123, "F").shown() == ("reading", "0.012 F", "", "for comparison")


def test_candidates_take_turns_and_the_median_counts():
    order: list[str] = []

    def candidate(name, values):
        left = iter(values)

        def run() -> float:
            order.append(name)
            return next(left)

        return run

    took = interleaved(3, {"a": candidate("a", [1, 9, 2]), "b": candidate("b", [5, 5, 50])})
    assert took == {"a": 2, "b": 5}
    assert order == ["a", "b", "b", "a", "a", "b"]


def test_a_child_is_measured_for_itself():
    small = measure.python("-c", "pass")
    large = measure.python("-c", "x = b'x' * 60_000_000; print('made'); sum(range(10**6))")
    assert (large.code, large.out) == (0, "made\n")
    assert large.peak - small.peak > 50_000_000
    assert large.cpu > small.cpu > 0


def test_how_a_child_ended_is_told():
    assert measure.python("-c", "raise SystemExit(3)").code == 3
    killed = measure.python("-c", "import os; os.kill(os.getpid(), 9)")
    assert killed.code == -9
    with pytest.raises(RuntimeError, match="ended with -9"):
        expect(killed, 0)


def test_every_section_is_a_module_with_lines():
    from benchmarks.__main__ import SECTIONS

    folder = Path(measure.ROOT / "benchmarks")
    for section in SECTIONS:
        assert "def lines(quick: bool)" in (folder / f"{section}.py").read_text()


def test_hostile_files_are_what_their_names_say():
    from bcp.files import DEFAULT_LIMITS

    assert len(hostile.CASES["a file beyond the limit"]) > DEFAULT_LIMITS.file_bytes
    assert len(hostile.CASES["8 MiB of one text"]) <= DEFAULT_LIMITS.file_bytes
