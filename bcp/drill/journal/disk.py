"""The few steps on files that the journal's safety rests on."""

from __future__ import annotations

import os
from pathlib import Path

# Absent on some systems: links are not followed, line ends are never translated.
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def open_to_append(path: Path) -> int:
    """A descriptor whose writes all go to the end; a new file's name is on the disk at once.

    Raises:
        OSError: the system refuses, or the path is a symbolic link.
    """
    new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _FLAGS, 0o644)
    if new:
        _sync_folder(path.parent)
    return descriptor


def write_whole(descriptor: int, content: bytes) -> None:
    """Write all of it, in one write wherever the system does that.

    A short write happens where the disk is full or a signal came; the next one tells which.

    Raises:
        OSError: the system refuses; a part may have been written.
    """
    rest = memoryview(content)
    while rest:
        written = os.write(descriptor, rest)
        rest = rest[written:]


def append(path: Path, content: bytes) -> None:
    """Add to the end of a file, and see it to the disk.

    Raises:
        OSError: the system refuses; a part may have been written.
    """
    descriptor = open_to_append(path)
    try:
        write_whole(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def cut(path: Path, size: int) -> None:
    """Shorten a file to ``size`` bytes, and see that to the disk.

    Raises:
        OSError: the system refuses.
    """
    descriptor = os.open(path, os.O_WRONLY | _FLAGS)
    try:
        os.ftruncate(descriptor, size)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """See a new file's name to the disk; Windows has no way to, and no need."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
