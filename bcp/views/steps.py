"""Tasks, steps and decisions, as they are ticked off on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bcp.model.people import Role, Team
from bcp.model.response import Playbook, Procedure, Step, Task
from bcp.views.telling import Teller, line


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a decision."""

    choose: str
    when: str
    then: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One line with a box to tick: a task, a step or a decision."""

    mark: str
    """The task's id inside its playbook or procedure: what a log entry names."""
    do: str
    by: str
    """Who does it."""
    by_when: str
    must: bool
    takes: str = ""
    """How long it takes."""
    note: str = ""
    """What comes first, how one sees that it is done, where things lie."""
    question: bool = False
    """Whether ``do`` is a question to decide."""
    choices: tuple[Choice, ...] = ()
    otherwise: str = ""
    """What holds when nobody decides in time."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Tasks of one phase."""

    title: str
    ticks: tuple[Tick, ...]


def does(tell: Teller, role: Role, doer: str) -> bool:
    """Whether a role does what is given to ``doer``: itself, or the team that it leads."""
    if doer == role.id:
        return True
    team = tell.plan.find(doer, Team)
    return team is not None and team.lead == role.id


def task(tell: Teller, one: Task, role: Role | None = None, before: str = "") -> Tick:
    """A task of a playbook; ``role`` is whose card it stands on, None in the whole plan.

    ``before`` is the id on the line above: that it comes first need not be said.
    """
    procedure = tell.plan.find(one.procedure, Procedure)
    do = tell.text(one.do)
    if procedure is not None:
        follow = tell.fill(tell.say("Follow “{procedure}”"), procedure=tell.title(procedure))
        do = f"{do} – {follow}" if do else follow
    note = line(
        tell.fill(tell.say("For the whole team: {name}"), name=tell.name(one.by))
        if role is not None and one.by != role.id
        else "",
        tell.labelled("Answers for it", tell.name(one.accountable)) if role is None else "",
        tell.labelled("First", _first(one, before)),
        tell.labelled("Needs", tell.names(one.needs)),
        tell.labelled("Done when", tell.text(one.check)),
    )
    return Tick(
        one.id,
        do or one.id,
        tell.name(one.by),
        by_when(tell, one),
        one.must,
        tell.length(one.duration),
        note,
    )


def step(tell: Teller, one: Step, before: str = "") -> Tick:
    """A step or a decision of a procedure; ``before`` is the id on the line above."""
    note = line(
        tell.labelled("First", _first(one, before)),
        tell.labelled("Where", tell.text(one.where)),
        tell.labelled("Needs", tell.names(one.needs)),
        tell.labelled("Done when", tell.text(one.check)),
    )
    return Tick(
        one.id,
        tell.text(one.decide or one.do) or one.id,
        tell.name(one.by),
        by_when(tell, one),
        one.must,
        tell.length(one.duration),
        note,
        one.decide is not None,
        tuple(
            Choice(tell.text(option.choose), tell.text(option.when), tell.text(option.then))
            for option in one.options
        ),
        tell.text(one.otherwise),
    )


def steps(tell: Teller, of: Procedure, role: Role | None = None) -> tuple[Tick, ...]:
    """The steps of a procedure: a role's own, or all."""
    mine = [one for one in of.steps if role is None or does(tell, role, one.by)]
    return tuple(step(tell, one, before) for one, before in zip(mine, _above(mine), strict=True))


def _above(several: Sequence[Task | Step]) -> tuple[str, ...]:
    """For each, the id on the line above."""
    return ("", *(one.id for one in several))[: len(several)]


def _first(one: Task | Step, before: str) -> str:
    return ", ".join(first for first in one.after if first != before)


def by_when(tell: Teller, one: Task | Step) -> str:
    """``within 10 min``; counted from the end of what comes first, if something does."""
    if one.within is None or not one.after:
        return tell.within(one.within)
    return tell.fill(
        tell.say("{within} of {first}"), within=tell.within(one.within), first=", ".join(one.after)
    )


def phases(tell: Teller, playbook: Playbook, role: Role | None = None) -> tuple[Phase, ...]:
    """The tasks of a playbook by phase: a role's own, or all."""
    found = []
    for name, tasks in playbook.tasks.by_phase():
        mine = [one for one in tasks if role is None or does(tell, role, one.by)]
        ticks = (
            task(tell, one, role, before) for one, before in zip(mine, _above(mine), strict=True)
        )
        found.append(Phase(tell.word(name), tuple(ticks)))
    return tuple(phase for phase in found if phase.ticks)


def answered_for(tell: Teller, playbook: Playbook, role: Role) -> str:
    """The tasks that others do and a role answers for: who does which; empty without any."""
    by: dict[str, list[str]] = {}
    for _, tasks in playbook.tasks.by_phase():
        for one in tasks:
            if one.accountable == role.id and not does(tell, role, one.by):
                by.setdefault(one.by, []).append(one.id)
    return "; ".join(f"{tell.name(doer)} – {', '.join(ids)}" for doer, ids in by.items())
