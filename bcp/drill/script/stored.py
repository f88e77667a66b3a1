"""A script as values of JSON, and back: a run keeps the script that it was begun with."""

from __future__ import annotations

import types
import typing
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from bcp.drill.script.types import Script
from bcp.errors import BcpError

_T = TypeVar("_T")


def as_data(value: Any) -> Any:
    """A frozen dataclass as mappings, lists, texts, integers and flags."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: as_data(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [as_data(one) for one in value]
    if isinstance(value, Mapping):
        return {key: as_data(one) for key, one in value.items()}
    return value


def from_data(data: object) -> Script:
    """The script that a run keeps.

    Raises:
        BcpError: it is not one, or one of a later version.
    """
    try:
        return _dataclass(data, Script)
    except (KeyError, TypeError, ValueError) as error:
        raise BcpError(
            "The run keeps no script that this version of bcp can read.",
            "Restore its run.json from git, or use the version of bcp named in it.",
        ) from error


def _hints_of(cls: type) -> dict[str, Any]:
    return _hints(typing.cast(Hashable, cls))


@cache
def _hints(cls: Hashable) -> dict[str, Any]:
    return typing.get_type_hints(typing.cast(type, cls))


def _dataclass(data: object, cls: type[_T]) -> _T:
    hints = _hints_of(cls)
    if not isinstance(data, Mapping) or not _needed(typing.cast(Hashable, cls)) <= set(data):
        raise TypeError(f"no {cls.__name__}")
    if not set(data) <= set(hints):
        raise TypeError(f"no {cls.__name__}")
    return cls(**{name: _value(data[name], hints[name]) for name in data})


@cache
def _needed(cls: Hashable) -> frozenset[str]:
    """Fields without a default: a run that was kept before a field came up has not got it."""
    return frozenset(one.name for one in fields(typing.cast(Any, cls)) if one.default is MISSING)


def _value(data: object, hint: Any) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        return None if data is None else _value(data, arguments[0])
    if origin is tuple:
        if not isinstance(data, list):
            raise TypeError("no list")
        if arguments[-1] is Ellipsis:
            return tuple(_value(one, arguments[0]) for one in data)
        return tuple(_value(one, inner) for one, inner in zip(data, arguments, strict=True))
    if is_dataclass(hint):
        return _dataclass(data, typing.cast(type, hint))
    if type(data) is not hint:
        raise TypeError(f"no {hint}")
    return data
