"""Finding the plans that a call means: the folder named, all below it, or the nearest upwards."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bcp.errors import BcpError
from bcp.files import DEFAULT_LIMITS, NOT_READ, PLAN_FILE, is_inside, why_refused


def plan_folders(given: tuple[Path, ...]) -> list[Path]:
    """The plans meant by arguments: plans, or folders with plans below; none: the nearest upwards.

    Raises BcpError for a folder without any plan, and for one that cannot be looked into.
    """
    if not given:
        return [nearest_plan(Path.cwd())]
    return [folder for one in given for folder in _plans_in(as_folder(one))]


def _plans_in(folder: Path) -> list[Path]:
    found = sorted(plans_below(folder), key=lambda one: one.parts)
    if not found:
        users = _users_of(folder)
        if users:
            raise BcpError(
                "{folder} is no plan: it is a shared folder, used by {plans}",
                "check those",
                folder=str(folder),
                plans=", ".join(users),
            )
        raise BcpError(
            "there is no plan in {folder}: it has no plan.yaml, nor has a folder below it",
            "name the folder of a plan, or write one with `bcp init`",
            folder=str(folder),
        )
    return found


def plans_below(folder: Path, most: int = DEFAULT_LIMITS.files) -> Iterator[Path]:
    """The plans in a folder and in all below it, each once.

    Not looked into: names that begin with a dot, what the program writes (``drills``, ``build``),
    and plans, as what is below a plan is part of it. A link is followed when it leads to a plan,
    or to a folder that lies in this one. What cannot be looked into is an error, not passed over:
    what a gate does not see, it lets through.

    :raises BcpError: also for more than ``most`` folders: that is no folder of plans.
    """
    # What is real comes before links to it, so that each plan goes by its own name.
    folders, links = deque([(folder, os.path.realpath(folder))]), deque[tuple[Path, str]]()
    seen: set[str] = set()
    while folders or links:
        linked = not folders
        here, real = (folders or links).popleft()
        if real in seen:
            continue
        seen.add(real)
        if len(seen) > most:
            raise BcpError(
                "there are more than {most} folders below {folder}",
                "name the plans one by one, or the folder that holds them alone",
                most=most,
                folder=str(folder),
            )
        inner = _look(here)
        if inner is None:
            yield here
        elif not linked or is_inside(here, folder):
            for name, is_link in inner:
                path, place = here / name, os.path.join(real, name)  # noqa: PTH118
                if is_link:
                    links.append((path, os.path.realpath(path)))
                else:
                    folders.append((path, place))


def _look(folder: Path) -> list[tuple[str, bool]] | None:
    """The names of the folders in a folder, and whether each is a link; None when it is a plan."""
    inner = []
    try:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                # Plan.yaml is meant to be one: the loader then says how to rename it.
                if entry.name.lower() == PLAN_FILE:
                    return None
                if not entry.name.startswith(".") and entry.name not in NOT_READ and entry.is_dir():
                    inner.append((entry.name, entry.is_symlink()))
    except OSError as error:
        raise BcpError(
            "{folder} cannot be looked into: {why}",
            "give permission to read it, or name the plans one by one",
            folder=str(folder),
            why=why_refused(error),
        ) from error
    return inner


def as_folder(path: Path) -> Path:
    """The folder of a plan, which may be named by its plan.yaml too."""
    if path.name == PLAN_FILE and path.is_file():
        return path.parent
    if not path.exists():
        raise BcpError("there is no folder {path}", "check the name", path=str(path))
    if not path.is_dir():
        raise BcpError(
            "{path} is not a folder", "name the folder that has the plan.yaml", path=str(path)
        )
    return path


def nearest_plan(start: Path) -> Path:
    """The nearest folder from ``start`` upwards with a plan, as seen from there.

    Raises BcpError when there is none.
    """
    for folder in (start, *start.parents):
        if (folder / PLAN_FILE).is_file():
            return Path(os.path.relpath(folder, start))
    users = _users_of(start)
    if users:
        raise BcpError(
            "this folder is no plan: it is a shared folder, used by {plans}",
            "name one of those",
            plans=", ".join(users),
        )
    raise BcpError(
        "there is no plan.yaml here or in a folder above",
        "go into the folder of a plan, name it, or write one with `bcp init`",
    )


_MOST_BESIDE = 500
"""Folders beside a shared one that are looked at for plans that use it."""


def _users_of(shared: Path) -> list[str]:
    """The plans beside a folder that name it in ``uses``, as seen from here."""
    from bcp import source  # only a mistake pays for it
    from bcp.files import read_file

    real = os.path.realpath(shared)
    users = []
    # What cannot be looked at is not what was asked for.
    with suppress(BcpError, OSError, ValueError):
        for plan in plans_below(Path(real).parent, _MOST_BESIDE):
            document = source.read(read_file(plan / PLAN_FILE), PLAN_FILE)
            top = document.value if isinstance(document.value, dict) else {}
            uses = top.get("uses")
            named = uses if isinstance(uses, list) else [uses]
            places = [os.path.realpath(plan / one) for one in named if isinstance(one, str)]
            if real in places:
                users.append(Path(os.path.relpath(plan)).as_posix())
    return sorted(users)
