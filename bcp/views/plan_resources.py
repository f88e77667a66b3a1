"""Sections of the full plan on what must go on, and what it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.model.queues import Queue, QueueNumber
from bcp.model.resources import (
    Cause,
    Demonstrated,
    Process,
    Record,
    Redundancy,
    Site,
    Strategy,
    Supplier,
    Switch,
    System,
    Times,
)
from bcp.views.blocks import Block, Part, Section, facts, part, table
from bcp.views.contacts import listed, numbers
from bcp.views.telling import Teller, figure, lines, share


def shown(tell: Teller, demonstrated: Demonstrated | None) -> str:
    """What was measured, and when; "never shown" when nothing was."""
    if demonstrated is None:
        return tell.say("never shown")
    return tell.fill(
        tell.say("{time}, on {day}"),
        time=tell.length(demonstrated.time),
        day=tell.day(demonstrated.on),
    )


def times(tell: Teller, of: Times | None) -> str:
    """Required, committed and demonstrated, each under its own name."""
    if of is None:
        return ""
    return lines(
        tell.labelled("Required", tell.length(of.required)),
        tell.labelled("Committed", tell.length(of.committed)),
        tell.labelled("Shown", shown(tell, of.demonstrated)),
    )


def processes(tell: Teller) -> Section:
    """The business impact analysis."""
    say = tell.say
    tiers = ("critical", "important", "routine")
    found = sorted(
        tell.plan.of(Process),
        key=lambda one: (tiers.index(one.tier), one.priority or 10**6, one.id),
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
                tell.title(one),
                " ".join(part for part in (tell.word(one.tier), _order(one)) if part),
                tell.length(one.rto),
                tell.length(one.full_within),
                tell.length(one.mtpd),
                tell.length(one.rpo) if one.data else say("no data"),
                tell.name(one.owner),
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
    return lines(tell.text(least.service), share(least.share), staff, least.skill or "")


def strategies(tell: Teller) -> Section:
    """How processes go on without something."""
    say = tell.say
    return Section(
        "strategies",
        say("Strategies: going on without something"),
        table(
            (
                (say("Strategy"), 22),
                (say("Process, and what is lost"), 24),
                (say("Who decides, who does"), 20),
                (say("Gives and lasts"), 16),
                (say("Shown"), 18),
            ),
            (
                (
                    lines(tell.title(one), tell.labelled("How", tell.name(one.do))),
                    lines(
                        tell.name(one.for_),
                        tell.labelled("Without", tell.names(one.without)),
                    ),
                    lines(
                        f"{tell.name(one.decided_by)} {tell.within(one.decided_within)}".strip(),
                        f"{tell.name(one.by)} {tell.within(one.within)}",
                    ),
                    lines(share(one.gives), tell.length(one.lasts)),
                    shown(tell, one.demonstrated),
                )
                for one in tell.plan.of(Strategy)
            ),
        ),
    )


def redundancies(tell: Teller) -> Section:
    """What stands in for what, the switches, and what takes several things at once."""
    say = tell.say
    causes = table(
        (
            (say("Cause"), 26),
            (say("Where"), 28),
            (say("Takes"), 28),
            (say("Usable again after"), 18),
        ),
        (
            (
                tell.title(one),
                tell.text(one.where),
                tell.names(
                    dict.fromkeys(
                        ref.source
                        for ref in tell.plan.referring_to(one.id)
                        if ref.path[0] in ("shares", "zone")
                    )
                ),
                tell.length(one.restore_time),
            )
            for one in tell.plan.of(Cause)
        ),
    )
    return Section(
        "redundancy",
        say("What stands in for what"),
        _redundancies(tell),
        part(say("What takes several things at once"), causes),
    )


def _redundancies(tell: Teller) -> tuple[Block, ...]:
    say = tell.say
    return table(
        (
            (say("Redundancy"), 20),
            (say("Preferred first"), 24),
            (say("Needed"), 14),
            (say("Who decides, who does"), 24),
            (say("Shown"), 18),
        ),
        (
            (
                lines(tell.title(one), tell.word(one.mode)),
                " → ".join(tell.name(member) for member in one.of),
                lines(
                    tell.fill(say("{need} of {all}"), need=str(one.need), all=str(len(one.of))),
                    tell.labelled("Lasts", tell.length(one.lasts)),
                ),
                lines(
                    f"{tell.name(one.switch.decided_by)} {tell.within(one.switch.decided_within)}",
                    f"{tell.name(one.switch.by)} {tell.within(one.switch.within)}",
                    tell.labelled("How", tell.name(one.switch.procedure)),
                )
                if one.switch
                else "",
                _tried(tell, one.switch) if one.switch else "",
            )
            for one in tell.plan.of(Redundancy)
        ),
    )


def _tried(tell: Teller, switch: Switch) -> str:
    """When a switch was last done, and how long it took: doing it is not yet measuring it."""
    if switch.tested is not None and switch.demonstrated is None:
        return lines(
            tell.labelled("Last done for real", tell.day(switch.tested)),
            tell.say("time not measured"),
        )
    return lines(
        tell.labelled("Last done for real", tell.day(switch.tested)),
        shown(tell, switch.demonstrated),
    )


def sites(tell: Teller) -> Section:
    """Places."""
    say = tell.say
    return Section(
        "sites",
        say("Sites"),
        (),
        tuple(
            inner
            for one in tell.plan.of(Site)
            for inner in part(
                tell.title(one),
                facts(
                    (say("Address"), tell.text(one.address)),
                    (say("Seats"), str(one.capacity) if one.capacity is not None else ""),
                    (say("Its work goes to"), tell.names(one.alternates)),
                    (say("From home"), say("its work can be done from home") if one.remote else ""),
                    (say("Ready as an alternate"), tell.within(one.set_up)),
                    (say("Usable again once lost"), times(tell, one.restore)),
                    (say("Needs"), tell.names(one.needs)),
                    (say("Power"), tell.text(one.power)),
                    (say("Lines"), tell.text(one.comms)),
                    (say("How to get in"), tell.text(one.access.how) if one.access else ""),
                    (say("Who may"), tell.names(one.access.people) if one.access else ""),
                    (say("Gather at"), tell.text(one.muster)),
                    (say("If that is not safe"), tell.text(one.muster_alternate)),
                    (say("Shelter"), tell.text(one.shelter)),
                    (say("People counted by"), tell.name(one.roll_call_by)),
                ),
                id=one.id,
            )
        ),
    )


def systems(tell: Teller) -> Section:
    """Systems, their recovery times and backups."""
    say = tell.say
    found = tell.plan.of(System)
    main = table(
        (
            (say("System"), 24),
            (say("Where, by whom"), 20),
            (say("Needs"), 20),
            (say("Back once lost"), 18),
            (say("Without it"), 18),
        ),
        (
            (
                lines(tell.title(one), tell.word(one.type)),
                lines(tell.names(one.at_), tell.name(one.supplier), tell.name(one.owner)),
                tell.names(one.needs),
                times(tell, one.restore_time),
                lines(tell.name(one.manual), tell.text(one.manual_rule)),
            )
            for one in found
        ),
    )
    backups = table(
        (
            (say("System"), 24),
            (say("Backup"), 22),
            (say("How often"), 14),
            (say("Kept at"), 22),
            (say("Last restored from"), 18),
        ),
        (
            (
                tell.title(one),
                tell.text(copy.what),
                tell.every(copy.every),
                lines(tell.name(copy.kept_at), say("offline") if copy.offline else ""),
                tell.day(copy.restore_tested),
            )
            for one in found
            for copy in one.backups
        ),
    )
    access = table(
        ((say("System"), 35), (say("Emergency access"), 65)),
        ((tell.title(one), tell.text(one.break_glass)) for one in found if one.break_glass),
    )
    return Section(
        "systems",
        say("Systems"),
        main,
        (*part(say("Backups"), backups), *part(say("Emergency access"), access)),
    )


def suppliers(tell: Teller) -> Section:
    """Suppliers, and how to call on their continuity service."""
    say = tell.say
    return Section(
        "suppliers",
        say("Suppliers"),
        table(
            (
                (say("Supplier"), 22),
                (say("Numbers"), 22),
                (say("Promised"), 16),
                (say("Calling on it"), 24),
                (say("Instead"), 16),
            ),
            (
                (
                    lines(tell.title(one), tell.text(one.service), tell.name(one.owner)),
                    listed(numbers(tell, one.phones)),
                    lines(
                        tell.labelled("Back", tell.within(one.commitment)),
                        tell.labelled("Tells us", tell.within(one.notice_time)),
                        tell.labelled(
                            "Plan seen",
                            f"{tell.text(one.evidence.what)}, {tell.day(one.evidence.on)}"
                            if one.evidence
                            else "",
                        ),
                    ),
                    _calling_on(tell, one),
                    tell.text(one.substitute),
                )
                for one in tell.plan.of(Supplier)
            ),
        ),
    )


def _calling_on(tell: Teller, one: Supplier) -> str:
    invoke = one.invoke
    contract = tell.labelled("Contract", one.contract.reference if one.contract else "")
    if invoke is None:
        return contract
    return lines(
        contract,
        tell.labelled("Who may", tell.names(invoke.who_may)),
        invoke.phone or "",
        tell.labelled("Quote", invoke.reference or ""),
        tell.labelled("Code word kept", tell.text(invoke.code_word_kept)),
        tell.labelled("Costs", tell.text(invoke.cost)),
    )


def queues(tell: Teller) -> Section:
    """Contact-centre work; the queue that is closed first stands first, safety queues last."""
    found = sorted(
        tell.plan.of(Queue),
        key=lambda one: (one.shed_order is None, one.shed_order or 0, one.id),
    )
    return Section(
        "queues", tell.say("Queues"), (), tuple(part for one in found for part in _queue(tell, one))
    )


def _queue(tell: Teller, one: Queue) -> Iterator[Part]:
    say = tell.say
    over = one.overflow
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
        (say("Open"), tell.named_hours(one.open)),
        (say("Never closes"), say("a life may hang on it") if one.safety else ""),
        (say("Closed in this order"), str(one.shed_order) if one.shed_order is not None else ""),
        (say("Target"), target),
        (say("Average handle time"), tell.length(one.handle_time)),
        (
            say("Least staff"),
            "\n".join(f"{tell.named_hours(least.hours)}: {least.agents}" for least in one.minimum),
        ),
        (say("Ready to work from home"), share(one.remote_ready.share) if one.remote_ready else ""),
        (say("Emergency message"), tell.name(one.emergency_message)),
        (say("Message when closed"), tell.name(one.shed_message)),
        (say("Vulnerable callers"), tell.text(one.vulnerable_path)),
        (say("A caller in danger"), tell.text(one.live_path)),
        (say("When a call drops"), tell.name(one.dropped_call)),
        (say("Calling back"), tell.text(one.callbacks)),
        (
            say("Overflow"),
            lines(
                tell.name(over.partner),
                tell.labelled("When", tell.text(over.trigger)),
                tell.labelled("Called on by", tell.name(over.owner)),
                tell.labelled("Answer", tell.within(over.ramp)),
                tell.say.count("{count} agent", "{count} agents", over.capacity),
            )
            if over
            else "",
        ),
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
    yield from part(tell.title(one), about, dialled, id=one.id)


def _route(tell: Teller, number: QueueNumber) -> tuple[str, str]:
    route = number.reroute
    if route is None:
        return "", ""
    return tell.name(route.to), lines(
        tell.name(route.decided_by),
        f"{tell.name(route.by)} {tell.within(route.within)}",
        tell.labelled("In", tell.name(route.portal)),
        tell.labelled("Or call", route.phone or ""),
        tell.labelled("Last done for real", tell.day(route.tested)),
    )


def needed(tell: Teller) -> Section:
    """Resources (7.2.10): what strategies take, and vital records."""
    say = tell.say
    takes = table(
        ((say("Strategy"), 30), (say("Resource"), 22), (say("What and how much"), 48)),
        (
            (tell.title(one), tell.word(sort), tell.text(words))
            for one in tell.plan.of(Strategy)
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
                tell.title(one),
                tell.text(one.where),
                lines(
                    tell.text(one.offline),
                    tell.labelled("Last found current", tell.day(one.checked)),
                ),
                tell.name(one.owner),
            )
            for one in tell.plan.of(Record)
        ),
    )
    return Section(
        "resources",
        say("Resources"),
        (),
        (*part(say("What the strategies take"), takes), *part(say("Vital records"), records)),
    )
