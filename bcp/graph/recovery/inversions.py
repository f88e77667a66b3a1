"""What cannot be back as soon as it is required: RTO inversions, each with the way it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bcp.graph.recovery.answer import Inversion, ProcessRecovery, Row
from bcp.graph.recovery.chains import Chains
from bcp.graph.recovery.lengths import ALWAYS
from bcp.graph.recovery.solving import Limits
from bcp.graph.structure import Structure


def late(processes: Iterable[ProcessRecovery], chains: Chains) -> tuple[Inversion, ...]:
    """What is too late for the minimum, worst first."""
    rows = (
        _Late(one, row, row.minimum.latest)
        for one in processes
        for row in one.rows
        if row.minimum is not None
        and row.minimum.latest is not None
        and row.verdict == "late"
        and not row.minimum.bridged
    )
    return _Telling(chains, full=False).told(rows)


def full_late(processes: Iterable[ProcessRecovery], chains: Chains) -> tuple[Inversion, ...]:
    """What is too late for full service, and not for the minimum."""
    rows = (
        _Late(one, row, row.full.latest)
        for one in processes
        for row in one.rows
        if row.full is not None
        and row.full.latest is not None
        and row.full_verdict == "late"
        and row.verdict != "late"
        and not row.full.bridged
    )
    return _Telling(chains, full=True).told(rows)


@dataclass(frozen=True, slots=True)
class _Late:
    process: ProcessRecovery
    row: Row
    required: int


class _Telling:
    def __init__(self, chains: Chains, *, full: bool) -> None:
        self.chains = chains
        self.structure: Structure = chains.structure
        self.full = full
        self._limits: dict[str, Limits] = {}

    def told(self, rows: Iterable[_Late]) -> tuple[Inversion, ...]:
        """Each thing once, with the process for which it is latest."""
        by_thing: dict[str, list[_Late]] = {}
        for each in rows:
            by_thing.setdefault(each.row.thing, []).append(each)
        found = map(self._inversion, by_thing.values())
        return tuple(sorted(found, key=lambda one: (not one.breaches, -one.gap, one.thing)))

    def _inversion(self, several: list[_Late]) -> Inversion:
        worst, *others = sorted(several, key=lambda one: (one.required, one.process.process))
        row = worst.row
        chain = self._chain(worst.process, row.thing)
        return Inversion(
            row.thing,
            row.kind,
            worst.process.process,
            chain,
            tuple(self._of_no_help(worst.process, chain)),
            worst.required,
            row.back or 0,
            row.figure,
            row.proof,
            row.breaches,
            tuple(one.process.process for one in others),
            self._starting(worst, chain),
            self._target(worst.process),
        )

    def _starting(self, late: _Late, chain: Sequence[str]) -> tuple[tuple[str, int], ...]:
        """What starts again on a chain, where that alone takes longer than there is."""
        takes = ((one, self.chains.lengths.restart(self.structure.number[one])) for one in chain)
        starting = tuple((one, int(each)) for one, each in takes if 0 < each < ALWAYS)
        # The thing itself is restored, and starts with that.
        starting = tuple(one for one in starting if one[0] != late.row.thing)
        enough = sum(seconds for _, seconds in starting) <= self._target(late.process)
        return () if enough else starting

    def _target(self, process: ProcessRecovery) -> int:
        return (process.full_within if self.full else process.rto) or 0

    def _asked(self, process: ProcessRecovery) -> Limits:
        """By when each thing must be back for a process."""
        found = self._limits.get(process.process)
        if found is None:
            number = self.structure.number[process.process]
            target = self._target(process)
            found = (
                self.chains.for_full(number, target)
                if self.full
                else self.chains.for_minimum(number, target)
            )
            self._limits[process.process] = found
        return found

    def _chain(self, process: ProcessRecovery, thing: str) -> tuple[str, ...]:
        """The way from a process to a thing that asks for it soonest."""
        number = self.structure.number
        chain = self.chains.chain(
            number[process.process], self._target(process), number[thing], full=self.full
        )
        return _straight(self.structure.ids(chain))

    def _of_no_help(self, process: ProcessRecovery, chain: Sequence[str]) -> Iterator[str]:
        """Redundancies on a chain whose next thing is not asked for itself."""
        number = self.structure.number
        for one, other in pairwise(chain):
            if self.structure.nodes[number[one]].kind != "redundancy":
                continue
            if number[other] not in self._asked(process):
                yield one


def _straight(chain: Iterable[str]) -> tuple[str, ...]:
    """A chain without the turns from a site in use to its own building, which have one id."""
    way: list[str] = []
    for one in chain:
        if one in way:
            del way[way.index(one) + 1 :]
        else:
            way.append(one)
    return tuple(way)
