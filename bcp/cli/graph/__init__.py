"""``bcp graph``: who does what, drawn or told; and what each question about it answers."""

from __future__ import annotations

from pathlib import Path

import click

from bcp.cli.graph.cover import cover
from bcp.cli.graph.drawing import FORMATS, NEEDS, RELATIONS, Asked, answer
from bcp.cli.graph.losses import losses
from bcp.cli.graph.page import page
from bcp.cli.graph.raci import raci
from bcp.cli.graph.reach import reach
from bcp.cli.graph.recovery import recovery
from bcp.cli.graph.schedule import schedule
from bcp.cli.help import Group
from bcp.cli.plans import format_option, plan_option, told_in_option


@click.group(cls=Group, invoke_without_command=True)
@plan_option
@told_in_option
@format_option(*FORMATS)
@click.option(
    "--of", "of", multiple=True, metavar="ID", help="Only around this object. May be repeated."
)
@click.option(
    "--depth",
    type=click.IntRange(0, 100),
    metavar="STEPS",
    help="How many steps are followed. Default: 3 for needs; 1 for relations around an object.",
)
@click.option(
    "--show",
    type=click.Choice((NEEDS, RELATIONS)),
    help="Draw what is needed, or everything that is related. Default: needs for tree and svg, and "
    "where --of names processes for people to look at; else relations.",
)
@click.option(
    "--needed-by", is_flag=True, help="With --of: what needs the object, not what it needs."
)
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind. May be repeated."
)
@click.option(
    "--with-dot",
    is_flag=True,
    help="With --format svg: laid out by Graphviz, if it is installed, with the kinds in frames.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write into this file instead of onto the terminal.",
)
@click.pass_context
def graph(
    ctx: click.Context,
    folder: Path | None,
    language: str | None,
    format_: str,
    of: tuple[str, ...],
    depth: int | None,
    show: str | None,
    needed_by: bool,
    kinds: tuple[str, ...],
    with_dot: bool,
    out: Path | None,
) -> None:
    """Draw who does what and what needs what; find what a process cannot lose.

    Without --format: teams, roles, people and what they do, as lines; with --of an object, the tree
    of what it needs. tree, svg and, for processes, mermaid, dot and graphml draw needs: "1 of 2" is
    a small gate, dashed lines stand in, a single point is red and says so. Without --of that is
    every critical process. html is one page of all of it, to search and to try losses on.

    \b
    Examples:
      bcp graph --plan plans/northline
      bcp graph --of safety-calls --depth 2
      bcp graph --of corrie-networks --needed-by
      bcp graph --of safety-calls --format svg --out safety.svg
      bcp graph --of duty-manager --depth 2 --format dot
      bcp graph page --plan plans/northline --out graph.html
      bcp graph losses safety-calls --plan plans/northline
    """
    if ctx.invoked_subcommand is not None:
        ctx.obj = folder
        return
    answer(Asked(folder, language, format_, of, depth, kinds, show, needed_by, with_dot, out))


for _command in (cover, losses, page, raci, reach, recovery, schedule):
    graph.add_command(_command)
