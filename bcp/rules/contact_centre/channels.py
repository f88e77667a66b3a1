"""Rules on how customers reach us: channels, numbers, announcements."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.communication import Audience, Channel, MessageTemplate
from bcp.model.queues import Queue, QueueNumber
from bcp.model.resources import Redundancy, System
from bcp.model.response import Escalation
from bcp.rules.common import Wanted, all_read, missing
from bcp.rules.rule import Context, Finding, rule

INVENTORY = ("voice", "announcement", "chat", "email", "sms", "social", "web")
"""Types of channel that customers use; the rest is for staff and neighbours."""


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
    channels = [
        one for one in ctx.plan.of(Channel) if one.type in INVENTORY and not _is_ours(ctx, one)
    ]
    if not channels and all_read(ctx, Channel):
        yield Finding(
            ctx.plan.header.at(),
            "the plan lists no channel that customers use",
            hint="Declare each under `channels`: voice, announcement, chat, e-mail, text message …",
        )
    for one in channels:
        yield from missing(one, one.at(), _OF_A_CHANNEL, channel=one.id)
        if one.fallback == one.id:
            yield Finding(
                one.at("fallback"),
                "{channel} cannot stand in for itself",
                hint="Name another channel under `fallback:`.",
                channel=one.id,
            )


def _is_ours(ctx: Context, channel: Channel) -> bool:
    """Whether a channel is there for colleagues alone: we are called on it, and customers are not.

    One that nothing names yet is taken for one that customers use.
    """
    users = [ctx.plan.objects.get(one.source) for one in ctx.plan.referring_to(channel.id)]
    if any(isinstance(one, Queue) for one in users):
        return False
    heard = [one for one in users if isinstance(one, Audience)]
    if any(one.type not in ("staff", "responders") for one in heard):
        return False
    return bool(heard) or any(isinstance(one, Escalation) for one in users)


_OF_A_CHANNEL = (
    Wanted("operated_by", "nobody operates {channel}", "Name a role under `operated_by:`."),
    Wanted(
        "fallback", "nothing stands in for {channel}", "Name another channel under `fallback:`."
    ),
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
    not the carrier itself. ``within`` may be left out where pointing the number is the whole switch
    of a redundancy: the time of its ``switch`` counts.
    Ignore when: the number is only printed on old leaflets and few still dial it.
    """
    redundancies = ctx.plan.of(Redundancy)
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
            elif one.reroute.within is None and one.reroute.switch_of(redundancies) is None:
                yield Finding(
                    place.at("within"),
                    "the plan does not say how long it takes to reroute {number} of {queue}",
                    hint="Write `within:`; it may be left out only where {to} is a member of a "
                    "redundancy with a `switch`.",
                    number=dialled,
                    queue=queue.id,
                    to=one.reroute.to,
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
    yield from missing(message, message.at(), _READY, message=message.id)
    if message.publish is not None:
        place = message.at("publish")
        yield from missing(message.publish, place, _SWITCHED_ON, message=message.id)


_READY = (
    Wanted(
        "approve",
        "nobody approves {message}, the emergency message of a queue",
        "Write `approve: {{by: …, within: …, if_silent: …}}`.",
    ),
    Wanted(
        "publish",
        "nobody switches on {message}, the emergency message of a queue",
        "Write `publish: {{by: …, procedure: …, within: …}}`.",
    ),
)

_SWITCHED_ON = (
    Wanted(
        "procedure",
        "{message} does not say how it is switched on",
        "Name under `publish:` the `procedure:`.",
    ),
    Wanted(
        "within",
        "{message} does not say how long it takes to switch it on",
        "Write under `publish:` the time, `within:`, for example 5m.",
    ),
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
        yield from missing(one, one.at(), _TAKEN_DOWN, message=one.id)


_TAKEN_DOWN = (
    Wanted(
        "expires",
        "{message} does not say how long it may stand",
        "Write `expires:`, for example 4h.",
    ),
    Wanted(
        "removed_by",
        "nobody takes {message} down",
        "Name under `removed_by:` the role that does.",
    ),
)
