"""How soon somebody with the authority accepts the call, by example."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

import pytest
from small_plans import plan_of

from bcp.errors import BcpError
from bcp.graph.reach.clocks import TooLate
from bcp.graph.reach.faults import (
    DeadEnd,
    EmptyStep,
    HolderIsAlternate,
    Loop,
    LostWithIt,
    OneWay,
    SamePerson,
    StopsShort,
)
from bcp.graph.reach.odds import read_assumed
from bcp.graph.reach.reach import At, Deciders, decider_reached, reach
from bcp.graph.reach.wording import as_json, sentences
from bcp.i18n import translator

NIGHT = """
levels: {outage: {title: Outage, rank: 1, criteria: [x], declared_by: duty}}
channels:
  phone: {title: Telephone, type: voice, needs: [exchange]}
  radio: {title: Radio, type: radio}
systems: {exchange: {title: Exchange, type: telephony, supplier: carrier}}
suppliers: {carrier: {title: Carrier, service: lines}}
people:
  ann: {name: Ann, phones: {mobile: "+44 7700 900801"}}
  ben: {name: Ben, phones: {mobile: "+44 7700 900802"}}
  cy: {name: Cy, phones: {mobile: "+44 7700 900803"}}
  dee: {name: Dee Holt, phones: {mobile: "+44 7700 900804"}}
roles:
  desk: {title: Desk, primary: ann}
  duty: {title: Duty manager, primary: ben, alternates: [cy]}
  boss: {title: Director, primary: dee, alternates: [cy]}
"""
COMMAND = """
escalations:
  command:
    title: Command
    levels: [outage]
    steps:
      - {id: one, role: desk, via: [phone], accepts_within: 3m, otherwise: next, then: two}
      - {id: two, role: duty, via: [phone, radio], accepts_within: 5m, otherwise: next, then: three}
      - {id: three, role: boss, via: [phone, radio], accepts_within: 10m, otherwise: end}
    ends_at: boss
"""


def only(several, kind):
    return [one for one in several if isinstance(one, kind)]


def told(plan, **asked):
    return [str(one) for one in sentences(reach(plan, **asked), plan)]


def test_the_authority_accepts_at_the_end_of_its_step_when_nobody_before_does():
    answer = reach(plan_of(NIGHT + COMMAND))
    worst = answer.worst
    assert worst is not None
    assert (worst.outcome.kind, worst.outcome.seconds, worst.outcome.by) == (
        "reached",
        1080,
        "boss",
    )
    assert [(one.step, one.start, one.how) for one in worst.outcome.walk] == [
        ("one", 0, "silent"),
        ("two", 180, "silent"),
        ("three", 480, "accepts"),
    ]
    assert told(plan_of(NIGHT + COMMAND))[0] == (
        "Worst: Outage, at any hour, whichever one person is absent: 18m until Director accepts "
        "(Command)"
    )


def test_one_person_behind_the_authority_is_a_dead_end_when_they_are_absent():
    plan = plan_of((NIGHT + COMMAND).replace("dee, alternates: [cy]", "dee"))
    answer = reach(plan)
    assert answer.worst is not None
    assert (answer.worst.absent, answer.worst.outcome.kind) == ("dee", "never")
    (found,) = only(answer.faults, DeadEnd)
    assert (found.place.id, found.hit.absent) == ("command", "dee")
    assert told(plan)[0] == (
        "Worst: Outage, at any hour, Dee Holt absent: never – all who may act as Director are away "
        "or cannot be called (Command)"
    )


BY_TURNS = """
rotas:
  chiefs:
    title: Chiefs
    shifts:
      - {days: [mon, tue, wed, thu, fri, sat, sun], start: 08:00, end: 20:00, people: [dee]}
      - {days: [mon, tue, wed, thu, fri, sat, sun], start: 20:00, end: 08:00, people: [ben]}
