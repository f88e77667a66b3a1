"""Many sets of losses told in few lines."""

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from bcp.graph.losses.cutsets import Families, room_for
from bcp.graph.losses.groups import Group, grouped

SETS = st.frozensets(st.integers(0, 7), min_size=1, max_size=3)


@given(st.lists(SETS, max_size=14), st.integers(1, 3))
def test_groups_hold_every_set_once_and_no_other(several, size):
    families = Families(3)
    family = families.union_all(families.of_set(one) for one in several)
    groups = grouped(families, family, size)
    told = [
        tuple(sorted(one for part in chosen for one in part))
        for group in groups
        for chosen in product(*(combinations(of, take) for take, of in group.parts))
    ]
    assert sorted(told) == sorted(one for one in families.sets(family) if len(one) == size)
    assert sum(group.count for group in groups) == len(told)


def test_any_two_of_three_are_one_group():
    families = Families(3)
    singles = [families.single(one) for one in range(3)]
    assert grouped(families, families.at_least(2, singles, [1, 1, 1]), 2) == (
        Group(((2, (0, 1, 2)),)),
    )


def test_twenty_seven_million_triples_are_one_group_however_their_parts_are_mixed():
    families = Families(3)
    with room_for(900):
        thirds = [
            families.union_all(families.single(each) for each in range(start, 900, 3))
            for start in (0, 1, 2)
        ]
        family = families.product_all(thirds)
    (group,) = grouped(families, family, 3)
    assert group.count == 27_000_000
    assert [len(of) for _, of in group.parts] == [300, 300, 300]


def test_more_groups_than_can_be_told_are_told_as_none(monkeypatch):
    monkeypatch.setattr("bcp.graph.losses.groups._GROUPS", 3)
    families = Families(2)
    ring = [families.of_set((one, (one + 1) % 9)) for one in range(9)]
    assert grouped(families, families.union_all(ring), 2) is None
