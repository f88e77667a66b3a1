"""Whether everything would be back in time: required, committed, demonstrated, pushed down a plan.

*Required* follows from the processes: by when a thing must be back, so that each process is back at
its minimum within its RTO (:mod:`bcp.graph.recovery.limits`). A second and a third time ask the
same for the MTPD, and for full service within ``full_within``, which no strategy gives. *Committed*
is what its owner or supplier promises, *demonstrated* what was measured, with the day; reckoned
with is the longer of the two (:mod:`bcp.graph.clock.times`). Every thing is taken to be lost alone.

A thing that a strategy can do without, or a stand-in serves for, is required only by the end of
what holds the process: its ``lasts``. A redundancy itself is back when enough of its ways serve
after the worst one of the members that serve in normal times is gone.

What the plan does not say stays open: a required time then is *at the latest* the one given, and
what comes back after it is late for certain; what comes back before it may be.

How soon a process is back after any one and any two losses is told by the answers that count
losses (:mod:`bcp.graph.losses.losses` and what is timed beside it), not here.
"""

from __future__ import annotations

import datetime as dt
import heapq
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bcp.graph.clock.times import UNSAID, Figure, PlanTimes, Seconds
from bcp.graph.recovery.bridges import Bridges, Ends
from bcp.graph.recovery.capacity import Cover, capacity
from bcp.graph.recovery.data_loss import Data, data_loss
from bcp.graph.recovery.endurance import RESTORED, Endurance, TooShort, endurance, too_short
from bcp.graph.recovery.limits import ALWAYS, FAR, Limits, PlanLengths, Reckoning, Required
from bcp.graph.recovery.premises import to_start, with_buildings
from bcp.graph.recovery.start import ColdStart, Deadlock, StartOrder
from bcp.graph.structure import Gate, Structure, structure_of
from bcp.model.processes import Times
from bcp.model.resources import Process, Site, Strategy, Supplier, System
from bcp.model.scalars import Duration
from bcp.plan import Plan

YEAR = Duration(seconds=0, months=12)
"""How old a measured time may be before it counts as unproven (our default; ISO 22301 fixes no
number)."""
_SHOWN = (*RESTORED, "redundancy", "processes")
"""Kinds that have a time by which they are back."""

Proof = Literal["shown", "too-old", "never", "nothing-to-show"]
What = Literal["noticing", "deciding", "switching", "rerouting", "taking-up", "starting-again"]
Verdict = Literal["late", "not-known", "in-time", "not-asked"]


