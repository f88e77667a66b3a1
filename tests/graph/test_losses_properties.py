"""What the engine says of random small plans, against trying every loss."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_plans import LOSABLE, PROCESSES, plainly_lost, plans, some

from bcp.graph.availability import available
from bcp.graph.failing import Failing
from bcp.graph.structure import structure_of

GONE = some(LOSABLE, 0, 4)


@given(plans(), GONE)
@settings(max_examples=100, deadline=None)
def test_what_is_lost_is_what_the_language_says(plan, gone):
    structure = structure_of(plan)
    state = available(structure, structure.numbers(gone))
    expected = {one for one, world in plainly_lost(plan, frozenset(gone)) if not world}
    assert set(structure.ids(state.lost)) == expected & set(structure.number)


@given(plans(), GONE, st.sampled_from(LOSABLE))
@settings(max_examples=100, deadline=None)
def test_one_more_loss_never_brings_anything_back(plan, gone, more):
    structure = structure_of(plan)
    before = available(structure, structure.numbers(gone))
    after = available(structure, structure.numbers([*gone, more]))
    assert set(before.lost) <= set(after.lost)


@given(plans(), st.sampled_from(PROCESSES))
@settings(max_examples=40, deadline=None)
def test_cut_sets_are_those_found_by_trying_every_loss_of_up_to_three(plan, process):
    structure = structure_of(plan)
    failing = Failing(structure, 3)
    number = structure.number[process]
    stops = {frozenset(one) for one in failing.sets(failing.stops(number))}
    disturbs = {frozenset(one) for one in failing.sets(failing.disturbs(number))}
    things = [one for one, node in enumerate(structure.nodes) if node.own]
    tried_stops: set[frozenset[int]] = set()
    tried_disturbs: set[frozenset[int]] = set()
    for size in range(4):
        for several in map(frozenset, combinations(things, size)):
            state = available(structure, several)
            if number in state.lost and not any(one <= several for one in tried_stops):
                tried_stops.add(several)
            hurt = number in state.lost or number in state.at_minimum
            if hurt and not any(one <= several for one in tried_disturbs):
                tried_disturbs.add(several)
    assert stops == tried_stops
    # The process's own loss is no cut of its normal service that a strategy could hold, and both
    # families name it.
    assert disturbs == tried_disturbs
