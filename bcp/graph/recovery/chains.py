"""Why a thing must be back by then: the way from a process down to it that asks for it soonest.

The way is followed with the limits themselves (:mod:`bcp.graph.recovery.limits`): over a plain need
goes the one whose limit is what is left after the restart of what needs it; into a gate only if the
thing takes so much of it that the rest does not serve in time, and then over the way that would be
back soonest. So no redundancy that goes on without the thing stands on its way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from bcp.graph.clock.times import Seconds
from bcp.graph.losses.cutsets import room_for
from bcp.graph.recovery.lengths import ALWAYS, Lengths
from bcp.graph.recovery.limits import Required
from bcp.graph.recovery.solving import AT_LARGE, HELD, Limits, State
from bcp.graph.structure import Structure


class _Walk(NamedTuple):
    """What is reached over plain needs from some things."""

    limits: Limits
    came: dict[int, int | None]
    """Thing → what needs it, nearest first; None: it is one of those that were begun with."""
    behind: tuple[State, ...]
    """The gates met on the way, and what strategies hold."""

    def down_to(self, thing: int) -> list[int]:
        """The way to one of the things, with both ends."""
        way = [thing]
        while (above := self.came[way[-1]]) is not None:
            way.append(above)
        return way[::-1]


class Chains(Required):
    """Limits of everything under a process, with the reasons for them."""

    def __init__(self, structure: Structure, lengths: Lengths) -> None:
        super().__init__(structure, lengths)
        self._walks: dict[tuple[tuple[tuple[int, Seconds], ...], int | None], _Walk] = {}

    def chain(self, process: int, time: Seconds, thing: int, *, full: bool) -> tuple[int, ...]:
        """The way from a process down to a thing that must be back for the process to be back by a
        time; ``full``: its normal service."""
        with room_for(len(self.structure.nodes) + 1000):
            return tuple(self._down({process: time}, process if full else None, thing, set()))

    def _down(self, starts: Limits, normal: int | None, thing: int, tried: set[State]) -> list[int]:
        """The way from one of the things that are begun with; empty: the thing is not asked for
        but by what was tried before."""
        key = (tuple(starts.items()), normal)
        if key not in self._walks:
            self._walks[key] = self._walk(starts, normal)
        walk = self._walks[key]
        plainly = walk.limits.get(thing, ALWAYS) if thing in walk.came else ALWAYS
        for limit, _, state in sorted(self._through(walk, thing)):
            if plainly <= limit:
                break
            if state in tried:
                continue
            tried.add(state)
            held = state.thing if state.gate == HELD else None
            for more in self._taken_ways(state, thing):
                if further := self._down(more, held, thing, tried):
                    way = walk.down_to(state.thing)
                    return [*(way[:-1] if state.gate == HELD else way), *further]
        return walk.down_to(thing) if thing in walk.came else []

    def _through(self, walk: _Walk, thing: int) -> Iterator[tuple[Seconds, int, State]]:
        """The gates and strategies behind which a thing is asked for, and by when."""
        for number, state in enumerate(walk.behind):
            limit = self._ask(state).get(thing)
            if limit is not None:
                yield limit, number, state

    def _taken_ways(self, state: State, thing: int) -> Iterator[Limits]:
        """What a thing takes of a gate, and by when it is asked for: first the way that would be
        back soonest."""
        if state.gate == HELD:
            yield {state.thing: state.time}
            return
        gate = self.structure.nodes[state.thing].gates[state.gate]
        found: list[tuple[Seconds, int, Limits]] = []
        for place, way in enumerate(gate.ways):
            wait = self.lengths.switch(state.thing, place) if gate.is_switched(place) else 0
            if wait <= state.time:
                starts = dict.fromkeys(way, state.time - wait)
                limit = self._region(starts, state.world).get(thing)
                if limit is not None:
                    found.append((-limit, place, starts))
        for _, _, starts in sorted(found, key=lambda one: one[:2]):
            yield starts

    def _walk(self, starts: Limits, normal: int | None) -> _Walk:
        limits, behind, turning = self._plainly(starts, AT_LARGE, normal)
        never = frozenset(turning)
        held = {one.thing for one in behind if one.gate == HELD}
        came: dict[int, int | None] = dict.fromkeys(starts)
        waiting = deque(starts)
        while waiting:
            thing = waiting.popleft()
            left = max(0, limits[thing] - self.lengths.restart(thing))
            for need in () if thing in held else self.structure.nodes[thing].needs:
                if need not in came and (limits[need] == left or need in never):
                    came[need] = thing
                    waiting.append(need)
        limits.update(dict.fromkeys(never, 0))
        return _Walk(limits, came, tuple(behind))
