"""When everything works again after some losses: ``avail(x)`` of each thing, and by which way.

The clock starts at the disruption. What each thing waits for:

==================== ===========================================================================
a thing that is lost what it needs, then its own restoring
any other thing      what it needs, then starting again; nothing, while all it needs stands
a gate               so many of its ways that they count enough: the earliest of them
a way                all that stands in it, and for a stand-in the switch after that
a role               that so many people are back that the matching fills it
a process            as any other thing, or a strategy of its own: what it takes, the time until
                     it serves, and whatever of the process it does not excuse
==================== ===========================================================================

Times only grow along these, so the earliest of all is final, as in Dijkstra's algorithm (Knuth, *A
generalization of Dijkstra's algorithm*, 1977). Things that need each other in a circle and take no
time of their own come back together; where one of them takes time, none can be the first, and none
comes back: a black-start deadlock. Losing more never brings anything back sooner.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal, NamedTuple

from bcp.graph.circles import circles
from bcp.graph.clock.times import Seconds
from bcp.graph.losses.failing import AT_LARGE, Times
from bcp.graph.structure import Gate, Premises, Structure

NEVER: Seconds = math.inf


class Key(NamedTuple):
    """A thing, in the plan at large or in a world in which one strategy excuses what is lost."""

    thing: int
    world: int
    """The number of the strategy, or :data:`~bcp.graph.losses.failing.AT_LARGE`."""


Doing = Literal[
    "restoring", "ending", "starting-again", "switching", "taking-up", "filling", "waiting"
]


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of the way on which a thing comes back."""

    thing: int
    what: Doing
    """``waiting``: it is back as soon as what it waits for is. ``ending``: what took it is over.
    ``filling``: a role finds somebody.
    ``switching``: the stand-in at ``place`` takes over. ``taking-up``: the strategy ``place``."""
    begins: Seconds
    ends: Seconds
    place: int = -1


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why nothing can be said of when a thing is back."""

    thing: int
    what: Literal["restoring", "starting-again", "switching", "taking-up", "circle", "empty"]
    """``circle``: it waits for itself. ``empty``: too few people are left, and nobody can say when
    they are back. Else the plan does not say how long that takes."""
    place: int = -1


class _Found(NamedTuple):
    """When a key is back, by which leg, and what that leg waited for."""

    at: Seconds
    leg: Leg
    after: Key | None
    first: _Found | None = None
    """What the thing itself did before this leg: its gate switched, its building was restored."""
    keys: tuple[Key, ...] = ()
    """All that it waited for, the last of it or not,"""
    legs: tuple[Leg, ...] = ()
    """and all that was done for it meanwhile: every switch and strategy, not the longest alone."""


_UP = 0.0


class Recovered:
    """When everything is back after some losses. Times in seconds from the disruption."""

    def __init__(self, engine: _Engine) -> None:
        self._engine = engine
        self.structure = engine.structure
        self.lost = engine.lost

    @cached_property
    def back(self) -> Mapping[int, Seconds]:
        """Everything that goes down at all → when it works again; infinite: not known, or never.

        A process counts as back when one of its strategies serves.
        """
        engine = self._engine
        return {
            key.thing: engine.back_of(key) for key in sorted(engine.down) if key.world == AT_LARGE
        }

    def at(self, thing: int) -> Seconds:
        """When a thing works again; 0 when it never stops."""
        return self._engine.back_of(Key(thing, AT_LARGE))

    def full(self, process: int) -> Seconds:
        """When a process is back in full, whatever strategies hold it until then."""
        return self._engine.usual(Key(process, AT_LARGE)).at

    def by_strategy(self, hold: int) -> Seconds:
        """When a strategy holds its process."""
        return self._engine.held(hold).at

    def legs(self, thing: int) -> tuple[Leg, ...]:
        """The way on which a thing comes back, in the order of time; what takes none left out."""
        found = self._engine.found.get(Key(thing, AT_LARGE))
        return self._way(found)

    def full_legs(self, process: int) -> tuple[Leg, ...]:
        """The way on which normal service comes back."""
        return self._way(self._engine.usual(Key(process, AT_LARGE)))

    def strategy_legs(self, hold: int) -> tuple[Leg, ...]:
        """The way on which a strategy comes to serve."""
        return self._way(self._engine.held(hold))

    def done(self, thing: int, *, full: bool = False) -> tuple[Leg, ...]:
        """Everything that is done until a thing is back (``full``: a process in full), whether
        that takes longest or not."""
        key = Key(thing, AT_LARGE)
        return self._done(self._engine.usual(key) if full else self._engine.found.get(key))

    def done_for(self, hold: int) -> tuple[Leg, ...]:
        """Everything that is done until a strategy serves."""
        return self._done(self._engine.held(hold))

    def _done(self, start: _Found | None) -> tuple[Leg, ...]:
        legs: dict[Leg, None] = {}
        seen: set[Key] = set()
        waiting = [start] if start is not None else []
        while waiting:
            found = waiting.pop()
            legs.update(dict.fromkeys((*found.legs, found.leg)))
            for key in found.keys:
                if key not in seen and (before := self._engine.found.get(key)) is not None:
                    seen.add(key)
                    waiting.append(before)
        return tuple(leg for leg in legs if leg.ends > leg.begins)

    def unknown(self, thing: int, *, full: bool = False) -> tuple[Unknown, ...]:
        """Why it is not known when a thing is back; ``full``: a process in full, whatever
        strategies hold it. The nearest cause first."""
        return tuple(dict.fromkeys(self._engine.unknown(Key(thing, AT_LARGE), full=full)))

    def _way(self, found: _Found | None) -> tuple[Leg, ...]:
        legs: list[Leg] = []
        while found is not None and found.at < NEVER:
            if found.leg.ends > found.leg.begins:
                legs.append(found.leg)
            if found.first is not None:
                legs.append(found.first.leg)
            found = self._engine.found.get(found.after) if found.after is not None else None
        return tuple(reversed(legs))


def recovering(
    structure: Structure,
    times: Times,
    losses: Collection[int],
    ends: Mapping[int, Seconds] = MappingProxyType({}),
) -> Recovered:
    """When everything works again after these things are lost, by number.

    ``times.restore`` says how long each of the losses takes to be restored. ``ends`` says of some
    when their loss is over at the latest, restored or not: a risk that lasts six hours.
    """
    engine = _Engine(structure, times, frozenset(losses), ends)
    engine.run()
    return Recovered(engine)


class _Engine:
    def __init__(
        self,
        structure: Structure,
        times: Times,
        lost: frozenset[int],
        ends: Mapping[int, Seconds],
    ) -> None:
        self.structure = structure
        self.times = times
        self.lost = lost
        self.ends = ends
        self.down: dict[Key, None] = {}
        """What does not work right after the losses, in the order in which they spread."""
        self.found: dict[Key, _Found] = {}
        """What of it is back, in the order of time."""
        self._people: dict[int, set[int]] = {}
        """World → the people in it who are lost, of what is down."""
        self._worlds: set[int] = set()
        self._waiting: list[tuple[Seconds, Key]] = []
        self._tied = _people_of_roles(structure)

    def run(self) -> None:
        self._spread(Key(one, AT_LARGE) for one in sorted(self.lost))
        self._spread(Key(one, AT_LARGE) for one in sorted(self.structure.overdrawn))
        for key in self.down:
            self._propose(key)
        open_circles = self._circles()
        while True:
            together = self._earliest_of(open_circles) if open_circles else None
            if together is not None and together[0] <= self._next():
                self._finish_together(*together)
            elif self._waiting:
                self._take_next()
            else:
                break

    # ── what goes down ─────────────────────────────────────────────────────────────────────────

    def _spread(self, start: Iterable[Key]) -> None:
        waiting = deque(start)
        while waiting:
            key = waiting.popleft()
            if key in self.down or not self._falls(key):
                continue
            self.down[key] = None
            if self.structure.nodes[key.thing].kind == "people":
                self._people.setdefault(key.world, set()).add(key.thing)
            waiting += self._users(key)
            waiting += self._in_its_worlds(key)

    def _falls(self, key: Key) -> bool:
        if self._excused(key):
            return False
        if key.thing in self.lost:
            return True
        node = self.structure.nodes[key.thing]
        if any(Key(need, key.world) in self.down for need in node.needs):
            return True
        if any(self._gone(key, one) for one in node.stands_in):
            return True
        if any(self._left(key, gate) < gate.need for gate in node.gates):
            return True
        return node.kind == "roles" and self._unfilled(key, self._absent(key))

    def _gone(self, key: Key, premises: Premises) -> bool:
        """Whether a building is lost, or taken by a cause."""
        site = Key(premises.site, key.world)
        named = premises.site in self.lost and not self._excused(site)
        return named or any(Key(one, key.world) in self.down for one in premises.causes)

    def _left(self, key: Key, gate: Gate) -> int:
        """What the ways of a gate count that serve at once."""
        return sum(
            weight
            for place, (way, weight) in enumerate(zip(gate.ways, gate.weights, strict=True))
            if not any(Key(one, key.world) in self.down for one in way)
            and not self._wait(key.thing, gate, place)
        )

    def _in_its_worlds(self, key: Key) -> Iterator[Key]:
        """What falls in the worlds of the strategies of a process, once it falls itself."""
        if key.world != AT_LARGE:
            return
        for hold in self.structure.holds_of.get(key.thing, ()):
            if hold not in self._worlds:
                self._worlds.add(hold)
                # People outside what it stands on matter too: they fill roles beside its own.
                fallen = self.lost | self.structure.overdrawn
                yield from (Key(one, hold) for one in sorted(fallen))

    # ── when it is back ────────────────────────────────────────────────────────────────────────

    def back_of(self, key: Key) -> Seconds:
        """When a key is back, as far as is known by now."""
        if key not in self.down:
            return _UP
        found = self.found.get(key)
        return NEVER if found is None else found.at

    def _next(self) -> Seconds:
        """When the next thing comes back."""
        return self._waiting[0][0] if self._waiting else NEVER

    def _take_next(self) -> None:
        at, key = heapq.heappop(self._waiting)
        if key not in self.found:
            found = self._when(key)
            if found.at <= at:  # else an old proposal; the newer one is waiting
                self._finish(key, found)

    def _finish(self, key: Key, found: _Found) -> None:
        self.found[key] = found
        for user in self._users(key):
            self._propose(user)

    def _propose(self, key: Key) -> None:
        if key in self.down and key not in self.found:
            found = self._when(key)
            if found.at < NEVER:
                heapq.heappush(self._waiting, (found.at, key))

    def _when(self, key: Key) -> _Found:
        found = self.usual(key)
        if key.thing in self.lost or not self._may_be_held(key):
            return found
        holds = self.structure.holds_of.get(key.thing, ())
        return min((found, *map(self.held, holds)), key=lambda one: one.at)

    def _may_be_held(self, key: Key) -> bool:
        """Whether its strategies count: not in a world in which one of them serves."""
        return key.world == AT_LARGE or self.structure.holds[key.world].process != key.thing

    def usual(self, key: Key) -> _Found:
        """When a key is back by what it needs, strategies left out of account."""
        thing = key.thing
        if key not in self.down:
            return _waiting(key, _UP)
        base = self._base(key)
        lost = thing in self.lost
        if base.at <= _UP and not lost:
            return base
        if lost and (premises := self.structure.premises.get(thing)) is not None:
            return _later(base, self._standing(key, premises))
        takes = self._own_time(key)
        what: Doing = "restoring" if lost else "starting-again"
        if lost and (over := self.ends.get(thing)) is not None:
            usually = base.at + self.times.restart(thing) if base.at > _UP else _UP
            sooner = max(over, base.at, usually if usually < NEVER else _UP)
            if sooner < base.at + takes:
                what, takes = "ending", sooner - base.at
        if not takes:
            return base
        leg = Leg(thing, what, base.at, base.at + takes)
        first = None if base.leg.ends == base.leg.begins else base
        return _Found(leg.ends, leg, base.after, first, base.keys, base.legs)

    def _base(self, key: Key) -> _Found:
        """When all that a key needs is there."""
        node = self.structure.nodes[key.thing]
        latest = _waiting(key, _UP)
        for need in node.needs:
            other = Key(need, key.world)
            latest = _later(latest, self._waited(key, other, self.back_of(other)))
        for premises in node.stands_in:
            latest = _later(latest, self._standing(key, premises))
        for gate in node.gates:
            latest = _later(latest, self._enough(key, gate))
        if node.kind == "roles":
            latest = _later(latest, self._filled(key))
        return latest

    def _standing(self, key: Key, premises: Premises) -> _Found:
        """When a building that something stands in can be used again, whatever else the site
        needs."""
        there = self._there(key, premises.causes)
        site = premises.site
        if site not in self.lost or self._excused(Key(site, key.world)):
            return there
        restored = there.at + self.times.restore(site)
        over = max(self.ends.get(site, NEVER), there.at)
        what: Doing = "restoring" if restored <= over else "ending"
        at = min(restored, over)
        leg = Leg(site, what, there.at, at)
        return _Found(at, leg, there.after, None, there.keys, (leg,))

    def _waited(self, key: Key, other: Key, at: Seconds) -> _Found:
        leg = Leg(key.thing, "waiting", at, at)
        return _Found(at, leg, other, None, (other,) if at > _UP else ())

    def _enough(self, key: Key, gate: Gate) -> _Found:
        """When the ways of a gate count enough."""
        ready = []
        for place, (way, weight) in enumerate(zip(gate.ways, gate.weights, strict=True)):
            there = self._there(key, way)
            wait = self._wait(key.thing, gate, place)
            begins = there.at
            if wait:
                leg = Leg(key.thing, "switching", begins, begins + wait, place)
                there = _Found(leg.ends, leg, there.after, None, there.keys, (leg,))
            ready.append((there.at, place, weight, there))
        total = 0
        latest = _waiting(key, _UP)
        for _, _, weight, there in sorted(ready, key=lambda one: one[:2]):
            total += weight
            latest = _later(latest, there)
            if total >= gate.need:
                return latest
        return _Found(NEVER, Leg(key.thing, "waiting", NEVER, NEVER), None)

    def _there(self, key: Key, way: tuple[int, ...]) -> _Found:
        latest = _waiting(key, _UP)
        for one in way:
            other = Key(one, key.world)
            latest = _later(latest, self._waited(key, other, self.back_of(other)))
        return latest

    def _wait(self, thing: int, gate: Gate, place: int) -> Seconds:
        return self.times.switch(thing, place) if gate.is_switched(place) else 0

    def held(self, hold: int) -> _Found:
        """When a strategy holds its process."""
        one = self.structure.holds[hold]
        inside = Key(one.process, hold)
        if hold not in self._worlds:
            return _waiting(inside, _UP)
        rest = self._waited(inside, inside, self.back_of(inside))
        needs = self._there(Key(one.process, AT_LARGE), one.needs)
        wait = self.times.strategy(hold)
        leg = Leg(one.process, "taking-up", needs.at, needs.at + wait, hold)
        return _later(rest, _Found(leg.ends, leg, needs.after, None, needs.keys, (leg,)))

    # ── roles ──────────────────────────────────────────────────────────────────────────────────

    def _absent(self, key: Key) -> frozenset[int]:
        people = self._tied.get(key.thing, frozenset())
        return people.intersection(self._people.get(key.world, ()))

    def _unfilled(self, key: Key, absent: frozenset[int]) -> bool:
        staffing = self.structure.staffing
        # A role that nobody could fill beside the others even with everybody there is not lost.
        if key.thing not in staffing.at_best:
            return False
        group = staffing.group(key.thing)
        return not any(
            staffing.roles[number] == key.thing for number in staffing.basis(group, absent).filled
        )

    def _filled(self, key: Key) -> _Found:
        """When so many people are back that a role finds somebody."""
        absent = self._absent(key)
        waiting = sorted((self.back_of(Key(one, key.world)), one) for one in absent)
        if not self._unfilled(key, absent):
            return _waiting(key, _UP)
        for at, one in waiting:
            if at == NEVER:
                break
            absent -= {one}
            if not self._unfilled(key, absent):
                other = Key(one, key.world)
                return _Found(at, Leg(key.thing, "filling", at, at), other, None, (other,))
        return _Found(NEVER, Leg(key.thing, "filling", NEVER, NEVER), None)

    # ── circles ────────────────────────────────────────────────────────────────────────────────

    def _circles(self) -> list[tuple[Key, ...]]:
        """What is down, takes no time of its own, and waits for each other."""
        open_ = {key for key in self.down if self._takes_none(key)}

        def leads_to(key: Key) -> set[Key]:
            return open_.intersection(self._inputs(key, held=self._may_be_held(key)))

        groups = circles(sorted(open_), leads_to)
        return [one for one in groups if len(one) > 1 or one[0] in leads_to(one[0])]

    def _earliest_of(self, groups: Iterable[tuple[Key, ...]]) -> tuple[Seconds, list[Key]] | None:
        """What of these circles can come back together the earliest, and when."""
        open_ = ([key for key in group if key not in self.found] for group in groups)
        found = [self._jointly(group) for group in open_ if group]
        return min((one for one in found if one is not None), default=None)

    def _finish_together(self, at: Seconds, keys: list[Key]) -> None:
        """Bring back what only waits for each other: the last of them waited for something else."""
        self.found.update({key: _waiting(key, _UP) for key in keys})
        last, found = max(
            ((key, self._when(key)) for key in keys), key=lambda one: (one[1].at, one[0])
        )
        for key in keys:
            self.found[key] = _Found(at, Leg(key.thing, "waiting", at, at), last, None, (last,))
        self.found[last] = found if found.at == at else _waiting(last, at)
        for key in keys:
            for user in self._users(key):
                self._propose(user)

    def _jointly(self, group: Iterable[Key]) -> tuple[Seconds, list[Key]] | None:
        """The earliest time at which some of a circle work because the others do, and which."""
        everything = list(group)
        tried: set[Seconds] = set()
        times = sorted(set(self._supposing(everything, _UP).values()))
        while times:
            at = heapq.heappop(times)
            if at in tried or at == NEVER:
                continue
            tried.add(at)
            members = everything
            while late := {key for key, when in self._supposing(members, at).items() if when > at}:
                members = [key for key in members if key not in late]
                # Without those, others of the circle may wait for something outside it.
                for when in self._supposing(members, _UP).values():
                    heapq.heappush(times, when)
            if members:
                return at, members
        return None

    def _supposing(self, members: Iterable[Key], at: Seconds) -> dict[Key, Seconds]:
        """When each of these would be back if all of them were back at a time."""
        several = list(members)
        self.found.update({key: _waiting(key, at) for key in several})
        when = {key: self._when(key).at for key in several}
        for key in several:
            del self.found[key]
        return when

    def _takes_none(self, key: Key) -> bool:
        """Whether it is back with the last of what it needs, once the loss itself is over."""
        if key.thing in self.lost and key.thing in self.structure.premises:
            return True  # its building is what takes time, and waits for none of the circle
        if key.thing in self.ends:
            return self.times.restart(key.thing) in (_UP, NEVER)  # not said: it ends with the loss
        return not self._own_time(key)

    # ── neighbours ─────────────────────────────────────────────────────────────────────────────

    def _excused(self, key: Key) -> bool:
        return key.world != AT_LARGE and key.thing in self.structure.holds[key.world].without

    def _inputs(self, key: Key, *, held: bool) -> Iterator[Key]:
        """What a key waits for directly; ``held``: its strategies too."""
        node = self.structure.nodes[key.thing]
        causes = (one for each in node.stands_in for one in each.causes)
        yield from (Key(one, key.world) for one in (*node.needs, *node.in_gates, *causes))
        yield from (Key(one, key.world) for one in self._tied.get(key.thing, ()))
        if held:
            for hold in self.structure.holds_of.get(key.thing, ()):
                yield Key(key.thing, hold)
                yield from (Key(one, AT_LARGE) for one in self.structure.holds[hold].needs)

    def _users(self, key: Key) -> Iterator[Key]:
        """What waits for a key directly."""
        structure = self.structure
        for user in structure.users[key.thing]:
            if self._is_in(user, key.world):
                yield Key(user, key.world)
        if structure.nodes[key.thing].kind == "people":
            for role in structure.staffing.roles:
                if key.thing in self._tied[role] and self._is_in(role, key.world):
                    yield Key(role, key.world)
        if key.world == AT_LARGE:
            for hold in self._holds_on.get(key.thing, ()):
                process = structure.holds[hold].process
                yield from (Key(process, world) for world in (AT_LARGE, *sorted(self._worlds)))
        elif structure.holds[key.world].process == key.thing:
            yield from (Key(key.thing, world) for world in (AT_LARGE, *sorted(self._worlds)))

    def _is_in(self, thing: int, world: int) -> bool:
        """Whether a thing can matter in a world: for a strategy, what its process stands on."""
        return world == AT_LARGE or thing in self.structure.cone(
            self.structure.holds[world].process
        )

    @cached_property
    def _holds_on(self) -> Mapping[int, tuple[int, ...]]:
        """Thing → the strategies that take it."""
        found: dict[int, list[int]] = {}
        for number, hold in enumerate(self.structure.holds):
            for need in hold.needs:
                found.setdefault(need, []).append(number)
        return {thing: tuple(several) for thing, several in found.items()}

    # ── why not ────────────────────────────────────────────────────────────────────────────────

    def unknown(self, start: Key, *, full: bool) -> Iterator[Unknown]:
        """Why a key is never known to be back, the nearest cause first."""
        seen = {start}
        waiting = [start]
        said = False
        for key in waiting:
            held = not (full and key == start) and self._may_be_held(key)
            for one in self._unsaid(key, held=held):
                said = True
                yield one
            fresh = [
                one
                for one in self._inputs(key, held=held)
                if self.back_of(one) == NEVER and one not in seen
            ]
            seen.update(fresh)
            waiting += fresh
        if not said:
            yield Unknown(start.thing, "circle")

    def _unsaid(self, key: Key, *, held: bool) -> Iterator[Unknown]:
        """What a key itself waits for that the plan does not say."""
        thing, node = key.thing, self.structure.nodes[key.thing]
        if self._own_time(key) == NEVER and node.own and thing not in self.ends:
            yield Unknown(thing, "restoring" if thing in self.lost else "starting-again")
        for premises in node.stands_in:
            if self._standing(key, premises).at == NEVER and premises.site in self.lost:
                yield Unknown(premises.site, "restoring")
        for gate in node.gates:
            for place, way in enumerate(gate.ways):
                if self._wait(thing, gate, place) == NEVER and self._there(key, way).at < NEVER:
                    yield Unknown(thing, "switching", place)
        if node.kind == "roles" and self._filled(key).at == NEVER:
            yield Unknown(thing, "empty")
        if held:
            yield from self._unsaid_of_holds(thing)

    def _unsaid_of_holds(self, thing: int) -> Iterator[Unknown]:
        for hold in self.structure.holds_of.get(thing, ()):
            needs = self._there(Key(thing, AT_LARGE), self.structure.holds[hold].needs)
            if self.times.strategy(hold) == NEVER and needs.at < NEVER:
                yield Unknown(thing, "taking-up", hold)

    def _own_time(self, key: Key) -> Seconds:
        takes = self.times.restore if key.thing in self.lost else self.times.restart
        return takes(key.thing)


def _waiting(key: Key, at: Seconds) -> _Found:
    return _Found(at, Leg(key.thing, "waiting", at, at), None)


def _later(one: _Found, other: _Found) -> _Found:
    """Both: the later of them says when, and by which leg."""
    last = other if other.at > one.at else one
    return last._replace(keys=one.keys + other.keys, legs=one.legs + other.legs)


def _people_of_roles(structure: Structure) -> Mapping[int, frozenset[int]]:
    """Role → all people whose absence can empty it."""
    staffing = structure.staffing
    return {role: staffing.group(role).people for role in staffing.roles}
