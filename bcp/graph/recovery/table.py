"""The times of everything that a process stands on, laid side by side: required and back.

Each thing is taken to be lost alone. Required is asked three times: within the RTO and the MTPD for
the minimum, which strategies give too, and within ``full_within`` for normal service, which none
does (:mod:`bcp.graph.recovery.limits`). A thing that a strategy can do without, or a stand-in
serves for, is required only by the end of what holds the process
(:mod:`bcp.graph.recovery.bridges`).
"""

from __future__ import annotations

from bcp.graph.clock.times import PlanTimes, Seconds
from bcp.graph.recovery.answer import Limit, ProcessRecovery, Row, Verdict
from bcp.graph.recovery.bridges import Bridges, Ends
from bcp.graph.recovery.chains import Chains
from bcp.graph.recovery.endurance import RESTORED
from bcp.graph.recovery.figures import Figures
from bcp.graph.recovery.lengths import ALWAYS, PlanLengths, Reckoning
from bcp.graph.recovery.limits import FAR
from bcp.graph.recovery.solving import Limits
from bcp.graph.structure import Structure
from bcp.model.resources import Process
from bcp.plan import Plan

_SHOWN = (*RESTORED, "redundancy", "processes")
"""Kinds that have a time by which they are back."""
_LONGEST = 10 * 365 * 86_400
"""A thing that waits longer than this for its own needs waits for itself."""


class Table:
    """The times of each process of one plan."""

    def __init__(
        self, plan: Plan, structure: Structure, times: PlanTimes, figures: Figures
    ) -> None:
        self.plan = plan
        self.structure = structure
        self.times = times
        self.figures = figures
        self.latest = self._required("latest")
        """Limits where what the plan does not say is taken as the best that can be hoped for."""
        said = PlanLengths(plan, structure, times, "latest").is_whole
        self.soonest = self.latest if said else self._required("soonest")
        self.ends_latest = Bridges(structure, Ends(plan, structure, times, "latest"))
        ends = Ends(plan, structure, times, "soonest")
        self.ends_soonest = Bridges(structure, ends, like=self.ends_latest)
        self._delays: dict[int, tuple[Limits, Limits]] = {}
        self._until: dict[tuple[int, bool], tuple[Limits, Limits]] = {}

    def of(self, process: Process) -> ProcessRecovery:
        """What one process stands on, worst first."""
        number = self.structure.number[process.id]
        times = (process.rto, process.mtpd, process.full_within)
        to_rto, to_mtpd, to_full = (None if one is None else one.total for one in times)
        rto = self._limits(number, to_rto, full=False)
        mtpd = {} if to_mtpd is None else self.latest.for_minimum(number, to_mtpd)
        full = self._limits(number, to_full, full=True)
        rows = [
            self._row(thing, rto.get(thing), mtpd.get(thing), full.get(thing))
            for thing in dict.fromkeys((*rto, *mtpd, *full))
            if thing != number and self.structure.nodes[thing].kind in _SHOWN
        ]
        rows.sort(key=_badness)
        return ProcessRecovery(process.id, to_rto, to_mtpd, to_full, tuple(rows))

    def _required(self, how: Reckoning) -> Chains:
        lengths = PlanLengths(self.plan, self.structure, self.times, how)
        return Chains(self.structure, lengths)

    def _limits(self, process: int, target: int | None, *, full: bool) -> dict[int, Limit]:
        """By when each thing must be back for a target; nothing when it is not set."""
        if target is None:
            return {}
        latest, soonest = (
            one.for_full(process, target) if full else one.for_minimum(process, target)
            for one in (self.latest, self.soonest)
        )
        ends, ends_soonest = self._ends(process, full=full)
        later, later_at_most = self._later(process)
        found = {}
        for thing in dict.fromkeys((*latest, *soonest, *ends_soonest)):
            bridged = thing not in latest
            last = latest.get(thing, ALWAYS)
            if bridged:
                last = max(0, ends.get(thing, ALWAYS) - later.get(thing, 0))
            first = soonest.get(thing, ALWAYS)
            if thing not in soonest:
                first = max(0, ends_soonest.get(thing, 0) - later_at_most.get(thing, 0))
            if first != ALWAYS:
                known = None if last == ALWAYS else int(last)
                found[thing] = Limit(known, int(min(first, last)), bridged)
        return found

    def _ends(self, process: int, *, full: bool) -> tuple[Limits, Limits]:
        """Until when a process goes on without each thing: at the latest, and at the soonest."""
        key = (process, full and process in self.structure.holds_of)
        if key not in self._until:
            several = (self.ends_latest, self.ends_soonest)
            latest, soonest = (one.without(process, full=full) for one in several)
            self._until = {key: (latest, soonest)}  # of one process alone: all would be large
        return self._until[key]

    def _later(self, process: int) -> tuple[Limits, Limits]:
        """How long after each thing a process is back: at the least, and at most."""
        if process not in self._delays:
            at_least = self.latest.takers(process)
            whole = self.soonest is self.latest
            at_most = at_least if whole else self.soonest.takers(process)
            self._delays = {process: (at_least, at_most)}
        return self._delays[process]

    def _row(
        self, thing: int, minimum: Limit | None, by: Seconds | None, full: Limit | None
    ) -> Row:
        node = self.structure.nodes[thing]
        figure = self.figures.of(thing)
        tolerable = None if by is None else int(by)
        back = figure.seconds
        if back is not None and node.own:
            wait = self.latest.own_wait(thing, _LONGEST)
            back = back + int(wait) if wait <= _LONGEST else None
        proof = self.figures.proof(thing)
        return Row(node.id, node.kind, minimum, tolerable, full, figure, back, proof)


_VERDICTS: tuple[Verdict, ...] = ("late", "not-known", "in-time", "not-asked")


def _badness(row: Row) -> tuple[int, int, int, str]:
    return (
        _VERDICTS.index(row.verdict),
        _VERDICTS.index(row.full_verdict),
        -(row.gap if row.gap is not None else -FAR),
        row.thing,
    )
