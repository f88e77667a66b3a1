"""Rules on strategies and redundancies: what serves when the usual thing does not."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Place, Severity
from bcp.model.resources import Redundancy, Site, Strategy, Switch, System
from bcp.rules.common import all_read, critical_processes, listed
from bcp.rules.redundancy.sites import causes_of
from bcp.rules.rule import Context, Finding, rule
from bcp.rules.shared_loss import lost_at_once

RESOURCES = (
    "people",
    "information",
    "premises",
    "equipment",
    "ict",
    "transport",
    "finance",
    "suppliers",
)
"""The kinds of resource that a strategy speaks of (ISO 22301:2019 8.3.4)."""


@rule(
    "RED001",
    Severity.ERROR,
    clauses=("ISO 22301:2019 8.3.3", "APRA CPS 230 40(c)", "DORA 11(2)(a)"),
)
def critical_processes_have_a_strategy(ctx: Context) -> Iterator[Finding]:
    """Every critical process has at least one strategy that was selected.

    Why: without one, what is done when the process stops is thought up while it stands still.
    Fix: write a strategy ``for`` the process, and under ``selected`` the day it was chosen.
    Ignore when: everything the process needs stands twice, and the approver knows that nothing else
    is planned.
    """
    if not all_read(ctx, Strategy):
        return
    for process in critical_processes(ctx):
        strategies = [one for one in ctx.plan.of(Strategy) if one.for_ == process.id]
        if not strategies:
            yield Finding(
                process.at(),
                "the critical process {process} has no strategy",
                hint="Write a strategy with `for: {process}`, and under `selected:` the day on "
                "which it was chosen.",
                process=process.id,
            )
        elif not any(one.selected for one in strategies):
            yield Finding(
                strategies[0].at("selected"),
                "no strategy for the critical process {process} has been selected",
                hint="Write under `selected:` the day on which it was chosen."
                if len(strategies) == 1
                else "Write `selected:`, the day of the choice, under the one that was chosen.",
                related=[(one.at("selected"), "another one for it") for one in strategies[1:]],
                process=process.id,
            )


@rule(
    "RED002",
    Severity.ERROR,
    clauses=("ISO 22301:2019 8.3.4", "NIS2-IR 4.1.2(g)", "APRA CPS 230 40(d)"),
)
def strategies_name_their_resources(ctx: Context) -> Iterator[Finding]:
    """Every strategy says what it takes: people, information, premises, equipment, ICT, transport,
    finance, suppliers.

    Why: a strategy fails on the thing that nobody thought of, which is seldom the system itself.
    Fix: add a line for each under ``resources``; "none" is an answer.
    Ignore when: never.
    """
    for one in ctx.plan.of(Strategy):
        missing = [kind for kind in RESOURCES if kind not in one.resources]
        if missing:
            yield Finding(
                one.at("resources"),
                "{strategy} does not say what it takes in {missing}",
                hint="Write under `resources:` a line for {missing}; “none” is an answer."
                if len(missing) == 1
                else "Write under `resources:` a line for each of {missing}; “none” is an answer.",
                strategy=one.id,
                missing=listed(missing),
            )


@rule(
    "RED006",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-53r5 CP-8",
        "NIST SP 800-53r5 CP-8(1)",
        "NIST SP 800-53r5 CP-8(2)",
        "NIST SP 800-53r5 CP-8(3)",
        "NIST SP 800-34r1 App F",
    ),
)
def lines_are_separate(ctx: Context) -> Iterator[Finding]:
    """No single supplier or cause takes so many members of a telephone or network redundancy that
    too few are left.

    Why: two carriers in one duct are one digger away from silence.
    Fix: order another provider or another route, and have it shown on the map; until then waive
    this with a date.
    Ignore when: never; waive it while the works are under way.
    """
    lines = [
        one
        for one in ctx.plan.of(Redundancy)
        # With too few members it never serves, so nothing takes it: RED028 says so.
        if _carries_calls_or_data(ctx, one) and one.need <= len(set(one.of))
    ]
    for one in lines:
        for number, cause in enumerate(one.shares):
            yield _shared(ctx, one, one.at("shares", number), cause)
    groups = {one: (one.id,) for one in lines}
    for one, shared in lost_at_once(ctx, groups, ("suppliers", "causes")):
        for it in shared:
            if it not in one.shares and not _through_a_site(ctx, one, it):
                yield _shared(ctx, one, one.at("of"), it)


def _carries_calls_or_data(ctx: Context, redundancy: Redundancy) -> bool:
    members = (ctx.plan.find(one, System) for one in redundancy.of)
    return any(one is not None and one.type in ("telephony", "network") for one in members)


def _through_a_site(ctx: Context, redundancy: Redundancy, cause: str) -> bool:
    """Whether a cause takes the members with the site they all stand at.

    Lines into one building end with the building, whatever their route: that is for RED003 and
    RED004 to judge.
    """
    members = [ctx.plan.find(one, System) for one in redundancy.of]
    places = [set(one.at_) for one in members if one is not None]
    if len(places) < len(members):
        return False
    common = set.intersection(*places)
    sites = (ctx.plan.find(one, Site) for one in common)
    return any(site is not None and cause in causes_of(site) for site in sites)


def _shared(ctx: Context, redundancy: Redundancy, place: Place, shared: str) -> Finding:
    members = (ctx.plan.find(one, System) for one in redundancy.of)
    return Finding(
        place,
        "when {shared} is lost, too little is left of {redundancy}: its lines are not separate",
        related=[
            (one.at("supplier"), "{shared} runs it")
            for one in members
            if one is not None and one.supplier == shared
        ],
        redundancy=redundancy.id,
        shared=shared,
    )


@rule(
    "RED026",
    Severity.ERROR,
    clauses=("NIST SP 800-34r1 4.2.1", "NIST SP 800-53r5 CP-8"),
    since="start",
)
def stand_ins_have_a_switch(ctx: Context) -> Iterator[Finding]:
    """Every redundancy that does not run by itself says who decides to switch and who does it; who
    decides in their stead is somebody else.

    Why: a stand-in that somebody could switch to, and nobody is told to, stands by and watches.
    Fix: write ``switch: {decided_by, decided_within, by, within}``, or ``mode: active`` when all
    members always serve. Under ``otherwise: {by, within}`` name another role than the first.
    Ignore when: the switch is automatic and was seen to work; then call the mode active.
    """
    for one in ctx.plan.of(Redundancy):
        if one.mode != "active" and one.switch is None:
            yield Finding(
                one.at("switch"),
                "{redundancy} has `mode: {mode}`, and nobody decides on the switch or does it",
                hint="Write `switch: {{decided_by: …, decided_within: …, by: …, within: …}}`, or "
                "`mode: active` when all members always serve.",
                redundancy=one.id,
                mode=one.mode,
            )
        elif one.switch is not None and _same_again(one.switch):
            yield _nobody_else(one.at("switch"), one.id, one.switch.decided_by)
    for strategy in ctx.plan.of(Strategy):
        if _same_again(strategy):
            yield _nobody_else(strategy.at(), strategy.id, strategy.decided_by)


def _same_again(one: Switch | Strategy) -> bool:
    return one.otherwise is not None and one.otherwise.by == one.decided_by


def _nobody_else(place: Place, what: str, role: str) -> Finding:
    return Finding(
        place.at("otherwise", "by"),
        "when {role} has not decided on {what}, {role} decides",
        hint="Name here the role that decides instead of {role}, or leave `otherwise` out.",
        related=[(place.at("decided_by"), "the first to decide")],
        role=role,
        what=what,
    )


@rule("RED028", Severity.ERROR, clauses=("ISO 22301:2019 8.3.4",), since="start")
def enough_members_are_named(ctx: Context) -> Iterator[Finding]:
    """Every redundancy names at least as many members as it needs.

    Why: what needs three and has two never serves; every answer about it is then wrong.
    Fix: name the other members under ``of:``, or write under ``need:`` how many are enough.
    Ignore when: never.
    """
    for one in ctx.plan.of(Redundancy):
        named = len(set(one.of))
        if one.need <= named:
            continue
        if named == 0:
            yield Finding(
                one.at("of"),
                "{redundancy} names no member",
                hint="Name under `of:` what stands in for what, preferred first.",
                redundancy=one.id,
            )
            continue
        yield Finding(
            one.at("need"),
            "{redundancy} needs {need} members and names only {named}"
            if named > 1
            else "{redundancy} needs {need} members and names only one",
            hint="Write {named} or less here, or name the other members under `of:`."
            if named > 1
            else "Write 1 here, or name the other members under `of:`.",
            related=[(one.at("of"), "the members")],
            redundancy=one.id,
            need=one.need,
            named=named,
        )
