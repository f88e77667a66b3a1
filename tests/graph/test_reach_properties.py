"""The escalation prover against walks counted one by one, and chances against their definition."""

from __future__ import annotations

import datetime as dt
import json
import random
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from random_calls import (
    CHANNELS,
    LISTS,
    PEOPLE,
    ROLES,
    as_yaml,
    call_outs,
    week_vectors,
    worst_walk,
)
from small_plans import plan_of
from tries import tries

from bcp.graph.reach.asking import Asking, _groups
from bcp.graph.reach.calls import Circumstance, Moment
from bcp.graph.reach.odds import Assumed, Try, arrivals, percentile, reached_by
from bcp.graph.reach.reach import Deciders, decider_reached, reach
from bcp.graph.reach.wording import as_json, sentences
from bcp.graph.reach.worst import Outcome
from bcp.model.response import Escalation

KINDS = {"reached": 0, "not-known": 1, "never": 2}


def rank(outcome: Outcome) -> tuple[int, int]:
    """Comparable with the oracle's: minutes only where they are an answer."""
    seconds = outcome.seconds if outcome.seconds is not None else 0
    return KINDS[outcome.kind], seconds // 60


def expected(found: list[tuple[int, int]]) -> tuple[int, int]:
    bad, minutes = max(found)
    return (0, minutes) if bad == 0 else (min(bad, 2), 0)


@settings(max_examples=tries(300), deadline=None)
@given(call_outs(), st.data())
def test_every_hour_absence_and_channel_is_as_when_every_walk_is_tried(case, data):
    plan = plan_of(as_yaml(case))
    asking = Asking(plan)
    hours = data.draw(st.lists(st.integers(0, 167), min_size=4, max_size=4))
    for id_ in LISTS:
        call_out = asking.call_out(plan.find(id_, Escalation))
        for hour in hours:
            for absent, lost in (
                *((one, "") for one in ("", *PEOPLE)),
                *(("", c) for c in CHANNELS),
            ):
                walks = [
                    worst_walk(case, id_, hour, week, absent, lost) for week in week_vectors(case)
                ]
                gone = Circumstance(
                    frozenset((absent,) if absent else ()), frozenset((lost,) if lost else ())
                )
                found = asking.worst_turn(call_out, asking.calendar.weeks[0], hour * 60, gone)
                assert rank(found) == expected(walks), (id_, hour, absent, lost)


@settings(max_examples=tries(40), deadline=None)
@given(call_outs())
def test_the_stretches_of_a_week_hold_the_worst_of_its_hours(case):
    plan = plan_of(as_yaml(case))
    answer = reach(plan)
    for told in answer.lists:
        if case.lists[told.escalation].hours == "always":
            covered = sum(one.usual.when.end - one.usual.when.start for one in told.stretches)
            assert covered == 7 * 24 * 60
        for one in told.stretches:
            hour = one.usual.when.start // 60
            weeks = week_vectors(case)
            walk = [
                [worst_walk(case, told.escalation, hour, week, absent, "") for week in weeks]
                for absent in ("", *PEOPLE)
            ]
            assert rank(one.usual.outcome) == expected(walk[0])
            assert rank(one.worst.outcome) == expected([each for some in walk for each in some])


@settings(max_examples=tries(40), deadline=None)
@given(call_outs(), st.sampled_from(ROLES))
def test_a_decider_is_reached_at_worst_as_hour_by_hour(case, role):
    plan = plan_of(as_yaml(case))
    deciders = Deciders(plan)
    seconds = decider_reached(plan, role)
    outcome = deciders.reached(role)
    assert seconds == (None if outcome is None else outcome.seconds)
    called = any(step.role == role for one in case.lists.values() for step in one.steps)
    assert (outcome is not None) <= called
    groups = list(_groups(plan))
    if outcome is None or len(groups) != 1:
        return
    lists = [one for one in groups[0] if role in deciders.asking.calls(one)]
    worst: list[tuple[int, int]] = []
    calendar = deciders.asking.calendar
    for hour in range(168):
        scene = calendar.weeks[0]
        holding = [one for one in lists if calendar.holds(one.hours, scene, hour * 60)]
        for absent in ("", *PEOPLE):
            gone = Circumstance(frozenset((absent,) if absent else ()))
            found = [
                rank(
                    deciders.asking.worst_turn(
                        deciders.asking.call_out(one, role), scene, hour * 60, gone
                    )
                )
                for one in holding
            ]
            worst.append(min(found, default=(2, 0)))
    assert rank(outcome) == max(worst)


@settings(max_examples=tries(150), deadline=None)
@given(call_outs(), st.integers(0, 167), st.sampled_from(LISTS))
def test_a_walk_adds_up_and_ends_with_who_accepts(case, hour, id_):
    plan = plan_of(as_yaml(case))
    asking = Asking(plan)
    call_out = asking.call_out(plan.find(id_, Escalation))
    outcome = call_out.worst(Moment(asking.calendar.weeks[0], hour * 60))
    time = 0
    for one in outcome.walk:
        step = next(each for _, each in call_out.steps if each.id == one.step)
        assert (one.start, one.end) == (time, time + step.accepts_within.total)
        time = one.end
    if outcome.kind == "reached":
        assert outcome.seconds == time
        assert outcome.walk[-1].how == "accepts"
        assert outcome.walk[-1].role == outcome.by


