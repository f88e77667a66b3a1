"""By when each thing must be back, so that a process is back by a time: required times.

Pushed down the graph from a process (source: ``req(need) = req(what needs it) − its restart``). For
each thing *alone* the limit is exact: the process is back in time when the thing is back by its
limit, and late when it is back later.

=============== =================================================================================
a plain need    the limit of what needs it, less the restart of that
a gate          what takes so few ways that enough others are left in time is not asked for by then;
                else enough of the ways it takes must be back. A way of a stand-in must be there by
                the limit less its switch, and what takes the others must be noticed by then
a strategy      that serves in time does the same for what it is ``without``
a circle        what must start again and needs itself to do so can never be back: its limit is 0
=============== =================================================================================

What is kept going like that is asked for later, when what stands in comes to its end: see
:mod:`bcp.graph.recovery.bridges`.

Who fills which role is not looked into: people have no time by which they are back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bcp.graph.circles import circles
from bcp.graph.clock.times import Seconds, Watch
from bcp.graph.losses.cutsets import room_for
from bcp.graph.recovery.lengths import ALWAYS, Lengths
from bcp.graph.recovery.solving import (
    AT_LARGE,
    HELD,
    Limits,
    Solving,
    State,
    by_ways,
    enough,
    merge,
)
from bcp.graph.structure import Gate, Structure

FAR = 10**12
"""Later than anything in a plan."""


class _Step(NamedTuple):
    """One thing that is reached over plain needs."""

    thing: int
    needs: tuple[int, ...]
    asked: tuple[int, ...]
    """Its gates to ask; :data:`BY_STRATEGIES`: its strategies instead."""


class _Group(NamedTuple):
    """Things in an order in which what needs stands before what is needed; or (``turns``) those
    that stand in a circle."""

    steps: tuple[_Step, ...]
    turns: bool


BY_STRATEGIES = (HELD,)


class Required(Solving):
    """Limits of everything under a process. Answers are remembered."""

    def __init__(self, structure: Structure, lengths: Lengths) -> None:
        super().__init__(structure)
        self.lengths = lengths
        self._shapes: dict[tuple[tuple[int, ...], int, int | None], tuple[_Group, ...]] = {}
        self._rank, self._turning = _ranked(structure)
        self._circling = _circling(structure)

    def for_minimum(self, process: int, time: Seconds) -> Limits:
        """By when each thing must be back, for a process to be back by a time: as usual, or held by
        one of its strategies."""
        with room_for(len(self.structure.nodes) + 1000):
            return self._region({process: time}, AT_LARGE)

    def for_full(self, process: int, time: Seconds) -> Limits:
        """The same for its normal service, whatever strategies hold its minimum."""
        with room_for(len(self.structure.nodes) + 1000):
            return self._region({process: time}, AT_LARGE, self._in_full(process))

    def takers(self, thing: int) -> Limits:
        """What takes a thing whatever stands in beneath it, and how long after its own return the
        thing is back. Ask it of the ``latest``."""
        with room_for(len(self.structure.nodes) + 1000):
            found = self._region({thing: FAR}, AT_LARGE, self._in_full(thing))
        return {one: FAR - limit for one, limit in found.items()}

    def takers_of_ways(self, thing: int, number: int) -> tuple[Limits, ...]:
        """The same for each way of a gate."""
        gate = self.structure.nodes[thing].gates[number]
        with room_for(len(self.structure.nodes) + 1000):
            ways = [self._way(gate, place, FAR, AT_LARGE) for place in range(len(gate.ways))]
        return tuple({one: FAR - limit for one, limit in way.items()} for way in ways)

    def uncovered(self, hold: int) -> Limits:
        """What takes the process of a strategy although that strategy serves."""
        process = self.structure.holds[hold].process
        with room_for(len(self.structure.nodes) + 1000):
            found = self._region({process: FAR}, hold, normal=process)
            merge(
                found,
                self._region(dict.fromkeys(self.structure.holds[hold].needs, FAR), AT_LARGE),
            )
        return found

    def own_wait(self, thing: int, most: int) -> Seconds:
        """How long a lost thing waits for its own needs, when these are disturbed by its loss: 0
        for what stands in no circle, infinite for more than ``most``."""
        if thing not in self._circling:
            return 0
        node = self.structure.nodes[thing]
        low, high = 0, most + 1
        with room_for(len(self.structure.nodes) + 1000):
            while low < high:
                middle = (low + high) // 2
                found = self._region(dict.fromkeys(node.needs, middle), AT_LARGE)
                for number in self._asked[thing]:
                    merge(found, self._ask(State(thing, number, middle, AT_LARGE)))
                low, high = (middle + 1, high) if thing in found else (low, middle)
        return ALWAYS if low > most else low

    # ── what is plainly needed ─────────────────────────────────────────────────────────────────

    def _region(
        self, starts: Mapping[int, Seconds], world: int, normal: int | None = None
    ) -> Limits:
        """The limits of these things and of all they stand on."""
        limits, behind, never = self._plainly(starts, world, normal)
        for state in behind:
            merge(limits, self._ask(state))
        limits.update(dict.fromkeys(never, 0))
        for one in self._excused(world):
            if one != normal:
                limits.pop(one, None)
        return limits

    def _plainly(
        self, starts: Mapping[int, Seconds], world: int, normal: int | None
    ) -> tuple[Limits, list[State], list[int]]:
        """The limits of what is reached over plain needs, what must be asked behind it, and what
        needs itself: that is never back once it is lost."""
        limits: Limits = dict(starts)
        behind: list[State] = []
        never: list[int] = []
        restart = self.lengths.restart
        for group in self._shape(tuple(starts), world, normal):
            if group.turns:
                self._level(group, limits)
                never += (one.thing for one in group.steps)
            for thing, needs, asked in group.steps:
                left = limits[thing]
                if asked is not BY_STRATEGIES:
                    left = max(0, left - restart(thing))
                for need in needs:
                    if left < limits.get(need, ALWAYS):
                        limits[need] = left
                behind += [State(thing, one, left, world) for one in asked]
        return limits, behind, never

    def _level(self, group: _Group, limits: Limits) -> None:
        """One limit for what stands in a circle: the shortest that is asked of any of it."""
        inside = [one.thing for one in group.steps]
        shortest = min(limits.get(one, ALWAYS) for one in inside)
        if any(self.lengths.restart(one) > 0 for one in inside):
            shortest = 0
        limits.update(dict.fromkeys(inside, shortest))

    def _shape(self, starts: tuple[int, ...], world: int, normal: int | None) -> tuple[_Group, ...]:
        """What is reached over plain needs: what needs in front of what is needed, and what stands
        in a circle together. Remembered, since only the times differ."""
        key = (starts, world, normal)
        if key not in self._shapes:
            self._shapes[key] = tuple(self._groups(starts, world, normal))
        return self._shapes[key]

    def _groups(self, starts: Iterable[int], world: int, normal: int | None) -> Iterator[_Group]:
        excused = self._excused(world)
        steps: dict[int, _Step] = {}
        waiting = [one for one in starts if one not in excused or one == normal]
        while waiting:
            thing = waiting.pop()
            if thing in steps:
                continue
            if self._is_held(thing, world, normal):
                steps[thing] = _Step(thing, (), BY_STRATEGIES)
                continue
            all_needs = self.structure.nodes[thing].needs
            needs = tuple(one for one in all_needs if one not in excused)
            steps[thing] = _Step(thing, needs, self._asked[thing])
            waiting += needs
        order = sorted(steps, key=lambda one: self._rank[one])
        if self._turning.isdisjoint(steps):
            yield _Group(tuple(steps[one] for one in order), turns=False)
            return
        for group in reversed(circles(order, lambda one: steps[one].needs)):
            turns = len(group) > 1 or group[0] in steps[group[0]].needs
            yield _Group(tuple(steps[one] for one in group), turns)

    # ── so many of several, and strategies ─────────────────────────────────────────────────────

    def _gate(self, state: State) -> Limits:
        gate = self.structure.nodes[state.thing].gates[state.gate]
        waits = tuple(
            self.lengths.switch(state.thing, place) if gate.is_switched(place) else 0
            for place in range(len(gate.ways))
        )
        within = {
            place: self._way(gate, place, state.time - wait, state.world)
            for place, wait in enumerate(waits)
            if wait <= state.time
        }
        if sum(gate.weights[place] for place in within) < gate.need:
            return {}  # it asks for more than there is, and is lost before anything happens
        late = self._noticed_late(state, waits, within)
        limits: Limits = {}
        for (taken, unseen), things in by_ways(within, late).items():
            usable = within.keys() - unseen
            left = [place for place in usable if place not in taken]
            lacking = gate.need - sum(gate.weights[place] for place in left)
            if lacking <= 0:
                continue  # enough others serve in time
            asked = [place for place in taken if place in usable]
            for thing in things:
                limit = enough(gate, {place: within[place][thing] for place in asked}, lacking)
                limits[thing] = max(0, limit)
        return limits

    def _noticed_late(
        self, state: State, waits: tuple[Seconds, ...], within: Iterable[int]
    ) -> dict[int, tuple[int, ...]]:
        """Thing → the stand-ins that do not serve in time when it is lost, because that is noticed
        too late."""
        late: dict[int, tuple[int, ...]] = {}
        gate = self.structure.nodes[state.thing].gates[state.gate]
        for place in within:
            if gate.is_switched(place):
                watch = self.lengths.watch(state.thing, place)
                for one in self._unseen(watch, state.time - waits[place], state.world):
                    late[one] = (*late.get(one, ()), place)
        return late

    def _unseen(self, watch: Watch, time: Seconds, world: int) -> Limits:
        """What takes something at once whose loss is noticed too late."""
        late = [one for one, noticed in watch if noticed > time]
        return self._region(dict.fromkeys(late, 0), world) if late else {}

    def _way(self, gate: Gate, place: int, time: Seconds, world: int) -> Limits:
        return self._region(dict.fromkeys(gate.ways[place], time), world)

    def _held(self, state: State) -> Limits:
        process, time, world = state.thing, state.time, state.world
        limits = self._region({process: time}, world, normal=process)
        for number in self.structure.holds_of[process]:
            hold, wait = self.structure.holds[number], self.lengths.strategy(number)
            if wait > time:
                continue  # too slow to help
            held = self._region({process: time}, number, normal=process)
            merge(held, self._region(dict.fromkeys(hold.needs, time - wait), AT_LARGE))
            unseen = self._unseen(self.lengths.watch_of_strategy(number), time - wait, AT_LARGE)
            for one in tuple(limits):
                if one in unseen:
                    continue
                if one not in held:
                    del limits[one]
                else:
                    limits[one] = max(limits[one], held[one])
        limits[process] = time
        return limits


def _ranked(structure: Structure) -> tuple[tuple[int, ...], frozenset[int]]:
    """For each thing its place in an order in which what needs stands before what is needed; and
    the things that stand in a circle of plain needs."""
    groups = circles(range(len(structure.nodes)), lambda one: structure.nodes[one].needs)
    rank = [0] * len(structure.nodes)
    turning: set[int] = set()
    for place, group in enumerate(reversed(groups)):
        for one in group:
            rank[one] = place
        if len(group) > 1 or group[0] in structure.nodes[group[0]].needs:
            turning.update(group)
    return tuple(rank), frozenset(turning)


def _circling(structure: Structure) -> frozenset[int]:
    """Things that stand in a circle with what they need, be it by way of a stand-in."""

    def inside(thing: int) -> Iterator[int]:
        node = structure.nodes[thing]
        yield from node.needs
        yield from node.in_gates
        for number in structure.holds_of.get(thing, ()):
            yield from structure.holds[number].needs

    groups = circles(range(len(structure.nodes)), inside)
    return frozenset(
        one for group in groups if len(group) > 1 or group[0] in inside(group[0]) for one in group
    )
