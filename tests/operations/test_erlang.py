"""Erlang's formulas against published figures, identities and their own limits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcp.operations.erlang import (
    agents_needed,
    blocking,
    erlang_a,
    erlang_c,
    offered_load,
    rostered,
)


def test_a_hundred_calls_in_half_an_hour_on_fourteen_agents():
    # CRAN package ErlangC 0.1.0.
    load = offered_load(200, 180)
    service = erlang_c(load, 14, 180, 20)
    assert load == 10
    assert service.waits == pytest.approx(0.1741319, abs=5e-8)
    assert service.answered_in_time == pytest.approx(0.88835, abs=5e-6)
    assert service.mean_wait == pytest.approx(7.83593701177724)
    assert service.occupancy == pytest.approx(0.7142857, abs=5e-8)


def test_agents_for_a_target_with_bounded_occupancy():
    # pyworkforce's tests; call-center-tools 1.0.0; jonesthenet.com.
    assert agents_needed(10, 180, 0.8, 20, most_occupied=0.85) == 14
    assert rostered(14, 0.3) == 20
    load = offered_load(1000, 120)
    assert agents_needed(load, 120, 0.8, 20, most_occupied=0.85) == 40
    assert rostered(40, 0.3) == 58
    assert agents_needed(offered_load(250, 330), 330, 0.8, 30) == 28


@pytest.mark.parametrize(
    ("trunks", "blocked", "carried"),
    [
        (1, 0.01, 0.01),
        (10, 0.01, 4.4166),
        (14, 0.01, 7.2782),
        (16, 0.01, 8.7863),
        (20, 0.05, 14.4868),
        (50, 0.02, 39.45),
    ],
)
def test_lines_carry_what_the_tables_say(trunks, blocked, carried):
    # Avaya BCMS Operations 2005, p. 137; the loads there are carried ones.
    load = carried / (1 - blocked)
    assert blocking(load, trunks) == pytest.approx(blocked, rel=0.002)


def test_callers_who_give_up():
    # pyworkforce's guide.
    service = erlang_a(10, 13, 180, 20, 300)
    assert service.answered_in_time == pytest.approx(0.85818, abs=5e-6)
    assert service.occupancy == pytest.approx(0.75003, abs=5e-6)
    assert service.abandoned == pytest.approx(0.024963, abs=5e-7)
    assert service.waits == pytest.approx(0.22580, abs=5e-6)
    assert service.mean_wait == pytest.approx(7.489, abs=5e-4)


def test_with_patience_equal_to_handle_time_the_system_is_poisson():
    expected = 1 - math.fsum(math.exp(-10) * 10**k / math.factorial(k) for k in range(14))
    assert erlang_a(10, 14, 180, 20, 180).waits == pytest.approx(expected, rel=1e-10)
    assert expected == pytest.approx(0.13553557738, abs=5e-12)


def test_a_queue_that_only_grows_has_no_service_level():
    assert erlang_c(10, 10, 180, 20) is None
    assert erlang_a(20, 14, 180, 20, 90).abandoned == pytest.approx(0.317, abs=5e-4)


@given(st.floats(0.5, 60), st.integers(1, 80), st.floats(0, 120))
def test_more_agents_never_make_callers_wait_longer(load, agents, within):
    fewer, more = erlang_c(load, agents, 180, within), erlang_c(load, agents + 1, 180, within)
    if fewer is not None:
        assert more.waits <= fewer.waits + 1e-12
        assert more.mean_wait <= fewer.mean_wait + 1e-9
        assert more.answered_in_time >= fewer.answered_in_time - 1e-12


@given(st.floats(0.5, 40), st.integers(1, 60), st.floats(30, 600))
def test_those_who_give_up_are_those_whose_wait_outlasts_their_patience(load, agents, patience):
    service = erlang_a(load, agents, 180, 20, patience)
    assert 0 <= service.abandoned <= 1
    assert service.abandoned == pytest.approx(service.mean_wait / patience)
    assert -1e-9 <= service.answered_in_time <= 1 + 1e-9


def test_endless_patience_is_erlang_c():
    patient, endless = erlang_a(10, 14, 180, 20, 1e7), erlang_c(10, 14, 180, 20)
    assert patient.answered_in_time == pytest.approx(endless.answered_in_time, abs=1e-4)
    assert patient.waits == pytest.approx(endless.waits, abs=1e-4)


def test_one_pool_serves_better_than_two():
    split, pooled = erlang_c(10, 12, 240, 20), erlang_c(20, 24, 240, 20)
    assert round(split.answered_in_time, 2) == 0.62
    assert round(pooled.answered_in_time, 2) == 0.79
