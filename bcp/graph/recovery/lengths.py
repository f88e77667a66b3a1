"""How long things take in a plan, with what it does not say taken at its best or at its worst."""

from __future__ import annotations

import math
from typing import Literal, Protocol

from bcp.graph.clock.times import PlanTimes, Seconds, Watch, Way
from bcp.graph.structure import Structure
from bcp.plan import Plan

NEVER: Seconds = -math.inf
ALWAYS: Seconds = math.inf


class Lengths(Protocol):
    """How long things take and last, in seconds, by number. Nothing in it is unknown."""

    def restart(self, thing: int) -> Seconds:
        """Until a thing that only lacked its needs works again, once they do."""

    def switch(self, thing: int, place: int) -> Seconds:
        """Until the stand-in at this place of a thing's gate serves, once its loss is noticed."""

    def watch(self, thing: int, place: int) -> Watch:
        """What such a switch waits for to be noticed."""

    def strategy(self, hold: int) -> Seconds:
        """Until a strategy serves, once the loss is noticed."""

    def watch_of_strategy(self, hold: int) -> Watch:
        """What a strategy waits for to be noticed."""


Reckoning = Literal["latest", "soonest"]
"""How what the plan does not say is taken. ``latest``: as the best that can be hoped for, so the
limit is at the latest this one. ``soonest``: as the worst."""


class PlanLengths:
    """The lengths of one plan, with what it does not say taken as a reckoning asks."""

    def __init__(self, plan: Plan, structure: Structure, times: PlanTimes, how: Reckoning) -> None:
        self.plan = plan
        self.structure = structure
        self.times = times
        self.how = how
        self._switches: dict[tuple[int, int], Seconds] = {}
        self._restarts = tuple(
            self._taken(times.starting_again(one).seconds) for one in range(len(structure.nodes))
        )
        self._strategies = tuple(
            self._of_way(times.way_of_strategy(one, ())) for one in range(len(structure.holds))
        )

    @property
    def is_whole(self) -> bool:
        """Whether the plan says all of it, so that both reckonings are the same."""
        structure, times = self.structure, self.times
        ways = [times.way_of_strategy(one) for one in range(len(structure.holds))]
        ways += [
            times.way_to(thing, place)
            for thing in structure.of_kind("redundancy", "numbers")
            for gate in structure.nodes[thing].gates
            for place in range(len(gate.ways))
            if gate.is_switched(place)
        ]
        starts = (times.starting_again(one) for one in range(len(structure.nodes)))
        said = (*(one.seconds for one in ways), *(one.seconds for one in starts))
        return None not in said

    def restart(self, thing: int) -> Seconds:
        return self._restarts[thing]

    def switch(self, thing: int, place: int) -> Seconds:
        key = (thing, place)
        if key not in self._switches:
            self._switches[key] = self._of_way(self.times.way_to(thing, place, ()))
        return self._switches[key]

    def watch(self, thing: int, place: int) -> Watch:
        return self._noticed(self.times.watch(thing, place))

    def watch_of_strategy(self, hold: int) -> Watch:
        return self._noticed(self.times.watch_of_strategy(hold))

    def _noticed(self, watch: Watch) -> Watch:
        if self.how == "soonest":
            return watch
        return tuple(one for one in watch if one[1] < ALWAYS)

    def strategy(self, hold: int) -> Seconds:
        return self._strategies[hold]

    def _taken(self, seconds: int | None) -> Seconds:
        if seconds is not None:
            return seconds
        return ALWAYS if self.how == "soonest" else 0

    def _of_way(self, way: Way) -> Seconds:
        return sum(self._taken(part.figure.seconds) for part in way.parts)
