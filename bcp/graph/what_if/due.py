"""What must be told to whom when something is lost, and by which clock.

Three sources: notices that a law or contract asks for, what was promised to clients, and the people
who must hear at once of an incident level. A notice is due when the risk makes it due; one that
hangs on an incident level alone is told with that condition, since whether the level is declared is
somebody's decision.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from bcp.graph.what_if.returns import Clock
from bcp.graph.what_if.scenario import Scenario
from bcp.model.communication import Notification
from bcp.model.people import Organisation
from bcp.plan import Plan

_FROM_THE_LOSS = ("awareness", "disruption")
"""Clocks that run from the loss, or from knowing of it; the loss is the safe side."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is owed to somebody outside."""

    what: Literal["notice", "commitment"]
    of: str
    """The notification; for a commitment the process."""
    to: str
    """The organisation."""
    by: str | None
    """The role that sends the notice."""
    sends: str | None
    """The person who fills it now; None: nobody, or a commitment."""
    within: int
    """Seconds."""
    starts: str
    """What starts the clock, as the plan says it; a commitment runs from the disruption."""
    latest: str | None
    """When at the latest, where the moment of the loss is known and starts the clock."""
    levels: tuple[str, ...]
    """Due only when one of these levels is declared; empty: due at once."""
    tied: bool
    """Whether the plan ties it to a risk that happens or to a level: else it is for somebody to say
    whether it is such a case. Commitments are."""
    kept: bool | None
    """Of a commitment: whether the process is back in time; None: not known, or a notice."""


def due(
    plan: Plan,
    scenario: Scenario,
    risks: Iterable[str],
    clocks: Mapping[str, Clock],
    fills: Mapping[str, str],
    lost: AbstractSet[str],
) -> tuple[Due, ...]:
    """Everything that is owed in a scenario, the most urgent first.

    ``risks`` are those that happen; ``clocks`` those of the processes that are hit; ``fills`` says
    who fills which role now.
    """
    found = [
        *_notices(plan, scenario, frozenset(risks), bool(clocks), fills, lost),
        *_commitments(plan, scenario, clocks),
    ]
    found.sort(key=lambda one: (bool(one.levels) or not one.tied, one.within, one.of, one.to))
    return tuple(found)


def _notices(
    plan: Plan,
    scenario: Scenario,
    risks: frozenset[str],
    hit: bool,
    fills: Mapping[str, str],
    lost: AbstractSet[str],
) -> Iterator[Due]:
    for one in plan.of(Notification):
        by_risk = not risks.isdisjoint(one.risks)
        if not by_risk and (one.risks or not hit):
            continue
        sender = fills.get(one.by)
        yield Due(
            "notice",
            one.id,
            one.organisation,
            one.by,
            None if one.by in lost else sender,
            one.within.total,
            one.starts,
            _latest(plan, scenario, one.within.total) if one.starts in _FROM_THE_LOSS else None,
            () if by_risk else one.levels,
            by_risk or bool(one.levels),
            None,
        )


def _commitments(plan: Plan, scenario: Scenario, clocks: Mapping[str, Clock]) -> Iterator[Due]:
    for organisation in plan.of(Organisation):
        for one in organisation.commitments:
            clock = clocks.get(one.process)
            if clock is None:
                continue
            outage = clock.outage
            yield Due(
                "commitment",
                one.process,
                organisation.id,
                None,
                None,
                one.within.total,
                "disruption",
                _latest(plan, scenario, one.within.total),
                (),
                True,
                None if outage is None else outage <= one.within.total,
            )


def _latest(plan: Plan, scenario: Scenario, within: int) -> str | None:
    """The moment until which it must be done, in the zone of the plan."""
    if scenario.at is None:
        return None
    since = max((scenario.since, *(one.since for one in scenario.losses)))
    end = scenario.at.astimezone(dt.UTC) + dt.timedelta(seconds=within - since)
    from zoneinfo import ZoneInfo

    return end.astimezone(ZoneInfo(plan.header.timezone)).isoformat(timespec="minutes")
