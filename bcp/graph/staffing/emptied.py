"""Which few people, missing together, leave roles empty that could be filled before."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bcp.graph.staffing.matching import Staffing, Tied

TRIED = 50_000_000
"""Sets of people times names under their roles: up to so many are tried for roles that are tied."""


@dataclass(frozen=True, slots=True)
class NotMatched:
    """Roles tied to each other by so many people that not all sets of them were tried."""

    roles: int
    people: int
    tried: int
    """Sets of up to so many people were tried."""
    limit: int
    """And not up to so many, as was asked for."""


def emptied(
    staffing: Staffing, group: Tied, limit: int
) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    """(people, roles of the group that stay empty without them) for up to ``limit`` people.

    Every smallest set is among them: to empty one role more, one of the people who fill the roles
    just now must be missing, so only they are tried.
    """
    start = staffing.basis(group, ())
    normal = frozenset(start.filled)
    seen: set[frozenset[int]] = set()
    path = [(start, iter(sorted(set(start.filled.values()))))]
    while path:
        basis, people = path[-1]
        person = next(people, None) if len(basis.absent) < limit else None
        if person is None:
            path.pop()
            continue
        more = basis.absent | {person}
        if more not in seen:
            seen.add(more)
            fewer = basis.without(person)
            if gone := normal.difference(fewer.filled):
                yield fewer.absent, frozenset(staffing.roles[number] for number in gone)
            path.append((fewer, iter(sorted(set(fewer.filled.values())))))


def bearable(staffing: Staffing, group: Tied, limit: int) -> int:
    """For how many people missing together all sets of a group can be tried, ``limit`` at most:
    no more work than :data:`TRIED`."""
    filled = len(staffing.basis(group, ()).filled)
    names = sum(len(staffing.candidates[number]) for number in group.numbers)
    work = 0
    for size in range(1, limit + 1):
        work += names * math.comb(filled, size)
        if work > TRIED:
            return size - 1
    return limit
