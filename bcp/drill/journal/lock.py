"""One writer, one process: the lock beside a writer's journal.

A file that is created only if it is not there works on every system and shared folder, and a
person can read who holds it. It outlives a crash on purpose: going on after one is a decision, and
recorded.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from bcp.diagnostics import Message
from bcp.drill.clock import is_wall_text
from bcp.drill.journal.disk import write_whole
from bcp.drill.journal.record import canonical, one_word
from bcp.drill.journal.trouble import cannot_write
from bcp.errors import BcpError

_LARGEST_LOCK = 4096


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: process id, host, and since when (UTC). Unknown is ``0`` and ``""``."""

    pid: int
    host: str
    started: str

    @property
    def words(self) -> Message:
        """Who it is, as it stands in a sentence."""
        if not self.pid:
            return Message.of("a process that did not leave its name")
        begun = self.started
        if is_wall_text(begun):
            begun = f"{begun[:16].replace('T', ' ')} UTC"
        # The number as a text: no word agrees with it.
        return Message.of(
            "process {pid} on {host} (begun {begun})",
            pid=str(self.pid),
            host=self.host,
            begun=begun,
        )


class WriterLock:
    """The lock of one writer, held from :meth:`acquire` to :meth:`release`."""

    def __init__(self, path: Path, broken: Holder | None, identity: tuple[int, int, int]) -> None:
        self.path = path
        self.broken = broken
        """Whose lock was broken to get this one; ``None`` for an ordinary start."""
        self._identity = identity

    @classmethod
    def acquire(cls, path: Path, writer: str, started: str, *, take_over: bool) -> WriterLock:
        """Take the lock, or break a stale one if told to.

        Raises:
            BcpError: another process writes here, or may; or the folder cannot be written.
        """
        _finish_setting_aside(path)
        identity = _create(path, started)
        if identity is not None:
            return cls(path, None, identity)
        content = _content(path)
        holder = _holder(content)
        _refuse(path, writer, holder, take_over=take_over)
        _set_aside(path, content)
        identity = _create(path, started)
        if identity is None:
            raise _taken_meanwhile(writer)
        return cls(path, holder, identity)

    @property
    def mine(self) -> bool:
        """Whether the lock is still this one: somebody else may have broken it."""
        try:
            found = self.path.lstat()
        except OSError:
            return False
        return _identity_of(found) == self._identity

    def release(self) -> None:
        """Give the lock back. A lock that somebody else holds by now is left to them."""
        if self.mine:
            self.settle()
            self.path.unlink(missing_ok=True)

    def settle(self) -> None:
        """Forget the broken lock: the take-over is on record."""
        _aside(self.path).unlink(missing_ok=True)

    def give_back(self) -> None:
        """Undo the acquiring: put a broken lock back, so that breaking it is asked for, and
        recorded, the next time too.
        """
        aside = _aside(self.path)
        if self.broken is None or not aside.exists():
            self.release()
        elif self.mine:
            aside.replace(self.path)


def _create(path: Path, started: str) -> tuple[int, int, int] | None:
    """Create the lock; ``None`` when there is one. Gives what tells this file from a later one."""
    holder = {"host": socket.gethostname(), "pid": os.getpid(), "started": started}
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return None
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        write_whole(descriptor, canonical(holder) + b"\n")
        found = os.fstat(descriptor)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise cannot_write(path, error) from error
    finally:
        os.close(descriptor)
    return _identity_of(found)


def _identity_of(found: os.stat_result) -> tuple[int, int, int]:
    # The number of a deleted file is used again, the time of its last change is not.
    return (found.st_dev, found.st_ino, found.st_mtime_ns)


def _content(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return b""
        with path.open("rb") as file:
            return file.read(_LARGEST_LOCK)
    except OSError:
        return b""


def _holder(content: bytes) -> Holder:
    unknown = Holder(0, "", "")
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError):
        return unknown
    if not isinstance(fields, dict):
        return unknown
    pid, host, started = (fields.get(key) for key in ("pid", "host", "started"))
    if type(pid) is not int or not 0 < pid < 2**31:
        return unknown
    if not isinstance(host, str) or not isinstance(started, str):
        return unknown
    return Holder(pid, one_word(host), one_word(started))


def _refuse(path: Path, writer: str, holder: Holder, *, take_over: bool) -> None:
    alive = _alive(holder)
    if alive:
        raise BcpError(
            "{writer} is already writing this journal: {holder}.",
            "End that process, or start under another writer's name. If that process is no bcp, "
            "delete {path}.",
            writer=writer,
            holder=holder.words,
            path=path,
        )
    if not take_over:
        raise BcpError(
            "The journal of {writer} is locked: {holder} does not run any more."
            if alive is False
            else "The journal of {writer} is locked: {holder} may still run.",
            "If nobody writes under this name any more, go on with --take-over; it is recorded.",
            writer=writer,
            holder=holder.words,
        )


def _alive(holder: Holder) -> bool | None:
    """Whether the holder runs; ``None`` when that cannot be told from here."""
    if holder.host != socket.gethostname() or not holder.pid:
        return None
    if sys.platform == "win32":
        return None  # signal 0 would be Ctrl-C there
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _aside(path: Path) -> Path:
    return path.with_name(path.name + ".stale")


def _set_aside(path: Path, content: bytes) -> None:
    """Move the stale lock away. Two may do so at once: whoever finds that it moved a fresh
    lock, not the one it read, puts it back and leaves.
    """
    aside = _aside(path)
    try:
        path.replace(aside)
    except FileNotFoundError:
        return
    except OSError as error:
        raise cannot_write(path, error) from error
    if _content(aside) != content:
        aside.replace(path)
        raise _taken_meanwhile(path.stem)


def _finish_setting_aside(path: Path) -> None:
    """A crash in the middle of a take-over left only the stale lock: it still has to be broken."""
    aside = _aside(path)
    if aside.exists() and not path.exists():
        try:
            aside.replace(path)
        except OSError as error:
            raise cannot_write(path, error) from error


def _taken_meanwhile(writer: str) -> BcpError:
    return BcpError(
        "Somebody else took over the journal of {writer} at the same moment.",
        "Agree on who writes under this name, or start under another writer's name.",
        writer=writer,
    )
