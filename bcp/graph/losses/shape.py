"""What a process cannot lose, as plain values for programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from bcp.graph.losses.losses import Bundle, Cut, Losses, Summary, Within

FORMAT = "bcp.losses/2"
SUMMARY_FORMAT = "bcp.losses-summary/1"


def as_json(found: Losses) -> dict[str, Any]:
    """The answer as plain values; ``format`` names the shape. Times are in seconds, and what is not
    known is null. Keys of ``counts`` are how many are lost together."""
    order = found.order

    def counted(several: tuple[int, ...]) -> dict[str, int]:
        return {str(size): count for size, count in enumerate(several[:order], 1)}

    return {
        "format": FORMAT,
        "process": found.process,
        "order": order,
        "within": _within(found.within),
        "down_anyway": found.down_anyway,
        "counts": counted(found.counts),
        "only_unknown": counted(found.only_unknown),
        "stops": [_cut_json(cut) for cut in found.stops],
        "complete": found.complete,
        "groups": _bundles_json(found.bundles),
        "matching": {
            "counts": counted(found.matching_counts),
            "stops": [_cut_json(cut) for cut in found.by_matching],
            "not_worked_out": [dataclasses.asdict(one) for one in found.not_matched],
        },
        "disturbs": [_cut_json(cut) for cut in found.disturbs],
        "disturb_counts": counted(found.disturb_counts),
        "escalations": list(found.escalations),
        "silent": [
            {
                "escalations": list(one.escalations),
                "counts": counted(one.counts),
                "sets": [list(cut.ids) for cut in one.cuts],
            }
            for one in found.silent
        ],
        "profile": [{"id": one.id, "counts": counted(one.counts)} for one in found.profile],
        "bus_factor": dataclasses.asdict(found.bus_factor) if found.bus_factor else None,
    }


def summary_json(found: Sequence[Summary], order: int) -> dict[str, Any]:
    """Every process as plain values, as :func:`as_json`."""

    def counted(several: tuple[int, ...]) -> dict[str, int]:
        return {str(size): count for size, count in enumerate(several, 1)}

    return {
        "format": SUMMARY_FORMAT,
        "order": order,
        "processes": [
            {
                "process": one.process,
                "within": _within(one.within),
                "counts": counted(one.counts),
                "matching": {"counts": counted(one.matching_counts)},
                "single_points": list(one.single_points),
            }
            for one in found
        ],
    }


def _within(within: Within | None) -> dict[str, Any] | None:
    return dataclasses.asdict(within) if within else None


def _cut_json(cut: Cut) -> dict[str, Any]:
    late = None
    if cut.late is not None:
        late = dataclasses.asdict(cut.late)
    return {
        "ids": list(cut.ids),
        "kinds": list(cut.kinds),
        "path": [
            {"id": step.id, "what": step.what, "through": list(step.through)} for step in cut.story
        ],
        "held_by": list(cut.held_by),
        "failed": [{"strategy": one, "lacks": lacks} for one, lacks in cut.failed],
        "by_matching": cut.by_matching,
        "only_unknown": cut.only_unknown,
        "late": late,
    }


def _bundles_json(bundles: tuple[Bundle, ...] | None) -> list[dict[str, Any]] | None:
    if bundles is None:
        return None
    return [
        {
            "count": one.count,
            "parts": [
                {"take": part.take, "of": list(part.of), "all_take": part.all_take}
                for part in one.parts
            ],
        }
        for one in bundles
    ]
