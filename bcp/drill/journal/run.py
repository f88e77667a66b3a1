"""Beginning a run: its header, frozen, and the folder for its journals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bcp.drill.journal.reading import RUN_FILE, genesis, journal_folder
from bcp.drill.journal.trouble import RunExistsError, cannot_read, cannot_write
from bcp.errors import BcpError
from bcp.files import write_atomically

# A journal whose line ends git changed is refused as damaged; a lock is nobody's history.
_FOR_GIT = {
    ".gitattributes": b"run.json -text\n*.jsonl -text\n*.torn -text\n",
    ".gitignore": b"*.lock\n*.stale\n",
}


def create_run(run_folder: Path, header: Mapping[str, Any]) -> None:
    """Create a run: its ``run.json`` with ``header`` (JSON values without fractions), and the
    folder for its journals. The header is final: every journal follows from its bytes.

    Raises:
        RunExistsError: there is a run already.
        BcpError: the header holds a fraction, or nothing can be written.
    """
    content = _header_bytes(header)
    path = run_folder / RUN_FILE
    if path.exists() or path.is_symlink():
        raise RunExistsError(run_folder)
    try:
        journal_folder(run_folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(run_folder, error) from error
    for name, text in _FOR_GIT.items():
        write_atomically(run_folder / name, text)
    write_atomically(path, content)


def read_run(run_folder: Path) -> Mapping[str, Any]:
    """The header of a run, as :func:`create_run` was given it (tuples are lists).

    Raises:
        BcpError: there is no such run, or its file is not what a run was created with.
    """
    genesis(run_folder)
    path = run_folder / RUN_FILE
    try:
        header = json.loads(path.read_bytes())
    except OSError as error:
        raise cannot_read(path, error) from error
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict):
        raise BcpError(
            "{path} is damaged: it is not a run's header.", "Restore it from git.", path=path
        )
    return MappingProxyType(header)


def _header_bytes(header: Mapping[str, Any]) -> bytes:
    fix = "Give a fraction as a text, or as an integer in a smaller unit."
    try:
        text = json.dumps(header, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
        fractions: list[str] = []
        json.loads(text, parse_float=fractions.append)
        content = text.encode() + b"\n"
    except (TypeError, ValueError) as error:
        raise BcpError("A run's header must be JSON: {error}.", fix, error=error) from error
    if fractions:
        raise BcpError("A run's header holds the fraction {number}.", fix, number=fractions[0])
    return content
