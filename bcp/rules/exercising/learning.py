"""Rules on what comes of exercises and incidents: reports, ratings, improvements."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message, Severity
from bcp.model.learning import Event, Exercise, Improvement
from bcp.model.people import Role, Team
from bcp.model.scalars import DAY, Duration
from bcp.rules.common import Wanted, all_read, is_overdue, listed, missing
from bcp.rules.exercising.programme import held
from bcp.rules.roles.structure import at_the_top
from bcp.rules.rule import Context, Finding, rule

REPORTED_WITHIN = Duration(seconds=30 * DAY)
"""How soon an after-action report is filed (our default)."""


@rule(
    "EXR008",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.5",
        "NIST SP 800-34r1 3.5",
        "42 CFR 482.15(d)(2)(iii)",
        "HSEEP",
    ),
    ages=True,
)
def reports_are_filed(ctx: Context) -> Iterator[Finding]:
    """The after-action report of each exercise and incident is filed within 30 days.

    Why: after a month people remember what they have told each other, not what happened.
    Fix: file the report, and write ``report`` and ``reported_on``.
    Ignore when: never.
    """
    for one in held(ctx):
        if one.type not in ("exercise", "incident"):
            continue
        if one.reported_on is not None and one.reported_on <= ctx.as_of:
            continue
        if is_overdue(one.on, REPORTED_WITHIN, ctx.as_of):
            yield Finding(
                one.at("reported_on"),
                "{event} was on {day}, and its report has not been filed within {within} of it",
                hint="File the report, and write the day under `reported_on:`."
                if one.report is not None
                else "File the report; write under `report:` where it is kept, and the day under "
                "`reported_on:`.",
                event=one.id,
                day=one.on.isoformat(),
                within=REPORTED_WITHIN.in_words(),
            )


@rule("EXR009", Severity.WARNING, clauses=("HSEEP",))
def objectives_are_rated(ctx: Context) -> Iterator[Finding]:
    """After an exercise each of its objectives is rated P, S, M or U.

    Why: what was not judged looks, a year later, as if it had gone well.
    Fix: add the objective under ``ratings`` of the event, with a reason unless it is P.
    Ignore when: the objective was dropped during play; then say so in the report.
    """
    for event in ctx.plan.of(Event):
        exercise = ctx.plan.find(event.of, Exercise)
        if exercise is None or event.type != "exercise":
            continue
        objectives = [one.id for one in exercise.objectives]
        rated = [one.objective for one in event.ratings]
        missing = [one for one in objectives if one not in rated]
        if missing:
            yield Finding(
                event.at("ratings"),
                "{event} gives no rating to {objectives} {missing} of {exercise}",
                objectives=Message.of("the objective" if len(missing) == 1 else "the objectives"),
                hint="Add under `ratings:` the line `- {{objective: {first}, rating: …, why: …}}`; "
                "a P needs no `why`."
                if len(missing) == 1
                else "Add under `ratings:` a line for each, with `objective`, `rating`, and `why` "
                "unless it is P.",
                event=event.id,
                exercise=exercise.id,
                missing=listed(missing),
                first=missing[0],
            )
        for number, name in enumerate(rated):
            if name not in objectives:
                yield Finding(
                    event.at("ratings", number, "objective"),
                    "the exercise {exercise} has no objective with the id {objective}",
                    hint="Name one of its objectives, as the exercise spells it.",
                    exercise=exercise.id,
                    objective=name,
                )


@rule(
    "EXR010",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 10.1",
        "NIST SP 800-53r5 CP-4 c",
        "DORA 24(5)",
        "HSEEP IP",
    ),
)
def findings_lead_to_action(ctx: Context) -> Iterator[Finding]:
    """Whatever did not go well leads to an improvement action, with an owner and a due day.

    Why: the same three lessons stand in every report; only owners and dates end that.
    Fix: declare an improvement ``from`` the event, with ``owner`` and ``due``.
    Ignore when: the reason lay in the exercise, not in the plan; then say so under ``why``.
    """
    improvements = ctx.plan.of(Improvement)
    for one in improvements:
        yield from missing(one, one.at(), _AGREED, id=one.id)
    if not all_read(ctx, Improvement):
        return
    led_to = {one.from_ for one in improvements}
    for event in ctx.plan.of(Event):
        badly = [one.objective for one in event.ratings if one.rating in ("M", "U")]
        if badly and event.id not in led_to:
            yield Finding(
                event.at("ratings"),
                "in {event} {objectives} went badly (rated M or U), and no improvement comes of it",
                hint="Declare an improvement with `from: {event}`, `owner` and `due`.",
                event=event.id,
                objectives=", ".join(badly),
            )


_AGREED = (
    Wanted("owner", "the improvement {id} has no owner", "Write `owner:`, who does it, below it."),
    Wanted("due", "the improvement {id} has no due day", "Write `due:`, a day, below it."),
)


@rule(
    "EXR011",
    Severity.ERROR,
    clauses=("ISO 22301:2019 10.1", "DORA 24(5)", "APRA CPS 230 22(b)"),
    ages=True,
)
def actions_are_not_overdue(ctx: Context) -> Iterator[Finding]:
    """No open improvement is past its due day, or past the day to which it was extended.

    Why: the gap is known, so the next time nobody can say that it was not.
    Fix: do it and write ``status: done`` with the evidence, or agree a later day and write it under
    ``extended_to``.
    Ignore when: never.
    """
    for one in ctx.plan.of(Improvement):
        if one.status not in ("draft", "agreed"):
            continue
        field = "due" if one.extended_to is None else "extended_to"
        until = one.extended_to or one.due
        if until is not None and until < ctx.as_of:
            yield Finding(
                one.at(field),
                "the improvement {id} was due on {day} and is not done",
                id=one.id,
                day=until.isoformat(),
            )


@rule(
    "EXR018",
    Severity.WARNING,
    clauses=("ISO 22301:2019 8.6", "NIS2-IR 4.1.4"),
    since="audited",
)
def the_version_in_use_is_kept(ctx: Context) -> Iterator[Finding]:
    """Each exercise and incident says which version of the plan was used.

    Why: a good result of a version that no longer exists proves nothing of this one.
    Fix: write the version or revision under ``revision`` of the event.
    Ignore when: the plan was not used; then it was no exercise of it.
    """
    for one in ctx.plan.of(Event):
        if one.type in ("exercise", "incident") and one.revision is None:
            yield Finding(
                one.at("revision"),
                "{event} does not say which version of the plan was used",
                event=one.id,
            )


@rule(
    "EXR019",
    Severity.WARNING,
    clauses=("DORA-RTS 25(5)", "ISO 22301:2019 9.3.2", "APRA CPS 230 22(b)"),
    since="audited",
)
def management_hears_the_result(ctx: Context) -> Iterator[Finding]:
    """The result of each exercise is told to the sponsor, a strategic team, or somebody of it.

    Why: money and days for repairs come from those who heard that something broke.
    Fix: name the sponsor, or the team, under ``told`` of the event.
    Ignore when: the exercise was a first try among the team, and the next one is reported.
    """
    top = at_the_top(ctx)
    if not top or not all_read(ctx, Team, Role):
        return
    for one in ctx.plan.of(Event):
        if one.type == "exercise" and not top.intersection(one.told):
            yield Finding(
                one.at("told"), "nobody at the top has been told of {event}", event=one.id
            )
