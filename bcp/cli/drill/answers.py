"""The file of answers that a drill is played from by itself."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.plans import Opened, style
from bcp.errors import BcpError

if TYPE_CHECKING:
    from bcp.drill.runner import Answers
    from bcp.drill.script import Script

_MIB = 1024 * 1024
_LONGEST = 8 * _MIB
"""In bytes; the longest drill that was ever written down has a few thousand."""

# Without O_NONBLOCK, opening a named pipe waits for somebody who writes to it.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


def answers_in(path: Path, opened: Opened, made: Script) -> Answers | None:
    """The answers in a file; None after saying what is wrong in it.

    Raises:
        BcpError: it is not there, is no ordinary file, or is too long.
    """
    from bcp.drill.runner import doers, read_answers
    from bcp.report.text import lines

    read = read_answers(_content(path), str(path), made, doers(opened.loaded.plan))
    if not read.faults:
        return read.answers
    for line in lines(read.faults, lambda span: read.document.excerpt(span.line), style()):
        click.echo(line, err=True)
    return None


def _content(path: Path) -> bytes:
    try:
        descriptor = os.open(path, _FLAGS)
        try:
            content = _read(descriptor, path)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BcpError(f"{path} cannot be read: {why}", "check the name of the file") from error
    if len(content) > _LONGEST:
        raise BcpError(
            f"{path} is longer than {_LONGEST // _MIB} MiB: that is no file of answers",
            "check the name of the file",
        )
    return content


def _read(descriptor: int, path: Path) -> bytes:
    kind = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(kind):
        raise BcpError(
            f"{path} is {_named(kind)}, not a file",
            "write the answers to a file, and name that file",
        )
    with open(descriptor, "rb", closefd=False) as file:
        return file.read(_LONGEST + 1)


def _named(kind: int) -> str:
    if stat.S_ISDIR(kind):
        return "a folder"
    if stat.S_ISFIFO(kind):
        return "a pipe"
    return "a device"
