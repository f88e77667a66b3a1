"""Who does, answers for, is asked and is told: one matrix a playbook.

Rows are the tasks of a playbook, with its start, its log and its end; columns are the roles (and
teams and bodies outside) that the plan names for them. Nothing is filled in to look whole:

====== ====================================================================================
R      does it: ``by`` of the task. For a start who may order it, for the end who says so
A      answers for it: ``accountable``; where the plan says nothing the doer does ("who answers for
       it, when that is not the doer"). For a team that is its lead. A body outside answers to us,
       not for us: there it is the role that starts the playbook, and a flag says so
C      is asked: the ``turns_to`` of the role that does it, as far as it names any
I      is told: who must be told at the incident levels that the playbook's escalation serves, when
       it is started; who is told when the procedure of a task takes too long
====== ====================================================================================

Exactly one A and at least one R a row, or a flag says which is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bcp.graph.structure import Structure, structure_of
from bcp.model.people import Role, Team
from bcp.model.response import Activation, Escalation, Level, Playbook, Procedure, Task
from bcp.plan import Plan

Part = Literal["start", "task", "log", "end"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the matrix."""

    part: Part
    id: str
    """The task; for a start the degree: ``standby``, ``partial``, ``full``. Empty for the rest."""
    phase: str
    """``respond``, ``continue``, ``recover`` or ``return``; empty beside the tasks."""
    responsible: tuple[str, ...]
    accountable: str | None
    said: bool
    """Whether the plan says who answers, by name or by what the language says of the doer."""
    consulted: tuple[str, ...]
    informed: tuple[str, ...]

    def letters(self, id: str) -> str:  # noqa: A002
        """What one of the columns has in this row: "AR", "C", or nothing. Who does it or answers
        for it need not be asked or told besides."""
        answers, does = id == self.accountable, id in self.responsible
        if answers or does:
            return "A" * answers + "R" * does
        return "C" * (id in self.consulted) + "I" * (id in self.informed)

    @property
    def named(self) -> tuple[str, ...]:
        """Everybody in this row."""
        answers = () if self.accountable is None else (self.accountable,)
        return (*answers, *self.responsible, *self.consulted, *self.informed)


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a matrix that its letters do not show."""

    what: Literal["nobody-answers", "taken-to-answer", "nobody-named", "two-roles"]
    """``nobody-answers``: a row without A. ``taken-to-answer``: a body outside does it, and the
    plan does not say who of ours answers. ``nobody-named``: no active person stands behind a role.
    ``two-roles``: who fills a role is named for others of the same playbook too."""
    role: str = ""
    row: str = ""
    """The task, where the flag is about one."""
    person: str = ""
    others: tuple[str, ...] = ()
    """For ``two-roles``: the other roles."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of one playbook."""

    playbook: str
    columns: tuple[str, ...]
    """Ids, in the order in which the rows name them."""
    rows: tuple[Row, ...]
    flags: tuple[Flag, ...]


def raci(plan: Plan, *, structure: Structure | None = None) -> tuple[Matrix, ...]:
    """The matrix of every playbook, in the order of ids."""
    structure = structure or structure_of(plan)
    return tuple(_matrix(plan, structure, one) for one in plan.of(Playbook))


def raci_of(plan: Plan, playbook: str, *, structure: Structure | None = None) -> Matrix:
    """The matrix of one playbook.

    :raises KeyError: when there is no such playbook.
    """
    found = plan.find(playbook, Playbook)
    if found is None:
        raise KeyError(playbook)
    return _matrix(plan, structure or structure_of(plan), found)


def _matrix(plan: Plan, structure: Structure, playbook: Playbook) -> Matrix:
    rows = tuple(_rows(plan, playbook))
    columns = tuple(dict.fromkeys(one for row in rows for one in row.named))
    flags = (*_unanswered(rows), *_staffing(plan, structure, rows, columns))
    return Matrix(playbook.id, columns, rows, flags)


# ── rows ───────────────────────────────────────────────────────────────────────────────────────


def _degrees(playbook: Playbook) -> Mapping[str, Activation]:
    given = playbook.activation
    pairs = ((name, getattr(given, name)) for name in ("standby", "partial", "full"))
    return {name: one for name, one in pairs if one is not None} if given else {}


def _rows(plan: Plan, playbook: Playbook) -> Iterator[Row]:
    degrees = _degrees(playbook)
    told = _told_at_start(plan, playbook)
    for name, one in degrees.items():
        yield Row("start", name, "", (one.by,), one.by, True, _asked(plan, one.by), told)
    orders = (degrees[name].by for name in ("full", "partial", "standby") if name in degrees)
    starts = next(orders, None)
    for phase, tasks in playbook.tasks.by_phase():
        for task in tasks:
            yield _task(plan, phase, task, starts)
    if playbook.log_keeper is not None:
        yield Row("log", "", "", (playbook.log_keeper,), playbook.log_keeper, True, (), ())
    if playbook.stand_down is not None:
        by = playbook.stand_down.by
        yield Row("end", "", "", (by,), by, True, _asked(plan, by), ())


def _task(plan: Plan, phase: str, task: Task, starts: str | None) -> Row:
    said = task.accountable or _answering(plan, task.by)
    procedure = plan.find(task.procedure, Procedure)
    told = (procedure.overrun.tell,) if procedure and procedure.overrun else ()
    return Row(
        "task",
        task.id,
        phase,
        (task.by,),
        said or starts,
        said is not None,
        _asked(plan, task.by),
        told,
    )


def _answering(plan: Plan, doer: str) -> str | None:
    """Who of ours answers for what somebody does; None for a body outside."""
    team = plan.find(doer, Team)
    if team is not None:
        return team.lead
    return doer if plan.kind_of(doer) == "roles" else None


def _asked(plan: Plan, doer: str) -> tuple[str, ...]:
    role = plan.find(doer, Role)
    return role.turns_to if role else ()


def _told_at_start(plan: Plan, playbook: Playbook) -> tuple[str, ...]:
    escalations = (playbook.escalation, *playbook.at_other_hours)
    found = (plan.find(one, Escalation) for one in escalations)
    levels = (level for one in found if one is not None for level in one.levels)
    named = (plan.find(one, Level) for one in dict.fromkeys(levels))
    told = (each for level in named if level is not None for each in level.must_be_told)
    return tuple(dict.fromkeys(told))


# ── flags ──────────────────────────────────────────────────────────────────────────────────────


def _unanswered(rows: Iterable[Row]) -> Iterator[Flag]:
    for row in rows:
        if row.accountable is None:
            yield Flag("nobody-answers", row.responsible[0], row.id)
        elif not row.said:
            yield Flag("taken-to-answer", row.accountable, row.id)


def _staffing(
    plan: Plan, structure: Structure, rows: tuple[Row, ...], columns: tuple[str, ...]
) -> Iterator[Flag]:
    staffing = structure.staffing
    working = {one for row in rows for one in (*row.responsible, row.accountable)}
    roles = [one for one in columns if one in working and plan.kind_of(one) == "roles"]
    named: dict[int, list[str]] = {}
    for role in roles:
        number = structure.number.get(role)
        if number is None or number not in staffing:
            yield Flag("nobody-named", role)
            continue
        for person in staffing.candidates[staffing.roles.index(number)]:
            named.setdefault(person, []).append(role)
    for role in roles:
        person = staffing.normally.get(structure.number.get(role, -1), -1)
        others = [one for one in named.get(person, ()) if one != role]
        if others and staffing.at_once.get(person, 1) <= len(others):
            yield Flag("two-roles", role, person=structure.nodes[person].id, others=tuple(others))
