"""``bcp drill run`` and ``resume``: a drill is played, at the terminal or from answers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bcp.cli.drill.afterwards import finished
from bcp.cli.drill.answers import answers_in
from bcp.cli.drill.runs import DRILLS, folder_of_run, plan_if_any
from bcp.cli.drill.scenario import in_plans_zone, scripted, story_starts
from bcp.cli.help import Command
from bcp.cli.language import said_here
from bcp.cli.main import INTERRUPTED, USAGE
from bcp.cli.plans import Opened, language_option, plan_option
from bcp.diagnostics import Message
from bcp.errors import BcpError
from bcp.i18n import Translator, translator

if TYPE_CHECKING:
    from bcp.drill.clock import VirtualClock
    from bcp.drill.runner import Answers, Session
    from bcp.drill.script import Script
    from bcp.plan import Plan

_C = TypeVar("_C", bound=Callable[..., Any])


def _writer_option(command: _C) -> _C:
    return click.option(
        "--as",
        "writer",
        metavar="WRITER",
        default="facilitator",
        show_default=True,
        help="Who writes: each writer has a journal of their own.",
    )(command)


@click.command(cls=Command)
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
    help="When it begins, on a virtual clock; without an offset in the plan's time zone. Default: "
    "when the story of the exercise starts.",
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

    SCENARIO is an exercise, a risk or a playbook (the first risk it answers), by its id or title.
    The run is written to drills/ inside the plan, or with --out elsewhere. Exit code 0: every
    objective met with at most some challenges and nothing missed; 1: one was not met, not played or
    not rated, or something was missed; 130: left, to be gone on with.

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
    opened, made = scripted(folder, scenario, language)
    into = out if out is not None else opened.folder / DRILLS
    if answers_file is None:
        return _run_live(opened, made, into, writer)
    begins = in_plans_zone(opened, start) if start is not None else story_starts(opened, made)
    answers = answers_in(answers_file, opened, made)
    if answers is None:
        return USAGE
    return _run_alone(opened, made, into, writer, begins, answers)


def _check_options(
    answers: Path | None, clock: str | None, start: str | None, no_input: bool
) -> None:
    if answers is None:
        if no_input:
            raise click.UsageError(
                said_here("--no-input needs --answers FILE: somebody must answer.")
            )
        if clock == "virtual" or start is not None:
            raise click.UsageError(said_here("A virtual clock is for --answers FILE only."))
    elif clock == "real":
        raise click.UsageError(said_here("Answers are played on a virtual clock: --clock virtual."))


def _run_alone(
    opened: Opened, made: Script, into: Path, writer: str, start: str, answers: Answers
) -> int:
    from bcp.drill.clock import ExerciseClock, VirtualClock
    from bcp.drill.journal import Journal
    from bcp.drill.runner import Session, play, run_id

    source: VirtualClock = VirtualClock(start)
    run_folder = into / run_id(made, start)
    again = Message.of(
        "begin at another time than {start} with --start, or in another folder with --out",
        start=start,
    )
    _begin(run_folder, made, writer, ("virtual", start), again)
    _say_start(opened, made, start)
    clock = ExerciseClock(source)
    with Journal.open(run_folder, writer, clock) as journal:
        play(Session(made, journal, clock), source, answers)
    return finished(run_folder, opened.loaded.plan)


def _say_start(opened: Opened, made: Script, start: str) -> None:
    """Say when the run begins, and on whose clock."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    zone = opened.loaded.plan.header.timezone
    local = datetime.fromisoformat(start).astimezone(ZoneInfo(zone))
    line = translator(made.language)("The drill begins on {time} ({zone}, the plan's time zone).")
    click.echo(line.format(time=f"{local:%Y-%m-%d %H:%M}", zone=zone))


