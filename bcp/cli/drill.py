"""``bcp drill``: play a tabletop drill made from the plan, and report on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bcp.cli.main import CLEAN, FOUND, INTERRUPTED, USAGE
from bcp.cli.plans import (
    Opened,
    format_option,
    language_option,
    one_object,
    plan_option,
    readable_plan,
    style,
)
from bcp.errors import BcpError
from bcp.i18n import Translator, translator

if TYPE_CHECKING:
    from bcp.drill.afteraction import Report
    from bcp.drill.clock import VirtualClock
    from bcp.drill.runner import Answers, Session
    from bcp.drill.script import Script
    from bcp.plan import Plan

_C = TypeVar("_C", bound=Callable[..., Any])

DRILLS = "drills"
_REPORT_MD, _REPORT_JSON = "report/report.md", "report/report.json"
_LONGEST_ANSWERS = 8 * 1024 * 1024


def _writer_option(command: _C) -> _C:
    return click.option(
        "--as",
        "writer",
        metavar="NAME",
        default="facilitator",
        show_default=True,
        help="Who writes: each writer has a journal of their own.",
    )(command)


@click.group
def drill() -> None:
    """Play a tabletop drill made from the plan, and report on it.

    What players are told and what they should do comes from the plan: its indicators, call lists,
    messages, switches and tasks. Everything that happens is written to a journal at once, in a
    folder of the run's own inside drills/ in the plan, or elsewhere with --out.

    \b
    Examples:
      bcp drill script telephony-loss --plan plans/northline
      bcp drill run telephony-loss --plan plans/northline
      bcp drill report --plan plans/northline
    """


@drill.command
@click.argument("scenario")
@plan_option
@language_option
@format_option("text", "json")
def script(scenario: str, folder: Path | None, language: str | None, format_: str) -> int:
    """Print the facilitator's list of a drill.

    SCENARIO is an exercise or a risk, by its id or title.

    \b
    Example:
      bcp drill script telephony-loss --plan plans/northline
    """
    from bcp.drill.script import as_data, facilitator_list

    _, made = _scripted(folder, scenario, language)
    if format_ == "json":
        import json

        data = {"script": 1, **as_data(made)}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True))
        return CLEAN
    for line in facilitator_list(made, style().width):
        click.echo(line)
    return CLEAN


@drill.command
@click.argument("scenario")
@plan_option
@language_option
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Play by itself from these answers, instead of asking at the terminal.",
)
@click.option(
    "--clock",
    "clock_kind",
    type=click.Choice(["real", "virtual"]),
    help="virtual: time jumps, for answers. Default: virtual with --answers, else real.",
)
@click.option(
    "--start",
    metavar="TIME",
    help="When it begins, on a virtual clock. Default: when the story of the exercise starts.",
)
@click.option("--no-input", is_flag=True, help="Ask nothing: an error without --answers.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder that the run's own folder goes into. Default: drills/ in the plan.",
)
@_writer_option
def run(
    scenario: str,
    folder: Path | None,
    language: str | None,
    answers_file: Path | None,
    clock_kind: str | None,
    start: str | None,
    no_input: bool,
    out: Path | None,
    writer: str,
) -> int:
    """Play a drill at the terminal, or by itself from answers.

    SCENARIO is an exercise or a risk, by its id or title. The run is written to drills/ inside the
    plan, or with --out elsewhere. Exit code 0: every objective met with at most some challenges and
    nothing missed; 1: one was not met, not played or not rated, or something was missed; 130: left,
    to be gone on with.

    \b
    Answers are YAML; times count from the start of the drill:
      default: missed                            # or in-time
      answer-text: {at: 24m30s, by: duty-manager}
      radio-asks: {skip: no time left}           # an inject
      reach-command: {rate: S, note: second try} # an objective

    \b
    Examples:
      bcp drill run telephony-loss --plan plans/northline
      bcp drill run telephony-loss --plan plans/northline --no-input \\
          --answers plans/northline/drills/answers-telephony-loss.yaml
    """
    _check_options(answers_file, clock_kind, start, no_input)
    opened, made = _scripted(folder, scenario, language)
    into = out if out is not None else opened.folder / DRILLS
    if answers_file is None:
        return _run_live(opened, made, into, writer)
    begins = start if start is not None else _story_starts(opened, made)
    answers = _answers(answers_file, opened, made)
    if answers is None:
        return USAGE
    return _run_alone(opened, made, into, writer, begins, answers)


def _check_options(
    answers: Path | None, clock: str | None, start: str | None, no_input: bool
) -> None:
    if answers is None:
        if no_input:
            raise click.UsageError("--no-input needs --answers FILE: somebody must answer.")
        if clock == "virtual" or start is not None:
            raise click.UsageError("A virtual clock is for --answers FILE only.")
    elif clock == "real":
        raise click.UsageError("Answers are played on a virtual clock: --clock virtual.")


def _story_starts(opened: Opened, made: Script) -> str:
    """When the story of an exercise starts, in the plan's time zone; a risk has no story."""
    from zoneinfo import ZoneInfo

    from bcp.model.learning import Exercise

    plan = opened.loaded.plan
    exercise = plan.find(made.id, Exercise)
    if exercise is None or exercise.story_starts is None:
        raise BcpError(
            f"the plan does not say when the story of {made.id} starts",
            "add --start TIME, as --start 2026-01-01T09:00:00Z",
        )
    return exercise.story_starts.replace(tzinfo=ZoneInfo(plan.header.timezone)).isoformat()


