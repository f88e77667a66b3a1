"""Who fills which role when people are missing: one person, one role at a time.

In a crisis one person fills one role, unless the plan says otherwise (``roles_at_once``). "A role
is lost when all its holders are" finds nothing where the same people stand behind several roles; a
matching of roles to people does. Everything here is integers: the numbers of roles and people in a
:class:`~bcp.graph.structure.Structure`.

- **Which roles are filled**: roles are taken in the order of ``Staffing.roles`` (critical ones
  first); a role is filled if the roles filled before it can all keep somebody. This is the greedy
  basis of a transversal matroid: taking one more person away empties at most one role more, and
  never fills one again.
- **Who fills them**: among the matchings that fill these roles, the one in which the fewest people
  leave the role they hold when nobody is missing; among those, the one that follows the order of
  succession, role by role. A free second alternate is thus asked before a first alternate who
  would have to leave a role of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property


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

    def filled(self, absent: Collection[int]) -> frozenset[int]:
        """The roles that can be filled without these people."""
        return frozenset(self.somehow(absent))

    def somehow(self, absent: Collection[int]) -> dict[int, int]:
        """Role → somebody who can fill it: the roles of :meth:`filled`, in any arrangement."""
        serving: dict[int, list[int]] = {}
        filled: dict[int, int] = {}
        for number in range(len(self.roles)):
            self._fill(number, absent, serving, filled, set())
        return {self.roles[number]: person for number, person in filled.items()}

    def _fill(
        self,
        number: int,
        absent: Collection[int],
        serving: dict[int, list[int]],
        filled: dict[int, int],
        asked: set[int],
    ) -> bool:
        """Find somebody for a role, moving others on if that helps (Kuhn's augmenting path)."""
        for person in self.candidates[number]:
            if person in absent or person in asked:
                continue
            asked.add(person)
            held = serving.setdefault(person, [])
            if len(held) < self.at_once.get(person, 1):
                held.append(number)
                filled[number] = person
                return True
            for other in tuple(held):
                if self._fill(other, absent, serving, filled, asked):
                    held.remove(other)
                    held.append(number)
                    filled[number] = person
                    return True
        return False

    def assignment(self, absent: Collection[int]) -> dict[int, int]:
        """Role → who fills it without these people; roles that stay empty are left out."""
        before = self.normally if absent else {}
        return _Cheapest(self, frozenset(absent), before).run()

    def rivals(self, role: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Roles and people tied to a role through shared candidates, both in order."""
        roles, people = {self.roles.index(role)}, set[int]()
        grown = True
        while grown:
            people = {person for number in roles for person in self.candidates[number]}
            more = {
                number
                for number, candidates in enumerate(self.candidates)
                if not people.isdisjoint(candidates)
            }
            grown = more > roles
            roles |= more
        return tuple(self.roles[number] for number in sorted(roles)), tuple(sorted(people))

    def shortage(
        self, role: int, absent: Collection[int]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Why a role stays empty (Hall's condition): roles that have fewer people than they need.

        The roles include ``role``; the people are all that are left for any of them. Empty roles
        when the role can be filled after all.
        """
        serving: dict[int, list[int]] = {}
        filled: dict[int, int] = {}
        for number in range(len(self.roles)):
            self._fill(number, absent, serving, filled, set())
        wanted = self.roles.index(role)
        if wanted in filled:
            return (), ()
        roles, people = {wanted}, set[int]()
        waiting = [wanted]
        while waiting:
            for person in self.candidates[waiting.pop()]:
                if person in absent or person in people:
                    continue
                people.add(person)
                for other in serving.get(person, ()):
                    if other not in roles:
                        roles.add(other)
                        waiting.append(other)
        return tuple(self.roles[number] for number in sorted(roles)), tuple(sorted(people))


class _Cheapest:
    """The cheapest matching that fills the most important roles, by shortest augmenting paths.

    A cost is one whole number: first how many people are moved, then the places in the order of
    succession as the digits of a number, the first role's digit the highest.
    """

    def __init__(
        self, staffing: Staffing, absent: frozenset[int], before: Mapping[int, int]
    ) -> None:
        self.staffing = staffing
        widest = max((len(each) for each in staffing.candidates), default=0) + 1
        count = len(staffing.roles)
        moved = widest**count
        self.costs: list[dict[int, int]] = []
        for number, candidates in enumerate(staffing.candidates):
            holder = before.get(staffing.roles[number])
            stays = holder if holder is not None and holder not in absent else None
            self.costs.append(
                {
                    person: place * widest ** (count - 1 - number)
                    + (moved if stays is not None and person != stays else 0)
                    for place, person in enumerate(candidates)
                    if person not in absent
                }
            )
        self.filled: dict[int, int] = {}
        self.serving: dict[int, set[int]] = {}

    def run(self) -> dict[int, int]:
        for number in range(len(self.costs)):
            self._augment(number)
        roles = self.staffing.roles
        return {roles[number]: self.filled[number] for number in sorted(self.filled)}

    def _augment(self, start: int) -> None:
        """Fill one more role along the cheapest path (Bellman and Ford: costs may fall)."""
        reach: dict[int, int] = {}
        through: dict[int, int] = {}
        at_role: dict[int, int] = {start: 0}
        waiting = [start]
        while waiting:
            number = waiting.pop(0)
            for person, cost in self.costs[number].items():
                if self.filled.get(number) == person:
                    continue
                total = at_role[number] + cost
                if person in reach and reach[person] <= total:
                    continue
                reach[person], through[person] = total, number
                for other in sorted(self.serving.get(person, ())):
                    back = total - self.costs[other][person]
                    if other not in at_role or back < at_role[other]:
                        at_role[other] = back
                        if other not in waiting:
                            waiting.append(other)
        free = [person for person in reach if self._free(person)]
        if free:
            self._take(start, min(free, key=lambda person: (reach[person], person)), through)

    def _free(self, person: int) -> bool:
        return len(self.serving.get(person, ())) < self.staffing.at_once.get(person, 1)

    def _take(self, start: int, person: int, through: Mapping[int, int]) -> None:
        while True:
            number = through[person]
            left = self.filled.get(number)
            self.filled[number] = person
            self.serving.setdefault(person, set()).add(number)
            if number == start:
                return
            assert left is not None
            self.serving[left].discard(number)
            person = left
