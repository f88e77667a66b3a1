"""Rules on escalations: every way in which a call-out can fail to arrive."""

from __future__ import annotations

import datetime as dt

from changed_base import found_by, places
from hypothesis import given
from hypothesis import strategies as st

from bcp.model.people import Hours
from bcp.rules.week import DAYS, FROM, day_left_out, gap_in_week

STEP = (
    "- {{id: {step}, role: {role}, via: [telephone], accepts_within: 5m, otherwise: {way}{then}}}"
)


def call_out(*steps: tuple[str, str, str] | tuple[str, str, str, str], more: str = "") -> str:
    """An escalation that must reach the director; a step is id, role, otherwise, perhaps then."""
    lines = [
        STEP.format(step=step, role=role, way=way, then=f", then: {then[0]}" if then else "")
        for step, role, way, *then in steps
    ]
    listed = "".join(f"      {line}\n" for line in lines)
    head = (
        "escalations:\n  tried:\n    title: Tried\n    levels: [emergency]\n    ends_at: director\n"
    )
    return f"{head}{more}    steps:\n{listed}"


def tried(*steps: tuple[str, ...], more: str = "") -> list[str]:
    return places("ESC005", ("tried.yaml", "", call_out(*steps, more=more)))  # type: ignore[arg-type]


def test_the_last_step_that_calls_the_authority_may_end() -> None:
    assert tried(("a", "planner", "next"), ("b", "director", "next")) == []


def test_to_end_with_somebody_else_is_a_dead_end() -> None:
    assert tried(("a", "director", "next"), ("b", "planner", "next")) == ["tried.steps.1.otherwise"]


def test_to_hand_over_needs_somebody_to_hand_over_to() -> None:
    steps = (("a", "director", "hand-over"),)
    assert tried(*steps) == ["tried.steps.0.otherwise"]
    assert tried(*steps, more="    hand_over: call-anybody\n") == []


def test_the_authority_may_be_reached_after_handing_over() -> None:
    steps = (("a", "planner", "hand-over"),)
    assert tried(*steps, more="    hand_over: call-out\n") == []
    assert tried(*steps, more="    hand_over: call-anybody\n") == ["tried.ends_at"]
    assert tried(*steps, more="    hand_over: not-declared\n") == []


def test_a_loop_is_told_where_it_closes_and_a_step_may_be_reached_in_two_ways() -> None:
    circle = (("a", "planner", "next"), ("b", "director", "a"))
    assert tried(*circle) == ["tried.steps.1.otherwise"]
    itself = (("a", "director", "a"),)
    assert tried(*itself) == ["tried.steps.0.otherwise"]
    through_then = (("a", "planner", "next"), ("b", "director", "next", "a"))
    assert tried(*through_then) == ["tried.steps.1.then"]
    diamond = (("a", "planner", "next", "c"), ("b", "ict-lead", "next"), ("c", "director", "next"))
    assert tried(*diamond) == []


def test_a_step_that_nothing_leads_to_is_told_and_not_walked() -> None:
    steps = (("a", "planner", "c"), ("b", "ict-lead", "next"), ("c", "director", "next"))
    assert tried(*steps) == ["tried.steps.1.id"]


def test_an_unknown_step_is_left_to_the_rule_on_references() -> None:
    steps = (("a", "director", "nowhere"),)
    assert tried(*steps) == []
    assert places("REF004", ("tried.yaml", "", call_out(*steps))) == ["tried.steps.0.otherwise"]


def test_an_escalation_without_steps_calls_nobody() -> None:
    text = call_out().replace("    steps:\n", "    steps: []\n")
    assert places("ESC005", ("tried.yaml", "", text)) == ["tried.steps"]


def test_a_circle_of_three_escalations_is_told_once() -> None:
    one = call_out(("a", "director", "hand-over"), more="    hand_over: call-out\n")
    circle = (
        "escalations.yaml",
        "ends_at: continuity-lead",
        "ends_at: continuity-lead\n    hand_over: tried",
    )
    found = found_by("ESC016", circle, ("tried.yaml", "", one))
    assert found == [
        (
            "call-anybody.hand_over",
            "handing over leads back to call-anybody: "
            "call-anybody → tried → call-out → call-anybody",
        )
    ]


# ── hours ──────────────────────────────────────────────────────────────────────────────────────

BY_DAY = {"days": list(DAYS), "start": "08:00", "end": "20:00"}
BY_NIGHT = {"days": list(DAYS), "start": "20:00", "end": "08:00"}


