"""What each rule looks at: without any of it in the plan, a rule that is silent shows nothing.

"Every critical process states its MTPD" also holds of a plan without a critical process. So a rule
counts as evidence only where the plan holds something of what the rule asks its question of. That
is narrowed by what a thing is in the plan (a critical process, a stand-in site), not by how it
fares: the rule on overdue improvements looks at all improvements, the one on accepted risks at all
risks on which a decision was taken.

The table has every rule that a shipped framework names. A rule that is not in it is never evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from bcp.diagnostics import Place
from bcp.model import Header, Object
from bcp.model.communication import Audience, Channel, Fact, Form, MessageTemplate
from bcp.model.learning import Course, Event, Exercise, Improvement
from bcp.model.people import Person, Role, Rota, Team
from bcp.model.queues import Queue
from bcp.model.resources import Process, Record, Redundancy, Site, Strategy, Supplier, System
from bcp.model.response import Escalation, Level, Playbook, Procedure, Risk
from bcp.rules.business_impact import prioritised
from bcp.rules.common import critical_processes, high_risks
from bcp.rules.communication.audiences import INTERNAL
from bcp.rules.contact_centre.channels import INVENTORY
from bcp.rules.maintenance.upkeep import days_done
from bcp.rules.redundancy.times import measured_promises
from bcp.rules.roles.people import responders
from bcp.rules.rule import Context
from bcp.rules.suppliers import critical_suppliers, stands_on
from bcp.rules.training import needs


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at: one of them, several of them, and how to find them in a plan."""

    one: str
    many: str
    find: Callable[[Context], Iterable[object]]

    def count(self, context: Context) -> int:
        """How many the plan holds."""
        return sum(1 for _ in self.find(context))


def subject_of(code: str) -> Subject | None:
    """What the rule with this code looks at; None when the table does not say."""
    return _SUBJECTS.get(code)


def _all(*models: type[Object]) -> Callable[[Context], Iterable[Object]]:
    return lambda ctx: (one for model in models for one in ctx.plan.of(model))


def _header(ctx: Context) -> tuple[Header]:
    return (ctx.plan.header,)


def _version(ctx: Context) -> tuple[str, ...]:
    version = ctx.plan.header.version
    return () if version is None else (str(version),)


def _in_languages(ctx: Context) -> tuple[Header, ...]:
    header = ctx.plan.header
    return (header,) if len(header.languages) > 1 else ()


def _days_done(ctx: Context) -> Iterator[Place]:
    return (place for place, _ in days_done(ctx))


def _critical_processes_and_systems(ctx: Context) -> Iterator[Process | System]:
    yield from critical_processes(ctx)
    yield from (one for one in ctx.plan.of(System) if one.critical)


def _timed(ctx: Context) -> Iterator[Process]:
    return (one for one in ctx.plan.of(Process) if one.rto is not None and one.mtpd is not None)


def _keeping_data(ctx: Context) -> Iterator[Process]:
    return (one for one in critical_processes(ctx) if one.data)


def _stood_on(ctx: Context) -> Collection[str]:
    return {
        id
        for process in critical_processes(ctx)
        for id in stands_on(ctx, process)  # noqa: A001
        if ctx.plan.find(id, Supplier) is not None
    }


def _audiences_or_exclusions(ctx: Context) -> Iterator[object]:
    yield from ctx.plan.of(Audience)
    yield from (one for one in ctx.plan.header.exclusions if one.audience is not None)


def _to_people_outside(ctx: Context) -> Iterator[MessageTemplate]:
    for one in ctx.plan.of(MessageTemplate):
        audience = ctx.plan.find(one.audience, Audience)
        if audience is not None and audience.type not in INTERNAL:
            yield one


def _of_an_incident(ctx: Context) -> Iterator[MessageTemplate]:
    return (one for one in ctx.plan.of(MessageTemplate) if one.stage in ("holding", "update"))


def _on_limited_channels(ctx: Context) -> Iterator[MessageTemplate]:
    limited = {one.id for one in ctx.plan.of(Channel) if one.limit is not None}
    return (one for one in ctx.plan.of(MessageTemplate) if limited & one.text.keys())


def _announced(ctx: Context) -> Iterator[MessageTemplate]:
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


def _customer_channels(ctx: Context) -> Iterator[Channel]:
    return (one for one in ctx.plan.of(Channel) if one.type in INVENTORY)


def _calling(ctx: Context) -> Iterator[Playbook]:
    return (one for one in ctx.plan.of(Playbook) if one.escalation is not None)


def _in_recovery(ctx: Context) -> set[str | None]:
    return {task.procedure for one in ctx.plan.of(Playbook) for task in one.tasks.recover}


def _recovering(ctx: Context) -> Iterator[Procedure]:
    named = _in_recovery(ctx)
    return (one for one in ctx.plan.of(Procedure) if one.purpose == "recovery" or one.id in named)


def _restoring(ctx: Context) -> Iterator[Procedure]:
    named = {backup.restore for one in ctx.plan.of(System) for backup in one.backups}
    return (one for one in ctx.plan.of(Procedure) if one.id in named)


