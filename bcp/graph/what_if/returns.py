"""When a process is back, at its minimum and in full, and on which way: against what it can bear.

What the plan does not say makes the figure *not known*, with what is missing named. A figure is
*proven* when every switch, strategy and restoring on its way was demonstrated, or tested on a day
that is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bcp.graph.clock.legs import NEVER, Leg, Unknown
from bcp.graph.clock.times import Figure, PlanTimes, Seconds, Way
from bcp.graph.structure import Structure
from bcp.graph.what_if.scenario import Course
from bcp.model.resources import Process
from bcp.model.scalars import Duration

Verdict = Literal["met", "rto-missed", "mtpd-breached", "not-known"]

What = Literal[
    "noticing",
    "deciding",
    "switching",
    "rerouting",
    "taking-up",
    "restoring",
    "starting-again",
    "ending",
    "off-duty",
    "gone-by",
]


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of time on the way back."""

    what: What
    """``ending``: what took it is over. ``off-duty``: until somebody is on duty for a role.
    ``gone-by``: so much of it has passed already."""
    of: str
    """The thing that is noticed, restored or started, or the redundancy, number or strategy."""
    seconds: int | None
    """None: the plan does not say."""
    promised: int | None = None
    measured: int | None = None
    on: str | None = None
    """The day of the measurement, or of the last test."""


Why = (
    Literal["restoring", "starting-again", "circle", "empty", "overdue", "unreached", "used-up"]
    | What
)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that keeps a figure from being known."""

    what: Why
    """``circle``: it waits for itself. ``empty``: nobody is left for it. ``overdue``: it should
    have been restored by now. ``off-duty``: nobody is on duty for the role then. ``unreached``: it
    is not known when, or whether, the calls reach the role that decides. Else the plan does not say
    how long that takes."""
    of: str


@dataclass(frozen=True, slots=True)
class Return:
    """When a process is back, counted from now. Times in seconds."""

    seconds: int | None
    """None: not known. 0: it never stops."""
    parts: tuple[Part, ...]
    """The stretches of the way, in order; empty when nothing has to be done, or not known."""
    missing: tuple[Missing, ...]
    """Why it is not known, the nearest first; empty when it is."""
    proven: bool
    """Whether all on the way was shown."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When a process is back, against what it can bear. Times in seconds."""

    minimum: Return
    """At its minimum: by a stand-in, a strategy, or because what is lost is back."""
    full: Return
    """In full, whatever strategies hold it until then."""
    rto: int | None
    mtpd: int | None
    full_within: int | None
    since: int
    """How long it has been down already."""
    began: int = 0
    """How long ago it went down, at its minimum by now or not."""
    past: int = 0
    """How long it was down before its minimum was back, where that should be so by now."""
    may_be_sooner: bool = False
    """Whether a strategy can hold it of which it is not known when it serves."""
    at_best: Return | None = None
    """Where ``minimum`` is not known because nobody is on duty, or reached, who decides: when it is
    back if somebody decides in time all the same;"""
    at_worst: Return | None = None
    """and when, if that waits until somebody is on duty. None: not so, or not known."""
    below: Return | None = None
    """When something holds it that gives less than its minimum, where that is sooner."""
    if_not_yet: Return | None = None
    """Where its minimum should be back by now: when it is, if that is decided only now."""

    @property
    def outage(self) -> int | None:
        """How long it is down in all, until its minimum is back; None: not known."""
        if self.minimum.seconds == 0:
            return self.past
        return None if self.minimum.seconds is None else self.since + self.minimum.seconds

    @property
    def left(self) -> int | None:
        """How much of what it can bear is left now; negative: it is overdrawn."""
        return None if self.mtpd is None else self.mtpd - self.since

    @property
    def verdict(self) -> Verdict:
        """How the outage stands against RTO and MTPD; a target that is not set is not met."""
        outage = self.outage
        if self.mtpd is not None and self.since > self.mtpd:
            return "mtpd-breached"
        found = self.against(outage)
        if outage is None and self.at_best is not None:
            best = self.against_after(self.at_best)
            found = "not-known" if best == "met" else best
        late = found in ("rto-missed", "mtpd-breached")
        return "not-known" if late and self.may_be_sooner else found

    def against(self, outage: int | None) -> Verdict:
        """How an outage of so many seconds in all stands against RTO and MTPD."""
        if outage is None:
            return "not-known"
        if self.mtpd is not None and outage > self.mtpd:
            return "mtpd-breached"
        if self.rto is not None and outage > self.rto:
            return "rto-missed"
        return "met" if self.rto is not None or self.mtpd is not None else "not-known"

    def against_after(self, back: Return) -> Verdict:
        """The same for a return other than ``minimum``."""
        down = max(self.since, self.began)
        return self.against(None if back.seconds is None else down + back.seconds)

    @property
    def full_verdict(self) -> Literal["met", "late", "not-known"]:
        """How the return in full stands against ``full_within``."""
        if self.full.seconds is None or self.full_within is None:
            return "not-known"
        return "met" if self.began + self.full.seconds <= self.full_within else "late"


