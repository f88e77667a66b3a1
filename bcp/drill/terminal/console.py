"""The terminal itself: lines in with a time to wait for them, lines out, and being told to stop."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Input(Protocol):
    """Where lines come from."""

    def read(self, seconds: float | None) -> str | None:
        """The next line without its end; None when none came within ``seconds`` (None: wait).

        Raises:
            EOFError: there will be no more.
        """
        ...

    @property
    def echoes(self) -> bool:
        """Whether what is typed stands on the screen already, as on a terminal."""
        ...


class Keyboard:
    """Lines from a file descriptor, a terminal or a pipe, with a time to wait for them."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._buffer = b""
        self._ended = False

    def read(self, seconds: float | None) -> str | None:
        """See :class:`Input`."""
        while b"\n" not in self._buffer:
            if self._ended:
                if not self._buffer:
                    raise EOFError
                self._buffer += b"\n"
                break
            if not self._waited(seconds):
                return None
            self._fill()
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.decode("utf-8", "replace").rstrip("\r")

    @property
    def echoes(self) -> bool:
        """See :class:`Input`."""
        try:
            return os.isatty(self._descriptor)
        except OSError:
            return False

    def _waited(self, seconds: float | None) -> bool:
        try:
            ready, _, _ = select.select([self._descriptor], [], [], seconds)
        except (OSError, ValueError):
            # A closed descriptor, or a system where only sockets can be waited for: reading tells.
            return True
        return bool(ready)

    def _fill(self) -> None:
        try:
            piece = os.read(self._descriptor, 4096)
        except OSError:
            piece = b""
        self._ended = not piece
        self._buffer += piece


def keyboard() -> Keyboard:
    """The standard input of this process."""
    try:
        return Keyboard(sys.stdin.fileno())
    except (AttributeError, ValueError, OSError):  # it was closed before we began
        return Keyboard(-1)


def echo(text: str, newline: bool = True) -> None:
    """Write to standard output at once; what its encoding does not have becomes a question mark."""
    out = sys.stdout
    if out is None:  # it was closed before we began
        return
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write(text.encode(encoding, "replace").decode(encoding) + "\n" * newline)
    out.flush()


@contextmanager
def interruptible() -> Iterator[None]:
    """Being told to end, or losing the terminal, is met like Ctrl-C: save and leave."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
