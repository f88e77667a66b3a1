"""Where the answers to what is lost compete for the same people, seats and help; who goes first.

Each strategy, switch and overflow looks feasible alone. Together they may ask the same person for
two things at once, or more of a partner, a pool or a site than there is. What is short goes to the
processes in the order of tier, then priority, then id; the others wait or go without. Where the
plan does not say how much there is, that is told, and nobody is said to lose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from bcp.graph.staffing.matching import Staffing
from bcp.graph.strain import Strain
from bcp.graph.structure import Structure
from bcp.model.people import Organisation, Person, Team
from bcp.model.processes import Process, Strategy
from bcp.model.queues import Queue
from bcp.model.resources import Site, Supplier, System
from bcp.plan import Plan

_TIERS = ("critical", "important", "routine")


@dataclass(frozen=True, slots=True)
class Room:
    """Where there is something to give: a site, partner or pool."""

    of: str
    free: int | None
    """How much is free there; None: the plan does not say."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gets at one place."""

    at: str
    amount: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What one process asks of something that others ask for too."""

    process: str
    by: str
    """The strategy, redundancy, queue or lost site through which it asks."""
    amount: int | None
    """How much; None: the plan does not say."""
    gets: Literal["all", "some", "none", "waits", "not-known"]
    """``waits``: a person does one thing after the other."""
    got: int | None = None
    """How much of it it gets; None: not known, or not a matter of how much."""
    given: tuple[Given, ...] = ()
    """Of seats, where: the site the plan names first in front. Where it is not known whether it
    gets them, where they are if there is enough."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Something that several processes count on at once."""

    what: Literal["doer", "people", "capacity", "seats"]
    """``doer``: one role does several things. ``people``: the same people are the minimum staff of
    several processes. ``capacity``: of a partner, pool or system. ``seats``: of sites, those that
    the same lost sites send their people to."""
    of: str
    """The role, partner, pool or system; the first of the sites; for people nothing."""
    there: int | None
    """How much there is in all; None: the plan does not say."""
    wishes: tuple[Wish, ...]
    """In the order in which they are served."""
    rooms: tuple[Room, ...] = ()
    """Of seats: the sites, and how many are free at each."""

    @property
    def asked(self) -> int | None:
        """How much is asked for in all; None: the plan does not say of some."""
        amounts = [one.amount for one in self.wishes]
        return None if None in amounts else sum(one or 0 for one in amounts)

    @property
    def short(self) -> bool:
        """Whether somebody is known to lose, or to wait."""
        return any(one.gets in ("some", "none", "waits") for one in self.wishes)

    @property
    def enough(self) -> bool:
        """Whether all are known to get what they ask for."""
        return all(one.gets == "all" for one in self.wishes)


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
    strain: Strain,
) -> tuple[Contest, ...]:
    """Where the answers compete while these ids are lost; what is known to be short in front.

    ``hit``: the processes that are hit; ``uses``: the strategies and switches in use for them;
    ``strain``: says which hours hold. A queue that is closed then asks for nothing.
    """
    order = MappingProxyType({one: place for place, one in enumerate(ranked(plan))})
    asked = _Asked(plan, lost, frozenset(hit), order, strain)
    found = [
        *asked.doers(uses),
        *asked.minimum_staff(structure),
        *asked.capacities(uses),
        *asked.seats(uses),
    ]
    found.sort(key=lambda one: (not one.short, one.enough, one.what, one.of))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Ask:
    process: str
    by: str
    amount: int | None
    to: tuple[str, ...]
    """Where it is asked for, the first choice first."""


