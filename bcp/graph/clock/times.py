"""How long things take in one plan: noticing, deciding, switching, restoring, starting again.

Every figure is reckoned with as the longer of what is promised and what was measured, and is *not
known* as soon as a part of it is not written down. The clock starts at the disruption, so a switch
and a strategy begin with noticing.

================ =================================================================================
restore          a thing that was lost itself works again, once its needs do: ``restore_time`` of a
                 system or cause, ``restore`` of a site, ``restore_time`` or ``commitment`` of a
                 supplier. ``required`` is no promise and does not count. For anything else (a
                 person, a channel, an organisation) the plan cannot say it
restart          a thing that only lacked its needs works again, once they do: ``restart_time`` of a
                 system, or else its ``restore_time``. Anything else comes back with what it needs
noticing         ``noticed_within`` of a system, site or cause; of a supplier that or its
                 ``notice_time``; of a redundancy that of its slowest member which serves
switch           ``decided_within`` + ``within``, of a stand-in that differs its own ``within``; it
                 begins when the stand-in is there, and when it is noticed that one of the members
                 that serve does not work
otherwise        who decides when the first has not: ``otherwise.within``, after ``decided_within``
reroute          of a number: ``within``, or else the ``within`` of the switch to what it is pointed
                 at, once it is noticed that its carrier does not work
strategy         ``decided_within`` + ``within``, once it is noticed that something it does
                 ``without`` does not work
================ =================================================================================

Only what does not work is waited for to be noticed; of several the slowest, since a plan does not
say which of them is seen first to be the reason. What is shared by all members is noticed as the
slowest of them. That a role is empty or a list cannot be found shows when it is asked for: the
language has no time for it, and beside something that has one it does not count.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bcp.graph.strain import is_strain
from bcp.graph.structure import Gate, Structure
from bcp.model import Object
from bcp.model.processes import Strategy, Times
from bcp.model.queues import Queue, QueueNumber
from bcp.model.resources import Cause, Redundancy, Site, Supplier, Switch, System
from bcp.model.scalars import Duration
from bcp.model.shown import Shown
from bcp.plan import Plan

Seconds = float
"""Whole seconds; infinite for a time that is not known, and for never."""
NOT_KNOWN: Seconds = math.inf

Watch = tuple[tuple[int, Seconds], ...]
"""Things whose loss a stand-in or a strategy answers, each with the seconds until it is noticed."""

Doing = Literal["noticing", "deciding", "switching", "rerouting", "taking-up"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One length of time in a plan, in seconds, and how far it can be relied on."""

    promised: int | None = None
    """What its owner, the contract or the switch promises; None: the plan does not say."""
    measured: int | None = None
    """What was measured; None: never."""
    on: str | None = None
    """The day of the measuring, or of the last real test."""

    @property
    def seconds(self) -> int | None:
        """What to reckon with: the promise, unless it was seen to take longer; None: not known."""
        known = [one for one in (self.promised, self.measured) if one is not None]
        return max(known, default=None)

    @property
    def proven(self) -> bool:
        """Whether it was shown, by a measurement or by a real test on a day that is named."""
        return self.on is not None


