"""Settings of a repository of plans: ``bcp.toml``, or ``[tool.bcp]`` in ``pyproject.toml``.

Settings say how plans are checked, never what a plan holds. The file is looked for from the plan's
folder upwards, as far as the repository's root; the nearest wins whole, nothing is merged. What a
command is told on its command line comes before it.

.. code-block:: toml

    # bcp.toml
    fail-on = "warning"          # error, warning, info, never
    only = "structure"           # structure, age
    exclude = ["old/*"]          # files and folders that are not read: seen from the plan, and
                                 # from each folder that it uses
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from bcp.errors import BcpError
from bcp.nearest import nearest

NAMES: Final = ("bcp.toml", "pyproject.toml")
_LONGEST: Final = 1024 * 1024
_MAY_BE_OURS: Final = rb"""(?m)^\s*(\[\s*)?["']?tool["']?\s*(\.\s*["']?bcp|\]|=)"""
"""However TOML lets ``tool.bcp`` be written. To take apart the file of a project that only happens
to have plans in it costs half a bare start of Python."""


class Settings(NamedTuple):
    """What holds for a plan, and the file that says so (None: nothing is set)."""

    fail_on: str | None = None
    only: str | None = None
    exclude: tuple[str, ...] = ()
    file: Path | None = None


def settings_for(folder: Path, root: Path) -> Settings:
    """The settings that hold for a plan's folder inside a repository.

    :raises BcpError: for a file that cannot be read or says something unknown.
    """
    # Words, not paths: with thousands of plans, making a path for each question takes longer than
    # asking.
    here, edge, above = os.path.realpath(folder), os.path.realpath(root), ""
    while here != above:
        for name in NAMES:
            file = os.path.join(here, name)  # noqa: PTH118
            found = _read(Path(file)) if os.path.isfile(file) else None  # noqa: PTH113
            if found is not None:
                return _settings(found, Path(file))
        if here == edge:
            break
        here, above = os.path.dirname(here), here  # noqa: PTH120
    return Settings()


def _read(path: Path) -> Mapping[str, Any] | None:
    """The table of settings in a file; None when it has none."""
    try:
        with path.open("rb") as file:
            written = file.read(_LONGEST)
        if path.name != NAMES[0] and not re.search(_MAY_BE_OURS, written):
            return None
        import tomllib

        content = tomllib.loads(written.decode("utf-8"))
    except (OSError, ValueError) as error:
        if path.name != NAMES[0]:
            return None  # somebody else's file: whose fault it is, is not for us to say
        raise BcpError(
            "{path} cannot be read: {error}", "mend the line it names", path=path, error=error
        ) from error
    if path.name == NAMES[0]:
        return content
    tool = content.get("tool")
    table = tool.get("bcp") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _settings(table: Mapping[str, Any], path: Path) -> Settings:
    for key in table:
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            raise BcpError(
                "{path}: there is no setting {key}",
                "did you mean {near}?" if near else "settings are: {known}",
                path=path,
                key=key,
                near=near,
                known=", ".join(_KEYS),
            )
    values = {name: _KEYS[name](table[name], name, path) for name in table}
    return Settings(values.get("fail-on"), values.get("only"), values.get("exclude", ()), path)


def _one_of(*words: str) -> Callable[[Any, str, Path], str]:
    def read(value: Any, name: str, path: Path) -> str:
        if value not in words:
            raise BcpError(
                "{path}: {name} cannot be {value!r}",
                "write one of: {words}",
                path=path,
                name=name,
                value=value,
                words=", ".join(words),
            )
        return str(value)

    return read


def _patterns(value: Any, name: str, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BcpError(
            "{path}: {name} is a list of patterns", 'write {name} = ["old/*"]', path=path, name=name
        )
    return tuple(value)


_KEYS: Final[dict[str, Callable[[Any, str, Path], Any]]] = {
    "fail-on": _one_of("error", "warning", "info", "never"),
    "only": _one_of("structure", "age"),
    "exclude": _patterns,
}
