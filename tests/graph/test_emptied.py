"""The smallest sets of people without whom a role stays empty."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcp.graph.staffing.matching import Staffing
from bcp.graph.staffing.smallest import smallest

DESK, FLOOR, LEAD = 0, 1, 2
ANN, BEN, CY, DEE = 10, 11, 12, 13


def sets_of(*candidates, limit=3, at_once=None):
    found = smallest(candidates, at_once or {}, limit)
    assert found.tried == limit
    return {(role, *sorted(people)) for role, people in found.sets}


def test_a_role_is_empty_without_all_who_are_named_for_it():
    assert sets_of((ANN, BEN)) == {(DESK, ANN, BEN)}
    assert sets_of((ANN, BEN), limit=1) == set()


def test_one_missing_empties_the_later_of_two_roles_that_share_two_people():
    # Without either, the other holds the desk, which goes first; without both, both are empty.
    assert sets_of((ANN, BEN), (ANN, BEN)) == {
        (FLOOR, ANN),
        (FLOOR, BEN),
        (DESK, ANN, BEN),
    }


def test_who_is_named_for_another_role_may_be_the_one_whose_absence_empties_this_one():
    # Cy is not named for the floor, but without Cy the desk takes Ben from it.
    assert sets_of((BEN, CY), (BEN,)) == {(FLOOR, BEN), (FLOOR, CY), (DESK, BEN, CY)}


def test_a_later_role_takes_nobody_from_an_earlier_one():
    assert sets_of((ANN, BEN), (BEN, CY), (CY,), limit=1) == {(LEAD, ANN), (LEAD, BEN), (LEAD, CY)}


def test_who_fills_two_roles_at_once_leaves_both_empty():
    assert sets_of((ANN,), (ANN,), at_once={ANN: 2}) == {(DESK, ANN), (FLOOR, ANN)}
    # With two at once on either side nobody is needed twice.
    assert sets_of((ANN, BEN), (ANN, BEN), at_once={ANN: 2, BEN: 2}) == {
        (DESK, ANN, BEN),
        (FLOOR, ANN, BEN),
    }


def test_a_role_that_is_empty_anyhow_is_left_out():
    assert sets_of((ANN,), (ANN,)) == {(DESK, ANN)}


def test_enough_people_for_all_roles_leave_nothing_to_look_for():
    everybody = tuple(range(60))
    assert sets_of(*(everybody for _ in range(40))) == set()
    # Of as many roles as people, the last hangs on everybody, the last but one on any two.
    found = sets_of(*(tuple(range(9)) for _ in range(9)))
    assert len([one for one in found if one[0] == 8 and len(one) == 2]) == 9
    assert len([one for one in found if one[0] == 7 and len(one) == 3]) == 36
    assert len([one for one in found if one[0] == 6 and len(one) == 4]) == 84
    assert len(found) == 9 + 36 + 84


@pytest.mark.parametrize(("bound", "tried", "largest"), [(1, 0, 0), (400, 2, 2), (10_000, 3, 3)])
def test_where_there_is_too_much_to_look_at_sets_of_fewer_people_are_told(
    monkeypatch, bound, tried, largest
):
    monkeypatch.setattr("bcp.graph.staffing.smallest.BOUND", bound)
    found = smallest([tuple(range(9))] * 9, {}, 3)
    assert found.tried == tried
    assert max((len(people) for _, people in found.sets), default=0) == largest


def test_the_answer_of_a_staffing_is_found_once():
    staffing = Staffing((5, 7), ((ANN, BEN), (BEN, CY)), {})
    (group,) = staffing.tied
    assert staffing.smallest(group, 2) is staffing.smallest(group, 2)


PEOPLE = range(6)
NAMED = st.lists(
    st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True).map(tuple),
    min_size=1,
    max_size=6,
).map(tuple)
AT_ONCE = st.dictionaries(st.sampled_from(PEOPLE), st.integers(2, 4), max_size=3)


@given(NAMED, AT_ONCE, st.integers(1, 4))
def test_the_sets_are_those_that_trying_every_group_of_people_finds(candidates, at_once, limit):
    staffing = Staffing(tuple(range(len(candidates))), candidates, at_once)
    empty_without: dict[int, list[frozenset[int]]] = {}
    for size in range(1, limit + 1):
        for missing in map(frozenset, combinations(PEOPLE, size)):
            for role in staffing.at_best - staffing.filled(missing):
                known = empty_without.setdefault(role, [])
                if not any(one <= missing for one in known):
                    known.append(missing)
    found = smallest(candidates, at_once, limit)
    assert found.tried == limit
    assert len(set(found.sets)) == len(found.sets)
    assert set(found.sets) == {(role, one) for role, each in empty_without.items() for one in each}
