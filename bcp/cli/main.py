"""The ``bcp`` command: which commands there are. How they end is in :mod:`bcp.cli.ending`."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from importlib import import_module

import click

from bcp import __version__
from bcp.cli.ending import CLEAN as CLEAN
from bcp.cli.ending import FOUND as FOUND
from bcp.cli.ending import INTERNAL as INTERNAL
from bcp.cli.ending import INTERRUPTED as INTERRUPTED
from bcp.cli.ending import USAGE as USAGE
from bcp.cli.ending import run as run
from bcp.cli.help import Group, words
from bcp.cli.language import said_here, words_here
from bcp.diagnostics import mark

COMMANDS: dict[str, str] = {
    "init": "Write a plan of your own to start from.",
    "new": "Add one thing to a plan, in a file to be filled in.",
    "check": "Say what is missing or wrong in plans.",
    "explain": "Explain a rule: what, why, how to fix.",
    "coverage": "Show which risks, processes and roles have what they should have.",
    "show": "Show an object, what it refers to and what refers to it.",
    "graph": "Draw who does what; find what a process cannot lose.",
    "what-if": "Say what falls when something is lost, and who takes over.",
    "stress": "Lose everything once, and every two things; tell the worst stories.",
    "drill": "Play a tabletop drill made from the plan, and report on it.",
    "render": "Print the plan and the role cards as PDF.",
    "fmt": "Lay out plan files alike; bring old plans up to this language.",
    "schema": "Write what editors need to help while a plan is written.",
    "doctor": "Say what is missing on this machine, and the line that mends it.",
}
"""Command → its line in the help. A command's module is imported when it is called."""


class _Commands(Group):
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
        say = words_here()
        with formatter.section(say(mark("Commands"))):
            formatter.write_dl([(name, words(line, say)) for name, line in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from bcp.nearest import nearest

            near = nearest(args[0], COMMANDS)
            said = said_here(
                "There is no command “{words}”. Did you mean “{near}”?"
                if near
                else "There is no command “{words}”. See `bcp --help`.",
                words=args[0],
                near=near or "",
            )
            raise click.UsageError(said, ctx)
        return super().resolve_command(ctx, args)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__,
    "-V",
    "--version",
    prog_name="bcp",
    message="%(prog)s %(version)s",
    help=mark("Show the version and exit."),
)
def bcp() -> None:
    """Business-continuity plans as code.

    A plan is a folder of YAML files with a plan.yaml in it. Everything works with the network
    down.

    \b
    Example:
      bcp check plans/northline
    """


def call(arguments: Sequence[str]) -> object:
    """Call the command that the arguments name, and give what it gives: its exit code."""
    try:
        return bcp.main(args=list(arguments), prog_name="bcp", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
