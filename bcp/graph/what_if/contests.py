"""Where the answers to what is lost compete for the same people, seats and help; who goes first.

Each strategy, switch and overflow looks feasible alone. Together they may ask the same person for
two things at once, or more of a partner, a pool or a site than there is. What is short goes to the
processes in the order of tier, then priority, then id; the others wait or go without. Where the
plan does not say how much there is, that is told, and nobody is said to lose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from bcp.graph.staffing.matching import Staffing
from bcp.graph.structure import Structure
from bcp.model.people import Organisation, Person, Team
from bcp.model.processes import Process, Strategy
from bcp.model.queues import Queue
from bcp.model.resources import Site, Supplier, System
from bcp.plan import Plan

_TIERS = ("critical", "important", "routine")


@dataclass(frozen=True, slots=True)
class Wish:
    """What one process asks of something that others ask for too."""

    process: str
    by: str
    """The strategy, redundancy, queue or site through which it asks."""
    amount: int | None
    """How much; None: the plan does not say."""
    gets: Literal["all", "some", "none", "waits", "not-known"]
    """``waits``: a person does one thing after the other."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Something that several processes count on at once."""

    what: Literal["doer", "people", "capacity", "seats"]
    """``doer``: one role does several things. ``people``: the same people are the minimum staff of
    several processes. ``capacity``: of a partner, pool or system. ``seats``: of a site."""
    of: str
    """The role, partner, pool, system or site; for people the skill."""
    there: int | None
    """How much there is; None: the plan does not say."""
    wishes: tuple[Wish, ...]
    """In the order in which they are served."""

    @property
    def short(self) -> bool:
        """Whether somebody is known to lose, or to wait."""
        return any(one.gets in ("some", "none", "waits") for one in self.wishes)


@dataclass(frozen=True, slots=True)
class Use:
    """One answer that is used: who does it, and for which process."""

    process: str
    id: str
    """The strategy or redundancy."""
    by: str


def ranked(plan: Plan) -> tuple[str, ...]:
    """The processes of a plan in the order in which they are served."""
    return tuple(
        one.id
        for one in sorted(
            plan.of(Process),
            key=lambda one: (
                _TIERS.index(one.tier),
                one.priority is None,
                one.priority or 0,
                one.id,
            ),
        )
    )


def contests(
    plan: Plan,
    structure: Structure,
    lost: AbstractSet[str],
    hit: Sequence[str],
    uses: Sequence[Use],
) -> tuple[Contest, ...]:
    """Where the answers compete while these ids are lost; what is known to be short in front.

    ``hit``: the processes that are hit; ``uses``: the strategies and switches in use for them.
    """
    order = MappingProxyType({one: place for place, one in enumerate(ranked(plan))})
    asked = _Asked(plan, lost, frozenset(hit), order)
    found = [
        *asked.doers(uses),
        *asked.minimum_staff(structure),
        *asked.partners(),
        *asked.needs(uses),
        *asked.seats(),
    ]
    found.sort(key=lambda one: (not one.short, one.what, one.of))
    return tuple(found)