class Returns:
    """The returns of one scenario."""

    def __init__(
        self,
        structure: Structure,
        times: PlanTimes,
        course: Course,
        waiting: frozenset[int] = frozenset(),
    ) -> None:
        self.structure = structure
        self.times = times
        self.course = course
        self.waiting = waiting
        """Roles that are filled only when somebody is on duty for them."""

    def clock(self, process: Process) -> Clock:
        """When a process is back."""
        number = self.structure.number[process.id]
        back = self.course.recovered
        return Clock(
            self._return(back.at(number), back.legs(number), back.done(number))
            or self._unknown(back.unknown(number)),
            self._return(back.full(number), back.full_legs(number), back.done(number, full=True))
            or self._unknown(back.unknown(number, full=True)),
            _seconds(process.rto),
            _seconds(process.mtpd),
            _seconds(process.full_within),
            self.course.since.get(number, 0),
            self.course.began.get(number, 0),
            self.course.past.get(number, 0),
        )

    def of_strategy(self, hold: int) -> Return:
        """When a strategy comes to hold its process."""
        back = self.course.recovered
        found = self._return(back.by_strategy(hold), back.strategy_legs(hold), back.done_for(hold))
        if found is not None:
            return found
        missing = back.unknown(self.structure.holds[hold].process)
        own = [one for one in missing if one.what == "taking-up" and one.place == hold]
        return self._unknown((*own, *(one for one in missing if one.what != "taking-up")))

    def _return(self, at: Seconds, legs: tuple[Leg, ...], done: tuple[Leg, ...]) -> Return | None:
        """The return at a time that is known."""
        if at == NEVER:
            return None
        return Return(int(at), tuple(self._in_order(legs)), (), all(map(self._shown, done)))

    def _in_order(self, legs: tuple[Leg, ...]) -> Iterator[Part]:
        """The parts of the way as they are done: that another decides comes after the time that
        the first one had, which stands in the switch itself."""
        later: tuple[Part, ...] = ()
        for leg in legs:
            if self.structure.nodes[leg.thing].kind == "decisions":
                parts = self._parts(leg)
                yield from (one for one in parts if one.what == "noticing")
                later += tuple(one for one in parts if one.what != "noticing")
                continue
            for part in self._parts(leg):
                yield part
                if part.what == "deciding":
                    yield from later
                    later = ()
        yield from later

    def _unknown(self, found: tuple[Unknown, ...]) -> Return:
        missing = [one for each in found for one in self._missing(each)]
        return Return(None, (), tuple(dict.fromkeys(missing)), proven=False)

    def _parts(self, leg: Leg) -> tuple[Part, ...]:
        """What a leg is made of; of one that has been going on, what has gone by comes last."""
        name = self.structure.nodes[leg.thing].id
        length = int(leg.ends - leg.begins)
        way = self._way(leg)
        if way is not None:
            parts = tuple(
                _part(one.what, one.of, one.figure) for one in way.parts if one.figure.seconds
            )
            parts = tuple(self._noticed_by_now(leg, one) for one in parts)
        elif leg.what == "restoring":
            parts = (_part("restoring", name, self.times.restoring(leg.thing), length),)
        elif leg.what == "starting-again":
            parts = (_part("starting-again", name, self.times.starting_again(leg.thing), length),)
        elif leg.what == "ending":
            return (Part("off-duty" if leg.thing in self.waiting else "ending", name, length),)
        else:
            return ()
        gone_by = sum(one.seconds or 0 for one in parts) - length
        return (*parts, Part("gone-by", name, -gone_by)) if gone_by > 0 else parts

    def _noticed_by_now(self, leg: Leg, part: Part) -> Part:
        """What somebody says is down was noticed when they say so, however slow its alarm is."""
        since = self.course.began.get(leg.noticed)
        if part.what != "noticing" or since is None or (part.seconds or 0) <= since:
            return part
        return replace(part, seconds=since)

    def _way(self, leg: Leg) -> Way | None:
        if leg.what == "switching":
            return self.times.way_to(leg.thing, leg.place, (leg.noticed,))
        if leg.what == "taking-up":
            return self.times.way_of_strategy(leg.place, (leg.noticed,))
        return None

    def _shown(self, leg: Leg) -> bool:
        way = self._way(leg)
        if way is not None:
            return way.proven
        if leg.what == "restoring":
            return self.times.restoring(leg.thing).proven
        if leg.what == "starting-again":
            return self.times.starting_again(leg.thing).proven
        return True

    def _missing(self, one: Unknown) -> tuple[Missing, ...]:
        name = self.structure.nodes[one.thing].id
        if one.what == "restoring" and one.thing in self.course.overdue:
            return (Missing("overdue", name),)
        if one.what not in ("switching", "taking-up"):
            return (Missing(one.what, name),)
        way = (
            self.times.way_to(one.thing, one.place, (one.noticed,))
            if one.what == "switching"
            else self.times.way_of_strategy(one.place, (one.noticed,))
        )
        return tuple(
            Missing(part.what, part.of) for part in way.parts if part.figure.seconds is None
        )


def _part(what: What, of: str, figure: Figure, least: int = 0) -> Part:
    seconds = figure.seconds
    part = Part(what, of, seconds, figure.promised, figure.measured, figure.on)
    # What starts again takes no longer than the restoring of the same thing.
    return replace(part, seconds=least) if seconds is not None and seconds < least else part


def _seconds(length: Duration | None) -> int | None:
    return None if length is None else length.total
