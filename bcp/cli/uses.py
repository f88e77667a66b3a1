"""A folder named in ``uses``: may it be read, and if not, what was meant."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from bcp.errors import BcpError
from bcp.files import is_inside
from bcp.nearest import nearest

if TYPE_CHECKING:
    from bcp.cli.folders import Boundary

_LONGEST = 255
"""Bytes of a name that a disk takes."""


def used_folder(name: str, plan: Path, boundary: Boundary) -> Path:
    """The folder that a plan means by a name in ``uses``.

    :raises BcpError: where it may not be used, with what to write instead. Nothing is said of what
        lies outside the boundary, not even whether it is there.
    """
    if not name.strip() or not _is_path(name):
        raise BcpError(
            "that is no name of a folder", "Write the folder as seen from plan.yaml: ../shared."
        )
    target = plan / name
    if not is_inside(target, boundary.folder):
        raise BcpError(
            "it lies outside {boundary}, and nothing beyond is read",
            "Move it inside, or say how far may be read: `bcp check --root DIR`, or BCP_ROOT=DIR.",
            boundary=boundary.words,
        )
    if target.is_file():
        raise BcpError(
            "it is a file, and `uses` names folders",
            "Write {folder}: all its files are read.",
            folder=posixpath.dirname(name.rstrip("/")) or ".",
        )
    if not target.is_dir():
        raise _not_there(name, plan, boundary)
    if Path(name).is_absolute():
        raise BcpError(
            "it is written from the top of this machine's disk, and is elsewhere on another one",
            "Write {folder}.",
            folder=Path(os.path.relpath(target.resolve(), plan.resolve())).as_posix(),
        )
    if is_inside(plan, target):
        raise _around(plan, target)
    return target


def _is_path(name: str) -> bool:
    """Whether it can be a path at all: no part too long, no character that none holds."""
    return "\0" not in name and all(len(os.fsencode(part)) <= _LONGEST for part in name.split("/"))


def _not_there(name: str, plan: Path, boundary: Boundary) -> BcpError:
    near = _nearest_folder(name, plan, boundary)
    if near is None:
        return BcpError("there is no such folder", "Check the name; it is seen from plan.yaml.")
    return BcpError("there is no such folder", "Did you mean {near}?", near=near)


def _nearest_folder(name: str, plan: Path, boundary: Boundary) -> str | None:
    """The folder with a name like this one, in the place where this one should be."""
    above, last = posixpath.split(name.rstrip("/"))
    place = plan / above
    if not is_inside(place, boundary.folder):
        return None
    try:
        with os.scandir(place) as entries:
            there = [one.name for one in entries if one.name[0] != "." and one.is_dir()]
    except OSError:
        return None
    near = nearest(last, there)
    return posixpath.join(above, near) if near is not None else None


def _around(plan: Path, target: Path) -> BcpError:
    if target.resolve() == plan.resolve():
        return BcpError(
            "that is this plan's own folder", "Delete it here: a plan's own files are read anyway."
        )
    return BcpError(
        "this plan lies in it", "Name a folder that holds what is shared alone: ../shared."
    )
