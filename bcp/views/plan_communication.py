"""Sections of the full plan on calling, telling, and who is reached where."""

from __future__ import annotations

import datetime as dt
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
from bcp.views.alphabet import by_title
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
            for one in by_title(tell, Escalation)
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
            *part(say("Said to nobody outside"), items(tell.texts(tell.plan.header.do_not_say))),
            *part(say("Who must hear from us"), _audiences(tell)),
            *part(say("Ways to reach people"), _channels(tell)),
            *part(say("Legal notices"), _notices(tell)),
            *(
                Part(tell.title(one), (Message(spoken(tell, one)),), one.id)
                for one in by_title(tell, MessageTemplate)
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
            for one in by_title(tell, Audience)
        ),
    )


def _channels(tell: Teller) -> tuple[Block, ...]:
    say = tell.say
    return table(
        (
            (say("Channel"), 20),
            (say("How it is used"), 26),
            (say("Cannot work without"), 20),
            (say("Run by"), 16),
            (say("When it is lost"), 18),
        ),
        (
            (
                lines(tell.title(one), tell.word(one.type)),
                lines(
                    tell.text(one.how),
                    tell.labelled("Reaches", tell.text(one.audience)),
                    tell.say.count("{count} character", "{count} characters", one.limit)
                    if one.limit
                    else "",
                ),
                tell.names(one.needs),
                tell.name(one.operated_by),
                tell.name(one.fallback),
            )
            for one in by_title(tell, Channel)
        ),
    )


def _notices(tell: Teller) -> tuple[Block, ...]:
    say = tell.say
    found = (notice(tell, one) for one in by_title(tell, Notification))
    return table(
        (
            (say("Notice"), 20),
            (say("Due when"), 18),
            (say("To"), 22),
            (say("By when"), 12),
            (say("Sent by"), 12),
            (say("Asked for by"), 16),
        ),
        (
            (
                lines(one.title, tell.labelled("Message", one.says)),
                one.due,
                lines(
                    one.to,
                    tell.labelled("Ask for", one.ask_for),
                    listed(one.numbers),
                    tell.labelled("By", one.via),
                ),
                one.within,
                one.by,
                lines(one.required_by, one.checked),
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
                for one in by_title(tell, Fact)
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
                lines(
                    one.name,
                    tell.text(one.job),
                    tell.word(one.status) if one.status != "active" else "",
                    tried(tell, one.verified),
                ),
                listed(numbers(tell, one.phones)),
                "\n".join(mails(one)),
                ", ".join(say.language_name(tag) for tag in one.languages),
            )
            for one in by_title(tell, Person)
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
                lines(
                    listed(numbers(tell, one.phones)),
                    *mails(one),
                    tell.labelled("Ask for", tell.text(one.ask_for)),
                ),
                lines(tell.text(one.decides), tell.text(one.may_be_asked)),
                lines(tell.name(one.liaison), tried(tell, one.verified)),
            )
            for one in by_title(tell, Organisation)
        ),
    )
    suppliers = table(
        (
            (say("Supplier"), 26),
            (say("Numbers"), 30),
            (say("E-mail"), 24),
            (say("Contract to quote"), 20),
        ),
        (
            (
                lines(tell.title(one), tried(tell, one.verified)),
                lines(
                    listed(numbers(tell, one.phones)),
                    tell.labelled("Ask for", tell.text(one.ask_for)),
                ),
                "\n".join(mails(one)),
                one.contract.reference if one.contract else "",
            )
            for one in by_title(tell, Supplier)
        ),
    )
    return Section(
        "contacts",
        say("Contacts"),
        (),
        (
            *part(say("People"), people),
            *part(say("Organisations"), bodies),
            *part(say("Help by agreement"), _agreements(tell)),
            *part(say("What we have promised"), _commitments(tell)),
            *part(say("Suppliers"), suppliers),
        ),
    )


def tried(tell: Teller, day: dt.date | None) -> str:
    """When contact data was last tried and found right."""
    return tell.labelled("Last tried", tell.day(day))


def _agreements(tell: Teller) -> tuple[Block, ...]:
    """Bodies outside that help by agreement: how soon, with how much, for how long."""
    say = tell.say
    return table(
        (
            (say("Organisation"), 28),
            (say("Agreement"), 20),
            (say("There"), 14),
            (say("Gives"), 14),
            (say("Stays"), 10),
            (say("Cannot help without"), 14),
        ),
        (
            (
                tell.title(one),
                lines(one.contract.reference, tell.labelled("Ends", tell.day(one.contract.ends)))
                if one.contract
                else "",
                tell.within(one.within),
                tell.amount(one.capacity),
                tell.length(one.lasts),
                tell.names(one.needs),
            )
            for one in by_title(tell, Organisation)
            if one.contract or one.within or one.lasts or one.capacity or one.needs
        ),
    )


def _commitments(tell: Teller) -> tuple[Block, ...]:
    """What we owe clients and authorities when something of ours is down."""
    say = tell.say
    return table(
        (
            (say("What must be back"), 26),
            (say("By when"), 12),
            (say("Where it stands"), 16),
            (say("Beyond that it costs"), 16),
            (say("Not owed when"), 16),
            (say("Notice"), 14),
        ),
        (
            (
                lines(tell.name(owed.process), tell.labelled("To", tell.title(one))),
                tell.within(owed.within),
                tell.text(owed.clause),
                tell.text(owed.credit),
                tell.text(owed.relief),
                tell.name(owed.notice),
            )
            for one in by_title(tell, Organisation)
            for owed in one.commitments
        ),
    )


def forms(tell: Teller) -> Section:
    """Forms for when systems are down."""
    return Section("forms", tell.say("Forms"), (), tuple(_forms(tell)))


def _forms(tell: Teller) -> Iterator[Part]:
    say = tell.say
    for one in by_title(tell, Form):
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
                (
                    lines(tell.text(copy.where), tell.name(copy.at)),
                    str(copy.how_many),
                    tell.day(copy.checked),
                )
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
                lines(
                    f"{tell.name(entry.by)}, {tell.within(entry.within)}",
                    tell.labelled("How", tell.name(entry.procedure)),
                )
                if entry
                else "",
            ),
            (say("A request is"), " → ".join(one.status)),
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
