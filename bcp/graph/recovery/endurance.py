"""Whether what stands in lasts until the original is back: the second outage.

A stand-in of a redundancy serves from its switch for as long as it ``lasts``; a strategy holds the
minimum from when it is taken up for as long as it ``lasts``. What they stand in for is back after
its own restore time, or after that of what took it (a supplier, a site, a cause) and its restart.
When that is later, there is a second outage in between (source: Regulation (EU) 2022/2554, RTS
26(1)(e); FCD-1). Of everything that can take the original and leaves the stand-in, the worst is
told. ``refill`` is named: it may carry on for longer, and no figure says how long.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bcp.graph.clock.times import PlanTimes, Seconds
from bcp.graph.recovery.bridges import soonest_noticed, way_lasts
from bcp.graph.recovery.limits import ALWAYS, NEVER, Limits, Required, enough
from bcp.graph.structure import Gate, Structure
from bcp.model.resources import Process, Redundancy, Strategy
from bcp.model.scalars import Text
from bcp.plan import Plan

RESTORED = ("systems", "sites", "suppliers", "causes")
"""Kinds for which the plan can say when they are back once lost."""

Holds = Literal["second-outage", "not-known", "holds"]
_ORDER: tuple[Holds, ...] = ("second-outage", "not-known", "holds")


@dataclass(frozen=True, slots=True)
class Endurance:
    """One stand-in or strategy, and the worst that it must outlast. Seconds from the disruption."""

    of: str
    """The redundancy or strategy."""
    is_strategy: bool
    lost: tuple[str, ...]
    """What it stands in for: members that serve in normal times, or what a strategy is without."""
    through: str
    """What was lost first; often one of ``lost`` itself."""
    stand_ins: tuple[str, ...]
    """The members that serve instead; of a strategy none."""
    until: int | None
    """How long these carry; None: how long they can be kept up is not known."""
    until_known: bool
    """False: the plan does not say how soon they serve, so it is that and a while longer."""
    back: int | None
    """When enough of what was lost is back; None: not known."""
    refill: tuple[Text, ...]
    """What the plan says keeps the stand-ins going."""
    processes: tuple[str, ...]
    """The processes that stand on it."""
    then: tuple[str, ...] = ()
    """Other strategies of the process that hold it without the same things for long enough."""

    @property
    def outcome(self) -> Holds:
        if self.then:
            return "holds"
        if self.until is None or self.back is None:
            return "not-known"
        if self.back <= self.until:
            return "holds"
        return "second-outage" if self.until_known else "not-known"

    @property
    def gap(self) -> int | None:
        """How long the second outage is; negative: so much is left in hand."""
        if self.until is None or self.back is None:
            return None
        return self.back - self.until


@dataclass(frozen=True, slots=True)
class TooShort:
    """A strategy that does not last for as long as its process must be able to go on like that."""

    strategy: str
    process: str
    lasts: int
    asked: int
    """``minimum.for`` of the process, in seconds."""


def endurance(
    plan: Plan, structure: Structure, times: PlanTimes, required: Required
) -> tuple[Endurance, ...]:
    """Every stand-in and every strategy: what breaks first in front, then what is not known.

    ``required`` are the limits of the same structure, at the ``latest``.
    """
    finding = _Finding(plan, structure, times, required)
    found = [*finding.of_redundancies(), *finding.of_strategies()]
    return tuple(
        sorted(found, key=lambda one: (_ORDER.index(one.outcome), -(one.gap or 0), one.of))
    )


def too_short(plan: Plan) -> tuple[TooShort, ...]:
    """Strategies that end before the time for which the minimum must be possible."""
    found = []
    for one in plan.of(Strategy):
        process = plan.find(one.for_, Process)
        least = process.minimum.for_ if process and process.minimum else None
        if least is not None and one.lasts is not None and one.lasts < least:
            found.append(TooShort(one.id, one.for_, one.lasts.total, least.total))
    return tuple(found)


class _Finding:
    def __init__(
        self, plan: Plan, structure: Structure, times: PlanTimes, required: Required
    ) -> None:
        self.plan = plan
        self.structure = structure
        self.times = times
        self.required = required
        self._takers: dict[int, Limits] = {}

    # ── redundancies ───────────────────────────────────────────────────────────────────────────

    def of_redundancies(self) -> Iterator[Endurance]:
        users = self._users()
        for one in self.plan.of(Redundancy):
            thing = self.structure.number[one.id]
            gates = self.structure.nodes[thing].gates
            if gates and thing not in self.structure.overdrawn:
                worst = max(
                    self._bridges(one, thing, len(gates) - 1, users), key=_badness, default=None
                )
                if worst is not None:
                    yield worst

    def _users(self) -> dict[str, tuple[str, ...]]:
        processes = self.structure.of_kind("processes")
        found: dict[str, list[str]] = {}
        for process in processes:
            for one in self.structure.cone(process):
                if self.structure.nodes[one].kind == "redundancy":
                    found.setdefault(self.structure.nodes[one].id, []).append(
                        self.structure.nodes[process].id
                    )
        return {one: tuple(several) for one, several in found.items()}

    def _bridges(
        self, one: Redundancy, thing: int, number: int, users: dict[str, tuple[str, ...]]
    ) -> Iterator[Endurance]:
        """What each thing takes of a redundancy and leaves enough of."""
        gate = self.structure.nodes[thing].gates[number]
        takers = self.required.takers_of_ways(thing, number)
        ends = [self._end(thing, gate, place) for place in range(len(gate.ways))]
        for taker in self._restored({each for way in takers for each in way}):
            taken = [place for place, way in enumerate(takers) if taker in way]
            left = [place for place in range(len(gate.ways)) if place not in taken]
            bridging = _serving_instead(gate, left)
            if min(taken) >= gate.serving or not bridging:
                continue
            until = enough(gate, {place: ends[place] for place in left})
            if until == ALWAYS:
                continue
            yield Endurance(
                one.id,
                False,
                self.structure.ids(gate.ways[place][0] for place in taken if place < gate.serving),
                self.structure.nodes[taker].id,
                self.structure.ids(gate.ways[place][0] for place in bridging),
                None if until == NEVER else int(until),
                all(math.isfinite(self._wait(thing, gate, place)) for place in bridging),
                self._back(taker, min(takers[place][taker] for place in taken)),
                tuple(self._refills(one, gate, bridging)),
                users.get(one.id, ()),
            )

    def _end(self, thing: int, gate: Gate, place: int) -> Seconds:
        """How long a way can be kept up, at the least; :data:`NEVER` where that is not known."""
        lasts = way_lasts(self.plan, self.structure, thing, place)
        if lasts is None:
            return NEVER
        if not gate.is_switched(place):
            return lasts
        lengths = self.required.lengths
        return lasts + soonest_noticed(lengths.watch(thing, place)) + lengths.switch(thing, place)

    def _wait(self, thing: int, gate: Gate, place: int) -> Seconds:
        if not gate.is_switched(place):
            return 0
        return soonest_noticed(self.times.watch(thing, place)) + self.times.switch(thing, place)

    def _refills(self, one: Redundancy, gate: Gate, places: Iterable[int]) -> Iterator[Text]:
        members = {self.structure.nodes[gate.ways[place][0]].id for place in places}
        for each in one.stand_ins:
            if each.what in members and each.refill is not None:
                yield each.refill

    # ── strategies ─────────────────────────────────────────────────────────────────────────────

    def of_strategies(self) -> Iterator[Endurance]:
        for process, holds in self.structure.holds_of.items():
            takers = self.required.takers(process)
            uncovered = {number: self.required.uncovered(number) for number in holds}
            restored = self._restored(takers)
            for number in holds:
                rows = [
                    self._held(number, one, takers[one], uncovered)
                    for one in restored
                    if one not in uncovered[number]
                ]
                worst = max(rows, key=_badness, default=None)
                if worst is not None:
                    yield worst

    def _held(
        self, number: int, taker: int, later: Seconds, uncovered: Mapping[int, Limits]
    ) -> Endurance:
        hold = self.structure.holds[number]
        back = self._back(taker, later)
        until = self._until(number)
        others = [one for one in uncovered if one != number and taker not in uncovered[one]]
        then = [
            self.structure.holds[one].id
            for one in others
            if back is not None and (self._until(one) or 0) >= back > (until or 0)
        ]
        return Endurance(
            hold.id,
            True,
            self._without(hold.without, taker),
            self.structure.nodes[taker].id,
            (),
            until,
            self.times.way_of_strategy(number).seconds is not None,
            back,
            (),
            (self.structure.nodes[hold.process].id,),
            tuple(then),
        )

    def _until(self, number: int) -> int | None:
        """How long a strategy holds, at the least."""
        strategy = self.plan.find(self.structure.holds[number].id, Strategy)
        if strategy is None or strategy.lasts is None:
            return None
        lengths = self.required.lengths
        noticed = soonest_noticed(lengths.watch_of_strategy(number))
        return int(noticed + lengths.strategy(number)) + strategy.lasts.total

    def _without(self, without: frozenset[int], taker: int) -> tuple[str, ...]:
        """Which of the things a strategy is without are taken."""
        taken = [one for one in without if one == taker or taker in self._takers_of(one)]
        return tuple(sorted(set(self.structure.ids(taken))))

    def _takers_of(self, thing: int) -> Limits:
        if thing not in self._takers:
            self._takers[thing] = self.required.takers(thing)
        return self._takers[thing]

    # ── both ───────────────────────────────────────────────────────────────────────────────────

    def _restored(self, things: Iterable[int]) -> list[int]:
        nodes = self.structure.nodes
        return sorted(
            (one for one in things if nodes[one].kind in RESTORED), key=lambda one: nodes[one].id
        )

    def _back(self, taker: int, later: Seconds) -> int | None:
        restore = self.times.restoring(taker).seconds
        restart = self._restart(later)
        return None if restore is None or restart is None else restore + restart

    def _restart(self, later: Seconds) -> int | None:
        return None if math.isinf(later) else int(later)


def _serving_instead(gate: Gate, left: Iterable[int]) -> tuple[int, ...]:
    """The ways that serve, of those that are left, in the order of the plan; none: too few."""
    chosen, total = [], 0
    for place in left:
        if total >= gate.need and gate.serving < len(gate.ways):
            break
        chosen.append(place)
        total += gate.weights[place]
    return tuple(chosen) if total >= gate.need else ()


def _badness(one: Endurance) -> tuple[int, int, str]:
    """A second outage is worst, then what is not known of the thing itself."""
    if one.outcome == "not-known":
        return (1, int(one.through in one.lost), one.through)
    return (2 if one.outcome == "second-outage" else 0, one.gap or 0, one.through)
