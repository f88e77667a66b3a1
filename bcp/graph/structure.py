"""What needs what: all of it, or so many of several. Plain integers, made from a plan.

Every thing of the plan that can be needed is a node. A node stands while everything in ``needs``
stands and no gate of it fails; a gate fails when less than ``need`` of its ways are left, and a way
is left while everything in it stands. That is all there is: what is shared by two members is met on
both ways, so a common cause needs no rule of its own.

What a node needs, by kind (source: the plan language, *What follows from it*):

=============== =========================================================================
processes       ``needs``; its minimum staff: at the sites that are left so many of the agents
                that its queues count with the skill; where no queue counts any, so many of
                the people who have it, when the plan names at least as many. Its queues are
                no needs of it. Its strategies are kept beside: see :class:`Hold`
systems         ``needs``, every site in ``at``, ``supplier``, ``shares``
sites           ``needs``, ``zone``, ``shares``
suppliers       ``needs``, ``shares``
channels        ``needs`` (who operates it is asked when something is sent, not here)
queues          ``needs``, ``process``, ``channel``; one of its numbers; at the sites that are
                left at least the largest ``minimum`` of agents on the payroll, those counted
                who are ready to work from home (a bound: fewer are on shift)
a number        its carrier; or its reroute: where to, who does it and decides, and the
                portal, unless there is a telephone number to call instead
redundancy      so many of its members, each with the ``shares`` of the redundancy; a stand-in
                also needs who decides and who does the switch. With ``capacity_needed``, and
                the capacity of every member known in that unit: so much capacity
roles           one of the people named for it (primary or rota, then alternates) who is
                active; besides, roles are filled by matching (:mod:`bcp.graph.matching`).
                A role for which nobody is named is not known, so it never counts as lost
teams           so many of its roles as ``quorum`` says, else one
records         ``at``, unless there is an offline copy
forms           one of the sites where copies lie, unless some copies are elsewhere
the rest        (people, organisations, causes, facts, unknown ids) nothing
=============== =========================================================================

An id that is named as needed and is not declared is a thing of its own that nothing is known of.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from bcp.graph.matching import Staffing
from bcp.model import Object
from bcp.model.base import THINGS
from bcp.model.communication import Form
from bcp.model.people import Person, Role, Rota, Team
from bcp.model.queues import Queue, QueueNumber
from bcp.model.resources import (
    Capacity,
    Process,
    Record,
    Redundancy,
    Site,
    Strategy,
    Supplier,
    System,
)
from bcp.plan import Plan

COMPOSED = ("roles", "teams", "redundancy", "numbers")
"""Kinds that are lost only with what they are made of, so they are no cause of their own."""


@dataclass(frozen=True, slots=True)
class Gate:
    """So many of several."""

    what: str
    """``members``, ``capacity``, ``holders``, ``quorum``, ``staff``, ``numbers``, ``carried``,
    ``agents`` or ``copies``."""
    ways: tuple[tuple[int, ...], ...]
    """Each way: the member, then what else it takes on this way."""
    weights: tuple[int, ...]
    """What each way counts: 1, or a capacity."""
    need: int
    """What must be left."""
    serving: int
    """How many ways, from the first, serve in normal times; the rest stand in."""

    @property
    def members(self) -> tuple[int, ...]:
        return tuple(way[0] for way in self.ways)

    def left(self, lost: Container[int]) -> int:
        """What the ways that still stand count together."""
        pairs = zip(self.ways, self.weights, strict=True)
        return sum(weight for way, weight in pairs if not any(one in lost for one in way))

    def fails(self, lost: Container[int]) -> bool:
        return self.left(lost) < self.need


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the plan, and what it stands on."""

    id: str
    kind: str
    needs: tuple[int, ...] = ()
    links: tuple[str, ...] = ()
    """For each of ``needs``: the field of the plan that says so."""
    gates: tuple[Gate, ...] = ()

    @property
    def own(self) -> bool:
        """Whether it can be lost of itself."""
        return self.kind not in COMPOSED

    @property
    def in_gates(self) -> tuple[int, ...]:
        """Everything that stands in a way of one of its gates."""
        return tuple(one for gate in self.gates for way in gate.ways for one in way)


