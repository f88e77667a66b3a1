"""What must go on, and how it goes on for a while without what it stands on."""

from typing import ClassVar, Literal

from bcp.model.base import (
    DoerId,
    EventId,
    HowId,
    Object,
    OrganisationId,
    OwnerId,
    Part,
    ProcessId,
    RoleId,
    ThingId,
    field,
)
from bcp.model.scalars import Count, Day, Flag, Length, Number, Share, Wording, Words


class Demonstrated(Part):
    """A time that was measured in a functional or live exercise, a test or a real event.

    Where the event stands in the plan, its `measured` says all of this, and counts by itself.
    """

    time: Length
    """How long it took."""
    on: Day
    """When."""
    in_: EventId | None = field(default=None, alias="in")
    """The event in which it was measured."""


class Times(Part):
    """One recovery time, three ways: asked for, promised, measured. Never one for another."""

    required: Length | None = None
    """What the processes that stand on it need."""
    committed: Length | None = None
    """What its owner or supplier promises."""
    demonstrated: Demonstrated | None = None
    """What was measured, where no event says so."""


class Minimum(Part):
    """The least that must go on."""

    service: Wording
    """The service level that is just acceptable, in words with a figure."""
    share: Share | None = None
    """The same as a share of normal."""
    staff: Count | None = None
    """People needed for it."""
    skill: Words | None = None
    """The skill that these people need."""
    for_: Length | None = field(default=None, alias="for")
    """How long it must be possible to go on like this, for example 30d."""


class ImpactAt(Part):
    """How bad it is after a time."""

    after: Length
    """Time since the disruption."""
    level: Count
    """Step on the plan's scale of impact."""
    why: Wording | None = None
    """What has happened by then."""


class Peak(Part):
    """A period in which the targets are harder to keep."""

    when: Wording
    """When it is."""
    factor: Number | None = None
    """Demand against an ordinary day: 1.6 is sixty per cent more."""


class Process(Object):
    """Something that must go on: a service or activity, with its business impact analysis."""

    kind: ClassVar[str] = "processes"

    title: Wording
    """What it is called."""
    tier: Literal["critical", "important", "routine"]
    """How much hangs on it."""
    priority: Count | None = None
    """Order of recovery within the tier; 1 first."""
    for_: tuple[OrganisationId, ...] = field(default=(), alias="for")
    """Clients or bodies it is done for; none: our own."""
    owner: OwnerId | None = None
    """Who answers for it."""
    mtpd: Length | None = None
    """Maximum tolerable period of disruption."""
    rto: Length | None = None
    """Recovery time objective: to the minimum service."""
    full_within: Length | None = None
    """When full service is to be back."""
    rpo: Length | None = None
    """Recovery point objective: how much data, in time, may be lost."""
    data: Flag = True
    """Whether it keeps data at all; if not, no RPO is asked for."""
    minimum: Minimum | None = None
    """The least that must go on."""
    impact: dict[
        Literal["harm", "financial", "legal", "reputation", "customer"], tuple[ImpactAt, ...]
    ] = field(default_factory=dict)
    """Impact over time, by type."""
    needs: tuple[ThingId, ...] = ()
    """All of it is needed; "one of these" is a redundancy."""
    peaks: tuple[Peak, ...] = ()
    """Periods that change the targets."""
    reviewed: Day | None = None
    """When the analysis was last looked through."""
    approved: Day | None = None
    """When management approved these figures."""


class Otherwise(Part):
    """Who decides when the first has not decided in time: silent, away, or still thinking it over.
    Both may decide from then on."""

    by: RoleId
    """Who decides then."""
    within: Length
    """How soon after the first one's time is over."""


class Strategy(Object):
    """How a process goes on at its minimum without something, for a while."""

    kind: ClassVar[str] = "strategies"

    title: Wording
    """What it is called."""
    for_: ProcessId = field(alias="for")
    """The process it serves."""
    without: tuple[ThingId, ...]
    """What is lost when it is used."""
    when: Wording | None = None
    """What must be the case to choose it, and not another."""
    order: Count | None = None
    """Which is tried first when several fit: 1, then 2."""
    do: HowId
    """The procedure or playbook to follow."""
    by: DoerId
    """Who does it."""
    decided_by: RoleId
    """Who decides to."""
    decided_within: Length | None = None
    """How soon after the loss is known."""
    otherwise: Otherwise | None = None
    """Who decides when they have not decided by then."""
    within: Length
    """How soon after the decision it serves."""
    gives: Share | None = None
    """The share of normal service it gives."""
    lasts: Length | None = None
    """How long it can be kept up."""
    needs: tuple[ThingId, ...] = ()
    """What it stands on itself."""
    resources: dict[
        Literal[
            "people",
            "information",
            "premises",
            "equipment",
            "ict",
            "transport",
            "finance",
            "suppliers",
        ],
        Wording,
    ] = field(default_factory=dict)
    """What it takes, by kind of resource."""
    selected: Day | None = None
    """When it was chosen."""
    approved: Day | None = None
    """When management approved it."""
    demonstrated: Demonstrated | None = None
    """When it was last shown to work, and how long it took, where no event says so."""
