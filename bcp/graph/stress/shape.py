"""Everything lost once, and every two things, as plain values for programs."""

from __future__ import annotations

import dataclasses
from typing import Any

from bcp.graph.stress.answer import Stress, Tale

FORMAT = "bcp.stress/1"


def as_json(found: Stress) -> dict[str, Any]:
    """The answer as plain values; ``format`` names the shape. Times are in seconds, and what is not
    known is null; lists of counts are for one, two losses together."""
    return {
        "format": FORMAT,
        "plan": found.plan,
        "process": found.process,
        "order": found.order,
        "verdict": found.verdict,
        "processes": [dataclasses.asdict(one) for one in found.compared],
        "no_mtpd": list(found.no_mtpd),
        "down_anyway": list(found.down_anyway),
        "pairs_left_out": found.pairs_left_out,
        "things": found.things,
        "left_out": found.left_out,
        "shares": [dataclasses.asdict(one) for one in found.shares],
        "stories": [_tale_json(one) for one in found.tales],
        "more_stories": found.more,
        "advice": {
            "greedy": True,
            "recomputed": found.advice.recomputed,
            "changes": [dataclasses.asdict(one) for one in found.advice.changes],
            "left": list(found.advice.left),
        },
        "not_worked_out": [dataclasses.asdict(one) for one in found.not_matched],
    }


def _tale_json(one: Tale) -> dict[str, Any]:
    return {
        "lost": [dataclasses.asdict(part) for part in one.parts],
        "count": one.count,
        "alike": one.alike,
        "example": list(one.example),
        "verdict": one.verdict,
        "processes": [dataclasses.asdict(fate) for fate in one.fates],
        "failed": [dataclasses.asdict(failed) for failed in one.failed],
        "path": [
            {"id": step.id, "what": step.what, "through": list(step.through)} for step in one.story
        ],
    }
