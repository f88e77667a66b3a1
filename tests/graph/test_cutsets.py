"""Families of small sets, against plain sets of sets."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from bcp.graph.losses.cutsets import EMPTY, UNIT, Families, room_for

SETS = st.frozensets(st.integers(0, 6), max_size=3)
FAMILY = st.frozensets(SETS, max_size=6)
LIMIT = st.integers(0, 4)


def minimal(sets):
    return {one for one in sets if not any(other < one for other in sets)}


def made(families, sets):
    return families.union_all(families.of_set(one) for one in sets)


def plain(families, family):
    return {frozenset(one) for one in families.sets(family)}


@given(FAMILY, LIMIT)
def test_a_union_holds_the_smallest_sets_within_the_limit(sets, limit):
    families = Families(limit)
    family = made(families, sets)
    assert plain(families, family) == {one for one in minimal(sets) if len(one) <= limit}
    assert families.count(family) == len(plain(families, family))


@given(FAMILY, FAMILY)
def test_without_leaves_the_sets_that_hold_none_of_the_other(one, other):
    families = Families(4)
    found = families.without(made(families, one), made(families, other))
    expected = {a for a in minimal(one) if not any(b <= a for b in other)}
    assert plain(families, found) == expected


@given(FAMILY, FAMILY, LIMIT)
def test_a_product_joins_each_with_each(one, other, limit):
    families = Families(limit)
    found = families.product(made(families, one), made(families, other))
    expected = {a | b for a in one for b in other if len(a) <= limit and len(b) <= limit}
    assert plain(families, found) == {c for c in minimal(expected) if len(c) <= limit}


@given(FAMILY, st.integers(0, 4))
def test_a_family_can_be_cut_to_its_smaller_sets(sets, size):
    families = Families(4)
    found = families.up_to(made(families, sets), size)
    assert plain(families, found) == {one for one in minimal(sets) if len(one) <= size}


@given(st.lists(st.tuples(FAMILY, st.integers(1, 3)), max_size=4), st.integers(0, 6))
def test_so_many_of_several_fail_when_their_weights_reach_the_sum(several, weight):
    families = Families(9)
    made_ = [made(families, sets) for sets, _ in several]
    found = families.at_least(weight, made_, [each for _, each in several])
    expected = set()
    for chosen in range(2 ** len(several)):
        picked = [one for place, one in enumerate(several) if chosen >> place & 1]
        if sum(each for _, each in picked) >= weight:
            joined = {frozenset()}
            for sets, _ in picked:
                joined = {a | b for a in joined for b in sets}
            expected |= joined
    assert plain(families, found) == minimal(expected)


def test_equal_families_have_equal_numbers():
    families = Families(3)
    one = families.union(families.single(1), families.of_set((2, 3)))
    other = families.union(families.of_set((3, 2)), families.single(1))
    assert one == other
    assert families.of_set(()) == UNIT
    assert families.of_set((1, 2, 3, 4)) == EMPTY


def test_a_union_of_many_things_is_as_deep_as_there_are_things():
    before = sys.getrecursionlimit()
    families = Families(2)
    with room_for(20_000):
        many = families.union_all(families.single(each) for each in range(4_000, 0, -1))
        other = families.union_all(families.single(each) for each in range(4_000, 8_000))
        both = families.union(many, other)
    assert families.count(both) == 7_999
    assert sys.getrecursionlimit() == before


def test_huge_families_are_counted_without_being_listed():
    families = Families(3)
    with room_for(900):
        thirds = [
            families.union_all(families.single(each) for each in range(start, start + 300))
            for start in (0, 300, 600)
        ]
        assert families.count(families.product_all(thirds)) == 27_000_000


@given(FAMILY)
def test_sets_are_counted_by_size_and_by_who_stands_in_them(sets):
    families = Families(4)
    family = made(families, sets)
    expected = minimal(sets)
    sizes = tuple(sum(len(one) == size for one in expected) for size in range(5))
    assert families.counts(family) == sizes
    standing = {
        variable: tuple(
            sum(variable in one and len(one) == size for one in expected) for size in range(5)
        )
        for variable in set().union(*expected)
    }
    assert families.standing(family) == standing


@given(FAMILY, st.integers(0, 4), st.integers(0, 6), st.frozensets(st.integers(0, 6)))
def test_parts_of_a_family_are_those_of_its_sets(sets, size, variable, some):
    families = Families(4)
    family, expected = made(families, sets), minimal(sets)
    of_size = {one for one in expected if len(one) == size}
    assert plain(families, families.of_size(family, size)) == of_size
    assert plain(families, families.made_of(family, some)) == {s for s in expected if s <= some}
    partners = {one - {variable} for one in expected if variable in one}
    assert plain(families, families.partners(family, variable)) == partners
