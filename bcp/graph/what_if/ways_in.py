"""By which queues a process can still be reached, and with how many agents."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Literal

from bcp.graph.availability import State, available
from bcp.graph.strain import DEMAND
from bcp.graph.structure import Hold
from bcp.graph.what_if.answer import NumberOutcome, Short, WaysIn
from bcp.graph.what_if.scenario import Scenario
from bcp.model.queues import Queue
from bcp.plan import Plan


class Ways:
    """The queues of one scenario. A queue that lacks only what a serving strategy does without is
    open; one that lacks only agents is short of them, which is not the same as dead."""

    def __init__(
        self, plan: Plan, scenario: Scenario, state: State, numbers: Sequence[NumberOutcome]
    ) -> None:
        self.plan = plan
        self.scenario = scenario
        self.state = state
        self.structure = state.structure
        self._stands_without: dict[Hold, AbstractSet[int]] = {}
        self.dead: dict[str, list[NumberOutcome]] = {}
        for one in numbers:
            self.dead.setdefault(one.queue, []).append(one)

    def into(self, process: str, serving: Iterable[Hold]) -> WaysIn:
        """The ways into a process while these strategies serve it."""
        holds = tuple(serving)
        open_: list[str] = []
        waiting: list[str] = []
        closed: list[str] = []
        crowded: list[str] = []
        short: list[Short] = []
        times: list[int | None] = []
        for queue in self._of.get(process, ()):
            gone = self.dead.get(queue.id, [])
            fares = self._fares(queue.id, self.state.lost)
            carried = fares != "stands" and any(self._is_carried(queue.id, one) for one in holds)
            if fares == "short":
                short.append(self._short(queue, carried=carried))
            if fares == "dead" and not carried:
                (crowded if self._is_crowded(queue.id) else closed).append(queue.id)
            elif not gone or len(gone) < len(queue.numbers):
                open_ += [queue.id] if carried or fares == "stands" else []
            elif movable := [one for one in gone if one.to is not None and not one.lacks]:
                waiting.append(queue.id)
                times += [one.within for one in movable]
            else:
                closed.append(queue.id)
        within = None if None in times else max((one for one in times if one), default=None)
        return WaysIn(
            tuple(open_), tuple(waiting), tuple(closed), within, tuple(short), tuple(crowded)
        )

    def short(self, queue: str) -> Short | None:
        """How many agents a queue lacks; None where it is not agents alone that it lacks."""
        found = self.plan.find(queue, Queue)
        if found is None or self._fares(queue, self.state.lost) != "short":
            return None
        return self._short(found, carried=False)

    @cached_property
    def _of(self) -> dict[str, list[Queue]]:
        found: dict[str, list[Queue]] = {}
        for one in self.plan.of(Queue):
            found.setdefault(one.process, []).append(one)
        return found

    def _fares(self, queue: str, lost: Container[int]) -> Literal["stands", "short", "dead"]:
        """``dead``: nobody gets in. ``short``: only agents are missing."""
        number = self.structure.number[queue]
        node = self.structure.nodes[number]
        failing = {gate.what for gate in node.gates if gate.fails(lost)}
        if number in self.state.losses or any(need in lost for need in node.needs):
            return "dead"
        if failing - {"agents"}:
            return "dead"
        return "short" if failing else "stands"

    def _is_carried(self, queue: str, hold: Hold) -> bool:
        """Whether a queue would stand if what a strategy does without were there."""
        if hold not in self._stands_without:
            lost = available(self.structure, self.state.losses - hold.without).lost
            # What the losses take of the rest is lost; the process itself goes on by the strategy.
            self._stands_without[hold] = lost.keys() - hold.without - {hold.process}
        return self._fares(queue, self._stands_without[hold]) == "stands"

    def _is_crowded(self, queue: str) -> bool:
        """Whether only the demand is too much for a queue: else it would stand."""
        if self.scenario.strain.demand <= 1:
            return False
        return self._fares(queue, self._lost_otherwise) != "dead"

    @cached_property
    def _lost_otherwise(self) -> Container[int]:
        """What would be lost on a day of ordinary demand."""
        demand = self.structure.number.get(DEMAND)
        return available(self.structure, self.state.losses - {demand}).lost

    def _short(self, queue: Queue, *, carried: bool) -> Short:
        gates = self.structure.nodes[self.structure.number[queue.id]].gates
        gate = next(one for one in gates if one.what == "agents")
        strain = self.scenario.strain
        least = max((one.agents for one in queue.minimum if strain.holds(one.hours)), default=0)
        needed = math.ceil(least * strain.demand)
        missing = gate.need - gate.left(self.state.lost)
        return Short(queue.id, max(0, needed - missing), needed, carried)
