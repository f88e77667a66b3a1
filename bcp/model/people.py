"""People, teams, roles, rotas and the bodies outside."""

from typing import ClassVar, Literal

from bcp.model.base import (
    CourseId,
    HoursId,
    NotificationId,
    Object,
    Part,
    PersonId,
    ProcessId,
    RecordId,
    RoleId,
    RotaId,
    SiteId,
    TeamId,
    ThingId,
    field,
)
from bcp.model.scalars import (
    ClockTime,
    Count,
    Day,
    Flag,
    Language,
    Length,
    Mail,
    Phone,
    ShortNumber,
    Timezone,
    Wording,
    Words,
)

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Phones(Part):
    """Telephone numbers by kind, each in quotes as it is read aloud."""

    duty: Phone | None = None
    """Answered by whoever is on duty, at any hour."""
    work: Phone | None = None
    """At the workplace; lost with the office telephony."""
    mobile: Phone | None = None
    """A mobile that the organisation pays for."""
    personal: Phone | None = None
    """The person's own; not dependent on office systems."""
    night: Phone | None = None
    """Outside working hours."""
    satellite: Phone | None = None
    """A satellite telephone."""
    short: ShortNumber | None = None
    """A short or emergency number, for example "112"."""

    def numbers(self) -> tuple[tuple[str, str], ...]:
        """(kind, number) pairs that are given, in the order in which one would try them."""
        pairs = ((kind, getattr(self, kind)) for kind in self.declared)
        return tuple((kind, number) for kind, number in pairs if number)


class Mails(Part):
    """E-mail addresses by kind."""

    work: Mail | None = None
    """At the organisation; lost with its mail system."""
    personal: Mail | None = None
    """The person's own."""
    duty: Mail | None = None
    """A shared mailbox that the duty reads."""


class Away(Part):
    """A stretch of days on which somebody is not to be counted on."""

    from_: Day = field(alias="from")
    """First day away."""
    until: Day
    """Last day away."""


class Person(Object):
    """A person who has a part in the plan."""

    kind: ClassVar[str] = "people"

    name: Words
    """The name as colleagues say it."""
    job: Wording | None = None
    """What they do on ordinary days."""
    phones: Phones | None = None
    """Telephone numbers; they may be held in an overlay outside the repository."""
    mail: Mails | None = None
    """E-mail addresses; they may be held in an overlay."""
    languages: tuple[Language, ...] = ()
    """Languages they can work in."""
    site: SiteId | None = None
    """Where they usually work."""
    timezone: Timezone | None = None
    """Where it is not the plan's."""
    skills: tuple[Words, ...] = ()
    """Skills that roles and queues ask for."""
    status: Literal["active", "on-leave", "left"] = "active"
    """Whether they can be counted on; somebody who left holds no role."""
    away: tuple[Away, ...] = ()
    """Planned absences."""
    roles_at_once: Count = 1
    """How many roles this person can fill at the same time in a crisis."""
    trained: dict[CourseId, Day] = field(default_factory=dict)
    """Course and the day it was last passed."""
    appointed: Day | None = None
    """When they took on their role in the plan."""
    verified: Day | None = None
    """When the contact data was last tried and found right."""


class PersonContact(Part):
    """What a contacts folder says of a person whom the plan declares."""

    phones: Phones | None = None
    """Telephone numbers."""
    mail: Mails | None = None
    """E-mail addresses."""
    verified: Day | None = None
    """When the contact data was last tried and found right."""


class RoleContact(Part):
    """What a contacts folder says of a role that the plan declares."""

    phones: Phones | None = None
    """The role's own telephone, whoever is on duty."""
    mail: Mails | None = None
    """The mailbox that the duty reads."""


class Capacity(Part):
    """How much something can carry."""

    amount: Count
    """How much."""
    unit: Words
    """Of what: calls, seats, agents, contacts an hour."""


class Meeting(Part):
    """Where and how a team comes together."""

    place: Wording
    """The room."""
    alternate: Wording | None = None
    """Where else, if the room is lost."""
    bridge: Phone | None = None
    """The number of the conference bridge."""
    bridge_code: Wording | None = None
    """Where the access code is kept (not the code)."""
    within: Length | None = None
    """How soon after the call the team is together."""
    quorum: Count | None = None
    """How many members it takes to decide."""
    every: Length | None = None
    """How often it meets while an incident lasts."""
    agenda: tuple[Wording, ...] = ()
    """What it goes through each time, in order."""


class Team(Object):
    """A group that leads or works in a crisis."""

    kind: ClassVar[str] = "teams"

    title: Wording
    """What it is called."""
    level: Literal["strategic", "tactical", "operational"]
    """Strategic decides why, tactical decides how, operational does."""
    lead: RoleId
    """The role that leads it."""
    members: tuple[RoleId, ...] = ()
    """The roles in it besides the lead."""
    remit: Wording
    """What it is there to decide or do."""
    reports_to: TeamId | None = None
    """The team above it."""
    meet: Meeting | None = None
    """Where and how it comes together."""
    capacity: Capacity | None = None
    """How many it has to give, for a pool that others draw on."""


class Authority(Part):
    """A power delegated to a role: what, when, how far, until when."""

    may: Wording
    """The power, in words."""
    power: Literal["activate", "stand-down", "spend", "close-site", "speak", "switch"] | None = None
    """The power as rules know it: who may start the plan, end it, spend, close a site, speak
    publicly, order a switch."""
    when: Wording
    """What must be the case."""
    limit: Wording
    """How far it goes."""
    until: Wording
    """When it ends."""
    basis: Wording | None = None
    """The statute, decision or letter that gives it."""


