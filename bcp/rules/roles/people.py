"""Rules on who fills a role, who stands in, and how they are reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcp.diagnostics import Argument, Message, Place, Severity
from bcp.model.people import Person, Role, Rota
from bcp.rules.common import YEAR, is_overdue, listed
from bcp.rules.rule import Context, Finding, rule

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
    if ctx.plan.contacts_are_missing:
        return
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
        if not role.alternates and not rota_of_several(ctx, role):
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


def rota_of_several(ctx: Context, role: Role) -> bool:
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
                others=_other_ways(kinds),
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
    if len(kinds) > 1:
        return "Write another number for one of them, or add a second way: {others}."
    return "Add a second way: {others}."


def _other_ways(kinds: Sequence[str]) -> Argument:
    return listed([*_others(kinds), "mail"], "or")


def _others(kinds: Sequence[str]) -> list[str]:
    return [kind for kind in ("work", "mobile", "personal") if kind not in kinds]


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
        if person.verified is None and ctx.plan.contacts_are_missing:
            continue  # that day is held with the numbers
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
