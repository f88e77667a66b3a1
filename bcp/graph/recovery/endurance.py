"""Whether what stands in lasts until the original is back: the second outage.

A stand-in of a redundancy serves from its switch for as long as it ``lasts``; a strategy holds the
minimum from when it is taken up for as long as it ``lasts``, and those of the same process that can
follow it for as long again (:mod:`bcp.graph.recovery.following`). What they stand in for is back
after its own restore time, or after that of what took it (a supplier, a site, a cause) and its
restart.
When that is later, there is a second outage in between (source: Regulation (EU) 2022/2554, RTS
26(1)(e); FCD-1). Of everything that can take the original and leaves the stand-in, the worst is
told. ``refill`` is named: it may carry on for longer, and no figure says how long.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bcp.graph.availability import available
from bcp.graph.clock.times import PlanTimes, Seconds
from bcp.graph.recovery.bridges import way_lasts
from bcp.graph.recovery.following import Break, Chain, Following, soonest_noticed
from bcp.graph.recovery.lengths import ALWAYS, NEVER
from bcp.graph.recovery.limits import Required
from bcp.graph.recovery.solving import Limits, enough
from bcp.graph.structure import Gate, Structure
from bcp.model.resources import Process, Redundancy
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
    """How long these carry, with those that follow; None: how long the first can be kept up is not
    known."""
    until_known: bool
    """False: the plan does not say how soon they serve, or not all of what may follow, so it is
    that and maybe longer."""
    back: int | None
    """When enough of what was lost is back; None: not known."""
    refill: tuple[Text, ...]
    """What the plan says keeps the stand-ins going."""
    processes: tuple[str, ...]
    """The processes that stand on it."""
    then: tuple[str, ...] = ()
    """Other strategies of the process that follow one after the other, without the same things."""

    @property
    def outcome(self) -> Holds:
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
    """A strategy that does not last for as long as its process must be able to go on like that, nor
    do those with it that can follow it while the same is lost."""

    strategy: str
    process: str
    lasts: int
    """How long it lasts alone."""
    asked: int
    """``minimum.for`` of the process, in seconds."""
    then: tuple[str, ...]
    """Strategies that follow it, in their order; of all that can, those that carry longest."""
    together: int
    """How long it and these last one after the other."""
    until: int
    """When the last of them ends, in seconds from the disruption, at the soonest."""
    breaks: Break | None
    """The strategy that would have to follow then, and why it does not; None: there is no other
    that does without the same."""


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


def too_short(
    plan: Plan, structure: Structure, times: PlanTimes, required: Required
) -> tuple[TooShort, ...]:
    """Strategies that end before the time for which the minimum must be possible, with what can
    follow them when all that they are without is lost."""
    following = Following(plan, structure, times, required.lengths)
    asked = {
        one.id: one.minimum.for_.total
        for one in plan.of(Process)
        if one.minimum is not None and one.minimum.for_ is not None
    }
    found = []
    for number, hold in enumerate(structure.holds):
        process = structure.nodes[hold.process].id
        lasts, least = following.lasts(number), asked.get(process)
        if lasts is None or least is None or lasts >= least:
            continue
        serving = available(structure, hold.without).serving.get(hold.process, ())
        begins = following.ready(number)
        chain = following.after(number, serving, begins + least, surely=False)
        if chain.until < begins + least:
            then = tuple(structure.holds[one].id for one in chain.holds[1:])
            found.append(
                TooShort(
                    hold.id,
                    process,
                    lasts,
                    least,
                    then,
                    int(chain.until) - begins,
                    int(chain.until),
                    following.breaks(chain, serving),
                )
            )
    return tuple(found)


class _Finding:
    def __init__(
        self, plan: Plan, structure: Structure, times: PlanTimes, required: Required
    ) -> None:
        self.plan = plan
        self.structure = structure
        self.times = times
        self.required = required
        self.following = Following(plan, structure, times, required.lengths)
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
        others = [one for one in uncovered if taker not in uncovered[one]]
        chain, known = self._chain(number, others, back)
        first = chain.holds == (number,) and self.following.lasts(number) is None
        return Endurance(
            hold.id,
            True,
            self._without(hold.without, taker),
            self.structure.nodes[taker].id,
            (),
            None if first else int(chain.until),
            known,
            back,
            (),
            (self.structure.nodes[hold.process].id,),
            tuple(self.structure.holds[one].id for one in chain.holds[1:]),
        )

    def _chain(self, number: int, others: list[int], back: int | None) -> tuple[Chain, bool]:
        """A strategy and those that follow it, and whether all that matters of them is known."""
        if back is None:
            return self.following.after(number, (), 0, surely=True), True
        surely = self.following.after(number, others, back, surely=True)
        if surely.until >= back:
            return surely, True
        best = self.following.after(number, others, back, surely=False)
        if best.until >= back:
            return Chain(best.holds, surely.until), False
        return best, self.following.is_ready_known(number)

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
