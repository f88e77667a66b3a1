"""``--contacts`` and ``--identity``: the options of commands that print or check contact data."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from bcp.cli.held import Held

_C = TypeVar("_C", bound=Callable[..., Any])


def contacts_options(command: _C) -> _C:
    """``--contacts`` and ``--identity``; the command gets them as ``held``."""

    @functools.wraps(command)
    def called(*arguments: Any, contacts: Path | None, identity: Path | None, **named: Any) -> Any:
        return command(*arguments, held=Held(contacts, identity), **named)

    called = click.option(
        "--identity",
        type=click.Path(path_type=Path),
        envvar="BCP_IDENTITY",
        metavar="FILE",
        help="Key that opens encrypted contacts: a file of age's, or an SSH key. Default: "
        "BCP_IDENTITY, or your SSH keys.",
    )(called)
    return click.option(  # type: ignore[return-value]
        "--contacts",
        type=click.Path(path_type=Path),
        envvar="BCP_CONTACTS",
        metavar="DIR",
        help="Folder with the numbers and addresses of people, where they are held outside the "
        "plan. Default: BCP_CONTACTS.",
    )(called)
