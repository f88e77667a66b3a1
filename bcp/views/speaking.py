"""Messages and notices, with the words that are sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bcp.model.communication import Audience, MessageTemplate, Notification
from bcp.model.people import Organisation
from bcp.model.scalars import Text
from bcp.views.contacts import Number, numbers_of
from bcp.views.telling import NOTHING, Teller, line, lines


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a message in one language."""

    language: str
    """The language tag of the words; empty when they are written without one."""
    language_name: str
    words: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a message for the channels that carry the same."""

    channels: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A placeholder, where its value comes from, and what to say when nobody knows."""

    name: str
    source: str
    otherwise: str
    example: str = ""
    """What it looks like filled in."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message."""

    title: str
    facts: tuple[tuple[str, str], ...]
    """(what, how it is) pairs: audience, approval, when it must be out."""
    wordings: tuple[Wording, ...]
    gaps: tuple[Gap, ...]
    questions: tuple[tuple[str, str], ...]
    do_not_say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that a law or contract asks for."""

    title: str
    to: str
    numbers: tuple[Number, ...]
    by: str
    within: str
    required_by: str
    says: str
    ask_for: str = ""
    due: str = ""
    """What must be the case for it to be due: words, risks and levels."""
    via: str = ""
    """How it is handed in, the first way first."""
    checked: str = ""
    """When duty and clock were last confirmed."""


def spoken(tell: Teller, one: MessageTemplate, sender: str | None = None) -> Spoken:
    """A message with its words in every language that its audience or the plan asks for.

    ``sender`` is the role on whose card it stands, which need not be told that it sends it.
    """
    say = tell.say
    publish = one.publish
    facts = (
        (say("To"), tell.name(one.audience)),
        (say("When"), _when(tell, one)),
        (say("Approved by"), _approval(tell, one, sender)),
        (
            say("Sent by"),
            ", ".join(part for part in (tell.name(publish.by), tell.within(publish.within)) if part)
            if publish and publish.by != sender
            else "",
        ),
        (say("Out"), tell.within(publish.within) if publish and publish.by == sender else ""),
        (say("How"), tell.name(publish.procedure) if publish else ""),
        (say("Taken down by"), tell.name(one.removed_by)),
    )
    return Spoken(
        tell.title(one),
        tuple(pair for pair in facts if pair[1]),
        _wordings(tell, one),
        tuple(
            Gap(
                f"{{{name}}}",
                tell.text(gap.source),
                tell.text(gap.safe_default),
                tell.text(gap.example),
            )
            for name, gap in one.placeholders.items()
        ),
        tuple((tell.text(pair.ask), tell.text(pair.answer)) for pair in one.questions),
        tell.texts(one.do_not_say),
    )


def _approval(tell: Teller, one: MessageTemplate, sender: str | None) -> str:
    """Who approves, how soon, and what holds when they do not answer."""
    approve = one.approve
    if approve is None:
        return ""
    if approve.beforehand is not None:
        if approve.by == sender:
            return ""
        return tell.fill(
            tell.say("{name}, beforehand ({day}): send it without asking"),
            name=tell.name(approve.by),
            day=tell.day(approve.beforehand),
        )
    silent = tell.text(approve.if_silent) if approve.by != sender else ""
    return "; ".join(
        part
        for part in (
            ", ".join(
                part for part in (tell.name(approve.by), tell.within(approve.within)) if part
            ),
            tell.labelled("if they do not answer", silent),
        )
        if part
    )


def _when(tell: Teller, one: MessageTemplate) -> str:
    parts = (
        tell.word(one.stage),
        _out_by(tell, one),
        tell.fill(tell.say("then {every}"), every=tell.every(one.then_every))
        if one.then_every
        else "",
        tell.fill(tell.say("stands for {time} at most"), time=tell.length(one.expires))
        if one.expires
        else "",
    )
    return ", ".join(part for part in parts if part)


def _out_by(tell: Teller, one: MessageTemplate) -> str:
    """``within 10 min``, and of what, where that is not the activation."""
    soon = tell.within(one.first_within)
    if soon and one.first_from == "disruption":
        return tell.fill(tell.say("{within} of the loss itself"), within=soon)
    return soon


def _wordings(tell: Teller, one: MessageTemplate) -> tuple[Wording, ...]:
    audience = tell.plan.find(one.audience, Audience)
    needed = (audience.languages if audience else ()) or tell.plan.header.languages
    channels: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for channel, text in one.text.items():
        channels.setdefault(_needed(text, needed), []).append(channel)
    return tuple(
        Wording(
            tell.names(same),
            tuple(
                Words(tag, tell.say.language_name(tag) if tag else "", words)
                for tag, words in by_language
            ),
        )
        for by_language, same in channels.items()
    )


def _needed(text: Text, languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The words in the languages asked for; all there are when none of those is written."""
    asked = tuple(pair for pair in text.by_language if pair[0] in languages)
    return asked or text.by_language


