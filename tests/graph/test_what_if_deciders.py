"""Whoever must decide when something is lost: on duty at the hour, and reached by which list."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from small_plans import plan_of

from bcp.graph.strain import Missing
from bcp.graph.what_if.scenario import Asked, scenario_of
from bcp.graph.what_if.what_if import what_if
from bcp.graph.what_if.wording import as_json, sentences
from bcp.i18n import translator

MINUTE = 60
HOUR = 3600
NIGHT = dt.datetime(2026, 11, 24, 3, tzinfo=ZoneInfo("UTC"))
NOON = NIGHT.replace(hour=12)

BY_DAY = """
processes: {calls: {title: Calls, tier: critical, rto: 15m, mtpd: 1h, needs: [lines]}}
redundancy:
  lines:
    title: Telephony
    of: [main, spare]
    mode: warm
    switch: {decided_by: lead, decided_within: 5m, by: tech, within: 5m, tested: 2026-01-10}
systems:
  main: {title: Main, type: telephony, noticed_within: 1m, restore_time: {committed: 10h}}
  spare: {title: Spare, type: telephony}
roles:
  lead: {title: Lead, rota: leads, cover: always}
  tech: {title: Tech, primary: ben}
rotas:
  leads:
    title: Leads
    shifts:
      - {days: [mon, tue, wed, thu, fri, sat, sun], start: 06:00, end: 22:00, people: [ann]}
people: {ann: {name: Ann}, ben: {name: Ben}, cy: {name: Cy}}
"""
"""The lead who must decide on the switch is on duty by day; at night nobody is."""

CALLED = """
channels: {voice: {title: Voice, type: voice}}
levels: {major: {title: Major, rank: 1, criteria: [No calls], declared_by: lead}}
escalations:
  out:
    title: Call-out
    levels: [major]
    hours: always
    steps: [{id: first, role: lead, via: [voice], accepts_within: 4m, otherwise: end}]
    ends_at: lead
"""

TWO_SHIFTS = """
processes: {calls: {title: Calls, tier: critical, rto: 10m, mtpd: 30m, needs: [supervisor]}}
roles: {supervisor: {title: Supervisor, rota: shifts, cover: always}}
rotas:
  shifts:
    title: Shifts
    shifts:
      - {days: [mon, tue, wed, thu, fri, sat, sun], start: 07:00, end: 19:00, people: [ann]}
      - {days: [mon, tue, wed, thu, fri, sat, sun], start: 19:00, end: 07:00, people: [ben]}
