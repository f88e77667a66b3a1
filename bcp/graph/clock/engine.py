"""The reckoning of when everything is back: what goes down, and the earliest of what comes next."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from bcp.graph.clock.circling import circles_of, earliest_of, finish_together
from bcp.graph.clock.legs import NEVER, UP, Doing, Found, Key, Leg, at_once, later
from bcp.graph.clock.times import Seconds, Watch
from bcp.graph.clock.timing import Times
from bcp.graph.losses.failing import AT_LARGE
from bcp.graph.structure import Gate, Premises, Structure


class Engine:
    """One reckoning, by keys: a thing at large, or in the world of one strategy."""

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
        self.found: dict[Key, Found] = {}
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
            self.propose(key)
        open_circles = circles_of(self)
        while True:
            together = earliest_of(self, open_circles) if open_circles else None
            if together is not None and together[0] <= self._next():
                finish_together(self, *together)
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
            waiting += self.users(key)
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
            and (not gate.is_switched(place) or self._serves_at_once(key, place))
        )

    def _serves_at_once(self, key: Key, place: int) -> bool:
        if self.times.switch(key.thing, place):
            return False
        watch = self.times.watch(key.thing, place)
        return not any(Key(one, key.world) in self.down for one, seconds in watch if seconds)

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
            return UP
        found = self.found.get(key)
        return NEVER if found is None else found.at

    def _next(self) -> Seconds:
        """When the next thing comes back."""
        return self._waiting[0][0] if self._waiting else NEVER

    def _take_next(self) -> None:
        at, key = heapq.heappop(self._waiting)
        if key not in self.found:
            found = self.when(key)
            if found.at <= at:  # else an old proposal; the newer one is waiting
                self._finish(key, found)

    def _finish(self, key: Key, found: Found) -> None:
        self.found[key] = found
        for user in self.users(key):
            self.propose(user)

    def propose(self, key: Key) -> None:
        if key in self.down and key not in self.found:
            found = self.when(key)
            if found.at < NEVER:
                heapq.heappush(self._waiting, (found.at, key))

    def when(self, key: Key) -> Found:
        found = self.usual(key)
        if key.thing in self.lost or not self.may_be_held(key):
            return found
        holds = self.structure.holds_of.get(key.thing, ())
        return min((found, *map(self.held, holds)), key=lambda one: one.at)

    def may_be_held(self, key: Key) -> bool:
        """Whether its strategies count: not in a world in which one of them serves."""
        return key.world == AT_LARGE or self.structure.holds[key.world].process != key.thing

    def usual(self, key: Key) -> Found:
        """When a key is back by what it needs, strategies left out of account."""
        thing = key.thing
        if key not in self.down:
            return at_once(key, UP)
        base = self._base(key)
        lost = thing in self.lost
        if base.at <= UP and not lost:
            return base
        if lost and (premises := self.structure.premises.get(thing)) is not None:
            return later(base, self.standing(key, premises))
        at = base.at + self.own_time(key)
        what: Doing = "restoring" if lost else "starting-again"
        if lost and (over := self.ends.get(thing)) is not None:
            # It is gone for so long, however soon it could be restored.
            usually = base.at + self.times.restart(thing) if base.at > UP else UP
            again = usually if usually < NEVER else UP
            at = max(over, base.at, again)
            # What waits for its needs for longer than that starts again with them.
            what = "starting-again" if base.at < at == again > over else "ending"
        if at == base.at:
            return base
        leg = Leg(thing, what, base.at, at)
        first = None if base.leg.ends == base.leg.begins else base
        return Found(leg.ends, leg, base.after, first, base.keys, base.legs)

    def _base(self, key: Key) -> Found:
        """When all that a key needs is there."""
        node = self.structure.nodes[key.thing]
        latest = at_once(key, UP)
        for need in node.needs:
            other = Key(need, key.world)
            latest = later(latest, self._waited(key, other, self.back_of(other)))
        for premises in node.stands_in:
            latest = later(latest, self.standing(key, premises))
        for gate in node.gates:
            latest = later(latest, self._enough(key, gate))
        if node.kind == "roles":
            latest = later(latest, self.filled(key))
        return latest

    def standing(self, key: Key, premises: Premises) -> Found:
        """When a building that something stands in can be used again, whatever else the site
        needs."""
        there = self.there(key, premises.causes)
        site = premises.site
        if site not in self.lost or self._excused(Key(site, key.world)):
            return there
        what: Doing = "restoring"
        at = there.at + self.times.restore(site)
        if site in self.ends:
            what, at = "ending", max(self.ends[site], there.at)
        leg = Leg(site, what, there.at, at)
        return Found(at, leg, there.after, None, there.keys, (leg,))

    def _waited(self, key: Key, other: Key, at: Seconds) -> Found:
        leg = Leg(key.thing, "waiting", at, at)
        return Found(at, leg, other, None, (other,) if at > UP else ())

    def _enough(self, key: Key, gate: Gate) -> Found:
        """When the ways of a gate count enough."""
        ready = []
        for place, (way, weight) in enumerate(zip(gate.ways, gate.weights, strict=True)):
            there = self.there(key, way)
            if gate.is_switched(place):
                there = self._switched(key, place, there)
            ready.append((there.at, place, weight, there))
        total = 0
        latest = at_once(key, UP)
        for _, _, weight, there in sorted(ready, key=lambda one: one[:2]):
            total += weight
            latest = later(latest, there)
            if total >= gate.need:
                return latest
        return Found(NEVER, Leg(key.thing, "waiting", NEVER, NEVER), None)

    def there(self, key: Key, way: tuple[int, ...]) -> Found:
        latest = at_once(key, UP)
        for one in way:
            other = Key(one, key.world)
            latest = later(latest, self._waited(key, other, self.back_of(other)))
        return latest

    def _switched(self, key: Key, place: int, there: Found) -> Found:
        """When a stand-in serves that is there."""
        thing = key.thing
        wait, watch = self.times.switch(thing, place), self.times.watch(thing, place)
        return self._begun(there, wait, watch, key.world, Leg(thing, "switching", 0, 0, place))

    def _begun(self, there: Found, wait: Seconds, watch: Watch, world: int, leg: Leg) -> Found:
        """When something serves that begins once it is there and what it is for is noticed."""
        noticed, thing = self.noticed(watch, world)
        if there.at > max(UP, noticed) or thing < 0:
            leg = replace(leg, begins=there.at, ends=there.at + wait)
            return Found(leg.ends, leg, there.after, None, there.keys, (leg,)) if wait else there
        # What has been down for a while was noticed before the clock began.
        leg = replace(leg, begins=UP, ends=max(UP, noticed + wait), noticed=thing)
        return Found(leg.ends, leg, None, None, there.keys, (leg,)) if leg.ends > UP else there

    def noticed(self, watch: Watch, world: int) -> tuple[Seconds, int]:
        """When it is noticed what of it does not work, and what is noticed last; -1: nothing."""
        down = [(seconds, one) for one, seconds in watch if self.back_of(Key(one, world)) > UP]
        return max(down, default=(UP, -1))

    def held(self, hold: int) -> Found:
        """When a strategy holds its process."""
        one = self.structure.holds[hold]
        inside = Key(one.process, hold)
        if hold not in self._worlds:
            return at_once(inside, UP)
        rest = self._waited(inside, inside, self.back_of(inside))
        needs = self.there(Key(one.process, AT_LARGE), one.needs)
        wait, watch = self.times.strategy(hold), self.times.watch_of_strategy(hold)
        leg = Leg(one.process, "taking-up", 0, 0, hold)
        return later(rest, self._begun(needs, wait, watch, AT_LARGE, leg))

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

    def filled(self, key: Key) -> Found:
        """When so many people are back that a role finds somebody."""
        absent = self._absent(key)
        waiting = sorted((self.back_of(Key(one, key.world)), one) for one in absent)
        if not self._unfilled(key, absent):
            return at_once(key, UP)
        for at, one in waiting:
            if at == NEVER:
                break
            absent -= {one}
            if not self._unfilled(key, absent):
                other = Key(one, key.world)
                return Found(at, Leg(key.thing, "filling", at, at), other, None, (other,))
        return Found(NEVER, Leg(key.thing, "filling", NEVER, NEVER), None)

    def takes_none(self, key: Key) -> bool:
        """Whether it is back with the last of what it needs, once the loss itself is over."""
        if key.thing in self.lost and key.thing in self.structure.premises:
            return True  # its building is what takes time, and waits for none of the circle
        if key.thing in self.ends:
            return self.times.restart(key.thing) in (UP, NEVER)  # not said: it ends with the loss
        return not self.own_time(key)

    # ── neighbours ─────────────────────────────────────────────────────────────────────────────

    def _excused(self, key: Key) -> bool:
        return key.world != AT_LARGE and key.thing in self.structure.holds[key.world].without

    def inputs(self, key: Key, *, held: bool) -> Iterator[Key]:
        """What a key waits for directly; ``held``: its strategies too."""
        node = self.structure.nodes[key.thing]
        causes = (one for each in node.stands_in for one in each.causes)
        yield from (Key(one, key.world) for one in (*node.needs, *node.in_gates, *causes))
        yield from (Key(one, key.world) for one in self._tied.get(key.thing, ()))
        if held:
            for hold in self.structure.holds_of.get(key.thing, ()):
                yield Key(key.thing, hold)
                yield from (Key(one, AT_LARGE) for one in self.structure.holds[hold].needs)

    def leads(self, key: Key, *, held: bool) -> Iterator[Key]:
        """What decides on when a key is back: what it waits for, and what its strategies are for,
        which must be noticed before they are taken up."""
        yield from self.inputs(key, held=held)
        if held:
            for hold in self.structure.holds_of.get(key.thing, ()):
                watch = self.times.watch_of_strategy(hold)
                yield from (Key(one, AT_LARGE) for one, _ in watch)

    def users(self, key: Key) -> Iterator[Key]:
        """What waits for a key directly."""
        structure = self.structure
        for user in (*structure.users[key.thing], *self._decided_on.get(key.thing, ())):
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
        """Thing → the strategies that take it, or that wait for its loss to be noticed."""
        found: dict[int, list[int]] = {}
        for number, hold in enumerate(self.structure.holds):
            watched = (one for one, _ in self.times.watch_of_strategy(number))
            for need in dict.fromkeys((*hold.needs, *watched)):
                found.setdefault(need, []).append(number)
        return {thing: tuple(several) for thing, several in found.items()}

    @cached_property
    def _decided_on(self) -> Mapping[int, tuple[int, ...]]:
        """Thing → the decisions that another takes only once its loss is noticed."""
        found: dict[int, list[int]] = {}
        for decision in self.structure.of_kind("decisions"):
            for gate in self.structure.nodes[decision].gates:
                watch = self.times.watch(decision, gate.serving)
                for one, _ in watch if gate.serving < len(gate.ways) else ():
                    found.setdefault(one, []).append(decision)
        return {thing: tuple(several) for thing, several in found.items()}

    def own_time(self, key: Key) -> Seconds:
        takes = self.times.restore if key.thing in self.lost else self.times.restart
        return takes(key.thing)


def _people_of_roles(structure: Structure) -> Mapping[int, frozenset[int]]:
    """Role → all people whose absence can empty it."""
    staffing = structure.staffing
    return {role: staffing.group(role).people for role in staffing.roles}
