"""Limits behind gates and strategies: each found once, those that lead back to themselves again."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from bcp.graph.clock.times import Seconds
from bcp.graph.recovery.lengths import ALWAYS, NEVER
from bcp.graph.structure import Gate, Structure

AT_LARGE = -1
"""No strategy excuses anything."""
_ROUNDS = 8
"""How often a circle through stand-ins is followed with less and less time. What needs itself to be
back is never the one that brings itself back, so that the first round decides."""


class State(NamedTuple):
    """One thing to find out: the gate of a thing (or, -1, a process that strategies hold)."""

    thing: int
    gate: int
    time: Seconds
    world: int


HELD = -1
OF_PEOPLE = ("holders", "staff", "quorum")
"""Gates behind which there are people alone."""
Limits = dict[int, Seconds]
"""Thing → by when it must be back. What is not in it is not asked for by any time."""


class Solving:
    """Answers about gates and strategies, each found once; those that lead back to themselves are
    found again until nothing changes."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self._known: dict[State, Limits] = {}
        self._found: dict[State, Limits] = {}
        self._begun: set[State] = set()
        self._beyond: set[State] = set()
        """Where a circle is followed no further."""
        self._again = False
        self._circular = False
        self._depth: dict[tuple[int, int, int], int] = {}
        self._asked = tuple(
            tuple(number for number, gate in enumerate(node.gates) if gate.what not in OF_PEOPLE)
            for node in structure.nodes
        )
        """For each thing: its gates that something with a time of its own stands behind."""

    def _gate(self, state: State) -> Limits:
        raise NotImplementedError

    def _held(self, state: State) -> Limits:
        raise NotImplementedError

    def _ask(self, state: State) -> Limits:
        """The limits behind a gate or a strategy.

        One that leads back to itself begins with no limits; all that was met on the way is found
        again until nothing changes, since the least that is asked of things is meant.
        """
        if state in self._known:
            return self._known[state]
        if state in self._found:
            self._circular = self._circular or state in self._begun
            return self._found[state]
        if self._again and state in self._beyond:
            return self._ask(state._replace(time=0))
        if not self._begun:
            return self._solve(state)
        return self._find(state)

    def _solve(self, state: State) -> Limits:
        self._circular = self._again = False
        self._find(state)
        changed = self._again = self._circular
        while changed:
            changed = False
            for one in tuple(self._found):
                before = self._found[one]
                changed = self._find(one) != before or changed
        found = self._found[state]
        self._known.update(self._found)
        self._found.clear()
        self._beyond.clear()
        return found

    def _find(self, state: State) -> Limits:
        where = (state.thing, state.gate, state.world)
        depth = self._depth.get(where, 0)
        if depth > _ROUNDS and state.time > 0:
            self._beyond.add(state)
            return self._ask(state._replace(time=0))
        self._depth[where] = depth + 1
        self._found.setdefault(state, {})
        self._begun.add(state)
        found = self._held(state) if state.gate == HELD else self._gate(state)
        self._begun.discard(state)
        self._depth[where] = depth
        self._found[state] = found
        return found

    def _excused(self, world: int) -> frozenset[int]:
        return frozenset() if world == AT_LARGE else self.structure.holds[world].without

    def _in_full(self, thing: int) -> int | None:
        """What is asked for in full, its own strategies left out; None: it has none."""
        return thing if thing in self.structure.holds_of else None

    def _is_held(self, thing: int, world: int, normal: int | None) -> bool:
        """Whether a thing's own strategies are taken into account."""
        if thing == normal or thing not in self.structure.holds_of:
            return False
        return world == AT_LARGE or self.structure.holds[world].process != thing


def by_ways(
    ways: Mapping[int, Limits], late: Mapping[int, tuple[int, ...]] = MappingProxyType({})
) -> dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]]:
    """The things that take ways, by which ways they take and for which others they are noticed too
    late."""
    taken: dict[int, tuple[int, ...]] = {}
    for place, way in ways.items():
        for thing in way:
            taken[thing] = (*taken.get(thing, ()), place)
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}
    for thing, places in taken.items():
        found.setdefault((places, late.get(thing, ())), []).append(thing)
    return found


def enough(gate: Gate, values: Mapping[int, Seconds], need: int | None = None) -> Seconds:
    """The most that ways of so much weight as a gate needs reach."""
    need, total = gate.need if need is None else need, 0
    for place in sorted(values, key=lambda one: -values[one]):
        total += gate.weights[place]
        if total >= need:
            return values[place]
    return NEVER


def merge(limits: Limits, others: Limits) -> None:
    """Put into ``limits`` what is asked for sooner by ``others``."""
    for thing, limit in others.items():
        if limit < limits.get(thing, ALWAYS):
            limits[thing] = limit
