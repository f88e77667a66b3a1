"""Being ready and learning: training, care for people, exercises, events, improvements, waivers."""

from typing import ClassVar, Literal

from bcp.model.base import (
    AnyId,
    EventId,
    ExerciseId,
    Object,
    OwnerId,
    Part,
    RiskId,
    RoleId,
    SupplierId,
    ThingId,
    field,
)
from bcp.model.scalars import (
    Count,
    Day,
    Flag,
    Id,
    Length,
    Moment,
    Phone,
    Share,
    Wording,
    Words,
)


class Course(Object):
    """A training, and who needs it."""

    kind: ClassVar[str] = "courses"

    title: Wording
    """What it is called."""
    for_: tuple[RoleId, ...] = field(default=(), alias="for")
    """Roles that need it; none: everybody."""
    teaches: Wording | None = None
    """What one can do afterwards."""
    every: Length
    """How often it is refreshed."""
    within: Length | None = None
    """How soon after appointment it is done."""
    target: Share | None = None
    """Share of those who need it that must hold it."""
    records: AnyId | None = None
    """Where attendance is kept."""
    owner: OwnerId | None = None
    """Who runs it."""


class WellBeing(Object):
    """Care for people during and after an incident."""

    kind: ClassVar[str] = "wellbeing"

    title: Wording
    """What it is called."""
    type: Literal["support", "debrief", "rest", "distressing-calls", "family", "policy"]
    """What sort it is."""
    for_: tuple[RoleId, ...] = field(default=(), alias="for")
    """For whom; none: everybody."""
    what: Wording
    """What is offered or done."""
    contact: Phone | None = None
    """The number to call."""
    offered_by: AnyId | None = None
    """Who offers it."""
    within: Length | None = None
    """How soon."""
    owner: RoleId | None = None
    """Who sees to it."""


class Scenario(Part):
    """What is supposed to have happened."""

    risks: tuple[RiskId, ...] = ()
    """Risks that strike."""
    losses: tuple[ThingId, ...] = ()
    """Things that are lost."""
    text: Wording | None = None
    """The story."""


class Measure(Part):
    """A figure an objective is judged by."""

    metric: Literal[
        "time-to-declare",
        "time-to-answer",
        "time-to-escalate",
        "first-message",
        "time-to-switch",
        "time-to-minimum",
        "actions-in-time",
        "calls-reached",
    ]
    """What is measured."""
    max: Length | None = None
    """The longest time that meets it."""
    min: Share | None = None
    """The smallest share that meets it."""


class ExerciseObjective(Part):
    """What an exercise is to show."""

    id: Id
    """Its id, unique in the exercise."""
    text: Wording
    """What is to be shown."""
    capability: Words | None = None
    """The capability it belongs to."""
    measure: Measure | None = None
    """The figure it is judged by."""
    weight: Count = 1
    """How much it counts."""


class Inject(Part):
    """Something players are told in the course of an exercise."""

    id: Id
    """Its id, unique in the exercise."""
    at: Length
    """When, in exercise time from the start."""
    kind: Literal["inject", "information", "facilitation", "contingency", "stop-point"] = "inject"
    """What it is for."""
    from_: Words = field(alias="from")
    """Who or what it seems to come from."""
    to: tuple[RoleId, ...]
    """Who gets it."""
    means: Words
    """How: telephone, wallboard, in person, …"""
    text: Wording
    """What they hear or see."""
    note: Wording | None = None
    """For the facilitator alone."""
    if_not_done: Words | None = None
    """The expected action whose absence brings this inject; else it comes anyway."""
    expect: tuple[Words, ...] = ()
    """Expected actions, by id."""
    objectives: tuple[Words, ...] = ()
    """Objectives it serves, by id."""


class ExpectedAction(Part):
    """What players should do."""

    id: Id
    """Its id, unique in the exercise."""
    by: RoleId
    """Who; an alternate counts and is noted."""
    text: Wording
    """What."""
    within: Length
    """How soon after the inject that expects it."""
    must: Flag = False
    """Whether missing it does harm."""
    tests: AnyId | None = None
    """The object of the plan that it tries."""


