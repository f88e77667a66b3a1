"""Who must hear what, how, by when; and how requests are taken when systems are down."""

from typing import ClassVar, Literal

from bcp.model.base import (
    AudienceId,
    ChannelId,
    LevelId,
    MessageId,
    NotificationId,
    Object,
    OrganisationId,
    OwnerId,
    Part,
    ProcedureId,
    RecordId,
    RiskId,
    RoleId,
    SiteId,
    ThingId,
    field,
)
from bcp.model.scalars import Count, Day, Flag, Id, Language, Length, Wording, Words


class Channel(Object):
    """A way to reach people."""

    kind: ClassVar[str] = "channels"

    title: Wording
    """What it is called."""
    type: Literal[
        "voice", "sms", "chat", "email", "social", "web", "announcement", "radio", "person", "paper"
    ]
    """What sort it is."""
    needs: tuple[ThingId, ...] = ()
    """What it cannot work without."""
    how: Wording | None = None
    """How it is used: the number, group, call sign or address, and where the login is kept."""
    audience: Wording | None = None
    """Whom it reaches."""
    limit: Count | None = None
    """Longest message, in characters."""
    operated_by: RoleId | None = None
    """Who sends on it."""
    fallback: ChannelId | None = None
    """What is used when it is lost."""


class AudienceList(Part):
    """The list of those to be told."""

    record: RecordId
    """The record that holds it."""
    offline: Wording | None = None
    """Where the copy is that needs no system."""


class Audience(Object):
    """People who must hear from us."""

    kind: ClassVar[str] = "audiences"

    title: Wording
    """What they are called."""
    type: Literal[
        "staff",
        "responders",
        "customers",
        "clients",
        "regulators",
        "emergency-services",
        "suppliers",
        "media",
        "public",
    ]
    """What they are to us."""
    owner: OwnerId | None = None
    """Who speaks with them."""
    primary: ChannelId | None = None
    """How they are reached."""
    alternate: ChannelId | None = None
    """How else."""
    languages: tuple[Language, ...] = ()
    """Languages they need."""
    list: AudienceList | None = None
    """Who they are, one by one."""
    priority_path: Wording | None = None
    """How the vulnerable among them are told first."""


class Approve(Part):
    """Who says yes before a message goes out."""

    by: RoleId
    """Who."""
    beforehand: Day | None = None
    """The day on which they approved these very words: nobody then waits for them on the night, and
    the two fields below are left out."""
    within: Length | None = None
    """How long they have; needed unless the words are approved beforehand."""
    if_silent: Wording | None = None
    """What happens when they do not answer; needed unless the words are approved beforehand."""


class Publish(Part):
    """How a message goes out."""

    by: RoleId
    """Who sends it."""
    procedure: ProcedureId | None = None
    """How."""
    within: Length | None = None
    """How long it takes."""


class Placeholder(Part):
    """A gap in a message that is filled when it is sent."""

    source: Wording
    """Where the value comes from."""
    safe_default: Wording
    """What to say when nobody knows."""
    example: Wording | None = None
    """What it looks like filled in, in the form that the sentence asks for."""


class Question(Part):
    """A question people will ask, and its answer."""

    ask: Wording
    """The question."""
    answer: Wording
    """The answer."""


class MessageTemplate(Object):
    """What an audience hears. Placeholders are written {like-this}."""

    kind: ClassVar[str] = "messages"

    title: Wording
    """What it is called."""
    audience: AudienceId
    """Who hears it."""
    risks: tuple[RiskId, ...] = ()
    """Risks it is for."""
    levels: tuple[LevelId, ...] = ()
    """Incident levels it is for."""
    stage: Literal["holding", "update", "close"]
    """First words, news, or the end."""
    text: dict[ChannelId, Wording]
    """The words, by channel and then by language."""
    placeholders: dict[Id, Placeholder] = field(default_factory=dict)
    """The gaps in it."""
    approve: Approve | None = None
    """Who says yes first."""
    publish: Publish | None = None
    """How it goes out."""
    first_within: Length | None = None
    """How soon it must be out, counted from what `first_from` says."""
    first_from: Literal["declaration", "disruption"] | None = None
    """From when that counts: from when the playbook is started, or from the loss itself, which is
    earlier by the time of noticing and deciding. None: from the declaration."""
    then_every: Length | None = None
    """How often it is renewed."""
    expires: Length | None = None
    """How long it may stand."""
    removed_by: RoleId | None = None
    """Who takes it down."""
    questions: tuple[Question, ...] = ()
    """What people will ask."""
    do_not_say: tuple[Wording, ...] = ()
    """What must not be said."""


