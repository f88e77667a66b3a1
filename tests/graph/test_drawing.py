"""The pictures of what needs what: true to the structure, readable, the same on every machine."""

import itertools
import re
import xml.etree.ElementTree as ElementTree

import networkx
import pytest
from huge_plans import chain_of_needs
from hypothesis import given, settings
from hypothesis import strategies as st
from random_plans import LOSABLE, plans
from small_plans import ON_PAPER, QUEUE, TWO_CARRIERS, plan_of
from tries import tries

from bcp.diagnostics import untranslated
from bcp.errors import BcpError
from bcp.graph.drawing.formats import dot, mermaid, needs_as_json
from bcp.graph.drawing.graphml import graphml
from bcp.graph.drawing.layout import layout
from bcp.graph.drawing.measure import width, wrapped
from bcp.graph.drawing.needs import default_processes, needs_picture, single_points
from bcp.graph.drawing.picture import Arrow, Box, Picture, picture_of
from bcp.graph.drawing.svg import check_size, laid_out, size_of, svg
from bcp.graph.structure import structure_of


def picture(plan, *ids, **more):
    structure = structure_of(plan)
    single = single_points(structure, default_processes(plan))
    return needs_picture(plan, structure, ids or default_processes(plan), single=single, **more)


def arrows(drawn):
    return {(one.source, one.type, one.target) for one in drawn.arrows}


# ── what is drawn ──────────────────────────────────────────────────────────────────────────────


def test_so_many_of_several_is_a_small_gate_and_a_stand_in_is_dashed():
    drawn = picture(plan_of(TWO_CARRIERS))
    (gate,) = [one for one in drawn.gates if one.id.startswith("voice-lines")]
    assert gate.title == "1 of 2"
    found = {one.target: one for one in drawn.arrows if one.source == gate.id}
    assert not found["trunk-a"].dashed
    assert found["trunk-b"].dashed
    assert found["duty"].dashed
    assert found["duty"].label == "for the switch"
    assert ("voice-lines", "needs", gate.id) in arrows(drawn)


def test_a_single_point_says_so_in_words_too():
    drawn = picture(plan_of(TWO_CARRIERS))
    marked = {one.id: one.notes for one in drawn.boxes if one.single}
    assert marked == {"duct": ("single point",)}


def test_what_is_needed_of_all_its_ways_is_no_gate():
    drawn = picture(plan_of(QUEUE), "line")
    assert ("line/numbers", "one-of", "line#+44 20 7946 0101") in arrows(drawn)
    assert ("line#+44 20 7946 0102", "one-of", "carrier-b") in arrows(drawn)
    (agents,) = [one for one in drawn.gates if one.id == "line/agents"]
    assert agents.title == "1 of 8 agents"


def test_a_strategy_hangs_on_its_process_by_a_dashed_line():
    drawn = picture(plan_of(ON_PAPER), "calls")
    (held,) = [one for one in drawn.arrows if one.target == "on-paper"]
    assert (held.source, held.dashed, held.label) == ("calls", True, "holds the minimum")
    assert ("on-paper", "needs", "store") in arrows(drawn)


def test_a_picture_of_some_depth_says_how_much_more_there_is():
    drawn = picture(plan_of(TWO_CARRIERS), "calls", depth=1)
    assert [one.id for one in drawn.boxes] == ["calls", "voice-lines"]
    assert drawn.boxes[1].notes == ("needs 4 more",)


def test_what_needs_a_thing_is_drawn_upwards():
    drawn = picture(plan_of(TWO_CARRIERS), "duct", direction="needed-by")
    assert {one.id for one in drawn.boxes if not one.gate} == {
        "duct", "carrier-a", "carrier-b", "trunk-a", "trunk-b", "voice-lines", "calls",
    }  # fmt: skip


def reached_plainly(structure, roots):
    """What is needed at any depth, written down a second time."""
    found = set(roots)
    while True:
        more = {
            other
            for one in found
            for other in (
                *structure.nodes[one].needs,
                *(each for gate in structure.nodes[one].gates for way in gate.ways for each in way),
                *(each for hold in structure.holds if hold.process == one for each in hold.needs),
            )
        }
        if more <= found:
            return found
        found |= more


