"""What the commands share: finding and reading plans, and writing for a person or a program."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from bcp.errors import BcpError
from bcp.files import Tree, find_repository_root, is_inside, read_tree
from bcp.loader import PLAN_FILE, Loaded, load
from bcp.report.text import Style
from bcp.settings import Settings, settings_for

_C = TypeVar("_C", bound=Callable[..., Any])


class DayType(click.ParamType[dt.date]):
    """A calendar day on the command line."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a day; write year-month-day: 2026-03-01", param, ctx)


def plan_option(command: _C) -> _C:
    """``--plan DIR``: for commands that work on one plan."""
    return click.option(
        "--plan",
        "folder",
        type=click.Path(path_type=Path),
        envvar="BCP_PLAN",
        metavar="DIR",
        help="Folder of the plan. Default: BCP_PLAN, or the nearest plan.yaml upwards.",
    )(command)


def as_of_option(command: _C) -> _C:
    """``--as-of DATE``: the day on which age is judged."""
    return click.option(
        "--as-of",
        type=DayType(),
        metavar="DATE",
        help="Judge age as on this day, so that the same commit gives the same answer. "
        "Default: today.",
    )(command)


def format_option(*formats: str) -> Callable[[_C], _C]:
    """``--format``: text for people first, then what programs read."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to answer.",
    )


def language_option(command: _C) -> _C:
    """``--lang``: the language of texts and documents."""
    return click.option(
        "--lang",
        "language",
        metavar="TAG",
        help="Language of the texts: en, uk, … Default: the plan's first.",
    )(command)


class Opened(NamedTuple):
    """A plan that was read from disk."""

    folder: Path
    loaded: Loaded
    settings: Settings
    trees: Mapping[str, Mapping[str, bytes]]
    """The bytes that were read, by folder as seen from the plan's: ``""`` and those it uses."""


def open_plan(folder: Path | None) -> Opened:
    """Read one plan: from ``folder``, or the nearest one upwards from here.

    Raises BcpError when there is none, or the folder cannot be read.
    """
    found = _nearest_plan(Path.cwd()) if folder is None else _as_folder(folder)
    root = find_repository_root(found)
    settings = settings_for(found, root)
    tree = read_tree(found, boundary=root, excluded=settings.exclude)
    trees = {"": tree.files}
    return Opened(found, load(tree, _reach(found, root, trees)), settings, trees)


def readable_plan(folder: Path | None) -> Opened:
    """Read one plan that can be relied on.

    Raises BcpError when something in it could not be read: an answer made from the rest would look
    whole and not be.
    """
    opened = open_plan(folder)
    if opened.loaded.readable:
        return opened
    count = len(opened.loaded.diagnostics)
    raise BcpError(
        f"{_shown(opened.folder)} cannot be read whole: {count} "
        f"{'fault' if count == 1 else 'faults'} in its files",
        f"run `bcp check {_shown(opened.folder)}`, mend what it shows, and try again",
    )


def plan_folders(given: tuple[Path, ...]) -> list[Path]:
    """The plans meant by arguments: plans, or folders of plans; none: the nearest upwards.

    Raises BcpError for a folder without any plan.
    """
    if not given:
        return [_nearest_plan(Path.cwd())]
    return [folder for one in given for folder in _plans_in(_as_folder(one))]


def _plans_in(folder: Path) -> Iterator[Path]:
    # Plan.yaml is meant to be one: the loader then says how to rename it.
    if any(one.name.lower() == PLAN_FILE for one in folder.iterdir()):
        yield folder
        return
    inside = sorted(_sub_folders_with_plans(folder))
    if not inside:
        raise BcpError(
            f"there is no plan in {_shown(folder)}: it has no {PLAN_FILE}, nor has a folder in it",
            "name the folder of a plan, or write one with `bcp init`",
        )
    yield from inside


def _sub_folders_with_plans(folder: Path) -> Iterator[Path]:
    """Folders below with a plan. One that cannot be looked into is an error, not passed over: what
    a gate does not see, it lets through."""
    for inner in sorted(folder.iterdir()):
        if inner.name.startswith(".") or not inner.is_dir():
            continue
        try:
            (inner / PLAN_FILE).lstat()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise BcpError(
                f"{inner} cannot be looked into: {error.strerror}",
                "give permission to read it, or name the plans one by one",
            ) from error
        yield inner


def _as_folder(path: Path) -> Path:
    """The folder of a plan, which may be named by its plan.yaml too."""
    if path.name == PLAN_FILE and path.is_file():
        return path.parent
    if not path.exists():
        raise BcpError(f"there is no folder {_shown(path)}", "check the name")
    if not path.is_dir():
        raise BcpError(f"{_shown(path)} is not a folder", "name the folder that has the plan.yaml")
    return path


def _nearest_plan(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / PLAN_FILE).is_file():
            relative = os.path.relpath(folder, start)
            return Path(relative)
    raise BcpError(
        f"there is no {PLAN_FILE} here or in a folder above",
        "go into the folder of a plan, name it, or write one with `bcp init`",
    )


def _reach(
    folder: Path, root: Path, trees: dict[str, Mapping[str, bytes]]
) -> Callable[[str], Tree]:
    """Read folders named in ``uses`` into ``trees``; nothing outside the repository."""

    def reach(name: str) -> Tree:
        target = folder / name
        if not name.strip() or not _is_usable(name):
            raise BcpError("that is no name of a folder", "write the folder, seen from plan.yaml")
        if not is_inside(target, root):
            raise BcpError(
                "it lies outside the repository", "move it inside, or delete it from `uses`"
            )
        if not target.is_dir():
            raise BcpError("there is no such folder", "check the name; it is seen from plan.yaml")
        tree = read_tree(target, boundary=root)
        trees[posixpath.normpath(name)] = tree.files
        return tree

    return reach


def _is_usable(name: str) -> bool:
    """Whether a name can be a path at all: no part of it too long, no character that none holds."""
    return "\0" not in name and all(len(os.fsencode(part)) < 256 for part in name.split("/"))


def style() -> Style:
    """How to write to standard output: colour and width as the terminal has them."""
    if sys.stdout is None or not sys.stdout.isatty():
        return Style()
    import shutil  # for a terminal alone: it brings every compression there is

    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return Style(colour=not plain, width=shutil.get_terminal_size().columns)


def _shown(path: Path) -> str:
    return str(path)


def file_prefix(folder: Path) -> str:
    """What to put before a plan's file names so that they open from here."""
    return "" if folder == Path() else f"{folder.as_posix().rstrip('/')}/"


def today() -> dt.date:
    """The day on which age is judged when none is given."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


def one_object(opened: Opened, words: str) -> str:
    """The id of the object that was named by its id or title.

    Raises BcpError when there is none, with the nearest; or several, with their ids.
    """
    found = opened.loaded.plan.ids_called(words)
    if len(found) == 1:
        return found[0]
    if found:
        raise BcpError(
            f"“{words}” is the title of several objects: {', '.join(found)}", "name an id"
        )
    from bcp.nearest import nearest

    plan = opened.loaded.plan
    titles = {one.label.in_language(plan.language): one.id for one in plan.objects.values()}
    near = nearest(words, plan.objects) or titles.get(nearest(words, titles) or "")
    fix = f"did you mean {near}?" if near else "see the ids in the plan's files"
    raise BcpError(f"there is no “{words}” in this plan", fix)
