"""How much the stand-ins carry, not only how many there are.

Asked of each *cover*:

================ =================================================================================
a redundancy     ``capacity_needed``; where only a count is said, what as many members as are needed
                 carry, preferred first. Carried: by what serves when the worst one of the members
                 that serve in normal times is gone
a site           the minimum staff of all processes that stand on it; carried by the seats of its
                 alternates, and by the agents of its queues who have shown that they can work at
                 home, if its work may be done there
a queue's        its largest minimum of agents; carried by the partner alone
overflow
a pool           all that it is to give to the queues of this plan at once; carried by its capacity
a strategy       the share of normal service that is the minimum; carried by the share it gives
================ =================================================================================

A capacity that is missing, or given in another unit, is not known; what is known may be enough all
the same. Sites have seats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bcp.graph.structure import Gate, Structure
from bcp.model.people import Capacity, Team
from bcp.model.processes import Process, Strategy
from bcp.model.queues import Queue
from bcp.model.resources import Redundancy, Site, Supplier
from bcp.plan import Plan

SEATS = ("seats", "seat", "desks", "places", "місць", "місця", "місце")
"""Units in which the seats of a site count."""
AGENTS = ("agents", "agent", "people", "операторів", "оператори", "людей", "осіб")
"""Units in which agents count."""

What = Literal["redundancy", "site", "overflow", "pool", "strategy"]
Outcome = Literal["short", "not-known", "carries"]
_ORDER: tuple[Outcome, ...] = ("short", "not-known", "carries")


@dataclass(frozen=True, slots=True)
class Carrier:
    """One that carries a part."""

    id: str
    amount: int | None
    """None: not known in the unit asked for."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What is asked of stand-ins, and what they carry."""

    what: What
    of: str
    """The redundancy, site, queue, pool or strategy."""
    lost: str | None
    """The member or site that is gone; None: all of our own, or the whole process."""
    asked: int | None
    """None: not known."""
    unit: str
    """Empty for people and seats; ``%`` for shares of normal service."""
    said: bool
    """Whether the plan says what is asked; else it is what serves in normal times."""
    carriers: tuple[Carrier, ...]
    at_home: int = 0
    """Agents of a site who go on from home."""

    @property
    def carried(self) -> int:
        """What is known to be carried."""
        return self.at_home + sum(one.amount or 0 for one in self.carriers)

    @property
    def outcome(self) -> Outcome:
        if self.asked is not None and self.carried >= self.asked:
            return "carries"
        if self.asked is None or any(one.amount is None for one in self.carriers):
            return "not-known"
        return "short" if self.said else "not-known"

    @property
    def missing(self) -> int | None:
        """How much too little is carried; None where that is not known."""
        return self.asked - self.carried if self.asked and self.outcome == "short" else None


def capacity(plan: Plan, structure: Structure) -> tuple[Cover, ...]:
    """Every cover: what is short in front, the largest part missing first; then what is not
    known."""
    found = [
        *_redundancies(plan, structure),
        *_sites(plan, structure),
        *_overflows(plan),
        *_pools(plan),
        *_strategies(plan),
    ]
    return tuple(sorted(found, key=_badness))


def _badness(one: Cover) -> tuple[int, float, str, str]:
    missing = (one.missing or 0) / one.asked if one.asked else 0.0
    return (_ORDER.index(one.outcome), -missing, one.what, one.of)


# ── redundancies ───────────────────────────────────────────────────────────────────────────────


def _redundancies(plan: Plan, structure: Structure) -> Iterator[Cover]:
    for one in plan.of(Redundancy):
        number = structure.number[one.id]
        gates = structure.nodes[number].gates
        if not gates or number in structure.overdrawn:
            continue
        members = tuple(dict.fromkeys(one.of))
        unit = _unit(plan, one, members)
        if unit is None:
            continue
        amounts = {each: _amount(plan, each, unit) for each in members}
        normal = members[: one.need]
        known = [amount for each in normal if (amount := amounts[each]) is not None]
        asked = sum(known) if len(known) == len(normal) else None
        if one.capacity_needed is not None:
            asked = one.capacity_needed.amount
        covers = [
            Cover(
                "redundancy",
                one.id,
                lost,
                asked,
                unit,
                one.capacity_needed is not None,
                tuple(Carrier(each, amounts[each]) for each in left),
            )
            for lost, left in _each_lost(one, members, gates[-1])
        ]
        if covers:
            yield min(covers, key=_badness)


