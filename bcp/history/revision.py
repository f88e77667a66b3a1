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


def content_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over paths and contents, in the order of paths."""
    total = hashlib.sha256()
    for path, content in sorted(files.items()):
        total.update(f"{path}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def revision(folder: Path, files: Mapping[str, bytes], excluded: tuple[str, ...] = ()) -> Revision:
    """The revision of a folder whose plan files are ``files`` (paths relative to it).

    ``excluded`` are the patterns of files that were left out when they were read.

    Never raises: without git, a repository, or a commit it is the hash of the content alone.
    """
    content = content_hash(files)
    head = _git(folder, "log", "-1", "--format=%H %ct", "--no-show-signature")
    if head is None or not head.strip():
        return Revision(content)
    commit, seconds = head.decode().split()
    day = dt.datetime.fromtimestamp(int(seconds), tz=dt.UTC).date()
    committed = _committed(folder, commit)
    if committed is not None:
        committed = _plan_files(committed, excluded)
    return Revision(content, commit, committed != _hashed(files, commit), day)


def _committed(folder: Path, commit: str) -> dict[str, str] | None:
    """Path → hash of each committed file in the folder, as git has them."""
    listed = _git(folder, "ls-tree", "-r", "-z", "--full-name", commit, ".")
    prefix = _git(folder, "rev-parse", "--show-prefix")
    if listed is None or prefix is None:
        return None
    start = os.fsdecode(prefix.rstrip(b"\n"))
    found = {}
    for entry in listed.split(b"\0"):
        if entry:
            about, path = entry.split(b"\t", 1)
            found[os.fsdecode(path).removeprefix(start)] = about.split()[2].decode()
    return found


def _plan_files(committed: Mapping[str, str], excluded: tuple[str, ...]) -> dict[str, str]:
    """Of the committed files those that :func:`bcp.files.read_tree` would read."""
    nested = {posixpath.dirname(path) for path in committed if path.endswith("/plan.yaml")}

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

    return {path: name for path, name in committed.items() if belongs(path)}


def _hashed(files: Mapping[str, bytes], commit: str) -> dict[str, str]:
    """Path → the hash that git would give to each file."""
    algorithm = "sha256" if len(commit) == 64 else "sha1"
    return {
        path: hashlib.new(
            algorithm, b"blob %d\0" % len(content) + content, usedforsecurity=False
        ).hexdigest()
        for path, content in files.items()
    }


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git answers; None when it cannot."""
    harmless = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-pager")
    try:
        answer = subprocess.run(  # noqa: S603 - the program is git, the arguments are ours
            ["git", *harmless, *arguments],  # noqa: S607 - found on PATH like any tool of the user
            cwd=folder,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout if answer.returncode == 0 else None
