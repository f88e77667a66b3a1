"""Who holds each role at every hour: holes, clock changes, duty and rest, places of successors."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_plans import plan_of
from tries import tries

from bcp.errors import BcpError
from bcp.graph.cover.cover import Cover, RoleCover, cover
from bcp.graph.cover.patterns import patterns
from bcp.graph.cover.shape import as_json
from bcp.graph.cover.times import (
    Stretch,
    begins,
    common,
    days_around,
    horizon,
    joined,
    length,
    local,
    on_day,
    without,
)
from bcp.graph.cover.wording import sentences
from bcp.model.people import Shift

HOUR = 3600
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def role_of(answer: Cover, role: str = "desk") -> RoleCover:
    return next(one for one in answer.roles if one.role == role)


def on_rota(shifts: str, more: str = "", zone: str = "Europe/Berlin", role: str = "") -> str:
    """A plan with one rota and one role that is filled from it."""
    return f"""
people:
  ann: {{name: Ann}}
  ben: {{name: Ben}}
  cy: {{name: Cy}}
rotas:
  floor: {{title: Floor, timezone: {zone}, {shifts}}}
roles:
  desk: {{title: Desk, rota: floor, cover: always{role}}}
{more}
"""


def told(text: str, start: dt.date = dt.date(2026, 1, 1), weeks: int = 53) -> str:
    plan = plan_of(text)
    return "\n".join(str(one.message) for one in sentences(cover(plan, start, weeks), plan))


# ── clock changes ──────────────────────────────────────────────────────────────────────────────

HAND_OVER = """shifts: [
    {days: [mon, tue, wed, thu, fri, sat, sun], start: "14:30", end: "02:30", people: [ann]},
    {days: [mon, tue, wed, thu, fri, sat, sun], start: "02:30", end: "14:30", people: [ben]}]"""


@pytest.mark.parametrize("night", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_a_hand_over_at_half_past_two_on_the_nights_of_the_clock_changes_leaves_no_hole(night):
    text = on_rota(HAND_OVER)
    answer = cover(plan_of(text), night - dt.timedelta(days=1), 1)
    assert role_of(answer).holes == ()
    assert role_of(answer).held == role_of(answer).wanted


def test_a_week_with_a_clock_change_has_an_hour_more_or_less():
    lengths = []
    for monday in (dt.date(2026, 3, 23), dt.date(2026, 10, 19), dt.date(2026, 6, 1)):
        start, end = horizon("Europe/Berlin", monday, 7)
        lengths.append((end - start) // HOUR)
    assert lengths == [167, 169, 168]


def test_a_night_shift_is_longer_by_the_hour_that_comes_twice():
    shift = Shift.read({"days": EVERY_DAY, "start": "19:00", "end": "07:00", "people": ["ann"]})
    lengths = {
        day: on_day(shift, "Europe/London", dt.date.fromisoformat(day))
        for day in ("2026-10-23", "2026-10-24", "2026-03-28")
    }
    assert [(end - start) // HOUR for start, end in lengths.values()] == [12, 13, 11]


def test_a_duty_that_only_the_clock_makes_too_long_is_told_apart():
    shifts = 'shifts: [{days: [sat], start: "19:00", end: "07:00", people: [ann]}]'
    answer = cover(plan_of(on_rota(shifts, role=", max_duty: 12h")), dt.date(2026, 10, 1), 8)
    assert [(one.end - one.start, one.by_clock) for one in answer.long_duties] == [
        (13 * HOUR, True)
    ]


# ── follow the sun ─────────────────────────────────────────────────────────────────────────────


def working_day(zone: str, start: str, end: str, within: Stretch) -> list[Stretch]:
    shift = Shift.read({"days": EVERY_DAY, "start": start, "end": end, "people": ["x"]})
    on = (on_day(shift, zone, day) for day in days_around(zone, within))
    return [one for one in on if one is not None]


def test_london_new_york_and_sydney_cover_january_and_not_june():
    year = horizon("UTC", dt.date(2026, 1, 1), 365)
    on = [
        *working_day("Europe/London", "06:00", "14:00", year),
        *working_day("America/New_York", "09:00", "17:00", year),
        *working_day("Australia/Sydney", "09:00", "17:00", year),
    ]
    january = horizon("UTC", dt.date(2026, 1, 1), 31)
    week_of_june = horizon("UTC", dt.date(2026, 6, 8), 7)
    assert without([january], on) == []
    assert length(without([week_of_june], on)) == 14 * HOUR
    assert length(without([year], on)) == 420 * HOUR


def test_berlin_and_new_york_leave_one_hour_a_day_while_their_clocks_differ():
    """From the morning after New York's change (8 March) to Berlin's (29 March), and from Berlin's
    (25 October) to the day before New York's (1 November). On 8 March itself there is none: New
    York's shift ends at 02:00, which is the moment of its change, still by winter time."""
    year = horizon("UTC", dt.date(2026, 1, 1), 365)
    on = [
        *working_day("Europe/Berlin", "08:00", "20:00", year),
        *working_day("America/New_York", "14:00", "02:00", year),
    ]
    holes = without([year], on)
    spring = [dt.date(2026, 3, 9) + dt.timedelta(days=n) for n in range(20)]
    autumn = [dt.date(2026, 10, 25) + dt.timedelta(days=n) for n in range(7)]
    assert [local("UTC", start).date() for start, _ in holes] == spring + autumn
    assert {local("UTC", start).time() for start, _ in holes} == {dt.time(6)}
    assert {end - start for start, end in holes} == {HOUR}


