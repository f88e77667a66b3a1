"""Lines of an answer as they stand in a terminal, before they are translated."""

from __future__ import annotations

from dataclasses import dataclass

from bcp.diagnostics import Argument, Message


@dataclass(frozen=True, slots=True)
class Line:
    """One line: headings stand at indent 0, each step is two spaces."""

    indent: int
    message: Message

    def __str__(self) -> str:
        return "  " * self.indent + str(self.message)


def line(indent: int, template: str, **arguments: Argument) -> Line:
    """A line from a template and its arguments."""
    return Line(indent, Message.of(template, **arguments))