class Notification(Object):
    """A notice that a law or contract asks for."""

    kind: ClassVar[str] = "notifications"

    title: Wording
    """What it is called."""
    organisation: OrganisationId
    """Who must be told."""
    required_by: Wording | None = None
    """The law or contract."""
    when: Wording | None = None
    """What must be the case for it to be due; none: whenever the plan is used."""
    risks: tuple[RiskId, ...] = ()
    """Risks that make it due."""
    levels: tuple[LevelId, ...] = ()
    """Incident levels that make it due."""
    starts: Literal[
        "awareness", "classification", "previous-notice", "disruption", "outside-tolerance"
    ]
    """What starts the clock."""
    previous: NotificationId | None = None
    """The notice before, when that starts the clock."""
    within: Length
    """How long we have."""
    by: RoleId
    """Who sends it."""
    via: tuple[ChannelId, ...] = ()
    """How it is handed in, the first way first."""
    checked: Day | None = None
    """When the duty and its clock were last confirmed, with the law or contract in hand."""
    message: MessageId | None = None
    """What it says."""


class TriageCategory(Part):
    """One class of request, and how soon it must be dealt with."""

    id: Id
    """Its id, unique in the form."""
    title: Wording
    """What it is called."""
    signs: Wording
    """How it is recognised."""
    within: Length
    """How soon it must be dealt with."""
    to: RoleId
    """Who gets it."""


class FormField(Part):
    """A field to fill in."""

    id: Id
    """Its id, unique in the form."""
    title: Wording
    """What stands beside it."""
    required: Flag = False
    """Whether it must be filled in."""


class FormCopies(Part):
    """Where printed forms lie."""

    where: Wording
    """Where, so that they are found in the dark."""
    at: SiteId | None = None
    """The site."""
    how_many: Count
    """How many."""
    checked: Day | None = None
    """When they were last counted."""


class BackEntry(Part):
    """How what was written on paper gets into the systems afterwards."""

    by: RoleId
    """Who sees to it."""
    within: Length
    """How soon after the system is back."""
    procedure: ProcedureId | None = None
    """How."""


class Form(Object):
    """How a request is taken and logged when systems are down."""

    kind: ClassVar[str] = "forms"

    title: Wording
    """What it is called."""
    greet: Wording | None = None
    """The first words to the caller."""
    clarify: tuple[Wording, ...] = ()
    """What to ask."""
    triage: tuple[TriageCategory, ...] = ()
    """How urgent it is, and who gets it."""
    answer: Wording | None = None
    """What may be answered at once."""
    close: Wording | None = None
    """The last words."""
    feedback: Wording | None = None
    """How the caller hears how it went."""
    fields: tuple[FormField, ...]
    """What is written down."""
    status: tuple[Words, ...] = ()
    """Steps a request goes through."""
    copies: tuple[FormCopies, ...] = ()
    """Where printed forms lie."""
    back_entry: BackEntry | None = None
    """How paper gets into the systems afterwards."""


class Fact(Object):
    """Something agents may say in a crisis."""

    kind: ClassVar[str] = "facts"

    title: Wording
    """What it is about."""
    text: Wording
    """What may be said."""
    owner: RoleId | None = None
    """Who keeps it true."""
    updated_every: Length | None = None
    """How often it is looked at during an incident."""
    offline: Wording | None = None
    """Where the copy is that needs no system."""
