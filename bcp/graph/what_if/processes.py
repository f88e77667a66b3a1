"""How each process fares, in sentences: when it is back, by which way, and what holds it."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.saying import length, listed
from bcp.graph.stories import told
from bcp.graph.strain import is_strain
from bcp.graph.what_if.answer import Answer, Held, ProcessOutcome, Short, WaysIn
from bcp.graph.what_if.contests import ranked
from bcp.graph.what_if.deciders_wording import Deciders
from bcp.graph.what_if.missing_wording import why_missing
from bcp.graph.what_if.off_duty import OffDuty
from bcp.graph.what_if.returns import Clock, Missing, Part, Return, Verdict
from bcp.i18n import mark
from bcp.plan import Plan

_HEADINGS = (
    ("stops", mark("These processes stop")),
    ("in-doubt", mark("These go on only if somebody steps in who is not on duty then")),
    ("below-minimum", mark("These go on below their minimum")),
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
    "ending": mark("{thing} for {time}"),
    "off-duty": mark("until somebody is on duty as {thing} {time}"),
    "gone-by": mark("less {time} gone by"),
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
_AT_MINIMUM = {
    "met": mark("at its minimum after {time} ({sum}): in time; {targets}"),
    "rto-missed": mark("at its minimum after {time} ({sum}): later than the RTO; {targets}"),
    "mtpd-breached": mark("at its minimum after {time} ({sum}): later than the MTPD; {targets}"),
    "not-known": mark("at its minimum after {time} ({sum}); {targets}"),
}
_AT_BEST = {
    "met": mark("if it is decided in time all the same: {time} ({sum}): in time"),
    "rto-missed": mark(
        "if it is decided in time all the same: {time} ({sum}): later than the RTO even so"
    ),
    "mtpd-breached": mark(
        "if it is decided in time all the same: {time} ({sum}): later than the MTPD even so"
    ),
    "not-known": mark("if it is decided in time all the same: {time} ({sum})"),
}
_EITHER_WAY = {
    "met": mark("if it is decided at once: {time} ({sum}): in time either way"),
    "rto-missed": mark("if it is decided at once: {time} ({sum}): later than the RTO either way"),
    "mtpd-breached": mark(
        "if it is decided at once: {time} ({sum}): later than the MTPD either way"
    ),
    "not-known": mark("if it is decided at once: {time} ({sum})"),
}
"""Where waiting until somebody is on duty, which is told before, changes nothing in the verdict."""
_AT_WORST = {
    "met": mark("if that waits until somebody is on duty: {time} ({sum}): in time"),
    "rto-missed": mark(
        "if that waits until somebody is on duty: {time} ({sum}): later than the RTO"
    ),
    "mtpd-breached": mark(
        "if that waits until somebody is on duty: {time} ({sum}): later than the MTPD"
    ),
    "not-known": mark("if that waits until somebody is on duty: {time} ({sum})"),
}
_IF_NOT_YET = {
    "met": mark("if it does not serve yet and is decided only now: {time} more ({sum}): in time"),
    "rto-missed": mark(
        "if it does not serve yet and is decided only now: {time} more ({sum}): later than the RTO"
    ),
    "mtpd-breached": mark(
        "if it does not serve yet and is decided only now: {time} more ({sum}): later than the MTPD"
    ),
    "not-known": mark("if it does not serve yet and is decided only now: {time} more ({sum})"),
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


class Processes(Deciders):
    """The sentences about processes."""

    def __init__(self, plan: Plan, languages: tuple[str, ...], answer: Answer) -> None:
        super().__init__(plan, languages)
        self.answer = answer
        self.nobody_as: dict[str, OffDuty] = {one.role: one for one in answer.off_duty}

    def lines(self) -> Iterator[Line]:
        """Those that stop first; in each group the worst first, then by tier and priority."""
        several = worst_first(self.answer, self.plan)
        for outcome, heading in _HEADINGS:
            chosen = [one for one in several if one.outcome == outcome]
            if chosen:
                yield line(0, heading)
            for one in chosen:
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
        for used in one.used_up:
            yield line(2, "{thing} should have come to its end by now", thing=self.title(used))
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
            within = length(ways.within) if ways.within is not None else Message.of("not known")
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
            text = (
                mark("but it cannot be reached by {queues}")
                if ways.crowded or any(one.there for one in ways.short)
                else mark("but nobody can reach it: all its queues are lost: {queues}")
            )
            yield line(2, text, queues=closed)
        if ways.crowded:
            text = mark(
                "but more is asked than these can take, so that not everybody gets through: "
                "{queues}"
            )
            yield line(2, text, queues=self.titles(ways.crowded))
        for one in ways.short:
            yield self._short(one)

    def _short(self, one: Short) -> Line:
        """``Card line: 4 of 10 agents there; short of 6``."""
        if one.carried:
            text = mark(
                "{queue}: {there} of {needed} agents there; the strategy does without the rest"
            )
        elif one.there:
            text = mark("{queue}: {there} of {needed} agents there; short of {short}")
        else:
            text = mark("{queue}: none of the {needed} agents it needs is there: nobody answers")
        return line(
            2,
            text,
            queue=self.title(one.queue),
            there=one.there,
            needed=one.needed,
            short=one.needed - one.there,
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
            yield line(3, "it serves after {after}", after=length(one.back.seconds))
        if one.lasts is None:
            yield line(3, "how long it can be kept up is not known")
        elif one.back.seconds == 0:
            yield line(
                3, "it should serve by now; it can be kept up for {time}", time=length(one.lasts)
            )
        elif one.back.seconds is None:
            yield line(3, "it can be kept up for {time}", time=length(one.lasts))
        else:
            yield line(
                3,
                "it serves after {after} and can be kept up for {lasts}",
                after=length(one.back.seconds),
                lasts=length(one.lasts),
            )
        yield from self.deciders(one, 3)
        if one.enough is False:
            yield line(3, "it gives less than the minimum of this process")

    # ── clocks ─────────────────────────────────────────────────────────────────────────────────

    def _clock(self, one: ProcessOutcome) -> Iterator[Line]:
        clock = one.clock
        if clock.since:
            yield from self._already(clock)
        if clock.below is not None:
            yield Line(2, self._below(clock.below))
        yield Line(2, self._until(one, self._targets(clock)))
        yield from self._if_decided(clock)
        if one.held:
            yield Line(2, self._full(clock))
        if one.ends_at is not None:
            text = (
                mark(
                    "what serves now ends after {time}; whether the rest is back then is not known"
                )
                if clock.full.seconds is None
                else mark("what serves now ends after {time}: before the rest is back")
            )
            yield line(2, text, time=length(one.ends_at))

    def _already(self, clock: Clock) -> Iterator[Line]:
        left = clock.left
        if left is None:
            yield line(2, "down for {since} already", since=length(clock.since))
        elif left <= 0:
            yield line(
                2,
                "down for {since} already: its MTPD passed {ago} ago",
                since=length(clock.since),
                ago=length(-left),
            )
        else:
            yield line(
                2,
                "down for {since} already: {left} left until its MTPD",
                since=length(clock.since),
                left=length(left),
            )

    def _until(self, one: ProcessOutcome, targets: Message) -> Message:
        back, stops = one.clock.minimum, one.outcome == "stops"
        below = one.outcome == "below-minimum" or one.clock.below is not None
        if back.seconds is None:
            what = self._missing(back.missing)
            if stops:
                text = mark("until it is back: not known ({what}); {targets}")
            elif below:
                text = mark("until it is at its minimum: not known ({what}); {targets}")
            else:
                text = mark("time until then: not known ({what}); {targets}")
            return Message.of(text, what=what, targets=targets)
        verdict = one.clock.verdict
        if not back.seconds and one.clock.past:
            figure = Message.of(_BY_NOW[verdict], time=length(one.clock.past), targets=targets)
            return _led(back, figure)
        text = _BACK[verdict] if stops else _AT_MINIMUM[verdict] if below else _THEN[verdict]
        return _led(back, Message.of(text, targets=targets, **self._told(back)))

    def _below(self, back: Return) -> Message:
        """When something serves that gives less than the minimum."""
        if not back.seconds:
            return Message.of("by now it should go on below its minimum")
        return _led(back, Message.of("below its minimum after {time} ({sum})", **self._told(back)))

    def _if_decided(self, clock: Clock) -> Iterator[Line]:
        """The figures for a decision that nobody may be there to take, or has not taken."""
        if clock.minimum.seconds is not None and clock.at_best is not None:
            yield from self._either_way(clock, clock.at_best)
        elif clock.at_best is not None and not clock.at_best.seconds:
            yield line(2, "if somebody steps in at once, it is not interrupted")
        elif clock.at_best is not None:
            text = _AT_BEST[clock.against_after(clock.at_best)]
            yield Line(2, _led(clock.at_best, Message.of(text, **self._told(clock.at_best))))
        if clock.minimum.seconds is None and clock.at_worst is not None:
            text = _AT_WORST[clock.against_after(clock.at_worst)]
            yield Line(2, _led(clock.at_worst, Message.of(text, **self._told(clock.at_worst))))
        now = clock.if_not_yet
        if now is not None and now.seconds is None:
            yield line(
                2,
                "if it does not serve yet: how long it takes from now on is not known ({what})",
                what=self._missing(now.missing),
            )
        elif now is not None:
            text = _IF_NOT_YET[clock.against_after(now)]
            yield Line(2, _led(now, Message.of(text, **self._told(now))))

    def _either_way(self, clock: Clock, best: Return) -> Iterator[Line]:
        """The figure for a decision at once, where the one that waits has the same verdict."""
        if best.seconds == clock.minimum.seconds:
            return
        if not best.seconds:
            text = {
                "met": mark(
                    "if somebody steps in at once, it is not interrupted: in time either way"
                )
            }.get(clock.verdict, mark("if somebody steps in at once, it is not interrupted"))
            yield Line(2, Message.of(text))
            return
        text = _EITHER_WAY[clock.against_after(best)]
        yield Line(2, _led(best, Message.of(text, **self._told(best))))

    def _told(self, back: Return) -> dict[str, Message | str]:
        """How long a return takes, and what makes that up."""
        return {"time": length(back.seconds or 0), "sum": self._sum(back.parts)}

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
            time=length(full.seconds),
            sum=self._sum(full.parts),
            within=length(clock.full_within or 0),
        )
        return _led(full, figure)

    def _missing(self, missing: tuple[Missing, ...]) -> Message:
        told_ = [self._one_missing(one) for one in missing[:_MOST]]
        if len(missing) > _MOST:
            told_.append(Message.of("and {count} more", count=len(missing) - _MOST))
        return listed(told_)

    def _one_missing(self, one: Missing) -> Message:
        if one.what == "off-duty" and one.of in self.nobody_as:
            return self.nobody(self.nobody_as[one.of])
        if is_strain(one.of):
            return Message.of(_STRAINED, thing=self.title(one.of))
        return why_missing(one.what, self.title(one.of))

    def _sum(self, parts: tuple[Part, ...]) -> Message:
        told_: Message | None = None
        for part in parts:
            seconds = part.seconds or 0
            one = Message.of(
                _PARTS[part.what], time=length(abs(seconds)), thing=self.title(part.of)
            )
            told_ = one if told_ is None else Message.of("{a} + {b}", a=told_, b=one)
        return told_ or Message.of("nothing to do")

    def _targets(self, clock: Clock) -> Message:
        rto = length(clock.rto) if clock.rto is not None else Message.of("not set")
        mtpd = length(clock.mtpd) if clock.mtpd is not None else Message.of("not set")
        return Message.of("RTO {rto}, MTPD {mtpd}", rto=rto, mtpd=mtpd)


def _led(back: Return, figure: Message) -> Message:
    """What has never been shown leads the sentence: the figure after it is a promise."""
    return figure if back.proven else Message.of("unproven: {figure}", figure=figure)


def worst_first(answer: Answer, plan: Plan) -> tuple[ProcessOutcome, ...]:
    """The processes with those in front that fare worst; then by tier, priority and time."""
    verdicts = ("mtpd-breached", "not-known", "rto-missed", "met")
    place = {one: number for number, one in enumerate(ranked(plan))}
    return tuple(
        sorted(
            answer.processes,
            key=lambda one: (verdicts.index(_known(one.clock)), place[one.process]),
        )
    )


def _known(clock: Clock) -> Verdict:
    """The verdict; of a figure that is not known, late at best, it may be worse."""
    verdict = clock.verdict
    return "not-known" if clock.outage is None and verdict == "rto-missed" else verdict
