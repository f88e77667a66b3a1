"""``bcp graph`` as a tree, as SVG, GraphML and a page; ``graph raci``."""

from __future__ import annotations

import json
import shutil
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

NORTHLINE = Path("plans/northline")


def test_an_object_is_told_as_the_tree_of_what_it_needs(call, lantern):
    answer = call("graph", "--of", "answer-calls", "--plan", lantern)
    assert answer.code == 0
    assert answer.out.startswith("Answer calls (answer-calls)\n├─ ")
    assert "1 of 2:" in answer.out
    assert answer.out == call("graph", "--format", "tree", "--plan", lantern).out


def test_what_needs_an_object_is_told_upwards(call, lantern):
    answer = call("graph", "--of", "Main line", "--needed-by", "--plan", lantern)
    assert answer.out.startswith("Main line (main-line)\n")
    assert "Answer calls (answer-calls)" in answer.out


def test_the_depth_cuts_the_tree_and_says_how_much(call, lantern):
    answer = call("graph", "--of", "answer-calls", "--depth", "1", "--plan", lantern)
    assert "more below)" in answer.out
    assert len(answer.out) < len(call("graph", "--of", "answer-calls", "--plan", lantern).out)


@pytest.mark.parametrize("form", ["svg", "graphml"])
def test_drawings_are_written_into_a_file_or_onto_the_terminal(call, lantern, tmp_path, form):
    shown = call("graph", "--format", form, "--plan", lantern)
    assert shown.code == 0
    ElementTree.fromstring(shown.out)
    target = tmp_path / f"drawing.{form}"
    written = call("graph", "--format", form, "--plan", lantern, "--out", target)
    assert (written.code, written.out) == (0, "")
    assert target.read_text() == shown.out


def test_a_file_that_cannot_be_written_leaves_what_was_there(call, lantern, tmp_path):
    (tmp_path / "folder").mkdir()
    answer = call(
        "graph", "--format", "svg", "--plan", lantern, "--out", tmp_path / "nowhere" / "a.svg"
    )
    assert answer.code == 2
    assert "cannot be written" in answer.err


def test_needs_and_relations_are_told_apart(call, lantern):
    needs = call("graph", "--of", "answer-calls", "--format", "dot", "--plan", lantern).out
    assert "shape=circle" in needs
    related = call(
        "graph", "--of", "answer-calls", "--show", "relations", "--format", "dot", "--plan", lantern
    ).out
    assert 'label="owns"' in related
    assert "shape=circle" not in related
    shape = json.loads(
        call("graph", "--of", "answer-calls", "--format", "json", "--plan", lantern).out
    )
    assert shape["format"] == "bcp.graph/1"
    shape = json.loads(call("graph", "--show", "needs", "--format", "json", "--plan", lantern).out)
    assert shape["format"] == "bcp.needs/1"


def test_a_picture_that_nobody_could_read_is_refused_with_the_way_out(call):
    answer = call("graph", "--format", "svg", "--show", "relations", "--plan", NORTHLINE)
    assert answer.code == 2
    assert "more than 400 cannot be read as one" in answer.err
    assert "--depth" in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--needed-by"], "none is named"),
        (["--format", "html", "--of", "answer-calls"], "the page holds the whole plan"),
        (["--format", "dot", "--with-dot"], "--with-dot is for --format svg"),
        (["--format", "tree", "--show", "relations"], "a tree shows needs, not relations"),
        (["--format", "svg", "--kind", "roles"], "--kind chooses among relations"),
        (["--format", "svg", "--of", "line-dead"], "line-dead stands under risks"),
        (["--out", "x.svg"], "--out writes a drawing into a file"),
    ],
)
def test_options_that_do_not_go_together_are_a_sentence(call, lantern, words, said):
    answer = call("graph", *words, "--plan", lantern)
    assert answer.code == 2
    assert said in answer.err


def test_a_plan_without_a_process_has_no_needs_to_draw(call, tmp_path):
    call("init", tmp_path / "desk", "--like", "minimal")
    answer = call("graph", "--format", "svg", "--plan", tmp_path / "desk")
    assert answer.code == 2
    assert "names no process" in answer.err


