"""Where a new plan may be written, and where it would do harm."""

from __future__ import annotations

from pathlib import Path

from bcp.errors import BcpError
from bcp.files import PLAN_FILE, why_refused

_SHOWN = 3
"""Names of files that are told."""

_ANOTHER = "name a folder that is not there yet"


def check_place(folder: Path) -> None:
    """Check that a plan may be begun in a folder.

    Raises BcpError, with a way out, where it may not: what is there is never overwritten, files of
    somebody else do not become part of a plan, and no plan begins inside another one unasked.
    """
    if folder.is_symlink() and not folder.exists():
        raise BcpError("{folder} is a link that leads nowhere", "name a folder", folder=folder)
    if folder.exists() and not folder.is_dir():
        raise BcpError("{folder} is a file, not a folder", _ANOTHER, folder=folder)
    _check_above(folder)
    if folder.is_dir():
        _check_inside(folder)


def _check_above(folder: Path) -> None:
    real = folder.resolve()
    for above in real.parents:
        try:
            is_plan = (above / PLAN_FILE).exists()
        except OSError:  # a folder above that may not be looked into tells nothing
            continue
        if is_plan:
            raise BcpError(
                "{folder} lies inside another plan, {above}",
                "name a folder beside it, such as {beside}; to add to that plan: bcp new",
                folder=folder,
                above=above,
                beside=above.parent / real.name,
            )


def _check_inside(folder: Path) -> None:
    try:
        there = sorted(folder.iterdir())
        plans = [one for one in there if one.is_dir() and (one / PLAN_FILE).exists()]
    except OSError as error:
        raise BcpError(
            "{folder} cannot be looked into: {error}",
            "name another folder",
            folder=folder,
            error=why_refused(error),
        ) from error
    if any(one.name.lower() == PLAN_FILE for one in there):
        raise BcpError(
            "{folder} is a plan already",
            "name a folder that is not there yet; to add to this plan: bcp new",
            folder=folder,
        )
    if plans:
        raise BcpError(
            "{folder} holds plans already: {plans}",
            "name a new folder in it, such as {inside}",
            folder=folder,
            plans=_some(plans),
            inside=folder / "helpdesk",
        )
    others = [one for one in there if one.suffix.lower() == ".yaml" and one.name[0] != "."]
    if others:
        raise BcpError(
            "{folder} holds YAML files that would become part of the plan: {files}",
            _ANOTHER,
            folder=folder,
            files=_some(others),
        )


def _some(paths: list[Path]) -> str:
    names = [one.name for one in paths]
    return ", ".join((*names[:_SHOWN], *["…"] * (len(names) > _SHOWN)))


def writable(folder: Path) -> list[Path]:
    """Make a folder and those above it that are missing, and give those made, outermost first.

    Raises BcpError when one cannot be made.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    made: list[Path] = []
    try:
        for one in reversed(missing):
            one.mkdir()
            made.append(one)
    except OSError as error:
        for one in reversed(made):
            one.rmdir()
        raise BcpError(
            "the folder {folder} cannot be made: {error}",
            "name a place where you may write",
            folder=folder,
            error=why_refused(error),
        ) from error
    return made
