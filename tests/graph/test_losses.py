"""What alone stops a process, and which two things together."""

import pytest
from small_plans import ON_PAPER, ONE_PERSON_TWO_ROLES, TWO_CARRIERS, plan_of

from bcp.errors import BcpError
from bcp.graph.losses.losses import all_losses, losses
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
    # A third loss is met only where two do not suffice: a carrier and both who could decide.
    triples = [one for one in found.bundles if len(one.parts) == 3]
    assert found.counts[2] == sum(one.count for one in triples) == 4
    assert [("ann",), ("ben",), ("carrier-a", "trunk-a")] in [
        sorted(part.of for part in one.parts) for one in triples
    ]


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
    these, those = ("carrier-a", "trunk-a"), ("carrier-b", "trunk-b")
    (bundle,) = found.bundles
    assert {part.of for part in bundle.parts} == {these, those}
    assert (bundle.count, found.complete, found.count_stops) == (4, True, 5)


def test_many_are_told_by_what_they_take():
    lines = ["processes: {q: {title: Q, tier: critical, needs: [any]}}", "redundancy:"]
    lines += ["  any: {title: Any, of: [top-0, top-1, top-2], mode: active}", "systems:"]
    for chain in range(3):
        parts = [f"part-{chain}-{one}" for one in range(20)]
        lines.append(f"  top-{chain}: {{title: T, type: data, needs: [{', '.join(parts)}]}}")
        lines += [f"  {one}: {{title: P, type: data}}" for one in parts]
    found = losses(plan_of("\n".join(lines)), "q", 3)
    assert (found.counts, found.stops) == ((0, 0, 21**3), ())
    (bundle,) = found.bundles
    assert bundle.count == 21**3
    assert [part.all_take for part in bundle.parts] == ["top-0", "top-1", "top-2"]


def test_asking_for_all_processes_counts_what_asking_for_each_finds():
    plan = plan_of(ON_PAPER)
    for found in all_losses(plan):
        alone = losses(plan, found.process)
        assert found.counts == alone.counts
        assert found.matching_counts == alone.matching_counts
        assert found.single_points == tuple(cut.ids[0] for cut in alone.single_points)


def test_a_process_that_is_not_there_is_named_in_a_plain_sentence():
    with pytest.raises(BcpError, match="There is no process trunk-a"):
        losses(plan_of(TWO_CARRIERS), "trunk-a")
