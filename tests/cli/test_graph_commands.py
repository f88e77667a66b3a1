"""``bcp show``, ``graph``, ``graph losses`` and ``what-if``: the answers as a person reads them."""

from __future__ import annotations

import json

import pytest


def test_show_tells_where_a_thing_is_written_and_what_hangs_on_it(call, lantern):
    answer = call("show", "duty-lead", "--plan", lantern)
    assert answer.code == 0
    assert answer.out.startswith("Duty lead  duty-lead (roles)\n")
    assert f"written in {lantern}/duty-lead.yaml:2" in answer.out
    refers, _, referred = answer.out.partition("referred to by:")
    assert "a.shaw" in referred.partition("holds")[2]
    assert "telephone-lines" in refers.partition("decides")[2]


def test_a_thing_is_found_by_its_title_and_a_slip_is_recognised(call, lantern):
    assert "duty-lead (roles)" in call("show", "Duty Lead", "--plan", lantern).out
    answer = call("show", "duty-laed", "--plan", lantern)
    assert answer.code == 2
    assert "there is no “duty-laed” in this plan" in answer.err
    assert "did you mean duty-lead?" in answer.err


def test_show_gives_programs_every_relation_with_its_place(call, lantern):
    told = json.loads(call("show", "duty-lead", "--plan", lantern, "--format", "json").out)
    assert told["format"] == "bcp.show/1"
    holder = next(one for one in told["relations"] if one["id"] == "a.shaw")
    assert (holder["file"], holder["field"]) == ("duty-lead.yaml", "primary")
    assert holder["line"] == 6


def test_what_if_says_what_falls_and_who_takes_over(call, lantern):
    answer = call("what-if", "--lose", "main-line", "--plan", lantern)
    assert answer.code == 0
    assert "If this is lost: Main line" in answer.out
    assert "Answer calls" in answer.out.partition("These go on")[2]
    assert "decided by Duty lead (Ada Shaw) within 5m" in answer.out
    taken = call("what-if", "--lose", "a.shaw", "--plan", lantern).out
    assert "takes Duty lead from Ada Shaw" in taken


def test_what_if_takes_several_losses_and_risks(call, lantern):
    together = call(
        "what-if", "--lose", "main-line,spare-line", "--plan", lantern, "--format", "json"
    )
    told = json.loads(together.out)
    assert told["losses"] == ["main-line", "spare-line"]
    assert told["processes"][0]["outcome"] == "minimum"
    risk = json.loads(
        call("what-if", "--lose", "line-dead", "--plan", lantern, "--format", "json").out
    )
    assert risk["losses"] == ["main-line"]
    every = call(
        "what-if", "--lose", "main-line,spare-line", "--lose", "mobile-network", "--plan", lantern
    )
    assert "These processes stop" in every.out


def test_losses_names_single_points_and_pairs(call, lantern):
    answer = call("graph", "losses", "answer-calls", "--plan", lantern)
    assert answer.code == 0
    assert "Nothing alone stops it." in answer.out
    told = json.loads(
        call("graph", "losses", "answer-calls", "--plan", lantern, "--format", "json").out
    )
    assert told["format"] == "bcp.losses/2"
    assert ["main-line", "mobile-network"] not in [cut["ids"] for cut in told["stops"]]
    assert any({"mobile-network"} < set(cut["ids"]) for cut in told["stops"])


@pytest.mark.parametrize(
    ("format_", "begins"), [("mermaid", "flowchart"), ("dot", "digraph"), ("json", "{")]
)
def test_the_graph_is_drawn_in_the_usual_notations(call, lantern, format_, begins):
    answer = call("graph", "--plan", lantern, "--format", format_)
    assert answer.code == 0
    assert answer.out.startswith(begins)
    around = call("graph", "--plan", lantern, "--of", "duty-lead", "--format", format_)
    assert len(around.out) < len(answer.out)


def test_the_overview_goes_from_teams_to_people(call, lantern):
    text = call("graph", "--plan", lantern).out
    command = text.partition("Command – tactical")[2]
    assert command.index("Duty lead (leads)") < command.index("Ada Shaw")


def test_an_unknown_kind_or_process_is_a_sentence(call, lantern):
    answer = call("graph", "--plan", lantern, "--format", "dot", "--kind", "role")
    assert (answer.code, "did you mean roles?" in answer.err) == (2, True)
    answer = call("graph", "losses", "duty-lead", "--plan", lantern)
    assert answer.code == 2


def test_a_plan_that_cannot_be_read_whole_gives_no_answer(call, faulty):
    for command in (["show", "lead"], ["graph"], ["what-if", "--lose", "lead"]):
        answer = call(*command, "--plan", faulty)
        assert answer.code == 2
        assert "cannot be read whole: 1 fault" in answer.err
        assert answer.out == ""


def test_a_process_that_nobody_can_call_is_not_said_to_simply_go_on(call, lantern):
    """The helpline's only number is carried by Telco One; the process stands on two lines."""
    text = call("what-if", "--lose", "telco-one", "--plan", lantern).out
    going_on = text.partition("These go on\n")[2].partition("\n\n")[0]
    assert "but nobody can reach it until its numbers are pointed elsewhere (10m): Helpline" in (
        going_on
    )
    assert "+44 808 157 0300 (Helpline) is dead" in text


def test_the_ways_in_that_are_lost_stand_beside_the_process(call):
    """The customer line is lost with the voice lines; its process has no other way in."""
    northline = "plans/northline"
    text = call("what-if", "--lose", "voice-lines", "--plan", northline).out
    going_on = text.partition("These go on")[2].partition("\n\n")[0]
    assert going_on.count("but nobody can reach it") >= 1
    answer = call("what-if", "--lose", "voice-lines", "--plan", northline, "--format", "json")
    for one in json.loads(answer.out)["processes"]:
        if one["process"] == "customer-calls":
            assert one["ways_in"]["closed"]
            assert not one["ways_in"]["open"]


def test_without_a_process_nothing_is_said_to_go_on(call, tmp_path):
    call("init", tmp_path / "desk", "--like", "minimal")
    text = call("what-if", "--lose", "a.shaw", "--plan", tmp_path / "desk").out
    assert text.startswith("This plan names no process, so nothing can be said about what stops")
    answer = call("graph", "losses", "floor-lead", "--plan", tmp_path / "desk")
    assert answer.code == 2
    assert "floor-lead stands under roles, not processes" in answer.err
    assert "declare what must go on" in answer.err


def test_nothing_named_is_not_taken_for_nothing_lost(call, lantern):
    for lost in ("", ",", " , "):
        answer = call("what-if", "--lose", lost, "--plan", lantern)
        assert answer.code == 2
        assert "--lose names nothing" in answer.err


def test_a_title_with_a_comma_can_be_named(call, lantern, tmp_path):
    import shutil

    shutil.copytree(lantern, tmp_path / "plan")
    line = tmp_path / "plan" / "spare-line.yaml"
    line.write_text(line.read_text().replace("title: Spare line", 'title: "Spare, line"'))
    answer = call("what-if", "--lose", "Spare, line", "--plan", tmp_path / "plan")
    assert answer.code == 0
    assert "If this is lost: Spare, line" in answer.out
