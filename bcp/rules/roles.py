"""Rules on roles, people and authority."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.people import Role
from bcp.rules.rule import Context, Finding, rule


@rule(
    "ROL003",
    Severity.ERROR,
    clauses=("ISO 22301:2019 8.4.2", "NIST SP 800-34r1 App A", "NIS2-IR 4.2.4(c)"),
)
def alternate_is_someone_else(ctx: Context) -> Iterator[Finding]:
    """A critical role has at least one alternate, who is not its primary.

    Why: a critical role with one holder is empty when that person sleeps, is ill or has left.
    Fix: name under ``alternates:`` somebody else who is trained for the role.
    Ignore when: the role is filled from a rota with at least two people.
    """
    for role in ctx.plan.of(Role):
        if not role.critical or role.rota is not None:
            continue
        if not role.alternates:
            yield Finding(
                role.at("alternates"), "the critical role {role} has no alternate", role=role.id
            )
        for number, person in enumerate(role.alternates):
            if person == role.primary:
                yield Finding(
                    role.at("alternates", number),
                    "{person} is the primary of {role} and cannot be the alternate too",
                    person=person,
                    role=role.id,
                )
