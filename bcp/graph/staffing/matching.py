"""Who fills which role when people are missing: one person, one role at a time.

In a crisis one person fills one role, unless the plan says otherwise (``roles_at_once``). "A role
is lost when all its holders are" finds nothing where the same people stand behind several roles; a
matching of roles to people does. Everything here is integers: the numbers of roles and people in a
:class:`~bcp.graph.structure.Structure`.

- **Which roles are filled**: roles are taken in the order of ``Staffing.roles`` (critical ones
  first); a role is filled if the roles filled before it can all keep somebody. This is the greedy
  basis of a transversal matroid: taking one more person away empties at most one role more, and
  never fills one again. Without whom roles are empty: :mod:`bcp.graph.staffing.smallest`.
- **Who fills them**: among the matchings that fill these roles, the one in which the fewest people
  leave the role they hold when nobody is missing; among those, the one that follows the order of
  succession, role by role. A free second alternate is thus asked before a first alternate who
  would have to leave a role of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bcp.graph.staffing.smallest import Smallest, smallest
from bcp.graph.staffing.succession import succession

_REMEMBERED = 1000
"""Matchings kept for the next question."""


@dataclass(frozen=True, slots=True)
class Tied:
    """Roles tied to each other through shared candidates."""

    numbers: tuple[int, ...]
    """Places in ``Staffing.roles``, in order."""
    people: frozenset[int]
    """All their candidates."""

    def __hash__(self) -> int:
        return hash(self.numbers[0])  # no other group of the same staffing holds it


@dataclass(frozen=True)
class Staffing:
    """Roles that somebody is named for, and who, in order of succession."""

    roles: tuple[int, ...]
    """Roles, those that must be filled first in front."""
    candidates: tuple[tuple[int, ...], ...]
    """For each of ``roles``: who may fill it, the first choice first."""
    at_once: Mapping[int, int]
    """Person → how many roles they fill at the same time, where that is not one."""

    @cached_property
    def normally(self) -> Mapping[int, int]:
        """Role → who fills it when nobody is missing."""
        return self.assignment(())

    @cached_property
    def at_best(self) -> frozenset[int]:
        """The roles that can be filled when nobody is missing."""
        return self.filled(())

    @cached_property
    def tied(self) -> tuple[Tied, ...]:
        """The roles in groups that share nobody, in the order of their first roles."""
        named: dict[int, list[int]] = {}
        for number, candidates in enumerate(self.candidates):
            for person in candidates:
                named.setdefault(person, []).append(number)
        found, seen = [], set[int]()
        for first in range(len(self.roles)):
            if first in seen:
                continue
            numbers, people, waiting = {first}, set[int](), [first]
            while waiting:
                for person in self.candidates[waiting.pop()]:
                    if person not in people:
                        people.add(person)
                        fresh = [one for one in named[person] if one not in numbers]
                        numbers.update(fresh)
                        waiting += fresh
            seen |= numbers
            found.append(Tied(tuple(sorted(numbers)), frozenset(people)))
        return tuple(found)

    @cached_property
    def _number(self) -> Mapping[int, int]:
        return {role: number for number, role in enumerate(self.roles)}

    @cached_property
    def _group(self) -> Mapping[int, Tied]:
        return {self.roles[number]: group for group in self.tied for number in group.numbers}

    @cached_property
    def _matched(self) -> dict[tuple[Tied, frozenset[int]], Basis]:
        return {}

    @cached_property
    def _smallest(self) -> dict[tuple[Tied, int], Smallest]:
        return {}

    def __contains__(self, role: int) -> bool:
        return role in self._number

    def group(self, role: int) -> Tied:
        """The roles that a role is tied to, itself among them."""
        return self._group[role]

    def basis(self, group: Tied, absent: Collection[int]) -> Basis:
        """The roles of a group that can be filled without these people; not to be changed."""
        key = (group, group.people.intersection(absent))
        found = self._matched.get(key)
        if found is None:
            if len(self._matched) >= _REMEMBERED:
                self._matched.clear()
            found = self._matched[key] = Basis(self, key[1])
            found.fill(group.numbers)
        return found

    def smallest(self, group: Tied, limit: int) -> Smallest:
        """The smallest sets of up to ``limit`` people without whom a role of a group is empty that
        could be filled before; roles by their place in the group."""
        found = self._smallest.get((group, limit))
        if found is None:
            candidates = tuple(self.candidates[number] for number in group.numbers)
            found = smallest(candidates, self.at_once, limit)
            self._smallest[group, limit] = self._smallest[group, found.tried] = found
        return found

    def filled(self, absent: Collection[int]) -> frozenset[int]:
        """The roles that can be filled without these people."""
        return frozenset(self.somehow(absent))

    def somehow(self, absent: Collection[int]) -> dict[int, int]:
        """Role → somebody who can fill it: the roles of :meth:`filled`, in any arrangement."""
        return {
            self.roles[number]: person
            for group in self.tied
            for number, person in self.basis(group, absent).filled.items()
        }

    def assignment(self, absent: Collection[int]) -> dict[int, int]:
        """Role → who fills it without these people; roles that stay empty are left out.

        Exact unless very many roles are tied to each other: see
        :func:`bcp.graph.staffing.succession.succession`.
        """
        chosen: dict[int, int] = {}
        for group in self.tied:
            gone = group.people.intersection(absent)
            if absent and not gone:
                kept = ((self.roles[number], number) for number in group.numbers)
                chosen |= {
                    number: self.normally[role] for role, number in kept if role in self.normally
                }
            else:
                chosen |= self._succession(group, gone, bool(absent))
        return {self.roles[number]: chosen[number] for number in sorted(chosen)}

    def _succession(self, group: Tied, gone: frozenset[int], changed: bool) -> dict[int, int]:
        filled = self.basis(group, gone).filled
        there = {
            number: tuple(one for one in self.candidates[number] if one not in gone)
            for number in sorted(filled)
        }
        held = self.normally if changed else {}
        before = {
            number: held[self.roles[number]] for number in there if self.roles[number] in held
        }
        return succession(there, self.at_once, before, filled)

    def rivals(self, role: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Roles and people tied to a role through shared candidates, both in order."""
        group = self._group[role]
        return tuple(self.roles[number] for number in group.numbers), tuple(sorted(group.people))

    def shortage(
        self, role: int, absent: Collection[int]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Why a role stays empty (Hall's condition): roles that have fewer people than they need.

        The roles include ``role``; the people are all that are left for any of them. Empty roles
        when the role can be filled after all.
        """
        basis, wanted = self.basis(self._group[role], absent), self._number[role]
        if wanted in basis.filled:
            return (), ()
        roles, people = basis.reached(wanted)
        return tuple(self.roles[number] for number in sorted(roles)), tuple(sorted(people))


class Basis:
    """A matching of the most important roles, in any arrangement. Roles by their number."""

    def __init__(self, staffing: Staffing, absent: frozenset[int]) -> None:
        self.staffing = staffing
        self.absent = absent
        self.filled: dict[int, int] = {}
        self.serving: dict[int, list[int]] = {}
        self._exhausted: set[int] = set()

    def fill(self, numbers: Iterable[int]) -> None:
        """Fill these roles, the first ones first."""
        for number in numbers:
            self._fill(number)

    def reached(self, number: int) -> tuple[set[int], set[int]]:
        """The roles that compete with an empty one, itself among them, and all their people."""
        roles, people, waiting = {number}, set[int](), [number]
        while waiting:
            for person in self.staffing.candidates[waiting.pop()]:
                if person in people or person in self.absent:
                    continue
                people.add(person)
                for other in self.serving.get(person, ()):
                    if other not in roles:
                        roles.add(other)
                        waiting.append(other)
        return roles, people

    def _fill(self, start: int) -> bool:
        """Find somebody for a role, moving others on if that helps (an augmenting path)."""
        through = self._ways(start)
        free = next(reversed(through), None)
        if free is not None and self._has_room(free):
            self._shift(start, free, through)
            return True
        # Whoever was asked in vain cannot be freed by filling more roles (a Hungarian tree).
        self._exhausted.update(through)
        return False

    def _ways(self, start: int) -> dict[int, int]:
        """Person → the role they are asked for; ends with who has room."""
        through: dict[int, int] = {}
        waiting = [start]
        for number in waiting:
            for person in self.staffing.candidates[number]:
                if person in through or person in self.absent or person in self._exhausted:
                    continue
                through[person] = number
                if self._has_room(person):
                    return through
                waiting += self.serving.get(person, [])
        return through

    def _has_room(self, person: int) -> bool:
        at_once = self.staffing.at_once.get(person, 1)
        return len(self.serving.get(person, ())) < at_once

    def _shift(self, start: int, person: int, through: Mapping[int, int]) -> None:
        while True:
            number = through[person]
            left = self.filled.get(number)
            if left is not None:
                self.serving[left].remove(number)
            self.filled[number] = person
            self.serving.setdefault(person, []).append(number)
            if number == start:
                return
            assert left is not None
            person = left
