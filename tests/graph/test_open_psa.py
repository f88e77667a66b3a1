"""Fault trees out of a plan and into other engines, and back."""

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_plans import plans
from small_plans import ON_PAPER, TWO_CARRIERS, plan_of
from tries import tries

from bcp.errors import BcpError
from bcp.graph.losses.failing import Failing
from bcp.graph.losses.fault_tree import counts, fault_tree
from bcp.graph.losses.open_psa import open_psa
from bcp.graph.structure import structure_of


def model(gates: str, data: str = "") -> bytes:
    text = f"<opsa-mef><define-fault-tree name='t'>{gates}</define-fault-tree>{data}</opsa-mef>"
    return text.encode()


def counted(gates: str, order: int = 3) -> tuple[int, ...]:
    return counts(fault_tree(model(gates)), order).counts


def refused(gates: str, data: str = "", top: str | None = None) -> str:
    with pytest.raises(BcpError) as error:
        fault_tree(model(gates, data), top)
    assert error.value.fix
    return error.value.message


def gate(name: str, formula: str) -> str:
    return f"<define-gate name='{name}'>{formula}</define-gate>\n"


def events(*names: str) -> str:
    return "".join(f"<basic-event name='{one}'/>" for one in names)


# ── there and back ─────────────────────────────────────────────────────────────────────────────


def by_engine(plan, process):
    structure = structure_of(plan)
    failing = Failing(structure, 3)
    number = structure.number[process]
    family = failing.other_than(failing.stops(number, matched=False), number)
    return failing.families.counts(family)[1:]


@given(plans(), st.sampled_from(("calls", "mail")))
@settings(max_examples=tries(120), deadline=None)
def test_a_tree_read_back_has_the_cut_sets_that_the_plan_has(plan, process):
    text = open_psa(plan, process)
    assert counts(fault_tree(text.encode()), 3).counts == by_engine(plan, process)
    assert text == open_psa(plan, process)


@pytest.mark.parametrize("plan", [TWO_CARRIERS, ON_PAPER])
def test_names_in_the_tree_are_those_of_the_plan(plan):
    text = open_psa(plan_of(plan), "calls")
    assert '<define-gate name="stops_calls">' in text
    assert "Matching is not in it" in text
    assert '<basic-event name="calls"/>' not in text
    for name in re.findall(r'name="([^"]*)"', text):
        assert re.fullmatch(r"[A-Za-z]\w*(-\w+)*", name, re.ASCII), name


def test_capacities_are_written_out_exactly():
    lines = ["processes: {calls: {title: Calls, tier: critical, needs: [seats]}}", "redundancy:"]
    lines += [
        "  seats: {title: Seats, of: [a, b, c, d], mode: active,",
        "    capacity_needed: {amount: 50, unit: seats}, need: 1}",
        "systems:",
    ]
    for one, amount in (("a", 40), ("b", 30), ("c", 20), ("d", 10)):
        lines.append(
            f"  {one}: {{title: {one}, type: data, capacity: {{amount: {amount}, unit: seats}}}}"
        )
    plan = plan_of("\n".join(lines))
    text = open_psa(plan, "calls")
    assert "<atleast" not in text
    # 100 seats of which 50 are needed: down when more than 50 are lost.
    assert counts(fault_tree(text.encode()), 3).counts == by_engine(plan, "calls")
    assert by_engine(plan, "calls") == (0, 2, 1)


def test_a_long_ring_is_written_as_one_gate():
    from huge_plans import chain_of_needs

    plan = chain_of_needs(2000, ring=True)
    assert counts(fault_tree(open_psa(plan, "q").encode()), 3).counts == (2000, 0, 0)


# ── reading ────────────────────────────────────────────────────────────────────────────────────

