"""Answers about a plan's graph, as a person at the terminal and a program read them.

Whatever is asked, an answer begins with what makes it wrong (:mod:`bcp.graph.misread`): on top of
the text, so that it goes where the text goes; beside what is drawn or written for programs; and in
JSON as a field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from bcp.cli.plans import style
from bcp.diagnostics import Message, mark
from bcp.graph import misread
from bcp.graph.lines import Line, line
from bcp.i18n import translator
from bcp.report.text import columns, one_line

if TYPE_CHECKING:
    from bcp.plan import Plan

_NO_PROCESS = mark(
    "This plan names no process, so nothing can be said about what stops: declare what must go on "
    "in `processes:`."
)
_WARNING = "1;31"
"""Bold and red."""


def begin(plan: Plan, language: str) -> None:
    """Say first what makes the answer wrong, where anything does."""
    how = style()
    for part in beginning(plan, language):
        click.echo(how.paint(part, _WARNING), color=how.colour)


def beginning(plan: Plan, language: str) -> list[str]:
    """What an answer must begin with: the lines of :func:`begin`; none for a plan in order."""
    warning = misread.warning(plan)
    if warning is None:
        return []
    return style().wrap(one_line(warning.message.text(translator(language))), "", "    ")


def tell_if_no_process(plan: Plan, language: str) -> bool:
    """Say that the plan names no process, where that is so; whether it is."""
    from bcp.model.resources import Process

    if plan.of(Process):
        return False
    tell([line(0, _NO_PROCESS)], language)
    return True


def warn_beside(plan: Plan, language: str) -> None:
    """The same beside an answer that holds no sentences: a drawing, a table for a program."""
    warning = misread.warning(plan)
    if warning is not None:
        click.echo(one_line(warning.message.text(translator(language))), err=True)


def as_json(plan: Plan, values: Mapping[str, Any]) -> str:
    """An answer for programs, with what makes it wrong right after the name of its shape."""
    named = {key: value for key, value in values.items() if key == "format"}
    told = {**named, misread.KEY: misread.as_json(plan), **values}
    return json.dumps(told, ensure_ascii=False, indent=2)


def tell_json(plan: Plan, values: Mapping[str, Any]) -> None:
    """Print an answer for programs."""
    click.echo(as_json(plan, values))


def tell(lines: Iterable[Line], language: str) -> None:
    """Print lines in a language, as wide as the terminal is."""
    how, say = style(), translator(language)
    for one in lines:
        indent = "  " * one.indent
        text = one_line(one.message.text(say))
        click.echo("\n".join(how.wrap(text, indent, indent + "    ")))


def tell_table(rows: Sequence[Sequence[Message]], language: str) -> None:
    """Print a table as wide as it must be; a first cell that does not fit beside the rest stands on
    a line of its own."""
    how, say = style(), translator(language)
    cells = [[one_line(one.text(say)) for one in row] for row in rows]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    room = max((how.width or 80) - 2 - sum(widths[1:]) - 2 * (len(widths) - 1), 12)
    for first, *others in cells:
        pairs = zip(others, widths[1:], strict=True)
        beside = "  ".join(_padded(one, width) for one, width in pairs).rstrip()
        if columns(first) > room:
            click.echo(f"  {first}")
            first = ""
        click.echo(f"  {_padded(first, min(widths[0], room))}  {beside}".rstrip())


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))