# ── who counts ─────────────────────────────────────────────────────────────────────────────────

PRIMARY = """
people:
  ann: {name: Ann, away: [{from: 2026-02-02, until: 2026-02-15}]}
  ben: {name: Ben, away: [{from: 2026-02-10, until: 2026-02-11}]}
  dee: {name: Dee, status: on-leave}
roles:
  desk: {title: Desk, primary: ann, alternates: [ben, dee], cover: always}
"""


def test_a_primary_holds_a_role_until_they_are_away_and_then_an_alternate_does():
    desk = role_of(cover(plan_of(PRIMARY), dt.date(2026, 1, 5), 8))
    assert desk.open == 48 * HOUR
    assert [(one.why, one.people) for one in desk.holes] == [("away", ("ann", "ben", "dee"))]
    assert [(month.month, month.open) for month in desk.months] == [("2026-02", 48 * HOUR)]


def test_while_one_of_two_is_away_the_cover_is_thin():
    desk = role_of(cover(plan_of(PRIMARY), dt.date(2026, 1, 5), 8))
    assert length(desk.thin) == (14 - 2) * 24 * HOUR


def test_days_away_are_days_where_the_person_is():
    text = """
people:
  ann: {name: Ann, timezone: Pacific/Auckland, away: [{from: 2026-02-02, until: 2026-02-02}]}
roles: {desk: {title: Desk, primary: ann, cover: always}}
"""
    (hole,) = role_of(cover(plan_of(text), dt.date(2026, 1, 5), 8)).holes
    assert hole.start == begins("Pacific/Auckland", dt.date(2026, 2, 2))
    assert hole.end - hole.start == 24 * HOUR


def test_alternates_stand_in_for_somebody_away_and_not_for_a_turn_nobody_has():
    shifts = """shifts: [{days: [mon, tue, wed, thu, fri, sat], start: "00:00", end: "00:00",
        people: [ann]}]"""
    text = on_rota(shifts, role=", alternates: [ben]", zone="UTC").replace(
        "{name: Ann}", "{name: Ann, away: [{from: 2026-01-05, until: 2026-01-10}]}"
    )
    desk = role_of(cover(plan_of(text), dt.date(2026, 1, 5), 2))
    assert [(one.why, one.end - one.start) for one in desk.holes] == [("no-turn", 24 * HOUR)] * 2
    assert "alternates stand in for somebody who is away" in told(text, dt.date(2026, 1, 5), 2)


def test_a_weekly_hole_is_told_once():
    shifts = """shifts: [
      {days: [mon, tue, wed, thu, fri, sat], start: "06:00", end: "06:00", people: [ann]},
      {days: [sun], start: "06:00", end: "02:00", people: [ben]}]"""
    said = told(on_rota(shifts, zone="UTC"))
    assert "every Monday 02:00–06:00, 53 times, 212 h in all" in said
    assert said.count("02:00–06:00") == 1


def test_named_hours_say_when_a_role_must_be_held():
    more = """hours:
  office:
    title: Office
    open: [{days: [mon, tue, wed, thu, fri], start: "08:00", end: "18:00"}]
    closed_on: [2026-01-06]
    all_day_on: [2026-01-10]
"""
    shifts = (
        'shifts: [{days: [mon, tue, wed, thu, fri], start: "08:00", end: "17:00", people: [ann]}]'
    )
    text = on_rota(shifts, more, zone="UTC").replace("cover: always", "cover: office")
    desk = role_of(cover(plan_of(text), dt.date(2026, 1, 5), 1))
    assert (desk.wanted, desk.open) == ((4 * 10 + 24) * HOUR, (4 + 24) * HOUR)


