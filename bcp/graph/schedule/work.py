"""What a playbook asks to be done: pieces of work, their order, their deadlines, and by whom.

A task is one piece of work. A task that follows a procedure and has no duration of its own is as
many as the procedure has steps, each with its own doer and duration.

Two readings are kept apart, so that nothing is said that was not shown:

- *What must be*: the order that ``after`` gives, the durations that are known (a step or task
  without one counts 0), everybody named for a role who is there. Only from this is it shown that a
  schedule cannot be.
- *What is enough*: besides, steps without ``after`` follow each other as they are listed, and of a
  rota only whoever is on. Only from this is it shown that a schedule can be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from bcp.graph.cover.people import People
from bcp.graph.structure import Structure, structure_of
from bcp.model.people import Role, Rota, Team
from bcp.model.processes import Process, Strategy
from bcp.model.resources import Redundancy
from bcp.model.response import Playbook, Procedure, Step, Task
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: a task, or a step of the procedure that a task follows."""

    task: str
    step: str | None
    phase: str
    by: str
    """Who does it: a role, a team, a supplier or an organisation."""
    length: int | None
    """Seconds; None: the plan does not say."""
    after: tuple[int, ...]
    """What must be done before: numbers of other works."""
    listed_after: tuple[int, ...]
    """What stands before it in the same procedure, where nothing else says what comes first."""
    people: tuple[str, ...] | None
    """Who does it, the first choice first; None: somebody outside, or a pool without names."""
    possible: frozenset[str] | None
    """Everybody of ours who might do it; None: the plan does not say how many that are."""

    @property
    def id(self) -> str:
        return self.task if self.step is None else f"{self.task}/{self.step}"

    @property
    def least(self) -> int:
        """Seconds that it takes at the least, as far as the plan says."""
        return self.length or 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when some works must all be done."""

    of: str
    """The task, ``task/step``, or process that sets it."""
    works: tuple[int, ...]
    seconds: int
    counted: Literal["activation", "after", "begun"]
    """From what: the activation; the end of all of ``base``; the start of the first of ``base``."""
    base: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The RTO of a process that tasks of the playbook bring back: one way is enough."""

    process: str
    seconds: int
    ways: tuple[tuple[int, ...], ...]
    """The works of each task that brings it back."""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that one playbook asks to be done."""

    works: tuple[Work, ...]
    deadlines: tuple[Deadline, ...]
    targets: tuple[Target, ...]
    returning: tuple[str, ...]
    """Tasks of the way back to normal, left out: they start when the playbook is ended, and no
    deadline or other task hangs on them."""
    conditional: tuple[str, ...]
    """Works with a condition; counted as if it were the case."""
    repeated: tuple[str, ...]
    """Works that are done again and again; the first time is counted."""


def job_of(
    plan: Plan,
    playbook: Playbook,
    absent: AbstractSet[str] = frozenset(),
    at: dt.datetime | None = None,
    structure: Structure | None = None,
) -> Job:
    """What a playbook asks to be done in its full degree.

    ``absent`` are people who are missing. With ``at`` (in the plan's zone), whoever is on by the
    rotas then does a role's work; without, whoever the plan has for the role when it is matched
    with everything else, and the first of a rota where that does not say.
    """
    return _Making(plan, playbook, _Hands(plan, absent, at, structure)).run()


class _Hands:
    """Who does the work of a role, team, supplier or organisation."""

    def __init__(
        self,
        plan: Plan,
        absent: AbstractSet[str],
        at: dt.datetime | None,
        structure: Structure | None,
    ) -> None:
        self.plan = plan
        self.absent = absent
        self.moment: int | None = None
        within = (0, 1)
        if at is not None:
            self.moment = int(at.replace(tzinfo=ZoneInfo(plan.header.timezone)).timestamp())
            within = (self.moment, self.moment + 1)
        self.people = People(plan, within)
        self.structure = structure = structure or structure_of(plan)
        gone = {structure.number[one] for one in absent if one in structure.number}
        chosen = structure.staffing.assignment(gone)
        self.assigned: Mapping[str, str] = {
            structure.nodes[role].id: structure.nodes[person].id for role, person in chosen.items()
        }

    def is_there(self, person: str) -> bool:
        if person in self.absent:
            return False
        if self.moment is not None:
            return bool(self.people.there(person))
        return self.people.is_active(person)

    def named(self, by: str) -> tuple[str, ...]:
        """Everybody named for a doer of ours, there or not."""
        role, team = self.plan.find(by, Role), self.plan.find(by, Team)
        if role is not None:
            return self.people.named(role)
        several = (team.lead, *team.members) if team is not None else ()
        return tuple(dict.fromkeys(one for role_id in several for one in self.named(role_id)))

    def people_of(self, by: str) -> tuple[str, ...] | None:
        """Who does the work, the first choice first; None: no names of ours stand behind it."""
        role, team = self.plan.find(by, Role), self.plan.find(by, Team)
        if role is not None:
            return self._of_role(role)
        if team is None:
            known = self.plan.kind_of(by) in ("suppliers", "organisations")
            return None if known else ()
        if team.capacity is not None:
            return None
        several = (self.people_of(one) or () for one in (team.lead, *team.members))
        return tuple(dict.fromkeys(one for each in several for one in each))

    def possible(self, by: str) -> frozenset[str] | None:
        """Everybody who might do it: all who are named and there. None where more may help whom the
        plan does not name: a team is more than its roles, and of what is outside it says nothing.
        """
        if self.plan.find(by, Role) is None:
            return None
        named = self.named(by)
        return frozenset(one for one in named if self.is_there(one)) if named else None

    def _of_role(self, role: Role) -> tuple[str, ...]:
        if self.moment is not None:
            on = self.people.on_duty(role, self.moment)
            return tuple(one for one in on if one not in self.absent)
        named = [one for one in self.people.named(role) if self.is_there(one)]
        assigned = self.assigned.get(role.id)
        first = [assigned] if assigned in named else named[:1]
        rota = self.plan.find(role.rota, Rota)
        others = role.alternates if rota is not None else named
        return tuple(dict.fromkeys((*first, *(one for one in others if one in named))))


class _Making:
    def __init__(self, plan: Plan, playbook: Playbook, hands: _Hands) -> None:
        self.plan = plan
        self.playbook = playbook
        self.hands = hands
        self.works: list[Work] = []
        self.of_task: dict[str, tuple[int, ...]] = {}
        self.deadlines: list[Deadline] = []
        self.conditional: list[str] = []
        self.repeated: list[str] = []

    def run(self) -> Job:
        tasks, returning = self._asked()
        number = 0
        for _, task in tasks:
            steps = self._steps(task)
            self.of_task[task.id] = tuple(range(number, number + max(1, len(steps))))
            number += max(1, len(steps))
        for phase, task in tasks:
            self._task(phase, task)
        return Job(
            tuple(self.works),
            tuple(self.deadlines),
            tuple(self._targets([task for _, task in tasks])),
            returning,
            tuple(self.conditional),
            tuple(self.repeated),
        )

    def _asked(self) -> tuple[list[tuple[str, Task]], tuple[str, ...]]:
        """The tasks of the full degree with their phases; the ids of those that are left out."""
        full = self.playbook.activation.full if self.playbook.activation else None
        chosen = frozenset(full.tasks if full else ())
        tasks = [
            (phase, one)
            for phase, several in self.playbook.tasks.by_phase()
            for one in several
            if not chosen or one.id in chosen
        ]
        by_id = {one.id: one for _, one in tasks}
        wanted: dict[str, None] = {}
        waiting = [one.id for phase, one in tasks if phase != "return" or one.within is not None]
        while waiting:
            one = waiting.pop()
            if one in by_id and one not in wanted:
                wanted[one] = None
                waiting += by_id[one].after
        left_out = tuple(one.id for _, one in tasks if one.id not in wanted)
        return [(phase, one) for phase, one in tasks if one.id in wanted], left_out

    def _steps(self, task: Task) -> tuple[Step, ...]:
        """The steps that a task is made of; none for a task that is one piece."""
        if task.duration is not None:
            return ()
        procedure = self.plan.find(task.procedure, Procedure)
        return () if procedure is None else procedure.steps

    def _before(self, after: Iterable[str]) -> tuple[int, ...]:
        return tuple(one for task in after for one in self.of_task.get(task, ()))

    def _task(self, phase: str, task: Task) -> None:
        before, own = self._before(task.after), self.of_task[task.id]
        steps = self._steps(task)
        self._note(task.id, task)
        if steps:
            for number, step in enumerate(steps):
                self._step(phase, task, before, steps, number)
                self._note(f"{task.id}/{step.id}", step)
        else:
            length = task.duration.total if task.duration is not None else None
            self._work(Work(task.id, None, phase, task.by, length, before, (), (), None))
        if task.within is not None:
            counted: Literal["activation", "after"] = "after" if before else "activation"
            seconds = task.within.total
            self.deadlines.append(Deadline(task.id, own, seconds, counted, before))

    def _step(
        self,
        phase: str,
        task: Task,
        before: tuple[int, ...],
        steps: Sequence[Step],
        number: int,
    ) -> None:
        own, step = self.of_task[task.id], steps[number]
        by_id = {one.id: own[place] for place, one in enumerate(steps)}
        first = tuple(by_id[one] for one in step.after if one in by_id)
        listed = (own[number - 1],) if number and not first else ()
        length = step.duration.total if step.duration is not None else None
        work = Work(task.id, step.id, phase, step.by, length, (*before, *first), listed, (), None)
        self._work(work)
        if step.within is not None:
            base = first or own
            counted: Literal["after", "begun"] = "after" if first else "begun"
            seconds = step.within.total
            self.deadlines.append(Deadline(work.id, (own[number],), seconds, counted, base))

    def _work(self, one: Work) -> None:
        people, possible = self.hands.people_of(one.by), self.hands.possible(one.by)
        self.works.append(
            Work(
                one.task,
                one.step,
                one.phase,
                one.by,
                one.length,
                one.after,
                one.listed_after,
                people,
                possible,
            )
        )

    def _note(self, id: str, one: Task | Step) -> None:  # noqa: A002
        if one.when is not None:
            self.conditional.append(id)
        if one.every is not None:
            self.repeated.append(id)

    def _targets(self, tasks: Sequence[Task]) -> Iterable[Target]:
        """Processes that tasks bring back: a task follows what a strategy of theirs does. Then a
        task that does the switch of a redundancy which they stand on is another way."""
        ways: dict[str, list[tuple[int, ...]]] = {}
        for task in tasks:
            found = (one for one in self.plan.of(Strategy) if one.do == task.procedure)
            for process in dict.fromkeys(one.for_ for one in found):
                ways.setdefault(process, []).append(self.of_task[task.id])
        for task in tasks:
            switched = self._switched(task.procedure)
            for process in ways if switched else ():
                own = self.of_task[task.id]
                if own not in ways[process] and self._stands_on(process, switched):
                    ways[process].append(own)
        for process, several in sorted(ways.items()):
            described = self.plan.find(process, Process)
            if described is not None and described.rto is not None:
                yield Target(process, described.rto.total, tuple(several))

    def _switched(self, procedure: str | None) -> frozenset[int]:
        """The redundancies whose switch a procedure is."""
        number = self.hands.structure.number
        return frozenset(
            number[one.id]
            for one in self.plan.of(Redundancy)
            if procedure and one.switch is not None and one.switch.procedure == procedure
        )

    def _stands_on(self, process: str, redundancies: frozenset[int]) -> bool:
        structure = self.hands.structure
        number = structure.number.get(process)
        return number is not None and not redundancies.isdisjoint(structure.cone(number))
