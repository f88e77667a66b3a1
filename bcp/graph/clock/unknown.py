"""Why it is not known when something is back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bcp.graph.clock.legs import NEVER, Key, Unknown
from bcp.graph.losses.failing import AT_LARGE

if TYPE_CHECKING:
    from bcp.graph.clock.engine import Engine


def unknown(engine: Engine, start: Key, *, full: bool) -> Iterator[Unknown]:
    """Why a key is never known to be back, the nearest cause first."""
    seen = {start}
    waiting = [start]
    said = False
    for key in waiting:
        held = not (full and key == start) and engine.may_be_held(key)
        for one in _unsaid(engine, key, held=held):
            said = True
            yield one
        fresh = [
            one
            for one in engine.inputs(key, held=held)
            if engine.back_of(one) == NEVER and one not in seen
        ]
        seen.update(fresh)
        waiting += fresh
    if not said:
        yield Unknown(start.thing, "circle")


def _unsaid(engine: Engine, key: Key, *, held: bool) -> Iterator[Unknown]:
    """What a key itself waits for that the plan does not say."""
    thing, node = key.thing, engine.structure.nodes[key.thing]
    lost_itself = node.own or thing in engine.lost
    if engine.own_time(key) == NEVER and lost_itself and thing not in engine.ends:
        yield Unknown(thing, "restoring" if thing in engine.lost else "starting-again")
    for premises in node.stands_in:
        if engine.standing(key, premises).at == NEVER and premises.site in engine.lost:
            yield Unknown(premises.site, "restoring")
    for gate in node.gates:
        for place, way in enumerate(gate.ways):
            if not gate.is_switched(place) or engine.there(key, way).at == NEVER:
                continue
            noticed, last = engine.noticed(engine.times.watch(thing, place), key.world)
            if noticed + engine.times.switch(thing, place) == NEVER:
                yield Unknown(thing, "switching", place, last)
    if node.kind == "roles" and engine.filled(key).at == NEVER:
        yield Unknown(thing, "empty")
    if held:
        yield from _unsaid_of_holds(engine, thing)


def _unsaid_of_holds(engine: Engine, thing: int) -> Iterator[Unknown]:
    for hold in engine.structure.holds_of.get(thing, ()):
        needs = engine.there(Key(thing, AT_LARGE), engine.structure.holds[hold].needs)
        noticed, last = engine.noticed(engine.times.watch_of_strategy(hold), AT_LARGE)
        if noticed + engine.times.strategy(hold) == NEVER and needs.at < NEVER:
            yield Unknown(thing, "taking-up", hold, last)
