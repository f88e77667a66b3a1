"""Rules on ids and references: the joints of a plan."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from bcp.diagnostics import Place, Severity
from bcp.model.base import Reference
from bcp.model.learning import Exercise
from bcp.model.people import Role
from bcp.model.response import Escalation, Playbook, Procedure
from bcp.nearest import nearest, stray_letter
from bcp.plan import Plan
from bcp.rules.common import listed
from bcp.rules.roles.people import holders
from bcp.rules.rule import Context, Finding, kept_by_the_reader, rule


@rule("REF001", Severity.ERROR, clauses=("ISO 22301:2019 7.5.3",), since="start")
def references_exist(ctx: Context) -> Iterator[Finding]:
    """Every reference names an id that exists in the plan, of a kind that fits.

    Why: a step that calls a role nobody has written down calls nobody.
    Fix: take the id that is proposed, or declare the object.
    Ignore when: never.
    """
    if ctx.is_incomplete:
        # The ids may stand in what could not be read: one sentence, not a hundred.
        if ctx.plan.dangling:
            count = len(ctx.plan.dangling)
            yield Finding(
                ctx.plan.header.at(),
                "one reference could not be checked, because a part of the plan could not be read"
                if count == 1
                else "{count} references could not be checked, because a part of the plan could "
                "not be read",
                hint="Mend the file that could not be read first, then check again.",
                count=count,
            )
        return
    asked = _asked_for(ctx.plan)
    for target, references in asked.items():
        yield _not_given(ctx.plan, target, references)
    for one in ctx.plan.dangling:
        if one.source not in ctx.plan.shared or one.target not in asked:
            yield _dangling(ctx, one)


def _asked_for(plan: Plan) -> dict[str, list[Reference]]:
    """What shared folders refer to and nobody declares: what they ask of each plan.

    Told once, where the folder is used: it is the plan that lacks it. One reference to a word that
    is much like a shared id is a slip of the pen over there.
    """
    missing: dict[str, list[Reference]] = {}
    for one in plan.dangling if plan.shared else ():
        if one.source in plan.shared and plan.kind_of(one.target) is None:
            missing.setdefault(one.target, []).append(one)
    return {
        target: several
        for target, several in missing.items()
        if len(several) > 1 or nearest(target, plan.shared) is None
    }


def _not_given(plan: Plan, target: str, references: Sequence[Reference]) -> Finding:
    number, used = next(
        (number, used)
        for number, used in enumerate(plan.uses)
        if any(one.source in used.ids for one in references)
    )
    fitting = [set(one.kinds) for one in references if one.kinds]
    kinds = listed(
        [f"`{one}`" for one in sorted(set.intersection(*fitting))] if fitting else [], "or"
    )
    near = nearest(target, sorted(plan.objects.keys() - plan.shared))
    return Finding(
        Place(plan.header.id, ("uses", number)),
        "{folder} refers to {target}, and nothing in the plan has this id"
        if len(references) == 1
        else "{folder} refers to {target} in {count} places, and nothing in the plan has this id",
        hint="Declare it; or give {near} this id, if it is what is meant."
        if near
        else "Declare it under {kinds}."
        if kinds
        else "Declare it.",
        related=[(references[0].place, "here" if len(references) == 1 else "first here")],
        folder=used.folder,
        target=target,
        count=len(references),
        kinds=kinds,
        near=near or "",
    )


def _dangling(ctx: Context, reference: Reference) -> Finding:
    plan = ctx.plan
    kind = plan.kind_of(reference.target)
    fitting = sorted(
        id
        for id in {**plan.objects, **plan.unread}  # noqa: A001
        if not reference.kinds or plan.kind_of(id) in reference.kinds
    )
    kinds = listed([f"`{one}`" for one in reference.kinds], "or")
    several = _several(reference.target, fitting)
    if kind is not None:
        held = _held_by(ctx, reference) if kind == "people" else ()
        return Finding(
            reference.place,
            "{target} is declared in `{kind}`; here belongs an id from {kinds}",
            hint="A role belongs here, not a person; {target} holds {held}."
            if held
            else "Name one of them: {some}."
            if fitting
            else "Declare one, and name it here.",
            held=listed(held),
            target=reference.target,
            kind=kind,
            kinds=kinds,
            some=_some(fitting),
        )
    near = _called(plan, reference.target, fitting) or nearest(reference.target, fitting)
    stray = stray_letter(reference.target)
    return Finding(
        reference.place,
        "nothing in the plan has the id {target}",
        hint="Write {several}: each on its own, with commas between."
        if several and isinstance(reference.path[-1], int)
        else "Only one belongs here: {first}."
        if several
        else "Write {near} in Latin letters: letter {number} is a Cyrillic {letter}."
        if near and stray
        else "Did you mean {near}?"
        if near
        else "Write always for day and night; or declare it under {kinds}."
        if reference.kinds == ("hours",)
        else "Declare it under {kinds}, or name an id from there."
        if kinds
        else "Declare it, or name another id.",
        target=reference.target,
        near=near or "",
        kinds=kinds,
        several=", ".join(several),
        first=several[0] if several else "",
        number=stray.number if stray else 0,
        letter=stray.letter if stray else "",
    )


def _several(words: str, known: Sequence[str]) -> tuple[str, ...]:
    """The ids that are written as one, with a comma or an "and" between them; else none."""
    parts = re.split(r"\s*[,;/]\s*|\s+(?:and|та|і|й)\s+", words)
    return tuple(parts) if len(parts) > 1 and all(part in known for part in parts) else ()


def _called(plan: Plan, words: str, known: Sequence[str]) -> str | None:
    """The id of what is called so, in any language; None when nothing is, or several things are."""
    found = [id for id in plan.ids_called(words) if id in known]  # noqa: A001
    return found[0] if len(found) == 1 else None


def _held_by(ctx: Context, reference: Reference) -> tuple[str, ...]:
    """The roles that the person named here holds, where a role may be named."""
    if "roles" not in reference.kinds:
        return ()
    return tuple(
        role.id
        for role in ctx.plan.of(Role)
        if any(person == reference.target for _, person in holders(ctx, role))
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
            words = WAYS_ON if place.path[-1] == "otherwise" else ()
            near = nearest(target.replace(" ", "-"), (*known, *words))
            yield Finding(
                place,
                "nothing in {owner} has the id {target}",
                hint=_meant(near, known, words),
                target=target,
                owner=place.id,
                near=near or "",
                known=_some(known),
                words=", ".join(words),
            )


WAYS_ON = ("next", "hand-over", "end")
"""What may stand under ``otherwise:`` of a call instead of the id of a step."""


def _meant(near: str | None, known: Sequence[str], words: Sequence[str]) -> str:
    """The template of a fix for an id that is not declared."""
    if words:
        if near:
            return "Did you mean {near}? Allowed are {words}, or the id of a step."
        return "Allowed are {words}, or the id of a step."
    if near:
        return "Did you mean {near}?"
    return "Ids here are: {known}." if known else "Declare it, or delete this."


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


@rule("REF006", Severity.ERROR, clauses=("ISO 22301:2019 8.4.4",), since="start")
def nothing_waits_for_itself(ctx: Context) -> Iterator[Finding]:
    """No steps of a procedure, and no tasks of a playbook, wait for each other.

    Why: of two steps that each come after the other neither is ever begun, and both look as if
    somebody had them in hand.
    Fix: delete the entry under ``after:`` of the one that can be begun first.
    Ignore when: never.
    """
    for procedure in ctx.plan.of(Procedure):
        steps = [(procedure.at("steps", number), one) for number, one in enumerate(procedure.steps)]
        yield from _circles(steps)
    for playbook in ctx.plan.of(Playbook):
        yield from _circles(
            [
                (playbook.at("tasks", phase, number), one)
                for phase, tasks in playbook.tasks.by_phase()
                for number, one in enumerate(tasks)
            ]
        )


def _circles(parts: Sequence[tuple[Place, _Waits]]) -> Iterator[Finding]:
    """One finding for each shortest circle that holds a part of which nothing was told yet."""
    places: dict[str, Place] = {}
    after: dict[str, tuple[str, ...]] = {}
    for place, one in parts:
        if one.id not in after:  # a second one of this id is told by REF005
            places[one.id], after[one.id] = place, one.after
    told: set[str] = set()
    for start in after:
        circle = _way_back(start, after) if start not in told else []
        if not circle:
            continue
        told.update(circle)
        following = circle[1] if len(circle) > 1 else start
        yield Finding(
            places[start].at("after", after[start].index(following)),
            "{start} waits for itself" if len(circle) == 1 else "{circle} wait for each other",
            hint="Delete this entry."
            if len(circle) == 1
            else "Delete the entry under `after:` of the one that can be begun first.",
            related=[(places[one].at("after"), "waits too") for one in circle[1:]],
            start=start,
            circle=listed(circle),
        )


def _way_back(start: str, after: Mapping[str, Sequence[str]]) -> list[str]:
    """The shortest way from a part along ``after`` back to itself; empty when there is none."""
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        one = waiting.popleft()
        for earlier in after[one]:
            if earlier == start:
                way = [one]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if earlier in after and earlier not in came_from:
                came_from[earlier] = one
                waiting.append(earlier)
    return []


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


class _Waits(_HasId, Protocol):
    @property
    def after(self) -> tuple[str, ...]: ...


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
        yield from _in_activation(playbook, known)
        for phase, tasks in phases:
            for number, task in enumerate(tasks):
                for position, target in enumerate(task.after):
                    place = playbook.at("tasks", phase, number, "after", position)
                    yield place, target, known


def _in_activation(playbook: Playbook, known: list[str]) -> Iterator[tuple[Place, str, list[str]]]:
    """The tasks that a degree of starting a playbook names."""
    degrees = playbook.activation
    if degrees is None:
        return
    for name in degrees.declared:
        degree = degrees.get(name)
        for position, target in enumerate(degree.tasks if degree is not None else ()):
            yield playbook.at("activation", name, "tasks", position), target, known


def _in_escalations(ctx: Context) -> Iterator[tuple[Place, str, list[str]]]:
    for escalation in ctx.plan.of(Escalation):
        known = [step.id for step in escalation.steps]
        for number, step in enumerate(escalation.steps):
            if step.otherwise not in WAYS_ON:
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
