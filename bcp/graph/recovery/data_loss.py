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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bcp.graph.recovery.limits import Required
from bcp.graph.recovery.taking import Taking
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
    found = [one for store in below & stores.exposures.keys() for one in stores.exposures[store]]
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
        self.structure = structure
        self.taking = Taking(structure, required, ("sites", "suppliers", "causes"))
        self.taken_by = {loss: self.taking.mask(*kinds) for loss, kinds in _TAKEN_BY.items()}
        self.named = {loss: self.taking.mask(kind) for loss, kind in _NAMED.items()}
        self.together: list[LostTogether] = []
        self.others = _that_follow(plan)
        self.exposures = {
            one.id: tuple(self._of(one))
            for one in plan.of(System)
            if one.type == "data" or (one.type == "application" and one.backups)
        }

    def _of(self, store: System) -> Iterator[Exposure]:
        for loss in LOSSES:
            if loss in self.named and not self._takers(store.id) & self.named[loss]:
                continue
            if loss in self.taken_by and self._is_served_by_another(store.id, loss):
                continue
            yield self._exposure(store, loss)

    def _is_served_by_another(self, store: str, loss: Loss) -> bool:
        """Whether a member that follows every change stands when a store is lost like that."""
        taking = self._takers(store) & self.taken_by[loss]
        return any(not taking & self._takers(other) for other in self.others.get(store, ()))

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
        if loss not in self.taken_by or copy.kept_at is None:
            return False
        both = self._takers(store.id) & self._takers(copy.kept_at) & self.taken_by[loss]
        if not both:
            return False
        self.together.append(
            LostTogether(store.id, number, copy.kept_at, loss, self.taking.ids(both))
        )
        return True

    def _takers(self, thing: str) -> int:
        """What takes a thing, as bits of :class:`Taking`."""
        number = self.structure.number.get(thing)
        return 0 if number is None else self.taking.of(number)


def _that_follow(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """Each member of an active or hot redundancy → the others, which follow every change."""
    found: dict[str, list[str]] = {}
    for one in plan.of(Redundancy):
        if one.mode in ("active", "hot"):
            for store in one.of:
                found.setdefault(store, []).extend(
                    other for other in one.of if other != store and plan.kind_of(other) == "systems"
                )
    return {store: tuple(others) for store, others in found.items()}
