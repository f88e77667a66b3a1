"""``bcp what-if``: what falls when something is lost, and who takes over."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from bcp.cli.language import for_plan
from bcp.cli.plans import (
    format_option,
    one_object,
    plan_option,
    readable_plan,
    style,
    told_in_option,
)
from bcp.errors import BcpError
from bcp.i18n import mark, translator
from bcp.model.resources import Process
from bcp.plan import Plan
from bcp.report.text import one_line

NO_PROCESS = mark(
    "This plan names no process, so nothing can be said about what stops: declare what must go on "
    "in `processes:`."
)


@click.command(name="what-if")
@click.option(
    "--lose",
    "lost",
    multiple=True,
    required=True,
    metavar="ID[,ID…]",
    help="What is lost: things, people, causes or risks, by id or title. May be repeated.",
)
@plan_option
@told_in_option
@format_option("text", "json")
def what_if(lost: tuple[str, ...], folder: Path | None, language: str | None, format_: str) -> None:
    """Say what falls when something is lost, and who takes over.

    Which processes stop and which go on, by which way and in what time against their RTO and MTPD;
    which roles change hands or stay empty; what can no longer be done, said or found.

    \b
    Examples:
      bcp what-if --lose wharf-duct --plan plans/northline
      bcp what-if --lose ashgate-house,o.bondar --plan plans/northline
    """
    from bcp.graph.what_if import what_if as asked
    from bcp.graph.wording import as_json, sentences

    opened = readable_plan(folder)
    plan = opened.loaded.plan
    words = [word for one in lost for word in _split(one, plan)]
    if not words:
        raise BcpError("--lose names nothing", "name what is lost by its id or title")
    answer = asked(plan, [one_object(opened, word) for word in words])
    if format_ == "json":
        click.echo(json.dumps(as_json(answer), ensure_ascii=False, indent=2))
        return
    spoken = for_plan(language, os.environ, plan.language)
    how, say = style(), translator(spoken)
    if not plan.of(Process):
        for part in how.wrap(say(NO_PROCESS), "", "  "):
            click.echo(part)
    for line in sentences(answer, plan, spoken):
        indent = "  " * line.indent
        text = one_line(line.message.text(say))
        if line.indent == 0:
            click.echo()
        for number, part in enumerate(how.wrap(text, indent, indent + "    ")):
            bold = line.indent == 0 and number == 0
            click.echo(how.paint(part, "1") if bold else part, color=how.colour)


def _split(words: str, plan: Plan) -> list[str]:
    """Ids parted by commas; a title may hold a comma itself, so the whole is tried first."""
    if plan.ids_called(words):
        return [words]
    return [word.strip() for word in words.split(",") if word.strip()]
