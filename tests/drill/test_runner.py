import time

import pytest
from drill_plans import again, answers_to, live, plan_with, played
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bcp.drill.journal import read, undone
from bcp.drill.runner import Deliver, Do, Note, Rate, Skip, read_answers, run_id
from bcp.drill.script import Status, clock_text, script_for
from bcp.errors import BcpError

MINUTE = 60_000
BY = {"inject.delivered": "inject", "inject.skipped": "inject", "action.done": "action"}


def told(run):
    """(time, what) of every inject and action, as the journal has them."""
    return [
        (clock_text(one.reading.x), one.data[BY[one.type]]) for one in read(run) if one.type in BY
    ]


@pytest.fixture
def script():
    return script_for(plan_with(), "line-tabletop")


@pytest.fixture
def begun(tmp_path):
    session, source = live(tmp_path)
    yield session, source
    session.journal.close()


# ── played from answers ────────────────────────────────────────────────────────────────────────


def test_without_an_answer_the_silence_of_every_level_is_told_at_its_timeout(tmp_path):
    happened = told(played(tmp_path))
    assert ("10:00", "silent-call-out-lead") in happened
    assert ("20:00", "silent-call-out-boss") in happened


def test_who_answers_in_time_leaves_nothing_to_escalate(tmp_path):
    happened = told(played(tmp_path, "answer-call-out-lead: {at: 9m}"))
    assert ("9:00", "answer-call-out-lead") in happened
    assert not [what for _, what in happened if what.startswith("silent-")]


def test_who_answers_at_the_very_timeout_has_answered(tmp_path):
    happened = told(played(tmp_path, "answer-call-out-lead: {at: 10m}"))
    assert "silent-call-out-lead" not in [what for _, what in happened]


def test_the_second_level_has_its_own_time_after_the_silence_of_the_first(tmp_path):
    happened = told(played(tmp_path, "answer-call-out-boss: {at: 13m}"))
    assert ("10:00", "silent-call-out-lead") in happened
    assert ("13:00", "answer-call-out-boss") in happened
    assert "silent-call-out-boss" not in [what for _, what in happened]


def test_an_inject_told_late_is_recorded_as_late_and_moves_what_hangs_on_it(tmp_path):
    run = played(tmp_path, "reads-service-level: {at: 4m}")
    (record,) = [r for r in read(run) if r.data.get("inject") == "reads-service-level"]
    assert record.data == {"inject": "reads-service-level", "due": 0, "late": 4 * MINUTE}
    assert ("14:00", "silent-call-out-lead") in told(run)


def test_a_skipped_inject_keeps_its_reason_and_expects_nothing(tmp_path):
    run = played(tmp_path, "quiet: {skip: the wallboard is dark}")
    (record,) = [r for r in read(run) if r.type == "inject.skipped"]
    assert record.data == {"inject": "quiet", "reason": "the wallboard is dark"}


def test_in_time_does_everything_when_it_is_due_unless_told_otherwise(tmp_path):
    run = played(tmp_path, "default: in-time\nring-lead: missed\ndecide-telephone-lines: {at: 14m}")
    happened = {what: at for at, what in told(run)}
    assert "ring-lead" not in happened
    assert happened["decide-telephone-lines"] == "14:00"
    assert happened["switch-telephone-lines"] == "24:00"  # ten minutes after the decision


def test_a_gap_of_more_than_an_hour_and_midnight_are_played_as_they_are(tmp_path):
    run = played(
        tmp_path,
        "ring-lead: {at: 1m}\nsend-update-line: {at: 1h10m}",
        start="2026-03-01T23:30:00Z",
    )
    assert ("1:10:00", "send-update-line") in told(run)
    assert read(run)[-1].reading.wall == "2026-03-02T01:00:00.000Z"


def test_an_answer_after_the_planned_end_prolongs_the_run(tmp_path):
    run = played(tmp_path, "task-keep-answering-back: {at: 4h}")
    assert read(run)[-1].reading.x == 240 * MINUTE