@dataclass(frozen=True, slots=True)
class Speech:
    """The messages that a role sends, with what most of them have in common said once."""

    facts: tuple[tuple[str, str], ...] = ()
    """What holds for every message that does not say otherwise."""
    gaps: tuple[Gap, ...] = ()
    """Gaps that are filled alike wherever they stand."""
    messages: tuple[Spoken, ...] = ()


def speech(tell: Teller, role: str) -> Speech:
    """Messages that a role sends, with their words; nothing is said twice."""
    messages = tuple(
        _with_channels(tell, spoken(tell, one, role))
        for one in tell.plan.of(MessageTemplate)
        if one.publish is not None and one.publish.by == role
    )
    facts, gaps = _usual_facts(messages), _usual_gaps(messages)
    return Speech(
        facts,
        gaps,
        tuple(
            replace(
                one,
                facts=_unusual(one, dict(facts), tell.say("On")),
                gaps=tuple(gap for gap in one.gaps if gap not in gaps),
            )
            for one in messages
        ),
    )


def _with_channels(tell: Teller, one: Spoken) -> Spoken:
    """The channels as one more fact, when all of them carry the same words."""
    if len(one.wordings) != 1 or not one.wordings[0].channels:
        return one
    (wording,) = one.wordings
    channels = (tell.say("On"), wording.channels)
    return replace(one, facts=(*one.facts, channels), wordings=(replace(wording, channels=""),))


USUAL = 3
"""So many messages must have a fact in common before it is said once for all of them."""


def _usual_facts(messages: Sequence[Spoken]) -> tuple[tuple[str, str], ...]:
    """For each label the value that most messages have, when these are enough."""
    counted = Counter(fact for one in messages for fact in one.facts)
    found: dict[str, str] = {}
    for (label, value), times in counted.most_common():
        if times >= USUAL:
            found.setdefault(label, value)
    order = list(dict.fromkeys(label for one in messages for label, _ in one.facts))
    return tuple((label, found[label]) for label in order if label in found)


def _unusual(one: Spoken, usual: dict[str, str], channels: str) -> tuple[tuple[str, str], ...]:
    """The facts that are not the usual ones; a usual one that is missing is said to be missing.

    A message with other words for each channel names its ``channels`` with the words.
    """
    own = {label for label, _ in one.facts}
    if any(wording.channels for wording in one.wordings):
        own.add(channels)
    missing = tuple((label, NOTHING) for label in usual if label not in own)
    return (*(fact for fact in one.facts if usual.get(fact[0]) != fact[1]), *missing)


def _usual_gaps(messages: Sequence[Spoken]) -> tuple[Gap, ...]:
    """Gaps that two messages or more have, all filled alike."""
    counted = Counter(gap for one in messages for gap in one.gaps)
    alike = Counter(gap.name for gap in counted)
    return tuple(gap for gap, times in counted.items() if times > 1 and alike[gap.name] == 1)


def approved_by(tell: Teller, role: str) -> tuple[tuple[str, str], ...]:
    """(message, how long to answer and what happens else) pairs of those that others send."""
    return tuple(
        (
            tell.title(one),
            line(
                tell.within(one.approve.within),
                tell.labelled("Sent by", tell.name(one.publish.by) if one.publish else ""),
                tell.labelled("If you do not answer", tell.text(one.approve.if_silent)),
            ),
        )
        for one in tell.plan.of(MessageTemplate)
        if one.approve is not None
        and one.approve.beforehand is None
        and one.approve.by == role
        and (one.publish is None or one.publish.by != role)
    )


def notice(tell: Teller, one: Notification) -> Notice:
    """A legal notice, with the numbers of the body that gets it."""
    starts = tell.word(one.starts)
    body = tell.plan.find(one.organisation, Organisation)
    if one.previous is not None:
        starts = f"{starts} ({tell.name(one.previous)})"
    return Notice(
        tell.title(one),
        tell.name(one.organisation),
        numbers_of(tell, one.organisation),
        tell.name(one.by),
        f"{tell.within(one.within)} {starts}",
        tell.text(one.required_by),
        tell.name(one.message),
        tell.text(body.ask_for) if body is not None else "",
        lines(tell.text(one.when), tell.names((*one.risks, *one.levels))),
        tell.names(one.via),
        tell.labelled("Confirmed", tell.day(one.checked)),
    )


def notices_of(tell: Teller, role: str) -> tuple[Notice, ...]:
    """Notices that a role sends."""
    return tuple(notice(tell, one) for one in tell.plan.of(Notification) if one.by == role)
