"""What can go wrong with a journal, said to the person at the keyboard."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from bcp.diagnostics import Message, Span, mark
from bcp.errors import BcpError

_ROOM = Message.of("Make room on the disk, or go on in a copy of the run folder on another disk.")
_RIGHTS = Message.of("Make the folder writable, or go on in a copy of the run folder elsewhere.")
_KEPT = Message.of("Restore the file from git or from a copy, or ask its writer for theirs.")
_CAUSES = {
    errno.ENOSPC: (Message.of("the disk is full"), _ROOM),
    getattr(errno, "EDQUOT", -1): (Message.of("the quota on this disk is used up"), _ROOM),
    errno.EFBIG: (Message.of("the file would exceed the size that is allowed here"), _ROOM),
    errno.EROFS: (Message.of("the disk is read-only"), _RIGHTS),
    errno.EACCES: (Message.of("writing is not permitted there"), _RIGHTS),
    errno.EPERM: (Message.of("writing is not permitted there"), _RIGHTS),
    errno.ELOOP: (
        Message.of("it is a symbolic link"),
        Message.of("Replace the link by the file itself."),
    ),
}


class DamagedJournalError(BcpError):
    """A journal that cannot be trusted; nothing was changed. ``span`` is the file and the line,
    ``why`` half a sentence."""

    def __init__(self, file: Path, line: int, why: Message, fix: Message = _KEPT) -> None:
        super().__init__(
            mark("{place}: {why}. Nothing was changed."),
            fix.template,
            place=line_of(str(file), line),
            why=why,
            **dict(fix.arguments),
        )
        self.span = Span(file.as_posix(), line)
        self.why = why


class RunExistsError(BcpError):
    """There is a run in a folder already; it stays as it is."""

    def __init__(self, run_folder: Path) -> None:
        super().__init__(
            mark("There is a run in {run_folder} already, and a run is never overwritten."),
            mark("Begin the new one in a folder of its own."),
            run_folder=run_folder,
        )


class NotSavedError(BcpError):
    """A record that could not be written. The journal stands as before it.

    ``why`` is a sentence, ``advice`` what to do. ``unsaved`` is the record's line, also part of the
    message, so that it stays on the screen.
    """

    def __init__(self, why: Message, advice: Message, unsaved: str) -> None:
        super().__init__(
            mark("{why} This record is not saved: {unsaved}"),
            advice.template,
            why=why,
            unsaved=unsaved,
        )
        self.why = why
        self.advice = advice
        self.unsaved = unsaved


def line_of(file: str, line: int) -> Message:
    """A line of a file as it stands in a sentence; 0 is the file as a whole."""
    return Message.of("{file}, line {line}" if line else "{file}", file=file, line=line)


def cause_of(error: OSError) -> tuple[Message, Message]:
    """Why the system refused, in words, and what to do about it."""
    known = _CAUSES.get(error.errno or 0)
    if known is not None:
        return known
    said = os.strerror(error.errno) if error.errno else str(error)
    return Message.of("the system says: {reason}", reason=said), _RIGHTS


def cannot_write(path: Path, error: OSError) -> BcpError:
    """The system refused to write a file."""
    why, fix = cause_of(error)
    return BcpError("Cannot write {path}: {why}.", fix.template, path=path, why=why)


def cannot_read(path: Path, error: OSError) -> BcpError:
    """The system refused to read a file."""
    why, _ = cause_of(error)
    if error.errno in (errno.EACCES, errno.EPERM):
        why = Message.of("reading is not permitted")
    return BcpError(
        "Cannot read {path}: {why}.",
        "Look at the file's rights and at the disk.",
        path=path,
        why=why,
    )
