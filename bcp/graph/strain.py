"""What strains a plan besides single losses: staff that is missing, demand, and the hour.

A share of staff that is missing and a demand beyond an ordinary day are things of their own in the
structure (:data:`DEMAND`, :func:`missing_at`), so that they begin, end and join with losses like
anything else. The hour says which minimum holds, who is on the rota, and who is away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bcp.model.people import Hours, Person, Rota
from bcp.plan import Plan

if TYPE_CHECKING:
    from bcp.graph.cover.people import Turn

DEMAND = "#demand"
"""What demand asks for beyond an ordinary day, as a thing; lost when there is such a demand. Ids
of a plan hold no ``#``."""
_STAFF = "#staff"


def missing_at(site: str | None) -> str:
    """The staff that may be missing at a site (None: everywhere), as a thing."""
    return _STAFF if site is None else f"{_STAFF}@{site}"


def is_strain(id: str) -> bool:  # noqa: A002
    """Whether a name is that of a strain."""
    return id.startswith((_STAFF, DEMAND))


@dataclass(frozen=True, slots=True)
class Missing:
    """A share of staff that is missing."""

    share: float
    """0 to 1."""
    at: str | None = None
    """The site; None: everywhere."""


@dataclass(frozen=True, slots=True)
class Strain:
    """Staff, demand and the hour of a scenario."""

    staff: tuple[Missing, ...] = ()
    """One for each site at most."""
    demand: float = 1.0
    """Against an ordinary day: 3 is threefold."""
    away: frozenset[str] = frozenset()
    """People whom the plan says are away then."""
    on_duty: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Rota → who is on it then."""
    open: frozenset[str] | None = None
    """The named hours that hold then; None: no hour was asked about, so all may."""

    @property
    def is_none(self) -> bool:
        """Whether the structure of the plan holds without it."""
        return self == Strain()

    @property
    def names(self) -> tuple[str, ...]:
        """What it takes, as things of the structure."""
        staff = tuple(missing_at(one.at) for one in self.staff if one.share > 0)
        return (*staff, DEMAND) if self.demand > 1 else staff

    def holds(self, hours: str) -> bool:
        """Whether named hours may hold."""
        return self.open is None or hours == "always" or hours in self.open

    def on(self, rota: Rota) -> tuple[str, ...]:
        """Who is on a rota at the hour; nobody when no hour was asked about."""
        return next((people for name, people in self.on_duty if name == rota.id), ())


def strain_of(
    plan: Plan,
    staff: Iterable[Missing] = (),
    demand: float = 1.0,
    at: dt.datetime | None = None,
) -> Strain:
    """The strain of a scenario. ``at`` is a moment in a known zone.

    Shares of staff that are missing at one place add up, to all of it at most.
    """
    shares: dict[str | None, float] = {}
    for one in staff:
        shares[one.at] = min(1.0, shares.get(one.at, 0.0) + one.share)
    missing = tuple(Missing(shares[at_], at_) for at_ in sorted(shares, key=lambda one: one or ""))
    if at is None:
        return Strain(missing, demand)
    return _at(plan, missing, demand, at)


def _on(turns: Iterable[Turn], moment: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(turn.person for turn in turns if turn.start <= moment < turn.end))


def _at(plan: Plan, staff: tuple[Missing, ...], demand: float, at: dt.datetime) -> Strain:
    from bcp.graph.cover.people import People
    from bcp.graph.cover.times import hours_in

    moment = int(at.timestamp())
    now = (moment, moment + 60)
    people = People(plan, now)
    zone = plan.header.timezone
    return Strain(
        staff,
        demand,
        frozenset(one.id for one in plan.of(Person) if one.away and not people.there(one.id)),
        tuple((rota.id, _on(people.turns(rota), moment)) for rota in plan.of(Rota)),
        frozenset(hours.id for hours in plan.of(Hours) if hours_in(hours, zone, now)),
    )
