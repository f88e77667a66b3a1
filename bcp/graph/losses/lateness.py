"""Why losses keep a process away for longer than it can bear: what is too slow, what is not known.

A set of losses that counts within a time is one of three things. The process would be back too
late by all that the plan says; or a stand-in is there and its switch takes longer than the time;
or the plan does not say how long something takes, and what is not known never counts as met. The
last is told apart by asking once more with :class:`AtBest`, in which all that is not said takes no
time: a set that no longer counts was one only because a time is unknown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bcp.graph.clock.recovering import Recovered
from bcp.graph.clock.times import PlanTimes, Seconds, Watch
from bcp.graph.stories import Step, Story
from bcp.graph.structure import Gate

_SAID = ("systems", "sites", "suppliers", "causes")
"""Kinds for which a plan can say how long restoring them takes; of others it is not asked."""


class AtBest:
    """The times of a plan where all that it could say and does not takes no time: a
    :class:`~bcp.graph.clock.timing.Times`."""

    def __init__(self, times: PlanTimes) -> None:
        self.times = times
        self.kinds = tuple(node.kind for node in times.structure.nodes)

    def restore(self, thing: int) -> Seconds:
        if self.kinds[thing] not in _SAID:
            return self.times.restore(thing)
        return max(self.times.restoring(thing).seconds or 0, self.restart(thing))

    def restart(self, thing: int) -> Seconds:
        return self.times.starting_again(thing).seconds or 0

    def switch(self, thing: int, place: int) -> Seconds:
        known = self.times.switch(thing, place)
        if known < math.inf:
            return known
        return sum(part.figure.seconds or 0 for part in self.times.way_to(thing, place, ()).parts)

    def watch(self, thing: int, place: int) -> Watch:
        return _said(self.times.watch(thing, place))

    def strategy(self, hold: int) -> Seconds:
        known = self.times.strategy(hold)
        if known < math.inf:
            return known
        return sum(part.figure.seconds or 0 for part in self.times.way_of_strategy(hold, ()).parts)

    def watch_of_strategy(self, hold: int) -> Watch:
        return _said(self.times.watch_of_strategy(hold))


def _said(watch: Watch) -> Watch:
    return tuple(one for one in watch if one[1] < math.inf)


@dataclass(frozen=True, slots=True)
class Slow:
    """Something that helps, and comes too late."""

    what: Literal["switching", "rerouting", "taking-up"]
    of: str
    """The redundancy, the number or the strategy."""
    to: str
    """The stand-in; of a strategy, its process."""
    seconds: int | None
    """How long it takes; None: the plan does not say all of it."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A time that the plan does not say."""

    what: Literal["restoring", "starting-again"]
    of: str


@dataclass(frozen=True, slots=True)
class Lateness:
    """Why a process is not back in time after some losses."""

    back: int | None
    """Seconds until it is; None: never, or not known."""
    slow: tuple[Slow, ...]
    """What is there to help and takes too long, or is not known to take less."""
    unsaid: tuple[Unsaid, ...]
    """Other times that it waits for and that the plan does not say."""


def lateness(times: PlanTimes, recovered: Recovered, process: int, within: Seconds) -> Lateness:
    """Why a process is down for longer than ``within`` after the losses of ``recovered``."""
    back = recovered.at(process)
    structure = times.structure
    unsaid = tuple(
        Unsaid(one.what, structure.nodes[one.thing].id)
        for one in recovered.unknown(process)
        if one.what in ("restoring", "starting-again") and structure.nodes[one.thing].kind in _SAID
    )
    slow = (
        *_switches(times, recovered, process, within),
        *_strategies(times, recovered, process, within),
    )
    return Lateness(None if back == math.inf else int(back), tuple(slow), unsaid)


