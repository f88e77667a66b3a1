"""Lines of an answer about a plan's graph, as a person at the terminal reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from bcp.cli.plans import style
from bcp.diagnostics import Message
from bcp.graph.lines import Line
from bcp.i18n import translator
from bcp.report.text import columns, one_line


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
