"""What rules look at, found in a plan: the critical processes, the stand-in sites, the responders.

What is found is narrowed by what a thing is in the plan, never by how it fares
(:mod:`bcp.coverage.subjects`, which says which rule looks at what).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from bcp.diagnostics import Place
from bcp.model import Header, Object
from bcp.model.communication import Audience, Channel, MessageTemplate
from bcp.model.learning import Event, Exercise, Improvement
from bcp.model.people import Person, Role, Team
from bcp.model.queues import Queue
from bcp.model.resources import Process, Redundancy, Site, Supplier, System
from bcp.model.response import Escalation, Playbook, Procedure, Risk
from bcp.rules.common import critical_processes
from bcp.rules.communication.audiences import INTERNAL
from bcp.rules.contact_centre.channels import INVENTORY
from bcp.rules.maintenance.upkeep import days_done
from bcp.rules.roles.people import responders
from bcp.rules.rule import Context
from bcp.rules.suppliers import stands_on


def all_of(*models: type[Object]) -> Callable[[Context], Iterable[Object]]:
    """All objects of these kinds."""
    return lambda ctx: (one for model in models for one in ctx.plan.of(model))


def header(ctx: Context) -> tuple[Header]:
    """The plan itself."""
    return (ctx.plan.header,)


def version(ctx: Context) -> tuple[str, ...]:
    """The plan's version, where it has one."""
    written = ctx.plan.header.version
    return () if written is None else (str(written),)


def in_languages(ctx: Context) -> tuple[Header, ...]:
    """The plan, where it is written in several languages."""
    plan = ctx.plan.header
    return (plan,) if len(plan.languages) > 1 else ()


def days_of_work(ctx: Context) -> Iterator[Place]:
    """Every day on which something was done."""
    return (place for place, _ in days_done(ctx))


def critical_processes_and_systems(ctx: Context) -> Iterator[Process | System]:
    """Critical processes and critical systems."""
    yield from critical_processes(ctx)
    yield from (one for one in ctx.plan.of(System) if one.critical)


def timed(ctx: Context) -> Iterator[Process]:
    """Processes with both an RTO and an MTPD."""
    return (one for one in ctx.plan.of(Process) if one.rto is not None and one.mtpd is not None)


def keeping_data(ctx: Context) -> Iterator[Process]:
    """Critical processes with data."""
    return (one for one in critical_processes(ctx) if one.data)


def stood_on(ctx: Context) -> Collection[str]:
    """Suppliers that a critical process stands on, by id."""
    return {
        id
        for process in critical_processes(ctx)
        for id in stands_on(ctx, process)  # noqa: A001
        if ctx.plan.find(id, Supplier) is not None
    }


def audiences_or_exclusions(ctx: Context) -> Iterator[object]:
    """Audiences, and those that the plan leaves out."""
    yield from ctx.plan.of(Audience)
    yield from (one for one in ctx.plan.header.exclusions if one.audience is not None)


def to_people_outside(ctx: Context) -> Iterator[MessageTemplate]:
    """Messages to audiences outside the organisation."""
    for one in ctx.plan.of(MessageTemplate):
        audience = ctx.plan.find(one.audience, Audience)
        if audience is not None and audience.type not in INTERNAL:
            yield one


def of_an_incident(ctx: Context) -> Iterator[MessageTemplate]:
    """Holding messages and updates."""
    return (one for one in ctx.plan.of(MessageTemplate) if one.stage in ("holding", "update"))


def on_limited_channels(ctx: Context) -> Iterator[MessageTemplate]:
    """Messages with a text for a channel that takes only so much."""
    limited = {one.id for one in ctx.plan.of(Channel) if one.limit is not None}
    return (one for one in ctx.plan.of(MessageTemplate) if limited & one.text.keys())


def announced(ctx: Context) -> Iterator[MessageTemplate]:
    """Messages that a queue plays or that are announced."""
    announcing = {one.id for one in ctx.plan.of(Channel) if one.type == "announcement"}
    played = {
        message
        for queue in ctx.plan.of(Queue)
        for message in (queue.emergency_message, queue.shed_message)
    }
    return (
        one
        for one in ctx.plan.of(MessageTemplate)
        if one.id in played or announcing & one.text.keys()
    )


def customer_channels(ctx: Context) -> Iterator[Channel]:
    """Channels that customers come by."""
    return (one for one in ctx.plan.of(Channel) if one.type in INVENTORY)


def calling(ctx: Context) -> Iterator[Playbook]:
    """Playbooks that call somebody out."""
    return (one for one in ctx.plan.of(Playbook) if one.escalation is not None)


