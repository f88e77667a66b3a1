"""Rules on the programme: what is exercised, and how lately it was."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.learning import Event, Exercise
from bcp.model.resources import Redundancy
from bcp.model.response import Escalation, Risk
from bcp.rules.common import YEAR, all_read, high_risks, is_overdue
from bcp.rules.rule import Context, Finding, rule

DISCUSSED = ("seminar", "workshop", "tabletop")
"""Types of exercise in which the plan is talked through (NIST SP 800-84, 2)."""

DONE = ("drill", "functional", "full-scale", "live")
"""Types in which something is really done."""


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
    used = [one for one in held(ctx) if one.type in ("exercise", "incident")]
    if not used:
        yield Finding(ctx.plan.header.at(), "no event shows that the plan was ever exercised")
        return
    last = max(used, key=lambda one: one.on)
    if is_overdue(last.on, YEAR, ctx.as_of):
        yield Finding(
            last.at("on"),
            "the plan was last exercised on {day}: more than {most} ago",
            day=last.on.isoformat(),
            most=YEAR.in_words(),
        )


def held(ctx: Context) -> list[Event]:
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
            "no exercise of the programme puts the plan into practice",
            hint="Plan a drill, functional, full-scale or live exercise.",
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
        days = [event.on for event in held(ctx) if one.id in event.covered]
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
        days = [event.on for event in held(ctx) if one.id in event.covered]
        days += [one.switch.tested] if one.switch.tested is not None else []
        place = one.at("switch", "tested")
        if not days:
            if all_read(ctx, Event):
                yield Finding(
                    place, "nothing shows that {redundancy} was ever switched", redundancy=one.id
                )
        elif is_overdue(max(days), YEAR, ctx.as_of):
            yield Finding(
                place,
                "{redundancy} was last switched for real on {day}, more than {most} ago",
                redundancy=one.id,
                day=max(days).isoformat(),
                most=YEAR.in_words(),
            )
