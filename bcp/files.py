"""Folders on disk become a :class:`Tree`, within limits; and files are written whole or not at all.

A plan is untrusted. Nothing outside the boundary is read, nothing that is not an ordinary file is
opened for reading, no file is read beyond the limit. What is wrong with a file of the plan is a
:class:`~bcp.diagnostics.Diagnostic` (``SRC001`` cannot be read, ``SRC006`` beyond a limit); only a
folder that cannot be read at all raises.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections import deque
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from bcp.diagnostics import Diagnostic, Message, Severity, Span
from bcp.errors import BcpError

MIB = 1024 * 1024
NOT_READ = ("drills", "build")
"""Folders that hold what the program writes, at any depth."""

PLAN_FILE = "plan.yaml"

_UNPRINTABLE = "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
# Not every system has these flags; where one is missing, the lstat before and the fstat after
# opening still hold.
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


class Limits(NamedTuple):
    """How much is read. Far above any real plan; reaching one is a finding (``SRC006``).

    The first three hold for folders: bytes of one file, files of a tree, bytes of a tree. The rest
    hold for one file: how deep values nest, how many keys and values it has when every alias is
    written out, how many characters that would be, and how many faults are listed.
    """

    file_bytes: int = 8 * MIB
    files: int = 20_000
    tree_bytes: int = 512 * MIB
    depth: int = 64
    nodes: int = 500_000
    characters: int = 32 * MIB
    faults: int = 200


DEFAULT_LIMITS = Limits()


class File(NamedTuple):
    """One file as it was read: its path relative to the tree's folder, and its bytes."""

    path: str
    content: bytes


class Tree(NamedTuple):
    """The files of a plan, from a folder or from a revision in git.

    ``base`` is the folder, or None when the files do not come from a disk. ``files`` maps paths
    relative to the folder, with forward slashes, to bytes, sorted by path. ``faults`` are the
    findings about files that could not be read, sorted.
    """

    base: Path | None
    files: Mapping[str, bytes]
    faults: tuple[Diagnostic, ...] = ()


