"""Sections of the full plan on people's readiness, learning, and keeping the plan right."""

from __future__ import annotations

from bcp.model.learning import Course, Event, Exercise, Improvement, Waiver, WellBeing
from bcp.model.response import Risk
from bcp.views.alphabet import by_title, in_order
from bcp.views.blocks import Block, Section, facts, part, table
from bcp.views.measured import promised, time_of
from bcp.views.telling import Teller, lines, share


def people(tell: Teller) -> Section:
    """Training, and care for people."""
    say = tell.say
    courses = table(
        (
            (say("Course"), 26),
            (say("For"), 26),
            (say("What one can do then"), 30),
            (say("Again"), 18),
        ),
        (
            (
                tell.title(one),
                tell.names(one.for_) or say("everybody"),
                tell.text(one.teaches),
                lines(
                    tell.every(one.every),
                    tell.labelled("First", tell.within(one.within)),
                    tell.labelled("Held by", share(one.target)),
                    tell.name(one.owner),
                ),
            )
            for one in by_title(tell, Course)
        ),
    )
    care = table(
        ((say("What"), 24), (say("For"), 20), (say("How"), 34), (say("By whom, by when"), 22)),
        (
            (
                lines(tell.title(one), tell.word(one.type)),
                tell.names(one.for_) or say("everybody"),
                tell.text(one.what),
                lines(
                    tell.name(one.offered_by or one.owner),
                    one.contact or "",
                    tell.within(one.within),
                ),
            )
            for one in by_title(tell, WellBeing)
        ),
    )
    return Section(
        "people",
        say("Training and looking after people"),
        (),
        (*part(say("Training"), courses), *part(say("Looking after people"), care)),
    )


def exercises(tell: Teller) -> Section:
    """The exercise programme, what took place, and what is being improved."""
    say = tell.say
    planned = table(
        (
            (say("Exercise"), 28),
            (say("Planned for"), 18),
            (say("Scenario"), 30),
            (say("Players"), 24),
        ),
        (
            (
                lines(tell.title(one), tell.word(one.type)),
                lines(tell.day(one.planned), tell.every(one.every), tell.length(one.duration)),
                lines(
                    tell.names((*one.scenario.risks, *one.scenario.losses)),
                    tell.labelled("To show", "; ".join(_aims(tell, one))),
                ),
                lines(
                    tell.names((*one.participants, *one.suppliers)),
                    tell.labelled("Led by", tell.name(one.facilitator)),
                    tell.labelled("Watched by", tell.name(one.evaluator)),
                    tell.labelled("May stop it", tell.name(one.safety_controller)),
                ),
            )
            for one in sorted(
                by_title(tell, Exercise), key=lambda one: (one.planned is None, one.planned)
            )
        ),
    )
    past = table(
        ((say("Event"), 28), (say("When"), 18), (say("What was learned"), 36), (say("Report"), 18)),
        (
            (
                lines(tell.title(one), tell.word(one.type)),
                tell.day(one.on),
                tell.text(one.summary),
                lines(
                    tell.text(one.report),
                    tell.day(one.reported_on),
                    tell.labelled("Read by", tell.names(one.told)),
                ),
            )
            for one in _latest_first(tell)
        ),
    )
    actions = table(
        (
            (say("Action"), 28),
            (say("What was wrong"), 30),
            (say("Owner"), 14),
            (say("Due"), 14),
            (say("Status"), 14),
        ),
        (
            (
                tell.title(one),
                lines(tell.text(one.issue), tell.labelled("Seen in", tell.name(one.from_))),
                tell.name(one.owner),
                tell.day(one.extended_to or one.due),
                lines(
                    tell.word(one.status),
                    tell.text(one.evidence),
                    tell.labelled("Shown by", tell.name(one.verified_by)),
                ),
            )
            for one in by_title(tell, Improvement)
        ),
    )
    return Section(
        "exercises",
        say("Exercises and improvements"),
        (),
        (
            *part(say("Programme"), planned),
            *part(say("What took place"), past),
            *part(say("Measured, against what was promised"), _measured(tell)),
            *part(say("Improvements"), actions),
        ),
    )