@settings(max_examples=tries(150), deadline=None)
@given(plan=plans(), start=st.sampled_from(("calls", *LOSABLE)))
def test_a_picture_holds_what_is_needed_and_nothing_else(plan, start):
    structure = structure_of(plan)
    drawn = needs_picture(plan, structure, [start])
    things = {one.id for one in drawn.boxes if one.id in structure.number}
    assert things == set(structure.ids(reached_plainly(structure, structure.numbers([start]))))
    ids = [one.id for one in drawn.boxes]
    assert len(ids) == len(set(ids))
    assert {end for one in drawn.arrows for end in (one.source, one.target)} <= set(ids)
    graph = networkx.DiGraph([(one.source, one.target) for one in drawn.arrows])
    graph.add_node(start)
    assert set(graph) == {start, *networkx.descendants(graph, start)}


# ── notations ──────────────────────────────────────────────────────────────────────────────────


def test_mermaid_and_dot_group_by_kind_and_outline_single_points():
    drawn = picture(plan_of(TWO_CARRIERS))
    flow, graph = mermaid(drawn), dot(drawn)
    assert 'subgraph k0["people"]' in flow
    assert '(("1 of 2"))' in flow
    assert "-.->" in flow
    assert "classDef single stroke:#c00" in flow
    assert 'label="people";' in graph
    assert 'label="1 of 2", shape=circle' in graph
    assert "style=dashed" in graph
    assert re.search(r'"duct" \[label="The duct under Mill Road\\nsingle point", .*#cc0000', graph)


def test_graphml_is_read_by_networkx_with_every_box_and_arrow():
    drawn = picture(plan_of(TWO_CARRIERS))
    graph = networkx.parse_graphml(graphml(drawn))
    assert set(graph) == {one.id for one in drawn.boxes}
    assert graph.nodes["duct"]["title"] == "The duct under Mill Road"
    assert graph.nodes["duct"]["single"] is True
    assert graph.nodes["voice-lines/members"]["kind"] == "gate"
    assert graph.edges["voice-lines/members", "trunk-b"]["stand_in"] is True
    assert graph.number_of_edges() == len({(one.source, one.target) for one in drawn.arrows})


def test_json_of_needs_names_its_shape():
    values = needs_as_json(picture(plan_of(TWO_CARRIERS)))
    assert values["format"] == "bcp.needs/1"
    duct = next(one for one in values["nodes"] if one["id"] == "duct")
    assert duct["single_point"] is True


NASTY = """
processes: {q: {title: "Q <script>alert(1)</script> ]]> & \\"x\\"", tier: critical, needs: [s]}}
systems: {s: {title: "a\\u202eb</text></svg>", type: data}}
"""


def test_no_title_breaks_out_of_its_notation():
    drawn = picture(plan_of(NASTY))
    for text in (svg(drawn), graphml(drawn)):
        ElementTree.fromstring(text)
        assert "<script" not in text
        assert "\u202e" not in text
    made = ElementTree.fromstring(svg(drawn))
    kinds = {one.tag.partition("}")[2] for one in made.iter()}
    assert kinds == {"svg", "title", "style", "rect", "g", "path", "text"}
    assert not [name for one in made.iter() for name in one.attrib if name.startswith("on")]


# ── places ─────────────────────────────────────────────────────────────────────────────────────


def overlaps(laid):
    return [
        (one.box.id, two.box.id)
        for one, two in itertools.combinations(laid.boxes, 2)
        if one.x < two.x + two.width
        and two.x < one.x + one.width
        and one.y < two.y + two.height
        and two.y < one.y + one.height
    ]


@settings(max_examples=tries(150), deadline=None)
@given(plan=plans())
def test_no_box_lies_on_another_and_all_lie_inside(plan):
    laid = laid_out(picture(plan))
    assert overlaps(laid) == []
    for one in laid.boxes:
        assert one.x >= 0
        assert one.y >= 0
        assert one.x + one.width <= laid.width
        assert one.y + one.height <= laid.height


