"""``bcp coverage``: which risks, processes and roles have what they should have."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from bcp.cli.plans import (
    as_of_option,
    format_option,
    plan_folders,
    readable_plan,
    style,
    today,
)


@click.command
@click.argument("plans", nargs=-1, type=click.Path(path_type=Path))
@format_option("text", "json")
@as_of_option
def coverage(plans: tuple[Path, ...], format_: str, as_of: dt.date | None) -> None:
    """Show which risks, processes and roles have what they should have.

    "Exercised" means within the year before the day asked for. A dot stands where nothing is asked.

    \b
    Example:
      bcp coverage plans/northline --as-of 2026-11-16
    """
    from bcp.coverage import coverage as covered
    from bcp.report import matrices

    day = as_of or today()
    read = [readable_plan(folder).loaded.plan for folder in plan_folders(plans)]
    if format_ == "json":
        found = [(plan.id, covered(plan, day)) for plan in read]
        click.echo(matrices.dump(found, day), nl=False)
        return
    how = style()
    for plan in read:
        click.echo(how.paint(plan.title(plan.id), "1"), color=how.colour)
        for line in matrices.lines(covered(plan, day), how):
            click.echo(line, color=how.colour)
