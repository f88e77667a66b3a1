"""Times that were shown: what was measured when a thing was really done, and where that is written.

An event is the home of what it measured. ``demonstrated`` beside a promise says the same where no
event is kept; nobody has to write both.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from bcp.diagnostics import Place
from bcp.model.base import Object
from bcp.model.learning import Event, Exercise
from bcp.model.processes import Demonstrated, Times
from bcp.model.scalars import Duration

DISCUSSED = ("seminar", "workshop", "tabletop")
"""Exercises in which things are talked through: a time told in one was not measured."""

ONE_TIME = {
    "redundancy": "switch",
    "systems": "restore_time",
    "suppliers": "restore_time",
    "sites": "restore",
    "strategies": "within",
    "messages": "first_within",
    "causes": "restore_time",
    "processes": "rto",
}
"""Kind → the one of its times that is meant when an event does not say which it measured."""


class Shown(NamedTuple):
    """How long something took when it was really done."""

    time: Duration
    """How long it took."""
    on: dt.date
    """When."""
    in_: str | None
    """The event in which it was measured."""
    at: Place
    """Where that is written."""


def written_beside(one: Object, of: str) -> Shown | None:
    """What ``demonstrated`` says beside the promise of one time of an object; ``of`` is the name
    of the field that promises it, as under ``measured`` of an event."""
    owner: Any = one if of == "within" else getattr(one, of, None)
    at = ("demonstrated",) if owner is one else (of, "demonstrated")
    if owner is None or not (owner is one or of == "switch" or isinstance(owner, Times)):
        return None
    found = getattr(owner, "demonstrated", None)
    if not isinstance(found, Demonstrated):
        return None
    return Shown(found.time, found.on, found.in_, one.at(*at))


def measured_by(
    events: Iterable[Event], exercises: Iterable[Exercise]
) -> Iterator[tuple[str, str | None, Shown]]:
    """(id, which time, how long) of all that was measured in an incident, in a test, or in an
    exercise in which things were really done."""
    played = {one.id: one.type for one in exercises}
    for event in events:
        if not _shows(event, played.get(event.of or "")):
            continue
        for place, one in enumerate(event.measured):
            at = event.at("measured", place)
            yield one.what, one.of, Shown(one.time, event.on, event.id, at)


def _shows(event: Event, played: str | None) -> bool:
    if event.type == "exercise":
        return played is not None and played not in DISCUSSED
    return event.type in ("incident", "test")
