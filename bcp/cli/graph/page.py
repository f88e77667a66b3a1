"""``bcp graph page``: the whole graph as one page for a browser, without a network."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bcp.cli.graph.telling import warn_beside
from bcp.cli.help import Command
from bcp.cli.language import for_plan, said_here
from bcp.cli.plans import language_of, plan_option, readable_plan, told_in_option
from bcp.files import write_atomically


@click.command(cls=Command)
@plan_option
@told_in_option
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to write. Default: the id of the plan with -graph.html, here.",
)
@click.pass_context
def page(ctx: click.Context, folder: Path | None, language: str | None, out: Path | None) -> None:
    """Write the graph as one page to search, to look around in, and to try losses on.

    The page is one file that works without a network. Nobody's telephone number is in it.

    \b
    Example:
      bcp graph page --plan plans/northline --out graph.html
    """
    write_page(folder or ctx.obj, language, out)


def write_page(folder: Path | None, language: str | None, out: Path | None) -> None:
    """Write the page of a plan, and say where it is."""
    from bcp.render.graph_page import graph_page_html
    from bcp.views.graph_page import graph_page

    plan = readable_plan(folder).loaded.plan
    spoken = for_plan(language_of(plan, language), os.environ, plan.language)
    target = out or Path(f"{plan.id}-graph.html")
    warn_beside(plan, spoken)
    html = graph_page_html(graph_page(plan, spoken), spoken)
    write_atomically(target, html.encode("utf-8", "replace"))
    click.echo(said_here("written: {file}", file=str(target)), err=True)
