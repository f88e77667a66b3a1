"""Sections of the full plan on what can happen and what is done."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.model.people import Hours, Role, Rota, Team
from bcp.model.response import Indicator, Level, Playbook, Procedure, Risk
from bcp.views.alphabet import by_title
from bcp.views.blocks import Block, Part, Section, Ticks, facts, paragraph, part, table
from bcp.views.contacts import holders, listed, mails, numbers, turns
from bcp.views.role_card import activations, limit, overrun
from bcp.views.severity import by_severity
from bcp.views.steps import phases, steps
from bcp.views.switching import levers
from bcp.views.telling import Teller, figure, lines, share


def scope(tell: Teller) -> Section:
    """Purpose and scope (7.2.1), and other plans (7.2.8)."""
    header, say = tell.plan.header, tell.say
    left_out = table(
        ((say("Left out"), 40), (say("Why"), 60)),
        ((tell.text(one.what), tell.text(one.why)) for one in header.exclusions),
    )
    duties = table(
        (
            (say("Law, licence or contract"), 30),
            (say("What it asks of us"), 45),
            (say("Owner"), 25),
        ),
        (
            (tell.text(one.title), tell.text(one.asks), tell.name(one.owner))
            for one in header.legal_register
        ),
    )
    related = table(
        (
            (say("Plan"), 26),
            (say("Where it is kept"), 28),
            (say("When it is used"), 28),
            (say("Owner"), 18),
        ),
        (
            (
                tell.text(one.title),
                tell.text(one.kept_at),
                tell.text(one.when),
                tell.text(one.owner),
            )
            for one in header.related_plans
        ),
    )
    return Section(
        "scope",
        say("Purpose and scope"),
        paragraph(
            tell.text(header.purpose),
            tell.text(header.scope),
            tell.labelled("Policy", tell.text(header.policy)),
            tell.labelled("Climate", tell.text(header.climate)),
        ),
        (
            *part(say("What the plan does not cover"), left_out),
            *part(say("Laws and contracts"), duties),
            *part(say("Other plans"), related),
        ),
    )


def objectives(tell: Teller) -> Section:
    """Objectives (7.2.2)."""
    say = tell.say
    return Section(
        "objectives",
        say("Objectives"),
        table(
            ((say("Objective"), 50), (say("Measured by"), 50)),
            ((tell.text(one.text), tell.text(one.measure)) for one in tell.plan.header.objectives),
        ),
    )


def assumptions(tell: Teller) -> Section:
    """Assumptions (7.2.3)."""
    say = tell.say
    return Section(
        "assumptions",
        say("Assumptions"),
        table(
            (
                (say("Assumption"), 36),
                (say("If it is false"), 30),
                (say("Watched by"), 18),
                (say("Last found true"), 16),
            ),
            (
                (
                    tell.text(one.text),
                    tell.text(one.if_false),
                    tell.name(one.owner),
                    tell.day(one.checked),
                )
                for one in tell.plan.header.assumptions
            ),
        ),
    )


def activation(tell: Teller) -> Section:
    """Activating and assembling (7.2.4)."""
    say = tell.say
    degrees = table(
        ((say("Playbook"), 26), (say("Degree"), 16), (say("When"), 38), (say("Who decides"), 20)),
        (
            (tell.title(one), degree, condition, tell.name(by))
            for one in by_severity(tell.plan)
            for degree, by, condition in activations(tell, one)
        ),
    )
    watched = table(
        (
            (say("Figure"), 24),
            (say("Warning"), 20),
            (say("Critical"), 20),
            (say("Watched by"), 16),
            (say("What then"), 20),
        ),
        (
            (
                lines(tell.title(one), tell.text(one.definition)),
                limit(tell, one, one.warn),
                limit(tell, one, one.critical),
                tell.name(one.watched_by or one.source.by),
                lines(
                    tell.labelled("Warning", tell.names(one.on_warn)),
                    tell.labelled("Critical", tell.name(one.on_critical)),
                ),
            )
            for one in by_title(tell, Indicator)
        ),
    )
    pulls = table(
        (
            (say("Lever"), 18),
            (say("Do"), 28),
            (say("Who"), 14),
            (say("Gives"), 16),
            (say("Limit and end"), 24),
        ),
        (
            (
                one.title,
                one.do,
                lines(one.by, one.within),
                lines(one.yields, one.gives),
                lines(one.limit, one.ends),
            )
            for one in levers(tell)
        ),
    )
    return Section(
        "activation",
        say("Activation and incident levels"),
        _activated_by(tell),
        (
            *part(say("Incident levels"), _levels(tell)),
            *part(say("Starting a playbook"), degrees),
            *part(say("What is watched"), watched),
            *part(say("Levers, in the order of pulling"), pulls),
        ),
    )


def _activated_by(tell: Teller) -> tuple[Block, ...]:
    role = tell.plan.find(tell.plan.header.activated_by, Role)
    if role is None:
        return ()
    successors = ", ".join(one.name for one in holders(tell, role))
    sentence = tell.fill(tell.say("The plan is activated by: {role}."), role=tell.title(role))
    return paragraph(sentence, tell.labelled("Held by, in order", successors))


def _levels(tell: Teller) -> tuple[Block, ...]:
    say = tell.say
    return table(
        (
            (say("Level"), 16),
            (say("Any one of these"), 34),
            (say("Declared by"), 16),
            (say("Tell at once"), 16),
            (say("Looked at again"), 18),
        ),
        (
            (
                tell.title(one),
                "\n".join(f"• {text}" for text in tell.texts(one.criteria)),
                tell.name(one.declared_by),
                lines(
                    tell.names(one.must_be_told),
                    tell.labelled("Come together", tell.names(one.teams)),
                ),
                lines(
                    tell.every(one.review_every),
                    tell.labelled("Higher", tell.text(one.raise_when)),
                    tell.labelled("Lower", tell.text(one.lower_when)),
                ),
            )
            for one in sorted(tell.plan.of(Level), key=lambda one: (one.rank, one.id))
        ),
    )


def teams_and_roles(tell: Teller) -> Section:
    """Roles (7.2.5)."""
    say = tell.say
    teams = table(
        (
            (say("Team"), 18),
            (say("Remit"), 28),
            (say("Lead"), 16),
            (say("Members"), 18),
            (say("Meets"), 20),
        ),
        (
            (
                lines(tell.title(one), tell.word(one.level)),
                lines(
                    tell.text(one.remit),
                    tell.labelled(
                        "Gives",
                        tell.amount(one.capacity),
                    ),
                    tell.labelled("Reports to", tell.name(one.reports_to)),
                ),
                tell.name(one.lead),
                tell.names(one.members),
                _meets(tell, one),
            )
            for one in sorted(by_title(tell, Team), key=_height)
        ),
    )
    rotas = tuple(
        inner
        for rota in by_title(tell, Rota)
        for inner in part(
            tell.title(rota),
            table(
                ((say("Turn"), 50), (say("Who serves"), 50)),
                ((turn.when, turn.who) for turn in turns(tell, rota)),
            ),
            paragraph(tell.labelled("The rota as it is worked", tell.name(rota.kept))),
            id=rota.id,
        )
    )
    return Section(
        "roles",
        say("Teams and roles"),
        (),
        (*part(say("Teams"), teams), *_roles(tell), *rotas, *part(say("Hours"), _hours(tell))),
    )


def _hours(tell: Teller) -> tuple[Block, ...]:
    """The named hours that the rest of the plan speaks of, with their times."""
    return table(
        (
            (tell.say("Hours"), 30),
            (tell.say("From when to when"), 46),
            (tell.say("In a curfew"), 24),
        ),
        (
            (tell.title(one), tell.times(one), tell.text(one.curfew))
            for one in by_title(tell, Hours)
        ),
    )


def _height(team: Team) -> int:
    return ("strategic", "tactical", "operational").index(team.level)


def _meets(tell: Teller, team: Team) -> str:
    meet = team.meet
    if meet is None:
        return ""
    return lines(
        tell.text(meet.place),
        tell.labelled("Else", tell.text(meet.alternate)),
        tell.labelled("Bridge", meet.bridge or ""),
        tell.labelled("Access code kept", tell.text(meet.bridge_code)),
        tell.within(meet.within),
        tell.fill(tell.say("then {every}"), every=tell.every(meet.every)) if meet.every else "",
        tell.say.count("{count} member is enough", "{count} members are enough", meet.quorum)
        if meet.quorum
        else "",
        tell.labelled("Goes through", "; ".join(tell.texts(meet.agenda))),
    )


def _roles(tell: Teller) -> Iterator[Part]:
    say = tell.say
    for role in by_title(tell, Role):
        who = table(
            ((say("Held by"), 30), (say("In order"), 20), (say("Numbers"), 50)),
            ((one.name, one.place, listed(one.numbers)) for one in holders(tell, role)),
        )
        powers = table(
            (
                (say("May"), 26),
                (say("when"), 24),
                (say("limit"), 18),
                (say("until"), 16),
                (say("given by"), 16),
            ),
            (
                (*tell.texts((one.may, one.when, one.limit, one.until)), tell.text(one.basis))
                for one in role.authority
            ),
        )
        about = facts(
            (say("Team"), tell.name(role.team)),
            (say("Own telephone"), listed(numbers(tell, role.phones))),
            (say("Filled"), tell.named_hours(role.cover)),
            (say("Critical"), say("yes") if role.critical else ""),
            (say("Trained in"), tell.names(role.trained_in)),
            (say("Skills"), ", ".join(role.skills)),
            (say("Longest duty"), tell.length(role.max_duty)),
            (say("Shortest rest"), tell.length(role.rest)),
            (say("E-mail"), "\n".join(mails(role))),
            (say("Turns to"), tell.names(role.turns_to)),
            (say("Takes along"), tell.names(role.takes)),
            (say("Tells whoever takes over"), "\n".join(tell.texts(role.hands_over))),
        )
        yield from part(
            tell.title(role), paragraph(tell.text(role.purpose)), about, who, powers, id=role.id
        )


def risks(tell: Teller) -> Section:
    """What can happen, highest score first."""
    say = tell.say
    found = sorted(by_title(tell, Risk), key=lambda one: -(one.score or 0))
    return Section(
        "risks",
        say("What can happen"),
        table(
            (
                (say("Risk"), 20),
                (say("Score"), 8),
                (say("Takes away"), 24),
                (say("Treatment and controls"), 21),
                (say("Owner"), 12),
                (say("Answered by"), 15),
            ),
            (
                (
                    lines(tell.title(one), tell.word(one.class_)),
                    _score(one),
                    lines(
                        _removes(tell, one),
                        tell.labelled("Announced by", tell.names(one.early_warning)),
                    ),
                    lines(
                        tell.word(one.treatment),
                        tell.names(one.controls),
                        *tell.texts(one.other_controls),
                    ),
                    lines(
                        tell.name(one.owner),
                        tell.labelled("Looked at", tell.day(one.reviewed)),
                    ),
                    tell.names(answer.id for answer in tell.plan.playbooks_for(one)),
                )
                for one in found
            ),
        ),
    )


def _removes(tell: Teller, one: Risk) -> str:
    """What is gone when it happens, and for how long."""
    gone, say = one.removes, tell.say
    threatens = tell.labelled("Threatens", tell.names(one.threatens))
    if gone is None:
        return threatens
    missing = tell.fill(say("{share} of staff"), share=share(gone.staff)) if gone.staff else ""
    if missing and gone.at is not None:
        missing = tell.fill(say("{what} at {site}"), what=missing, site=tell.name(gone.at))
    return lines(
        tell.names(gone.ids),
        missing,
        tell.labelled("Demand", f"× {figure(gone.demand)}" if gone.demand else ""),
        tell.labelled("For", tell.length(gone.lasts)),
        threatens,
    )


def _score(one: Risk) -> str:
    if one.score is None:
        return ""
    now = f"{one.likelihood} × {one.impact} = {one.score}"
    return now if one.residual is None else f"{now} → {one.residual}"


def playbooks(tell: Teller) -> Section:
    """Tasks (7.2.6), by the phases of NIST SP 800-34."""
    return Section("playbooks", tell.say("Playbooks"), (), tuple(_playbooks(tell)))


def _playbooks(tell: Teller) -> Iterator[Part]:
    say = tell.say
    for one in by_severity(tell.plan):
        ends = one.stand_down
        about = facts(
            (say("Answers to"), tell.names((*one.for_.risks, *one.for_.losses))),
            (say("Signs"), "\n".join(tell.texts(one.signs))),
            *(
                (degree, lines(f"{condition} – {tell.name(by)}", _tasks(tell, one, degree)))
                for degree, by, condition in activations(tell, one)
            ),
            (say("Escalation"), tell.name(one.escalation)),
            (say("At other hours"), tell.names(one.at_other_hours)),
            (say("Messages"), tell.names(one.messages)),
            (say("What may be said"), tell.names(one.facts)),
            (say("Log kept by"), tell.name(one.log_keeper)),
            (say("Looking after people"), lines(tell.text(one.welfare), tell.names(one.care))),
            (say("It ends when"), f"{tell.text(ends.when)} – {tell.name(ends.by)}" if ends else ""),
        )
        tasks = tuple(Part(phase.title, (Ticks(phase.ticks),)) for phase in phases(tell, one))
        yield Part(tell.title(one), about, one.id, tasks)


def _tasks(tell: Teller, of: Playbook, degree: str) -> str:
    """The tasks that are done in one degree of starting, where not all are."""
    starts = of.activation
    several = (
        (("standby", starts.standby), ("partial", starts.partial), ("full", starts.full))
        if starts is not None
        else ()
    )
    ids = next((one.tasks for name, one in several if one and tell.word(name) == degree), ())
    return tell.labelled("Tasks", ", ".join(ids))


def procedures(tell: Teller) -> Section:
    """Procedures (7.3)."""
    say = tell.say
    return Section(
        "procedures",
        say("Procedures"),
        (),
        tuple(
            Part(
                tell.title(one),
                (
                    *paragraph(
                        tell.labelled("Owner", tell.name(one.owner)),
                        tell.labelled("Kept besides the plan", tell.name(one.kept)),
                    ),
                    Ticks(steps(tell, one)),
                    *paragraph(overrun(tell, one)),
                ),
                one.id,
            )
            for one in by_title(tell, Procedure)
        ),
    )


def standing_down(tell: Teller) -> Section:
    """Standing down (7.2.9)."""
    say = tell.say
    return Section(
        "stand-down",
        say("Standing down"),
        table(
            ((say("Playbook"), 30), (say("It ends when"), 45), (say("Who says so"), 25)),
            (
                (tell.title(one), tell.text(one.stand_down.when), tell.name(one.stand_down.by))
                for one in by_severity(tell.plan)
                if one.stand_down is not None
            ),
        ),
    )
