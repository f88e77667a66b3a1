"""Whether everything would be back in time: the answer as plain values. Times in seconds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from bcp.graph.clock.times import Figure
from bcp.graph.recovery.capacity import Cover
from bcp.graph.recovery.data_loss import Data
from bcp.graph.recovery.endurance import Endurance, TooShort
from bcp.graph.recovery.start import Deadlock, StartOrder

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
        if self.back is None or self.minimum is None or self.minimum.latest is None:
            return None
        return self.back - self.minimum.latest


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
    starting: tuple[tuple[str, int], ...] = ()
    """Where no return of the thing can be soon enough: what starts again on the chain, and the
    seconds that takes, together longer than ``within``."""
    within: int = 0
    """The target of the process: its RTO, or when it must be back in full."""

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
