"""``bcp graph cover``: the answer as a person reads it, and as a program does."""

from __future__ import annotations

import json


def test_cover_says_first_whether_every_role_is_held(call, lantern):
    answer = call("graph", "cover", "--plan", lantern, "--from", "2026-11-16")
    assert answer.code == 0
    assert answer.out.splitlines()[0].startswith("Every role that must be held is held")


def test_cover_of_one_role_and_some_weeks_for_programs(call, lantern):
    answer = call(
        "graph", "cover", "Duty lead", "--plan", lantern, "--from", "2026-11-16", "--weeks", 2,
        "--format", "json",
    )  # fmt: skip
    told = json.loads(answer.out)
    assert (told["format"], told["start"], told["end"]) == (
        "bcp.cover/1",
        "2026-11-16",
        "2026-11-30",
    )
    assert [one["role"] for one in told["roles"]] == ["duty-lead"]
    assert told["roles"][0]["wanted"] == 14 * 24 * 3600


def test_a_hole_is_told_with_its_hours(call, tmp_path):
    (tmp_path / "plan.yaml").write_text(
        "bcp: 1\nplan: {id: small, title: Small}\n"
        "people: {ann: {name: Ann, away: [{from: 2026-03-02, until: 2026-03-03}]}}\n"
        "roles: {desk: {title: Desk, primary: ann, cover: always}}\n"
    )
    answer = call("graph", "cover", "--plan", tmp_path, "--from", "2026-02-23")
    assert "Roles held by nobody at times: 1 of 1, 48 h together" in answer.out
    assert "2026-03-02 00:00 to 2026-03-04 00:00, 48 h" in answer.out


def test_something_that_is_no_role_is_a_sentence(call, lantern):
    answer = call("graph", "cover", "answer-calls", "--plan", lantern)
    assert (answer.code, "stands under processes, not roles" in answer.err) == (2, True)


def test_cover_is_told_in_ukrainian(call, lantern):
    answer = call("graph", "cover", "--plan", lantern, "--from", "2026-11-16", "--lang", "uk")
    assert answer.out.startswith("Кожна роль")
