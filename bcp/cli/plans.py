"""What the commands share: finding and reading plans, and writing for a person or a program."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from bcp.cli.folders import Reaching, as_folder, nearest_plan, read_folder
from bcp.cli.folders import file_prefix as file_prefix
from bcp.cli.folders import plan_folders as plan_folders
from bcp.cli.held import Held, held_by_surroundings
from bcp.cli.language import SPOKEN, said_here, spoken_tag
from bcp.cli.output import style as style
from bcp.errors import BcpError
from bcp.settings import Settings

if TYPE_CHECKING:  # reading a plan brings half of the program; the help of a command does not
    from bcp.loader import Loaded
    from bcp.plan import Plan

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
            told = said_here(
                "“{value}” is not a day; write year-month-day: 2026-03-01", value=str(value)
            )
            self.fail(told, param, ctx)


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


def lang_option(words: str) -> Callable[[_C], _C]:
    """``--lang``, with what it decides on; the command gets it as ``language``."""
    return click.option("--lang", "language", metavar="TAG", help=words)


def language_option(command: _C) -> _C:
    """``--lang``: the language of documents and drills, which are alike wherever they are made."""
    return lang_option("Language of the texts: en, uk, … Default: the plan's first.")(command)


def told_in_option(command: _C) -> _C:
    """``--lang``: the language of an answer that tells of a plan in the plan's own words."""
    return lang_option(
        "Language of the answer: en, uk, … Default: BCP_LANG, or Ukrainian where the locale is, "
        "or the plan's first."
    )(command)


def words_option(command: _C) -> _C:
    """``--lang``: the language of what the program itself says."""
    return lang_option(
        "Language of the answer: en, uk. Default: BCP_LANG, or Ukrainian where the locale is, or "
        "English. What programs read is English unless another is asked for."
    )(command)


def language_of(plan: Plan, tag: str | None) -> str | None:
    """The language that ``--lang`` means for what is told in a plan's own words: any that the plan
    is written in, or one of the program's. None when nothing was asked for.

    Raises BcpError for another: every text would be in the plan's first language, unasked.
    """
    languages = plan.header.languages
    found = tag if tag is None or tag in languages else spoken_tag(tag)
    if tag is None or found is not None:
        return found
    from bcp.nearest import nearest

    near = nearest(tag, {*languages, *SPOKEN})
    raise BcpError(
        "--lang asks for the language “{tag}”, which neither the plan nor the program speaks",
        "did you mean {near}? The plan has {languages}, the program {spoken}"
        if near
        else "the plan has {languages}, the program {spoken}",
        tag=tag,
        near=near,
        languages=", ".join(languages),
        spoken=", ".join(SPOKEN),
    )


class Opened(NamedTuple):
    """A plan that was read from disk."""

    folder: Path
    loaded: Loaded
    settings: Settings
    trees: Mapping[str, Mapping[str, bytes]]
    """The bytes that were read, by folder as seen from the plan's: ``""`` and those it uses."""


def open_plan(folder: Path | None, held: Held | None = None) -> Opened:
    """Read one plan: from ``folder``, or the nearest one upwards from here.

    ``held`` says where people's numbers are held outside it; None: where the environment says.

    Raises BcpError when there is none, or the folder or the contacts cannot be read.
    """
    from bcp.loader import load

    found = read_folder(nearest_plan(Path.cwd()) if folder is None else as_folder(folder))
    reach = Reaching(found)
    loaded = load(found.tree, reach, (held or held_by_surroundings()).read(found.path))
    used = {posixpath.normpath(name): tree.files for name, tree in reach.trees.items()}
    return Opened(found.path, loaded, found.settings, {"": found.tree.files, **used})


def readable_plan(folder: Path | None, held: Held | None = None) -> Opened:
    """Read one plan that can be relied on.

    Raises BcpError when something in it could not be read: an answer made from the rest would look
    whole and not be.
    """
    opened = open_plan(folder, held)
    if opened.loaded.readable:
        return opened
    count = len(opened.loaded.diagnostics)
    raise BcpError(
        "{folder} cannot be read whole: 1 fault in its files"
        if count == 1
        else "{folder} cannot be read whole: {count} faults in its files",
        "run `bcp check {folder}`, mend what it shows, and try again",
        folder=opened.folder,
        count=count,
    )


def today() -> dt.date:
    """The day on which age is judged when none is given."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


def one_object(opened: Opened, words: str, *kinds: str) -> str:
    """The id of the object that was named by its id or title. With ``kinds``, one of these is
    wanted: of several with a title it is meant, and what is offered instead is one of these; an id
    of another kind is answered all the same, for whoever asks to say what it is.

    Raises BcpError when there is none, with the nearest; or several, with their ids.
    """
    plan = opened.loaded.plan
    found = plan.ids_called(words)
    wanted = tuple(one for one in found if plan.kind_of(one) in kinds)
    found = wanted or found
    if len(found) == 1:
        return found[0]
    if found:
        raise BcpError(
            "“{words}” is the title of several objects: {found}",
            "name an id",
            words=words,
            found=", ".join(found),
        )
    from bcp.nearest import nearest

    known = {one.id: one for one in plan.objects.values() if not kinds or one.kind in kinds}
    titles = {one.label.in_language(plan.language): id_ for id_, one in known.items()}
    near = nearest(words, known) or titles.get(nearest(words, titles) or "")
    raise BcpError(
        "there is no “{words}” in this plan",
        "did you mean {near}?"
        if near
        else "name one of: {ids}"
        if kinds and known
        else "see the ids in the plan's files",
        words=words,
        near=near,
        ids=", ".join(known),
    )


def one_process(opened: Opened, words: str) -> str:
    """The id of a process, named by its id or title. Raises BcpError for anything else, with the
    processes of the plan."""
    return _one_of(
        opened,
        words,
        "processes",
        "{id} stands under {kind}, not processes",
        "declare what must go on in `processes:`",
    )


def one_playbook(opened: Opened, words: str) -> str:
    """The id of a playbook, named by its id or title. Raises BcpError for anything else, with the
    playbooks of the plan."""
    return _one_of(
        opened,
        words,
        "playbooks",
        "{id} stands under {kind}, not playbooks",
        "write one under `playbooks:`",
    )


def _one_of(opened: Opened, words: str, kind: str, message: str, where_none: str) -> str:
    plan = opened.loaded.plan
    asked = one_object(opened, words, kind)
    if plan.kind_of(asked) == kind:
        return asked
    ids = ", ".join(one.id for one in plan.objects.values() if one.kind == kind)
    raise BcpError(
        message,
        "name one of: {ids}" if ids else where_none,
        id=asked,
        kind=plan.kind_of(asked) or "",
        ids=ids,
    )
