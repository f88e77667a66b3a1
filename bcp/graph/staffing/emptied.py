"""Which few people, missing together, leave roles empty that could be filled before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bcp.graph.staffing.matching import Staffing, Tied


@dataclass(frozen=True, slots=True)
class NotMatched:
    """Roles tied to each other by so many people that not all sets of them were found."""

    roles: int
    people: int
    tried: int
    """Sets of up to so many people were found."""
    limit: int
    """And not up to so many, as was asked for."""


def emptied(
    staffing: Staffing, group: Tied, limit: int
) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    """(people, the role of the group that stays empty without them) for up to ``limit`` people.

    These are all the smallest sets, for no part of which the role is empty; a set of people stands
    once for each role. Of fewer people than ``limit`` where :func:`bearable` says so.
    """
    for number, people in staffing.smallest(group, limit).sets:
        yield people, frozenset((staffing.roles[group.numbers[number]],))


def bearable(staffing: Staffing, group: Tied, limit: int) -> int:
    """For how many people missing together all sets of a group are found, ``limit`` at most: see
    :data:`bcp.graph.staffing.smallest.BOUND`."""
    return staffing.smallest(group, limit).tried
