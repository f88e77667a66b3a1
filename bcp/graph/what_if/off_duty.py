"""Roles that nobody is on duty for at the hour asked about, whoever else is named for them.

Roles are filled from everybody who is named, whatever their hours. A rota says more: whoever is not
on it then has been told nothing, and nobody calls them. As in :mod:`bcp.graph.cover`, alternates
stand in for somebody who is on duty and not there; they do not fill an hour for which the rota has
nobody, unless the calls reach one of them then. What the rota does not say (it is kept elsewhere,
its turns have not begun) is no hole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bcp.graph.reach.answers import When
from bcp.graph.reach.week import Calendar
from bcp.model.people import Role, Rota
from bcp.plan import Plan

if TYPE_CHECKING:
    from bcp.graph.cover.people import People

_AHEAD = dt.timedelta(weeks=5)
"""How far the next turn is looked for: a rota by the week with five people comes round in it."""


@dataclass(frozen=True, slots=True)
class OffDuty:
    """A role for which nobody is on duty at the hour asked about."""

    role: str
    without: tuple[str, ...]
    """Who is on by the rota, and is lost or away; empty where the rota has nobody on."""
    next: str | None
    """When somebody is on duty again, in the zone of the plan; None: not within five weeks."""
    seconds: int | None
    """The same from the moment asked about."""
    people: tuple[str, ...]
    """Who is on duty then."""
    instead: str | None = None
    """The first of the alternates whom the calls reach at the hour asked about; None: none."""


def off_duty(plan: Plan, at: dt.datetime | None, lost: AbstractSet[str]) -> tuple[OffDuty, ...]:
    """All roles that nobody is on duty for at a moment while these ids are lost, in the order of
    the plan; none where no hour is asked about."""
    rotated = [one for one in plan.of(Role) if one.rota is not None and one.primary is None]
    if at is None or not rotated:
        return ()
    from bcp.graph.cover.people import People  # only a question with an hour pays for it

    start = int(at.timestamp())
    people = People(plan, (start, start + int(_AHEAD.total_seconds())))
    asking = _Asking(plan, people, start, lost)
    found = (asking.of(one) for one in rotated if one.id not in lost)
    return tuple(one for one in found if one is not None)


class _Asking:
    def __init__(self, plan: Plan, people: People, moment: int, lost: AbstractSet[str]) -> None:
        self.plan = plan
        self.people = people
        self.moment = moment
        self.lost = lost

    def of(self, role: Role) -> OffDuty | None:
        rota = self.plan.find(role.rota, Rota)
        if rota is None or any(
            start <= self.moment < end for start, end in self.people.not_known(rota)
        ):
            return None
        on = self._on(rota, self.moment)
        if on and any(self._is_there(one, self.moment) for one in (*on, *role.alternates)):
            return None
        following = self._next(rota)
        if following is None:
            return OffDuty(role.id, on, None, None, ())
        zone = ZoneInfo(self.plan.header.timezone)
        then = dt.datetime.fromtimestamp(following, zone).isoformat(timespec="minutes")
        people = tuple(one for one in self._on(rota, following) if self._is_there(one, following))
        return OffDuty(role.id, on, then, following - self.moment, people)

    def _on(self, rota: Rota, moment: int) -> tuple[str, ...]:
        turns = (one for one in self.people.turns(rota) if one.start <= moment < one.end)
        return tuple(dict.fromkeys(one.person for one in turns))

    def _is_there(self, person: str, moment: int) -> bool:
        return person not in self.lost and any(
            start <= moment < end for start, end in self.people.there(person)
        )

    def _next(self, rota: Rota) -> int | None:
        """When somebody who is there is on next."""
        last = self.people.within[1]
        return min(
            (
                max(turn.start, start)
                for turn in self.people.turns(rota)
                if turn.person not in self.lost and turn.start < last
                for start, end in self.people.there(turn.person)
                if max(turn.start, start) < min(turn.end, end)
                and max(turn.start, start) > self.moment
            ),
            default=None,
        )


def unheld(plan: Plan, role: str) -> tuple[When, ...]:
    """When in the ordinary week the rota of a role has nobody on; none for a role without a rota,
    or with one that the plan does not hold. Whose alternates are called is asked elsewhere."""
    found = plan.find(role, Role)
    rota = plan.find(found.rota, Rota) if found is not None and found.primary is None else None
    if found is None or rota is None or rota.weeks or not rota.shifts:
        return ()
    calendar = Calendar(plan)
    return tuple(
        When(start, end, scene.day)
        for scene in calendar.weeks
        for start, end in calendar.cuts(scene, (), (rota.id,))
        if not set(calendar.on_duty(role, scene, start)) - set(found.alternates)
    )
