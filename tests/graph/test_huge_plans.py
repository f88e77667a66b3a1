"""Long chains, wide rings and many people are answered, or refused in a plain sentence."""

import pytest
from huge_plans import chain_of_needs, many_roles
from small_plans import plan_of

from bcp.diagnostics import Message
from bcp.graph.losses.losses import losses
from bcp.graph.losses.wording import sentences as losses_sentences
from bcp.graph.staffing.emptied import NotMatched
from bcp.graph.staffing.matching import Staffing
from bcp.graph.stories import told
from bcp.graph.structure import structure_of
from bcp.graph.what_if.what_if import what_if
from bcp.graph.what_if.wording import sentences


def depth(message: Message) -> int:
    inner = [value for _, value in message.arguments if isinstance(value, Message)]
    return 1 + max(map(depth, inner), default=0)


def because(plan, *lost):
    (process,) = what_if(plan, lost).processes
    return told(process.story, plan)


def test_a_long_chain_is_told_by_both_its_ends_and_how_many_stand_between():
    text = str(because(chain_of_needs(500), "s499"))
    assert text.startswith("S499 is lost → S498 needs it → ")
    assert text.endswith(" → S1 needs it → S0 needs it → Q needs it")
    assert "… and 491 more …" in text
    assert text.count("→") == 10


def test_a_chain_of_twelve_links_is_told_whole_and_one_more_is_shortened():
    whole = str(because(chain_of_needs(11), "s10"))
    assert whole.count("→") == 11
    assert "more" not in whole
    assert "… and 3 more …" in str(because(chain_of_needs(12), "s11"))


def test_a_story_never_nests_deeply_however_long_its_chain():
    assert depth(because(chain_of_needs(3000), "s2999")) <= 6


def test_brackets_within_brackets_are_told_three_deep():
    lines = ["processes: {q: {title: Q, tier: critical, needs: [a0]}}", "redundancy:"]
    for one in range(60):
        below = f"a{one + 1}" if one < 59 else "end"
        lines.append(f"  a{one}: {{title: A{one}, of: [{below}, s{one}], mode: active}}")
    lines += ["systems:", "  end: {title: End, type: data}"]
    lines += [f"  s{one}: {{title: S{one}, type: data}}" for one in range(60)]
    message = because(plan_of("\n".join(lines)), "end", *(f"s{one}" for one in range(60)))
    assert str(message).startswith("(((… → ")
    assert str(message).endswith("→ Q needs it")
    assert depth(message) <= 12


def test_of_many_things_that_took_one_together_the_rest_is_counted():
    lines = ["processes: {q: {title: Q, tier: critical, needs: [all]}}"]
    members = ", ".join(f"s{one}" for one in range(300))
    lines += ["redundancy:", f"  all: {{title: All, of: [{members}], mode: active}}", "systems:"]
    lines += [f"  s{one}: {{title: S{one}, type: data}}" for one in range(300)]
    message = because(plan_of("\n".join(lines)), *(f"s{one}" for one in range(300)))
    assert "and (S6 is lost) and (… and 293 more …) → All needs 1 of its members" in str(message)
    assert depth(message) <= 12


def test_everything_in_a_chain_of_thousands_is_told_with_the_step_before_it():
    plan = chain_of_needs(5000)
    answer = what_if(plan, ["s4999"])
    assert len(answer.lost) == 5000
    text = [str(one).strip() for one in sentences(answer, plan)]
    assert "S17 – S18 lost" in text
    # The story of each holds a few dozen steps: whole stories would grow with the square.
    assert max(len(story) for _, story in answer.lost) <= 200


@pytest.mark.parametrize("ring", [False, True])
def test_all_of_a_chain_or_ring_of_thousands_are_single_points(ring):
    found = losses(chain_of_needs(3000, ring=ring), "q", 3)
    assert (len(found.stops), found.complete) == (3000, True)
    assert {len(cut.ids) for cut in found.stops} == {1}
    assert any(cut.story for cut in found.stops)


