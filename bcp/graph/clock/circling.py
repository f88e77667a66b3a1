"""Things that wait for each other and take no time of their own: they come back together."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bcp.graph.circles import circles
from bcp.graph.clock.legs import NEVER, UP, Found, Key, Leg, at_once
from bcp.graph.clock.times import Seconds

if TYPE_CHECKING:
    from bcp.graph.clock.engine import Engine


def circles_of(engine: Engine) -> list[tuple[Key, ...]]:
    """What is down, takes no time of its own, and waits for each other."""
    open_ = {key for key in engine.down if engine.takes_none(key)}

    def leads_to(key: Key) -> set[Key]:
        return open_.intersection(engine.leads(key, held=engine.may_be_held(key)))

    groups = circles(sorted(open_), leads_to)
    return [one for one in groups if len(one) > 1 or one[0] in leads_to(one[0])]


def earliest_of(
    engine: Engine, groups: Iterable[tuple[Key, ...]]
) -> tuple[Seconds, list[Key]] | None:
    """What of these circles can come back together the earliest, and when."""
    open_ = ([key for key in group if key not in engine.found] for group in groups)
    found = [_jointly(engine, group) for group in open_ if group]
    return min((one for one in found if one is not None), default=None)


def finish_together(engine: Engine, at: Seconds, keys: list[Key]) -> None:
    """Bring back what only waits for each other: the last of them waited for something else."""
    engine.found.update({key: at_once(key, UP) for key in keys})
    last, found = max(
        ((key, engine.when(key)) for key in keys), key=lambda one: (one[1].at, one[0])
    )
    for key in keys:
        engine.found[key] = Found(at, Leg(key.thing, "waiting", at, at), last, None, (last,))
    engine.found[last] = found if found.at == at else at_once(last, at)
    for key in keys:
        for user in engine.users(key):
            engine.propose(user)


def _jointly(engine: Engine, group: Iterable[Key]) -> tuple[Seconds, list[Key]] | None:
    """The earliest time at which some of a circle work because the others do, and which."""
    everything = list(group)
    tried: set[Seconds] = set()
    # What is over by itself is so at its own time, however soon it could be restored.
    over = (engine.ends[key.thing] for key in everything if key.thing in engine.ends)
    times = sorted({*_supposing(engine, everything, UP).values(), *over})
    while times:
        at = heapq.heappop(times)
        if at in tried or at == NEVER:
            continue
        tried.add(at)
        members = everything
        while late := {key for key, when in _supposing(engine, members, at).items() if when > at}:
            members = [key for key in members if key not in late]
            # Without those, others of the circle may wait for something outside it.
            for when in _supposing(engine, members, UP).values():
                heapq.heappush(times, when)
        if members:
            return at, members
    return None


def _supposing(engine: Engine, members: Iterable[Key], at: Seconds) -> dict[Key, Seconds]:
    """When each of these would be back if all of them were back at a time."""
    several = list(members)
    engine.found.update({key: at_once(key, at) for key in several})
    when = {key: engine.when(key).at for key in several}
    for key in several:
        del engine.found[key]
    return when
