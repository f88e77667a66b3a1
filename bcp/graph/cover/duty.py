"""Duty longer than allowed, rest too short, and people who are on two rotas at once.

Counted as served are the turns by shifts, over all rotas together: shifts that touch are one
stretch of duty. A duty that turns by the week, and a role that a primary holds, is one of being
reachable: it is not counted as served, and for it the plan is asked instead whether enough people
are named to relieve each other once it is (:func:`reliefs`). Who stands in for somebody away is not
counted either: who that is, is settled when it happens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from bcp.graph.cover.people import People, Turn
from bcp.graph.cover.times import common, local, without
from bcp.model.people import Person, Role, Rota

ROUND_THE_CLOCK = "always"


@dataclass(frozen=True, slots=True)
class BrokenLimit:
    """Shifts of one person that join to a longer duty than a role allows, or less rest between two
    duties than a role asks for."""

    what: Literal["duty", "rest"]
    person: str
    rotas: tuple[str, ...]
    """Of the duty; of a rest those of the duty before and of the one after."""
    role: str
    """The role that sets the limit."""
    start: int
    """Of the duty, or of the rest: when the duty before ends."""
    end: int
    limit: int
    """Seconds: at most of a duty, at least of a rest."""
    by_clock: bool
    """Whether it is broken only because the clocks are changed in it."""

    @property
    def length(self) -> int:
        """Of the duty or the rest, in seconds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Overlap:
    """One person on more rotas at once than the roles they can fill at the same time."""

    person: str
    rotas: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Relief:
    """A role held around the clock by fewer people than it takes to relieve each other.

    When one serves for ``max_duty`` at most and then rests for ``rest`` at least, the others serve
    meanwhile: it takes 1 + rest ÷ max_duty people, rounded up.
    """

    role: str
    people: tuple[str, ...]
    """Those named for it who are active."""
    needed: int
    max_duty: int
    rest: int


class _Duty(NamedTuple):
    """Turns of one person that touch."""

    rotas: tuple[str, ...]
    start: int
    end: int


def duties(
    people: People, only: Collection[str] | None = None
) -> tuple[tuple[BrokenLimit, ...], tuple[BrokenLimit, ...]]:
    """Duties longer than allowed, and rests shorter; each in the order of people and time.

    The limit of a duty is the shortest ``max_duty`` of the roles filled from its rotas; of a rest,
    the longest ``rest`` of the roles before and after it. A duty that reaches out of the horizon is
    counted with what lies up to two days outside it.
    """
    limits = _Limits(people)
    long_duties: list[BrokenLimit] = []
    short_rests: list[BrokenLimit] = []
    begin, finish = people.within
    for person, served in _served(people, only):
        for one in served:
            if one.start < finish and one.end > begin:
                long_duties += limits.too_long(person, one)
        for before, after in pairwise(served):
            if before.end < finish and after.start > begin:
                short_rests += limits.too_short(person, before, after)
    return tuple(long_duties), tuple(short_rests)


class _Limits:
    """What the roles that are filled from a rota ask of those who serve on it."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.duty: dict[str, list[tuple[int, str]]] = {}
        self.rest: dict[str, list[tuple[int, str]]] = {}
        self._longest: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[int, str]] = {}
        for role in people.plan.of(Role):
            if role.rota is not None and role.max_duty is not None:
                self.duty.setdefault(role.rota, []).append((role.max_duty.total, role.id))
            if role.rota is not None and role.rest is not None:
                self.rest.setdefault(role.rota, []).append((role.rest.total, role.id))

    def too_long(self, person: str, one: _Duty) -> Iterator[BrokenLimit]:
        asked = [each for rota in one.rotas for each in self.duty.get(rota, ())]
        limit, role = min(asked, default=(0, ""))
        if role and one.end - one.start > limit:
            by_clock = self._by_the_wall(one.rotas[0], one.start, one.end) <= limit
            yield BrokenLimit("duty", person, one.rotas, role, one.start, one.end, limit, by_clock)

    def too_short(self, person: str, before: _Duty, after: _Duty) -> Iterator[BrokenLimit]:
        key = (before.rotas, after.rotas)
        if key not in self._longest:
            asked = [each for rota in (*key[0], *key[1]) for each in self.rest.get(rota, ())]
            self._longest[key] = max(asked, default=(0, ""))
        limit, role = self._longest[key]
        if role and after.start - before.end < limit:
            rotas = tuple(dict.fromkeys((*before.rotas, *after.rotas)))
            by_clock = self._by_the_wall(after.rotas[0], before.end, after.start) >= limit
            yield BrokenLimit("rest", person, rotas, role, before.end, after.start, limit, by_clock)

    def _by_the_wall(self, rota: str, start: int, end: int) -> int:
        """How long a stretch is by the clock on the wall."""
        zone = self.people.zone_of(self.people.rotas[rota])
        return round((local(zone, end) - local(zone, start)).total_seconds())


def _served(people: People, only: Collection[str] | None) -> Iterator[tuple[str, list[_Duty]]]:
    """Each person's duties by shifts, over all rotas, in order."""
    turns: dict[str, list[Turn]] = {}
    for one in _turns(people, only):
        if one.shift:
            turns.setdefault(one.person, []).append(one)
    for person, several in sorted(turns.items()):
        yield person, _joined(sorted(several, key=lambda one: (one.start, one.end)))