def _each_lost(
    one: Redundancy, members: tuple[str, ...], gate: Gate
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each member that serves in normal times, and those that serve when it is gone."""
    for place, lost in enumerate(members[: gate.serving]):
        left = (*members[:place], *members[place + 1 :])
        if one.mode == "active" or one.capacity_needed is not None:
            yield lost, left
        elif len(left) >= one.need:
            yield lost, left[: one.need]


def _unit(plan: Plan, one: Redundancy, members: Iterable[str]) -> str | None:
    """The unit in which capacity is asked for; None when nobody speaks of any."""
    if one.capacity_needed is not None:
        return one.capacity_needed.unit
    for member in members:
        found = getattr(plan.objects.get(member), "capacity", None)
        if isinstance(found, Capacity):
            return found.unit
        if isinstance(found, int):
            return SEATS[0]
    return None


def _amount(
    plan: Plan,
    id: str,  # noqa: A002
    unit: str,
    inside: tuple[str, ...] = (),
) -> int | None:
    """How much a member carries in a unit; ``inside`` of which redundancies it is asked."""
    one = plan.objects.get(id)
    found = getattr(one, "capacity", None)
    if isinstance(found, Capacity):
        return found.amount if _same(found.unit, unit) else None
    if isinstance(one, Site) and unit.casefold() in SEATS:
        return one.capacity
    if isinstance(one, Redundancy):
        return _of_members(plan, one, unit, (*inside, id))
    return None


def _of_members(plan: Plan, one: Redundancy, unit: str, inside: tuple[str, ...]) -> int | None:
    """What a redundancy carries as a member of another: as many as it needs, preferred first."""
    needed = one.capacity_needed
    if needed is not None and _same(needed.unit, unit):
        return needed.amount
    members = tuple(dict.fromkeys(one.of))[: one.need]
    amounts = [None if each in inside else _amount(plan, each, unit, inside) for each in members]
    known = [each for each in amounts if each is not None]
    return sum(known) if len(known) == len(members) else None


def _same(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    return one == other or any(one in words and other in words for words in (SEATS, AGENTS))


# ── sites ──────────────────────────────────────────────────────────────────────────────────────


def _sites(plan: Plan, structure: Structure) -> Iterator[Cover]:
    queues = plan.of(Queue)
    processes = plan.of(Process)
    for site in plan.of(Site):
        alternates = tuple(dict.fromkeys(one for one in site.alternates if one != site.id))
        if not alternates:
            continue
        number = structure.number[site.id]
        here = [
            one
            for one in processes
            if number in structure.cone(structure.number[one.id])
            or any(queue.process == one.id and _works_at(queue, site.id) for queue in queues)
        ]
        if not here:
            continue
        staff = [one.minimum.staff if one.minimum else None for one in here]
        asked = None if None in staff else sum(each or 0 for each in staff)
        home = sum(_from_home(queue, site.id) for queue in queues) if site.remote else 0
        carriers = tuple(Carrier(one, _amount(plan, one, SEATS[0])) for one in alternates)
        yield Cover("site", site.id, site.id, asked, "", True, carriers, home)


def _works_at(queue: Queue, site: str) -> bool:
    return any(group.site == site for group in queue.agents)


def _from_home(queue: Queue, site: str) -> int:
    share = queue.remote_ready.share if queue.remote_ready else 0.0
    return sum(int(group.count * share) for group in queue.agents if group.site == site)


# ── partners, pools, strategies ────────────────────────────────────────────────────────────────


def _overflows(plan: Plan) -> Iterator[Cover]:
    for queue in plan.of(Queue):
        flow = queue.overflow
        if flow is not None:
            asked = max((one.agents for one in queue.minimum), default=None)
            carriers = (Carrier(flow.partner, flow.capacity),)
            yield Cover("overflow", queue.id, None, asked, "", True, carriers)


def _pools(plan: Plan) -> Iterator[Cover]:
    asked: dict[str, int] = {}
    for queue in plan.of(Queue):
        if queue.overflow is not None:
            partner = queue.overflow.partner
            asked[partner] = asked.get(partner, 0) + queue.overflow.capacity
    for partner, amount in asked.items():
        one = plan.objects.get(partner)
        if isinstance(one, Supplier | Team):
            carrier = Carrier(partner, _amount(plan, partner, AGENTS[0]))
            yield Cover("pool", partner, None, amount, "", True, (carrier,))


def _strategies(plan: Plan) -> Iterator[Cover]:
    for one in plan.of(Strategy):
        process = plan.find(one.for_, Process)
        if process is None:
            continue
        least = process.minimum.share if process.minimum else None
        gives = None if one.gives is None else round(one.gives * 100)
        yield Cover(
            "strategy",
            one.id,
            None,
            None if least is None else round(least * 100),
            "%",
            True,
            (Carrier(one.id, gives),),
        )