def test_everybody_in_a_long_ring_of_alternates_moves_on_by_one_at_most():
    count = 1100
    ring = tuple((one, (one + 1) % count) for one in range(count))
    staffing = Staffing(tuple(range(count)), ring, {})
    assert staffing.normally == {one: one for one in range(count)}
    # Nobody is free, so the role of least weight stays empty and those before it move on.
    moved = staffing.assignment({0})
    assert count - 1 not in moved
    assert moved == {one: one + 1 for one in range(count - 1)}
    assert staffing.shortage(count - 1, {0}) == (tuple(range(count)), tuple(range(1, count)))


def test_a_path_through_all_of_a_long_row_of_alternates_is_found():
    count = 3000
    row = tuple((one, one + 1) for one in range(count))
    staffing = Staffing(tuple(range(count)), row, {})
    assert staffing.assignment({0}) == {one: one + 1 for one in range(count)}


def test_when_everybody_may_fill_everything_the_order_of_succession_is_followed():
    count = 150
    everybody = tuple(tuple((one + k) % count for k in range(count)) for one in range(count))
    staffing = Staffing(tuple(range(count)), everybody, {})
    assert staffing.normally == {one: one for one in range(count)}
    # One role too many: the last is left empty and whoever held it takes the one that lost its
    # holder, so that one person moves.
    expected = {one: one for one in range(1, count - 1)} | {0: count - 1}
    assert staffing.assignment({0}) == expected


def test_beyond_the_bound_whoever_is_there_stays_and_the_first_free_takes_over(monkeypatch):
    monkeypatch.setattr("bcp.graph.staffing.succession.EXACT", 0)
    staffing = Staffing((0, 1, 2), ((10, 11, 12), (11, 13), (14, 12)), {})
    assert staffing.normally == {0: 10, 1: 11, 2: 14}
    assert staffing.assignment({10}) == {0: 12, 1: 11, 2: 14}
    assert staffing.assignment({10, 12}) == {0: 11, 1: 13, 2: 14}


def test_thousands_of_roles_that_share_people_are_filled_again_when_one_is_missing():
    count = 2000
    plan = many_roles(count, lambda one: (one, (one * 7 + 1) % count, (one + 3) % count), count)
    answer = what_if(plan, ["p5"])
    assert [one.role for one in answer.roles if one.now is None] == ["r999"]
    assert len(structure_of(plan).staffing.filled(())) == count


def test_pairs_are_found_among_thousands_of_roles_that_share_nobody():
    plan = many_roles(1000, lambda one: (2 * one, 2 * one + 1), 2000)
    found = losses(plan, "q", 3)
    assert len(found.stops) == 1000
    assert {"p0", "p1"} in [set(cut.ids) for cut in found.stops]


def test_the_pairs_that_empty_one_of_hundreds_of_roles_in_a_ring_are_all_found():
    count = 120
    plan = many_roles(count, lambda one: (one, (one + 1) % count), count)
    found = losses(plan, "q", 3)
    # The structure is answered in full: a role is lost with both who are named for it.
    assert found.counts == (0, count, 0)
    assert (found.matching_counts, found.not_matched) == ((count, 0, 0), ())
    staffing = structure_of(plan).staffing
    (group,) = staffing.tied
    # A ring cut at two places falls into two rows, each with one role more than people; the last
    # role of each is empty, and the ring's last role needs one cut only.
    sets = staffing.smallest(group, 3).sets
    assert len(sets) == count + count * (count - 1) // 2


def test_too_many_sets_of_people_are_told_for_fewer_of_them_and_that_is_told(monkeypatch):
    monkeypatch.setattr("bcp.graph.staffing.smallest.BOUND", 1_000)
    plan = many_roles(20, lambda one: [(one + k) % 20 for k in range(20)], 20)
    found = losses(plan, "q", 3)
    assert found.matching_counts[0] == 20
    assert found.not_matched == (NotMatched(20, 20, tried=1, limit=3),)
    text = "\n".join(map(str, losses_sentences(found, plan)))
    assert "Matching was worked out for only 1 missing together, not 3: 20 roles share 20" in text
    assert losses(plan, "q", 1).not_matched == ()