"""


def test_hours_are_told_only_of_the_absence_that_makes_them_bad():
    """Dee's absence is a dead end by day and Ben's by night: neither is at any hour."""
    text = (NIGHT + COMMAND + BY_TURNS).replace("primary: dee, alternates: [cy]", "rota: chiefs")
    found = reach(plan_of(text))
    hours = {one.absent: one.hours for one in found.lists[0].people}
    assert [(one.start // 60, one.end // 60) for one in hours["dee"]] == [
        (day * 24 + 8, day * 24 + 20) for day in range(7)
    ]
    assert len(hours["ben"]) == 8  # Sunday's turn is cut where the week turns over
    lines = told(plan_of(text))
    assert lines[0].startswith("Worst: Outage, Monday 00:00–08:00, ")
    assert ", Ben absent: never" in lines[0]
    assert not any("at any hour" in one and "never" in one for one in lines)
    ends = [one for one in lines if "dead end" in one]
    assert any(
        "Monday 08:00–20:00, Tuesday 08:00–20:00" in one and "Dee Holt" in one for one in ends
    )


def test_a_channel_is_told_with_its_own_hours():
    text = (NIGHT + COMMAND + SHIFTS).replace("[phone, radio]", "[radio]")
    text = text.replace("title: Director, primary: dee, alternates: [cy]", "title: D, rota: floor")
    text = text.replace("people: [ben]", "people: [cy]")
    for one in reach(plan_of(text)).lists[0].channels:
        assert one.channel == "radio"
        assert all(each.end <= 6 * 1440 + 2 * 60 for each in one.hours)  # Sunday has no shift


def test_a_year_of_days_may_begin_and_end_with_the_calendar():
    plan = plan_of(NIGHT + TWO_LISTS + SHIFTS)
    for day in (dt.date.min, dt.date(1, 1, 2), dt.date(9999, 12, 30), dt.date.max):
        for asked in ({"as_of": day}, {"at": At(day=day)}):
            worst = reach(plan, **asked).worst
            assert worst is not None


def test_a_step_that_calls_nobody_still_takes_its_time():
    plan = plan_of((NIGHT + COMMAND).replace("name: Ann,", "name: Ann, status: left,"))
    answer = reach(plan)
    assert answer.worst is not None
    assert answer.worst.outcome.seconds == 1080
    (found,) = only(answer.faults, EmptyStep)
    assert (found.step, found.how) == ("one", "nobody")


SHIFTS = """
rotas:
  floor:
    title: Floor
    shifts:
      - {days: [mon, tue, wed, thu, fri, sat], start: 07:00, end: 19:00, people: [ann]}
      - {days: [mon, tue, wed, thu, fri, sat], start: 19:00, end: 02:00, people: [ben]}
