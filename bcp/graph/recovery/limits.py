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

import math
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

from bcp.graph.circles import circles
from bcp.graph.clock.times import PlanTimes, Seconds, Watch, Way
from bcp.graph.losses.cutsets import room_for
from bcp.graph.structure import Gate, Structure
from bcp.plan import Plan

AT_LARGE = -1
"""No strategy excuses anything."""
_ROUNDS = 8
"""How often a circle through stand-ins is followed with less and less time. What needs itself to be
back is never the one that brings itself back, so that the first round decides."""
FAR = 10**12
"""Later than anything in a plan."""
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
