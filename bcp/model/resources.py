"""What must go on, and what it stands on."""

from typing import ClassVar, Literal

from bcp.model.base import (
    AnyId,
    CauseId,
    DoerId,
    EventId,
    HowId,
    Object,
    OwnerId,
    Part,
    ProcedureId,
    ProcessId,
    RoleId,
    SiteId,
    SupplierId,
    ThingId,
    field,
)
from bcp.model.people import Phones
from bcp.model.scalars import Count, Day, Flag, Length, Number, Phone, Share, Wording, Words


class Demonstrated(Part):
    """A time that was measured in a functional or live exercise, a test or a real event."""

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
    """What was measured."""


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


class Strategy(Object):
    """How a process goes on at its minimum without something, for a while."""

    kind: ClassVar[str] = "strategies"

    title: Wording
    """What it is called."""
    for_: ProcessId = field(alias="for")
    """The process it serves."""
    without: tuple[ThingId, ...]
    """What is lost when it is used."""
    do: HowId
    """The procedure or playbook to follow."""
    by: DoerId
    """Who does it."""
    decided_by: RoleId
    """Who decides to."""
    decided_within: Length | None = None
    """How soon after the loss is known."""
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
    """When it was last shown to work, and how long it took."""


class Access(Part):
    """How to get into an alternate site."""

    how: Wording
    """The way in at any hour."""
    people: tuple[OwnerId, ...] = ()
    """Who is authorised."""
    agreement: Wording | None = None
    """The contract that gives the right."""


class Site(Object):
    """A place where people or equipment are."""

    kind: ClassVar[str] = "sites"

    title: Wording
    """What it is called."""
    address: Wording | None = None
    """Where it is, as one tells the fire brigade."""
    zone: CauseId | None = None
    """The hazard zone it lies in, a cause."""
    shares: tuple[CauseId, ...] = ()
    """Other causes that take it."""
    needs: tuple[ThingId, ...] = ()
    """What it cannot be used without: power, access."""
    capacity: Count | None = None
    """Seats."""
    critical: Flag = False
    """Whether critical work is done here."""
    alternates: tuple[SiteId, ...] = ()
    """Where its work goes."""
    remote: Flag = False
    """Whether its work can be done from home instead."""
    set_up: Length | None = None
    """How long it takes to be ready as an alternate."""
    restore: Times | None = None
    """How long until it can be used again once lost."""
    power: Wording | None = None
    """What stands in for mains power, and how long."""
    comms: Wording | None = None
    """What stands in for its lines."""
    access: Access | None = None
    """How to get in."""
    muster: Wording | None = None
    """Where people gather."""
    muster_alternate: Wording | None = None
    """Where else, if that is not safe."""
    shelter: Wording | None = None
    """Where people take shelter."""
    roll_call_by: RoleId | None = None
    """Who counts the people."""


class Backup(Part):
    """A copy of data that one can restore from."""

    what: Wording
    """What is in it."""
    every: Length
    """How often it is made."""
    copy_time: Length | None = None
    """How long the copying takes."""
    kept_at: AnyId | None = None
    """The site, system or supplier that keeps it."""
    offline: Flag = False
    """Whether it is cut off from the source network."""
    survives: tuple[Literal["site", "corruption", "ransomware", "supplier"], ...] = ()
    """Which losses it survives."""
    owner: RoleId | None = None
    """Who sees to it."""
    restore: ProcedureId | None = None
    """How it is restored."""
    restore_tested: Day | None = None
    """When it was last restored from."""


class Capacity(Part):
    """How much something can carry."""

    amount: Count
    """How much."""
    unit: Words
    """Of what: calls, seats, agents, contacts an hour."""


class System(Object):
    """Telephony, network, application, data, power or equipment."""

    kind: ClassVar[str] = "systems"

    title: Wording
    """What it is called."""
    type: Literal["telephony", "network", "application", "data", "power", "equipment"]
    """What sort it is."""
    owner: OwnerId | None = None
    """Who answers for it."""
    critical: Flag = False
    """Whether a critical process stands on it."""
    at_: tuple[SiteId, ...] = field(default=(), alias="at")
    """Where it stands; lost with any of these sites."""
    supplier: SupplierId | None = None
    """Who runs it for us; lost with the supplier."""
    needs: tuple[ThingId, ...] = ()
    """All of it is needed."""
    shares: tuple[CauseId, ...] = ()
    """Causes that take it together with others."""
    capacity: Capacity | None = None
    """How much it carries."""
    noticed_within: Length | None = None
    """How soon its loss is noticed."""
    restore_time: Times | None = None
    """How long until it is back once lost itself."""
    restart_time: Times | None = None
    """How long until it is back once what it needs is back."""
    backups: tuple[Backup, ...] = ()
    """Copies of its data."""
    manual: ProcedureId | None = None
    """How to work without it, by hand."""
    manual_rule: Wording | None = None
    """When to go over to working by hand."""
    break_glass: Wording | None = None
    """Emergency access: where it is kept, who may use it, how it is logged."""


