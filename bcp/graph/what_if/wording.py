"""An answer to "what if?" in sentences for people, and as JSON for programs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.saying import length, listed, moment
from bcp.graph.stories import Story
from bcp.graph.strain import is_strain
from bcp.graph.what_if.answer import Answer, NumberOutcome, RoleOutcome, Switched
from bcp.graph.what_if.competing import Competing
from bcp.graph.what_if.deciders_wording import Deciders
from bcp.graph.what_if.due import Due
from bcp.graph.what_if.processes import Processes
from bcp.graph.what_if.scenario import Scenario
from bcp.graph.what_if.staff_share import EmptiedBy
from bcp.graph.what_if.undoable import Undoable
from bcp.i18n import mark
from bcp.model.communication import Notification
from bcp.model.people import Role
from bcp.model.response import Playbook, Procedure
from bcp.plan import Plan

FORMAT = "bcp.what-if/3"
_T = TypeVar("_T")


def sentences(answer: Answer, plan: Plan, language: str = "") -> tuple[Line, ...]:
    """The answer in sentences, what matters most first. ``language`` chooses among the plan's own
    titles; the sentences themselves are translated when they are shown."""
    return tuple(_Wording(plan, (language,) if language else ()).lines(answer))


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain values; ``format`` names the shape: its fields are those of
    :class:`~bcp.graph.what_if.answer.Answer`, times are in seconds, what is not known is null."""
    values: dict[str, Any] = dataclasses.asdict(answer)
    for one, outcome in zip(values["processes"], answer.processes, strict=True):
        clock = outcome.clock
        one["clock"] |= {
            "outage": clock.outage,
            "left": clock.left,
            "verdict": clock.verdict,
            "full_verdict": clock.full_verdict,
        }
    values["lost"] = [{"id": one, "story": steps} for one, steps in values["lost"]]
    values["scenario"] = _scenario(answer.scenario)
    return {"format": FORMAT, **values}


def _scenario(scenario: Scenario) -> dict[str, Any]:
    strain = scenario.strain
    return {
        "losses": [dataclasses.asdict(one) for one in scenario.losses],
        "staff": [dataclasses.asdict(one) for one in strain.staff],
        "demand": strain.demand,
        "lasts": scenario.lasts,
        "since": scenario.since,
        "at": scenario.at.isoformat(timespec="minutes") if scenario.at else None,
        "away": sorted(strain.away),
        "on_duty": {rota: list(people) for rota, people in strain.on_duty},
    }


