"""The whole plan, in the order that a printed plan is best read in.

The order is that of ISO/TS 22332:2021, 7.2: purpose, objectives, assumptions, activation, roles,
tasks, communication, what the plan stands on, standing down, resources, contacts, appendices,
version control, distribution. A section is there only when the plan has something to put in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bcp.plan import Plan
from bcp.views import plan_communication as communication
from bcp.views import plan_keeping as keeping
from bcp.views import plan_processes as processes
from bcp.views import plan_queues as queues
from bcp.views import plan_resources as resources
from bcp.views import plan_response as response
from bcp.views.blocks import Section
from bcp.views.telling import Teller

SECTIONS: tuple[Callable[[Teller], Section], ...] = (
    response.scope,
    response.objectives,
    response.assumptions,
    response.activation,
    response.teams_and_roles,
    communication.escalations,
    response.risks,
    response.playbooks,
    response.procedures,
    communication.messages,
    communication.facts_to_say,
    processes.processes,
    processes.strategies,
    resources.redundancies,
    resources.sites,
    resources.systems,
    resources.suppliers,
    queues.queues,
    response.standing_down,
    processes.needed,
    communication.contacts,
    communication.forms,
    keeping.people,
    keeping.exercises,
    keeping.gaps,
    keeping.version_control,
    keeping.distribution,
)


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    organisation: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FullPlan:
    """The plan as a document."""

    id: str
    title: str
    classification: str
    cover: Cover
    sections: tuple[Section, ...]


def full_plan(plan: Plan, language: str | None = None, marks: bool = False) -> FullPlan:
    """Everything that the plan says, section by section.

    ``marks`` as in :class:`~bcp.views.telling.Teller`.
    """
    tell = Teller.of(plan, language, marks)
    made = [section(tell) for section in SECTIONS]
    present = [one for one in made if not one.empty]
    return FullPlan(
        id=plan.id,
        title=tell.title(plan.header),
        classification=tell.text(plan.header.classification),
        cover=Cover(tell.text(plan.header.organisation), _cover_facts(tell)),
        sections=tuple(replace(one, number=number) for number, one in enumerate(present, 1)),
    )


def _cover_facts(tell: Teller) -> tuple[tuple[str, str], ...]:
    header, say = tell.plan.header, tell.say
    approved = header.approved
    approval = say("not approved yet")
    if approved is not None:
        approval = tell.fill(
            say("{name}, {day} (revision {revision})"),
            name=tell.name(approved.by),
            day=tell.day(approved.on),
            revision=approved.revision,
        )
    pairs = (
        (say("Version"), header.version or ""),
        (say("Status"), tell.word(header.status)),
        (say("Approved by"), approval),
        (say("Owner"), tell.name(header.owner)),
        (say("Answers for it"), tell.name(header.sponsor)),
        (say("Who may read it"), tell.text(header.classification)),
        (say("Times are those of"), header.timezone),
    )
    return tuple(pair for pair in pairs if pair[1])