@st.composite
def any_pictures(draw):
    """Pictures of any shape: circles, loops, arrows over many layers, several of the same."""
    count = draw(st.integers(1, 14))
    boxes = [
        Box(f"b{number}", "systems", "Box " * draw(st.integers(1, 9))) for number in range(count)
    ]
    ends = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=30))
    return picture_of(
        "", boxes, [Arrow(f"b{one}", f"b{two}", "x") for one, two in pairs], untranslated
    )


@settings(max_examples=tries(300), deadline=None)
@given(drawn=any_pictures())
def test_any_picture_is_laid_out_without_overlaps_and_arrows_reach_their_boxes(drawn):
    laid = layout(drawn, size_of)
    assert overlaps(laid) == []
    at = {one.box.id: one for one in laid.boxes}
    for one in laid.arrows:
        for id_, (x, y) in ((one.arrow.source, one.points[0]), (one.arrow.target, one.points[-1])):
            box = at[id_]
            assert x in (box.x, box.x + box.width)
            assert box.y <= y <= box.y + box.height


@settings(max_examples=tries(150), deadline=None)
@given(drawn=any_pictures())
def test_arrows_lead_onward_unless_they_close_a_circle(drawn):
    laid = layout(drawn, size_of)
    graph = networkx.DiGraph([(one.source, one.target) for one in drawn.arrows])
    ring = {
        one: number
        for number, part in enumerate(networkx.strongly_connected_components(graph))
        for one in part
    }
    at = {one.box.id: one for one in laid.boxes}
    for one in drawn.arrows:
        if ring[one.source] != ring[one.target]:
            source, target = at[one.source], at[one.target]
            assert source.x + source.width < target.x


def test_no_arrow_runs_through_a_box_of_a_layer_it_crosses():
    """Between the layers arrows may cross; within one they have a lane of their own."""
    boxes = [Box(name, "systems", name) for name in ("a", "b", "c", "d")]
    ways = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d"), ("a", "c")]
    laid = layout(picture_of("", boxes, [Arrow(*one) for one in ways], untranslated), size_of)
    for arrow in laid.arrows:
        for (x1, y1), (x2, y2) in itertools.pairwise(arrow.points):
            for box in laid.boxes:
                if box.box.id in (arrow.arrow.source, arrow.arrow.target) or y1 != y2:
                    continue
                inside = box.y < y1 < box.y + box.height
                assert not (inside and x1 < box.x + box.width and box.x < x2)


def test_the_words_of_a_box_fit_into_it():
    for title in ("W" * 60, "Система зв’язку «Дніпро» та її резервний канал на горі", "a b", ""):
        box = Box("x", "systems", title)
        wide, _ = size_of(box)
        for line in wrapped(title, 13, 168, 4):
            assert width(line, 13) <= wide


def test_a_long_title_is_broken_and_ends_in_dots():
    lines = wrapped("word " * 100, 13, 168, 4)
    assert len(lines) == 4
    assert lines[-1].endswith("…")
    assert all(width(one, 13) <= 168 for one in lines)


def test_the_same_plan_is_the_same_file_wherever_its_objects_are_written():
    kinds = re.split(r"(?m)^(?=\w)", TWO_CARRIERS.strip())
    turned = plan_of("".join(one if one.endswith("\n") else one + "\n" for one in reversed(kinds)))
    assert svg(picture(turned)) == svg(picture(plan_of(TWO_CARRIERS)))
    assert graphml(picture(turned)) == graphml(picture(plan_of(TWO_CARRIERS)))


def test_what_nobody_could_read_is_refused_with_the_way_out():
    drawn = picture(chain_of_needs(500))
    with pytest.raises(BcpError) as refused:
        check_size(drawn)
    assert "501 boxes" in refused.value.message
    assert "--depth" in refused.value.fix
    check_size(picture(chain_of_needs(500), "q", depth=5))


def test_a_deep_chain_and_a_wide_ring_are_laid_out():
    for plan in (chain_of_needs(300), chain_of_needs(300, ring=True)):
        assert len(laid_out(picture(plan)).boxes) == 301


def test_an_empty_picture_is_a_picture():
    assert ElementTree.fromstring(svg(Picture("", (), (), {}, {}))) is not None