def _recovering_or_switching(ctx: Context) -> Iterator[Procedure]:
    named = _in_recovery(ctx) | {one.id for one in _restoring(ctx)}
    named.update(one.switch.procedure for one in ctx.plan.of(Redundancy) if one.switch is not None)
    return (
        one
        for one in ctx.plan.of(Procedure)
        if one.steps and (one.purpose in ("recovery", "switch") or one.id in named)
    )


def _returning(ctx: Context) -> Iterator[Object]:
    yield from (one for one in ctx.plan.of(Procedure) if one.purpose == "return")
    yield from (one for one in ctx.plan.of(Playbook) if one.tasks.return_)


def _held(ctx: Context) -> Iterator[Event]:
    return (
        one
        for one in ctx.plan.of(Event)
        if one.type in ("exercise", "incident") and one.on <= ctx.as_of
    )


def _reported_upwards(ctx: Context) -> Iterator[Event]:
    top = ctx.plan.header.sponsor is not None or any(
        one.level == "strategic" for one in ctx.plan.of(Team)
    )
    return (one for one in ctx.plan.of(Event) if top and one.type == "exercise")


def _rated_or_improved(ctx: Context) -> Iterator[Object]:
    yield from ctx.plan.of(Improvement)
    yield from (one for one in ctx.plan.of(Event) if one.ratings)


def _planned(ctx: Context) -> Iterator[Exercise]:
    return (one for one in ctx.plan.of(Exercise) if one.planned is not None)


def _lines(ctx: Context) -> Iterator[Redundancy]:
    for one in ctx.plan.of(Redundancy):
        members = (ctx.plan.find(id, System) for id in one.of)  # noqa: A001
        if any(it is not None and it.type in ("telephony", "network") for it in members):
            yield one


def _stand_in_sites(ctx: Context) -> Collection[str]:
    return {
        other
        for one in ctx.plan.of(Site)
        for other in one.alternates
        if other != one.id and ctx.plan.find(other, Site) is not None
    }


def _not_automatic(ctx: Context) -> Iterator[Redundancy]:
    return (one for one in ctx.plan.of(Redundancy) if one.mode != "active")


def _called(ctx: Context) -> Iterator[Role]:
    called = {step.role for one in ctx.plan.of(Escalation) for step in one.steps}
    activator = ctx.plan.header.activated_by
    return (
        one for one in ctx.plan.of(Role) if one.critical or one.id in called or one.id == activator
    )


def _powerful(ctx: Context) -> Iterator[Role]:
    return (one for one in ctx.plan.of(Role) if one.authority)


def _with_contacts_apart(ctx: Context) -> Iterator[Header]:
    return (one for one in (ctx.plan.header,) if one.contacts == "separately")


def _with_number(ctx: Context) -> Iterator[Person]:
    people = ctx.plan.of(Person)
    return (one for one in people if one.phones is not None or one.mail is not None)


def _with_telephone(ctx: Context) -> Iterator[object]:
    return (one for one in responders(ctx) if one.phones is not None and one.phones.numbers())


def _scored(ctx: Context) -> Iterator[Risk]:
    return (one for one in ctx.plan.of(Risk) if one.score is not None)


