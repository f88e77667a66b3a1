"""Which objects an object names: found by the marks on its fields, not by guessing at strings."""

import types
import typing
from collections.abc import Callable, Iterator
from typing import Annotated, Any

from bcp.diagnostics import Path
from bcp.model.base import Object, Part, Reference, Refers

_Find = Callable[[Any, Path], Iterator[tuple[Path, str, Refers]]]


def references(of: Object) -> Iterator[Reference]:
    """Every place in an object that names another object, in the order of declaration."""
    find = _in_part(type(of))
    if find is not None:
        for path, target, refers in find(of, ()):
            if target not in refers.also:
                yield Reference(of.id, path, target, refers.kinds)


_FINDERS: dict[type[Part], _Find | None] = {}


def _in_part(cls: type[Part]) -> _Find | None:
    """How to find references in a part; None when its fields can hold none."""
    if cls not in _FINDERS:
        _FINDERS[cls] = _finder(cls)
    return _FINDERS[cls]


def _finder(cls: type[Part]) -> _Find | None:
    finders = tuple(
        (one.key, one.name, find)
        for one in cls.declared.values()
        if (find := _in_annotation(one.annotation)) is not None
    )
    if not finders:
        return None

    def find_in(part: Part, path: Path) -> Iterator[tuple[Path, str, Refers]]:
        values = part.__dict__
        for key, name, find in finders:
            value = values[name]
            if value:
                yield from find(value, (*path, key))

    return find_in


def _in_annotation(annotation: Any) -> _Find | None:
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return _in_scalar(annotation)
    arguments = typing.get_args(annotation)
    if origin in (types.UnionType, typing.Union):
        return _in_annotation(arguments[0])
    if origin is tuple:
        return _in_items(_in_annotation(arguments[0]))
    if origin is dict:
        return _in_entries(*map(_in_annotation, arguments))
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return _in_part(annotation)
    return None


def _in_scalar(annotation: Any) -> _Find | None:
    refers = next((mark for mark in annotation.__metadata__ if isinstance(mark, Refers)), None)
    if refers is None:
        return None
    return lambda value, path: iter(((path, value, refers),))


def _in_items(find: _Find | None) -> _Find | None:
    if find is None:
        return None

    def find_in(items: tuple[Any, ...], path: Path) -> Iterator[tuple[Path, str, Refers]]:
        for number, item in enumerate(items):
            yield from find(item, (*path, number))

    return find_in


def _in_entries(in_key: _Find | None, in_value: _Find | None) -> _Find | None:
    if in_key is None and in_value is None:
        return None

    def find_in(entries: dict[str, Any], path: Path) -> Iterator[tuple[Path, str, Refers]]:
        for key, value in entries.items():
            if in_key is not None:
                yield from in_key(key, (*path, key))
            if in_value is not None:
                yield from in_value(value, (*path, key))

    return find_in
