"""Whom a role works with: everybody whose number must stand on its card.

A card that tells its holder to wait for a decision must say on what number to ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcp.model.communication import Form, MessageTemplate, Notification
from bcp.model.people import Organisation, Person, Role, Team
from bcp.model.queues import Queue, Reroute
from bcp.model.resources import Redundancy, Strategy, Supplier, Switch, System
from bcp.model.response import Escalation, Indicator, Level, Lever, Playbook, Procedure, Step, Task
from bcp.views.calling import chiefs, escalations_of
from bcp.views.steps import does, has_part
from bcp.views.switching import same
from bcp.views.telling import Teller


def working_with(tell: Teller, role: Role) -> tuple[str, ...]:
    """Ids of the roles, people, suppliers and organisations that a role's part in the plan names.

    Those of its call lists come first, in the order of calling; then whoever leads it; then those
    of its tasks, decisions, switches and words. A team stands for its lead, a system for its
    supplier. The role itself is not among them.
    """
    named = (
        *(step.role for one in escalations_of(tell, role) for step in one.steps),
        *chiefs(tell, role),
        *_playbooks(tell, role),
        *_procedures(tell, role),
        *_switches(tell, role),
        *_words(tell, role),
        *_watch(tell, role),
    )
    found = (one for id in named if id for one in _reached_at(tell, id))  # noqa: A001
    return tuple(dict.fromkeys(one for one in found if one != role.id))


def _reached_at(tell: Teller, id: str) -> Iterator[str]:  # noqa: A002
    """Ids of those who answer for what has this id."""
    one = tell.plan.objects.get(id)
    if isinstance(one, Role | Person | Supplier | Organisation):
        yield id
    elif isinstance(one, Team):
        yield one.lead
    elif isinstance(one, System) and one.supplier is not None:
        yield one.supplier
    elif isinstance(one, Redundancy):
        for member in one.of:
            supplies = tell.plan.find(member, System)
            yield from (supplies.supplier,) if supplies and supplies.supplier else ()
            yield from (member,) if tell.plan.find(member, Supplier) else ()


def _playbooks(tell: Teller, role: Role) -> Iterator[str | None]:
    for playbook in tell.plan.of(Playbook):
        tasks = [one for _, several in playbook.tasks.by_phase() for one in several]
        mine = [one for one in tasks if has_part(tell, role, one.by) or one.accountable == role.id]
        degrees = playbook.activation
        starts = (
            [one for one in (degrees.standby, degrees.partial, degrees.full) if one is not None]
            if degrees is not None
            else []
        )
        if not mine and role.id not in {one.by for one in starts}:
            continue
        yield from (one.by for one in starts)
        yield from _around(tell, role, mine, tasks)
        for task in mine:
            yield task.accountable
            yield task.by
        yield playbook.log_keeper
        if playbook.stand_down is not None:
            yield playbook.stand_down.by


def _procedures(tell: Teller, role: Role) -> Iterator[str | None]:
    for procedure in tell.plan.of(Procedure):
        mine = [one for one in procedure.steps if has_part(tell, role, one.by)]
        if not mine:
            continue
        yield from _around(tell, role, mine, procedure.steps)
        yield from (one.by for one in procedure.steps if one.decide is not None)
        if procedure.overrun is not None:
            yield procedure.overrun.tell


def _around(
    tell: Teller, role: Role, mine: Sequence[Task | Step], of: Sequence[Task | Step]
) -> Iterator[str]:
    """Who does what must come first, and what the role's own tasks need."""
    by = {one.id: one.by for one in of}
    for task in mine:
        if has_part(tell, role, task.by):
            yield from (by[first] for first in task.after if first in by)
            yield from task.needs


def _switches(tell: Teller, role: Role) -> Iterator[str | None]:
    for redundancy in tell.plan.of(Redundancy):
        switch = redundancy.switch
        if switch is not None and _has_part(tell, role, switch.by, *_deciders(switch)):
            yield from (*_deciders(switch), switch.by, redundancy.id)
    for strategy in tell.plan.of(Strategy):
        if _has_part(tell, role, strategy.by, *_deciders(strategy)):
            yield from (*_deciders(strategy), strategy.by, *strategy.needs)
    yield from _lines(tell, role)
    for system in tell.plan.of(System):
        if role.id in (system.owner, *(copy.owner for copy in system.backups)):
            yield from (system.owner, system.supplier)


def _lines(tell: Teller, role: Role) -> Iterator[str | None]:
    """Of numbers that are pointed elsewhere, and of work that is given to a partner."""
    for queue in tell.plan.of(Queue):
        for number in queue.numbers:
            route = number.reroute
            if route is not None and _has_part(tell, role, route.by, *_routing(tell, route)):
                yield from (*_routing(tell, route), route.by)
                yield from (number.carrier, route.portal, route.to)
        if queue.overflow is not None and queue.overflow.owner == role.id:
            yield queue.overflow.partner


def _routing(tell: Teller, route: Reroute) -> Iterator[str]:
    """Who decides to point a number elsewhere, also where that is the switch of a redundancy."""
    if route.decided_by is not None:
        yield route.decided_by
    for one in tell.plan.of(Redundancy):
        if one.switch is not None and same(one, route):
            yield from _deciders(one.switch)


def _has_part(tell: Teller, role: Role, by: str, *decide: str | None) -> bool:
    return role.id in decide or does(tell, role, by)


def _deciders(of: Switch | Strategy) -> tuple[str, ...]:
    """Who decides, and who does when they have not."""
    return (of.decided_by, *((of.otherwise.by,) if of.otherwise is not None else ()))


def _words(tell: Teller, role: Role) -> Iterator[str | None]:
    for message in tell.plan.of(MessageTemplate):
        approve = message.approve
        # Words that were approved beforehand wait for nobody.
        approves = approve.by if approve is not None and approve.beforehand is None else None
        sends = message.publish.by if message.publish is not None else None
        if role.id in (approves, sends):
            yield from (approves, sends)
    for notice in tell.plan.of(Notification):
        if notice.by == role.id:
            yield notice.organisation
    for form in tell.plan.of(Form):
        if form.back_entry is not None and form.back_entry.by == role.id:
            yield from (one.to for one in form.triage)


def _watch(tell: Teller, role: Role) -> Iterator[str | None]:
    for level in tell.plan.of(Level):
        if level.declared_by == role.id:
            yield from level.must_be_told
    for indicator in tell.plan.of(Indicator):
        if role.id in (indicator.watched_by, indicator.source.by):
            for lever in indicator.on_warn:
                pulled = tell.plan.find(lever, Lever)
                yield pulled.by if pulled is not None else None
            playbook = tell.plan.find(indicator.on_critical, Playbook)
            if playbook is not None and playbook.activation is not None:
                full = playbook.activation.full
                yield full.by if full is not None else None
    for escalation in tell.plan.of(Escalation):
        if any(step.role == role.id for step in escalation.steps):
            yield escalation.ends_at