@settings(max_examples=tries(60), deadline=None)
@given(call_outs())
def test_every_call_out_is_told_in_sentences_and_to_programs(case):
    plan = plan_of(as_yaml(case))
    assumed = Assumed(Fraction(7, 10), 180, Fraction(9, 10))
    answer = reach(plan, as_of=dt.date(2026, 11, 22), assumed=assumed)
    assert str(sentences(answer, plan)[0]).startswith("Worst: ")
    told = json.loads(json.dumps(as_json(answer)))
    assert [one["escalation"] for one in told["lists"]] == sorted(LISTS)
    for one in answer.odds:
        found = [seconds for _, seconds in one.within if seconds is not None]
        assert found == sorted(found)


# ── chances ────────────────────────────────────────────────────────────────────────────────────

CHANCES = st.fractions(0, 1, max_denominator=20)
TRIES = st.lists(
    st.builds(Try, st.sampled_from(PEOPLE), st.sampled_from(CHANNELS), st.integers(0, 900)),
    min_size=1,
    max_size=8,
)


@st.composite
def assumptions(draw: st.DrawFn, chances: st.SearchStrategy[Fraction] = CHANCES) -> Assumed:
    single = st.dictionaries(st.sampled_from((*PEOPLE, *CHANNELS)), chances, max_size=2)
    return Assumed(
        draw(chances),
        draw(st.integers(0, 300)),
        draw(chances),
        draw(single),
        draw(st.dictionaries(st.sampled_from(CHANNELS), st.integers(0, 300), max_size=1)),
        draw(st.dictionaries(st.sampled_from(PEOPLE), chances, max_size=2)),
    )


def sure(one: Try, assumed: Assumed) -> bool:
    """Whether a try must be answered, where every chance is 0 or 1."""
    answers = assumed.answers_of.get(
        one.person, assumed.answers_of.get(one.channel, assumed.answers)
    )
    return answers == 1 and assumed.available_of.get(one.person, assumed.available) == 1


@settings(max_examples=tries(300))
@given(TRIES, assumptions(st.sampled_from((Fraction(0), Fraction(1)))))
def test_chances_of_nought_and_one_give_the_first_sure_answer(tries, assumed):
    times = arrivals(tries, assumed)
    first = min(
        (
            one.start + assumed.within_of.get(one.channel, assumed.within)
            for one in tries
            if sure(one, assumed)
        ),
        default=None,
    )
    for share in (Fraction(1, 100), Fraction(1, 2), Fraction(1)):
        assert percentile(tries, assumed, times, share) == first


@settings(max_examples=tries(300))
@given(TRIES, TRIES, assumptions(), st.integers(0, 1500))
def test_more_tries_never_make_it_later_and_their_order_does_not_matter(tries, more, assumed, time):
    before = reached_by(tries, assumed, time)
    assert reached_by([*tries, *more], assumed, time) >= before
    assert reached_by(tries[::-1], assumed, time) == before
    assert reached_by(tries, assumed, time + 60) >= before
    few, many = ([*tries], [*tries, *more])
    for share in (Fraction(1, 2), Fraction(9, 10)):
        early, late = (
            percentile(each, assumed, arrivals(each, assumed), share) for each in (many, few)
        )
        assert late is None or (early is not None and early <= late)


@settings(max_examples=tries(300))
@given(TRIES, assumptions(), st.integers(0, 1500))
def test_the_closed_form_is_the_sum_over_who_is_available_and_which_tries_are_answered(
    tries, assumed, time
):
    """The definition, counted out: every set of people there, every set of tries answered."""
    people = sorted({one.person for one in tries})
    nobody = Fraction(0)
    for number in range(2 ** len(people)):
        there = {one for place, one in enumerate(people) if number >> place & 1}
        share = Fraction(1)
        for one in people:
            chance = assumed.available_of.get(one, assumed.available)
            share *= chance if one in there else 1 - chance
        for one in tries:
            within = assumed.within_of.get(one.channel, assumed.within)
            if one.person in there and one.start + within <= time:
                share *= 1 - assumed.answers_of.get(
                    one.person, assumed.answers_of.get(one.channel, assumed.answers)
                )
        nobody += share
    assert reached_by(tries, assumed, time) == 1 - nobody


def test_nights_that_are_played_come_out_as_the_closed_form_says():
    dice = random.Random(20261122)
    tries = [Try("ann", "phone", 0), Try("ben", "phone", 60), Try("ann", "phone", 180)]
    tries += [Try("ben", "shout", 240), Try("ann", "shout", 360), Try("cy", "phone", 600)]
    assumed = Assumed(Fraction(7, 10), 120, Fraction(9, 10), {"shout": Fraction(4, 10)})
    nights, by = 40_000, dict.fromkeys((120, 180, 360, 480, 720), 0)
    for _ in range(nights):
        there = {one for one in PEOPLE if dice.random() < 0.9}
        answered = [
            one.start + 120
            for one in tries
            if one.person in there and dice.random() < (0.4 if one.channel == "shout" else 0.7)
        ]
        for time in by:
            by[time] += any(one <= time for one in answered)
    for time, count in by.items():
        assert abs(count / nights - float(reached_by(tries, assumed, time))) < 0.01
