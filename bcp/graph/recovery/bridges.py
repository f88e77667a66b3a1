"""Until when something goes on without a thing: what stands in, and when it comes to its end.

What takes a thing plainly takes it at once. A gate goes on while enough of its ways do: a stand-in
from its switch for as long as it ``lasts`` (so do the members of an active redundancy that carry
the load of another), a strategy from when it is taken up for as long as it ``lasts``, with those
that follow it. What it stands in for must be back by that end.
"""

from __future__ import annotations

from collections.abc import Iterable

from bcp.graph.clock.times import NOT_KNOWN, PlanTimes, Seconds
from bcp.graph.losses.cutsets import room_for
from bcp.graph.recovery.following import Following, soonest_noticed
from bcp.graph.recovery.lengths import ALWAYS, PlanLengths, Reckoning
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
from bcp.graph.structure import Structure
from bcp.model.processes import Strategy
from bcp.model.resources import Process, Redundancy
from bcp.model.scalars import Duration
from bcp.plan import Plan


class Ends:
    """Until when each stand-in and each strategy can be kept up, in seconds from the disruption.

    ``how`` says how what the plan does not say is taken: at the ``latest`` for ever, at the
    ``soonest`` for no time.
    """

    def __init__(self, plan: Plan, structure: Structure, times: PlanTimes, how: Reckoning) -> None:
        self.plan = plan
        self.structure = structure
        self.times = times
        self.how = how
        lengths = PlanLengths(plan, structure, times, "latest")
        self.following = Following(plan, structure, times, lengths)
        self._together: dict[tuple[int, ...], Seconds] = {}

    def of_way(self, thing: int, number: int, place: int) -> Seconds:
        """Until when a way of a gate serves; infinite where nothing ends it."""
        lasts = way_lasts(self.plan, self.structure, thing, place)
        gate = self.structure.nodes[thing].gates[number]
        if not gate.is_switched(place):
            return self._taken(0, lasts)
        noticed = soonest_noticed(self.times.watch(thing, place))
        return self._taken(noticed + self.times.switch(thing, place), lasts)

    def of_strategy(self, hold: int) -> Seconds:
        """Until when a strategy holds the minimum of its process."""
        strategy = self.plan.find(self.structure.holds[hold].id, Strategy)
        lasts = _total(strategy.lasts) if strategy else None
        noticed = soonest_noticed(self.times.watch_of_strategy(hold))
        return self._taken(noticed + self.times.strategy(hold), lasts)

    def one_after_the_other(self, holds: tuple[int, ...]) -> Seconds:
        """Until when these strategies hold the minimum of their process: one that serves within
        its RTO, else the first that serves, and those that can follow it. What serves only after
        a gap holds nothing."""
        if holds not in self._together:
            ready = self.following.ready
            process = self.plan.find(
                self.structure.nodes[self.structure.holds[holds[0]].process].id, Process
            )
            rto = _total(process.rto) if process else None
            firsts = [one for one in holds if rto is not None and ready(one) <= rto]
            surely = self.how == "soonest"
            self._together[holds] = max(
                self.following.after(first, holds, ALWAYS, surely=surely).until
                for first in firsts or [min(holds, key=ready)]
            )
        return self._together[holds]

    def _taken(self, wait: Seconds, lasts: Seconds | None) -> Seconds:
        if self.how == "latest":
            return ALWAYS if lasts is None else wait + lasts
        if lasts is None:
            return 0
        return lasts if wait == NOT_KNOWN else wait + lasts


def way_lasts(plan: Plan, structure: Structure, thing: int, place: int) -> Seconds | None:
    """How long the member at this place of a redundancy can serve for another: None where the plan
    does not say; infinite for what serves in normal times, and for what is no redundancy."""
    one = plan.find(structure.nodes[thing].id, Redundancy)
    if one is None:
        return ALWAYS
    gate = structure.nodes[thing].gates[-1]
    if one.mode != "active" and place < gate.serving:
        return ALWAYS
    member = structure.nodes[gate.ways[place][0]].id
    own = next((each.lasts for each in one.stand_ins if each.what == member), None)
    return _total(own or one.lasts)


