"""``bcp graph schedule``: the answer as a person reads it, and as a program does."""

from __future__ import annotations

import json

import pytest

PLAN = """bcp: 1
plan: {id: small, title: Small}
people: {ann: {name: Ann}, ben: {name: Ben}}
roles: {desk: {title: Desk, primary: ann, alternates: [ben]}}
playbooks:
  out:
    title: Get out
    for: {losses: [desk]}
    tasks:
      respond:
        - {id: count, do: Count the people., by: desk, duration: 10m, within: 15m}
        - {id: call, do: Call the brigade., by: desk, duration: 10m, within: 15m}
"""


@pytest.fixture
def small(tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN)
    return tmp_path


def test_a_schedule_that_is_found_is_drawn_with_real_people(call, small):
    answer = call("graph", "schedule", "out", "--plan", small)
    assert answer.code == 0
    assert answer.out.startswith("Get out (out): a schedule is found.")
    assert "\nAnn                1█" in answer.out
    assert "1. 0:00–0:10 Count the people (count) – Ann; due 0:15" in answer.out


def test_without_somebody_it_cannot_be_done(call, small):
    answer = call("graph", "schedule", "Get out", "--plan", small, "--without", "Ben")
    assert answer.out.startswith("Get out (out): impossible in time.")
    assert "only Ann (ann) can do these, 20 minutes of work: count, call" in answer.out


def test_programs_get_every_slot_in_seconds(call, small):
    told = json.loads(call("graph", "schedule", "out", "--plan", small, "--format", "json").out)
    assert (told["format"], told["verdict"], told["finish"]) == ("bcp.schedule/1", "found", 600)
    assert [one["person"] for one in told["slots"]] == ["ann", "ben"]


def test_what_is_no_playbook_and_what_is_no_moment_are_sentences(call, small):
    answer = call("graph", "schedule", "desk", "--plan", small)
    assert (answer.code, "stands under roles, not playbooks" in answer.err) == (2, True)
    answer = call("graph", "schedule", "out", "--plan", small, "--at", "tomorrow")
    assert (answer.code, "is no day and time" in answer.err) == (2, True)


def test_the_schedule_is_told_in_ukrainian(call, small):
    answer = call("graph", "schedule", "out", "--plan", small, "--lang", "uk")
    assert answer.out.startswith("Get out (out): розклад знайдено.")
