"""``bcp render``: files on paper, with the revision they were printed from."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys

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
    assert re.search("версія 1.0 · редакція не зафіксовано [0-9a-f]{8} · ", text)
    assert "uncommitted" not in text
    assert "сторінка 1 з" in text


def test_the_cover_of_a_plan_says_it_too(call, lantern, tmp_path):
    shutil.copytree(lantern, tmp_path / "plan")
    arguments = ("--document", "plan", "--lang", "uk", "--out", tmp_path)
    assert call("render", tmp_path / "plan", *arguments).code == 0
    cover = text_of(tmp_path / "lantern.uk.pdf").split("\f")[0]
    assert re.search("Редакція +не зафіксовано [0-9a-f]{8}", cover)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--role", "a.shaw"], "a.shaw stands under people, and cards are of roles"),
        (["--role", "plannr"], "did you mean planner?"),
        (["--lang", "ua"], "the language “ua”, which neither the plan nor the program speaks"),
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


ROOM = 4096
"""Bytes that a file may have in the test of a full disk: less than any card."""


def print_without_room(lantern, out):
    """``bcp render`` on a disk that takes the first bytes of a file and no more."""
    return subprocess.run(
        [sys.executable, "-B", "-m", "bcp", "render", lantern, "--role", "planner", "--out", out],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM)),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_disk_that_fills_while_a_card_is_written_is_a_sentence_and_leaves_nothing(
    lantern, tmp_path
):
    done = print_without_room(lantern, tmp_path)
    card = tmp_path / "role-card-planner.pdf"
    assert done.returncode == 2
    assert f"{card} cannot be written: " in done.stderr
    assert "Make room or choose another place" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_the_card_of_yesterday_stays_whole_when_that_of_today_finds_no_room(lantern, tmp_path):
    card = tmp_path / "role-card-planner.pdf"
    card.write_bytes(b"%PDF of yesterday")
    assert print_without_room(lantern, tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == [card]
    assert card.read_bytes() == b"%PDF of yesterday"


def test_the_same_card_is_written_where_there_is_room(call, lantern, tmp_path):
    assert call("render", lantern, "--role", "planner", "--out", tmp_path).code == 0
    assert (tmp_path / "role-card-planner.pdf").stat().st_size > ROOM