def _switches(
    times: PlanTimes, recovered: Recovered, process: int, within: Seconds
) -> Iterator[Slow]:
    """Stand-ins that are there, and whose switch takes longer than the time."""
    structure, back = times.structure, recovered.back
    for thing in sorted(structure.cone(process) & back.keys()):
        for gate in structure.nodes[thing].gates:
            for place, way in enumerate(gate.ways):
                if not gate.is_switched(place) or any(one in back for one in way):
                    continue
                found = times.way_to(thing, place, back)
                if found.seconds is None or found.seconds > within:
                    of, to = structure.ids((thing, way[0]))
                    rerouted = structure.nodes[thing].kind == "numbers"
                    what: Literal["rerouting", "switching"] = (
                        "rerouting" if rerouted else "switching"
                    )
                    yield Slow(what, of, to, found.seconds)


def _strategies(
    times: PlanTimes, recovered: Recovered, process: int, within: Seconds
) -> Iterator[Slow]:
    """Strategies of the process that serve too late, be all that they need there."""
    structure = times.structure
    for hold in structure.holds_of.get(process, ()):
        seconds = times.way_of_strategy(hold, recovered.back).seconds
        if seconds is None or seconds > within:
            name = structure.nodes[process].id
            yield Slow("taking-up", structure.holds[hold].id, name, seconds)


def timed_story(recovered: Recovered, process: int) -> Story:
    """How a process comes to be down right after losses, stand-ins that must be switched left out
    of account; as :func:`bcp.graph.stories.story`."""
    return _Story(recovered).of(process)


class _Story:
    def __init__(self, recovered: Recovered) -> None:
        self.recovered = recovered
        self.structure = recovered.structure
        self.down = recovered.back.keys()
        self.fallen: dict[int, Step] = {}
        """What has gone down by now, and why."""
        self._spread()

    def of(self, process: int) -> Story:
        if process not in self.fallen:
            return ()
        number = self.structure.number
        told: dict[int, Step] = {}
        waiting = [(process, False)]
        while waiting:
            one, ready = waiting.pop()
            if ready:
                told.setdefault(one, self.fallen[one])
            elif one not in told:
                waiting.append((one, True))
                through = self.fallen[one].through
                waiting += [(number[each], False) for each in reversed(through)]
        return tuple(told.values())

    def _spread(self) -> None:
        users = self.structure.users
        fresh = {one: Step(self.structure.nodes[one].id, "named") for one in self.recovered.lost}
        first = self.structure.overdrawn
        while fresh or first:
            self.fallen.update(sorted(fresh.items()))
            touched = {user for one in fresh for user in users[one]} | first
            if any(self.structure.nodes[one].kind == "people" for one in fresh):
                touched.update(self.structure.staffing.roles)
            first = frozenset()
            # A round at a time, so that a reason speaks only of what went down before.
            reasons = {one: self._why(one) for one in touched & self.down - self.fallen.keys()}
            fresh = {one: step for one, step in reasons.items() if step is not None}

    def _why(self, thing: int) -> Step | None:
        node = self.structure.nodes[thing]
        ids = self.structure.ids
        for need, link in zip(node.needs, node.links, strict=True):
            if need in self.fallen:
                return Step(node.id, "need", ids((need,)), link)
        for gate in node.gates:
            left, gone = self._left(gate)
            if left < gate.need:
                return Step(node.id, gate.what, ids(gone), left=left, need=gate.need)
        if thing not in self.structure.staffing:
            return None
        staffing = self.structure.staffing
        gone = tuple(sorted(staffing.group(thing).people & self.fallen.keys()))
        if thing not in staffing.at_best or thing in staffing.filled(gone):
            return None
        return Step(node.id, "staffing", ids(gone))

    def _left(self, gate: Gate) -> tuple[int, tuple[int, ...]]:
        """What serves at once, and what took the rest."""
        left, gone = 0, dict[int, None]()
        for place, (way, weight) in enumerate(zip(gate.ways, gate.weights, strict=True)):
            lost = next((one for one in way if one in self.fallen), None)
            if lost is not None:
                gone[lost] = None
            elif not gate.is_switched(place):
                left += weight
        return left, tuple(gone)
