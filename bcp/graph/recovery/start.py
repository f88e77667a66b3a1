"""Starting everything again from nothing: what waits for itself, and in what order it goes.

All is taken to be off and sound, as after a loss of power everywhere: a thing can be started once
all it needs runs, and takes its restart time. What is never reached that way waits for itself. A
circle of things that start in no time (a site and a site) simply comes back together; any other is
a *black-start deadlock* (source: NIST SP 800-34 Rev 1, 4.3.1): without a way in from outside it
stays dark.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from bcp.graph.circles import circles
from bcp.graph.clock.times import PlanTimes
from bcp.graph.structure import Structure


@dataclass(frozen=True, slots=True)
class Deadlock:
    """Things that need each other to start again, with nothing outside that would start them."""

    circle: tuple[str, ...]
    """A shortest way round: each needs the next, the last needs the first."""
    all: tuple[str, ...]
    """Everything that stands in it."""
    processes: tuple[str, ...]
    """The processes that cannot come back while it lasts."""


@dataclass(frozen=True, slots=True)
class Start:
    """One thing that is started again."""

    thing: str
    takes: int | None
    """Seconds; None: the plan does not say."""
    running_from: int | None
    """Seconds from the first start, when nothing is waited for but what it needs; None: not
    known."""
    after: tuple[str, ...]
    """What must run before, of what is started for the same process; of what stands in for another,
    whichever runs first."""


@dataclass(frozen=True, slots=True)
class StartOrder:
    """In what order things can be started again for a process."""

    process: str
    steps: tuple[Start, ...]
    stuck: tuple[str, ...]
    """What cannot be started, because it waits for itself or for what does."""


class ColdStart:
    """One start from nothing of everything in a plan."""

    def __init__(self, structure: Structure, times: PlanTimes) -> None:
        self.structure = structure
        self.times = times
        self.takes = tuple(times.starting_again(one).seconds for one in range(len(structure.nodes)))
        self.running: dict[int, int] = {}
        """From when a thing runs, what is not known counted as nothing."""
        self.known: dict[int, bool] = {}
        self._waited_for: dict[int, tuple[int, ...]] = {}
        self._groups: list[tuple[int, ...]] = []
        self._run()

    def deadlocks(self) -> tuple[Deadlock, ...]:
        """Every circle that nothing outside starts."""
        structure = self.structure
        processes = [one for one in structure.of_kind("processes") if one not in self.running]
        found = []
        for group in self._groups:
            within = frozenset(group)
            stopped = structure.ids(
                one for one in processes if not within.isdisjoint(structure.cone(one))
            )
            found.append(
                Deadlock(
                    tuple(dict.fromkeys(structure.ids(_round(structure, within)))),
                    tuple(sorted(set(structure.ids(group)))),
                    stopped,
                )
            )
        return tuple(sorted(found, key=lambda one: one.all))

    def order(self, process: int) -> StartOrder:
        """What is started for a process, soonest first."""
        nodes = self.structure.nodes
        started = [one for one in self.structure.cone(process) if nodes[one].kind == "systems"]
        going = [one for one in started if one in self.running]
        going.sort(key=lambda one: (self.running[one], not self.known[one], nodes[one].id))
        shown = frozenset(going)
        steps = tuple(
            Start(
                nodes[one].id,
                self.takes[one],
                self.running[one] if self.known[one] else None,
                tuple(sorted(self.structure.ids(self._directly_before(one, shown)))),
            )
            for one in going
        )
        stuck = (nodes[one].id for one in started if one not in self.running)
        return StartOrder(nodes[process].id, steps, tuple(sorted(stuck)))

    def _directly_before(self, thing: int, shown: frozenset[int]) -> set[int]:
        """The next things below that are started themselves."""
        found: set[int] = set()
        seen: set[int] = set()
        waiting = list(self._waited_for.get(thing, ()))
        while waiting:
            one = waiting.pop()
            if one in seen or one == thing:
                continue
            seen.add(one)
            if one in shown:
                found.add(one)
            else:
                waiting += self._waited_for.get(one, ())
        return found

    def _below(self, thing: int) -> Iterable[int]:
        node = self.structure.nodes[thing]
        return (*node.needs, *node.in_gates)

    # ── starting ───────────────────────────────────────────────────────────────────────────────

    def _run(self) -> None:
        heap: list[tuple[int, int, bool]] = []
        self._try(range(len(self.structure.nodes)), heap)
        while True:
            while heap:
                time, thing, known = heapq.heappop(heap)
                if thing not in self.running:
                    self._start(thing, time, known, heap)
            together = self._together()
            if not together:
                return
            time = max(
                (
                    self.running[one]
                    for thing in together
                    for one in self._below(thing)
                    if one in self.running
                ),
                default=0,
            )
            for thing in together:
                self._start(thing, time, True, heap)

    def _start(self, thing: int, time: int, known: bool, heap: list[tuple[int, int, bool]]) -> None:
        self.running[thing] = time
        self.known[thing] = known
        self._try(self.structure.users[thing], heap)

    def _try(self, things: Iterable[int], heap: list[tuple[int, int, bool]]) -> None:
        for thing in things:
            if thing in self.running:
                continue
            ready = self._ready(thing)
            if ready is not None:
                time, known = ready
                takes = self.takes[thing]
                heapq.heappush(heap, (time + (takes or 0), thing, known and takes is not None))

    def _ready(self, thing: int) -> tuple[int, bool] | None:
        """When all a thing needs runs, and whether that is known; None while it does not."""
        node = self.structure.nodes[thing]
        if any(one not in self.running for one in node.needs):
            return None
        time = max((self.running[one] for one in node.needs), default=0)
        known = all(self.known[one] for one in node.needs)
        used = list(node.needs)
        for gate in node.gates:
            ways = []
            for place, way in enumerate(gate.ways):
                if any(one not in self.running for one in way):
                    continue
                wait: int | None = 0
                if gate.is_switched(place):
                    wait = self.times.way_to(thing, place).seconds
                from_ = max(self.running[one] for one in way) + (wait or 0)
                sure = wait is not None and all(self.known[one] for one in way)
                ways.append((from_, not sure, place))
            total = 0
            for from_, unsure, place in sorted(ways):
                total += gate.weights[place]
                known = known and not unsure
                used += gate.ways[place]
                if total >= gate.need:
                    time = max(time, from_)
                    break
            else:
                return None
        self._waited_for[thing] = tuple(used)
        return time, known

    def _together(self) -> tuple[int, ...]:
        """The next circle in which everything starts in no time; deadlocks met are noted."""
        left = [one for one in range(len(self.structure.nodes)) if one not in self.running]
        self._groups = []
        waiting = frozenset(left)
        for group in circles(left, lambda one: waiting.intersection(self._below(one))):
            within = frozenset(group)
            outside = waiting - within
            if any(not outside.isdisjoint(self._below(one)) for one in group):
                continue
            if len(group) == 1 and group[0] not in self._below(group[0]):
                continue  # it asks for more than there is
            if all(self.takes[one] == 0 for one in group):
                return group
            self._groups.append(group)
        return ()


def _round(structure: Structure, within: frozenset[int]) -> tuple[int, ...]:
    """A shortest circle in a group, begun at the first id of it."""
    best: tuple[int, ...] = ()
    for start in sorted(within, key=lambda one: structure.nodes[one].id)[:50]:
        came: dict[int, int] = {}
        waiting = [start]
        for one in waiting:
            node = structure.nodes[one]
            for other in (*node.needs, *node.in_gates):
                if other in within and other not in came:
                    came[other] = one
                    waiting.append(other)
        way = [start]
        one = came[start]
        while one != start:
            way.append(one)
            one = came[one]
        found = (start, *reversed(way[1:]))
        if not best or len(found) < len(best):
            best = found
    return best
