"""``bcp stress``: lose everything once, and every two things; tell the worst stories."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bcp.cli.graph.telling import begin, tell_if_no_process, tell_json
from bcp.cli.help import Command
from bcp.cli.language import for_plan, said_here
from bcp.cli.plans import (
    format_option,
    language_of,
    one_process,
    plan_option,
    readable_plan,
    style,
    told_in_option,
)
from bcp.graph.lines import Line
from bcp.i18n import translator
from bcp.report.text import one_line

_AFTER = 1.0
"""Seconds before it is said that it is still being worked out;"""
_EVERY = 0.2
"""and between two signs of it."""
_SIGNS = "|/-\\"


@click.command(cls=Command)
@click.argument("process", required=False)
@click.option(
    "--order",
    type=click.IntRange(1, 2),
    default=2,
    show_default=True,
    help="How many losses together: 1, or 1 and 2.",
)
@click.option(
    "--top",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    help="How many stories are told at most.",
)
@plan_option
@told_in_option
@format_option("text", "json")
def stress(
    process: str | None,
    order: int,
    top: int,
    folder: Path | None,
    language: str | None,
    format_: str,
) -> None:
    """Lose everything once, and every two things; tell the worst stories.

    Everything that can be lost and that a process stands on is lost in turn, alone and with every
    other: people, sites, systems, suppliers, causes, channels, records. Told are the worst stories
    first - what stops, for how long against its MTPD, and why -, then how many of all losses stay
    within every MTPD, then the few changes that would help most. PROCESS is an id or a title; with
    it, that process alone is compared.

    A loss breaches an MTPD when the process is down beyond it even if every time that the plan
    could say and does not were none; it is not known when such a time decides. All losses are
    counted exactly, none is sampled. The changes are chosen greedily.

    The exit code is 0 whatever is found: this is an answer, not a check.

    \b
    Examples:
      bcp stress --plan plans/northline
      bcp stress safety-calls --top 3 --plan plans/northline
      bcp stress --order 1 --format json --plan plans/northline
    """
    from bcp.graph.stress.shape import as_json
    from bcp.graph.stress.stress import stress as asked
    from bcp.graph.stress.wording import sentences

    opened = readable_plan(folder)
    plan = opened.loaded.plan
    language = language_of(plan, language)
    chosen = None if process is None else one_process(opened, process)
    with _signs_of_life() as note:
        found = asked(plan, chosen, order, top, note=note)
    if format_ == "json":
        tell_json(plan, as_json(found))
        return
    spoken = for_plan(language, os.environ, plan.language)
    begin(plan, spoken)
    if not tell_if_no_process(plan, spoken):
        _tell(sentences(found, plan, spoken), spoken)


def _tell(lines: Iterable[Line], spoken: str) -> None:
    """What stands at the margin in bold, with a line free before it."""
    how, say = style(), translator(spoken)
    for number, one in enumerate(lines):
        indent = "  " * one.indent
        if number and not one.indent:
            click.echo()
        for place, part in enumerate(
            how.wrap(one_line(one.message.text(say)), indent, indent + "  ")
        ):
            bold = not one.indent and not place
            click.echo(how.paint(part, "1") if bold else part, color=how.colour)


@contextmanager
def _signs_of_life() -> Iterator[Callable[[], None]]:
    """On a terminal, a line while it takes longer than a second; gone when it is done."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    begun = last = time.monotonic()
    count = 0

    def note() -> None:
        nonlocal last, count
        now = time.monotonic()
        if now - begun >= _AFTER and now - last >= _EVERY:
            last, count = now, count + 1
            text = said_here("working out what every loss does")
            click.echo(f"\r{text} {_SIGNS[count % len(_SIGNS)]}", nl=False, err=True)

    try:
        yield note
    finally:
        if count:
            click.echo("\r\x1b[K", nl=False, err=True)
