"""Rules on sites: where their work goes, and what keeps them going."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.resources import Site, Strategy
from bcp.rules.common import Wanted, all_read, missing
from bcp.rules.rule import Context, Finding, rule


@rule(
    "RED003",
    Severity.ERROR,
    clauses=(
        "FINRA 4370(c)(6)",
        "NIST SP 800-53r5 CP-7",
        "FCD-1 continuity locations",
        "DORA-RTS 26(2)(c)",
    ),
)
def critical_sites_have_an_alternate(ctx: Context) -> Iterator[Finding]:
    """The work of every critical site can go to another site, home, or to somebody else.

    Why: a building can be closed within a minute, for weeks.
    Fix: name other sites under ``alternates``, or write ``remote: true`` when the work can be done
    from home, or a strategy ``without`` the site.
    Ignore when: never.
    """
    elsewhere = {lost for one in ctx.plan.of(Strategy) for lost in one.without}
    judged = all_read(ctx, Strategy)
    for site in ctx.plan.of(Site):
        if not site.critical:
            continue
        others = [one for one in site.alternates if one != site.id]
        if judged and not (others or site.remote or site.id in elsewhere):
            yield Finding(
                site.at("alternates"),
                "the work of the critical site {site} has nowhere to go",
                site=site.id,
            )
        for number, one in enumerate(site.alternates):
            if one == site.id:
                yield Finding(
                    site.at("alternates", number),
                    "{site} cannot be the alternate of itself",
                    hint="Name another site here, or delete this entry.",
                    site=site.id,
                )


@rule(
    "RED004",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-53r5 CP-7(1)",
        "NIST SP 800-53r5 CP-6(1)",
        "DORA 12(5)(a)",
        "NIS2-IR 4.2.2(c)",
        "NC-911 .0206(e)",
    ),
)
def alternates_lie_elsewhere(ctx: Context) -> Iterator[Finding]:
    """An alternate site lies in no hazard zone, and shares no cause, of the site it stands in for.

    Why: the flood that closes the office closes the house across the road too.
    Fix: choose a site in another zone; if the zones are drawn too wide, draw them as they are.
    Ignore when: another alternate lies elsewhere, and people know to pass over this one.
    """
    for site in ctx.plan.of(Site):
        for number, other_id in enumerate(site.alternates):
            other = ctx.plan.find(other_id, Site)
            if other is None or other is site:
                continue
            for cause in sorted(causes_of(site) & causes_of(other)):
                yield Finding(
                    site.at("alternates", number),
                    "{cause} takes both {site} and {alternate}, which is to stand in for it",
                    alternate=other.id,
                    cause=cause,
                    site=site.id,
                )


def causes_of(site: Site) -> set[str]:
    """Ids of what takes a site with others: the causes it shares, and its hazard zone."""
    return {*site.shares, *([site.zone] if site.zone is not None else [])}


@rule(
    "RED005",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-53r5 CP-7(2)",
        "NIST SP 800-53r5 CP-7(3)",
        "NIST SP 800-53r5 CP-7(4)",
        "NIST SP 800-34r1 App F",
    ),
)
def alternates_can_be_entered(ctx: Context) -> Iterator[Finding]:
    """An alternate site says how to get in, who may, by what agreement, and how soon it is ready.

    Why: at night the alternate is a locked door, and the guard has a list.
    Fix: write ``access: {how, people, agreement}`` and ``set_up`` for the site.
    Ignore when: never.
    """
    alternates = {one for site in ctx.plan.of(Site) for one in site.alternates if one != site.id}
    for site in ctx.plan.of(Site):
        if site.id in alternates:
            yield from missing(site, site.at(), _READY, site=site.id)
            if site.access is not None:
                yield from missing(site.access, site.at("access"), _ENTERED, site=site.id)


_READY = (
    Wanted(
        "access",
        "the alternate site {site} does not say how to get in, and who may",
        "Write `access: {{how: …, people: …, agreement: …}}`.",
    ),
    Wanted(
        "set_up",
        "the alternate site {site} does not say how long it takes to be ready",
        "Write `set_up:`, for example 2h.",
    ),
)

_ENTERED = (
    Wanted(
        "people",
        "the alternate site {site} does not say who may get in",
        "Name under `people:` who is authorised.",
    ),
    Wanted(
        "agreement",
        "the alternate site {site} does not say what agreement gives the right to use it",
        "Write `agreement:`, the contract, or that the site is our own.",
    ),
)


@rule(
    "RED010",
    Severity.WARNING,
    clauses=("DORA-RTS 26(2)(i)", "NIST SP 800-34r1 3.3", "42 CFR 482.15(b)(1)", "AICPA TSC A1.2"),
)
def critical_sites_have_power_and_lines(ctx: Context) -> Iterator[Finding]:
    """Every critical site says what stands in for mains power and for its lines.

    Why: a telephone floor without power is silent within the minute that the batteries last.
    Fix: write under ``power`` and ``comms`` what stands in and for how long; "none, people go home"
    is an answer.
    Ignore when: never.
    """
    for site in ctx.plan.of(Site):
        if site.critical:
            yield from missing(site, site.at(), _MAINS, site=site.id)


_MAINS = (
    Wanted(
        "power",
        "the critical site {site} does not say what stands in for mains power",
        "Write under `power:` what does and for how long; “none, people go home” is an answer.",
    ),
    Wanted(
        "comms",
        "the critical site {site} does not say what stands in for its lines",
        "Write under `comms:` what does and for how long; “none, people go home” is an answer.",
    ),
)