"""


def test_a_rota_that_is_empty_at_an_hour_is_found_with_the_hours():
    text = (
        (NIGHT + COMMAND + SHIFTS)
        .replace("dee, alternates: [cy]", "dee")
        .replace("title: Director, primary: dee", "title: Director, rota: floor")
    )
    answer = reach(plan_of(text))
    (found,) = only(answer.faults, EmptyStep)
    assert found.role == "boss"
    stretches = [(one.start, one.end) for one in found.when]
    assert stretches[0] == (0, 7 * 60)  # Sunday has no shift, and Monday's begins at seven
    assert stretches[-1] == (6 * 1440 + 2 * 60, 7 * 1440)
    assert answer.worst is not None
    assert answer.worst.absent is None
    assert answer.worst.outcome.kind == "never"


def test_whose_week_it_is_counts_at_its_worst_and_a_day_of_the_calendar_knows_it():
    text = (
        (NIGHT + COMMAND)
        .replace("dee, alternates: [cy]", "dee")
        .replace("title: Director, primary: dee", "title: Director, rota: turns")
    )
    text += "rotas: {turns: {title: Turns, weeks: [dee, cy], starts: 2026-11-02}}\n"
    text = text.replace("name: Cy,", "name: Cy, away: [{from: 2026-11-09, until: 2026-11-20}],")
    plan = plan_of(text)
    assert {one.absent for one in reach(plan).lists[0].people} == {"dee", "cy"}
    # Cy's week is that of the 9th; on the 16th it is Dee's again.
    at = reach(plan, at=At(day=dt.date(2026, 11, 10))).worst
    assert at is not None
    assert (at.outcome.kind, at.absent, at.away) == ("never", None, ("cy",))
    after = reach(plan, at=At(day=dt.date(2026, 11, 17))).lists[0].usual
    assert after is not None
    assert after.outcome.kind == "reached"
    day = reach(plan, as_of=dt.date(2026, 11, 1)).lists[0].day
    assert day is None  # no worse than the ordinary week, in which one of them is absent


def test_two_rotas_count_together_only_as_their_weeks_come_together():
    text = (
        (NIGHT + COMMAND)
        .replace("primary: ben, alternates: [cy]", "rota: a")
        .replace("primary: dee, alternates: [cy]", "rota: b")
    )
    apart = "rotas:\n  a: {title: A, weeks: [ben, dee], starts: 2026-11-02}\n"
    apart += "  b: {title: B, weeks: [dee, ben], starts: 2026-11-02}\n"
    text = text.replace("otherwise: end", "otherwise: two")
    # With the same person in both, a circle; with two, one of the steps has somebody.
    both = reach(plan_of(text.replace("role: duty, via", "role: boss, via") + apart)).lists[0]
    assert both.people[0].outcome.why == "loop"
    text = text.replace("ends_at: boss", "ends_at: boss\n    hand_over: again")
    text = text.replace("otherwise: two", "otherwise: hand-over")
    text += "  again:\n    title: Again\n    levels: []\n    ends_at: duty\n    steps:\n"
    text += "      - {id: x, role: duty, via: [radio], accepts_within: 1m, otherwise: end}\n"
    found = reach(plan_of(text + apart)).lists
    command = next(one for one in found if one.escalation == "command")
    assert [one.outcome.kind for one in command.people] == ["reached", "reached"]
    assert [one.outcome.by for one in command.people] == ["duty", "duty"]


def test_planned_absences_count_on_their_days_with_one_person_more():
    text = (NIGHT + COMMAND).replace(
        "name: Dee Holt,", "name: Dee Holt, away: [{from: 2026-12-21, until: 2026-12-28}],"
    )
    plan = plan_of(text)
    (one,) = reach(plan, as_of=dt.date(2026, 11, 22)).lists
    assert one.day is not None
    assert (one.day.when.day, one.day.absent, one.day.away) == (
        dt.date(2026, 12, 21),
        "cy",
        ("dee",),
    )
    assert one.day.outcome.kind == "never"
    assert reach(plan, as_of=dt.date(2026, 12, 29)).lists[0].day is None
    assert reach(plan).lists[0].day is None


def test_days_are_alike_only_when_they_are_for_every_role():
    text = (NIGHT + COMMAND).replace(
        "name: Ben,", "name: Ben, away: [{from: 2026-12-01, until: 2026-12-05}],"
    )
    text = text.replace(
        "name: Dee Holt,", "name: Dee Holt, away: [{from: 2026-12-21, until: 2026-12-28}],"
    )
    (one,) = reach(plan_of(text), as_of=dt.date(2026, 11, 22)).lists
    assert one.day is not None
    assert (one.day.when.day, one.day.away) == (dt.date(2026, 12, 21), ("dee",))


CLOSED = """
hours:
  office:
    title: Office hours
    open: [{days: [mon, tue, wed, thu, fri, sat, sun], start: 08:00, end: 18:00}]
    closed_on: [2026-12-25]
  late:
    title: Late
    open: [{days: [mon, tue, wed, thu, fri, sat, sun], start: 18:00, end: 08:00}]
escalations:
  first:
    title: First
    levels: [outage]
    steps: [{id: f, role: desk, via: [phone], accepts_within: 3m, otherwise: hand-over}]
    hand_over: day
    ends_at: boss
  day:
    title: By day
    levels: []
    hours: office
    steps: [{id: d, role: boss, via: [radio], accepts_within: 9m, otherwise: end}]
    hand_over: night
    ends_at: boss
  night:
    title: By night
    levels: []
    hours: late
    steps: [{id: n, role: boss, via: [radio], accepts_within: 9m, otherwise: end}]
    ends_at: boss
"""


def test_a_day_on_which_one_list_is_closed_and_the_other_is_not_open_is_the_worst():
    first = next(
        one
        for one in reach(plan_of(NIGHT + CLOSED), as_of=dt.date(2026, 11, 22)).lists
        if one.escalation == "first"
    )
    assert first.usual is not None
    assert first.usual.outcome.seconds == 12 * 60
    assert first.day is not None
    assert (first.day.when.day, first.day.absent) == (dt.date(2026, 12, 25), None)
    assert first.day.outcome.why == "called-on"


TWO_LISTS = """
hours:
  office:
    title: Office hours
    open: [{days: [mon, tue, wed, thu, fri], start: 08:00, end: 18:00}]
    closed_on: [2026-12-25]
escalations:
  day:
    title: By day
    levels: [outage]
    hours: office
    steps: [{id: d, role: duty, via: [phone], accepts_within: 4m, otherwise: hand-over}]
    hand_over: night
    ends_at: boss
  night:
    title: By night
    levels: [outage]
    steps: [{id: n, role: boss, via: [radio], accepts_within: 9m, otherwise: end}]
    ends_at: boss
