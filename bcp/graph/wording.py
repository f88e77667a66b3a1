"""An answer to "what if?" in sentences for people, and as JSON for programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from bcp.diagnostics import Message
from bcp.graph.clocks import Clock, Part
from bcp.graph.lines import Line, line
from bcp.graph.stories import Story, title_of, told
from bcp.graph.undoable import Undoable
from bcp.graph.what_if import (
    Answer,
    Held,
    NumberOutcome,
    ProcessOutcome,
    RoleOutcome,
    Switched,
    WaysIn,
)
from bcp.i18n import mark
from bcp.model.response import Playbook, Procedure
from bcp.model.scalars import Duration
from bcp.plan import Plan

FORMAT = "bcp.what-if/1"


def sentences(answer: Answer, plan: Plan, language: str = "") -> tuple[Line, ...]:
    """The answer in sentences, what matters most first. ``language`` chooses among the plan's own
    titles; the sentences themselves are translated when they are shown."""
    return tuple(_Wording(plan, (language,) if language else ()).lines(answer))


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain values; ``format`` names the shape: its fields are those of
    :class:`~bcp.graph.what_if.Answer`, times are in seconds, what is not known is null."""
    values: dict[str, Any] = dataclasses.asdict(answer)
    for one, outcome in zip(values["processes"], answer.processes, strict=True):
        one["clock"]["verdict"] = outcome.clock.verdict
    values["lost"] = [{"id": one, "story": steps} for one, steps in values["lost"]]
    return {"format": FORMAT, **values}


