"""Rules on risks: known, owned, scored, treated, answered."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message, Severity
from bcp.model.header import Grade
from bcp.model.response import Indicator, Playbook, Risk, RiskClass, Threshold
from bcp.nearest import nearest
from bcp.rules.common import all_read, high_risks, playbooks_against
from bcp.rules.rule import Context, Finding, rule

HAZARDS: dict[RiskClass, str] = {
    "cyber": "cyber attack",
    "premises": "loss of premises",
    "telecom": "failure of ICT or telecommunications",
    "staff": "loss of staff",
    "supplier": "failure of a supplier",
    "natural": "natural hazards",
    "pandemic": "disease that spreads",
    "insider": "insiders",
    "civil": "civil or political unrest",
    "power": "loss of power",
}
"""The hazard classes that every plan deals with or leaves out with a reason."""

OTHER_HAZARDS: tuple[RiskClass, ...] = ("demand", "fraud")
"""Classes that a plan may leave out without a word."""


@rule(
    "RSK001",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.2.3",
        "NIS2-IR 4.1.2",
        "42 CFR 482.15(a)(1)",
        "CER 12(1)",
        "FFIEC BCM III.B",
    ),
    since="start",
)
def risks_declared(ctx: Context) -> Iterator[Finding]:
    """The plan declares at least one risk.

    Why: a plan that names nothing that can happen cannot be shown to answer it.
    Fix: write the likeliest and the worst under ``risks:``, each with an owner and its scores.
    Ignore when: never.
    """
    if not ctx.plan.of(Risk) and all_read(ctx, Risk):
        yield Finding(ctx.plan.header.at(), "the plan declares no risk")


@rule(
    "RSK002",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.2.3",
        "ISO 22301:2019 5.3",
        "APRA CPS 230 21",
    ),
    since="start",
)
def risk_has_owner(ctx: Context) -> Iterator[Finding]:
    """Every risk has an owner, and the owner is a role or a team.

    Why: a risk that nobody watches is found again when it happens; a person moves on, and the
    risk stays behind.
    Fix: name under ``owner:`` the role that watches the risk.
    Ignore when: never.
    """
    for risk in ctx.plan.of(Risk):
        if risk.owner is None:
            yield Finding(risk.at("owner"), "the risk {risk} has no owner", risk=risk.id)
        elif ctx.plan.kind_of(risk.owner) == "people":
            yield Finding(
                risk.at("owner"),
                "the owner of the risk {risk} is a person, {person}, and not a role",
                hint="Name the role in which {person} watches it: roles outlive who holds them.",
                risk=risk.id,
                person=risk.owner,
            )


@rule(
    "RSK003",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.2.3",
        "FFIEC BCM III.B",
    ),
)
def risk_scored(ctx: Context) -> Iterator[Finding]:
    """Every risk is scored for likelihood and impact, on the scales that the plan declares.

    Why: scores without a scale mean what each reader wants, and cannot be compared.
    Fix: choose a step of ``scales.likelihood`` and one of ``scales.impact``; 1 is the lowest.
    Ignore when: never.
    """
    scales = ctx.plan.header.scales
    if scales is None and ctx.plan.of(Risk):
        yield Finding(
            ctx.plan.header.at("scales"),
            "the plan does not declare the scales that its risks are scored on",
            hint="Write `scales:` with steps of `likelihood` and `impact`, each saying what it "
            "means.",
        )
    for risk in ctx.plan.of(Risk):
        steps = (None, None) if scales is None else (scales.likelihood, scales.impact)
        yield from _score(risk, "likelihood", risk.likelihood, steps[0])
        yield from _score(risk, "impact", risk.impact, steps[1])


def _score(
    risk: Risk, field: str, score: int | None, scale: tuple[Grade, ...] | None
) -> Iterator[Finding]:
    if score is None:
        yield Finding(
            risk.at(field),
            "the risk {risk} has no score for {field}",
            hint="Write `{field}:`, a step of the plan's scale; 1 is the lowest."
            if scale is None
            else "Write `{field}:`, a step of the plan's scale from 1, the lowest, to {top}.",
            risk=risk.id,
            field=field,
            top=len(scale or ()),
        )
    elif scale is not None and not 1 <= score <= len(scale):
        yield Finding(
            risk.at(field),
            "{score} is not on the plan's scale of {field}, which has steps 1 to {top}",
            hint="Write a step from 1, the lowest, to {top}.",
            score=score,
            field=field,
            top=len(scale),
        )


@rule(
    "RSK004",
    Severity.WARNING,
    clauses=(
        "ISO 22301:2019 8.2.3",
        "APRA CPS 230 27",
    ),
)
def risk_threatens_something(ctx: Context) -> Iterator[Finding]:
    """Every risk names at least one thing of the plan that it threatens.

    Why: a risk that touches nothing cannot be drilled, and nobody sees what it would cost.
    Fix: name under ``threatens:`` the processes, sites, systems, teams or suppliers.
    Ignore when: never.
    """
    for risk in ctx.plan.of(Risk):
        removes = risk.removes
        if not risk.threatens and (removes is None or not (removes.ids or removes.at)):
            yield Finding(
                risk.at("threatens"),
                "the risk {risk} names nothing that it threatens",
                risk=risk.id,
            )


@rule(
    "RSK005",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.2.3",
        "ISO 22301:2019 8.3.2",
        "AICPA TSC CC9.1",
    ),
)
def risk_treated(ctx: Context) -> Iterator[Finding]:
    """Every risk above the plan's appetite has a treatment, and a control that carries it out.

    Why: a risk that is too big to accept and that nothing is done about has been accepted in
    silence.
    Fix: decide under ``treatment:``, and name under ``controls:`` the strategy, redundancy,
    procedure or course that does it; for a risk that is avoided or transferred, words under
    ``other_controls:`` are enough.
    Ignore when: the control is being built; waive it until the day it is due.
    """
    appetite = ctx.plan.header.appetite
    if appetite is None:
        if ctx.plan.of(Risk):
            yield Finding(
                ctx.plan.header.at("appetite"),
                "the plan does not say which risks it accepts as they are",
                hint="Write `appetite:` with `accept_below` and `high_from`.",
            )
        return
    for risk in ctx.plan.of(Risk):
        if risk.score is None or risk.score < appetite.accept_below:
            continue
        if risk.treatment is None:
            yield Finding(
                risk.at("treatment"),
                "the risk {risk} scores {score} and has no treatment; the plan accepts risks "
                "below {limit}",
                hint="Write `treatment:` with one of avoid, reduce, transfer and accept.",
                risk=risk.id,
                score=risk.score,
                limit=appetite.accept_below,
            )
        elif not _controlled(risk):
            yield Finding(
                risk.at("controls"),
                "the risk {risk} is to be {treated}, and the plan names nothing that does it",
                hint="Name under `controls:` the strategy, redundancy, procedure or course that "
                "does it."
                if risk.treatment == "reduce"
                else "Name under `controls:` what does it, or say it under `other_controls:`.",
                risk=risk.id,
                treated=Message.of(_TREATED[risk.treatment]),
            )


_TREATED = {
    "avoid": "avoided",
    "reduce": "reduced",
    "transfer": "transferred",
    "accept": "accepted",
}


def _controlled(risk: Risk) -> bool:
    """Whether what was decided is carried out by something (accepting needs nothing: RSK008)."""
    if risk.treatment == "accept" or risk.controls:
        return True
    return risk.treatment != "reduce" and bool(risk.other_controls)


@rule(
    "RSK006",
    Severity.WARNING,
    clauses=(
        "DORA-RTS 26(2)",
        "NIS2 21(2)",
        "42 CFR 482.15(a)(1)",
        "CER 12(2)",
    ),
)
def hazards_covered(ctx: Context) -> Iterator[Finding]:
    """Every class of hazard has a risk in the plan, or is left out with a reason.

    Why: the hazard that nobody thought of looks on paper just like the one that was ruled out.
    Fix: write a risk of this class, or an entry under ``exclusions:`` with ``hazard:`` and why.
    Ignore when: never; leaving a hazard out is what ``exclusions:`` is for.
    """
    header = ctx.plan.header
    classes = (*HAZARDS, *OTHER_HAZARDS)
    for number, one in enumerate(header.exclusions):
        if one.hazard is not None and one.hazard not in classes:
            near = nearest(one.hazard, classes)
            yield Finding(
                header.at("exclusions", number, "hazard"),
                "{hazard} is not a class of hazard, so this leaves nothing out",
                hint="Did you mean {near}?" if near else "Classes are: {classes}.",
                hazard=one.hazard,
                near=near or "",
                classes=", ".join(classes),
            )
    if not all_read(ctx, Risk):
        return
    known = {risk.class_ for risk in ctx.plan.of(Risk)}
    known.update(one.hazard for one in header.exclusions if one.hazard)  # type: ignore[misc]
    for hazard, words in HAZARDS.items():
        if hazard not in known:
            yield Finding(
                header.at("exclusions"),
                "no risk is of the class {hazard} ({words}), and the plan does not leave it out",
                hint="Write a risk with `class: {hazard}`, or under `exclusions:` the line "
                "`- {{what: …, why: …, hazard: {hazard}}}`.",
                hazard=hazard,
                words=Message.of(words),
            )


@rule(
    "RSK007",
    Severity.ERROR,
    clauses=(
        "42 CFR 482.15(a)(2)",
        "ISO 22301:2019 8.3.1",
        "DORA-RTS 26(2)",
        "PCI DSS 4.0.1 12.10.1",
    ),
)
def high_risk_answered(ctx: Context) -> Iterator[Finding]:
    """Every high risk is answered by at least one playbook.

    Why: what is likely and grave must not be thought out on the night.
    Fix: name the playbook under ``playbook:``, or the risk under ``for: risks:`` of a playbook.
    Ignore when: never.
    """
    appetite = ctx.plan.header.appetite
    if appetite is None:  # RSK005 asks for it
        return
    for risk in high_risks(ctx):
        known = risk.playbook is not None or not all_read(ctx, Playbook)
        if not known and not playbooks_against(ctx, risk):
            yield Finding(
                risk.at("playbook"),
                "the risk {risk} scores {score}, which is high (from {high}), and no playbook "
                "answers it",
                risk=risk.id,
                score=risk.score or 0,
                high=appetite.high_from,
            )


@rule(
    "RSK008",
    Severity.WARNING,
    clauses=(
        "ISO 22301:2019 8.2.3",
        "DORA-RTS 27(2)(h)",
    ),
)
def acceptance_signed(ctx: Context) -> Iterator[Finding]:
    """Every accepted risk says who accepted it, why, and until when.

    Why: an acceptance without a name and an end is an oversight that looks like a decision.
    Fix: write ``accepted:`` with ``by``, ``why`` and ``until``.
    Ignore when: never.
    """
    for risk in ctx.plan.of(Risk):
        if risk.treatment == "accept" and risk.accepted is None:
            yield Finding(
                risk.at("accepted"),
                "the risk {risk} is accepted, and nobody has put a name, a reason and an end to it",
                hint="Write `accepted: {{by: …, why: …, until: …}}`.",
                risk=risk.id,
            )


@rule(
    "RSK010",
    Severity.WARNING,
    clauses=(
        "DORA 17(3)(a)",
        "DORA 10(2)",
        "APRA CPS 230 40(b)",
    ),
)
def high_risk_announced(ctx: Context) -> Iterator[Finding]:
    """Every high risk has something that announces it.

    Why: minutes of warning decide whether the first call comes from us or from a caller.
    Fix: name under ``early_warning:`` an indicator, a channel or an organisation that warns us.
    Ignore when: it comes without any sign; say so in the waiver.
    """
    for risk in high_risks(ctx):
        if not risk.early_warning:
            yield Finding(
                risk.at("early_warning"),
                "nothing in the plan would warn of the high risk {risk} before it strikes",
                risk=risk.id,
            )


@rule(
    "RSK012",
    Severity.INFO,
    clauses=(
        "ISO 22301:2019 4.1",
        "DORA-RTS 26(2)(f)",
    ),
    since="audited",
)
def climate_decided(ctx: Context) -> Iterator[Finding]:
    """The plan records whether climate change matters to it.

    Why: since 2024 a management system is asked for this decision, whichever way it goes.
    Fix: write under ``climate:`` what was decided.
    Ignore when: the plan is not held against ISO 22301.
    """
    header = ctx.plan.header
    if header.climate is None:
        yield Finding(
            header.at("climate"), "the plan does not say whether climate change matters to it"
        )


_SHARES = ("service-level", "abandonment", "absence", "agents-offline")
"""Known figures that are shares of a whole: in per cent, no reading is above 100."""


@rule("RSK014", Severity.ERROR, since="start")
def limits_can_be_passed(ctx: Context) -> Iterator[Finding]:
    """Every limit at which an indicator warns or is critical can be passed.

    Why: no calls at all is 0, which is not below 0: the alarm is silent for ever, and looks set.
    Fix: the limit itself does not count. Where more is better, write ``beyond: 1`` for “none at
    all”; where a share of 100 % is the worst there is, write 99.
    Ignore when: never.
    """
    for one in ctx.plan.of(Indicator):
        limits = (("warn", one.warn), ("critical", one.critical))
        yield from (
            _never_passed(one, name, limit)
            for name, limit in limits
            if limit is not None and _is_never_passed(one, limit)
        )


def _is_never_passed(one: Indicator, limit: Threshold) -> bool:
    if one.better == "higher":
        # Who writes a limit below 0 knows readings that are.
        return limit.beyond == 0 and one.ends_at_nothing
    return one.unit.strip() == "%" and one.measures in _SHARES and limit.beyond >= 100


def _never_passed(one: Indicator, name: str, limit: Threshold) -> Finding:
    higher = one.better == "higher"
    return Finding(
        one.at(name, "beyond"),
        "{indicator} is never below {value} {unit}, so this limit is never passed"
        if higher
        else "{indicator} is never above 100 {unit}, so this limit is never passed",
        hint="Write `beyond: 1` for “none at all”: the limit itself does not count."
        if higher
        else "Write less than 100, for “all of them” 99: the limit itself does not count.",
        indicator=one.id,
        value=f"{limit.beyond:g}",
        unit=one.unit,
    )
