"""What a report tells of: one plan and what a check of it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bcp.diagnostics import Span
from bcp.engine import Result
from bcp.plan import Plan


@dataclass(frozen=True)
class Checked:
    """One plan that was checked."""

    folder: str
    """Its folder, as the user named it."""
    plan: Plan
    files: int
    """How many files were read."""
    excerpt: Callable[[Span], str]
    """Gives the source line that a span begins in."""
    result: Result
