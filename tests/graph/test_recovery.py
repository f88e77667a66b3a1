"""Whether everything would be back in time: what is required, promised and shown."""

import datetime as dt
import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_plans import PROCESSES, plans
from small_plans import plan_of
from test_recovery_limits import back_when, tables
from tries import tries

from bcp.graph.recovery.chains import Chains
from bcp.graph.recovery.limits import Required
from bcp.graph.recovery.recovery import recovery
from bcp.graph.recovery.wording import sentences
from bcp.graph.structure import structure_of

DAY = dt.date(2026, 11, 22)
MINUTE, HOUR = 60, 3600

CHAIN = """
processes:
  calls: {title: Calls, tier: critical, rto: 2h, mtpd: 4h, full_within: 1d, needs: [desk-app]}
  billing: {title: Billing, tier: routine, rto: 3d, needs: [server]}
systems:
  desk-app:
    title: Desk
    type: application
    needs: [server]
    restore_time: {committed: 1h}
    restart_time: {committed: 30m}
  server:
    title: Server
    type: data
    supplier: host
    restore_time: {required: 8h, committed: 1h, demonstrated: {time: 5h, on: 2026-01-10}}
    restart_time: {committed: 15m}
suppliers:
  host: {title: Host, service: rooms, commitment: 1h}
"""


def asked(text):
    return recovery(plan_of(text), DAY)


def row(found, process, thing):
    return next(one for one in found.of(process).rows if one.thing == thing)


def test_required_is_what_is_left_after_what_must_start_again():
    found = asked(CHAIN)
    assert row(found, "calls", "desk-app").minimum.latest == 2 * HOUR
    assert row(found, "calls", "server").minimum.latest == 2 * HOUR - 30 * MINUTE
    assert row(found, "calls", "host").minimum.latest == 2 * HOUR - 45 * MINUTE
    assert row(found, "calls", "server").tolerable == 4 * HOUR - 30 * MINUTE


def test_what_was_measured_longer_than_promised_is_late_and_says_on_which_way():
    (one,) = asked(CHAIN).late
    assert (one.thing, one.process) == ("server", "calls")
    assert one.chain == ("calls", "desk-app", "server")
    assert (one.back, one.required, one.gap) == (5 * HOUR, 90 * MINUTE, 210 * MINUTE)
    assert one.breaches
    assert one.proof == "shown"


def test_a_required_time_that_is_longer_than_what_follows_is_told():
    (one,) = asked(CHAIN).differs
    assert (one.thing, one.written, one.follows, one.target) == (
        "server",
        8 * HOUR,
        90 * MINUTE,
        "rto",
    )
    assert asked(CHAIN.replace("required: 8h", "required: 90m")).differs == ()


def test_a_time_is_unproven_when_it_was_never_measured_or_not_for_a_year():
    shown = {one.thing: one.proof for one in asked(CHAIN).unproven}
    assert shown == {"desk-app": "never", "host": "never"}
    later = recovery(plan_of(CHAIN), dt.date(2027, 1, 11))
    assert {one.thing: one.proof for one in later.unproven}["server"] == "too-old"


def test_a_process_that_must_be_back_before_one_that_it_needs_is_late():
    text = CHAIN.replace("needs: [desk-app]", "needs: [billing]")
    late = {one.thing: one for one in asked(text).late}
    assert late["billing"].chain == ("calls", "billing")
    assert (late["billing"].back, late["billing"].required) == (72 * HOUR, 2 * HOUR)


def test_a_missing_restart_time_makes_the_required_time_open_and_never_met_by_silence():
    text = CHAIN.replace("restart_time: {committed: 30m}", "").replace(
        "restore_time: {committed: 1h}\n", "restore_time: {required: 1h}\n"
    )
    found = asked(text)
    server = row(found, "calls", "server")
    assert (server.minimum.latest, server.minimum.soonest) == (2 * HOUR, 0)
    assert row(found, "calls", "desk-app").verdict == "not-known"
    assert row(found, "calls", "host").verdict == "not-known"
    assert [(one.what, one.of) for one in found.unsaid] == [("starting-again", "desk-app")]


