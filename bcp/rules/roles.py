"""Rules on roles, people and authority."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcp.diagnostics import Message, Place, Severity
from bcp.model.people import Hours, Person, Role, Rota, Team
from bcp.model.resources import Site
from bcp.model.response import Escalation
from bcp.rules.common import YEAR, all_read, hours_in_one_zone, is_overdue, listed
from bcp.rules.rule import Context, Finding, rule
from bcp.rules.week import gap_in_week, not_held

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

NOT_OF_THE_OFFICE = ("mobile", "personal", "satellite")
"""Kinds of telephone that work without the office and its systems."""


def holders(ctx: Context, role: Role) -> Iterator[tuple[Place, str]]:
    """The id of everybody who is named for a role, with its place: primary, rota, alternates."""
    if role.primary is not None:
        yield role.at("primary"), role.primary
    rota = ctx.plan.find(role.rota, Rota)
    if rota is not None:
        yield from on_rota(rota)
    for number, person in enumerate(role.alternates):
        yield role.at("alternates", number), person


def on_rota(rota: Rota) -> Iterator[tuple[Place, str]]:
    """The id of everybody who is named in a rota, with its place."""
    for number, shift in enumerate(rota.shifts):
        for position, person in enumerate(shift.people):
            yield rota.at("shifts", number, "people", position), person
    for number, person in enumerate(rota.weeks):
        yield rota.at("weeks", number), person


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
                words=words,
            )


@rule(
    "ROL002",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-53r5 CP-2 a.3",
        "NIS2-IR 4.1.2(b)",
        "NIS2-IR 4.1.2(c)",
        "NIST SP 800-34r1 App A",
    ),
    since="start",
)
def role_filled(ctx: Context) -> Iterator[Finding]:
    """Every role is filled by a named person or a rota, and everybody named has a telephone.

    Why: an empty box in the chart is found by the caller whom nobody answers.
    Fix: name a ``primary:`` or a ``rota:``, and write the person's number under ``phones:``.
    Ignore when: never.
    """
    for role in ctx.plan.of(Role):
        if role.primary is None and role.rota is None:
            yield Finding(
                role.at("primary"),
                "nobody fills the role {role}",
                hint="Name somebody under `primary:`, or a rota under `rota:`.",
                role=role.id,
            )
        rota = ctx.plan.find(role.rota, Rota)
        if rota is not None and rota.kept is None and not list(on_rota(rota)):
            yield Finding(
                rota.at(),
                "the rota {rota} names nobody, so nobody fills the role {role}",
                hint="Name people under `shifts:` or `weeks:`, or under `kept:` the record or "
                "system that does.",
                rota=rota.id,
                role=role.id,
            )
    for person, named_for in responders(ctx).items():
        if person.phones is None or not person.phones.numbers():
            yield Finding(
                person.at("phones"),
                "{person}, named for the role {role}, has no telephone number",
                hint="Write the person's number under `phones:` of {person}.",
                person=person.id,
                role=named_for,
            )


def responders(ctx: Context) -> dict[Person, str]:
    """Everybody named for a role and still with us, and the first role each is named for."""
    found: dict[Person, str] = {}
    for role in ctx.plan.of(Role):
        for _, id in holders(ctx, role):  # noqa: A001
            person = ctx.plan.find(id, Person)
            if person is not None and person.status != "left":
                found.setdefault(person, role.id)
    return found


@rule(
    "ROL003",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.4.2",
        "NIST SP 800-34r1 App A",
        "NIS2-IR 4.2.4(c)",
    ),
    since="start",
)
def alternate_is_someone_else(ctx: Context) -> Iterator[Finding]:
    """A critical role has at least one alternate, who is not its primary.

    Why: a critical role with one holder is empty when that person sleeps, is ill or has left.
    Fix: name under ``alternates:`` somebody else who is trained for the role.
    Ignore when: the role is filled from a rota that is kept elsewhere, with at least two people.
    """
    for role in ctx.plan.of(Role):
        if not role.critical:
            continue
        if not role.alternates and not _rota_of_several(ctx, role):
            yield Finding(
                role.at("alternates"), "the critical role {role} has no alternate", role=role.id
            )
        for number, person in enumerate(role.alternates):
            if person == role.primary:
                yield Finding(
                    role.at("alternates", number),
                    "{person} is the primary of {role} and cannot be the alternate too",
                    hint="Name somebody else who is trained for the role, or delete this entry."
                    if set(role.alternates) - {role.primary}
                    else "Name somebody else who is trained for the role.",
                    person=person,
                    role=role.id,
                )


def _rota_of_several(ctx: Context, role: Role) -> bool:
    """Whether the role is filled from a rota of at least two, or from one that is not known."""
    if role.rota is None:
        return False
    rota = ctx.plan.find(role.rota, Rota)
    if rota is None or rota.kept is not None:
        return True
    return len({person for _, person in on_rota(rota)}) > 1


@rule(
    "ROL004",
    Severity.WARNING,
    clauses=(
        "FCD-1 succession",
        "42 CFR 482.15(a)(3)",
    ),
)
def succession_deep_enough(ctx: Context) -> Iterator[Finding]:
    """Whoever leads the response, or activates the plan, has at least two successors.

    Why: on a bad night the first is away and the second is asleep.
    Fix: add people to ``alternates:``, in the order in which they take over.
    Ignore when: the organisation has no third person who could lead.
    """
    for role in ctx.plan.of(Role):
        if role.function != "lead" and role.id != ctx.plan.header.activated_by:
            continue
        rota = ctx.plan.find(role.rota, Rota)
        if role.rota is not None and (rota is None or rota.kept is not None):
            continue
        people = {person for _, person in holders(ctx, role)}
        if people and len(people) < 3:
            yield Finding(
                role.at("alternates"),
                "{role} {does}, and has {count} of the two successors it needs",
                role=role.id,
                does=Message.of(
                    "leads the response" if role.function == "lead" else "activates the plan"
                ),
                count=Message.of("one" if len(people) == 2 else "none"),
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
            words=words,
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
    if not role.alternates and not _rota_of_several(ctx, role):
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
    "ROL009",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-34r1 App A",
        "NIST SP 800-34r1 4.2.2",
        "42 CFR 482.15(c)(3)",
    ),
    since="start",
)
def two_ways_to_reach(ctx: Context) -> Iterator[Finding]:
    """Everybody named for a role can be reached in two ways, one of them without office systems.

    Why: the desk telephone and the office mail die with the office.
    Fix: add a ``mobile`` or ``personal`` number under ``phones:``.
    Ignore when: the person agreed to no private number; the duty telephone of the role is with
    them.
    """
    for person, role in responders(ctx).items():
        if person.phones is None or not person.phones.numbers():
            continue  # ROL002 says so
        phones = person.phones.numbers()
        kinds = [kind for kind, _ in phones]
        mail = person.mail
        mails = {one for one in (mail.work, mail.personal, mail.duty) if one} if mail else set()
        # One telephone under two names is dead under both.
        distinct = {number.replace(" ", "") for _, number in phones}
        if len(distinct) + len(mails) < 2:
            yield Finding(
                person.at("phones"),
                "{person}, named for the role {role}, can be reached in one way only"
                if len(phones) == 1
                else "{person}, named for the role {role}, can be reached in one way only: {kinds} "
                "are the same number",
                hint=_second_way(kinds),
                person=person.id,
                role=role,
                kinds=listed(kinds),
            )
        elif not set(kinds) & set(NOT_OF_THE_OFFICE) and not (mail and mail.personal):
            yield Finding(
                person.at("phones"),
                "{person}, named for the role {role}, can be reached through the office alone",
                person=person.id,
                role=role,
            )


def _second_way(kinds: Sequence[str]) -> str:
    """The fix for somebody with one way: what is not there yet, and works without the office."""
    if not set(kinds) & set(NOT_OF_THE_OFFICE):
        return "Add a `mobile` or `personal` number under `phones:`."
    others = [kind for kind in ("work", "mobile", "personal") if kind not in kinds]
    if len(kinds) > 1:
        return f"Write another number for one of them, or add a second way: {_or_mail(others)}."
    return f"Add a second way: {_or_mail(others)}."


def _or_mail(kinds: list[str]) -> str:
    return listed([*kinds, "mail"], "or")


@rule(
    "ROL010",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-34r1 3.6",
        "FINRA 4370(f)",
        "FINRA 4517",
        "42 CFR 482.15(c)(1)",
    ),
    ages=True,
)
def contacts_verified(ctx: Context) -> Iterator[Finding]:
    """The contact data of everybody named for a role were tried within the last twelve months.

    Why: one number in five changes in a year, and nobody writes to say so.
    Fix: ring the number, mend it, and write the day under ``verified:``.
    Ignore when: never.
    """
    for person, role in responders(ctx).items():
        if person.verified is None:
            yield Finding(
                person.at("verified"),
                "the contact data of {person}, named for the role {role}, were never verified",
                person=person.id,
                role=role,
            )
        elif is_overdue(person.verified, YEAR, ctx.as_of):
            yield Finding(
                person.at("verified"),
                "the contact data of {person}, named for the role {role}, were last verified on "
                "{day}, more than {interval} ago",
                person=person.id,
                role=role,
                day=person.verified.isoformat(),
                interval=YEAR.in_words(),
            )


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


@rule(
    "ROL014",
    Severity.WARNING,
    clauses=(
        "PCI DSS 4.0.1 12.10.3",
        "ISO 22301:2019 8.4.2",
    ),
)
def response_roles_always_covered(ctx: Context) -> Iterator[Finding]:
    """Every role that may be called is covered at the hours at which it may be.

    Why: two thirds of the week lie outside office hours. A role is called at the hours of the
    escalations that call it; one that is critical and called by none, or that activates the plan,
    may be needed at any hour.
    Fix: write ``cover: always``, or the hours at which it is called, and name enough people for it.
    Ignore when: the role is called only while another covers it.
    """
    calling: dict[str, list[str]] = {}
    for escalation in ctx.plan.of(Escalation):
        for step in escalation.steps:
            calling.setdefault(step.role, []).append(escalation.hours)
    for role in ctx.plan.of(Role):
        called = list(dict.fromkeys(calling.get(role.id, ())))
        if role.id == ctx.plan.header.activated_by or (role.critical and not called):
            called = ["always"]
        if not called or role.cover == "always" or called == [role.cover]:
            continue
        always = "always" in called
        if role.cover is None:
            yield Finding(
                role.at("cover"),
                "{role} may be called at any hour and does not say when it is covered"
                if always
                else "{role} is called during {called} and does not say when it is covered",
                hint=None if always else "Write under `cover:` the hours at which it is called.",
                role=role.id,
                called=listed(called),
            )
        elif always and _leaves_an_hour_open(ctx, role.cover):
            yield Finding(
                role.at("cover"),
                "{role} may be called at any hour and is covered only during {hours}",
                role=role.id,
                hours=role.cover,
            )
        elif not always and (gap := _called_uncovered(ctx, called, role.cover)) is not None:
            yield Finding(
                role.at("cover"),
                "{role} is called during {called}, and covered during {hours}: {gap} it is not",
                role=role.id,
                called=listed(called),
                hours=role.cover,
                gap=gap,
            )


def _leaves_an_hour_open(ctx: Context, cover: str) -> bool:
    """Whether named hours hold less than the week; of hours that are not known REF001 speaks."""
    named = ctx.plan.find(cover, Hours)
    return named is not None and gap_in_week([named]) is not None


def _called_uncovered(ctx: Context, called: list[str], cover: str) -> str | None:
    """The first stretch of a week at which a role is called and not covered, in words."""
    named = hours_in_one_zone(ctx, [cover, *called])
    if named is None:
        return None
    return not_held(
        [one for one in named if one.id in called], [one for one in named if one.id == cover]
    )


@rule(
    "ROL015",
    Severity.WARNING,
    clauses=(
        "ISO/TS 22330:2018 7.5.2",
        "ANSSI-crisis 2.2",
    ),
)
def relief_defined(ctx: Context) -> Iterator[Finding]:
    """Every role that is covered at any hour has somebody who relieves its holder.

    Why: an emergency outlasts a shift; whoever cannot hand over stays, and decides badly.
    Fix: name under ``alternates:`` somebody else who is trained for the role.
    Ignore when: the role is done within one shift whatever happens.
    """
    for role in ctx.plan.of(Role):
        if role.cover != "always" or role.critical:
            continue  # of a critical role ROL003 asks for an alternate
        if role.primary is None and role.rota is None:
            continue  # ROL002 says so
        people = {person for _, person in holders(ctx, role)}
        if len(people) == 1 and not _rota_of_several(ctx, role):
            yield Finding(
                role.at("alternates"),
                "{role} is covered at any hour, and nobody relieves {person}",
                role=role.id,
                person=people.pop(),
            )


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


def _above(ctx: Context, team: Team) -> str:
    """The teams one level up, to be added to a sentence; empty when there is none."""
    level = LEVELS[LEVELS.index(team.level) + 1]
    ids = [one.id for one in ctx.plan.of(Team) if one.level == level]
    return f": {listed(ids, 'or')}" if ids else ""


def _reports_to_itself(ctx: Context, team: Team) -> bool:
    seen: set[str] = set()
    above = ctx.plan.find(team.reports_to, Team)
    while above is not None and above.id not in seen:
        if above.id == team.id:
            return True
        seen.add(above.id)
        above = ctx.plan.find(above.reports_to, Team)
    return False
