"""Recovery times as they are asked for, promised and measured."""

from __future__ import annotations

from bcp.model.base import Object
from bcp.model.learning import Measured
from bcp.model.processes import Times
from bcp.model.resources import Redundancy, Supplier
from bcp.model.scalars import Duration
from bcp.model.shown import ONE_TIME, Shown
from bcp.views.telling import Teller, lines


def shown(tell: Teller, measured: Shown | None) -> str:
    """What was measured, and when; "never shown" when nothing was."""
    if measured is None:
        return tell.say("never shown")
    return tell.fill(
        tell.say("{time}, on {day}"),
        time=tell.length(measured.time),
        day=tell.day(measured.on),
    )


def times(tell: Teller, one: Object, of: str) -> str:
    """Required, committed and demonstrated of one time of an object, each under its own name;
    ``of`` is the field. Empty when the plan says nothing of it."""
    said = _several(one, of)
    measured = tell.plan.demonstrated(one, of)
    if said is None and measured is None:
        return ""
    return lines(
        tell.labelled("Required", tell.length(said.required if said else None)),
        tell.labelled("Committed", tell.length(said.committed if said else None)),
        tell.labelled("Shown", shown(tell, measured)),
    )


def promised(tell: Teller, one: Measured) -> str:
    """What the plan promises of the time that was measured; empty when it promises nothing."""
    found = tell.plan.objects.get(one.what)
    if found is None:
        return ""
    of = one.of or ONE_TIME.get(found.kind, "")
    length = _plain(found, of)
    if length is not None:
        return tell.length(length)
    several = _several(found, of)
    if several is None:
        return ""
    return lines(
        tell.labelled("Required", tell.length(several.required)),
        tell.labelled("Committed", tell.length(several.committed)),
    )


def _plain(of: Object, name: str) -> Duration | None:
    if name == "switch":
        switch = of.switch if isinstance(of, Redundancy) else None
        return switch.within if switch is not None else None
    if name == "restore_time" and isinstance(of, Supplier) and of.commitment is not None:
        return of.commitment
    value = getattr(of, name, None) if name else None
    return value if isinstance(value, Duration) else None


def _several(of: Object, name: str) -> Times | None:
    value = getattr(of, name, None) if name else None
    return value if isinstance(value, Times) else None


def time_of(tell: Teller, one: Measured) -> str:
    """Which time was measured, in words."""
    names = {
        "switch": tell.say("the switch"),
        "restore_time": tell.say("back once lost"),
        "restart_time": tell.say("back once what it needs is back"),
        "restore": tell.say("usable again once lost"),
        "noticed_within": tell.say("until it was noticed"),
        "set_up": tell.say("until it was ready as an alternate"),
        "within": tell.say("until it served"),
        "first_within": tell.say("until the first words were out"),
        "rto": tell.say("until the minimum was back"),
        "full_within": tell.say("until all of it was back"),
        "rpo": tell.say("data lost"),
    }
    return names.get(one.of or "", "")
