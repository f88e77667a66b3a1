"""``bcp check``: say what is missing or wrong in plans."""

from __future__ import annotations

import datetime as dt
import gc
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, cast

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
from bcp.errors import BcpError
from bcp.nearest import nearest
from bcp.report.checked import Checked
from bcp.report.text import counted, lines, tally
from bcp.rules.catalogue import catalogue

_MUCH = 30
"""Findings from which a summary by rule helps,"""
_FEW = 2
"""and of how many of a rule it is silent."""

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
    "--rule",
    "codes",
    multiple=True,
    metavar="CODE",
    help="Show only the findings of this rule. May be repeated.",
)
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
    codes: tuple[str, ...],
    only: Clock | None,
) -> int:
    """Say what is missing or wrong in plans.

    PLANS are folders with a plan.yaml, or folders of such folders. Without any: the nearest plan
    upwards.

    \b
    Examples:
      bcp check plans/northline
      bcp check plans --only structure --fail-on warning
      bcp check --rule ROL003 --rule ROL004
      bcp check --as-of 2026-11-16 --format json
    """
    # Nothing here makes garbage in cycles; collecting it anyway doubles the time of a large check.
    gc.disable()
    asked = _Asked(as_of or today(), only, fail_on, _known(codes), aloud=format_ == "text")
    told = [_check_one(folder, asked) for folder in plan_folders(plans)]
    checked = [one for one, _ in told]
    if format_ == "json":
        from bcp.report.json import dump

        click.echo(dump(checked, asked.as_of, untranslated), nl=False)
    elif len(checked) > 1:
        everything = tuple(found for one in checked for found in one.result.diagnostics)
        click.echo(f"{counted(len(checked), 'plan', 'plans')}: {tally(everything)}")
    if any(one.result.crashed for one in checked):
        return INTERNAL
    return FOUND if any(failed for _, failed in told) else CLEAN


class _Asked(NamedTuple):
    """What a call asks for; None: what the settings of each plan say."""

    as_of: dt.date
    only: Clock | None
    fail_on: str | None
    codes: frozenset[str]
    aloud: bool


def _known(codes: tuple[str, ...]) -> frozenset[str]:
    """The rules to be shown; BcpError for one that there is not."""
    for code in codes:
        if code.upper() not in catalogue():
            near = nearest(code.upper(), catalogue())
            fix = f"did you mean {near}? " if near else ""
            raise BcpError(f"there is no rule {code}", f"{fix}`bcp explain` lists them all")
    return frozenset(code.upper() for code in codes)


def _check_one(folder: Path, asked: _Asked) -> tuple[Checked, bool]:
    """Check one plan and say whether it fails. It is dropped then: there may be thousands."""
    opened = open_plan(folder)
    checked = _check(opened, asked.as_of, asked.only or _only(opened), asked.codes)
    if asked.aloud:
        _tell(checked, opened)
    threshold = _FAIL_ON[asked.fail_on or opened.settings.fail_on or "error"]
    worst = checked.result.worst
    return checked, threshold is not None and worst is not None and worst >= threshold


def _only(opened: Opened) -> Clock | None:
    return cast("Clock | None", opened.settings.only)


def _check(opened: Opened, as_of: dt.date, only: Clock | None, codes: frozenset[str]) -> Checked:
    loaded = opened.loaded
    result = check_plan(loaded.plan, loaded.where.span, as_of, faults=loaded.diagnostics, only=only)
    if codes:
        shown = tuple(one for one in result.diagnostics if one.code in codes)
        result = replace(result, diagnostics=shown)
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
    for sentence in (_summary(checked), *_most_often(checked)):
        for line in how.wrap(sentence, "", "  "):
            click.echo(line)


def _most_often(checked: Checked) -> Iterator[str]:
    """Where to begin when there is much: the rules that found most."""
    found = Counter(one.code for one in checked.result.diagnostics)
    often = [f"{code} ×{count}" for code, count in found.most_common(6) if count > _FEW]
    if found.total() >= _MUCH and often:
        first = often[0].partition(" ")[0]
        yield f"most often: {', '.join(often)}; `bcp check --rule {first}` shows one rule alone"


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
