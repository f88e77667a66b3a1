"""``bcp init``: what it asks, writes and says, and what it does not do."""

from __future__ import annotations

import os
import pty
import re
import sys
from pathlib import Path

import pytest
from calling import REPOSITORY

DAY = ("--as-of", "2026-11-16")


def at_a_terminal(folder: Path, answers: str, *more: str, **environment: str) -> tuple[int, str]:
    """Call ``bcp init`` at a real terminal, type the answers, and give exit code and screen."""
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover (another process)
        own = {one: os.environ[one] for one in os.environ if not one.startswith(("LC_", "LANG"))}
        paths = {"PYTHONPATH": str(REPOSITORY), "TZ": "Europe/Warsaw", "BCP_LANG": ""}
        call = [sys.executable, "-m", "bcp", "init", str(folder), *more]
        os.execve(sys.executable, call, {**own, **paths, **environment})
    os.write(terminal, answers.encode())
    screen = b""
    while True:
        try:
            read = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not read:
            break
        screen += read
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), screen.decode()


def test_what_is_written_checks_clean(call, tmp_path):
    folder = tmp_path / "Нічна зміна 1"
    answer = call("init", folder, "--title", 'The "night" desk: 24/7 {x} \\ end')
    assert answer.code == 0
    checked = call("check", folder, "--only", "structure")
    assert (checked.code, "no finding" in checked.out) == (0, True), checked.out


def test_it_says_in_which_order_to_open_the_files_and_how_much_is_invented(call, tmp_path):
    out = call("init", tmp_path / "desk", "--like", "minimal").out
    lines = out.splitlines()
    assert lines[0] == f"Wrote a plan of 4 files into {tmp_path / 'desk'}."
    assert lines[1].startswith("8 places in it are invented and marked # REPLACE.")
    assert lines[2] == "   1. plan.yaml       2 × # REPLACE  The plan itself"
    assert lines[5].startswith("   4. telephony.yaml        ")
    for command in ("check", "render", "drill script telephony-loss --plan"):
        assert f"  bcp {command} {tmp_path / 'desk'}  " in out


def test_what_it_says_to_do_next_works(call, tmp_path):
    out = call("init", tmp_path / "desk", "--like", "minimal", "--lang", "uk").out
    lines = [line.strip() for line in out.splitlines() if line.startswith("  bcp ")]
    said = [re.split("  +", line)[0].split()[1:] for line in lines]
    assert [one[0] for one in said] == ["check", "render", "drill", "new"]
    for one in said[:3]:
        out_folder = ["--out", str(tmp_path / "out")] if one[0] == "render" else []
        assert call(*one, *out_folder).code == 0
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".pdf", ".pdf"]


def test_without_an_option_it_is_a_contact_centre_in_english(call, tmp_path):
    assert call("init", tmp_path / "desk").code == 0
    text = (tmp_path / "desk" / "plan.yaml").read_text()
    assert "sector: contact-centre" in text
    assert "languages: [en]" in text
    assert 'title: "desk"' in text


@pytest.mark.parametrize(
    ("options", "language", "languages"),
    [
        (["--lang", "uk"], None, "[uk]"),
        ([], "uk", "[uk]"),
        (["--languages", "uk,en"], None, "[uk, en]"),
        (["--languages", "en uk"], "uk", "[en, uk]"),
        (["--lang", "uk", "--languages", "uk, de"], "en", "[uk, de]"),
        (["--languages", "de,en"], None, "[de, en]"),
    ],
)
def test_the_language_is_the_first_that_is_named(
    options, language, languages, call, tmp_path, monkeypatch
):
    monkeypatch.delenv("BCP_LANG", raising=False)
    if language is not None:
        monkeypatch.setenv("BCP_LANG", language)
    answer = call("init", tmp_path / "d", "--like", "minimal", *options)
    text = (tmp_path / "d" / "plan.yaml").read_text()
    assert f"languages: {languages} " in text
    assert ("ЗАМІНИТИ" in text) is languages.startswith("[uk")
    assert ("The texts are in English" in answer.out) is languages.startswith("[de")


def test_a_language_of_the_machine_alone_changes_nothing_that_is_written(
    call, tmp_path, monkeypatch
):
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    call("init", tmp_path / "desk", "--like", "minimal")
    assert "REPLACE" in (tmp_path / "desk" / "plan.yaml").read_text()


def test_texts_in_another_language_than_the_plans_own_are_refused(call, tmp_path):
    answer = call("init", tmp_path / "desk", "--lang", "uk", "--languages", "en,uk")
    assert answer.code == 2
    assert "мовою uk, а власна мова плану – en" in answer.err
    assert "--languages uk,en" in answer.err
    assert not (tmp_path / "desk").exists()


def test_a_repository_is_told_the_line_for_its_editor(call, tmp_path):
    (tmp_path / ".git").mkdir()
    out = call("init", tmp_path / "plans" / "desk", "--like", "minimal").out
    entry = '"./plans/desk/.bcp/plan.schema.json": ["plans/desk/**/*.yaml"]'
    assert f'"yaml.schemas": {{{entry}}}' in out
    assert not (tmp_path / ".vscode").exists()


def test_settings_that_are_there_are_told_what_to_add(call, tmp_path):
    (tmp_path / "desk" / ".vscode").mkdir(parents=True)
    (tmp_path / "desk" / ".vscode" / "settings.json").write_text("{}")
    out = call("init", tmp_path / "desk", "--like", "minimal").out
    assert "settings.json is yours and was left as it is" in out
    assert '"./.bcp/plan.schema.json": ["**/*.yaml"]' in out


