"""``bcp graph losses`` as it is called: times, fault trees, and what does not go together."""

import json

import pytest

NORTHLINE = "plans/northline"


def test_within_a_target_the_verdict_names_it(call):
    answer = call("graph", "losses", "safety-calls", "--within", "mtpd", "--plan", NORTHLINE)
    assert answer.code == 0
    assert "longer than 1 hour (MTPD)" in answer.out.partition("\n")[0]
    told = call(
        "graph",
        "losses",
        "safety-calls",
        "--within",
        "90m",
        "--plan",
        NORTHLINE,
        "--format",
        "json",
    )
    assert json.loads(told.out)["within"] == {"what": "given", "seconds": 5400}


def test_without_a_process_every_process_is_a_line(call):
    answer = call("graph", "losses", "--within", "rto", "--plan", NORTHLINE)
    assert answer.code == 0
    assert answer.out.startswith("Processes that a single loss stops:")
    told = json.loads(call("graph", "losses", "--plan", NORTHLINE, "--format", "json").out)
    assert told["format"] == "bcp.losses-summary/1"
    assert len(told["processes"]) == 4


def test_a_tree_that_was_exported_is_counted_as_the_plan_is(call, tmp_path):
    tree = tmp_path / "tree.xml"
    asked = ("graph", "losses", "safety-calls", "--plan", NORTHLINE)
    assert call(*asked, "--export", "open-psa", "--out", tree).code == 0
    counted = call("graph", "losses", "--from", tree, "--order", "3", "--format", "json")
    told = json.loads(call(*asked, "--order", "3", "--format", "json").out)
    assert json.loads(counted.out)["counts"] == told["counts"]
    assert "Minimal cut sets of" in call("graph", "losses", "--from", tree).out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["safety-calls", "--within", "soon"], "is no time for --within"),
        (["--within", "4h"], "one time for every process is not asked for"),
        (["--export", "open-psa"], "no process is named"),
        (["safety-calls", "--out", "x.xml"], "--out is for --export"),
        (["--from", "x.xml", "--within", "rto"], "--from and --within do not go together"),
        (["--from", "no-such.xml"], "there is no such file"),
    ],
)
def test_what_does_not_go_together_is_a_sentence(call, words, sentence):
    answer = call("graph", "losses", *words, "--plan", NORTHLINE)
    assert answer.code == 2
    assert sentence in " ".join(answer.err.split())


def test_a_tree_with_negation_is_refused_with_its_place(call, tmp_path):
    tree = tmp_path / "tree.xml"
    tree.write_text(
        "<opsa-mef>\n<define-fault-tree name='t'><define-gate name='g'>\n"
        "<not><basic-event name='a'/></not></define-gate></define-fault-tree></opsa-mef>"
    )
    answer = call("graph", "losses", "--from", tree)
    assert answer.code == 2
    assert "line 3: gate t.g uses <not>" in answer.err
