"""Rules on contact-centre work: channels, numbers, announcements, queues, and what is watched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bcp.diagnostics import Message, Place, Severity
from bcp.model.communication import Channel, Fact, Form, MessageTemplate
from bcp.model.queues import Queue, QueueNumber
from bcp.model.resources import Site, System
from bcp.model.response import Indicator
from bcp.rules.common import all_read
from bcp.rules.rule import Context, Finding, rule

INVENTORY = ("voice", "announcement", "chat", "email", "sms", "social", "web")
"""Types of channel that customers use; the rest is for staff and neighbours."""

WATCHED = {
    "service-level": "service level",
    "asa": "average speed of answer",
    "abandonment": "abandonment",
    "oldest-contact": "oldest waiting contact",
    "absence": "absence",
    "agents-offline": "agents offline",
}
"""What a contact centre watches, by what an indicator measures (DORA 10(2), practice)."""

FEWEST_AGENTS = 6
"""Below this a language or specialist queue falls over with two people ill (practice)."""

LARGEST_SHARE = 45
"""From this share of headcount on, in per cent, one site carries too much (practice)."""


@rule(
    "CTC001",
    Severity.ERROR,
    clauses=("ISO 22301:2019 8.2.2", "ISO 18295-1"),
    pack="contact-centre",
)
def channels_have_owner_and_fallback(ctx: Context) -> Iterator[Finding]:
    """Every channel that customers use has somebody who operates it and another that stands in.

    Why: when the telephone is dead somebody must open the chat, and must know that it is theirs.
    Fix: name a role under ``operated_by`` and another channel under ``fallback``.
    Ignore when: the channel only ever sends, and nobody waits for it.
    """
    channels = [one for one in ctx.plan.of(Channel) if one.type in INVENTORY]
    if not channels and all_read(ctx, Channel):
        yield Finding(
            ctx.plan.header.at(),
            "the plan lists no channel that customers use",
            hint="Declare each under `channels`: voice, announcement, chat, e-mail, text message …",
        )
    for one in channels:
        if one.operated_by is None:
            yield Finding(
                one.at("operated_by"),
                "nobody operates {channel}",
                hint="Name a role under `operated_by:`.",
                channel=one.id,
            )
        if one.fallback is None:
            yield Finding(
                one.at("fallback"),
                "nothing stands in for {channel}",
                hint="Name another channel under `fallback:`.",
                channel=one.id,
            )
        elif one.fallback == one.id:
            yield Finding(
                one.at("fallback"),
                "{channel} cannot stand in for itself",
                hint="Name another channel under `fallback:`.",
                channel=one.id,
            )


@rule(
    "CTC002",
    Severity.ERROR,
    clauses=(
        "NIST SP 800-53r5 CP-8",
        "Oregon-911 401.775(1)",
        "Oregon-911 401.775(2)",
        "NC-911 .0206(f)(1)",
        "FINRA 4370(c)(4)",
    ),
    pack="contact-centre",
)
def numbers_can_be_rerouted(ctx: Context) -> Iterator[Finding]:
    """Every number that customers dial can be pointed to another site or another provider.

    Why: the number is what people know; when it ends in a dead switch, nobody finds you.
    Fix: write ``reroute: {to, by, within}`` for the number, to a site, system or supplier that is
    not the carrier itself.
    Ignore when: the number is only printed on old leaflets and few still dial it.
    """
    for queue in ctx.plan.of(Queue):
        if not queue.numbers and _is_voice(ctx, queue):
            yield Finding(
                queue.at("numbers"),
                "{queue} is served by voice and lists no number to reroute",
                hint="Write under `numbers:` each number that is dialled, with `carrier` and "
                "`reroute`.",
                queue=queue.id,
            )
        for number, one in enumerate(queue.numbers):
            place = queue.at("numbers", number, "reroute")
            dialled = one.number or one.short or ""
            if one.reroute is None:
                yield Finding(
                    place,
                    "{number} of {queue} cannot be rerouted",
                    hint="Write `reroute: {{to: …, by: …, within: …}}` for the number.",
                    number=dialled,
                    queue=queue.id,
                )
            elif _stays_with_the_carrier(ctx, one, one.reroute.to):
                yield Finding(
                    place.at("to"),
                    "{number} of {queue} is rerouted to its own carrier, {carrier}"
                    if one.reroute.to == one.carrier
                    else "{number} of {queue} is rerouted to {to}, which its own carrier {carrier} "
                    "runs",
                    hint="Name here a site, system or supplier that stays when {carrier} is lost.",
                    number=dialled,
                    queue=queue.id,
                    to=one.reroute.to,
                    carrier=one.carrier,
                )


def _is_voice(ctx: Context, queue: Queue) -> bool:
    channel = ctx.plan.find(queue.channel, Channel)
    return channel is not None and channel.type == "voice"


def _stays_with_the_carrier(ctx: Context, number: QueueNumber, to: str) -> bool:
    """Whether the target is the carrier, or a system it runs that stands at no site of its own."""
    system = ctx.plan.find(to, System)
    runs = system is not None and system.supplier == number.carrier and not system.at_
    return to == number.carrier or runs


@rule(
    "CTC003",
    Severity.ERROR,
    clauses=("ISO 22301:2019 8.4.3", "FINRA 4370(c)(4)"),
    pack="contact-centre",
)
def emergency_message_can_be_switched_on(ctx: Context) -> Iterator[Finding]:
    """Every queue has an emergency message that says who approves it, how it is switched on, and
    how long that takes.

    Why: a caller who hears nothing rings again, and a hundred who do are the second outage.
    Fix: name the message under ``emergency_message``; give it ``approve``, and ``publish`` with
    ``procedure`` and ``within``.
    Ignore when: never.
    """
    told: set[str] = set()
    for queue in ctx.plan.of(Queue):
        if queue.emergency_message is None:
            yield Finding(
                queue.at("emergency_message"),
                "{queue} has no emergency message",
                hint="Name the message under `emergency_message:`.",
                queue=queue.id,
            )
            continue
        message = ctx.plan.find(queue.emergency_message, MessageTemplate)
        if message is not None and message.id not in told:
            told.add(message.id)
            yield from _not_ready(message)


def _not_ready(message: MessageTemplate) -> Iterator[Finding]:
    if message.approve is None:
        yield Finding(
            message.at("approve"),
            "nobody approves {message}, the emergency message of a queue",
            hint="Write `approve: {{by: …, within: …, if_silent: …}}`.",
            message=message.id,
        )
    publish = message.publish
    if publish is None:
        yield Finding(
            message.at("publish"),
            "nobody switches on {message}, the emergency message of a queue",
            hint="Write `publish: {{by: …, procedure: …, within: …}}`.",
            message=message.id,
        )
        return
    if publish.procedure is None:
        yield Finding(
            message.at("publish", "procedure"),
            "{message} does not say how it is switched on",
            hint="Name under `publish:` the `procedure:`.",
            message=message.id,
        )
    if publish.within is None:
        yield Finding(
            message.at("publish", "within"),
            "{message} does not say how long it takes to switch it on",
            hint="Write under `publish:` the time, `within:`, for example 5m.",
            message=message.id,
        )


@rule("CTC004", Severity.WARNING, clauses=("NIST SP 800-34r1 4.4",), pack="contact-centre")
def announcements_are_taken_down(ctx: Context) -> Iterator[Finding]:
    """Every announcement, and every message of a queue, says how long it may stand and who takes
    it down.

    Why: the outage ends, and for three days callers still hear of it and hang up.
    Fix: write ``expires`` and ``removed_by``.
    Ignore when: the message is sent once and does not stand anywhere.
    """
    announcing = {one.id for one in ctx.plan.of(Channel) if one.type == "announcement"}
    played = {
        message
        for queue in ctx.plan.of(Queue)
        for message in (queue.emergency_message, queue.shed_message)
    }
    for one in ctx.plan.of(MessageTemplate):
        if one.id not in played and not announcing & one.text.keys():
            continue
        if one.expires is None:
            yield Finding(
                one.at("expires"),
                "{message} does not say how long it may stand",
                hint="Write `expires:`, for example 4h.",
                message=one.id,
            )
        if one.removed_by is None:
            yield Finding(
                one.at("removed_by"),
                "nobody takes {message} down",
                hint="Name under `removed_by:` the role that does.",
                message=one.id,
            )


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
                "{queue} does not say how many must be at work at the least",
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
                "{queue} and {other} are both closed as number {order}",
                hint="Give one of the two another number.",
                related=[(other.at("shed_order"), "the other one")],
                queue=one.id,
                other=other.id,
                order=one.shed_order,
            )
        else:
            first[one.shed_order] = one


@rule(
    "CTC010",
    Severity.ERROR,
    clauses=("DORA 10(2)", "DORA 17(3)(a)", "APRA CPS 230 40(b)"),
    pack="contact-centre",
)
def six_figures_are_watched(ctx: Context) -> Iterator[Finding]:
    """Service level, speed of answer, abandonment, oldest contact, absence and agents offline are
    watched, each with a warning, a worse critical value, and what follows.

    Why: without a value and a window the crisis begins when somebody feels that it has.
    Fix: declare an indicator with ``measures``, ``warn`` and ``critical``, and say under
    ``on_warn`` and ``on_critical`` which levers and which playbook follow.
    Ignore when: the centre has no queue that such a figure can be taken on.
    """
    indicators = [one for one in ctx.plan.of(Indicator) if one.measures in WATCHED]
    if all_read(ctx, Indicator):
        there = {one.measures for one in indicators}
        for measure, words in WATCHED.items():
            if measure not in there:
                yield Finding(
                    ctx.plan.header.at(),
                    "no indicator watches {figure}",
                    hint="Declare an indicator with `measures: {measure}`.",
                    figure=Message.of(words),
                    measure=measure,
                )
    for one in indicators:
        yield from _cannot_trigger(one)


def _cannot_trigger(one: Indicator) -> Iterator[Finding]:
    for field, what in (("warn", "a warning"), ("critical", "critical")):
        if one.get(field) is None:
            yield Finding(
                one.at(field),
                "{indicator} does not say when it is {what}",
                hint="Write `{field}: {{beyond: …, for: …}}`.",
                field=field,
                indicator=one.id,
                what=Message.of(what),
            )
    if one.warn and one.critical and not _is_better(one, one.warn.beyond, one.critical.beyond):
        yield Finding(
            one.at("critical", "beyond"),
            "the critical value of {indicator} is no worse than its warning",
            hint="The warning comes first: choose the critical value further on the bad side.",
            indicator=one.id,
        )
    if one.warn is not None and not one.on_warn:
        yield Finding(
            one.at("on_warn"),
            "no lever follows a warning of {indicator}",
            hint="Name under `on_warn:` the levers to pull.",
            indicator=one.id,
        )
    if one.critical is not None and one.on_critical is None:
        yield Finding(
            one.at("on_critical"),
            "no playbook follows when {indicator} is critical",
            hint="Name under `on_critical:` the playbook that starts.",
            indicator=one.id,
        )


def _is_better(indicator: Indicator, value: float, than: float) -> bool:
    return value > than if indicator.better == "higher" else value < than


@rule("CTC011", Severity.INFO, clauses=("DORA-RTS 24(1)(a)(iv)",), pack="contact-centre")
def triggers_say_when_it_is_over(ctx: Context) -> Iterator[Finding]:
    """Every indicator with a trigger says when it is over, at a value better than the warning.

    Why: a trigger that is over at the value at which it began starts and ends with every call.
    Fix: write ``recovered: {beyond, for}`` with a value on the good side of the warning.
    Ignore when: somebody ends it by hand, and the playbook says when.
    """
    for one in ctx.plan.of(Indicator):
        trigger = one.warn or one.critical
        if trigger is None:
            continue
        if one.recovered is None:
            yield Finding(
                one.at("recovered"), "{indicator} does not say when it is over", indicator=one.id
            )
        elif not _is_better(one, one.recovered.beyond, trigger.beyond):
            yield Finding(
                one.at("recovered", "beyond"),
                "{indicator} is over at a value no better than {begins}, at which it began",
                hint="Choose a value on the good side of {begins}.",
                indicator=one.id,
                begins=f"{trigger.beyond:g}",
            )


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


@rule("CTC025", Severity.WARNING, pack="contact-centre")
def small_queues_are_seen(ctx: Context) -> Iterator[Finding]:
    """Every queue, and each language and skill in it, has at least six agents.

    Why: of four people one is on leave, one is ill, one sleeps; the fourth has every call.
    Fix: train more agents for it, join it with another queue, or agree an overflow partner who has
    the language or skill.
    Ignore when: the calls are few and a partner takes them when nobody is there.
    """
    for queue in ctx.plan.of(Queue):
        total = sum(one.count for one in queue.agents)
        if not queue.agents:
            continue
        if total < FEWEST_AGENTS:
            yield _too_few(queue, "", "", total)
            continue
        for language, count in _by_language(queue).items():
            if count < FEWEST_AGENTS:
                yield _too_few(queue, " who speak {what}", language, count)
        for skill, count in _by_skill(queue).items():
            if count < FEWEST_AGENTS:
                yield _too_few(queue, " with the skill {what}", skill, count)


def _too_few(queue: Queue, which: str, what: str, count: int) -> Finding:
    agents = {0: "no agents", 1: "1 agent"}.get(count, "{count} agents")
    partner = which.replace("speak", "speaks")
    return Finding(
        queue.at("agents"),
        f"{{queue}} has {agents}{which}: fewer than {{least}}",
        hint=f"Train more agents for it, or agree an overflow partner{partner}.",
        queue=queue.id,
        what=what,
        count=count,
        least=FEWEST_AGENTS,
    )


def _by_language(queue: Queue) -> Counter[str]:
    """Agents by language; a group that names none counts for each language of the queue."""
    count: Counter[str] = Counter(dict.fromkeys(queue.languages, 0))
    for group in queue.agents:
        for language in [group.language] if group.language else queue.languages:
            count[language] += group.count
    return count


def _by_skill(queue: Queue) -> Counter[str]:
    count: Counter[str] = Counter()
    for group in queue.agents:
        if group.skill is not None:
            count[group.skill] += group.count
    return count


@rule("CTC027", Severity.WARNING, pack="contact-centre")
def no_site_holds_nearly_half(ctx: Context) -> Iterator[Finding]:
    """No site holds 45 % or more of the agents.

    Why: what is lost with one site is then more than overtime and goodwill can make up for.
    Fix: move work to other sites, or have more agents start from home as a rule and count them
    there.
    Ignore when: a tested share of these agents can go on from home within the recovery time.
    """
    if not all_read(ctx, Queue):
        return
    at: Counter[str] = Counter()
    for queue in ctx.plan.of(Queue):
        for group in queue.agents:
            at[group.site] += group.count
    total = at.total()
    for site in ctx.plan.of(Site):
        if at[site.id] * 100 >= LARGEST_SHARE * total > 0:
            yield Finding(
                site.at(),
                "{count} of {total} agents work at {site}: {share} %, and from {most} % on it is "
                "too much to lose at once",
                related=[
                    (place, "one of the largest groups there")
                    for place in _largest_groups(ctx, site)
                ],
                site=site.id,
                count=at[site.id],
                total=total,
                share=at[site.id] * 100 // total,
                most=LARGEST_SHARE,
            )


def _largest_groups(ctx: Context, site: Site) -> list[Place]:
    """Where the three largest groups of agents of a site are written, largest first."""
    groups = [
        (group.count, queue.at("agents", number))
        for queue in ctx.plan.of(Queue)
        for number, group in enumerate(queue.agents)
        if group.site == site.id
    ]
    groups.sort(key=lambda one: -one[0])
    return [place for _, place in groups[:3]]


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
