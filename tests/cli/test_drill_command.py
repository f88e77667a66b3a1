"""``bcp drill``: from the scenario to the report."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from calling import REPOSITORY

from bcp.drill.terminal import Keyboard

ALONE = ("--clock", "virtual", "--start", "2026-01-01T00:00:00Z", "--no-input")
RUN = "line-tabletop-20260101T000000Z"
GOOD = "default: in-time\nring-lead: {at: 3m}\nanswer-call-out-lead: {at: 6m}\n"


@pytest.fixture
def answers(tmp_path):
    def write(text):
        path = tmp_path / "answers.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def play(call, lantern, tmp_path, answers):
    """Play the tabletop by itself into a folder of its own."""

    def play_it(text, *more, scenario="line-tabletop", out="out"):
        file = answers(text)
        return call(
            "drill", "run", scenario, "--plan", lantern, "--answers", file, *ALONE,
            "--out", tmp_path / out, *more,
        )  # fmt: skip

    return play_it


@pytest.fixture
def own_plan(lantern, tmp_path):
    """A copy of the plan, with room for drills."""
    return Path(shutil.copytree(lantern, tmp_path / "own"))


def test_the_script_is_printed_for_a_risk_and_an_exercise_by_id_or_title(call, lantern):
    for scenario in ("line-dead", "line-tabletop", "THE LINE IS DEAD"):
        answer = call("drill", "script", scenario, "--plan", lantern)
        assert (answer.code, answer.err) == (0, "")
        assert "[silent-call-out-lead]" in answer.out


def test_the_script_as_json_has_a_version_and_every_item(call, lantern):
    data = json.loads(
        call("drill", "script", "line-dead", "--plan", lantern, "--format", "json").out
    )
    assert (data["script"], data["id"]) == (1, "line-dead")
    assert all(one["source"]["digest"] for one in (*data["injects"], *data["actions"]))


def test_something_else_than_a_scenario_is_said(call, lantern):
    answer = call("drill", "script", "duty-lead", "--plan", lantern)
    assert answer.code == 2
    assert "no exercise, no risk and no playbook “duty-lead”" in answer.err


def test_a_good_run_ends_with_0_and_files_its_report(play, tmp_path):
    answer = play(GOOD)
    assert (answer.code, answer.err) == (0, "")
    run = tmp_path / "out" / RUN
    assert (
        (run / "report" / "report.md").read_text(encoding="utf-8").startswith("# The line is dead")
    )
    assert json.loads((run / "report" / "report.json").read_text(encoding="utf-8"))["clean"]


@pytest.mark.parametrize(
    "text",
    [
        GOOD + "send-holding-line: missed",
        GOOD + "decide-telephone-lines: {at: 14m}",
        GOOD + "reach: {rate: M}",
        GOOD + "reach: {rate: U}",
        "default: missed",
        "",
    ],
)
def test_something_missed_a_late_must_or_a_bad_rating_ends_with_1(play, text):
    assert play(text).code == 1


def test_a_good_run_that_somebody_rated_s_ends_with_0(play):
    assert play(GOOD + "reach: {rate: S, note: second try}").code == 0


def test_the_same_answers_give_the_same_files(play, tmp_path):
    play(GOOD, out="one")
    play(GOOD, out="two")
    one, two = tmp_path / "one" / RUN, tmp_path / "two" / RUN
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in files)
    assert len(files) == 6


def test_a_run_is_never_overwritten_and_both_ways_out_are_ways_out(play, tmp_path):
    play(GOOD)
    run = tmp_path / "out" / RUN
    before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
    answer = play(GOOD)
    assert answer.code == 2
    assert f"There is a run in {run} already" in answer.err
    assert "begin at another time than 2026-01-01T00:00:00Z with --start" in answer.err
    assert "or in another folder with --out" in answer.err
    assert f"bcp drill report {run}" in answer.err
    assert {path: path.read_bytes() for path in run.rglob("*") if path.is_file()} == before
    assert play(GOOD, "--start", "2026-01-01T00:01:00Z").code == 0
    assert play(GOOD, out="elsewhere").code == 0


def test_two_drills_at_the_terminal_in_one_second_do_not_meet(call, lantern, tmp_path, monkeypatch):
    monkeypatch.setattr("time.time_ns", lambda: 1_767_225_600_000_000_000)
    monkeypatch.setattr("bcp.drill.terminal.keyboard", lambda: Keyboard(-1))
    live = ("drill", "run", "line-tabletop", "--plan", lantern, "--out")
    assert call(*live, tmp_path / "out").code == 130
    answer = call(*live, tmp_path / "out")
    assert answer.code == 2
    assert "begin it again in a second, or in another folder with --out" in answer.err
    assert call(*live, tmp_path / "other").code == 130


def test_a_writer_who_cannot_be_leaves_no_empty_run(play, tmp_path):
    answer = play(GOOD, "--as", "Anna Bondar")
    assert answer.code == 2
    assert "“Anna Bondar” cannot be the name of a writer" in answer.err
    assert not (tmp_path / "out").exists()


# In a process of its own: a wait that never ends is ended, and found.
@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("pipe", "is a pipe, not a file"),
        ("device", "is a device, not a file"),
        ("folder", "is a folder, not a file"),
        ("long", "is longer than 8 MiB"),
        ("gone", "cannot be read: there is no such file"),
    ],
)
def test_what_is_no_file_of_answers_is_said_at_once(lantern, tmp_path, what, says):
    path = tmp_path / what
    if what == "pipe":
        os.mkfifo(path)
    elif what == "device":
        path = Path("/dev/zero")
    elif what == "folder":
        path.mkdir()
    elif what == "long":
        with path.open("wb") as file:
            file.truncate(200 * 1024 * 1024)
    arguments = ("drill", "run", "line-tabletop", "--plan", lantern, "--answers", path, *ALONE)
    out = ("--out", tmp_path / "out")
    done = subprocess.run(
        [sys.executable, "-m", "bcp", *map(str, (*arguments, *out))],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=REPOSITORY,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{path} {says}" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_wrong_answer_shows_its_line_and_the_fix_and_starts_no_run(play, tmp_path):
    answer = play("default: in-time\nring-laed: {at: 1m}\n")
    assert answer.code == 2
    assert (
        "    2 | ring-laed: {at: 1m}\n      | ^^^^^^^^^\n    fix: Did you mean ring-lead?"
        in answer.err
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--no-input",), "--no-input needs --answers"),
        (("--clock", "virtual"), "for --answers FILE only"),
        (("--start", "2026-01-01T00:00:00Z"), "for --answers FILE only"),
        (("--answers", "x.yaml", "--clock", "real"), "--clock virtual"),
        (("--answers", "nowhere.yaml", "--start", "2026-01-01T00:00:00Z"), "cannot be read"),
    ],
)
def test_options_that_do_not_go_together_are_said(call, lantern, options, says):
    answer = call("drill", "run", "line-tabletop", "--plan", lantern, *options)
    assert answer.code == 2
    assert says in " ".join(answer.err.split())
    assert not (lantern / "drills").exists()


def test_without_a_start_the_run_begins_when_the_story_does(call, lantern, answers, tmp_path):
    answer = call(
        "drill", "run", "line-tabletop", "--plan", lantern, "--answers", answers(GOOD),
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["line-tabletop-20270310T024000Z"]


def test_a_risk_has_no_story_so_that_its_start_must_be_named(call, lantern, answers, tmp_path):
    answer = call(
        "drill", "run", "line-dead", "--plan", lantern, "--answers", answers("default: missed"),
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert answer.code == 2
    assert "does not say when the story of line-dead starts" in answer.err
    assert "--start 2026-01-01T09:00:00Z" in answer.err


def test_who_did_something_must_be_in_the_plan(play):
    answer = play("default: in-time\nring-lead: {at: 1m, by: floor-leed}\n")
    assert answer.code == 2
    assert "2:25  error  DRL001  there is no role and no person “floor-leed”" in answer.err
    assert "fix: Did you mean floor-lead?" in answer.err


def test_without_its_name_the_newest_run_of_the_plan_is_meant(call, play, own_plan):
    answer = call("drill", "report", "--plan", own_plan)
    assert answer.code == 2
    assert "no drill has been played in" in answer.err and "bcp drill run" in answer.err
    play(GOOD, "--start", "2026-01-01T00:00:00Z", "--out", own_plan / "drills")
    for command in ("report", "verify"):
        answer = call("drill", command, "--plan", own_plan)
        assert (answer.code, answer.err) == (0, "")
    later = ("--start", "2026-02-01T00:00:00Z", "--out", own_plan / "drills")
    play("default: missed", *later, scenario="line-dead")
    answer = call("drill", "report", "--plan", own_plan)
    assert "line-dead-20260201T000000Z" in answer.out
    assert "newest of 2 runs" in answer.err


def test_only_a_run_that_has_not_ended_is_gone_on_with(call, play, own_plan):
    drills = own_plan / "drills"
    play(GOOD, "--out", drills)
    answer = call("drill", "resume", "--plan", own_plan)
    assert answer.code == 2
    assert "every run in" in answer.err and "bcp drill report" in answer.err
    for name in ("one", "two"):
        shutil.copytree(drills / RUN, drills / f"{name}-20260301T000000Z")
        journal = drills / f"{name}-20260301T000000Z" / "journal" / "facilitator.jsonl"
        journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    answer = call("drill", "resume", "--plan", own_plan)
    assert answer.code == 2
    assert "2 runs have not ended: one-20260301T000000Z, two-20260301T000000Z" in answer.err
    assert "fix: name the one to go on with" in answer.err


def test_the_script_in_ukrainian_is_not_half_english(call, lantern):
    text = call("drill", "script", "line-dead", "--plan", lantern, "--lang", "uk").out
    assert "приймає дзвінок" in text and "спроби за" in text
    for words in ("accepts", " in 5", "Decides", "is out to", "Expected", "What one sees"):
        assert words not in text


def test_a_start_without_a_zone_is_in_that_of_the_plan_and_the_first_line_says_so(
    call, lantern, answers, tmp_path
):
    answer = call(
        "drill", "run", "line-tabletop", "--plan", lantern, "--answers", answers(GOOD),
        "--start", "2026-07-01T09:00", "--out", tmp_path / "out",
    )  # fmt: skip
    assert answer.code == 0
    first = answer.out.splitlines()[0]
    assert first == "The drill begins on 2026-07-01 09:00 (Europe/London, the plan's time zone)."
    # In summer London is an hour ahead of UTC.
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["line-tabletop-20260701T080000Z"]


def test_the_id_of_a_playbook_gives_the_drill_of_the_first_risk_it_answers(call, lantern):
    answer = call("drill", "script", "keep-answering", "--plan", lantern)
    assert answer.code == 0
    assert answer.out == call("drill", "script", "line-dead", "--plan", lantern).out


def test_a_start_that_is_no_time_is_said(call, lantern, answers, tmp_path):
    answer = call(
        "drill", "run", "line-tabletop", "--plan", lantern, "--answers", answers(GOOD),
        "--start", "yesterday", "--out", tmp_path / "out",
    )  # fmt: skip
    assert answer.code == 2
    assert "2026-01-01T09:00:00Z" in answer.err


def test_a_plan_that_cannot_be_read_whole_is_not_drilled(call, faulty):
    answer = call("drill", "script", "lead", "--plan", faulty)
    assert answer.code == 2
    assert "cannot be read whole" in answer.err


@pytest.mark.parametrize(
    ("format_", "begins"), [("text", "The line"), ("md", "# The"), ("json", "{")]
)
def test_the_report_of_a_run_in_three_formats(call, play, lantern, tmp_path, format_, begins):
    play(GOOD + "send-holding-line: missed")
    answer = call("drill", "report", tmp_path / "out" / RUN, "--plan", lantern, "--format", format_)
    assert answer.code == 1
    assert answer.out.startswith(begins)
    assert "holding-line" in answer.out


def test_a_folder_with_one_run_in_it_stands_for_the_run(call, play, lantern, tmp_path):
    play(GOOD)
    assert call("drill", "report", tmp_path / "out", "--plan", lantern).code == 0


def test_a_run_is_found_by_its_name_in_the_plan(call, lantern, tmp_path, answers):
    plan = tmp_path / "plan"
    shutil.copytree(lantern, plan)
    file = answers(GOOD)
    assert (
        call("drill", "run", "line-tabletop", "--plan", plan, "--answers", file, *ALONE).code == 0
    )
    assert call("drill", "verify", RUN, "--plan", plan).code == 0
    slip = call("drill", "verify", RUN.replace("2026", "2025"), "--plan", plan)
    assert slip.code == 2
    assert f"did you mean {RUN}?" in slip.err
    assert call("check", plan, "--as-of", "2026-11-16").code == 0  # drills/ is no part of the plan


def test_a_plan_that_changed_is_a_finding_of_the_report(call, play, lantern, tmp_path):
    play(GOOD)
    plan = tmp_path / "plan"
    shutil.copytree(lantern, plan)
    file = plan / "telephone-lines.yaml"
    file.write_text(file.read_text().replace("within: 10m", "within: 12m"))
    answer = call("drill", "report", tmp_path / "out", "--plan", plan)
    assert answer.code == 1
    assert "switch-telephone-lines: changed (telephone-lines.switch)" in answer.out


def test_verify_tells_whole_cut_and_damaged_apart(call, play, tmp_path, monkeypatch):
    play(GOOD)
    journal = tmp_path / "out" / RUN / "journal" / "facilitator.jsonl"
    whole = journal.read_bytes()
    assert call("drill", "verify", tmp_path / "out").out.startswith("closed: ")
    journal.write_bytes(b"".join(whole.splitlines(keepends=True)[:-3]))
    answer = call("drill", "verify", tmp_path / "out")
    assert (answer.code, answer.out.split(":")[0]) == (2, "shorter than its report")
    journal.write_bytes(whole.replace(b'"ring-lead"', b'"ring-laed"', 1))
    answer = call("drill", "verify", tmp_path / "out")
    assert (answer.code, answer.out.split(":")[0]) == (2, "damaged")
    damaged = call("drill", "report", tmp_path / "out")
    assert damaged.code == 2
    assert "changed after it was written" in damaged.err


def test_a_run_whose_script_was_changed_is_refused(call, play, tmp_path):
    play(GOOD)
    header = tmp_path / "out" / RUN / "run.json"
    header.write_text(header.read_text().replace("Ring the duty lead", "Ring nobody"))
    answer = call("drill", "report", tmp_path / "out")
    assert answer.code == 2
    assert "run.json was changed" in answer.err


def test_a_run_that_is_over_cannot_be_resumed(call, play, tmp_path):
    play(GOOD)
    answer = call("drill", "resume", tmp_path / "out")
    assert answer.code == 2
    assert "This run is over" in answer.err


def test_no_run_is_said(call, lantern, tmp_path):
    answer = call("drill", "report", tmp_path / "nothing", "--plan", lantern)
    assert answer.code == 2
    assert "there is no run" in answer.err


@pytest.mark.parametrize(
    "command", [(), ("script",), ("run",), ("resume",), ("report",), ("verify",)]
)
def test_every_help_holds_an_example(call, command):
    answer = call("drill", *command, "--help")
    assert answer.code == 0
    assert "\n    bcp drill " in answer.out or "\n  bcp drill " in answer.out
    assert "Example" in answer.out


def test_a_code_that_a_drill_says_is_explained(call, play):
    said = play("default: in-time\nring-laed: {at: 1m}\n").err
    assert "DRL001" in said
    answer = call("explain", "DRL001")
    assert answer.code == 0
    assert "Why: " in answer.out and "bcp drill script" in answer.out
