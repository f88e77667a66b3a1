"""When everything works again after some losses: ``avail(x)`` of each thing, and by which way.

The clock starts at the disruption. What each thing waits for:

==================== ===========================================================================
a thing that is lost what it needs, then its own restoring
any other thing      what it needs, then starting again; nothing, while all it needs stands
a gate               so many of its ways that they count enough: the earliest of them
a way                all that stands in it, and for a stand-in the switch after that
a role               that so many people are back that the matching fills it
a process            as any other thing, or a strategy of its own: what it takes, the time until
                     it serves, and whatever of the process it does not excuse
==================== ===========================================================================

Times only grow along these, so the earliest of all is final, as in Dijkstra's algorithm (Knuth, *A
generalization of Dijkstra's algorithm*, 1977). Things that need each other in a circle and take no
time of their own come back together; where one of them takes time, none can be the first, and none
comes back: a black-start deadlock. Losing more never brings anything back sooner.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from types import MappingProxyType

from bcp.graph.clock.engine import Engine
from bcp.graph.clock.legs import NEVER, Found, Key, Leg, Unknown
from bcp.graph.clock.times import Seconds
from bcp.graph.clock.timing import Times
from bcp.graph.clock.unknown import unknown
from bcp.graph.losses.failing import AT_LARGE
from bcp.graph.structure import Structure


class Recovered:
    """When everything is back after some losses. Times in seconds from the disruption."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.structure = engine.structure
        self.lost = engine.lost

    @cached_property
    def back(self) -> Mapping[int, Seconds]:
        """Everything that goes down at all → when it works again; infinite: not known, or never.

        A process counts as back when one of its strategies serves.
        """
        engine = self._engine
        return {
            key.thing: engine.back_of(key) for key in sorted(engine.down) if key.world == AT_LARGE
        }

    def at(self, thing: int) -> Seconds:
        """When a thing works again; 0 when it never stops."""
        return self._engine.back_of(Key(thing, AT_LARGE))

    def full(self, process: int) -> Seconds:
        """When a process is back in full, whatever strategies hold it until then."""
        return self._engine.usual(Key(process, AT_LARGE)).at

    def by_strategy(self, hold: int) -> Seconds:
        """When a strategy holds its process."""
        return self._engine.held(hold).at

    def beside_strategy(self, hold: int) -> Seconds:
        """When all is back that the process of a strategy needs and the strategy does not do
        without."""
        return self._engine.back_of(Key(self.structure.holds[hold].process, hold))

    def legs(self, thing: int) -> tuple[Leg, ...]:
        """The way on which a thing comes back, in the order of time; what takes none left out."""
        found = self._engine.found.get(Key(thing, AT_LARGE))
        return self._way(found)

    def full_legs(self, process: int) -> tuple[Leg, ...]:
        """The way on which normal service comes back."""
        return self._way(self._engine.usual(Key(process, AT_LARGE)))

    def strategy_legs(self, hold: int) -> tuple[Leg, ...]:
        """The way on which a strategy comes to serve."""
        return self._way(self._engine.held(hold))

    def done(self, thing: int, *, full: bool = False) -> tuple[Leg, ...]:
        """Everything that is done until a thing is back (``full``: a process in full), whether
        that takes longest or not."""
        key = Key(thing, AT_LARGE)
        return self._done(self._engine.usual(key) if full else self._engine.found.get(key))

    def done_for(self, hold: int) -> tuple[Leg, ...]:
        """Everything that is done until a strategy serves."""
        return self._done(self._engine.held(hold))

    def _done(self, start: Found | None) -> tuple[Leg, ...]:
        legs: dict[Leg, None] = {}
        seen: set[Key] = set()
        waiting = [start] if start is not None else []
        while waiting:
            found = waiting.pop()
            legs.update(dict.fromkeys((*found.legs, found.leg)))
            for key in found.keys:
                if key not in seen and (before := self._engine.found.get(key)) is not None:
                    seen.add(key)
                    waiting.append(before)
        return tuple(leg for leg in legs if leg.ends > leg.begins)

    def unknown(self, thing: int, *, full: bool = False) -> tuple[Unknown, ...]:
        """Why it is not known when a thing is back; ``full``: a process in full, whatever
        strategies hold it. The nearest cause first."""
        return tuple(dict.fromkeys(unknown(self._engine, Key(thing, AT_LARGE), full=full)))

    def _way(self, found: Found | None) -> tuple[Leg, ...]:
        legs: list[Leg] = []
        while found is not None and found.at < NEVER:
            if found.leg.ends > found.leg.begins:
                legs.append(found.leg)
            if found.first is not None:
                legs.append(found.first.leg)
            found = self._engine.found.get(found.after) if found.after is not None else None
        return tuple(reversed(legs))


def recovering(
    structure: Structure,
    times: Times,
    losses: Collection[int],
    ends: Mapping[int, Seconds] = MappingProxyType({}),
) -> Recovered:
    """When everything works again after these things are lost, by number.

    ``times.restore`` says how long each of the losses takes to be restored. ``ends`` says of some
    when their loss is over, however soon or late they could be restored: a risk that lasts six
    hours.
    """
    engine = Engine(structure, times, frozenset(losses), ends)
    engine.run()
    return Recovered(engine)