def _aims(tell: Teller, one: Exercise) -> tuple[str, ...]:
    return tuple(tell.text(aim.text) for aim in one.objectives)


def _latest_first(tell: Teller) -> tuple[Event, ...]:
    return tuple(sorted(by_title(tell, Event), key=lambda one: one.on, reverse=True))


def _measured(tell: Teller) -> tuple[Block, ...]:
    """The times that events measured, each beside what the plan promises."""
    say = tell.say
    return table(
        (
            (say("What"), 32),
            (say("Measured"), 16),
            (say("Promised"), 24),
            (say("In"), 28),
        ),
        (
            (
                lines(tell.name(one.what), time_of(tell, one)),
                tell.length(one.time),
                promised(tell, one),
                lines(tell.title(event), tell.day(event.on)),
            )
            for event in _latest_first(tell)
            for one in event.measured
        ),
    )


def gaps(tell: Teller) -> Section:
    """What is known to be missing and was accepted, by whom and until when."""
    say = tell.say
    waived = table(
        (
            (say("Accepted on"), 24),
            (say("Rule"), 12),
            (say("Why"), 32),
            (say("Accepted by"), 16),
            (say("Until"), 16),
        ),
        (
            (
                tell.name(one.on),
                one.rule,
                tell.text(one.reason),
                tell.name(one.approved_by),
                tell.day(one.until),
            )
            for one in sorted(
                tell.plan.of(Waiver), key=lambda one: in_order(tell.name(one.on), tell.language)
            )
        ),
    )
    borne = table(
        ((say("Risk"), 30), (say("Why"), 36), (say("Accepted by"), 18), (say("Until"), 16)),
        (
            (
                tell.title(one),
                tell.text(one.accepted.why),
                tell.name(one.accepted.by),
                tell.day(one.accepted.until),
            )
            for one in by_title(tell, Risk)
            if one.accepted is not None
        ),
    )
    return Section(
        "gaps",
        say("Accepted gaps"),
        (),
        (*part(say("Findings accepted"), waived), *part(say("Risks borne as they are"), borne)),
    )


def version_control(tell: Teller) -> Section:
    """Version control (7.2.13)."""
    header, say = tell.plan.header, tell.say
    review = header.review
    about = facts(
        (say("Version"), header.version or ""),
        (say("Status"), tell.word(header.status)),
        (say("Held against"), ", ".join(header.frameworks)),
        (say("Looked through"), tell.every(review.every) if review else ""),
        (say("Last looked through"), tell.day(review.last) if review else ""),
        (say("Next due"), tell.day(review.every.after(review.last)) if review else ""),
    )
    changes = table(
        ((say("Version"), 12), (say("When"), 22), (say("Who"), 22), (say("What changed"), 44)),
        (
            (one.version, tell.day(one.on), tell.name(one.by), tell.text(one.what))
            for one in header.changes
        ),
    )
    return Section("version", say("Version control"), (*about, *changes))


def distribution(tell: Teller) -> Section:
    """Control and distribution (7.2.14), and where logs are kept."""
    header, say = tell.plan.header, tell.say
    copies = table(
        (
            (say("Where copies lie"), 38),
            (say("How many"), 14),
            (say("Kept current by"), 24),
            (say("Last found current"), 24),
        ),
        (
            (
                lines(tell.text(one.where), tell.name(one.at)),
                str(one.how_many),
                tell.name(one.held_by),
                tell.day(one.checked),
            )
            for one in header.copies
        ),
    )
    logs = header.logs
    about = facts(
        (say("Given to"), tell.names(header.distribution)),
        (
            say("Logs are kept"),
            lines(tell.text(logs.where), tell.name(logs.record)) if logs else "",
        ),
        (say("Kept for"), tell.length(logs.keep_for) if logs else ""),
        (say("Logs kept by"), tell.name(logs.keeper) if logs else ""),
    )
    return Section("distribution", say("Distribution and copies"), (*about, *copies))
