"""Rules on audiences: who must hear, by which ways, what and how soon."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.communication import Audience, MessageTemplate
from bcp.model.response import Playbook, Risk
from bcp.rules.common import Wanted, all_read, high_risks, listed, missing, playbooks_against
from bcp.rules.rule import Context, Finding, rule
from bcp.rules.shared_loss import lost_at_once

MUST_HEAR: tuple[tuple[str, ...], ...] = (
    ("staff",),
    ("customers",),
    ("clients",),
    ("regulators",),
    ("emergency-services", "responders"),
    ("suppliers",),
    ("media",),
)
"""Types of audience that a plan serves or leaves out with a reason; any of a group is enough."""

INTERNAL = ("staff", "responders")
"""Types of audience inside the organisation: what they hear needs no spokesperson."""


@rule(
    "COM001",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.4.3",
        "ISO 22301:2019 7.4",
        "FINRA 4370(c)(4)",
        "FINRA 4370(c)(5)",
        "FINRA 4370(c)(9)",
        "42 CFR 482.15(c)",
        "DORA 11(2)(e)",
    ),
)
def everybody_is_thought_of(ctx: Context) -> Iterator[Finding]:
    """Staff, customers, clients, regulators, responders, suppliers and media are each an audience
    of the plan, or left out with a reason.

    Why: whoever is not on the list hears of the incident from somebody else.
    Fix: declare an audience of this type, or say under the plan's ``exclusions`` why it need not
    hear, with ``audience:`` and the type.
    Ignore when: never; an exclusion is one line.
    """
    if not all_read(ctx, Audience):
        return
    header = ctx.plan.header
    served = {one.type for one in ctx.plan.of(Audience)}
    excluded = {one.audience for one in header.exclusions}
    for types in MUST_HEAR:
        if not any(one in served or one in excluded for one in types):
            yield Finding(
                header.at("exclusions"),
                "no audience is of type {types}, and the plan does not say why they need not hear",
                hint="Declare an audience of `type: {type}`, or write under `exclusions:` the line "
                "`- {{what: …, why: …, audience: {type}}}`.",
                types=listed(types, "or"),
                type=types[0],
            )


@rule(
    "COM002",
    Severity.ERROR,
    clauses=(
        "ISO 22301:2019 8.4.3",
        "42 CFR 482.15(c)(3)",
        "FINRA 4370(c)(4)",
        "FINRA 4370(c)(5)",
        "NIS2-IR 4.1.2(c)",
    ),
)
def audiences_are_reached_two_ways(ctx: Context) -> Iterator[Finding]:
    """Each audience has an owner, a primary channel and another one beside it.

    Why: the incident that has to be told often takes the usual way of telling it.
    Fix: name under ``owner`` who speaks with them, and two channels under ``primary`` and
    ``alternate``.
    Ignore when: never.
    """
    for one in ctx.plan.of(Audience):
        yield from missing(one, one.at(), _WAYS, audience=one.id)
        if one.alternate is not None and one.alternate == one.primary:
            yield Finding(
                one.at("alternate"),
                "{channel} is the primary channel of {audience} and cannot be the alternate too",
                hint="Name another channel here.",
                channel=one.alternate,
                audience=one.id,
            )


_WAYS = (
    Wanted("owner", "{audience} has no owner", "Name under `owner:` who speaks with them."),
    Wanted(
        "primary",
        "{audience} has no primary channel",
        "Name under `primary:` the channel they are reached by.",
    ),
    Wanted(
        "alternate",
        "{audience} has no alternate channel",
        "Name under `alternate:` a second channel.",
    ),
)


@rule(
    "COM003",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-53r5 CP-11",
        "NIST SP 800-53r5 CP-8(2)",
        "NIS2 21(2)(j)",
        "NIS2-IR 4.2.4(d)",
    ),
)
def channels_are_not_lost_together(ctx: Context) -> Iterator[Finding]:
    """No single loss takes the primary and the alternate channel of an audience.

    Why: two channels on one system, provider or site are one channel when it counts.
    Fix: choose an alternate that stands on something else: a mobile network, the radio, a person.
    Ignore when: what both stand on is itself two of a kind; then say so with a redundancy.
    """
    plan = ctx.plan
    pairs = {
        one: (one.primary, one.alternate)
        for one in plan.of(Audience)
        if one.primary is not None and one.alternate is not None and one.primary != one.alternate
    }
    kinds = ("systems", "suppliers", "sites", "causes")
    for one, shared in lost_at_once(ctx, pairs, kinds):
        yield Finding(
            one.at("alternate"),
            "{primary} and {alternate} are both lost with {shared}",
            primary=one.primary or "",
            alternate=one.alternate or "",
            shared=", ".join(shared),
        )


@rule(
    "COM004",
    Severity.WARNING,
    clauses=("ISO/TS 22332:2021 7.3.2", "DORA 14(1)", "ISO 22361:2022 8"),
)
def first_words_are_ready(ctx: Context) -> Iterator[Finding]:
    """Each playbook that answers a high risk has a holding message for customers.

    Why: the first words are needed before anything is known, by people who have no time to write.
    Fix: write a message with ``stage: holding`` to customers, and name it in the playbook under
    ``messages``.
    Ignore when: customers notice nothing of this risk.
    """
    plan = ctx.plan
    customers = {one.id for one in plan.of(Audience) if one.type == "customers"}
    if not customers or not all_read(ctx, Audience, MessageTemplate):
        return
    for playbook, risks in _against_high_risks(ctx).items():
        messages = [plan.find(one, MessageTemplate) for one in playbook.messages]
        if not any(
            one is not None and one.stage == "holding" and one.audience in customers
            for one in messages
        ):
            yield Finding(
                playbook.at("messages"),
                "{playbook} answers the high risk {risks} and has no holding message for customers",
                playbook=playbook.id,
                risks=", ".join(one.id for one in risks),
            )


def _against_high_risks(ctx: Context) -> dict[Playbook, list[Risk]]:
    """Playbooks that answer high risks, with these risks."""
    found: dict[Playbook, list[Risk]] = {}
    for risk in high_risks(ctx):
        for playbook in playbooks_against(ctx, risk):
            found.setdefault(playbook, []).append(risk)
    return found


@rule("COM005", Severity.ERROR, clauses=("DORA 14(3)", "ISO 22301:2019 8.4.3"))
def what_goes_out_is_approved(ctx: Context) -> Iterator[Finding]:
    """Every message to people outside has an approver.

    Why: unapproved words are taken back in public; words that wait for an unnamed approver never
    leave. (That a role may speak for the organisation at all is ROL006.)
    Fix: add ``approve: {by, within, if_silent}`` to the message; for words that were approved once
    and for all, ``approve: {by, beforehand}`` with the day.
    Ignore when: never; who approved the words beforehand is named too.
    """
    for one in ctx.plan.of(MessageTemplate):
        if one.approve is None and _is_external(ctx, one):
            yield Finding(
                one.at("approve"),
                "{message} goes to {audience} and nobody approves it",
                hint="Write `approve: {{by: …, within: …, if_silent: …}}`, or `approve: {{by: …, "
                "beforehand: …}}` with the day on which these words were approved.",
                message=one.id,
                audience=one.audience,
            )


@rule("COM018", Severity.ERROR, since="start")
def approvals_come_to_an_end(ctx: Context) -> Iterator[Finding]:
    """Whoever approves a message on the night has a time for it, and the plan says what holds when
    they do not answer.

    Why: the words are ready, the approver is asleep, and nobody knows whether they may go out.
    Fix: write ``within`` and ``if_silent`` under ``approve:``; or approve the words today, and
    write the day under ``beforehand``.
    Ignore when: never.
    """
    for one in ctx.plan.of(MessageTemplate):
        approve = one.approve
        if approve is None or approve.beforehand is not None:
            continue
        if approve.within is None:
            yield Finding(
                one.at("approve", "within"),
                "{message} does not say how long {role} has to approve it",
                hint="Write `within:`, or `beforehand:` with the day on which {role} approved "
                "these very words.",
                message=one.id,
                role=approve.by,
            )
        if approve.if_silent is None:
            yield Finding(
                one.at("approve", "if_silent"),
                "{message} does not say what happens when {role} does not approve it in time",
                hint="Write `if_silent:`, or `beforehand:` with the day on which {role} approved "
                "these very words.",
                message=one.id,
                role=approve.by,
            )


def _is_external(ctx: Context, message: MessageTemplate) -> bool:
    audience = ctx.plan.find(message.audience, Audience)
    return audience is not None and audience.type not in INTERNAL


@rule("COM006", Severity.WARNING, clauses=("ISO 22301:2019 8.4.3", "ISO 22361:2022 8"))
def messages_keep_time(ctx: Context) -> Iterator[Finding]:
    """Holding messages say how soon they go out, and each audience how often it hears news.

    Why: silence is filled by others; a promise of the next word keeps people from calling again.
    Fix: write ``first_within`` for the holding message, and ``then_every`` for it or for the
    updates that follow it.
    Ignore when: never.
    """
    messages = ctx.plan.of(MessageTemplate)
    whole = all_read(ctx, MessageTemplate)
    updated = {one.audience for one in messages if one.stage == "update"}
    for one in messages:
        if one.stage == "holding" and one.first_within is None:
            yield Finding(
                one.at("first_within"),
                "{message} does not say how soon it must be out",
                hint="Write `first_within:`, for example 30m.",
                message=one.id,
            )
        speaks_again = one.stage == "update" or (
            one.stage == "holding" and whole and one.audience not in updated
        )
        if speaks_again and one.then_every is None:
            yield Finding(
                one.at("then_every"),
                "{message} does not say when the next news for {audience} comes",
                hint="Write `then_every:`, for example 60m.",
                message=one.id,
                audience=one.audience,
            )


@rule("COM015", Severity.INFO, clauses=("DORA 14(2)",), since="audited")
def responders_hear_first(ctx: Context) -> Iterator[Finding]:
    """Staff who respond are told apart from staff who only need to know.

    Why: a call-out that goes to everybody brings everybody to the door, and hides who must act.
    Fix: declare an audience of type ``responders`` beside the one of type ``staff``.
    Ignore when: everybody responds.
    """
    if not all_read(ctx, Audience):
        return
    audiences = ctx.plan.of(Audience)
    staff = [one for one in audiences if one.type == "staff"]
    if not staff or any(one.type == "responders" for one in audiences):
        return
    called = next((one for one in staff if _is_called_responders(one)), None)
    if called is not None:
        yield Finding(
            called.at("type"),
            "{audience} is of type staff, and no audience is of type responders",
            hint="Write `type: responders` here.",
            audience=called.id,
        )
    else:
        yield Finding(
            staff[0].at("type"),
            "{audience} is told as a whole: those who must act are no audience of their own",
            audience=staff[0].id,
        )


def _is_called_responders(audience: Audience) -> bool:
    """Whether its id or title, in English or Ukrainian, speaks of those who respond."""
    names = (audience.id, *(words for _, words in audience.title.by_language))
    return any(stem in name.casefold() for name in names for stem in ("respond", "реагу"))