class Contract(Part):
    """The contract with a supplier."""

    reference: Words
    """The number to quote."""
    ends: Day | None = None
    """When it ends."""


class Invoke(Part):
    """How to call on a supplier's continuity service."""

    who_may: tuple[RoleId, ...]
    """Roles the supplier accepts the call from."""
    phone: Phone | None = None
    """The number to call."""
    reference: Words | None = None
    """The reference to quote."""
    code_word_kept: Wording | None = None
    """Where the code word is kept (not the word)."""
    cost: Wording | None = None
    """What it costs."""


class Evidence(Part):
    """Proof that a supplier's own continuity plan exists and was tested."""

    what: Wording
    """The document seen."""
    on: Day
    """Its date."""


class Supplier(Object):
    """A third party we depend on."""

    kind: ClassVar[str] = "suppliers"

    title: Wording
    """What it is called."""
    service: Wording
    """What we get from it."""
    critical: Flag = False
    """Whether a critical process stands on it."""
    owner: OwnerId | None = None
    """Who of us deals with it."""
    phones: Phones | None = None
    """The number for faults at any hour under `duty`."""
    contract: Contract | None = None
    """The contract."""
    capacity: Capacity | None = None
    """How much it can give."""
    commitment: Length | None = None
    """Recovery time it has promised."""
    restore_time: Times | None = None
    """How long until its service is back once lost."""
    notice_time: Length | None = None
    """How fast it must tell us of an incident."""
    invoke: Invoke | None = None
    """How to call on its continuity service."""
    evidence: Evidence | None = None
    """Proof of its own continuity plan and test."""
    substitute: Wording | None = None
    """Who or what could replace it, and how fast."""
    region: Words | None = None
    """Where it works from."""
    shares: tuple[CauseId, ...] = ()
    """Causes that take it together with others."""
    needs: tuple[ThingId, ...] = ()
    """What it stands on, its own suppliers among them."""


class Switch(Part):
    """How the stand-in takes over."""

    decided_by: RoleId
    """Who decides: a switch with a doer and no decider does not happen."""
    decided_within: Length
    """How soon after the loss is known."""
    by: DoerId
    """Who does it."""
    within: Length
    """How long it takes once decided."""
    procedure: ProcedureId | None = None
    """How it is done."""
    tested: Day | None = None
    """When it was last done for real."""
    demonstrated: Demonstrated | None = None
    """How long it took then."""


class Redundancy(Object):
    """What stands in for what."""

    kind: ClassVar[str] = "redundancy"

    title: Wording
    """What it is called."""
    of: tuple[ThingId, ...]
    """The members, preferred first."""
    need: Count = 1
    """How many of them must serve."""
    capacity_needed: Capacity | None = None
    """How much must be carried, when count alone does not say it."""
    mode: Literal["active", "hot", "warm", "cold", "manual"]
    """Active: all serve at once. Else the first serve and the rest stand in."""
    switch: Switch | None = None
    """How a stand-in takes over; not for active."""
    lasts: Length | None = None
    """How long the stand-in can be kept up."""
    shares: tuple[CauseId, ...] = ()
    """Causes that take all members at once, known and accepted or being worked on."""


class Cause(Object):
    """What takes several things at once: a duct, a provider, a power zone, a flood plain, a key."""

    kind: ClassVar[str] = "causes"

    title: Wording
    """What it is called."""
    where: Wording | None = None
    """Where it is."""
    owner: OwnerId | None = None
    """Who deals with it."""
    restore_time: Length | None = None
    """How long until what it took can be used again."""


class Record(Object):
    """Vital records, and lists of customers."""

    kind: ClassVar[str] = "records"

    title: Wording
    """What it is called."""
    where: Wording
    """Where it is kept."""
    at_: AnyId | None = field(default=None, alias="at")
    """The system or site that holds it; lost with it."""
    offline: Wording | None = None
    """Where the copy is that needs no system."""
    owner: OwnerId | None = None
    """Who keeps it."""
    checked: Day | None = None
    """When the offline copy was last found current."""
