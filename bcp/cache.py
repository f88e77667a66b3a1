"""Small files in the user's cache folder: what was worked out once, to be used again.

A cache is a convenience. Whatever is wrong with it (it cannot be read or written, is damaged, comes
from another version, belongs to somebody else) is passed over in silence, and the work is done
anew. It is the user's alone, since what it holds quotes the plans: folder mode 0700, files 0600.

The folder is ``BCP_CACHE``; without it, ``bcp`` in the user's cache folder: ``$XDG_CACHE_HOME`` or
``~/.cache``, ``~/Library/Caches`` on macOS, ``%LOCALAPPDATA%`` on Windows.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress

# As the standard library's own `random` does with `_sha2`: by way of `hashlib`, OpenSSL is loaded,
# which takes a third of a bare start of Python.
try:
    from _blake2 import blake2b
except ImportError:  # pragma: no cover (another Python)
    from hashlib import blake2b

_DIGEST = 24
"""Bytes of a digest: 192 bits, far more than anybody can search for a second content."""
_DAY = 24 * 60 * 60
_KEPT = 30 * _DAY
"""Seconds for which a file that nobody asks for is kept,"""
_SWEPT = 7 * _DAY
"""between two looks for such files,"""
_FRESH = _DAY
"""and before a file that was asked for is marked anew: a mark at each reading would be a write."""
_LARGEST = 8 * 1024 * 1024
_SWEPT_MARK = ".swept"
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_READ = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Digest:
    """A digest over parts, each with its length: no two lists of parts run into one another."""

    def __init__(self, *parts: bytes) -> None:
        self._hash = blake2b(digest_size=_DIGEST)
        self.add(*parts)

    def add(self, *parts: bytes) -> None:
        for part in parts:
            self._hash.update(b"%d:" % len(part))
            self._hash.update(part)

    def extended(self, *parts: bytes) -> Digest:
        """A digest of these parts after all that came before; this one stays as it is."""
        other = Digest.__new__(Digest)
        other._hash = self._hash.copy()
        other.add(*parts)
        return other

    def value(self) -> bytes:
        return self._hash.digest()

    def name(self) -> str:
        """The digest as the name of a file."""
        return self._hash.hexdigest()


def digest_of_files(files: Mapping[str, bytes]) -> bytes:
    """One digest over names and contents."""
    digest = Digest(b"%d" % len(files))
    for name, content in files.items():
        digest.add(os.fsencode(name), content)
    return digest.value()


def cache_folder(environment: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """Where this user's cache lies; None where the surroundings do not say.

    A default place is used only when the home folder is the user's own: what another one, such as
    root with the home of somebody else, left there could never be written by its owner.
    """
    named = environment.get("BCP_CACHE")
    if named:
        return named
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return os.path.join(local, "bcp", "Cache") if local else None  # noqa: PTH118
    given = environment.get("XDG_CACHE_HOME", "")
    if given.startswith("/") and platform != "darwin":  # a relative one is to be passed over
        return f"{given}/bcp"
    home = environment.get("HOME", "")
    if not home.startswith("/") or not _belongs_to_us(home):
        return None
    return f"{home}/Library/Caches/bcp" if platform == "darwin" else f"{home}/.cache/bcp"


def _belongs_to_us(folder: str) -> bool:
    try:
        return _is_own(os.stat(folder))  # noqa: PTH116 (a path would be made for it alone)
    except (OSError, ValueError):
        return False


def _is_own(status: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def _is_private(status: os.stat_result) -> bool:
    """Whether it belongs to who runs the program, and nobody else can write to it."""
    # Where there are no owners, the folders of a user are closed to others by other means.
    return _is_own(status) and not (hasattr(os, "geteuid") and status.st_mode & _OTHERS_MAY_WRITE)


class Cache:
    """The files of one kind in a cache folder; none of its methods raises."""

    def __init__(self, folder: str, kind: str) -> None:
        self._folder = f"{folder}/{kind}"
        self._usable: bool | None = None
        self._made = False
        self._wrote = False

    def read(self, name: str) -> bytes | None:
        """What was written under a name; None when nothing was that can be relied on."""
        if not self._is_usable():
            return None
        try:
            descriptor = os.open(f"{self._folder}/{name}", _READ)
        except (OSError, ValueError):
            return None
        try:
            with open(descriptor, "rb", buffering=0) as file:  # noqa: PTH123 (a descriptor)
                status = os.fstat(descriptor)
                if not stat.S_ISREG(status.st_mode) or not _is_private(status):
                    return None
                content = file.read(_LARGEST)
                if content is not None and abs(time.time() - status.st_mtime) > _FRESH:
                    self._mark(name)
        except OSError:
            return None
        return _unsealed(content) if content else None

    def _mark(self, name: str) -> None:
        """Say that a file is still asked for."""
        with suppress(OSError):
            os.utime(f"{self._folder}/{name}")

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole, or not at all.

        Not by ``bcp.files.write_atomically``: that waits until the disk has it, which takes longer
        than a check. A file that a power cut leaves half written does not fit its digest.
        """
        if len(content) + _DIGEST > _LARGEST or not self._is_usable(make=True):
            return
        temporary = f"{self._folder}/.{os.urandom(8).hex()}.tmp"
        try:
            descriptor = os.open(temporary, _WRITE, 0o600)
        except OSError:
            return
        try:
            with open(descriptor, "wb", buffering=0) as file:  # noqa: PTH123 (a descriptor)
                file.write(_sealed(content))
            os.replace(temporary, f"{self._folder}/{name}")  # noqa: PTH105
            self._wrote = True
        except OSError:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108

    def _is_usable(self, *, make: bool = False) -> bool:
        """Whether the folder is there and nobody but the user can have written to it."""
        if make and not self._usable and not self._made:
            self._made, self._usable = True, None
            with suppress(OSError, ValueError):
                os.makedirs(os.path.dirname(self._folder), 0o700, exist_ok=True)  # noqa: PTH103, PTH120
                os.mkdir(self._folder, 0o700)  # noqa: PTH102
        if self._usable is None:
            try:
                status = os.stat(self._folder)  # noqa: PTH116
                self._usable = stat.S_ISDIR(status.st_mode) and _is_private(status)
            except (OSError, ValueError):
                self._usable = False
        return self._usable

    def tidy(self) -> None:
        """Remove what nobody asked for in a month; looks for it once a week, after a writing."""
        if not self._wrote:
            return
        now = time.time()
        mark = f"{self._folder}/{_SWEPT_MARK}"
        with suppress(OSError):
            if abs(now - os.stat(mark).st_mtime) < _SWEPT:  # noqa: PTH116
                return
        with suppress(OSError):
            os.close(os.open(mark, os.O_WRONLY | os.O_CREAT, 0o600))
            os.utime(mark)
            with os.scandir(self._folder) as entries:
                _remove(entry for entry in entries if _is_old(entry, now))


def _sealed(content: bytes) -> bytes:
    """With its digest before it: what is damaged does not fit."""
    return Digest(content).value() + content


def _unsealed(content: bytes) -> bytes | None:
    inner = content[_DIGEST:]
    return inner if Digest(inner).value() == content[:_DIGEST] else None


def _is_old(entry: os.DirEntry[str], now: float) -> bool:
    """Whether nobody needs a file any more; what a writing that was cut off left, after a day."""
    kept = _DAY if entry.name.endswith(".tmp") else _KEPT
    with suppress(OSError):
        status = entry.stat(follow_symlinks=False)
        return stat.S_ISREG(status.st_mode) and now - status.st_mtime > kept
    return False


def _remove(entries: Iterable[os.DirEntry[str]]) -> None:
    for entry in list(entries):
        with suppress(OSError):
            os.unlink(entry.path)  # noqa: PTH108