def test_a_rota_that_is_kept_elsewhere_is_not_known_and_no_hole():
    more = "records: {sheet: {title: The sheet, where: The red folder}}"
    answer = cover(plan_of(on_rota("kept: sheet", more)), dt.date(2026, 1, 5), 1)
    desk = role_of(answer)
    assert (desk.open, desk.held, desk.unknown) == (0, 0, desk.wanted)
    assert "held in The sheet (sheet) alone" in told(on_rota("kept: sheet", more))


def test_turns_by_the_week_are_not_known_before_the_first():
    text = on_rota("weeks: [ann, ben], starts: 2026-01-12", zone="UTC")
    desk = role_of(cover(plan_of(text), dt.date(2026, 1, 5), 4))
    assert (desk.unknown, desk.held, desk.open) == (168 * HOUR, 3 * 168 * HOUR, 0)


def test_nobody_is_named_for_a_role_that_must_be_held():
    text = "roles: {desk: {title: Desk, cover: always}}"
    (hole,) = role_of(cover(plan_of(text), dt.date(2026, 1, 5), 1)).holes
    assert (hole.why, hole.end - hole.start) == ("nobody", 168 * HOUR)


# ── duty, rest, two rotas ──────────────────────────────────────────────────────────────────────

TWO_ROTAS = """
people: {ann: {name: Ann}, ben: {name: Ben}}
rotas:
  day: {title: Day, shifts: [{days: [mon], start: "08:00", end: "20:00", people: [ann]}]}
  night: {title: Night, shifts: [{days: [mon], start: "20:00", end: "02:00", people: [ann]},
          {days: [tue], start: "10:00", end: "14:00", people: [ann]}]}
roles:
  lead: {title: Lead, rota: day, max_duty: 13h, rest: 11h}
  desk: {title: Desk, rota: night, max_duty: 12h, rest: 8h}
"""


def test_shifts_on_two_rotas_that_touch_are_one_duty_and_the_shorter_limit_holds():
    answer = cover(plan_of(TWO_ROTAS), dt.date(2026, 1, 5), 1)
    (one,) = answer.long_duties
    assert (one.person, one.rotas, one.role) == ("ann", ("day", "night"), "desk")
    assert ((one.end - one.start) // HOUR, one.limit // HOUR) == (18, 12)


def test_rest_is_counted_over_all_rotas_and_the_longer_one_asked_for_holds():
    answer = cover(plan_of(TWO_ROTAS), dt.date(2026, 1, 5), 1)
    (one,) = answer.short_rests
    assert ((one.end - one.start) // HOUR, one.limit // HOUR, one.role) == (8, 11, "lead")


def test_one_person_on_two_rotas_at_once_is_told_unless_they_may():
    text = TWO_ROTAS.replace('start: "20:00", end: "02:00"', 'start: "18:00", end: "02:00"')
    (one,) = cover(plan_of(text), dt.date(2026, 1, 5), 1).overlaps
    assert (one.person, one.rotas, one.end - one.start) == ("ann", ("day", "night"), 2 * HOUR)
    may = text.replace("{name: Ann}", "{name: Ann, roles_at_once: 2}")
    assert cover(plan_of(may), dt.date(2026, 1, 5), 1).overlaps == ()


def test_a_hand_over_from_one_rota_to_another_in_the_repeated_hour_is_no_overlap():
    text = """
people: {ann: {name: Ann}}
rotas:
  one: {title: One, timezone: Europe/Berlin,
        shifts: [{days: [sat], start: "20:00", end: "02:30", people: [ann]}]}
  two: {title: Two, timezone: Europe/Berlin,
        shifts: [{days: [sun], start: "02:30", end: "06:00", people: [ann]}]}
"""
    assert cover(plan_of(text), dt.date(2026, 10, 19), 1).overlaps == ()


def test_a_role_held_around_the_clock_needs_enough_people_to_relieve_each_other():
    text = """
people: {ann: {name: Ann}, ben: {name: Ben}}
roles:
  log: {title: Log, primary: ann, alternates: [ben], cover: always, max_duty: 8h, rest: 11h}
  lead: {title: Lead, primary: ann, alternates: [ben], cover: always, max_duty: 12h, rest: 11h}
"""
    (one,) = cover(plan_of(text), dt.date(2026, 1, 5), 1).reliefs
    assert (one.role, one.people, one.needed) == ("log", ("ann", "ben"), 3)


# ── where successors are ───────────────────────────────────────────────────────────────────────

PLACES = """
people:
  ann: {name: Ann, site: hall}
  ben: {name: Ben, site: annex}
  cy: {name: Cy, site: far}
  dee: {name: Dee}
causes: {river: {title: The river}, grid: {title: The grid}}
systems: {mains: {title: Mains, type: power, shares: [grid]}}
sites:
  hall: {title: Hall, zone: river}
  annex: {title: Annex, zone: river, needs: [mains]}
  far: {title: Far, needs: [mains]}
roles:
  flooded: {title: A, primary: ann, alternates: [ben], critical: true}
  dark: {title: B, primary: ben, alternates: [cy], critical: true}
  apart: {title: C, primary: ann, alternates: [ben, cy], critical: true}
  unsaid: {title: D, primary: cy, alternates: [dee], critical: true}
  ordinary: {title: E, primary: ann, alternates: [ben]}
"""


def test_what_takes_the_places_of_all_successors_is_found_through_zones_and_needs():
    answer = cover(plan_of(PLACES), dt.date(2026, 1, 5), 1)
    found = {one.role: one.taken_by for one in answer.successors}
    assert found == {"flooded": ("river",), "dark": ("grid", "mains"), "apart": (), "unsaid": ()}


def test_somebody_whose_place_is_not_known_makes_the_answer_not_known():
    answer = cover(plan_of(PLACES), dt.date(2026, 1, 5), 1)
    unsaid = next(one for one in answer.successors if one.role == "unsaid")
    assert (unsaid.not_known, unsaid.together) == (("dee",), False)
    assert "Not known how far apart they are" in told(PLACES)


# ── properties ─────────────────────────────────────────────────────────────────────────────────

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "America/St_Johns",
)
CHANGES = (
    dt.date(2026, 3, 6),
    dt.date(2026, 3, 27),
    dt.date(2026, 4, 3),
    dt.date(2026, 10, 2),
    dt.date(2026, 10, 23),
    dt.date(2026, 10, 30),
    dt.date(2026, 7, 6),
)
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))


