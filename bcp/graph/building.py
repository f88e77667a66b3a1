"""Make the structure of a plan: every thing that can be needed, and what it stands on.

What each kind needs is told in :mod:`bcp.graph.structure`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

from bcp.graph.circles import circles
from bcp.graph.staffing.matching import Staffing
from bcp.graph.strain import DEMAND, Strain, missing_at
from bcp.graph.structure import Gate, Hold, Node, Premises, Structure, decision_on
from bcp.model import Object
from bcp.model.base import THINGS
from bcp.model.communication import Form
from bcp.model.people import Person, Role, Rota, Team
from bcp.model.queues import Queue, QueueNumber
from bcp.model.resources import (
    Capacity,
    Otherwise,
    Process,
    Record,
    Redundancy,
    Site,
    Strategy,
    Supplier,
    System,
)
from bcp.model.response import Procedure
from bcp.plan import Plan

_Links = list[tuple[int, str]]
_CARRIED = (
    *("call", "line", "contact", "chat", "message", "mail", "e-mail", "conversation", "agent"),
    *("дзвін", "виклик", "розмов", "ліні", "звернен", "чат", "повідомл", "лист", "оператор"),
)
"""How units begin that grow with demand; seats, kilowatts and the like do not."""


class Building:
    """The state of making one structure."""

    def __init__(self, plan: Plan, strain: Strain | None = None) -> None:
        self.plan = plan
        self.strain = strain or Strain()
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
        return Structure(out_of_circles(nodes), MappingProxyType(self.number), holds, staffing)

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
            case Person():
                # Who is missing of a share nobody knows, unless that is all of them.
                return [
                    (self.at(missing_at(strained.at), "strains"), "staff")
                    for strained in self.strain.staff
                    if strained.share >= 1 and strained.at in (None, one.site)
                ]
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
        if least is None or least.staff is None:
            return
        queues = [one for one in self.plan.of(Queue) if one.process == process.id]
        skill = least.skill
        groups = [group for one in queues for group in one.agents]
        if any(skill is None or skill in group.all_skills for group in groups):
            yield from self._agents(queues, least.staff, skill)
            return
        if skill is None:
            return  # whoever works there: the plan counts nobody
        able = [
            one.id for one in self.plan.of(Person) if skill in one.skills and self._active(one.id)
        ]
        if len(able) >= least.staff > 0:
            yield self._people(able, least.staff)

    def _people(self, able: list[str], need: int) -> Gate:
        """So many of these people. Of a share that is missing nobody knows who: so many count as
        gone in every case."""
        ways: list[tuple[int, ...]] = [(self.at(one),) for one in able]
        weights = [1] * len(able)
        for strained in self.strain.staff:
            if strained.share >= 1:
                continue  # they are lost themselves
            here = [one for one in able if self._works_at(one, strained.at)]
            if gone := math.ceil(len(here) * strained.share):
                ways.append((self.at(missing_at(strained.at), "strains"),))
                weights.append(gone)
                need += gone
        return Gate("staff", tuple(ways), tuple(weights), need, len(ways))

    def _works_at(self, person: str, site: str | None) -> bool:
        found = self.plan.find(person, Person)
        return site is None or (found is not None and found.site == site)

    def _redundancy(self, one: Redundancy) -> Iterable[Gate]:
        members = tuple(dict.fromkeys(one.of))
        shared = tuple(self.at(cause) for cause in one.shares)
        guard: tuple[int, ...] = ()
        if one.mode != "active" and (switch := one.switch) is not None:
            decides = self._decider(one.id, switch.decided_by, switch.otherwise)
            guard = (decides, self.at(switch.by), *self._followed(switch.procedure))
        serving = len(members) if one.mode == "active" else one.need
        if one.need:
            ways = self._ways(members, shared, guard, serving)
            yield Gate("members", ways, (1,) * len(ways), one.need, serving)
        weights = self._capacities(members, one.capacity_needed)
        if weights and one.capacity_needed is not None:
            amount = one.capacity_needed.amount
            serving = len(members) if one.mode == "active" else _enough(weights, amount)
            ways = self._ways(members, shared, guard, serving)
            gate = Gate("capacity", ways, weights, amount, serving)
            carried = one.capacity_needed.unit.casefold().startswith(_CARRIED)
            yield self._under_demand(gate) if carried else gate

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

    def _decider(self, what: str, first: str, otherwise: Otherwise | None) -> int:
        """Who decides on something: a role, or a thing of its own where another stands behind it,
        who decides after some time."""
        if otherwise is None or otherwise.by == first:
            return self.at(first)
        ways = ((self.at(first),), (self.at(otherwise.by),))
        return self._make(
            decision_on(what), "decisions", [], [Gate("deciders", ways, (1, 1), 1, 1)]
        )

    def _followed(self, id: str | None) -> Iterator[int]:  # noqa: A002
        """What following a procedure takes: who does its steps and what these need, except steps
        that are done only in some case."""
        procedure = self.plan.find(id, Procedure)
        for step in procedure.steps if procedure is not None else ():
            if step.when is None:
                yield from (self.at(each) for each in (step.by, *step.needs))

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
        least = [one.agents for one in queue.minimum if self.strain.holds(one.hours)]
        yield from self._agents([queue], max(least, default=0))

    def _agents(
        self, queues: Iterable[Queue], need: int, skill: str | None = None
    ) -> Iterable[Gate]:
        """So many of the agents on the payroll: those of a site are lost with it, except those who
        can work from home."""
        at_site: dict[str, int] = {}
        from_home: dict[str, int] = {}
        for queue in queues:
            share = queue.remote_ready.share if queue.remote_ready else 0.0
            for group in queue.agents:
                if skill is None or skill in group.all_skills:
                    home = int(group.count * share)
                    from_home[group.site] = from_home.get(group.site, 0) + home
                    at_site[group.site] = at_site.get(group.site, 0) + group.count - home
        need -= sum(from_home.values())
        if at_site and need > 0:
            ways = tuple((self.at(site),) for site in at_site)
            gate = Gate("agents", ways, tuple(at_site.values()), need, len(ways))
            yield self._under_demand(self._without_some(gate, from_home), sum(from_home.values()))

    def _without_some(self, gate: Gate, from_home: dict[str, int]) -> Gate:
        """The gate with what a shortage of staff takes as ways of their own: agents of a site who
        are missing are not there even while the site is."""
        ways, weights, need = list(gate.ways), list(gate.weights), gate.need
        sites = list(gate.ways)
        for strained in self.strain.staff:
            name = self.at(missing_at(strained.at), "strains")
            for place, (site,) in enumerate(sites):
                if strained.at is not None and self.at(strained.at) != site:
                    continue
                # Each agent who may be missing counts on a way that needs the site and the staff.
                gone = min(math.ceil(gate.weights[place] * strained.share), weights[place])
                weights[place] -= gone
                ways.append((site, name))
                weights.append(gone)
            home = sum(
                count for at, count in from_home.items() if strained.at is None or at == strained.at
            )
            if gone := math.ceil(home * strained.share):
                # Agents at home need no site; they were taken off what is needed.
                ways.append((name,))
                weights.append(gone)
                need += gone
        return Gate(gate.what, tuple(ways), tuple(weights), need, len(ways))

    def _under_demand(self, gate: Gate, besides: int = 0) -> Gate:
        """The gate with what demand asks for beyond an ordinary day: ``besides`` is what is needed
        and has been taken off. Linear: larger pools would do with somewhat less (a safe bound)."""
        more = math.ceil((gate.need + besides) * self.strain.demand) - gate.need - besides
        if more <= 0:
            return gate
        surge = (self.at(DEMAND, "strains"),)
        ways = (*gate.ways[: gate.serving], surge, *gate.ways[gate.serving :])
        weights = (*gate.weights[: gate.serving], more, *gate.weights[gate.serving :])
        return Gate(gate.what, ways, weights, gate.need + more, gate.serving + 1)

    def _queue_number(self, queue: Queue, one: QueueNumber) -> str:
        """A number customers dial, as a thing of its own: carried, or pointed elsewhere."""
        name = f"{queue.id}#{one.number or one.short or one.carrier}"
        ways: list[tuple[int, ...]] = [(self.at(one.carrier),)]
        if one.reroute is not None:
            reroute = one.reroute
            portal = None if reroute.phone else reroute.portal
            parts = (reroute.to, portal, reroute.by, reroute.decided_by)
            named = (self.at(part) for part in parts if part is not None)
            steps = () if reroute.phone else self._followed(reroute.procedure)
            ways.append(tuple(dict.fromkeys((*named, *steps))))
        gate = Gate("carried", tuple(ways), (1,) * len(ways), 1, 1)
        self._make(name, "numbers", [], [gate])
        return name

    # ── people and strategies ──────────────────────────────────────────────────────────────────

    def _named(self, role: Role) -> tuple[str, ...]:
        """Everybody named for a role, in order of succession."""
        rota = self.plan.find(role.rota, Rota)
        on_rota = () if rota is None else (*self.strain.on(rota), *rota.weeks, *_serving(rota))
        first = () if role.primary is None else (role.primary,)
        return tuple(dict.fromkeys((*first, *on_rota, *role.alternates)))

    def _candidates(self, role: Role) -> tuple[int, ...]:
        return tuple(self.at(one) for one in self._named(role) if self._active(one))

    def _active(self, person: str) -> bool:
        found = self.plan.find(person, Person)
        here = found is None or found.status == "active"
        return here and person not in self.strain.away

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
        without = frozenset(self.at(each) for each in one.without if each != one.for_)
        decides = self._decider(one.id, one.decided_by, one.otherwise)
        named = (*map(self.at, (*one.needs, one.by)), decides)
        # What it does without cannot be what its steps cannot be done without.
        steps = (each for each in self._followed(one.do) if each not in without)
        return Hold(one.id, self.at(one.for_), without, tuple(dict.fromkeys((*named, *steps))))


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


def out_of_circles(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes with what a site needs and stands in it waiting for the building alone."""
    if not any(node.kind == "sites" and node.needs for node in nodes):
        return nodes
    groups = circles(range(len(nodes)), lambda one: (*nodes[one].needs, *nodes[one].in_gates))
    found = list(nodes)
    for group in groups:
        sites = {one for one in group if nodes[one].kind == "sites"}
        for number in group if sites else ():
            found[number] = _in_premises(nodes, number, sites)
    return tuple(found)


def _in_premises(nodes: tuple[Node, ...], number: int, sites: set[int]) -> Node:
    node = nodes[number]
    pairs = tuple(zip(node.needs, node.links, strict=True))
    inside = [need for need, link in pairs if link == "at" and need in sites]
    if not inside:
        return node
    kept = [(need, link) for need, link in pairs if need not in inside]
    premises = []
    for site in inside:
        of_site = zip(nodes[site].needs, nodes[site].links, strict=True)
        causes = tuple(need for need, link in of_site if link in ("zone", "shares"))
        premises.append(Premises(site, causes))
    return replace(
        node,
        needs=tuple(need for need, _ in kept),
        links=tuple(link for _, link in kept),
        stands_in=tuple(premises),
    )