people: {ann: {name: Ann}, ben: {name: Ben}}
"""


def asked(plan, given=(), **more):
    return what_if(plan, scenario_of(plan, list(given), Asked(**more)))


def outcome(answer, process="calls"):
    return next(one for one in answer.processes if one.process == process)


def told(answer, plan, language="en"):
    say = translator(language)
    return "\n".join(one.message.text(say) for one in sentences(answer, plan, language))


# ── nobody on duty ─────────────────────────────────────────────────────────────────────────────


def test_a_switch_that_nobody_on_duty_may_decide_is_not_in_time():
    plan = plan_of(BY_DAY)
    answer = asked(plan, ["main"], at=NIGHT)
    calls, (switched,) = outcome(answer), answer.switched
    assert (calls.outcome, calls.clock.verdict, calls.clock.outage) == (
        "in-doubt",
        "not-known",
        None,
    )
    assert calls.clock.at_best.seconds == 11 * MINUTE
    # The lead comes on at six, and decides then.
    assert calls.clock.at_worst.seconds == 3 * HOUR + 10 * MINUTE
    assert (switched.decides, [one.role for one in switched.off_duty]) == (None, ["lead"])
    assert switched.off_duty[0].next == "2026-11-24T06:00+00:00"
    text = told(answer, plan)
    lines = text.splitlines()
    assert lines[2] == "These go on only if somebody steps in who is not on duty then"
    assert lines[4] == (
        "time until then: not known (nobody is on duty as Lead then; next: 2026-11-24 06:00, Ann); "
        "RTO 15m, MTPD 1h"
    )
    assert "if it is decided in time all the same: 11m (noticing 1m + deciding 5m" in text
    assert "until somebody is on duty as Lead 3h + deciding 5m + switching 5m): later than" in text
    assert "but nobody is on duty as Lead then; next: 2026-11-24 06:00, Ann" in text
    assert "decided by Lead within 5m" in text


def test_by_day_the_same_switch_is_decided_by_whoever_is_on_duty():
    plan = plan_of(BY_DAY)
    answer = asked(plan, ["main"], at=NOON)
    assert (outcome(answer).outcome, outcome(answer).clock.verdict) == ("goes-on", "met")
    assert "decided by Lead (Ann) within 5m" in told(answer, plan)
    assert "on duty" not in told(answer, plan)


def test_without_an_hour_one_line_tells_when_nobody_is_on_duty_to_decide():
    plan = plan_of(BY_DAY)
    answer = asked(plan, ["main"])
    assert outcome(answer).clock.verdict == "met"
    line = (
        "but at these hours nobody is on duty as Lead: Monday 00:00–06:00, Monday 22:00 – Tuesday"
    )
    assert told(answer, plan).count("nobody is on duty") == 1
    assert line in told(answer, plan)


def test_who_stands_behind_decides_where_nobody_is_on_duty_as_the_first():
    behind = BY_DAY.replace(
        "decided_within: 5m,", "decided_within: 5m, otherwise: {by: tech, within: 3m},"
    )
    answer = asked(plan_of(behind), ["main"], at=NIGHT)
    calls = outcome(answer)
    assert (calls.outcome, calls.clock.minimum.seconds) == ("goes-on", 14 * MINUTE)
    assert calls.clock.verdict == "met"
    assert [one.role for one in answer.switched[0].off_duty] == ["lead"]


def test_late_whoever_decides_is_late_for_sure():
    slow = BY_DAY.replace("by: tech, within: 5m", "by: tech, within: 2h")
    calls = outcome(asked(plan_of(slow), ["main"], at=NIGHT))
    assert (calls.clock.minimum.seconds, calls.clock.verdict) == (
        5 * HOUR + 5 * MINUTE,
        "mtpd-breached",
    )


def test_in_doubt_both_times_are_told_where_they_come_to_the_same_verdict():
    plan = plan_of(BY_DAY.replace("rto: 15m, mtpd: 1h", "rto: 4h, mtpd: 8h"))
    answer = asked(plan, ["main"], at=NIGHT)
    calls = outcome(answer)
    assert (calls.outcome, calls.clock.verdict) == ("in-doubt", "met")
    assert calls.clock.minimum.seconds == 3 * HOUR + 10 * MINUTE
    assert (calls.clock.at_best.seconds, calls.clock.at_worst.seconds) == (
        11 * MINUTE,
        3 * HOUR + 10 * MINUTE,
    )
    text = told(answer, plan)
    assert (
        "if it is decided at once: 11m (noticing 1m + deciding 5m + switching 5m): in time" in text
    )
    assert text.count("in time either way") == 1
    assert "waits until somebody is on duty" not in text
    assert "вчасно в обох випадках" in told(answer, plan, "uk")


def test_in_doubt_what_is_late_at_once_as_well_is_late_either_way():
    plan = plan_of(BY_DAY.replace("rto: 15m, mtpd: 1h", "rto: 10m, mtpd: 8h"))
    answer = asked(plan, ["main"], at=NIGHT)
    assert outcome(answer).clock.verdict == "rto-missed"
    assert "later than the RTO either way" in told(answer, plan)


def test_in_doubt_where_somebody_at_once_interrupts_nothing_it_is_in_time_either_way():
    plan = plan_of(TWO_SHIFTS.replace("rto: 10m, mtpd: 30m", "rto: 8h, mtpd: 1d"))
    answer = asked(plan, ["ann"], at=NOON)
    calls = outcome(answer)
    assert (calls.clock.at_best.seconds, calls.clock.at_worst.seconds) == (0, 7 * HOUR)
    assert "if somebody steps in at once, it is not interrupted: in time either way" in told(
        answer, plan
    )


def test_a_strategy_that_nobody_on_duty_may_decide_serves_when_somebody_is_next():
    plan = plan_of(
        BY_DAY.replace("needs: [lines]", "needs: [main]")
        + """
