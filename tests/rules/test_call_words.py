"""Words and ids in the middle of an object: the end of a call-out, the tasks of a degree."""

import datetime as dt

import pytest

from bcp.engine import check
from bcp.files import Tree
from bcp.loader import load
from bcp.model.language_examples import EXAMPLES

BY_FLOOR = "role: floor-lead, via: [telephone], accepts_within: 10m, otherwise: next}"


def told(kind: str, written: str, instead: str) -> list[str]:
    """What is found in the plan of the language reference with one thing written otherwise."""
    assert EXAMPLES[kind].count(written) == 1
    files = {f"{one}.yaml": text.encode() for one, text in EXAMPLES.items()}
    files[f"{kind}.yaml"] = EXAMPLES[kind].replace(written, instead).encode()
    loaded = load(Tree(None, files))
    found = check(loaded.plan, loaded.where.span, dt.date(2026, 11, 16)).diagnostics
    return [f"{one.code} {one.message}" for one in (*loaded.diagnostics, *found)]


def test_a_call_out_may_end_with_the_authority_it_must_reach() -> None:
    assert (
        told(
            "escalations",
            "accepts_within: 15m, otherwise: end",
            "accepts_within: 15m, otherwise: next",
        )
        == []
    )
    assert (
        told(
            "escalations",
            "accepts_within: 10m, otherwise: hand-over}\n    hand_over: last-resort  #",
            "accepts_within: 10m, otherwise: end}\n    hand_over: last-resort  #",
        )
        == []
    )


def test_a_call_out_that_ends_with_somebody_else_is_told() -> None:
    found = told("escalations", BY_FLOOR, BY_FLOOR.replace("next", "end"))
    assert (
        "ESC005 when nobody accepts, last-resort ends with floor-lead, and not with director"
        in found
    )


def test_an_end_in_the_middle_is_an_end_even_where_something_is_handed_over_to() -> None:
    found = told(
        "escalations",
        "accepts_within: 5m\n        otherwise: next\n        then: duty",
        "accepts_within: 5m\n        otherwise: end\n        then: duty",
    )
    assert found == [
        "ESC005 when nobody accepts, call-out-by-night ends with floor-lead, and not with director"
    ]


@pytest.mark.parametrize(("written", "code"), [("cuont", "REF004"), ("count", None)])
def test_the_tasks_of_a_degree_are_tasks_of_the_playbook(written: str, code: str | None) -> None:
    found = told("playbooks", "tasks: [count]", f"tasks: [{written}]")
    assert [one[:6] for one in found] == ([code] if code else [])


def test_a_playbook_that_calls_otherwise_at_other_hours_calls_at_every_hour() -> None:
    by_day = EXAMPLES["escalations"].replace("levels: [serious]", "levels: []")
    by_day = by_day.replace("    hand_over: last-resort  # followed when nobody has accepted\n", "")
    by_day = by_day.replace("otherwise: hand-over}", "otherwise: end}", 1)
    by_day += "  always-there:\n    title: For the level\n    levels: [serious]\n    steps:\n"
    by_day += (
        "      - {id: top, role: director, via: [telephone], accepts_within: 9m, otherwise: end}\n"
    )
    by_day += "    ends_at: director\n"
    at_night = "    at_other_hours: [call-out-by-night]\n"
    for other_hours, expected in ((at_night, []), ("", ["ESC025"])):
        files = {f"{one}.yaml": text for one, text in EXAMPLES.items()}
        files["escalations.yaml"] = by_day
        files["playbooks.yaml"] = files["playbooks.yaml"].replace(at_night, other_hours)
        loaded = load(Tree(None, {one: text.encode() for one, text in files.items()}))
        found = check(loaded.plan, loaded.where.span, dt.date(2026, 11, 16)).diagnostics
        assert [one.code for one in found if one.code.startswith("ESC")] == expected


def test_a_holiday_is_held_by_the_hours_that_say_so() -> None:
    no_last_resort = EXAMPLES["escalations"].replace("hours: always", "hours: by-night")
    held = "    all_day_on: [2026-12-25, 2027-01-01]  # public holidays\n"
    for holidays, days in ((held, 0), (held.replace(", 2027-01-01", ""), 1), ("", 1)):
        files = {f"{one}.yaml": text for one, text in EXAMPLES.items()}
        files["escalations.yaml"] = no_last_resort
        files["hours.yaml"] = files["hours.yaml"].replace(held, holidays)
        loaded = load(Tree(None, {one: text.encode() for one, text in files.items()}))
        found = check(loaded.plan, loaded.where.span, dt.date(2026, 11, 16)).diagnostics
        assert [one.code for one in found] == ["ESC008"] * days
