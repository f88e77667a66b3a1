"""``bcp render``: files on paper, with the revision they were printed from."""

from __future__ import annotations

import shutil
import subprocess

import pytest


def text_of(path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout


def test_a_role_card_is_printed_with_version_date_and_revision(call, lantern, tmp_path):
    answer = call(
        "render", lantern, "--role", "log-keeper", "--date", "2026-11-16", "--out", tmp_path
    )
    assert answer.code == 0
    path = tmp_path / "role-card-log-keeper.pdf"
    assert answer.out.startswith(f"{path}  ")
    text = text_of(path)
    assert "Log keeper" in text
    assert "16 November 2026" in text
    assert "version 1.0" in text
    assert "+44 7700 900303" in text


def test_a_copy_outside_git_says_that_it_is_uncommitted(call, lantern, tmp_path):
    shutil.copytree(lantern, tmp_path / "plan")
    call("render", tmp_path / "plan", "--role", "planner", "--lang", "uk", "--out", tmp_path)
    text = text_of(tmp_path / "role-card-planner.uk.pdf")
    assert "uncommitted" in text or "незбережена" in text or "uncommitted" in text.lower()
    assert "сторінка 1 з" in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--role", "a.shaw"], "a.shaw stands under people, and cards are of roles"),
        (["--role", "plannr"], "did you mean planner?"),
        (["--lang", "ua"], "the plan is not written in ua"),
    ],
)
def test_what_cannot_be_printed_is_a_sentence(call, lantern, tmp_path, arguments, sentence):
    answer = call("render", lantern, *arguments, "--out", tmp_path)
    assert answer.code == 2
    assert sentence in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_sentence(call, lantern, tmp_path):
    (tmp_path / "file").write_text("")
    answer = call("render", lantern, "--role", "planner", "--out", tmp_path / "file" / "out")
    assert answer.code == 2
    assert "cannot be made" in answer.err


@pytest.mark.slow
def test_everything_is_printed_without_options(call, lantern, tmp_path):
    answer = call("render", lantern, "--out", tmp_path)
    assert answer.code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "lantern-role-cards.pdf",
        "lantern.pdf",
    ]


def test_two_plans_with_one_id_do_not_print_over_each_other(call, lantern, tmp_path):
    shutil.copytree(lantern, tmp_path / "plans" / "one")
    shutil.copytree(lantern, tmp_path / "plans" / "two")
    answer = call("render", tmp_path / "plans", "--out", tmp_path / "out")
    assert answer.code == 2
    assert "have the same id lantern" in answer.err
    assert not (tmp_path / "out").exists()
