"""``bcp stress`` at the terminal and for programs."""

import json

NORTHLINE = ("--plan", "plans/northline")


def test_the_verdict_stands_first_then_the_stories_the_shares_and_what_would_help(call):
    answer = call("stress", *NORTHLINE)
    assert answer.code == 0
    text = answer.out
    assert "beyond its MTPD" in text.splitlines()[0]
    places = [text.index(one) for one in ("1. ", "How much holds", "What would help most")]
    assert places == sorted(places)
    assert "fewer might do; what a change costs is not counted" in text


def test_one_process_is_named_by_its_title_too(call):
    by_id = call("stress", "safety-calls", "--order", "1", *NORTHLINE)
    title = "Answering gas and electricity emergencies"
    assert call("stress", title, "--order", "1", *NORTHLINE).out == by_id.out


def test_programs_read_the_same_in_seconds(call):
    answer = call("stress", "--top", "1", "--format", "json", *NORTHLINE)
    found = json.loads(answer.out)
    assert found["format"] == "bcp.stress/1"
    assert [one["size"] for one in found["shares"]] == [1, 2]
    assert len(found["stories"]) <= 1


def test_what_is_no_process_is_refused_with_the_processes_there_are(call):
    answer = call("stress", "ashgate-house", *NORTHLINE)
    assert answer.code == 2
    assert "not processes" in answer.err
    assert "safety-calls" in answer.err


def test_it_is_told_in_ukrainian(call):
    text = call("stress", "--plan", "plans/hromada", "--lang", "uk").out
    assert "Скільки витримує" in text
    assert "Of " not in text