def _in_recovery(ctx: Context) -> set[str | None]:
    return {task.procedure for one in ctx.plan.of(Playbook) for task in one.tasks.recover}


def recovering(ctx: Context) -> Iterator[Procedure]:
    """Procedures for recovery, by purpose or by a playbook's task."""
    named = _in_recovery(ctx)
    return (one for one in ctx.plan.of(Procedure) if one.purpose == "recovery" or one.id in named)


def restoring(ctx: Context) -> Iterator[Procedure]:
    """Procedures that restore a backup."""
    named = {backup.restore for one in ctx.plan.of(System) for backup in one.backups}
    return (one for one in ctx.plan.of(Procedure) if one.id in named)


def recovering_or_switching(ctx: Context) -> Iterator[Procedure]:
    """Procedures with steps that recover, restore or switch."""
    named = _in_recovery(ctx) | {one.id for one in restoring(ctx)}
    named.update(one.switch.procedure for one in ctx.plan.of(Redundancy) if one.switch is not None)
    return (
        one
        for one in ctx.plan.of(Procedure)
        if one.steps and (one.purpose in ("recovery", "switch") or one.id in named)
    )


def returning(ctx: Context) -> Iterator[Object]:
    """Procedures and playbooks that lead back to normal."""
    yield from (one for one in ctx.plan.of(Procedure) if one.purpose == "return")
    yield from (one for one in ctx.plan.of(Playbook) if one.tasks.return_)


def held(ctx: Context) -> Iterator[Event]:
    """Exercises and incidents up to the day asked for."""
    return (
        one
        for one in ctx.plan.of(Event)
        if one.type in ("exercise", "incident") and one.on <= ctx.as_of
    )


def reported_upwards(ctx: Context) -> Iterator[Event]:
    """Exercises, where the plan has somebody at the top to tell."""
    top = ctx.plan.header.sponsor is not None or any(
        one.level == "strategic" for one in ctx.plan.of(Team)
    )
    return (one for one in ctx.plan.of(Event) if top and one.type == "exercise")


def rated_or_improved(ctx: Context) -> Iterator[Object]:
    """Improvements, and events with ratings."""
    yield from ctx.plan.of(Improvement)
    yield from (one for one in ctx.plan.of(Event) if one.ratings)


def planned(ctx: Context) -> Iterator[Exercise]:
    """Exercises with a planned day."""
    return (one for one in ctx.plan.of(Exercise) if one.planned is not None)


def lines(ctx: Context) -> Iterator[Redundancy]:
    """Redundancies of telephony or network."""
    for one in ctx.plan.of(Redundancy):
        members = (ctx.plan.find(id, System) for id in one.of)  # noqa: A001
        if any(it is not None and it.type in ("telephony", "network") for it in members):
            yield one


def stand_in_sites(ctx: Context) -> Collection[str]:
    """Sites that stand in for another, by id."""
    return {
        other
        for one in ctx.plan.of(Site)
        for other in one.alternates
        if other != one.id and ctx.plan.find(other, Site) is not None
    }


def not_automatic(ctx: Context) -> Iterator[Redundancy]:
    """Redundancies that somebody has to switch."""
    return (one for one in ctx.plan.of(Redundancy) if one.mode != "active")


def called(ctx: Context) -> Iterator[Role]:
    """Roles that are critical, called, or activate the plan."""
    roles = {step.role for one in ctx.plan.of(Escalation) for step in one.steps}
    activator = ctx.plan.header.activated_by
    return (
        one for one in ctx.plan.of(Role) if one.critical or one.id in roles or one.id == activator
    )


def powerful(ctx: Context) -> Iterator[Role]:
    """Roles with powers."""
    return (one for one in ctx.plan.of(Role) if one.authority)


def with_contacts_apart(ctx: Context) -> Iterator[Header]:
    """The plan, where its contacts are held separately."""
    return (one for one in (ctx.plan.header,) if one.contacts == "separately")


def with_number(ctx: Context) -> Iterator[Person]:
    """People with a telephone or mail address."""
    people = ctx.plan.of(Person)
    return (one for one in people if one.phones is not None or one.mail is not None)


def with_telephone(ctx: Context) -> Iterator[object]:
    """Responders with a telephone."""
    return (one for one in responders(ctx) if one.phones is not None and one.phones.numbers())


def scored(ctx: Context) -> Iterator[Risk]:
    """Risks with a score."""
    return (one for one in ctx.plan.of(Risk) if one.score is not None)
