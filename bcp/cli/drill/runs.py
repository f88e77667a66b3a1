"""Finding a run that was played: by its folder, by its name, or the newest of a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.held import NOTHING_HELD
from bcp.cli.language import said_here
from bcp.cli.plans import readable_plan
from bcp.errors import BcpError

if TYPE_CHECKING:
    from bcp.plan import Plan

DRILLS = "drills"
"""The folder in a plan that its runs are written to."""


def folder_of_run(words: str | None, folder: Path | None, *, to_go_on: bool = False) -> Path:
    """The folder of a run: as named, the only one in the folder named, or of the plan's drills.

    Without a name the newest of the plan's; ``to_go_on``: the only one that has not ended.
    """
    if words is None:
        return _open_run(folder) if to_go_on else _newest_run(folder)
    named = Path(words)
    if (named / "run.json").is_file():
        return named
    inside = sorted(path.parent for path in named.glob("*/run.json")) if named.is_dir() else []
    if len(inside) == 1:
        return inside[0]
    if inside:
        names = ", ".join(str(path) for path in inside)
        raise BcpError(
            "there are several runs in {named}: {names}",
            "name one of them",
            named=named,
            names=names,
        )
    return _in_plan(words, folder)


def _runs(folder: Path | None) -> tuple[Path, ...]:
    """The runs of the plan's drills, the oldest first; at least one."""
    from bcp.cli.plans import open_plan

    drills = open_plan(folder, NOTHING_HELD).folder / DRILLS
    # The name of a run ends with when it began.
    found = sorted(
        (path.parent for path in drills.glob("*/run.json")),
        key=lambda run: (run.name.rpartition("-")[2], run.name),
    )
    if not found:
        raise BcpError(
            "no drill has been played in {drills}",
            "play one with bcp drill run, or name the folder of a run",
            drills=drills,
        )
    return tuple(found)


def _newest_run(folder: Path | None) -> Path:
    found = _runs(folder)
    if len(found) > 1:
        newest = said_here(
            "The newest of {count} runs: {run}", count=len(found), run=str(found[-1])
        )
        click.echo(newest, err=True)
    return found[-1]


def _open_run(folder: Path | None) -> Path:
    found = _runs(folder)
    going = [run for run in found if not _has_ended(run)]
    if len(going) == 1:
        return going[0]
    if not going:
        raise BcpError(
            "every run in {folder} is over",
            "see bcp drill report {found}",
            folder=found[0].parent,
            found=found[-1],
        )
    names = ", ".join(run.name for run in going)
    raise BcpError(
        "{count} runs have not ended: {names}",
        "name the one to go on with: bcp drill resume {going}",
        count=len(going),
        names=names,
        going=going[-1],
    )


def _has_ended(run: Path) -> bool:
    """Whether a run is over. One whose journal is damaged is not: going on with it says so."""
    from bcp.drill.journal import read

    try:
        return any(one.type in ("run.end", "run.abort") for one in read(run))
    except BcpError:
        return False


def _in_plan(words: str, folder: Path | None) -> Path:
    from bcp.cli.plans import open_plan
    from bcp.nearest import nearest

    fix = (
        "name the folder of a run, or a run of the plan's drills/; without RUN the newest is taken"
    )
    try:
        drills = open_plan(folder, NOTHING_HELD).folder / DRILLS
    except BcpError:
        raise BcpError("there is no run {words}", fix, words=words) from None
    known = {path.parent.name: path.parent for path in sorted(drills.glob("*/run.json"))}
    if words in known:
        return known[words]
    near = nearest(words, known)
    raise BcpError(
        "there is no run {words}", "did you mean {near}?" if near else fix, words=words, near=near
    )


def plan_if_any(folder: Path | None, id: str) -> Plan | None:  # noqa: A002
    """The plan that a script was made from, to see whether it changed; None when it is not here.

    A plan that was named must be readable; one that merely lies above must be the right one.
    """
    if folder is not None:
        return readable_plan(folder).loaded.plan
    try:
        plan = readable_plan(None).loaded.plan
    except BcpError:
        return None
    return plan if plan.id == id else None
