"""Rules on how one exercise is made: aims, injects, and who watches."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.learning import Exercise
from bcp.model.people import Person, Role
from bcp.rules.common import Wanted, missing
from bcp.rules.rule import Context, Finding, rule


@rule(
    "EXR005",
    Severity.ERROR,
    clauses=("ISO 22301:2019 8.5", "NIST SP 800-34r1 3.5.1", "NIST SP 800-84 4.2", "HSEEP"),
)
def exercises_are_designed(ctx: Context) -> Iterator[Finding]:
    """Each exercise has objectives, scope, a scenario, participants and criteria of success.

    Why: an exercise without an aim is a nice afternoon, and whatever happens was a success.
    Fix: fill in what is missing, before the invitation goes out.
    Ignore when: never.
    """
    for one in ctx.plan.of(Exercise):
        yield from missing(one, one.at(), _DESIGN, exercise=one.id)
        scenario = one.scenario
        if not (scenario.risks or scenario.losses or scenario.text):
            yield Finding(
                one.at("scenario"),
                "{exercise} has no scenario",
                hint="Name under `scenario:` the `risks` or `losses` that it plays.",
                exercise=one.id,
            )


_DESIGN = (
    Wanted(
        "objectives",
        "{exercise} has no objective",
        "Write under `objectives:` what it is to show, each as `- {{id: …, text: …}}`.",
    ),
    Wanted("scope", "{exercise} has no scope", "Write under `scope:` what is in and what is out."),
    Wanted(
        "participants",
        "{exercise} has no participants",
        "Name under `participants:` the roles that play.",
    ),
    Wanted(
        "criteria",
        "{exercise} has no criterion of success",
        "Write under `criteria:` when it counts as passed, each in a line that begins with a dash.",
    ),
)


@rule(
    "EXR006",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-84 App B.2",
        "NIST SP 800-84 App B.3",
        "NIST SP 800-84 App B.4",
        "HSEEP MSEL",
    ),
)
def injects_lead_somewhere(ctx: Context) -> Iterator[Finding]:
    """Each inject reaches somebody, expects an action, and serves an objective.

    Why: an inject that nobody must answer teaches nothing and costs the evaluator a line.
    Fix: write ``to``, ``expect`` and ``objectives``; what only sets the scene is of
    ``kind: information``.
    Ignore when: never.
    """
    for exercise in ctx.plan.of(Exercise):
        for number, inject in enumerate(exercise.injects):
            yield from missing(
                inject,
                exercise.at("injects", number),
                (_REACHES, *_LEADS) if inject.kind == "inject" else (_REACHES,),
                inject=inject.id,
                exercise=exercise.id,
            )


_REACHES = Wanted(
    "to",
    "the inject {inject} of {exercise} reaches nobody",
    "Name under `to:` the roles that get it.",
)

_LEADS = (
    Wanted(
        "expect",
        "the inject {inject} of {exercise} expects no action",
        "Name under `expect:` the actions it calls for, or write `kind: information` if it only "
        "sets the scene.",
    ),
    Wanted(
        "objectives",
        "the inject {inject} of {exercise} serves no objective",
        "Name under `objectives:` those it serves, or write `kind: information` if it only sets "
        "the scene.",
    ),
)
"""What an inject must do that does not merely inform."""


@rule("EXR007", Severity.WARNING, clauses=("NIST SP 800-84 4.2.5", "DORA 24(4)"))
def somebody_watches(ctx: Context) -> Iterator[Finding]:
    """Each exercise has a facilitator and an evaluator, who is not among the players.

    Why: who plays sees what they did, and not what they left out.
    Fix: name under ``facilitator`` who leads, and under ``evaluator`` somebody who only watches.
    Ignore when: the exercise is a seminar that is not evaluated.
    """
    for one in ctx.plan.of(Exercise):
        yield from missing(one, one.at(), _WATCHING, exercise=one.id)
        if one.evaluator is None:
            continue
        place = one.at("evaluator")
        if one.evaluator in one.participants:
            yield Finding(
                place,
                "{evaluator} evaluates {exercise} and plays in it too",
                hint="Name here somebody who only watches.",
                evaluator=one.evaluator,
                exercise=one.id,
            )
        elif (person := _person(ctx, one.evaluator)) is not None:
            for role in one.participants:
                if _person(ctx, role) == person:
                    yield Finding(
                        place,
                        "{person} evaluates {exercise} and plays in it too, as {role}",
                        hint="Name here somebody who only watches.",
                        person=person,
                        exercise=one.id,
                        role=role,
                    )


_WATCHING = (
    Wanted(
        "facilitator",
        "{exercise} has no facilitator",
        "Name under `facilitator:` who leads it.",
    ),
    Wanted(
        "evaluator",
        "{exercise} has no evaluator",
        "Name under `evaluator:` somebody who watches and does not play.",
    ),
)


def _person(ctx: Context, id: str) -> str | None:  # noqa: A002
    """The person behind an id: themselves, or the primary of the role; None when nobody is."""
    if ctx.plan.find(id, Person) is not None:
        return id
    role = ctx.plan.find(id, Role)
    return role.primary if role is not None else None
