"""Would the call-out reach somebody with the authority, and how soon at worst?

The one function for it. :mod:`bcp.graph.reach.week` knows who is on when,
:mod:`bcp.graph.reach.calls` walks the steps, :mod:`bcp.graph.reach.asking` goes over hours,
absences and channels, :mod:`bcp.graph.reach.faults` finds what is weak,
:mod:`bcp.graph.reach.odds` reckons with assumed chances.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from bcp.graph.reach.answers import Hit, LevelReach, ListReach, StretchReach, When, worst_of
from bcp.graph.reach.asking import Asking, Deciders, decider_reached
from bcp.graph.reach.faults import Fault, faults
from bcp.graph.reach.odds import Assumed, Odds, odds
from bcp.graph.reach.week import DAY, Scene
from bcp.graph.structure import Structure, structure_of
from bcp.model.response import Escalation, Level
from bcp.plan import Plan

__all__ = [
    "At",
    "Deciders",
    "Hit",
    "LevelReach",
    "ListReach",
    "Reach",
    "StretchReach",
    "When",
    "decider_reached",
    "reach",
]


@dataclass(frozen=True, slots=True)
class At:
    """A moment that is asked about: of the ordinary week, or of one day."""

    minute: int | None = None
    """Minutes from Monday 00:00, or of the day; None: the whole day."""
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The answer. Times are in seconds; what the plan does not say is None."""

    plan: str
    as_of: dt.date | None
    """The first day whose absences count; None: no single days were looked at."""
    at: At | None
    levels: tuple[LevelReach, ...]
    """The highest first."""
    lists: tuple[ListReach, ...]
    faults: tuple[Fault, ...]
    assumed: Assumed | None
    odds: tuple[Odds, ...]
    """For each of ``lists`` that holds at all, when chances were assumed."""

    @property
    def worst(self) -> Hit | None:
        """The worst of all, with any one person absent."""
        several = [one.worst for one in (self.levels or self.lists)]
        return worst_of(one for one in several if one is not None)

    def level_of(self, hit: Hit) -> str | None:
        """The highest level at which this is the worst."""
        return next((one.level for one in self.levels if one.worst == hit), None)


def reach(
    plan: Plan,
    *,
    only: Collection[str] = (),
    as_of: dt.date | None = None,
    at: At | None = None,
    assumed: Assumed | None = None,
    structure: Structure | None = None,
) -> Reach:
    """How soon somebody with the authority accepts, at worst, and what is weak in the call-out.

    ``only``: ids of levels and escalations; all of them when empty. ``as_of``: the first day of the
    year over which planned absences and single days are looked at; without it, the ordinary week
    alone is.
    """
    asking = Asking(plan, as_of, _scene(plan, at))
    levels = [one for one in plan.of(Level) if not only or one.id in only]
    levels.sort(key=lambda one: (-one.rank, one.id))
    chosen = {one.id for one in levels}
    escalations = [
        one
        for one in plan.of(Escalation)
        if not only or one.id in only or chosen.intersection(one.levels)
    ]
    done = {one.id: asking.of_list(one) for one in escalations}
    lists = tuple(done.values())
    reckoned = [odds(asking, one, assumed) for one in escalations] if assumed is not None else []
    return Reach(
        plan.id,
        as_of,
        at,
        tuple(asking.of_level(one, done) for one in levels),
        lists,
        faults(asking, lists, structure or structure_of(plan)),
        assumed,
        tuple(one for one in reckoned if one is not None),
    )


def _scene(plan: Plan, at: At | None) -> tuple[Scene, int | None] | None:
    if at is None:
        return None
    asking = Asking(plan, at.day)
    if at.day is None:
        return asking.calendar.weeks[0], at.minute
    base = at.day.weekday() * DAY
    return asking.calendar.on(at.day), None if at.minute is None else base + at.minute