def test_the_same_answers_give_the_same_bytes(tmp_path):
    text = "default: in-time\nquiet: skip\nreach: {rate: M}\nkpi: [{at: 3m, service-level: 0.62}]"
    one, two = (played(tmp_path / name, text) for name in ("one", "two"))
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert len(files) >= 4
    assert [(one / name).read_bytes() for name in files] == [
        (two / name).read_bytes() for name in files
    ]


def test_a_run_is_never_played_over_another(tmp_path):
    played(tmp_path)
    with pytest.raises(BcpError, match="There is a run in"):
        played(tmp_path)


def test_the_name_of_a_run_is_what_is_played_and_when_it_starts_in_utc(script):
    assert run_id(script, "2026-11-16T03:40:00+02:00") == "line-tabletop-20261116T014000Z"


def test_figures_and_notes_are_kept_as_they_were_said(tmp_path):
    run = played(tmp_path, "kpi: [{at: 3m, service-level: 0.62}]\nnotes: [{at: 2m, text: Loud}]")
    kept = [(r.reading.x, dict(r.data)) for r in read(run) if r.type in ("kpi", "note")]
    assert kept == [
        (2 * MINUTE, {"text": "Loud"}),
        (3 * MINUTE, {"indicator": "service-level", "value": "0.62"}),
    ]


def test_five_hundred_injects_are_played_in_seconds(tmp_path):
    rest = "from: Wallboard, to: [floor-lead], means: board, text: T"
    many = "".join(f"      - {{id: i{n}, at: {n % 80}m, {rest}}}\n" for n in range(500))
    plan = plan_with(("exercises.yaml", "    injects:\n", f"    injects:\n{many}"))
    began = time.monotonic()
    run = played(tmp_path, "default: in-time", plan=plan)
    assert time.monotonic() - began < 20
    delivered = [r for r in read(run) if r.type == "inject.delivered"]
    assert len(delivered) > 500
    assert [r.reading.x for r in delivered] == sorted(r.reading.x for r in delivered)


# ── answers that are wrong ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "code", "line", "says", "fix"),
    [
        ("ring-laed: {at: 1m}", "DRL001", 1, "“ring-laed”", "Did you mean ring-lead?"),
        ("\nxyzzy: missed", "DRL001", 2, "“xyzzy”", "bcp drill script line-tabletop"),
        ("ring-lead: 4", "DRL002", 1, "does not say when", "{at: 4m30s}"),
        ("ring-lead: {at: 4}", "DRL002", 1, "which unit of time", "4m for minutes"),
        ("ring-lead: {at: 4:30}", "DRL002", 1, "not a length of time", "4h30m"),
        ("ring-lead: {at: 4m, bye: x}", "DRL002", 1, "no “bye”", "at, by, note"),
        ("quiet: maybe", "DRL002", 1, "no answer to an inject", "Write skip"),
        ("reach: {rate: A}", "DRL002", 1, "“A” is no rating", "P, S, M, U"),
        ("default: done", "DRL002", 1, "“done” is no default", "in-time"),
        ("kpi: {at: 3m}", "DRL002", 1, "is no list", "{at: 10m"),
        ("notes: [{text: x}]", "DRL002", 1, "no entry with a time", "{at: 10m, text"),
        ("debrief: {one: x}", "DRL002", 1, "no question “one”", "debrief-1"),
        ("- ring-lead", "DRL002", 1, "group of keys", ""),
        (
            "notes:\n  - {at: 9m, text: b}\n  - {at: 3m, text: a}",
            "DRL003",
            3,
            "time runs backwards: 3:00 comes after 9:00",
            "in the order",
        ),
        (
            "decide-telephone-lines: {at: 9m}\nswitch-telephone-lines: {at: 8m}",
            "DRL003",
            2,
            "time runs backwards",
            "put its time earlier",
        ),
        ("ring-lead: {at: 1m}\nring-lead: {at: 2m}", "SRC002", 2, "", ""),
        ("ring-lead: [", "SRC001", 1, "", ""),
    ],
)
def test_a_wrong_answer_is_said_with_its_place_and_the_fix(script, text, code, line, says, fix):
    read = read_answers(text.encode(), "answers.yaml", script)
    (fault, *_) = read.faults
    assert (fault.code, fault.span.file, fault.span.line) == (code, "answers.yaml", line)
    assert says in fault.message.text()
    assert fix in (fault.hint.text() if fault.hint else "")


