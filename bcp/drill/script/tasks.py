"""The tasks of a playbook, phase by phase."""

from __future__ import annotations

import itertools

from bcp.drill.script.answering import condition, decisions
from bcp.drill.script.maker import Maker
from bcp.drill.script.times import ms_of
from bcp.drill.script.types import Also
from bcp.model.response import Playbook, Procedure, Task
from bcp.model.scalars import Text


class Phases:
    """The tasks of a playbook, asked for phase by phase.

    Each phase opens when those before should be through, and in any case before the exercise ends:
    what takes hours is then talked through. Going back is asked for at the end when something is
    waited for with it: a question that is decided, or what must be the case for a task. Where
    nobody decides on it, it comes after the playbook is ended.

    A task that follows the procedure of a switch or a message, by the same doer, is that very act:
    it is not asked again.
    """

    def __init__(self, make: Maker, playbook: Playbook, declared: str, ends_ms: int) -> None:
        self._make, self._playbook = make, playbook
        self._declared, self._ends_ms = declared, ends_ms
        self._through = make.planned(declared)
        self._made: dict[str, str] = {}
        self._joined = set[str]()
        self._left: tuple[Task, ...] = ()

    def ask(self) -> None:
        """Ask for every phase, but what comes after the end."""
        for phase, tasks in self._playbook.tasks.by_phase():
            if phase != "return":
                self._phase(phase, tasks)
            elif self._is_decided(tasks):
                self._phase(phase, tasks, waits=True)
            elif any(one.when for one in tasks):
                self._left = tasks
            else:
                # Nobody goes back before they have switched over.
                switched = (self._make.planned(one.switched) for one in self._make.switchovers)
                self._through = max([self._through, *switched])
                self._phase(phase, tasks)

    def ask_after(self, ended: str) -> None:
        """Ask for what comes after ``ended``, the action that ends the playbook."""
        if self._left:
            self._declared = ended
            self._phase("return", self._left, waits=True)

    def _is_decided(self, tasks: tuple[Task, ...]) -> bool:
        found = (self._make.plan.find(one.procedure, Procedure) for one in tasks)
        return any(step.decide for one in found if one is not None for step in one.steps)

    def _phase(self, phase: str, tasks: tuple[Task, ...], *, waits: bool = False) -> None:
        make, made = self._make, self._made
        joins = _joins(make, tasks, self._joined)
        asked = [one for one in tasks if one.id not in joins]
        declared = make.planned(self._declared)
        opens = max(_opens(asked, declared, self._through), _first(make, asked, {**made, **joins}))
        opens = self._ends_ms if waits else min(opens, self._ends_ms)
        inject = _phase(make, self._playbook, phase, asked, opens) if asked else ""
        begins = (self._declared, *((inject,) if inject and waits else ()))
        for one in tasks:
            first = tuple(made[before] for before in one.after if before in made) or begins
            act = joins.get(one.id)
            made[one.id] = (
                self._task(phase, one, inject, first)
                if act is None
                else self._joined_to(one, act, first)
            )
        if inject:
            make.split(inject)
        self._through = max([self._through, *(make.planned(made[one.id]) for one in tasks)])

    def _task(self, phase: str, one: Task, inject: str, first: tuple[str, ...]) -> str:
        """A task, behind the questions that its procedure begins with, before the others."""
        make = self._make
        procedure = make.plan.find(one.procedure, Procedure)
        if procedure is None:
            return _task(make, self._playbook, phase, one, inject, first)
        steps = procedure.steps
        leading = tuple(itertools.takewhile(lambda step: step.decide, steps))
        decided = decisions(make, procedure, leading, inject, first)
        # A time that the plan counts from activation goes on doing so.
        waits_for = first if one.within is not None else (*first, *decided.values())
        action = _task(
            make, self._playbook, phase, one, inject, waits_for, ([*decided.values()] or [""])[-1]
        )
        decisions(make, procedure, steps[len(leading) :], inject, first, known=decided)
        return action

    def _joined_to(self, one: Task, act: str, first: tuple[str, ...]) -> str:
        make = self._make
        _joined(make, self._playbook, one, act, first)
        procedure = make.plan.find(one.procedure, Procedure)
        if procedure is not None:
            decisions(make, procedure, procedure.steps, make.asked_by(act), first)
        return act


