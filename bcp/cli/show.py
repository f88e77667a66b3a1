"""``bcp show``: an object, where it is written, what it refers to and what refers to it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bcp.cli.contacts import contacts_options
from bcp.cli.held import Held
from bcp.cli.help import Command
from bcp.cli.language import for_plan
from bcp.cli.plans import (
    Opened,
    file_prefix,
    format_option,
    language_of,
    one_object,
    plan_option,
    readable_plan,
    style,
    told_in_option,
)
from bcp.diagnostics import Message, Place, Span, mark
from bcp.report.text import Style, one_line, opens_as

if TYPE_CHECKING:
    from bcp.graph.relations import About, Relation

FORMAT = "bcp.show/1"


@click.command(cls=Command)
@click.argument("object_", metavar="OBJECT")
@plan_option
@contacts_options
@told_in_option
@format_option("text", "json")
def show(object_: str, folder: Path | None, held: Held, language: str | None, format_: str) -> None:
    """Show an object, where it is written, what it refers to and what refers to it.

    OBJECT is an id or a title.

    \b
    Examples:
      bcp show duty-manager --plan plans/northline
      bcp show "Duty manager" --format json
    """
    from bcp.graph.relations import about

    opened = readable_plan(folder, held)
    plan = opened.loaded.plan
    language = language_of(plan, language)
    asked = one_object(opened, object_)
    if format_ == "json":
        found = about(plan, asked, *filter(None, [language]))
        click.echo(json.dumps(_as_json(found, opened), ensure_ascii=False, indent=2))
    else:
        spoken = for_plan(language, os.environ, plan.language)
        _tell(about(plan, asked, spoken), opened, style(spoken))


def _tell(found: About, opened: Opened, how: Style) -> None:
    say = how.translate
    span = opened.loaded.where.span(Place(found.id))
    prefix = file_prefix(opened.folder)
    file = opens_as(prefix, span.file)
    head = f"{how.paint(one_line(found.title), '1')}  {found.id} ({found.kind})"
    click.echo(head, color=how.colour)
    where = Message.of("written in {place}", place=f"{file}:{span.line}")
    click.echo(where.text(say))
    headings = ((True, say(mark("refers to"))), (False, say(mark("referred to by"))))
    for outgoing, heading in headings:
        groups = [(type_, some) for type_, out, some in found.grouped if out is outgoing]
        if groups:
            click.echo(f"\n{heading}:")
        for type_, relations in groups:
            click.echo(f"  {say(type_)}")
            for one in relations:
                _tell_one(one, opened, prefix, how.wrap)


def _tell_one(one: Relation, opened: Opened, prefix: str, wrap: Any) -> None:
    span = _span(one, opened)
    text = one_line(f"{one.title}  {one.id}  {opens_as(prefix, span.file)}:{span.line}")
    click.echo("\n".join(wrap(text, "    ", "      ")))


def _span(one: Relation, opened: Opened) -> Span:
    return opened.loaded.where.span(Place(one.written_in, one.path))


def _as_json(found: About, opened: Opened) -> dict[str, object]:
    span = opened.loaded.where.span(Place(found.id))
    return {
        "format": FORMAT,
        "id": found.id,
        "kind": found.kind,
        "title": found.title,
        "file": span.file,
        "line": span.line,
        "relations": [
            {
                "type": one.type,
                "outgoing": one.outgoing,
                "id": one.id,
                "kind": one.kind,
                "title": one.title,
                "field": one.field,
                "file": _span(one, opened).file,
                "line": _span(one, opened).line,
            }
            for one in found.relations
        ],
    }
