"""``bcp check``: say what is missing or wrong in plans."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from bcp.cli.asked import CLOCKS, FAIL_ON, FORMATS, Asked, Clock, Format, today
from bcp.cli.checking import check_plans
from bcp.cli.contacts import contacts_options
from bcp.cli.held import Held
from bcp.cli.help import Command
from bcp.cli.plans import as_of_option, format_option, words_option


@click.command(cls=Command)
@click.argument("plans", nargs=-1, type=click.Path(path_type=Path))
@format_option(*FORMATS)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="Lowest severity that makes the exit code 1. Default: that of bcp.toml, or error.",
)
@as_of_option
@click.option(
    "--rule",
    "codes",
    multiple=True,
    metavar="CODE",
    help="Show only the findings of this rule. May be repeated.",
)
@click.option(
    "--only",
    type=click.Choice(CLOCKS),
    help="structure: leave out what depends on the day (for the gate of a change); age: only that.",
)
@contacts_options
@words_option
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Read nothing outside this folder. Default: BCP_ROOT, or the repository, or the folder "
    "that the plan lies in.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Neither tell again what was found before, where nothing changed since, nor keep it for "
    "the next time. The answer is the same. What is kept lies in BCP_CACHE, or in the user's "
    "cache folder, readable by the user alone.",
)
def check(
    plans: tuple[Path, ...],
    format_: Format,
    fail_on: str | None,
    as_of: dt.date | None,
    codes: tuple[str, ...],
    only: Clock | None,
    language: str | None,
    root: Path | None,
    held: Held,
    no_cache: bool,
) -> int:
    """Say what is missing or wrong in plans.

    PLANS are folders with a plan.yaml, or folders with plans anywhere below. Without any: the
    nearest plan upwards. What several plans share is told once.

    \b
    Examples:
      bcp check plans/northline
      bcp check plans --only structure --fail-on warning
      bcp check --rule ROL003 --rule ROL004
      bcp check --as-of 2026-11-16 --format json
      bcp check --lang uk
    """
    day = as_of.isoformat() if as_of is not None else today()
    shown = tuple(sorted({code.upper() for code in codes}))
    asked = Asked(plans, format_, day, only, fail_on, shown, not no_cache, language, root, *held)
    return check_plans(asked)
