"""The help of every command, and what is said besides an answer, in the reader's language."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bcp.cli.help import Command, told
from bcp.i18n import translator

ROOT = Path(__file__).parents[2]
NORTHLINE = ROOT / "plans" / "northline"
LANTERN = ROOT / "tests" / "rules" / "_base"
sys.path[:0] = [str(ROOT / "scripts")]

import words_of_help  # noqa: E402

SAY = translator("uk")
ALIKE = {"ID"}
"""Names of values that Ukrainian has too."""


def plain_environment() -> dict[str, str]:
    names = ("BCP_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")
    return {name: value for name, value in os.environ.items() if name not in names}


def call(*arguments: object, cwd: Path = ROOT, **environment: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "bcp", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**plain_environment(), "PYTHONUTF8": "1", "COLUMNS": "80", **environment},
    )
    return done.returncode, done.stdout, done.stderr


# --- help ------------------------------------------------------------------------------------


def test_every_paragraph_of_help_and_every_name_of_a_value_is_translated():
    found = dict(words_of_help.listed())
    assert len(found) > 100
    assert [words for words in found if SAY(words) == words and words not in ALIKE] == []


@pytest.mark.parametrize(("name", "command"), list(words_of_help.commands()))
def test_every_command_says_its_help_in_the_language_of_the_call(name, command):
    assert isinstance(command, Command), "Fix: @click.command(cls=Command), or cls=Group"
    assert command.help, name


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help", "--lang", "uk"),
        ("--lang", "uk", "--help"),
        ("--lang=uk", "-h"),
        ("drill", "--lang", "uk", "--help"),
        ("drill", "resume", "--help", "--lang=uk"),
        ("check", "--lang", "uk", "--help"),
    ],
)
def test_the_language_of_help_stands_before_or_after_it(arguments):
    code, out, err = call(*arguments)
    assert (code, err) == (0, "")
    assert out.startswith("Використання: bcp")
    assert "Показати цю довідку і вийти." in out


def test_help_follows_the_person_where_the_call_says_nothing():
    _, english, _ = call("check", "--help")
    _, ukrainian, _ = call("check", "--help", BCP_LANG="uk")
    assert english.startswith("Usage: bcp check [OPTIONS] [PLANS]...")
    assert ukrainian.startswith("Використання: bcp check [ПАРАМЕТРИ] [ПЛАНИ]...")
    assert call("check", "--help", LANG="uk_UA.UTF-8")[1] == ukrainian
    assert call("check", "--help", "--lang", "en", BCP_LANG="uk")[1] == english


def test_help_is_given_in_english_to_whom_the_program_does_not_speak():
    assert call("--help", "--lang", "cy")[:2] == call("--help")[:2]
    assert call("--help", BCP_LANG="cy")[:2] == call("--help")[:2]


def test_help_in_english_loads_no_words():
    code = (
        "import sys; from bcp.cli.ending import run; run(['--help']);"
        "print([one for one in ('babel', 'bcp.i18n') if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=plain_environment(),
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_examples_stay_and_remarks_in_them_are_translated():
    @click.command(cls=Command)
    def command() -> None:
        """Print the plan and the role cards as PDF.

        \b
        Examples:
          bcp check # an inject
          # stays as it is
        """

    assert told(command, SAY).split("\n") == [
        "Надрукувати план і картки ролей у PDF.",
        "",
        "\b",
        "Приклади:",
        "  bcp check # ввідна",
        "  # stays as it is",
    ]


def test_braces_in_help_are_braces():
    @click.command(cls=Command)
    def command() -> None:
        """Write {"a": {}} there."""

    assert told(command, SAY) == 'Write {"a": {}} there.'


# --- what is said besides --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("drill", "script"), "Бракує аргументу 'СЦЕНАРІЙ'"),
        (("chek",), "Немає команди «chek». Може, «check»?"),
        (("what",), "Немає команди «what». Може, «what-if»?"),
        (("zzzzzz",), "Команди перелічує `bcp --help`"),
        (("coverage", "--as-of", "1 May"), "«1 May» – це не день"),
        (("drill", "run", "x", "--no-input"), "хтось має відповідати"),
        (("drill", "run", "x", "--clock", "virtual"), "лише з --answers ФАЙЛ"),
    ],
)
def test_a_mistake_is_told_in_ukrainian(arguments, words):
    code, _, err = call(*arguments, BCP_LANG="uk")
    assert code == 2
    assert words in err


def test_progress_is_told_in_the_language_of_the_call(tmp_path):
    shutil.copytree(LANTERN, tmp_path / "plan")
    plan = tmp_path / "plan" / "plan.yaml"
    plan.write_text(plan.read_text().replace("bcp: 1", "bcp:   1", 1))
    _, out, _ = call("fmt", "--check", tmp_path / "plan", "--lang", "uk")
    assert out.endswith("файли: було б змінено 1\n")
    assert call("fmt", "--check", tmp_path / "plan", BCP_LANG="uk")[1] == out
    _, out, _ = call("schema", "-o", tmp_path / "a.json", "--lang", "uk")
    assert out.startswith("записано")


def test_a_damaged_journal_is_told_of_in_ukrainian(tmp_path):
    plan = tmp_path / "northline"
    shutil.copytree(NORTHLINE, plan)
    answers = plan / "drills" / "answers-telephony-loss.yaml"
    call("drill", "run", "telephony-loss", "--plan", plan, "--answers", answers)
    (run,) = (path.parent for path in (plan / "drills").glob("*/run.json"))
    code, out, _ = call("drill", "verify", run, "--lang", "uk")
    assert code == 0
    assert out.startswith("завершено: ")
    _, _, err = call("drill", "run", "telephony-loss", "--plan", plan, "--answers", answers,
                     BCP_LANG="uk")  # fmt: skip
    assert "проведення ніколи не перезаписують" in err
    assert "що зробити: почніть в інший час" in err
    (journal,) = (run / "journal").glob("*.jsonl")
    content = journal.read_bytes()
    journal.write_bytes(content.replace(b'"t":"', b'"t":"x', 1))
    code, out, _ = call("drill", "verify", run, "--lang", "uk")
    assert code == 2
    assert out.startswith("пошкоджено: ")
    assert "рядок 1: це змінено вже після запису (геш не збігається)." in out
    _, _, err = call("drill", "report", run, "--plan", plan, BCP_LANG="uk")
    assert "рядок 1: це змінено вже після запису" in err
    assert "Нічого не змінено." in err


# --- languages that the program does not speak -----------------------------------------------

OF_PROGRAM = [
    ("check", LANTERN),
    ("coverage", LANTERN),
    ("explain",),
    ("doctor",),
    ("fmt", "--check", LANTERN),
    ("schema",),
    ("new", "role", "night-desk", "--plan", LANTERN),
    ("init", "nowhere", "--no-input"),
    ("drill", "verify", "--plan", LANTERN),
]
OF_PLAN = [
    ("render", LANTERN),
    ("show", "lead", "--plan", LANTERN),
    ("graph", "--plan", LANTERN),
    ("graph", "--format", "mermaid", "--plan", LANTERN),
    ("what-if", "--lose", "lead", "--plan", LANTERN),
    ("drill", "script", "line-dead", "--plan", LANTERN),
]


@pytest.mark.parametrize("arguments", OF_PROGRAM)
def test_what_the_program_says_is_refused_in_a_language_without_words(arguments):
    code, out, err = call(*arguments, "--lang", "cy")
    assert (code, out) == (2, "")
    assert "--lang asks for the language “cy”, which the program does not speak" in err
    assert "write one of: en, uk" in err


def some_id(folder: Path) -> str:
    """An id of a role."""
    from bcp.cli.plans import readable_plan
    from bcp.model.people import Role

    return readable_plan(folder).loaded.plan.of(Role)[0].id


@pytest.mark.parametrize("arguments", OF_PLAN)
def test_what_tells_of_a_plan_is_refused_in_a_language_that_neither_has(arguments):
    asked = [some_id(LANTERN) if one == "lead" else one for one in arguments]
    code, out, err = call(*asked, "--lang", "cy")
    assert (code, out) == (2, "")
    assert "--lang asks for the language “cy”, which neither the plan nor the program speaks" in err
    assert "the program en, uk" in err


@pytest.mark.parametrize("arguments", [one for one in OF_PLAN if one[0] != "render"])
def test_a_plan_is_told_of_in_any_language_that_it_is_written_in(arguments, tmp_path):
    shutil.copytree(LANTERN, tmp_path / "plan")
    plan = tmp_path / "plan" / "plan.yaml"
    text = "  title: {en: Lantern helpline, cy: Llinell gymorth}\n  languages: [en, cy]\n"
    lines = [
        line for line in plan.read_text().splitlines(keepends=True) if "languages:" not in line
    ]
    plan.write_text("".join(lines).replace("  title: Lantern helpline\n", text))
    here = {LANTERN: tmp_path / "plan", "lead": some_id(LANTERN)}
    code, out, err = call(*(here.get(one, one) for one in arguments), "--lang", "cy")
    assert (code, err) == (0, "")
    assert out
    code, tagged, _ = call(*(here.get(one, one) for one in arguments), "--lang", "uk-UA")
    assert code == 0
    assert tagged == call(*(here.get(one, one) for one in arguments), "--lang", "uk")[1]
