"""The latest time at which things can be back at all: later, only what never returns counts."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Sequence

from bcp.graph.circles import circles
from bcp.graph.clock.times import Seconds, Watch
from bcp.graph.clock.timing import PLAIN, Times
from bcp.graph.losses.orders import innermost_first
from bcp.graph.structure import Structure


def latest(structure: Structure, times: Times, excused: Container[int] = ()) -> Sequence[Seconds]:
    """For each thing the latest time at which it can be back at all, if it ever is; ``excused``:
    what is not waited for.

    What is never back, and what is not known, counts for nothing here. What leads into a circle has
    no bound: infinite.
    """
    if times is PLAIN:
        return (0,) * len(structure.nodes)
    stuck = stuck_things(structure, times, excused)
    found: list[Seconds] = [math.inf] * len(structure.nodes)
    for thing in innermost_first(structure):
        node = structure.nodes[thing]
        base = max([found[need] for need in node.needs], default=0)
        for one in node.stands_in:
            causes = max([found[cause] for cause in one.causes], default=0)
            base = max(base, causes + _finite(times.restore(one.site)))
        for gate in node.gates:
            for place, way in enumerate(gate.ways):
                there = max([found[one] for one in way], default=0)
                if gate.is_switched(place):
                    seen = _latest_noticed(times.watch(thing, place))
                    there = max(there, seen) + _finite(times.switch(thing, place))
                base = max(base, there)
        if node.kind == "roles" and thing in structure.staffing:
            people = structure.staffing.group(thing).people
            base = max([base, *(found[one] for one in people)])
        base += max(_finite(times.restore(thing)), _finite(times.restart(thing)))
        for number in structure.holds_of.get(thing, ()):
            needs = max([found[need] for need in structure.holds[number].needs], default=0)
            seen = _latest_noticed(times.watch_of_strategy(number))
            base = max(base, max(needs, seen) + _finite(times.strategy(number)))
        found[thing] = base
    for thing in stuck:
        found[thing] = 0
    return found


def stuck_things(structure: Structure, times: Times, excused: Container[int] = ()) -> Iterator[int]:
    """What needs each other, and takes time to start again: once down it never comes back, so how
    long it is away is no question."""
    nodes = structure.nodes
    waiting = [one for one in range(len(nodes)) if one not in excused]

    def waits_for(one: int) -> Iterator[int]:
        return (need for need in nodes[one].needs if need not in excused)

    for group in circles(waiting, waits_for):
        circular = len(group) > 1 or group[0] in nodes[group[0]].needs
        held = any(one in structure.holds_of for one in group)
        if circular and not held and any(times.restart(one) > 0 for one in group):
            yield from group


def _latest_noticed(watch: Watch) -> Seconds:
    return max((_finite(seconds) for _, seconds in watch), default=0)


def _finite(time: Seconds) -> Seconds:
    return 0 if time == math.inf else time