class Role(Object):
    """What somebody must be able to do, whoever it is tonight."""

    kind: ClassVar[str] = "roles"

    title: Wording
    """What it is called."""
    purpose: Wording | None = None
    """What it is there for, in a sentence for the top of the role card."""
    team: TeamId | None = None
    """The team it belongs to."""
    function: (
        Literal[
            "lead",
            "planning",
            "operations",
            "logistics",
            "communications",
            "people",
            "ict",
            "continuity",
            "log",
        ]
        | None
    ) = None
    """Which of the functions of a response structure it covers."""
    primary: PersonId | None = None
    """Who holds it; instead of a rota."""
    rota: RotaId | None = None
    """The rota that says who holds it now; instead of a primary."""
    alternates: tuple[PersonId, ...] = ()
    """Who takes over, in order."""
    phones: Phones | None = None
    """The role's own telephones, whoever is on duty."""
    mail: Mails | None = None
    """The role's own mailboxes."""
    critical: Flag = False
    """Whether the plan fails when nobody fills it."""
    cover: HoursId | None = None
    """When it must be filled: always, or named hours."""
    authority: tuple[Authority, ...] = ()
    """Powers delegated to it."""
    trained_in: tuple[CourseId, ...] = ()
    """Courses its holder and alternates have passed."""
    skills: tuple[Words, ...] = ()
    """Skills its holder needs."""
    max_duty: Length | None = None
    """The longest stretch one person serves."""
    rest: Length | None = None
    """The shortest rest between two stretches."""
    turns_to: tuple[RoleId, ...] = ()
    """Whom its holder turns to when unsure, in order; none: the leads of the teams above."""
    takes: tuple[ThingId, ...] = ()
    """What its holder takes along on leaving the site: a go-bag, a radio, a list."""
    hands_over: tuple[Wording, ...] = ()
    """What is told to whoever takes over, at every change of shift."""


class Shift(Part):
    """One recurring turn of a rota."""

    days: tuple[Weekday, ...]
    """Days on which it starts: mon, tue, …"""
    start: ClockTime
    """When it starts, in the rota's zone."""
    end: ClockTime
    """When it ends; not after the start means on the next day."""
    people: tuple[PersonId, ...]
    """Who serves it, the first first."""


class Rota(Object):
    """Who is on when."""

    kind: ClassVar[str] = "rotas"

    title: Wording
    """What it is called."""
    shifts: tuple[Shift, ...] = ()
    """The recurring turns."""
    weeks: tuple[PersonId, ...] = ()
    """For a duty that turns by the week: people in turn, starting at `starts`."""
    starts: Day | None = None
    """The first day of the first turn by weeks."""
    timezone: Timezone | None = None
    """Zone of the times, where it is not the plan's."""
    kept: RecordId | None = None
    """The record that holds the rota as it is worked."""


class OpenHours(Part):
    """A stretch of the week."""

    days: tuple[Weekday, ...]
    """Days: mon, tue, …"""
    start: ClockTime
    """From."""
    end: ClockTime
    """To; not after the start means on the next day."""


class Hours(Object):
    """Named hours, used wherever hours are asked for."""

    kind: ClassVar[str] = "hours"

    title: Wording
    """What they are called."""
    open: tuple[OpenHours, ...]
    """The stretches of the week."""
    closed_on: tuple[Day, ...] = ()
    """Single days that are left out."""
    all_day_on: tuple[Day, ...] = ()
    """Single days that are held from midnight to midnight: public holidays, in hours out of office
    hours."""
    curfew: Wording | None = None
    """What a curfew changes."""
    timezone: Timezone | None = None
    """Zone, where it is not the plan's."""


class Contract(Part):
    """The contract or agreement with a supplier or a body outside."""

    reference: Words
    """The number to quote."""
    ends: Day | None = None
    """When it ends."""


class Commitment(Part):
    """What we owe somebody outside when something of ours is down."""

    process: ProcessId
    """What must be back."""
    within: Length
    """How soon."""
    clause: Wording | None = None
    """Where it stands: the contract's clause, the licence."""
    credit: Wording | None = None
    """What it costs us beyond that."""
    relief: Wording | None = None
    """When we do not owe it, and what we must have done for that."""
    notice: NotificationId | None = None
    """The notice we owe with it."""


class Organisation(Object):
    """A body outside that helps, decides, or must be told."""

    kind: ClassVar[str] = "organisations"

    title: Wording
    """What it is called."""
    type: Literal[
        "authority", "emergency-service", "utility", "client", "media", "mutual-aid", "other"
    ]
    """What it is to us."""
    phones: Phones | None = None
    """By day (work) and by night."""
    mail: Mails | None = None
    """Mailboxes."""
    ask_for: Wording | None = None
    """Whom to ask for: a post, or a name and a post."""
    reference_to_quote: Words | None = None
    """What to say first: our account or licence number with them."""
    decides: Wording | None = None
    """What is theirs to decide."""
    may_be_asked: Wording | None = None
    """What help can be asked of them."""
    contract: Contract | None = None
    """The agreement by which they help."""
    within: Length | None = None
    """How soon their help is there once asked for."""
    lasts: Length | None = None
    """How long their help can stay."""
    capacity: Capacity | None = None
    """How much they can give."""
    needs: tuple[ThingId, ...] = ()
    """What they cannot help without; causes that take them with us too."""
    commitments: tuple[Commitment, ...] = ()
    """What we have promised them, by contract or licence."""
    liaison: RoleId | None = None
    """The role of ours that speaks with them."""
    verified: Day | None = None
    """When the contact data was last tried and found right."""