strategies:
  paper: {title: Paper, for: calls, without: [main], do: how, by: tech, decided_by: lead,
          decided_within: 5m, within: 4m}
procedures: {how: {title: How, steps: [{id: a, do: It, by: tech}]}}
"""
    )
    answer = asked(plan, ["main"], at=NIGHT)
    calls = outcome(answer)
    assert (calls.outcome, calls.clock.verdict) == ("in-doubt", "not-known")
    assert calls.held[0].back.seconds == 3 * HOUR + 9 * MINUTE
    assert calls.held[0].decides is None
    assert "but nobody is on duty as Lead then" in told(answer, plan)


def test_whoever_is_named_and_not_on_duty_does_not_simply_take_the_role():
    plan = plan_of(TWO_SHIFTS)
    answer = asked(plan, ["ann"], at=NOON)
    (role,) = answer.roles
    assert (role.before, role.now) == ("ann", "ben")
    assert (role.off_duty.without, role.off_duty.people) == (("ann",), ("ben",))
    calls = outcome(answer)
    assert (calls.outcome, calls.clock.verdict) == ("in-doubt", "not-known")
    assert (calls.clock.at_best.seconds, calls.clock.at_worst.seconds) == (0, 7 * HOUR)
    text = told(answer, plan)
    assert "nobody is on duty as Supervisor then; next: 2026-11-24 19:00, Ben" in text
    assert "Ben is named for it, and not on duty then" in text
    assert "if somebody steps in at once, it is not interrupted" in text
    assert "Ben takes Supervisor" not in text


def test_a_number_that_nobody_on_duty_may_point_elsewhere_says_so():
    plan = plan_of(
        BY_DAY
        + """
suppliers: {net: {title: Carrier, service: lines}, other: {title: Other, service: lines}}
channels: {voice: {title: Voice, type: voice}}
queues:
  line:
    title: Line
    process: calls
    channel: voice
    open: always
    numbers:
      - number: "+44 20 7946 0101"
        carrier: net
        reroute: {to: other, by: tech, decided_by: lead, within: 10m}