class Exercise(Object):
    """An exercise of the programme, with its scenario."""

    kind: ClassVar[str] = "exercises"

    title: Wording
    """What it is called."""
    type: Literal[
        "seminar", "workshop", "tabletop", "call-tree", "drill", "functional", "full-scale", "live"
    ]
    """How it is played."""
    scenario: Scenario
    """What is supposed to have happened."""
    scope: Wording | None = None
    """What is in and what is out."""
    planned: Day | None = None
    """The day it is planned for."""
    every: Length | None = None
    """How often it is held."""
    duration: Length | None = None
    """How long it takes."""
    story_starts: Moment | None = None
    """The day and time in the story."""
    objectives: tuple[ExerciseObjective, ...] = ()
    """What it is to show."""
    participants: tuple[RoleId, ...] = ()
    """Roles that play."""
    suppliers: tuple[SupplierId, ...] = ()
    """Suppliers that take part or are played."""
    facilitator: OwnerId | None = None
    """Who leads it."""
    evaluator: OwnerId | None = None
    """Who watches and does not play."""
    safety_controller: OwnerId | None = None
    """Who may stop it."""
    no_play: tuple[Wording, ...] = ()
    """What must not be touched."""
    ground_rules: tuple[Wording, ...] = ()
    """Rules of play."""
    criteria: tuple[Wording, ...] = ()
    """When it counts as passed."""
    injects: tuple[Inject, ...] = ()
    """What happens in it, beyond what the plan itself gives."""
    actions: tuple[ExpectedAction, ...] = ()
    """What players should do, beyond what the plan itself gives."""
    debrief: tuple[Wording, ...] = ()
    """Questions afterwards."""


class Rating(Part):
    """How well an objective was met: P, S, M or U (HSEEP)."""

    objective: Words
    """The objective."""
    rating: Literal["P", "S", "M", "U"]
    """Performed without challenges, with some, with major ones, or unable."""
    why: Wording | None = None
    """The reason."""


class Measured(Part):
    """A time that was measured."""

    what: AnyId
    """The object whose time it is."""
    of: (
        Literal[
            "switch",
            "restore_time",
            "restart_time",
            "restore",
            "noticed_within",
            "set_up",
            "within",
            "first_within",
            "rto",
            "full_within",
            "rpo",
        ]
        | None
    ) = None
    """Which of its times, by the name of the field that promises it; needed where it has several,
    as a process has `rto` and `full_within`."""
    time: Length
    """How long it took."""


class Event(Object):
    """Something that took place: an exercise, incident, test, audit or management review."""

    kind: ClassVar[str] = "events"

    title: Wording
    """What it is called."""
    type: Literal["exercise", "incident", "test", "audit", "management-review", "training"]
    """What it was."""
    of: ExerciseId | None = None
    """The exercise it was a run of."""
    on: Day
    """When."""
    revision: Words | None = None
    """The version or revision of the plan that was used."""
    covered: tuple[AnyId, ...] = ()
    """What it covered."""
    ratings: tuple[Rating, ...] = ()
    """How well objectives were met."""
    measured: tuple[Measured, ...] = ()
    """Times that were measured. Those of an incident, of a test, and of an exercise of a type in
    which things are really done count as shown, the latest of them; nothing else need say so."""
    report: Wording | None = None
    """Where the report is kept."""
    reported_on: Day | None = None
    """When the report was filed."""
    told: tuple[OwnerId, ...] = ()
    """Who received it."""
    summary: Wording | None = None
    """What was learned, in a sentence or two."""


class Improvement(Object):
    """An improvement action."""

    kind: ClassVar[str] = "improvements"

    title: Wording
    """What is to be done."""
    from_: EventId | None = field(default=None, alias="from")
    """The event that showed the need."""
    issue: Wording
    """What was wrong."""
    capability: Words | None = None
    """The capability it belongs to."""
    element: Literal["planning", "organisation", "equipment", "training", "exercise"] | None = None
    """What sort of thing must change."""
    owner: OwnerId | None = None
    """Who does it."""
    due: Day | None = None
    """By when."""
    extended_to: Day | None = None
    """A later day that was agreed."""
    status: Literal["draft", "agreed", "done", "verified"]
    """Where it stands."""
    evidence: Wording | None = None
    """What shows that it is done."""
    verified_by: EventId | None = None
    """A later event that showed that it helped."""
    changes: tuple[AnyId, ...] = ()
    """Where in the plan."""


class Waiver(Object):
    """A finding that was accepted."""

    kind: ClassVar[str] = "waivers"

    rule: Words
    """The rule, by its code."""
    on: AnyId
    """The object whose finding is accepted."""
    reason: Wording
    """Why."""
    approved_by: OwnerId
    """Who accepted it."""
    until: Day
    """When it lapses: the finding then returns. At most a year ahead."""
