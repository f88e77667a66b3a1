"""The file of answers that a drill is played from by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.language import language_here
from bcp.cli.plans import Opened, style
from bcp.files import read_file

if TYPE_CHECKING:
    from bcp.drill.runner import Answers
    from bcp.drill.script import Script


def answers_in(path: Path, opened: Opened, made: Script) -> Answers | None:
    """The answers in a file; None after saying what is wrong in it.

    Raises:
        BcpError: it is not there, is no ordinary file, or is too long.
    """
    from bcp.drill.runner import doers, read_answers
    from bcp.report.text import lines

    read = read_answers(read_file(path), str(path), made, doers(opened.loaded.plan))
    if not read.faults:
        return read.answers
    how = style(language_here())
    for line in lines(read.faults, lambda span: read.document.excerpt(span.line), how):
        click.echo(line, err=True)
    return None
