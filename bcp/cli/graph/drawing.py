"""``bcp graph`` itself: who does what, told as lines or drawn."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from bcp.cli.graph.telling import tell
from bcp.cli.language import for_plan
from bcp.cli.plans import one_object, readable_plan
from bcp.errors import BcpError


def tell_overview(folder: Path | None, language: str | None) -> None:
    """Print teams, roles, people and what they do."""
    from bcp.graph.overview import overview

    plan = readable_plan(folder).loaded.plan
    spoken = for_plan(language, os.environ, plan.language)
    tell(overview(plan, spoken), spoken)


def check_kinds(kinds: tuple[str, ...]) -> None:
    """Raises BcpError for a kind that the plan language does not know."""
    from bcp.model import KINDS
    from bcp.nearest import nearest

    for kind in kinds:
        if kind not in KINDS:
            near = nearest(kind, KINDS)
            raise BcpError(
                "there is no kind {kind}",
                "did you mean {near}?" if near else "see docs/language.md",
                kind=kind,
                near=near,
            )


def draw(
    folder: Path | None,
    language: str | None,
    format_: str,
    of: tuple[str, ...],
    depth: int,
    kinds: tuple[str, ...],
) -> None:
    """Print the plan's relations, or those around some objects, in a format for drawing."""
    from bcp.graph import drawing
    from bcp.graph.responsibility import responsibility_graph, scope

    opened = readable_plan(folder)
    spoken = [language] if language else []
    drawn = responsibility_graph(opened.loaded.plan, *spoken, kinds=kinds)
    if of:
        drawn = scope(drawn, [one_object(opened, one) for one in of], depth)
    if format_ == "json":
        click.echo(json.dumps(drawing.as_json(drawn), ensure_ascii=False, indent=2))
    else:
        text = drawing.mermaid(drawn) if format_ == "mermaid" else drawing.dot(drawn)
        click.echo(text, nl=not text.endswith("\n"))
