"""Who holds each role at every hour of a year: holes, duty and rest, and what takes all of them.

Everything is counted in real seconds over the clock changes of every zone; see
:mod:`bcp.graph.cover.times` for how wall-clock rules become real time and
:mod:`bcp.graph.cover.people` for who counts as holding a role. What the plan does not say (a rota
that is kept elsewhere, turns by the week that have not begun) is neither held nor open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bcp.errors import BcpError
from bcp.graph.cover.distance import Successors, successors
from bcp.graph.cover.duty import BrokenLimit, Overlap, Relief, duties, overlaps, reliefs
from bcp.graph.cover.people import People
from bcp.graph.cover.times import (
    Stretch,
    begins,
    common,
    horizon,
    hours_in,
    joined,
    length,
    local,
    without,
)
from bcp.graph.structure import Structure
from bcp.model.people import Hours, Role
from bcp.plan import Plan

WEEKS = 53
"""A year and a few days: every week of every season, and both clock changes."""
LONGEST = 530
"""More weeks than this (ten years) are not asked about: rotas do not live that long."""

Why = Literal["no-turn", "away", "nobody"]


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch in which nobody holds a role that must be held."""

    start: int
    end: int
    """Seconds since 1970-01-01 00:00 UTC; the end is exclusive."""
    why: Why
    """``no-turn``: the rota has nobody on. ``away``: whoever is on is not there, nor is any
    alternate. ``nobody``: nobody is named for the role."""
    people: tuple[str, ...] = ()
    """For ``away``: who was on, and the alternates; none of them is there."""


@dataclass(frozen=True, slots=True)
class Month:
    """What is open of one month of the plan's calendar."""

    month: str
    """``2026-03``."""
    open: int
    """Seconds."""


@dataclass(frozen=True, slots=True)
class RoleCover:
    """How one role is held within the horizon; lengths in seconds."""

    role: str
    critical: bool
    hours: str
    """``always``, or the id of the named hours at which it must be held."""
    rota: str | None
    zone: str
    """The zone of its rota, else of the plan."""
    named: tuple[str, ...]
    """Everybody named for it: primary, rota, alternates."""
    wanted: int
    """How long it must be held in all: ``held`` + ``open`` + ``unknown``."""
    held: int
    open: int
    unknown: int
    """How long the plan does not say who is on."""
    kept: str | None
    """Where the rota is held as it is worked, when the plan says so."""
    holes: tuple[Hole, ...]
    thin: tuple[Stretch, ...]
    """When it is held, and of all who are named for it one single person is there; empty where only
    one is named at all, which other findings tell."""
    months: tuple[Month, ...]
    """The months in which something is open."""


@dataclass(frozen=True, slots=True)
class Cover:
    """How the roles of a plan that must be held are held, from one day for so many weeks."""

    plan: str
    zone: str
    start: dt.date
    end: dt.date
    """The first day after the horizon."""
    weeks: int
    roles: tuple[RoleCover, ...]
    """The roles with ``cover``: those open the longest first, then by id."""
    without_hours: tuple[str, ...]
    """Critical roles that do not say when they must be held: nothing is counted for them."""
    long_duties: tuple[BrokenLimit, ...]
    short_rests: tuple[BrokenLimit, ...]
    overlaps: tuple[Overlap, ...]
    reliefs: tuple[Relief, ...]
    """Roles held around the clock whose people are too few to relieve each other."""
    successors: tuple[Successors, ...]
    """For each critical role: what takes all who are named for it at once."""

    @property
    def open(self) -> int:
        """Seconds, over all roles."""
        return sum(one.open for one in self.roles)


def cover(
    plan: Plan,
    start: dt.date,
    weeks: int = WEEKS,
    *,
    role: str | None = None,
    structure: Structure | None = None,
) -> Cover:
    """How every role that must be held at certain hours is held, from ``start`` for so many weeks.

    With ``role``, of that role alone, and of the people named for it on all their rotas.

    :raises BcpError: when ``role`` is no role of the plan; when the weeks are none, or reach beyond
        the calendar.
    """
    if not 1 <= weeks <= LONGEST or start.year > 9900 or start.year < 1971:
        raise BcpError(
            "{weeks} weeks from {start} cannot be counted",
            "ask for 1 to {most} weeks, from a day between 1971 and 9900",
            weeks=weeks,
            start=start.isoformat(),
            most=LONGEST,
        )
    if role is not None and plan.find(role, Role) is None:
        raise BcpError("There is no role {id} in this plan.", "Name a role of the plan.", id=role)
    within = horizon(plan.header.timezone, start, weeks * 7)
    people = People(plan, within)
    asked = [one for one in plan.of(Role) if role in (None, one.id)]
    counted = [_role_cover(people, one) for one in asked if _is_known(plan, one)]
    named = None if role is None else frozenset(one for each in asked for one in people.named(each))
    long_duties, short_rests = duties(people, named)
    return Cover(
        plan.id,
        plan.header.timezone,
        start,
        start + dt.timedelta(weeks=weeks),
        weeks,
        tuple(sorted(counted, key=lambda one: (-one.open, -one.unknown, one.role))),
        tuple(one.id for one in asked if one.critical and one.cover is None),
        long_duties,
        short_rests,
        overlaps(people, named),
        reliefs(people, asked),
        successors(plan, people, asked, structure),
    )


