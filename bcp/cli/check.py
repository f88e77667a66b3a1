"""``bcp check``: say what is missing or wrong in plans."""

from __future__ import annotations

import datetime as dt
import gc
from pathlib import Path
from typing import cast

import click

from bcp.cli.main import CLEAN, FOUND, INTERNAL
from bcp.cli.plans import (
    Opened,
    as_of_option,
    file_prefix,
    format_option,
    open_plan,
    plan_folders,
    style,
    today,
)
from bcp.diagnostics import Severity, untranslated
from bcp.engine import Clock
from bcp.engine import check as check_plan
from bcp.report.checked import Checked
from bcp.report.text import counted, lines, tally

_FAIL_ON = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "info": Severity.INFO,
    "never": None,
}


@click.command
@click.argument("plans", nargs=-1, type=click.Path(path_type=Path))
@format_option("text", "json")
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAIL_ON)),
    help="Lowest severity that makes the exit code 1. Default: that of bcp.toml, or error.",
)
@as_of_option
@click.option(
    "--only",
    type=click.Choice(["structure", "age"]),
    help="structure: leave out what depends on the day (for the gate of a change); age: only that.",
)
def check(
    plans: tuple[Path, ...],
    format_: str,
    fail_on: str | None,
    as_of: dt.date | None,
    only: Clock | None,
) -> int:
    """Say what is missing or wrong in plans.

    PLANS are folders with a plan.yaml, or folders of such folders. Without any: the nearest plan
    upwards.

    \b
    Examples:
      bcp check plans/northline
      bcp check plans --only structure --fail-on warning
      bcp check --as-of 2026-11-16 --format json
    """
    # Nothing here makes garbage in cycles; collecting it anyway doubles the time of a large check.
    gc.disable()
    day = as_of or today()
    told = [
        _check_one(folder, day, only, fail_on, aloud=format_ == "text")
        for folder in plan_folders(plans)
    ]
    checked = [one for one, _ in told]
    if format_ == "json":
        from bcp.report.json import dump

        click.echo(dump(checked, day, untranslated), nl=False)
    elif len(checked) > 1:
        everything = tuple(found for one in checked for found in one.result.diagnostics)
        click.echo(f"{counted(len(checked), 'plan', 'plans')}: {tally(everything)}")
    if any(one.result.crashed for one in checked):
        return INTERNAL
    return FOUND if any(failed for _, failed in told) else CLEAN


def _check_one(
    folder: Path, as_of: dt.date, only: Clock | None, fail_on: str | None, *, aloud: bool
) -> tuple[Checked, bool]:
    """Check one plan and say whether it fails. It is dropped then: there may be thousands."""
    opened = open_plan(folder)
    checked = _check(opened, as_of, only or _only(opened))
    if aloud:
        _tell(checked, opened)
    threshold = _FAIL_ON[fail_on or opened.settings.fail_on or "error"]
    worst = checked.result.worst
    return checked, threshold is not None and worst is not None and worst >= threshold


def _only(opened: Opened) -> Clock | None:
    return cast("Clock | None", opened.settings.only)


def _check(opened: Opened, as_of: dt.date, only: Clock | None) -> Checked:
    loaded = opened.loaded
    result = check_plan(loaded.plan, loaded.where.span, as_of, faults=loaded.diagnostics, only=only)
    return Checked(
        str(opened.folder),
        loaded.plan.id,
        len(loaded.where.documents),
        len(loaded.plan.objects),
        result,
    )


def _tell(checked: Checked, opened: Opened) -> None:
    how = style()
    prefix = file_prefix(opened.folder)
    for line in lines(checked.result.diagnostics, opened.loaded.where.excerpt, how, prefix):
        click.echo(line, color=how.colour)
    for line in how.wrap(_summary(checked), "", "  "):
        click.echo(line)


def _summary(one: Checked) -> str:
    waived = f", {len(one.result.waived)} waived" if one.result.waived else ""
    read = ", ".join(
        (
            counted(one.files, "file", "files"),
            counted(one.objects, "object", "objects"),
            counted(len(one.result.rules), "rule", "rules"),
        )
    )
    return f"{one.plan}: {tally(one.result.diagnostics)}{waived} ({read})"