TREES = {
    # A bridge of five links: four ways through, dual to the minimal cuts of a bridge network.
    "bridge": (
        gate("top", "<or>" + "".join(f"<gate name='{g}'/>" for g in "wxyz") + "</or>")
        + gate("w", f"<and>{events('a', 'd')}</and>")
        + gate("x", f"<and>{events('b', 'e')}</and>")
        + gate("y", f"<and>{events('a', 'c', 'e')}</and>")
        + gate("z", f"<and>{events('b', 'c', 'd')}</and>"),
        (0, 2, 2),
    ),
    # Two trains that share a power supply: the supply alone, else one of each train.
    "two trains": (
        gate("top", "<and><gate name='one'/><gate name='two'/></and>")
        + gate("one", f"<or>{events('pump-1', 'valve-1', 'power')}</or>")
        + gate("two", f"<or>{events('pump-2', 'valve-2', 'power')}</or>"),
        (1, 4, 0),
    ),
    # Two of three sensors, and an operator who does not notice.
    "voting": (
        gate("top", f"<and><atleast min='2'>{events('a', 'b', 'c')}</atleast>{events('o')}</and>"),
        (0, 0, 3),
    ),
    # What holds a smaller set is no minimal set.
    "absorption": (
        gate("top", f"<or>{events('a')}<and>{events('a', 'b')}</and></or>"),
        (1, 0, 0),
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_known_trees_have_their_known_counts(name):
    gates, expected = TREES[name]
    assert counted(gates) == expected


def test_house_events_and_constants_switch_parts_on_and_off():
    house = (
        "<define-house-event name='on'><constant value='true'/></define-house-event>"
        "<define-house-event name='off'><constant value='false'/></define-house-event>"
    )
    both = f"<or><and><house-event name='on'/>{events('a')}</and>"
    both += f"<and><event name='off' type='house-event'/>{events('b')}</and></or>"
    assert counted(house + gate("top", both)) == (1, 0, 0)
    found = counts(fault_tree(model(gate("top", "<constant value='true'/>"))), 2)
    assert (found.counts, found.always) == ((0, 0), True)


def test_the_same_name_in_two_components_means_two_things():
    def part(name):
        inner = gate("out", f"<or>{events('pump')}</or>")
        inner += "<define-basic-event name='pump'/>"
        return f"<define-component name='{name}'>{inner}</define-component>"

    top = gate("top", "<and><gate name='one.out'/><gate name='two.out'/></and>")
    assert counted(top + part("one") + part("two")) == (0, 1, 0)


def test_the_top_gate_can_be_named():
    gates = gate("one", events("a")) + gate("two", f"<and>{events('a', 'b')}</and>")
    assert refused(gates) == "2 gates in this file are used by no other: t.one, t.two"
    assert counts(fault_tree(model(gates), "two"), 2).counts == (0, 1)
    assert "there is no gate three" in refused(gates, top="three")


@pytest.mark.parametrize(
    ("gates", "message"),
    [
        (gate("top", f"<not>{events('a')}</not>"), "line 1: gate t.top uses <not>"),
        ("\n" + gate("top", f"<xor>{events('a', 'b')}</xor>"), "line 2: gate t.top uses <xor>"),
        (gate("top", "<event name='a'/>"), "names a, which is not defined"),
        (gate("top", "<or/>"), "<or> in gate t.top has nothing in it"),
        (gate("top", ""), "gate t.top has no formula"),
        (gate("top", events("a", "b")), "gate t.top has several formulas"),
        (gate("top", f"<atleast min='3'>{events('a', 'b')}</atleast>"), "is not from 1 to 2"),
        (gate("top", "<maybe/>"), "holds <maybe>, which is no formula"),
        (gate("top", events("a")) * 2, "defined a second time"),
        (
            gate("a", "<gate name='b'/>") + gate("b", "<gate name='a'/>"),
            "none is on top: they go in a circle",
        ),
        (
            gate("top", "<gate name='a'/>") + gate("a", "<or><gate name='a'/></or>"),
            "gates lead to themselves: t.a → t.a",
        ),
        (
            gate("top", events("a")) + "<define-basic-event name='b'/>",
            "names a, which is not defined",
        ),
        ("<define-CCF-group name='g' model='beta-factor'/>", "<define-CCF-group> is not read"),
        ("", "there is no gate in this file"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_place(gates, message):
    assert message in refused(gates)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<opsa-mef><", "line 1: this is no XML that can be read"),
        (b"", "this is no XML that can be read"),
        (b"<html/>", "<html> is no Open-PSA model"),
        (b"<!DOCTYPE x [<!ENTITY a 'a'>]><opsa-mef/>", "the file has a document type"),
        (b"<?xml version='1.0' encoding='klingon'?><opsa-mef/>", "names an encoding"),
    ],
)
def test_what_is_no_such_file_is_refused(content, message):
    with pytest.raises(BcpError, match=message):
        fault_tree(content)


def test_too_many_and_too_deep_elements_are_refused(monkeypatch):
    monkeypatch.setattr("bcp.graph.losses.exchange_file._DEPTH", 50)
    deep = "<or>" * 60 + events("a") + "</or>" * 60
    assert "more than 50 deep" in refused(gate("top", deep))
    monkeypatch.setattr("bcp.graph.losses.exchange_file._ELEMENTS", 20)
    many = "".join(events(f"e{one}") for one in range(30))
    assert "more than 20 elements" in refused(gate("top", f"<or>{many}</or>"))


def test_deep_chains_of_gates_and_formulas_are_counted():
    chain = "".join(
        gate(f"g{one}", f"<or>{events(f'e{one}')}<gate name='g{one + 1}'/></or>")
        for one in range(5000)
    )
    assert counted(chain + gate("g5000", events("end")), 2) == (5001, 0)
    nested = "".join(f"<and><or>{events(f'a{one}')}" for one in range(2000))
    nested += events("z") + "</or></and>" * 2000
    assert counted(gate("top", nested), 2) == (2001, 0)


FORMULA = st.recursive(
    st.sampled_from("abcdef"),
    lambda inner: st.tuples(
        st.sampled_from(("or", "and", "atleast")), st.lists(inner, min_size=1, max_size=4)
    ),
    max_leaves=10,
)


def written(formula) -> str:
    if isinstance(formula, str):
        return events(formula)
    what, parts = formula
    least = f" min='{-(-len(parts) // 2)}'" if what == "atleast" else ""
    return f"<{what}{least}>{''.join(map(written, parts))}</{what}>"


def holds(formula, lost) -> bool:
    if isinstance(formula, str):
        return formula in lost
    what, parts = formula
    least = {"or": 1, "and": len(parts), "atleast": -(-len(parts) // 2)}[what]
    return sum(holds(one, lost) for one in parts) >= least


@given(FORMULA)
@settings(max_examples=tries(300), deadline=None)
def test_counts_are_those_of_trying_every_set(formula):
    minimal: list[frozenset[str]] = []
    for size in range(1, 7):
        for lost in map(frozenset, combinations("abcdef", size)):
            if holds(formula, lost) and not any(one <= lost for one in minimal):
                minimal.append(lost)
    expected = tuple(sum(len(one) == size for one in minimal) for size in (1, 2, 3))
    assert counted(gate("top", written(formula))) == expected