LINES = """
processes: {calls: {title: Calls, tier: critical, rto: 1h, full_within: 1d, needs: [lines]}}
redundancy:
  lines:
    title: Lines
    of: [trunk-a, trunk-b]
    mode: manual
    lasts: 2d
    switch: {decided_by: duty, decided_within: 10m, by: duty, within: 15m, tested: 2026-01-10}
systems:
  trunk-a: {title: A, type: telephony, noticed_within: 5m, shares: [duct],
            restore_time: {committed: 8h}, restart_time: {committed: 10m}}
  trunk-b: {title: B, type: telephony, noticed_within: 5m, shares: [duct],
            restore_time: {committed: 8h}, restart_time: {committed: 20m}}
causes: {duct: {title: Duct, restore_time: 3d}}
roles: {duty: {title: Duty, primary: ann}}
people: {ann: {name: Ann}}
"""


def test_the_requirement_sits_on_the_group_and_one_way_must_meet_it():
    found = asked(LINES)
    lines = row(found, "calls", "lines")
    assert (lines.minimum.latest, lines.back, lines.verdict) == (HOUR, 30 * MINUTE, "in-time")
    assert lines.figure.on == "2026-01-10"
    trunk = row(found, "calls", "trunk-a")
    assert trunk.minimum.bridged
    assert trunk.minimum.latest == 48 * HOUR + 30 * MINUTE
    assert not [one for one in found.of("calls").rows if one.thing == "trunk-b"]


def test_a_cause_of_all_members_is_required_and_told_with_the_group_that_does_not_help():
    (one,) = asked(LINES).late
    assert one.thing == "duct"
    assert one.required == 50 * MINUTE  # the first line is back soonest: no switch, 10m to start
    assert one.every_way == ("lines",)
    assert one.chain[0] == "calls"
    assert one.chain[-1] == "duct"


DESKS = """
processes: {calls: {title: Calls, tier: critical, rto: 8h, full_within: 8h, needs: [desks, app]}}
redundancy:
  desks: {title: Desks, of: [hall, annex], mode: active, lasts: 30d}
sites:
  hall: {title: Hall, restore: {committed: 5d}}
  annex: {title: Annex, restore: {committed: 5d}}
systems:
  app: {title: App, type: application, needs: [sign-on], restart_time: {committed: 1h},
        restore_time: {committed: 1h}}
  sign-on: {title: Sign-on, type: application, at: [hall], restart_time: {committed: 1h},
            restore_time: {committed: 1h}}
"""


def test_the_way_told_is_the_one_that_makes_it_late_and_not_through_what_goes_on_without_it():
    (one,) = asked(DESKS).late
    assert (one.thing, one.required) == ("hall", 6 * HOUR)
    assert one.chain == ("calls", "app", "sign-on", "hall")
    assert one.every_way == ()
    no_annex = asked(DESKS.replace("mode: active", "mode: active, need: 2"))
    chains = {one.thing: one.chain for one in no_annex.late}
    assert chains["annex"] == ("calls", "desks", "annex")


def test_the_way_goes_through_a_stand_in_that_comes_too_late():
    text = DESKS.replace("mode: active", "mode: manual").replace(
        "lasts: 30d",
        "lasts: 30d, switch: {decided_by: duty, decided_within: 1h, by: duty, within: 9h}",
    )
    text = text.replace("needs: [desks, app]", "needs: [desks]")
    text += "roles: {duty: {title: Duty, primary: ann}}\npeople: {ann: {name: Ann}}\n"
    (hall,) = (one for one in asked(text).late if one.thing == "hall")
    assert hall.chain == ("calls", "desks", "hall")


STRATEGY = """
processes:
  calls:
    {title: Calls, tier: critical, rto: 1h, full_within: 1d, needs: [app],
     minimum: {service: x, share: 50%, for: 30d}}
systems:
  app: {title: App, type: application, noticed_within: 5m, restore_time: {committed: LONG}}
strategies:
  paper: {title: Paper, for: calls, without: [app], do: how, by: duty, decided_by: duty,
          decided_within: 5m, within: 10m, gives: 40%, lasts: 3d}
procedures: {how: {title: How, steps: [{id: one, do: it, by: duty}]}}
roles: {duty: {title: Duty, primary: ann}}
people: {ann: {name: Ann}}
"""


def test_a_strategy_that_serves_in_time_relaxes_what_it_is_without_to_its_own_end():
    app = row(asked(STRATEGY.replace("LONG", "2d")), "calls", "app")
    assert app.minimum.bridged
    assert app.minimum.latest == 72 * HOUR + 20 * MINUTE
    assert (app.verdict, app.full.latest, app.full_verdict) == ("in-time", 24 * HOUR, "late")


def test_a_strategy_that_is_too_slow_relaxes_nothing():
    found = asked(STRATEGY.replace("LONG", "2d").replace("within: 10m", "within: 2h"))
    assert row(found, "calls", "app").minimum.latest == HOUR
    assert [one.thing for one in found.late] == ["app"]