def test_an_empty_file_and_windows_line_ends_are_answers(script):
    assert read_answers(b"", "a.yaml", script).faults == ()
    windows = read_answers(b"ring-lead: {at: 1m}\r\nquiet: skip\r\n", "a.yaml", script)
    assert windows.faults == ()
    assert windows.answers.actions["ring-lead"].at == MINUTE
    assert windows.answers.skipped == {"quiet": ""}


def test_acting_before_the_declaration_is_no_fault(script):
    text = "declare-keep-answering: {at: 9m}\ntask-keep-answering-look: {at: 3m}"
    assert answers_to(script, text).actions["task-keep-answering-look"].at == 3 * MINUTE


# ── played by people ───────────────────────────────────────────────────────────────────────────


def test_pausing_stops_what_becomes_due(begun):
    session, source = begun
    source.advance(3 * MINUTE)
    session.pause()
    source.advance(60 * MINUTE)
    assert session.now == 3 * MINUTE
    session.resume()
    source.advance(MINUTE)
    assert session.now == 4 * MINUTE


def test_a_countdown_goes_on_after_a_pause_where_it_stood(begun):
    session, source = begun
    session.do(Deliver("reads-service-level"))
    source.advance(9 * MINUTE)
    session.pause()
    source.advance(30 * MINUTE)
    session.resume()
    assert session.progress.status("answer-call-out-lead", session.now) is Status.EXPECTED
    source.advance(MINUTE + 1)
    assert session.progress.status("answer-call-out-lead", session.now) is Status.OVERDUE


def test_a_person_s_late_answer_stands_after_it_was_overdue(begun):
    session, source = begun
    session.do(Deliver("quiet"))
    source.advance(7 * MINUTE)
    assert session.progress.status("ring-lead", session.now) is Status.OVERDUE
    record = session.do(Do("ring-lead"))
    assert record.data["late"] is True
    assert session.progress.status("ring-lead", session.now) is Status.LATE
    assert {one.type for one in session.journal.records} == {
        "run.start",
        "inject.delivered",
        "action.done",
    }


