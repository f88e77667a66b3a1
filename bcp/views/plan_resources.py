"""Sections of the full plan on what processes stand on: sites, systems, suppliers, stand-ins."""

from __future__ import annotations

from bcp.model.resources import Backup, Cause, Redundancy, Site, Supplier, Switch, System
from bcp.views.along import contents
from bcp.views.alphabet import alphabetical, by_title
from bcp.views.blocks import Block, Section, facts, part, table
from bcp.views.contacts import listed, numbers
from bcp.views.measured import shown, times
from bcp.views.telling import Teller, deciders, lines


def redundancies(tell: Teller) -> Section:
    """What stands in for what, the switches, and what takes several things at once."""
    say = tell.say
    causes = table(
        (
            (say("Cause"), 24),
            (say("Where"), 24),
            (say("Takes"), 26),
            (say("Owner"), 12),
            (say("Usable again after"), 14),
        ),
        (
            (
                tell.title(one),
                tell.text(one.where),
                _taken_by(tell, one),
                tell.name(one.owner),
                lines(
                    tell.length(one.restore_time),
                    tell.labelled("Noticed", tell.within(one.noticed_within)),
                ),
            )
            for one in by_title(tell, Cause)
        ),
    )
    return Section(
        "redundancy",
        say("What stands in for what"),
        _redundancies(tell),
        (
            *part(say("Where a stand-in differs"), _stand_ins(tell)),
            *part(say("What takes several things at once"), causes),
        ),
    )


def _taken_by(tell: Teller, cause: Cause) -> str:
    ids = {
        ref.source for ref in tell.plan.referring_to(cause.id) if ref.path[0] in ("shares", "zone")
    }
    found = (tell.plan.objects[id] for id in ids if id in tell.plan.objects)  # noqa: A001
    return ", ".join(tell.name(one.id) for one in alphabetical(tell, found))


def _stand_ins(tell: Teller) -> tuple[Block, ...]:
    """What one member of a redundancy takes and gives, where that is not what all do."""
    say = tell.say
    return table(
        (
            (say("Stand-in"), 28),
            (say("How"), 20),
            (say("Serves"), 14),
            (say("Lasts"), 12),
            (say("What keeps it going then"), 26),
        ),
        (
            (
                lines(tell.name(one.what), tell.labelled("In", tell.title(redundancy))),
                tell.name(one.procedure),
                tell.within(one.within),
                tell.length(one.lasts),
                tell.text(one.refill),
            )
            for redundancy in by_title(tell, Redundancy)
            for one in redundancy.stand_ins
        ),
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
                    tell.amount(one.capacity_needed),
                    tell.labelled("Lasts", tell.length(one.lasts)),
                ),
                lines(
                    deciders(
                        tell,
                        one.switch.decided_by,
                        one.switch.decided_within,
                        one.switch.otherwise,
                    ),
                    f"{tell.name(one.switch.by)} {tell.within(one.switch.within)}",
                    tell.labelled("How", tell.name(one.switch.procedure)),
                )
                if one.switch
                else "",
                _tried(tell, one, one.switch) if one.switch else "",
            )
            for one in by_title(tell, Redundancy)
        ),
    )


