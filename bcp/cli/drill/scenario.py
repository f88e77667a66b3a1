"""What a drill plays: the script that the plan gives, and ``bcp drill script``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.help import Command
from bcp.cli.main import CLEAN
from bcp.cli.plans import (
    Opened,
    format_option,
    language_of,
    language_option,
    one_object,
    plan_option,
    readable_plan,
    style,
)
from bcp.errors import BcpError

if TYPE_CHECKING:
    from bcp.drill.script import Script


@click.command(cls=Command)
@click.argument("scenario")
@plan_option
@language_option
@format_option("text", "json")
def script(scenario: str, folder: Path | None, language: str | None, format_: str) -> int:
    """Print the facilitator's list of a drill.

    SCENARIO is an exercise, a risk or a playbook (the first risk it answers), by its id or title.

    \b
    Example:
      bcp drill script telephony-loss --plan plans/northline
    """
    from bcp.drill.script import as_data, facilitator_list

    _, made = scripted(folder, scenario, language)
    if format_ == "json":
        import json

        data = {"script": 1, **as_data(made)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True))
        return CLEAN
    for line in facilitator_list(made, style().width):
        click.echo(line)
    return CLEAN


def scripted(folder: Path | None, scenario: str, language: str | None) -> tuple[Opened, Script]:
    """The plan, and the script of one of its exercises, risks or playbooks, by id or title."""
    from bcp.drill.script import script_for

    opened = readable_plan(folder)
    plan = opened.loaded.plan
    spoken = language_of(plan, language)
    return opened, script_for(plan, one_object(opened, scenario), spoken)


def story_starts(opened: Opened, made: Script) -> str:
    """When the story of an exercise starts, in the plan's time zone; a risk has no story."""
    from zoneinfo import ZoneInfo

    from bcp.model.learning import Exercise

    plan = opened.loaded.plan
    exercise = plan.find(made.id, Exercise)
    if exercise is None or exercise.story_starts is None:
        raise BcpError(
            "the plan does not say when the story of {id} starts",
            "write `story_starts` in an exercise and play that, or add --start TIME, as "
            "--start 2026-01-01T09:00:00Z",
            id=made.id,
        )
    return exercise.story_starts.replace(tzinfo=ZoneInfo(plan.header.timezone)).isoformat()


def in_plans_zone(opened: Opened, start: str) -> str:
    """A time as it was typed, with the offset of the plan's time zone when it names none.

    What is no time is given back as it is: whoever starts the clock says what is wrong with it.
    """
    from datetime import datetime
    from zoneinfo import ZoneInfo

    try:
        moment = datetime.fromisoformat(start)
    except ValueError:
        return start
    if moment.tzinfo is not None:
        return start
    return moment.replace(tzinfo=ZoneInfo(opened.loaded.plan.header.timezone)).isoformat()
