"""What alone stops a process, and which two things together."""

import pytest
from small_plans import ON_PAPER, ONE_PERSON_TWO_ROLES, TWO_CARRIERS, plan_of

from bcp.errors import BcpError
from bcp.graph.losses import Bundle, all_losses, bundles, losses
from bcp.graph.stories import told


def single(plan, process="calls"):
    return {cut.ids[0] for cut in losses(plan, process).single_points}


def test_the_duct_is_a_single_point_and_neither_carrier_is():
    found = losses(plan_of(TWO_CARRIERS), "calls")
    assert [cut.ids for cut in found.single_points] == [("duct",)]
    assert ("carrier-a", "carrier-b") in [cut.ids for cut in found.stops]


def test_larger_sets_that_hold_a_smaller_one_are_never_listed():
    found = losses(plan_of(TWO_CARRIERS), "calls", order=3)
    sets = [set(cut.ids) for cut in found.stops]
    assert not [(a, b) for a in sets for b in sets if a < b]
    # A third loss is met only where two do not suffice: carrier and both who could decide.
    assert {"carrier-a", "ann", "ben"} in sets


def test_each_cut_is_told_from_its_cause_to_the_process():
    plan = plan_of(TWO_CARRIERS)
    (cut,) = losses(plan, "calls").single_points
    text = str(told(cut.story, plan))
    assert text.startswith("(The duct under Mill Road is lost → Carrier A goes with it")
    assert text.endswith("Voice lines needs 1 of its members and has 0 → Taking calls needs it")


def test_one_person_behind_two_roles_is_a_single_point():
    assert single(plan_of(ONE_PERSON_TWO_ROLES)) == {"ann", "ben"}


def test_a_strategy_turns_a_stop_into_a_disturbance_and_says_which_it_is():
    found = losses(plan_of(ON_PAPER), "calls")
    assert {cut.ids for cut in found.single_points} == {("hall",), ("records-app",)}
    (disturbed,) = [cut for cut in found.disturbs if len(cut.ids) == 1]
    assert (disturbed.ids, disturbed.held_by) == (("server",), ("on-paper",))
    assert ("server", "store") in {cut.ids for cut in found.stops}


def test_cuts_are_grouped_by_what_kinds_of_things_they_take():
    found = losses(plan_of(TWO_CARRIERS), "calls")
    assert list(found.by_kind) == [
        ("causes",),
        ("suppliers", "suppliers"),
        ("suppliers", "systems"),
        ("systems", "systems"),
    ]


def test_pairs_with_the_same_partners_are_told_together():
    found = losses(plan_of(TWO_CARRIERS), "calls")
    assert found.bundles == (Bundle(("carrier-a", "trunk-a"), ("carrier-b", "trunk-b")),)
    assert (found.complete, found.count_stops, found.count_disturbs) == (True, 5, 0)


def test_bundles_tell_every_pair_and_no_other():
    pairs = {("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")}
    told_ = {
        tuple(sorted((one, other)))
        for bundle in bundles(pairs)
        for one in bundle.these
        for other in bundle.those
    }
    assert told_ == pairs


def test_asking_for_all_processes_finds_what_asking_for_each_finds():
    plan = plan_of(ON_PAPER)
    for found in all_losses(plan):
        alone = losses(plan, found.process)
        assert [cut.ids for cut in found.stops] == [cut.ids for cut in alone.stops]
        assert [cut.ids for cut in found.disturbs] == [cut.ids for cut in alone.disturbs]


def test_a_process_that_is_not_there_is_named_in_a_plain_sentence():
    with pytest.raises(BcpError, match="There is no process trunk-a"):
        losses(plan_of(TWO_CARRIERS), "trunk-a")
