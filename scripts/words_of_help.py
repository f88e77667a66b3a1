"""The words of the help of every command: what is said through :mod:`bcp.cli.help`, listened to.

Every command is imported, and its docstring, its options and the names of its values are asked
for, as they are when somebody asks for help. So a new command needs nothing to be found.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from bcp.cli.help import names, told, words
from bcp.cli.main import COMMANDS, bcp

_TOP = click.Context(bcp, **bcp.context_settings)
"""As a call has it: commands keep their option for help as it was first asked for."""


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and what one types to call it; the first is ``bcp`` itself."""
    yield "bcp", bcp
    for name in COMMANDS:
        command = bcp.get_command(_TOP, name)
        assert command is not None
        yield from _with_inner(f"bcp {name}", command)


def _with_inner(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for inner in sorted(command.commands):
            yield from _with_inner(f"{name} {inner}", command.commands[inner])


def listed() -> Iterator[tuple[str, str]]:
    """(words, whose they are)."""
    for line in COMMANDS.values():
        yield from ((one, "bcp") for one in _heard(line))
    for name, command in commands():
        found: list[str] = []

        def listen(said: str, found: list[str] = found) -> str:
            found.append(said)
            return said

        told(command, listen)
        context = click.Context(command, parent=_TOP, info_name=name)
        kind = click.Group if isinstance(command, click.Group) else click.Command
        for piece in kind.collect_usage_pieces(command, context):  # type: ignore[arg-type]
            names(piece, listen)
        for option in command.get_params(context):
            row = option.get_help_record(context)
            if row is not None and isinstance(option, click.Option):
                names(row[0], listen)
                words(option.help or "", listen)
        yield from ((one, name) for one in found)


def _heard(text: str) -> list[str]:
    found: list[str] = []
    words(text, lambda said: found.append(said) or said)
    return found
