"""What is answered: for a stretch of time, for a list of calls, for a level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bcp.graph.reach.worst import Called, Outcome


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of the ordinary week, or of one day. Minutes from Monday 00:00, the end exclusive,
    in the plan's clock."""

    start: int
    end: int
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """What comes out at one stretch of time, in one circumstance."""

    escalation: str | None
    """The list; None where none holds."""
    when: When
    outcome: Outcome
    absent: str | None = None
    """Who is absent; None: nobody who would be needed."""
    channel: str | None = None
    """The channel that is lost."""
    away: tuple[str, ...] = ()
    """Who is away by plan that day."""
    hours: tuple[When, ...] = ()
    """For the worst of one person's absence, or of one channel's loss: all stretches of the
    ordinary week at which it is as bad."""

    @property
    def rank(self) -> tuple[int, int]:
        return self.outcome.rank


@dataclass(frozen=True, slots=True)
class StretchReach:
    """One stretch of the ordinary week for one list."""

    usual: Hit
    """With everybody there."""
    worst: Hit
    """With any one person absent; ``usual`` when no absence makes it worse."""
    channel: Hit
    """With any one channel lost; the same."""


@dataclass(frozen=True, slots=True)
class ListReach:
    """One escalation."""

    escalation: str
    levels: tuple[str, ...]
    authority: str
    calls: tuple[Called, ...]
    """Whom it calls, one after the other, when nobody accepts."""
    stretches: tuple[StretchReach, ...]
    people: tuple[Hit, ...]
    """For everybody whose absence makes it worse at some hour: the worst of these."""
    channels: tuple[Hit, ...]
    """For every channel whose loss does."""
    day: Hit | None
    """The worst of the single days, when it is worse than the ordinary week."""

    @property
    def usual(self) -> Hit | None:
        return worst_of(one.usual for one in self.stretches)

    @property
    def worst(self) -> Hit | None:
        """With any one person absent, on any day; None when it never holds."""
        return worst_of(
            (*(one.worst for one in self.stretches), *((self.day,) if self.day else ()))
        )

    @property
    def worst_channel(self) -> Hit | None:
        return worst_of(one.channel for one in self.stretches)


@dataclass(frozen=True, slots=True)
class LevelReach:
    """One incident level."""

    level: str
    lists: tuple[str, ...]
    """The escalations that are begun with at this level: not those that only follow others."""
    worst: Hit | None
    """The worst of all its lists and hours; None when the question leaves them all out."""
    uncovered: tuple[When, ...]
    """When none of its lists holds."""
    declared_by: str
    declared: int | None
    """Seconds until whoever declares it accepts, at worst, by the quickest of its lists; None when
    no list calls them, or they are not reached."""
    is_called: bool
    """Whether a list calls whoever declares it."""


def worst_of(several: Iterable[Hit]) -> Hit | None:
    """The first of the worst."""
    return max(several, key=lambda one: one.rank, default=None)