"""
    )
    answer = asked(plan, ["net"], at=NIGHT)
    assert [one.role for one in answer.numbers[0].off_duty] == ["lead"]
    assert "but nobody is on duty as Lead then" in told(answer, plan)
    assert asked(plan, ["net"], at=NOON).numbers[0].off_duty == ()


def test_an_alternate_stands_in_for_somebody_on_duty_and_not_there():
    plan = plan_of(
        TWO_SHIFTS.replace("rota: shifts,", "rota: shifts, alternates: [cy],").replace(
            "ben: {name: Ben}}", "ben: {name: Ben}, cy: {name: Cy}}"
        )
    )
    answer = asked(plan, ["ann"], at=NOON)
    assert outcome(answer).outcome == "goes-on"
    assert answer.off_duty == ()


def test_an_alternate_fills_no_hour_of_a_rota_unless_the_calls_reach_them():
    by_day = BY_DAY.replace("rota: leads, cover: always", "rota: leads, alternates: [cy]")
    assert outcome(asked(plan_of(by_day), ["main"], at=NIGHT)).outcome == "in-doubt"
    called = by_day.replace(
        "cy: {name: Cy}", 'cy: {name: Cy, phones: {personal: "+44 20 7946 0103"}}'
    )
    assert "nobody is on duty" in told(asked(plan_of(called), ["main"]), plan_of(called))
    plan = plan_of(called + CALLED)
    assert "nobody is on duty" not in told(asked(plan, ["main"]), plan)
    answer = asked(plan, ["main"], at=NIGHT)
    assert (outcome(answer).outcome, outcome(answer).clock.verdict) == ("goes-on", "met")


ALTERNATES = (
    BY_DAY.replace("rota: leads, cover: always", "rota: leads, alternates: [ben, cy, di]")
    .replace("ann: {name: Ann}", 'ann: {name: Ann, phones: {personal: "+44 20 7946 0101"}}')
    .replace(
        "cy: {name: Cy}",
        'cy: {name: Cy, phones: {personal: "+44 20 7946 0103"}}, '
        'di: {name: Di, phones: {personal: "+44 20 7946 0104"}}',
    )
    + CALLED
)
"""Ben has no telephone; by night the calls can only come to Cy, then Di."""


def test_by_night_the_first_alternate_whom_the_calls_reach_is_named_and_not_who_is_off():
    plan = plan_of(ALTERNATES)
    answer = asked(plan, ["main"], at=NIGHT)
    assert (answer.switched[0].decides, outcome(answer).clock.verdict) == ("cy", "met")
    (role,) = answer.off_duty
    assert (role.role, role.people, role.instead) == ("lead", ("ann",), "cy")
    text = told(answer, plan)
    assert "decided by Lead (Cy) within 5m" in text
    assert (
        "nobody is on duty as Lead then; next: 2026-11-24 06:00, Ann; "
        "the calls reach Cy, an alternate"
    ) in text
    assert "виклики досягають заступника: Cy" in told(answer, plan, "uk")
    assert "decided by Lead (Di)" in told(asked(plan, ["main", "cy"], at=NIGHT), plan)


def test_by_day_whoever_is_on_duty_is_named_and_no_alternate():
    plan = plan_of(ALTERNATES)
    answer = asked(plan, ["main"], at=NOON)
    assert (answer.switched[0].decides, answer.off_duty) == ("ann", ())
    assert "alternate" not in told(answer, plan)


def test_an_alternate_who_is_away_then_is_not_named():
    away = ALTERNATES.replace(
        "cy: {name: Cy,", "cy: {name: Cy, away: [{from: 2026-11-23, until: 2026-11-25}],"
    )
    assert asked(plan_of(away), ["main"], at=NIGHT).switched[0].decides == "di"


def test_a_rota_that_is_kept_elsewhere_is_no_hole():
    kept = BY_DAY[: BY_DAY.index("rotas:")] + (
        "rotas: {leads: {title: Leads, kept: book}}\n"
        "records: {book: {title: Duty book, where: At the desk}}\n"
        "people: {ann: {name: Ann}, ben: {name: Ben}}\n"
    )
    answer = asked(plan_of(kept), ["main"], at=NIGHT)
    assert outcome(answer).clock.verdict == "met"
    assert answer.off_duty == ()


def test_a_hole_in_a_rota_that_nothing_here_waits_for_is_not_told():
    plan = plan_of(BY_DAY + "sites: {hall: {title: Hall}}\n")
    answer = asked(plan, ["hall"], at=NIGHT)
    assert (answer.off_duty, outcome(answer).outcome) == ((), "goes-on")


def test_in_ukrainian_a_decision_that_nobody_may_take_is_told_as_well():
    plan = plan_of(BY_DAY)
    text = told(asked(plan, ["main"], at=NIGHT), plan, "uk")
    assert "Працюють, лише якщо втрутиться хтось, хто тоді не чергує" in text
    assert "тоді ніхто не чергує в ролі «Lead»; далі: 2026-11-24 06:00, Ann" in text
    assert "якщо все ж вирішать вчасно" in text
    always = told(asked(plan, ["main"]), plan, "uk")
    assert "але в ці години ніхто не чергує в ролі «Lead»" in always


def test_for_programs_the_roles_and_both_figures_stand_in_the_answer():
    values = json.loads(json.dumps(as_json(asked(plan_of(BY_DAY), ["main"], at=NIGHT))))
    calls = values["processes"][0]
    assert (calls["outcome"], calls["clock"]["verdict"]) == ("in-doubt", "not-known")
    assert calls["clock"]["at_best"]["seconds"] == 11 * MINUTE
    assert values["off_duty"][0] == {
        "role": "lead",
        "without": [],
        "next": "2026-11-24T06:00+00:00",
        "seconds": 3 * HOUR,
        "people": ["ann"],
        "instead": None,
    }


# ── by which list ──────────────────────────────────────────────────────────────────────────────

ROUND = """
escalations:
  loop:
    title: Round and round
    levels: [major]
    hours: always
    steps:
      - {id: a, role: tech, via: [voice], accepts_within: 5m, otherwise: next}
      - {id: b, role: tech, via: [voice], accepts_within: 5m, otherwise: a}
      - {id: c, role: lead, via: [voice], accepts_within: 5m, otherwise: end}
    ends_at: lead
