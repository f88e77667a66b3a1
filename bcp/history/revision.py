"""The revision of a plan's folder: what stands on every printed page.

Only plumbing of the ``git`` program is called, with the clone's own configuration kept from running
anything: whether files were changed is found by hashing them here, not by ``git status``, which
would run the filters and monitors that a stranger's repository asks for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import posixpath
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Revision:
    """Which state of a plan this is.

    ``commit`` is the full hash of the last commit, or None outside git. ``changed`` says whether
    the files differ from it. ``content`` is a hash over the names and bytes of the files, the same
    on every machine. ``on`` is the day of the commit in UTC; None outside git.
    """

    content: str
    commit: str | None = None
    changed: bool = True
    on: dt.date | None = None

    def __str__(self) -> str:
        if self.commit is None:
            return f"uncommitted {self.content[:8]}"
        return (
            f"{self.commit[:10]} changed {self.content[:8]}" if self.changed else self.commit[:10]
        )


Trees = Mapping[str, Mapping[str, bytes]]
"""The folders a plan was read from, seen from its own (``""``, ``../shared``), and their files."""


def content_hash(trees: Trees) -> str:
    """SHA-256 over paths and contents, in the order of paths."""
    total = hashlib.sha256()
    for path, content in sorted(_all(trees).items()):
        total.update(f"{path}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def _all(trees: Trees) -> dict[str, bytes]:
    return {
        posixpath.normpath(posixpath.join(folder, path)): content
        for folder, files in trees.items()
        for path, content in files.items()
    }


def revision(folder: Path, trees: Trees, excluded: tuple[str, ...] = ()) -> Revision:
    """The revision of a plan's folder, and of the shared folders it uses.

    ``trees`` are the very bytes that were read, so that what is stamped is what was printed.
    ``excluded`` are the patterns of files that were left out of each folder then. Never raises:
    without git, a repository, or a commit that makes sense it is the hash of the content alone.
    """
    content = content_hash(trees)
    head = _git(folder, "log", "-1", "--format=%H %ct", "--no-show-signature")
    found = re.fullmatch(rb"([0-9a-f]{40,64})(?: (\d{1,12}))?\s*", head or b"")
    if found is None:
        return Revision(content)
    commit = found[1].decode()
    return Revision(content, commit, _is_changed(folder, trees, excluded, commit), _day(found[2]))


def _day(seconds: bytes | None) -> dt.date | None:
    """The day of a commit; None for a date that no calendar has."""
    try:
        return dt.datetime.fromtimestamp(int(seconds or b""), tz=dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


@dataclass(frozen=True)
class _Committed:
    """What a commit holds: path from the repository's root → mode and hash."""

    top: str
    """The repository's folder."""
    prefix: str
    """The plan's folder, from there."""
    files: Mapping[str, tuple[str, str]]


def _is_changed(folder: Path, trees: Trees, excluded: tuple[str, ...], commit: str) -> bool:
    committed = _committed(folder, commit)
    if committed is None:
        return True
    for path, content in _all(trees).items():
        if _hash_of(committed, folder, path) != _hashed(content, commit):
            return True
    return any(
        path not in files
        for used, files in trees.items()
        for path in _plan_files(committed, used, excluded)
    )


def _hash_of(committed: _Committed, folder: Path, path: str) -> str | None:
    """The committed hash of what is read at a path; a link is followed, as it was in reading."""
    entry = committed.files.get(posixpath.normpath(posixpath.join(committed.prefix, path)))
    if entry is None or entry[0] == "120000":
        real = os.path.relpath(os.path.realpath(folder / path), os.path.realpath(committed.top))
        entry = committed.files.get(Path(real).as_posix())
    return entry[1] if entry is not None else None


def _committed(folder: Path, commit: str) -> _Committed | None:
    listed = _git(folder, "ls-tree", "-r", "-z", "--full-tree", commit)
    where = _git(folder, "rev-parse", "--show-toplevel", "--show-prefix")
    if listed is None or where is None:
        return None
    top, _, prefix = os.fsdecode(where).partition("\n")
    files = {}
    for entry in listed.split(b"\0"):
        if entry:
            about, path = entry.split(b"\t", 1)
            mode, _kind, name = about.decode().split()
            files[os.fsdecode(path)] = (mode, name)
    return _Committed(top, prefix.strip("\n"), files)


def _plan_files(committed: _Committed, used: str, excluded: tuple[str, ...]) -> list[str]:
    """Of the committed files of a folder those that :func:`bcp.files.read_tree` would read."""
    start = posixpath.normpath(posixpath.join(committed.prefix, used, "x"))[:-1]
    inside = [path.removeprefix(start) for path in committed.files if path.startswith(start)]
    nested = {posixpath.dirname(path) for path in inside if path.endswith("/plan.yaml")}

    def belongs(path: str) -> bool:
        parts = path.split("/")
        folders = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
        return (
            path.endswith(".yaml")
            and not any(part.startswith(".") for part in parts)
            and not {"drills", "build"} & set(parts[:-1])
            and not nested & set(folders)
            and not any(fnmatch(one, pattern) for one in (*folders, path) for pattern in excluded)
        )

    return [path for path in inside if belongs(path)]


def _hashed(content: bytes, commit: str) -> str:
    """The hash that git would give to a file."""
    algorithm = "sha256" if len(commit) == 64 else "sha1"
    head = b"blob %d\0" % len(content)
    return hashlib.new(algorithm, head + content, usedforsecurity=False).hexdigest()


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git answers; None when it cannot.

    Variables such as ``GIT_DIR`` are taken out of its environment: a hook sets them, and the
    revision on the paper would be that of another repository.
    """
    harmless = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-pager")
    ours = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        answer = subprocess.run(  # noqa: S603 - the program is git, the arguments are ours
            ["git", *harmless, *arguments],  # noqa: S607 - found on PATH like any tool of the user
            cwd=folder,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**ours, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout if answer.returncode == 0 else None
