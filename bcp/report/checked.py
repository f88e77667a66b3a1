"""What a report tells of: one plan and what a check of it found."""

from __future__ import annotations

from typing import NamedTuple

from bcp.engine import Result


class Checked(NamedTuple):
    """One plan that was checked; small, so that thousands can be held."""

    folder: str
    """Its folder, as the user named it."""
    plan: str
    """The plan's id."""
    files: int
    """How many files were read."""
    objects: int
    """How many objects they hold that could be read."""
    result: Result
