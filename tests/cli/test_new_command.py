"""``bcp new``: one more thing in a plan."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def desk(call, tmp_path) -> Path:
    folder = tmp_path / "desk"
    call("init", folder, "--like", "minimal")
    return folder


def test_it_says_what_was_written_and_what_is_to_be_filled_in(call, desk):
    answer = call("new", "role", "night-desk", "--title", "Night desk", "--plan", desk)
    assert answer.code == 0
    assert answer.out.splitlines() == [
        f"wrote {desk / 'roles' / 'night-desk.yaml'}",
        "Fill in: primary, alternates",
        f"Then: bcp check {desk}",
    ]


def test_until_it_is_filled_in_the_check_names_what_is_left(call, desk):
    call("new", "roles", "night-desk", "--plan", desk)
    checked = call("check", desk)
    assert checked.code == 1
    for field in ("title", "primary", "alternates"):
        assert f"`{field}:` has nothing after it" in checked.out
    assert checked.out.count("night-desk.yaml") == 1
    path = desk / "roles" / "night-desk.yaml"
    text = path.read_text().replace("title:", "title: Night desk", 1)
    text = text.replace("primary:", "primary: b.obi").replace("alternates:", "alternates: [a.shaw]")
    path.write_text(text)
    assert call("check", desk).code == 0


def test_the_plan_is_the_nearest_upwards(call, desk, monkeypatch):
    monkeypatch.chdir(desk)
    out = call("new", "channel", "radio").out
    assert out.startswith("wrote channels/radio.yaml\n")
    assert out.endswith("Then: bcp check\n")


@pytest.mark.parametrize(
    ("arguments", "words", "fix"),
    [
        (("rolle", "x"), "there is no kind “rolle” in a plan", "did you mean role?"),
        (("role", "Night Desk"), "“Night Desk” cannot be an id", "for example night-desk"),
        (("role", "a.shaw"), "taken by a person in", "a.shaw-2"),
        (("waiver", "x", "--title", "A"), "a waiver has no title", "leave --title out"),
        (("role", "x", "--title", ""), "the title is empty", "after --title"),
    ],
)
def test_what_cannot_be_is_told_with_a_way_out(arguments, words, fix, call, desk):
    before = sorted(desk.rglob("*"))
    answer = call("new", *arguments, "--plan", desk)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert fix in answer.err
    assert sorted(desk.rglob("*")) == before


def test_without_a_plan_there_is_nothing_to_add_to(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "there is no plan.yaml here" in call("new", "role", "x").err
    assert "there is no folder" in call("new", "role", "x", "--plan", tmp_path / "no").err


def test_a_kind_that_was_not_meant_is_told_before_the_plan_is_read(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "did you mean playbook?" in call("new", "playbok", "x").err