def _tried(tell: Teller, one: Redundancy, switch: Switch) -> str:
    """When a switch was last done, and how long it took: doing it is not yet measuring it."""
    measured = tell.plan.demonstrated(one, "switch")
    if switch.tested is not None and measured is None:
        return lines(
            tell.labelled("Last done for real", tell.day(switch.tested)),
            tell.say("time not measured"),
        )
    return lines(
        tell.labelled("Last done for real", tell.day(switch.tested)),
        shown(tell, measured),
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
            for one in by_title(tell, Site)
            for inner in part(
                tell.title(one),
                facts(
                    (say("Address"), tell.text(one.address)),
                    (say("Seats"), str(one.capacity) if one.capacity is not None else ""),
                    (say("Its work goes to"), tell.names(one.alternates)),
                    (say("From home"), say("its work can be done from home") if one.remote else ""),
                    (say("Ready as an alternate"), tell.within(one.set_up)),
                    (say("Its loss is noticed"), tell.within(one.noticed_within)),
                    (say("Usable again once lost"), times(tell, one, "restore")),
                    (say("Needs"), tell.names(one.needs)),
                    (say("Lies in"), tell.name(one.zone)),
                    (say("Can be lost by"), tell.names(one.shares)),
                    (say("Power"), tell.text(one.power)),
                    (say("Lines"), tell.text(one.comms)),
                    (say("How to get in"), tell.text(one.access.how) if one.access else ""),
                    (say("Who may"), tell.names(one.access.people) if one.access else ""),
                    (say("By right of"), tell.text(one.access.agreement) if one.access else ""),
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
    found = by_title(tell, System)
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
                lines(
                    tell.names(one.at_),
                    tell.text(one.where) if not one.contents else "",
                    tell.name(one.supplier),
                    tell.name(one.owner),
                ),
                lines(
                    tell.names(one.needs),
                    tell.amount(one.capacity),
                ),
                lines(
                    times(tell, one, "restore_time"),
                    tell.labelled("Noticed", tell.within(one.noticed_within)),
                    _restart(tell, one),
                ),
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
                lines(
                    tell.every(copy.every),
                    tell.labelled("Takes", tell.length(copy.copy_time)),
                ),
                lines(
                    tell.name(copy.kept_at),
                    say("offline") if copy.offline else "",
                    tell.labelled("Survives", _survives(tell, copy)),
                    tell.name(copy.owner),
                ),
                lines(
                    tell.day(copy.restore_tested),
                    tell.labelled("How", tell.name(copy.restore)),
                ),
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
        (
            *part(say("Backups"), backups),
            *part(say("Bags, boxes, and what is tried regularly"), _kits(tell)),
            *part(say("Emergency access"), access),
        ),
    )


def _restart(tell: Teller, one: System) -> str:
    """How long it takes once what it needs is back, where that is said."""
    found = times(tell, one, "restart_time")
    return lines(tell.say("Once what it needs is back:"), found) if found else ""


def _survives(tell: Teller, copy: Backup) -> str:
    names = {
        "site": tell.say("the loss of the site"),
        "corruption": tell.say("corrupted data"),
        "ransomware": tell.say("ransomware"),
        "supplier": tell.say("the loss of the supplier"),
    }
    return ", ".join(names[one] for one in copy.survives)


def _kits(tell: Teller) -> tuple[Block, ...]:
    """Whatever is packed, and whatever is looked through or tried at fixed times."""
    say = tell.say
    return table(
        (
            (say("What"), 22),
            (say("Where it lies"), 24),
            (say("What is in it"), 34),
            (say("Looked through"), 20),
        ),
        (
            (
                tell.title(one),
                tell.text(one.where),
                contents(tell, one.contents),
                lines(tell.every(one.check_every), tell.labelled("Last", tell.day(one.checked))),
            )
            for one in by_title(tell, System)
            if one.contents or one.check_every is not None or one.checked is not None
        ),
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
                    lines(
                        tell.title(one),
                        tell.text(one.service),
                        tell.name(one.owner),
                        tell.labelled("Works from", one.region or ""),
                    ),
                    lines(
                        listed(numbers(tell, one.phones)),
                        tell.labelled("Ask for", tell.text(one.ask_for)),
                    ),
                    lines(
                        tell.labelled("Back", tell.within(one.commitment)),
                        times(tell, one, "restore_time"),
                        tell.amount(one.capacity),
                        tell.labelled("We notice", tell.within(one.noticed_within)),
                        tell.labelled("Tells us", tell.within(one.notice_time)),
                        tell.labelled(
                            "Plan seen",
                            f"{tell.text(one.evidence.what)}, {tell.day(one.evidence.on)}"
                            if one.evidence
                            else "",
                        ),
                    ),
                    _calling_on(tell, one),
                    lines(
                        tell.text(one.substitute),
                        tell.labelled("Needs", tell.names(one.needs)),
                    ),
                )
                for one in by_title(tell, Supplier)
            ),
        ),
    )


def _calling_on(tell: Teller, one: Supplier) -> str:
    invoke = one.invoke
    contract = ""
    if one.contract is not None:
        contract = lines(
            tell.labelled("Contract", one.contract.reference),
            tell.labelled("Ends", tell.day(one.contract.ends)),
        )
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
