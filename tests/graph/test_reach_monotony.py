"""Less can never be more: who is missing, and what is lost, brings nobody to the telephone sooner.

One thing is no exception to it, but looks like one: where ``then`` sends a call the long way round
once somebody accepts, without them the call goes the short way. Their absence takes a walk away
then, and the worst of the walks that are left may be shorter.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from random_calls import CHANNELS, LISTS, PEOPLE, ROLES, CallOuts, as_yaml, call_outs, some
from small_plans import plan_of
from tries import tries

from bcp.graph.reach.asking import Asking
from bcp.graph.reach.calls import CallOut
from bcp.graph.reach.duty import Circumstance, Situation
from bcp.graph.reach.odds import Assumed, Odds, odds
from bcp.graph.reach.reach import Deciders, Hit, reach
from bcp.graph.reach.worst import Outcome
from bcp.model.response import Escalation

KINDS = {"reached": 0, "not-known": 1, "never": 2}


def no_sooner(less: Outcome | None, more: Outcome | None) -> bool:
    """Whether ``less`` is no better than ``more``. How long the calls last when they reach nobody
    is no time until somebody accepts, and is not compared."""
    if less is None or more is None:
        return less is more
    if less.kind != more.kind:
        return KINDS[less.kind] > KINDS[more.kind]
    return less.seconds is None or more.seconds is None or less.seconds >= more.seconds


@settings(max_examples=tries(120), deadline=None)
@given(
    call_outs(then=False),
    st.sampled_from(LISTS),
    st.integers(0, 167),
    some(PEOPLE, 0, 3),
    some(CHANNELS, 0, 1),
    st.sampled_from((*PEOPLE, *CHANNELS)),
)
def test_nobody_is_reached_sooner_without_one_more(case, id_, hour, absent, lost, one_more):
    plan = plan_of(as_yaml(case))
    asking = Asking(plan)
    escalation = plan.find(id_, Escalation)
    for target in (None, *ROLES):
        call_out = asking.call_out(escalation, target)
        at = call_out.duty.situation(asking.calendar.weeks[0], hour * 60)
        gone = {*absent, *lost}
        assert no_sooner(worst(call_out, at, {*gone, one_more}), worst(call_out, at, gone))


def worst(call_out: CallOut, at: Situation, gone: set[str]) -> Outcome:
    return call_out.worst_turn(at, circumstance(gone))


def circumstance(gone: set[str]) -> Circumstance:
    return Circumstance(frozenset(gone - {*CHANNELS}), frozenset(gone & {*CHANNELS}))


@settings(max_examples=tries(120), deadline=None)
@given(
    call_outs(),
    st.sampled_from(LISTS),
    st.integers(0, 167),
    some((*PEOPLE, *CHANNELS), 0, 3),
    st.sampled_from((*PEOPLE, *CHANNELS)),
)
def test_where_somebody_is_reached_sooner_a_step_that_sent_them_the_long_way_is_silent(
    case, id_, hour, gone, one_more
):
    plan = plan_of(as_yaml(case))
    asking = Asking(plan)
    call_out = asking.call_out(plan.find(id_, Escalation))
    duty = call_out.duty
    at = duty.situation(asking.calendar.weeks[0], hour * 60)
    before, after = circumstance({*gone}), circumstance({*gone, one_more})
    if no_sooner(call_out.worst_turn(at, after), call_out.worst_turn(at, before)):
        return
    assert any(
        step.then is not None and duty.hows(at, before)[asked] != duty.hows(at, after)[asked]
        for (_, step), asked in zip(duty.steps, duty.of_steps, strict=True)
    )


@settings(max_examples=tries(40), deadline=None)
@given(call_outs(then=False), st.sampled_from(PEOPLE))
def test_the_plan_is_no_quicker_once_somebody_has_left(case, person):
    before, after = plan_of(as_yaml(case)), plan_of(as_yaml(left(case, person)))
    whole, less = reach(before), reach(after)
    assert no_worse_hit(less.worst, whole.worst)
    for one, other in zip(less.lists, whole.lists, strict=True):
        assert no_worse_hit(one.usual, other.usual)
        assert no_worse_hit(one.worst, other.worst)
        assert no_worse_hit(one.worst_channel, other.worst_channel)
    for one, other in zip(less.levels, whole.levels, strict=True):
        assert one.declared is None or (other.declared or 0) <= one.declared
    several = Deciders(before), Deciders(after)
    for role in ROLES:
        assert no_sooner(several[1].reached(role), several[0].reached(role))


def left(case: CallOuts, person: str) -> CallOuts:
    return replace(case, gone={*case.gone, person})


def no_worse_hit(less: Hit | None, more: Hit | None) -> bool:
    return no_sooner(less and less.outcome, more and more.outcome)


# ── chances ────────────────────────────────────────────────────────────────────────────────────

CHANCES = st.fractions(0, 1, max_denominator=10)


def no_likelier(less: Odds | None, more: Odds | None) -> bool:
    """In no share of nights is somebody reached sooner, nor in more nights at all."""
    if less is None or more is None:
        return less is more
    times = zip(less.within, more.within, strict=True)
    return less.reached <= more.reached and all(
        late is None or (early is not None and early <= late) for (_, late), (_, early) in times
    )


@settings(max_examples=tries(40), deadline=None)
@given(call_outs(), CHANCES, CHANCES, st.integers(0, 300), st.sampled_from(PEOPLE))
def test_the_odds_are_no_better_once_somebody_has_left(case, answers, available, within, person):
    assumed = Assumed(answers, within, available)
    for id_ in LISTS:
        more, less = (hourly_odds(one, id_, assumed) for one in (case, left(case, person)))
        assert all(map(no_likelier, less, more))


def hourly_odds(case: CallOuts, id_: str, assumed: Assumed) -> list[Odds | None]:
    plan = plan_of(as_yaml(case))
    week = Asking(plan).calendar.weeks[0]
    several = (Asking(plan, at=(week, hour * 60)) for hour in range(0, 168, 19))
    return [odds(one, plan.find(id_, Escalation), assumed) for one in several]


@settings(max_examples=tries(40), deadline=None)
@given(
    call_outs(),
    CHANCES,
    CHANCES,
    st.sampled_from((*PEOPLE, *CHANNELS)),
    st.tuples(CHANCES, CHANCES),
)
def test_the_odds_are_no_better_when_somebody_or_a_channel_is_worse(
    case, answers, available, one, chances
):
    """Somebody answers more rarely, or is there more rarely, or a channel is answered more rarely;
    at nought they are absent, and it is lost."""
    plan = plan_of(as_yaml(case))
    low, high = sorted(chances)
    kinds = ("answers_of", "available_of") if one in PEOPLE else ("answers_of",)
    for kind in kinds:
        more, less = (
            replace(Assumed(answers, 120, available), **{kind: {one: each}}) for each in (high, low)
        )
        for id_ in LISTS:
            escalation = plan.find(id_, Escalation)
            assert no_likelier(
                odds(Asking(plan), escalation, less), odds(Asking(plan), escalation, more)
            )
