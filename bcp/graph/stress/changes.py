"""What a change of a plan would do: a structure and its times, changed in one place.

Each change is taken at its best: what is added shares nothing with what is there, so that among the
things that can be lost now it never fails. What is counted with it is thus the most that it can
bring.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from bcp.graph.clock.times import NOT_KNOWN, PlanTimes, Seconds, Watch, Watched, Way
from bcp.graph.clock.timing import Times
from bcp.graph.staffing.matching import Staffing
from bcp.graph.stress.counting import SHORTEST
from bcp.graph.structure import Gate, Hold, Node, Structure
from bcp.graph.what_if.returns import Missing


@dataclass(frozen=True)
class Changed:
    """The times of a changed plan: a :class:`~bcp.graph.clock.timing.Times`. ``structure`` may
    have strategies beyond those of the plan; they serve at once."""

    times: PlanTimes
    written: frozenset[Missing] = frozenset()
    """Times that were not said and take nothing now."""
    switches: Mapping[tuple[int, int], Seconds] = field(default_factory=dict)
    """(thing, place) → how long that switch takes now."""
    strategies: Mapping[int, Seconds] = field(default_factory=dict)
    """Strategy → how long it takes now."""

    def restore(self, thing: int) -> Seconds:
        known = self.times.restore(thing)
        if known < NOT_KNOWN or Missing("restoring", self._id(thing)) not in self.written:
            return max(known, self.restart(thing))
        return max(self.times.restoring(thing).seconds or SHORTEST, self.restart(thing))

    def restart(self, thing: int) -> Seconds:
        known = self.times.restart(thing)
        said = known < NOT_KNOWN or Missing("starting-again", self._id(thing)) not in self.written
        return known if said else 0

    def switch(self, thing: int, place: int) -> Seconds:
        known = self.times.switch(thing, place)
        if known == NOT_KNOWN and self.written:
            known = self._way(self.times.way_to(thing, place, ()))
        return min(known, self.switches.get((thing, place), NOT_KNOWN))

    def watch(self, thing: int, place: int) -> Watch:
        watch = self.times.watch(thing, place)
        if self.written:
            watch = self._noticed(self.times.watched(thing, place))
        within = self.switches.get((thing, place))
        return watch if within is None else _sooner(watch, within - self.switch(thing, place))

    def strategy(self, hold: int) -> Seconds:
        if hold >= len(self.times.structure.holds):
            return 0
        known = self.times.strategy(hold)
        if known == NOT_KNOWN and self.written:
            known = self._way(self.times.way_of_strategy(hold, ()))
        return min(known, self.strategies.get(hold, NOT_KNOWN))

    def watch_of_strategy(self, hold: int) -> Watch:
        if hold >= len(self.times.structure.holds):
            return ()
        watch = self.times.watch_of_strategy(hold)
        if self.written:
            watch = self._noticed(self.times.watched_by_strategy(hold))
        within = self.strategies.get(hold)
        return watch if within is None else _sooner(watch, within - self.strategy(hold))

    def _noticed(self, watched: tuple[Watched, ...]) -> Watch:
        return tuple(
            (one.thing, one.seconds)
            for one in watched
            if Missing("noticing", one.noticing.of) not in self.written or one.seconds < NOT_KNOWN
        )

    def _way(self, way: Way) -> Seconds:
        total: Seconds = 0
        for part in way.parts:
            if part.figure.seconds is not None:
                total += part.figure.seconds
            elif Missing(part.what, part.of) not in self.written:
                return NOT_KNOWN
        return total

    def _id(self, thing: int) -> str:
        return self.times.structure.nodes[thing].id


def _sooner(watch: Watch, most: Seconds) -> Watch:
    """With everything noticed within so long."""
    return tuple((one, min(seconds, most)) for one, seconds in watch)


@dataclass(frozen=True)
class Version:
    """A plan as it is, or after some changes."""

    structure: Structure
    changed: Changed

    @property
    def times(self) -> Times:
        return self.changed

    def with_times(self, figures: AbstractSet[Missing]) -> Version:
        """With these times written down, and none of them long."""
        changed = replace(self.changed, written=self.changed.written | figures)
        return Version(self.structure, changed)

    def with_faster_switch(self, thing: int, place: int, seconds: Seconds) -> Version:
        """With a stand-in that serves after so long."""
        switches = {**self.changed.switches, (thing, place): seconds}
        return Version(self.structure, replace(self.changed, switches=switches))

    def with_faster_strategy(self, hold: int, seconds: Seconds) -> Version:
        """With a strategy that serves after so long."""
        strategies = {**self.changed.strategies, hold: seconds}
        return Version(self.structure, replace(self.changed, strategies=strategies))

    def with_second_way(self, thing: int) -> Version:
        """With another beside a thing, or behind a role, that serves at once: nothing waits for
        that one any more."""
        return self._of(
            tuple(_node_without(node, thing) for node in self.structure.nodes),
            tuple(
                replace(hold, needs=tuple(one for one in hold.needs if one != thing))
                for hold in self.structure.holds
            ),
            _staffing_without(self.structure.staffing, thing),
        )

    def with_strategy(self, process: int, without: int) -> Version:
        """With a strategy by which a process goes on without a thing, at once."""
        hold = Hold("", process, frozenset((without,)), ())
        structure = self.structure
        return self._of(structure.nodes, (*structure.holds, hold), structure.staffing)

    def with_separate_cause(self, thing: int, cause: int) -> Version:
        """With one thing that no longer goes with a cause that others go with."""
        nodes = tuple(
            _separated(node, number, thing, cause)
            for number, node in enumerate(self.structure.nodes)
        )
        return self._of(nodes, self.structure.holds, self.structure.staffing)

    def _of(self, nodes: tuple[Node, ...], holds: tuple[Hold, ...], staffing: Staffing) -> Version:
        structure = Structure(nodes, self.structure.number, holds, staffing)
        return Version(structure, self.changed)


def _node_without(node: Node, thing: int) -> Node:
    standing = any(thing in (one.site, *one.causes) for one in node.stands_in)
    if thing not in node.needs and not standing and thing not in node.in_gates:
        return node
    kept = [pair for pair in zip(node.needs, node.links, strict=True) if pair[0] != thing]
    return replace(
        node,
        needs=tuple(need for need, _ in kept),
        links=tuple(link for _, link in kept),
        gates=tuple(_gate_without(gate, thing) for gate in node.gates),
        stands_in=tuple(
            replace(one, causes=tuple(each for each in one.causes if each != thing))
            for one in node.stands_in
            if one.site != thing
        ),
    )


def _gate_without(gate: Gate, thing: int) -> Gate:
    ways = tuple(tuple(one for one in way if one != thing) for way in gate.ways)
    return replace(gate, ways=ways)


def _separated(node: Node, number: int, thing: int, cause: int) -> Node:
    if number == thing:
        return _node_without(node, cause)
    gates = tuple(
        replace(
            gate,
            ways=tuple(
                tuple(one for one in way if one != cause) if way[:1] == (thing,) else way
                for way in gate.ways
            ),
        )
        for gate in node.gates
    )
    standing = tuple(
        replace(one, causes=tuple(each for each in one.causes if each != cause))
        if one.site == thing
        else one
        for one in node.stands_in
    )
    if gates == node.gates and standing == node.stands_in:
        return node
    return replace(node, gates=gates, stands_in=standing)


def _staffing_without(staffing: Staffing, role: int) -> Staffing:
    if role not in staffing:
        return staffing
    kept = [
        pair for pair in zip(staffing.roles, staffing.candidates, strict=True) if pair[0] != role
    ]
    return Staffing(
        tuple(one for one, _ in kept), tuple(named for _, named in kept), staffing.at_once
    )
