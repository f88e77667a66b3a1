"""``bcp graph``: who does what, drawn or told; and what each question about it answers."""

from __future__ import annotations

from pathlib import Path

import click

from bcp.cli.graph.drawing import check_kinds, draw, tell_overview
from bcp.cli.graph.losses import losses
from bcp.cli.plans import format_option, plan_option, told_in_option


@click.group(invoke_without_command=True)
@plan_option
@told_in_option
@format_option("text", "mermaid", "dot", "json")
@click.option(
    "--of", "of", multiple=True, metavar="ID", help="Only around this object. May be repeated."
)
@click.option(
    "--depth",
    type=click.IntRange(0, 20),
    default=1,
    show_default=True,
    help="With --of: how many steps around it.",
)
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind. May be repeated."
)
@click.pass_context
def graph(
    ctx: click.Context,
    folder: Path | None,
    language: str | None,
    format_: str,
    of: tuple[str, ...],
    depth: int,
    kinds: tuple[str, ...],
) -> None:
    """Draw who does what; find what a process cannot lose.

    Without --format: teams, roles, people and what they do, as lines. mermaid, dot and json draw
    everything the plan relates, or what lies around one object.

    \b
    Examples:
      bcp graph --plan plans/northline
      bcp graph --of duty-manager --depth 2 --format dot
      bcp graph losses safety-calls --plan plans/northline
    """
    if ctx.invoked_subcommand is not None:
        ctx.obj = folder
        return
    check_kinds(kinds)
    if format_ == "text" and not of and not kinds:
        tell_overview(folder, language)
    else:
        draw(folder, language, "mermaid" if format_ == "text" else format_, of, depth, kinds)


for _command in (losses,):
    graph.add_command(_command)
