"""Rules on ids and references: the joints of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from bcp.diagnostics import Place, Severity
from bcp.model.base import Reference
from bcp.model.learning import Exercise
from bcp.model.response import Escalation, Playbook, Procedure
from bcp.nearest import nearest
from bcp.rules.common import listed
from bcp.rules.rule import Context, Finding, kept_by_the_reader, rule


@rule("REF001", Severity.ERROR, clauses=("ISO 22301:2019 7.5.3",), since="start")
def references_exist(ctx: Context) -> Iterator[Finding]:
    """Every reference names an id that exists in the plan, of a kind that fits.

    Why: a step that calls a role nobody has written down calls nobody.
    Fix: take the id that is proposed, or declare the object.
    Ignore when: never.
    """
    if ctx.is_incomplete:
        # The ids may stand in the file that could not be read: one sentence, not a hundred.
        if ctx.plan.dangling:
            yield Finding(
                ctx.plan.header.at(),
                "{count} references could not be checked, because a file could not be read",
                hint="Mend that file first, then check again.",
                count=len(ctx.plan.dangling),
            )
        return
    for one in ctx.plan.dangling:
        yield _dangling(ctx, one)


def _dangling(ctx: Context, reference: Reference) -> Finding:
    plan = ctx.plan
    kind = plan.kind_of(reference.target)
    fitting = sorted(
        id
        for id in (*plan.objects, *plan.unread)  # noqa: A001
        if not reference.kinds or plan.kind_of(id) in reference.kinds
    )
    kinds = listed([f"`{one}`" for one in reference.kinds], "or")
    if kind is not None:
        return Finding(
            reference.place,
            "{target} is declared in `{kind}`; here belongs an id from {kinds}",
            hint="Name one of them: {some}." if fitting else "Declare one, and name it here.",
            target=reference.target,
            kind=kind,
            kinds=kinds,
            some=_some(fitting),
        )
    near = nearest(reference.target, fitting)
    return Finding(
        reference.place,
        "nothing in the plan has the id {target}",
        hint="Did you mean {near}?"
        if near
        else "Declare it under {kinds}, or name an id from there."
        if kinds
        else "Declare it, or name another id.",
        target=reference.target,
        near=near or "",
        kinds=kinds,
    )


SHOWN = 8
"""Ids that are named in a hint at most."""


def _some(ids: Sequence[str]) -> str:
    """As many ids as one reads over."""
    return ", ".join((*ids[:SHOWN], *["…"] * (len(ids) > SHOWN)))


@kept_by_the_reader("REF003")
def ids_unique() -> None:
    """Every id is declared once over all kinds and files.

    Why: with two objects of one id nobody can say which of them a step means.
    Fix: give one of them another id; a risk and its playbook need two.
    Ignore when: never.
    """


@rule("REF004", Severity.ERROR, clauses=("ISO 22301:2019 7.5.3",), since="start")
def inner_references_exist(ctx: Context) -> Iterator[Finding]:
    """Every step, task, action or objective that is named inside an object is declared in it.

    Why: "after: inform-carrier" waits for ever when no step has that id.
    Fix: take the id that is proposed, or declare the step.
    Ignore when: never.
    """
    for place, target, known in _inner(ctx):
        if target not in known:
            near = nearest(target, known)
            yield Finding(
                place,
                "nothing in {owner} has the id {target}",
                hint="Did you mean {near}?"
                if near
                else "Ids here are: {known}."
                if known
                else "Declare it, or delete this.",
                target=target,
                owner=place.id,
                near=near or "",
                known=_some(known),
            )


@rule("REF005", Severity.ERROR, clauses=("ISO 22301:2019 7.5.3",), since="start")
def inner_ids_unique(ctx: Context) -> Iterator[Finding]:
    """Every step, task, inject, action and objective has an id of its own inside its parent.

    Why: evidence of drills hangs on these ids; two steps with one id share each other's evidence.
    Fix: give one of the two another id.
    Ignore when: never.
    """
    for declared in _declared(ctx):
        seen: dict[str, Place] = {}
        for place, id in declared:  # noqa: A001
            if id in seen:
                yield Finding(
                    place,
                    "the id {id} is already taken in {owner}",
                    related=[(seen[id], "first declared here")],
                    id=id,
                    owner=place.id,
                )
            seen.setdefault(id, place)


def _declared(ctx: Context) -> Iterator[list[tuple[Place, str]]]:
    """For each parent, the ids that its parts declare, with their places."""
    for procedure in ctx.plan.of(Procedure):
        yield _ids(procedure.at("steps"), procedure.steps)
    for escalation in ctx.plan.of(Escalation):
        yield _ids(escalation.at("steps"), escalation.steps)
    for exercise in ctx.plan.of(Exercise):
        yield _ids(exercise.at("objectives"), exercise.objectives)
        yield _ids(exercise.at("injects"), exercise.injects)
        yield _ids(exercise.at("actions"), exercise.actions)
    for playbook in ctx.plan.of(Playbook):
        yield [
            declared
            for phase, tasks in playbook.tasks.by_phase()
            for declared in _ids(playbook.at("tasks", phase), tasks)
        ]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


def _ids(place: Place, parts: Sequence[_HasId]) -> list[tuple[Place, str]]:
    return [(place.at(number, "id"), part.id) for number, part in enumerate(parts)]


def _inner(ctx: Context) -> Iterator[tuple[Place, str, list[str]]]:
    """References inside one object: place, the id named, the ids there are."""
    yield from _in_procedures(ctx)
    yield from _in_playbooks(ctx)
    yield from _in_escalations(ctx)
    yield from _in_exercises(ctx)


def _in_procedures(ctx: Context) -> Iterator[tuple[Place, str, list[str]]]:
    for procedure in ctx.plan.of(Procedure):
        known = [step.id for step in procedure.steps]
        for number, step in enumerate(procedure.steps):
            for position, target in enumerate(step.after):
                yield procedure.at("steps", number, "after", position), target, known


def _in_playbooks(ctx: Context) -> Iterator[tuple[Place, str, list[str]]]:
    for playbook in ctx.plan.of(Playbook):
        phases = playbook.tasks.by_phase()
        known = [task.id for _, tasks in phases for task in tasks]
        for phase, tasks in phases:
            for number, task in enumerate(tasks):
                for position, target in enumerate(task.after):
                    place = playbook.at("tasks", phase, number, "after", position)
                    yield place, target, known


def _in_escalations(ctx: Context) -> Iterator[tuple[Place, str, list[str]]]:
    for escalation in ctx.plan.of(Escalation):
        known = [step.id for step in escalation.steps]
        for number, step in enumerate(escalation.steps):
            if step.otherwise not in ("next", "hand-over"):
                yield escalation.at("steps", number, "otherwise"), step.otherwise, known
            if step.then is not None:
                yield escalation.at("steps", number, "then"), step.then, known


def _in_exercises(ctx: Context) -> Iterator[tuple[Place, str, list[str]]]:
    for exercise in ctx.plan.of(Exercise):
        actions = [one.id for one in exercise.actions]
        objectives = [one.id for one in exercise.objectives]
        for number, inject in enumerate(exercise.injects):
            place = exercise.at("injects", number)
            for position, target in enumerate(inject.expect):
                yield place.at("expect", position), target, actions
            for position, target in enumerate(inject.objectives):
                yield place.at("objectives", position), target, objectives
            if inject.if_not_done is not None:
                yield place.at("if_not_done"), inject.if_not_done, actions