"""


def test_a_list_hands_over_and_the_hours_that_it_leaves_open_are_told():
    answer = reach(plan_of(NIGHT + TWO_LISTS))
    (level,) = answer.levels
    assert level.lists == ("day",)  # the other one only follows it
    assert level.uncovered == ()
    assert level.worst is not None
    assert level.worst.outcome.seconds == 13 * 60
    text = NIGHT + TWO_LISTS.replace("    levels: [outage]\n    steps", "    levels: []\n    steps")
    (level,) = reach(plan_of(text)).levels
    assert level.uncovered[0].start == 0
    assert level.worst is not None
    assert (level.worst.escalation, level.worst.outcome.why) == (None, "no-list")
    assert any("no list holds: Monday 00:00–08:00" in one for one in told(plan_of(text)))


def test_a_closed_day_is_no_day_of_the_list():
    plan = plan_of(NIGHT + TWO_LISTS)
    christmas = reach(plan, only=("day",), at=At(day=dt.date(2026, 12, 25)))
    assert christmas.worst is None
    assert told(plan, only=("day",), at=At(day=dt.date(2026, 12, 25)))[0] == (
        "None of these lists holds then: nobody is called."
    )
    before = reach(plan, only=("day",), at=At(9 * 60, dt.date(2026, 12, 24)))
    assert before.worst is not None


def test_hours_in_the_clock_of_another_zone_are_laid_over_the_week_of_the_plan():
    from bcp.files import Tree
    from bcp.loader import load

    text = NIGHT + TWO_LISTS.replace("title: Office hours", "title: O, timezone: Europe/Kyiv")
    header = b"bcp: 1\nplan: {id: p, title: P, timezone: Europe/London}\n"
    text = text.replace("title: O, timezone: Europe/Kyiv", "title: O\n    timezone: Europe/Kyiv")
    loaded = load(Tree(None, {"plan.yaml": header, "rest.yaml": text.encode()}))
    (day, _) = reach(loaded.plan).lists
    assert day.stretches[0].usual.when.start == 6 * 60


def test_a_circle_is_never_and_is_found():
    answer = reach(
        plan_of(
            (NIGHT + COMMAND)
            .replace("otherwise: end}", "otherwise: one}")
            .replace("ends_at: boss", "ends_at: boss")
            .replace("dee, alternates: [cy]", "dee")
        )
    )
    (loop,) = only(answer.faults, Loop)
    assert loop.ids == ("three", "one")
    assert answer.worst is not None
    assert answer.worst.outcome.why == "loop"
    assert answer.lists[0].usual is not None
    assert answer.lists[0].usual.outcome.seconds == 1080


def test_after_the_last_call_the_authority_is_called_on_and_no_time_is_invented():
    text = NIGHT + COMMAND.replace("role: boss, via: [phone, radio]", "role: desk, via: [phone]")
    answer = reach(plan_of(text))
    assert answer.worst is not None
    outcome = answer.worst.outcome
    assert (outcome.kind, outcome.seconds, outcome.why) == ("not-known", None, "called-on")
    nobody = text.replace("title: Director, primary: dee, alternates: [cy]", "title: Director")
    unnamed = reach(plan_of(nobody)).worst
    assert unnamed is not None
    assert (unnamed.outcome.kind, unnamed.outcome.why) == ("not-known", "unnamed")


def test_whoever_accepts_and_sends_on_the_long_way_round_counts():
    text = NIGHT + COMMAND.replace("otherwise: next, then: two", "otherwise: three, then: two")
    worst = reach(plan_of(text)).worst
    assert worst is not None
    assert worst.outcome.seconds == 1080  # by silence it were 13 minutes
    assert worst.outcome.walk[0].how == "accepts"


# ── what is weak ───────────────────────────────────────────────────────────────────────────────


def test_a_person_behind_two_steps_and_in_their_own_stead_is_found():
    text = (NIGHT + COMMAND).replace("primary: dee, alternates: [cy]", "primary: ben")
    found = only(reach(plan_of(text)).faults, SamePerson)
    assert [(one.before, one.role, one.person, one.nobody_new) for one in found] == [
        ("duty", "boss", "ben", True)
    ]
    text = (NIGHT + COMMAND).replace("dee, alternates: [cy]", "dee, alternates: [dee]")
    (twice,) = only(reach(plan_of(text)).faults, HolderIsAlternate)
    assert (twice.role, twice.place.path) == ("boss", ("alternates", 0))


def test_all_ways_through_one_carrier_are_found_at_the_carrier():
    text = (NIGHT + COMMAND).replace("[phone, radio]", "[phone]")
    (found,) = only(reach(plan_of(text)).faults, OneWay)
    assert set(found.things) == {"phone", "exchange", "carrier"}
    assert not only(reach(plan_of(NIGHT + COMMAND)).faults, OneWay)


OUTAGE = """
risks:
  dead-lines: {title: Lines dead, class: premises, removes: {ids: [carrier]}}