# --- places where no plan is begun ---------------------------------------------------------------


def refused(call, folder: Path) -> str:
    before = sorted(folder.parent.rglob("*"))
    answer = call("init", folder)
    assert (answer.code, answer.out) == (2, "")
    assert sorted(folder.parent.rglob("*")) == before
    return answer.err


def test_nothing_is_overwritten_and_nobody_elses_file_becomes_part_of_the_plan(call, tmp_path):
    (tmp_path / "roles.yaml").write_text("mine")
    said = refused(call, tmp_path)
    assert "holds YAML files that would become part of the plan: roles.yaml" in said
    assert (tmp_path / "roles.yaml").read_text() == "mine"


def test_files_that_are_no_part_of_a_plan_do_not_matter(call, tmp_path):
    (tmp_path / "README.md").write_text("mine")
    assert call("init", tmp_path, "--like", "minimal").code == 0
    assert (tmp_path / "README.md").read_text() == "mine"


def test_a_plan_is_not_begun_over_in_or_around_another(call, tmp_path):
    desk = tmp_path / "plans" / "desk"
    call("init", desk, "--like", "minimal")
    assert f"{desk} is a plan already" in refused(call, desk)
    inside = refused(call, desk / "night")
    assert f"lies inside another plan, {desk}" in inside
    assert f"such as {tmp_path / 'plans' / 'night'}" in inside
    assert "holds plans already: desk" in refused(call, tmp_path / "plans")


def test_a_file_or_a_dead_link_is_no_folder(call, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert "is a file, not a folder" in refused(call, tmp_path / "file")
    assert "is a link that leads nowhere" in refused(call, tmp_path / "link")


def test_a_folder_that_cannot_be_made_is_told(call, tmp_path):
    (tmp_path / "file").write_text("")
    said = refused(call, tmp_path / "file" / "desk")
    assert "cannot be made: what it lies in is no folder" in said


def test_where_one_may_not_write_the_sentence_is_plain(call, tmp_path, monkeypatch):
    def forbidden(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", forbidden)
    said = refused(call, tmp_path / "desk")
    assert "the folder" in said
    assert "cannot be made: there is no permission" in said
    assert "name a place where you may write" in said


def test_a_name_that_can_be_no_id_is_told(call, tmp_path):
    said = refused(call, tmp_path / "—")
    assert "no id for the plan can be made of the folder's name “—”" in said


# --- at a terminal -------------------------------------------------------------------------------


def test_at_a_terminal_enter_takes_what_is_proposed(call, tmp_path):
    code, screen = at_a_terminal(tmp_path / "desk", "\n" * 5)
    assert code == 0
    assert "Time zone [Europe/Warsaw]" in screen
    text = (tmp_path / "desk" / "plan.yaml").read_text()
    assert "sector: contact-centre" in text
    assert "timezone: Europe/Warsaw" in text
    assert "organisation: Our company" in text
    assert call("check", tmp_path / "desk", *DAY).code == 0


def test_at_a_terminal_the_answers_stand_in_the_plan(call, tmp_path):
    answers = "en,uk\n3\nTown line\nTown of Quay\nEurope/Kyiv\n"
    code, _ = at_a_terminal(tmp_path / "desk", answers)
    assert code == 0
    text = (tmp_path / "desk" / "plan.yaml").read_text()
    for said in ('"Town line"', '"Town of Quay"', "sector: municipal", "languages: [en, uk]"):
        assert said in text


def test_an_answer_that_cannot_be_is_asked_for_again(tmp_path):
    answers = "english\nen\n9\n5\n\n\nMars/Base\nEurope/Kyiv\n"
    code, screen = at_a_terminal(tmp_path / "desk", answers)
    assert code == 0
    assert "“english” is not a language tag" in screen
    assert "write a number from 1 to 5" in screen
    assert "there is no time zone “Mars/Base”" in screen
    assert "Europe/Kyiv" in (tmp_path / "desk" / "plan.yaml").read_text()


def test_what_the_options_say_is_not_asked(tmp_path):
    options = (
        "--like",
        "minimal",
        "--title",
        "Desk",
        "--organisation",
        "Quay",
        "--languages",
        "en",
    )
    code, screen = at_a_terminal(tmp_path / "desk", "\n", *options)
    assert code == 0
    assert "Title" not in screen
    assert "nearest to your work" not in screen
    assert "Time zone" in screen


def test_no_input_asks_nothing_at_a_terminal_either(tmp_path):
    code, screen = at_a_terminal(tmp_path / "desk", "", "--no-input")
    assert code == 0
    assert "[" not in screen.partition("Wrote")[0]


def test_whoever_reads_ukrainian_is_proposed_a_ukrainian_plan(tmp_path):
    code, _ = at_a_terminal(tmp_path / "desk", "\n" * 5, LANG="uk_UA.UTF-8")
    assert code == 0
    assert (tmp_path / "desk" / "liudy.yaml").is_file()


def test_a_folder_that_cannot_be_used_is_told_before_anything_is_asked(tmp_path):
    (tmp_path / "plan.yaml").write_text("bcp: 1\n")
    code, screen = at_a_terminal(tmp_path, "")
    assert code == 2
    assert "is a plan already" in screen
    assert "Languages" not in screen
