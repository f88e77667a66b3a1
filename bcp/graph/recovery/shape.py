"""Whether everything would be back in time, as plain values for programs."""

from __future__ import annotations

import dataclasses
from typing import Any

from bcp.graph.recovery.answer import Recovery, Row
from bcp.model.scalars import Text

FORMAT = "bcp.recovery/1"


def as_json(found: Recovery, process: str | None = None) -> dict[str, Any]:
    """The answer as plain values, of all processes or of one; ``format`` names the shape: its
    fields are those of :class:`~bcp.graph.recovery.answer.Recovery`, times are in seconds, what
    is not known is null."""

    def mine(several: Any) -> bool:
        return process is None or process in several

    return {
        "format": FORMAT,
        "plan": found.plan,
        "as_of": found.as_of.isoformat(),
        "processes": [
            {
                **_plain(one),
                "rows": [_row(row) for row in one.rows],
            }
            for one in found.processes
            if mine((one.process,))
        ],
        "late": [
            {**_plain(one), "gap": one.gap}
            for one in found.late
            if mine((one.process, *one.others))
        ],
        "full_late": [
            {**_plain(one), "gap": one.gap}
            for one in found.full_late
            if mine((one.process, *one.others))
        ],
        "unproven": [_plain(one) for one in found.unproven if mine(one.processes)],
        "differs": [_plain(one) for one in found.differs if mine((one.process,))],
        "unsaid": [_plain(one) for one in found.unsaid],
        "capacity": [
            {**_plain(one), "carried": one.carried, "outcome": one.outcome, "missing": one.missing}
            for one in found.capacity
        ],
        "data": [
            {**_plain(one), "verdict": one.verdict, "gap": one.gap}
            for one in found.data.processes
            if mine((one.process,))
        ],
        "copies_lost_too": [_plain(one) for one in found.data.together],
        "endurance": [
            {**_plain(one), "outcome": one.outcome, "gap": one.gap}
            for one in found.endurance
            if mine(one.processes)
        ],
        "too_short": [_plain(one) for one in found.too_short if mine((one.process,))],
        "deadlocks": [_plain(one) for one in found.deadlocks],
        "start_orders": [_plain(one) for one in found.orders if mine((one.process,))],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        **_plain(row),
        "verdict": row.verdict,
        "full_verdict": row.full_verdict,
        "gap": row.gap,
    }


def _plain(one: Any) -> Any:
    """Dataclasses as their fields, words of the plan by language."""
    if isinstance(one, Text):
        return dict(one.by_language)
    if dataclasses.is_dataclass(one):
        return {each.name: _plain(getattr(one, each.name)) for each in dataclasses.fields(one)}
    if isinstance(one, tuple | list):
        return [_plain(each) for each in one]
    return one
