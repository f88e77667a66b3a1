"""How bad is what a playbook answers: the order in which playbooks are printed.

Whoever holds the paper looks for the worst first: what threatens a line on which a life may hang,
then what threatens a critical process, then by the impact and the score of the risks. (Impact
before score: a likelier surge of calls does not come before telephones that are dead.)
"""

from __future__ import annotations

from bcp.model.queues import Queue
from bcp.model.resources import Process
from bcp.model.response import Playbook, Risk
from bcp.plan import Plan

_TIERS = ("critical", "important", "routine")


def by_severity(plan: Plan) -> tuple[Playbook, ...]:
    """The playbooks of a plan, those that answer to the worst first."""
    vital = _vital(plan)
    return tuple(sorted(plan.of(Playbook), key=lambda one: (*_rank(plan, one, vital), one.id)))


def _rank(plan: Plan, playbook: Playbook, vital: frozenset[str]) -> tuple[bool, int, int, int]:
    risks = [one for one in plan.of(Risk) if playbook in plan.playbooks_for(one)]
    named = set(playbook.for_.losses)
    for one in risks:
        named |= {*one.threatens, *(one.removes.ids if one.removes is not None else ())}
    named |= {one.process for one in plan.of(Queue) if one.id in named}
    tiers = [_TIERS.index(one.tier) for one in plan.of(Process) if one.id in named]
    return (
        not named & vital,
        min(tiers, default=len(_TIERS)),
        -max((one.impact or 0 for one in risks), default=0),
        -max((one.score or 0 for one in risks), default=0),
    )


def _vital(plan: Plan) -> frozenset[str]:
    """Processes with a queue on which a life may hang."""
    return frozenset(one.process for one in plan.of(Queue) if one.safety)
