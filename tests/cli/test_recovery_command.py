"""``bcp graph recovery`` at the terminal and for programs."""

import json

NORTHLINE = ("--plan", "plans/northline", "--as-of", "2026-11-22")


def test_the_verdict_stands_first_and_what_is_worst_next(call):
    answer = call("graph", "recovery", *NORTHLINE)
    assert answer.code == 0
    first, *rest = answer.out.splitlines()
    assert "late" in first or "back in time" in first
    assert any("safety-calls → " in one for one in rest)


def test_one_process_is_told_whole_and_with_the_order_to_start_it(call):
    text = call("graph", "recovery", "safety-calls", *NORTHLINE).out
    assert "RTO 30m, MTPD 1h" in text
    heading = next(one for one in text.splitlines() if one.strip().startswith("thing "))
    assert heading.split() == [
        "thing",
        "needed",
        "by",
        "in",
        "full",
        "committed",
        "demonstrated",
        "outcome",
    ]
    beacon = next(one for one in text.splitlines() if one.strip().startswith("beacon "))
    assert "6h40m, 2026-04-09" in beacon
    order = text.partition("start it again in this order")[2]
    lines = [
        one.split(". ", 1)[1] for one in order.splitlines() if one.startswith("  ") and ". " in one
    ]
    assert lines[-1].startswith("Beacon customer records")


def test_programs_read_the_same_in_seconds(call):
    answer = call("graph", "recovery", "safety-calls", *NORTHLINE, "--format", "json")
    found = json.loads(answer.out)
    assert found["format"] == "bcp.recovery/1"
    assert found["as_of"] == "2026-11-22"
    (process,) = found["processes"]
    assert (process["process"], process["rto"]) == ("safety-calls", 1800)
    beacon = next(one for one in process["rows"] if one["thing"] == "beacon")
    assert (beacon["back"], beacon["figure"]["measured"], beacon["verdict"]) == (
        28800,
        24000,
        "in-time",
    )
    assert all("safety-calls" in one["processes"] for one in found["endurance"])


def test_a_thing_that_is_no_process_is_refused_with_those_that_are(call):
    answer = call("graph", "recovery", "beacon", *NORTHLINE)
    assert answer.code == 2
    assert "beacon stands under systems, not processes" in answer.err
    assert "safety-calls" in answer.err


def test_a_word_that_is_no_id_is_answered_with_the_nearest_process_and_no_other_thing(call):
    answer = call("graph", "recovery", "safety", *NORTHLINE)  # safety-line, a queue, is nearer
    assert answer.code == 2
    assert "did you mean safety-calls?" in answer.err
    answer = call("graph", "recovery", "lifts", *NORTHLINE)
    assert "name one of: customer-calls, safety-calls, staff-planning" in answer.err


def test_a_title_that_several_things_have_means_the_process(call, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "bcp: 1\nplan: {id: p, title: P}\n"
        "processes: {calls: {title: Calls, tier: critical, rto: 1h, needs: [app]}}\n"
        "systems: {app: {title: Calls, type: application}}\n"
    )
    answer = call("graph", "recovery", "Calls", "--plan", tmp_path, "--format", "json")
    assert [one["process"] for one in json.loads(answer.out)["processes"]] == ["calls"]


def test_a_plan_without_processes_says_so(call, tmp_path):
    call("init", tmp_path / "desk", "--like", "minimal")
    text = call("graph", "recovery", "--plan", tmp_path / "desk").out
    assert text.startswith("This plan names no process")