playbooks:
  silence:
    title: Silence
    for: {risks: [dead-lines]}
    activation: {full: {when: x, by: duty}}
    escalation: command
    tasks: {respond: [{id: t, do: x, by: duty}]}
"""


def test_a_channel_that_is_lost_with_what_it_reports_is_found():
    (found,) = only(reach(plan_of(NIGHT + COMMAND + OUTAGE)).faults, LostWithIt)
    assert (found.playbook, found.cause, found.channels) == ("silence", "dead-lines", ("phone",))
    assert found.steps == ("desk",)
    assert not found.later
    text = (NIGHT + COMMAND + OUTAGE).replace("[phone, radio]", "[phone]")
    (worse,) = only(reach(plan_of(text)).faults, LostWithIt)
    assert (worse.later, worse.hit.outcome.kind) == (True, "never")


def test_nobody_who_has_a_number_is_no_way_to_them():
    text = (NIGHT + COMMAND).replace('name: Ann, phones: {mobile: "+44 7700 900801"}', "name: Ann")
    (found,) = only(reach(plan_of(text)).faults, EmptyStep)
    assert (found.role, found.how) == ("desk", "no-way")
    there = text.replace("title: Desk,", 'title: Desk, phones: {duty: "+44 7700 900809"},')
    assert not only(reach(plan_of(there)).faults, EmptyStep)


CLOCKS = """
processes: {calls: {title: Calls, tier: critical, rto: 30m, needs: [exchange]}}
strategies:
  paper:
    title: Paper
    for: calls
    without: [exchange]
    do: silence
    by: desk
    decided_by: boss
    decided_within: 15m
    within: 25m
redundancy:
  lines:
    title: Lines
    of: [exchange, spare]
    mode: manual
    switch: {decided_by: duty, decided_within: 8m, by: desk, within: 5m}