def _scripted(folder: Path | None, scenario: str, language: str | None) -> tuple[Opened, Script]:
    from bcp.drill.script import script_for

    opened = readable_plan(folder)
    plan = opened.loaded.plan
    return opened, script_for(plan, one_object(opened, scenario), language)


def _answers(path: Path, opened: Opened, made: Script) -> Answers | None:
    """The answers in a file; None after saying what is wrong in it."""
    from bcp.drill.runner import doers, read_answers
    from bcp.report.text import lines

    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST_ANSWERS + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise BcpError(f"{path} cannot be read: {why}", "check the name of the file") from error
    read = read_answers(content, str(path), made, doers(opened.loaded.plan))
    if not read.faults:
        return read.answers
    for line in lines(read.faults, lambda span: read.document.excerpt(span.line), style()):
        click.echo(line, err=True)
    return None


def _run_alone(
    opened: Opened, made: Script, into: Path, writer: str, start: str, answers: Answers
) -> int:
    from bcp.drill.clock import ExerciseClock, VirtualClock
    from bcp.drill.journal import Journal
    from bcp.drill.runner import Session, begin_run, play, run_id

    source: VirtualClock = VirtualClock(start)
    run_folder = into / run_id(made, start)
    begin_run(run_folder, made, "virtual", {"start": start})
    clock = ExerciseClock(source)
    with Journal.open(run_folder, writer, clock) as journal:
        play(Session(made, journal, clock), source, answers)
    return _finished(run_folder, opened.loaded.plan)


def _run_live(opened: Opened, made: Script, into: Path, writer: str) -> int:
    from bcp.drill.clock import ExerciseClock, SystemClock
    from bcp.drill.journal import Journal
    from bcp.drill.runner import Session, begin_run, run_id

    clock = ExerciseClock(SystemClock())
    wall = clock.read().wall
    run_folder = into / run_id(made, wall)
    begin_run(run_folder, made, "real", {"start": wall})
    with Journal.open(run_folder, writer, clock) as journal:
        session = Session(made, journal, clock)
        session.start()
        over = _at_terminal(session)
    return _after_terminal(over, run_folder, opened.loaded.plan, translator(made.language))


def _at_terminal(session: Session) -> bool:
    from bcp.drill.terminal import Plain, keyboard

    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    return Plain(session, keyboard(), width).play()


def _after_terminal(over: bool, run_folder: Path, plan: Plan | None, say: Translator) -> int:
    if over:
        return _finished(run_folder, plan)
    with suppress(OSError):  # the terminal may be gone
        click.echo(say("Go on with: {command}").format(command=f"bcp drill resume {run_folder}"))
    return INTERRUPTED


