"""Whom a drill turns to next: a decision nobody made in time, a partner, the way back."""

import pytest
from drill_plans import answers_to, live, plan_with

from bcp.drill.afteraction import report_of_run
from bcp.drill.clock import ExerciseClock, VirtualClock
from bcp.drill.journal import Journal
from bcp.drill.runner import Deliver, Do, Session, begin_run, play, run_id
from bcp.drill.script import facilitator_list, from_data, script_for, script_for_risk
from bcp.drill.script.stored import as_data
from bcp.errors import BcpError

SECOND = (
    "telephone-lines.yaml",
    "      decided_within: 5m\n",
    "      decided_within: 5m\n      otherwise: {by: director, within: 4m}\n",
)
ASKED, DECIDES = "undecided-telephone-lines", "decide-telephone-lines"


@pytest.fixture(scope="module")
def script():
    return script_for_risk(plan_with(SECOND), "line-dead")


def report_of(folder, script, answers):
    start = "2026-01-01T00:00:00Z"
    run = folder / run_id(script, start)
    begin_run(run, script, "virtual", {"start": start})
    source = VirtualClock(start)
    clock = ExerciseClock(source)
    with Journal.open(run, "facilitator", clock) as journal:
        play(Session(script, journal, clock), source, answers_to(script, answers))
    return report_of_run(run)


def outcome_of(report, action):
    return next(row.outcome.value for row in report.rows if row.id == action)


def test_when_the_first_has_not_decided_in_time_the_second_is_asked(script):
    asked = script.inject[ASKED]
    assert asked.to == ("director",)
    assert (asked.if_not_done, asked.at_timeout) == (DECIDES, True)
    assert asked.expect == (DECIDES,)
    listed = "\n".join(facilitator_list(script))
    assert "Duty lead has not decided on the switch of “Two telephone lines” in 5 min." in listed
    assert "Director, by 9:00, must [decide-telephone-lines]" in listed


def test_the_decision_of_the_second_is_in_time_until_their_own_time_is_up(script, tmp_path):
    decided = f"{DECIDES}: {{at: 8m, by: director}}"
    assert outcome_of(report_of(tmp_path / "a", script, decided), DECIDES) == "done"
    decided = f"{DECIDES}: {{at: 9m30s, by: director}}"
    assert outcome_of(report_of(tmp_path / "b", script, decided), DECIDES) == "late"


def test_the_first_who_decides_too_late_is_late_all_the_same(script, tmp_path):
    decided = f"{DECIDES}: {{at: 8m, by: duty-lead}}"
    assert outcome_of(report_of(tmp_path, script, decided), DECIDES) == "late"


def test_the_switch_counts_from_whoever_decided(script, tmp_path):
    answers = f"{DECIDES}: {{at: 8m, by: director}}\nswitch-telephone-lines: {{at: 17m}}"
    report = report_of(tmp_path, script, answers)
    row = next(one for one in report.rows if one.id == "switch-telephone-lines")
    assert (row.due_ms, row.outcome.value) == (18 * 60_000, "done")
    switch = next(one for one in report.metrics if one.name.endswith("as planned"))
    assert (switch.target, switch.met) == ((5 + 4 + 10) * 60_000, True)


def test_who_was_asked_last_is_taken_to_have_decided(tmp_path):
    session, source = live(tmp_path, "line-dead", plan_with(SECOND))
    session.do(Deliver("lost-main-line"))
    source.advance(6 * 60_000)
    session.do(Deliver(ASKED))
    record = session.do(Do(DECIDES))
    assert (record.data["by"], record.data["late"]) == ("director", False)
    session.journal.close()


def test_a_run_kept_before_decisions_could_fall_to_others_can_still_be_read(script):
    data = as_data(script)
    for one in data["actions"]:
        del one["passes"]
    assert all(one.passes is None for one in from_data(data).actions)


# ── the way back ───────────────────────────────────────────────────────────────────────────────

BACK = (
    "keep-answering.yaml",
    "        - {id: back, procedure: back-to-normal, by: duty-lead, within: 4h, duration: 1h}\n",
    "        - {id: back, procedure: go-back, by: ict-lead}\n"
    "        - {id: review, do: Hold a review, by: duty-lead, within: 7d, after: [back]}\n",
)
GO_BACK = (
    "procedures.yaml",
    "procedures:\n",
    """procedures:
  go-back:
    title: Back to the main line
    purpose: return
    steps:
      - {id: ask, decide: Do we go back?, by: duty-lead, when: It was sound for an hour.}
      - {id: point, do: Point the numbers back, by: ict-lead, after: [ask], when: It is after 22:00}
""",
)
ASK, GO = "decide-go-back-ask", "task-keep-answering-back"


def test_nobody_goes_back_before_it_is_decided():
    script = script_for_risk(plan_with(BACK, GO_BACK), "line-dead")
    order = [one.id for one in script.actions]
    assert order.index(ASK) < order.index(GO)
    assert script.action[GO].if_done == ASK
    phase = script.inject["phase-keep-answering-return"]
    closing = script.inject["close-keep-answering"]
    assert phase.at_ms == closing.at_ms
    assert script.injects.index(phase) < script.injects.index(closing)


def test_what_must_be_the_case_for_going_back_is_told():
    script = script_for_risk(plan_with(BACK, GO_BACK), "line-dead")
    assert script.action[ASK].text == "Do we go back? (when: It was sound for an hour)"
    assert "Back to the main line” (when: It is after 22:00)" in script.action[GO].text


