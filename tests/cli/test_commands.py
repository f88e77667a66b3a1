"""The smaller commands, the help of all, and what they cost to start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from calling import REPOSITORY

from bcp import __version__
from bcp.cli.main import COMMANDS, bcp, run
from bcp.rules.catalogue import catalogue

HELP = Path(__file__).parent / "help"
HEAVY = {"networkx", "pydantic", "pydantic_core", "jinja2", "weasyprint", "yaml"}


def imported_by(*arguments: str) -> set[str]:
    """The heavy packages that a call imports."""
    code = (
        "import atexit, sys\n"
        "from bcp.__main__ import main\n"
        f"sys.argv = ['bcp', *{list(arguments)!r}]\n"
        f"atexit.register(lambda: print('IMPORTED', *sorted({HEAVY!r} & set(sys.modules))))\n"
        "main()\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=True
    )
    return set(answer.stdout.rpartition("IMPORTED")[2].split())


def test_help_and_version_import_nothing_heavy():
    assert imported_by("--help") == set()
    assert imported_by("--version") == set()


def test_a_check_imports_neither_graph_nor_templates_nor_printing(lantern):
    found = imported_by("check", str(lantern))
    assert "pydantic_core" in found
    assert found <= {"pydantic_core", "yaml"}


def test_the_version_is_printed_without_click(call):
    answer = subprocess.run(
        [sys.executable, "-m", "bcp", "--version"], capture_output=True, text=True, check=True
    )
    assert answer.stdout == f"bcp {__version__}\n"
    assert call("--version").out == answer.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["check", "plans/northline"]])
def test_an_answer_that_cannot_be_written_is_no_success(arguments):
    with Path("/dev/full").open("w") as full:
        answer = subprocess.run(
            [sys.executable, "-m", "bcp", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
        )
    assert answer.returncode == 2
    assert "the answer cannot be written" in answer.stderr


def every_command() -> list[str]:
    """Every command and subcommand, as one types it; the first is bcp itself."""
    found = [""]
    for name in COMMANDS:
        command = bcp.get_command(None, name)
        inner = sorted(command.commands) if isinstance(command, click.Group) else []
        found += [name, *(f"{name} {one}" for one in inner)]
    return found


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("command", every_command())
def test_the_help_of_each_command_is_as_it_was_read(command, language, capsys, monkeypatch):
    """Set BCP_WRITE_HELP=1 to write the snapshots anew; then read them."""
    monkeypatch.setenv("COLUMNS", "80")
    assert run([*command.split(), "--help", "--lang", language]) == 0
    text = capsys.readouterr().out
    folder = HELP if language == "en" else HELP / language
    snapshot = folder / f"{command.replace(' ', '-') or 'bcp'}.txt"
    if os.environ.get("BCP_WRITE_HELP"):
        snapshot.parent.mkdir(exist_ok=True)
        snapshot.write_text(text)
    assert text == snapshot.read_text()
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("command", every_command()[1:])
def test_the_help_of_each_command_holds_a_real_example(command, capsys):
    run([*command.split(), "--help"])
    text = capsys.readouterr().out
    assert "Example" in text
    assert f"bcp {command}" in text.partition("Example")[2]


def test_explain_tells_what_why_and_how(call):
    answer = call("explain", "rol003")
    assert answer.code == 0
    for part in ("ROL003", "Why: ", "Fix: ", "Ignore when: ", "ISO 22301:2019 8.4.2"):
        assert part in answer.out


def test_explain_lists_every_rule(call):
    assert [line.split()[0] for line in call("explain").out.splitlines()] == list(catalogue())
    told = json.loads(call("explain", "--format", "json").out)
    assert told["format"] == "bcp.rules/1"
    assert {one["code"] for one in told["rules"]} == set(catalogue())


@pytest.mark.parametrize("code", list(catalogue()))
def test_every_rule_explains_itself(code):
    one = catalogue()[code]
    assert one.title.endswith(".")
    assert one.why
    assert one.fix
    assert one.ignore_when
    assert "compliant" not in one.docstring.lower()
    for text in (one.title, one.why, one.fix, one.ignore_when):
        assert text[0].isupper() or text[0] in '`"' or text is not one.title


def test_coverage_shows_gaps_in_words(call, faulty, lantern):
    answer = call("coverage", lantern, "--as-of", "2026-11-16")
    assert answer.code == 0
    assert "line-dead  yes    yes" in answer.out
    told = json.loads(call("coverage", lantern, "--as-of", "2026-11-16", "--format", "json").out)
    assert told["format"] == "bcp.coverage/1"
    refused = call("coverage", faulty)
    assert refused.code == 2
    assert "cannot be read whole" in refused.err
    assert "bcp check" in refused.err


def test_an_exercise_of_two_years_ago_does_not_count(call, lantern):
    def exercised(day: str) -> str:
        told = json.loads(call("coverage", lantern, "--as-of", day, "--format", "json").out)
        (risks, *_) = told["plans"][0]["matrices"]
        return risks["rows"][0]["states"][-1]

    assert exercised("2026-11-16") == "yes"
    assert exercised("2028-11-16") == "no"


def test_the_doctor_finds_this_machine_well(call):
    answer = call("doctor")
    assert answer.code == 0
    assert "MISSING" not in answer.out
    told = json.loads(call("doctor", "--format", "json").out)
    assert all(one["present"] for one in told["examined"])


def test_the_doctor_names_the_line_that_mends(call, monkeypatch):
    import ctypes

    def missing(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    monkeypatch.setattr(ctypes, "CDLL", missing)
    answer = call("doctor")
    assert answer.code == 1
    assert "apt-get install --no-install-recommends libpangoft2-1.0-0" in answer.out
