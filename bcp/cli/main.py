"""The ``bcp`` command: which commands there are, and how every one of them ends."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

import click

from bcp import __version__
from bcp.errors import BcpError

CLEAN, FOUND, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130

COMMANDS: dict[str, str] = {
    "init": "Write a small plan of your own to start from.",
    "check": "Say what is missing or wrong in plans.",
    "explain": "Explain a rule: what, why, how to fix.",
    "coverage": "Show which risks, processes and roles have what they should have.",
    "show": "Show an object, what it refers to and what refers to it.",
    "graph": "Draw who does what; find what a process cannot lose.",
    "what-if": "Say what falls when something is lost, and who takes over.",
    "drill": "Play a tabletop drill made from the plan, and report on it.",
    "render": "Print the plan and the role cards as PDF.",
    "schema": "Write what editors need to help while a plan is written.",
    "doctor": "Say what is missing on this machine, and the line that mends it.",
}
"""Command → its line in the help. A command's module is imported when it is called."""


class _Commands(click.Group):
    """A group whose commands are imported when they are needed, not to print the help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command = getattr(import_module(f"bcp.cli.{name}"), name)
        assert isinstance(command, click.Command)
        gc.enable()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from bcp.nearest import nearest

            near = nearest(args[0], COMMANDS)
            hint = f" Did you mean “{near}”?" if near else " See `bcp --help`."
            raise click.UsageError(f"There is no command “{args[0]}”.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, "-V", "--version", prog_name="bcp", message="%(prog)s %(version)s"
)
def bcp() -> None:
    """Business-continuity plans as code.

    A plan is a folder of YAML files with a plan.yaml in it. Everything works with the network
    down.

    \b
    Example:
      bcp check plans/northline
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    if sys.stdout is None:  # closed by the caller: `bcp check >&-`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - to the end
    try:
        code = _called(arguments)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return USAGE
    except BcpError as error:
        _say(f"bcp: {error.message}")
        if error.fix:
            _say(f"  fix: {error.fix}")
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted")
        return INTERRUPTED
    except OSError as error:
        return _surroundings(error)
    except Exception as error:
        if os.environ.get("BCP_DEBUG"):
            raise
        _say(f"bcp: something went wrong inside bcp: {type(error).__name__}: {error}")
        _say("  fix: this is a fault of bcp; set BCP_DEBUG=1 to see where, and report it.")
        return INTERNAL
    return code if isinstance(code, int) else CLEAN


def _called(arguments: Sequence[str]) -> object:
    try:
        return bcp.main(args=list(arguments), prog_name="bcp", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code


def _surroundings(error: OSError) -> int:
    """The machine refused something: a name, a folder, the output itself."""
    if error.filename is not None:
        _say(f"bcp: {error.filename}: {error.strerror}")
        _say("  fix: check the name, and that you may read and write there.")
        return USAGE
    # Only what is written to the output has no name. Nothing more can be said there.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if isinstance(error, BrokenPipeError):
        return CLEAN  # who reads us has had enough (`bcp check | head`): not an error
    _say(f"bcp: the answer cannot be written: {error.strerror}")
    _say("  fix: make room, or write it somewhere else.")
    return USAGE


def _say(line: str) -> None:
    with suppress(OSError):
        click.echo(line, err=True)
