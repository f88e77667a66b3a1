"""Rules on the hours at which roles are covered, and who relieves their holders."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message, Severity
from bcp.model.people import Hours, Role
from bcp.model.response import Escalation
from bcp.rules.common import hours_in_one_zone, listed
from bcp.rules.roles.people import holders, rota_of_several
from bcp.rules.rule import Context, Finding, rule
from bcp.rules.week import gap_in_week, not_held


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


def _called_uncovered(ctx: Context, called: list[str], cover: str) -> Message | None:
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
        if len(people) == 1 and not rota_of_several(ctx, role):
            yield Finding(
                role.at("alternates"),
                "{role} is covered at any hour, and nobody relieves {person}",
                role=role.id,
                person=people.pop(),
            )
