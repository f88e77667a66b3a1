"""``bcp graph schedule``: whether a playbook can be done in time with the people there are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.graph.telling import begin, tell, tell_json
from bcp.cli.help import Command
from bcp.cli.language import for_plan
from bcp.cli.moments import moment_in
from bcp.cli.plans import (
    format_option,
    language_of,
    one_object,
    one_playbook,
    plan_option,
    readable_plan,
    told_in_option,
)

if TYPE_CHECKING:
    from bcp.cli.plans import Opened


@click.command(cls=Command)
@click.argument("playbook")
@plan_option
@told_in_option
@click.option(
    "--without",
    metavar="PERSON,…",
    multiple=True,
    help="People who are missing. May be repeated.",
)
@click.option(
    "--at",
    metavar="MOMENT",
    help='Whoever is on by the rotas then does the work: "2026-03-02 03:00", in the plan\'s zone.',
)
@format_option("text", "json")
@click.pass_context
def schedule(
    ctx: click.Context,
    playbook: str,
    folder: Path | None,
    language: str | None,
    without: tuple[str, ...],
    at: str | None,
    format_: str,
) -> None:
    """Tell whether a playbook can be done in time, one task a person at a time.

    PLAYBOOK is an id or a title. The answer is "impossible", when that can be shown; "a schedule is
    found", and it is drawn; or "undecided". Times are counted from the activation.

    \b
    Example:
      bcp graph schedule call-wave --plan plans/northline --without a.bevan
    """
    from bcp.graph.schedule.schedule import schedule as found_schedule

    opened = readable_plan(folder or ctx.obj)
    plan = opened.loaded.plan
    language = language_of(plan, language)
    asked = one_playbook(opened, playbook)
    moment = None if at is None else moment_in(plan, at).replace(tzinfo=None)
    found = found_schedule(plan, asked, _people(opened, without), moment)
    if format_ == "json":
        from bcp.graph.schedule.wording import as_json

        tell_json(plan, as_json(found))
        return
    from bcp.cli.plans import style
    from bcp.graph.schedule.drawing import gantt
    from bcp.graph.schedule.wording import Wording
    from bcp.report.text import one_line

    spoken = for_plan(language, os.environ, plan.language)
    wording = Wording(found, plan, language or "")
    begin(plan, spoken)
    tell(wording.before(), spoken)
    if found.slots:
        width = max(60, min(style().width or 80, 120))
        chart = gantt(found, lambda one: one_line(wording.name(one)), width)
        click.echo("\n".join(["", *chart, ""]))
    tell(wording.after(), spoken)


def _people(opened: Opened, without: tuple[str, ...]) -> list[str]:
    words = [one.strip() for each in without for one in each.split(",")]
    return [one_object(opened, one) for one in words if one]
