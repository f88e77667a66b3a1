"""Asking Graphviz to lay out a drawing: the only program from outside, and only when asked for."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Final

from bcp.errors import BcpError

SECONDS: Final = 30
"""How long a drawing may take: what needs longer cannot be read."""
MOST_BYTES: Final = 20_000_000
_COMMENT: Final = re.compile("<!--.*?-->\n?", re.DOTALL)
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^>]*>\n?")


def svg_of(dot: str) -> str:
    """A drawing in DOT as SVG, without the words in which Graphviz speaks of itself.

    The same version of Graphviz gives the same bytes. Raises BcpError when it is not installed,
    fails, takes too long or writes too much.
    """
    program = shutil.which("dot")
    if program is None:
        raise BcpError(
            "Graphviz is not installed here: there is no program `dot`",
            "leave --with-dot out, or install it: apt-get install graphviz",
        )
    try:
        done = subprocess.run(  # noqa: S603 - the program is found on the path, and takes no words
            [program, "-Tsvg"],
            input=dot.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BcpError(
            "Graphviz needs longer than {seconds} seconds for this drawing",
            "draw a part of it: --of a process and a smaller --depth; or leave --with-dot out",
            seconds=SECONDS,
        ) from None
    except OSError as error:
        raise BcpError(
            "Graphviz cannot be started: {why}", "leave --with-dot out", why=error.strerror
        ) from error
    drawn = done.stdout.decode("utf-8", "replace")
    if done.returncode != 0 or "<svg" not in drawn or len(done.stdout) > MOST_BYTES:
        told = done.stderr.decode("utf-8", "replace").strip().split("\n")[0][:200]
        raise BcpError(
            "Graphviz could not draw this: {why}", "leave --with-dot out", why=told or "…"
        )
    return _DOCTYPE.sub("", _COMMENT.sub("", drawn))
