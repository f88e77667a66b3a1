"""``bcp graph raci``: who does, answers for, is asked and is told, as a matrix a playbook."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bcp.cli.graph.telling import begin, tell_json, warn_beside
from bcp.cli.help import Command
from bcp.cli.language import for_plan, words_in
from bcp.cli.output import style
from bcp.cli.plans import (
    format_option,
    language_of,
    one_playbook,
    plan_option,
    readable_plan,
    told_in_option,
)
from bcp.diagnostics import untranslated
from bcp.errors import BcpError


@click.command(cls=Command)
@click.argument("playbook", required=False)
@plan_option
@told_in_option
@format_option("text", "csv", "json")
@click.pass_context
def raci(
    ctx: click.Context,
    playbook: str | None,
    folder: Path | None,
    language: str | None,
    format_: str,
) -> None:
    """Show who does each task, answers for it, is asked and is told.

    PLAYBOOK is an id or a title; without it, every playbook. The plan alone speaks: who answers is
    named in it, or is the doer; nobody is put down as asked or told whom it does not name.

    \b
    Examples:
      bcp graph raci telephony-down --plan plans/northline
      bcp graph raci --format csv --plan plans/northline
    """
    from bcp.graph.drawing.raci import raci as every_matrix
    from bcp.graph.drawing.raci import raci_of
    from bcp.graph.drawing.raci_wording import Wording

    opened = readable_plan(folder or ctx.obj)
    plan = opened.loaded.plan
    language = language_of(plan, language)
    if playbook is None:
        matrices = every_matrix(plan)
    else:
        matrices = (raci_of(plan, one_playbook(opened, playbook)),)
    if not matrices:
        raise BcpError("this plan has no playbooks", "declare one in `playbooks:`")
    if format_ == "text":
        spoken = for_plan(language, os.environ, plan.language)
        wording = Wording(plan, spoken, words_in(spoken))
        how = style(spoken)
        tables = ("\n".join(wording.lines(one, how.width)) for one in matrices)
        begin(plan, spoken)
        click.echo("\n\n\n".join(tables))
        return
    wording = Wording(plan, language or "", words_in(language) if language else untranslated)
    if format_ == "csv":
        warn_beside(plan, for_plan(language, os.environ, plan.language))
        click.echo(wording.as_csv(matrices), nl=False)
    else:
        tell_json(plan, wording.as_json(matrices))
