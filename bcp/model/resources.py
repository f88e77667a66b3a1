"""What processes stand on: sites, systems, suppliers, what stands in for what, and records."""

from typing import ClassVar, Literal

from bcp.model.base import (
    AnyId,
    CauseId,
    DoerId,
    Object,
    OwnerId,
    Part,
    PartnerId,
    ProcedureId,
    RoleId,
    SiteId,
    ThingId,
    field,
)
from bcp.model.header import Copies
from bcp.model.people import Capacity, Contract, Mails, Phones
from bcp.model.processes import (
    Demonstrated,
    ImpactAt,
    Minimum,
    Otherwise,
    Peak,
    Process,
    Strategy,
    Times,
)
from bcp.model.scalars import Count, Day, Flag, Length, Phone, Wording, Words

__all__ = [
    "Access",
    "Backup",
    "Capacity",
    "Cause",
    "Contract",
    "Demonstrated",
    "Evidence",
    "ImpactAt",
    "Invoke",
    "Item",
    "Minimum",
    "Otherwise",
    "Peak",
    "Process",
    "Record",
    "Redundancy",
    "Site",
    "Strategy",
    "Supplier",
    "Switch",
    "System",
    "Times",
]


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
    noticed_within: Length | None = None
    """How soon its loss is noticed: an alarm that empties it is noticed at once."""
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


class Item(Part):
    """Something that lies in a bag, a box or a cupboard."""

    what: Wording
    """What it is."""
    how_many: Count = 1
    """How many."""


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
    supplier: PartnerId | None = None
    """Who runs it for us, or the client whose it is; lost with them."""
    needs: tuple[ThingId, ...] = ()
    """All of it is needed."""
    shares: tuple[CauseId, ...] = ()
    """Causes that take it together with others."""
    capacity: Capacity | None = None
    """How much it carries."""
    where: Wording | None = None
    """Where it stands or lies, so that it is found in the dark: the generator, the go-bag."""
    contents: tuple[Item, ...] = ()
    """What is in it, for a go-bag, a crisis box, a set of spares."""
    check_every: Length | None = None
    """How often it is tried or looked through."""
    checked: Day | None = None
    """When it was last found complete and working."""
    noticed_within: Length | None = None
    """How soon its loss is noticed: what recovery is reckoned with."""
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
    mail: Mails | None = None
    """Mailboxes."""
    ask_for: Wording | None = None
    """Whom to ask for: a post, or a name and a post."""
    verified: Day | None = None
    """When the contact data was last tried and found right."""
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
    noticed_within: Length | None = None
    """How soon we notice ourselves that its service is lost, where that is sooner."""
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
    otherwise: Otherwise | None = None
    """Who decides when they have not decided by then."""
    by: DoerId
    """Who does it."""
    within: Length
    """How long it takes once decided."""
    procedure: ProcedureId | None = None
    """How it is done."""
    tested: Day | None = None
    """When it was last done for real."""
    demonstrated: Demonstrated | None = None
    """How long it took then, where no event says so."""


class StandIn(Part):
    """One member of a redundancy, where it differs from the others."""

    what: ThingId
    """The member."""
    within: Length | None = None
    """How long it takes to go over to it once decided."""
    procedure: ProcedureId | None = None
    """How one goes over to it."""
    lasts: Length | None = None
    """How long it can be kept up."""
    refill: Wording | None = None
    """What keeps it going after that, and who brings it: fuel, batteries, people."""


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
    """Active: all serve at once, and nobody switches. Else the first serve and the rest stand in:
    hot is ready at once, warm is ready soon, cold must first be built up or fetched, manual is
    switched over by hand, however ready it is."""
    switch: Switch | None = None
    """How a stand-in takes over; not for active."""
    lasts: Length | None = None
    """How long the stand-in can be kept up."""
    stand_ins: tuple[StandIn, ...] = ()
    """Members that differ from what `switch` and `lasts` say of all."""
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
    noticed_within: Length | None = None
    """How soon one knows that it has happened."""
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
    edition: Words | None = None
    """The edition in force; every copy is of it."""
    copies: tuple[Copies, ...] = ()
    """Printed and offline copies, where there are several."""
    owner: OwnerId | None = None
    """Who keeps it."""
    checked: Day | None = None
    """When the offline copy was last found current."""
