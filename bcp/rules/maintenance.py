"""Rules on how the plan itself is kept: owner, version, review, copies, waivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bcp.diagnostics import Place, Severity
from bcp.model.people import Person, Role, Rota
from bcp.model.references import values_of
from bcp.model.scalars import Day
from bcp.rules.common import YEAR
from bcp.rules.roles import on_rota
from bcp.rules.rule import Context, Finding, kept_by_the_reader, rule


@rule(
    "MNT001",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 7.5.2",
        "NIST SP 800-53r5 CP-2 a.7",
        "ISO/TS 22332:2021 7.2.13",
    ),
)
def plan_identified(ctx: Context) -> Iterator[Finding]:
    """The plan has an owner, a version, and an approval with a name and a day.

    Why: of two copies in a drawer nobody can say which of them holds.
    Fix: write ``owner:``, ``version:``, and ``approved:`` with ``by``, ``on`` and ``revision``.
    Ignore when: the plan is a first draft; waive it until the day it is to be approved.
    """
    header = ctx.plan.header
    if header.owner is None:
        yield Finding(
            header.at("owner"),
            "nobody is named who keeps the plan right",
            hint="Name under `owner:` the role that does.",
        )
    if header.version is None:
        yield Finding(
            header.at("version"),
            "the plan has no version",
            hint='Write `version:` in quotes, for example "1.0".',
        )
    if header.approved is None:
        yield Finding(
            header.at("approved"),
            "the plan does not say who approved it, and when",
            hint="Write `approved: {{by: …, on: …, revision: …}}` once it is.",
        )


@rule(
    "MNT002",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-53r5 CP-2 d",
        "FINRA 4370(b)",
        "APRA CPS 230 45",
        "42 CFR 482.15(a)",
        "NIS2-IR 4.1.4",
    ),
    ages=True,
)
def plan_reviewed(ctx: Context) -> Iterator[Finding]:
    """The plan was reviewed within its own interval, and within twelve months.

    Why: people, numbers and systems change every month; a plan that nobody reads over is wrong
    within a year.
    Fix: read it over with those who would use it, and write the day under ``review: last:``.
    Ignore when: never.
    """
    header = ctx.plan.header
    review = header.review
    if review is None:
        yield Finding(
            header.at("review"),
            "the plan does not say how often it is reviewed, and when it last was",
            hint="Write `review:` with `every` and `last`.",
        )
        return
    interval = min(review.every, YEAR)
    due = interval.after(review.last)
    if due < ctx.as_of:
        yield Finding(
            header.at("review", "last"),
            "the review of the plan was due on {due}: the last was on {last}, and {interval} is "
            "the longest interval",
            due=due.isoformat(),
            last=review.last.isoformat(),
            interval=interval.in_words(),
        )


@rule(
    "MNT004",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-34r1 3.6",
        "ISO 22301:2019 7.5.3",
    ),
)
def change_logged(ctx: Context) -> Iterator[Finding]:
    """The change log has an entry for the plan's version.

    Why: who knew the last version must see at once what is different.
    Fix: add an entry with this version, the day, who made it and what changed.
    Ignore when: never.
    """
    header = ctx.plan.header
    if header.version is None:  # MNT001 asks for it
        return
    if header.version not in {one.version for one in header.changes}:
        yield Finding(
            header.at("changes"),
            "the change log has no entry for version {version}",
            hint='Add the line `- {{version: "{version}", on: …, by: …, what: …}}`.',
            version=header.version,
        )


@rule(
    "MNT005",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-53r5 CP-2 b",
        "NIST SP 800-34r1 3.6",
        "ISO/TS 22332:2021 7.2.14",
    ),
)
def distribution_recorded(ctx: Context) -> Iterator[Finding]:
    """The plan says who gets it, and where its printed or offline copies lie.

    Why: on the night the network is down, the plan is the copy that somebody finds.
    Fix: write ``distribution:``, and ``copies:`` with where they lie and how many.
    Ignore when: never.
    """
    header = ctx.plan.header
    if not header.distribution:
        yield Finding(
            header.at("distribution"),
            "the plan does not say who gets it",
            hint="Write under `distribution:` the teams, roles or people that get it.",
        )
    if not header.copies:
        yield Finding(
            header.at("copies"),
            "the plan does not say where its printed or offline copies lie",
            hint="Write under `copies:` where they lie, and how many: "
            "`- {{where: …, how_many: …}}`.",
        )


@rule(
    "MNT006",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-53r5 CP-2 h",
        "ISO 22301:2019 7.5.3",
    ),
)
def classification_stated(ctx: Context) -> Iterator[Finding]:
    """The plan says who may read it.

    Why: it holds private numbers and weak points, and must still reach all who need it.
    Fix: write under ``classification:`` how it is classified and who has access.
    Ignore when: never.
    """
    header = ctx.plan.header
    if header.classification is None:
        yield Finding(header.at("classification"), "the plan does not say who may read it")


@rule(
    "MNT007",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 4.3",
        "DORA-RTS 24(1)(a)(ii)",
        "NIS2-IR 4.1.2(a)",
    ),
)
def scope_stated(ctx: Context) -> Iterator[Finding]:
    """The plan says what it covers and for whom it is written, and what it leaves out.

    Why: what a reader takes to be covered, and is not, is covered by nobody.
    Fix: write ``scope:``, and ``exclusions:`` with ``what`` and ``why``.
    Ignore when: never.
    """
    header = ctx.plan.header
    if header.scope is None:
        yield Finding(
            header.at("scope"),
            "the plan does not say what it covers, and for whom it is written",
            hint="Write it under `scope:`.",
        )
    if not header.exclusions:
        yield Finding(
            header.at("exclusions"),
            "the plan does not say what it leaves out",
            hint="Write `exclusions:` with `what` and `why`: no plan covers everything.",
        )


@rule(
    "MNT008",
    Severity.WARNING,
    clauses=(
        "ISO/TS 22332:2021 7.2.3",
        "NIST SP 800-34r1 4.1",
    ),
)
def assumptions_listed(ctx: Context) -> Iterator[Finding]:
    """The plan lists what it takes for granted.

    Why: a plan fails where an assumption did that nobody had written down.
    Fix: write ``assumptions:``, each with an owner and what to do when it turns out false.
    Ignore when: never.
    """
    header = ctx.plan.header
    if not header.assumptions:
        yield Finding(header.at("assumptions"), "the plan does not list what it takes for granted")


@rule(
    "MNT009",
    Severity.WARNING,
    clauses=(
        "NIST SP 800-53r5 CP-2(1)",
        "ISO/TS 22332:2021 7.2.8",
        "NIST SP 800-34r1 App K",
    ),
    since="audited",
)
def related_plans_named(ctx: Context) -> Iterator[Finding]:
    """The plan names the other plans that it leans on, and where they are kept.

    Why: evacuation, cyber response and crisis communication are mostly somebody else's plan, and
    on the night somebody has to find it.
    Fix: write ``related_plans:``, each with where it is kept.
    Ignore when: it leans on no other plan.
    """
    header = ctx.plan.header
    if not header.related_plans:
        yield Finding(header.at("related_plans"), "the plan names no other plan that it leans on")


@rule("MNT010", Severity.WARNING, clauses=("ISO 22301:2019 4.2.2",), since="audited")
def legal_register_kept(ctx: Context) -> Iterator[Finding]:
    """The plan lists the laws, licences and contracts that ask something of it.

    Why: the licence that is lost by a late notice is not on anybody's mind that night.
    Fix: write ``legal_register:``, each with what it asks of us.
    Ignore when: never.
    """
    header = ctx.plan.header
    if not header.legal_register:
        yield Finding(
            header.at("legal_register"),
            "the plan does not list the laws, licences and contracts that ask something of it",
        )


@rule(
    "MNT011",
    Severity.WARNING,
    clauses=(
        "ISO 22301:2019 6.2",
        "ISO 22301:2019 9.1",
        "NIST SP 800-53r5 CP-2 a.2",
    ),
    since="audited",
)
def objectives_measured(ctx: Context) -> Iterator[Finding]:
    """The plan states its continuity objectives, each with a measure.

    Why: whether continuity got better can be said only of what is measured.
    Fix: write ``objectives:``, each with ``text`` and a ``measure`` that holds a figure.
    Ignore when: never.
    """
    header = ctx.plan.header
    if not header.objectives:
        yield Finding(header.at("objectives"), "the plan states no continuity objective")


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


@rule(
    "MNT017",
    Severity.WARNING,
    clauses=(
        "ISO 22301:2019 5.2",
        "NIST SP 800-53r5 CP-1",
        "DORA 11(1)",
    ),
    since="audited",
)
def policy_present(ctx: Context) -> Iterator[Finding]:
    """The plan gives the continuity policy, or says where it is kept.

    Why: the policy is where those at the top say that continuity comes before thrift.
    Fix: write under ``policy:`` its sentence, or where it is kept and when it was approved.
    Ignore when: never.
    """
    header = ctx.plan.header
    if header.policy is None:
        yield Finding(
            header.at("policy"), "the plan neither gives the continuity policy nor says where it is"
        )


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
    Fix: delete it.
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
    """No day on which something was done lies ahead.

    Why: a test that is entered for next spring counts as done until then, and long after. The days
    are those of ``approved``, ``checked``, ``last``, ``on``, ``reported_on``, ``restore_tested``,
    ``reviewed``, ``selected``, ``tested`` and ``verified``, and the ones under ``trained``.
    Fix: write the day on which it was done; what is only planned is an exercise with ``planned:``.
    Ignore when: never.
    """
    for place, day in days_done(ctx):
        if day > ctx.as_of:
            yield Finding(place, "this day has not come yet: {day}", day=day.isoformat())


def days_done(ctx: Context) -> Iterator[tuple[Place, dt.date]]:
    """Every day in the plan on which something was done, with its place."""
    for one in ctx.plan:
        for path, day in values_of(one, Day):
            if ("trained" if path[0] == "trained" else path[-1]) in RECORDED:
                yield one.at(*path), day