def _run_live(opened: Opened, made: Script, into: Path, writer: str) -> int:
    from bcp.drill.clock import ExerciseClock, SystemClock
    from bcp.drill.journal import Journal
    from bcp.drill.runner import Session, run_id

    clock = ExerciseClock(SystemClock())
    wall = clock.read().wall
    run_folder = into / run_id(made, wall)
    again = Message.of("begin it again in a second, or in another folder with --out")
    _begin(run_folder, made, writer, ("real", wall), again)
    with Journal.open(run_folder, writer, clock) as journal:
        session = Session(made, journal, clock)
        session.start()
        over = _at_terminal(session)
    return _after_terminal(over, run_folder, opened.loaded.plan, translator(made.language))


def _begin(
    run_folder: Path, made: Script, writer: str, clock: tuple[str, str], again: Message
) -> None:
    """Make the folder of a run. ``clock`` is its kind and when it starts; ``again`` says how to
    begin another run beside one that is there.
    """
    from bcp.drill.journal import RunExistsError, check_writer
    from bcp.drill.runner import begin_run

    check_writer(writer)  # before anything is made: a name that cannot be leaves no empty run
    try:
        begin_run(run_folder, made, clock[0], {"start": clock[1]})
    except RunExistsError as error:
        raise BcpError(
            error.template,
            "{again}; to look at that one: bcp drill report {run_folder}",
            again=again,
            run_folder=run_folder,
        ) from error


def _at_terminal(session: Session) -> bool:
    from bcp.drill.terminal import Plain, keyboard

    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    return Plain(session, keyboard(), width).play()


def _after_terminal(over: bool, run_folder: Path, plan: Plan | None, say: Translator) -> int:
    if over:
        return finished(run_folder, plan)
    with suppress(OSError):  # the terminal may be gone
        click.echo(say("Go on with: {command}").format(command=f"bcp drill resume {run_folder}"))
    return INTERRUPTED


@click.command(cls=Command)
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

    run_folder = folder_of_run(run_, folder, to_go_on=True)
    made = from_data(read_run(run_folder).get("script"))
    clock = ExerciseClock(SystemClock())
    with Journal.open(run_folder, writer, clock, take_over=take_over) as journal:
        session = Session(made, journal, clock)
        if session.progress.over:
            raise BcpError(
                "This run is over.", "see bcp drill report {run_folder}", run_folder=run_folder
            )
        if session.progress.started:
            if not _gone_on(session, gap, translator(made.language)):
                return INTERRUPTED
        else:
            session.start()
        over = _at_terminal(session)
    plan = plan_if_any(folder, made.plan)
    return _after_terminal(over, run_folder, plan, translator(made.language))


def _gone_on(session: Session, gap: str | None, say: Translator) -> bool:
    """Let the clock go on; asks whether a gap after a crash counts. False when nobody answers."""
    from bcp.drill.terminal import echo

    missing = session.journal.gap.ms if session.journal.gap else 0
    counted = gap == "count"
    if gap is None and not session.progress.paused and missing >= 1000:
        try:
            counted = _went_on(missing, say)
        except (EOFError, KeyboardInterrupt):
            echo("\n" + say("Nobody answered; say --resume-gap pause or --resume-gap count."))
            return False
    session.resume(missing, counted)
    return True


def _went_on(missing: int, say: Translator) -> bool:
    """Ask whether people went on playing after a run was cut off ``missing`` milliseconds ago.

    Raises:
        EOFError: nobody answers.
    """
    from bcp.drill.script import clock_text
    from bcp.drill.terminal import echo, keyboard
    from bcp.drill.typed import yes

    cut_off = say("The drill was cut off; its last entry was {time} ago.")
    echo(cut_off.format(time=clock_text(missing)))
    keys = keyboard()
    while True:
        echo(say("Did the play stop then? y (the clock stood) or n (it went on):") + " ", False)
        line = keys.read(None) or ""
        if not keys.echoes:
            echo("")
        stopped = yes(line, say)
        if stopped is not None:
            return not stopped
