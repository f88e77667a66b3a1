"""The typed graph: who answers for what, drawn and told."""

import json
import re
import subprocess
import sys
import typing
from types import UnionType

import pytest
from small_plans import RESPONSE, TWO_CARRIERS, plan_of

from bcp.errors import BcpError
from bcp.graph.drawing.formats import as_json, dot, mermaid
from bcp.graph.drawing.overview import overview
from bcp.graph.drawing.picture import of_relations
from bcp.graph.relations import about, edges, type_of
from bcp.graph.responsibility import responsibility_graph, scope
from bcp.model import KINDS, Header
from bcp.model.base import Part, Refers


def related(plan):
    return {(one.source, one.type, one.target) for one in edges(plan)}


def test_every_field_that_names_an_object_has_an_edge_of_its_own_type():
    missing = []
    for kind, model in (("plan", Header), *KINDS.items()):
        for field in _reference_fields(model, ()):
            try:
                type_of(kind, ".".join(field))
            except KeyError as unknown:
                missing.append(str(unknown))
    assert not [one for one in missing if "redundancy of" not in one]


def _reference_fields(annotation, path):
    arguments = typing.get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        if any(isinstance(mark, Refers) for mark in annotation.__metadata__):
            yield path
    elif typing.get_origin(annotation) in (UnionType, typing.Union):
        yield from _reference_fields(arguments[0], path)
    elif arguments:
        for one in arguments:
            yield from _reference_fields(one, path)
    elif isinstance(annotation, type) and issubclass(annotation, Part):
        for one in annotation.declared.values():
            yield from _reference_fields(one.annotation, (*path, one.key))


def test_edges_run_from_who_acts_to_what_is_acted_on():
    found = related(plan_of(TWO_CARRIERS))
    assert ("ann", "holds", "duty") in found
    assert ("ben", "alternate-of", "duty") in found
    assert ("duty", "decides", "voice-lines") in found
    assert ("desk", "switches", "voice-lines") in found
    assert ("trunk-a", "part-of", "voice-lines") in found
    assert ("trunk-b", "stands-in", "voice-lines") in found
    assert ("carrier-a", "shares", "duct") in found


def test_tasks_and_steps_stand_in_the_graph_under_their_playbook_and_procedure():
    found = related(
        plan_of(RESPONSE.replace("by: press, needs", "by: press, after: [count], needs"))
    )
    assert ("press", "does", "out#count") in found
    assert ("out", "has", "out#count") in found
    assert ("out#call", "after", "out#count") in found
    assert ("out#call", "follows", "ring") in found
    assert ("out#call", "needs", "mail-server") in found
    assert ("hold", "via", "mail") in found


def test_about_a_role_tells_what_it_does_and_who_holds_it_with_the_place():
    found = about(plan_of(TWO_CARRIERS), "duty")
    assert (found.kind, found.title) == ("roles", "Duty manager")
    assert [(type_, out, [one.id for one in ones]) for type_, out, ones in found.grouped] == [
        ("decides", True, ["voice-lines"]),
        ("alternate-of", False, ["ben"]),
        ("holds", False, ["ann"]),
    ]
    (decides, _, _) = found.relations
    assert (decides.written_in, decides.path) == ("voice-lines", ("switch", "decided_by"))


def test_about_a_playbook_tells_what_its_tasks_name():
    found = {(one.type, one.id) for one in about(plan_of(RESPONSE), "out").relations}
    assert {("does", "press"), ("follows", "ring"), ("answers", "fire")} <= found


def test_about_an_id_that_is_not_there_offers_the_nearest():
    with pytest.raises(BcpError) as refused:
        about(plan_of(TWO_CARRIERS), "dutty")
    assert refused.value.fix == "Did you mean duty?"


def test_a_scope_holds_what_is_within_so_many_edges():
    graph = responsibility_graph(plan_of(TWO_CARRIERS))
    near = scope(graph, ["voice-lines", "not-there"], 1)
    assert set(near) == {"voice-lines", "calls", "trunk-a", "trunk-b", "duty", "desk"}
    assert near.has_edge("duty", "voice-lines", "decides")
    assert set(scope(graph, ["duct"], 0)) == {"duct"}
    assert list(scope(graph, ["duct"], 9)) == [one for one in graph if one != "the-plan"]


def test_a_graph_of_some_kinds_holds_no_other():
    graph = responsibility_graph(plan_of(TWO_CARRIERS), kinds=("people", "roles"))
    assert {data["kind"] for _, data in graph.nodes(data=True)} == {"people", "roles"}
    assert graph.has_edge("ann", "duty", "holds")


