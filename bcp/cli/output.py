"""Writing to the terminal, a file or a pipe, as they can take it."""

from __future__ import annotations

import os
import sys

from bcp.cli.language import ENGLISH, words_in
from bcp.report.text import Style


def style(language: str = ENGLISH) -> Style:
    """How to write to standard output, in a language: colour and width as the terminal has them."""
    words = words_in(language)
    if sys.stdout is None or not sys.stdout.isatty():
        return Style(translate=words)
    import shutil  # for a terminal alone: it brings every compression there is

    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return Style(not plain, shutil.get_terminal_size().columns, words)


def write(text: str, *, colour: bool = False) -> None:
    """Write text as it is, and at once: who waits at the other end of a pipe sees it.

    What :func:`click.echo` does, without click where the output needs none of its care: to import
    it costs more than most answers.
    """
    stream = sys.stdout
    if os.name == "posix" and (stream.encoding or "").lower().replace("-", "") == "utf8":
        stream.write(text)
        stream.flush()
    else:
        import click

        click.echo(text, nl=False, color=colour)
