"""Rules on the business impact analysis: what each process can bear, and what it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message, Severity
from bcp.model.resources import Process, Redundancy, System
from bcp.rules.common import all_read, critical_processes
from bcp.rules.rule import Context, Finding, rule

IMPACTS = ("harm", "financial", "legal", "reputation", "customer")
"""Types of impact that a process can have."""


def prioritised(ctx: Context) -> Iterator[Process]:
    """The processes that are recovered in an order: all but the routine ones."""
    return (one for one in ctx.plan.of(Process) if one.tier != "routine")


@rule(
    "BIA002",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.2.2",
        "APRA CPS 230 38(a)",
        "NIST SP 800-34r1 3.2.1",
        "FCA SYSC 15A",
    ),
)
def mtpd_stated(ctx: Context) -> Iterator[Finding]:
    """Every critical process states its maximum tolerable period of disruption.

    Why: without it nobody can say whether a recovery time is good enough.
    Fix: write under ``mtpd:`` after how long the harm can no longer be borne.
    Ignore when: never.
    """
    for process in critical_processes(ctx):
        if process.mtpd is None:
            yield Finding(
                process.at("mtpd"),
                "the critical process {process} does not say how long it may be down (`mtpd`)",
                process=process.id,
            )


@rule(
    "BIA003",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.2.2",
        "NIST SP 800-53r5 CP-2 a.2",
        "DORA 12(6)",
        "DORA-RTS 24(1)(b)(ii)",
    ),
)
def rto_stated(ctx: Context) -> Iterator[Finding]:
    """Every critical process, and every system it stands on, states a recovery time objective.

    Why: whoever repairs at three in the morning must know what comes first, and by when.
    Fix: write ``rto:`` for a process; for a system, ``required:`` under ``restore_time:``.
    Ignore when: never.
    """
    systems: dict[str, str] = {}
    for process in critical_processes(ctx):
        if process.rto is None:
            yield Finding(
                process.at("rto"),
                "the critical process {process} states no recovery time objective (`rto`)",
                hint="Write `rto:`, after how long the minimum must be back, for example 4h.",
                process=process.id,
            )
        for id in _next_below(ctx, process):  # noqa: A001
            systems.setdefault(id, process.id)
    for system in ctx.plan.of(System):
        times = system.restore_time
        if times is not None and times.required is not None:
            continue
        if system.id in systems:
            yield Finding(
                system.at("restore_time", "required"),
                "the system {system}, on which the critical process {process} stands, states no "
                "required restore time",
                hint="Write `required:` under `restore_time:`, for example 4h.",
                system=system.id,
                process=systems[system.id],
            )
        elif system.critical:
            yield Finding(
                system.at("restore_time", "required"),
                "the critical system {system} states no required restore time",
                hint="Write `required:` under `restore_time:`, for example 4h.",
                system=system.id,
            )


def _next_below(ctx: Context, process: Process) -> Iterator[str]:
    """What a process needs itself, each redundancy replaced by its members."""
    waiting, seen = list(process.needs), set(process.needs)
    while waiting:
        id = waiting.pop(0)  # noqa: A001
        redundancy = ctx.plan.find(id, Redundancy)
        if redundancy is None:
            yield id
            continue
        waiting.extend(one for one in redundancy.of if one not in seen)
        seen.update(redundancy.of)


@rule("BIA004", Severity.ERROR, clauses=("NIST SP 800-34r1 3.2.1",), since="start")
def rto_within_mtpd(ctx: Context) -> Iterator[Finding]:
    """Every recovery time objective is shorter than the maximum tolerable period of disruption.

    Why: a process that comes back when the harm is done has been recovered for nothing.
    Fix: shorten ``rto:``, or have management decide that ``mtpd:`` may be longer.
    Ignore when: never.
    """
    for process in ctx.plan.of(Process):
        if process.rto is None or process.mtpd is None or process.rto < process.mtpd:
            continue
        yield Finding(
            process.at("rto"),
            "{process} is to be back after {rto}, but may be down for {mtpd} at most"
            if process.rto != process.mtpd
            else "{process} is to be back after {rto}, which is the longest it may be down: no "
            "time is left for what goes wrong",
            hint="Write a time shorter than {mtpd}, or have management decide that `mtpd:` may be "
            "longer.",
            related=[(process.at("mtpd"), "the maximum tolerable period of disruption")],
            process=process.id,
            rto=process.rto.in_words(),
            mtpd=process.mtpd.in_words(),
        )


@rule(
    "BIA005",
    Severity.ERROR,
    clauses=(
        "DORA 12(6)",
        "APRA CPS 230 38(b)",
        "NIST SP 800-53r5 CP-9",
        "NIST SP 800-34r1 3.2.1",
    ),
)
def rpo_stated(ctx: Context) -> Iterator[Finding]:
    """Every critical process that keeps data states its recovery point objective.

    Why: how often to copy follows from how much may be lost, and from nothing else.
    Fix: write under ``rpo:`` how much work, in time, may be lost; or ``data: false``.
    Ignore when: never.
    """
    for process in critical_processes(ctx):
        if process.data and process.rpo is None:
            yield Finding(
                process.at("rpo"),
                "the critical process {process} keeps data and does not say how much of it may "
                "be lost (`rpo`)",
                hint="Write `rpo:`, or `data: false` if it keeps none.",
                process=process.id,
            )


@rule(
    "BIA006",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.2.2",
        "APRA CPS 230 38(c)",
        "NIS2-IR 4.1.3",
    ),
)
def minimum_stated(ctx: Context) -> Iterator[Finding]:
    """Every critical or important process states the least that must go on.

    Why: in a crisis people defend all of it, and lose the part that mattered.
    Fix: write under ``minimum:`` the service that is just acceptable, and the staff it takes.
    Ignore when: never.
    """
    for process in prioritised(ctx):
        if process.minimum is None:
            yield Finding(
                process.at("minimum"),
                "the {tier} process {process} does not say how much of it must go on at the least",
                hint="Write under `minimum:` the `service:` that is just acceptable, and the "
                "`staff:` it takes.",
                tier=process.tier,
                process=process.id,
            )


@rule(
    "BIA007",
    Severity.WARNING,
    clauses=(
        "ISO 22301:2019 8.2.2",
        "DORA 11(5)",
        "FFIEC BCM III.A",
    ),
)
def impact_over_time(ctx: Context) -> Iterator[Finding]:
    """Every critical or important process gives its impact over time, for two types or more.

    Why: the tolerable time is a conclusion; without what it is drawn from it is a wish.
    Fix: write under ``impact:`` how bad it is after which time, for at least two of harm,
    financial, legal, reputation and customer.
    Ignore when: the process can do harm of one type alone.
    """
    for process in prioritised(ctx):
        types = [name for name, course in process.impact.items() if course]
        if len(types) < 2:
            yield Finding(
                process.at("impact"),
                "the impact of losing {process} is given for {count} of harm; two are needed",
                hint="Write under `impact:` how bad it is after which time, for {more} of: "
                "{others}.",
                process=process.id,
                count=Message.of("one type" if types else "no type"),
                more=Message.of("one more" if types else "two"),
                others=", ".join(name for name in IMPACTS if name not in types),
            )


@rule(
    "BIA008",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.2.2",
        "DORA 11(5)",
        "APRA CPS 230 27(b)",
        "FFIEC BCM III.A",
    ),
)
def dependencies_declared(ctx: Context) -> Iterator[Finding]:
    """Every critical or important process says what it stands on.

    Why: what is not written here is missing from every what-if, and is found by its failure.
    Fix: name under ``needs:`` the sites, systems, redundancies, suppliers, records and people.
    Ignore when: never.
    """
    for process in prioritised(ctx):
        if not process.needs:
            yield Finding(
                process.at("needs"),
                "the {tier} process {process} does not say what it needs",
                tier=process.tier,
                process=process.id,
            )


@rule(
    "BIA013",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 5.3",
        "ISO/TS 22317:2021",
    ),
)
def process_has_owner(ctx: Context) -> Iterator[Finding]:
    """Every critical process has an owner, and the owner is a role or a team.

    Why: the figures of a process that nobody answers for are nobody's decision; a person moves
    on, and the process stays.
    Fix: name under ``owner:`` the role that answers for the process.
    Ignore when: never.
    """
    for process in critical_processes(ctx):
        if process.owner is None:
            yield Finding(
                process.at("owner"),
                "the critical process {process} has no owner",
                process=process.id,
            )
        elif ctx.plan.kind_of(process.owner) == "people":
            yield Finding(
                process.at("owner"),
                "the owner of the critical process {process} is a person, {person}, and not a role",
                hint="Name the role in which {person} answers for it: roles outlive who holds "
                "them.",
                process=process.id,
                person=process.owner,
            )


@rule("BIA021", Severity.ERROR, clauses=("ISO 22301:2019 8.2.2", "NIST SP 800-34r1 3.2.1"))
def processes_named(ctx: Context) -> Iterator[Finding]:
    """The plan names at least one process that must go on.

    Why: of what is lost nothing can be said but that it is lost; what stops with it, and after how
    long that does harm, follows from the processes.
    Fix: write under ``processes:`` what must go on, each with its ``tier:`` and what it ``needs:``.
    Ignore when: never.
    """
    if not ctx.plan.of(Process) and all_read(ctx, Process):
        yield Finding(
            ctx.plan.header.at(), "the plan names no process: nothing can be said about what stops"
        )
