import json
import re

import pytest
from drill_plans import live, plan_with, played

from bcp.drill.afteraction import (
    Outcome,
    Standing,
    as_json,
    lines,
    markdown,
    report_of_run,
    tail_in,
)
from bcp.drill.clock import ExerciseClock, VirtualClock
from bcp.drill.journal import Journal, State, read, verify
from bcp.drill.runner import Deliver, Do, Note, Rate, Session
from bcp.drill.script import script_for
from bcp.errors import BcpError

MINUTE = 60_000
GOOD = "default: in-time\nring-lead: {at: 3m}\nanswer-call-out-lead: {at: 6m}\n"


def outcome(report, action):
    return next(row.outcome for row in report.rows if row.id == action)


def rated(report, objective="reach"):
    return next(one for one in report.objectives if one.id == objective)


def figure(report, name):
    return next(one for one in report.metrics if one.name == name)


def reported(tmp_path, text, **more):
    return report_of_run(played(tmp_path, text, **more))


def test_a_run_in_which_all_was_done_in_time_is_clean(tmp_path):
    report = reported(tmp_path, GOOD)
    assert (rated(report).suggested, rated(report).final, rated(report).given) == ("P", "P", False)
    assert report.counted(Outcome.MISSED) == report.counted(Outcome.LATE) == 0
    assert report.areas == ()
    assert report.clean


def test_missed_is_derived_and_nowhere_written(tmp_path):
    run = played(tmp_path, GOOD + "send-holding-line: missed")
    assert outcome(report_of_run(run), "send-holding-line") is Outcome.MISSED
    assert not [r for r in read(run) if r.type in ("action.not_done", "action.missed")]


def test_something_late_that_is_no_must_suggests_some_challenges(tmp_path):
    report = reported(
        tmp_path,
        "default: in-time\nring-lead: {at: 3m}\n"
        "answer-call-out-boss: {at: 29m}\nanswer-call-out-lead: missed",
        plan=plan_with(
            (
                "exercises.yaml",
                "metric: time-to-escalate, max: 10m",
                "metric: time-to-answer, max: 40m",
            )
        ),
    )
    assert rated(report).suggested == "S"


def test_a_must_that_is_late_suggests_major_challenges_and_still_achieves(tmp_path):
    report = reported(tmp_path, GOOD.replace("3m", "5m1s"))
    one = rated(report)
    assert (one.suggested, one.achieved, one.clean) == ("M", True, False)
    assert not report.clean


def test_a_must_that_is_missed_suggests_unable(tmp_path):
    report = reported(tmp_path, "default: in-time\nring-lead: missed")
    assert rated(report).suggested == "U"
    assert not rated(report).achieved


def test_a_target_that_was_missed_suggests_unable_though_every_action_came_in_time(tmp_path):
    plan = plan_with(
        (
            "exercises.yaml",
            "metric: time-to-escalate, max: 10m",
            "metric: time-to-escalate, max: 5m",
        )
    )
    one = rated(reported(tmp_path, GOOD, plan=plan))
    assert (one.metric.measured, one.metric.target, one.metric.met) == (
        6 * MINUTE,
        5 * MINUTE,
        False,
    )
    assert one.suggested == "U"


def test_what_a_person_says_wins_over_the_suggestion_and_both_are_shown(tmp_path):
    report = reported(tmp_path, GOOD + "reach: {rate: M, note: she shouted}")
    one = rated(report)
    assert (one.suggested, one.final, one.reason) == ("P", "M", "she shouted")
    assert "suggested was P; she shouted" in "\n".join(lines(report))


def test_two_evaluators_who_differ_are_both_shown_and_the_worse_counts(tmp_path):
    run = played(tmp_path, GOOD + "reach: {rate: P}")
    clock = ExerciseClock(VirtualClock("2026-01-01T02:00:00Z"))
    with Journal.open(run, "eva", clock) as journal:
        Session(script_for(plan_with(), "line-tabletop"), journal, clock).do(Rate("reach", "S"))
    one = rated(report_of_run(run))
    assert (one.final, one.spread) == ("S", ("eva: S", "facilitator: P"))


