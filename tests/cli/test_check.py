"""``bcp check``: what a person, and what a program, is told of a plan."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from calling import LANTERN, REPOSITORY

DAY = ("--as-of", "2026-11-16")


def test_a_clean_plan_is_one_line_and_exit_code_0(call, lantern):
    answer = call("check", lantern, *DAY)
    assert answer.code == 0
    assert answer.err == ""
    assert answer.out.startswith("lantern: no finding (")
    assert answer.out.count("\n") == 1


def test_a_finding_shows_where_what_and_the_fix(call, faulty):
    answer = call("check", faulty, *DAY)
    assert answer.code == 1
    assert f"{faulty}/roles.yaml\n" in answer.out
    assert (
        "  2:3  error  ROL003  the critical role lead has no alternate\n"
        "    2 |   lead:\n"
        "      |   ^^^^\n"
        "    fix: "
    ) in answer.out
    assert "there is no field `titel` here" in answer.out
    assert "Did you mean `title`?" in answer.out


def test_the_marker_stands_under_the_words_it_means_in_any_script(call, faulty):
    (faulty / "x.yaml").write_text("systems:\n  a: {title: Телефонія, type: 'телефон'}\n")
    answer = call("check", faulty, *DAY)
    line = next(line for line in answer.out.splitlines() if "2 |   a: {title" in line)
    marker = answer.out.splitlines()[answer.out.splitlines().index(line) + 1]
    assert line[marker.index("^") : marker.rindex("^") + 1] == "'телефон'"


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_fail_on_decides_what_the_exit_code_is(call, lantern, tmp_path, fail_on, code):
    plan = tmp_path / "plan"
    shutil.copytree(lantern, plan)
    (plan / "waivers.yaml").write_text(
        "waivers:\n  old: {rule: ROL003, on: duty-lead, reason: x, approved_by: director, "
        "until: 2026-12-31}\n"
    )
    answer = call("check", plan, *DAY, "--fail-on", fail_on)
    assert "warning  MNT019" in answer.out
    assert answer.code == code


def test_structure_and_age_are_two_clocks(call, lantern, tmp_path):
    plan = tmp_path / "plan"
    shutil.copytree(lantern, plan)
    (plan / "waivers.yaml").write_text(
        "waivers:\n  old: {rule: ROL003, on: duty-lead, reason: x, approved_by: director, "
        "until: 2026-01-31}\n"
    )
    assert "MNT018" in call("check", plan, *DAY).out
    assert "MNT018" in call("check", plan, *DAY, "--only", "age").out
    assert "MNT018" not in call("check", plan, *DAY, "--only", "structure").out


def test_a_waiver_takes_its_finding_out_until_its_day(call, faulty):
    (faulty / "roles.yaml").write_text(
        "roles:\n  lead: {title: L, critical: true, primary: a.b}\n"
        "people:\n  a.b: {name: A, phones: {work: '+44 20 7946 0301'}}\n"
    )
    (faulty / "waivers.yaml").write_text(
        "waivers:\n  w: {rule: ROL003, on: lead, reason: New post, approved_by: a.b, "
        "until: 2026-12-31}\n"
    )
    assert "ROL003  the critical role" not in call("check", faulty, *DAY).out
    assert "1 waived" in call("check", faulty, *DAY).out
    later = call("check", faulty, "--as-of", "2027-01-01").out
    assert "ROL003  the critical role" in later
    assert "MNT018" in later


def test_json_has_a_format_and_places(call, faulty):
    answer = call("check", faulty, *DAY, "--format", "json")
    told = json.loads(answer.out)
    assert told["format"] == "bcp.check/1"
    (plan,) = told["plans"]
    one = next(found for found in plan["diagnostics"] if found["code"] == "ROL003")
    assert (one["file"], one["line"], one["column"]) == ("roles.yaml", 2, 3)
    assert (one["object"], one["path"]) == ("lead", ["alternates"])
    assert len(one["fingerprint"]) == 32
    assert told["summary"]["error"] == sum(
        found["severity"] == "error" for found in plan["diagnostics"]
    )


def test_a_fingerprint_stays_when_lines_move(call, faulty):
    def fingerprints() -> set[str]:
        told = json.loads(call("check", faulty, *DAY, "--format", "json").out)
        return {one["fingerprint"] for one in told["plans"][0]["diagnostics"] if one["object"]}

    before = fingerprints()
    text = (faulty / "roles.yaml").read_text()
    (faulty / "roles.yaml").write_text("# a comment\n\n" + text)
    assert fingerprints() == before


def test_a_folder_of_plans_checks_each(call, lantern, tmp_path):
    shutil.copytree(lantern, tmp_path / "one")
    shutil.copytree(lantern, tmp_path / "two")
    answer = call("check", tmp_path, *DAY)
    assert answer.out.count("lantern: no finding") == 2
    assert "2 plans: no finding" in answer.out


def test_without_an_argument_the_nearest_plan_upwards_is_checked(
    call, lantern, monkeypatch, tmp_path
):
    shutil.copytree(lantern, tmp_path / "plan")
    inner = tmp_path / "plan" / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert call("check", *DAY).out.startswith("lantern: no finding")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("check", "nowhere"), "there is no folder nowhere"),
        (("check", "--as-of", "yesterday"), "“yesterday” is not a day"),
        (("check", "--as-of", "20261116"), "“20261116” is not a day"),
        (("check", "--fail-on", "fatal"), "'fatal' is not one of"),
        (("chek",), "Did you mean “check”?"),
        (("frobnicate",), "There is no command “frobnicate”. See `bcp --help`."),
        (("explain", "ROL03"), "did you mean ROL003?"),
        (("explain", "nonsense"), "`bcp explain` lists them all"),
    ],
)
def test_a_wrong_call_is_a_sentence_and_exit_code_2(call, arguments, sentence):
    answer = call(*arguments)
    assert answer.code == 2
    assert sentence in answer.err
    assert answer.out == ""


def test_a_folder_without_a_plan_says_what_to_do(call, tmp_path):
    answer = call("check", tmp_path)
    assert answer.code == 2
    assert "there is no plan in" in answer.err
    assert "bcp init" in answer.err


def test_shared_folders_are_read_inside_the_repository_and_nowhere_else(call, tmp_path):
    (tmp_path / ".git").mkdir()
    plan, shared = tmp_path / "plans" / "one", tmp_path / "plans" / "shared"
    plan.mkdir(parents=True)
    shared.mkdir()
    (shared / "people.yaml").write_text("people:\n  a.b: {nam: A}\n")
    (plan / "plan.yaml").write_text(
        "bcp: 1\nuses: [../shared, ../../../out]\nplan: {id: one, title: One}\n"
    )
    out = call("check", plan, *DAY).out
    assert f"{shared}/people.yaml\n" in out
    assert "there is no field `nam` here" in out
    assert "the folder ../../../out cannot be used: it lies outside the repository" in out


def process(*arguments, **settings) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bcp", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, **settings},
        check=False,
    )


def test_piped_output_has_no_colour_and_no_broken_lines(faulty):
    answer = process("check", faulty, COLUMNS="40")
    assert "\033" not in answer.stdout
    assert any(len(line) > 60 for line in answer.stdout.splitlines())


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_a_terminal_of_any_width_is_kept(faulty, columns):
    import pty
    import re
    import struct
    import termios
    from fcntl import ioctl

    main, secondary = pty.openpty()
    ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    environment.pop("COLUMNS", None)
    running = subprocess.Popen(
        [sys.executable, "-m", "bcp", "check", "."],
        stdout=secondary,
        cwd=faulty,
        env={**environment, "TERM": "xterm", "PYTHONPATH": str(REPOSITORY)},
    )
    os.close(secondary)
    output = b""
    while True:
        try:
            part = os.read(main, 4096)
        except OSError:
            break
        if not part:
            break
        output += part
    running.wait()
    os.close(main)
    text = output.decode()
    assert "\033[31merror\033[0m" in text
    bare = re.sub(r"\033\[[0-9;]*m", "", text)
    assert max(len(line.rstrip()) for line in bare.splitlines()) <= columns


def test_no_color_is_respected(faulty):
    assert "\033" not in process("check", faulty, NO_COLOR="1").stdout


def test_a_reader_who_has_had_enough_is_no_error(faulty):
    shell = f"{sys.executable} -m bcp check {faulty} | head -1; echo ${{PIPESTATUS[0]}}"
    answer = subprocess.run(
        ["bash", "-c", shell], capture_output=True, text=True, cwd=REPOSITORY, check=False
    )
    assert answer.stderr == ""
    assert answer.stdout.splitlines()[-1] in ("0", "1")


def test_a_fault_of_the_program_is_said_without_a_traceback(call, monkeypatch, lantern):
    from bcp.cli import checking

    def broken(*_: object) -> None:
        raise RuntimeError("something deep")

    monkeypatch.setattr(checking, "read_folder", broken)
    answer = call("check", lantern)
    assert answer.code == 3
    assert "something went wrong inside bcp: RuntimeError: something deep" in answer.err
    assert "Traceback" not in answer.err


def test_a_rule_that_crashes_is_named_and_the_others_run(call, monkeypatch, faulty):
    from bcp.rules.catalogue import catalogue
    from bcp.rules.roles import people

    def broken(_: object):
        raise ZeroDivisionError("a slip")

    crashing = type(people.alternate_is_someone_else)(
        "ROL003", people.alternate_is_someone_else.severity, "X.", broken
    )
    monkeypatch.setitem(people.__dict__, "alternate_is_someone_else", crashing)
    catalogue.cache_clear()
    try:
        answer = call("check", faulty, *DAY)
    finally:
        catalogue.cache_clear()
    assert answer.code == 3
    assert "the rule ROL003 failed on this plan: ZeroDivisionError: a slip" in answer.out
    assert "there is no field `titel` here" in answer.out


def test_a_repository_sets_how_its_plans_are_checked(call, faulty):
    (faulty / "bcp.toml").write_text('fail-on = "never"\nexclude = ["roles.yaml"]\n')
    answer = call("check", faulty, *DAY)
    assert answer.code == 0
    assert "ROL003" not in answer.out
    assert call("check", faulty, *DAY, "--fail-on", "info").code == 1
    (faulty / "bcp.toml").write_text("fail_on = 1\n")
    refused = call("check", faulty, *DAY)
    assert (refused.code, "did you mean fail-on?" in refused.err) == (2, True)


def test_one_rule_alone_is_shown(call, faulty):
    answer = call("check", faulty, *DAY, "--rule", "rol003")
    assert answer.out.count("  error  ") == 1
    assert "ROL003" in answer.out
    assert call("check", faulty, *DAY, "--rule", "REF001").code == 0
    refused = call("check", faulty, "--rule", "ROL03")
    assert (refused.code, "did you mean ROL003?" in refused.err) == (2, True)


def test_where_there_is_much_the_commonest_rules_are_named(call, tmp_path):
    call("init", tmp_path / "desk")
    plan = tmp_path / "desk" / "plan.yaml"
    plan.write_text(plan.read_text().replace("maturity: start", "maturity: operating"))
    last = call("check", tmp_path / "desk", *DAY).out.splitlines()[-1]
    assert last.startswith("most often: ")
    assert "×8" in last
    assert call("check", LANTERN, *DAY).out.count("\n") == 1


def test_words_of_a_plan_give_no_orders_to_a_terminal_or_a_host(call, faulty):
    (faulty / "x.yaml").write_text(
        'roles:\n  a: {title: A, primary: "a\\n::error::x\\u202E"}\n'
        '  b: {title: "B\\r\\nwritten in /etc/passwd:1 \\u202Eevil", primary: a.b}\n'
    )
    (faulty / "roles.yaml").write_text("people:\n  a.b: {name: A}\n")
    for command in (
        ["check", faulty],
        ["show", "b", "--plan", faulty],
        ["graph", "--plan", faulty],
    ):
        text = call(*command).out if command != ["graph"] else call("graph", "--plan", faulty).out
        assert text
        assert "\u202e" not in text
        assert "\r" not in text
        assert not any(line.startswith(("::", "written in /etc")) for line in text.splitlines())


@pytest.mark.parametrize("arguments", [["check", "x" * 300], ["show", "a", "--plan", "x" * 300]])
def test_a_name_that_no_disk_takes_is_a_sentence(call, arguments):
    answer = call(*arguments)
    assert answer.code == 2
    assert "bcp: " in answer.err
    assert "inside bcp" not in answer.err


def test_an_output_that_is_closed_or_full_is_no_fault_of_the_program(lantern):
    def shell(line: str) -> subprocess.CompletedProcess[str]:
        command = f"{sys.executable} -m bcp {line}"
        return subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, cwd=REPOSITORY, check=False
        )

    assert shell(f"check {lantern} --as-of 2026-11-16 >&-").returncode == 0
    full = shell(f"check {lantern} --as-of 2026-11-16 >/dev/full")
    assert (full.returncode, "cannot be written" in full.stderr) == (2, True)
    assert shell("--version >/dev/full").returncode == 2
    assert "Traceback" not in full.stderr + shell("--version >/dev/full").stderr


def test_a_plan_that_may_not_be_read_is_not_passed_over(call, lantern, tmp_path, monkeypatch):
    from pathlib import Path

    shutil.copytree(lantern, tmp_path / "one")
    (tmp_path / "two").mkdir()
    real = os.scandir

    def refused(path):
        if Path(path).name == "two":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refused)
    answer = call("check", tmp_path, *DAY)
    assert answer.code == 2
    assert "two cannot be looked into: there is no permission" in answer.err


def test_a_plan_file_in_capitals_is_told_how_to_be_named(call, tmp_path):
    (tmp_path / "Plan.yaml").write_text("bcp: 1\nplan: {id: x, title: X}\n")
    answer = call("check", tmp_path, *DAY)
    assert answer.code == 1
    assert "Rename Plan.yaml to plan.yaml" in answer.out