def _turns(people: People, only: Collection[str] | None) -> Iterator[Turn]:
    """The turns that people are there for, at least in part; cut where they are away."""
    for rota in people.plan.of(Rota):
        for one in people.turns(rota):
            if only is not None and one.person not in only:
                continue
            if not people.is_active(one.person):
                continue
            away = people.away(one.person)
            if not away and one.end == one.served:
                yield one
                continue
            for start, end in without([(one.start, one.served)], away):
                yield Turn(one.person, one.rota, start, end, end, one.shift)


def _joined(turns: Iterable[Turn]) -> list[_Duty]:
    found: list[_Duty] = []
    for one in turns:
        if found and one.start <= found[-1].end:
            last = found.pop()
            rotas = tuple(dict.fromkeys((*last.rotas, one.rota)))
            found.append(_Duty(rotas, last.start, max(last.end, one.end)))
        else:
            found.append(_Duty((one.rota,), one.start, one.end))
    return found


def overlaps(people: People, only: Collection[str] | None = None) -> tuple[Overlap, ...]:
    """When one person is on more rotas than they can fill roles at once; shifts and turns by the
    week both count."""
    turns: dict[str, list[Turn]] = {}
    for one in _turns(people, only):
        turns.setdefault(one.person, []).append(one)
    found: list[Overlap] = []
    for person, several in sorted(turns.items()):
        if len({one.rota for one in several}) > 1:
            described = people.plan.find(person, Person)
            room = described.roles_at_once if described else 1
            for each in _overlaps(person, several, room):
                inside = common([(each.start, each.end)], [people.within])
                found += [Overlap(person, each.rotas, *stretch) for stretch in inside]
    return tuple(found)


def _overlaps(person: str, turns: list[Turn], room: int) -> Iterable[Overlap]:
    edges = sorted({edge for one in turns for edge in (one.start, one.end)})
    starting: dict[int, list[Turn]] = {}
    for one in turns:
        starting.setdefault(one.start, []).append(one)
    found: list[Overlap] = []
    open_: list[Turn] = []
    for start, end in pairwise(edges):
        open_ = [one for one in open_ if one.end > start] + starting.get(start, [])
        rotas = tuple(sorted({one.rota for one in open_}))
        if len(rotas) > max(1, room):
            last = found[-1] if found else None
            if last is not None and last.end == start and last.rotas == rotas:
                found[-1] = Overlap(person, rotas, last.start, end)
            else:
                found.append(Overlap(person, rotas, start, end))
    return found


def reliefs(people: People, roles: Iterable[Role]) -> tuple[Relief, ...]:
    """Roles held around the clock whose people cannot relieve each other, in the order of ids."""
    found = []
    for role in roles:
        if role.cover != ROUND_THE_CLOCK or role.max_duty is None or role.rest is None:
            continue
        named = people.named(role)
        rota = people.rotas.get(role.rota or "")
        kept_elsewhere = rota is not None and rota.kept and not (rota.weeks or rota.shifts)
        if not named or kept_elsewhere or not role.max_duty.total:
            continue  # of a role that nobody is named for, the holes tell
        needed = 1 + -(-role.rest.total // role.max_duty.total)
        active = tuple(one for one in named if people.is_active(one))
        if len(active) < needed:
            limits = (role.max_duty.total, role.rest.total)
            found.append(Relief(role.id, active, needed, *limits))
    return tuple(found)
