"""Lines of an answer about a plan's graph, as a person at the terminal reads them."""

from __future__ import annotations

from collections.abc import Iterable

import click

from bcp.cli.plans import style
from bcp.graph.lines import Line
from bcp.i18n import translator
from bcp.report.text import one_line


def tell(lines: Iterable[Line], language: str) -> None:
    """Print lines in a language, as wide as the terminal is."""
    how, say = style(), translator(language)
    for one in lines:
        indent = "  " * one.indent
        text = one_line(one.message.text(say))
        click.echo("\n".join(how.wrap(text, indent, indent + "    ")))