"""


def test_times_longer_than_the_clock_they_serve_are_found():
    text = (NIGHT + COMMAND + OUTAGE + CLOCKS).replace(
        "systems: {", "systems: {spare: {title: Spare, type: telephony}, "
    )
    found = only(reach(plan_of(text)).faults, TooLate)
    assert [(one.what, one.of, one.role, one.clock, one.outcome.seconds) for one in found] == [
        ("strategy", "paper", "boss", 900, 1080),
        ("activation-rto", "silence", "duty", 300, 480),
    ]
    assert decider_reached(plan_of(text), "duty") == 480
    assert decider_reached(plan_of(text), "boss") == 1080
    assert decider_reached(plan_of(text), "nobody-of-that-name") is None


def test_a_decider_without_alternate_is_not_reached_when_they_are_absent():
    plan = plan_of(NIGHT + COMMAND)
    assert decider_reached(plan, "desk") is None
    outcome = Deciders(plan).reached("desk")
    assert outcome is not None
    assert (outcome.kind, outcome.why) == ("never", "nobody")


def test_a_list_that_ends_with_somebody_who_may_start_nothing_is_found():
    text = NIGHT + COMMAND.replace(", then: two", "").replace(", then: three", "")
    (found,) = only(reach(plan_of(text)).faults, StopsShort)
    assert found.roles == ("desk",)  # the duty manager declares the level
    assert not only(reach(plan_of(NIGHT + COMMAND)).faults, StopsShort)


# ── chances ────────────────────────────────────────────────────────────────────────────────────


def test_chances_are_those_of_the_tries_at_the_authority():
    plan = plan_of(NIGHT + COMMAND.replace("10m, otherwise", "10m, attempts: 2, otherwise"))
    assumed = read_assumed("answers=0.5, within=1m", plan)
    (one,) = reach(plan, assumed=assumed).odds
    # Dee and Cy by turns, four tries over ten minutes from the eighth.
    assert [(each.person, each.channel, each.start) for each in one.tries] == [
        ("dee", "phone", 480),
        ("cy", "phone", 630),
        ("dee", "radio", 780),
        ("cy", "radio", 930),
    ]
    assert one.within == (
        (Fraction(1, 2), 540),
        (Fraction(9, 10), 990),
        (Fraction(99, 100), None),
    )
    assert one.reached == Fraction(15, 16)
    lines = "\n".join(map(str, sentences(reach(plan, assumed=assumed), plan)))
    assert "nine nights in ten within 16m30s; one in two within 9m; 99 in 100 not" in lines
    assert "in 1 night of 16 nobody with the authority answers at all" in lines
    assert "Assumed, not measured" in lines


def test_what_is_assumed_is_read_with_its_exceptions():
    plan = plan_of(NIGHT + COMMAND)
    found = read_assumed(
        "answers=70%,within=3m,available.dee=0.5,answers.radio=1,within.radio=0m", plan
    )
    assert (found.answers, found.within, found.available) == (Fraction(7, 10), 180, 1)
    assert found.available_of == {"dee": Fraction(1, 2)}
    assert found.answers_of == {"radio": 1}
    assert found.within_of == {"radio": 0}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("answers=0.7", "must say how many calls are answered"),
        ("answers=1.7,within=3m", "is not a chance"),
        ("answers=0.7,within=3", "is not a length of time"),
        ("answers=0.7,within=3m,luck=1", "does not know"),
        ("answers=0.7,within=3m,available.zoe=1", "no person of the plan"),
        ("answers=1/0,within=3m", "is not a chance"),
        ("answers=nan,within=3m", "is not a chance"),
    ],
)
def test_what_cannot_be_assumed_is_refused_with_a_fix(text, said):
    with pytest.raises(BcpError, match=said):
        read_assumed(text, plan_of(NIGHT + COMMAND))


def test_programs_get_the_whole_answer_with_its_shape():
    plan = plan_of((NIGHT + COMMAND).replace("dee, alternates: [cy]", "dee"))
    told = as_json(reach(plan, assumed=read_assumed("answers=0.5,within=1m", plan)))
    assert told["format"] == "bcp.reach/1"
    assert told["worst"]["absent"] == "dee"
    assert told["faults"][0]["fault"] == "DeadEnd"
    assert told["faults"][0]["place"] == {"id": "command", "path": ["ends_at"]}
    assert told["assumed"]["answers"] == "1/2"
    assert told["lists"][0]["usual"]["outcome"]["seconds"] == 1080


def test_a_plan_without_a_call_out_is_told_so():
    assert told(plan_of("levels: {}\n"))[0] == (
        "No escalation is asked about: the plan calls nobody."
    )


def test_a_list_of_a_thousand_steps_is_walked():
    steps = "\n".join(
        f"      - {{id: s{n}, role: desk, via: [phone], accepts_within: 1m, otherwise: next}}"
        for n in range(1200)
    )
    text = (
        "escalations:\n  long:\n    title: L\n    levels: [outage]\n    ends_at: boss\n    steps:\n"
    )
    text += f"{steps}\n"
    text += "      - {id: last, role: boss, via: [radio], accepts_within: 1m, otherwise: end}\n"
    worst = reach(plan_of(NIGHT + text)).worst
    assert worst is not None
    assert worst.outcome.seconds == 1201 * 60


def test_what_is_not_declared_is_not_known_and_what_leads_nowhere_is_never():
    text = NIGHT + COMMAND
    strange = plan_of(text.replace("role: boss, via", "role: bos, via"), whole=False)
    worst = reach(strange).worst
    assert worst is not None
    assert (worst.outcome.kind, worst.outcome.why) == ("not-known", "called-on")
    nowhere = reach(plan_of(text.replace("otherwise: next, then: three", "otherwise: tree"))).worst
    assert nowhere is not None
    assert (nowhere.outcome.kind, nowhere.outcome.why) == ("never", "nowhere")
    nobody = reach(plan_of(text.replace("ends_at: boss", "ends_at: bos"), whole=False)).worst
    assert nobody is not None
    assert (nobody.outcome.kind, nobody.outcome.why) == ("not-known", "unnamed")


def test_in_ukrainian_no_length_keeps_the_signs_of_plans():
    plan = plan_of(NIGHT + COMMAND)
    for asked in ({}, {"assumed": read_assumed("answers=0.7,within=3m", plan)}):
        answer = reach(plan, **asked)
        say = translator("uk")
        text = "\n".join(one.message.text(say) for one in sentences(answer, plan, "uk"))
        assert "0 хв Desk; 3 хв Duty manager" in text
        assert "18 хв, доки відгукнеться роль «Director»" in text
        assert not re.search(r"\d[dhms]\b", text)