def test_where_the_end_is_the_decision_the_tasks_that_wait_for_it_come_after_it():
    by_word = (BACK[0], BACK[1], BACK[1].replace("within: 4h", "when: The duty lead has ended it"))
    script = script_for_risk(plan_with(by_word), "line-dead")
    assert "stand-down-keep-answering" in script.action[GO].after
    order = [one.id for one in script.injects]
    assert order.index("close-keep-answering") < order.index("phase-keep-answering-return")


# ── a partner ──────────────────────────────────────────────────────────────────────────────────

PARTNER = (
    "helpline.yaml",
    "    open: always\n",
    """    overflow:
      partner: telco-two
      trigger: Twenty callers wait.
      ramp: 30m
      capacity: 12
      hours: always
      owner: duty-lead
    open: always
""",
)


def test_the_partner_who_takes_over_is_asked_for_where_the_queue_is_hit():
    script = script_for_risk(plan_with(PARTNER), "line-dead")
    asked = script.action["overflow-helpline"]
    assert asked.by == "duty-lead"
    assert asked.text == (
        "Asks Telco Two to take over: 12 agents, or calls at a time, answering 30 min later"
    )
    assert script.inject["full-helpline"].text.startswith("Twenty callers wait. Who takes over")


def test_a_task_that_names_the_partner_is_the_asking():
    task = (
        "keep-answering.yaml",
        "      respond:\n",
        "      respond:\n        - {id: ask, do: Ask them, by: duty-lead, needs: [telco-two]}\n",
    )
    script = script_for_risk(plan_with(PARTNER, task), "line-dead")
    assert "overflow-helpline" not in script.action
    assert script.same["overflow-helpline"] == "task-keep-answering-ask"
    assert "12 agents, or calls at a time" in script.action["task-keep-answering-ask"].text


def test_a_queue_that_is_not_hit_asks_nobody():
    lost = ("risks.yaml", "removes: {ids: [main-line]}", "removes: {staff: 40%}")
    script = script_for_risk(plan_with(PARTNER, lost), "line-dead")
    assert "overflow-helpline" not in script.action


# ── words ──────────────────────────────────────────────────────────────────────────────────────


SINCE_THE_LOSS = (
    "messages.yaml",
    "    first_within: 15m\n",
    "    first_within: 15m\n    first_from: disruption\n",
)


def test_words_that_are_due_from_the_loss_are_due_earlier_by_the_time_of_noticing_it():
    script = script_for_risk(plan_with(SINCE_THE_LOSS), "line-dead")
    # The loss of the line is noticed within 5 minutes, and told when the drill begins.
    assert script.action["send-holding-line"].due_ms == (15 - 5) * 60_000


def test_words_that_are_due_before_the_loss_is_known_are_due_at_once():
    late = ("main-line.yaml", "noticed_within: 5m", "noticed_within: 20m")
    script = script_for_risk(plan_with(SINCE_THE_LOSS, late), "line-dead")
    assert script.action["send-holding-line"].due_ms == 0


def test_words_that_were_approved_beforehand_wait_for_nobody():
    given = (
        "messages.yaml",
        "    approve: {by: director, within: 10m, if_silent: The duty lead sends it}\n",
        "    approve: {by: director, beforehand: 2026-09-10}\n",
    )
    script = script_for_risk(plan_with(given), "line-dead")
    assert not any("approved by" in one.text for one in script.actions)
    assert "director" not in script.inject["asked-keep-answering"].to


# ── risk and playbook ──────────────────────────────────────────────────────────────────────────


def test_one_of_the_two_names_is_enough_for_a_playbook_to_be_drilled():
    both = script_for(plan_with(), "line-dead")
    alone = script_for(plan_with(("risks.yaml", "    playbook: keep-answering\n", "")), "line-dead")
    assert [one.id for one in alone.actions] == [one.id for one in both.actions]


def test_a_drill_plays_the_playbook_that_it_was_called_with():
    other = (
        "keep-answering.yaml",
        "playbooks:\n",
        """playbooks:
  go-quiet:
    title: Go quiet
    for: {risks: [line-dead]}
    activation: {full: {when: Nobody is left, by: director}}
    tasks:
      respond:
        - {id: close, do: Close the line, by: director}
""",
    )
    plan = plan_with(other)
    script = script_for(plan, "go-quiet")
    assert "task-go-quiet-close" in script.action
    assert "task-keep-answering-look" not in script.action
    assert script.id == "go-quiet"
    assert "task-keep-answering-look" in script_for(plan, "line-dead").action


def test_what_cannot_be_drilled_is_answered_with_what_can():
    with pytest.raises(BcpError, match="no exercise, no risk and no playbook “zzz”") as fault:
        script_for(plan_with(), "zzz")
    assert {"line-dead", "keep-answering"} <= set(
        fault.value.fix.rstrip(".").replace(",", "").split()
    )


def test_the_first_words_are_measured_from_when_they_count(tmp_path):
    script = script_for_risk(plan_with(SINCE_THE_LOSS), "line-dead")
    sent = "declare-keep-answering: {at: 4m}\nsend-holding-line: {at: 9m}"
    found = report_of(tmp_path, script, sent)
    words = next(one for one in found.objectives if one.id == "send")
    assert (words.metric.measured, words.metric.target) == (9 * 60_000, 10 * 60_000)
