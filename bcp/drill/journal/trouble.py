"""What can go wrong with a journal, said to the person at the keyboard."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from bcp.diagnostics import Span
from bcp.errors import BcpError

_ROOM = "Make room on the disk, or go on in a copy of the run folder on another disk."
_RIGHTS = "Make the folder writable, or go on in a copy of the run folder elsewhere."
_CAUSES = {
    errno.ENOSPC: ("the disk is full", _ROOM),
    getattr(errno, "EDQUOT", -1): ("the quota on this disk is used up", _ROOM),
    errno.EFBIG: ("the file would exceed the size that is allowed here", _ROOM),
    errno.EROFS: ("the disk is read-only", _RIGHTS),
    errno.EACCES: ("writing is not permitted there", _RIGHTS),
    errno.EPERM: ("writing is not permitted there", _RIGHTS),
    errno.ELOOP: ("it is a symbolic link", "Replace the link by the file itself."),
}


class DamagedJournalError(BcpError):
    """A journal that cannot be trusted; nothing was changed. ``span`` is the file and the line."""

    def __init__(self, file: Path, line: int, why: str, fix: str = "") -> None:
        place = f"{file}, line {line}" if line else str(file)
        super().__init__(
            f"{place}: {why}. Nothing was changed.",
            fix or "Restore the file from git or from a copy, or ask its writer for theirs.",
        )
        self.span = Span(file.as_posix(), line)
        self.why = why


class RunExistsError(BcpError):
    """There is a run in a folder already; it stays as it is."""

    def __init__(self, run_folder: Path) -> None:
        super().__init__(
            f"There is a run in {run_folder} already, and a run is never overwritten.",
            "Begin the new one in a folder of its own.",
        )


class NotSavedError(BcpError):
    """A record that could not be written. The journal stands as before it.

    ``unsaved`` is the record's line, also part of the message, so that it stays on the screen.
    """

    def __init__(self, why: str, fix: str, unsaved: str) -> None:
        super().__init__(f"{why} This record is not saved: {unsaved}", fix)
        self.why = why
        self.unsaved = unsaved


def cause_of(error: OSError) -> tuple[str, str]:
    """Why the system refused, in words, and what to do about it."""
    number = error.errno or 0
    return _CAUSES.get(number, (os.strerror(number) if number else str(error), _RIGHTS))


def cannot_write(path: Path, error: OSError) -> BcpError:
    """The system refused to write a file."""
    why, fix = cause_of(error)
    return BcpError(f"Cannot write {path}: {why}.", fix)


def cannot_read(path: Path, error: OSError) -> BcpError:
    """The system refused to read a file."""
    why, _ = cause_of(error)
    if error.errno in (errno.EACCES, errno.EPERM):
        why = "reading is not permitted"
    return BcpError(
        "Cannot read {path}: {why}.",
        "Look at the file's rights and at the disk.",
        path=path,
        why=why,
    )
