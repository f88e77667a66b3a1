"""Playing a script from answers, on a clock that jumps: for CI, and to try a plan out."""

from __future__ import annotations

from bcp.drill.clock import VirtualClock
from bcp.drill.runner.agenda import Agenda
from bcp.drill.runner.answers import Answers
from bcp.drill.runner.commands import Answer, Rate
from bcp.drill.runner.session import Session


def play(session: Session, source: VirtualClock, answers: Answers) -> None:
    """Play a session from its first record to its end; ``source`` is its clock.

    The same script and answers give the same records. It ends with the exercise, or with the last
    answer if that is later; what is due after the end stays open.
    """
    session.start()
    end = max(session.script.duration_ms, answers.last_ms)
    agenda = Agenda(session.progress, answers)
    while (following := agenda.next(session.progress, session.now)) is not None:
        at, command = following
        if at > end:
            break
        source.advance(max(0, at - session.now))
        session.do(command)
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
