"""Worse is never better: more staff missing, more demand, longer, or begun earlier.

Nothing of that brings a process back sooner after the loss, lets what holds it outlast the need
again, or fills a role that stood empty.
"""

import math
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_plans import some
from small_plans import plan_of
from tries import tries

from bcp.graph.strain import Missing
from bcp.graph.what_if.answer import Answer
from bcp.graph.what_if.scenario import Asked, scenario_of
from bcp.graph.what_if.what_if import what_if
from bcp.plan import Plan

HOUR = 3600
PEOPLE = ("ann", "ben", "cy")
ROLES = ("desk", "lead")
SITES = ("hall", "annex")
SYSTEMS = ("app", "store", "trunk-a", "trunk-b")
PROCESSES = ("calls", "mail")
LOSABLE = (*SYSTEMS, *SITES, *PEOPLE)
TIMES = ("10m", "1h", "3h")
_VERDICTS = {"met": 0, "rto-missed": 1, "mtpd-breached": 2}


@st.composite
def centres(draw: st.DrawFn) -> Plan:
    """A small contact centre with times, of which some are not said: agents at two sites, people
    of a few skills, two trunks that stand in for each other, and a strategy."""

    def maybe(text: str) -> str:
        return text if draw(st.integers(0, 5)) else ""

    def length() -> str:
        return draw(st.sampled_from(TIMES))

    lines = ["people:"]
    for one in PEOPLE:
        skills = "[" + ", ".join(draw(some(("voice", "text"), 0, 2))) + "]"
        lines.append(f"  {one}: {{name: {one}, site: {draw(st.sampled_from(SITES))}")
        lines[-1] += f", skills: {skills}}}"
    lines.append("roles:")
    for one in ROLES:
        first, *others = draw(some(PEOPLE, 1, 3))
        named = f"primary: {first}, alternates: [{', '.join(others)}]"
        lines.append(f"  {one}: {{title: {one}, critical: true, {named}}}")
    lines.append("sites:")
    for one in SITES:
        more = maybe(f", noticed_within: {length()}") + maybe(
            f", restore: {{committed: {length()}}}"
        )
        lines.append(f"  {one}: {{title: {one}{more}}}")
    lines.append("systems:")
    for one in SYSTEMS:
        needs = draw(some(("store",), 0, 1)) if one == "app" else ()
        more = (
            maybe(f", noticed_within: {length()}")
            + maybe(f", restore_time: {{committed: {length()}}}")
            + maybe(f", restart_time: {{committed: {length()}}}")
        )
        at = ", ".join(draw(some(SITES, 0, 1)))
        lines.append(
            f"  {one}: {{title: {one}, type: data, needs: [{', '.join(needs)}], at: [{at}]{more}}}"
        )
    lines += [
        "redundancy:",
        f"  lines: {{title: lines, of: [trunk-a, trunk-b], need: 1, mode: manual"
        f"{maybe(f', lasts: {length()}')}, switch: {{decided_by: lead, decided_within:"
        f" {length()}, by: desk, within: {length()}}}}}",
        "processes:",
    ]
    for one, skill in zip(PROCESSES, ("voice", "text"), strict=True):
        needs = ", ".join(draw(some(("app", "lines", "desk", *SITES), 1, 3)))
        least = f"minimum: {{service: x, staff: {draw(st.integers(1, 4))}, skill: {skill}}}"
        lines.append(
            f"  {one}: {{title: {one}, tier: critical, rto: 2h, mtpd: 5h, needs: [{needs}],"
            f" {least}}}"
        )
    lines += [
        "channels: {voice: {title: Voice, type: voice}}",
        "queues:",
        "  line: {title: Line, process: calls, channel: voice, open: always, agents:",
        f"    [{{site: hall, skill: voice, count: {draw(st.integers(1, 6))}}},",
        f"     {{site: annex, skill: voice, count: {draw(st.integers(1, 3))}}}]}}",
        "procedures: {how: {title: how, steps: [{id: one, do: it, by: desk}]}}",
        "strategies:",
    ]
    for one, process in zip(("paper", "phone"), PROCESSES, strict=True):
        without = ", ".join(draw(some((*SYSTEMS, *SITES), 1, 3)))
        lines.append(
            f"  {one}: {{title: {one}, for: {process}, without: [{without}], do: how, by: desk,"
            f" decided_by: lead, decided_within: {length()}, within: {length()}"
            f"{maybe(f', lasts: {length()}')}}}"
        )
    return plan_of("\n".join(lines))


