"""Which roles stay empty when a share of the staff is missing: whoever the missing are, or some.

Nobody knows who will be missing. So it is told which role stays empty if certain people are among
them: the smallest such group that is no larger than the number who are missing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from bcp.graph.staffing.emptied import emptied
from bcp.graph.strain import Missing, Strain
from bcp.graph.structure import Structure
from bcp.model.people import Person, Role
from bcp.plan import Plan

_MOST = 3
"""Groups of more people are not looked for: many are unlikely to hold just these."""


@dataclass(frozen=True, slots=True)
class EmptiedBy:
    """A critical role that stays empty if these people are among those who are missing."""

    role: str
    people: tuple[str, ...]
    missing: int
    """How many are missing of the people the plan names there,"""
    of: int
    """and how many these are."""


def emptied_by(plan: Plan, structure: Structure, strain: Strain) -> tuple[EmptiedBy, ...]:
    """The critical roles that the missing staff may empty, in the order of ids. Where very many
    people stand behind tied roles only smaller groups are found: see
    :data:`bcp.graph.staffing.smallest.BOUND`."""
    found: dict[str, EmptiedBy] = {}
    for missing in strain.staff:
        if missing.share >= 1:
            continue  # then all of them are lost, and the roles with them
        for one in _by(plan, structure, missing):
            known = found.get(one.role)
            if known is None or len(one.people) < len(known.people):
                found[one.role] = one
    return tuple(found[role] for role in sorted(found))


def _by(plan: Plan, structure: Structure, missing: Missing) -> list[EmptiedBy]:
    here = {
        structure.number[one.id]
        for one in plan.of(Person)
        if one.status == "active" and missing.at in (None, one.site)
    }
    count = math.ceil(len(here) * missing.share)
    critical = {structure.number[one.id] for one in plan.of(Role) if one.critical}
    smallest: dict[int, frozenset[int]] = {}
    for group in structure.staffing.tied:
        for absent, roles in emptied(structure.staffing, group, min(count, _MOST)):
            for role in roles & critical if absent <= here else ():
                if role not in smallest or _rank(absent) < _rank(smallest[role]):
                    smallest[role] = absent
    return [
        EmptiedBy(structure.nodes[role].id, structure.ids(sorted(absent)), count, len(here))
        for role, absent in smallest.items()
    ]


def _rank(people: frozenset[int]) -> tuple[int, list[int]]:
    return len(people), sorted(people)
