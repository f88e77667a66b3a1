"""What can happen, how high it stands, how it is noticed, and the first levers."""

from typing import ClassVar, Literal

from bcp.model.base import (
    AnyId,
    LeverId,
    Object,
    OwnerId,
    Part,
    PlaybookId,
    ProcedureId,
    RoleId,
    SiteId,
    TeamId,
    ThingId,
    field,
)
from bcp.model.people import Capacity
from bcp.model.scalars import Count, Day, Length, Number, Share, Wording, Words

RiskClass = Literal[
    "cyber",
    "premises",
    "telecom",
    "staff",
    "supplier",
    "natural",
    "pandemic",
    "insider",
    "civil",
    "power",
    "demand",
    "fraud",
]


class Removes(Part):
    """What a risk takes away when it happens."""

    ids: tuple[ThingId, ...] = ()
    """Things and causes that are lost."""
    staff: Share | None = None
    """Share of staff that is missing."""
    at: SiteId | None = None
    """The site at which staff is missing; none: everywhere."""
    demand: Number | None = None
    """Demand against an ordinary day: 3 is threefold."""
    lasts: Length | None = None
    """How long it is gone, or stays so: what answers it must last as long."""


class Accepted(Part):
    """That a risk is borne as it is."""

    by: OwnerId
    """Who accepted it."""
    why: Wording
    """The reason."""
    until: Day
    """When it must be decided anew."""


class Risk(Object):
    """Something that can happen."""

    kind: ClassVar[str] = "risks"

    title: Wording
    """What it is called."""
    class_: RiskClass = field(alias="class")
    """What sort of hazard it is."""
    likelihood: Count | None = None
    """Step on the plan's scale of likelihood."""
    impact: Count | None = None
    """Step on the plan's scale of impact."""
    owner: OwnerId | None = None
    """Who watches it."""
    threatens: tuple[ThingId, ...] = ()
    """Processes, sites, systems, teams or suppliers it threatens."""
    removes: Removes | None = None
    """What it takes away when it happens."""
    treatment: Literal["avoid", "reduce", "transfer", "accept"] | None = None
    """What was decided."""
    controls: tuple[AnyId, ...] = ()
    """What keeps it small: strategies, redundancies, procedures, courses."""
    other_controls: tuple[Wording, ...] = ()
    """What keeps it small besides, in words."""
    residual: Count | None = None
    """Likelihood × impact that remains."""
    accepted: Accepted | None = None
    """Who accepted what remains."""
    early_warning: tuple[AnyId, ...] = ()
    """Indicators, channels or organisations that announce it."""
    playbook: PlaybookId | None = None
    """What answers it."""
    reviewed: Day | None = None
    """When it was last looked at."""

    @property
    def score(self) -> int | None:
        """Likelihood × impact; None while either is missing."""
        if self.likelihood is None or self.impact is None:
            return None
        return self.likelihood * self.impact


class Level(Object):
    """An incident level."""

    kind: ClassVar[str] = "levels"

    title: Wording
    """What it is called."""
    rank: Count
    """Its height: 1 is the lowest."""
    criteria: tuple[Wording, ...]
    """Objective criteria, any of which is enough."""
    declared_by: RoleId
    """Who declares it."""
    must_be_told: tuple[OwnerId, ...] = ()
    """Who must be told at once."""
    teams: tuple[TeamId, ...] = ()
    """Teams that come together at it."""
    review_every: Length | None = None
    """How often the level is looked at again."""
    raise_when: Wording | None = None
    """When to go higher."""
    lower_when: Wording | None = None
    """When to go lower."""


class Threshold(Part):
    """A value and how long it must be passed."""

    beyond: Number
    """The limit: what is worse than it counts, the value itself does not. With `better: higher`,
    `beyond: 1` means none at all."""
    for_: Length = field(alias="for")
    """How long."""


class Source(Part):
    """Where an indicator's readings come from."""

    column: Words | None = None
    """A column of the interval export."""
    promql: Words | None = None
    """A query to a monitoring system."""
    by: RoleId | None = None
    """Or who reads it by hand,"""
    every: Length | None = None
    """and how often."""


class Indicator(Object):
    """A figure, feedback or warning that is watched."""

    kind: ClassVar[str] = "indicators"

    title: Wording
    """What it is called."""
    definition: Wording | None = None
    """How it is counted: of what, in which interval."""
    measures: (
        Literal[
            "service-level",
            "asa",
            "abandonment",
            "oldest-contact",
            "absence",
            "agents-offline",
            "backlog",
            "feedback",
            "warning",
        ]
        | None
    ) = None
    """Which of the known figures it is."""
    queue: AnyId | None = None
    """The queue or process it is taken on."""
    unit: Words
    """%, s, contacts, …"""
    better: Literal["higher", "lower"]
    """Which side is good."""
    target: Number | None = None
    """The value aimed at."""
    warn: Threshold | None = None
    """When to be warned."""
    critical: Threshold | None = None
    """When it is a crisis."""
    recovered: Threshold | None = None
    """When it is over."""
    source: Source
    """Where the readings come from."""
    watched_by: RoleId | None = None
    """Who watches it."""
    on_warn: tuple[LeverId, ...] = ()
    """Levers to pull at a warning."""
    on_critical: PlaybookId | None = None
    """The playbook that a critical reading starts."""

    @property
    def ends_at_nothing(self) -> bool:
        """Whether no reading is below 0, as of counts, shares and times; of degrees and decibels
        one may be."""
        return not self.unit.startswith(("°", "dB"))


class Lever(Object):
    """What an intraday lead may pull to win capacity."""

    kind: ClassVar[str] = "levers"

    title: Wording
    """What it is called."""
    order: Count
    """Place in the order of pulling: 1 first."""
    do: Wording
    """What is done."""
    procedure: ProcedureId | None = None
    """How it is done, step by step."""
    by: RoleId
    """Who may pull it."""
    within: Length
    """How long until it helps."""
    yields: Wording
    """What it gives, in agents or contacts."""
    gives: Capacity | None = None
    """The same as a figure, so that levers can be added up."""
    cost: Wording | None = None
    """What it costs."""
    limit: Wording | None = None
    """How far it may go."""
    ends: Wording
    """When it ends."""
    reversal: Wording | None = None
    """How it is undone."""
