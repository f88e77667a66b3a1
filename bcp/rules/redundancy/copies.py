"""Rules on copies: backups, vital records, and the plan itself."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.header import Copies
from bcp.model.resources import Backup, Record, Site, System
from bcp.model.response import Procedure
from bcp.rules.common import YEAR, Wanted, all_read, is_overdue, missing
from bcp.rules.rule import Context, Finding, rule


@rule(
    "RED007",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-53r5 CP-9",
        "DORA 12(1)",
        "45 CFR 164.308(a)(7)(ii)(A)",
        "45 CFR 164.308(a)(7)(ii)(B)",
        "FINRA 4370(c)(1)",
        "NIS2-IR 4.2.2",
        "AICPA TSC A1.2",
    ),
)
def backups_can_be_used(ctx: Context) -> Iterator[Finding]:
    """Every backup says what is in it, how often it is made, where it is, whose it is, and how to
    restore it.

    Why: a copy that nobody finds, or knows how to read back, is no copy.
    Fix: write ``kept_at``, ``owner`` and ``restore``, a procedure, beside ``what`` and ``every``.
    Ignore when: never.
    """
    for system, number, backup in backups(ctx):
        yield from missing(backup, system.at("backups", number), _USABLE, system=system.id)


_USABLE = (
    Wanted(
        "kept_at",
        "a backup of {system} does not say where it is kept",
        "Name under `kept_at:` the site, system or supplier.",
    ),
    Wanted(
        "owner",
        "a backup of {system} does not say who sees to it",
        "Name the role under `owner:`.",
    ),
    Wanted(
        "restore",
        "a backup of {system} does not say how it is restored",
        "Name the procedure under `restore:`.",
    ),
)


def backups(ctx: Context) -> Iterator[tuple[System, int, Backup]]:
    """Every backup: the system whose it is, its number there (from 0), and itself."""
    for system in ctx.plan.of(System):
        for number, backup in enumerate(system.backups):
            yield system, number, backup


@rule(
    "RED008",
    Severity.WARNING,
    clauses=("DORA 12(3)", "NIS2-IR 4.2.2(c)", "NIST SP 800-53r5 CP-9(3)"),
)
def one_backup_is_cut_off(ctx: Context) -> Iterator[Finding]:
    """At least one backup of each system that has any is cut off from the source network.

    Why: who locks the data with a ransom note locks every copy that can be reached from it.
    Fix: keep one copy offline and say so with ``offline: true``.
    Ignore when: the copy cannot be changed after it is written, and that was tested.
    """
    for system in ctx.plan.of(System):
        if system.backups and not any(one.offline for one in system.backups):
            yield Finding(
                system.at("backups"),
                "no backup of {system} is offline: whoever attacks the system reaches them all",
                system=system.id,
            )


@rule(
    "RED009",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-53r5 CP-9(1)",
        "DORA 12(2)",
        "NIS2-IR 4.2.6",
        "AICPA TSC A1.3",
        "DORA-RTS 40(1)",
    ),
    ages=True,
)
def restores_are_tested(ctx: Context) -> Iterator[Finding]:
    """Every backup was restored from within the last 12 months.

    Why: most restores fail for a reason that the first try would have shown.
    Fix: restore from it, compare the result, and write the day under ``restore_tested``.
    Ignore when: never.
    """
    for system, number, backup in backups(ctx):
        place = system.at("backups", number, "restore_tested")
        if backup.restore_tested is None:
            yield Finding(
                place, "restoring {system} from this backup was never tried", system=system.id
            )
        elif is_overdue(backup.restore_tested, YEAR, ctx.as_of):
            yield Finding(
                place,
                "restoring {system} from this backup was last tried on {day}, more than {most} ago",
                system=system.id,
                day=backup.restore_tested.isoformat(),
                most=YEAR.in_words(),
            )


@rule("RED014", Severity.WARNING, clauses=("DORA 12(7)", "NIST SP 800-34r1 4.4"))
def restores_end_with_a_check(ctx: Context) -> Iterator[Finding]:
    """Every procedure that restores a backup has a step that checks what came back.

    Why: what was restored half is found out by the customer whose case is in the other half.
    Fix: give the last step a ``check``: what is compared, and when it is good.
    Ignore when: the system checks itself and says so.
    """
    for name in sorted({one.restore for _, _, one in backups(ctx) if one.restore is not None}):
        procedure = ctx.plan.find(name, Procedure)
        if procedure is not None and not any(step.check for step in procedure.steps):
            yield Finding(
                procedure.at("steps"),
                "{procedure} restores a backup and no step checks what came back",
                procedure=procedure.id,
            )


@rule(
    "RED018",
    Severity.ERROR,
    clauses=("FCD-1 essential records", "NIST SP 800-34r1 3.6", "FINRA 4370(c)(1)"),
)
def vital_records_lie_offline(ctx: Context) -> Iterator[Finding]:
    """The plan lists its vital records, and each has a copy that needs no system.

    Why: the list of customers at risk is in the system that is down.
    Fix: declare the ``records`` that work goes on with, and write under ``offline`` where the copy
    is.
    Ignore when: the record is no use while systems are down; then it is not vital.
    """
    records = ctx.plan.of(Record)
    if not records and all_read(ctx, Record):
        yield Finding(
            ctx.plan.header.at(),
            "the plan lists no vital records",
            hint="Declare under `records:` those that work goes on with.",
        )
    for one in records:
        if one.offline is None:
            yield Finding(
                one.at("offline"),
                "{record} has no offline copy",
                hint="Write under `offline:` where the copy is that needs no system.",
                record=one.id,
            )


@rule(
    "RED019",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-34r1 3.6",
        "DORA-RTS 26(1)(d)",
        "DORA-RTS 39(2)(b)",
        "ISO 22301:2019 8.4.4",
    ),
)
def the_plan_itself_survives(ctx: Context) -> Iterator[Finding]:
    """A copy of the plan can be read when systems are down and when a critical site is closed.

    Why: a plan on the server that failed, or in the building that burns, is not there.
    Fix: write under ``copies`` where printed or offline copies lie; put one at an alternate site.
    Ignore when: never.
    """
    header = ctx.plan.header
    offline = [one for one in header.copies if one.how_many and _is_offline(ctx, one)]
    if not offline:
        yield Finding(
            header.at("copies"),
            "no copy of the plan can be read without a system",
            hint="Write under `copies:` where printed or offline copies lie, and how many.",
        )
        return
    sites = {one.at for one in offline}
    if len(sites) == 1:
        site = ctx.plan.find(sites.pop(), Site)
        if site is not None and site.critical:
            yield Finding(
                header.at("copies"),
                "all copies of the plan lie at {site}, and are lost with it",
                hint="Put one somewhere else, and add it under `copies:`.",
                site=site.id,
            )


def _is_offline(ctx: Context, copies: Copies) -> bool:
    """Whether copies need no system: in somebody's keeping, or at a place."""
    return copies.at is None or ctx.plan.kind_of(copies.at) not in ("systems", "suppliers")