NASTY = """
sites:
  end: {title: "Зала «Дніпро» [5], \\"North\\" & <b>co</b> #1; \\\\N `x`"}
  b: {title: "two\\nlines }", alternates: [end]}
"""


def _read_dot(text):
    """Nodes and edges of DOT as we write it: read token by token, refusing anything unclosed."""
    token = re.compile(r'\s+|"(?:[^"\\\n]|\\.)*"|->|[A-Za-z_0-9]+|[{}\[\]=,;]')
    tokens, place = [], 0
    while place < len(text):
        found = token.match(text, place)
        assert found, f"no DOT from here: {text[place : place + 40]!r}"
        place = found.end()
        if found[0].strip():
            tokens.append(found[0])
    assert tokens.count("{") == tokens.count("}")
    quoted = [one.startswith('"') for one in tokens]
    nodes = [tokens[i] for i in range(1, len(tokens) - 1)
             if quoted[i] and tokens[i + 1] == "[" and tokens[i - 1] in "{;"]  # fmt: skip
    arrows = [i for i, one in enumerate(tokens) if one == "->"]
    return nodes, [(tokens[i - 1], tokens[i + 1]) for i in arrows]


def test_dot_holds_any_title_between_closed_quotes():
    text = dot(of_relations(responsibility_graph(plan_of(NASTY)), ["end"]))
    nodes, arrows = _read_dot(text)
    assert nodes == ['"the-plan"', '"b"', '"end"']
    assert arrows == [('"end"', '"b"')]
    assert r"\"North\" & <b>co</b> #1; \\N `x`\nsingle point" in text
    assert "two\\nlines }" in text
    assert "style=dashed" in text


def test_mermaid_holds_any_title_and_no_id_that_is_a_word_of_its_own():
    text = mermaid(of_relations(responsibility_graph(plan_of(NASTY)), ["end"]))
    labels = re.findall(r'"([^"\n]*)"', text)
    assert text.count('"') == 2 * len(labels)
    assert not [one for one in labels if re.search(r"[<>`\\]", one.replace("<br/>", ""))]
    assert "Зала «Дніпро» [5], #quot;North#quot; #amp; #lt;b#gt;co#lt;/b#gt; #35;1;" in text
    ids = re.findall(r"^ +([^\s\[({>]+)[\[({>]+\"", text, re.M)
    assert ids == ["n0", "n1", "n2"]
    assert 'n2 -.->|"stands-in"| n1' in text
    assert "class n2 single" in text


def test_json_is_node_link_with_a_version():
    graph = responsibility_graph(plan_of(TWO_CARRIERS))
    values = json.loads(json.dumps(as_json(graph)))
    assert values["format"] == "bcp.graph/1"
    lines = next(one for one in values["nodes"] if one["id"] == "voice-lines")
    assert lines == {
        "id": "voice-lines", "kind": "redundancy", "title": "Voice lines", "note": "1 of 2",
    }  # fmt: skip
    assert {
        "source": "duty", "target": "voice-lines", "type": "decides",
        "fields": ["switch.decided_by"],
    } in values["edges"]  # fmt: skip


def test_the_same_plan_gives_the_same_drawing_wherever_its_objects_are_written():
    plan = plan_of(TWO_CARRIERS)
    kinds = re.split(r"(?m)^(?=\w)", TWO_CARRIERS.strip())
    turned = plan_of("".join(one if one.endswith("\n") else one + "\n" for one in reversed(kinds)))
    pictures = [of_relations(responsibility_graph(one)) for one in (turned, plan)]
    assert len({dot(one) for one in pictures}) == 1
    assert len({mermaid(one) for one in pictures}) == 1


def test_the_overview_tells_teams_roles_people_and_what_they_do():
    plan = plan_of(
        RESPONSE
        + """
teams:
  silver: {title: Silver, level: tactical, lead: lead, members: [], remit: Lead}
"""
    )
    told = "\n".join(map(str, overview(plan)))
    assert "Silver – tactical\n  Lead (leads)\n    Ann\n" in told
    assert "Roles in no team\n  Press\n    Ben\n    does: Count the people (Get out)" in told
    assert "Night – who is called\n  Lead, 5m to accept, by Mail\n" in told


def test_networkx_is_loaded_only_when_a_graph_is_made():
    code = (
        "import sys, bcp.graph.structure, bcp.graph.availability, bcp.graph.losses.losses,"
        " bcp.graph.what_if.what_if, bcp.graph.what_if.wording, bcp.graph.relations,"
        " bcp.graph.drawing.formats,"
        " bcp.graph.responsibility; sys.exit('networkx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
