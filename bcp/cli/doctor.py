"""``bcp doctor``: what is missing on this machine, and the line that mends it."""

from __future__ import annotations

import json

import click

from bcp import __version__
from bcp.cli.main import CLEAN, FOUND
from bcp.cli.plans import format_option, style
from bcp.doctor import Examined, examine


@click.command
@format_option("text", "json")
def doctor(format_: str) -> int:
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
        _tell(examined)
    missing = any(not one.present and not one.optional for one in examined)
    return FOUND if missing else CLEAN


def _tell(examined: list[Examined]) -> None:
    how = style()
    for one in examined:
        word = "ok     " if one.present else ("without" if one.optional else "MISSING")
        click.echo("\n".join(how.wrap(f"{word}  {one.what}: {one.found}", "", " " * 9)))
        if not one.present:
            click.echo(f"         needed for {one.needed_for}; mend it with:")
            click.echo(f"         {one.mend}")
    lines = sorted({one.mend for one in examined if one.mend and not one.present})
    click.echo("Everything is there." if not lines else f"To mend: {len(lines)}")


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
