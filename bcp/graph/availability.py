"""What is lost with what, and why: the least fixed point over a structure.

A thing is lost if it is named as lost, if anything it needs is, or if one of its gates fails; a
role also if the matching leaves it empty. A process whose needs are lost is *at minimum*, and not
lost for those who need it, while one strategy of its own serves that covers all that is missing:
what the strategy is ``without`` need not be there, wherever in the structure it stands, and the
strategy's own needs and people must be. Losing more never brings anything back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bcp.graph.structure import Gate, Structure


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is lost."""

    what: str
    """``named``: it is among the losses. ``need``: something it needs is lost. ``staffing``: who
    is left fills other roles. Else the ``what`` of the gate that failed."""
    through: tuple[int, ...] = ()
    """What was lost before, and took it."""
    link: str = ""
    """For ``need``: the field of the plan that says so."""
    left: int = 0
    """For a gate: what is left,"""
    need: int = 0
    """and what is needed."""


@dataclass(frozen=True)
class State:
    """What is lost, and how the rest goes on."""

    structure: Structure
    losses: frozenset[int]
    lost: Mapping[int, Reason]
    """Everything that is lost, in the order in which losses spread."""
    at_minimum: Mapping[int, Reason]
    """Processes that a strategy holds, with what is missing from them."""
    serving: Mapping[int, tuple[int, ...]]
    """For each of them: the strategies that can hold it, by number in ``structure.holds``."""

    @property
    def absent(self) -> frozenset[int]:
        """People who are lost."""
        nodes = self.structure.nodes
        return frozenset(one for one in self.lost if nodes[one].kind == "people")


def available(structure: Structure, losses: Collection[int]) -> State:
    """What is lost when these things are, by number."""
    start = frozenset(losses)
    failed: set[int] = set()
    while True:
        spread = _Spread(structure, start, failed)
        spread.run()
        fresh = {
            hold
            for process in spread.held
            for hold in structure.holds_of[process]
            if hold not in failed and not _serves(structure, hold, start, spread.lost)
        }
        if not fresh:
            break
        failed |= fresh
    serving = {
        process: tuple(hold for hold in structure.holds_of[process] if hold not in failed)
        for process in sorted(spread.held)
    }
    held = {process: spread.held[process] for process in serving}
    return State(structure, start, spread.lost, held, serving)


def _serves(
    structure: Structure, number: int, start: frozenset[int], lost: Mapping[int, Reason]
) -> bool:
    """Whether a strategy can serve while ``lost`` is lost, and covers what its process lacks."""
    hold = structure.holds[number]
    if hold.process in start or any(one in lost for one in hold.needs):
        return False
    excused = _Spread(structure, start - hold.without, set(), hold.without, lost, hold.process)
    excused.run()
    return hold.process not in excused.lost


class _Spread:
    """One spreading of losses.

    Without ``excused``: processes with a strategy that has not ``failed`` are held. With it: the
    excused things stand whatever happens, and another process is lost only if it is ``lost`` at
    large, since its own strategies may hold it.
    """

    def __init__(
        self,
        structure: Structure,
        start: frozenset[int],
        failed: set[int],
        excused: frozenset[int] = frozenset(),
        at_large: Mapping[int, Reason] | None = None,
        process: int | None = None,
    ) -> None:
        self.structure = structure
        self.start = start
        self.failed = failed
        self.excused = excused
        self.at_large = at_large
        self.process = process
        self.lost: dict[int, Reason] = {}
        self.held: dict[int, Reason] = {}
        self._cone = frozenset() if process is None else structure.cone(process)
        self._absent: tuple[int, ...] = ()
        """People who are lost, in the order in which they were."""
        self._filled: frozenset[int] | None = None
        """The roles that can be filled without them; None: not worked out yet."""

    def run(self) -> None:
        fresh = tuple(sorted(self.start))
        self._lose({one: Reason("named") for one in fresh})
        waiting = self._within(self.structure.overdrawn) | self._touched(fresh)
        while waiting:
            # A round at a time, so that a reason speaks only of what was lost before.
            found = {one: reason for one in sorted(waiting) if (reason := self._reason(one))}
            self._lose(found)
            waiting = self._touched(tuple(found))

    def _lose(self, found: Mapping[int, Reason]) -> None:
        self.lost.update(found)
        nodes = self.structure.nodes
        if people := tuple(one for one in found if nodes[one].kind == "people"):
            self._absent += people
            self._filled = None

    def _touched(self, fresh: tuple[int, ...]) -> set[int]:
        nodes, users = self.structure.nodes, self.structure.users
        found = {user for one in fresh for user in users[one]}
        if any(nodes[one].kind == "people" for one in fresh):
            found.update(self.structure.staffing.roles)
        return self._within(found)

    def _within(self, things: AbstractSet[int]) -> set[int]:
        """Those that can matter: for a strategy, what its process stands on."""
        return set(things) if self.process is None else set(things & self._cone)

    def _reason(self, number: int) -> Reason | None:
        if number in self.lost or number in self.excused:
            return None
        reason = self._why(number)
        if reason is None or self.structure.nodes[number].kind != "processes":
            return reason
        if self.at_large is not None:
            return reason if number == self.process or number in self.at_large else None
        if any(hold not in self.failed for hold in self.structure.holds_of.get(number, ())):
            self.held.setdefault(number, reason)
            return None
        return reason

    def _why(self, number: int) -> Reason | None:
        node = self.structure.nodes[number]
        for need, link in zip(node.needs, node.links, strict=True):
            if need in self.lost:
                return Reason("need", (need,), link)
        for premises in node.stands_in:
            if premises.site in self.start:
                return Reason("need", (premises.site,), "at")
            if gone := next((one for one in premises.causes if one in self.lost), None):
                return Reason("need", (gone,), "shares")
        for gate in node.gates:
            left = gate.left(self.lost)
            if left < gate.need:
                return Reason(gate.what, self._gone(gate), left=left, need=gate.need)
        if node.kind == "roles":
            return self._unfilled(number)
        return None

    def _gone(self, gate: Gate) -> tuple[int, ...]:
        """Why the ways of a gate are gone: of each, the first thing in it that is lost."""
        gone = (next((one for one in way if one in self.lost), None) for way in gate.ways)
        return tuple(dict.fromkeys(one for one in gone if one is not None))

    def _unfilled(self, number: int) -> Reason | None:
        # A role that nobody could fill beside the others even with everybody there is not lost by
        # this: who plans like that lets people do one thing after the other.
        staffing = self.structure.staffing
        if number not in staffing.at_best:
            return None
        if self._filled is None:
            self._filled = staffing.filled(self._absent)
        if number in self._filled:
            return None
        tied = staffing.group(number).people
        return Reason("staffing", tuple(one for one in self._absent if one in tied))
