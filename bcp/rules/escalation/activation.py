"""Rules on incident levels, and on how a response begins, runs and ends."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.people import Role, Team
from bcp.model.response import Level, Playbook, Procedure, Task
from bcp.rules.common import all_read
from bcp.rules.roles.structure import at_the_top
from bcp.rules.rule import Context, Finding, rule


@rule(
    "ESC001",
    Severity.ERROR,
    clauses=(
        "DORA 17(3)(b)",
        "ISO 22301:2019 8.4.4",
        "ANSSI-crisis 4.4",
    ),
    since="start",
)
def levels_have_criteria(ctx: Context) -> Iterator[Finding]:
    """Incident levels are declared, each with objective criteria.

    Why: whether it is an emergency must not depend on who is on shift.
    Fix: write under ``criteria:`` what one can see, hear or count.
    Ignore when: never.
    """
    if not ctx.plan.of(Level) and all_read(ctx, Level):
        yield Finding(
            ctx.plan.header.at(),
            "the plan declares no incident level",
            hint="Declare the first under `levels:`, with `criteria:` that one can see, hear or "
            "count.",
        )
    for level in ctx.plan.of(Level):
        if not level.criteria:
            yield Finding(
                level.at("criteria"),
                "{level} has no criterion by which it is recognised",
                level=level.id,
            )


@rule(
    "ESC002",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.4.4",
        "DORA-RTS 24(1)(a)(iv)",
        "DORA-RTS 26(1)(a)",
        "NIS2-IR 4.1.2(d)",
        "NIST SP 800-34r1 4.2.1",
        "APRA CPS 230 40(b)",
    ),
    since="start",
)
def activation_criteria(ctx: Context) -> Iterator[Finding]:
    """Every playbook says when it is started.

    Why: the first half hour is lost on the question whether this is it.
    Fix: write under ``activation:`` at least ``full:`` with ``when``, measurably, and ``by``.
    Ignore when: never.
    """
    for playbook in ctx.plan.of(Playbook):
        activation = playbook.activation
        if activation is None:
            yield Finding(
                playbook.at("activation"),
                "the playbook {playbook} does not say when it is started",
                hint="Write `activation:`, and below it `full: {{when: …, by: …}}` with something "
                "one can measure.",
                playbook=playbook.id,
            )
        elif activation.partial is None and activation.full is None:
            yield Finding(
                playbook.at("activation"),
                "the playbook {playbook} says when to stand by, and not when to start"
                if activation.standby is not None
                else "the playbook {playbook} does not say when it is started",
                hint="Write under `activation:` the line `full: {{when: …, by: …}}` with something "
                "one can measure.",
                playbook=playbook.id,
            )


@rule(
    "ESC003",
    Severity.ERROR,
    clauses=(
        "DORA-RTS 24(1)(a)(iv)",
        "NIS2-IR 4.1.2(d)",
        "ISO/TS 22332:2021 7.2.9",
        "NIST SP 800-34r1 4.4",
    ),
    since="start",
)
def stand_down_criteria(ctx: Context) -> Iterator[Finding]:
    """Every playbook says when and by whom it is ended.

    Why: an emergency that nobody ends wears people out, and the next one finds them tired.
    Fix: write ``stand_down:`` with ``when``, measurably, and ``by``.
    Ignore when: never.
    """
    for playbook in ctx.plan.of(Playbook):
        if playbook.stand_down is None:
            yield Finding(
                playbook.at("stand_down"),
                "the playbook {playbook} does not say when it is ended",
                hint="Write `stand_down: {{when: …, by: …}}` with something one can measure.",
                playbook=playbook.id,
            )


@rule(
    "ESC011",
    Severity.WARNING,
    clauses=(
        "DORA 17(3)(e)",
        "APRA CPS 230 41",
    ),
)
def top_is_told(ctx: Context) -> Iterator[Finding]:
    """At the highest incident level those at the top are told at once.

    Why: they answer for it to the world, and learn of it from the press.
    Fix: name under ``must_be_told:`` the sponsor, the strategic team, or a role of it.
    Ignore when: never.
    """
    levels = ctx.plan.of(Level)
    if not levels or not all_read(ctx, Level, Team, Role):
        return
    top = at_the_top(ctx)
    highest = max(level.rank for level in levels)
    for level in levels:
        if level.rank != highest or not top:
            continue
        if not top & {level.declared_by, *level.must_be_told}:
            yield Finding(
                level.at("must_be_told"),
                "at the highest level, {level}, neither the sponsor nor the strategic team is told",
                level=level.id,
            )


@rule(
    "ESC012",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-34r1 4.3.1",
        "NIST SP 800-34r1 4.3.3",
    ),
)
def overrun_triggers(ctx: Context) -> Iterator[Finding]:
    """Every procedure that recovers something says what happens when it takes too long.

    Why: whoever repairs believes for hours that it is nearly done.
    Fix: write ``overrun:`` with ``after``, ``tell`` and ``then``.
    Ignore when: never.
    """
    recovering = {
        task.procedure for playbook in ctx.plan.of(Playbook) for task in playbook.tasks.recover
    }
    for procedure in ctx.plan.of(Procedure):
        if procedure.overrun is None and (
            procedure.purpose == "recovery" or procedure.id in recovering
        ):
            yield Finding(
                procedure.at("overrun"),
                "{procedure} recovers something and does not say what happens when it takes too "
                "long",
                hint="Write `overrun: {{after: …, tell: …, then: …}}`.",
                procedure=procedure.id,
            )


@rule(
    "ESC013",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.4.3",
        "DORA 11(8)",
        "ANSSI-crisis 5.2",
    ),
)
def log_kept(ctx: Context) -> Iterator[Finding]:
    """The plan says where incident logs are kept, and every playbook who keeps the log.

    Why: what was decided, when and on what knowledge is asked for months later.
    Fix: write ``logs:`` in the plan with ``where`` and ``keep_for``; name a ``log_keeper:`` in the
    playbook.
    Ignore when: never.
    """
    header = ctx.plan.header
    if header.logs is None:
        yield Finding(
            header.at("logs"),
            "the plan does not say where incident logs are kept",
            hint="Write `logs: {{where: …, keep_for: …}}`.",
        )
    for playbook in ctx.plan.of(Playbook):
        if playbook.log_keeper is None:
            yield Finding(
                playbook.at("log_keeper"),
                "nobody keeps the log while the playbook {playbook} runs",
                hint="Name under `log_keeper:` the role that keeps it.",
                playbook=playbook.id,
            )


@rule(
    "ESC014",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-34r1 4.2.3",
        "DORA 11(2)(d)",
    ),
)
def outage_assessed(ctx: Context) -> Iterator[Finding]:
    """Every playbook finds out, in its first phase, how bad things are.

    Why: what is done next follows from what is lost; guessing costs the hour it seemed to save.
    Fix: mark with ``assess: true`` the task under ``respond:`` that finds out, or add one.
    Ignore when: what is lost is known for certain by the time the playbook starts.
    """
    for playbook in ctx.plan.of(Playbook):
        if not _assesses(playbook.tasks.respond):
            yield Finding(
                playbook.at("tasks", "respond"),
                "no task of {playbook} finds out at the start how bad things are",
                playbook=playbook.id,
            )


def _assesses(tasks: tuple[Task, ...]) -> bool:
    return any(task.assess for task in tasks)
