"""How long what stands in lasts, alone and one after the other."""

import datetime as dt
import math
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st
from small_plans import plan_of
from tries import tries

from bcp.graph.clock.times import PlanTimes
from bcp.graph.recovery.following import Following
from bcp.graph.recovery.lengths import PlanLengths
from bcp.graph.recovery.recovery import recovery
from bcp.graph.structure import structure_of

DAY = dt.date(2026, 11, 22)
MINUTE, HOUR = 60, 3600

PLAN = """
processes:
  calls:
    {title: Calls, tier: critical, rto: 1h, needs: [app],
     minimum: {service: x, share: 50%, for: 12h}}
systems:
  app: {title: App, type: application, at: [hall], noticed_within: 5m,
        restore_time: {committed: 10h}, restart_time: {committed: 1h}}
  phones: {title: Phones, type: telephony}
  generator: {title: Generator, type: power}
sites: {hall: {title: Hall, noticed_within: 5m, restore: {committed: 30h}}}
strategies:
  paper: {title: Paper, for: calls, without: [app], do: how, by: duty, decided_by: duty,
          decided_within: 5m, within: 20m, gives: 50%, lasts: 4h, needs: [generator]}
  partner: {title: Partner, for: calls, without: [app], do: how, by: duty, decided_by: duty,
            decided_within: 5m, within: 2h, gives: 50%, lasts: 8h, needs: [phones]}
procedures: {how: {title: How, steps: [{id: one, do: it, by: duty}]}}
roles: {duty: {title: Duty, primary: ann}}
people: {ann: {name: Ann}}
"""


def asked(text):
    return recovery(plan_of(text), DAY)


def partner(old, new):
    """The plan with another second strategy."""
    before, name, after = PLAN.partition("  partner:")
    assert old in after
    return before + name + after.replace(old, new, 1)


def test_strategies_that_follow_each_other_carry_together():
    assert asked(PLAN).too_short == ()


