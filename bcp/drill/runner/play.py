"""Playing a script from answers, on a clock that jumps: for CI, and to try a plan out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bcp.drill.clock import VirtualClock
from bcp.drill.runner.answers import IN_TIME, Answers
from bcp.drill.runner.commands import (
    Answer,
    Command,
    Deliver,
    Do,
    Rate,
    Skip,
)
from bcp.drill.runner.session import Session
from bcp.drill.script import Progress, Status

_TOLD, _DONE, _SILENCE = 0, 1, 2
"""Inside one moment players are told first, then act, and only then is it silence."""


@dataclass(frozen=True, slots=True, order=True)
class _Next:
    """Something that will happen, in the order in which it does."""

    at: int
    phase: int
    place: int
    written: int
    """Which of the written notes and figures it is; -1 for anything else."""


def play(session: Session, source: VirtualClock, answers: Answers) -> None:
    """Play a session from its first record to its end; ``source`` is its clock.

    The same script and answers give the same records. It ends with the exercise, or with the last
    answer if that is later; what is due after the end stays open.
    """
    session.start()
    end = max(session.script.duration_ms, answers.last_ms)
    written = 0
    while True:
        found = min(_possible(session, answers, written), default=None, key=lambda one: one[0])
        if found is None or found[0].at > end:
            break
        moment, command = found
        source.advance(max(0, moment.at - session.now))
        session.do(command)
        if moment.written >= 0:
            written += 1
    source.advance(max(0, end - session.now))
    _afterwards(session, answers)
    session.end()


def _afterwards(session: Session, answers: Answers) -> None:
    for objective in session.script.objectives:
        if objective.id in answers.ratings:
            code, reason = answers.ratings[objective.id]
            session.do(Rate(objective.id, code, reason))
    for question in session.script.questions:
        if question.id in answers.debrief:
            session.do(Answer(question.id, answers.debrief[question.id]))


def _possible(session: Session, answers: Answers, written: int) -> Iterator[tuple[_Next, Command]]:
    """Everything that could happen next, with its time."""
    progress = session.progress
    now = session.now
    yield from _injects(progress, answers, now)
    for place, action in enumerate(session.script.actions):
        if action.id in progress.done or action.id in answers.missed:
            continue
        given = answers.actions.get(action.id)
        if given is not None:
            command = Do(action.id, None, given.by, given.note)
            yield _Next(max(given.at, now), _DONE, place, -1), command
        elif answers.default == IN_TIME and _expected(progress, action.id, now):
            due = progress.due(action.id)
            at = progress.base(action.id) if due is None else due
            yield _Next(max(at, now), _DONE, place, -1), Do(action.id)
    if written < len(answers.written):
        at, command_ = answers.written[written]
        yield _Next(max(at, now), _TOLD, -1, written), command_


def _injects(progress: Progress, answers: Answers, now: int) -> Iterator[tuple[_Next, Command]]:
    for place, inject in enumerate(progress.script.injects):
        if not progress.is_pending(inject) or progress.awaits(inject):
            continue
        phase = _SILENCE if inject.if_not_done else _TOLD
        at = answers.injects.get(inject.id, progress.comes_at(inject))
        moment = _Next(max(at, now), phase, place, -1)
        if inject.id in answers.skipped:
            yield moment, Skip(inject.id, answers.skipped[inject.id])
        else:
            yield moment, Deliver(inject.id)


def _expected(progress: Progress, action: str, now: int) -> bool:
    return progress.status(action, now) in (Status.EXPECTED, Status.OVERDUE)
