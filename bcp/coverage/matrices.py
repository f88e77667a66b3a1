"""The coverage matrices: which risks, processes and roles have the things they should have.

A matrix is a picture to look at, not a verdict: the rules judge. "Exercised" counts events of the
plan, of any type, that covered the object and took place within the interval before the day asked
for; a time counts as demonstrated only by an exercise that was really played or a real event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from bcp.model.base import Object
from bcp.model.learning import Event
from bcp.model.people import Role
from bcp.model.resources import Process, Strategy
from bcp.model.response import Risk
from bcp.model.scalars import Duration
from bcp.plan import Plan

EXERCISE_INTERVAL = Duration(0, 12)
"""How old an exercise may be to count: the core default of a year (no standard fixes one)."""

State = Literal["yes", "no", "not-asked"]
"""There, missing, or not asked of this object."""


@dataclass(frozen=True, slots=True)
class Row:
    """One object of a matrix: its states, in the order of the matrix's columns."""

    id: str
    title: str
    states: tuple[State, ...]

    @property
    def gaps(self) -> int:
        return self.states.count("no")


@dataclass(frozen=True, slots=True)
class Matrix:
    """One matrix: what is asked in the columns, the objects in the rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def asked(self) -> int:
        return sum(state != "not-asked" for row in self.rows for state in row.states)

    @property
    def covered(self) -> int:
        return sum(state == "yes" for row in self.rows for state in row.states)


_O = TypeVar("_O", bound=Object)
_Ask = Callable[["_Asked", _O], "bool | None"]


@dataclass(frozen=True)
class _Column(Generic[_O]):
    """A column: its heading and whether an object has it; None when that is not asked of it."""

    heading: str
    has: _Ask[_O]


@dataclass(frozen=True)
class _Asked:
    """The plan and the day that a coverage is asked for."""

    plan: Plan
    as_of: dt.date

    def exercised(self, *ids: str | None) -> bool:
        """Whether an event within the interval covered any of these."""
        wanted = {id for id in ids if id}  # noqa: A001
        return any(
            wanted & set(event.covered)
            and event.on <= self.as_of <= EXERCISE_INTERVAL.after(event.on)
            for event in self.plan.of(Event)
        )

    def strategies_for(self, process: Process) -> tuple[Strategy, ...]:
        return tuple(one for one in self.plan.of(Strategy) if one.for_ == process.id)

    def answers_to(self, risk: Risk) -> tuple[str, ...]:
        """The ids of the playbooks that answer a risk, whichever of the two names the other."""
        found = (one.id for one in self.plan.playbooks_for(risk))
        return tuple(dict.fromkeys((*((risk.playbook,) if risk.playbook else ()), *found)))


def _early_warning(asked: _Asked, risk: Risk) -> bool | None:
    return bool(risk.early_warning) if _is_high(asked.plan, risk) else None


def _is_high(plan: Plan, risk: Risk) -> bool:
    appetite = plan.header.appetite
    return appetite is not None and risk.score is not None and risk.score >= appetite.high_from


_RISK = (
    _Column[Risk]("owner", lambda _, risk: risk.owner is not None),
    _Column[Risk]("score", lambda _, risk: risk.score is not None),
    _Column[Risk]("treatment", lambda _, risk: risk.treatment is not None),
    _Column[Risk]("control", lambda _, risk: bool(risk.controls or risk.other_controls)),
    _Column[Risk]("early warning", _early_warning),
    _Column[Risk](
        "playbook", lambda asked, risk: bool(asked.answers_to(risk)) or _unless_low(asked, risk)
    ),
    _Column[Risk](
        "exercised", lambda asked, risk: asked.exercised(risk.id, *asked.answers_to(risk))
    ),
)


def _unless_low(asked: _Asked, risk: Risk) -> bool | None:
    """A missing playbook is a gap of a high risk alone."""
    return False if _is_high(asked.plan, risk) else None


_PROCESS = (
    _Column[Process]("owner", lambda _, process: process.owner is not None),
    _Column[Process]("MTPD", lambda _, process: process.mtpd is not None),
    _Column[Process]("RTO", lambda _, process: process.rto is not None),
    _Column[Process]("RPO", lambda _, process: process.rpo is not None if process.data else None),
    _Column[Process]("minimum", lambda _, process: process.minimum is not None),
    _Column[Process]("needs", lambda _, process: bool(process.needs)),
    _Column[Process]("strategy", lambda asked, process: bool(asked.strategies_for(process))),
    _Column[Process](
        "shown",
        lambda asked, process: any(
            asked.plan.demonstrated(one, "within") is not None
            for one in asked.strategies_for(process)
        ),
    ),
    _Column[Process]("exercised", lambda asked, process: asked.exercised(process.id)),
)

_ROLE = (
    _Column[Role]("holder", lambda _, role: role.primary is not None or role.rota is not None),
    _Column[Role]("alternate", lambda _, role: bool(role.alternates or role.rota)),
    _Column[Role](
        "second alternate",
        lambda _, role: (
            len(role.alternates) > 1 or role.rota is not None if role.critical else None
        ),
    ),
    _Column[Role]("cover", lambda _, role: role.cover is not None if role.critical else None),
    _Column[Role]("trained", lambda _, role: bool(role.trained_in)),
    _Column[Role](
        "duty limits", lambda _, role: role.max_duty is not None and role.rest is not None
    ),
)


def coverage(plan: Plan, as_of: dt.date) -> tuple[Matrix, ...]:
    """The three matrices of a plan on a day: risks, processes, roles."""
    asked = _Asked(plan, as_of)
    return (
        _matrix("risks", plan.of(Risk), _RISK, asked),
        _matrix("processes", plan.of(Process), _PROCESS, asked),
        _matrix("roles", plan.of(Role), _ROLE, asked),
    )


def _matrix(
    name: str, objects: tuple[_O, ...], columns: tuple[_Column[_O], ...], asked: _Asked
) -> Matrix:
    rows = tuple(
        Row(
            one.id,
            asked.plan.title(one.id),
            tuple(_state(column.has(asked, one)) for column in columns),
        )
        for one in objects
    )
    return Matrix(name, tuple(column.heading for column in columns), rows)


def _state(has: bool | None) -> State:
    if has is None:
        return "not-asked"
    return "yes" if has else "no"