def test_too_short_together_is_told_with_how_long_they_carry():
    found = asked(PLAN.replace("for: 12h", "for: 13h")).too_short
    assert [(one.strategy, one.then, one.together // HOUR, one.asked // HOUR) for one in found] == [
        ("paper", ("partner",), 12, 13),
        ("partner", ("paper",), 12, 13),
    ]
    assert found[0].until == 30 * MINUTE + 12 * HOUR
    assert found[0].breaks is None


def test_who_serves_only_after_the_end_of_the_one_before_does_not_follow():
    (paper,) = asked(
        partner("within: 2h, gives: 50%, lasts: 8h", "within: 6h, lasts: 2d")
    ).too_short
    assert (paper.strategy, paper.then, paper.until) == ("paper", (), 4 * HOUR + 30 * MINUTE)
    assert (paper.breaks.strategy, paper.breaks.why) == ("partner", "not-ready")
    assert paper.breaks.ready == 6 * HOUR + 10 * MINUTE


def test_who_needs_the_same_does_not_follow_since_just_that_may_be_used_up():
    text = partner("needs: [phones]", "needs: [phones, generator]")
    paper, _ = asked(text).too_short
    assert (paper.breaks.why, paper.breaks.shared) == ("needs-the-same", ("generator",))
    text = PLAN.replace("type: telephony", "type: telephony, needs: [generator]")
    paper, _ = asked(text).too_short  # be it further down
    assert paper.breaks.shared == ("generator",)


def test_who_does_not_go_on_without_the_same_does_not_follow():
    for text in (
        partner("without: [app]", "without: [hall]"),  # the application is lost itself
        partner("needs: [phones]", "needs: [app]"),
        partner("gives: 50%", "gives: 40%"),
    ):
        paper = next(one for one in asked(text).too_short if one.strategy == "paper")
        assert (paper.then, paper.breaks) == ((), None)


def test_a_strategy_of_which_it_is_not_said_how_long_it_lasts_is_not_called_too_short():
    assert asked(partner(", lasts: 8h", "")).too_short == ()


def of(found, strategy):
    return next(one for one in found.endurance if one.of == strategy)


def test_there_is_no_second_outage_while_the_next_strategy_holds():
    paper = of(asked(PLAN.replace("committed: 30h", "committed: 11h")), "paper")
    assert (paper.outcome, paper.then) == ("holds", ("partner",))
    assert paper.until == 30 * MINUTE + 12 * HOUR


def test_what_they_do_without_is_required_when_the_last_of_them_ends():
    found = asked(PLAN)
    (app,) = (one for one in found.of("calls").rows if one.thing == "app")
    assert app.minimum.bridged
    assert app.minimum.latest == app.minimum.soonest == 30 * MINUTE + 12 * HOUR
    alone = asked(partner("needs: [phones]", "needs: [generator]"))  # what both may use up
    (app,) = (one for one in alone.of("calls").rows if one.thing == "app")
    # Paper alone: the partner would serve longer, but only from 2h10m, after a gap.
    assert app.minimum.latest == 4 * HOUR + 30 * MINUTE


def test_a_second_outage_begins_when_the_last_of_them_ends():
    paper = of(asked(PLAN), "paper")
    assert (paper.outcome, paper.through, paper.then) == ("second-outage", "hall", ("partner",))
    assert paper.gap == 31 * HOUR - (12 * HOUR + 30 * MINUTE)  # the site, then the application


def test_whether_there_is_one_is_not_known_when_it_is_not_said_how_soon_the_next_serves():
    text = partner("decided_within: 5m, ", "").replace("committed: 30h", "committed: 11h")
    paper = of(asked(text), "paper")
    assert (paper.outcome, paper.then) == ("not-known", ("partner",))


# ── how they follow, against trying every order ────────────────────────────────────────────────

_NEEDS = ("s0", "s1", "s2", "s3")


@st.composite
def several(draw):
    lines = ["processes: {p: {title: P, tier: critical, needs: [app]}}", "systems:"]
    lines += [
        "  app: {title: A, type: application}",
        "  s0: {title: S, type: data, needs: [s1]}",
        *(f"  {one}: {{title: S, type: data}}" for one in _NEEDS[1:]),
    ]
    lines.append("strategies:")
    for number in range(draw(st.integers(1, 5))):
        needs = draw(st.lists(st.sampled_from(_NEEDS), max_size=2, unique=True))
        within, lasts = draw(st.integers(1, 9)), draw(st.integers(1, 5))
        lines.append(
            f"  t{number}: {{title: T, for: p, without: [app], do: how, by: duty, decided_by: duty,"
            f" within: {within}h, lasts: {lasts}h, needs: [{', '.join(needs)}]}}"
        )
    lines.append("procedures: {how: {title: How, steps: [{id: one, do: it, by: duty}]}}")
    lines += ["roles: {duty: {title: Duty, primary: ann}}", "people: {ann: {name: Ann}}"]
    return plan_of("\n".join(lines))


def _plainly(plan, first):
    """The longest that any order of any of the strategies carries."""
    under = {"s0": {"s0", "s1"}}
    strategies = {one.id: one for one in plan.objects.values() if one.kind == "strategies"}
    longest = 0
    others = [one for one in strategies if one != first]
    for size in range(len(others) + 1):
        for order in permutations(others, size):
            end, before = strategies[first].within.total + strategies[first].lasts.total, [first]
            for one in order:
                means = set().union(*(under.get(each, {each}) for each in strategies[one].needs))
                used = {each for other in before for each in strategies[other].needs}
                stands = set().union(*(under.get(each, {each}) for each in used))
                if strategies[one].within.total > end or means & used:
                    break
                if stands & set(strategies[one].needs):
                    break
                end += strategies[one].lasts.total
                before.append(one)
            longest = max(longest, end)
    return longest


@settings(max_examples=tries(150), deadline=None)
@given(several())
def test_they_carry_as_long_as_the_best_of_all_orders(plan):
    structure = structure_of(plan)
    times = PlanTimes(plan, structure)
    following = Following(plan, structure, times, PlanLengths(plan, structure, times, "latest"))
    holds = range(len(structure.holds))
    for first in holds:
        chain = following.after(first, holds, math.inf, surely=False)
        assert chain.until == _plainly(plan, structure.holds[first].id)
        assert chain.holds[0] == first