@given(
    zone=st.sampled_from(ZONES),
    plan_zone=st.sampled_from(ZONES),
    start=st.sampled_from(CHANGES),
    shifts=st.lists(
        st.tuples(st.lists(st.sampled_from(EVERY_DAY), min_size=1, unique=True), TIMES, TIMES),
        min_size=1,
        max_size=4,
    ),
)
@settings(max_examples=tries(100), deadline=None)
def test_a_week_agrees_with_a_walk_through_it_minute_by_minute(zone, plan_zone, start, shifts):
    within = horizon(plan_zone, start, 7)
    several = [
        Shift.read({"days": days, "start": begin, "end": end, "people": ["ann"]})
        for days, begin, end in shifts
    ]
    found = [
        on
        for day in days_around(zone, within)
        for shift in several
        if (on := on_day(shift, zone, day)) is not None
    ]
    held, walked = common(found, [within]), walk(zone, within, several)
    for minute in range(within[0], within[1], 60):
        assert any(start <= minute < end for start, end in held) == (minute in walked)
    assert length(held) + length(without([within], held)) == within[1] - within[0]


def walk(zone: str, within: Stretch, shifts: list[Shift]) -> set[int]:
    """The minutes at which somebody is on, by looking at the clock on the wall every minute.

    A time that the clock never shows is read as the clock would show it had it not been put
    forward; somebody comes the first time it shows the start, and goes the last time it shows the
    end.
    """
    day = 86_400
    shown = {
        minute: dt.datetime.fromtimestamp(minute, ZoneInfo(zone)).replace(tzinfo=None)
        for minute in range(within[0] - 4 * day, within[1] + 4 * day, 60)
    }
    when: dict[dt.datetime, list[int]] = {}
    for minute, wall in shown.items():
        when.setdefault(wall, []).append(minute)

    def moments(wall: dt.datetime) -> list[int]:
        missing = 0
        while wall not in when:  # back to the last minute that it did show
            wall -= dt.timedelta(minutes=1)
            missing += 60
        return [minute + missing for minute in when[wall]]

    on: set[int] = set()
    first = local(zone, within[0]).date()
    for number in range(-3, 11):
        date = first + dt.timedelta(days=number)
        for shift in shifts:
            if EVERY_DAY[date.weekday()] in shift.days:
                last = date if shift.end > shift.start else date + dt.timedelta(days=1)
                comes = min(moments(dt.datetime.combine(date, shift.start)))
                goes = max(moments(dt.datetime.combine(last, shift.end)))
                on.update(range(comes, goes, 60))
    return {minute for minute in on if within[0] <= minute < within[1]}


