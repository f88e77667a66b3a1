"""``bcp graph``: who does what, drawn or told; and what a process cannot lose."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.language import for_plan
from bcp.cli.plans import (
    Opened,
    format_option,
    one_object,
    plan_option,
    readable_plan,
    style,
    told_in_option,
)
from bcp.errors import BcpError
from bcp.graph.lines import Line, line
from bcp.i18n import translator
from bcp.model.resources import Process
from bcp.report.text import one_line

if TYPE_CHECKING:
    from bcp.graph.losses import Cut, Losses
    from bcp.plan import Plan

LOSSES_FORMAT = "bcp.losses/1"
_MOST = 12
"""Pairs told one by one; more are told in groups."""


@click.group(invoke_without_command=True)
@plan_option
@told_in_option
@format_option("text", "mermaid", "dot", "json")
@click.option(
    "--of", "of", multiple=True, metavar="ID", help="Only around this object. May be repeated."
)
@click.option(
    "--depth",
    type=click.IntRange(0, 20),
    default=1,
    show_default=True,
    help="With --of: how many steps around it.",
)
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind. May be repeated."
)
@click.pass_context
def graph(
    ctx: click.Context,
    folder: Path | None,
    language: str | None,
    format_: str,
    of: tuple[str, ...],
    depth: int,
    kinds: tuple[str, ...],
) -> None:
    """Draw who does what; find what a process cannot lose.

    Without --format: teams, roles, people and what they do, as lines. mermaid, dot and json draw
    everything the plan relates, or what lies around one object.

    \b
    Examples:
      bcp graph --plan plans/northline
      bcp graph --of duty-manager --depth 2 --format dot
      bcp graph losses safety-calls --plan plans/northline
    """
    if ctx.invoked_subcommand is not None:
        ctx.obj = folder
        return
    _check_kinds(kinds)
    opened = readable_plan(folder)
    if format_ == "text" and not of and not kinds:
        from bcp.graph.overview import overview

        plan = opened.loaded.plan
        spoken = for_plan(language, os.environ, plan.language)
        _tell(overview(plan, spoken), spoken)
    else:
        _draw(opened, language, "mermaid" if format_ == "text" else format_, of, depth, kinds)


def _check_kinds(kinds: tuple[str, ...]) -> None:
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


def _draw(
    opened: Opened,
    language: str | None,
    format_: str,
    of: tuple[str, ...],
    depth: int,
    kinds: tuple[str, ...],
) -> None:
    from bcp.graph import drawing
    from bcp.graph.responsibility import responsibility_graph, scope

    spoken = [language] if language else []
    drawn = responsibility_graph(opened.loaded.plan, *spoken, kinds=kinds)
    if of:
        drawn = scope(drawn, [one_object(opened, one) for one in of], depth)
    if format_ == "json":
        click.echo(json.dumps(drawing.as_json(drawn), ensure_ascii=False, indent=2))
    else:
        text = drawing.mermaid(drawn) if format_ == "mermaid" else drawing.dot(drawn)
        click.echo(text, nl=not text.endswith("\n"))


@graph.command
@click.argument("process")
@plan_option
@told_in_option
@click.option(
    "--order",
    type=click.IntRange(1, 3),
    default=2,
    show_default=True,
    help="How many losses together.",
)
@format_option("text", "json")
@click.pass_context
def losses(
    ctx: click.Context,
    process: str,
    folder: Path | None,
    language: str | None,
    order: int,
    format_: str,
) -> None:
    """Tell what a process cannot lose: single points of failure, and pairs.

    PROCESS is an id or a title. Counted are people, sites, systems, suppliers and causes together;
    a switch that the plan has is taken to work, however long it takes.

    \b
    Example:
      bcp graph losses safety-calls --plan plans/northline
    """
    from bcp.graph.losses import losses as found_losses

    opened = readable_plan(folder or ctx.obj)
    plan = opened.loaded.plan
    asked = one_object(opened, process)
    if plan.find(asked, Process) is None:
        ids = ", ".join(one.id for one in plan.of(Process))
        raise BcpError(
            "{id} stands under {kind}, not processes",
            "name one of: {ids}" if ids else "declare what must go on in `processes:`",
            id=asked,
            kind=plan.kind_of(asked),
            ids=ids,
        )
    found = found_losses(plan, asked, order)
    if format_ == "json":
        click.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    else:
        spoken = for_plan(language, os.environ, plan.language)
        _tell(_Told(plan, spoken).lines(found), spoken)


def _tell(lines: Iterable[Line], language: str) -> None:
    how, say = style(), translator(language)
    for one in lines:
        indent = "  " * one.indent
        text = one_line(one.message.text(say))
        click.echo("\n".join(how.wrap(text, indent, indent + "    ")))


class _Told:
    """Losses in sentences."""

    def __init__(self, plan: Plan, language: str | None) -> None:
        self.plan = plan
        self.languages = [language] if language else []

    def title(self, id: str) -> str:  # noqa: A002
        return f"{self.plan.title(id, *self.languages)} ({id})"

    def titles(self, ids: tuple[str, ...]) -> str:
        return ", ".join(map(self.title, ids))

    def lines(self, found: Losses) -> list[Line]:
        told = [line(0, "{process}", process=self.title(found.process))]
        single = [cut for cut in found.stops if len(cut.ids) == 1]
        if single:
            told.append(line(0, "Each of these alone stops it:"))
            for cut in single:
                told += self._cut(cut)
        else:
            told.append(line(0, "Nothing alone stops it."))
        told += self._larger(found)
        disturbing = [cut for cut in found.disturbs if len(cut.ids) == 1]
        if disturbing:
            told.append(
                line(0, "Each of these alone takes its normal service; it goes on at its minimum:")
            )
            for cut in disturbing:
                told += self._cut(cut)
        return told

    def _larger(self, found: Losses) -> list[Line]:
        pairs = [cut for cut in found.stops if len(cut.ids) == 2]
        if not pairs:
            return [line(0, "No two together stop it.")] if found.order > 1 else []
        told = [line(0, "Two together that stop it: {count}", count=len(pairs))]
        if len(pairs) <= _MOST:
            for cut in pairs:
                told += self._cut(cut)
        else:
            told += [
                line(
                    1,
                    "any of {these} with any of {those}",
                    these=self.titles(bundle.these),
                    those=self.titles(bundle.those),
                )
                for bundle in found.bundles
            ]
        triples = sum(len(cut.ids) == 3 for cut in found.stops)
        if triples:
            told.append(line(0, "Three together that stop it: {count}", count=triples))
        if not found.complete:
            told.append(line(0, "There are more than are listed: {count}", count=found.count_stops))
        return told

    def _cut(self, cut: Cut) -> list[Line]:
        from bcp.graph.stories import told

        lines = [line(1, "{ids}", ids=self.titles(cut.ids))]
        if cut.story:
            lines.append(Line(2, told(cut.story, self.plan, *self.languages)))
        if cut.held_by:
            lines.append(line(2, "held by: {ids}", ids=self.titles(cut.held_by)))
        return lines


def _as_json(found: Losses) -> dict[str, object]:
    def cuts(several: tuple[Cut, ...]) -> list[dict[str, object]]:
        return [
            {"ids": list(cut.ids), "kinds": list(cut.kinds), "held_by": list(cut.held_by)}
            for cut in several
        ]

    return {
        "format": LOSSES_FORMAT,
        "process": found.process,
        "order": found.order,
        "stops": cuts(found.stops),
        "disturbs": cuts(found.disturbs),
        "complete": found.complete,
        "count_stops": found.count_stops,
        "count_disturbs": found.count_disturbs,
    }
