"""What ``bcp check`` answered before, asked for by everything that shaped the answer.

The key of an answer holds: the program (every file of it, the Python that runs it, the libraries
and zone data that are installed), what the call asks for and how it is written, how the plan's
folder is named, the settings that hold for it, and the names and bytes of its files. The folders
that a plan uses are known only once it is read; so an answer remembers them with a digest of their
files, and holds as long as these are what they were.

A plan has one file in the cache, with the last few answers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import bcp
from bcp.cache import Cache, Digest, cache_folder, digest_of_files
from bcp.cli.asked import Asked
from bcp.cli.folders import Folder
from bcp.diagnostics import Severity
from bcp.errors import BcpError
from bcp.files import Tree
from bcp.report.checked import Answer, Shared
from bcp.report.text import Style

LIBRARIES: Final = (
    *("babel", "click", "phonenumbers", "pydantic_core", "typing_extensions", "tzdata", "yaml"),
)
"""What is not of the standard library and takes part in a check."""

_KIND: Final = "check-2"
"""Names the layout of what is kept; another layout, another name."""
_MOST_ANSWERS: Final = 8
_MOST_BYTES: Final = 2 * 1024 * 1024
"""Of all answers for a plan together; a longer one is not kept."""
_ZONES: Final = (
    *("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"),
    *(f"{sys.base_prefix}/share/zoneinfo", f"{sys.prefix}/share/zoneinfo"),
)


class _Kept(NamedTuple):
    """An answer as it is kept."""

    key: bytes
    used: tuple[tuple[str, bytes], ...]
    """The folders that the plan uses, as named in ``uses``, and the digests of their files."""
    answer: Answer


class Answers:
    """The answers to one kind of question: the same program, options and terminal."""

    def __init__(self, cache: Cache, question: Digest) -> None:
        self._cache = cache
        self._question = question

    def entry_for(self, folder: Folder) -> Entry | None:
        """Where the answer for a plan is kept; None when it must not be.

        What could not be read is not known by its bytes: nobody can say that it did not change.
        """
        if folder.tree.faults:
            return None
        settings = folder.settings
        key = self._question.extended(
            os.fsencode(folder.path),
            *(_bytes(word) for word in (settings.fail_on, settings.only, *settings.exclude)),
            digest_of_files(folder.tree.files),
        )
        name = Digest(os.fsencode(os.path.realpath(folder.path))).name()
        return Entry(self._cache, name, key.value(), folder.reach)

    def tidy(self) -> None:
        """Remove what nobody asked for in a long time."""
        self._cache.tidy()


def answers_to(asked: Asked, style: Style, environment: Mapping[str, str]) -> Answers | None:
    """What was answered before to the same question; None when nothing is to be kept."""
    where = cache_folder(environment)
    program = _program(environment)
    if where is None or program is None:
        return None
    question = Digest(
        program,
        *(_bytes(word) for word in (asked.format, asked.as_of, asked.only, asked.fail_on)),
        _bytes(",".join(asked.codes)),
        b"%d %d" % (style.colour, style.width or 0),
        _bytes(getattr(style.translate, "language", None)),
    )
    return Answers(Cache(where, _KIND), question)


class Entry:
    """Where the answer for one plan is kept, and those to other questions."""

    def __init__(self, cache: Cache, name: str, key: bytes, reach: Callable[[str], Tree]) -> None:
        self._cache = cache
        self._name = name
        self._key = key
        self._reach = reach
        self._kept: list[_Kept] = []

    def find(self) -> Answer | None:
        """The answer that was given when everything was as it is; None when there is none."""
        content = self._cache.read(self._name)
        if content is None:
            return None
        try:
            self._kept = list(_taken_apart(content))
        except (ValueError, IndexError):
            return None
        for one in self._kept:
            if one.key == self._key and all(self._is_as_it_was(*used) for used in one.used):
                return one.answer
        return None

    def _is_as_it_was(self, name: str, digest: bytes) -> bool:
        try:
            tree = self._reach(name)
        except (BcpError, OSError, ValueError):
            return False
        return not tree.faults and digest_of_files(tree.files) == digest

    def keep(self, answer: Answer, used: Mapping[str, Tree]) -> None:
        """Keep an answer for the next time, before those that were kept already."""
        digests = tuple((name, digest_of_files(tree.files)) for name, tree in used.items())
        # One to the same question with other files in a used folder stays: they may come back.
        content = _put_together((_Kept(self._key, digests, answer), *self._kept))
        if content:
            self._cache.write(self._name, content)


# ── how answers are written ────────────────────────────────────────────────────────────────────


def _put_together(answers: Iterable[_Kept]) -> bytes:
    """As many of the answers as may be kept, the first ones first."""
    parts: list[bytes] = []
    left = _MOST_BYTES
    for one in list(answers)[:_MOST_ANSWERS]:
        part = b"".join(_parts(one))
        left -= len(part)
        if left < 0:
            break
        parts.append(part)
    return b"".join(parts)


def _parts(one: _Kept) -> Iterator[bytes]:
    """Each part with its length before it: key, numbers, text, plan; then name and digest of
    folders; then name, numbers and text of what was found in shared files."""
    answer = one.answer
    counts = (answer.counts[each] for each in Severity)
    parts = [one.key, _numbers(len(one.used), len(answer.shared), answer.fails, *counts)]
    parts += (_bytes(answer.text), _bytes(answer.plan))
    for name, digest in one.used:
        parts += (_bytes(name), digest)
    for found in answer.shared:
        place = _numbers(found.line, found.column, found.severity)
        parts += (_bytes(found.file), place, _bytes(found.text))
    for part in parts:
        yield b"%d:" % len(part)
        yield part


def _taken_apart(content: bytes) -> Iterator[_Kept]:
    """What :func:`_put_together` wrote. Raises ValueError or IndexError for anything else."""
    parts = _parts_of(content)
    for key in parts:
        folders, shared, fails, *counts = map(int, next(parts, b"").split())
        text, plan = _text(parts), _text(parts)
        used = tuple((_text(parts), next(parts, b"")) for _ in range(folders))
        found = tuple(_shared(parts) for _ in range(shared))
        numbers = dict(zip(Severity, counts, strict=True))
        yield _Kept(key, used, Answer(text, bool(fails), numbers, plan, found))


def _shared(parts: Iterator[bytes]) -> Shared:
    file = _text(parts)
    line, column, severity = map(int, next(parts, b"").split())
    return Shared(file, line, column, Severity(severity), _text(parts))


def _text(parts: Iterator[bytes]) -> str:
    return next(parts, b"").decode("utf-8", "surrogatepass")


def _numbers(*numbers: int) -> bytes:
    return b" ".join(b"%d" % number for number in numbers)


def _parts_of(content: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(content):
        colon = content.index(b":", at)
        end = colon + 1 + int(content[at:colon])
        yield content[colon + 1 : end]
        at = end


def _bytes(text: str | None) -> bytes:
    """Text as bytes, whatever it holds: names of files may hold what is no character. None is
    nobody's text."""
    return b"\xff" if text is None else text.encode("utf-8", "surrogatepass")