class _Wording:
    def __init__(self, plan: Plan, languages: tuple[str, ...]) -> None:
        self.plan = plan
        self.languages = languages

    def title(self, id: str) -> str:  # noqa: A002
        return title_of(self.plan, id, *self.languages)

    def titles(self, ids: tuple[str, ...]) -> str:
        return ", ".join(self.title(one) for one in ids)

    def lines(self, answer: Answer) -> Iterator[Line]:
        if answer.losses:
            yield line(0, "If this is lost: {things}", things=self.titles(answer.losses))
        else:
            yield line(0, "Nothing is taken away.")
        for risk in answer.not_counted:
            yield line(
                1,
                "{risk} also takes staff or changes demand; that is not counted here.",
                risk=self.title(risk),
            )
        for risk in answer.risks:
            if risk not in answer.given:
                yield line(1, "That is what this risk takes: {risk}", risk=self.title(risk))
        yield from self._processes(answer)
        yield from self._section("Stand-ins", answer.switched, self._switched)
        yield from self._section("Numbers customers dial", answer.numbers, self._number)
        yield from self._section("People", answer.roles, self._role)
        yield from self._section("Also lost", self._secondary(answer), self._lost)
        yield from self._undoable(answer)
        if answer.offline:
            yield line(
                0, "To be read from the offline copy: {ids}", ids=self.titles(answer.offline)
            )
        if answer.already_lost:
            yield line(
                0,
                "Missing even when nothing is lost: {ids}",
                ids=self.titles(answer.already_lost),
            )

    def _section(self, heading: str, items: tuple[Any, ...], tell: Any) -> Iterator[Line]:
        if items:
            yield line(0, heading)
            for item in items:
                yield from tell(item)

    # ── processes ──────────────────────────────────────────────────────────────────────────────

    def _processes(self, answer: Answer) -> Iterator[Line]:
        headings = (
            ("stops", mark("These processes stop")),
            ("minimum", mark("These go on at their minimum")),
            ("goes-on", mark("These go on")),
        )
        for outcome, heading in headings:
            chosen = tuple(one for one in answer.processes if one.outcome == outcome)
            yield from self._section(heading, chosen, self._process)

    def _process(self, one: ProcessOutcome) -> Iterator[Line]:
        yield line(1, "{process}", process=self.title(one.process))
        if one.outcome != "stops":
            yield from self._ways_in(one.ways_in)
        if one.story:
            yield Line(2, Message.of("because: {story}", story=self._story(one.story)))
        for held in one.held:
            yield from self._held(held)
        for strategy, lacks in one.failed:
            if lacks == one.process:
                text = mark("{strategy} does not cover all that is lost")
            else:
                text = mark("{strategy} cannot serve: {lacks} is lost")
            yield line(2, text, strategy=self.title(strategy), lacks=self.title(lacks))
        if one.outcome != "goes-on" or one.clock.parts:
            yield from self._clock(one.clock, one.outcome == "stops")

    def _ways_in(self, ways: WaysIn) -> Iterator[Line]:
        """How it can be reached, when not by every queue as usual."""
        closed = self.titles(ways.closed)
        if ways.waiting:
            waiting = self.titles(ways.waiting)
            time = _time(ways.within) if ways.within is not None else Message.of("not known")
            text = (
                mark("but its numbers must be pointed elsewhere first ({time}): {queues}")
                if ways.open
                else mark(
                    "but nobody can reach it until its numbers are pointed elsewhere ({time}): "
                    "{queues}"
                )
            )
            yield line(2, text, time=time, queues=waiting)
        if ways.closed and (ways.open or ways.waiting):
            yield line(2, "but it cannot be reached by {queues}", queues=closed)
        elif ways.closed:
            yield line(
                2, "but nobody can reach it: all its queues are lost: {queues}", queues=closed
            )

    def _story(self, steps: Story) -> Message:
        return told(steps, self.plan, *self.languages)

    def _held(self, one: Held) -> Iterator[Line]:
        yield line(
            2,
            "by {strategy}, done by {by}; decided by {role}",
            strategy=self.title(one.strategy),
            by=self.title(one.by),
            role=self._decider(one.decided_by, one.decides),
        )
        if one.lasts is not None:
            yield line(2, "it can be kept up for {time}", time=_time(one.lasts))
        else:
            yield line(2, "how long it can be kept up is not known")

    def _decider(self, role: str, person: str | None) -> Message:
        if person is None:
            return Message.of("{role}", role=self.title(role))
        return Message.of("{role} ({person})", role=self.title(role), person=self.title(person))

    def _clock(self, clock: Clock, stops: bool) -> Iterator[Line]:
        targets = self._targets(clock)
        if stops:
            yield Line(2, Message.of("until it is back: not known; {targets}", targets=targets))
            return
        if clock.seconds is None:
            missing = next(part for part in clock.parts if part.seconds is None)
            yield Line(
                2,
                Message.of(
                    "time until then: not known ({what}); {targets}",
                    what=self._missing(missing),
                    targets=targets,
                ),
            )
            return
        text = {
            "met": mark("time until then {time} ({sum}): in time; {targets}"),
            "rto-missed": mark("time until then {time} ({sum}): later than the RTO; {targets}"),
            "mtpd-breached": mark("time until then {time} ({sum}): later than the MTPD; {targets}"),
            "not-known": mark("time until then {time} ({sum}); {targets}"),
        }[clock.verdict]
        figure = Message.of(
            text, time=_time(clock.seconds), sum=self._sum(clock.parts), targets=targets
        )
        # What has never been shown leads the sentence: the figure after it is a promise.
        yield Line(2, figure if clock.proven else Message.of("unproven: {figure}", figure=figure))

    def _missing(self, part: Part) -> Message:
        text = {
            "noticing": mark("the plan does not say how soon the loss of {thing} is noticed"),
            "deciding": mark("the plan does not say how soon {thing} is decided"),
            "switching": mark("the plan does not say how long switching {thing} takes"),
            "taking-up": mark("the plan does not say how long {thing} takes"),
        }[part.what]
        return Message.of(text, thing=self.title(part.of))

    def _sum(self, parts: tuple[Part, ...]) -> Message:
        words = {
            "noticing": mark("noticing {time}"),
            "deciding": mark("deciding {time}"),
            "switching": mark("switching {time}"),
            "taking-up": mark("taking it up {time}"),
        }
        told_: Message | None = None
        for part in parts:
            one = Message.of(words[part.what], time=_time(part.seconds or 0))
            told_ = one if told_ is None else Message.of("{a} + {b}", a=told_, b=one)
        return told_ or Message.of("nothing to do")

    def _targets(self, clock: Clock) -> Message:
        rto = _time(clock.rto) if clock.rto is not None else Message.of("not set")
        mtpd = _time(clock.mtpd) if clock.mtpd is not None else Message.of("not set")
        return Message.of("RTO {rto}, MTPD {mtpd}", rto=rto, mtpd=mtpd)

    # ── stand-ins, people, the rest ────────────────────────────────────────────────────────────

    def _switched(self, one: Switched) -> Iterator[Line]:
        yield line(
            1,
            "{redundancy}: lost {lost}; serving {serving}",
            redundancy=self.title(one.redundancy),
            lost=self.titles(one.lost),
            serving=self.titles(one.serving),
        )
        if one.stand_ins and one.decided_by is not None and one.by is not None:
            yield line(
                2,
                "decided by {role} within {decided}, switched by {by} within {within}",
                role=self._decider(one.decided_by, one.decides),
                decided=_time(one.decided_within or 0),
                by=self.title(one.by),
                within=_time(one.within or 0),
            )
            if one.tested is None:
                yield line(2, "this switch has never been tested, as far as the plan says")
            else:
                yield line(2, "last tested on {day}", day=one.tested)
        elif one.stand_ins and one.mode == "hot":
            yield line(2, "the plan names nobody who switches; it must happen by itself")
        elif one.stand_ins:
            yield line(2, "the plan does not say who decides and does the switch")
        if one.left == one.need:
            yield line(2, "nothing is left in reserve")

    def _number(self, one: NumberOutcome) -> Iterator[Line]:
        yield line(
            1,
            "{number} ({queue}) is dead: {carrier} carries it",
            number=one.number,
            queue=self.title(one.queue),
            carrier=self.title(one.carrier),
        )
        if one.to is not None and one.by is not None:
            yield line(
                2,
                "{by} can point it to {to}, within {within} of the decision by {role}",
                by=self.title(one.by),
                to=self.title(one.to),
                within=_time(one.within or 0),
                role=self.title(one.decided_by) if one.decided_by else Message.of("(nobody named)"),
            )
            if one.tested is None:
                yield line(2, "this has never been tested, as far as the plan says")
        elif one.lacks:
            yield line(2, "it cannot be pointed elsewhere: {ids} lost", ids=self.titles(one.lacks))
        else:
            yield line(2, "the plan does not say how it is pointed elsewhere")

    def _role(self, one: RoleOutcome) -> Iterator[Line]:
        role = self.title(one.role)
        before = self.title(one.before) if one.before else Message.of("nobody")
        if one.now is not None:
            yield line(
                1,
                "{now} takes {role} from {before}",
                now=self.title(one.now),
                role=role,
                before=before,
            )
            return
        yield line(1, "{role} stays empty", role=role)
        if len(one.short_roles) > 1 and one.short_people:
            yield line(
                2,
                "these roles have only these people left: {roles} – {people}",
                roles=self.titles(one.short_roles),
                people=self.titles(one.short_people),
            )

    def _secondary(self, answer: Answer) -> tuple[tuple[str, Story], ...]:
        return tuple((one, steps) for one, steps in answer.lost if one not in answer.losses)

    def _lost(self, item: tuple[str, Story]) -> Iterator[Line]:
        # They stand in the order in which they fall, so the step before is told already.
        id_, steps = item
        yield line(
            1,
            "{thing} – {because} lost",
            thing=self.title(id_),
            because=self.titles(steps[-1].through),
        )

    def _undoable(self, answer: Answer) -> Iterator[Line]:
        if answer.undoable:
            yield line(0, "What can no longer be done")
        for one in answer.undoable:
            text = {
                "task": mark("{of}: task {item} ({words}) – {because} lost"),
                "step": mark("{of}: step {item} ({words}) – {because} lost"),
                "call": mark("{of}: call {item} – {because} lost"),
                "message": mark("the message {of} cannot go out – {because} lost"),
                "approval": mark("the message {of} can be approved by nobody – {because} lost"),
                "activation": mark("{of}: nobody can declare {item} activation – {because} lost"),
                "notice": mark("the notice {of} – {because} lost"),
                "lever": mark("the lever {of} – {because} lost"),
                "procedure": mark("{of} is kept where it cannot be reached – {because} lost"),
            }[one.what]
            yield line(
                1,
                text,
                of=self.title(one.of),
                item=one.item,
                words=self._words(one),
                because=self.titles(one.because),
            )

    def _words(self, one: Undoable) -> str:
        """What a task or step says is to be done."""
        holder = self.plan.objects[one.of]
        steps: tuple[Any, ...] = ()
        if isinstance(holder, Procedure):
            steps = holder.steps
        elif isinstance(holder, Playbook):
            steps = tuple(task for _, tasks in holder.tasks.by_phase() for task in tasks)
        for step in steps:
            if step.id == one.item:
                text = step.do or getattr(step, "decide", None)
                if text is not None:
                    return str(text.in_language(*self.languages, self.plan.language))
                if getattr(step, "procedure", None):
                    return self.title(step.procedure)
        return one.item


def _time(seconds: int) -> str:
    return str(Duration(seconds))