class _Asked:
    def __init__(
        self,
        plan: Plan,
        lost: AbstractSet[str],
        hit: frozenset[str],
        order: Mapping[str, int],
        strain: Strain,
    ) -> None:
        self.plan = plan
        self.lost = lost
        self.hit = hit
        self.order = order
        self.strain = strain

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
            _wish(_Ask(process, process, wanted[process][0], ()), gets[process]) for process in gets
        )
        gone = frozenset(absent)
        there = len({one for _, people in wanted.values() for one in people} - gone)
        yield Contest("people", "", there, wishes)

    def capacities(self, uses: Sequence[Use]) -> Iterator[Contest]:
        """Partners, pools and systems that queues overflow to and that strategies stand on."""
        asked: dict[str, list[_Ask]] = {}
        for ask in self._overflowing():
            asked.setdefault(ask.to[0], []).append(ask)
        for use in uses:
            for need in self._needs(use, Organisation, Supplier, Team):
                several = asked.setdefault(need, [])
                # A strategy that hands the calls on asks for what the queues overflow, not twice.
                if all(one.process != use.process for one in several):
                    several.append(_Ask(use.process, use.id, None, (need,)))
        for thing, all_ in sorted(asked.items()):
            several = _asking(all_)
            if len(several) > 1 and thing not in self.lost:
                yield self._contest("capacity", (Room(thing, self._capacity(thing)),), several)

    def _overflowing(self) -> Iterator[_Ask]:
        """What each queue overflows to its partner; nothing while the queue is closed."""
        for queue in self.plan.of(Queue):
            over = queue.overflow
            if over is None or queue.process not in self.hit:
                continue
            if not self.strain.holds(queue.open):
                yield _Ask(queue.process, queue.id, 0, (over.partner,))
            elif self.strain.holds(over.hours):
                yield _Ask(queue.process, queue.id, over.capacity, (over.partner,))

    def _needs(self, use: Use, *kinds: type) -> Iterator[str]:
        strategy = self.plan.find(use.id, Strategy)
        for need in strategy.needs if strategy is not None else ():
            if isinstance(self.plan.objects.get(need), kinds):
                yield need

    def seats(self, uses: Sequence[Use]) -> Iterator[Contest]:
        """Sites that lost sites send their people to, and that strategies move into: each process
        goes to the first in the order of the plan that has free seats, and on to the next."""
        asks = list(self._displaced())
        for use in uses:
            for site in self._needs(use, Site):
                if all(one.process != use.process or site not in one.to for one in asks):
                    asks.append(_Ask(use.process, use.id, None, (site,)))
        for several in _joined(_asking(asks)):
            sites = dict.fromkeys(site for one in self._in_order(several) for site in one.to)
            rooms = tuple(Room(site, self._free_seats(site)) for site in sites)
            contest = self._contest("seats", rooms, several)
            if len({(one.process, one.by) for one in several}) > 1 or contest.short:
                yield contest

    def _displaced(self) -> Iterator[_Ask]:
        """The agents of each process who sat at a lost site and must move to be at work; 0 where
        nobody must."""
        places = {
            site.id: tuple(one for one in site.alternates if one not in self.lost)
            for site in self.plan.of(Site)
            if site.id in self.lost
        }
        found: dict[tuple[str, str], int] = {}
        for queue in self.plan.of(Queue):
            for site, staff in self._moving(queue, [one for one in places if places[one]]):
                found[queue.process, site] = found.get((queue.process, site), 0) + staff
        for (process, site), staff in sorted(found.items()):
            yield _Ask(process, site, staff, places[site])

    def _moving(self, queue: Queue, sites: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Of these lost sites, how many of a queue's agents must move from there.

        Those on the payroll who sit at other sites or can work from home are at work without; of
        the rest so many move as the largest minimum of the hours that hold still lacks. All of
        them, where the plan sets no minimum.
        """
        share = queue.remote_ready.share if queue.remote_ready else 0.0
        here: dict[str, int] = {}
        for group in queue.agents:
            staying = int(group.count * share) if group.site in self.lost else group.count
            here[group.site] = here.get(group.site, 0) + group.count - staying
        lacking = sum(here.values())
        if not self.strain.holds(queue.open):
            lacking = 0
        elif queue.minimum:
            holding = (one.agents for one in queue.minimum if self.strain.holds(one.hours))
            there = sum(group.count for group in queue.agents) - lacking
            lacking = min(lacking, max(0, max(holding, default=0) - there))
        for site in sites:
            if site in here:
                staff = min(here[site], lacking)
                lacking -= staff
                yield site, staff

    def _free_seats(self, site: str) -> int | None:
        described = self.plan.find(site, Site)
        seats = described.capacity if described is not None else None
        return None if seats is None else max(0, seats - self._working_at(site))

    def _working_at(self, site: str) -> int:
        """Agents and named people who work at a site on an ordinary day."""
        agents = sum(
            group.count
            for queue in self.plan.of(Queue)
            for group in queue.agents
            if group.site == site
        )
        return agents or sum(one.site == site for one in self.plan.of(Person))

    def _in_order(self, several: Iterable[_Ask]) -> list[_Ask]:
        return sorted(several, key=lambda one: (self.order[one.process], one.by))

    def _contest(
        self,
        what: Literal["capacity", "seats"],
        rooms: tuple[Room, ...],
        several: Iterable[_Ask],
    ) -> Contest:
        sharing = _Sharing(rooms)
        wishes = tuple(map(sharing.wish, self._in_order(several)))
        free = [one.free for one in rooms]
        there = None if None in free else sum(one or 0 for one in free)
        return Contest(what, rooms[0].of, there, wishes, rooms if what == "seats" else ())

    def _capacity(self, id: str) -> int | None:  # noqa: A002
        found = self.plan.objects.get(id)
        if isinstance(found, Organisation | Supplier | Team | System) and found.capacity:
            return found.capacity.amount
        return None


class _Sharing:
    """Gives what there is to those who ask, one after the other."""

    def __init__(self, rooms: Iterable[Room]) -> None:
        self.left = {one.of: one.free for one in rooms}
        self.unsure: set[str] = set()
        """Where somebody before takes an amount that is not known."""

    def wish(self, ask: _Ask) -> Wish:
        """What somebody gets at the places they ask at, in that order."""
        if ask.amount is None:
            self.unsure.update(ask.to)
            return Wish(ask.process, ask.by, None, "not-known")
        rest, known, given = ask.amount, True, []
        for room in ask.to:
            free = self.left[room]
            takes = rest if free is None else min(free, rest)
            if not takes:
                continue
            known = known and free is not None and room not in self.unsure
            given.append(Given(room, takes))
            rest -= takes
            if free is not None:
                self.left[room] = free - takes
        found = _wish(ask, ask.amount - rest, tuple(given))
        return (
            found if known else replace(found, gets=found.gets if rest else "not-known", got=None)
        )


def _asking(asks: Iterable[_Ask]) -> list[_Ask]:
    """Without those who are known to ask for nothing."""
    return [one for one in asks if one.amount != 0]


def _joined(asks: Sequence[_Ask]) -> Iterator[list[_Ask]]:
    """Those who ask for the same, or for the same as others who do."""
    left = list(asks)
    while left:
        several, places = [left.pop(0)], set[str]()
        while fresh := {place for one in several for place in one.to} - places:
            places |= fresh
            several += [one for one in left if not places.isdisjoint(one.to)]
            left = [one for one in left if places.isdisjoint(one.to)]
        yield several


def _wish(ask: _Ask, got: int, given: tuple[Given, ...] = ()) -> Wish:
    wanted = ask.amount or 0
    gets: Literal["all", "some", "none"] = "all" if got >= wanted else "some" if got else "none"
    return Wish(ask.process, ask.by, wanted, gets, got, given)
