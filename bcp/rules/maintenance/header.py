"""Rules on what the plan says of itself: owner, version, review, scope, copies."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.rules.common import YEAR, Wanted, missing
from bcp.rules.rule import Context, Finding, rule


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
    yield from missing(ctx.plan.header, ctx.plan.header.at(), _IDENTITY)


_IDENTITY = (
    Wanted(
        "owner",
        "nobody is named who keeps the plan right",
        "Name under `owner:` the role that does.",
    ),
    Wanted(
        "version",
        "the plan has no version",
        'Write `version:` in quotes, for example "1.0".',
    ),
    Wanted(
        "approved",
        "the plan does not say who approved it, and when",
        "Write `approved: {{by: …, on: …, revision: …}}` once it is.",
    ),
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
            "the review of the plan was due on {due}, {interval} after the last, on {last}",
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
    yield from missing(ctx.plan.header, ctx.plan.header.at(), _COPIES)


_COPIES = (
    Wanted(
        "distribution",
        "the plan does not say who gets it",
        "Write under `distribution:` the teams, roles or people that get it.",
    ),
    Wanted(
        "copies",
        "the plan does not say where its printed or offline copies lie",
        "Write under `copies:` where they lie, and how many: `- {{where: …, how_many: …}}`.",
    ),
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
    yield from missing(ctx.plan.header, ctx.plan.header.at(), _SCOPE)


_SCOPE = (
    Wanted(
        "scope",
        "the plan does not say what it covers, and for whom it is written",
        "Write it under `scope:`.",
    ),
    Wanted(
        "exclusions",
        "the plan does not say what it leaves out",
        "Write `exclusions:` with `what` and `why`: no plan covers everything.",
    ),
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