# ── Graphviz ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def dot_says(tmp_path, monkeypatch):
    """A program ``dot`` that does what a script says."""

    def put(script: str) -> None:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        (folder / "dot").write_text(f"#!{sys.executable}\nimport sys\n{script}\n")
        (folder / "dot").chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))

    return put


def with_dot(call, lantern):
    return call("graph", "--format", "svg", "--with-dot", "--plan", lantern)


def test_without_graphviz_the_fix_is_named(call, lantern, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = with_dot(call, lantern)
    assert answer.code == 2
    assert "apt-get install graphviz" in answer.err


def test_graphviz_gets_the_drawing_and_what_it_says_of_itself_is_left_out(call, lantern, dot_says):
    dot_says(
        "assert sys.argv[1:] == ['-Tsvg'] and sys.stdin.read().startswith('digraph')\n"
        "print('<!DOCTYPE svg>\\n<!-- Generated by graphviz version 99\\n -->\\n<svg/>')"
    )
    assert with_dot(call, lantern).out == "<svg/>\n"


@pytest.mark.parametrize(
    "script", ["sys.exit('a syntax error')", "print('not a drawing')", "print('<svg'); sys.exit(1)"]
)
def test_when_graphviz_fails_it_is_said(call, lantern, dot_says, script):
    dot_says(script)
    answer = with_dot(call, lantern)
    assert (answer.code, answer.out) == (2, "")
    assert "Graphviz could not draw this" in answer.err


def test_graphviz_is_not_waited_for_without_end(call, lantern, dot_says, monkeypatch):
    monkeypatch.setattr("bcp.cli.graph.graphviz.SECONDS", 1)
    dot_says("import time; time.sleep(60)")
    answer = with_dot(call, lantern)
    assert answer.code == 2
    assert "needs longer than 1 second" in answer.err


@pytest.mark.skipif(shutil.which("dot") is None, reason="NO GRAPHVIZ: apt-get install graphviz")
def test_the_real_graphviz_draws_every_box_the_same_each_time(call):
    ask = ("graph", "--of", "safety-calls", "--format", "svg", "--with-dot", "--plan", NORTHLINE)
    first = call(*ask).out
    assert first == call(*ask).out
    assert "Generated by" not in first
    words = "".join(ElementTree.fromstring(first).itertext())
    assert "Main telephone platform" in words
    assert "1 of 2" in words


# ── page and matrix ────────────────────────────────────────────────────────────────────────────


def test_the_page_is_written_by_either_name(call, lantern, tmp_path):
    one, other = tmp_path / "one.html", tmp_path / "other.html"
    assert call("graph", "page", "--plan", lantern, "--out", one).code == 0
    answer = call("graph", "--format", "html", "--plan", lantern, "-o", other)
    assert answer.err == f"written: {other}\n"
    assert one.read_bytes() == other.read_bytes()
    assert b"Content-Security-Policy" in one.read_bytes()


def test_without_a_name_the_page_is_called_after_the_plan(call, lantern, tmp_path, monkeypatch):
    folder = lantern.resolve()
    monkeypatch.chdir(tmp_path)
    assert call("graph", "page", "--plan", folder).code == 0
    assert [one.name for one in tmp_path.iterdir()] == ["lantern-graph.html"]


def test_the_matrix_of_a_playbook_by_id_or_title(call):
    answer = call("graph", "raci", "five times the calls", "--plan", NORTHLINE)
    assert answer.code == 0
    assert answer.out.startswith("Five times the calls\n")
    assert max(map(len, answer.out.splitlines())) <= 80


def test_all_matrices_as_csv_and_json(call):
    told = call("graph", "raci", "--format", "csv", "--plan", NORTHLINE).out
    assert told.startswith("playbook,phase,part,task,what,")
    values = json.loads(call("graph", "raci", "--format", "json", "--plan", NORTHLINE).out)
    assert values["format"] == "bcp.raci/1"
    for matrix in values["playbooks"]:
        for row in matrix["rows"]:
            assert row["accountable"]
            assert row["responsible"]


def test_a_role_is_no_playbook(call, lantern):
    answer = call("graph", "raci", "duty-lead", "--plan", lantern)
    assert answer.code == 2
    assert "duty-lead stands under roles, not playbooks" in answer.err
