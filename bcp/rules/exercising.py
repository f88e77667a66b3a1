"""Rules on exercises: the programme, how each is made, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message, Severity
from bcp.model.learning import Event, Exercise, Improvement
from bcp.model.people import Person, Role, Team
from bcp.model.resources import Redundancy
from bcp.model.response import Escalation, Risk
from bcp.model.scalars import DAY, Duration
from bcp.rules.common import YEAR, all_read, high_risks, is_overdue, listed
from bcp.rules.rule import Context, Finding, rule

DISCUSSED = ("seminar", "workshop", "tabletop")
"""Types of exercise in which the plan is talked through (NIST SP 800-84, 2)."""

DONE = ("drill", "functional", "full-scale", "live")
"""Types in which something is really done."""

REPORTED_WITHIN = Duration(seconds=30 * DAY)
"""How soon an after-action report is filed (our default)."""


@rule(
    "EXR001",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.5",
        "DORA 24(1)",
        "APRA CPS 230 43",
        "ISO 22398:2013 4",
        "AICPA TSC A1.3",
    ),
    ages=True,
)
def an_exercise_is_planned(ctx: Context) -> Iterator[Finding]:
    """At least one exercise is planned for the coming 12 months.

    Why: an exercise without a day in the calendar does not take place.
    Fix: give an exercise a ``planned`` day that lies ahead.
    Ignore when: never.
    """
    if not all_read(ctx, Exercise):
        return
    last = YEAR.after(ctx.as_of)
    planned = (one.planned for one in ctx.plan.of(Exercise) if one.planned is not None)
    if not any(ctx.as_of <= day <= last for day in planned):
        yield Finding(
            ctx.plan.header.at(),
            "no exercise is planned between {start} and {end}",
            start=ctx.as_of.isoformat(),
            end=last.isoformat(),
        )


@rule(
    "EXR002",
    Severity.ERROR,
    clauses=(
        "DORA 11(6)(a)",
        "APRA CPS 230 43",
        "PCI DSS 4.0.1 12.10.2",
        "NIST SP 800-53r5 CP-4",
        "NIS2-IR 4.1.4",
    ),
    ages=True,
)
def the_plan_was_exercised(ctx: Context) -> Iterator[Finding]:
    """The plan was exercised, or used in a real incident, within the last 12 months.

    Why: numbers, people and systems change faster than anybody reads the plan.
    Fix: hold an exercise, a short tabletop is enough to begin with, and file the event.
    Ignore when: never.
    """
    if not all_read(ctx, Event):
        return
    held = [one for one in _held(ctx) if one.type in ("exercise", "incident")]
    if not held:
        yield Finding(ctx.plan.header.at(), "no event shows that the plan was ever exercised")
        return
    last = max(held, key=lambda one: one.on)
    if is_overdue(last.on, YEAR, ctx.as_of):
        yield Finding(
            last.at("on"),
            "the plan was last exercised on {day}: more than {most} ago",
            day=last.on.isoformat(),
            most=YEAR.in_words(),
        )


def _held(ctx: Context) -> list[Event]:
    """What had taken place by the day on which the plan is judged."""
    return [one for one in ctx.plan.of(Event) if one.on <= ctx.as_of]


@rule(
    "EXR004",
    Severity.WARNING,
    clauses=(
        "ISO 22301:2019 8.5",
        "NIST SP 800-84 2",
        "FFIEC BCM VII",
        "NIST SP 800-34r1 3.5.4",
    ),
)
def exercises_rise_in_depth(ctx: Context) -> Iterator[Finding]:
    """The programme has exercises that talk the plan through and others that really do it.

    Why: at the table every switch works; on the floor nobody has the key.
    Fix: plan a tabletop, seminar or workshop, and a drill, functional, full-scale or live exercise.
    Ignore when: the programme begins this year, and the missing sort is planned for the next.
    """
    exercises = ctx.plan.of(Exercise)
    if not exercises or not all_read(ctx, Exercise):
        return
    types = {one.type for one in exercises}
    if not types.intersection(DISCUSSED):
        yield Finding(
            ctx.plan.header.at(),
            "no exercise of the programme talks the plan through",
            hint="Plan a tabletop, seminar or workshop.",
        )
    if not types.intersection(DONE):
        yield Finding(
            ctx.plan.header.at(),
            "in no exercise of the programme is anything really done",
            hint="Plan a drill, functional, full-scale or live exercise.",
        )


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
        scenario = one.scenario
        parts = {
            "objectives": one.objectives,
            "scope": one.scope,
            "scenario": scenario.risks or scenario.losses or scenario.text,
            "participants": one.participants,
            "criteria": one.criteria,
        }
        for field, there in parts.items():
            if not there:
                words, fix = _DESIGN[field]
                yield Finding(
                    one.at(field),
                    "{exercise} has no {what}",
                    hint=fix,
                    exercise=one.id,
                    what=Message.of(words),
                )


_DESIGN = {
    "objectives": (
        "objective",
        "Write under `objectives:` what it is to show, each as `- {{id: …, text: …}}`.",
    ),
    "scope": ("scope", "Write under `scope:` what is in and what is out."),
    "scenario": ("scenario", "Name under `scenario:` the `risks` or `losses` that it plays."),
    "participants": ("participants", "Name under `participants:` the roles that play."),
    "criteria": (
        "criterion of success",
        "Write under `criteria:` when it counts as passed, each in a line that begins with a dash.",
    ),
}
"""Fields of an exercise: what is missing without them, and how to write it."""


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
            for field, (words, fix) in _LEADS.items():
                if not inject.get(field) and (field == "to" or inject.kind == "inject"):
                    yield Finding(
                        exercise.at("injects", number, field),
                        "the inject {inject} of {exercise} {lacks}",
                        hint=fix,
                        inject=inject.id,
                        exercise=exercise.id,
                        lacks=Message.of(words),
                    )


_LEADS = {
    "to": ("reaches nobody", "Name under `to:` the roles that get it."),
    "expect": (
        "expects no action",
        "Name under `expect:` the actions it calls for, or write `kind: information` if it only "
        "sets the scene.",
    ),
    "objectives": (
        "serves no objective",
        "Name under `objectives:` those it serves, or write `kind: information` if it only sets "
        "the scene.",
    ),
}
"""Fields of an inject: what it does without them, and how to write them."""


@rule("EXR007", Severity.WARNING, clauses=("NIST SP 800-84 4.2.5", "DORA 24(4)"))
def somebody_watches(ctx: Context) -> Iterator[Finding]:
    """Each exercise has a facilitator and an evaluator, who is not among the players.

    Why: who plays sees what they did, and not what they left out.
    Fix: name under ``facilitator`` who leads, and under ``evaluator`` somebody who only watches.
    Ignore when: the exercise is a seminar that is not evaluated.
    """
    for one in ctx.plan.of(Exercise):
        for field in ("facilitator", "evaluator"):
            if one.get(field) is None:
                yield Finding(
                    one.at(field),
                    "{exercise} has no {field}",
                    hint="Name under `facilitator:` who leads it."
                    if field == "facilitator"
                    else "Name under `evaluator:` somebody who watches and does not play.",
                    exercise=one.id,
                    field=field,
                )
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


def _person(ctx: Context, id: str) -> str | None:  # noqa: A002
    """The person behind an id: themselves, or the primary of the role; None when nobody is."""
    if ctx.plan.find(id, Person) is not None:
        return id
    role = ctx.plan.find(id, Role)
    return role.primary if role is not None else None


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
    for one in _held(ctx):
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
                "of the objectives of {exercise}, {event} does not rate {missing}",
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
                    "{exercise} has no objective {objective} to rate",
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
        for field, (words, fix) in _AGREED.items():
            if one.get(field) is None:
                yield Finding(
                    one.at(field),
                    "the improvement {id} has no {what}",
                    hint=fix,
                    id=one.id,
                    what=Message.of(words),
                )
    if not all_read(ctx, Improvement):
        return
    led_to = {one.from_ for one in improvements}
    for event in ctx.plan.of(Event):
        badly = [one.objective for one in event.ratings if one.rating in ("M", "U")]
        if badly and event.id not in led_to:
            yield Finding(
                event.at("ratings"),
                "{event} rates {objectives} M or U, and no improvement comes from it",
                hint="Declare an improvement with `from: {event}`, `owner` and `due`.",
                event=event.id,
                objectives=", ".join(badly),
            )


_AGREED = {
    "owner": ("owner", "Write `owner:`, who does it, below it."),
    "due": ("due day", "Write `due:`, a day, below it."),
}
"""Fields of an improvement: what is missing without them, and how to write them."""


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
    "EXR012",
    Severity.WARNING,
    clauses=("NHS-EPRR core standards", "NIST SP 800-34r1 3.5.1", "NIST SP 800-84 2"),
    ages=True,
)
def the_call_out_was_tried(ctx: Context) -> Iterator[Finding]:
    """Each escalation was tried, in a call-tree exercise, a test or for real, within 12 months.

    Why: one number in ten is wrong after a year, and it is always the first one.
    Fix: ring it through at an hour when nobody expects it, and file the event with the escalation
    under ``covered``.
    Ignore when: the escalation only passes on to another one that was tried.
    """
    if not all_read(ctx, Event):
        return
    for one in ctx.plan.of(Escalation):
        days = [event.on for event in _held(ctx) if one.id in event.covered]
        if not days:
            yield Finding(
                one.at(), "no event shows that {escalation} was ever tried", escalation=one.id
            )
        elif is_overdue(max(days), YEAR, ctx.as_of):
            yield Finding(
                one.at(),
                "{escalation} was last tried on {day}: more than {most} ago",
                escalation=one.id,
                day=max(days).isoformat(),
                most=YEAR.in_words(),
            )


@rule(
    "EXR013",
    Severity.WARNING,
    clauses=("DORA-RTS 25(2)(a)", "APRA CPS 230 43", "AICPA TSC A1.3"),
)
def scenarios_come_from_risks(ctx: Context) -> Iterator[Finding]:
    """Each scenario comes from a risk or loss of the plan, and at least one plays a high risk.

    Why: it is tempting to exercise what one can already do.
    Fix: name under ``scenario`` the risks that strike; let one of them be severe and plausible.
    Ignore when: never.
    """
    exercises = ctx.plan.of(Exercise)
    for one in exercises:
        if not one.scenario.risks and not one.scenario.losses:
            yield Finding(
                one.at("scenario"),
                "the scenario of {exercise} names no risk and no loss",
                hint="Name under `scenario:` the `risks` that strike, or the `losses`.",
                exercise=one.id,
            )
    high = {one.id for one in high_risks(ctx)}
    if high and exercises and all_read(ctx, Exercise, Risk):
        played = {risk for one in exercises for risk in one.scenario.risks}
        if not high & played:
            yield Finding(
                ctx.plan.header.at(),
                "no exercise plays a high risk: {risks}",
                hint="Name one of them under `scenario: risks:` of an exercise.",
                risks=", ".join(sorted(high)),
            )


@rule(
    "EXR014",
    Severity.WARNING,
    clauses=("DORA 11(6)", "DORA-RTS 25(2)(c)", "NIST SP 800-53r5 CP-4(2)"),
    ages=True,
)
def switches_were_done_for_real(ctx: Context) -> Iterator[Finding]:
    """Each switch to a stand-in was done for real within the last 12 months.

    Why: a stand-in that has not carried load for a year has changed less than what it stands in
    for.
    Fix: switch over in a quiet hour, and back, and write the day under ``tested``.
    Ignore when: the stand-in carried the load in a real incident; then write that day.
    """
    for one in ctx.plan.of(Redundancy):
        if one.switch is None or one.mode == "active":
            continue
        days = [event.on for event in _held(ctx) if one.id in event.covered]
        days += [one.switch.tested] if one.switch.tested is not None else []
        place = one.at("switch", "tested")
        if not days:
            if all_read(ctx, Event):
                yield Finding(place, "the switch of {redundancy} was never done", redundancy=one.id)
        elif is_overdue(max(days), YEAR, ctx.as_of):
            yield Finding(
                place,
                "the switch of {redundancy} was last done on {day}: more than {most} ago",
                redundancy=one.id,
                day=max(days).isoformat(),
                most=YEAR.in_words(),
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
    """The result of each exercise is told to the sponsor or to a strategic team.

    Why: money and days for repairs come from those who heard that something broke.
    Fix: name the sponsor, or the team, under ``told`` of the event.
    Ignore when: the exercise was a first try among the team, and the next one is reported.
    """
    top = _at_the_top(ctx)
    if not top or not all_read(ctx, Team):
        return
    for one in ctx.plan.of(Event):
        if one.type == "exercise" and not top.intersection(one.told):
            yield Finding(
                one.at("told"), "nobody at the top has been told of {event}", event=one.id
            )


def _at_the_top(ctx: Context) -> set[str]:
    """Ids of those who answer for the plan: the sponsor, and strategic teams with their roles."""
    sponsor = ctx.plan.header.sponsor
    found = {sponsor} if sponsor is not None else set()
    for team in ctx.plan.of(Team):
        if team.level == "strategic":
            found.update((team.id, team.lead, *team.members))
    return found
