"""``bcp new``: write the file of one more thing in a plan, to be filled in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bcp.cli.help import Command
from bcp.cli.main import CLEAN
from bcp.cli.plans import open_plan, plan_option, words_option


@click.command(cls=Command)
@click.argument("kind")
@click.argument("id_", metavar="ID")
@click.option("--title", metavar="TEXT", help="What people call it; of a person, the name.")
@plan_option
@words_option
def new(kind: str, id_: str, title: str | None, folder: Path | None, language: str | None) -> int:
    """Add one thing to a plan, in a file of its own, to be filled in.

    KIND is a kind of the plan language, as one says it: role, risk, playbook, … ID is its id in the
    plan: small letters, digits and hyphens. The file names every field: those it cannot do without
    stand open, the others in comments, each with what it means and what of the plan fits there.
    Nothing is overwritten.

    \b
    Examples:
      bcp new role night-desk --title "Night desk" --plan plans/helpdesk
      bcp new person o.bondar
      bcp new playbook flood
    """
    from bcp.cli.language import for_people
    from bcp.editing.adding import add
    from bcp.editing.naming import SINGULAR, kind_called
    from bcp.i18n import explainer

    say = explainer(for_people(language, os.environ))
    meant = kind_called(kind)
    opened = open_plan(folder)
    added = add(opened.folder, opened.loaded, meant, id_, title, opened.settings.exclude, say)
    click.echo(say("wrote {path}").format(path=added.path))
    if added.open:
        click.echo(say("Fill in: {fields}").format(fields=", ".join(added.open)))
    else:
        click.echo(
            say("Nothing must be filled in; more fields of a {kind} stand in comments.").format(
                kind=SINGULAR[meant]
            )
        )
    command = "bcp check" if opened.folder == Path() else f"bcp check {opened.folder}"
    click.echo(say("Then: {command}").format(command=command))
    return CLEAN
