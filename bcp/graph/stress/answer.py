"""What is told when everything of a plan is lost once, and every two things: the types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bcp.graph.staffing.emptied import NotMatched
from bcp.graph.stories import Story
from bcp.graph.what_if.returns import Missing

Verdict = Literal["breached", "not-known", "within"]
"""``breached``: beyond the MTPD even if every time that the plan could say and does not were none.
``not-known``: not within it by what the plan says; a time that it does not say decides. ``within``:
every process that is compared is back at its minimum within its MTPD."""

ChangeKind = Literal[
    "times", "faster-switch", "alternate", "strategy", "separate-cause", "second-way"
]


@dataclass(frozen=True, slots=True)
class Share:
    """How all losses of one size fare. ``within`` + ``breached`` + ``not_known`` = ``total``."""

    size: int
    """How many things are lost together."""
    total: int
    within: int
    unproven: int
    """How many of ``within`` are so only by figures that were never shown."""
    rto_missed: int
    """How many of ``within`` miss the RTO of some process, or are not known to meet it."""
    breached: int
    not_known: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One process, and how many smallest sets of losses keep it down beyond its MTPD."""

    process: str
    mtpd: int
    """Seconds."""
    breached: tuple[int, ...]
    """Sets of one, two losses."""
    not_known: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Things that can stand in for each other in a story."""

    take: int
    """Any so many of them."""
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one process in a story. Times in seconds."""

    process: str
    verdict: Verdict
    back: int | None
    """When it is back at its minimum by what the plan says, at the latest; None: not known."""
    mtpd: int
    unwritten: tuple[Missing, ...] = ()
    """Told of the first process. Where it is not known: the times that the plan does not say and
    that could decide. Where it is breached: why nobody can say when it is back."""
    at_best: int | None = None
    """When it would be back if each of those took no time; None: nobody can say."""
    proven: bool = True
    """Whether all on its way back was shown."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A strategy that does not hold a process in a story."""

    strategy: str
    lacks: str | None = None
    """What it takes and is not there in time; None: it does not cover all that is lost,"""
    seconds: int | None = None
    """or takes so long."""


@dataclass(frozen=True, slots=True)
class Tale:
    """One of the worst stories: losses that do the same, and what comes of them."""

    parts: tuple[Part, ...]
    """What is lost: of each part, any ``take``."""
    count: int
    """How many sets of losses these are."""
    alike: int
    """How many more there are that do the same to the first process, in other combinations."""
    example: tuple[str, ...]
    """Those whose figures are told: the longest outage of them all."""
    verdict: Verdict
    fates: tuple[Fate, ...]
    """Processes that any of these losses keeps down beyond their MTPD, the worst first."""
    story: Story
    """How the first of them comes to be down after ``example``,"""
    failed: tuple[Failed, ...] = ()
    """and why its strategies do not hold it: those of which the plan says how long they take."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the plan, and how many losses it takes off the list, after those before it."""

    kind: ChangeKind
    of: str = ""
    """The thing, role, redundancy, number or strategy; "" for ``times``."""
    process: str | None = None
    """``strategy``: the process it is for."""
    to: str | None = None
    """``faster-switch``: the stand-in; ``separate-cause``: what is to go without ``of``."""
    seconds: int | None = None
    """``faster-switch``: how long it may take in all, from the disruption on."""
    figures: tuple[Missing, ...] = ()
    """``times``: what is to be written down."""
    removes: tuple[int, ...] = ()
    """How many sets of one, two losses are within every MTPD with it that were not without."""


@dataclass(frozen=True, slots=True)
class Advice:
    """The few changes that help most. Chosen one after the other, each the one that helps most
    then, single losses first: the set need not be the smallest."""

    changes: tuple[Change, ...]
    left: tuple[int, ...]
    """How many sets of one, two losses are not within every MTPD after all of them."""
    recomputed: bool
    """Whether each was worked out on the changed plan; else read off the sets that hold a thing:
    as if that thing could not be lost."""


@dataclass(frozen=True, slots=True)
class Stress:
    """Everything lost once, and every two things."""

    plan: str
    process: str | None
    """None: all processes are compared."""
    order: int
    compared: tuple[Compared, ...]
    """By tier, priority and id."""
    no_mtpd: tuple[str, ...]
    """Processes that cannot be compared: their MTPD is not set."""
    down_anyway: tuple[str, ...]
    """Processes that are down before anything is lost."""
    pairs_left_out: bool
    """Whether pairs were asked for and not counted, since the plan is huge."""
    things: int
    """What is lost in turn."""
    left_out: int
    """Things that could be lost and that no compared process stands on."""
    shares: tuple[Share, ...]
    tales: tuple[Tale, ...]
    more: bool
    """Whether there are more stories than were asked for."""
    advice: Advice
    not_matched: tuple[NotMatched, ...]
    """Roles for which "one person, one role" was not tried for every set."""

    @property
    def verdict(self) -> Verdict:
        """The worst that any of the losses does."""
        if any(one.breached for one in self.shares):
            return "breached"
        return "not-known" if any(one.not_known for one in self.shares) else "within"
