"""Whether a script still says what the plan says."""

from __future__ import annotations

from dataclasses import dataclass

from bcp.drill.script.build import script_for
from bcp.drill.script.types import Script, Source
from bcp.errors import BcpError
from bcp.i18n import mark
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class Stale:
    """One item of a script that the plan has left behind.

    ``why`` is ``changed`` (what it comes from was rewritten), ``gone`` (the plan has it no more) or
    ``new`` (the plan has it now, the script does not). ``where`` is the place in the plan.
    """

    id: str
    where: str
    why: str


def stale(script: Script, plan: Plan) -> tuple[Stale, ...]:
    """What differs between a script and the one that the plan would give today, by id.

    A change of the plan that touches none of the places a script comes from leaves it fresh.
    """
    try:
        today = script_for(plan, script.id, script.language)
    except BcpError:
        return (Stale(script.id, script.id, mark("gone")),)
    if script.digest == today.digest:
        return ()
    old, new = _sources(script), _sources(today)
    left = (
        Stale(item, source.where, mark("gone") if item not in new else mark("changed"))
        for item, source in old.items()
        if new.get(item) != source
    )
    added = (Stale(item, new[item].where, mark("new")) for item in new if item not in old)
    return tuple(sorted((*left, *added), key=lambda one: one.id))


def _sources(script: Script) -> dict[str, Source]:
    injects = {one.id: one.source for one in script.injects}
    also = {other.id: other.source for one in script.actions for other in one.also}
    return injects | {one.id: one.source for one in script.actions} | also
