"""When things are back after some losses, and on which legs: the values that are reckoned with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bcp.graph.clock.times import Seconds

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
    noticed: int = -1
    """Of a stand-in or strategy that was there before its loss was noticed: what was noticed last.
    Noticing is part of the leg then."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why nothing can be said of when a thing is back."""

    thing: int
    what: Literal["restoring", "starting-again", "switching", "taking-up", "circle", "empty"]
    """``circle``: it waits for itself. ``empty``: too few people are left, and nobody can say when
    they are back. Else the plan does not say how long that takes."""
    place: int = -1
    noticed: int = -1
    """What the switch or the strategy waits for to be noticed the longest; -1: nothing."""


class Found(NamedTuple):
    """When a key is back, by which leg, and what that leg waited for."""

    at: Seconds
    leg: Leg
    after: Key | None
    first: Found | None = None
    """What the thing itself did before this leg: its gate switched, its building was restored."""
    keys: tuple[Key, ...] = ()
    """All that it waited for, the last of it or not,"""
    legs: tuple[Leg, ...] = ()
    """and all that was done for it meanwhile: every switch and strategy, not the longest alone."""


UP: Seconds = 0.0


def at_once(key: Key, at: Seconds) -> Found:
    """Back at a time, with nothing done for it."""
    return Found(at, Leg(key.thing, "waiting", at, at), None)


def later(one: Found, other: Found) -> Found:
    """Both: the later of them says when, and by which leg."""
    last = other if other.at > one.at else one
    return last._replace(keys=one.keys + other.keys, legs=one.legs + other.legs)
