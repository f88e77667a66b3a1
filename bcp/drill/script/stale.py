"""Whether a script still says what the plan says."""

from __future__ import annotations

from dataclasses import dataclass

from bcp.drill.script.build import script_for
from bcp.drill.script.types import Script, Source
from bcp.errors import BcpError
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
        return (Stale(script.id, script.id, "gone"),)
    if script.digest == today.digest:
        return ()
    old, new = _sources(script), _sources(today)
    found = [
        Stale(id, source.where, "gone" if id not in new else "changed")
        for id, source in old.items()
        if new.get(id) != source
    ]
    found += [Stale(id, source.where, "new") for id, source in new.items() if id not in old]
    return tuple(sorted(found, key=lambda one: one.id))


def _sources(script: Script) -> dict[str, Source]:
    items = (*script.injects, *script.actions)
    return {one.id: one.source for one in items}
