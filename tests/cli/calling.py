"""What the tests of commands share: where things lie, and how a call ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
LANTERN = REPOSITORY / "tests" / "rules" / "_base"


@dataclass(frozen=True)
class Answer:
    """How a command ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Call = Callable[..., Answer]
