"""Contact-centre work: queues, their numbers, their forecast, and what they overflow to."""

from collections.abc import Iterable
from typing import ClassVar

from bcp.model.base import (
    ChannelId,
    DoerId,
    HoursId,
    MessageId,
    Object,
    OwnerId,
    Part,
    PartnerId,
    PoolId,
    ProcedureId,
    ProcessId,
    QueueId,
    RecordId,
    RoleId,
    SiteId,
    ThingId,
)
from bcp.model.resources import Redundancy
from bcp.model.scalars import (
    Count,
    Day,
    Flag,
    Language,
    Length,
    Number,
    Phone,
    Share,
    ShortNumber,
    Wording,
    Words,
)


class Reroute(Part):
    """How a number is pointed somewhere else."""

    to: ThingId
    """Where: another site, system or supplier."""
    by: DoerId
    """Who does it."""
    decided_by: RoleId | None = None
    """Who decides."""
    portal: ThingId | None = None
    """The portal or system it is done in; lost with it."""
    phone: Phone | None = None
    """The number to call when the portal is out of reach."""
    procedure: ProcedureId | None = None
    """How it is done."""
    within: Length | None = None
    """How long it takes once decided. Left out where pointing the number is the whole switch of the
    redundancy that `to` belongs to: the time of its `switch` then counts."""
    tested: Day | None = None
    """When it was last done for real."""

    def switch_of(self, several: Iterable[Redundancy]) -> Redundancy | None:
        """The redundancy of which pointing the number is the switch: the one among ``several`` that
        ``to`` is a member of, where the plan gives no time for the number alone."""
        if self.within is not None:
            return None
        found = (one for one in several if one.switch is not None and self.to in (one.id, *one.of))
        return next(found, None)


class QueueNumber(Part):
    """A number that customers dial."""

    number: Phone | None = None
    """The number."""
    short: ShortNumber | None = None
    """Or a short number."""
    carrier: PartnerId
    """Who carries it: our carrier, or the client whose number it is."""
    reroute: Reroute | None = None
    """How it is pointed elsewhere."""


class Target(Part):
    """The service promised: this share answered within this time."""

    share: Share
    """The share, for example 80%."""
    within: Length
    """The time, for example 20s."""


class Forecast(Part):
    """What is expected in one kind of interval."""

    interval: Wording
    """Which: a working-day peak, a night, …"""
    hours: HoursId | None = None
    """The hours it holds for."""
    contacts_per_hour: Number
    """Contacts offered in an hour."""
    agents: Count | None = None
    """Agents rostered for it on this queue, before shrinkage."""


class AgentGroup(Part):
    """Agents who can serve the queue."""

    site: SiteId
    """Where they usually work."""
    skill: Words | None = None
    """A skill they have."""
    skills: tuple[Words, ...] = ()
    """Skills that every one of them has, where it is more than one; instead of `skill`."""
    language: Language | None = None
    """A language they serve in."""
    languages: tuple[Language, ...] = ()
    """Languages that every one of them serves in, where it is more than one; instead of
    `language`."""
    count: Count
    """How many there are on the payroll."""
    also_serves: tuple[QueueId, ...] = ()
    """Other queues that every one of them can serve when it is bad; they are counted here alone."""

    @property
    def all_languages(self) -> tuple[str, ...]:
        """Every language that each of them serves in, in the order written."""
        return tuple(dict.fromkeys((*((self.language,) if self.language else ()), *self.languages)))

    @property
    def all_skills(self) -> tuple[str, ...]:
        """Every skill that each of them has, in the order written."""
        return tuple(dict.fromkeys((*((self.skill,) if self.skill else ()), *self.skills)))


class RemoteReady(Part):
    """Agents who can work from home: only those who have shown it."""

    share: Share
    """Share of the queue's agents who are equipped and tested."""
    tested: Day | None = None
    """When that was last tried."""


class MinimumStaff(Part):
    """How many must be there at the least."""

    hours: HoursId
    """When: always, or named hours."""
    agents: Count
    """How many at work."""


class Overflow(Part):
    """A partner who takes what we cannot."""

    partner: PoolId
    """Who: a supplier, a neighbour that helps, or a team of ours that others draw on."""
    trigger: Wording
    """When."""
    ramp: Length
    """How long until they answer, once they are asked."""
    capacity: Count
    """Agents they give, or calls they answer at a time: it comes to the same."""
    hours: HoursId
    """When they can."""
    languages: tuple[Language, ...] = ()
    """Languages they serve in."""
    skills: tuple[Words, ...] = ()
    """Skills they have."""
    owner: RoleId
    """Who of us calls on them."""


class Queue(Object):
    """A stream of contacts."""

    kind: ClassVar[str] = "queues"

    title: Wording
    """What it is called."""
    process: ProcessId
    """The process it serves."""
    channel: ChannelId
    """How contacts come."""
    owner: OwnerId | None = None
    """Who answers for it."""
    safety: Flag = False
    """Whether a life may hang on it; it then never closes."""
    numbers: tuple[QueueNumber, ...] = ()
    """Numbers customers dial."""
    open: HoursId
    """When it is open."""
    after_hours: QueueId | None = None
    """The queue that serves its callers when it is closed."""
    languages: tuple[Language, ...] = ()
    """Languages it is served in."""
    forecast: tuple[Forecast, ...] = ()
    """Expected contacts by kind of interval."""
    handle_time: Length | None = None
    """Average handle time: talk, hold and wrap-up."""
    target: Target | None = None
    """The service promised."""
    patience: Length | None = None
    """How long a caller waits on average before giving up."""
    shrinkage: Share | None = None
    """Share of paid time not available for contacts."""
    agents: tuple[AgentGroup, ...] = ()
    """Who can serve it."""
    remote_ready: RemoteReady | None = None
    """Who can serve it from home."""
    minimum: tuple[MinimumStaff, ...] = ()
    """The least staff, by hour."""
    shed_order: Count | None = None
    """Which queue is closed first when not all can be kept: 1 first. A safety queue has none."""
    shed_message: MessageId | None = None
    """What callers hear when it is closed."""
    emergency_message: MessageId | None = None
    """The announcement for a crisis."""
    vulnerable_path: Wording | None = None
    """How vulnerable callers and people who cannot use the telephone are served."""
    live_path: Wording | None = None
    """How a caller in danger always reaches a person."""
    dropped_call: ProcedureId | None = None
    """What an agent does when a call drops."""
    callbacks: Wording | None = None
    """How the backlog is worked off afterwards."""
    scripts: RecordId | None = None
    """The scripts and answers that its agents use."""
    overflow: Overflow | None = None
    """Who takes what we cannot."""
    needs: tuple[ThingId, ...] = ()
    """What it stands on."""
