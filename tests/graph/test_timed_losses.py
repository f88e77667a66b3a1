"""Losses that keep something away for longer than a time, against working out every time."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import noticed, watched
from random_plans import plans
from small_plans import TWO_CARRIERS, plan_of
from tries import tries

from bcp.graph.losses.failing import Failing
from bcp.graph.structure import Structure, structure_of

LENGTH = st.sampled_from((0, 1, 2, 3, 5, math.inf))


@dataclass(frozen=True)
class Table:
    """Times by number, as lists."""

    restores: tuple[float, ...]
    restarts: tuple[float, ...]
    switches: tuple[float, ...]
    strategies: tuple[float, ...]
    notices: tuple[float, ...]
    """Until the loss of each thing is noticed."""
    structure: Structure

    def restore(self, thing: int) -> float:
        return self.restores[thing]

    def restart(self, thing: int) -> float:
        return self.restarts[thing]

    def switch(self, thing: int, place: int) -> float:
        return self.switches[thing] + place

    def watch(self, thing: int, place: int) -> tuple[tuple[int, float], ...]:
        gate = next(one for one in self.structure.nodes[thing].gates if one.is_switched(place))
        return watched(gate.ways[: gate.serving], self.notices)

    def strategy(self, hold: int) -> float:
        return self.strategies[hold]

    def watch_of_strategy(self, hold: int) -> tuple[tuple[int, float], ...]:
        return watched((tuple(self.structure.holds[hold].without),), self.notices)


@st.composite
def tables(draw: st.DrawFn, structure: Structure) -> Table:
    def lengths(count: int) -> tuple[float, ...]:
        return tuple(draw(LENGTH) for _ in range(count))

    things = len(structure.nodes)
    # What is lost takes some time, and a restart no longer than that; a building does not start.
    restores = tuple(max(1, one) for one in lengths(things))
    restarts = tuple(
        0 if node.kind == "sites" else min(restore, restart)
        for node, restore, restart in zip(structure.nodes, restores, lengths(things), strict=True)
    )
    switches, strategies = lengths(things), lengths(len(structure.holds))
    return Table(restores, restarts, switches, strategies, lengths(things), structure)


LATE = 10
"""Later than every limit that is asked for, so as good as never."""


def plainly_back(
    structure: Structure,
    times: Table,
    losses: frozenset[int],
    ends: Mapping[int, float] = MappingProxyType({}),
):
    """(thing, strategy excused or -1) → when it works again: raised until nothing is too early.

    What needs itself to start again would be raised for ever: from LATE on it is never back.
    ``ends``: when some of the losses are over at the latest.
    """
    worlds = (-1, *range(len(structure.holds)))
    back = {(one, w): 0.0 for one in range(len(structure.nodes)) for w in worlds}
    while True:
        raised = {key: _when(structure, times, losses, ends, back, *key) for key in back}
        raised = {k: t if t < LATE else math.inf for k, t in raised.items()}
        if raised == back:
            return back
        back = raised


def _building(structure, times, losses, ends, back, premises, world):
    """When a building can be used again that other things of its site stand in."""
    there = max([back[cause, world] for cause in premises.causes], default=0)
    site = premises.site
    if site not in losses or (world >= 0 and site in structure.holds[world].without):
        return there
    return max(there, ends[site]) if site in ends else there + times.restore(site)


def _when(structure, times, losses, ends, back, thing, world):
    node = structure.nodes[thing]
    if world >= 0 and thing in structure.holds[world].without:
        return 0
    base = max([back[need, world] for need in node.needs], default=0)
    for premises in node.stands_in:
        building = _building(structure, times, losses, ends, back, premises, world)
        base = max(base, building)
    for gate in node.gates:
        base = max(base, _enough_by(times, gate, thing, lambda one: back[one, world]))
    if node.kind == "roles":
        base = max(base, _filled_by(structure, thing, lambda one: back[one, world]))
    if thing in losses:
        return _restored(structure, times, losses, ends, back, thing, world, base)
    usual = base + times.restart(thing) if base else 0
    if world >= 0 and structure.holds[world].process == thing:
        return usual
    ways = [usual]
    for number in structure.holds_of.get(thing, ()):
        needs = max([back[need, -1] for need in structure.holds[number].needs], default=0)
        seen = noticed(times.watch_of_strategy(number), lambda one: back[one, -1])
        ways.append(max(back[thing, number], max(needs, seen) + times.strategy(number)))
    return min(ways)


def _restored(structure, times, losses, ends, back, thing, world, base):
    inside = {one.site: one for node in structure.nodes for one in node.stands_in}
    if thing in inside:
        # Its building is restored first, beside what the rest of the site waits for.
        building = _building(structure, times, losses, ends, back, inside[thing], world)
        return max(base, building)
    if thing not in ends:
        return base + times.restore(thing)
    again = base + times.restart(thing) if base else 0
    return max(ends[thing], base, again if again < math.inf else 0)


def _enough_by(times, gate, thing, back):
    ready = []
    for place, (way, weight) in enumerate(zip(gate.ways, gate.weights, strict=True)):
        stands_in = place >= gate.serving and gate.what != "holders"
        there = max(map(back, way))
        if stands_in:
            there = max(there, noticed(times.watch(thing, place), back))
            there += times.switch(thing, place)
        ready.append((there, weight))
    total = 0
    for when, weight in sorted(ready):
        total += weight
        if total >= gate.need:
            return when
    return math.inf


def _filled_by(structure, role, back):
    staffing = structure.staffing
    if role not in staffing.normally:
        return 0
    people = {one for candidates in staffing.candidates for one in candidates}
    for when in sorted({0, *map(back, people)}):
        if role in staffing.filled({one for one in people if back(one) > when}):
            return when
    return math.inf


@given(plans(), st.data())
@settings(max_examples=tries(25), deadline=None)
def test_timed_cut_sets_are_those_found_by_working_out_every_time(plan, data):
    structure = structure_of(plan)
    times = data.draw(tables(structure))
    failing = Failing(structure, 2, times)
    own = [one for one, node in enumerate(structure.nodes) if node.own]
    tops = structure.of_kind("processes", "redundancy")
    limits = (0, 1, 2, 4)
    expected = {(top, limit): set() for top in tops for limit in limits}
    for size in range(3):
        for several in map(frozenset, combinations(own, size)):
            back = plainly_back(structure, times, several)
            for (top, limit), sets in expected.items():
                if back[top, -1] > limit and not any(one <= several for one in sets):
                    sets.add(several)
    for (top, limit), sets in expected.items():
        found = {frozenset(one) for one in failing.sets(failing.stops(top, limit))}
        assert found == sets, (structure.nodes[top].id, limit)


def test_a_four_hour_switch_breaks_a_two_hour_limit_and_not_a_day():
    structure = structure_of(plan_of(TWO_CARRIERS))
    count, hour = len(structure.nodes), 3600
    never, at_once = (math.inf,) * count, (0,) * count
    times = Table(never, at_once, (4 * hour,) * count, (), at_once, structure)
    failing = Failing(structure, 1, times)
    calls = structure.number["calls"]

    def singles(limit):
        return {structure.ids(one)[0] for one in failing.sets(failing.stops(calls, limit))}

    assert singles(2 * hour) == {"calls", "duct", "carrier-a", "trunk-a"}
    assert singles(24 * hour) == {"calls", "duct"}


def test_what_waits_for_each_other_to_start_again_stops_a_process_however_much_it_can_bear():
    structure = structure_of(
        plan_of("""
processes: {calls: {title: Calls, tier: critical, needs: [a]}}
systems: {a: {title: A, type: data, needs: [b]}, b: {title: B, type: data, needs: [a]}}
""")
    )
    count = len(structure.nodes)
    at_once = (0,) * count
    times = Table((3600,) * count, (60,) * count, at_once, (), at_once, structure)
    failing = Failing(structure, 1, times)
    found = failing.sets(failing.stops(structure.number["calls"], 5 * 86400))
    assert {structure.ids(one) for one in found} == {("a",), ("b",)}
