"""By when each thing must be back, against losing it for every length of time."""

import math
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import noticed, watched
from random_plans import PROCESSES, plans
from tries import tries

from bcp.graph.recovery.limits import Required
from bcp.graph.structure import Structure, structure_of

LENGTH = st.sampled_from((0, 1, 2, 3, 5, math.inf))
LATE = 12
"""Later than every limit that is asked for, so as good as never."""


@dataclass(frozen=True)
class Table:
    """Lengths by number; nothing that stands in comes to its end unless it is said."""

    restarts: tuple[float, ...]
    switches: tuple[float, ...]
    strategies: tuple[float, ...]
    notices: tuple[float, ...]
    structure: Structure
    lasting: dict[tuple[int, int], float] = field(default_factory=dict)
    kept: dict[int, float] = field(default_factory=dict)

    def restart(self, thing):
        return self.restarts[thing]

    def switch(self, thing, place):
        return self.switches[thing] + place

    def watch(self, thing, place):
        gate = next(one for one in self.structure.nodes[thing].gates if one.is_switched(place))
        return watched(gate.ways[: gate.serving], self.notices)

    def strategy(self, hold):
        return self.strategies[hold]

    def watch_of_strategy(self, hold):
        return watched((tuple(self.structure.holds[hold].without),), self.notices)

    def way_lasts(self, thing, place):
        return self.lasting.get((thing, place), math.inf)

    def strategy_lasts(self, hold):
        return self.kept.get(hold, math.inf)


@st.composite
def tables(draw: st.DrawFn, structure: Structure) -> Table:
    def lengths(count: int) -> tuple[float, ...]:
        return tuple(draw(LENGTH) for _ in range(count))

    things = len(structure.nodes)
    restarts, switches = lengths(things), lengths(things)
    return Table(restarts, switches, lengths(len(structure.holds)), lengths(things), structure)


# ── when everything is back, a second time: as plainly as can be ───────────────────────────────


def back_when(structure, table, given_back):
    """(thing, strategy excused or -1) → when it works, if these are back at these times and nothing
    else is lost: raised from 0 on until nothing is too early."""
    worlds = (-1, *range(len(structure.holds)))
    back = {(one, world): 0 for one in range(len(structure.nodes)) for world in worlds}
    while True:
        raised = {key: _works_from(structure, table, given_back, back, *key) for key in back}
        raised = {key: time if time < LATE else math.inf for key, time in raised.items()}
        if raised == back:
            return back
        back = raised


def _works_from(structure, table, given_back, back, thing, world):
    node = structure.nodes[thing]
    if world >= 0 and thing in structure.holds[world].without:
        return 0
    below = max([back[need, world] for need in node.needs], default=0)
    for gate in node.gates:
        ready = []
        for place, way in enumerate(gate.ways):
            stands_in = place >= gate.serving and gate.what != "holders"
            there = max(back[one, world] for one in way)
            if stands_in:
                seen = noticed(table.watch(thing, place), lambda one: back[one, world])
                there = max(there, seen) + table.switch(thing, place)
            ready += [there] * gate.weights[place]
        ready.sort()
        below = max(below, ready[gate.need - 1] if len(ready) >= gate.need else math.inf)
    usual = below + table.restart(thing) if below else 0
    usual = max(usual, below + given_back[thing]) if thing in given_back else usual
    if thing in given_back or (world >= 0 and structure.holds[world].process == thing):
        return usual
    ways = [usual]
    for number in structure.holds_of.get(thing, ()):
        needs = max([back[need, -1] for need in structure.holds[number].needs], default=0)
        seen = noticed(table.watch_of_strategy(number), lambda one: back[one, -1])
        ways.append(max(back[thing, number], max(needs, seen) + table.strategy(number)))
    return min(ways)


@settings(max_examples=tries(100), deadline=None)
@given(st.data())
def test_each_thing_alone_is_late_exactly_when_it_is_back_after_its_limit(data):
    plan = data.draw(plans())
    structure = structure_of(plan)
    table = data.draw(tables(structure))
    process = structure.number[data.draw(st.sampled_from(PROCESSES))]
    time = data.draw(st.sampled_from((0, 1, 2, 4, 7)))
    required = Required(structure, table)
    limits = required.for_minimum(process, time)
    for thing, node in enumerate(structure.nodes):
        if node.kind not in ("systems", "sites", "suppliers", "causes") or thing == process:
            continue
        for length in (1, 2, 3, 5, 8, math.inf):
            in_time = back_when(structure, table, {thing: length})[process, -1] <= time
            back = length + required.own_wait(thing, LATE)
            told = back <= limits.get(thing, math.inf)
            # What needs itself is told as never back, though a strategy may excuse the circle.
            excused = back > length and structure.holds
            assert in_time == told or (in_time and excused), (node.id, length)
