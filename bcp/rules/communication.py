"""Rules on who must hear what: audiences, and messages that are ready before they are needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bcp.diagnostics import Message, Place, Severity
from bcp.model.communication import Audience, Channel, MessageTemplate
from bcp.model.references import values_of
from bcp.model.response import Playbook, Risk
from bcp.model.scalars import Text, Wording
from bcp.nearest import nearest
from bcp.rules.common import all_read, high_risks, listed, playbooks_against
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
                "no audience is of type {types}, and none is excluded",
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
        for field, (words, fix) in _WAYS.items():
            if one.get(field) is None:
                yield Finding(
                    one.at(field),
                    "{audience} has no {what}",
                    hint=fix,
                    audience=one.id,
                    what=Message.of(words),
                )
        if one.alternate is not None and one.alternate == one.primary:
            yield Finding(
                one.at("alternate"),
                "{channel} is the primary channel of {audience} and cannot be the alternate too",
                hint="Name another channel here.",
                channel=one.alternate,
                audience=one.id,
            )


_WAYS = {
    "owner": ("owner", "Name under `owner:` who speaks with them."),
    "primary": ("primary channel", "Name under `primary:` the channel they are reached by."),
    "alternate": ("alternate channel", "Name under `alternate:` a second channel."),
}


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
    Fix: add ``approve: {by, within, if_silent}`` to the message.
    Ignore when: never; text that is approved once and for all still names who approved it.
    """
    for one in ctx.plan.of(MessageTemplate):
        if one.approve is None and _is_external(ctx, one):
            yield Finding(
                one.at("approve"),
                "{message} goes to {audience} and nobody approves it",
                hint="Write `approve: {{by: …, within: …, if_silent: …}}`.",
                message=one.id,
                audience=one.audience,
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


@rule("COM011", Severity.INFO)
def messages_speak_the_language(ctx: Context) -> Iterator[Finding]:
    """Every message has a text for a channel of its audience, in each language it needs.

    Why: a warning that is not understood has not been given; nobody translates well at night.
    Fix: write the text by language, for example ``{en: …, uk: …}``, and have it read by somebody
    who grew up with it.
    Ignore when: the audience is reached in that language by other means, such as an interpreter.
    """
    plan = ctx.plan
    for one in plan.of(MessageTemplate):
        audience = plan.find(one.audience, Audience)
        if audience is None:
            continue
        ways = [way for way in (audience.primary, audience.alternate) if way is not None]
        if ways and not any(way in one.text for way in ways):
            yield Finding(
                one.at("text"),
                "{message} has no text for {channels}, on which {audience} would hear it",
                hint="Write one for the primary channel at least.",
                message=one.id,
                channels=listed(list(dict.fromkeys(ways)), "or"),
                audience=audience.id,
            )
        for channel, text in one.text.items():
            missing = [need for need in audience.languages if not _is_in(need, text, plan.language)]
            if missing:
                yield Finding(
                    one.at("text", channel),
                    "{message} has no text for {channel} in {languages}, needed by {audience}",
                    message=one.id,
                    channel=channel,
                    languages=", ".join(missing),
                    audience=audience.id,
                )


def _is_in(language: str, text: Text, own: str) -> bool:
    """Whether a text is written in a language; words without a language are in the plan's own.

    ``en`` is served by ``en-GB`` and the other way round; ``en-US`` is not served by ``en-GB``.
    """
    wanted = language.casefold()
    for written, _ in text.by_language:
        has = (written or own).casefold()
        if has == wanted or has.startswith(f"{wanted}-") or wanted.startswith(f"{has}-"):
            return True
    return False


@rule("COM012", Severity.ERROR, since="start")
def gaps_are_declared(ctx: Context) -> Iterator[Finding]:
    """Every {placeholder} in a text is declared, every declared one is used, and a translation
    holds the same ones.

    Why: a gap that nobody can fill is read out as it stands: "we are back at back-at".
    Fix: write the placeholder as declared under ``placeholders``, with its source and a safe
    default; delete one that no text uses.
    Ignore when: never.
    """
    for one in ctx.plan.of(MessageTemplate):
        used: set[str] = set()
        for channel, text in one.text.items():
            for language, words in text.by_language:
                used.update(_gaps(words))
                yield from _undeclared(one, channel, language, words)
            yield from _lost_in_translation(one, channel, text)
        for name in one.placeholders:
            if name not in used:
                yield Finding(
                    one.at("placeholders", name),
                    "no text of {message} uses the placeholder {name}",
                    hint="Use it in the text, or delete it here.",
                    message=one.id,
                    name=f"{{{name}}}",
                )


_GAP = re.compile(r"\{([^{}]*)\}")


def _gaps(words: str) -> list[str]:
    return _GAP.findall(words)


def _undeclared(
    message: MessageTemplate, channel: str, language: str, words: str
) -> Iterator[Finding]:
    place = message.at("text", channel, *_of(language))
    for name in dict.fromkeys(_gaps(words)):
        if name not in message.placeholders:
            near = nearest(name, message.placeholders)
            yield Finding(
                place,
                "{message} does not declare the placeholder {name}",
                hint="Did you mean {near}?"
                if near
                else "Declare it under `placeholders:`, with its source and a safe default.",
                message=message.id,
                name=f"{{{name}}}",
                near=f"{{{near}}}" if near else "",
            )
    if set("{}") & set(_GAP.sub("", words)):
        yield Finding(
            place,
            "a brace stands alone in the text of {message} for {channel}",
            hint="A placeholder is written between two braces.",
            message=message.id,
            channel=channel,
        )


def _lost_in_translation(message: MessageTemplate, channel: str, text: Text) -> Iterator[Finding]:
    (first, words), *others = text.by_language
    expected = _gaps(words)
    for language, translated in others:
        for name in _missing(expected, _gaps(translated)):
            yield Finding(
                message.at("text", channel, *_of(language)),
                "the text in {language} lacks {name}, which the one in {first} has",
                hint="Write {name} in this text too.",
                language=language,
                name=f"{{{name}}}",
                first=first,
            )


def _missing(expected: Iterable[str], there: Iterable[str]) -> list[str]:
    have = set(there)
    return [name for name in dict.fromkeys(expected) if name not in have]


def _of(language: str) -> tuple[str, ...]:
    """The last part of the way to a text: its language, where it is written by language."""
    return (language,) if language else ()


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
            "{audience} is told as a whole: no audience is of type responders",
            audience=staff[0].id,
        )


