"""``bcp what-if``: what falls when something is lost, who takes over, and when it is back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.graph.telling import begin, tell_if_no_process, tell_json, tell_table, warn_beside
from bcp.cli.help import Command
from bcp.cli.incident import DemandType, asked_scenario
from bcp.cli.language import for_plan
from bcp.cli.plans import (
    format_option,
    language_of,
    plan_option,
    readable_plan,
    style,
    told_in_option,
)
from bcp.i18n import translator
from bcp.report.text import one_line

if TYPE_CHECKING:
    from bcp.graph.what_if.answer import Answer
    from bcp.plan import Plan


@click.command(name="what-if", cls=Command)
@click.option(
    "--lose",
    "lost",
    multiple=True,
    metavar="ID[,ID…]",
    help="What is lost: things, people, causes or risks, by id or title; or a share of staff, "
    "staff=40% or staff=40%@SITE. May be repeated.",
)
@click.option(
    "--risk",
    "risks",
    multiple=True,
    metavar="ID",
    help="A risk that happens: all that it removes, of staff and demand too. May be repeated, for "
    "several incidents at once.",
)
@click.option(
    "--demand",
    type=DemandType(),
    metavar="NUMBER",
    help="Demand against an ordinary day: 3 is threefold.",
)
@click.option(
    "--at",
    metavar="TIME",
    help="When it happens, as 2026-03-02T02:40: who is on duty and away then, and which minimum "
    "holds. Default: any hour.",
)
@click.option(
    "--for",
    "lasts",
    metavar="LENGTH",
    help="How long it lasts: what is lost is gone for so long, however soon it could be restored. "
    "Default: as the risk says, or until it is restored.",
)
@click.option(
    "--already",
    multiple=True,
    metavar="ID=TIME",
    help="Since when something has been down: a time of that day (02:10), a day and time "
    "(2026-03-02T02:10) or a length (30m); down=02:10 means all that is lost. May be repeated.",
)
@plan_option
@told_in_option
@format_option("text", "table", "json", "mermaid", "dot", "svg")
def what_if(
    lost: tuple[str, ...],
    risks: tuple[str, ...],
    demand: float | None,
    at: str | None,
    lasts: str | None,
    already: tuple[str, ...],
    folder: Path | None,
    language: str | None,
    format_: str,
) -> None:
    """Say what falls when something is lost, who takes over, and when it is back.

    Which processes stop and which go on, by which way and in what time against their RTO and MTPD;
    how long what holds them lasts; which roles change hands or stay empty; what must be told to
    whom; where the answers compete; what can no longer be done, said or found.

    \b
    Examples:
      bcp what-if --lose wharf-duct --plan plans/northline
      bcp what-if --risk duct-cut --demand 2 --plan plans/northline
      bcp what-if --lose ashgate-house,o.bondar --plan plans/northline
      bcp what-if --lose "staff=40%@ashgate-house" --plan plans/northline
      bcp what-if --lose main-platform --already down=02:10 \\
          --at 2026-03-02T02:40 --plan plans/northline
    """
    from bcp.graph.what_if.table import table
    from bcp.graph.what_if.what_if import what_if as asked
    from bcp.graph.what_if.wording import as_json

    opened = readable_plan(folder)
    plan = opened.loaded.plan
    language = language_of(plan, language)
    answer = asked(plan, asked_scenario(opened, lost, risks, demand, at, lasts, already))
    spoken = for_plan(language, os.environ, plan.language)
    if format_ == "json":
        tell_json(plan, as_json(answer))
    elif format_ == "table":
        begin(plan, spoken)
        if tell_if_no_process(plan, spoken):
            return
        tell_table([row.cells for row in table(answer, plan, spoken)], spoken)
    elif format_ == "text":
        begin(plan, spoken)
        tell_if_no_process(plan, spoken)
        _print_text(answer, plan, spoken)
    else:
        warn_beside(plan, spoken)
        _print_picture(answer, plan, spoken, format_)


def _print_text(answer: Answer, plan: Plan, spoken: str) -> None:
    from bcp.graph.what_if.wording import sentences

    how, say = style(), translator(spoken)
    for line in sentences(answer, plan, spoken):
        indent = "  " * line.indent
        text = one_line(line.message.text(say))
        if line.indent == 0:
            click.echo()
        for number, part in enumerate(how.wrap(text, indent, indent + "    ")):
            bold = line.indent == 0 and number == 0
            click.echo(how.paint(part, "1") if bold else part, color=how.colour)


def _print_picture(answer: Answer, plan: Plan, spoken: str, format_: str) -> None:
    from bcp.cli.graph.drawing import drawn
    from bcp.graph.drawing.picture import careful
    from bcp.graph.what_if.picture import picture

    say = translator(spoken)
    told = careful(picture(answer, plan, spoken, say), plan, say)
    click.echo(drawn(told, format_), nl=False)
