"""What must hold of every family of losses, tried on many small structures."""

import dataclasses
import math
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_models import LIMITS, Model, back_after, is_within, models, smallest_late, things_of
from tries import tries

from bcp.graph.clock.timing import PLAIN
from bcp.graph.losses.failing import Failing
from bcp.graph.structure import Gate, Node


def families(model: Model, limit: float, times=None, order: int = 3):
    """For each thing: the sets that keep it away for longer than the limit."""
    failing = Failing(model.structure, order, times or model)
    things = range(len(model.structure.nodes))
    return [{frozenset(s) for s in failing.sets(failing.stops(one, limit))} for one in things]


@given(models(), st.randoms(use_true_random=False))
@settings(max_examples=tries(200), deadline=None)
def test_timed_families_are_those_found_by_trying_every_loss_of_up_to_three(model, order):
    expected = smallest_late(model)
    failing = Failing(model.structure, 3, model)
    questions = list(expected)
    # What was found for one serves the next, so the order of asking must not matter.
    order.shuffle(questions)
    for thing, limit in questions:
        found = {frozenset(one) for one in failing.sets(failing.stops(thing, limit))}
        assert found == expected[thing, limit], (thing, limit)


@given(models(), st.data())
@settings(max_examples=tries(200), deadline=None)
def test_losing_more_never_brings_anything_back_sooner(model, data):
    losses = data.draw(st.frozensets(st.sampled_from(model.own), max_size=3))
    more = losses | {data.draw(st.sampled_from(model.own))}
    pairs = zip(back_after(model, losses), back_after(model, more), strict=True)
    assert all(before <= after for before, after in pairs)


@given(models())
@settings(max_examples=tries(100), deadline=None)
def test_what_breaks_a_longer_tolerance_breaks_a_shorter_one(model):
    by_limit = [families(model, limit) for limit in LIMITS]
    for shorter, longer in pairwise(by_limit):
        for one, other in zip(shorter, longer, strict=True):
            assert is_within(one, other)


def _gate(model: Model, data) -> tuple[int, Gate]:
    gated = [one for one, node in enumerate(model.structure.nodes) if node.gates]
    assume(gated)
    thing = data.draw(st.sampled_from(gated))
    return thing, model.structure.nodes[thing].gates[0]


@given(models(), st.data())
@settings(max_examples=tries(100), deadline=None)
def test_after_one_more_member_every_set_holds_one_that_was_there(model, data):
    thing, gate = _gate(model, data)
    member = data.draw(st.sampled_from(range(len(model.structure.nodes))))
    more = dataclasses.replace(gate, ways=(*gate.ways, (member,)), weights=(*gate.weights, 1))
    for limit in LIMITS:
        before = families(model, limit)
        after = families(model.with_node(thing, gates=(more,)), limit)
        assert all(is_within(one, other) for one, other in zip(before, after, strict=True))


@given(models(), st.data())
@settings(max_examples=tries(100), deadline=None)
def test_after_one_more_need_every_set_that_was_there_holds_a_new_one(model, data):
    count = len(model.structure.nodes)
    thing, need = (data.draw(st.integers(0, count - 1)) for _ in range(2))
    node = model.structure.nodes[thing]
    assume(need not in node.needs)
    more = model.with_node(thing, needs=(*node.needs, need), links=(*node.links, "needs"))
    for limit in LIMITS:
        before, after = families(model, limit), families(more, limit)
        assert all(is_within(one, other) for one, other in zip(after, before, strict=True))


@given(models(), st.data())
@settings(max_examples=tries(100), deadline=None)
def test_after_one_more_shared_cause_every_set_that_was_there_holds_a_new_one(model, data):
    thing, gate = _gate(model, data)
    cause = data.draw(st.sampled_from(range(len(model.structure.nodes))))
    ways = tuple(tuple(dict.fromkeys((*way, cause))) for way in gate.ways)
    more = model.with_node(thing, gates=(dataclasses.replace(gate, ways=ways),))
    for limit in LIMITS:
        before, after = families(model, limit), families(more, limit)
        assert all(is_within(one, other) for one, other in zip(after, before, strict=True))


@given(models(circles=False), st.data())
@settings(max_examples=tries(100), deadline=None)
def test_n_of_n_are_plain_needs_one_is_the_member_and_any_one_fails_only_with_all(model, data):
    count = len(model.structure.nodes)
    members = data.draw(
        st.lists(st.integers(0, count - 1), min_size=1, max_size=3, unique=True).map(tuple)
    )
    ways, weights = tuple((one,) for one in members), (1,) * len(members)
    every = Gate("members", ways, weights, len(members), len(members))
    nodes = [
        *model.structure.nodes,
        Node("all", "redundancy", gates=(every,)),
        Node("needs", "redundancy", needs=members, links=("needs",) * len(members)),
        Node("one", "redundancy", gates=(Gate("members", ways[:1], (1,), 1, 1),)),
        Node("any", "redundancy", gates=(dataclasses.replace(every, need=1),)),
    ]
    larger = Model(
        things_of(nodes),
        (*model.restores, *(math.inf,) * 4),
        (*model.restarts, 0, 0, 0, 0),
        (*model.switches, 0, 0, 0, 0),
        (*model.notices, 0, 0, 0, 0),
    )
    for limit in LIMITS:
        found = families(larger, limit)
        of_all, of_needs, of_one, of_any = found[count:]
        assert of_all == of_needs
        assert of_one == found[members[0]]
        for losses in of_any:
            assert all(any(each <= losses for each in found[one]) for one in members)


@given(st.integers(1, 4), st.integers(0, 3), st.data())
@settings(max_examples=tries(100), deadline=None)
def test_a_cause_that_all_members_share_takes_them_alone_unless_it_is_back_in_time(
    members, limit, data
):
    cause = members
    ways = tuple((one, cause) for one in range(members))
    need = data.draw(st.integers(1, members))
    gate = Gate("members", ways, (1,) * members, need, members)
    nodes = [Node(f"member-{one}", "systems") for one in range(members)]
    nodes += [Node("cause", "causes"), Node("pool", "redundancy", gates=(gate,))]
    restore = data.draw(st.sampled_from((1, 2, 3, math.inf)))
    model = Model(
        things_of(nodes),
        (*(math.inf,) * members, restore, math.inf),
        (0,) * len(nodes),
        (0,) * len(nodes),
        (0,) * len(nodes),
    )
    singles = {one for one in families(model, limit)[-1] if len(one) == 1}
    assert (frozenset({cause}) in singles) == (restore > limit)


class AtOnce(Model):
    """Every stand-in is there at once."""

    def switch(self, thing: int, place: int) -> float:
        return 0


@given(models())
@settings(max_examples=tries(100), deadline=None)
def test_without_times_the_families_are_those_of_what_is_lost_for_good(model):
    count = len(model.structure.nodes)
    at_once = (0,) * count
    forever = AtOnce(model.structure, (math.inf,) * count, at_once, model.switches, at_once)
    assert families(model, 0, PLAIN) == families(forever, 0)


@given(models(), st.data())
@settings(max_examples=tries(100), deadline=None)
def test_when_only_some_losses_count_the_sets_are_those_made_of_them(model, data):
    some = data.draw(st.frozensets(st.sampled_from(model.own)))
    everything = Failing(model.structure, 3, model)
    only = Failing(model.structure, 3, model, only=some)
    for thing in range(len(model.structure.nodes)):
        found = set(only.sets(only.stops(thing, 1)))
        all_ = everything.sets(everything.stops(thing, 1))
        assert found == {one for one in all_ if some.issuperset(one)}
