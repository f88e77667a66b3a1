"""Rules on what goes stale: people who left, waivers, days that cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bcp.diagnostics import Place, Severity
from bcp.model.people import Person, Role, Rota
from bcp.model.references import values_of
from bcp.model.scalars import Day
from bcp.rules.roles.people import on_rota
from bcp.rules.rule import Context, Finding, kept_by_the_reader, rule


@rule(
    "MNT016",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-34r1 3.6",
        "NIST SP 800-53r5 CP-2 a.3",
    ),
    since="start",
)
def nobody_left_holds_a_role(ctx: Context) -> Iterator[Finding]:
    """Nobody who has left still holds a role or a place on a rota.

    Why: their telephone is answered by a stranger, and the role is empty.
    Fix: name a successor here.
    Ignore when: never.
    """
    for role in ctx.plan.of(Role):
        if role.primary is not None and _left(ctx, role.primary):
            yield Finding(
                role.at("primary"),
                "{person} has left and is still the primary of {role}",
                person=role.primary,
                role=role.id,
            )
        for number, person in enumerate(role.alternates):
            if _left(ctx, person):
                yield Finding(
                    role.at("alternates", number),
                    "{person} has left and is still an alternate of {role}",
                    person=person,
                    role=role.id,
                )
    for rota in ctx.plan.of(Rota):
        for place, person in on_rota(rota):
            if _left(ctx, person):
                yield Finding(
                    place,
                    "{person} has left and is still on the rota {rota}",
                    person=person,
                    rota=rota.id,
                )


def _left(ctx: Context, person: str) -> bool:
    found = ctx.plan.find(person, Person)
    return found is not None and found.status == "left"


@kept_by_the_reader("MNT018", ages=True)
def waivers_current() -> None:
    """No waiver is past its until date, or runs more than a year ahead.

    Why: an accepted gap that nobody decides on again is a forgotten gap.
    Fix: mend what the waiver hides, or have it approved anew with a new date.
    Ignore when: never.
    """


@kept_by_the_reader("MNT019", Severity.WARNING)
def waivers_used() -> None:
    """Every waiver still hides a finding.

    Why: a waiver that hides nothing will hide the next fault on the same object unseen.
    Fix: delete the waiver; what it was for has been mended.
    Ignore when: never.
    """


@kept_by_the_reader("MNT020")
def waivers_name_rules() -> None:
    """Every waiver names a rule that exists.

    Why: a waiver of a rule with a slip in its code hides nothing.
    Fix: take the code from the finding that it should hide.
    Ignore when: never.
    """


RECORDED = frozenset(
    {
        "approved",
        "beforehand",
        "checked",
        "last",
        "on",
        "reported_on",
        "restore_tested",
        "reviewed",
        "selected",
        "tested",
        "trained",
        "verified",
    }
)
"""Fields whose day is that of something done: a test, a review, an approval, an event, a course.

All other days of the language may lie ahead: what is planned, due, accepted until, an absence, a
closed day, an appointment, the end of a contract, the first turn of a rota.
"""


@rule("MNT021", Severity.ERROR, clauses=("ISO 22301:2019 7.5.2",), ages=True, since="start")
def what_was_done_lies_in_the_past(ctx: Context) -> Iterator[Finding]:
    """No day on which something was done lies ahead by more than one day.

    Why: a test that is entered for next spring counts as done until then, and long after. One day
    is let pass: after midnight in Kyiv a check that runs by UTC still counts the day before, and
    what was entered on its own day is no fault. The days are those of ``approved``, ``beforehand``,
    ``checked``, ``last``, ``on``, ``reported_on``, ``restore_tested``, ``reviewed``, ``selected``,
    ``tested`` and ``verified``, and the ones under ``trained``.
    Fix: write the day on which it was done; what is only planned is an exercise with ``planned:``.
    Ignore when: never.
    """
    for place, day in days_done(ctx):
        if day > ctx.as_of + A_DAY_APART:
            yield Finding(place, "this day has not come yet: {day}", day=day.isoformat())


A_DAY_APART = dt.timedelta(days=1)
"""How far the day of a check may lie behind that of whoever writes."""


def days_done(ctx: Context) -> Iterator[tuple[Place, dt.date]]:
    """Every day in the plan on which something was done, with its place."""
    for one in ctx.plan:
        for path, day in values_of(one, Day):
            if ("trained" if path[0] == "trained" else path[-1]) in RECORDED:
                yield one.at(*path), day
