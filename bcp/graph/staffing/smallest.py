"""The smallest sets of people without whom a role stays empty, found without trying all sets.

A person who fills two roles at once has two *places*; a role is filled when a place of somebody
named for it is kept for it. Roles come in order, and the roles before one go first: so for one role
only those before it count. The sets that empty it are, with the role itself, the cocircuits through
it of a matroid whose elements are the role and the places of all people (Welsh, *Matroid Theory*,
1976). Two facts of such matroids are used:

- **How many it takes.** More places are kept for the role than the one it needs, as long as all
  roles before it keep theirs. When b can be kept beside that one, the role stays filled whichever b
  places are gone (Hall's condition), and nothing is to be looked for. When no more can be kept,
  each place whose role could go over to a free one, in some steps, can be spared without harm; any
  other takes one of the places kept for the role with it.
- **Whom it hangs on.** From one of its places on, follow back who could claim it: the roles that
  the place could be kept for, their places, the roles that these could be kept for. While all
  places so found are there (a circuit), the role is filled; so one of these people stands in every
  set that empties it. They are taken away one after the other, each time keeping those before.

Where everybody has one place, every step leads to a set that is found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

BOUND = 2_000_000
"""Places looked at before sets of fewer people are told instead."""


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest sets of people without whom a role stays empty."""

    tried: int
    """Of up to so many people all are known."""
    sets: tuple[tuple[int, frozenset[int]], ...]
    """(role by its number, people without whom it is empty): for no part of them it is. Roles in
    order; those of a role that is empty anyhow are left out."""


def smallest(
    candidates: Sequence[Sequence[int]], at_once: Mapping[int, int], limit: int
) -> Smallest:
    """All smallest sets of up to ``limit`` people; of fewer where that is too much to look at.

    ``candidates``: who is named for each role, roles that must be filled first in front.
    ``at_once``: person → how many roles they fill at once, where that is not one.
    """
    for tried in range(limit, 0, -1):
        try:
            return Smallest(tried, tuple(_Search(candidates, at_once, tried).run()))
        except _TooMuchError:
            continue
    return Smallest(0, ())


_START = (-1, -1)
"""How a search came to the role it began with."""


class _TooMuchError(Exception):
    """More than :data:`BOUND` was looked at."""


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class _Search:
    """Sets of places and of roles are the bits of whole numbers."""

    def __init__(
        self, candidates: Sequence[Sequence[int]], at_once: Mapping[int, int], limit: int
    ) -> None:
        self.limit = limit
        self.looked = 0
        self.people = sorted({one for each in candidates for one in each})
        roles_of: dict[int, int] = dict.fromkeys(self.people, 0)
        for role, named in enumerate(candidates):
            for person in named:
                roles_of[person] |= 1 << role
        self.owner: list[int] = []
        """Place → whose it is, by number in ``people``."""
        self.places: list[int] = []
        """Person → their places."""
        self.named_for: list[int] = []
        """Place → the roles it can be kept for."""
        for number, person in enumerate(self.people):
            room = min(at_once.get(person, 1), roles_of[person].bit_count())
            first = len(self.owner)
            self.owner += [number] * room
            self.named_for += [roles_of[person]] * room
            self.places.append((1 << first + room) - (1 << first))
        of = {person: self.places[number] for number, person in enumerate(self.people)}
        self.able = [_joined(of[person] for person in named) for named in candidates]
        """Role → the places it can have."""
        rooms = sorted((each.bit_count() for each in self.places), reverse=True)
        self.most = [sum(rooms[:count]) for count in range(limit + 1)]
        """How many places so many people have at most."""

    def run(self) -> Iterator[tuple[int, frozenset[int]]]:
        filling = _Filling(self)
        for role in range(len(self.able)):
            if not filling.fill(role):
                continue
            filling.last = role
            trial = filling.copy()
            if trial.fill_more(self.most[self.limit]):
                continue
            found: dict[int, None] = {}  # in the order in which they were found
            self._without(trial, 0, 0, self.limit, found)
            for people in _minimal(found):
                yield role, frozenset(self.people[one] for one in _bits(people))

    def _without(
        self, filling: _Filling, missing: int, kept: int, left: int, found: dict[int, None]
    ) -> None:
        """Take away up to ``left`` people more, none whose places are ``kept``."""
        spare, safe = filling.spare, filling.safe()
        for place in _bits(filling.hangs_on(kept)):
            person = self.owner[place]
            places = self.places[person]
            if places & kept:
                continue  # another place of somebody who was taken away already
            kept |= places
            more = missing | 1 << person
            single = places == 1 << place
            then = spare if safe >> place & 1 else spare - 1
            if single and then < 0:
                self.look(1)
                found[more] = None
            elif not single or then < self.most[left - 1]:
                fewer = filling.copy()
                fewer.take_away(person)
                if fewer.spare < 0:
                    found[more] = None
                elif single or not fewer.fill_more(self.most[left - 1]):
                    self._without(fewer, more, kept, left - 1, found)

    def look(self, count: int) -> None:
        self.looked += count
        if self.looked > BOUND:
            raise _TooMuchError


