"""Whether a playbook can be done in time, in sentences for people, and as JSON for programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.schedule.drawing import clock
from bcp.graph.schedule.schedule import Late, Reason, Schedule, Slot
from bcp.i18n import mark
from bcp.model.response import Playbook, Procedure, Step, Task
from bcp.model.scalars import Duration
from bcp.plan import Plan

FORMAT = "bcp.schedule/1"


def as_json(answer: Schedule) -> dict[str, Any]:
    """The answer as plain values; ``format`` names the shape: its fields are those of
    :class:`~bcp.graph.schedule.schedule.Schedule`, times in seconds from the activation."""
    return {"format": FORMAT, **dataclasses.asdict(answer)}


class Wording:
    """An answer in sentences: what is told before the chart, and after it."""

    def __init__(self, answer: Schedule, plan: Plan, language: str = "") -> None:
        self.answer = answer
        self.plan = plan
        self.languages = (language,) if language else ()
        self.done: dict[str, Task | Step] = {}
        playbook = plan.objects[answer.playbook]
        assert isinstance(playbook, Playbook)  # the answer is about one
        for _, tasks in playbook.tasks.by_phase():
            for task in tasks:
                self.done[task.id] = task
                procedure = plan.find(task.procedure, Procedure)
                for step in procedure.steps if procedure else ():
                    self.done[f"{task.id}/{step.id}"] = step

    def title(self, id: str) -> str:  # noqa: A002
        """What people call a thing of the plan, and its id."""
        return f"{self.plan.title(id, *self.languages)} ({id})"

    def titles(self, ids: Iterable[str]) -> str:
        """Several things of the plan."""
        return ", ".join(map(self.title, ids))

    def name(self, id: str) -> str:  # noqa: A002
        """What people call a thing of the plan."""
        return self.plan.title(id, *self.languages)

    def before(self) -> Iterator[Line]:
        """The verdict, and what it rests on."""
        answer = self.answer
        playbook = self.title(answer.playbook)
        if answer.verdict == "impossible":
            yield line(0, "{playbook}: impossible in time.", playbook=playbook)
        elif answer.verdict == "undecided":
            yield line(
                0,
                "{playbook}: undecided. It is not shown that it can be done in time, nor that it "
                "cannot.",
                playbook=playbook,
            )
        elif not answer.slots:
            yield line(0, "{playbook}: there is nothing to do in it.", playbook=playbook)
        elif answer.without_deadline:
            yield line(
                0,
                "{playbook}: a schedule is found, and nothing in it is due at any time.",
                playbook=playbook,
            )
        else:
            yield line(
                0,
                "{playbook}: a schedule is found. Nothing is late, and nobody does two things at "
                "once.",
                playbook=playbook,
            )
        for reason in answer.reasons:
            yield self._reason(reason)
        if answer.verdict == "undecided" or (answer.reasons and answer.slots):
            yield from self._open()
        if answer.slots:
            yield line(
                0,
                "It ends after {finish}; with any number of people not before {shortest}.",
                finish=length(answer.finish),
                shortest=length(answer.shortest),
            )

    def _reason(self, one: Reason) -> Line:
        works = ", ".join(one.works)
        if one.why == "circle":
            return line(1, "these wait for each other: {works}", works=works)
        if one.why == "nobody":
            role = self.title(one.of)
            return line(
                1, "nobody is left who is named for {role}: {works}", role=role, works=works
            )
        if one.why == "staff":
            return line(
                1,
                "between {begin} and {due} only {people} can do these, {takes} of work: {works}",
                begin=clock(one.begin),
                due=clock(one.due),
                people=self.titles(one.people),
                takes=length(one.takes),
                works=works,
            )
        text = mark("{of} is due in {due}, and even with unlimited staff takes {takes}: {works}")
        return line(
            1,
            text,
            of=one.of,
            due=length(one.due),
            takes=length(one.takes),
            works=" → ".join(one.works),
        )

    def _open(self) -> Iterator[Line]:
        """What keeps it from being found."""
        answer = self.answer
        if answer.not_known:
            yield line(
                1, "not known how long these take: {works}", works=", ".join(answer.not_known)
            )
        if answer.unmanned:
            doers: dict[str, list[str]] = {}
            for work, by in answer.unmanned:
                doers.setdefault(by, []).append(work)
            gone = {reason.of for reason in answer.reasons if reason.why == "nobody"}
            for by, works in doers.items():
                if by not in gone:
                    yield line(
                        1,
                        "not known who does it for {role}: {works}",
                        role=self.title(by),
                        works=", ".join(works),
                    )
        if answer.late and answer.verdict == "impossible":
            yield line(1, "late in the schedule below:")
        elif answer.late:
            yield line(
                1, "late in the best schedule that was tried; another may do better, or none:"
            )
        for one in answer.late:
            yield self._late(one)

    def _late(self, one: Late) -> Line:
        text = mark("{of}: due at {due}, done at {end}")
        if one.process:
            text = mark("{of}: due at {due} (its RTO), back at {end}")
        return line(
            2,
            text,
            of=self.title(one.of) if one.process else one.of,
            due=clock(one.due),
            end=clock(one.end),
        )

    def after(self) -> Iterator[Line]:
        """The works by number, and what was counted how."""
        for number, one in enumerate(self.answer.slots, 1):
            yield self._slot(number, one)
        yield from self._notes()

    def _slot(self, number: int, one: Slot) -> Line:
        what, who = self._what(one.id), self.name(one.person or one.by)
        if not one.known:
            text = mark("{number}. {start}–? {what} ({id}) – {who}")
        elif one.due is None:
            text = mark("{number}. {start}–{end} {what} ({id}) – {who}")
        elif one.end > one.due:
            text = mark("{number}. {start}–{end} {what} ({id}) – {who}; late, due {due}")
        else:
            text = mark("{number}. {start}–{end} {what} ({id}) – {who}; due {due}")
        return line(
            1,
            text,
            number=str(number),
            start=clock(one.start),
            end=clock(one.end),
            what=what,
            id=one.id,
            who=who,
            due=clock(one.due or 0),
        )

    def _what(self, work: str) -> str:
        found = self.done[work]
        words = found.do if found.do else getattr(found, "decide", None)
        if words:
            return words.in_language(*self.languages, self.plan.language).rstrip(".")
        procedure = getattr(found, "procedure", None)
        return self.name(procedure) if procedure else work

    def _notes(self) -> Iterator[Line]:
        yield from self._returns()
        answer = self.answer
        if len({one.phase for one in answer.slots}) > 1:
            yield line(0, "Phases hold no task back; only what stands under `after` does.")
        if answer.at is not None:
            yield line(0, "Counted are those who are on at {moment}.", moment=answer.at)
        several = (
            (mark("Without: {ids}"), self.titles(answer.absent)),
            (mark("Not counted how many hands they have: {ids}"), self.titles(answer.outside)),
            (mark("Counted as if it were the case: {ids}"), ", ".join(answer.conditional)),
            (
                mark("Done again and again; the first time is counted: {ids}"),
                ", ".join(answer.repeated),
            ),
            (
                mark("Left out, because they start when the playbook is ended: {ids}"),
                ", ".join(answer.returning),
            ),
        )
        for text, ids in several:
            if ids:
                yield line(0, text, ids=ids)

    def _returns(self) -> Iterator[Line]:
        for one in self.answer.returns:
            text = mark("{process}: back at {back}, its RTO is {rto}.")
            if one.soonest > one.rto:
                text = mark(
                    "{process}: back at {back}, its RTO is {rto}; even with unlimited staff these "
                    "tasks do not bring it back before {soonest}."
                )
            yield line(
                0,
                text,
                process=self.title(one.process),
                back=clock(one.back),
                rto=length(one.rto),
                soonest=clock(one.soonest),
            )
        if self.answer.returns:
            yield line(0, "Counted from the activation; what passes before it comes on top.")


def length(seconds: int) -> Message:
    """A length of time in words."""
    return Duration(seconds).in_words()