class _Wording(Deciders):
    def lines(self, answer: Answer) -> Iterator[Line]:
        yield from self._given(answer)
        yield from Processes(self.plan, self.languages, answer).lines()
        yield from _section(mark("To be told"), answer.due, self._due)
        competing = Competing(self.plan, self.languages)
        yield from _section(mark("Competing for the same"), answer.contests, competing.lines)
        yield from _section(mark("Stand-ins"), answer.switched, self._switched)
        yield from _section(mark("Numbers customers dial"), answer.numbers, self._number)
        yield from _section(mark("People"), answer.roles, self._role)
        yield from _section(mark("Nobody knows who is missing"), answer.emptied_by, self._emptied)
        yield from _section(mark("Also lost"), self._secondary(answer), self._lost)
        yield from _section(mark("What can no longer be done"), answer.undoable, self._undoable)
        if answer.offline:
            ids = self.titles(answer.offline)
            yield line(0, "To be read from the offline copy: {ids}", ids=ids)
        if answer.already_lost:
            ids = self.titles(answer.already_lost)
            yield line(0, "Missing even when nothing is lost: {ids}", ids=ids)

    # ── what was asked ─────────────────────────────────────────────────────────────────────────

    def _given(self, answer: Answer) -> Iterator[Line]:
        scenario = answer.scenario
        if answer.losses:
            yield line(0, "If this is lost: {things}", things=self.titles(answer.losses))
        elif scenario.strain.names:
            yield line(0, "If this happens")
        else:
            yield line(0, "Nothing is taken away.")
        yield from self._strain(scenario)
        for risk in answer.risks:
            if risk not in answer.given:
                yield line(1, "That is what this risk takes: {risk}", risk=self.title(risk))

    def _strain(self, scenario: Scenario) -> Iterator[Line]:
        strain = scenario.strain
        for one in strain.staff:
            share = f"{round(one.share * 100, 2):g}%"
            if one.at is None:
                yield line(1, "{share} of all staff are missing", share=share)
            else:
                at = self.title(one.at)
                yield line(1, "{share} of the staff at {site} are missing", share=share, site=at)
        if strain.demand > 1:
            yield line(
                1, "demand is {times} times that of an ordinary day", times=f"{strain.demand:g}"
            )
        if scenario.since and strain.names:
            yield line(1, "that has been so for {time} already", time=length(scenario.since))
        if scenario.lasts is not None and strain.names:
            text = mark("that lasts {time} more") if scenario.since else mark("that lasts {time}")
            yield line(1, text, time=length(scenario.lasts))
        yield from self._lengths(scenario)
        if scenario.at is not None:
            yield line(1, "at {moment}", moment=moment(scenario.at))
            if strain.away:
                yield line(1, "away then: {people}", people=self.titles(sorted(strain.away)))

    def _lengths(self, scenario: Scenario) -> Iterator[Line]:
        """Since when things have been down and for how long; once, where it is the same of all."""
        losses = scenario.losses
        since, lasts = {one.since for one in losses}, {one.lasts for one in losses}
        alike = len(losses) > 1
        if alike and len(since) == 1 and (same := losses[0].since):
            yield line(1, "all of it has been down for {time} already", time=length(same))
        if alike and len(lasts) == 1 and (lasting := losses[0].lasts) is not None:
            yield line(1, "all of it is gone for {time}", time=length(lasting))
        for loss in losses:
            thing = self.title(loss.id)
            if loss.since and not (alike and len(since) == 1):
                yield line(
                    1, "{thing}: down for {time} already", thing=thing, time=length(loss.since)
                )
            if loss.lasts is not None and not (alike and len(lasts) == 1):
                yield line(1, "{thing} is gone for {time}", thing=thing, time=length(loss.lasts))

    # ── what follows ───────────────────────────────────────────────────────────────────────────

    def _due(self, one: Due) -> Iterator[Line]:
        if one.what == "commitment":
            text = {
                True: mark("{to}: {of} is promised back within {time}: kept"),
                False: mark("{to}: {of} is promised back within {time}: not kept"),
                None: mark("{to}: {of} is promised back within {time}: not known whether kept"),
            }[one.kept]
        elif one.levels:
            text = mark("{to}, within {time} of {starts}, if {levels} is declared: {of}")
        elif not one.tied:
            text = mark("{to}, within {time} of {starts}, if it is such a case: {of}")
        else:
            text = mark("{to}, within {time} of {starts}: {of}")
        yield line(
            1,
            text,
            to=self.title(one.to),
            of=self.title(one.of),
            time=length(one.within),
            starts=self._starts(one),
            levels=self.titles(one.levels),
        )
        if one.latest is not None:
            latest = moment(dt.datetime.fromisoformat(one.latest).astimezone(self.zone))
            yield line(2, "until {moment} at the latest", moment=latest)
        if one.by is not None and one.sends is not None:
            yield line(2, "sent by {role}", role=self.decider(one.by, one.sends))
        elif one.by is not None:
            yield line(2, "{role} sends it, and nobody is left there", role=self.title(one.by))

    def _starts(self, one: Due) -> Message:
        """What starts the clock; of a notice that follows another, which."""
        notice = self.plan.find(one.of, Notification)
        before = notice.previous if notice is not None else None
        if one.starts == "previous-notice" and before is not None:
            return Message.of("the notice “{notice}”", notice=self.title(before))
        return Message.of(_STARTS[one.starts])

    def _switched(self, one: Switched) -> Iterator[Line]:
        yield line(
            1,
            (
                mark("{redundancy}: until {meanwhile} works again; serving {serving}")
                if one.meanwhile
                else mark("{redundancy}: lost {lost}; serving {serving}")
            ),
            redundancy=self.title(one.redundancy),
            meanwhile=self.titles((*one.lost, *one.meanwhile)),
            lost=self.titles(one.lost),
            serving=self.titles(one.serving),
        )
        if one.stand_ins and one.decided_by is not None and one.by is not None:
            yield from self._switch(one, one.decided_by, one.by)
        elif one.stand_ins and one.mode == "hot":
            yield line(2, "the plan names nobody who switches; it must happen by itself")
        elif one.stand_ins:
            yield line(2, "the plan does not say who decides and does the switch")
        if one.stand_ins and one.lasts is not None:
            yield line(2, "it can be kept up for {time}", time=length(one.lasts))
        if one.left == one.need:
            yield line(2, "nothing is left in reserve behind it")

    def _switch(self, one: Switched, decided_by: str, by: str) -> Iterator[Line]:
        yield line(
            2,
            "decided by {role} within {decided}, switched by {by} within {within}",
            role=self.decider(decided_by, one.decides),
            decided=length(one.decided_within or 0),
            by=self.title(by),
            within=length(one.within or 0),
        )
        yield from self.deciders(one, 2)
        if one.otherwise is not None:
            yield line(2, "if that is not decided in time: {role}", role=self.title(one.otherwise))
        if one.tested is None:
            yield line(2, "this switch has never been tested, as far as the plan says")
        elif one.measured is not None:
            took = length(one.measured)
            yield line(2, "last done on {day}; it took {took}", day=one.tested, took=took)
        else:
            yield line(2, "last tested on {day}", day=one.tested)

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
                within=length(one.within or 0),
                role=self.title(one.decided_by) if one.decided_by else Message.of("(nobody named)"),
            )
            for each in one.off_duty:
                yield Line(2, Message.of("but {nobody}", nobody=self.nobody(each)))
            if one.tested is None:
                yield line(2, "this has never been tested, as far as the plan says")
        elif one.lacks:
            yield line(2, "it cannot be pointed elsewhere: {ids} lost", ids=self.titles(one.lacks))
        else:
            yield line(2, "the plan does not say how it is pointed elsewhere")

    def _role(self, one: RoleOutcome) -> Iterator[Line]:
        role = self.title(one.role)
        before = self.title(one.before) if one.before else Message.of("nobody")
        if one.off_duty is not None:
            yield Line(1, self.nobody(one.off_duty))
            if one.now is not None:
                yield line(
                    2, "{now} is named for it, and not on duty then", now=self.title(one.now)
                )
            return
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
            found = self.plan.find(one.role, Role)
            text = (
                mark(
                    "critical roles are filled first, and of equals the one whose id comes first; "
                    "if {role} matters more, decide so"
                )
                if found is not None and found.critical
                else mark(
                    "critical roles are filled first, and of equals the one whose id comes first; "
                    "if {role} matters more, decide so, and mark it `critical: true`"
                )
            )
            yield line(2, text, role=role)

    def _secondary(self, answer: Answer) -> tuple[tuple[str, Story], ...]:
        going = [one for one in answer.processes if one.outcome != "stops"]
        reached = {queue for one in going for queue in (*one.ways_in.open, *one.ways_in.crowded)}
        # How many agents are there is said beside the process.
        reached.update(short.queue for one in going for short in one.ways_in.short)
        gone = (
            (one, steps)
            for one, steps in answer.lost
            # Where everybody is missing, that is said already.
            if one not in answer.losses and steps[-1].link != "staff"
        )
        return tuple((one, steps) for one, steps in gone if one not in reached)

    def _lost(self, item: tuple[str, Story]) -> Iterator[Line]:
        # They stand in the order in which they fall, so the step before is told already.
        id_, steps = item
        through = steps[-1].through
        gone = [one for one in through if not is_strain(one)]
        told = [self.title(one) for one in through if is_strain(one)]
        if gone:
            told.insert(0, Message.of("{things} lost", things=self.titles(gone)))
        yield line(1, "{thing} – {because}", thing=self.title(id_), because=listed(told))

    def _emptied(self, one: EmptiedBy) -> Iterator[Line]:
        yield line(
            1,
            "{role} stays empty if these are among them ({missing} of {of} people): {people}",
            people=self.titles(one.people),
            missing=one.missing,
            of=one.of,
            role=self.title(one.role),
        )

    def _undoable(self, one: Undoable) -> Iterator[Line]:
        if one.what in ("plan", "copies"):
            yield from self._copies(one)
            return
        text = {
            "list": mark("nobody can look up who {of} are – {because} lost"),
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

    def _copies(self, one: Undoable) -> Iterator[Line]:
        """Where the plan itself can no longer be read, and where it still can."""
        because = self.titles(one.because)
        if one.what == "plan":
            text = mark("every copy of this plan lies where nobody gets to it – {because} lost")
            yield line(1, text, because=because)
            return
        left = [
            copy.where.in_language(*self.languages, self.plan.language)
            for copy in self.plan.header.copies
            if copy.at not in one.because
        ]
        text = mark("copies of this plan cannot be reached – {because} lost; it can be read here:")
        yield line(1, text, because=because)
        for where in left:
            yield line(2, "{where}", where=where)

    def _words(self, one: Undoable) -> str | Message:
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


_STARTS = {
    "awareness": mark("knowing of it"),
    "classification": mark("its classification"),
    "previous-notice": mark("the notice before"),
    "disruption": mark("the disruption"),
    "outside-tolerance": mark("the MTPD passing"),
}


def _section(
    heading: str, items: Iterable[_T], tell: Callable[[_T], Iterator[Line]]
) -> Iterator[Line]:
    several = tuple(items)
    if several:
        yield line(0, heading)
    for item in several:
        yield from tell(item)
