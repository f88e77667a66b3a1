"""What can happen, how it is noticed, and what is done."""

from typing import ClassVar, Literal

from bcp.model.base import (
    AnyId,
    ChannelId,
    DoerId,
    EscalationId,
    HoursId,
    LevelId,
    LeverId,
    MessageId,
    Object,
    OwnerId,
    Part,
    PlaybookId,
    ProcedureId,
    RiskId,
    RoleId,
    SiteId,
    ThingId,
    field,
)
from bcp.model.scalars import (
    Count,
    Day,
    Flag,
    Id,
    Length,
    Number,
    Share,
    Wording,
    Words,
)

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
    review_every: Length | None = None
    """How often the level is looked at again."""
    raise_when: Wording | None = None
    """When to go higher."""
    lower_when: Wording | None = None
    """When to go lower."""


class Threshold(Part):
    """A value and how long it must be passed."""

    beyond: Number
    """The value; "beyond" is the worse side."""
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
    cost: Wording | None = None
    """What it costs."""
    limit: Wording | None = None
    """How far it may go."""
    ends: Wording
    """When it ends."""
    reversal: Wording | None = None
    """How it is undone."""


class Activation(Part):
    """One degree of starting a playbook."""

    when: Wording
    """What must be the case, measurably."""
    by: RoleId
    """Who may."""


class Activations(Part):
    """How a playbook is started, in up to three degrees."""

    standby: Activation | None = None
    """Be ready."""
    partial: Activation | None = None
    """Start a part."""
    full: Activation | None = None
    """Start all."""


class Task(Part):
    """Something to do, in a playbook."""

    id: Id
    """Its id, unique in the playbook; evidence of drills hangs on it."""
    do: Wording | None = None
    """What to do, one action."""
    procedure: ProcedureId | None = None
    """Or the procedure to follow."""
    by: DoerId
    """Who does it."""
    accountable: RoleId | None = None
    """Who answers for it, when that is not the doer."""
    within: Length | None = None
    """By when, from activation, or from the end of `after`."""
    duration: Length | None = None
    """How long it takes."""
    after: tuple[Words, ...] = ()
    """Tasks of this playbook that come first."""
    needs: tuple[ThingId, ...] = ()
    """What it cannot be done without."""
    check: Wording | None = None
    """How one sees that it is done."""
    must: Flag = False
    """Whether missing it does harm."""
    welfare: Flag = False
    """Whether it looks after people."""
    assess: Flag = False
    """Whether it finds out how bad things are."""


class Tasks(Part):
    """Tasks by phase."""

    respond: tuple[Task, ...] = ()
    """The first minutes."""
    continue_: tuple[Task, ...] = field(default=(), alias="continue")
    """Going on without what is lost."""
    recover: tuple[Task, ...] = ()
    """Getting it back."""
    return_: tuple[Task, ...] = field(default=(), alias="return")
    """Back to normal."""

    def by_phase(self) -> tuple[tuple[str, tuple[Task, ...]], ...]:
        """(phase, tasks) in order, empty phases left out."""
        phases = (
            ("respond", self.respond),
            ("continue", self.continue_),
            ("recover", self.recover),
            ("return", self.return_),
        )
        return tuple((name, tasks) for name, tasks in phases if tasks)


class AnswersTo(Part):
    """What a playbook answers to."""

    risks: tuple[RiskId, ...] = ()
    """Risks,"""
    losses: tuple[ThingId, ...] = ()
    """or losses whose cause nobody knows yet."""


class StandDown(Part):
    """When and by whom a playbook is ended."""

    when: Wording
    """What must be the case, measurably."""
    by: RoleId
    """Who says so."""


class Playbook(Object):
    """The answer to a risk, or to a loss whose cause nobody knows yet."""

    kind: ClassVar[str] = "playbooks"

    title: Wording
    """What it is called."""
    for_: AnswersTo = field(alias="for")
    """What it answers to."""
    signs: tuple[Wording, ...] = ()
    """What one sees and hears when it is needed."""
    activation: Activations | None = None
    """How it is started."""
    escalation: EscalationId | None = None
    """Who is called."""
    messages: tuple[MessageId, ...] = ()
    """What is said to whom."""
    tasks: Tasks
    """What is done."""
    welfare: Wording | None = None
    """How people are looked after."""
    log_keeper: RoleId | None = None
    """Who keeps the log."""
    stand_down: StandDown | None = None
    """When it ends."""


class Option(Part):
    """One answer to a decision."""

    choose: Wording
    """The answer."""
    when: Wording
    """What speaks for it."""
    then: Wording
    """What follows."""


class Step(Part):
    """A step or a decision of a procedure."""

    id: Id
    """Its id, unique in the procedure."""
    do: Wording | None = None
    """What to do, one action."""
    decide: Wording | None = None
    """Or the question to decide."""
    options: tuple[Option, ...] = ()
    """The answers to the question."""
    otherwise: Wording | None = None
    """What holds when nobody decides in time."""
    by: DoerId
    """Who does or decides it."""
    within: Length | None = None
    """By when, from activation, or from the end of `after`."""
    duration: Length | None = None
    """How long it takes."""
    after: tuple[Words, ...] = ()
    """Steps of this procedure that come first."""
    needs: tuple[ThingId, ...] = ()
    """What it cannot be done without."""
    check: Wording | None = None
    """How one sees that it is done."""
    must: Flag = False
    """Whether missing it does harm."""
    where: Wording | None = None
    """Where the physical things lie, and how many."""


class Overrun(Part):
    """What happens when a procedure takes too long."""

    after: Length
    """How long is too long."""
    tell: RoleId
    """Who must know."""
    then: Wording
    """What follows."""


class Procedure(Object):
    """Reusable steps."""

    kind: ClassVar[str] = "procedures"

    title: Wording
    """What it is called."""
    owner: OwnerId | None = None
    """Who keeps it right."""
    purpose: Literal["recovery", "manual", "return", "switch", "safety", "other"] = "other"
    """What it is for."""
    kept: AnyId | None = None
    """Where it is kept besides the plan; lost with that."""
    steps: tuple[Step, ...]
    """The steps, in order."""
    overrun: Overrun | None = None
    """What happens when it takes too long."""


class CallStep(Part):
    """One step of an escalation: somebody is called and has so long to accept."""

    id: Id
    """Its id, unique in the escalation."""
    role: RoleId
    """Who is called."""
    via: tuple[ChannelId, ...]
    """How, the first way first."""
    accepts_within: Length
    """How long they have to accept."""
    attempts: Count = 1
    """How often they are tried in that time."""
    otherwise: Words
    """What follows when nobody accepts: the id of another step, `next`, or `hand-over`."""
    then: Words | None = None
    """What follows once they accepted: the id of another step."""


class Escalation(Object):
    """Who is called, and what if nobody accepts."""

    kind: ClassVar[str] = "escalations"

    title: Wording
    """What it is called."""
    levels: tuple[LevelId, ...]
    """Incident levels it serves."""
    hours: HoursId = "always"
    """When it holds: always, or named hours."""
    steps: tuple[CallStep, ...]
    """The steps; the first is called first."""
    hand_over: EscalationId | None = None
    """The escalation that follows when this one is exhausted."""
    ends_at: RoleId
    """The authority that it must reach."""
