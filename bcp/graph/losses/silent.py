"""Silent failures: what stops a process and leaves nobody who could be called about it.

Worst of all losses is the one that nobody hears of. For each escalation that answers to a process,
the sets of losses are joined: one that stops the process × one that leaves every call of the
escalation unmade. A call can be made while its role is filled and one of its channels stands. What
follows by ``hand_over`` is called too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bcp.graph.clock.times import Seconds
from bcp.graph.losses.cutsets import EMPTY
from bcp.graph.losses.failing import Failing
from bcp.model.response import Escalation, Playbook
from bcp.model.risks import Risk
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class Silent:
    """Losses that stop a process and silence whom the plan would call."""

    escalations: tuple[str, ...]
    """Each of these is silenced by the same losses."""
    family: int
    """The sets, in the families that were asked."""


def escalations_of(plan: Plan, failing: Failing, process: int) -> tuple[str, ...]:
    """Escalations of the playbooks that answer to the loss of a process, or of what it stands on,
    or to a risk that removes any of it; in the order of ids."""
    structure = failing.structure
    cone = structure.cone(process)
    holds = structure.holds_of.get(process, ())
    below = cone | structure.under(one for hold in holds for one in structure.holds[hold].needs)
    ids = frozenset(structure.ids(below))
    found: set[str] = set()
    for book in plan.of(Playbook):
        risks = (plan.find(one, Risk) for one in book.for_.risks)
        removed = (one for risk in risks if risk and risk.removes for one in risk.removes.ids)
        if ids.isdisjoint((*book.for_.losses, *removed)):
            continue
        found.update(filter(None, (book.escalation, *book.at_other_hours)))
    return tuple(one for one in sorted(found) if plan.find(one, Escalation) is not None)


def silent(
    plan: Plan, failing: Failing, process: int, time: Seconds = 0
) -> tuple[tuple[str, ...], tuple[Silent, ...]]:
    """(the escalations that answer to a process, which losses silence them while it is down)."""
    named = escalations_of(plan, failing, process)
    stops = failing.other_than(failing.stops(process, time), process)
    alike: dict[int, list[str]] = {}
    for escalation in named:
        joint = failing.joined((stops, _nobody(plan, failing, escalation, time)))
        alike.setdefault(joint, []).append(escalation)
    return named, tuple(
        Silent(tuple(several), family) for family, several in alike.items() if family != EMPTY
    )


def _nobody(plan: Plan, failing: Failing, escalation: str, time: Seconds) -> int:
    """The losses that leave every call of an escalation unmade."""
    number = failing.structure.number
    unmade = []
    for role, channels in dict.fromkeys(_calls(plan, escalation)):
        closed = [failing.stops(number[one], time) for one in channels if one in number]
        ways = [failing.joined(closed)] if closed else []
        if role in number:
            ways.append(failing.stops(number[role], time))
        unmade.append(failing.either(ways))
    return failing.joined(unmade)


def _calls(plan: Plan, escalation: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    seen: set[str] = set()
    name: str | None = escalation
    while name is not None and name not in seen:
        seen.add(name)
        found = plan.find(name, Escalation)
        if found is None:
            return
        for step in found.steps:
            yield step.role, step.via
        name = found.hand_over