def _finished(run_folder: Path, plan: Plan | None) -> int:
    """File the report with the run, say what it came to, and give the exit code."""
    from bcp.drill.afteraction import lines, report_of_run

    report = report_of_run(run_folder, plan)
    _save(run_folder, report)
    for line in lines(report, style().width, short=True):
        click.echo(line)
    say = translator(report.language)
    click.echo(
        "\n" + say("The whole report: {command}").format(command=f"bcp drill report {run_folder}")
    )
    return CLEAN if report.clean else FOUND


def _save(run_folder: Path, report: Report) -> None:
    from bcp.drill.afteraction import as_json, markdown
    from bcp.files import write_atomically

    target = run_folder / _REPORT_MD
    try:
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise BcpError(f"{target.parent} cannot be made: {why}", "look at the disk") from error
    write_atomically(target, markdown(report).encode())
    write_atomically(run_folder / _REPORT_JSON, as_json(report).encode())


@drill.command
@click.argument("run_", metavar="[RUN]", required=False)
@plan_option
@click.option(
    "--resume-gap",
    "gap",
    type=click.Choice(["pause", "count"]),
    help="Whether the time since the last entry was a pause, or counts. Default: ask.",
)
@click.option("--take-over", is_flag=True, help="Go on although a lock was left by a crash.")
@_writer_option
def resume(
    run_: str | None, folder: Path | None, gap: str | None, take_over: bool, writer: str
) -> int:
    """Go on with a drill that was left or interrupted.

    RUN is the folder of the run, or its name in the plan's drills/. Default: the only one there
    that has not ended.

    \b
    Examples:
      bcp drill resume --plan plans/northline
      bcp drill resume plans/northline/drills/telephony-loss-20261116T014000Z
    """
    from bcp.drill.clock import ExerciseClock, SystemClock
    from bcp.drill.journal import Journal, read_run
    from bcp.drill.runner import Session
    from bcp.drill.script import from_data

    run_folder = _run_folder(run_, folder, to_go_on=True)
    made = from_data(read_run(run_folder).get("script"))
    clock = ExerciseClock(SystemClock())
    with Journal.open(run_folder, writer, clock, take_over=take_over) as journal:
        session = Session(made, journal, clock)
        if session.progress.over:
            raise BcpError("This run is over.", f"see bcp drill report {run_folder}")
        if session.progress.started:
            if not _gone_on(session, gap, translator(made.language)):
                return INTERRUPTED
        else:
            session.start()
        over = _at_terminal(session)
    plan = _plan_if_any(folder, made.plan)
    return _after_terminal(over, run_folder, plan, translator(made.language))


def _gone_on(session: Session, gap: str | None, say: Translator) -> bool:
    """Let the clock go on; asks whether a gap after a crash counts. False when nobody answers."""
    from bcp.drill.script import clock_text
    from bcp.drill.terminal import echo, keyboard

    missing = session.journal.gap.ms if session.journal.gap else 0
    counted = gap == "count"
    if gap is None and not session.progress.paused and missing >= 1000:
        # It was not left but cut off: perhaps people went on playing.
        asked = say("The last entry was {time} ago. Was that a pause? y or n:")
        echo(asked.format(time=clock_text(missing)) + " ", False)
        try:
            answer = (keyboard().read(None) or "").strip().lower()
        except (EOFError, KeyboardInterrupt):
            echo("\n" + say("Nobody answered; say --resume-gap pause or --resume-gap count."))
            return False
        counted = answer in ("n", "no", say("n"), say("no"))
    session.resume(missing, counted)
    return True


