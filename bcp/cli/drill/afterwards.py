"""What is made of a run: its report, filed with it, and ``bcp drill report`` and ``verify``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.drill.runs import folder_of_run, plan_if_any
from bcp.cli.help import Command
from bcp.cli.language import for_people, words_in
from bcp.cli.main import CLEAN, FOUND, USAGE
from bcp.cli.plans import format_option, plan_option, style, words_option
from bcp.diagnostics import Message
from bcp.errors import BcpError
from bcp.i18n import translator

if TYPE_CHECKING:
    from bcp.drill.afteraction import Report
    from bcp.plan import Plan

_REPORT_MD, _REPORT_JSON = "report/report.md", "report/report.json"


_STANDS = {
    "open": "open: {count} records",
    "closed": "closed: {count} records",
    "shorter than its report": "shorter than its report: {count} records",
    "damaged": "damaged: {count} records",
}
"""How the journals of a run stand: :class:`bcp.drill.journal.State`."""


@click.command(cls=Command)
@click.argument("run_", metavar="[RUN]", required=False)
@plan_option
@format_option("text", "md", "json")
@click.option("--save", is_flag=True, help="File it with the run as well, under report/.")
def report(run_: str | None, folder: Path | None, format_: str, save: bool) -> int:
    """Print the after-action report of a drill.

    RUN is the folder of the run, or its name in the plan's drills/. Default: the newest one there.
    Exit code 1: an objective was met with major challenges, not met, not played or not rated,
    something was missed, or the plan has changed since.

    \b
    Examples:
      bcp drill report --plan plans/northline
      bcp drill report plans/northline/drills/telephony-loss-20261116T014000Z \\
          --format md
    """
    from bcp.drill.afteraction import as_json, lines, markdown, report_of_run
    from bcp.drill.journal import read_run
    from bcp.drill.script import from_data

    run_folder = folder_of_run(run_, folder)
    made = from_data(read_run(run_folder).get("script"))
    found = report_of_run(run_folder, plan_if_any(folder, made.plan))
    if format_ == "json":
        click.echo(as_json(found), nl=False)
    elif format_ == "md":
        click.echo(markdown(found), nl=False)
    else:
        for line in lines(found, style().width):
            click.echo(line)
    if save:
        _save(run_folder, found)
    return CLEAN if found.clean else FOUND


@click.command(cls=Command)
@click.argument("run_", metavar="[RUN]", required=False)
@plan_option
@words_option
def verify(run_: str | None, folder: Path | None, language: str | None) -> int:
    """Say whether the journals of a drill are whole.

    Compares every record with the one before it, and how far the journals go with the end of the
    run and with the report that is kept with it. Exit code 0: whole; 1: the run has not ended; 2:
    damaged, or shorter than they were.

    RUN is the folder of the run, or its name in the plan's drills/. Default: the newest one there.

    \b
    Examples:
      bcp drill verify --plan plans/northline
      bcp drill verify plans/northline/drills/telephony-loss-20261116T014000Z
    """
    from bcp.drill.afteraction import tail_in
    from bcp.drill.journal import State
    from bcp.drill.journal import verify as verify_run

    say = words_in(for_people(language, os.environ))
    run_folder = folder_of_run(run_, folder)
    kept = run_folder / _REPORT_JSON
    reported = tail_in(kept.read_bytes()) if kept.is_file() else None
    found = verify_run(run_folder, reported)
    click.echo(Message.of(_STANDS[found.state.value], count=found.count).text(say))
    for writer, head in found.heads.items():
        click.echo(f"  {writer}: {head}")
    if found.after_end:
        late = Message.of(
            "{count} records were written after the end of the run", count=found.after_end
        )
        click.echo(f"  {late.text(say)}")
    for problem in found.problems:
        click.echo(f"  {problem.text(say)}")
    if found.state in (State.DAMAGED, State.SHORTER):
        return USAGE
    return FOUND if found.state is State.OPEN or found.problems else CLEAN


def finished(run_folder: Path, plan: Plan | None) -> int:
    """File the report with the run, say what it came to, and give the exit code."""
    from bcp.drill.afteraction import lines, report_of_run

    report = report_of_run(run_folder, plan)
    _save(run_folder, report)
    say = translator(report.language)
    # Who was called away to a real incident has no eyes for the figures of a drill.
    if not report.stopped:
        for line in lines(report, style().width, short=True):
            click.echo(line)
        click.echo()
    whole = say("The whole report: {command}")
    click.echo(whole.format(command=f"bcp drill report {run_folder}"))
    return CLEAN if report.clean else FOUND


def _save(run_folder: Path, report: Report) -> None:
    from bcp.drill.afteraction import as_json, markdown
    from bcp.files import why_refused, write_atomically

    target = run_folder / _REPORT_MD
    try:
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        why = why_refused(error)
        raise BcpError(
            "{folder} cannot be made: {why}", "look at the disk", folder=target.parent, why=why
        ) from error
    write_atomically(target, markdown(report).encode())
    write_atomically(run_folder / _REPORT_JSON, as_json(report).encode())
