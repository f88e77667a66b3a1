"""Sections of the full plan on what must go on, how, and how soon."""

from __future__ import annotations

from bcp.model.header import Copies
from bcp.model.resources import Process, Record, Strategy
from bcp.views.alphabet import by_title
from bcp.views.blocks import Section, part, table
from bcp.views.measured import shown
from bcp.views.telling import Teller, deciders, figure, line, lines, share


def processes(tell: Teller) -> Section:
    """The business impact analysis."""
    say = tell.say
    tiers = ("critical", "important", "routine")
    found = sorted(
        by_title(tell, Process),
        key=lambda one: (tiers.index(one.tier), one.priority or 10**6),
    )
    targets = table(
        (
            (say("Process"), 26),
            (say("Tier, order"), 12),
            (say("RTO: minimum within"), 12),
            (say("Full within"), 10),
            (say("MTPD: at the latest"), 12),
            (say("RPO: data lost at most"), 12),
            (say("Owner"), 16),
        ),
        (
            (
                lines(tell.title(one), tell.labelled("For", tell.names(one.for_))),
                " ".join(part for part in (tell.word(one.tier), _order(one)) if part),
                tell.length(one.rto),
                tell.length(one.full_within),
                tell.length(one.mtpd),
                tell.length(one.rpo) if one.data else say("no data"),
                lines(
                    tell.name(one.owner),
                    tell.labelled("Looked through", tell.day(one.reviewed)),
                    tell.labelled("Approved", tell.day(one.approved)),
                ),
            )
            for one in found
        ),
    )
    least = table(
        ((say("Process"), 26), (say("The least that must go on"), 34), (say("It needs"), 40)),
        (
            (tell.title(one), _minimum(tell, one), tell.names(one.needs))
            for one in found
            if one.minimum is not None or one.needs
        ),
    )
    impact = table(
        ((say("Process"), 26), (say("Impact"), 22), (say("How bad, after how long"), 52)),
        (
            (
                tell.title(one),
                tell.word(sort),
                "\n".join(
                    f"{tell.length(at.after)}: {at.level}"
                    + (f" – {tell.text(at.why)}" if at.why else "")
                    for at in steps
                ),
            )
            for one in found
            for sort, steps in one.impact.items()
        ),
    )
    peaks = table(
        ((say("Process"), 35), (say("Peak"), 45), (say("Demand"), 20)),
        (
            (
                tell.title(one),
                tell.text(peak.when),
                f"× {figure(peak.factor)}" if peak.factor else "",
            )
            for one in found
            for peak in one.peaks
        ),
    )
    return Section(
        "processes",
        say("Processes and how soon they must be back"),
        targets,
        (
            *part(say("The least that must go on, and what it needs"), least),
            *part(say("Impact over time"), impact),
            *part(say("Peaks"), peaks),
        ),
    )


def _order(one: Process) -> str:
    return str(one.priority) if one.priority is not None else ""


def _minimum(tell: Teller, one: Process) -> str:
    least = one.minimum
    if least is None:
        return ""
    staff = ""
    if least.staff:
        staff = tell.say.count("{count} person", "{count} people", least.staff)
    return lines(
        tell.text(least.service),
        share(least.share),
        staff,
        least.skill or "",
        tell.labelled("Kept up for", tell.length(least.for_)),
    )


def strategies(tell: Teller) -> Section:
    """How processes go on without something: process by process, what is tried first on top."""
    say = tell.say
    places = {one.id: place for place, one in enumerate(by_title(tell, Process))}
    found = sorted(
        by_title(tell, Strategy),
        key=lambda one: (places.get(one.for_, len(places)), one.order or 10**6),
    )
    return Section(
        "strategies",
        say("Strategies: going on without something"),
        table(
            (
                (say("Strategy"), 22),
                (say("Process, and what is lost"), 26),
                (say("Who decides, who does"), 20),
                (say("Gives and lasts"), 16),
                (say("Shown"), 16),
            ),
            (
                (
                    lines(
                        tell.title(one),
                        tell.labelled("Tried", str(one.order) if one.order is not None else ""),
                        tell.labelled("How", tell.name(one.do)),
                    ),
                    lines(
                        tell.name(one.for_),
                        tell.labelled("Without", tell.names(one.without)),
                        tell.labelled("When", tell.text(one.when)),
                        tell.labelled("Needs", tell.names(one.needs)),
                    ),
                    lines(
                        deciders(tell, one.decided_by, one.decided_within, one.otherwise),
                        f"{tell.name(one.by)} {tell.within(one.within)}",
                    ),
                    lines(share(one.gives), tell.length(one.lasts)),
                    lines(
                        shown(tell, tell.plan.demonstrated(one, "within")),
                        tell.labelled("Chosen", tell.day(one.selected)),
                        tell.labelled("Approved", tell.day(one.approved)),
                    ),
                )
                for one in found
            ),
        ),
    )


def needed(tell: Teller) -> Section:
    """Resources (7.2.10): what strategies take, and vital records."""
    say = tell.say
    takes = table(
        ((say("Strategy"), 30), (say("Resource"), 22), (say("What and how much"), 48)),
        (
            (tell.title(one), tell.word(sort), tell.text(words))
            for one in by_title(tell, Strategy)
            for sort, words in one.resources.items()
        ),
    )
    records = table(
        (
            (say("Record"), 26),
            (say("Where it is kept"), 26),
            (say("Copy that needs no system"), 30),
            (say("Owner"), 18),
        ),
        (
            (
                lines(tell.title(one), tell.labelled("Edition", one.edition or "")),
                lines(tell.text(one.where), tell.name(one.at_)),
                lines(
                    tell.text(one.offline),
                    *(_copies(tell, several) for several in one.copies),
                    tell.labelled("Last found current", tell.day(one.checked)),
                ),
                tell.name(one.owner),
            )
            for one in by_title(tell, Record)
        ),
    )
    return Section(
        "resources",
        say("Resources"),
        (),
        (*part(say("What the strategies take"), takes), *part(say("Vital records"), records)),
    )


def _copies(tell: Teller, several: Copies) -> str:
    """``2 × the red folder · Shift lead · last found current: 1 May 2026``."""
    return line(
        f"{several.how_many}\u00a0× {tell.text(several.where)}",
        tell.name(several.at),
        tell.name(several.held_by),
        tell.day(several.checked),
    )