UNSAID = Figure()


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of time on the way back."""

    what: Doing
    of: str
    """The thing that is noticed, or the redundancy, number or strategy."""
    figure: Figure


@dataclass(frozen=True, slots=True)
class Watched:
    """One thing whose loss a switch or a strategy answers."""

    thing: int
    noticing: Stretch

    @property
    def seconds(self) -> Seconds:
        """Until its loss is noticed."""
        return _reckoned(self.noticing.figure.seconds)


@dataclass(frozen=True, slots=True)
class Way:
    """All that must be done until a stand-in, a reroute or a strategy serves, in order."""

    parts: tuple[Stretch, ...]
    proven: bool
    """Whether it was demonstrated, or tested on a day that is named."""

    @property
    def seconds(self) -> int | None:
        """The sum of the parts; None when one of them is not known."""
        total = 0
        for part in self.parts:
            if part.figure.seconds is None:
                return None
            total += part.figure.seconds
        return total


class PlanTimes:
    """The times of one plan, by the numbers of its structure: a
    :class:`~bcp.graph.clock.timing.Times`."""

    def __init__(self, plan: Plan, structure: Structure) -> None:
        self.plan = plan
        self.structure = structure
        self._noticing: dict[str, Stretch] = {}
        self._watched: dict[int, tuple[Watched, ...]] = {}
        self._watches: dict[tuple[int, int], Watch] = {}
        self._switches: dict[tuple[int, int], Seconds] = {}

    # ── for reckoning ──────────────────────────────────────────────────────────────────────────

    def restore(self, thing: int) -> Seconds:
        """Until a thing that was lost itself works again, once its needs do."""
        return self._restores[thing]

    def restart(self, thing: int) -> Seconds:
        """Until a thing that only lacked its needs works again, once they do."""
        return self._restarts[thing]

    def switch(self, thing: int, place: int) -> Seconds:
        """Until the stand-in at this place of a redundancy's (or number's) gate serves, from when
        it is there and the loss is noticed."""
        key = (thing, place)
        if key not in self._switches:
            self._switches[key] = _reckoned(self.way_to(thing, place, ()).seconds)
        return self._switches[key]

    def watch(self, thing: int, place: int) -> Watch:
        """What such a switch waits for to be noticed."""
        key = (thing, place)
        if key not in self._watches:
            self._watches[key] = _pairs(self.watched(thing, place))
        return self._watches[key]

    def strategy(self, hold: int) -> Seconds:
        """Until a strategy serves, from when what it needs is there and the loss is noticed."""
        return self._strategies[hold]

    def watch_of_strategy(self, hold: int) -> Watch:
        """What a strategy waits for to be noticed."""
        return self._watches_of_strategies[hold]

    # ── for telling ────────────────────────────────────────────────────────────────────────────

    def restoring(self, thing: int) -> Figure:
        """How long until a thing is back once lost itself."""
        found = self.plan.objects.get(self.structure.nodes[thing].id)
        match found:
            case System():
                return self._figure(found, "restore_time", found.restore_time)
            case Site():
                return self._figure(found, "restore", found.restore)
            case Supplier():
                figure = self._figure(found, "restore_time", found.restore_time)
                if figure.promised is None and found.commitment is not None:
                    return Figure(found.commitment.total, figure.measured, figure.on)
                return figure
            case Cause():
                return _shown(found.restore_time, self.plan.demonstrated(found, "restore_time"))
        return UNSAID

    def starting_again(self, thing: int) -> Figure:
        """How long until a thing is back once what it needs is."""
        found = self.plan.objects.get(self.structure.nodes[thing].id)
        if not isinstance(found, System):
            return Figure(0)
        restart = self._figure(found, "restart_time", found.restart_time)
        return self.restoring(thing) if restart.seconds is None else restart

    def way_to(self, thing: int, place: int, down: Container[int] | None = None) -> Way:
        """What must be done until the stand-in at this place of a gate serves.

        ``down``: what does not work; the slowest of that is noticed. Without it, the slowest of
        all that can be lost.
        """
        name = self.structure.nodes[thing].id
        noticing = _slowest(self.watched(thing, place), down)
        if self.structure.nodes[thing].kind == "decisions":
            return self._way_of_deciding(name.partition("#")[0], noticing)
        redundancy = self.plan.find(name, Redundancy)
        if redundancy is not None:
            return self._way_of_switch(redundancy, self._gate(thing), place, noticing)
        return self._way_of_reroute(name, noticing)

    def watched(self, thing: int, place: int) -> tuple[Watched, ...]:  # noqa: ARG002
        """What the stand-in at a place of a gate is for, with how soon its loss is noticed; of who
        decides otherwise, what the decision is about."""
        if thing not in self._watched:
            self._watched[thing] = self._watched_now(thing)
        return self._watched[thing]

    def _watched_now(self, thing: int) -> tuple[Watched, ...]:
        node = self.structure.nodes[thing]
        if node.kind == "decisions":
            about = node.id.partition("#")[0]
            holds = [number for number, one in enumerate(self.structure.holds) if one.id == about]
            if holds:
                return self.watched_by_strategy(holds[0])
            return self.watched(self.structure.number[about], 0)
        gates = node.gates[-1:]
        return self._each_noticed(way for gate in gates for way in gate.ways[: gate.serving])

    def way_of_strategy(self, hold: int, down: Container[int] | None = None) -> Way:
        """What must be done until a strategy serves; ``down`` as in :meth:`way_to`."""
        one = self.structure.holds[hold]
        strategy = self.plan.find(one.id, Strategy)
        if strategy is None:
            return Way((Stretch("taking-up", one.id, UNSAID),), proven=False)
        shown = self.plan.demonstrated(strategy, "within")
        parts = (
            *_slowest(self.watched_by_strategy(hold), down),
            Stretch("deciding", one.id, Figure(_total(strategy.decided_within))),
            Stretch("taking-up", one.id, _shown(strategy.within, shown)),
        )
        return Way(parts, shown is not None)

    def watched_by_strategy(self, hold: int) -> tuple[Watched, ...]:
        """What a strategy does without of all that its process stands on, with how soon its loss
        is noticed."""
        one = self.structure.holds[hold]
        stands_on = self.structure.cone(one.process)
        return self._each_noticed((each,) for each in sorted(one.without & stands_on))

    def _figure(self, one: Object, of: str, times: Times | None) -> Figure:
        promised = times.committed if times is not None else None
        return _shown(promised, self.plan.demonstrated(one, of))

    # ── one figure each ────────────────────────────────────────────────────────────────────────

    @cached_property
    def _restores(self) -> tuple[Seconds, ...]:
        pairs = zip(
            map(self.restoring, range(len(self.structure.nodes))), self._restarts, strict=True
        )
        # Losing more must not bring anything back sooner: a thing that was lost itself takes no
        # less than one that only lacked its needs.
        return tuple(max(_reckoned(one.seconds), restart) for one, restart in pairs)

    @cached_property
    def _restarts(self) -> tuple[Seconds, ...]:
        things = range(len(self.structure.nodes))
        return tuple(_reckoned(self.starting_again(one).seconds) for one in things)

    @cached_property
    def _strategies(self) -> tuple[Seconds, ...]:
        holds = range(len(self.structure.holds))
        return tuple(_reckoned(self.way_of_strategy(one, ()).seconds) for one in holds)

    @cached_property
    def _watches_of_strategies(self) -> tuple[Watch, ...]:
        holds = range(len(self.structure.holds))
        return tuple(_pairs(self.watched_by_strategy(one)) for one in holds)

    @cached_property
    def _numbers(self) -> Mapping[str, QueueNumber]:
        """The numbers that customers dial, by what the structure calls them."""
        return {
            f"{queue.id}#{one.number or one.short or one.carrier}": one
            for queue in self.plan.of(Queue)
            for one in queue.numbers
        }

    def _gate(self, thing: int) -> Gate:
        return self.structure.nodes[thing].gates[-1]

    def _way_of_switch(
        self, one: Redundancy, gate: Gate, place: int, noticing: tuple[Stretch, ...]
    ) -> Way:
        names = self.structure.ids(gate.members)
        stand_in = next((each for each in one.stand_ins if each.what == names[place]), None)
        switch = one.switch
        within, proven = UNSAID, False
        if switch is not None:
            shown = self.plan.demonstrated(one, "switch")
            within = _switching(switch, stand_in.within if stand_in else None, shown)
            proven = within.on is not None
        parts = (
            *noticing,
            Stretch("deciding", one.id, Figure(_total(switch.decided_within) if switch else None)),
            Stretch("switching", one.id, within),
        )
        return Way(parts, proven)

    def _way_of_deciding(self, what: str, noticing: tuple[Stretch, ...]) -> Way:
        """Until another decides; the time that the first one had stands in the switch itself."""
        found = self.plan.objects.get(what)
        given: Switch | Strategy | None = None
        if isinstance(found, Redundancy):
            given = found.switch
        elif isinstance(found, Strategy):
            given = found
        otherwise = given.otherwise if given is not None else None
        figure = Figure(_total(otherwise.within) if otherwise is not None else None)
        return Way((*noticing, Stretch("deciding", what, figure)), proven=True)

    def _way_of_reroute(self, name: str, noticing: tuple[Stretch, ...]) -> Way:
        number = self._numbers.get(name)
        reroute = number.reroute if number is not None else None
        if number is None or reroute is None:
            return Way((Stretch("rerouting", name, UNSAID),), proven=False)
        tested = None if reroute.tested is None else str(reroute.tested)
        figure = Figure(_total(reroute.within), on=tested)
        if reroute.within is None:
            figure = self._switch_to(reroute.to)
        return Way((*noticing, Stretch("rerouting", name, figure)), figure.on is not None)

    def _switch_to(self, thing: str) -> Figure:
        """How long it takes to switch to a member of a redundancy: pointing a number at it is then
        the whole switch."""
        for one in self.plan.of(Redundancy):
            if thing in (one.id, *one.of) and one.switch is not None:
                return _switching(one.switch, None, self.plan.demonstrated(one, "switch"))
        return UNSAID

    def _each_noticed(self, ways: Iterable[tuple[int, ...]]) -> tuple[Watched, ...]:
        """How soon the loss of each way that serves is noticed; of what a way takes besides its
        member, as that of the slowest member."""
        found: dict[int, Stretch] = {}
        beside: dict[int, None] = {}
        for member, *others in ways:
            name = self.structure.nodes[member].id
            if is_strain(name):
                beside[member] = None
            else:
                found[member] = self._noticed(name)
            beside.update(dict.fromkeys(others))
        if any(self._can_say(one.of) for one in found.values()):
            shows = Figure(0)
            found = {
                thing: one if self._can_say(one.of) else Stretch("noticing", one.of, shows)
                for thing, one in found.items()
            }
        slowest = max(found.values(), key=_length, default=None)
        if slowest is not None:
            found |= {one: slowest for one in beside if one not in found}
        return tuple(Watched(thing, one) for thing, one in found.items())

    def _can_say(self, id: str) -> bool:  # noqa: A002
        return self.plan.kind_of(id) in ("systems", "sites", "causes", "suppliers", "redundancy")

    def _noticed(self, id: str) -> Stretch:  # noqa: A002
        """How soon the loss of a thing is noticed."""
        if id not in self._noticing:
            self._noticing[id] = Stretch("noticing", id, UNSAID)  # for one that holds itself
            self._noticing[id] = self._noticed_now(id)
        return self._noticing[id]

    def _noticed_now(self, id: str) -> Stretch:  # noqa: A002
        found = self.plan.objects.get(id)
        if isinstance(found, Redundancy):
            several = (one.noticing for one in self.watched(self.structure.number[id], 0))
            return max(several, key=_length, default=Stretch("noticing", id, UNSAID))
        length: Duration | None = None
        if isinstance(found, System | Site | Cause):
            length = found.noticed_within
        elif isinstance(found, Supplier):
            length = found.noticed_within or found.notice_time
        return Stretch("noticing", id, Figure(_total(length)))


def _shown(promised: Duration | None, shown: Shown | None) -> Figure:
    if shown is None:
        return Figure(_total(promised))
    return Figure(_total(promised), shown.time.total, str(shown.on))


def _switching(switch: Switch, own: Duration | None, shown: Shown | None) -> Figure:
    """A stand-in that has a time of its own was not measured by the switch to another."""
    tested = None if switch.tested is None else str(switch.tested)
    figure = _shown(own or switch.within, shown if own is None else None)
    return Figure(figure.promised, figure.measured, figure.on or tested)


def _slowest(watched: Iterable[Watched], down: Container[int] | None) -> tuple[Stretch, ...]:
    """The slowest of what is down to be noticed, or of all; none: nothing is waited for."""
    several = [one.noticing for one in watched if down is None or one.thing in down]
    return (max(several, key=_length),) if several else ()


def _pairs(watched: Iterable[Watched]) -> Watch:
    return tuple((one.thing, one.seconds) for one in watched)


def _length(one: Stretch) -> Seconds:
    return _reckoned(one.figure.seconds)


def _total(length: Duration | None) -> int | None:
    return None if length is None else length.total


def _reckoned(seconds: int | None) -> Seconds:
    return NOT_KNOWN if seconds is None else seconds