def test_a_strategy_that_ends_before_the_original_is_back_is_a_second_outage():
    found = asked(STRATEGY.replace("LONG", "5d"))
    (one,) = found.endurance
    assert (one.of, one.outcome) == ("paper", "second-outage")
    assert one.until == 72 * HOUR + 20 * MINUTE
    assert one.back == 120 * HOUR
    assert asked(STRATEGY.replace("LONG", "2d")).endurance[0].outcome == "holds"
    unsaid = asked(STRATEGY.replace("LONG", "2d").replace(", lasts: 3d", ""))
    assert unsaid.endurance[0].outcome == "not-known"


def test_a_strategy_must_last_and_give_as_much_as_the_minimum():
    found = asked(STRATEGY.replace("LONG", "2d"))
    (short,) = found.too_short
    assert (short.strategy, short.lasts, short.asked) == ("paper", 3 * 86400, 30 * 86400)
    cover = next(one for one in found.capacity if one.what == "strategy")
    assert (cover.outcome, cover.asked, cover.carried) == ("short", 50, 40)


def test_a_stand_in_that_ends_is_told_with_what_refills_it():
    text = LINES.replace("lasts: 2d", "lasts: 4h\n    stand_ins: [{what: trunk-b, refill: Fuel}]")
    (one,) = asked(text).endurance
    assert (one.of, one.lost, one.stand_ins) == ("lines", ("trunk-a",), ("trunk-b",))
    assert (one.until, one.back, one.gap) == (270 * MINUTE, 8 * HOUR, 210 * MINUTE)
    assert [str(words.in_language("en")) for words in one.refill] == ["Fuel"]


# ── starting from nothing ──────────────────────────────────────────────────────────────────────

CIRCLE = """
processes: {calls: {title: Calls, tier: critical, rto: 8h, needs: [names]}}
systems:
  names: {title: Names, type: network, needs: [disks], restart_time: {committed: 5m}}
  disks: {title: Disks, type: data, needs: [keys], restart_time: {committed: 5m}}
  keys: {title: Keys, type: application, needs: [NEEDS], restart_time: {committed: 5m}}
  spare: {title: Spare names, type: network, restart_time: {committed: 5m}}
redundancy:
  either: {title: Either, of: [names, spare], mode: active}
"""


def test_what_needs_itself_to_start_is_a_deadlock_told_with_its_circle():
    (one,) = asked(CIRCLE.replace("NEEDS", "names")).deadlocks
    assert one.circle == ("disks", "keys", "names")
    assert one.processes == ("calls",)


def test_a_way_in_from_outside_ends_the_deadlock_and_gives_an_order():
    found = asked(CIRCLE.replace("NEEDS", "either"))
    assert found.deadlocks == ()
    (order,) = found.orders
    steps = [(one.thing, one.running_from, one.after) for one in order.steps]
    assert steps == [
        ("spare", 5 * MINUTE, ()),
        ("keys", 10 * MINUTE, ("spare",)),
        ("disks", 15 * MINUTE, ("keys",)),
        ("names", 20 * MINUTE, ("disks",)),
    ]


def test_a_house_and_its_own_network_do_not_wait_for_each_other():
    found = asked(
        """
processes: {calls: {title: Calls, tier: critical, rto: 8h, needs: [house]}}
sites: {house: {title: House, needs: [network, mains]}}
systems:
  network: {title: Network, type: network, at: [house], restart_time: {committed: 5m}}
  mains: {title: Mains, type: power, restart_time: {committed: 10m}}
"""
    )
    assert found.deadlocks == ()
    assert [(one.thing, one.running_from) for one in found.orders[0].steps] == [
        ("mains", 10 * MINUTE),
        ("network", 15 * MINUTE),
    ]


def test_an_order_of_what_does_not_say_how_long_it_takes_has_no_times():
    text = CIRCLE.replace("NEEDS", "spare").replace(
        "type: application, needs: [spare], restart_time: {committed: 5m}",
        "type: application, needs: [spare]",
    )
    times = {one.thing: one.running_from for one in asked(text).orders[0].steps}
    assert times == {"spare": 5 * MINUTE, "keys": None, "disks": None, "names": None}


