"""How far those who succeed each other are from each other: what takes all their places at once.

A plan has no coordinates. What it has are sites, the hazard zone each lies in, causes it shares and
what it needs: so this answers whether one single loss takes the places of everybody named for a
role, by the structure of the plan (:mod:`bcp.graph.structure`), and not how many kilometres lie
between them. Where somebody works is not where they sleep: at night it says less.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bcp.graph.availability import available
from bcp.graph.cover.people import People
from bcp.graph.structure import Structure, structure_of
from bcp.model.people import Person, Role
from bcp.model.resources import Site
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class Successors:
    """Where those named for one critical role are, who are active."""

    role: str
    sites: tuple[tuple[str, tuple[str, ...]], ...]
    """(site, people who work there), in the order of sites."""
    not_known: tuple[str, ...]
    """Those of whom the plan does not say where they work."""
    from_home: tuple[str, ...]
    """Of the sites, those whose work can be done from home instead (``remote``)."""
    taken_by: tuple[str, ...]
    """What alone takes the places of all of those whose place is known: a site, a zone or another
    cause, a system; empty where they are one or none, or nothing does."""
    timezones: tuple[str, ...]
    """The zones they live by."""

    @property
    def people(self) -> int:
        """How many are named and active."""
        return sum(len(several) for _, several in self.sites) + len(self.not_known)

    @property
    def together(self) -> bool:
        """Whether one loss takes the places of all of them, as far as all are known."""
        return bool(self.taken_by) and not self.not_known


def successors(
    plan: Plan, people: People, roles: Iterable[Role], structure: Structure | None = None
) -> tuple[Successors, ...]:
    """For each critical role that at least two active people are named for: where they are."""
    takers = _Takers(plan, structure)
    found = []
    for role in roles:
        named = [one for one in people.named(role) if people.is_active(one)]
        if role.critical and len(named) > 1:
            found.append(_successors(plan, people, role.id, named, takers))
    return tuple(found)


def _successors(
    plan: Plan, people: People, role: str, named: list[str], takers: _Takers
) -> Successors:
    sites: dict[str, list[str]] = {}
    not_known: list[str] = []
    zones: dict[str, None] = {}
    for one in named:
        person = plan.find(one, Person)
        zones[(person.timezone if person else None) or people.zone] = None
        if person is None or person.site is None:
            not_known.append(one)
        else:
            sites.setdefault(person.site, []).append(one)
    known = len(named) - len(not_known)
    described = {one: plan.find(one, Site) for one in sites}
    return Successors(
        role,
        tuple((site, tuple(several)) for site, several in sorted(sites.items())),
        tuple(not_known),
        tuple(sorted(one for one, site in described.items() if site is not None and site.remote)),
        takers.of(frozenset(sites)) if known > 1 else (),
        tuple(sorted(zones)),
    )


class _Takers:
    """What single loss takes all of some sites; each set of sites is asked about once."""

    def __init__(self, plan: Plan, structure: Structure | None) -> None:
        self.plan = plan
        self._given = structure
        self._found: dict[frozenset[str], tuple[str, ...]] = {}
        self._lost: dict[int, frozenset[int]] = {}

    @cached_property
    def structure(self) -> Structure:
        return self._given or structure_of(self.plan)

    def of(self, sites: frozenset[str]) -> tuple[str, ...]:
        if sites not in self._found:
            self._found[sites] = self._takers(sites)
        return self._found[sites]

    def _takers(self, sites: frozenset[str]) -> tuple[str, ...]:
        structure = self.structure
        if not all(site in structure.number for site in sites):
            return ()  # a site that is not declared: nothing is known of it
        places = structure.numbers(sorted(sites))
        shared = frozenset.intersection(*(structure.under((one,)) for one in places))
        taking = [
            one
            for one in sorted(shared)
            if structure.nodes[one].own and self._lost_with(one).issuperset(places)
        ]
        return structure.ids(taking)

    def _lost_with(self, thing: int) -> frozenset[int]:
        if thing not in self._lost:
            self._lost[thing] = frozenset(available(self.structure, (thing,)).lost)
        return self._lost[thing]
