"""What the engine says of random small plans, against trying every loss."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_plans import LOSABLE, plainly_lost, plans, some
from tries import tries

from bcp.graph.availability import available
from bcp.graph.losses.failing import Failing
from bcp.graph.structure import is_decision, structure_of

GONE = some(LOSABLE, 0, 4)


@given(st.booleans().flatmap(lambda rich: plans(rich=rich)), GONE)
@settings(max_examples=tries(150), deadline=None)
def test_what_is_lost_is_what_the_language_says(plan, gone):
    structure = structure_of(plan)
    state = available(structure, structure.numbers(gone))
    expected = {one for one, world in plainly_lost(plan, frozenset(gone)) if not world}
    found = {one for one in structure.ids(state.lost) if not is_decision(one)}
    assert found == expected & set(structure.number)


@given(st.booleans().flatmap(lambda rich: plans(rich=rich)), GONE, st.sampled_from(LOSABLE))
@settings(max_examples=tries(100), deadline=None)
def test_one_more_loss_never_brings_anything_back(plan, gone, more):
    structure = structure_of(plan)
    before = available(structure, structure.numbers(gone))
    after = available(structure, structure.numbers([*gone, more]))
    assert set(before.lost) <= set(after.lost)


def smallest(found: dict[int, set[frozenset[int]]], thing: int, several: frozenset[int]) -> None:
    """Note a set that takes a thing, unless a smaller one is noted: sets come by size."""
    if not any(one <= several for one in found[thing]):
        found[thing].add(several)


@given(plans(), st.randoms(use_true_random=False))
@settings(max_examples=tries(40), deadline=None)
def test_cut_sets_are_those_found_by_trying_every_loss_of_up_to_three(plan, order):
    structure = structure_of(plan)
    failing = Failing(structure, 3)
    everything = list(range(len(structure.nodes)))
    stops: dict[int, set[frozenset[int]]] = {one: set() for one in everything}
    disturbs: dict[int, set[frozenset[int]]] = {one: set() for one in everything}
    own = [one for one in everything if structure.nodes[one].own]
    for size in range(4):
        for several in map(frozenset, combinations(own, size)):
            state = available(structure, several)
            for one in state.lost:
                smallest(stops, one, several)
            for one in (*state.lost, *state.at_minimum):
                smallest(disturbs, one, several)
    # What was found for one thing serves the next, so the order of asking must not matter.
    order.shuffle(everything)
    for one in everything:
        assert {frozenset(each) for each in failing.sets(failing.stops(one))} == stops[one]
        found = {frozenset(each) for each in failing.sets(failing.disturbs(one))}
        assert found == disturbs[one]
