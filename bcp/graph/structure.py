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
systems         ``needs``, every site in ``at``, ``supplier``, ``shares``. What a site needs and
                stands in it (its power) is lost with the building, and not with all else that
                the site needs: it does not wait for itself
sites           ``needs``, ``zone``, ``shares``
suppliers       ``needs``, ``shares``
channels        ``needs`` (who operates it is asked when something is sent, not here)
queues          ``needs``, ``process``, ``channel``; one of its numbers; at the sites that are
                left at least the largest ``minimum`` of agents on the payroll, those counted
                who are ready to work from home (a bound: fewer are on shift)
a number        its carrier; or its reroute: where to, who does it and decides, and the
                portal, unless there is a telephone number to call instead
redundancy      so many of its members, each with the ``shares`` of the redundancy; a stand-in
                also needs who decides and who does the switch, and what the steps of its
                procedure take. With ``capacity_needed``, and
                the capacity of every member known in that unit: so much capacity
a decision      who decides on a switch or strategy, or who decides otherwise
roles           one of the people named for it (primary or rota, then alternates) who is
                active; besides, roles are filled by matching (:mod:`bcp.graph.staffing.matching`).
                A role for which nobody is named is not known, so it never counts as lost
teams           so many of its roles as ``quorum`` says, else one
records         ``at``, unless there is an offline copy
forms           one of the sites where copies lie, unless some copies are elsewhere
the rest        (people, organisations, causes, facts, unknown ids) nothing
=============== =========================================================================

Under a strain (:mod:`bcp.graph.strain`) what is missing of staff, and what demand asks for beyond
an ordinary day, are things of their own: they stand in ordinary times, and losing them takes so
many agents out of a gate, or asks so much more of it.

An id that is named as needed and is not declared is a thing of its own that nothing is known of.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bcp.graph.staffing.matching import Staffing
from bcp.plan import Plan

if TYPE_CHECKING:
    from bcp.graph.strain import Strain

COMPOSED = ("roles", "teams", "redundancy", "numbers", "decisions")
"""Kinds that are lost only with what they are made of, so they are no cause of their own."""


@dataclass(frozen=True, slots=True)
class Gate:
    """So many of several."""

    what: str
    """``members``, ``capacity``, ``holders``, ``quorum``, ``staff``, ``numbers``, ``carried``,
    ``agents``, ``copies`` or ``deciders``."""
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

    def is_switched(self, place: int) -> bool:
        """Whether a way serves only after a switch: who takes over a role is there as soon as the
        holder is missing."""
        return place >= self.serving and self.what != "holders"

    def fails(self, lost: Container[int]) -> bool:
        return self.left(lost) < self.need


@dataclass(frozen=True, slots=True)
class Premises:
    """A site as a building: lost when the site is named as lost, or with a cause that takes it."""

    site: int
    causes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the plan, and what it stands on."""

    id: str
    kind: str
    needs: tuple[int, ...] = ()
    links: tuple[str, ...] = ()
    """For each of ``needs``: the field of the plan that says so."""
    gates: tuple[Gate, ...] = ()
    stands_in: tuple[Premises, ...] = ()
    """Sites that need it and that it stands in: it is lost with the building, and does not wait
    for anything else that the site needs."""

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
            standing = (one for each in node.stands_in for one in (each.site, *each.causes))
            for one in (*node.needs, *node.in_gates, *standing):
                found[one].add(number)
        return tuple(tuple(sorted(each)) for each in found)

    @cached_property
    def premises(self) -> Mapping[int, Premises]:
        """The sites in which something stands that they need: their building is restored first,
        and they are back when that and what they need is."""
        return {one.site: one for node in self.nodes for one in node.stands_in}

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
            standing = (one for each in node.stands_in for one in (each.site, *each.causes))
            for one in (*node.needs, *node.in_gates, *standing):
                if one not in seen and one not in without:
                    seen.add(one)
                    waiting.append(one)
        return frozenset(seen)

    def of_kind(self, *kinds: str) -> tuple[int, ...]:
        return tuple(number for number, node in enumerate(self.nodes) if node.kind in kinds)


def structure_of(plan: Plan, strain: Strain | None = None) -> Structure:
    """What needs what in a plan; under a strain, with the strains as things that can be lost."""
    from bcp.graph.building import Building  # which is made of the types above

    return Building(plan, strain).run()


def decision_on(what: str) -> str:
    """The name of the decision on a redundancy or strategy, where it is a thing of its own."""
    return f"{what}{_DECISION}"


def is_decision(id: str) -> bool:  # noqa: A002
    """Whether a name is that of a decision."""
    return id.endswith(_DECISION)


_DECISION = "#decision"


_REMEMBERED = 1_000_000
"""Things in the cones that a structure keeps."""
