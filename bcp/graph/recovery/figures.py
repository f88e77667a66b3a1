"""When a thing lost alone is back: promised, measured, and whether that was shown.

A redundancy is back when enough of its ways serve after the worst one of the members that serve in
normal times is gone; a process when it promises to be.
"""

from __future__ import annotations

import datetime as dt

from bcp.graph.clock.times import UNSAID, Figure, PlanTimes
from bcp.graph.recovery.answer import Proof
from bcp.graph.structure import Gate, Structure
from bcp.model.resources import Process
from bcp.model.scalars import Duration
from bcp.plan import Plan

YEAR = Duration(seconds=0, months=12)
"""How old a measured time may be before it counts as unproven (our default; ISO 22301 fixes no
number)."""


def proof_of(on: str | None, as_of: dt.date) -> Proof:
    """Whether what was last measured or tested on a day still counts as shown."""
    if on is None:
        return "never"
    return "too-old" if YEAR.after(dt.date.fromisoformat(on)) < as_of else "shown"


class Figures:
    """The figures of one plan, by the numbers of a structure; each is worked out once."""

    def __init__(self, plan: Plan, structure: Structure, times: PlanTimes, as_of: dt.date) -> None:
        self.plan = plan
        self.structure = structure
        self.times = times
        self.as_of = as_of
        self._found: dict[int, Figure] = {}

    def of(self, thing: int) -> Figure:
        """When a thing is back once lost alone."""
        if thing not in self._found:
            self._found[thing] = UNSAID  # for one that holds itself
            self._found[thing] = self._figure(thing)
        return self._found[thing]

    def proof(self, thing: int) -> Proof:
        """Whether that was shown."""
        kind, figure = self.structure.nodes[thing].kind, self.of(thing)
        if kind in ("causes", "processes") or (kind == "redundancy" and figure.seconds == 0):
            return "nothing-to-show"
        return proof_of(figure.on, self.as_of)

    def _figure(self, thing: int) -> Figure:
        node = self.structure.nodes[thing]
        if node.kind == "processes":
            process = self.plan.find(node.id, Process)
            return Figure(process.rto.total if process and process.rto else None)
        if node.kind != "redundancy":
            return self.times.restoring(thing)
        if not node.gates or thing in self.structure.overdrawn:
            return UNSAID
        gate = node.gates[-1]
        after = (self._without(thing, gate, lost) for lost in range(gate.serving))
        return max(after, key=_slowness, default=UNSAID)

    def _without(self, thing: int, gate: Gate, lost: int) -> Figure:
        """When enough of a redundancy serves without one of its members."""
        figures = {
            place: self.of(gate.ways[place][0])
            if place == lost
            else self._of_switch(thing, place, gate.ways[lost])
            if gate.is_switched(place)
            else Figure(0, 0)
            for place in range(len(gate.ways))
        }
        total = 0
        for place in sorted(figures, key=lambda one: _slowness(figures[one])):
            total += gate.weights[place]
            if total >= gate.need:
                return figures[place]
        return UNSAID

    def _of_switch(self, thing: int, place: int, down: tuple[int, ...]) -> Figure:
        """Noticing that a way is down, deciding and switching as one figure."""
        way = self.times.way_to(thing, place, down)
        promised = [part.figure.promised for part in way.parts]
        last = way.parts[-1].figure
        if way.seconds is None or None in promised:
            return Figure(None, None, last.on)
        measured = None
        if last.measured is not None:
            measured = way.seconds - (last.seconds or 0) + last.measured
        return Figure(sum(each or 0 for each in promised), measured, last.on)


def _slowness(figure: Figure) -> tuple[bool, int]:
    return (figure.seconds is None, figure.seconds or 0)
