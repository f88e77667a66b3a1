"""``bcp schema``: what editors need to help while a plan is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.held import NOTHING_HELD
from bcp.cli.help import Command
from bcp.cli.language import for_people, for_plan, said_here
from bcp.cli.plans import Opened, open_plan, plan_option, words_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bcp.model.json_schema import KnownId

_SHOWN = 3
"""Files that are named; of the rest there is a count."""


@click.command(cls=Command)
@plan_option
@click.option(
    "--with-ids",
    is_flag=True,
    help="Put in the ids of the plan, so that the editor completes references and marks unknown "
    "ones. Write it again when ids change.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it there, and make the folder. Default: print it.",
)
@words_option
def schema(folder: Path | None, with_ids: bool, out: Path | None, language: str | None) -> None:
    """Write the plan language as JSON Schema, for editors that know YAML.

    In VS Code with its YAML extension, say in .vscode/settings.json which files it is for:

    \b
      {"yaml.schemas": {".bcp/plan.schema.json": ["plans/**/*.yaml"]}}

    Elsewhere, put as first line into a file:

    \b
      # yaml-language-server: $schema=../.bcp/plan.schema.json

    \b
    Examples:
      bcp schema -o .bcp/plan.schema.json
      bcp schema --with-ids --plan plans/northline -o .bcp/plan.schema.json
    """
    import json

    from bcp.files import write_atomically
    from bcp.i18n import explainer
    from bcp.model.json_schema import json_schema

    # A program reads it, and shows it to the person who writes: what it says is in their language,
    # and what it takes and refuses is the same in each.
    say = explainer(for_people(language, os.environ))
    known = None
    if with_ids:
        opened = open_plan(folder, NOTHING_HELD)
        own = opened.loaded.plan.language
        known = tuple(_known(opened, for_plan(language, os.environ, own)))
        _tell_what_is_missing(opened)
    text = json.dumps(json_schema(known, say), ensure_ascii=False, indent=1) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(out, text.encode())
    click.echo(said_here("wrote {path}", path=str(out)))


def _known(opened: Opened, language: str) -> Iterator[KnownId]:
    """Every id that the plan declares, also of objects in which something is wrong."""
    from bcp.model.json_schema import KnownId

    plan = opened.loaded.plan
    for one in plan:
        yield KnownId(one.kind, one.id, one.label.in_language(language))
    for id, kind in plan.unread.items():  # noqa: A001
        yield KnownId(kind, id, "")


def _tell_what_is_missing(opened: Opened) -> None:
    """A file that is no YAML has ids that nobody can know; the schema would call them unknown."""
    if opened.loaded.plan.complete:
        return
    files = sorted({one.span.file for one in opened.loaded.diagnostics})
    some = said_here(
        "Some files could not be read whole ({files}): ids that stand only there are missing. "
        "`bcp check` says why."
        if len(files) <= _SHOWN
        else "Some files could not be read whole ({files} and {count} more): ids that stand only "
        "there are missing. `bcp check` says why.",
        files=", ".join(files[:_SHOWN]),
        count=len(files) - _SHOWN,
    )
    click.echo(some, err=True)
