"""Rules on queues: which go on, for whom, and how without systems."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.communication import Fact, Form
from bcp.model.queues import Queue
from bcp.rules.common import all_read
from bcp.rules.rule import Context, Finding, rule


@rule(
    "CTC005",
    Severity.ERROR,
    clauses=("42 CFR 482.15(c)", "45 CFR 164.308(a)(7)(ii)(C)"),
    pack="health",
)
def safety_queues_keep_a_live_path(ctx: Context) -> Iterator[Finding]:
    """Every queue on which a life may hang says how a caller in danger always reaches a person.

    Why: an announcement cannot tell that the caller has stopped breathing.
    Fix: write under ``live_path`` who answers when nobody of the queue can: a duty telephone, a
    clinician, the emergency number.
    Ignore when: never.
    """
    for one in ctx.plan.of(Queue):
        if one.safety and one.live_path is None:
            yield Finding(
                one.at("live_path"),
                "{queue} does not say how a caller in danger always reaches a person",
                queue=one.id,
            )


@rule(
    "CTC006",
    Severity.ERROR,
    clauses=("ISO 22301:2019 8.2.2", "APRA CPS 230 38(c)"),
    pack="contact-centre",
)
def queues_are_ranked(ctx: Context) -> Iterator[Finding]:
    """Queues are ranked for closing, a safety queue is never closed, and each has a least staff.

    Why: with half the people, whoever closes nothing serves everybody badly, the caller in danger
    too.
    Fix: give every queue that may close a ``shed_order`` of its own, 1 first; a safety queue has
    none. Write ``minimum`` for each.
    Ignore when: never.
    """
    queues = ctx.plan.of(Queue)
    first: dict[int, Queue] = {}
    for one in queues:
        if not one.minimum:
            yield Finding(
                one.at("minimum"),
                "{queue} does not say how many agents it needs at the least",
                hint="Write under `minimum:` the line `- {{hours: always, agents: …}}`, or one for "
                "each of several hours.",
                queue=one.id,
            )
        if one.shed_order is None:
            if not one.safety and len(queues) > 1:
                yield Finding(
                    one.at("shed_order"),
                    "{queue} has no place in the order in which queues are closed",
                    hint="Write `shed_order:` with a number of its own; 1 closes first.",
                    queue=one.id,
                )
        elif one.safety:
            yield Finding(
                one.at("shed_order"),
                "{queue} is a safety queue and never closes",
                hint="Delete this line.",
                queue=one.id,
            )
        elif one.shed_order in first:
            other = first[one.shed_order]
            yield Finding(
                one.at("shed_order"),
                "{queue} and {other} have the same place, {order}, in the order of closing",
                hint="Give one of the two another number.",
                related=[(other.at("shed_order"), "the other one")],
                queue=one.id,
                other=other.id,
                order=one.shed_order,
            )
        else:
            first[one.shed_order] = one


@rule(
    "CTC013",
    Severity.ERROR,
    clauses=("NIST SP 800-34r1 App D", "45 CFR 164.308(a)(7)(ii)(C)"),
    pack="health",
)
def calls_are_logged_without_systems(ctx: Context) -> Iterator[Finding]:
    """Requests can be logged on paper: printed forms lie ready, and somebody enters them later.

    Why: plans say "use paper forms", and on the night there are none.
    Fix: declare a form with ``copies`` that say where and how many, and ``back_entry`` with a
    procedure.
    Ignore when: never.
    """
    forms = ctx.plan.of(Form)
    if not forms and all_read(ctx, Form):
        yield Finding(ctx.plan.header.at(), "there is no form to log calls on paper")
    for one in forms:
        if not any(copies.how_many for copies in one.copies):
            yield Finding(
                one.at("copies"),
                "no printed copies of {form} lie ready",
                hint="Write under `copies:` where they lie, and how many.",
                form=one.id,
            )
        if one.back_entry is None:
            yield Finding(
                one.at("back_entry"),
                "nobody enters {form} into the systems afterwards",
                hint="Write `back_entry: {{by: …, within: …, procedure: …}}`.",
                form=one.id,
            )
        elif one.back_entry.procedure is None:
            yield Finding(
                one.at("back_entry", "procedure"),
                "{form} does not say how it gets into the systems afterwards",
                hint="Name under `back_entry:` the `procedure:`.",
                form=one.id,
            )


@rule(
    "CTC014",
    Severity.WARNING,
    clauses=("NIST SP 800-34r1 3.6", "ISO 22301:2019 8.4.4"),
    pack="contact-centre",
)
def scripts_lie_offline(ctx: Context) -> Iterator[Finding]:
    """Every queue names its scripts as a record, and every fact has a copy that needs no system.

    Why: at home with a telephone and no knowledge base, agents answer from memory.
    Fix: name the record under ``scripts``; write under ``offline`` where the copy of a fact is.
    That the record itself has an offline copy is RED018.
    Ignore when: agents of this queue only take down a name and a number.
    """
    for queue in ctx.plan.of(Queue):
        if queue.scripts is None:
            yield Finding(
                queue.at("scripts"),
                "{queue} names no scripts",
                hint="Name under `scripts:` the record that holds them.",
                queue=queue.id,
            )
    for fact in ctx.plan.of(Fact):
        if fact.offline is None:
            yield Finding(
                fact.at("offline"),
                "{fact} has no offline copy",
                hint="Write under `offline:` where the copy is that needs no system.",
                fact=fact.id,
            )


@rule(
    "CTC015",
    Severity.WARNING,
    clauses=("ISO 22301:2019 8.4.5", "NIST SP 800-34r1 4.4"),
    pack="contact-centre",
)
def the_backlog_is_worked_off(ctx: Context) -> Iterator[Finding]:
    """Every queue says how its backlog is worked off after an outage.

    Why: who rang in the outage and was not called back rings again, angrier, on the worst day.
    Fix: write under ``callbacks`` who is called back, in which order, and by when.
    Ignore when: nobody who could not reach the queue is known by name or number.
    """
    for one in ctx.plan.of(Queue):
        if one.callbacks is None:
            yield Finding(
                one.at("callbacks"),
                "{queue} does not say how its backlog is worked off",
                queue=one.id,
            )


@rule(
    "CTC019",
    Severity.WARNING,
    clauses=("FCA SYSC 15A.2.4G", "42 CFR 482.15(a)(3)"),
    pack="contact-centre",
)
def vulnerable_callers_have_a_path(ctx: Context) -> Iterator[Finding]:
    """Every queue says how vulnerable callers, and people who cannot telephone, are served.

    Why: those who cannot wait or cannot hear are the first whom a makeshift leaves out.
    Fix: write the way under ``vulnerable_path``: text relay, a list that is rung, a key to press.
    Ignore when: the queue serves only other organisations.
    """
    for one in ctx.plan.of(Queue):
        if one.vulnerable_path is None:
            yield Finding(
                one.at("vulnerable_path"),
                "{queue} does not say how vulnerable callers are served",
                queue=one.id,
            )


@rule("CTC028", Severity.ERROR, clauses=("ISO 22301:2019 8.2.2",), pack="contact-centre")
def queues_named(ctx: Context) -> Iterator[Finding]:
    """The plan of a contact centre names its queues.

    Why: numbers, announcements, least staff and the order of closing are said of queues; without
    one, none of it is asked for.
    Fix: write under ``queues:`` each stream of contacts, with its ``process:`` and ``channel:``.
    Ignore when: never.
    """
    if not ctx.plan.of(Queue) and all_read(ctx, Queue):
        yield Finding(
            ctx.plan.header.at(),
            "the plan names no queue: nothing can be said about who answers customers",
        )