@dataclass(frozen=True, slots=True)
class Limit:
    """By when something must be back, in seconds from the disruption."""

    latest: int | None
    """At the latest by then; None: as far as the plan says, nothing waits for it."""
    soonest: int
    """At the soonest by then: the same, unless something on the way is not known."""
    bridged: bool
    """Whether it is required only because what stands in for it comes to its end."""

    def verdict(self, back: int | None) -> Verdict:
        """How a time to be back stands against it."""
        if back is None:
            return "not-known"
        if self.latest is not None and back > self.latest:
            return "late"
        return "in-time" if back <= self.soonest else "not-known"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a process stands on, with its times. Seconds."""

    thing: str
    kind: str
    minimum: Limit | None
    """For the RTO; None: the process does not wait for it."""
    tolerable: int | None
    """By when it must be back for the MTPD, at the latest; None: nothing waits for it by then."""
    full: Limit | None
    """For full service."""
    figure: Figure
    """Committed (``promised``) and demonstrated (``measured``, ``on``)."""
    back: int | None
    """When it is back once lost alone; None: not known."""
    proof: Proof

    @property
    def verdict(self) -> Verdict:
        return self.minimum.verdict(self.back) if self.minimum else "not-asked"

    @property
    def full_verdict(self) -> Verdict:
        return self.full.verdict(self.back) if self.full else "not-asked"

    @property
    def breaches(self) -> bool:
        """Whether the MTPD cannot be held."""
        return None not in (self.tolerable, self.back) and (self.back or 0) > (self.tolerable or 0)

    @property
    def gap(self) -> int | None:
        """Back − required; None where one of them is not known."""
        return _gap(self.back, self.minimum)


@dataclass(frozen=True, slots=True)
class ProcessRecovery:
    """What a process stands on, and when that is back."""

    process: str
    rto: int | None
    mtpd: int | None
    full_within: int | None
    rows: tuple[Row, ...]
    """Worst first."""


@dataclass(frozen=True, slots=True)
class Inversion:
    """A thing that cannot be back as soon as it is required."""

    thing: str
    kind: str
    process: str
    """The process that requires it soonest."""
    chain: tuple[str, ...]
    """From that process down to the thing."""
    every_way: tuple[str, ...]
    """Redundancies on the chain that do not help, since the thing takes too many of their ways."""
    required: int
    back: int
    figure: Figure
    proof: Proof
    breaches: bool
    """Whether it breaches the MTPD of that process too."""
    others: tuple[str, ...]
    """The other processes for which it is late."""

    @property
    def gap(self) -> int:
        return self.back - self.required


@dataclass(frozen=True, slots=True)
class Unproven:
    """A recovery time that processes rely on and that nobody has shown, or not for a year."""

    thing: str
    kind: str
    proof: Proof
    on: str | None
    said: bool
    """Whether the plan gives a time for it at all."""
    processes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differs:
    """A required time that is written in the plan and is longer than what follows from it."""

    thing: str
    written: int
    follows: int
    process: str
    target: Literal["rto", "full"]


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A length that the plan does not say, and what cannot be reckoned without it."""

    what: What
    of: str
    """The thing that is noticed or starts again, or the redundancy, number or strategy."""
    without_it: tuple[str, ...]
    """Strategies, redundancies and systems whose way back is not known."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """Whether everything in a plan would be back in time."""

    plan: str
    as_of: dt.date
    processes: tuple[ProcessRecovery, ...]
    late: tuple[Inversion, ...]
    """RTO inversions, worst first."""
    full_late: tuple[Inversion, ...]
    """Things that are back in time for the minimum and too late for full service."""
    unproven: tuple[Unproven, ...]
    differs: tuple[Differs, ...]
    unsaid: tuple[Unsaid, ...]
    """What most cannot be reckoned without in front."""
    capacity: tuple[Cover, ...]
    data: Data
    endurance: tuple[Endurance, ...]
    too_short: tuple[TooShort, ...]
    deadlocks: tuple[Deadlock, ...]
    orders: tuple[StartOrder, ...]
    """For each process."""

    def of(self, process: str) -> ProcessRecovery:
        """What one process stands on; KeyError for an id that is no process."""
        return {one.process: one for one in self.processes}[process]


def recovery(plan: Plan, as_of: dt.date, *, structure: Structure | None = None) -> Recovery:
    """Whether everything in a plan would be back in time, as on a day."""
    return _Answering(plan, as_of, structure or structure_of(plan)).answer()


class _Answering:
    def __init__(self, plan: Plan, as_of: dt.date, structure: Structure) -> None:
        self.plan = plan
        self.as_of = as_of
        self.structure = with_buildings(structure)
        self.to_start = to_start(structure) if structure.premises else self.structure
        self.times = PlanTimes(plan, self.structure)
        self.latest = self._required("latest")
        said = PlanLengths(plan, self.structure, self.times, "latest").is_whole
        self.soonest = self.latest if said else self._required("soonest")
        self.ends_latest, self.ends_soonest = self._bridges("latest"), self._bridges("soonest")
        self._figures: dict[int, Figure] = {}
        self._delays: dict[int, tuple[Limits, Limits]] = {}

    def _bridges(self, how: Reckoning) -> Bridges:
        return Bridges(self.structure, Ends(self.plan, self.structure, self.times, how))

    def _required(self, how: Reckoning) -> Required:
        lengths = PlanLengths(self.plan, self.structure, self.times, how)
        return Required(self.structure, lengths)

    def answer(self) -> Recovery:
        structure = self.structure
        processes = tuple(map(self._process, self.plan.of(Process)))
        start = ColdStart(self.to_start, PlanTimes(self.plan, self.to_start))
        return Recovery(
            plan=self.plan.id,
            as_of=self.as_of,
            processes=processes,
            late=self._late(processes),
            full_late=self._full_late(processes),
            unproven=self._unproven(processes),
            differs=self._differs(processes),
            unsaid=self._unsaid(),
            capacity=capacity(self.plan, structure),
            data=data_loss(self.plan, structure, self.latest),
            endurance=endurance(self.plan, structure, self.times, self.latest),
            too_short=too_short(self.plan),
            deadlocks=start.deadlocks(),
            orders=tuple(start.order(structure.number[one.process]) for one in processes),
        )

    # ── one process ────────────────────────────────────────────────────────────────────────────

    def _process(self, process: Process) -> ProcessRecovery:
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

    def _limits(self, process: int, target: int | None, *, full: bool) -> dict[int, Limit]:
        """By when each thing must be back for a target; nothing when it is not set."""
        if target is None:
            return {}
        latest, soonest = (
            one.for_full(process, target) if full else one.for_minimum(process, target)
            for one in (self.latest, self.soonest)
        )
        ends, ends_soonest = (
            one.without(process, full=full) for one in (self.ends_latest, self.ends_soonest)
        )
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

    def _later(self, process: int) -> tuple[Limits, Limits]:
        """How long after each thing a process is back: at the least, and at most."""
        if process not in self._delays:
            self._delays[process] = (self.latest.takers(process), self.soonest.takers(process))
        return self._delays[process]

    def _row(
        self, thing: int, minimum: Limit | None, by: Seconds | None, full: Limit | None
    ) -> Row:
        node = self.structure.nodes[thing]
        figure = self._figure(thing)
        tolerable = None if by is None else int(by)
        back = figure.seconds
        if back is not None and node.own:
            wait = self.latest.own_wait(thing, _LONGEST)
            back = back + int(wait) if wait <= _LONGEST else None
        return Row(
            node.id, node.kind, minimum, tolerable, full, figure, back, self._proof(thing, figure)
        )

    # ── figures ────────────────────────────────────────────────────────────────────────────────

    def _figure(self, thing: int) -> Figure:
        if thing not in self._figures:
            self._figures[thing] = UNSAID  # for one that holds itself
            self._figures[thing] = self._figure_now(thing)
        return self._figures[thing]

    def _figure_now(self, thing: int) -> Figure:
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
            place: self._figure(gate.ways[place][0])
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

    def _of_switch(self, thing: int, place: int, lost: tuple[int, ...]) -> Figure:
        """Noticing that something is lost, deciding and switching as one figure."""
        way = self.times.way_to(thing, place, lost)
        promised = [part.figure.promised for part in way.parts]
        if way.seconds is None or None in promised:
            return Figure(None, None, way.parts[-1].figure.on)
        last = way.parts[-1].figure
        measured = None if last.measured is None else way.seconds - _seconds(last) + last.measured
        return Figure(sum(each or 0 for each in promised), measured, last.on)

    def _proof(self, thing: int, figure: Figure) -> Proof:
        kind = self.structure.nodes[thing].kind
        if kind in ("causes", "processes") or (kind == "redundancy" and figure.seconds == 0):
            return "nothing-to-show"
        return self._age(figure.on)

    def _age(self, on: str | None) -> Proof:
        if on is None:
            return "never"
        return "too-old" if YEAR.after(dt.date.fromisoformat(on)) < self.as_of else "shown"

    # ── what is late ───────────────────────────────────────────────────────────────────────────

    def _late(self, processes: tuple[ProcessRecovery, ...]) -> tuple[Inversion, ...]:
        late = [
            (one, row, row.minimum.latest)
            for one in processes
            for row in one.rows
            if row.minimum is not None
            and row.minimum.latest is not None
            and row.verdict == "late"
            and not row.minimum.bridged
        ]
        return self._told(late, full=False)

    def _full_late(self, processes: tuple[ProcessRecovery, ...]) -> tuple[Inversion, ...]:
        late = [
            (one, row, row.full.latest)
            for one in processes
            for row in one.rows
            if row.full is not None
            and row.full.latest is not None
            and row.full_verdict == "late"
            and row.verdict != "late"
            and not row.full.bridged
        ]
        return self._told(late, full=True)

    def _told(
        self, late: list[tuple[ProcessRecovery, Row, int]], *, full: bool
    ) -> tuple[Inversion, ...]:
        """Each thing once, with the process for which it is latest."""
        by_thing: dict[str, list[tuple[ProcessRecovery, Row, int]]] = {}
        for each in late:
            by_thing.setdefault(each[1].thing, []).append(each)
        found = []
        for several in by_thing.values():
            several.sort(key=lambda each: (each[2], each[0].process))
            process, row, required = several[0]
            chain = self._chain(process, row.thing, full=full)
            found.append(
                Inversion(
                    row.thing,
                    row.kind,
                    process.process,
                    chain,
                    self._of_no_help(process, chain, full=full),
                    required,
                    row.back or 0,
                    row.figure,
                    row.proof,
                    row.breaches,
                    tuple(each[0].process for each in several[1:]),
                )
            )
        return tuple(sorted(found, key=lambda one: (not one.breaches, -one.gap, one.thing)))

    def _asked(self, process: ProcessRecovery, *, full: bool) -> Limits:
        number = self.structure.number[process.process]
        target = process.full_within if full else process.rto
        if full:
            return self.latest.for_full(number, target or 0)
        return self.latest.for_minimum(number, target or 0)

    def _chain(self, process: ProcessRecovery, thing: str, *, full: bool) -> tuple[str, ...]:
        """The way from a process to a thing that goes through what is required itself."""
        structure = self.structure
        asked = self._asked(process, full=full)
        start, end = structure.number[process.process], structure.number[thing]
        best: dict[int, tuple[int, int]] = {start: (0, 0)}
        came: dict[int, int] = {}
        heap = [((0, 0), start)]
        while heap:
            cost, one = heapq.heappop(heap)
            if one == end:
                break
            if cost > best[one]:
                continue
            node = structure.nodes[one]
            for other in (*node.needs, *node.in_gates):
                further = (cost[0] + (other not in asked), cost[1] + 1)
                if other not in best or further < best[other]:
                    best[other] = further
                    came[other] = one
                    heapq.heappush(heap, (further, other))
        way = [end]
        while way[-1] != start and way[-1] in came:
            way.append(came[way[-1]])
        # A site in use and its building have one id.
        return tuple(dict.fromkeys(structure.ids(reversed(way))))

    def _of_no_help(
        self, process: ProcessRecovery, chain: tuple[str, ...], *, full: bool
    ) -> tuple[str, ...]:
        asked = self._asked(process, full=full)
        return tuple(
            one
            for one, other in pairwise(chain)
            if self.plan.kind_of(one) == "redundancy" and self.structure.number[other] not in asked
        )

    # ── what was never shown, what is written otherwise ────────────────────────────────────────

    def _unproven(self, processes: tuple[ProcessRecovery, ...]) -> tuple[Unproven, ...]:
        users: dict[str, tuple[Row, list[str]]] = {}
        for one in processes:
            for row in one.rows:
                # A building is not destroyed to see how long building it takes: while its work goes
                # elsewhere, that is what must have been shown.
                moved = row.kind == "sites" and row.minimum is not None and row.minimum.bridged
                if row.minimum is not None and not moved and row.proof in ("never", "too-old"):
                    users.setdefault(row.thing, (row, []))[1].append(one.process)
        found = [
            Unproven(
                row.thing,
                row.kind,
                row.proof,
                row.figure.on,
                row.figure.seconds is not None,
                tuple(several),
            )
            for row, several in users.values()
        ]
        for strategy in self.plan.of(Strategy):
            on = str(strategy.demonstrated.on) if strategy.demonstrated else None
            proof = self._age(on)
            if proof != "shown":
                found.append(Unproven(strategy.id, "strategies", proof, on, True, (strategy.for_,)))
        found.sort(key=lambda one: (one.said, one.proof, -len(one.processes), one.thing))
        return tuple(found)

    def _differs(self, processes: tuple[ProcessRecovery, ...]) -> tuple[Differs, ...]:
        follows: dict[str, Differs] = {}
        for one in processes:
            for row in one.rows:
                written = self._written(row.thing)
                if written is None:
                    continue
                for target, limit in (("rto", row.minimum), ("full", row.full)):
                    if limit is None or limit.latest is None or limit.latest >= written:
                        continue
                    known = follows.get(row.thing)
                    if known is None or limit.latest < known.follows:
                        follows[row.thing] = Differs(
                            row.thing,
                            written,
                            limit.latest,
                            one.process,
                            "rto" if target == "rto" else "full",
                        )
        found = sorted(follows.values(), key=lambda one: (one.follows - one.written, one.thing))
        return tuple(found)

    def _unsaid(self) -> tuple[Unsaid, ...]:
        nodes = self.structure.nodes
        ways = [
            (hold.id, self.times.way_of_strategy(number))
            for number, hold in enumerate(self.structure.holds)
        ]
        ways += [
            (nodes[thing].id, self.times.way_to(thing, place))
            for thing in self.structure.of_kind("redundancy", "numbers")
            for gate in nodes[thing].gates[-1:]
            for place in range(len(gate.ways))
            if gate.is_switched(place)
        ]
        found: dict[tuple[What, str], dict[str, None]] = {}
        for id_, way in ways:
            for part in way.parts:
                if part.figure.seconds is None:
                    found.setdefault((part.what, part.of), {})[id_] = None
        for thing in self.structure.of_kind("systems"):
            if self.structure.users[thing] and self.times.starting_again(thing).seconds is None:
                found.setdefault(("starting-again", nodes[thing].id), {})[nodes[thing].id] = None
        unsaid = [Unsaid(what, of, tuple(ids)) for (what, of), ids in found.items()]
        unsaid.sort(key=lambda one: (-len(one.without_it), one.what, one.of))
        return tuple(unsaid)

    def _written(self, thing: str) -> int | None:
        found = self.plan.objects.get(thing)
        times: Times | None = None
        if isinstance(found, System | Supplier):
            times = found.restore_time
        elif isinstance(found, Site):
            times = found.restore
        return times.required.total if times is not None and times.required is not None else None


_LONGEST = 10 * 365 * 86_400
"""A thing that waits longer than this for its own needs waits for itself."""


def _seconds(figure: Figure) -> int:
    return figure.seconds or 0


def _slowness(figure: Figure) -> tuple[bool, int]:
    return (figure.seconds is None, figure.seconds or 0)


def _gap(back: int | None, limit: Limit | None) -> int | None:
    if back is None or limit is None or limit.latest is None:
        return None
    return back - limit.latest


_VERDICTS: tuple[Verdict, ...] = ("late", "not-known", "in-time", "not-asked")


def _badness(row: Row) -> tuple[int, int, int, str]:
    return (
        _VERDICTS.index(row.verdict),
        _VERDICTS.index(row.full_verdict),
        -(row.gap if row.gap is not None else -FAR),
        row.thing,
    )
