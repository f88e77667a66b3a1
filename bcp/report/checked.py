"""What a report tells of: one plan and what a check of it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bcp.diagnostics import Severity

if TYPE_CHECKING:  # an answer that was given before is told again without the engine
    from bcp.engine import Result


class Checked(NamedTuple):
    """One plan that was checked."""

    folder: str
    """Its folder, as the user named it."""
    plan: str
    """The plan's id."""
    files: int
    """How many files were read."""
    objects: int
    """How many objects they hold that could be read."""
    result: Result

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        return {severity: self.result.count(severity) for severity in Severity}


class Shared(NamedTuple):
    """One finding in a file that does not belong to one plan alone."""

    file: str
    """As it opens from where the command was called."""
    line: int
    column: int
    severity: Severity
    text: str
    """What is printed below the file's name, as lines with their ends."""


class Answer(NamedTuple):
    """What is told of one plan; small, so that thousands can be held, and easy to keep."""

    text: str
    """What is printed for it, line ends and colours included: lines for people, or a JSON value."""
    fails: bool
    """Whether something was found that makes the check fail."""
    counts: Mapping[Severity, int]
    """How many findings there are of each severity, those in shared files among them."""
    plan: str = ""
    """The plan's id."""
    shared: tuple[Shared, ...] = ()
    """The findings in shared files, which ``text`` leaves out: of several plans that have one, it
    is told once. Empty for programs, who get it with each plan."""


def total(answers: Sequence[Answer]) -> dict[Severity, int]:
    """How many findings there are of each severity in all plans; one in a shared file counts once
    if it was told once."""
    told = set().union(*(one.shared for one in answers))
    again = Counter(found.severity for one in answers for found in one.shared)
    once = Counter(found.severity for found in told)
    return {
        severity: sum(one.counts[severity] for one in answers) - again[severity] + once[severity]
        for severity in Severity
    }
