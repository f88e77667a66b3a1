"""The answer to "what if?": plain frozen values, times in seconds from now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bcp.graph.reach.answers import When
from bcp.graph.stories import Story
from bcp.graph.what_if.calling import Call
from bcp.graph.what_if.contests import Contest
from bcp.graph.what_if.due import Due
from bcp.graph.what_if.off_duty import OffDuty
from bcp.graph.what_if.returns import Clock, Return
from bcp.graph.what_if.scenario import Scenario
from bcp.graph.what_if.staff_share import EmptiedBy
from bcp.graph.what_if.undoable import Undoable

Outcome = Literal["stops", "in-doubt", "below-minimum", "minimum", "goes-on"]
"""How a process fares. ``stops``: nothing holds it. ``in-doubt``: it goes on only if somebody steps
in who is not on duty at the hour asked about. ``below-minimum``: all that holds it gives less than
its minimum. ``minimum``: a strategy holds it. ``goes-on``: it lacks nothing, or stand-ins serve."""


@dataclass(frozen=True, slots=True)
class Held:
    """A strategy that can hold a process at its minimum."""

    strategy: str
    do: str
    """The procedure or playbook."""
    by: str
    decided_by: str
    decides: str | None
    """The person who fills the deciding role now; None when the plan names nobody, or nobody is on
    duty for it at the hour asked about."""
    decided_within: int | None
    within: int
    reached: int | None
    """Seconds, at worst, until the decider accepts the call, where that is longer than
    ``decided_within``; None: it is not, or not known."""
    call: Call | None
    """How the decider is reached; None: no list calls them, or they have no time to be called."""
    off_duty: tuple[OffDuty, ...]
    """Those of the roles that decide on it and do it that nobody is on duty for then."""
    unheld: tuple[When, ...]
    """Where no hour was asked about: when in the ordinary week nobody is on duty who decides."""
    back: Return
    """When it holds the process, counted from now; where nobody is on duty who may decide on it,
    when somebody is next."""
    lasts: int | None
    """Seconds; None: the plan does not say."""
    gives: float | None
    """Share of normal service."""
    enough: bool | None
    """Whether that is the minimum; None: one of the two is not known."""


@dataclass(frozen=True, slots=True)
class Short:
    """A queue with fewer agents than its minimum, and with all else that it needs."""

    queue: str
    there: int
    needed: int
    """The largest minimum of the hours that hold, times the demand."""
    carried: bool
    """Whether a strategy that serves does without those who are missing."""


@dataclass(frozen=True, slots=True)
class WaysIn:
    """By which queues a process can still be reached.

    A process does not need its queues: work that has come in goes on. But one that "goes on" while
    nobody can call it must not look as if nothing had happened.
    """

    open: tuple[str, ...]
    waiting: tuple[str, ...]
    """Closed until somebody points their numbers elsewhere, which can be done."""
    closed: tuple[str, ...]
    """Closed: the queue is lost, or all its numbers are dead and can be pointed nowhere."""
    within: int | None
    """Seconds that pointing the waiting ones elsewhere takes, at most; None: nothing is waiting, or
    the plan does not say."""
    short: tuple[Short, ...] = ()
    """With fewer agents than they need: some callers get through. Open only where a strategy
    carries them, closed in no case."""
    crowded: tuple[str, ...] = ()
    """Overloaded: with an ordinary day's demand they would do, so that some get through. Neither
    open nor closed."""


@dataclass(frozen=True, slots=True)
class ProcessOutcome:
    """How one process goes on."""

    process: str
    outcome: Outcome
    story: Story
    """Why it does not go on as usual; empty when it does."""
    held: tuple[Held, ...]
    """The strategies that can serve, in the order in which they are to be tried, then of ids."""
    failed: tuple[tuple[str, str], ...]
    """Strategies that cannot, each with the first thing it lacks; the process's own id: it does
    not cover all that is lost."""
    switched: tuple[str, ...]
    """Redundancies it stands on that go on without some of their members, for good or until these
    have started again."""
    clock: Clock
    ends_at: int | None
    """Seconds from now at which the last of what holds it can no longer be kept up, and full
    service is not back or not known to be; None: it holds long enough, or nothing must hold, or it
    is not known how long."""
    ways_in: WaysIn
    used_up: tuple[str, ...] = ()
    """Strategies that should have served by now for longer than they can be kept up: gone."""


@dataclass(frozen=True, slots=True)
class Switched:
    """A redundancy that goes on without some of its members."""

    redundancy: str
    lost: tuple[str, ...]
    meanwhile: tuple[str, ...]
    """Members that are not lost, and down until what they need stands and they have started
    again."""
    serving: tuple[str, ...]
    """The members that serve now."""
    stand_ins: tuple[str, ...]
    """Those of them that stood in before; empty when no switch is needed."""
    left: int
    """What is left, and"""
    need: int
    """what is needed: when they are the same, the next loss takes it."""
    mode: str
    decided_by: str | None
    decides: str | None
    decided_within: int | None
    by: str | None
    within: int | None
    procedure: str | None
    tested: str | None
    """The day of the last real test; None: never, or not said."""
    measured: int | None
    """Seconds that it took when it was measured; None: never, or not said."""
    otherwise: str | None
    """Who decides when the first has not decided in time."""
    reached: int | None
    call: Call | None
    off_duty: tuple[OffDuty, ...]
    unheld: tuple[When, ...]
    """These four as of :class:`Held`."""
    lasts: int | None
    """How long what serves now can be kept up, in seconds; None: not said, or it serves always."""


@dataclass(frozen=True, slots=True)
class NumberOutcome:
    """A number customers dial whose carrier is lost."""

    queue: str
    number: str
    carrier: str
    to: str | None
    """Where it can be pointed; None: nowhere, callers do not reach us on it."""
    lacks: tuple[str, ...]
    """What pointing it elsewhere takes, and is lost too."""
    decided_by: str | None
    by: str | None
    within: int | None
    tested: str | None
    off_duty: tuple[OffDuty, ...]
    """Those of the two roles that nobody is on duty for then."""


@dataclass(frozen=True, slots=True)
class RoleOutcome:
    """A role that changes hands, or stays empty."""

    role: str
    before: str | None
    now: str | None
    """None: it stays empty."""
    off_duty: OffDuty | None
    """Where nobody is on duty for it at the hour asked about: ``now`` would have to step in."""
    short_roles: tuple[str, ...]
    """For an empty role: roles that together have too few people,"""
    short_people: tuple[str, ...]
    """and all who are left for them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What happens when ``given`` is lost."""

    plan: str
    given: tuple[str, ...]
    """What was asked about: things, causes or risks."""
    losses: tuple[str, ...]
    """The things that are taken to be lost, a risk replaced by what it removes."""
    scenario: Scenario
    """The same in full: since when, how long, staff, demand and the hour."""
    processes: tuple[ProcessOutcome, ...]
    switched: tuple[Switched, ...]
    numbers: tuple[NumberOutcome, ...]
    roles: tuple[RoleOutcome, ...]
    off_duty: tuple[OffDuty, ...]
    """Roles that nobody is on duty for at the hour asked about, of those that the answer takes."""
    lost: tuple[tuple[str, Story], ...]
    """Everything that is lost with them, in the order in which it falls; roles are under
    ``roles``, processes under ``processes``."""
    already_lost: tuple[str, ...]
    """What the plan cannot fill even when nothing is lost."""
    undoable: tuple[Undoable, ...]
    offline: tuple[str, ...]
    """Records whose place is lost and that can be read from their offline copy."""
    risks: tuple[str, ...]
    """Risks that remove exactly these things."""
    due: tuple[Due, ...]
    """What is owed to somebody outside."""
    contests: tuple[Contest, ...]
    """Where the answers compete for the same people, seats or help."""
    emptied_by: tuple[EmptiedBy, ...]
    """Roles that stay empty if the staff that is missing is among so many."""
