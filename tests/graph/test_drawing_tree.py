"""The tree of needs in the terminal."""

from huge_plans import chain_of_needs
from hypothesis import given, settings
from random_plans import plans
from small_plans import ON_PAPER, TWO_CARRIERS, plan_of
from tries import tries

from bcp.graph.drawing.needs import single_points
from bcp.graph.drawing.tree import DEEPEST, tree
from bcp.graph.drawing.tree_wording import lines
from bcp.graph.structure import structure_of


def told(plan, *ids, depth=None, direction="needs"):
    structure = structure_of(plan)
    single = single_points(structure, structure.ids(structure.of_kind("processes")))
    branches = tree(structure, ids, depth, direction=direction, single=single)
    return [one.before + str(one.message) for one in lines(branches, plan)]


def test_a_process_with_everything_it_needs():
    assert told(plan_of(TWO_CARRIERS), "calls") == [
        "Taking calls (calls)",
        "└─ Voice lines (voice-lines)",
        "   └─ 1 of 2:",
        "      ├─ Trunk A (trunk-a)",
        "      │  └─ Carrier A (carrier-a)",
        "      │     └─ The duct under Mill Road (duct) – single point",
        "      ├─ Trunk B (trunk-b) – stand-in",
        "      │  └─ Carrier B (carrier-b)",
        "      │     └─ The duct under Mill Road (duct) – single point",
        "      └─ for switching to Trunk B (trunk-b):",
        "         ├─ Duty manager (duty)",
        "         │  └─ 1 of 2 people:",
        "         │     ├─ Ann (ann)",
        "         │     └─ Ben (ben) – stand-in",
        "         └─ Service desk (desk)",
        "            └─ 1 of 2 people:",
        "               ├─ Cy (cy)",
        "               └─ Dee (dee) – stand-in",
    ]


def test_what_is_cut_off_is_counted():
    assert told(plan_of(TWO_CARRIERS), "calls", depth=2)[-4:] == [
        "      ├─ Trunk B (trunk-b) – stand-in (1 more below)",
        "      └─ for switching to Trunk B (trunk-b):",
        "         ├─ Duty manager (duty) (2 more below)",
        "         └─ Service desk (desk) (2 more below)",
    ]


def test_what_needs_a_thing_with_how_it_is_needed():
    assert told(plan_of(TWO_CARRIERS), "trunk-b", direction="needed-by") == [
        "Trunk B (trunk-b)",
        "└─ Voice lines (voice-lines) – needs 1 of 2 – stand-in",
        "   └─ Taking calls (calls)",
    ]


def test_a_strategy_is_told_with_what_it_is_without_and_what_it_takes():
    found = told(plan_of(ON_PAPER), "calls")
    place = next(number for number, one in enumerate(found) if "or at its minimum by" in one)
    assert found[place] == (
        "└─ or at its minimum by Pen and paper (on-paper), without Server; it takes:"
    )
    assert "Paper store (store)" in found[place + 1]
    upwards = told(plan_of(ON_PAPER), "store", direction="needed-by")
    assert upwards[1] == "└─ Pen and paper (on-paper) – holds the minimum of:"
    assert "Calls (calls)" in upwards[2]


def test_a_thing_shown_before_is_referred_to_and_a_circle_ends():
    ring = """
processes: {q: {title: Q, tier: critical, needs: [a, b]}}
systems:
  a: {title: A, type: data, needs: [b]}
  b: {title: B, type: data, needs: [a]}
"""
    assert told(plan_of(ring), "q") == [
        "Q (q)",
        "├─ A (a) – single point",
        "│  └─ B (b) – single point",
        "│     └─ A (a) – single point (above)",
        "└─ B (b) – single point (above)",
    ]


@settings(max_examples=tries(200), deadline=None)
@given(plan=plans())
def test_a_whole_tree_shows_everything_needed_and_is_no_longer_than_the_links(plan):
    structure = structure_of(plan)
    found = told(plan, "calls")
    links = sum(
        len(node.needs) + sum(1 + sum(1 + len(way) for way in gate.ways) for gate in node.gates)
        for node in structure.nodes
    ) + sum(1 + len(hold.needs) for hold in structure.holds)
    assert len(found) <= links + 1
    needed = set(structure.ids(structure.under(structure.numbers(["calls"]))))
    text = "\n".join(found)
    # In the small plans a thing is called what its id is, but for the first letter or not at all.
    assert {one for one in needed if one not in text} == set()


def test_a_chain_deeper_than_can_be_read_ends_with_a_count():
    found = told(chain_of_needs(2000), "q")
    assert len(found) == DEEPEST + 1
    assert found[-1].endswith("(1 more below)")
