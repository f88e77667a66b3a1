"""``bcp init``: write a small plan of one's own to start from."""

from __future__ import annotations

from pathlib import Path

import click

from bcp.errors import BcpError


@click.command
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--title", metavar="TEXT", help="What the plan is called. Default: the folder's name."
)
def init(folder: Path, title: str | None) -> None:
    """Write a small plan of your own to start from.

    FOLDER is made if it is not there. The files are few, hold a plan that can be checked and
    printed as it is, and say in comments what to put in their place. Nothing is overwritten.

    \b
    Example:
      bcp init plans/helpdesk --title "Helpdesk"
    """
    from bcp.editing.starter import write_starter

    if title is not None and not title.strip():
        raise BcpError("the title is empty", "write a few words after --title")
    for path in write_starter(folder, title or folder.resolve().name):
        click.echo(f"wrote {path}")
    click.echo(f"Next: open {folder}/people.yaml, put in your people, then: bcp check {folder}")
