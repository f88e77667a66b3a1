"""``bcp doctor``: what is missing on this machine, and the line that mends it."""

from __future__ import annotations

import json
import os

import click

from bcp import __version__
from bcp.cli.help import Command
from bcp.cli.language import for_people
from bcp.cli.main import CLEAN, FOUND
from bcp.cli.plans import format_option, style, words_option
from bcp.diagnostics import Message, mark
from bcp.doctor import Examined, examine
from bcp.report.text import Style


@click.command(cls=Command)
@format_option("text", "json")
@words_option
def doctor(format_: str, language: str | None) -> int:
    """Say what is missing on this machine, and the line that mends it.

    The exit code is 1 when something needed is missing.

    \b
    Example:
      bcp doctor
    """
    examined = list(examine())
    if format_ == "json":
        answer = {"format": "bcp.doctor/1", "version": __version__, "examined": _json(examined)}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _tell(examined, style(for_people(language, os.environ)))
    missing = any(not one.present and not one.optional for one in examined)
    return FOUND if missing else CLEAN


def _tell(examined: list[Examined], how: Style) -> None:
    say = how.translate
    there, without, missing = say(mark("ok")), say(mark("without")), say(mark("MISSING"))
    widest = max(map(len, (there, without, missing)))
    indent = " " * (widest + 2)
    for one in examined:
        word = there if one.present else (without if one.optional else missing)
        told = f"{word:<{widest}}  {say(one.what)}: {say(one.found)}"
        click.echo("\n".join(how.wrap(told, "", indent)))
        if not one.present:
            needed = Message.of("needed for {what}; mend it with:", what=say(one.needed_for))
            click.echo(f"{indent}{needed.text(say)}")
            click.echo(f"{indent}{say(one.mend)}")
    lines = sorted({one.mend for one in examined if one.mend and not one.present})
    done = (
        Message.of("Everything is there.")
        if not lines
        else Message.of("To mend: {count}", count=len(lines))
    )
    click.echo(done.text(say))


def _json(examined: list[Examined]) -> list[dict[str, object]]:
    return [
        {
            "what": one.what,
            "present": one.present,
            "found": one.found,
            "needed_for": one.needed_for,
            "mend": one.mend,
            "optional": one.optional,
        }
        for one in examined
    ]
