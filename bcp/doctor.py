"""What is missing on this machine, and the line that mends it."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from bcp.diagnostics import mark

DEBIAN_LINE = "apt-get install --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0"
"""Debian packages that printing needs and pip cannot give."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked for.

    ``needed_for`` says what does not work without it; ``mend`` is the line that helps, empty when
    it is there. ``optional`` things only make the rest better.
    """

    what: str
    present: bool
    found: str
    needed_for: str
    mend: str = ""
    optional: bool = False


def examine() -> Iterator[Examined]:
    """Look for everything that bcp uses, in the order in which one would mend it."""
    yield _python()
    yield _libyaml()
    yield _library("pangoft2-1.0", "Pango", mark("printing PDF"), DEBIAN_LINE)
    yield _library(
        "harfbuzz-subset", "HarfBuzz subset", mark("small and reproducible PDF"), DEBIAN_LINE
    )
    yield _fonts()
    yield _git()


def _python() -> Examined:
    version = ".".join(map(str, sys.version_info[:3]))
    return Examined(
        mark("Python 3.11 or newer"),
        sys.version_info >= (3, 11),
        version,
        mark("everything"),
        mark("install Python 3.11 or newer"),
    )


def _libyaml() -> Examined:
    present = importlib.util.find_spec("yaml._yaml") is not None
    return Examined(
        mark("PyYAML with libyaml"),
        present,
        mark("built in") if present else mark("built without it"),
        mark("reading plans"),
        "" if present else "pip install --force-reinstall --only-binary :all: pyyaml",
    )


def _library(name: str, title: str, needed_for: str, mend: str) -> Examined:
    path = ctypes.util.find_library(name) or _loadable(f"lib{name}.so.0")
    present = path is not None
    return Examined(title, present, path or mark("not found"), needed_for, "" if present else mend)


def _loadable(name: str) -> str | None:
    # find_library needs ldconfig or a compiler; a bare machine may have neither.
    try:
        ctypes.CDLL(name)
    except OSError:
        return None
    return name


def _fonts() -> Examined:
    from bcp.errors import BcpError
    from bcp.render.assets import font_files

    try:
        count = len(font_files())
    except BcpError:
        count = 0
    return Examined(
        mark("Fonts of the documents"),
        count > 0,
        str(count),
        mark("printing PDF that looks the same everywhere"),
        "" if count else mark("install bcp again: its fonts are missing"),
    )


def _git() -> Examined:
    path = shutil.which("git")
    return Examined(
        "git",
        path is not None,
        path or mark("not found"),
        mark("the revision on printed pages"),
        "" if path else "apt-get install --no-install-recommends git",
        optional=True,
    )
