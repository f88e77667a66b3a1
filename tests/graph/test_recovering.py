"""When everything works again: against raising every time until none is too early."""

import math
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import noticed
from random_plans import plans
from test_timed_losses import LATE, plainly_back, tables
from tries import tries

from bcp.graph.clock.recovering import recovering
from bcp.graph.losses.failing import Failing
from bcp.graph.structure import structure_of


def capped(time):
    return time if time < LATE else math.inf


ANY = st.booleans().flatmap(lambda rich: plans(rich=rich))
"""Plans of both sorts: those with sites that need what stands in them among them."""


def drawn(data, plan):
    structure = structure_of(plan)
    times = data.draw(tables(structure))
    own = [one for one, node in enumerate(structure.nodes) if node.own]
    losses = frozenset(data.draw(st.lists(st.sampled_from(own), max_size=4)))
    return structure, times, own, losses


def drawn_ends(data, losses):
    """When some of the losses are over by themselves."""
    if not losses:
        return {}
    return data.draw(st.dictionaries(st.sampled_from(sorted(losses)), st.integers(1, 4)))


@given(ANY, st.data())
@settings(max_examples=tries(300), deadline=None)
def test_everything_is_back_when_working_out_every_time_says(plan, data):
    structure, times, _, losses = drawn(data, plan)
    ends = drawn_ends(data, losses)
    expected = plainly_back(structure, times, losses, ends)
    found = recovering(structure, times, losses, ends)
    for thing, node in enumerate(structure.nodes):
        assert capped(found.at(thing)) == expected[thing, -1], node.id
    for hold, strategy in enumerate(structure.holds):
        if found.full(strategy.process) == 0:
            continue
        needs = max([expected[need, -1] for need in strategy.needs], default=0)
        seen = noticed(times.watch_of_strategy(hold), lambda one: expected[one, -1])
        begins = max(needs, seen)
        serves = max(expected[strategy.process, hold], begins + times.strategy(hold))
        assert capped(found.by_strategy(hold)) == capped(serves), strategy.id


@given(ANY, st.data())
@settings(max_examples=tries(200), deadline=None)
def test_a_loss_more_or_a_longer_one_never_brings_anything_back_sooner(plan, data):
    structure, times, own, losses = drawn(data, plan)
    ends = drawn_ends(data, losses)
    more = losses | {data.draw(st.sampled_from(own))}
    longer = {thing: end + data.draw(st.integers(0, 2)) for thing, end in ends.items()}
    few = recovering(structure, times, losses, ends)
    many = recovering(structure, times, more, longer)
    assert all(few.at(one) <= many.at(one) for one in range(len(structure.nodes)))


@given(plans(), st.data())
@settings(max_examples=tries(60), deadline=None)
def test_what_comes_back_late_is_what_the_timed_cut_sets_say(plan, data):
    structure, times, own, _ = drawn(data, plan)
    failing = Failing(structure, 2, times)
    process = structure.number["calls"]
    limit = data.draw(st.sampled_from((0, 1, 2, 4)))
    cuts = [frozenset(one) for one in failing.sets(failing.stops(process, limit))]
    for several in map(frozenset, combinations(own, 2)):
        late = recovering(structure, times, several).at(process) > limit
        assert late == any(one <= several for one in cuts)


@given(ANY, st.data())
@settings(max_examples=tries(150), deadline=None)
def test_the_way_back_has_no_hole_and_ends_when_the_thing_is_back(plan, data):
    structure, times, _, losses = drawn(data, plan)
    found = recovering(structure, times, losses)
    for thing, back in found.back.items():
        if back == math.inf:
            assert found.unknown(thing)
            continue
        legs = found.legs(thing)
        ends = [0, *(leg.ends for leg in legs)]
        assert [leg.begins for leg in legs] == ends[:-1]
        assert ends[-1] == back
