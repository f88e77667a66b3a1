"""Rules on care for people during and after an incident."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.learning import WellBeing
from bcp.model.people import Role
from bcp.model.response import Playbook
from bcp.rules.common import Wanted, all_read, missing
from bcp.rules.rule import Context, Finding, rule


@rule(
    "WEL001",
    Severity.ERROR,
    clauses=("ISO 22301:2019 8.4.4", "ISO/TS 22330:2018 7.2.3"),
)
def people_are_accounted_for(ctx: Context) -> Iterator[Finding]:
    """Every playbook has a task that accounts for people and sees to their welfare.

    Why: the one who is missing is noticed by nobody, because everybody is busy with the lines.
    Fix: add a task near the start, such as "count everybody on shift, ask who needs help", with
    ``welfare: true``.
    Ignore when: nobody can come to harm; then say so in a task all the same, it takes a minute.
    """
    for one in ctx.plan.of(Playbook):
        tasks = [task for _, several in one.tasks.by_phase() for task in several]
        if not any(task.welfare for task in tasks):
            yield Finding(
                one.at("tasks"),
                "no task of {playbook} accounts for people and their welfare",
                playbook=one.id,
            )


@rule("WEL002", Severity.WARNING, clauses=("ISO/TS 22330:2018 7.5.2",))
def help_and_a_talk_are_named(ctx: Context) -> Iterator[Finding]:
    """The plan names psychological support, with a way to reach it, and who holds the debrief.

    Why: those who heard it all on the telephone break down a week later, alone.
    Fix: declare under ``wellbeing`` one thing of ``type: support`` with ``contact`` or
    ``offered_by``, and one of ``type: debrief`` with ``owner`` or ``offered_by``.
    Ignore when: never.
    """
    support = [one for one in ctx.plan.of(WellBeing) if one.type == "support"]
    debrief = [one for one in ctx.plan.of(WellBeing) if one.type == "debrief"]
    if all_read(ctx, WellBeing):
        if not support:
            yield Finding(
                ctx.plan.header.at(),
                "no psychological support is named",
                hint="Declare under `wellbeing:` one thing of `type: support`, with `contact` or "
                "`offered_by`.",
            )
        if not debrief:
            yield Finding(
                ctx.plan.header.at(),
                "no debrief after an incident is named",
                hint="Declare under `wellbeing:` one thing of `type: debrief`, with `owner` or "
                "`offered_by`.",
            )
    for one in support:
        if one.contact is None and one.offered_by is None:
            yield Finding(
                one.at("contact"),
                "{support} does not say how it is reached",
                hint="Write the number under `contact:`, or name under `offered_by:` who offers "
                "it.",
                support=one.id,
            )
    for one in debrief:
        if one.owner is None and one.offered_by is None:
            yield Finding(
                one.at("owner"),
                "{debrief} does not say who holds it",
                hint="Name under `owner:` the role that does, or under `offered_by:` who offers "
                "it.",
                debrief=one.id,
            )


@rule(
    "WEL003",
    Severity.WARNING,
    clauses=("ISO/TS 22330:2018 7.5.2", "ANSSI-crisis 2.2"),
)
def duty_ends(ctx: Context) -> Iterator[Finding]:
    """Every role that is filled round the clock or on which the plan hangs has a longest duty and
    a rest.

    Why: after twelve hours people decide like drunkards, and are the last to notice.
    Fix: write ``max_duty``, for example 8h, and ``rest``, for example 11h.
    Ignore when: the role does its work within an hour and goes home.
    """
    for one in ctx.plan.of(Role):
        if not (one.critical or one.rota is not None or one.cover is not None):
            continue
        yield from missing(one, one.at(), _DUTY, role=one.id)


_DUTY = (
    Wanted(
        "max_duty",
        "{role} does not say how long one person serves at most",
        "Write `max_duty:`, for example 8h.",
    ),
    Wanted(
        "rest",
        "{role} does not say how long one person rests before the next duty",
        "Write `rest:`, for example 11h.",
    ),
)


@rule(
    "WEL004",
    Severity.INFO,
    clauses=("ISO/TS 22330:2018 7.5",),
    pack="contact-centre",
)
def hard_calls_are_prepared_for(ctx: Context) -> Iterator[Finding]:
    """The plan says what happens after a distressing or abusive call.

    Why: an agent who takes the next call at once carries the last one into it.
    Fix: declare under ``wellbeing`` one thing of ``type: distressing-calls``: a break, somebody to
    talk to, who may end a call.
    Ignore when: no queue takes calls from people in distress or anger.
    """
    if not all_read(ctx, WellBeing):
        return
    if not any(one.type == "distressing-calls" for one in ctx.plan.of(WellBeing)):
        yield Finding(
            ctx.plan.header.at(),
            "the plan does not say what follows for agents after a distressing or abusive call",
        )


@rule(
    "WEL005",
    Severity.INFO,
    clauses=("ISO/TS 22330:2018 7.3", "FCD-1 human resources"),
    since="audited",
)
def people_know_where_they_stand(ctx: Context) -> Iterator[Finding]:
    """The plan says how remote work, pay, leave and travel are settled in a disruption.

    Why: people who do not know whether they are paid, or may fetch their child, leave.
    Fix: declare under ``wellbeing`` one thing of ``type: policy`` that says it or where it stands.
    Ignore when: a law or a collective agreement settles it; then name that.
    """
    if not all_read(ctx, WellBeing):
        return
    if not any(one.type == "policy" for one in ctx.plan.of(WellBeing)):
        yield Finding(
            ctx.plan.header.at(),
            "the plan does not settle remote work, pay, leave and travel in a disruption",
        )