class _Asked:
    def __init__(
        self,
        plan: Plan,
        lost: AbstractSet[str],
        hit: frozenset[str],
        order: Mapping[str, int],
    ) -> None:
        self.plan = plan
        self.lost = lost
        self.hit = hit
        self.order = order

    def doers(self, uses: Sequence[Use]) -> Iterator[Contest]:
        """Roles that must do several things at once."""
        of_role: dict[str, dict[str, Use]] = {}
        for use in sorted(uses, key=lambda one: (self.order[one.process], one.id)):
            if self.plan.kind_of(use.by) == "roles":
                of_role.setdefault(use.by, {}).setdefault(use.id, use)
        for role, several in sorted(of_role.items()):
            if len(several) > 1:
                wishes = tuple(
                    Wish(use.process, use.id, None, "waits" if place else "all")
                    for place, use in enumerate(several.values())
                )
                yield Contest("doer", role, 1, wishes)

    def minimum_staff(self, structure: Structure) -> Iterator[Contest]:
        """People who are the minimum staff of several processes: one person serves one."""
        wanted: dict[str, tuple[int, tuple[int, ...]]] = {}
        for process in self.plan.of(Process):
            node = structure.nodes[structure.number[process.id]]
            for gate in node.gates:
                if gate.what == "staff" and process.minimum and process.minimum.staff:
                    able = (way[0] for way in gate.ways)
                    people = tuple(one for one in able if structure.nodes[one].kind == "people")
                    wanted[process.id] = (process.minimum.staff, people)
        if len(wanted) < 2 or self.hit.isdisjoint(wanted):
            return
        slots = [
            (process, place)
            for process in sorted(wanted, key=self.order.__getitem__)
            for place in range(wanted[process][0])
        ]
        staffing = Staffing(
            tuple(range(len(slots))),
            tuple(wanted[process][1] for process, _ in slots),
            MappingProxyType({}),
        )
        absent = [
            one for one in structure.of_kind("people") if structure.nodes[one].id in self.lost
        ]
        filled = staffing.filled(absent)
        if len(filled) == len(slots):
            return
        gets = dict.fromkeys(wanted, 0)
        for slot in filled:
            gets[slots[slot][0]] += 1
        wishes = tuple(
            Wish(process, process, wanted[process][0], _share(gets[process], wanted[process][0]))
            for process in gets
        )
        gone = frozenset(absent)
        there = len({one for _, people in wanted.values() for one in people} - gone)
        yield Contest("people", "", there, wishes)

    def partners(self) -> Iterator[Contest]:
        """Partners and pools that several queues overflow to."""
        asked: dict[str, list[tuple[str, str, int]]] = {}
        for queue in self.plan.of(Queue):
            if queue.overflow is not None and queue.process in self.hit:
                wish = (queue.process, queue.id, queue.overflow.capacity)
                asked.setdefault(queue.overflow.partner, []).append(wish)
        for partner, several in sorted(asked.items()):
            if len(several) > 1 and partner not in self.lost:
                yield self._contest("capacity", partner, self._capacity(partner), several)

    def needs(self, uses: Sequence[Use]) -> Iterator[Contest]:
        """Partners, sites and systems that strategies of several processes take at once."""
        asked: dict[str, list[tuple[str, str, int | None]]] = {}
        for use in uses:
            strategy = self.plan.find(use.id, Strategy)
            for need in strategy.needs if strategy is not None else ():
                held = self.plan.objects.get(need)
                if isinstance(held, Organisation | Supplier | Team | Site):
                    asked.setdefault(need, []).append((use.process, use.id, None))
        for thing, several in sorted(asked.items()):
            if len({process for process, *_ in several}) > 1:
                yield self._contest("capacity", thing, self._capacity(thing), several)

    def seats(self) -> Iterator[Contest]:
        """Sites that several lost sites send their people to."""
        asked: dict[str, list[tuple[str, str, int | None]]] = {}
        for site in self.plan.of(Site):
            if site.id not in self.lost:
                continue
            to = next((one for one in site.alternates if one not in self.lost), None)
            for process, staff in self._displaced(site.id) if to is not None else ():
                asked.setdefault(to or "", []).append((process, site.id, staff))
        for to, several in sorted(asked.items()):
            site_to = self.plan.find(to, Site)
            seats = site_to.capacity if site_to is not None else None
            there = None if seats is None else max(0, seats - self._working_at(to))
            total = sum(staff or 0 for *_, staff in several)
            if len(several) > 1 or (there is not None and total > there):
                yield self._contest("seats", to, there, several)

    def _displaced(self, site: str) -> Iterator[tuple[str, int]]:
        """(process, agents of its queues who sat at a lost site and cannot work from home): of
        those on the payroll no more than the queue's largest minimum sit there at once."""
        found: dict[str, int] = {}
        for queue in self.plan.of(Queue):
            share = queue.remote_ready.share if queue.remote_ready else 0.0
            here = [group.count for group in queue.agents if group.site == site]
            staff = sum(count - int(count * share) for count in here)
            least = max((one.agents for one in queue.minimum), default=staff)
            if here:
                found[queue.process] = found.get(queue.process, 0) + min(staff, least)
        yield from sorted(found.items())

    def _working_at(self, site: str) -> int:
        """Agents and named people who work at a site on an ordinary day."""
        agents = sum(
            group.count
            for queue in self.plan.of(Queue)
            for group in queue.agents
            if group.site == site
        )
        return agents or sum(one.site == site for one in self.plan.of(Person))

    def _contest(
        self,
        what: Literal["capacity", "seats"],
        of: str,
        there: int | None,
        several: Iterable[tuple[str, str, int | None]],
    ) -> Contest:
        left = there
        wishes = []
        for process, by, amount in sorted(several, key=lambda one: (self.order[one[0]], one[1])):
            if left is None or amount is None:
                wishes.append(Wish(process, by, amount, "not-known"))
                continue
            wishes.append(Wish(process, by, amount, _share(min(left, amount), amount)))
            left -= min(left, amount)
        return Contest(what, of, there, tuple(wishes))

    def _capacity(self, id: str) -> int | None:  # noqa: A002
        found = self.plan.objects.get(id)
        if isinstance(found, Organisation | Supplier | Team | System) and found.capacity:
            return found.capacity.amount
        return None


def _share(gets: int, wanted: int) -> Literal["all", "some", "none"]:
    if gets >= wanted:
        return "all"
    return "some" if gets else "none"