ROUND_AND_ROUND = """
processes: {calls: {title: Calls, tier: critical, rto: 1h, needs: [lines]}}
systems:
  power: {title: Power, type: power, needs: [lines], at: [hall],
          capacity: {amount: 3, unit: calls}}
  network: {title: Network, type: network, needs: [feeds], at: [hall],
            capacity: {amount: 2, unit: calls}}
  board: {title: Board, type: telephony, at: [annex]}
sites:
  hall: {title: Hall, needs: [network, board]}
  annex: {title: Annex, needs: [board, power]}
redundancy:
  lines:
    title: Lines
    of: [power, network]
    need: 2
    mode: manual
    switch:
      {decided_by: desk, decided_within: 5m, by: desk, within: 5m,
       otherwise: {by: desk, within: 5m}}
    capacity_needed: {amount: 2, unit: calls}
  feeds:
    title: Feeds
    of: [power, network]
    mode: active
    capacity_needed: {amount: 4, unit: calls}
roles: {desk: {title: Desk, primary: ann}}
people: {ann: {name: Ann}}
"""


def test_stand_ins_that_need_each_other_round_and_round_are_answered():
    found = asked(ROUND_AND_ROUND)
    assert row(found, "calls", "lines").minimum.latest == HOUR
    assert {"lines", "network", "power"} <= set(found.deadlocks[0].all)


# ── properties ─────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=tries(60), deadline=None)
@given(st.data())
def test_if_every_need_is_back_by_its_required_time_no_process_is_late(data):
    """Any losses together, in plans whose processes have no strategies."""
    plan = data.draw(plans())
    structure = structure_of(plan)
    if structure.holds:
        return
    table = data.draw(tables(structure))
    process = structure.number[data.draw(st.sampled_from(PROCESSES))]
    time = data.draw(st.sampled_from((0, 1, 2, 4, 7)))
    limits = Required(structure, table).for_minimum(process, time)
    lost = data.draw(
        st.dictionaries(
            st.sampled_from(range(len(structure.nodes))), st.sampled_from((1, 2, 4)), max_size=4
        )
    )
    lost.pop(process, None)
    back = back_when(structure, table, lost)
    needs = structure.nodes[process].needs
    if all(back[one, -1] <= limits.get(one, math.inf) for one in needs):
        assert back[process, -1] <= time


@settings(max_examples=tries(60), deadline=None)
@given(st.data())
def test_the_way_told_goes_from_need_to_need_and_nothing_on_it_goes_on(data):
    plan = data.draw(plans())
    structure = structure_of(plan)
    table = data.draw(tables(structure))
    process = structure.number[data.draw(st.sampled_from(PROCESSES))]
    time, full = data.draw(st.sampled_from((0, 1, 2, 4, 7))), data.draw(st.booleans())
    chains = Chains(structure, table)
    limits = chains.for_full(process, time) if full else chains.for_minimum(process, time)
    for thing in limits:
        chain = chains.chain(process, time, thing, full=full)
        assert (chain[0], chain[-1]) == (process, thing)
        for one, other in pairwise(chain):
            node = structure.nodes[one]
            assert other in (*node.needs, *node.in_gates)
    thing = data.draw(st.sampled_from(sorted(limits)))
    if structure.nodes[thing].own and thing != process:
        back = back_when(structure, table, {thing: limits[thing] + 1})
        chain = chains.chain(process, time, thing, full=full)
        assert all(back[one, -1] > 0 for one in chain)


@pytest.mark.parametrize("length", [2_000])
def test_a_long_chain_is_answered(length):
    from huge_plans import chain_of_needs

    found = recovery(chain_of_needs(length), DAY)
    assert found.deadlocks == ()
    (deadlock,) = recovery(chain_of_needs(length, ring=True), DAY).deadlocks
    assert len(deadlock.all) == length


def test_what_no_return_can_cure_names_what_takes_too_long_to_start_again():
    plan = plan_of("""
processes: {calls: {title: Calls, tier: critical, needs: [dispatch], rto: 10m, mtpd: 1h}}
systems:
  dispatch: {title: Dispatch, type: application, needs: [mains], restart_time: {committed: 20m},
             restore_time: {committed: 4h}}
  mains: {title: Mains, type: power, restart_time: {committed: 1m},
          restore_time: {committed: 3h}}
""")
    found = recovery(plan, DAY)
    mains = next(one for one in found.late if one.thing == "mains")
    assert mains.starting == (("dispatch", 20 * 60),)
    text = "\n".join(map(str, sentences(found, plan)))
    said = "no return of it can be soon enough: Dispatch (20m) must start again first, and 10m"
    assert said in text
    # Its own restoring is what is too long of the other: a faster one would help.
    assert next(one for one in found.late if one.thing == "dispatch").starting == ()