def test_an_objective_nobody_could_observe_is_not_rated(tmp_path):
    session, _ = live(tmp_path)
    session.end()
    session.journal.close()
    report = report_of_run(tmp_path / "live")
    assert rated(report).final == ""
    assert rated(report).standing is Standing.NOT_PLAYED
    assert "Objectives: 0 met (0 of them clean), 0 not met, 1 not played" in "\n".join(
        lines(report)
    )
    assert not report.clean


def test_a_drill_in_which_next_to_nothing_happened_meets_next_to_nothing(tmp_path):
    """Told everything, decided one switch, and went home two minutes before the switch was due."""
    session, source = live(tmp_path, scenario="line-dead")
    source.advance(108 * MINUTE)
    for inject in ("reads-service-level", "reads-abandonment", "lost-main-line"):
        if inject in session.script.inject:
            session.do(Deliver(inject))
    session.do(Do("decide-telephone-lines"))
    source.advance(4 * MINUTE)
    session.end()
    session.journal.close()
    report = report_of_run(tmp_path / "live")
    assert [one.id for one in report.objectives if one.suggested in ("P", "S", "M")] == []
    assert report.standing(Standing.MET) == 0
    assert rated(report, "switch").standing is Standing.NOT_RATED
    assert rated(report, "switch").metric.measured is None
    assert not report.clean
    assert "0 met" in "\n".join(lines(report))


def test_a_few_actions_in_time_do_not_speak_for_the_many_that_were_not_played(tmp_path):
    session, _ = live(tmp_path, scenario="line-dead")
    session.do(Deliver("reads-service-level"))
    session.do(Do("declare-keep-answering"))
    session.end()
    session.journal.close()
    one = rated(report_of_run(tmp_path / "live"), "in-time")
    assert (one.metric.measured, one.suggested) == (1000, "")
    assert one.standing is Standing.NOT_RATED


def test_actions_that_were_all_missed_without_a_must_suggest_nothing(tmp_path):
    plan = plan_with(
        ("exercises.yaml", ", measure: {metric: time-to-escalate, max: 10m}}", "}"),
        ("exercises.yaml", "within: 5m, must: true, tests", "within: 5m, tests"),
    )
    one = rated(reported(tmp_path, "default: missed", plan=plan))
    assert (one.suggested, one.standing) == ("", Standing.NOT_PLAYED)


def test_what_was_left_counts_as_not_rated_whatever_the_record_suggests(tmp_path):
    session, _ = live(tmp_path)
    session.do(Deliver("quiet"))
    session.do(Do("ring-lead"))
    session.do(Do("answer-call-out-lead"))
    session.do(Rate("reach", "-"))
    session.end()
    session.journal.close()
    report = report_of_run(tmp_path / "live")
    one = rated(report)
    assert (one.suggested, one.final, one.given) == ("P", "", False)
    assert one.standing is Standing.NOT_RATED and not report.clean
    assert "1 not rated" in "\n".join(lines(report))
    assert "| (not rated) |" in markdown(report)


def test_a_rating_of_what_was_not_played_is_said_to_be_one(tmp_path):
    report = reported(tmp_path, "default: missed\nreach: {rate: P}")
    assert rated(report).standing is Standing.MET
    assert "nothing of it was played" in "\n".join(lines(report))


def test_the_report_of_a_drill_in_ukrainian_holds_no_english_of_ours(tmp_path):
    session, source = live(tmp_path, language="uk")
    session.do(Deliver("quiet"))
    source.advance(9 * MINUTE)
    session.do(Do("ring-lead"))
    session.undo()
    session.end()
    session.journal.close()
    report = report_of_run(tmp_path / "live")
    text = "\n".join(lines(report))
    assert "Цілі: досягнуто 0" in text and "скасовано" in text and "не виконано, строк 5:00" in text
    for word in (
        "Objectives",
        "missed",
        "not done",
        "Timeline",
        "Journal",
        "taken back",
        "at most",
    ):
        assert word not in text + markdown(report)


