"""Playing a script: what may happen next, what is written of it, and playing from answers."""

from bcp.drill.runner.answers import Answers, ReadAnswers, read_answers
from bcp.drill.runner.commands import (
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
    "draft",
    "play",
    "read_answers",
    "run_id",
]
