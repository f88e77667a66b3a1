"""Who takes over: of all matchings that fill the same roles, the one a plan means.

The best matching moves the fewest people out of the role they hold; among those it follows the
order of succession, role by role. Both are found with small whole numbers. First, people stay
where they are and each role left empty is filled along a shortest augmenting path, a moved person
costing 1. Then role after role takes the first of its candidates that an exchange of equal cost
leads to: a path of exchanges has equal cost when it runs along edges of reduced cost 0, by the
distances of the residual network (complementary slackness; Ahuja, Magnanti and Orlin, *Network
Flows*, 1993, ch. 9).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence

EXACT = 5_000_000
"""Up to this many roles × names under them, succession is exact; see :func:`succession`."""
_FREE = -1
"""The node behind everybody who has room for one role more."""


def succession(
    candidates: Mapping[int, Sequence[int]],
    room: Mapping[int, int],
    before: Mapping[int, int],
    somehow: Mapping[int, int],
) -> dict[int, int]:
    """Role → who fills it.

    ``candidates``: for each role that is to be filled, those who are there, first choice first;
    roles in the order of their weight. ``room``: how many roles a person fills at once, where that
    is not one. ``before``: who held the roles, as a matching; ``somehow``: any matching of all the
    roles, taken as the beginning where nobody held anything.

    Where roles × names exceeds :data:`EXACT` the rule is followed by a greedy in the order of
    roles: whoever is there stays; an empty role takes its first candidate with room; where nobody
    has room, as few people as possible move on for it. One role at a time that is the same rule;
    over all of them, more people may move than need to, and a later exchange is not looked for.
    """
    search = _Succession(candidates, room, before)
    names = sum(len(each) for each in candidates.values())
    if len(candidates) * names > EXACT:
        search.fill(first_free=True)
        return search.filled
    if before:
        search.fill(first_free=False)
    else:
        search.start(somehow)
    search.follow_order()
    return search.filled


class _Succession:
    def __init__(
        self,
        candidates: Mapping[int, Sequence[int]],
        room: Mapping[int, int],
        before: Mapping[int, int],
    ) -> None:
        self.candidates = candidates
        self.room = room
        self.stays = {
            role: before[role] for role in candidates if before.get(role) in candidates[role]
        }
        self.filled: dict[int, int] = {}
        self.serving: dict[int, set[int]] = {}
        self.start(self.stays)

    def start(self, matching: Mapping[int, int]) -> None:
        for role, person in matching.items():
            if role in self.candidates:
                self._give(role, person)

    def _give(self, role: int, person: int) -> None:
        if role in self.filled:
            self.serving[self.filled[role]].discard(role)
        self.filled[role] = person
        self.serving.setdefault(person, set()).add(role)

    def _has_room(self, person: int) -> bool:
        return len(self.serving.get(person, ())) < self.room.get(person, 1)

    def _cost(self, role: int, person: int) -> int:
        return int(role in self.stays and self.stays[role] != person)

    # ── the fewest moved ───────────────────────────────────────────────────────────────────────

    def fill(self, *, first_free: bool) -> None:
        for role in self.candidates:
            if role in self.filled:
                continue
            free = (one for one in self.candidates[role] if self._has_room(one))
            person = next(free, None) if first_free else None
            if person is not None:
                self._give(role, person)
            else:
                self._augment(role)

    def _augment(self, start: int) -> None:
        """Fill one role more along the cheapest path (Bellman and Ford: costs may fall)."""
        reach = dict.fromkeys(self.candidates[start], 0)
        through = dict.fromkeys(self.candidates[start], start)
        waiting = deque(self.candidates[start])
        found: int | None = None
        while waiting:
            person = waiting.popleft()
            if self._has_room(person):
                if found is None or reach[person] < reach[found]:
                    found = person
                if reach[person] == 0:  # filling one role more is never cheaper than that
                    break
                continue
            for role in sorted(self.serving[person]):
                back = reach[person] - self._cost(role, person)
                for other in self.candidates[role]:
                    total = back + self._cost(role, other)
                    if other != person and (other not in reach or total < reach[other]):
                        reach[other], through[other] = total, role
                        waiting.append(other)
        assert found is not None, "the roles were chosen so that all can be filled"
        self._shift(start, found, through)

    def _shift(self, start: int, person: int, through: Mapping[int, int]) -> None:
        while True:
            role = through[person]
            left = self.filled.get(role)
            self._give(role, person)
            if role == start:
                return
            assert left is not None
            person = left

    # ── the order of succession ────────────────────────────────────────────────────────────────

    def follow_order(self) -> None:
        distance = self._distances()
        movable = {person: set(roles) for person, roles in self.serving.items()}
        for role in self.candidates:
            movable[self.filled[role]].discard(role)
            self._better(role, distance, movable)

    def _distances(self) -> dict[int, int]:
        """For each person, and for :data:`_FREE`, the cheapest way of exchanges that ends there."""
        people = sorted({one for each in self.candidates.values() for one in each})
        distance = dict.fromkeys((_FREE, *people), 0)
        if not self.stays:
            return distance  # nothing costs anything
        waiting = deque(distance)
        queued = set(distance)
        while waiting:
            one = waiting.popleft()
            queued.discard(one)
            for other, cost, _ in self._exchanges(one, self.serving):
                if distance[one] + cost < distance[other]:
                    distance[other] = distance[one] + cost
                    if other not in queued:
                        queued.add(other)
                        waiting.append(other)
        return distance

    def _exchanges(
        self, one: int, movable: Mapping[int, Collection[int]]
    ) -> Iterator[tuple[int, int, int | None]]:
        """(who is asked next, what it costs, the role they take over) when ``one`` gets a role."""
        if one == _FREE:
            yield from ((other, 0, None) for other, roles in self.serving.items() if roles)
            return
        if self._has_room(one):
            yield _FREE, 0, None
        for role in sorted(movable.get(one, ())):
            now = self._cost(role, one)
            for other in self.candidates[role]:
                if other != one:
                    yield other, self._cost(role, other) - now, role

    def _better(self, role: int, distance: Mapping[int, int], movable: dict[int, set[int]]) -> None:
        """Give a role to the first in succession that an exchange of equal cost leads to."""
        holder = self.filled[role]
        base = distance[holder] - self._cost(role, holder)
        came: dict[int, tuple[int, int | None]] = {}
        for person in self.candidates[role]:
            if person == holder:
                return
            if person in came or distance[person] != base + self._cost(role, person):
                continue
            came[person] = (person, role)
            if self._leads_to(holder, person, distance, movable, came):
                self._exchange(role, holder, came, movable)
                return

    def _leads_to(
        self,
        target: int,
        person: int,
        distance: Mapping[int, int],
        movable: Mapping[int, Collection[int]],
        came: dict[int, tuple[int, int | None]],
    ) -> bool:
        # ``came`` is kept from one try to the next: what led nowhere leads nowhere.
        waiting = [person]
        while waiting:
            one = waiting.pop()
            for other, cost, role in self._exchanges(one, movable):
                if other in came or distance[other] != distance[one] + cost:
                    continue
                came[other] = (one, role)
                if other == target:
                    return True
                waiting.append(other)
        return False

    def _exchange(
        self,
        start: int,
        person: int,
        came: Mapping[int, tuple[int, int | None]],
        movable: dict[int, set[int]],
    ) -> None:
        while True:
            before, role = came[person]
            if role is not None:
                if role != start:
                    movable[self.filled[role]].discard(role)
                    movable.setdefault(person, set()).add(role)
                self._give(role, person)
            if role == start:
                return
            person = before
