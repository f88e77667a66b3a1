"""What is waited for to be noticed: the loss that happened, not the slowest alarm there is."""

from small_plans import plan_of

from bcp.graph.clock.recovering import recovering
from bcp.graph.clock.times import PlanTimes
from bcp.graph.losses.failing import Failing
from bcp.graph.structure import structure_of
from bcp.graph.what_if.scenario import Asked, scenario_of
from bcp.graph.what_if.what_if import what_if

MINUTE = 60
HOUR = 3600
DESK = """
processes:
  calls: {title: Calls, tier: critical, needs: [phones, mail], rto: 1h, mtpd: 4h}
systems:
  phones: {title: Phones, type: telephony, noticed_within: 1m, restore_time: {committed: 1d}}
  mail: {title: Mail, type: application, noticed_within: 2h, restore_time: {committed: 1d}}
strategies:
  paper: {title: Paper, for: calls, without: [phones, mail], do: how, by: desk, decided_by: desk,
          decided_within: 4m, within: 15m}
procedures: {how: {title: How, steps: [{id: a, do: It, by: desk}]}}
roles: {desk: {title: Desk, primary: ann}}
people: {ann: {name: Ann}}
"""
POOL = """
processes: {calls: {title: Calls, tier: critical, needs: [lines], rto: 1h, mtpd: 4h}}
redundancy:
  lines: {title: Lines, of: [north, south, spare], need: 2, mode: manual, switch: {decided_by: desk,
          decided_within: 4m, by: desk, within: 15m}}
systems:
  north: {title: North, type: telephony, noticed_within: 1m, restore_time: {committed: 1d}}
  south: {title: South, type: telephony, noticed_within: 2h, restore_time: {committed: 1d}}
  spare: {title: Spare, type: telephony, noticed_within: 6h, restore_time: {committed: 30m}}
roles: {desk: {title: Desk, primary: ann}}
people: {ann: {name: Ann}}
"""


def back(text, *lost, **asked):
    plan = plan_of(text)
    answer = what_if(plan, scenario_of(plan, lost, Asked(**asked)))
    return answer.processes[0].clock.minimum


def parts(found):
    return [(one.what, one.of, one.seconds // MINUTE) for one in found.parts]


def test_phones_that_are_missed_at_once_do_not_wait_for_the_slow_alarm_of_the_mail():
    found = back(DESK, "phones")
    assert parts(found) == [
        ("noticing", "phones", 1),
        ("deciding", "paper", 4),
        ("taking-up", "paper", 15),
    ]


def test_when_both_are_lost_the_slower_alarm_counts():
    assert back(DESK, "mail").seconds == back(DESK, "phones", "mail").seconds == 139 * MINUTE


def test_of_a_pool_the_member_that_fails_is_noticed_and_never_the_spare():
    assert back(POOL, "north").seconds == 20 * MINUTE
    assert back(POOL, "south").seconds == 139 * MINUTE


def test_what_stands_in_is_restored_while_the_loss_is_not_noticed_yet():
    assert back(POOL, "north", "spare").seconds == (30 + 19) * MINUTE
    assert back(POOL, "south", "spare").seconds == (120 + 19) * MINUTE


def test_an_alarm_that_the_plan_does_not_say_keeps_only_its_own_loss_unknown():
    silent = DESK.replace("noticed_within: 2h, ", "")
    assert back(silent, "phones").seconds == 20 * MINUTE
    found = back(silent, "mail")
    assert found.seconds == 24 * HOUR  # it is restored
    never = silent.replace("type: application, restore_time: {committed: 1d}", "type: application")
    found = back(never, "mail")
    assert ("noticing", "mail") in [(one.what, one.of) for one in found.missing]
    assert ("noticing", "phones") not in [(one.what, one.of) for one in found.missing]


def test_a_loss_that_somebody_tells_of_has_been_noticed():
    assert back(DESK, already=(("mail", 10 * MINUTE),)).seconds == 19 * MINUTE
    # Its alarm, or a caller, may have told of it long ago: what was begun then is nearly done.
    assert back(DESK, already=(("phones", 10 * MINUTE),)).seconds == 10 * MINUTE


def test_the_smallest_sets_of_losses_wait_for_the_same_alarms():
    plan = plan_of(DESK)
    structure = structure_of(plan)
    times = PlanTimes(plan, structure)
    calls = structure.number["calls"]
    failing = Failing(structure, 1, times)

    def within(time):
        singles = failing.sets(failing.stops(calls, time))
        return {structure.ids(one)[0] for one in singles} - {"calls"}

    assert within(19 * MINUTE) >= {"phones", "mail"}
    assert within(20 * MINUTE) & {"phones", "mail"} == {"mail"}
    assert within(139 * MINUTE).isdisjoint({"phones", "mail"})
    assert recovering(structure, times, structure.numbers(["phones"])).at(calls) == 20 * MINUTE