channels: {voice: {title: Voice, type: voice}}
levels: {major: {title: Major, rank: 1, criteria: [No calls], declared_by: lead}}
"""
NUMBERED = BY_DAY.replace(
    "ann: {name: Ann}", 'ann: {name: Ann, phones: {personal: "+44 20 7946 0101"}}'
).replace("ben: {name: Ben}", 'ben: {name: Ben, phones: {personal: "+44 20 7946 0102"}}')


def test_a_decider_on_duty_whom_no_call_reaches_is_not_known_to_decide():
    plan = plan_of(NUMBERED + ROUND)
    answer = asked(plan, ["main"], at=NOON)
    calls = outcome(answer)
    assert (calls.outcome, calls.clock.verdict) == ("goes-on", "not-known")
    assert calls.clock.at_best.seconds == 11 * MINUTE
    text = told(answer, plan)
    assert "time until then: not known (no call is known to reach Lead)" in text
    assert "but no call reaches Lead (Round and round, the worst of all lists)" in text
    assert "the calls run in a circle" in text


def test_a_channel_that_is_lost_carries_no_call_to_whoever_decides():
    plan = plan_of(NUMBERED + CALLED)
    assert outcome(asked(plan, ["main"], at=NOON)).clock.verdict == "met"
    answer = asked(plan, ["main", "voice"], at=NOON)
    assert outcome(answer).clock.verdict == "not-known"
    assert "but no call reaches Lead (Call-out, the worst of all lists)" in told(answer, plan)


def test_without_an_hour_one_line_tells_when_no_call_reaches_whoever_decides():
    plan = plan_of(
        NUMBERED.replace("rota: leads, cover: always", "primary: ann")
        + CALLED.replace("hours: always", "hours: office")
        + "hours: {office: {title: Office, open: [{days: [mon, tue, wed, thu, fri], "
        "start: 08:00, end: 18:00}]}}\n"
    )
    text = told(asked(plan, ["main"]), plan)
    assert text.count("but at these hours no call reaches Lead") == 1
    assert "Monday 00:00–08:00" in text


def test_without_an_hour_a_decider_whom_no_call_reaches_at_any_hour_is_not_known_to_decide():
    plan = plan_of(BY_DAY.replace("rota: leads, cover: always", "primary: ann") + CALLED)
    answer = asked(plan, ["main"])
    calls = outcome(answer)
    assert (calls.outcome, calls.clock.verdict) == ("goes-on", "not-known")
    assert calls.clock.at_best.seconds == 11 * MINUTE
    text = told(answer, plan)
    assert "time until then: not known (no call is known to reach Lead)" in text
    assert "but no call reaches Lead (Call-out, the worst of all lists): all who may act" in text
    assert "at these hours" not in text


TWO_LEADS = NUMBERED.replace(
    "rota: leads, cover: always", "primary: ann, alternates: [cy]"
).replace("cy: {name: Cy}", 'cy: {name: Cy, phones: {personal: "+44 20 7946 0103"}}')
TWO_LISTS = """
channels: {voice: {title: Voice, type: voice}}
levels: {major: {title: Major, rank: 1, criteria: [No calls], declared_by: lead}}
risks: {crash: {title: Crash, class: telecom, removes: {ids: [main]}}}
escalations:
  slow:
    title: Slow list
    levels: [major]
    hours: always
    steps:
      - {id: a, role: tech, via: [voice], accepts_within: 9m, otherwise: next, then: b}
      - {id: b, role: lead, via: [voice], accepts_within: 9m, otherwise: end}
    ends_at: lead
  quick:
    title: Quick list
    levels: []
    hours: always
    steps: [{id: a, role: lead, via: [voice], accepts_within: 6m, otherwise: end}]
    ends_at: lead
