"""Rules on the response structure: functions, powers, teams, and those at the top."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Argument, Message, Place, Severity
from bcp.model.people import Role, Team
from bcp.model.resources import Site
from bcp.rules.common import all_read, listed
from bcp.rules.roles.people import holders, rota_of_several
from bcp.rules.rule import Context, Finding, rule

FUNCTIONS = {
    "lead": "leads the response",
    "planning": "plans ahead and keeps the picture",
    "operations": "runs the operations",
    "logistics": "looks after sites and supplies",
    "communications": "speaks with those outside",
    "people": "looks after our people",
    "ict": "recovers the systems",
    "continuity": "keeps the plan",
}
"""The functions of a response structure; the keeper of the log is asked for by ESC013."""

POWERS = {
    "activate": "start the plan",
    "spend": "spend money",
    "close-site": "close a site",
    "speak": "speak publicly",
}
"""The powers that must be delegated before the night on which they are needed."""


@rule(
    "ROL001",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.4.2",
        "ISO 22320:2018 5",
        "DORA 11(7)",
        "DORA 14(3)",
    ),
)
def functions_covered(ctx: Context) -> Iterator[Finding]:
    """Every function of a response structure has a role.

    Why: what is nobody's task in a crisis is done by everybody, or by no one.
    Fix: write a role with this ``function:``; one person may fill several small ones.
    Ignore when: another plan covers the function; name that plan in the waiver.
    """
    if not all_read(ctx, Role):
        return
    covered = {role.function for role in ctx.plan.of(Role)}
    for function, words in FUNCTIONS.items():
        if function not in covered:
            yield Finding(
                ctx.plan.header.at(),
                "no role has the function {function}: nobody {words}",
                hint="Write `function: {function}` in the role that does, or write a role for it; "
                "one person may fill several small ones.",
                function=function,
                words=Message.of(words),
            )


@rule(
    "ROL006",
    Severity.ERROR,
    clauses=(
        "FCD-1 delegations",
        "42 CFR 482.15(a)(3)",
        "NIST SP 800-34r1 4.2.1",
    ),
)
def powers_delegated(ctx: Context) -> Iterator[Finding]:
    """Starting the plan, spending, closing a site and speaking publicly are delegated to roles.

    Why: a night lead who has to ask before spending 500 waits for somebody who sleeps.
    Fix: write under ``authority:`` of a role ``may``, ``power``, ``when``, ``limit``, ``until``.
    Ignore when: the power lies outside the organisation; say with whom.
    """
    if not all_read(ctx, Role):
        return
    given = {one.power for role in ctx.plan.of(Role) for one in role.authority}
    for power, words in POWERS.items():
        if power in given or (power == "close-site" and not ctx.plan.of(Site)):
            continue
        yield Finding(
            ctx.plan.header.at(),
            "no role may {words}: no authority has `power: {power}`",
            hint="Write `power: {power}` in the authority of the role that may.",
            words=Message.of(words),
            power=power,
        )


@rule("ROL007", Severity.ERROR, clauses=("NIST SP 800-34r1 4.2.1",), since="start")
def one_activation_authority(ctx: Context) -> Iterator[Finding]:
    """Exactly one role may activate the plan, and it has successors in order.

    Why: two who may start wait for each other; one without a successor is on holiday.
    Fix: name the role under ``activated_by:``, give it an authority with ``power: activate``, and
    list its ``alternates:``.
    Ignore when: never.
    """
    header = ctx.plan.header
    if header.activated_by is None:
        yield Finding(
            header.at("activated_by"),
            "the plan does not say who may activate it",
            hint="Name the role under `activated_by:`.",
        )
        return
    role = ctx.plan.find(header.activated_by, Role)
    if role is None:
        return
    if not list(_may_activate(role)):
        yield Finding(
            role.at("authority"),
            "{role} is to activate the plan and has no authority with the power to",
            hint="Write under `authority:` an entry with `power: activate`.",
            related=[(header.at("activated_by"), "named here")],
            role=role.id,
        )
    if not role.alternates and not rota_of_several(ctx, role):
        yield Finding(
            role.at("alternates"),
            "nobody succeeds {role}, who activates the plan",
            hint="Name under `alternates:` who does, in order.",
            role=role.id,
        )
    for other in ctx.plan.of(Role):
        for place in _may_activate(other) if other.id != role.id else ():
            yield Finding(
                place,
                "{other} may activate the plan as well as {role}: exactly one role may",
                hint="Delete `power: activate` here; who takes over is said by the `alternates` of "
                "{role}.",
                related=[(header.at("activated_by"), "named here")],
                other=other.id,
                role=role.id,
            )


def _may_activate(role: Role) -> Iterator[Place]:
    for number, one in enumerate(role.authority):
        if one.power == "activate":
            yield role.at("authority", number, "power")


@rule(
    "ROL013",
    Severity.WARNING,
    clauses=(
        "ISO 22301:2019 5.1",
        "APRA CPS 230 22(b)",
        "DORA-RTS 39(2)(a)",
        "FINRA 4370(d)",
    ),
    since="audited",
)
def sponsor_and_approval(ctx: Context) -> Iterator[Finding]:
    """The plan names its sponsor at the top, and those at the top have approved it.

    Why: the plan spends money and closes sites; that takes a decision of those who answer for it.
    Fix: name the ``sponsor:``, and have the sponsor or the strategic team approve the plan.
    Ignore when: the governing body approved it under another name; say which.
    """
    header = ctx.plan.header
    if header.sponsor is None:
        yield Finding(
            header.at("sponsor"),
            "the plan names no sponsor at the top",
            hint="Name under `sponsor:` who answers for the plan there.",
        )
    if header.approved is None or not all_read(ctx, Team, Role):
        return  # without any approval MNT001 speaks
    by = header.approved.by
    if ctx.plan.kind_of(by) is not None and by not in at_the_top(ctx):
        yield Finding(
            header.at("approved", "by"),
            "{by} approved the plan, but is neither its sponsor nor of the strategic team",
            hint="Have a member of the strategic team approve it, and name them here."
            if header.sponsor is None
            else "Have {sponsor} or a member of the strategic team approve it, and name them here.",
            by=by,
            sponsor=header.sponsor or "",
        )


def at_the_top(ctx: Context) -> set[str]:
    """Ids of the sponsor, the strategic teams, their roles, and the people named for these."""
    header = ctx.plan.header
    top = {header.sponsor} if header.sponsor else set()
    strategic = [team for team in ctx.plan.of(Team) if team.level == "strategic"]
    for team in strategic:
        top.update((team.id, team.lead, *team.members))
    for role in ctx.plan.of(Role):
        if role.id in top or role.team in top:
            top.add(role.id)
            top.update(person for _, person in holders(ctx, role))
    return top


LEVELS = ("operational", "tactical", "strategic")
"""Levels of teams, from below."""


@rule(
    "ROL016",
    Severity.WARNING,
    clauses=(
        "ISO 22301:2019 8.4.2",
        "ISO/TS 22332:2021 6.2",
        "ISO/TS 22332:2021 6.3",
        "ISO/TS 22332:2021 6.4",
        "ISO 22361:2022 5",
    ),
)
def teams_linked(ctx: Context) -> Iterator[Finding]:
    """There are strategic, tactical and operational teams, and each reports to one above.

    Why: who decides why, who decides how and who does it must know of one another.
    Fix: write a team of the level that is missing, or name the team above under ``reports_to:``.
    Ignore when: the organisation is so small that one team does all three; say so.
    """
    teams = ctx.plan.of(Team)
    for level in LEVELS:
        if not any(team.level == level for team in teams) and all_read(ctx, Team):
            yield Finding(
                ctx.plan.header.at(),
                "there is no {level} team",
                hint="Write a team with `level: {level}`.",
                level=level,
            )
    for team in teams:
        above = ctx.plan.find(team.reports_to, Team)
        if team.reports_to is None:
            if team.level != "strategic":
                yield Finding(
                    team.at("reports_to"),
                    "the {level} team {team} reports to no other team",
                    hint="Name under `reports_to:` the team above it{above}.",
                    level=team.level,
                    team=team.id,
                    above=_above(ctx, team),
                )
        elif above is not None and LEVELS.index(above.level) < LEVELS.index(team.level):
            yield Finding(
                team.at("reports_to"),
                "the {level} team {team} reports to {above}, which is {lower}",
                hint="Name here a team of its own level or above.",
                level=team.level,
                team=team.id,
                above=above.id,
                lower=above.level,
            )
        elif _reports_to_itself(ctx, team):
            yield Finding(
                team.at("reports_to"),
                "the team {team} reports, in the end, to itself",
                hint="Name here a team that does not report to this one.",
                team=team.id,
            )


def _above(ctx: Context, team: Team) -> Argument:
    """The teams one level up, to be added to a sentence; empty when there is none."""
    level = LEVELS[LEVELS.index(team.level) + 1]
    ids = [one.id for one in ctx.plan.of(Team) if one.level == level]
    return Message.of(": {ids}", ids=listed(ids, "or")) if ids else ""


def _reports_to_itself(ctx: Context, team: Team) -> bool:
    seen: set[str] = set()
    above = ctx.plan.find(team.reports_to, Team)
    while above is not None and above.id not in seen:
        if above.id == team.id:
            return True
        seen.add(above.id)
        above = ctx.plan.find(above.reports_to, Team)
    return False
