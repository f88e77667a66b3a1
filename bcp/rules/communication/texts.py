"""Rules on texts: their languages, their placeholders, their length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bcp.diagnostics import Place, Severity
from bcp.model.communication import Audience, Channel, MessageTemplate
from bcp.model.references import values_of
from bcp.model.scalars import Text, Wording
from bcp.nearest import nearest
from bcp.rules.common import listed
from bcp.rules.rule import Context, Finding, rule


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
            hint="Write the placeholder between two braces, such as `{{back-at}}`, or delete the "
            "brace.",
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
                "one text is not there in the language {language}: it is in {first}"
                if len(missing) == 1
                else "{count} texts are not there in the language {language}; the first is in "
                "{first}",
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