def _is_known(plan: Plan, role: Role) -> bool:
    """Whether one can say when a role must be held."""
    return role.cover == "always" or plan.find(role.cover, Hours) is not None


def wanted_of(people: People, role: Role) -> list[Stretch]:
    """When a role must be held; nothing for one that does not say so, or names unknown hours."""
    if role.cover == "always":
        return [people.within]
    hours = people.plan.find(role.cover, Hours)
    return [] if hours is None else hours_in(hours, people.zone, people.within)


def _role_cover(people: People, role: Role) -> RoleCover:
    wanted = wanted_of(people, role)
    rota = people.rotas.get(role.rota or "")
    unknown = without(common(wanted, _unknown(people, role)), people.holding(role))
    holes = _holes(people, role, without(wanted, unknown))
    named = people.named(role)
    thin = common(common(wanted, people.holding(role)), people.thin(role)) if len(named) > 1 else []
    missing, all_wanted = sum(one.end - one.start for one in holes), length(wanted)
    return RoleCover(
        role.id,
        role.critical,
        role.cover or "",
        role.rota,
        people.zone_of(rota),
        named,
        all_wanted,
        all_wanted - missing - length(unknown),
        missing,
        length(unknown),
        rota.kept if rota is not None else None,
        holes,
        tuple(thin),
        _by_month(people.zone, [(one.start, one.end) for one in holes]),
    )


def _unknown(people: People, role: Role) -> list[Stretch]:
    """When the plan does not say who holds a role."""
    if role.rota is None:
        return []
    rota = people.rotas.get(role.rota)
    return [people.within] if rota is None else people.not_known(rota)


def _holes(people: People, role: Role, wanted: list[Stretch]) -> tuple[Hole, ...]:
    named = people.named(role)
    if not named:
        return tuple(Hole(*one, "nobody") for one in wanted)
    found = [Hole(*one, "no-turn") for one in without(wanted, people.asked(role))]
    for stretch in common(wanted, people.abandoned(role)):
        found += _away(people, role, stretch)
    return tuple(sorted(found, key=lambda one: one.start))


def _away(people: People, role: Role, stretch: Stretch) -> Iterable[Hole]:
    """A stretch in which nobody who is on is there, in parts by who is on."""
    always = () if role.primary is None else (role.primary,)
    rota = people.rotas.get(role.rota or "")
    turns = [
        one
        for one in (people.turns(rota) if rota is not None else ())
        if one.start < stretch[1] and one.end > stretch[0]
    ]
    inner = {max(one.start, stretch[0]) for one in turns} | {
        min(one.end, stretch[1]) for one in turns
    }
    edges = sorted({*stretch, *inner})
    parts: list[Hole] = []
    for start, end in pairwise(edges):
        on = [one.person for one in turns if one.start <= start and one.end >= end]
        who = tuple(dict.fromkeys((*always, *on, *role.alternates)))
        if parts and parts[-1].people == who and role.rota is None:
            parts[-1] = Hole(parts[-1].start, end, "away", who)
        else:
            parts.append(Hole(start, end, "away", who))
    return parts


def _by_month(zone: str, stretches: Iterable[Stretch]) -> tuple[Month, ...]:
    """How much of some stretches lies in each month of a zone's calendar."""
    found: dict[str, int] = {}
    for begun, end in joined(stretches):
        start = begun
        while start < end:
            day = local(zone, start).date()
            after = begins(zone, (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1))
            after = min(after, end)
            found[f"{day:%Y-%m}"] = found.get(f"{day:%Y-%m}", 0) + after - start
            start = after
    return tuple(Month(month, seconds) for month, seconds in sorted(found.items()))
