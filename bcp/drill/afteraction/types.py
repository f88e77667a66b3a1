"""What an after-action report holds. Times are milliseconds of exercise time."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from bcp.drill.script import Stale
from bcp.i18n import mark

CLEAN = frozenset({"P", "S"})
ACHIEVED = frozenset({"P", "S", "M"})
"""HSEEP: with major challenges the objective was still met; a clean pass is less than that."""


class Outcome(enum.StrEnum):
    """How an expected action came out. Only done and late were written by somebody."""

    DONE = mark("done")
    LATE = mark("late")
    MISSED = mark("missed")
    OPEN = mark("open")
    NOT_REACHED = mark("not reached")
    NOT_NEEDED = mark("not needed")
    SKIPPED = mark("skipped")


class Standing(enum.StrEnum):
    """What an objective came to. Only what was rated, or what the record shows, is met or not."""

    MET = mark("met")
    NOT_MET = mark("not met")
    NOT_PLAYED = mark("not played")
    """Nothing that it looks at was done, and nothing failed: it never came to it."""
    NOT_RATED = mark("not rated")
    """Played in part, or left: the record does not show how it went, and nobody said."""


@dataclass(frozen=True, slots=True)
class Row:
    """One expected action: when it was due and when it was done."""

    number: int
    id: str
    text: str
    by: str
    done_by: str
    must: bool
    due_ms: int | None
    at_ms: int | None
    outcome: Outcome
    note: str
    where: str


@dataclass(frozen=True, slots=True)
class Told:
    """One inject: when it was planned and when it came (None: it did not)."""

    id: str
    text: str
    planned_ms: int
    at_ms: int | None
    skipped: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure. ``unit`` is ``ms`` or ``permille``; ``met`` is None where there is no target, or
    nothing to measure.
    """

    name: str
    unit: str
    measured: int | None
    target: int | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Rated:
    """One objective. ``final`` is what was given, else what is suggested (``given`` False); empty
    when there is neither, or when it was left on purpose. With several evaluators the worse counts,
    and ``spread`` shows all. ``played``: something that it looks at was done.
    """

    id: str
    text: str
    capability: str
    metric: Metric | None
    suggested: str
    final: str
    given: bool
    reason: str
    spread: tuple[str, ...]
    played: bool
    standing: Standing

    @property
    def achieved(self) -> bool:
        """Whether the objective was met, at whatever price."""
        return self.standing is Standing.MET

    @property
    def clean(self) -> bool:
        """Whether it was met without major challenges."""
        return self.final in CLEAN


@dataclass(frozen=True, slots=True)
class Area:
    """Something to improve: an action that was late or missed, and where the plan speaks of it."""

    text: str
    where: str
    action: str
    must: bool


@dataclass(frozen=True)
class Report:
    """A whole report. ``count`` and ``heads`` say how far the journals went that it was made from;
    ``stopped`` why the run was broken off (its figures do not count then); ``ended_ms`` is when the
    run ended, or how far it has got (``ended`` False).
    """

    run: str
    script: str
    title: str
    type: str
    plan: str
    plan_title: str
    revision: str
    digest: str
    language: str
    began: str
    ended_ms: int
    ended: bool
    stopped: str
    facilitator: str
    evaluator: str
    objectives: tuple[Rated, ...]
    rows: tuple[Row, ...]
    told: tuple[Told, ...]
    metrics: tuple[Metric, ...]
    areas: tuple[Area, ...]
    strengths: tuple[str, ...]
    notes: tuple[tuple[int, str], ...]
    answers: tuple[tuple[str, str], ...]
    corrections: tuple[str, ...]
    stale: tuple[Stale, ...]
    count: int
    heads: Mapping[str, str]

    def counted(self, outcome: Outcome) -> int:
        """How many actions came out like this."""
        return sum(row.outcome is outcome for row in self.rows)

    def standing(self, standing: Standing) -> int:
        """How many objectives came to this."""
        return sum(one.standing is standing for one in self.objectives)

    @property
    def must_not_in_time(self) -> tuple[Row, ...]:
        """Must actions that were missed or late."""
        bad = (Outcome.MISSED, Outcome.LATE)
        return tuple(row for row in self.rows if row.must and row.outcome in bad)

    @property
    def clean(self) -> bool:
        """Whether nothing is left to talk about: every objective is P or S (one that was not played
        or not rated is neither), nothing was missed, no must was late, the script fits the plan,
        and the run came to its end.
        """
        return (
            self.ended
            and not self.stopped
            and not self.stale
            and not self.must_not_in_time
            and not self.counted(Outcome.MISSED)
            and all(one.clean for one in self.objectives)
        )