def test_what_was_done_minutes_ago_is_kept_with_its_own_time(begun):
    session, source = begun
    source.advance(8 * MINUTE)
    record = session.do(Do("ring-lead", at=4 * MINUTE))
    assert (record.data["at"], record.data["late"]) == (4 * MINUTE, False)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (Do("ring-lead", at=9 * MINUTE), "still to come"),
        (Do("ring-lead", at=-1), "before the drill began"),
        (Do("ring-laed"), "no action “ring-laed”"),
        (Deliver("quite"), "no inject “quite”"),
        (Skip("quite", ""), "no inject “quite”"),
        (Rate("reach", "X"), "no rating"),
        (Rate("rech", "P"), "no objective"),
        (Note("  "), "nothing in a note"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_record(begun, command, says):
    session, _ = begun
    before = session.journal.records
    with pytest.raises(BcpError) as fault:
        session.do(command)
    assert says in fault.value.message
    assert session.journal.records == before


def test_nothing_is_done_twice_or_told_twice(begun):
    session, _ = begun
    session.do(Deliver("quiet"))
    session.do(Do("ring-lead"))
    for command in (Deliver("quiet"), Skip("quiet", ""), Do("ring-lead")):
        with pytest.raises(BcpError, match="already"):
            session.do(command)


def test_taking_back_an_inject_keeps_what_was_done_after_it(begun):
    session, source = begun
    delivered = session.do(Deliver("quiet"))
    session.do(Do("ring-lead"))
    session.journal.undo(delivered.seq)
    session.journal.close()
    resumed = again(session, source)
    assert "quiet" not in resumed.progress.delivered and "ring-lead" in resumed.progress.done
    resumed.journal.close()


def test_undo_takes_entries_back_one_by_one(begun):
    session, _ = begun
    session.do(Deliver("quiet"))
    session.do(Do("ring-lead"))
    session.undo()
    session.undo()
    assert "quiet" not in session.progress.delivered and "ring-lead" not in session.progress.done
    with pytest.raises(BcpError, match="nothing to take back"):
        session.undo()
    session.do(Deliver("quiet"))
    assert "quiet" in session.progress.delivered


def test_undo_leaves_pauses_and_the_start_alone(begun):
    session, _ = begun
    session.pause()
    session.resume()
    with pytest.raises(BcpError, match="nothing to take back"):
        session.undo()


def test_a_real_incident_ends_the_run_and_nothing_can_be_added(begun):
    session, _ = begun
    session.stop_for_incident("the line is dead in earnest")
    assert session.progress.over
    with pytest.raises(BcpError, match="over"):
        session.do(Note("x"))
    assert [r.type for r in session.journal.records[-3:]] == [
        "real_incident",
        "run.abort",
        "run.end",
    ]


def test_a_run_goes_on_where_it_was_left(tmp_path):
    session, source = live(tmp_path)
    session.do(Deliver("quiet"))
    source.advance(5 * MINUTE)
    session.pause("left")
    before = session.progress
    session.journal.close()
    source.advance(600 * MINUTE)
    resumed = again(session, source)
    assert resumed.progress == before
    assert resumed.now == 5 * MINUTE
    resumed.journal.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(["wait", "note", "pause", "resume", "undo", "deliver", "leave"]),
        max_size=25,
    )
)
def test_pause_undo_and_resume_never_change_the_order_or_lose_a_record(tmp_path_factory, steps):
    session, source = live(tmp_path_factory.mktemp("run"))
    written = []
    for step in steps:
        before = session.journal.records
        try:
            if step == "wait":
                source.advance(7_777)
            elif step == "note":
                session.do(Note("something"))
            elif step == "deliver":
                session.do(Deliver(session.progress.pending()[0].id))
            elif step == "leave":
                session.journal.close()
                session = again(session, source)
                if not session.progress.paused:
                    session.clock.resume()
            else:
                getattr(session, step)()
        except BcpError:
            pass
        written += [one.hash for one in session.journal.records[len(before) :]]
    records = session.journal.records
    assert [one.hash for one in records[1:]] == written
    times = [one.reading.x for one in records]
    assert times == sorted(times)
    gone = undone(records)
    kept = {
        one.data["inject"]
        for one in records
        if one.type == "inject.delivered" and ("facilitator", one.seq) not in gone
    }
    assert set(session.progress.delivered) == kept
    session.journal.close()


def test_an_answer_may_use_either_id_of_an_act_that_is_asked_for_twice_in_the_plan():
    script = script_for(plan_with(), "line-dead")
    given = answers_to(script, "task-keep-answering-switch: {at: 9m}")
    assert {one: acted.at for one, acted in given.actions.items()} == {
        "switch-telephone-lines": 9 * MINUTE
    }
    both = "task-keep-answering-switch: {at: 11m}\nswitch-telephone-lines: {at: 9m}"
    assert answers_to(script, both).actions == given.actions  # that of the action itself counts


def test_an_act_that_was_done_and_missed_in_one_file_is_said():
    script = script_for(plan_with(), "line-dead")
    text = b"switch-telephone-lines: {at: 9m}\ntask-keep-answering-switch: missed"
    (fault,) = read_answers(text, "answers.yaml", script).faults
    assert "the same act as “switch-telephone-lines”" in str(fault.message)
    assert fault.span.line == 2