def read_tree(
    folder: Path,
    *,
    boundary: Path | None = None,
    excluded: tuple[str, ...] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Tree:
    """Every ``*.yaml`` below ``folder``, in an order that depends on names alone.

    Not read: names that begin with a dot; folders called ``drills`` or ``build``; a nested plan (a
    sub-folder with its own ``plan.yaml``); whatever matches a pattern of ``excluded`` (as in
    :mod:`fnmatch`, on the path relative to ``folder``; ``*`` also crosses slashes; a folder that
    matches is left out with all it holds).

    A symbolic link is followed as long as it leads to something inside ``boundary`` (``folder``,
    when None). However many links lead to it, a folder or file is read once: by its own path if
    that is below ``folder``, else by the first link.

    :raises BcpError: when ``folder`` is not there, is not a folder or may not be read.
    """
    real = _readable_folder(folder)
    edge = real if boundary is None or boundary == real else _real(boundary)
    walk = _Walk(edge, excluded, limits)
    found = walk.run(real)
    contents, faults = _read_all(found, limits)
    return Tree(folder, contents, tuple(sorted([*walk.faults, *faults])))


def read_file(path: Path, most: int = DEFAULT_LIMITS.file_bytes) -> bytes:
    """The bytes of one file that the user named; links are followed.

    :raises BcpError: when it cannot be read, is no ordinary file (opening a pipe would wait for
        somebody who writes to it), or has more than ``most`` bytes.
    """
    name = shown(str(path))
    try:
        descriptor = os.open(path, _OPEN_FLAGS & ~getattr(os, "O_NOFOLLOW", 0))
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                kind = _SORTS.get(stat.S_IFMT(status.st_mode), "a device")
                raise BcpError("{name} is {kind}, not a file", "name a file", name=name, kind=kind)
            content = _content(descriptor, status.st_size, most + 1)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise BcpError(
            "{name} cannot be read: there is no such file", "check the name of the file", name=name
        ) from None
    except (OSError, ValueError) as error:
        raise BcpError(
            "{name} cannot be read: {error}",
            "check the name of the file",
            name=name,
            error=why_refused(error),
        ) from error
    if len(content) > most:
        raise BcpError(
            "{name} is longer than {most} MiB",
            "check the name of the file",
            name=name,
            most=most // MIB,
        )
    return content


_SORTS = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe"}


def find_repository_root(folder: Path) -> Path:
    """The nearest folder from ``folder`` upwards that holds ``.git``; else ``folder`` itself.

    The boundary for ``uses:``. The answer is absolute and free of symbolic links.
    """
    real = _real(folder)
    # Words, not paths: with thousands of plans, making a path for each question takes longer than
    # asking. os.path.lexists never raises for a folder that may not be looked into.
    here, above = str(real), ""
    while here != above:
        if os.path.lexists(os.path.join(here, ".git")):  # noqa: PTH118
            return Path(here)
        here, above = os.path.dirname(here), here  # noqa: PTH120
    return real


def is_inside(path: Path, boundary: Path) -> bool:
    """Whether ``path``, with all symbolic links followed, is ``boundary`` or below it."""
    try:
        return path.resolve().is_relative_to(boundary.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


# --- walking -----------------------------------------------------------------------------------


class _Found(NamedTuple):
    """A file to read: its path in the tree, and the real path (no link left in it)."""

    path: str
    real: str


class _Walk:
    """One walk through a folder: what it found so far."""

    def __init__(self, edge: Path, excluded: tuple[str, ...], limits: Limits) -> None:
        self.edge = edge
        self.excluded = excluded
        self.limits = limits
        self.faults: list[Diagnostic] = []
        self.found: list[_Found] = []
        self.links: list[_Found] = []
        self.seen: set[str] = set()

    def run(self, base: Path) -> list[_Found]:
        """Folders by their own path first, then links: so what is real wins over a link to it."""
        folders = deque([("", str(base))])
        linked: deque[tuple[str, str]] = deque()
        while folders or linked:
            prefix, real = (folders or linked).popleft()
            if real in self.seen:
                continue
            self.seen.add(real)
            entries = self._entries(prefix, real)
            if prefix and any(entry.name == PLAN_FILE for entry in entries):
                continue
            for entry in entries:
                step = self._look(prefix, entry)
                if step is not None:
                    (linked if entry.is_symlink() else folders).append(step)
            if len(self.found) + len(self.links) > self.limits.files:
                break
        return self._chosen()

    def _chosen(self) -> list[_Found]:
        files = {found.real: found for found in self.found}
        for link in sorted(self.links, key=lambda found: found.path):
            files.setdefault(link.real, link)
        chosen = sorted(files.values(), key=lambda found: found.path)
        if len(chosen) > self.limits.files:
            self.faults.append(
                _beyond(
                    ".",
                    Message.of(
                        "more than {limit} files; the rest is not read", limit=self.limits.files
                    ),
                    Message.of("Check a folder that holds the plan alone, or exclude folders."),
                )
            )
        return chosen[: self.limits.files]

    def _entries(self, prefix: str, real: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(real) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._unreadable(prefix or ".", _reason(error))
            return []

    def _look(self, prefix: str, entry: os.DirEntry[str]) -> tuple[str, str] | None:
        """Note a file to read or a fault; give a folder to walk, with its real path."""
        name, path = entry.name, f"{prefix}{entry.name}"
        if name.startswith(".") or any(fnmatchcase(path, pattern) for pattern in self.excluded):
            return None
        target = entry.path
        if entry.is_symlink():
            followed = self._follow(path, entry.path)
            if followed is None:
                return None
            target = followed
        try:
            mode = os.lstat(target).st_mode
        except OSError as error:
            if _is_plan_name(name):
                self._unreadable(path, _reason(error))
            return None
        if stat.S_ISDIR(mode):
            return self._folder(path, target, name)
        if _is_plan_name(name):
            self._file(path, target, mode, linked=target is not entry.path)
        return None

    def _folder(self, path: str, target: str, name: str) -> tuple[str, str] | None:
        if name in NOT_READ:
            return None
        if name.endswith(".yaml"):
            self._unreadable(path, Message.of("it is a folder, not a file"))
            return None
        return f"{path}/", target

    def _file(self, path: str, target: str, mode: int, *, linked: bool) -> None:
        if not path.endswith(".yaml"):
            ending = path[path.rindex(".") :]
            self.faults.append(
                _fault(
                    path,
                    Message.of("files that end in {ending} are not read", ending=ending),
                    Message.of(
                        "Rename it to {name}.yaml.", name=path.rpartition("/")[2][: -len(ending)]
                    ),
                )
            )
        elif not path.isprintable() and re.search(_UNPRINTABLE, path):
            self._unreadable(
                path,
                Message.of("its name holds characters that cannot be shown"),
                Message.of("Rename it."),
            )
        elif not stat.S_ISREG(mode):
            self._unreadable(path, Message.of("it is not an ordinary file"))
        else:
            (self.links if linked else self.found).append(_Found(path, target))

    def _follow(self, path: str, link: str) -> str | None:
        """Where a link leads, or None with a fault (only for what would have been read)."""
        try:
            target = os.path.realpath(link, strict=True)
        except (OSError, RuntimeError) as error:
            if _is_plan_name(path):
                circle = isinstance(error, RuntimeError) or error.errno == errno.ELOOP
                self._unreadable(
                    path,
                    Message.of("it is a link that leads back to itself")
                    if circle
                    else Message.of("it is a link that leads nowhere"),
                )
            return None
        if not Path(target).is_relative_to(self.edge):
            # A link to a folder is named too: plan files may be expected behind it.
            if _is_plan_name(path) or Path(target).is_dir():
                self._unreadable(
                    path,
                    Message.of("it is a link that leads out of the plan"),
                    Message.of("Put a copy in the plan, or name shared folders under `uses:`."),
                )
            return None
        return target

    def _unreadable(self, path: str, reason: Message, hint: Message | None = None) -> None:
        self.faults.append(_unread(path, reason, hint))


def _is_plan_name(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml"))


# --- reading -----------------------------------------------------------------------------------


def _read_all(found: list[_Found], limits: Limits) -> tuple[dict[str, bytes], list[Diagnostic]]:
    contents: dict[str, bytes] = {}
    faults: list[Diagnostic] = []
    total = 0
    for each in found:
        answer = _read(each, limits)
        if isinstance(answer, Diagnostic):
            faults.append(answer)
            continue
        total += len(answer.content)
        if total > limits.tree_bytes:
            faults.append(
                _beyond(
                    each.path,
                    Message.of(
                        "the files up to here are more than {limit} MiB together; "
                        "this one and the rest are not read",
                        limit=limits.tree_bytes // MIB,
                    ),
                    Message.of("Check a folder that holds the plan alone, or exclude folders."),
                )
            )
            break
        contents[answer.path] = answer.content
    return contents, faults


def _read(found: _Found, limits: Limits) -> File | Diagnostic:
    """The bytes of one file. Between the look and the opening it may have become anything."""
    try:
        descriptor = os.open(found.real, _OPEN_FLAGS)
    except OSError as error:
        return _unread(found.path, _reason(error))
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return _unread(found.path, Message.of("it is not an ordinary file"))
        if status.st_size > limits.file_bytes:
            return _too_large(found.path, limits)
        content = _content(descriptor, status.st_size, limits.file_bytes + 1)
    except OSError as error:
        return _unread(found.path, _reason(error))
    finally:
        os.close(descriptor)
    if len(content) > limits.file_bytes:
        return _too_large(found.path, limits)
    return File(found.path, content)


def _content(descriptor: int, size: int, most: int) -> bytes:
    """All that a file holds, up to ``most`` bytes; ``size`` is how much it said to hold."""
    content = os.read(descriptor, min(size + 1, most))
    if len(content) == size:
        return content  # and no more came when more was asked for
    pieces = [content]
    most -= len(content)
    while most > 0 and (piece := os.read(descriptor, min(most, MIB))):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def _too_large(path: str, limits: Limits) -> Diagnostic:
    return _beyond(
        path,
        Message.of("larger than {limit} MiB; not read", limit=limits.file_bytes // MIB),
        Message.of("Split it into several files."),
    )


def _reason(error: OSError) -> Message:
    if error.errno in (errno.EACCES, errno.EPERM):
        return Message.of("there is no permission to read it")
    if error.errno == errno.ENOENT:
        return Message.of("it is not there any more")
    if error.errno == errno.ELOOP:
        return Message.of("it became a link while it was read")
    return Message.of("the system says: {reason}", reason=error.strerror or str(error))


def _unread(path: str, reason: Message, hint: Message | None = None) -> Diagnostic:
    return _fault(path, Message.of("not read: {reason}", reason=reason), hint)


def _fault(path: str, message: Message, hint: Message | None = None) -> Diagnostic:
    return Diagnostic(Span(shown(path)), "SRC001", Severity.ERROR, message, hint)


def _beyond(path: str, message: Message, hint: Message) -> Diagnostic:
    return Diagnostic(Span(shown(path)), "SRC006", Severity.ERROR, message, hint)


def shown(path: str) -> str:
    r"""A path as it may be shown: bytes that are not UTF-8 and control characters as ``\xff``."""
    readable = os.fsencode(path).decode("utf-8", "backslashreplace")
    return re.sub(_UNPRINTABLE, lambda found: found[0].encode("unicode_escape").decode(), readable)


def _real(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError, ValueError):
        return folder.absolute()


def _readable_folder(folder: Path) -> Path:
    name = shown(str(folder))
    try:
        real = folder.resolve(strict=True)
        if not real.is_dir():
            raise BcpError(
                "{name} is not a folder.", "Name the folder that holds plan.yaml.", name=name
            )
        with os.scandir(real):
            return real
    except FileNotFoundError:
        raise BcpError("There is no folder {name}.", "Check the path.", name=name) from None
    except (OSError, RuntimeError, ValueError) as error:
        why = why_refused(error)
        raise BcpError("The folder {name} cannot be read: {why}.", name=name, why=why) from error


# --- writing -----------------------------------------------------------------------------------

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "there is no permission",
    errno.EPERM: "there is no permission",
    errno.ENOENT: "the folder that it lies in is not there",
    errno.ENOTDIR: "what it lies in is no folder",
    errno.EISDIR: "it is a folder",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EFBIG: "the disk takes no file of this size",
    errno.EIO: "the disk reports a fault",
}


def why_refused(error: Exception) -> Message:
    """Why the system did not do what was asked of it: half a sentence, in plain words for what
    happens often."""
    number = (error.errno or 0) if isinstance(error, OSError) else 0
    if number in _REASONS:
        return Message.of(_REASONS[number])
    said = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Message.of("the system says: {reason}", reason=said)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that whoever looks sees the old content or the new, never a part of it.

    A new file gets mode 0644 less the umask; a file that was there keeps its mode. When it fails,
    the old file stands as it was and nothing else is left behind.

    :raises BcpError: in plain words: disk full, read-only, no permission, a folder or a link is
        in the way. A link is refused, since it may lead out of the plan.
    """
    try:
        mode = _mode_of_existing(path)
        _replace(path, content, mode)
    except (OSError, ValueError) as error:
        raise _not_written(path, why_refused(error)) from error


def _not_written(path: Path, why: Message) -> BcpError:
    return BcpError(
        "{name} cannot be written: {error}.",
        "Nothing was changed. Make room or choose another place, and try again.",
        name=shown(str(path)),
        error=why,
    )


def _mode_of_existing(path: Path) -> int | None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISREG(mode):
        return stat.S_IMODE(mode)
    if stat.S_ISDIR(mode):
        raise _not_written(path, Message.of("it is a folder"))
    if stat.S_ISLNK(mode):
        raise _not_written(path, Message.of("it is a link; name the file that it leads to"))
    raise _not_written(path, Message.of("it is not an ordinary file"))


def _replace(path: Path, content: bytes, mode: int | None) -> None:
    # Not named after the file: a name near the system's limit must still be writable.
    temporary = path.parent / f".{os.urandom(8).hex()}.tmp"
    # The system takes the umask off; asking for the umask would change it for other threads.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o644)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 (a descriptor)
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, mode)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can; the file itself stands."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