_TABLE: tuple[tuple[str, str, Callable[[Context], Iterable[object]], str], ...] = (
    # --- the plan itself: these rules report when what they ask for is not there
    ("plan", "plans", _header, "MNT001 MNT005 MNT006 MNT007 MNT008 MNT009 MNT010 MNT011 MNT017"),
    ("plan", "plans", _header, "RED019 ROL007 ROL013 RSK012"),
    ("version", "versions", _version, "MNT004"),
    (
        "reference",
        "references",
        lambda ctx: ctx.plan.references,
        "REF001",
    ),
    (
        "object with parts",
        "objects with parts",
        _all(Procedure, Playbook, Escalation, Exercise),
        "REF004 REF005",
    ),
    ("procedure or playbook", "procedures and playbooks", _all(Procedure, Playbook), "REF006"),
    ("day of something done", "days of something done", _days_done, "MNT021"),
    (
        "plan with contacts held separately",
        "plans with contacts held separately",
        _with_contacts_apart,
        "MNT022",
    ),
    ("person with a number", "people with a number", _with_number, "MNT023"),
    ("measured time", "measured times", measured_promises, "RED029"),
    ("plan in several languages", "plans in several languages", _in_languages, "COM017"),
    # --- business impact and risks
    ("process", "processes", _all(Process), "BIA021"),
    (
        "critical process",
        "critical processes",
        critical_processes,
        "BIA002 BIA013 RED001",
    ),
    (
        "critical process or system",
        "critical processes and systems",
        _critical_processes_and_systems,
        "BIA003",
    ),
    ("process with RTO and MTPD", "processes with RTO and MTPD", _timed, "BIA004"),
    ("critical process with data", "critical processes with data", _keeping_data, "BIA005"),
    ("prioritised process", "prioritised processes", prioritised, "BIA006 BIA007 BIA008"),
    ("risk", "risks", _all(Risk), "RSK001 RSK002 RSK003 RSK004"),
    ("scored risk", "scored risks", _scored, "RSK005"),
    ("high risk", "high risks", high_risks, "RSK007"),
    (
        "treated risk",
        "treated risks",
        lambda ctx: (one for one in ctx.plan.of(Risk) if one.treatment is not None),
        "RSK008",
    ),
    # --- suppliers, sites, redundancy
    (
        "supplier under a critical process",
        "suppliers under critical processes",
        _stood_on,
        "SUP001",
    ),
    ("critical supplier", "critical suppliers", critical_suppliers, "SUP002 SUP004"),
    ("strategy", "strategies", _all(Strategy), "RED002"),
    ("stand-in site", "stand-in sites", _stand_in_sites, "RED005"),
    (
        "telephone or network redundancy",
        "telephone and network redundancies",
        _lines,
        "RED006",
    ),
    (
        "critical site",
        "critical sites",
        lambda ctx: (one for one in ctx.plan.of(Site) if one.critical),
        "RED010",
    ),
    (
        "procedure that recovers or switches",
        "procedures that recover or switch",
        _recovering_or_switching,
        "RED011",
    ),
    ("way back to normal", "ways back to normal", _returning, "RED013"),
    ("procedure that restores", "procedures that restore", _restoring, "RED014"),
    ("record", "records", _all(Record), "RED018"),
    ("redundancy", "redundancies", _all(Redundancy), "RED028"),
    ("redundancy with a switch", "redundancies with a switch", _not_automatic, "RED026"),
    # --- people
    ("role", "roles", _all(Role), "ROL001 ROL002"),
    ("role or rota", "roles and rotas", _all(Role, Rota), "MNT016"),
    (
        "critical role",
        "critical roles",
        lambda ctx: (one for one in ctx.plan.of(Role) if one.critical),
        "ROL003",
    ),
    ("role with powers", "roles with powers", _powerful, "ROL006"),
    ("responder with a telephone", "responders with a telephone", _with_telephone, "ROL009"),
    ("responder", "responders", responders, "ROL010"),
    ("role that may be called", "roles that may be called", _called, "ROL014"),
    ("team", "teams", _all(Team), "ROL016"),
    (
        "course of a role's holder",
        "courses of role holders",
        lambda ctx: (one for one in needs(ctx) if not one.stands_in),
        "TRN001",
    ),
    ("course of a responder", "courses of responders", needs, "TRN002"),
    (
        "course of a stand-in",
        "courses of stand-ins",
        lambda ctx: (one for one in needs(ctx) if one.stands_in),
        "TRN003",
    ),
    (
        "course for everybody",
        "courses for everybody",
        lambda ctx: (one for one in ctx.plan.of(Course) if not one.for_),
        "TRN004",
    ),
    ("course", "courses", _all(Course), "TRN005"),
    (
        "role with skills",
        "roles with skills",
        lambda ctx: (one for one in ctx.plan.of(Role) if one.skills),
        "TRN006",
    ),
    # --- response and communication
    ("level", "levels", _all(Level), "ESC001 ESC008"),
    ("playbook with a call-out", "playbooks with a call-out", _calling, "ESC025"),
    ("playbook", "playbooks", _all(Playbook), "ESC002 ESC003 ESC013 ESC014 WEL001"),
    ("escalation", "escalations", _all(Escalation), "ESC005 ESC016 EXR012"),
    ("procedure that recovers", "procedures that recover", _recovering, "ESC012"),
    (
        "audience, or one left out",
        "audiences, with those left out",
        _audiences_or_exclusions,
        "COM001",
    ),
    ("audience", "audiences", _all(Audience), "COM002"),
    ("message to people outside", "messages to people outside", _to_people_outside, "COM005"),
    (
        "message on a channel with a limit",
        "messages on channels with a limit",
        _on_limited_channels,
        "COM016",
    ),
    ("holding message or update", "holding messages and updates", _of_an_incident, "COM006"),
    # --- the contact centre
    ("channel of customers", "channels of customers", _customer_channels, "CTC001"),
    ("queue", "queues", _all(Queue), "CTC003 CTC006 CTC015 CTC028 CTC029"),
    ("announced message", "announced messages", _announced, "CTC004"),
    ("form", "forms", _all(Form), "CTC013"),
    ("queue or fact", "queues and facts", _all(Queue, Fact), "CTC014"),
    # --- exercises and what was learnt
    ("planned exercise", "planned exercises", _planned, "EXR001"),
    ("exercise", "exercises", _all(Exercise), "EXR004 EXR005"),
    ("exercise or incident held", "exercises and incidents held", _held, "EXR008 EXR018"),
    ("exercise held", "exercises held", _reported_upwards, "EXR019"),
    ("improvement or rated event", "improvements and rated events", _rated_or_improved, "EXR010"),
    ("improvement", "improvements", _all(Improvement), "EXR011"),
)
"""One of them, several, how they are found, and the rules that look at them."""

_SUBJECTS = MappingProxyType(
    {code: Subject(one, many, find) for one, many, find, codes in _TABLE for code in codes.split()}
)
