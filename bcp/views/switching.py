"""What stands in for what: the switches that a role decides or performs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bcp.model.people import Role
from bcp.model.processes import Otherwise
from bcp.model.queues import Overflow, Queue, Reroute
from bcp.model.resources import Redundancy, Strategy, System
from bcp.model.response import Lever
from bcp.model.scalars import Duration
from bcp.views.measured import shown
from bcp.views.steps import does
from bcp.views.telling import Teller, line, lines


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that is switched over, and a role's part in it."""

    title: str
    part: str
    """``You decide within 5 min`` and so on."""
    what: str
    how: str
    """Procedure, how long it lasts, when it was tried."""


def switches_of(tell: Teller, role: Role) -> tuple[Switch, ...]:
    """Redundancies, strategies, numbers and overflows in which a role has a part.

    Where pointing a number is the whole switch of a redundancy, it is one act and stands once.
    """
    return (
        *_redundancies(tell, role),
        *_strategies(tell, role),
        *_numbers(tell, role),
        *_overflows(tell, role),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What the plan says of one switch: who decides, who else, who does it, and how soon each."""

    decides: str | None
    soon: Duration | None
    otherwise: Otherwise | None
    does: str
    within: Duration | None


def _part(tell: Teller, role: Role, said: _Said) -> str:
    """A role's part in one switch; empty when it has none."""
    second = said.otherwise.by if said.otherwise is not None else None
    perform = does(tell, role, said.does)
    if role.id not in (said.decides, second) and not perform:
        return ""
    doer = tell.say("You do it")
    if not perform:
        doer = tell.fill(tell.say("{name} does it"), name=tell.name(said.does))
    return line(_deciding(tell, role, said), f"{doer} {tell.within(said.within)}".rstrip())


def _deciding(tell: Teller, role: Role, said: _Said) -> str:
    """Who decides, as it is told to a role: ``You decide within 3 min; if you have not, …``."""
    say, other = tell.say, said.otherwise
    if said.decides is None:
        return ""
    soon = tell.within(said.soon)
    first, late = tell.name(said.decides), soon or say("in time")
    then = {"name": tell.name(other.by), "within": tell.within(other.within)} if other else {}
    if said.decides == role.id:
        you = say("You decide")
        mine = f"{you} {soon}".rstrip()
        if other is None:
            return mine
        return f"{mine}; " + tell.fill(say("if you have not, {name} decides {within}"), **then)
    if other is None:
        return tell.fill(say("{name} decides"), name=first)
    if other.by == role.id:
        if_not = say("If {name} has not decided {late}, you decide {within}")
        return tell.fill(if_not, name=first, late=late, within=then["within"])
    return tell.fill(say("{first} decides, or {name} when they have not"), first=first, **then)


def _redundancies(tell: Teller, role: Role) -> Iterator[Switch]:
    for one in tell.plan.of(Redundancy):
        switch = one.switch
        if switch is None:
            continue
        said = _Said(
            switch.decided_by, switch.decided_within, switch.otherwise, switch.by, switch.within
        )
        part = _part(tell, role, said)
        if part:
            routes = [(dialled, route) for _, dialled, route in _routes(tell) if same(one, route)]
            yield Switch(
                tell.title(one),
                part,
                line(
                    " → ".join(tell.name(member) for member in one.of),
                    ", ".join(dialled for dialled, _ in routes),
                ),
                line(
                    tell.labelled("How", tell.name(switch.procedure)),
                    *dict.fromkeys(_ways(tell, route) for _, route in routes),
                    tell.labelled("Lasts", tell.length(one.lasts)),
                    tell.labelled("Last done for real", last_done(tell, one, switch.tested)),
                ),
            )


def last_done(tell: Teller, one: Redundancy, tested: dt.date | None) -> str:
    """``31 min, on 18 June 2026``; the day alone, where nothing was measured on it or since."""
    measured = tell.plan.demonstrated(one, "switch")
    if measured is None or (tested is not None and tested > measured.on):
        return tell.day(tested)
    return shown(tell, measured)


def _strategies(tell: Teller, role: Role) -> Iterator[Switch]:
    for one in tell.plan.of(Strategy):
        said = _Said(one.decided_by, one.decided_within, one.otherwise, one.by, one.within)
        part = _part(tell, role, said)
        if part:
            yield Switch(
                tell.title(one),
                part,
                tell.name(one.for_),
                line(
                    tell.labelled("How", tell.name(one.do)),
                    tell.labelled("Lasts", tell.length(one.lasts)),
                ),
            )


def _routes(tell: Teller) -> Iterator[tuple[Queue, str, Reroute]]:
    """(queue, number, how it is pointed elsewhere) of every number that can be."""
    for queue in tell.plan.of(Queue):
        for one in queue.numbers:
            if one.reroute is not None:
                yield queue, one.number or one.short or "", one.reroute


def same(one: Redundancy, route: Reroute) -> bool:
    """Whether pointing a number is the switch of a redundancy: one act, by the same hands."""
    switch = one.switch
    return (
        switch is not None
        and route.to in (one.id, *one.of)
        and route.within in (None, switch.within)
        and route.by == switch.by
        and route.decided_by in (None, switch.decided_by)
        and route.procedure in (None, switch.procedure)
    )


def time_of(tell: Teller, route: Reroute) -> Duration | None:
    """How long it takes to point a number elsewhere: its own time, or that of the whole switch."""
    pair = route.switch_of(tell.plan.of(Redundancy))
    return pair.switch.within if pair is not None and pair.switch is not None else route.within


def _ways(tell: Teller, route: Reroute) -> str:
    return line(
        tell.labelled("In", tell.name(route.portal)), tell.labelled("Or call", route.phone or "")
    )


def _numbers(tell: Teller, role: Role) -> Iterator[Switch]:
    for queue, number, route in _routes(tell):
        if any(same(one, route) for one in tell.plan.of(Redundancy)):
            continue
        part = _part(
            tell, role, _Said(route.decided_by, None, None, route.by, time_of(tell, route))
        )
        if part:
            yield Switch(
                tell.fill(tell.say("Reroute {number}"), number=number),
                part,
                f"{tell.title(queue)} → {tell.name(route.to)}",
                line(tell.labelled("How", tell.name(route.procedure)), _ways(tell, route)),
            )


def _overflows(tell: Teller, role: Role) -> Iterator[Switch]:
    for queue in tell.plan.of(Queue):
        over = queue.overflow
        if over is None or over.owner != role.id:
            continue
        yield Switch(
            tell.fill(
                tell.say("Overflow: {queue} → {partner}"),
                queue=tell.title(queue),
                partner=tell.name(over.partner),
            ),
            line(tell.say("You ask them"), tell.labelled("When", tell.text(over.trigger))),
            capacity_of(tell, over),
            line(
                tell.labelled("They answer", tell.within(over.ramp)),
                tell.hours(over.hours),
            ),
        )


def capacity_of(tell: Teller, over: Overflow) -> str:
    """``12 agents, or calls at a time``."""
    return tell.say.count(
        "{count} agent, or call at a time", "{count} agents, or calls at a time", over.capacity
    )


@dataclass(frozen=True, slots=True)
class Pull:
    """A lever."""

    title: str
    do: str
    by: str
    within: str
    yields: str
    gives: str
    """The same as a figure."""
    limit: str
    ends: str


def levers(tell: Teller, role: Role | None = None) -> tuple[Pull, ...]:
    """Levers in the order of pulling: a role's own, or all."""
    found = sorted(tell.plan.of(Lever), key=lambda one: (one.order, one.id))
    return tuple(
        Pull(
            tell.title(one),
            lines(tell.text(one.do), tell.labelled("How", tell.name(one.procedure))),
            tell.name(one.by),
            tell.within(one.within),
            tell.text(one.yields),
            tell.amount(one.gives),
            line(tell.text(one.limit), tell.labelled("Costs", tell.text(one.cost))),
            line(tell.text(one.ends), tell.labelled("Undo", tell.text(one.reversal))),
        )
        for one in found
        if role is None or one.by == role.id
    )


def break_glass(tell: Teller, role: Role) -> tuple[tuple[str, str], ...]:
    """(system, emergency access) pairs of the systems that a role owns."""
    return tuple(
        (tell.title(one), tell.text(one.break_glass))
        for one in tell.plan.of(System)
        if one.break_glass is not None and one.owner == role.id
    )
