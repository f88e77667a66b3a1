"""One more object in a plan: where its file goes, and writing it."""

from __future__ import annotations

import posixpath
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from bcp.diagnostics import Place, Translate, untranslated
from bcp.editing.naming import SINGULAR, checked_id
from bcp.editing.skeleton import skeleton
from bcp.editing.wanted import titled
from bcp.errors import BcpError
from bcp.files import PLAN_FILE, is_inside, why_refused, write_atomically
from bcp.loader import Loaded
from bcp.model import KINDS


class Added(NamedTuple):
    """A file that was written for a new object."""

    path: Path
    open: tuple[str, ...]
    """The fields that are to be filled in, as one names them: ``primary``, ``steps.by``."""


def add(
    folder: Path,
    loaded: Loaded,
    kind: str,
    id: str,  # noqa: A002
    title: str | None = None,
    excluded: tuple[str, ...] = (),
    say: Translate = untranslated,
) -> Added:
    """Write the file of a new object into the plan in ``folder``, which was read as ``loaded``.

    The file goes into the folder in which the plan keeps files of that kind alone; without such a
    folder, into one that is called as the kind. ``excluded`` are the patterns of what is not read,
    and ``say`` the words for the comments: :func:`bcp.i18n.explainer`.

    Raises:
        BcpError: the id cannot be one or is taken, the title does not fit the kind, files of the
            plan could not be read (the id may stand in them), or the file is there or cannot be
            written.
    """
    checked_id(id)
    _check_free(folder, loaded, id)
    _check_title(kind, title)
    name = posixpath.join(_home(loaded, kind), _file_name(kind, id))
    _check_read(folder, name, excluded)
    made = skeleton(loaded.plan, kind, id, title, say)
    return Added(_written(folder / name, made.text), made.open)


def _check_free(folder: Path, loaded: Loaded, id: str) -> None:  # noqa: A002
    taken = loaded.plan.kind_of(id)
    if taken is not None:
        span = loaded.where.span(Place(id), key=True)
        what, file = SINGULAR.get(taken, taken), (folder / span.file).as_posix()
        raise BcpError(
            "the id {id} is taken by a {what} in {file}, line {line}",
            "choose another, such as {id}-2; ids are unique over all kinds",
            id=id,
            what=what,
            file=file,
            line=span.line,
        )
    if not loaded.plan.complete:
        files = sorted({one.span.file for one in loaded.diagnostics})
        raise BcpError(
            "the plan cannot be read whole ({files}), and {id} may stand in what is not read",
            "run `bcp check`, mend what it shows, and try again",
            files=", ".join(files[:3]),
            id=id,
        )


def _check_title(kind: str, title: str | None) -> None:
    if title is None:
        return
    if titled(KINDS[kind]) is None:
        raise BcpError("a {kind} has no title", "leave --title out", kind=SINGULAR[kind])
    if not title.strip():
        raise BcpError("the title is empty", "write a few words after --title")


def _home(loaded: Loaded, kind: str) -> str:
    """The folder, seen from the plan's, for a file of its own with an object of a kind."""
    folders: Counter[str] = Counter()
    for name, document in loaded.where.documents.items():
        inside = posixpath.dirname(name)
        if inside and not inside.startswith("..") and isinstance(document.value, dict):
            folders[inside] += set(document.value) == {kind}
    used = [(-count, inside) for inside, count in folders.items() if count]
    return min(used)[1] if used else kind


def _file_name(kind: str, id: str) -> str:  # noqa: A002
    # A plan.yaml in a folder would make that folder a plan of its own.
    return f"{id}-{SINGULAR[kind]}.yaml" if f"{id}.yaml" == PLAN_FILE else f"{id}.yaml"


def _check_read(folder: Path, name: str, excluded: tuple[str, ...]) -> None:
    """What is written must be read as part of the plan."""
    inside = folder / posixpath.dirname(name)
    for pattern in excluded:
        if fnmatchcase(name, pattern) or fnmatchcase(posixpath.dirname(name), pattern):
            raise BcpError(
                "{name} would not be read: the settings exclude “{pattern}”",
                "change `exclude` in bcp.toml",
                name=name,
                pattern=pattern,
            )
    if any(one.name.lower() == PLAN_FILE for one in _entries(inside)):
        raise BcpError(
            "{inside} is a plan of its own, so what stands there is not part of {folder}",
            "rename that folder, or add to that plan with --plan",
            inside=inside,
            folder=folder,
        )
    if not is_inside(inside, folder):
        raise BcpError(
            "{folder} leads out of the plan", "put a folder where the link is", folder=inside
        )


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BcpError(
            "{folder} cannot be looked into: {error}",
            "give yourself permission to read it",
            folder=folder,
            error=why_refused(error),
        ) from error


def _written(path: Path, text: str) -> Path:
    if path.exists() or path.is_symlink():
        raise BcpError("{path} exists already", "choose another id, or rename that file", path=path)
    made = not path.parent.exists()
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise BcpError(
            "the folder {folder} cannot be made: {error}",
            "give yourself permission to write into the plan",
            folder=path.parent,
            error=why_refused(error),
        ) from error
    try:
        write_atomically(path, text.encode())
    except BcpError:
        if made:
            path.parent.rmdir()
        raise
    return path