@dataclass(frozen=True, slots=True)
class Hold:
    """A strategy: it holds the minimum of a process without some things, for a while."""

    id: str
    process: int
    without: frozenset[int]
    """What need not be there while it serves."""
    needs: tuple[int, ...]
    """What it takes itself: its needs, who does it, who decides."""


@dataclass(frozen=True)
class Structure:
    """What needs what in one plan. Nodes are numbered from 0, in the order of ids."""

    nodes: tuple[Node, ...]
    number: Mapping[str, int]
    """Id → number."""
    holds: tuple[Hold, ...]
    staffing: Staffing

    def numbers(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these ids; KeyError for one that is no thing of the plan."""
        return tuple(self.number[one] for one in ids)

    def ids(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.nodes[one].id for one in numbers)

    @cached_property
    def users(self) -> tuple[tuple[int, ...], ...]:
        """For each node: what needs it directly, alone or among others."""
        found: list[set[int]] = [set() for _ in self.nodes]
        for number, node in enumerate(self.nodes):
            for one in (
                *node.needs,
                *(each for gate in node.gates for way in gate.ways for each in way),
            ):
                found[one].add(number)
        return tuple(tuple(sorted(each)) for each in found)

    @cached_property
    def holds_of(self) -> Mapping[int, tuple[int, ...]]:
        """Process → the numbers of the strategies that serve it."""
        found: dict[int, list[int]] = {}
        for number, hold in enumerate(self.holds):
            found.setdefault(hold.process, []).append(number)
        return {process: tuple(several) for process, several in found.items()}

    @cached_property
    def overdrawn(self) -> frozenset[int]:
        """Things that ask for more of several than there is, lost before anything happens."""
        return frozenset(
            number
            for number, node in enumerate(self.nodes)
            if any(gate.fails(()) for gate in node.gates)
        )

    @cached_property
    def _cones(self) -> dict[int, frozenset[int]]:
        return {}

    def cone(self, process: int) -> frozenset[int]:
        """A process itself and all it stands on, at any depth."""
        cone = self._cones.get(process)
        if cone is None:
            cone = self.under((process,))
            # All cones together grow with the square of a chain, so only so much is remembered.
            if sum(map(len, self._cones.values())) + len(cone) > _REMEMBERED:
                self._cones.clear()
            self._cones[process] = cone
        return cone

    def under(self, things: Iterable[int], without: Container[int] = frozenset()) -> frozenset[int]:
        """These things and all they stand on, at any depth; not followed into ``without``."""
        seen = set(things)
        waiting = list(seen)
        while waiting:
            node = self.nodes[waiting.pop()]
            for one in (*node.needs, *node.in_gates):
                if one not in seen and one not in without:
                    seen.add(one)
                    waiting.append(one)
        return frozenset(seen)

    def of_kind(self, *kinds: str) -> tuple[int, ...]:
        return tuple(number for number, node in enumerate(self.nodes) if node.kind in kinds)


def structure_of(plan: Plan) -> Structure:
    """What needs what in a plan."""
    return _Building(plan).run()


_REMEMBERED = 1_000_000
"""Things in the cones that a structure keeps."""
_Links = list[tuple[int, str]]


class _Building:
    """The state of making one structure."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.number: dict[str, int] = {}
        self.kinds: list[str] = []
        self.made: dict[int, Node] = {}

    def run(self) -> Structure:
        things = [one for one in self.plan.objects.values() if one.kind in THINGS]
        for one in things:
            self.at(one.id)
        for one in things:
            self._add(one)
        holds = tuple(self._hold(one) for one in self.plan.of(Strategy))
        staffing = self._staffing()
        ids = tuple(self.number)
        nodes = tuple(
            self.made.get(number, Node(ids[number], kind)) for number, kind in enumerate(self.kinds)
        )
        return Structure(nodes, MappingProxyType(self.number), holds, staffing)

    def at(self, id: str, kind: str | None = None) -> int:  # noqa: A002
        """The number of an id, a new one where it has none yet."""
        if id not in self.number:
            self.number[id] = len(self.number)
            self.kinds.append(kind or self.plan.kind_of(id) or "unknown")
        return self.number[id]

    def _add(self, one: Object) -> None:
        self._make(one.id, one.kind, [*self._links(one)], [*self._gates(one)])

    def _links(self, one: Object) -> Iterable[tuple[int, str]]:
        """What is needed of itself, with the field that says so."""
        named: list[tuple[str | None, str]] = [
            (each, "needs") for each in getattr(one, "needs", ())
        ]
        match one:
            case System():
                named += [(site, "at") for site in one.at_]
                named += [(one.supplier, "supplier")]
                named += [(cause, "shares") for cause in one.shares]
            case Site():
                named += [(one.zone, "zone")]
                named += [(cause, "shares") for cause in one.shares]
            case Supplier():
                named += [(cause, "shares") for cause in one.shares]
            case Queue():
                named += [(one.process, "process"), (one.channel, "channel")]
            case Record() if not one.offline:
                named += [(one.at_, "at")]
        return [(self.at(each), field) for each, field in named if each is not None]

    def _gates(self, one: Object) -> Iterable[Gate]:
        """What is needed as so many of several."""
        match one:
            case Process():
                return self._staff(one)
            case Redundancy():
                return self._redundancy(one)
            case Role():
                return self._holders(one)
            case Team():
                return self._quorum(one)
            case Queue():
                return self._queue(one)
            case Form():
                return self._copies(one)
        return ()

    def _make(self, id: str, kind: str, links: _Links, gates: Iterable[Gate]) -> int:  # noqa: A002
        number = self.at(id, kind)
        once = dict(reversed(links))  # the first field that names a thing says why it is needed
        order = dict.fromkeys(need for need, _ in links)
        self.made[number] = Node(
            id, kind, tuple(order), tuple(once[need] for need in order), tuple(gates)
        )
        return number

    # ── gates ──────────────────────────────────────────────────────────────────────────────────

    def _some(self, what: str, members: Iterable[str], need: int = 1) -> Gate:
        ways = tuple((self.at(one),) for one in dict.fromkeys(members))
        return Gate(what, ways, (1,) * len(ways), need, len(ways))

    def _staff(self, process: Process) -> Iterable[Gate]:
        least = process.minimum
        if least is None or least.staff is None or least.skill is None:
            return
        queues = [one for one in self.plan.of(Queue) if one.process == process.id]
        if any(least.skill in group.all_skills for one in queues for group in one.agents):
            yield from self._agents(queues, least.staff, least.skill)
            return
        able = [
            one.id
            for one in self.plan.of(Person)
            if least.skill in one.skills and one.status == "active"
        ]
        if len(able) >= least.staff > 0:
            yield self._some("staff", able, least.staff)

    def _redundancy(self, one: Redundancy) -> Iterable[Gate]:
        members = tuple(dict.fromkeys(one.of))
        shared = tuple(self.at(cause) for cause in one.shares)
        guard: tuple[int, ...] = ()
        if one.mode != "active" and one.switch is not None:
            guard = (self.at(one.switch.decided_by), self.at(one.switch.by))
        serving = len(members) if one.mode == "active" else one.need
        if one.need:
            ways = self._ways(members, shared, guard, serving)
            yield Gate("members", ways, (1,) * len(ways), one.need, serving)
        weights = self._capacities(members, one.capacity_needed)
        if weights and one.capacity_needed is not None:
            amount = one.capacity_needed.amount
            serving = len(members) if one.mode == "active" else _enough(weights, amount)
            ways = self._ways(members, shared, guard, serving)
            yield Gate("capacity", ways, weights, amount, serving)

    def _ways(
        self,
        members: tuple[str, ...],
        shared: tuple[int, ...],
        guard: tuple[int, ...],
        serving: int,
    ) -> tuple[tuple[int, ...], ...]:
        return tuple(
            tuple(dict.fromkeys((self.at(one), *shared, *(guard if place >= serving else ()))))
            for place, one in enumerate(members)
        )

    def _capacities(self, members: tuple[str, ...], needed: Capacity | None) -> tuple[int, ...]:
        """The capacity of each member in the unit asked for; empty when one is not known."""
        if needed is None:
            return ()
        found = [getattr(self.plan.objects.get(one), "capacity", None) for one in members]
        amounts = [
            one.amount
            for one in found
            if isinstance(one, Capacity) and one.unit.casefold() == needed.unit.casefold()
        ]
        return tuple(amounts) if len(amounts) == len(members) else ()

    def _quorum(self, team: Team) -> Iterable[Gate]:
        quorum = team.meet.quorum if team.meet and team.meet.quorum else 1
        yield self._some("quorum", (team.lead, *team.members), quorum)

    def _copies(self, form: Form) -> Iterable[Gate]:
        sites = [copy.at for copy in form.copies if copy.at is not None]
        if sites and len(sites) == len(form.copies):
            yield self._some("copies", sites)

    def _queue(self, queue: Queue) -> Iterable[Gate]:
        if queue.numbers:
            names = [self._queue_number(queue, one) for one in queue.numbers]
            yield self._some("numbers", names)
        yield from self._agents([queue], max((one.agents for one in queue.minimum), default=0))

    def _agents(
        self, queues: Iterable[Queue], need: int, skill: str | None = None
    ) -> Iterable[Gate]:
        """So many of the agents on the payroll: those of a site are lost with it, except those who
        can work from home."""
        at_site: dict[str, int] = {}
        for queue in queues:
            share = queue.remote_ready.share if queue.remote_ready else 0.0
            for group in queue.agents:
                if skill is None or skill in group.all_skills:
                    from_home = int(group.count * share)
                    need -= from_home
                    at_site[group.site] = at_site.get(group.site, 0) + group.count - from_home
        if at_site and need > 0:
            ways = tuple((self.at(site),) for site in at_site)
            yield Gate("agents", ways, tuple(at_site.values()), need, len(ways))

    def _queue_number(self, queue: Queue, one: QueueNumber) -> str:
        """A number customers dial, as a thing of its own: carried, or pointed elsewhere."""
        name = f"{queue.id}#{one.number or one.short or one.carrier}"
        ways: list[tuple[int, ...]] = [(self.at(one.carrier),)]
        if one.reroute is not None:
            reroute = one.reroute
            portal = None if reroute.phone else reroute.portal
            parts = (reroute.to, portal, reroute.by, reroute.decided_by)
            ways.append(tuple(self.at(part) for part in dict.fromkeys(parts) if part is not None))
        gate = Gate("carried", tuple(ways), (1,) * len(ways), 1, 1)
        self._make(name, "numbers", [], [gate])
        return name

    # ── people and strategies ──────────────────────────────────────────────────────────────────

    def _named(self, role: Role) -> tuple[str, ...]:
        """Everybody named for a role, in order of succession."""
        rota = self.plan.find(role.rota, Rota)
        on_rota = () if rota is None else (*rota.weeks, *_serving(rota))
        first = () if role.primary is None else (role.primary,)
        return tuple(dict.fromkeys((*first, *on_rota, *role.alternates)))

    def _candidates(self, role: Role) -> tuple[int, ...]:
        return tuple(self.at(one) for one in self._named(role) if self._active(one))

    def _active(self, person: str) -> bool:
        found = self.plan.find(person, Person)
        return found is None or found.status == "active"

    def _holders(self, role: Role) -> Iterable[Gate]:
        if self._named(role):
            people = self._candidates(role)
            ways = tuple((one,) for one in people)
            yield Gate("holders", ways, (1,) * len(ways), 1, 1)

    def _staffing(self) -> Staffing:
        held = [role for role in self.plan.of(Role) if self._candidates(role)]
        held.sort(key=lambda role: (not role.critical, role.id))
        at_once = {
            self.number[one.id]: one.roles_at_once
            for one in self.plan.of(Person)
            if one.roles_at_once != 1
        }
        return Staffing(
            tuple(self.number[role.id] for role in held),
            tuple(self._candidates(role) for role in held),
            MappingProxyType(at_once),
        )

    def _hold(self, one: Strategy) -> Hold:
        needs = dict.fromkeys((*one.needs, one.by, one.decided_by))
        return Hold(
            one.id,
            self.at(one.for_),
            frozenset(self.at(each) for each in one.without if each != one.for_),
            tuple(self.at(each) for each in needs),
        )


def _serving(rota: Rota) -> Iterable[str]:
    return (person for shift in rota.shifts for person in shift.people)


def _enough(weights: tuple[int, ...], amount: int) -> int:
    """How many, from the first, reach the amount together."""
    total = 0
    for place, weight in enumerate(weights):
        if total >= amount:
            return place
        total += weight
    return len(weights)
