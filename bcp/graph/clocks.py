"""How long until a process goes on: the plain sum of what the plan says, and no more than that.

For a process that goes on through a stand-in or a strategy the figure is noticing + deciding +
switching (or taking up the strategy), of the slowest of what must be switched or taken up. It is
*not known* as soon as one part of it is not written down, and *unproven* unless every switch or
strategy in it has been demonstrated; a day on which a switch was tested counts as shown, since it
says that it was done for real. Noticing is the ``noticed_within`` of a system, site or cause, or
for a supplier the ``notice_time``.

A switch or strategy that was measured to take longer than it is promised counts as measured.

What this figure leaves out: how long reaching the decider takes, and how long lost things take to
be restored. So a process that stops has no figure here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from bcp.graph.availability import State
from bcp.model.processes import Demonstrated
from bcp.model.resources import Cause, Process, Redundancy, Site, Strategy, Supplier, System
from bcp.model.scalars import Duration
from bcp.plan import Plan

Verdict = Literal["met", "rto-missed", "mtpd-breached", "not-known"]


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of time on the way back."""

    what: Literal["noticing", "deciding", "switching", "taking-up"]
    of: str
    """The thing that is noticed, or the redundancy or strategy."""
    seconds: int | None
    """None: the plan does not say."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How long until a process goes on, against what it can bear. Times in seconds."""

    parts: tuple[Part, ...]
    """The stretches of the slowest way, in order; empty when nothing has to be done."""
    seconds: int | None
    """Their sum; None when one of them is not known."""
    proven: bool
    """Whether all that has to be done was demonstrated or tested."""
    rto: int | None
    mtpd: int | None

    @property
    def verdict(self) -> Verdict:
        """How the sum stands against the targets; a target that is not set is not met."""
        if self.seconds is None:
            return "not-known"
        if self.mtpd is not None and self.seconds > self.mtpd:
            return "mtpd-breached"
        if self.rto is not None and self.seconds > self.rto:
            return "rto-missed"
        return "met" if self.rto is not None or self.mtpd is not None else "not-known"


def clock_of_stop(process: Process) -> Clock:
    """The clock of a process that nothing holds: not known."""
    return Clock((), None, False, *_targets(process))


def clock_of_strategy(plan: Plan, state: State, process: Process, strategy: Strategy) -> Clock:
    """Time until a strategy serves."""
    missing = state.at_minimum[state.structure.number[process.id]].through
    noticed = _slowest(_noticing(plan, state, one) for one in state.structure.ids(missing))
    parts = (
        *noticed,
        Part("deciding", strategy.id, _seconds(strategy.decided_within)),
        Part("taking-up", strategy.id, _longer(strategy.within, strategy.demonstrated)),
    )
    return Clock(parts, _sum(parts), strategy.demonstrated is not None, *_targets(process))


def clock_of_switches(
    plan: Plan, state: State, process: Process, switched: Iterable[Redundancy]
) -> Clock:
    """Time until every redundancy that must be switched serves: that of the slowest."""
    ways = []
    proven = True
    for one in switched:
        ways.append(_switch(plan, state, one))
        done = one.switch is not None and (one.switch.demonstrated or one.switch.tested)
        proven = proven and bool(done)
    if not ways:
        return Clock((), 0, True, *_targets(process))
    parts = max(ways, key=lambda way: (_sum(way) is None, _sum(way) or 0))
    return Clock(parts, _sum(parts), proven, *_targets(process))


def slower(one: Clock, other: Clock) -> Clock:
    """The clock of a process that waits for both: what is not known is slowest."""
    later = max(one, other, key=lambda clock: (clock.seconds is None, clock.seconds or 0))
    return replace(later, proven=one.proven and other.proven)


def _switch(plan: Plan, state: State, one: Redundancy) -> tuple[Part, ...]:
    gone = [each for each in one.of if state.structure.number[each] in state.lost]
    switch = one.switch
    return (
        *_slowest(_noticing(plan, state, each) for each in gone),
        Part("deciding", one.id, _seconds(switch.decided_within) if switch else None),
        Part("switching", one.id, _longer(switch.within, switch.demonstrated) if switch else None),
    )


def _noticing(plan: Plan, state: State, id: str) -> Part:  # noqa: A002
    """How soon the loss of a thing is noticed; of a redundancy, that of its slowest lost member."""
    thing = plan.objects.get(id)
    if isinstance(thing, System | Site | Cause):
        return Part("noticing", id, _seconds(thing.noticed_within))
    if isinstance(thing, Supplier):
        return Part("noticing", id, _seconds(thing.noticed_within or thing.notice_time))
    if isinstance(thing, Redundancy):
        gone = [each for each in thing.of if state.structure.number[each] in state.lost]
        inner = [
            _noticing(plan, state, each)
            for each in gone
            if not isinstance(plan.objects.get(each), Redundancy)
        ]
        if inner and len(inner) == len(gone):
            return _slowest(inner)[0]
    return Part("noticing", id, None)


def _slowest(parts: Iterable[Part]) -> tuple[Part, ...]:
    several = list(parts)
    if not several:
        return ()
    return (max(several, key=lambda part: (part.seconds is None, part.seconds or 0)),)


def _sum(parts: Iterable[Part]) -> int | None:
    total = 0
    for part in parts:
        if part.seconds is None:
            return None
        total += part.seconds
    return total


def _longer(promised: Duration, measured: Demonstrated | None) -> int:
    """What to reckon with: the promise, unless it was seen to take longer."""
    return max(promised.total, measured.time.total if measured is not None else 0)


def _seconds(length: Duration | None) -> int | None:
    return None if length is None else length.total


def _targets(process: Process) -> tuple[int | None, int | None]:
    return _seconds(process.rto), _seconds(process.mtpd)
