"""Sections of the full plan on calling, telling, and who is reached where."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.model.communication import (
    Audience,
    Channel,
    Fact,
    Form,
    MessageTemplate,
    Notification,
)
from bcp.model.people import Organisation, Person
from bcp.model.resources import Supplier
from bcp.model.response import Escalation
from bcp.views.blocks import (
    Block,
    Calls,
    Message,
    Part,
    Section,
    facts,
    items,
    paragraph,
    part,
    table,
)
from bcp.views.calling import call_list
from bcp.views.contacts import listed, mails, numbers
from bcp.views.speaking import notice, spoken
from bcp.views.telling import Teller, lines


def escalations(tell: Teller) -> Section:
    """Who is called, and what if nobody accepts."""
    return Section(
        "escalation",
        tell.say("Escalation"),
        (),
        tuple(
            Part(tell.title(one), (Calls(call_list(tell, one)),), one.id)
            for one in tell.plan.of(Escalation)
        ),
    )


def messages(tell: Teller) -> Section:
    """Communication (7.2.7)."""
    say = tell.say
    return Section(
        "communication",
        say("Communication and messages"),
        (),
        (
            *part(say("Who must hear from us"), _audiences(tell)),
            *part(say("Ways to reach people"), _channels(tell)),
            *part(say("Legal notices"), _notices(tell)),
            *(
                Part(tell.title(one), (Message(spoken(tell, one)),), one.id)
                for one in tell.plan.of(MessageTemplate)
            ),
        ),
    )


def _audiences(tell: Teller) -> tuple[Block, ...]:
    say = tell.say
    return table(
        (
            (say("Audience"), 24),
            (say("Owner"), 16),
            (say("Reached by"), 18),
            (say("Languages"), 14),
            (say("List, and who comes first"), 28),
        ),
        (
            (
                tell.title(one),
                tell.name(one.owner),
                lines(tell.name(one.primary), tell.labelled("else", tell.name(one.alternate))),
                ", ".join(say.language_name(tag) for tag in one.languages),
                lines(
                    tell.name(one.list.record) if one.list else "",
                    tell.labelled("Paper copy", tell.text(one.list.offline) if one.list else ""),
                    tell.text(one.priority_path),
                ),
            )
            for one in tell.plan.of(Audience)
        ),
    )


def _channels(tell: Teller) -> tuple[Block, ...]:
    say = tell.say
    return table(
        (
            (say("Channel"), 24),
            (say("Sort"), 14),
            (say("Cannot work without"), 26),
            (say("Run by"), 18),
            (say("When it is lost"), 18),
        ),
        (
            (
                tell.title(one),
                tell.word(one.type),
                tell.names(one.needs),
                tell.name(one.operated_by),
                tell.name(one.fallback),
            )
            for one in tell.plan.of(Channel)
        ),
    )


def _notices(tell: Teller) -> tuple[Block, ...]:
    say = tell.say
    found = (notice(tell, one) for one in tell.plan.of(Notification))
    return table(
        (
            (say("Notice"), 22),
            (say("To"), 28),
            (say("By when"), 18),
            (say("Sent by"), 14),
            (say("Asked for by"), 18),
        ),
        (
            (
                lines(one.title, tell.labelled("Message", one.says)),
                lines(one.to, listed(one.numbers)),
                one.within,
                one.by,
                one.required_by,
            )
            for one in found
        ),
    )


def facts_to_say(tell: Teller) -> Section:
    """What agents may say."""
    say = tell.say
    return Section(
        "facts",
        say("What may be said"),
        table(
            (
                (say("About"), 20),
                (say("What may be said"), 46),
                (say("Kept true by"), 18),
                (say("Paper copy"), 16),
            ),
            (
                (
                    tell.title(one),
                    tell.text(one.text),
                    lines(tell.name(one.owner), tell.every(one.updated_every)),
                    tell.text(one.offline),
                )
                for one in tell.plan.of(Fact)
            ),
        ),
    )


def contacts(tell: Teller) -> Section:
    """Contacts (7.2.11)."""
    say = tell.say
    people = table(
        ((say("Name"), 26), (say("Numbers"), 36), (say("E-mail"), 22), (say("Languages"), 16)),
        (
            (
                lines(one.name, tell.text(one.job)),
                listed(numbers(tell, one.phones)),
                "\n".join(mails(one)),
                ", ".join(say.language_name(tag) for tag in one.languages),
            )
            for one in tell.plan.of(Person)
        ),
    )
    bodies = table(
        (
            (say("Organisation"), 26),
            (say("Numbers"), 28),
            (say("What they decide or may be asked"), 28),
            (say("We speak through"), 18),
        ),
        (
            (
                lines(
                    tell.title(one),
                    tell.word(one.type),
                    tell.labelled("Quote", one.reference_to_quote or ""),
                ),
                listed(numbers(tell, one.phones)),
                lines(tell.text(one.decides), tell.text(one.may_be_asked)),
                tell.name(one.liaison),
            )
            for one in tell.plan.of(Organisation)
        ),
    )
    suppliers = table(
        ((say("Supplier"), 30), (say("Numbers"), 40), (say("Contract to quote"), 30)),
        (
            (
                tell.title(one),
                listed(numbers(tell, one.phones)),
                one.contract.reference if one.contract else "",
            )
            for one in tell.plan.of(Supplier)
        ),
    )
    return Section(
        "contacts",
        say("Contacts"),
        (),
        (
            *part(say("People"), people),
            *part(say("Organisations"), bodies),
            *part(say("Suppliers"), suppliers),
        ),
    )


def forms(tell: Teller) -> Section:
    """Forms for when systems are down."""
    return Section("forms", tell.say("Forms"), (), tuple(_forms(tell)))


def _forms(tell: Teller) -> Iterator[Part]:
    say = tell.say
    for one in tell.plan.of(Form):
        urgency = table(
            ((say("Category"), 20), (say("Signs"), 44), (say("By when"), 16), (say("Goes to"), 20)),
            (
                (tell.text(c.title), tell.text(c.signs), tell.within(c.within), tell.name(c.to))
                for c in one.triage
            ),
        )
        fields = table(
            ((say("Field"), 40), (say("Must be filled in"), 20), (say("Entry"), 40)),
            (
                (tell.text(field.title), say("yes") if field.required else say("no"), "")
                for field in one.fields
            ),
        )
        copies = table(
            ((say("Where forms lie"), 55), (say("How many"), 20), (say("Last counted"), 25)),
            (
                (tell.text(copy.where), str(copy.how_many), tell.day(copy.checked))
                for copy in one.copies
            ),
        )
        entry = one.back_entry
        protocol = facts(
            (say("Greet"), tell.text(one.greet)),
            (say("May be answered at once"), tell.text(one.answer)),
            (say("Close"), tell.text(one.close)),
            (say("How the caller hears back"), tell.text(one.feedback)),
            (
                say("Into the systems afterwards"),
                f"{tell.name(entry.by)}, {tell.within(entry.within)}" if entry else "",
            ),
        )
        yield from part(
            tell.title(one),
            protocol,
            paragraph(say("Ask:")) if one.clarify else (),
            items(tell.texts(one.clarify)),
            urgency,
            fields,
            copies,
            id=one.id,
        )