def hours(*stretches: dict[str, object], closed: tuple[str, ...] = ()) -> Hours:
    given = {"id": "hours", "title": "Hours", "open": list(stretches), "closed_on": list(closed)}
    return Hours.read(given)


def test_day_and_night_together_hold_the_week() -> None:
    assert gap_in_week([hours(BY_DAY), hours(BY_NIGHT)]) is None


def test_the_first_gap_is_told_in_the_words_of_a_week() -> None:
    assert str(gap_in_week([hours(BY_DAY)])) == "from Monday 00:00 to 08:00"
    weekdays = {**BY_NIGHT, "days": ["mon", "tue", "wed", "thu", "fri"]}
    assert str(gap_in_week([hours(BY_DAY), hours(weekdays)])) == "from Monday 00:00 to 08:00"
    almost = {**BY_NIGHT, "end": "07:59"}
    assert str(gap_in_week([hours(BY_DAY), hours(almost)])) == "from Monday 07:59 to 08:00"
    office = {"days": ["mon", "tue", "wed", "thu", "fri"], "start": "00:00", "end": "17:00"}
    evenings = {**BY_NIGHT, "days": ["mon", "tue", "wed", "thu"], "start": "17:00"}
    assert str(gap_in_week([hours(office), hours(evenings)])) == "from Friday 17:00 to Monday 00:00"
    assert str(gap_in_week([])) == "at every hour of the week"


def test_a_closed_day_leaves_a_gap_unless_the_other_hours_hold_it() -> None:
    closed = hours(BY_DAY, closed=("2026-12-25",))
    assert day_left_out([closed, hours(BY_NIGHT)]) == dt.date(2026, 12, 25)
    assert day_left_out([closed, hours(BY_NIGHT), hours(BY_DAY)]) is None


def test_a_night_that_is_left_out_is_missing_on_the_next_morning_too() -> None:
    all_day = {"days": list(DAYS), "start": "00:00", "end": "00:00"}
    evening = {"days": list(DAYS), "start": "08:00", "end": "00:00"}
    night = hours({"days": list(DAYS), "start": "22:00", "end": "08:00"}, closed=("2026-12-24",))
    assert day_left_out([night, hours(evening)]) == dt.date(2026, 12, 25)
    assert day_left_out([night, hours(all_day)]) is None


@given(st.lists(st.tuples(st.sampled_from(DAYS), st.integers(0, 23), st.integers(0, 23))))
def test_a_gap_is_told_exactly_when_an_hour_of_the_week_is_held_by_none(
    stretches: list[tuple[str, int, int]],
) -> None:
    several = [
        hours({"days": [day], "start": f"{start:02}:00", "end": f"{end:02}:00"})
        for day, start, end in stretches
    ]
    held = set()
    for day, start, end in stretches:
        length = (end - start) % 24 or 24
        first = DAYS.index(day) * 24 + start
        held |= {hour % 168 for hour in range(first, first + length)}
    gap = gap_in_week(several)
    if len(held) == 168:
        assert gap is None
    else:
        missing = min(set(range(168)) - held)
        assert gap is not None
        begins = FROM[missing // 24].format(time=f"{missing % 24:02}:00")
        assert str(gap).startswith(begins if held else "at every hour")


def test_hours_in_zones_that_differ_are_not_judged() -> None:
    text = """hours:
  by-day: {title: By day, open: [{days: [mon], start: 08:00, end: 18:00}], timezone: Europe/Kyiv}
  by-night: {title: By night, open: [{days: [mon], start: 18:00, end: 08:00}]}
"""
    day = ("escalations.yaml", "hours: always", "hours: by-day")
    night = ("escalations.yaml", "hours: always", "hours: by-night")
    assert places("ESC008", ("hours.yaml", "", text), day, night) == []
    same = text.replace(", timezone: Europe/Kyiv", "")
    assert places("ESC008", ("hours.yaml", "", same), day, night) == ["call-anybody.hours"]


def test_a_level_that_no_escalation_serves_calls_nobody() -> None:
    level = "levels:\n  alert: {title: Alert, rank: 2, criteria: [x], declared_by: duty-lead}\n"
    assert places("ESC008", ("alert.yaml", "", level)) == ["alert"]


def test_of_several_levels_only_the_highest_must_reach_the_top() -> None:
    low = "levels:\n  notice: {title: Notice, rank: 0, criteria: [x], declared_by: floor-lead}\n"
    assert places("ESC011", ("notice.yaml", "", low)) == []
    high = low.replace("rank: 0", "rank: 9")
    assert places("ESC011", ("notice.yaml", "", high)) == ["notice.must_be_told"]
