"""``bcp graph reach`` as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

NORTHLINE = Path(__file__).parents[2] / "plans" / "northline"


def test_the_worst_leads_the_answer(call):
    answer = call("graph", "reach", "--plan", NORTHLINE, "--as-of", "2026-11-22")
    assert answer.code == 0
    first, second = answer.out.splitlines()[:2]
    assert first.startswith("Worst: ")
    assert first.endswith("until Crisis director accepts (Command)")
    assert second == "By level"


def test_one_list_at_one_hour_by_its_title(call):
    asked = ("Command", "--at", "Sunday 03:00", "--format", "json", "--as-of", "2026-11-22")
    answer = call("graph", "reach", *asked, "--plan", NORTHLINE)
    told = json.loads(answer.out)
    assert told["format"] == "bcp.reach/1"
    assert told["levels"] == []
    (one,) = told["lists"]
    (stretch,) = one["stretches"]
    assert stretch["usual"]["when"] == {
        "start": 5 * 1440 + 19 * 60,
        "end": 6 * 1440 + 420,
        "day": None,
    }


def test_chances_are_told_as_assumed(call):
    answer = call(
        "graph", "reach", "level-1", "--assume", "answers=0.7,within=3m", "--plan", NORTHLINE
    )
    assert answer.code == 0
    assert "Assumed, not measured, until a call-out drill has measured it" in answer.out
    assert "nine nights in ten within" in answer.out


def test_what_is_no_list_no_moment_and_no_chance_is_refused(call):
    for asked, said in (
        (("d.falk",), "d.falk stands under people, not escalations or levels"),
        (("--at", "someday 03:00"), "“someday 03:00” is no moment"),
        (("--at", "2026-02-30"), "“2026-02-30” is no moment"),
        (("--at", "2026-03-29T01:30"), "the clocks go forward then"),
        (("--assume", "answers=7,within=3m"), "“7” is not a chance"),
    ):
        answer = call("graph", "reach", *asked, "--plan", NORTHLINE)
        assert answer.code == 2
        assert said in answer.err
        assert "fix: " in answer.err