def test_what_is_due_after_the_end_is_open_not_missed(tmp_path):
    report = reported(tmp_path, "ring-lead: {at: 1m}")
    assert outcome(report, "task-keep-answering-back") is Outcome.OPEN
    assert outcome(report, "send-holding-line") is Outcome.MISSED


def test_a_level_that_was_not_needed_is_neither_done_nor_missed(tmp_path):
    report = reported(tmp_path, GOOD)
    assert outcome(report, "answer-call-out-boss") is Outcome.NOT_NEEDED
    assert "silent-call-out-lead" not in [one.id for one in report.told]


def test_the_whole_chain_behind_an_answered_level_is_not_needed(tmp_path):
    report = reported(tmp_path, GOOD)
    assert outcome(report, "answer-call-anybody-second") is Outcome.NOT_NEEDED


def test_the_switch_is_held_against_its_plan_and_against_the_recovery_time(tmp_path):
    report = reported(tmp_path, GOOD + "decide-telephone-lines: {at: 14m}")
    planned = figure(report, "switch: Two telephone lines, as planned")
    assert (planned.measured, planned.target, planned.met) == (24 * MINUTE, 15 * MINUTE, False)
    # An RTO runs from the loss, which was five minutes before anybody noticed it.
    rto = figure(report, "switch: Two telephone lines, against RTO")
    assert (rto.measured, rto.target, rto.met) == (29 * MINUTE, 60 * MINUTE, True)


def test_times_of_the_run_are_measured_from_what_happened(tmp_path):
    report = reported(
        tmp_path, GOOD + "declare-keep-answering: {at: 8m}\nsend-holding-line: {at: 20m}"
    )
    assert figure(report, "time to declare").measured == 8 * MINUTE
    assert figure(report, "time to answer: Duty lead").measured == 6 * MINUTE
    first = figure(report, "message: holding-line")
    assert (first.measured, first.target) == (12 * MINUTE, 15 * MINUTE)


def test_a_message_that_never_went_out_has_failed_its_target(tmp_path):
    report = reported(tmp_path, GOOD + "send-holding-line: missed")
    first = figure(report, "message: holding-line")
    assert (first.measured, first.met) == (None, False)


def test_each_area_names_the_place_in_the_plan_and_musts_come_first(tmp_path):
    report = reported(
        tmp_path, GOOD + "send-holding-line: missed\ndecide-telephone-lines: {at: 14m}"
    )
    assert [(one.where, one.must) for one in report.areas] == [
        ("telephone-lines.switch.decided_by", True),
        ("holding-line", False),
    ]
    assert "9:00 late" in report.areas[0].text
    assert "not done, due at 25:00" in report.areas[1].text


def test_an_alternate_who_did_it_is_noted(tmp_path):
    report = reported(tmp_path, "ring-lead: {at: 3m, by: planner, note: on the stairs}")
    row = next(one for one in report.rows if one.id == "ring-lead")
    assert (row.by, row.done_by, row.note) == ("Floor lead", "Planner", "on the stairs")


def test_what_was_taken_back_is_shown_and_does_not_count(tmp_path):
    session, _ = live(tmp_path)
    session.do(Deliver("quiet"))
    session.do(Do("ring-lead"))
    session.undo()
    session.end()
    session.journal.close()
    report = report_of_run(tmp_path / "live")
    assert outcome(report, "ring-lead") is Outcome.OPEN
    assert report.corrections == ("0:00 record 3 of facilitator taken back: action.done ring-lead",)


def test_a_corrected_time_counts_and_both_are_shown(tmp_path):
    session, source = live(tmp_path)
    session.do(Deliver("quiet"))
    source.advance(9 * MINUTE)
    record = session.do(Do("ring-lead"))
    session.journal.amend(record.seq, "at", 4 * MINUTE)
    session.end()
    session.journal.close()
    report = report_of_run(tmp_path / "live")
    assert outcome(report, "ring-lead") is Outcome.DONE
    assert "540000 → 240000" in report.corrections[0]


