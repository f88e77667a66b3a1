"""Who fills which role when people are missing."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bcp.graph.staffing.matching import Staffing

PEOPLE = tuple(range(10, 15))


def staffing(*candidates: tuple[int, ...], at_once: dict[int, int] | None = None) -> Staffing:
    return Staffing(tuple(range(len(candidates))), candidates, at_once or {})


def test_everybody_holds_their_own_role_when_nobody_is_missing():
    assert staffing((10, 11), (11, 12)).normally == {0: 10, 1: 11}


def test_a_free_second_alternate_comes_before_a_first_who_would_leave_a_role():
    roles = staffing((10, 11, 12), (11, 13))
    assert roles.assignment({10}) == {0: 12, 1: 11}


def test_somebody_moves_on_when_that_is_the_only_way_to_fill_both_roles():
    roles = staffing((10, 11), (11, 12))
    assert roles.assignment({10}) == {0: 11, 1: 12}


def test_of_free_alternates_the_first_in_succession_takes_over():
    assert staffing((10, 13, 12)).assignment({10}) == {0: 13}


def test_the_role_that_comes_first_is_filled_when_not_both_can_be():
    roles = staffing((10, 11), (11,))
    assert roles.assignment({10}) == {0: 11}
    assert roles.filled({10}) == {0}


def test_a_shortage_names_the_roles_and_the_few_people_left_for_them():
    roles = staffing((10, 11), (11, 10), (12,))
    assert roles.shortage(1, {10}) == ((0, 1), (11,))
    assert roles.shortage(2, {10}) == ((), ())


CANDIDATES = st.lists(
    st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True).map(tuple),
    min_size=1,
    max_size=4,
)


def arrangements(roles: Staffing, absent: set[int]):
    """Every way to give each role somebody or nobody."""
    for chosen in product(*((None, *(p for p in c if p not in absent)) for c in roles.candidates)):
        present = [one for one in chosen if one is not None]
        if all(present.count(one) <= roles.at_once.get(one, 1) for one in present):
            yield chosen


def worth(roles: Staffing, absent: set[int], before: tuple[int | None, ...], chosen):
    """What the rule prefers, the best first: roles filled, people left in place, succession."""
    moved = sum(
        held is not None and held not in absent and now is not None and now != held
        for held, now in zip(before, chosen, strict=True)
    )
    pairs = zip(roles.candidates, chosen, strict=True)
    places = [named.index(now) if now is not None else 0 for named, now in pairs]
    return [now is None for now in chosen], moved, places


@given(CANDIDATES, st.sets(st.sampled_from(PEOPLE), max_size=3), st.sampled_from(({}, {11: 2})))
def test_who_takes_over_is_the_best_of_all_arrangements(candidates, absent, at_once):
    roles = staffing(*candidates, at_once=at_once)
    nobody = (None,) * len(candidates)
    before = min(arrangements(roles, set()), key=lambda one: worth(roles, set(), nobody, one))
    best = min(arrangements(roles, absent), key=lambda one: worth(roles, absent, before, one))
    found = roles.assignment(absent)
    assert tuple(found.get(role) for role in roles.roles) == best
    assert roles.filled(absent) == set(found)


@given(CANDIDATES, st.sets(st.sampled_from(PEOPLE), max_size=3), st.sampled_from(PEOPLE))
def test_one_person_less_empties_at_most_one_role_and_fills_none(candidates, absent, more):
    roles = staffing(*candidates)
    before, after = roles.filled(absent), roles.filled(absent | {more})
    assert after <= before
    assert len(before - after) <= 1


@given(CANDIDATES, st.sets(st.sampled_from(PEOPLE), max_size=4))
def test_whoever_may_fill_all_roles_at_once_makes_the_plain_rule_true(candidates, absent):
    roles = staffing(*candidates, at_once=dict.fromkeys(PEOPLE, len(candidates)))
    plain = {role for role, named in enumerate(candidates) if not absent.issuperset(named)}
    assert roles.filled(absent) == plain


@given(CANDIDATES, st.sets(st.sampled_from(PEOPLE), max_size=4))
def test_a_shortage_has_fewer_people_than_roles(candidates, absent):
    roles = staffing(*candidates)
    for role in set(roles.roles) - roles.filled(absent):
        short, people = roles.shortage(role, absent)
        assert role in short
        assert len(people) < len(short)
        left = {p for one in short for p in candidates[one] if p not in absent}
        assert left == set(people)
