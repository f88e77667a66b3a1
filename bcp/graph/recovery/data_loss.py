"""How much work, in time, is lost with a store of data: backup exposure against the RPO.

``exposure(store, S)`` is the smallest, over the copies that survive S, of how often the copy is
made + how long making it takes: the copy that was nearly finished is lost with the store. A process
loses what the worst of its stores loses; the *skew* is how far its stores lie apart after a restore
(source: DORA 12(6), NIST SP 800-53r5 CP-9).

S is the loss of the place, the loss of the supplier, a corruption of the data, or ransomware. A
copy survives what it says it ``survives``. The other member of an active or hot redundancy follows
every change: it serves when the place or the supplier of the first is lost and its own is not, and
follows a corruption too. Where the plan's own structure shows that the place of a copy
is lost with the store's, the copy does not count for that, whatever it says.

A store is a system of the type data, or an application with backups, that the process stands on.
The copies of telephone systems, networks and other equipment hold settings: no work is lost with
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bcp.graph.recovery.limits import Limits, Required
from bcp.graph.structure import Structure
from bcp.model.resources import Backup, Process, Redundancy, System
from bcp.plan import Plan

Loss = Literal["site", "supplier", "corruption", "ransomware"]
LOSSES: tuple[Loss, ...] = ("site", "supplier", "corruption", "ransomware")
_TAKEN_BY: dict[Loss, tuple[str, ...]] = {"site": ("sites", "causes"), "supplier": ("suppliers",)}
_NAMED: dict[Loss, str] = {"site": "sites", "supplier": "suppliers"}

Verdict = Literal["nothing-left", "beyond", "not-known", "within", "not-asked"]
_ORDER: tuple[Verdict, ...] = ("nothing-left", "beyond", "not-known", "within", "not-asked")


@dataclass(frozen=True, slots=True)
class Exposure:
    """What one store loses in one kind of loss. Seconds."""

    store: str
    loss: Loss
    seconds: int | None
    """None: everything, no copy survives."""
    exact: bool
    """False: the plan does not say how long the copying takes, so it is more than that."""
    copy: int | None
    """Which backup is restored, from 0."""


@dataclass(frozen=True, slots=True)
class LostTogether:
    """A copy that is kept where its store is lost, although it is said to survive that."""

    store: str
    copy: int
    kept_at: str
    loss: Loss
    through: tuple[str, ...]
    """What takes both."""


@dataclass(frozen=True, slots=True)
class DataLoss:
    """What a process loses, against its RPO. Seconds."""

    process: str
    rpo: int | None
    keeps_data: bool
    """False: the plan says that it keeps none, so nothing is asked."""
    exposures: tuple[Exposure, ...]
    """Of every store in every kind of loss it can meet: the worst in front."""
    skew: int | None
    """How far its stores lie apart after the same loss, at most; None: with one store, or when one
    of them is lost whole."""

    @property
    def worst(self) -> Exposure | None:
        return self.exposures[0] if self.exposures else None

    @property
    def verdict(self) -> Verdict:
        """``not-known`` also for a process without an RPO, or with no store that is named."""
        if not self.keeps_data:
            return "not-asked"
        worst = self.worst
        if worst is None:
            return "not-known"
        if worst.seconds is None:
            return "nothing-left"
        if self.rpo is None:
            return "not-known"
        if worst.seconds > self.rpo:
            return "beyond"
        return "within" if all(one.exact for one in self.exposures) else "not-known"

    @property
    def gap(self) -> int | None:
        """Exposure − RPO; None where one of them is not known."""
        if self.rpo is None or self.worst is None or self.worst.seconds is None:
            return None
        return self.worst.seconds - self.rpo


@dataclass(frozen=True, slots=True)
class Data:
    """The data of all processes of a plan."""

    processes: tuple[DataLoss, ...]
    """Worst first."""
    together: tuple[LostTogether, ...]


def data_loss(plan: Plan, structure: Structure, required: Required) -> Data:
    """What every process loses, and which copies are kept where their store is lost.

    ``required`` are the limits of the same structure, at the ``latest``.
    """
    stores = _Stores(plan, structure, required)
    found = [_of_process(structure, one, stores) for one in plan.of(Process)]
    found.sort(key=lambda one: (_ORDER.index(one.verdict), -(one.gap or 0), one.process))
    return Data(tuple(found), tuple(stores.together))


def _of_process(structure: Structure, process: Process, stores: _Stores) -> DataLoss:
    cone = structure.cone(structure.number[process.id])
    below = {structure.nodes[one].id for one in cone}
    own = (several for store, several in stores.exposures.items() if store in below)
    found = [one for several in own for one in several]
    found.sort(key=_badness)
    return DataLoss(
        process.id,
        process.rpo.total if process.rpo else None,
        process.data,
        tuple(found) if process.data else (),
        _skew(found) if process.data else None,
    )


def _badness(one: Exposure) -> tuple[bool, int, int, str]:
    return (one.seconds is not None, -(one.seconds or 0), LOSSES.index(one.loss), one.store)


def _skew(exposures: list[Exposure]) -> int | None:
    widest = None
    for loss in LOSSES:
        several = [one.seconds for one in exposures if one.loss == loss]
        known = [one for one in several if one is not None]
        if len(several) > 1 and len(known) == len(several):
            widest = max(widest or 0, max(known) - min(known))
    return widest


class _Stores:
    """Every store of a plan, each worked out once."""

    def __init__(self, plan: Plan, structure: Structure, required: Required) -> None:
        self.plan = plan
        self.structure = structure
        self.required = required
        self.together: list[LostTogether] = []
        self._takers: dict[str, Limits] = {}
        self.exposures = {
            one.id: tuple(self._of(one))
            for one in plan.of(System)
            if one.type == "data" or (one.type == "application" and one.backups)
        }

    def _of(self, store: System) -> Iterator[Exposure]:
        for loss in LOSSES:
            if loss in _NAMED and not self._taking(store.id, (_NAMED[loss],)):
                continue
            if loss in _TAKEN_BY and self._is_served_by_another(store.id, _TAKEN_BY[loss]):
                continue
            yield self._exposure(store, loss)

    def _is_served_by_another(self, store: str, kinds: tuple[str, ...]) -> bool:
        """Whether a member that follows every change stands when a store is lost like that."""
        taking = self._taking(store, kinds)
        return any(
            taking.isdisjoint(self._taking(other, kinds))
            for one in self.plan.of(Redundancy)
            if one.mode in ("active", "hot") and store in one.of
            for other in one.of
            if other != store and self.plan.kind_of(other) == "systems"
        )

    def _exposure(self, store: System, loss: Loss) -> Exposure:
        best: tuple[int, bool, int] | None = None
        for number, copy in enumerate(store.backups):
            if loss not in copy.survives or self._is_lost_too(store, number, copy, loss):
                continue
            seconds = copy.every.total + (copy.copy_time.total if copy.copy_time else 0)
            best = min(filter(None, (best, (seconds, copy.copy_time is None, number))))
        if best is None:
            return Exposure(store.id, loss, None, True, None)
        seconds, inexact, number = best
        return Exposure(store.id, loss, seconds, not inexact, number)

    def _is_lost_too(self, store: System, number: int, copy: Backup, loss: Loss) -> bool:
        kinds = _TAKEN_BY.get(loss)
        if kinds is None or copy.kept_at is None:
            return False
        both = self._taking(store.id, kinds) & self._taking(copy.kept_at, kinds)
        if not both:
            return False
        self.together.append(
            LostTogether(store.id, number, copy.kept_at, loss, tuple(sorted(both)))
        )
        return True

    def _taking(self, thing: str, kinds: tuple[str, ...]) -> frozenset[str]:
        """What of these kinds takes a thing."""
        number = self.structure.number.get(thing)
        if number is None:
            return frozenset()
        if thing not in self._takers:
            self._takers[thing] = self.required.takers(number)
        nodes = self.structure.nodes
        return frozenset(nodes[one].id for one in self._takers[thing] if nodes[one].kind in kinds)