def _opens(tasks: list[Task], declared: int, through: int) -> int:
    """When a phase opens, in milliseconds: when those before are through, or earlier when the plan
    gives a task of it a time by which it could not be done any more.
    """
    dues = [
        declared + ms_of(one.within) for one in tasks if one.within is not None and not one.after
    ]
    longest = max((ms_of(one.duration) for one in tasks if one.duration), default=0)
    return max(declared, min([through, *(due - longest for due in dues)]))


def _first(make: Maker, tasks: list[Task], made: dict[str, str]) -> int:
    """When the first of these tasks can be begun, in milliseconds; 0 when one waits for nothing."""
    return min(
        (
            make.planned(*(made[before] for before in one.after if before in made))
            for one in tasks
            if not one.after or any(before in made for before in one.after)
        ),
        default=0,
    )


def _joins(make: Maker, tasks: tuple[Task, ...], joined: set[str]) -> dict[str, str]:
    """Task → the act that is asked for already. Each act is that of one task of the playbook: who
    follows a procedure a second time does it again.
    """
    found: dict[str, str] = {}
    for one in tasks:
        act = None if one.welfare else make.act(one.procedure, one.by, joined)
        if act is not None:
            found[one.id] = act
            joined.add(act)
    return found


def _phase(make: Maker, playbook: Playbook, phase: str, tasks: list[Task], opens: int) -> str:
    return make.inject(
        f"phase-{playbook.id}-{phase}",
        opens,
        make.source(playbook.id, f"tasks.{phase}", *(one.id for one in tasks)),
        to=[make.lead(one.by) for one in tasks],
        from_=make.say("Facilitator"),
        means=make.say("in person"),
        text=_question(make, phase),
        kind="facilitation",
    )


def _question(make: Maker, phase: str) -> str:
    return {
        "respond": make.say("The playbook is started. What do you do in the first minutes?"),
        "continue": make.say("How do you go on without what is lost?"),
        "recover": make.say("How do you get it back?"),
        "return": make.say("How do you get back to normal?"),
    }[phase]


def _task(
    make: Maker,
    playbook: Playbook,
    phase: str,
    one: Task,
    inject: str,
    first: tuple[str, ...],
    if_done: str = "",
) -> str:
    procedure = make.plan.find(one.procedure, Procedure)
    follow = (
        make.say("Follows “{procedure}”").format(procedure=make.text(procedure.title))
        if procedure
        else ""
    )
    action = make.action(
        f"task-{playbook.id}-{one.id}",
        "welfare" if one.welfare else "task",
        one.by,
        (" – ".join(part for part in (make.text(one.do), follow) if part) or one.id)
        + condition(make, one.when or _begins_when(procedure))
        + _check(make, one),
        make.source(playbook.id, f"tasks.{one.id}", one),
        inject=inject,
        after=first,
        within_ms=make.within(one.within),
        must=one.must,
        if_done=if_done,
        seen_as="continue" if phase == "continue" else "",
    )
    if phase in ("recover", "return"):  # a form's way back into the systems may be this task
        make.follows(action, one.procedure, one.by)
    return action


def _begins_when(procedure: Procedure | None) -> Text | None:
    """What must be the case for the first thing that a procedure has done."""
    done = (one for one in procedure.steps if one.do) if procedure is not None else iter(())
    first = next(done, None)
    return first.when if first is not None else None


def _joined(make: Maker, playbook: Playbook, one: Task, act: str, first: tuple[str, ...]) -> str:
    also = Also(f"task-{playbook.id}-{one.id}", make.source(playbook.id, f"tasks.{one.id}", one))
    due = make.planned(*first) + ms_of(one.within) if one.within is not None else None
    words = f"{make.text(one.do)}{_check(make, one)}".strip()
    make.join(act, also, due=due, must=one.must, words=words)
    return act


def _check(make: Maker, one: Task) -> str:
    if not one.check:
        return ""
    return make.say(" (done when: {check})").format(check=make.text(one.check))
