"""``bcp graph cover``: who holds each role at every hour of a year."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import click

from bcp.cli.graph.telling import begin, tell, tell_json
from bcp.cli.help import Command
from bcp.cli.language import for_plan
from bcp.cli.plans import (
    DayType,
    format_option,
    language_of,
    one_object,
    plan_option,
    readable_plan,
    today,
    told_in_option,
)
from bcp.errors import BcpError
from bcp.model.people import Role


@click.command(cls=Command)
@click.argument("role", required=False)
@plan_option
@told_in_option
@click.option(
    "--from",
    "start",
    type=DayType(),
    metavar="DATE",
    help="The first day, so that the same commit gives the same answer. Default: today.",
)
@click.option(
    "--weeks",
    type=click.IntRange(1, 530),
    default=53,
    show_default=True,
    help="How many weeks: a year and its clock changes need 53.",
)
@format_option("text", "json")
@click.pass_context
def cover(
    ctx: click.Context,
    role: str | None,
    folder: Path | None,
    language: str | None,
    start: dt.date | None,
    weeks: int,
    format_: str,
) -> None:
    """Tell when nobody holds a role that must be held, hour by hour for a year.

    ROLE is an id or a title; without it, every role that says when it must be held. Counted are
    rotas, absences, named hours and clock changes in every zone; also duty that is too long, rest
    that is too short, people on two rotas at once, and what takes all successors together.

    \b
    Example:
      bcp graph cover --plan plans/hromada --from 2026-11-22
    """
    from bcp.graph.cover.cover import cover as found_cover
    from bcp.graph.cover.shape import as_json
    from bcp.graph.cover.wording import sentences

    opened = readable_plan(folder or ctx.obj)
    plan = opened.loaded.plan
    language = language_of(plan, language)
    asked = None if role is None else one_object(opened, role)
    if asked is not None and plan.find(asked, Role) is None:
        raise BcpError(
            "{id} stands under {kind}, not roles",
            "name a role, or none for all of them",
            id=asked,
            kind=plan.kind_of(asked) or "",
        )
    found = found_cover(plan, start or today(), weeks, role=asked)
    if format_ == "json":
        tell_json(plan, as_json(found))
    else:
        spoken = for_plan(language, os.environ, plan.language)
        begin(plan, spoken)
        tell(sentences(found, plan, language or ""), spoken)
