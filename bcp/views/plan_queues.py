"""The section of the full plan on contact-centre work."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.model.queues import Overflow, Queue, QueueNumber
from bcp.views.alphabet import by_title
from bcp.views.blocks import Block, Part, Section, facts, part, table
from bcp.views.switching import capacity_of, time_of
from bcp.views.telling import Teller, figure, lines, share


def queues(tell: Teller) -> Section:
    """Contact-centre work; the queue that is closed first stands first, safety queues last."""
    found = sorted(
        by_title(tell, Queue),
        key=lambda one: (one.shed_order is None, one.shed_order or 0),
    )
    return Section(
        "queues", tell.say("Queues"), (), tuple(part for one in found for part in _queue(tell, one))
    )


def _queue(tell: Teller, one: Queue) -> Iterator[Part]:
    say = tell.say
    target = ""
    if one.target is not None:
        target = tell.fill(
            say("{share} answered within {time}"),
            share=share(one.target.share),
            time=tell.length(one.target.within),
        )
    about = facts(
        (say("Process"), tell.name(one.process)),
        (say("Owner"), tell.name(one.owner)),
        (say("Comes by"), tell.name(one.channel)),
        (say("Languages"), tell.languages(one.languages)),
        (say("Open"), tell.named_hours(one.open)),
        (say("When it is closed, callers go to"), tell.name(one.after_hours)),
        (say("Never closes"), say("a life may hang on it") if one.safety else ""),
        (say("Closed in this order"), str(one.shed_order) if one.shed_order is not None else ""),
        (say("Target"), target),
        (say("Average handle time"), tell.length(one.handle_time)),
        (say("A caller waits on average"), tell.length(one.patience)),
        (say("Paid time not on contacts"), share(one.shrinkage)),
        (
            say("Least staff"),
            "\n".join(f"{tell.named_hours(least.hours)}: {least.agents}" for least in one.minimum),
        ),
        (
            say("Ready to work from home"),
            lines(
                share(one.remote_ready.share),
                tell.labelled("Last tried", tell.day(one.remote_ready.tested)),
            )
            if one.remote_ready
            else "",
        ),
        (say("Emergency message"), tell.name(one.emergency_message)),
        (say("Message when closed"), tell.name(one.shed_message)),
        (say("Vulnerable callers"), tell.text(one.vulnerable_path)),
        (say("A caller in danger"), tell.text(one.live_path)),
        (say("When a call drops"), tell.name(one.dropped_call)),
        (say("Calling back"), tell.text(one.callbacks)),
        (say("Scripts and answers"), tell.name(one.scripts)),
        (say("Needs"), tell.names(one.needs)),
        (say("Overflow"), _overflow(tell, one.overflow) if one.overflow else ""),
    )
    dialled = table(
        (
            (say("Number"), 26),
            (say("Carried by"), 22),
            (say("Rerouted to"), 24),
            (say("Who decides, who does"), 28),
        ),
        (
            (number.number or number.short or "", tell.name(number.carrier), *_route(tell, number))
            for number in one.numbers
        ),
    )
    yield from part(
        tell.title(one), about, dialled, _agents(tell, one), _forecast(tell, one), id=one.id
    )


def _overflow(tell: Teller, over: Overflow) -> str:
    return lines(
        tell.name(over.partner),
        tell.labelled("When", tell.text(over.trigger)),
        tell.labelled("Called on by", tell.name(over.owner)),
        tell.labelled("Answer", tell.within(over.ramp)),
        capacity_of(tell, over),
        tell.named_hours(over.hours),
        tell.labelled("Languages", tell.languages(over.languages)),
        tell.labelled("Skills", ", ".join(over.skills)),
    )


def _agents(tell: Teller, one: Queue) -> tuple[Block, ...]:
    say = tell.say
    return table(
        (
            (say("Agents at"), 26),
            (say("How many"), 14),
            (say("Skills"), 20),
            (say("Languages"), 16),
            (say("Can also serve"), 24),
        ),
        (
            (
                tell.name(group.site),
                str(group.count),
                ", ".join(group.all_skills),
                tell.languages(group.all_languages),
                tell.names(group.also_serves),
            )
            for group in one.agents
        ),
    )


def _forecast(tell: Teller, one: Queue) -> tuple[Block, ...]:
    say = tell.say
    return table(
        (
            (say("Expected in"), 40),
            (say("Hours"), 20),
            (say("Contacts an hour"), 20),
            (say("Agents rostered"), 20),
        ),
        (
            (
                tell.text(expected.interval),
                tell.named_hours(expected.hours),
                figure(expected.contacts_per_hour),
                str(expected.agents) if expected.agents is not None else "",
            )
            for expected in one.forecast
        ),
    )


def _route(tell: Teller, number: QueueNumber) -> tuple[str, str]:
    route = number.reroute
    if route is None:
        return "", ""
    return tell.name(route.to), lines(
        tell.name(route.decided_by),
        f"{tell.name(route.by)} {tell.within(time_of(tell, route))}",
        tell.labelled("In", tell.name(route.portal)),
        tell.labelled("Or call", route.phone or ""),
        tell.labelled("How", tell.name(route.procedure)),
        tell.labelled("Last done for real", tell.day(route.tested)),
    )