playbooks:
  lines-down:
    title: Lines down
    for: {risks: [crash]}
    activation: {full: {when: No calls, by: lead}}
    escalation: quick
    tasks: {respond: [{id: a, do: Ring the carrier, by: tech}]}
    stand_down: {when: Calls, by: lead}
"""


@pytest.mark.parametrize("lost", ["crash", "main"])
def test_calls_go_by_the_list_of_the_playbook_of_this_incident(lost):
    plan = plan_of(TWO_LEADS + TWO_LISTS)
    answer = asked(plan, [lost], at=NOON)
    (switched,) = answer.switched
    assert (switched.reached, switched.call.of_incident) == (6 * MINUTE, True)
    assert "but calling Lead may take 6m (Quick list): longer" in told(answer, plan)


def test_where_nobody_stands_in_for_whoever_decides_that_is_told_beside_the_time():
    alone = NUMBERED.replace("rota: leads, cover: always", "primary: ann") + TWO_LISTS
    plan = plan_of(alone)
    answer = asked(plan, ["crash"], at=NOON)
    assert answer.switched[0].reached == 6 * MINUTE
    text = told(answer, plan)
    assert "but calling Lead may take 6m (Quick list): longer" in text
    assert (
        "but if Ann is absent, no call reaches Lead (Quick list): all who may act are away" in text
    )


def test_where_no_playbook_answers_it_is_said_whose_worst_it_is():
    rest = TWO_LISTS.replace("removes: {ids: [main]}", "removes: {ids: [spare]}")
    plan = plan_of(TWO_LEADS + rest)
    text = told(asked(plan, ["main"], at=NOON), plan)
    assert "but calling Lead may take 18m (Slow list, the worst of all lists): longer" in text


def test_at_the_hour_asked_about_only_the_list_of_that_hour_counts():
    by_hours = TWO_LISTS.replace(
        "    hours: always\n    steps: [{id: a, role: lead",
        "    hours: day\n    steps: [{id: a, role: lead",
    ).replace("    escalation: quick\n", "    escalation: quick\n    at_other_hours: [slow]\n")
    plan = plan_of(
        TWO_LEADS
        + by_hours
        + "hours: {day: {title: Day, open: [{days: [mon, tue, wed, thu, fri], start: 08:00, "
        "end: 18:00}]}}\n"
    )
    assert asked(plan, ["main"], at=NOON).switched[0].reached == 6 * MINUTE
    assert asked(plan, ["main"], at=NIGHT).switched[0].reached == 18 * MINUTE
    assert asked(plan, ["main"]).switched[0].reached == 18 * MINUTE


def test_all_staff_missing_is_no_question_of_duty():
    plan = plan_of(TWO_SHIFTS)
    answer = asked(plan, staff=(Missing(1.0),), at=NOON)
    assert (outcome(answer).outcome, answer.off_duty) == ("stops", ())