def test_a_plan_that_changed_since_is_said_and_is_no_clean_run(tmp_path):
    run = played(tmp_path, GOOD)
    changed = plan_with(("telephone-lines.yaml", "within: 10m", "within: 12m"))
    report = report_of_run(run, changed)
    assert [one.id for one in report.stale] == ["switch-telephone-lines"]
    assert not report.clean
    assert report_of_run(run, plan_with()).clean


def test_a_run_broken_off_for_a_real_incident_is_never_clean(tmp_path):
    session, _ = live(tmp_path)
    session.stop_for_incident("")
    session.journal.close()
    report = report_of_run(tmp_path / "live")
    assert not report.clean
    assert "figures do not count" in markdown(report)


def test_a_run_that_goes_on_can_be_reported_on(tmp_path):
    session, source = live(tmp_path)
    session.do(Deliver("quiet"))
    source.advance(6 * MINUTE)
    session.do(Note("so far"))
    report = report_of_run(tmp_path / "live")
    session.journal.close()
    assert not report.ended and not report.clean
    assert outcome(report, "ring-lead") is Outcome.MISSED
    assert "has not ended" in "\n".join(lines(report))


def test_a_run_without_a_record_has_nothing_to_report(tmp_path):
    run = played(tmp_path)
    (run / "journal" / "facilitator.jsonl").unlink()
    with pytest.raises(BcpError, match="Nothing has happened"):
        report_of_run(run)


def test_the_report_keeps_how_far_the_journal_went_so_that_a_cut_tail_shows(tmp_path):
    run = played(tmp_path, GOOD)
    kept = tail_in(as_json(report_of_run(run)).encode())
    assert verify(run, kept).state is State.CLOSED
    journal = run / "journal" / "facilitator.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-2]))
    assert verify(run).state is State.OPEN
    assert verify(run, kept).state is State.SHORTER


@pytest.mark.parametrize("content", [b"", b"{}", b'{"count": "3", "heads": {}}', b"[]", b"\xff"])
def test_a_kept_report_that_cannot_be_read_is_said(content):
    with pytest.raises(BcpError, match="cannot be read"):
        tail_in(content)


def test_notes_make_no_markup_and_steer_no_terminal(tmp_path):
    session, _ = live(tmp_path)
    session.do(Note("\x1b[2J<script> | **bold**\nDONE   1"))
    session.end()
    session.journal.close()
    report = report_of_run(tmp_path / "live")
    assert r"\<script\> \| \*\*bold\*\* DONE 1" in markdown(report)
    text = "\n".join(lines(report))
    assert "\x1b" not in text
    assert not re.search(r"^DONE   1", text, re.M)


def test_every_table_of_the_markdown_has_as_many_cells_as_its_head(tmp_path):
    text = markdown(reported(tmp_path, GOOD + "send-holding-line: missed"))
    widths = {}
    for line in text.splitlines():
        if line.startswith("|"):
            cells = len(re.findall(r"(?<!\\)\|", line))
            assert widths.setdefault("now", cells) == cells
        else:
            widths.clear()
    assert "| MISSED |" in text


def test_the_report_as_json_is_versioned_and_without_fractions(tmp_path):
    text = as_json(reported(tmp_path, GOOD))
    data = json.loads(text, parse_float=lambda number: pytest.fail(number))
    assert (data["report"], data["clean"], data["script"]) == (1, True, "line-tabletop")
    assert data["heads"].keys() == {"facilitator"}


@pytest.mark.parametrize("width", [40, 60, 80])
def test_the_report_fits_a_narrow_terminal(tmp_path, width):
    report = reported(tmp_path, GOOD + "send-holding-line: missed")
    long = [line for line in lines(report, width) if len(line) > width]
    assert all(" " not in line.strip(" -") for line in long)  # one long word may stand out
