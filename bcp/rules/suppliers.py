"""Rules on suppliers: which are critical, and whether they can be reached and relied on."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.resources import Process, Redundancy, Site, Supplier, System
from bcp.rules.common import YEAR, critical_processes, is_overdue
from bcp.rules.rule import Context, Finding, rule


def critical_suppliers(ctx: Context) -> Iterator[Supplier]:
    """The suppliers that the register calls critical."""
    return (one for one in ctx.plan.of(Supplier) if one.critical)


@rule(
    "SUP001",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.2.2",
        "APRA CPS 230 49",
        "DORA 28(3)",
    ),
)
def criticality_stated(ctx: Context) -> Iterator[Finding]:
    """Every supplier on which a critical process stands is called critical in the register.

    Why: only of critical suppliers a contact at night, a promise and a substitute are asked.
    Fix: write ``critical: true``.
    Ignore when: the process can do without it for longer than it may be down.
    """
    told: set[str] = set()
    for process in critical_processes(ctx):
        for id in stands_on(ctx, process):  # noqa: A001
            supplier = ctx.plan.find(id, Supplier)
            if supplier is None or supplier.critical or supplier.id in told:
                continue
            told.add(supplier.id)
            yield Finding(
                supplier.at("critical"),
                "the critical process {process} stands on {supplier}, which the plan does not call "
                "critical",
                supplier=supplier.id,
                process=process.id,
            )


@rule(
    "SUP002",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-34r1 App B",
        "Oregon-911 401.775(3)",
    ),
)
def contact_and_contract(ctx: Context) -> Iterator[Finding]:
    """Every critical supplier has a telephone that answers at any hour, and a contract to quote.

    Why: their night desk asks for the contract number first, and hangs up without one.
    Fix: write the number for faults under ``phones: duty:`` (or ``night:`` beside the one by day),
    and the number of the ``contract:``.
    Ignore when: never.
    """
    for supplier in critical_suppliers(ctx):
        kinds = {kind for kind, _ in supplier.phones.numbers()} if supplier.phones else set()
        # A night number is half the day; with it belongs one that answers by day.
        if "duty" not in kinds and not ("night" in kinds and len(kinds) > 1):
            yield Finding(
                supplier.at("phones"),
                "the critical supplier {supplier} has no number that answers at any hour",
                hint="Write the one that answers by day under `phones:` as `work:`, or, if the "
                "night number holds by day too, call it `duty:`."
                if kinds == {"night"}
                else "Write the number for faults under `phones:` as `night:`, or as `duty:` if it "
                "holds by day and night."
                if kinds
                else "Write the number for faults under `phones:` as `duty:`.",
                supplier=supplier.id,
            )
        if supplier.contract is None:
            yield Finding(
                supplier.at("contract"),
                "the critical supplier {supplier} has no contract number to quote",
                hint="Write `contract: {{reference: …}}` with the number.",
                supplier=supplier.id,
            )


@rule(
    "SUP003",
    Severity.ERROR,
    clauses=(
        "DORA 30(3)(c)",
        "NIST SP 800-53r5 CP-8(4)",
        "NHS-EPRR core standards",
    ),
    ages=True,
    since="audited",
)
def evidence_current(ctx: Context) -> Iterator[Finding]:
    """Of every critical supplier, proof of its own plan and test is at most twelve months old.

    Why: their promise is worth what they can show.
    Fix: ask for their latest test report, and write it under ``evidence:`` with its day.
    Ignore when: the supplier gives no proof to any customer; say what you rely on instead.
    """
    for supplier in critical_suppliers(ctx):
        if supplier.evidence is None:
            yield Finding(
                supplier.at("evidence"),
                "there is no proof that the critical supplier {supplier} has a tested plan of "
                "its own",
                supplier=supplier.id,
            )
        elif is_overdue(supplier.evidence.on, YEAR, ctx.as_of):
            yield Finding(
                supplier.at("evidence", "on"),
                "the proof of {supplier}'s own plan is of {day}, more than {interval} ago",
                supplier=supplier.id,
                day=supplier.evidence.on.isoformat(),
                interval=YEAR.in_words(),
            )


@rule(
    "SUP004",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.3.4",
        "NIST SP 800-53r5 CP-7(3)",
        "NIST SP 800-53r5 CP-8(1)",
    ),
)
def recovery_promised(ctx: Context) -> Iterator[Finding]:
    """Every critical supplier has promised a recovery time.

    Why: without a promise we are served when they have time.
    Fix: write the time in the contract under ``commitment:``, or negotiate one.
    Ignore when: no supplier of this service promises any; plan to do without it.
    """
    for supplier in critical_suppliers(ctx):
        times = supplier.restore_time
        if supplier.commitment is None and (times is None or times.committed is None):
            yield Finding(
                supplier.at("commitment"),
                "the critical supplier {supplier} has promised no recovery time",
                supplier=supplier.id,
            )


@rule(
    "SUP005",
    Severity.WARNING,
    clauses=(
        "DORA 28(8)",
        "APRA CPS 230 48(a)",
        "CER 13(1)(d)",
    ),
)
def substitute_named(ctx: Context) -> Iterator[Finding]:
    """Every critical supplier has a substitute or a way out.

    Why: a supplier can fail for good, and finding another takes longer than the process can bear.
    Fix: write under ``substitute:`` who or what could replace it, and how fast.
    Ignore when: there is no other supplier of this service.
    """
    doubled = {member for one in ctx.plan.of(Redundancy) for member in one.of}
    for supplier in critical_suppliers(ctx):
        if supplier.substitute is None and supplier.id not in doubled:
            yield Finding(
                supplier.at("substitute"),
                "the plan names nothing that could replace the critical supplier {supplier}",
                supplier=supplier.id,
            )


@rule(
    "SUP007",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-53r5 IR-6(3)",
        "DORA 30(3)(b)",
    ),
    since="audited",
)
def notice_promised(ctx: Context) -> Iterator[Finding]:
    """Every critical supplier has promised how fast it tells us of an incident.

    Why: legal clocks run from our awareness, and the supplier knows first.
    Fix: write the time in the contract under ``notice_time:``.
    Ignore when: we notice its failure ourselves at once.
    """
    for supplier in critical_suppliers(ctx):
        if supplier.notice_time is None:
            yield Finding(
                supplier.at("notice_time"),
                "the critical supplier {supplier} has not promised how fast it tells us of an "
                "incident",
                supplier=supplier.id,
            )


@rule("SUP008", Severity.INFO, clauses=("APRA CPS 230 48(c)",), since="audited")
def fourth_parties_known(ctx: Context) -> Iterator[Finding]:
    """Of every critical supplier the plan knows on whom it stands itself.

    Why: two suppliers that rent one duct from a third are one supplier.
    Fix: ask, and name under ``needs:`` or ``shares:`` what the supplier stands on.
    Ignore when: the supplier stands on nobody whom we could not do without.
    """
    for supplier in critical_suppliers(ctx):
        if not supplier.needs and not supplier.shares:
            yield Finding(
                supplier.at("needs"),
                "the plan does not say on whom the critical supplier {supplier} depends in turn",
                supplier=supplier.id,
            )


def stands_on(ctx: Context, process: Process) -> Iterator[str]:
    """Ids of all that a process stands on, each once: what it needs, what that needs, and so on.

    A supplier's own suppliers are not followed: they are the supplier's to manage.
    """
    waiting = list(process.needs)
    seen = set(waiting)
    while waiting:
        id = waiting.pop(0)  # noqa: A001
        yield id
        further = [one for one in _needs(ctx, id) if one not in seen]
        seen.update(further)
        waiting.extend(further)


def _needs(ctx: Context, id: str) -> tuple[str, ...]:  # noqa: A002
    one = ctx.plan.objects.get(id)
    if isinstance(one, Redundancy):
        return one.of
    if isinstance(one, System):
        return (*one.needs, *one.at_, *([one.supplier] if one.supplier else []))
    if isinstance(one, Site | Process):
        return one.needs
    return ()
