"""The plan itself: what it covers, who owns and approved it, and how it is kept."""

from typing import ClassVar, Literal

from bcp.model.base import AnyId, Object, OwnerId, Part, ReaderId, RecordId, RoleId
from bcp.model.scalars import Count, Day, Language, Length, Timezone, Wording, Words


class Exclusion(Part):
    """Something the plan does not cover."""

    what: Wording
    """What is left out."""
    why: Wording
    """Why."""
    hazard: Words | None = None
    """The risk class it stands for, when a hazard is left out."""
    audience: Words | None = None
    """The audience type it stands for, when nobody of that type must hear."""


class Assumption(Part):
    """Something the plan takes for granted."""

    text: Wording
    """The assumption."""
    owner: RoleId
    """Who watches it."""
    checked: Day | None = None
    """When it was last found true."""
    if_false: Wording
    """What to do when it turns out false."""


class Objective(Part):
    """A measurable continuity objective."""

    text: Wording
    """The objective."""
    measure: Wording
    """How it is measured, with the figure."""


class Grade(Part):
    """One step of a scale."""

    title: Wording
    """What the step is called."""
    means: Wording
    """What it means, so that two people choose the same."""


class Scales(Part):
    """The scales that risks are scored on: step 1 is the lowest."""

    likelihood: tuple[Grade, ...]
    """Steps of likelihood, rarest first."""
    impact: tuple[Grade, ...]
    """Steps of impact, mildest first."""


class Appetite(Part):
    """Which risks are accepted as they are."""

    accept_below: Count
    """Likelihood × impact below this is accepted."""
    high_from: Count
    """Likelihood × impact from this on is high: a playbook must answer it."""


class Approval(Part):
    """That the plan was approved."""

    by: OwnerId
    """Who approved it."""
    on: Day
    """When."""
    revision: Words
    """What was approved: the version or revision."""


class Review(Part):
    """How often the plan is looked through."""

    every: Length
    """The interval, for example 12 months."""
    last: Day
    """When it was last done."""


class Copies(Part):
    """Printed or offline copies of the plan, or of a record."""

    where: Wording
    """Where they lie, so that they are found in the dark."""
    how_many: Count
    """How many."""
    held_by: RoleId | None = None
    """Who keeps them current."""
    at: AnyId | None = None
    """The site or system that holds them."""
    checked: Day | None = None
    """When they were last found current."""


class Change(Part):
    """One entry of the change log."""

    version: Words
    """The version that it led to."""
    on: Day
    """When."""
    by: OwnerId
    """Who made it."""
    what: Wording
    """What changed, in a sentence."""


class LegalDuty(Part):
    """A law, licence or contract that asks something of the plan."""

    title: Wording
    """What it is called."""
    asks: Wording
    """What it asks of us, in our own words."""
    owner: RoleId | None = None
    """Who watches it."""


class RelatedPlan(Part):
    """Another plan that this one leans on."""

    title: Wording
    """What it is called."""
    kept_at: Wording
    """Where to find it."""
    when: Wording | None = None
    """When it is used as well as this plan, or takes over from it."""
    owner: Wording | None = None
    """Who keeps it."""


class LogKeeping(Part):
    """Where incident logs are kept, and for how long."""

    where: Wording
    """Where."""
    record: RecordId | None = None
    """The record, if it is one of the plan's."""
    keep_for: Length
    """How long."""
    keeper: RoleId | None = None
    """Who keeps them."""


class Header(Object):
    """The plan itself."""

    kind: ClassVar[str] = "plan"

    title: Wording
    """What it is called."""
    organisation: Wording | None = None
    """Whose plan it is."""
    sector: Words | None = None
    """The line of work: contact-centre, health-line, municipal, …"""
    purpose: Wording | None = None
    """What it is there to achieve."""
    scope: Wording | None = None
    """What it covers, and for whom it is written."""
    exclusions: tuple[Exclusion, ...] = ()
    """What it does not cover, and why."""
    assumptions: tuple[Assumption, ...] = ()
    """What it takes for granted."""
    objectives: tuple[Objective, ...] = ()
    """Measurable continuity objectives."""
    policy: Wording | None = None
    """The continuity policy in a sentence, or where it is kept."""
    do_not_say: tuple[Wording, ...] = ()
    """What nobody says to anybody outside, in no message and on no call."""
    climate: Wording | None = None
    """What was decided on whether climate change matters here (ISO 22301 Amd 1)."""
    scales: Scales | None = None
    """The scales that risks are scored on."""
    appetite: Appetite | None = None
    """Which risks are accepted as they are."""
    owner: OwnerId | None = None
    """Who keeps the plan right."""
    sponsor: OwnerId | None = None
    """Who answers for it at the top."""
    activated_by: RoleId | None = None
    """The one role that may activate the plan; its successors are the role's alternates."""
    version: Words | None = None
    """The version, for example 3.2."""
    status: Literal["draft", "in-review", "approved", "retired"] = "draft"
    """Where it stands."""
    maturity: Literal["start", "operating", "audited"] = "start"
    """How complete it means to be."""
    approved: Approval | None = None
    """Who approved it, when, and what."""
    review: Review | None = None
    """How often it is looked through."""
    languages: tuple[Language, ...] = ("en",)
    """The languages its texts are required in; the first is the plan's own."""
    timezone: Timezone = "UTC"
    """The zone of every time that names none."""
    classification: Wording | None = None
    """Who may read it."""
    contacts: Literal["here", "separately"] = "here"
    """Where telephone numbers and addresses of people are held: in the plan, or in a folder outside
    the repository that is named with --contacts."""
    distribution: tuple[ReaderId, ...] = ()
    """Who gets it; clients and authorities too."""
    copies: tuple[Copies, ...] = ()
    """Printed and offline copies."""
    changes: tuple[Change, ...] = ()
    """The change log, newest first."""
    related_plans: tuple[RelatedPlan, ...] = ()
    """Other plans that this one leans on."""
    frameworks: tuple[Words, ...] = ()
    """Frameworks it is held against: iso22301, …"""
    legal_register: tuple[LegalDuty, ...] = ()
    """Laws, licences and contracts that ask something of it."""
    logs: LogKeeping | None = None
    """Where incident logs are kept, and for how long."""
