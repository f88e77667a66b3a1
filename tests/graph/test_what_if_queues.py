"""By which queues a process can be reached when agents, or all else, are missing."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_plans import TWO_HOUSES, plan_of
from tries import tries

from bcp.graph.strain import Missing
from bcp.graph.what_if.scenario import Asked, scenario_of
from bcp.graph.what_if.what_if import what_if
from bcp.graph.what_if.wording import sentences
from bcp.i18n import translator


def asked(plan, given=(), **more):
    return what_if(plan, scenario_of(plan, list(given), Asked(**more)))


def outcome(answer, process="calls"):
    return next(one for one in answer.processes if one.process == process)


def told(answer, plan, language="en"):
    say = translator(language)
    return "\n".join(one.message.text(say) for one in sentences(answer, plan, language))


def test_a_line_with_fewer_agents_than_its_minimum_is_short_and_not_dead():
    plan = plan_of(TWO_HOUSES)
    answer = asked(plan, staff=(Missing(0.7),))
    ways = outcome(answer).ways_in
    (short,) = ways.short
    assert (short.queue, short.there, short.needed, short.carried) == ("line", 4, 5, False)
    assert (ways.open, ways.closed) == ((), ())
    text = told(answer, plan)
    assert "Card line: 4 of 5 agents there; short of 1" in text
    assert "nobody can reach it" not in text
    assert "Card line –" not in text
    assert "Card line: є 4 з 5 операторів; бракує 1" in told(answer, plan, "uk")


def test_a_strategy_that_does_without_the_house_carries_the_line_of_its_agents():
    plan = plan_of(TWO_HOUSES)
    answer = asked(plan, ["hq"])
    ways = outcome(answer).ways_in
    assert (ways.open, ways.closed) == (("line",), ())
    assert [(one.there, one.needed, one.carried) for one in ways.short] == [(4, 5, True)]
    text = told(answer, plan)
    assert "Card line: 4 of 5 agents there; the strategy does without the rest" in text
    assert "nobody can reach it" not in text


def test_a_strategy_does_not_carry_a_line_that_lacks_what_it_does_not_do_without():
    plan = plan_of(
        TWO_HOUSES.replace("    open: always\n", "    open: always\n    needs: [menu]\n")
        + "systems: {menu: {title: Menu, type: telephony}}\n"
    )
    ways = outcome(asked(plan, ["hq", "menu"])).ways_in
    assert (ways.open, ways.closed, ways.short) == ((), ("line",), ())


def test_a_line_whose_number_is_dead_is_dead_whoever_is_there_to_answer():
    plan = plan_of(
        TWO_HOUSES.replace(
            "    open: always\n",
            '    open: always\n    numbers: [{number: "+44 20 7946 0101", carrier: net}]\n',
        )
    )
    answer = asked(plan, ["net"])
    assert outcome(answer).ways_in.closed == ("line",)
    assert "nobody can reach it: all its queues are lost: Card line" in told(answer, plan)
    both = outcome(asked(plan, ["net"], staff=(Missing(0.7),))).ways_in
    assert (both.closed, both.short) == (("line",), ())


def test_a_line_where_nobody_is_left_to_answer_says_so():
    plan = plan_of(TWO_HOUSES)
    answer = asked(plan, staff=(Missing(1.0, "other"), Missing(1.0, "hq")))
    assert outcome(answer).ways_in.short[0].there == 0
    text = told(answer, plan)
    assert "Card line: none of the 5 agents it needs is there: nobody answers" in text


def test_one_line_short_of_agents_beside_a_dead_one_can_still_be_reached():
    plan = plan_of(
        TWO_HOUSES.replace(
            "channels: {voice:", "channels: {mail: {title: Mail, type: email}, voice:"
        )
        + "  old: {title: Old line, process: calls, channel: mail, open: always}\n"
    )
    answer = asked(plan, ["mail"], staff=(Missing(0.7),))
    text = told(answer, plan)
    assert "but it cannot be reached by Old line" in text
    assert "nobody can reach it" not in text


def test_what_a_shortage_takes_is_not_told_as_lost_staff():
    plan = plan_of(
        """
processes: {calls: {title: Calls, tier: critical, needs: [pool]}}
redundancy:
  pool: {title: Pool, of: [a, b], mode: active, capacity_needed: {amount: 30, unit: calls}}
systems:
  a: {title: A, type: application, capacity: {amount: 20, unit: calls}}
  b: {title: B, type: application, capacity: {amount: 20, unit: calls}}
"""
    )
    text = told(asked(plan, demand=3), plan)
    assert "Pool – more demand than on an ordinary day" in text.splitlines()
    both = told(asked(plan, ["a"], demand=3), plan)
    assert "Pool – A lost, more demand than on an ordinary day" in both.splitlines()


@pytest.mark.parametrize(("demand", "there", "needed"), [(3, 14, 15), (4, 14, 20)])
def test_demand_asks_for_more_agents_than_the_minimum(demand, there, needed):
    (short,) = outcome(asked(plan_of(TWO_HOUSES), demand=demand)).ways_in.short
    assert (short.there, short.needed) == (there, needed)


@given(
    st.integers(0, 20),
    st.integers(0, 20),
    st.integers(1, 30),
    st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.7, 0.99]),
    st.sampled_from([1.0, 1.5, 2.0, 3.0]),
    st.booleans(),
)
@settings(max_examples=tries(60), deadline=None)
def test_agents_are_counted_site_by_site(first, second, minimum, share, demand, lose):
    text = (
        TWO_HOUSES.replace("count: 10", f"count: {first}")
        .replace("other, count: 4", f"other, count: {second}")
        .replace("agents: 5", f"agents: {minimum}")
        .replace("needs: [hq]}}", "needs: []}}")
    )
    plan = plan_of(text[: text.index("strategies:")] + text[text.index("roles:") :])
    staff = (Missing(share),) if share else ()
    answer = asked(plan, ["other"] if lose else [], staff=staff, demand=demand)
    there = first - math.ceil(first * share)
    there += 0 if lose else second - math.ceil(second * share)
    needed = math.ceil(minimum * demand)
    ways = outcome(answer).ways_in
    if first + second == 0:
        return
    if there >= needed:
        assert (ways.open, ways.short) == (("line",), ())
    else:
        assert [(one.there, one.needed) for one in ways.short] == [(there, needed)]
