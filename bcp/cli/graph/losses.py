"""``bcp graph losses``: what a process cannot lose."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bcp.cli.graph.telling import begin, tell, tell_if_no_process, tell_json, warn_beside
from bcp.cli.help import Command
from bcp.cli.language import for_plan
from bcp.cli.plans import (
    Opened,
    format_option,
    language_of,
    one_process,
    plan_option,
    readable_plan,
    told_in_option,
)
from bcp.errors import BcpError
from bcp.model.resources import Process

if TYPE_CHECKING:
    from bcp.graph.losses.losses import Within
    from bcp.plan import Plan


@click.command(cls=Command)
@click.argument("process", required=False)
@plan_option
@told_in_option
@click.option(
    "--order",
    type=click.IntRange(1, 3),
    default=2,
    show_default=True,
    help="How many losses together.",
)
@click.option(
    "--within",
    metavar="mtpd|rto|TIME",
    help="Count what keeps it down for longer than this: its MTPD, its RTO, or a time such as 4h. "
    "Default: times do not count.",
)
@click.option(
    "--export",
    type=click.Choice(["open-psa"]),
    help="Write the fault tree of the process in the Open-PSA exchange format instead.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="With --export: write to this file.",
)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Count the minimal cut sets of an Open-PSA fault tree instead; PROCESS then names its top "
    "gate, when there are several.",
)
@format_option("text", "json")
@click.pass_context
def losses(
    ctx: click.Context,
    process: str | None,
    folder: Path | None,
    language: str | None,
    order: int,
    within: str | None,
    export: str | None,
    out: Path | None,
    source: Path | None,
    format_: str,
) -> None:
    """Tell what a process cannot lose: single points of failure, pairs, and three together.

    PROCESS is an id or a title; without it, every process is told in a line. Counted are people,
    sites, systems, suppliers and causes together. What stops it and also silences whom the plan
    would call comes first. A role counts as one of those named for it; what one person, one role
    at a time adds stands beside.

    Without --within what is lost stays lost, and a switch that the plan has is taken to work,
    however long it takes. With it, a set counts when the process is down for longer than that; a
    time that the plan does not say never counts as met.

    \b
    Examples:
      bcp graph losses safety-calls --plan plans/northline
      bcp graph losses safety-calls --within mtpd --order 3 --plan plans/northline
      bcp graph losses --within rto --plan plans/northline
      bcp graph losses safety-calls --export open-psa --out safety.xml
      bcp graph losses --from safety.xml --order 3 --format json
    """
    _check_options(within, export, out, source)
    if source is not None:
        _count_file(source, process, order, format_, language)
        return
    opened = readable_plan(folder or ctx.obj)
    plan = opened.loaded.plan
    language = language_of(plan, language)
    spoken = for_plan(language, os.environ, plan.language)
    if export is not None:
        warn_beside(plan, spoken)
        _export(plan, _process(opened, process), out)
    elif process is None:
        _tell_all(plan, order, within, format_, spoken)
    else:
        _tell_one(plan, _process(opened, process), order, within, format_, spoken)


def _check_options(
    within: str | None, export: str | None, out: Path | None, source: Path | None
) -> None:
    clashes = (
        (source and export, "--from", "--export"),
        (source and within, "--from", "--within"),
        (export and within, "--export", "--within"),
    )
    for both, one, other in clashes:
        if both:
            raise BcpError(
                "{one} and {other} do not go together",
                "leave one of them out",
                one=one,
                other=other,
            )
    if out is not None and export is None:
        raise BcpError("--out is for --export", "add --export open-psa, or leave --out out")


def _process(opened: Opened, words: str | None) -> str:
    if words is None:
        ids = ", ".join(one.id for one in opened.loaded.plan.of(Process))
        fix = "name one of: {ids}" if ids else "declare what must go on in `processes:`"
        raise BcpError("no process is named", fix, ids=ids)
    return one_process(opened, words)


def _within(plan: Plan, process: str, asked: str | None) -> Within | None:
    from bcp.graph.losses.losses import Within, within_of

    if asked is None:
        return None
    if asked.lower() in ("mtpd", "rto"):
        return within_of(plan, process, asked.lower())
    from bcp.model.scalars.times import parse_duration

    try:
        return Within("given", parse_duration(asked).total)
    except ValueError as wrong:
        raise BcpError(
            "“{text}” is no time for --within",
            "write mtpd, rto, or a time such as 15m, 4h or 2d",
            text=asked,
        ) from wrong


def _tell_one(
    plan: Plan, process: str, order: int, within: str | None, format_: str, spoken: str
) -> None:
    from bcp.graph.losses.losses import losses as found_losses
    from bcp.graph.losses.shape import as_json
    from bcp.graph.losses.wording import sentences

    found = found_losses(plan, process, order, within=_within(plan, process, within))
    if format_ == "json":
        tell_json(plan, as_json(found))
    else:
        begin(plan, spoken)
        tell(sentences(found, plan, spoken), spoken)


def _tell_all(plan: Plan, order: int, within: str | None, format_: str, spoken: str) -> None:
    from bcp.graph.losses.losses import all_losses
    from bcp.graph.losses.shape import summary_json
    from bcp.graph.losses.wording import summary_sentences

    asked = within.lower() if within else None
    if asked not in (None, "mtpd", "rto"):
        raise BcpError(
            "one time for every process is not asked for",
            "name a process, or write --within mtpd or --within rto: each process its own",
        )
    found = all_losses(plan, order, within=asked)
    if format_ == "json":
        tell_json(plan, summary_json(found, order))
        return
    begin(plan, spoken)
    if not tell_if_no_process(plan, spoken):
        tell(summary_sentences(found, plan, spoken), spoken)


def _export(plan: Plan, process: str, out: Path | None) -> None:
    from bcp.files import write_atomically
    from bcp.graph.losses.open_psa import open_psa

    text = open_psa(plan, process)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_atomically(out, text.encode())


def _count_file(
    source: Path, top: str | None, order: int, format_: str, language: str | None
) -> None:
    from bcp.files import read_file
    from bcp.graph.losses.exchange_file import MOST
    from bcp.graph.losses.fault_tree import FORMAT, counts, fault_tree, sentences

    tree = fault_tree(read_file(source, MOST), top)
    found = counts(tree, order)
    if format_ == "json":
        numbered = {str(size): count for size, count in enumerate(found.counts, 1)}
        _print({"format": FORMAT, "top": tree.top, "always": found.always, "counts": numbered})
    else:
        spoken = for_plan(language, os.environ, "en")
        tell(sentences(tree, found), spoken)


def _print(values: dict[str, Any]) -> None:
    click.echo(json.dumps(values, ensure_ascii=False, indent=2))
