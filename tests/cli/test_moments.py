"""When a question is asked about: one way to write it, and refusals that say what to write."""

import json

import pytest

PLAN = """
bcp: 1
plan: {id: office, title: Office, timezone: America/New_York}
people:
  ann: {name: Ann, away: [{from: 2026-02-01, until: 2026-02-07}]}
  ben: {name: Ben}
roles: {desk: {title: Desk, primary: ann, alternates: [ben]}}
systems: {lines: {title: Lines, type: telephony}}
processes: {calls: {title: Calls, tier: critical, needs: [lines]}}
playbooks:
  out:
    title: Get out
    for: {losses: [desk]}
    tasks: {respond: [{id: count, do: Count the people., by: desk, duration: 10m, within: 15m}]}
"""
QUESTIONS = [["what-if", "--lose", "lines"], ["graph", "schedule", "out"]]


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    return tmp_path


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize(
    ("at", "language", "sentence", "fix"),
    [
        (
            "2026-03-08T02:30",
            "en",
            "there is no 2026-03-08T02:30 in America/New_York: the clocks go forward then",
            "write 2026-03-08T03:30, or another time",
        ),
        ("2026-03-08 02:30", "uk", "2026-03-08 02:30", "2026-03-08T03:30"),
        ("tomorrow", "en", "“tomorrow” is no day and time", "write for example --at 2026-03-02T"),
        ("2026-02-30 10:00", "en", "“2026-02-30 10:00” is no day and time", "write for example"),
        ("2026-03-08", "en", "“2026-03-08” is no day and time", "write for example --at"),
        (
            "1990-03-02T02:40",
            "en",
            "too far from every day that this plan names to say who is on duty then",
            "write a time between 2021 and ",
        ),
        ("1990-03-02T02:40", "uk", "задалеко від усіх днів", "напишіть час між 2021 і "),
        ("2190-03-02T02:40", "en", "too far from every day that this plan names", "write a time"),
        ("1066-10-14T09:00", "en", "is too far away to say who is on duty then", "write for"),
    ],
)
def test_a_moment_that_cannot_be_answered_is_refused(
    call, desk, question, at, language, sentence, fix
):
    answer = call(*question, "--at", at, "--plan", desk, "--lang", language)
    assert (answer.code, answer.out) == (2, "")
    told, _, mended = answer.err.partition("\n")
    assert sentence in told
    assert fix in mended


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize(
    "at", ["2026-03-08T03:30", "2026-03-08 03:30", "2026-03-08T07:30Z", "2026-03-08T08:30+01:00"]
)
def test_a_moment_is_told_in_the_zone_of_the_plan(call, desk, question, at):
    answer = call(*question, "--at", at, "--plan", desk, "--lang", "en")
    assert answer.code == 0
    assert "2026-03-08 03:30" in answer.out


@pytest.mark.parametrize(("at", "known"), [("2021-01-01T10:00", True), ("2020-12-31T10:00", False)])
def test_five_years_around_the_days_of_the_plan_can_be_asked_about(call, desk, at, known):
    assert (call("what-if", "--lose", "lines", "--at", at, "--plan", desk).code == 0) is known


@pytest.mark.parametrize("demand", ["abc", "0", "0.5", "-3", "nan", "inf", "1001", ""])
@pytest.mark.parametrize(
    ("language", "sentence", "fix"),
    [
        ("en", "is no demand for --demand", "fix: write a number from 1 to 1000: --demand 3 is"),
        ("uk", "не є попитом для --demand", "що зробити: напишіть число від 1 до 1000"),
    ],
)
def test_a_demand_that_is_none_is_a_sentence_with_a_fix(
    call, desk, demand, language, sentence, fix
):
    answer = call("what-if", f"--demand={demand}", "--plan", desk, "--lang", language)
    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err
    assert fix in answer.err


def test_a_demand_is_taken_as_it_is_written(call, desk):
    answer = call("what-if", "--demand", "2.5", "--plan", desk, "--format", "json")
    assert json.loads(answer.out)["scenario"]["demand"] == 2.5


WITHOUT_PROCESSES = """
bcp: 1
plan: {id: bare, title: Bare}
systems: {lines: {title: Lines, type: telephony}}
"""


@pytest.mark.parametrize(
    "question",
    [["graph", "losses"], ["stress"], ["what-if", "--lose", "lines", "--format", "table"]],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "This plan names no process"), ("uk", "Цей план не називає жодного процесу")],
)
def test_a_plan_without_processes_gets_one_sentence(call, tmp_path, question, language, sentence):
    (tmp_path / "plan.yaml").write_text(WITHOUT_PROCESSES, "utf-8")
    answer = call(*question, "--plan", tmp_path, "--lang", language)
    assert answer.code == 0
    assert answer.out.startswith(sentence)
    assert answer.out.count("\n") == 1
    assert "`processes:`" in answer.out