def _is_called_responders(audience: Audience) -> bool:
    """Whether its id or title, in English or Ukrainian, speaks of those who respond."""
    names = (audience.id, *(words for _, words in audience.title.by_language))
    return any(stem in name.casefold() for name in names for stem in ("respond", "реагу"))


@rule("COM016", Severity.WARNING, clauses=("ISO 22301:2019 8.4.3",))
def messages_fit_their_channel(ctx: Context) -> Iterator[Finding]:
    """No message is longer than its channel takes, its placeholders filled with their safe
    defaults.

    Why: what is too long is cut, and the end is where it says what to do. Characters are counted
    as they are read, spaces among them, and held against the ``limit:`` of the channel.
    Fix: shorten the text, or the safe default of a placeholder in it.
    Ignore when: the channel sends longer messages in parts, and that was tried; then raise its
    ``limit:``.
    """
    for one in ctx.plan.of(MessageTemplate):
        for name, text in one.text.items():
            channel = ctx.plan.find(name, Channel)
            if channel is None or channel.limit is None:
                continue
            for language, words in text.by_language:
                count = len(_filled(one, words, language or ctx.plan.language))
                if count > channel.limit:
                    yield Finding(
                        one.at("text", name, *_of(language)),
                        "this text of {message} is {count} characters long, and {channel} takes "
                        "{limit}",
                        hint="Shorten it by {over}.",
                        related=[(channel.at("limit"), "the limit")],
                        message=one.id,
                        count=count,
                        channel=channel.id,
                        limit=channel.limit,
                        over=count - channel.limit,
                    )


def _filled(message: MessageTemplate, words: str, language: str) -> str:
    """The words as they go out when nobody knows more; an undeclared gap stays (COM012)."""

    def default(gap: re.Match[str]) -> str:
        placeholder = message.placeholders.get(gap[1])
        return gap[0] if placeholder is None else placeholder.safe_default.in_language(language)

    return _GAP.sub(default, words)


@rule("COM017", Severity.INFO, since="audited")
def texts_speak_the_plans_languages(ctx: Context) -> Iterator[Finding]:
    """Every text of the plan is there in each of the plan's ``languages:``.

    Why: a card that changes its language between two lines is read out wrong. Words without a
    language are in the plan's first. What goes out on a channel is not counted here: it follows
    the languages of its audience (COM011). For each language that is missing anywhere there is one
    finding, on the plan, with the first three places.
    Fix: write the text by language, for example ``{en: …, uk: …}``; or take the language out of
    ``languages:`` when nobody needs the plan in it.
    Ignore when: what is missing are names, which are the same in each language.
    """
    plan = ctx.plan
    for number, language in enumerate(plan.header.languages):
        missing = [
            place for place, text in _own_texts(ctx) if not _is_in(language, text, plan.language)
        ]
        if missing:
            first, *others = missing[:SHOWN]
            yield Finding(
                plan.header.at("languages", number),
                "one text has no {language}: it is in {first}"
                if len(missing) == 1
                else "{count} texts have no {language}; the first is in {first}",
                related=[(first, "the first"), *((one, "another one") for one in others)],
                count=len(missing),
                language=language,
                first=first.id,
            )


SHOWN = 3
"""Texts without a translation whose places are shown."""


def _own_texts(ctx: Context) -> Iterator[tuple[Place, Text]]:
    """Every text of the plan but those that go out on a channel."""
    for one in ctx.plan:
        for path, text in values_of(one, Wording):
            if not (isinstance(one, MessageTemplate) and path[0] == "text"):
                yield one.at(*path), text