# ── the program ────────────────────────────────────────────────────────────────────────────────


def _program(environment: Mapping[str, str]) -> bytes | None:
    """A digest of the program and all that it runs with; None when its files cannot be seen.

    Files are known by size and time, in a checkout that is worked on as well as where the program
    is installed: to read them would take longer than a check.
    """
    package = os.path.dirname(bcp.__file__)  # noqa: PTH120
    digest = Digest(
        bcp.__version__.encode(),
        f"{sys.version} {sys.platform} {sys.flags.optimize}".encode(),
        _bytes("\0".join(sys.path)),
        _bytes(environment.get("PYTHONTZPATH")),
    )
    try:
        for mark in _files_below(package):
            digest.add(mark)
    except OSError:
        return None
    zones = environment.get("PYTHONTZPATH", "").split(os.pathsep)
    for place in (*_libraries(), *_ZONES, *zones):
        digest.add(_mark(place))
    return digest.value()


def _files_below(folder: str) -> Iterator[bytes]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files_below(entry.path)
        else:
            status = entry.stat()
            mark = f"{entry.path}\0{status.st_size}\0{status.st_mtime_ns}"
            yield os.fsencode(mark)


def _libraries() -> Iterator[str]:
    """The folders of the libraries and those that hold them: an installation changes these."""
    for library in LIBRARIES:
        for holder in sys.path:
            folder = os.path.join(holder or ".", library)  # noqa: PTH118
            if os.path.lexists(folder):
                yield holder or "."
                yield folder
                break


def _mark(place: str) -> bytes:
    """A place and when it last changed, if it is there."""
    try:
        changed = os.stat(place).st_mtime_ns  # noqa: PTH116
    except (OSError, ValueError):
        changed = 0
    return os.fsencode(f"{place}\0{changed}")
