"""``bcp graph losses``: what a process cannot lose."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.graph.telling import tell
from bcp.cli.language import for_plan
from bcp.cli.plans import format_option, one_object, plan_option, readable_plan, told_in_option
from bcp.errors import BcpError
from bcp.graph.lines import Line, line
from bcp.model.resources import Process

if TYPE_CHECKING:
    from bcp.graph.losses import Cut, Losses
    from bcp.plan import Plan

LOSSES_FORMAT = "bcp.losses/1"
_MOST = 12
"""Pairs told one by one; more are told in groups."""


@click.command
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
        tell(_Told(plan, spoken).lines(found), spoken)


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