def _minimal(found: Collection[int]) -> Iterator[int]:
    """The sets no part of which is among them."""
    sizes = {one.bit_count() for one in found}
    for one in found:
        members = [1 << each for each in _bits(one)]
        smaller = (count for count in sizes if count < len(members))
        if not any(
            sum(part) in found for count in smaller for part in combinations(members, count)
        ):
            yield one


def _joined(masks: Iterator[int]) -> int:
    found = 0
    for one in masks:
        found |= one
    return found


class _Filling:
    """Places kept for roles: one for each, more for the ``last``, the one that is asked about."""

    __slots__ = ("free", "held", "last", "search", "serves", "there")

    def __init__(self, search: _Search) -> None:
        self.search = search
        self.there = (1 << len(search.owner)) - 1
        self.free = self.there
        self.held = [0] * len(search.able)
        """Role → the places kept for it."""
        self.serves: list[int] = [-1] * len(search.owner)
        """Place → the role it is kept for."""
        self.last = -1

    def copy(self) -> _Filling:
        other = _Filling.__new__(_Filling)
        other.search, other.there, other.free = self.search, self.there, self.free
        other.held, other.serves, other.last = self.held.copy(), self.serves.copy(), self.last
        self.search.look(len(self.serves) // 8)
        return other

    @property
    def spare(self) -> int:
        """Places kept for the last role beside the one it needs; -1: it is empty."""
        return self.held[self.last].bit_count() - 1

    def fill(self, role: int) -> bool:
        """Keep one place (more) for a role, others going over to other places if that helps."""
        return not self._claim(role)

    def _claim(self, role: int) -> Mapping[int, tuple[int, int]]:
        """Keep one place (more) for a role. Where none can be: the roles that would have to give up
        theirs, the role itself among them, each with that place and the role that asks for it."""
        able, there, free, serves = self.search.able, self.there, self.free, self.serves
        came, seen = {role: _START}, 0
        waiting = [role]
        for one in waiting:
            fresh = able[one] & there & ~seen
            if hit := fresh & free:
                place = (hit & -hit).bit_length() - 1
                self.free ^= 1 << place
                self._shift(one, place, came)
                return {}
            seen |= fresh
            self.search.look(fresh.bit_count() + 1)
            for place in _bits(fresh):
                if (other := serves[place]) not in came:
                    came[other] = (place, one)
                    waiting.append(other)
        return came

    def fill_more(self, spare: int) -> bool:
        """Keep as many places for the last role as can be; whether ``spare`` are to spare."""
        while self.spare < spare:
            if not self.fill(self.last):
                return False
        return True

    def _shift(self, role: int, place: int, came: Mapping[int, tuple[int, int]]) -> None:
        """Keep a place for a role; the one it gives up goes to the role that asked for it."""
        while True:
            self.serves[place] = role
            self.held[role] |= 1 << place
            place, asking = came[role]
            if place < 0:
                return
            self.held[role] ^= 1 << place
            role = asking

    def safe(self) -> int:
        """The places kept for roles that could go over to a free one, in some steps."""
        named_for, held = self.search.named_for, self.held
        asked = -2 << self.last  # roles behind the last are of no account
        found, waiting = 0, self.free
        while waiting:
            roles = 0
            for place in _bits(waiting):
                roles |= named_for[place]
            self.search.look(waiting.bit_count())
            waiting = 0
            for role in _bits(roles & ~asked):
                waiting |= held[role]
            asked |= roles
            waiting &= ~found
            found |= waiting
        return found

    def hangs_on(self, kept: int) -> int:
        """Places of which one must go for the last role to be empty, as few as can be seen that
        are not ``kept``."""
        best, fewest = 0, -1
        for place in _bits(self.held[self.last]):
            circuit = self._circuit(place)
            count = (circuit & ~kept).bit_count()
            if fewest < 0 or count < fewest:
                best, fewest = circuit, count
        return best & ~kept

    def _circuit(self, place: int) -> int:
        """A place of the last role, and those of all roles that could claim it in some steps."""
        named_for, held = self.search.named_for, self.held
        asked = -1 << self.last
        found = waiting = 1 << place
        while waiting:
            roles = 0
            for one in _bits(waiting):
                roles |= named_for[one]
            self.search.look(waiting.bit_count())
            waiting = 0
            for role in _bits(roles & ~asked):
                waiting |= held[role]
            asked |= roles
            found |= waiting
        return found

    def take_away(self, person: int) -> None:
        """All places of a person; where no other can be had, the last of the roles that compete for
        what is left loses one."""
        places = self.search.places[person]
        roles = []
        for place in _bits(places):
            if (role := self.serves[place]) >= 0:
                self.held[role] ^= 1 << place
                roles.append(role)
                self.serves[place] = -1
        self.there &= ~places
        self.free &= ~places
        for role in sorted(roles):
            came = self._claim(role)
            last = max(came, default=role)
            if last != role:
                place, asking = came[last]
                self.held[last] ^= 1 << place
                self._shift(asking, place, came)
