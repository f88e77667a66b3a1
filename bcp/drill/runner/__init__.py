"""Playing a script: what may happen next, what is written of it, and playing from answers."""

from bcp.drill.runner.answers import Answers, ReadAnswers, doers, read_answers
from bcp.drill.runner.commands import (
    LEFT,
    RATINGS,
    Answer,
    Command,
    Deliver,
    Do,
    Draft,
    Figure,
    Note,
    Rate,
    Skip,
    draft,
)
from bcp.drill.runner.play import play
from bcp.drill.runner.session import Session, begin_run, run_id

__all__ = [
    "LEFT",
    "RATINGS",
    "Answer",
    "Answers",
    "Command",
    "Deliver",
    "Do",
    "Draft",
    "Figure",
    "Note",
    "Rate",
    "ReadAnswers",
    "Session",
    "Skip",
    "begin_run",
    "doers",
    "draft",
    "play",
    "read_answers",
    "run_id",
]
