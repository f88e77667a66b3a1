"""What stands in for what: the switches that a role decides or performs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bcp.model.people import Role
from bcp.model.queues import Queue
from bcp.model.resources import Redundancy, Strategy, System
from bcp.model.response import Lever
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
    """Redundancies, strategies, numbers and levers in which a role has a part."""
    return (*_redundancies(tell, role), *_strategies(tell, role), *_numbers(tell, role))


def _part(tell: Teller, role: Role, decides: str | None, soon: str, does_it: str, time: str) -> str:
    """A role's part in one switch; empty when it has none. ``soon`` and ``time`` may be empty."""
    say = tell.say
    decide, perform = decides == role.id, does(tell, role, does_it)
    if not decide and not perform:
        return ""
    if decide:
        first = say("You decide") + (f" {soon}" if soon else "")
    else:
        first = tell.fill(say("{name} decides"), name=tell.name(decides)) if decides else ""
    if perform:
        second = say("You do it") + (f" {time}" if time else "")
    else:
        second = tell.fill(say("{name} does it"), name=tell.name(does_it))
        second += f" {time}" if time else ""
    return line(first, second)


def _redundancies(tell: Teller, role: Role) -> Iterator[Switch]:
    for one in tell.plan.of(Redundancy):
        switch = one.switch
        if switch is None:
            continue
        part = _part(
            tell,
            role,
            switch.decided_by,
            tell.within(switch.decided_within),
            switch.by,
            tell.within(switch.within),
        )
        if part:
            yield Switch(
                tell.title(one),
                part,
                " → ".join(tell.name(member) for member in one.of),
                line(
                    tell.labelled("How", tell.name(switch.procedure)),
                    tell.labelled("Lasts", tell.length(one.lasts)),
                    tell.labelled("Last done for real", tell.day(switch.tested)),
                ),
            )


def _strategies(tell: Teller, role: Role) -> Iterator[Switch]:
    for one in tell.plan.of(Strategy):
        part = _part(
            tell,
            role,
            one.decided_by,
            tell.within(one.decided_within),
            one.by,
            tell.within(one.within),
        )
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


def _numbers(tell: Teller, role: Role) -> Iterator[Switch]:
    for queue in tell.plan.of(Queue):
        for one in queue.numbers:
            route = one.reroute
            if route is None:
                continue
            part = _part(tell, role, route.decided_by, "", route.by, tell.within(route.within))
            if part:
                number = one.number or one.short or ""
                yield Switch(
                    tell.fill(tell.say("Reroute {number}"), number=number),
                    part,
                    f"{tell.title(queue)} → {tell.name(route.to)}",
                    line(
                        tell.labelled("How", tell.name(route.procedure)),
                        tell.labelled("In", tell.name(route.portal)),
                        tell.labelled("Or call", route.phone or ""),
                    ),
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
