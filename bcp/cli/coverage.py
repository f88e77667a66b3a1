"""``bcp coverage``: which risks, processes and roles have what they should have."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import click

from bcp.cli.help import Command
from bcp.cli.language import ENGLISH, asked_for, for_people, words_in
from bcp.cli.main import CLEAN, INTERNAL
from bcp.cli.plans import (
    Opened,
    as_of_option,
    file_prefix,
    format_option,
    plan_folders,
    readable_plan,
    style,
    today,
    words_option,
)


@click.command(cls=Command)
@click.argument("plans", nargs=-1, type=click.Path(path_type=Path))
@format_option("text", "json")
@as_of_option
@words_option
@click.option(
    "--framework",
    "name",
    metavar="NAME",
    help="Show the evidence for each clause of a framework instead: iso22301, nist-800-34.",
)
def coverage(
    plans: tuple[Path, ...],
    format_: str,
    as_of: dt.date | None,
    language: str | None,
    name: str | None,
) -> int:
    """Show which risks, processes and roles have what they should have.

    "Exercised" means within the year before the day asked for. A dot stands where nothing is asked.

    With --framework: for each clause the rules that show it, and how they fared. A rule that finds
    nothing to look at, did not run, or whose finding was waived is no evidence. A rule of another
    line of work than the plan's is not asked; one from a later maturity on is not asked yet.

    \b
    Examples:
      bcp coverage plans/northline --as-of 2026-11-16
      bcp coverage plans/northline --framework iso22301
    """
    day = as_of or today()
    read_by_program = format_ == "json"
    spoken = asked_for(language) or ENGLISH if read_by_program else for_people(language, os.environ)
    if name is not None:
        return _evidence(name, plans, format_, day, spoken)
    read = [readable_plan(folder) for folder in plan_folders(plans)]
    _matrices(read, format_, day, spoken)
    return CLEAN


def _matrices(read: list[Opened], format_: str, day: dt.date, language: str) -> None:
    from bcp.coverage import coverage as covered
    from bcp.report import matrices

    plans = [one.loaded.plan for one in read]
    if format_ == "json":
        found = [(plan.id, covered(plan, day)) for plan in plans]
        click.echo(matrices.dump(found, day), nl=False)
        return
    how = style(language)
    for plan in plans:
        click.echo(how.paint(plan.title(plan.id, language), "1"), color=how.colour)
        for line in matrices.lines(covered(plan, day), how):
            click.echo(line, color=how.colour)


def _evidence(name: str, plans: tuple[Path, ...], format_: str, day: dt.date, language: str) -> int:
    """Show the evidence for a framework; the exit code speaks only of rules that failed."""
    from bcp.coverage.evidence import evidence
    from bcp.engine import check
    from bcp.frameworks.shipped import framework
    from bcp.report import evidence as report

    wanted = framework(name, language)
    # English is also for who asked for no language: a plan is then called by its own title.
    called = () if language == ENGLISH else (language,)
    shown, code = [], CLEAN
    for folder in plan_folders(plans):
        opened = readable_plan(folder)
        loaded = opened.loaded
        plan = loaded.plan
        result = check(plan, loaded.where.span, day)
        clauses = evidence(wanted, result, plan, day)
        prefix = file_prefix(opened.folder)
        shown.append(report.Shown(plan.id, plan.title(plan.id, *called), clauses, prefix))
        code = INTERNAL if result.crashed else code
    if format_ == "json":
        click.echo(report.dump(wanted, shown, day, words_in(language)), nl=False)
        return code
    how = style(language)
    for number, one in enumerate(shown):
        if number:
            click.echo()
        for line in report.lines(wanted, one, day, how):
            click.echo(line, color=how.colour)
    return code