class Bridges(Solving):
    """Until when things go on without others. Answers are remembered."""

    def __init__(self, structure: Structure, ends: Ends, like: Bridges | None = None) -> None:
        """``like``: others of the same structure; what needs what is not found out twice."""
        super().__init__(structure)
        self.ends = ends
        self._shapes: dict[
            tuple[tuple[int, ...], int, int | None], tuple[tuple[int, ...], tuple[State, ...]]
        ] = {} if like is None else like._shapes

    def without(self, process: int, *, full: bool = False) -> Limits:
        """For each thing, until when a process goes on without it: at its minimum, or with its full
        service. What is not in it can be missed for ever."""
        with room_for(len(self.structure.nodes) + 1000):
            return self._region((process,), AT_LARGE, self._in_full(process) if full else None)

    def _region(self, starts: Iterable[int], world: int, normal: int | None = None) -> Limits:
        found, behind = self._shape(tuple(starts), world, normal)
        through = [self._ask(state) for state in behind]
        limits: Limits = dict.fromkeys(found, 0)
        for one in through:
            merge(limits, one)
        for thing in self._excused(world):
            if thing != normal:
                limits.pop(thing, None)
        return limits

    def _shape(
        self, starts: tuple[int, ...], world: int, normal: int | None
    ) -> tuple[tuple[int, ...], tuple[State, ...]]:
        """What is reached over plain needs, and what must be asked behind it."""
        key = (starts, world, normal)
        if key not in self._shapes:
            self._shapes[key] = self._reached(starts, world, normal)
        return self._shapes[key]

    def _reached(
        self, starts: tuple[int, ...], world: int, normal: int | None
    ) -> tuple[tuple[int, ...], tuple[State, ...]]:
        excused = self._excused(world)
        found = dict.fromkeys(one for one in starts if one not in excused or one == normal)
        behind: list[State] = []
        waiting = list(found)
        while waiting:
            thing = waiting.pop()
            if self._is_held(thing, world, normal):
                behind.append(State(thing, HELD, 0, world))
                continue
            for need in self.structure.nodes[thing].needs:
                if need not in found and need not in excused:
                    found[need] = None
                    waiting.append(need)
            behind += [State(thing, one, 0, world) for one in self._asked[thing]]
        return tuple(found), tuple(behind)

    def _gate(self, state: State) -> Limits:
        thing, number, _, world = state
        gate = self.structure.nodes[thing].gates[number]
        ways = {place: self._region(way, world) for place, way in enumerate(gate.ways)}
        ends = [self.ends.of_way(thing, number, place) for place in ways]
        limits: Limits = {}
        for (taken, _), things in by_ways(ways).items():
            values: dict[int, Seconds] = {place: ends[place] for place in ways}
            for one in things:
                values.update({place: ways[place][one] for place in taken})
                until = enough(gate, values)
                if until != ALWAYS:
                    limits[one] = max(0, until)
        return limits

    def _held(self, state: State) -> Limits:
        process, _, _, world = state
        limits = self._region((process,), world, process)
        without: dict[int, tuple[int, ...]] = {}
        """Thing → the strategies that hold the process whatever becomes of it."""
        for number in self.structure.holds_of[process]:
            held = self._region((process,), number, process)
            merge(held, self._region(self.structure.holds[number].needs, AT_LARGE))
            end = self.ends.of_strategy(number)
            for one in limits:
                if one not in held:
                    without[one] = (*without.get(one, ()), number)
                else:
                    limits[one] = max(limits[one], min(end, held[one]))
        for one, several in without.items():
            end = (
                self.ends.one_after_the_other(several)
                if len(several) > 1
                else self.ends.of_strategy(several[0])
            )
            limits[one] = max(limits[one], end)
            if limits[one] == ALWAYS:
                del limits[one]
        limits[process] = 0
        return limits


def _total(length: Duration | None) -> int | None:
    return None if length is None else length.total
