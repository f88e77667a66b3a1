"""What takes each thing, all at once, against asking for one thing after the other."""

from hypothesis import HealthCheck, given, settings
from random_plans import plans
from small_plans import plan_of
from tries import tries

from bcp.graph.clock.times import PlanTimes
from bcp.graph.recovery.lengths import PlanLengths
from bcp.graph.recovery.limits import Required
from bcp.graph.recovery.premises import with_buildings
from bcp.graph.recovery.taking import Taking
from bcp.graph.structure import structure_of

KINDS = ("sites", "suppliers", "causes")


def both_ways(plan):
    structure = with_buildings(structure_of(plan))
    times = PlanTimes(plan, structure)
    required = Required(structure, PlanLengths(plan, structure, times, "latest"))
    taking = Taking(structure, required, KINDS)
    for thing, node in enumerate(structure.nodes):
        one_by_one = {
            structure.nodes[one].id
            for one in required.takers(thing)
            if structure.nodes[one].kind in KINDS
        }
        yield node.id, set(taking.ids(taking.of(thing))), one_by_one


@settings(max_examples=tries(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans(rich=True))
def test_all_at_once_is_the_same_as_one_by_one(plan):
    for id_, at_once, one_by_one in both_ways(plan):
        assert at_once == one_by_one, id_


def test_what_takes_too_many_of_several_takes_them_all_and_what_leaves_enough_does_not():
    plan = plan_of("""
systems:
  data: {title: D, type: data, needs: [rooms]}
redundancy:
  rooms: {title: Rooms, of: [a, b, c], need: 2, mode: active}
sites:
  a: {title: A, shares: [river]}
  b: {title: B, shares: [river, road]}
  c: {title: C, shares: [road, wind]}
causes: {river: {title: R}, road: {title: O}, wind: {title: W}}
""")
    taken = {id_: at_once for id_, at_once, _ in both_ways(plan)}
    assert taken["data"] == {"river", "road"}
    assert taken["c"] == {"c", "road", "wind"}


def test_a_stand_in_that_stands_on_what_it_stands_in_for_does_not_bring_it_back():
    plan = plan_of("""
redundancy:
  lines: {title: Lines, of: [network, switchboard], need: 1, mode: manual,
          switch: {decided_by: duty, decided_within: 5m, by: duty, within: 5m}}
systems:
  network: {title: Network, type: data, at: [hall]}
  switchboard: {title: Switchboard, type: telephony, needs: [lines]}
sites: {hall: {title: Hall}}
roles: {duty: {title: Duty, primary: ann}}
people: {ann: {name: Ann}}
""")
    taken = {id_: at_once for id_, at_once, _ in both_ways(plan)}
    assert taken["switchboard"] == taken["lines"] == {"hall"}
