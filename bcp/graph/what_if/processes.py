"""How each process fares, in sentences: when it is back, by which way, and what holds it."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.saying import Saying, listed, time
from bcp.graph.stories import told
from bcp.graph.strain import is_strain
from bcp.graph.what_if.answer import Answer, Held, ProcessOutcome, WaysIn
from bcp.graph.what_if.returns import Clock, Missing, Part, Return
from bcp.i18n import mark

_HEADINGS = (
    ("stops", mark("These processes stop")),
    ("minimum", mark("These go on at their minimum")),
    ("goes-on", mark("These go on")),
)
_PARTS = {
    "noticing": mark("noticing {time}"),
    "deciding": mark("deciding {time}"),
    "switching": mark("switching {time}"),
    "rerouting": mark("pointing the number elsewhere {time}"),
    "taking-up": mark("taking it up {time}"),
    "restoring": mark("restoring {thing} {time}"),
    "starting-again": mark("starting {thing} again {time}"),
    "ending": mark("{thing}: {time}"),
    "gone-by": mark("less {time} gone by"),
}
_MISSING = {
    "noticing": mark("the plan does not say how soon the loss of {thing} is noticed"),
    "deciding": mark("the plan does not say how soon {thing} is decided"),
    "switching": mark("the plan does not say how long switching {thing} takes"),
    "rerouting": mark("the plan does not say how long pointing {thing} elsewhere takes"),
    "taking-up": mark("the plan does not say how long {thing} takes"),
    "restoring": mark("the plan does not say how soon {thing} is back"),
    "starting-again": mark("the plan does not say how long starting {thing} again takes"),
    "circle": mark("{thing} waits for itself to start again"),
    "empty": mark("nobody is left for {thing}"),
    "overdue": mark("{thing} should have been back by now"),
}
_STRAINED = mark("nothing says how long that lasts: {thing}")
_THEN = {
    "met": mark("time until then {time} ({sum}): in time; {targets}"),
    "rto-missed": mark("time until then {time} ({sum}): later than the RTO; {targets}"),
    "mtpd-breached": mark("time until then {time} ({sum}): later than the MTPD; {targets}"),
    "not-known": mark("time until then {time} ({sum}); {targets}"),
}
_BACK = {
    "met": mark("back after {time} ({sum}): in time; {targets}"),
    "rto-missed": mark("back after {time} ({sum}): later than the RTO; {targets}"),
    "mtpd-breached": mark("back after {time} ({sum}): later than the MTPD; {targets}"),
    "not-known": mark("back after {time} ({sum}); {targets}"),
}
_BY_NOW = {
    "met": mark("it should serve by now, {time} after the disruption: in time; {targets}"),
    "rto-missed": mark(
        "it should serve by now, {time} after the disruption: later than the RTO; {targets}"
    ),
    "mtpd-breached": mark(
        "it should serve by now, {time} after the disruption: later than the MTPD; {targets}"
    ),
    "not-known": mark("it should serve by now, {time} after the disruption; {targets}"),
}
_MOST = 3
"""Of more things that are not known the first are told and the rest counted."""


class Processes(Saying):
    """The sentences about processes."""

    def lines(self, answer: Answer) -> Iterator[Line]:
        """Those that stop first; in each group the worst first."""
        for outcome, heading in _HEADINGS:
            chosen = [one for one in answer.processes if one.outcome == outcome]
            if chosen:
                yield line(0, heading)
            for one in sorted(chosen, key=worst_first):
                yield from self._process(one)

    def _process(self, one: ProcessOutcome) -> Iterator[Line]:
        yield line(1, "{process}", process=self.title(one.process))
        if one.outcome != "goes-on" or one.clock.outage != 0:
            yield from self._clock(one)
        if one.outcome != "stops":
            yield from self._ways_in(one.ways_in)
        if one.story:
            story = told(one.story, self.plan, *self.languages)
            yield Line(2, Message.of("because: {story}", story=story))
        for held in one.held:
            yield from self._held(held)
        for strategy, lacks in one.failed:
            if lacks == one.process:
                text = mark("{strategy} does not cover all that is lost")
            else:
                text = mark("{strategy} cannot serve: {lacks} is lost")
            yield line(2, text, strategy=self.title(strategy), lacks=self.title(lacks))

    def _ways_in(self, ways: WaysIn) -> Iterator[Line]:
        """How it can be reached, when not by every queue as usual."""
        closed = self.titles(ways.closed)
        if ways.waiting:
            waiting = self.titles(ways.waiting)
            within = time(ways.within) if ways.within is not None else Message.of("not known")
            text = (
                mark("but its numbers must be pointed elsewhere first ({time}): {queues}")
                if ways.open
                else mark(
                    "but nobody can reach it until its numbers are pointed elsewhere ({time}): "
                    "{queues}"
                )
            )
            yield line(2, text, time=within, queues=waiting)
        if ways.closed and (ways.open or ways.waiting):
            yield line(2, "but it cannot be reached by {queues}", queues=closed)
        elif ways.closed:
            yield line(
                2, "but nobody can reach it: all its queues are lost: {queues}", queues=closed
            )

    def _held(self, one: Held) -> Iterator[Line]:
        yield line(
            2,
            "by {strategy}, done by {by}; decided by {role}",
            strategy=self.title(one.strategy),
            by=self.title(one.by),
            role=self.decider(one.decided_by, one.decides),
        )
        if one.back.seconds is None:
            what = self._missing(one.back.missing)
            yield line(3, "from when on it serves is not known ({what})", what=what)
        elif one.lasts is None and one.back.seconds:
            yield line(3, "it serves after {after}", after=time(one.back.seconds))
        if one.lasts is None:
            yield line(3, "how long it can be kept up is not known")
        elif one.back.seconds == 0:
            yield line(
                3, "it should serve by now; it can be kept up for {time}", time=time(one.lasts)
            )
        elif one.back.seconds is None:
            yield line(3, "it can be kept up for {time}", time=time(one.lasts))
        else:
            yield line(
                3,
                "it serves after {after} and can be kept up for {lasts}",
                after=time(one.back.seconds),
                lasts=time(one.lasts),
            )
        yield from self.late_reach(one.decided_by, one.reached, 3)
        if one.enough is False:
            yield line(3, "it gives less than the minimum of this process")

    # ── clocks ─────────────────────────────────────────────────────────────────────────────────

    def _clock(self, one: ProcessOutcome) -> Iterator[Line]:
        clock = one.clock
        if clock.since:
            yield from self._already(clock)
        yield Line(2, self._until(one, self._targets(clock)))
        if one.outcome == "minimum":
            yield Line(2, self._full(clock))
        if one.ends_at is not None:
            text = (
                mark(
                    "what serves now ends after {time}; whether the rest is back then is not known"
                )
                if clock.full.seconds is None
                else mark("what serves now ends after {time}: before the rest is back")
            )
            yield line(2, text, time=time(one.ends_at))

    def _already(self, clock: Clock) -> Iterator[Line]:
        left = clock.left
        if left is None:
            yield line(2, "down for {since} already", since=time(clock.since))
        elif left <= 0:
            yield line(
                2,
                "down for {since} already: its MTPD passed {ago} ago",
                since=time(clock.since),
                ago=time(-left),
            )
        else:
            yield line(
                2,
                "down for {since} already: {left} left until its MTPD",
                since=time(clock.since),
                left=time(left),
            )

    def _until(self, one: ProcessOutcome, targets: Message) -> Message:
        back, stops = one.clock.minimum, one.outcome == "stops"
        if back.seconds is None:
            what = self._missing(back.missing)
            if stops:
                text = mark("until it is back: not known ({what}); {targets}")
            else:
                text = mark("time until then: not known ({what}); {targets}")
            return Message.of(text, what=what, targets=targets)
        verdict = one.clock.verdict
        if not back.seconds and one.clock.past:
            return Message.of(_BY_NOW[verdict], time=time(one.clock.past), targets=targets)
        text = _BACK[verdict] if stops else _THEN[verdict]
        figure = Message.of(
            text, time=time(back.seconds), sum=self._sum(back.parts), targets=targets
        )
        return _led(back, figure)

    def _full(self, clock: Clock) -> Message:
        full = clock.full
        if full.seconds is None:
            return Message.of("in full again: not known ({what})", what=self._missing(full.missing))
        text = {
            "met": mark("in full again after {time} ({sum}): in time, {within} is asked for"),
            "late": mark("in full again after {time} ({sum}): too late, {within} is asked for"),
            "not-known": mark("in full again after {time} ({sum})"),
        }[clock.full_verdict]
        figure = Message.of(
            text,
            time=time(full.seconds),
            sum=self._sum(full.parts),
            within=time(clock.full_within or 0),
        )
        return _led(full, figure)

    def _missing(self, missing: tuple[Missing, ...]) -> Message:
        told_ = [
            Message.of(
                _STRAINED if is_strain(one.of) else _MISSING[one.what], thing=self.title(one.of)
            )
            for one in missing[:_MOST]
        ]
        if len(missing) > _MOST:
            told_.append(Message.of("and {count} more", count=len(missing) - _MOST))
        return listed(told_)

    def _sum(self, parts: tuple[Part, ...]) -> Message:
        told_: Message | None = None
        for part in parts:
            seconds = part.seconds or 0
            one = Message.of(_PARTS[part.what], time=time(abs(seconds)), thing=self.title(part.of))
            told_ = one if told_ is None else Message.of("{a} + {b}", a=told_, b=one)
        return told_ or Message.of("nothing to do")

    def _targets(self, clock: Clock) -> Message:
        rto = time(clock.rto) if clock.rto is not None else Message.of("not set")
        mtpd = time(clock.mtpd) if clock.mtpd is not None else Message.of("not set")
        return Message.of("RTO {rto}, MTPD {mtpd}", rto=rto, mtpd=mtpd)


def _led(back: Return, figure: Message) -> Message:
    """What has never been shown leads the sentence: the figure after it is a promise."""
    return figure if back.proven else Message.of("unproven: {figure}", figure=figure)


def worst_first(one: ProcessOutcome) -> tuple[int, float]:
    """A key that sorts the processes that fare worst to the front."""
    order = ("mtpd-breached", "not-known", "rto-missed", "met")
    seconds = one.clock.minimum.seconds
    return order.index(one.clock.verdict), -(seconds if seconds is not None else float("inf"))
