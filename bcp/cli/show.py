"""``bcp show``: an object, where it is written, what it refers to and what refers to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bcp.cli.plans import (
    Opened,
    file_prefix,
    format_option,
    language_option,
    one_object,
    plan_option,
    readable_plan,
    style,
)
from bcp.diagnostics import Place, Span
from bcp.report.text import one_line

if TYPE_CHECKING:
    from bcp.graph.relations import About, Relation

FORMAT = "bcp.show/1"


@click.command
@click.argument("object_", metavar="OBJECT")
@plan_option
@language_option
@format_option("text", "json")
def show(object_: str, folder: Path | None, language: str | None, format_: str) -> None:
    """Show an object, where it is written, what it refers to and what refers to it.

    OBJECT is an id or a title.

    \b
    Examples:
      bcp show duty-manager --plan plans/northline
      bcp show "Duty manager" --format json
    """
    from bcp.graph.relations import about

    opened = readable_plan(folder)
    found = about(opened.loaded.plan, one_object(opened, object_), *filter(None, [language]))
    if format_ == "json":
        click.echo(json.dumps(_as_json(found, opened), ensure_ascii=False, indent=2))
    else:
        _tell(found, opened)


def _tell(found: About, opened: Opened) -> None:
    how = style()
    span = opened.loaded.where.span(Place(found.id))
    prefix = file_prefix(opened.folder)
    head = f"{how.paint(one_line(found.title), '1')}  {found.id} ({found.kind})"
    click.echo(head, color=how.colour)
    click.echo(f"written in {prefix}{span.file}:{span.line}")
    for outgoing, heading in ((True, "refers to"), (False, "referred to by")):
        groups = [(type_, some) for type_, out, some in found.grouped if out is outgoing]
        if groups:
            click.echo(f"\n{heading}:")
        for type_, relations in groups:
            click.echo(f"  {type_}")
            for one in relations:
                _tell_one(one, opened, how.wrap)


def _tell_one(one: Relation, opened: Opened, wrap: Any) -> None:
    span = _span(one, opened)
    text = one_line(f"{one.title}  {one.id}  {span.file}:{span.line}")
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