STRETCHES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


@given(STRETCHES, STRETCHES)
def test_stretches_are_joined_shared_and_taken_away_as_sets_of_moments_are(these, those):
    def moments(several: list[Stretch]) -> set[int]:
        return {one for start, end in several for one in range(start, end)}

    assert moments(joined(these)) == moments(these)
    assert moments(common(these, those)) == moments(these) & moments(those)
    assert moments(without(these, those)) == moments(these) - moments(those)
    for several in (joined(these), common(these, those), without(these, those)):
        assert all(one[1] < other[0] for one, other in pairwise(several))


@given(
    zone=st.sampled_from(ZONES),
    start=st.sampled_from(CHANGES),
    weeks=st.integers(1, 60),
    shifts=st.lists(
        st.tuples(
            st.lists(st.sampled_from(EVERY_DAY), min_size=1, unique=True),
            TIMES,
            TIMES,
            st.sampled_from(("ann", "ben")),
        ),
        max_size=4,
    ),
    away=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=2),
    alternates=st.sampled_from(("", "cy", "ben, cy")),
)
@settings(max_examples=tries(60), deadline=None)
def test_what_is_held_and_what_is_open_add_up_to_what_is_wanted(
    zone, start, weeks, shifts, away, alternates
):
    turns = ", ".join(
        f'{{days: [{", ".join(days)}], start: "{begin}", end: "{end}", people: [{who}]}}'
        for days, begin, end, who in shifts
    )
    days_away = ", ".join(
        f"{{from: {first}, until: {first + dt.timedelta(days=days)}}}"
        for first, days in ((start + dt.timedelta(days=number), days) for number, days in away)
    )
    text = on_rota(f"shifts: [{turns}]", zone=zone, role=f", alternates: [{alternates}]")
    text = text.replace("{name: Ann}", f"{{name: Ann, away: [{days_away}]}}")
    text = text.replace("{name: Cy}", f"{{name: Cy, away: [{days_away}]}}")
    answer = cover(plan_of(text), start, weeks)
    desk = role_of(answer)
    assert desk.held + desk.open + desk.unknown == desk.wanted == weeks * 7 * 24 * HOUR
    assert sum(one.open for one in desk.months) == desk.open
    assert sum(one.end - one.start for one in desk.holes) == desk.open
    assert all(one.end <= other.start for one, other in pairwise(desk.holes))
    repeated = patterns([("", (one.start, one.end)) for one in desk.holes], (zone, "UTC"))
    assert sorted(one for each in repeated for one in each.stretches) == [
        (one.start, one.end) for one in desk.holes
    ]


# ── questions that cannot be answered ──────────────────────────────────────────────────────────


def test_a_role_that_is_not_there_and_weeks_beyond_the_calendar_are_sentences():
    plan = plan_of(PRIMARY)
    with pytest.raises(BcpError, match="no role nobody"):
        cover(plan, dt.date(2026, 1, 5), role="nobody")
    with pytest.raises(BcpError, match="cannot be counted"):
        cover(plan, dt.date(9999, 12, 31))


def test_days_at_the_ends_of_the_calendar_do_no_harm():
    text = PRIMARY.replace("2026-02-15", "9999-12-31") + (
        "rotas: {late: {title: Late, weeks: [ann], starts: 9999-12-31}}\n"
    )
    text = text.replace("roles:", "roles:\n  late-role: {title: L, rota: late, cover: always}")
    answer = cover(plan_of(text), dt.date(2026, 1, 5), 8)
    assert role_of(answer, "late-role").unknown == 8 * 168 * HOUR


def test_programs_get_every_hole_in_utc():
    plan = plan_of(PRIMARY)
    values = as_json(cover(plan, dt.date(2026, 1, 5), 8))
    assert values["format"] == "bcp.cover/1"
    assert values["roles"][0]["holes"] == [
        {
            "from": "2026-02-10T00:00Z",
            "to": "2026-02-12T00:00Z",
            "why": "away",
            "people": ["ann", "ben", "dee"],
        }
    ]