WHOLE_PLANS = settings(
    deadline=None, max_examples=tries(50), suppress_health_check=[HealthCheck.too_slow]
)
LOST = some(LOSABLE, 0, 3)
SHARES = st.sampled_from((0.0, 0.2, 0.5, 0.8, 1.0))
DEMANDS = st.sampled_from((1.0, 1.5, 2.0, 4.0))
LENGTHS = st.sampled_from((None, HOUR, 2 * HOUR, 4 * HOUR))


@dataclass(frozen=True)
class Held:
    """How long a process is down, and what it hangs on."""

    down: float
    """Seconds after the loss until its minimum is back; infinite where that is not known."""
    part: float
    """The same until it is back in full."""
    verdict: int | None
    gives_out: bool
    serve: tuple[tuple[str, int | None], ...]
    """The strategies that hold it, with when they serve."""


def answered(plan: Plan, lost, **asked) -> Answer:
    return what_if(plan, scenario_of(plan, list(lost), Asked(**asked)))


def fates(answer: Answer) -> dict[str, Held]:
    found = {}
    for one in answer.processes:
        clock = one.clock
        full = clock.full.seconds
        found[one.process] = Held(
            math.inf if clock.outage is None else clock.outage,
            math.inf if full is None else clock.began + full if full else 0,
            _VERDICTS.get(clock.verdict),
            one.ends_at is not None,
            tuple((each.strategy, each.back.seconds) for each in one.held),
        )
    return found


def empty(answer: Answer) -> set[str]:
    return {one.role for one in answer.roles if one.now is None} | (
        set(answer.already_lost) & set(ROLES)
    )


def assert_no_better(worse: Answer, milder: Answer, *, kept_up: bool = True) -> None:
    after, before = fates(worse), fates(milder)
    for process, one in before.items():
        other = after[process]
        assert other.down >= one.down
        assert other.part >= one.part
        if None not in (one.verdict, other.verdict):
            assert other.verdict >= one.verdict
        if kept_up and one.gives_out and other.serve and other.serve == one.serve:
            assert other.gives_out
    assert empty(worse) >= empty(milder)


def staff(share: float, at: str | None = None) -> tuple[Missing, ...]:
    return (Missing(share, at),) if share else ()


@WHOLE_PLANS
@given(centres(), LOST, SHARES, SHARES, st.sampled_from((None, *SITES)), LENGTHS)
def test_more_staff_missing_is_never_better(plan, lost, one, other, at, lasts):
    fewer, more = sorted((one, other))
    assert_no_better(
        answered(plan, lost, staff=staff(more, at), lasts=lasts),
        answered(plan, lost, staff=staff(fewer, at), lasts=lasts),
    )


@WHOLE_PLANS
@given(centres(), LOST, DEMANDS, DEMANDS, SHARES, LENGTHS)
def test_more_demand_is_never_better(plan, lost, one, other, share, lasts):
    lower, higher = sorted((one, other))
    assert_no_better(
        answered(plan, lost, demand=higher, staff=staff(share), lasts=lasts),
        answered(plan, lost, demand=lower, staff=staff(share), lasts=lasts),
    )


@WHOLE_PLANS
@given(centres(), LOST, st.sampled_from(LOSABLE), SHARES, LENGTHS)
def test_one_loss_more_is_never_better(plan, lost, more, share, lasts):
    assert_no_better(
        answered(plan, [*lost, more], staff=staff(share), lasts=lasts),
        answered(plan, lost, staff=staff(share), lasts=lasts),
    )


@WHOLE_PLANS
@given(centres(), LOST, SHARES, DEMANDS, st.tuples(*(st.integers(1, 24),) * 2))
def test_longer_is_never_better(plan, lost, share, demand, lengths):
    shorter, longer = sorted(half * HOUR // 2 for half in lengths)
    assert_no_better(
        answered(plan, lost, staff=staff(share), demand=demand, lasts=longer),
        answered(plan, lost, staff=staff(share), demand=demand, lasts=shorter),
    )


@WHOLE_PLANS
@given(centres(), LOST, SHARES, st.tuples(*(st.integers(1, 24),) * 2), LENGTHS)
def test_what_began_earlier_is_never_back_sooner_after_it_began(plan, lost, share, since, left):
    later, earlier = sorted(half * HOUR // 2 for half in since)
    # What is down already has been noticed, so it is not compared with what goes down now.
    # Of what was to be over by now it is not known when it is: so it lasts longer than that.
    lasts = None if left is None else earlier + left
    milder, worse = (
        answered(plan, lost, staff=staff(share), lasts=lasts, already=((None, began),))
        for began in (later, earlier)
    )
    # What began earlier is over sooner from now, so what serves now need not last as long.
    assert_no_better(worse, milder, kept_up=False)