@drill.command
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
      bcp drill report plans/northline/drills/telephony-loss-20261116T014000Z --format md
    """
    from bcp.drill.afteraction import as_json, lines, markdown, report_of_run
    from bcp.drill.journal import read_run
    from bcp.drill.script import from_data

    run_folder = _run_folder(run_, folder)
    made = from_data(read_run(run_folder).get("script"))
    found = report_of_run(run_folder, _plan_if_any(folder, made.plan))
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


@drill.command
@click.argument("run_", metavar="[RUN]", required=False)
@plan_option
def verify(run_: str | None, folder: Path | None) -> int:
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

    run_folder = _run_folder(run_, folder)
    kept = run_folder / _REPORT_JSON
    reported = tail_in(kept.read_bytes()) if kept.is_file() else None
    found = verify_run(run_folder, reported)
    click.echo(f"{found.state.value}: {found.count} records")
    for writer, head in found.heads.items():
        click.echo(f"  {writer}: {head}")
    if found.after_end:
        click.echo(f"  {found.after_end} records were written after the end of the run")
    for problem in found.problems:
        click.echo(f"  {problem}")
    if found.state in (State.DAMAGED, State.SHORTER):
        return USAGE
    return FOUND if found.state is State.OPEN or found.problems else CLEAN


def _run_folder(words: str | None, folder: Path | None, *, to_go_on: bool = False) -> Path:
    """The folder of a run: as named, the only one in the folder named, or of the plan's drills.

    Without a name the newest of the plan's; ``to_go_on``: the only one that has not ended.
    """
    if words is None:
        return _open_run(folder) if to_go_on else _newest_run(folder)
    named = Path(words)
    if (named / "run.json").is_file():
        return named
    inside = sorted(path.parent for path in named.glob("*/run.json")) if named.is_dir() else []
    if len(inside) == 1:
        return inside[0]
    if inside:
        names = ", ".join(str(path) for path in inside)
        raise BcpError(f"there are several runs in {named}: {names}", "name one of them")
    return _in_plan(words, folder)


def _runs(folder: Path | None) -> tuple[Path, ...]:
    """The runs of the plan's drills, the oldest first; at least one."""
    from bcp.cli.plans import open_plan

    drills = open_plan(folder).folder / DRILLS
    # The name of a run ends with when it began.
    found = sorted(
        (path.parent for path in drills.glob("*/run.json")),
        key=lambda run: (run.name.rpartition("-")[2], run.name),
    )
    if not found:
        raise BcpError(
            f"no drill has been played in {drills}",
            "play one with bcp drill run, or name the folder of a run",
        )
    return tuple(found)


def _newest_run(folder: Path | None) -> Path:
    found = _runs(folder)
    if len(found) > 1:
        click.echo(f"The newest of {len(found)} runs: {found[-1]}", err=True)
    return found[-1]


def _open_run(folder: Path | None) -> Path:
    found = _runs(folder)
    going = [run for run in found if not _has_ended(run)]
    if len(going) == 1:
        return going[0]
    if not going:
        raise BcpError(
            f"every run in {found[0].parent} is over", f"see bcp drill report {found[-1]}"
        )
    names = ", ".join(run.name for run in going)
    raise BcpError(
        f"{len(going)} runs have not ended: {names}",
        f"name the one to go on with: bcp drill resume {going[-1]}",
    )


def _has_ended(run: Path) -> bool:
    """Whether a run is over. One whose journal is damaged is not: going on with it says so."""
    from bcp.drill.journal import read

    try:
        return any(one.type in ("run.end", "run.abort") for one in read(run))
    except BcpError:
        return False


def _in_plan(words: str, folder: Path | None) -> Path:
    from bcp.cli.plans import open_plan
    from bcp.nearest import nearest

    fix = (
        "name the folder of a run, or a run of the plan's drills/; without RUN the newest is taken"
    )
    try:
        drills = open_plan(folder).folder / DRILLS
    except BcpError:
        raise BcpError(f"there is no run {words}", fix) from None
    known = {path.parent.name: path.parent for path in sorted(drills.glob("*/run.json"))}
    if words in known:
        return known[words]
    near = nearest(words, known)
    raise BcpError(f"there is no run {words}", f"did you mean {near}?" if near else fix)


def _plan_if_any(folder: Path | None, id: str) -> Plan | None:  # noqa: A002
    """The plan that a script was made from, to see whether it changed; None when it is not here.

    A plan that was named must be readable; one that merely lies above must be the right one.
    """
    if folder is not None:
        return readable_plan(folder).loaded.plan
    try:
        plan = readable_plan(None).loaded.plan
    except BcpError:
        return None
    return plan if plan.id == id else None
