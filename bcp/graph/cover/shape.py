"""Who holds each role at every hour, as plain values for programs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bcp.graph.cover.cover import Cover, Hole, RoleCover
from bcp.graph.cover.duty import BrokenLimit

FORMAT = "bcp.cover/1"


def as_json(answer: Cover) -> dict[str, Any]:
    """The answer as plain values; ``format`` names the shape: its fields are those of
    :class:`~bcp.graph.cover.cover.Cover`. Moments are in UTC, ``2026-03-29T01:00Z``; lengths in
    seconds."""
    return {
        "format": FORMAT,
        "plan": answer.plan,
        "zone": answer.zone,
        "start": answer.start.isoformat(),
        "end": answer.end.isoformat(),
        "weeks": answer.weeks,
        "open": answer.open,
        "roles": [_role(one) for one in answer.roles],
        "without_hours": list(answer.without_hours),
        "long_duties": [_limit(one) for one in answer.long_duties],
        "short_rests": [_limit(one) for one in answer.short_rests],
        "overlaps": [
            {"person": one.person, "rotas": list(one.rotas), **_span(one.start, one.end)}
            for one in answer.overlaps
        ],
        "reliefs": [
            {
                "role": one.role,
                "people": list(one.people),
                "needed": one.needed,
                "max_duty": one.max_duty,
                "rest": one.rest,
            }
            for one in answer.reliefs
        ],
        "successors": [
            {
                "role": one.role,
                "sites": [{"site": site, "people": list(people)} for site, people in one.sites],
                "not_known": list(one.not_known),
                "from_home": list(one.from_home),
                "taken_by": list(one.taken_by),
                "timezones": list(one.timezones),
            }
            for one in answer.successors
        ],
    }


def _role(one: RoleCover) -> dict[str, Any]:
    return {
        "role": one.role,
        "critical": one.critical,
        "hours": one.hours,
        "rota": one.rota,
        "zone": one.zone,
        "named": list(one.named),
        "wanted": one.wanted,
        "held": one.held,
        "open": one.open,
        "unknown": one.unknown,
        "kept": one.kept,
        "holes": [_hole(hole) for hole in one.holes],
        "thin": [_span(*stretch) for stretch in one.thin],
        "months": {each.month: each.open for each in one.months},
    }


def _hole(one: Hole) -> dict[str, Any]:
    return {**_span(one.start, one.end), "why": one.why, "people": list(one.people)}


def _limit(one: BrokenLimit) -> dict[str, Any]:
    return {
        "person": one.person,
        "rotas": list(one.rotas),
        "role": one.role,
        **_span(one.start, one.end),
        "limit": one.limit,
        "by_clock": one.by_clock,
    }


def _span(start: int, end: int) -> dict[str, str]:
    return {"from": _moment(start), "to": _moment(end)}


def _moment(seconds: int) -> str:
    return f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%dT%H:%MZ}"
