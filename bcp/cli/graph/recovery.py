"""``bcp graph recovery``: whether everything would be back in time."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.graph.telling import begin, tell, tell_json
from bcp.cli.help import Command
from bcp.cli.language import for_plan
from bcp.cli.plans import (
    as_of_option,
    format_option,
    language_of,
    one_process,
    plan_option,
    readable_plan,
    style,
    today,
    told_in_option,
)
from bcp.graph.lines import Line
from bcp.i18n import translator

if TYPE_CHECKING:
    from bcp.graph.recovery.telling import Cells, Told


@click.command(cls=Command)
@click.argument("process", required=False)
@plan_option
@told_in_option
@as_of_option
@format_option("text", "json")
@click.pass_context
def recovery(
    ctx: click.Context,
    process: str | None,
    folder: Path | None,
    language: str | None,
    as_of: dt.date | None,
    format_: str,
) -> None:
    """Tell what cannot be back in time: required, committed and demonstrated times.

    PROCESS is an id or a title; with it, everything that the process stands on is told, and the
    order in which it is started again when all is dark. Required times follow from the RTO, the
    MTPD and full service of every process, pushed down what it needs; also told: what stand-ins
    carry and how long they last, how much data is lost, and what waits for itself to start.

    \b
    Examples:
      bcp graph recovery --plan plans/northline --as-of 2026-11-22
      bcp graph recovery safety-calls --plan plans/northline
    """
    from bcp.graph.recovery.recovery import recovery as found_recovery
    from bcp.graph.recovery.shape import as_json
    from bcp.graph.recovery.wording import sentences

    opened = readable_plan(folder or ctx.obj)
    plan = opened.loaded.plan
    language = language_of(plan, language)
    asked = None if process is None else one_process(opened, process)
    found = found_recovery(plan, as_of or today())
    if format_ == "json":
        tell_json(plan, as_json(found, asked))
    else:
        spoken = for_plan(language, os.environ, plan.language)
        begin(plan, spoken)
        _tell(sentences(found, plan, language or "", asked), spoken)


def _tell(told: Iterable[Told], language: str) -> None:
    for is_line, several in groupby(told, key=lambda one: isinstance(one, Line)):
        if is_line:
            tell((one for one in several if isinstance(one, Line)), language)
        else:
            _table([one for one in several if not isinstance(one, Line)], language)


def _table(rows: list[Cells], language: str) -> None:
    """A table, as wide as it must be; what does not fit beside the rest stands on its own line."""
    from bcp.report.text import one_line

    how, say = style(), translator(language)
    cells = [[one_line(one.text(say)) for one in row.cells] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    room = max((how.width or 80) - 2 - sum(widths[1:]) - 2 * (len(widths) - 1), 12)
    for first, *others in cells:
        pairs = zip(others, widths[1:], strict=True)
        beside = "  ".join(one.ljust(width) for one, width in pairs).rstrip()
        if len(first) > room:
            click.echo(f"  {first}")
            first = ""
        click.echo(f"  {first.ljust(min(widths[0], room))}  {beside}".rstrip())
