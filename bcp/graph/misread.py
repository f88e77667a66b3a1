"""What makes every answer about a plan's graph wrong: references that lead to nothing that fits.

A need whose id is mistyped is a thing that nothing is known of: it is never lost, so what stands on
it seems to go on. That must not be answered without a word. A plan that could not be read whole is
not answered at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line

if TYPE_CHECKING:
    from bcp.model.base import Reference
    from bcp.plan import Plan

CODE: Final = "REF001"
"""The rule of the catalogue that shows each of them with its place and its fix."""
KEY: Final = "misread"
"""Under which an answer for programs tells of them."""

_NOT_ASKED: Final = frozenset(
    {"courses", "exercises", "improvements", "indicators", "levers", "waivers", "wellbeing"}
)
"""Kinds from which no answer about the graph takes anything."""
_MOST: Final = 3
"""So many ids are named, the rest counted."""


def misread(plan: Plan) -> tuple[Reference, ...]:
    """The references by which the graph is another than was meant, in the order of the plan: to an
    id that is not declared, or that is of a kind that does not fit there."""
    return tuple(
        one
        for one in plan.dangling
        if plan.kind_of(one.source) not in _NOT_ASKED and one.source not in plan.idle
    )


def warning(plan: Plan) -> Line | None:
    """The line with which an answer begins; None where every reference is as it should be."""
    found = misread(plan)
    if not found:
        return None
    named = _ids(found)
    if len(found) == 1:
        return line(
            0,
            "Careful: 1 reference in this plan leads to nothing that fits ({code} {ids}). This "
            "answer may be wrong; `bcp check` shows the place.",
            code=CODE,
            ids=named,
        )
    return line(
        0,
        "Careful: {count} references in this plan lead to nothing that fits ({code} {ids}). This "
        "answer may be wrong; `bcp check` shows the places.",
        code=CODE,
        ids=named,
        count=len(found),
    )


def notes(plan: Plan) -> tuple[Message, ...]:
    """The same in a few words each, for a drawing; none for a plan in order."""
    found = misread(plan)
    if not found:
        return ()
    return (
        Message.of("references that lead to nothing that fits: {count}", count=len(found)),
        Message.of("{code} {ids}", code=CODE, ids=_ids(found)),
        Message.of("`bcp check` shows where"),
    )


def _ids(found: Sequence[Reference]) -> Message | str:
    ids = list(dict.fromkeys(one.target for one in found))
    named = ", ".join(ids[:_MOST])
    if len(ids) <= _MOST:
        return named
    return Message.of("{told} and {count} more", told=named, count=len(ids) - _MOST)


def as_json(plan: Plan) -> list[dict[str, Any]]:
    """The same as plain values; empty where every reference is as it should be."""
    return [
        {
            "code": CODE,
            "id": one.target,
            "in": one.source,
            "field": ".".join(map(str, one.path)),
        }
        for one in misread(plan)
    ]
