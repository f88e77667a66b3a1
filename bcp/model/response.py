"""What is done when it happens: playbooks, procedures, escalations."""

from typing import ClassVar, Literal

from bcp.model.base import (
    AnyId,
    CareId,
    ChannelId,
    DoerId,
    EscalationId,
    FactId,
    HoursId,
    HowId,
    LevelId,
    MessageId,
    Object,
    OwnerId,
    Part,
    ProcedureId,
    RiskId,
    RoleId,
    ThingId,
    field,
)
from bcp.model.risks import (
    Accepted,
    Indicator,
    Level,
    Lever,
    Removes,
    Risk,
    RiskClass,
    Source,
    Threshold,
)
from bcp.model.scalars import Count, Flag, Id, Length, Wording, Words

__all__ = [
    "Accepted",
    "Activation",
    "Activations",
    "AnswersTo",
    "CallStep",
    "Escalation",
    "Indicator",
    "Level",
    "Lever",
    "Option",
    "Overrun",
    "Playbook",
    "Procedure",
    "Removes",
    "Risk",
    "RiskClass",
    "Source",
    "StandDown",
    "Step",
    "Task",
    "Tasks",
    "Threshold",
]


class Activation(Part):
    """One degree of starting a playbook."""

    when: Wording
    """What must be the case, measurably."""
    by: RoleId
    """Who may."""
    tasks: tuple[Words, ...] = ()
    """The tasks that are done in this degree, by id; none: all of them in the full one."""


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
    when: Wording | None = None
    """What must be the case for it to be done; none: always."""
    within: Length | None = None
    """By when, from activation, or from the end of `after`."""
    every: Length | None = None
    """How often it is done again while the incident lasts."""
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
    at_other_hours: tuple[EscalationId, ...] = ()
    """Who is called when the escalation above does not hold: others, each at its own hours."""
    messages: tuple[MessageId, ...] = ()
    """What is said to whom."""
    facts: tuple[FactId, ...] = ()
    """What those who speak with callers may say."""
    tasks: Tasks
    """What is done."""
    welfare: Wording | None = None
    """How people are looked after."""
    care: tuple[CareId, ...] = ()
    """The care for people that belongs to it."""
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
    follow: HowId | None = None
    """The procedure or playbook that is followed then."""


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
    when: Wording | None = None
    """What must be the case for it to be done; none: always."""
    within: Length | None = None
    """By when, from activation, or from the end of `after`."""
    every: Length | None = None
    """How often it is done again while the incident lasts."""
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
    """Steps that playbooks, strategies and switches use."""

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
    """What follows when nobody accepts: the id of another step, `next`, `hand-over`, or `end`: the
    list is at its end, and the role of `ends_at` is called until somebody accepts."""
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
    say: Wording | None = None
    """What is said to whoever is called."""
    steps: tuple[CallStep, ...]
    """The steps; the first is called first."""
    hand_over: EscalationId | None = None
    """The escalation that follows when this one is exhausted."""
    ends_at: RoleId
    """The authority that it must reach."""
