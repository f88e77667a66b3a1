"""Which objects an object names, and where it holds values of a sort.

Found by the marks on the fields, not by guessing at strings. For each class and sort the way to the
marked fields is worked out once; fields that can hold none are not looked at.
"""

import types
import typing
from collections.abc import Callable, Hashable, Iterator
from typing import Annotated, Any

from bcp.diagnostics import Path
from bcp.model.base import Object, Part, Reference, Refers

_Find = Callable[[Any, Path], Iterator[tuple[Path, Any, Any]]]
"""Value and its path → (path, marked value, its mark)."""


def references(of: Object) -> Iterator[Reference]:
    """Every place in an object that names another object, in the order of declaration."""
    find = _Finders.get(Refers).in_part(type(of))
    if find is not None:
        for path, target, refers in find(of, ()):
            if target not in refers.also:
                yield Reference(of.id, path, target, refers.kinds)


def values_of(of: Object, sort: Any) -> Iterator[tuple[Path, Any]]:
    """Every value of one sort of scalar (``Phone``, ``Wording``, ``Length``…), with its path."""
    find = _Finders.get(sort).in_part(type(of))
    if find is not None:
        for path, value, _ in find(of, ()):
            yield path, value


class _Finders:
    """How to find the marked values of one sort in each class."""

    _all: typing.ClassVar[dict[Hashable, "_Finders"]] = {}

    def __init__(self, sort: Any) -> None:
        self.sort = sort
        self.parts: dict[type[Part], _Find | None] = {}

    @classmethod
    def get(cls, sort: Any) -> "_Finders":
        if sort not in cls._all:
            cls._all[sort] = cls(sort)
        return cls._all[sort]

    def in_part(self, cls: type[Part]) -> _Find | None:
        """How to find them in a part; None when its fields can hold none."""
        if cls not in self.parts:
            self.parts[cls] = self._part(cls)
        return self.parts[cls]

    def _part(self, cls: type[Part]) -> _Find | None:
        finders = tuple(
            (one.key, one.name, find)
            for one in cls.declared.values()
            if (find := self._annotation(one.annotation)) is not None
        )
        if not finders:
            return None

        def find_in(part: Part, path: Path) -> Iterator[tuple[Path, Any, Any]]:
            values = part.__dict__
            for key, name, find in finders:
                value = values[name]
                if value:
                    yield from find(value, (*path, key))

        return find_in

    def _annotation(self, annotation: Any) -> _Find | None:
        if (mark := self._mark(annotation)) is not None:
            return lambda value, path: iter(((path, value, mark),))
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin in (types.UnionType, typing.Union):
            return self._annotation(arguments[0])
        if origin is tuple:
            return _in_items(self._annotation(arguments[0]))
        if origin is dict:
            return _in_entries(*map(self._annotation, arguments))
        if isinstance(annotation, type) and issubclass(annotation, Part):
            return self.in_part(annotation)
        return None

    def _mark(self, annotation: Any) -> Any:
        """The mark on a scalar if it is of this sort."""
        if typing.get_origin(annotation) is not Annotated:
            return None
        if self.sort is not Refers:
            return self.sort if annotation == self.sort else None
        return next((mark for mark in annotation.__metadata__ if isinstance(mark, Refers)), None)


def _in_items(find: _Find | None) -> _Find | None:
    if find is None:
        return None

    def find_in(items: tuple[Any, ...], path: Path) -> Iterator[tuple[Path, Any, Any]]:
        for number, item in enumerate(items):
            yield from find(item, (*path, number))

    return find_in


def _in_entries(in_key: _Find | None, in_value: _Find | None) -> _Find | None:
    if in_key is None and in_value is None:
        return None

    def find_in(entries: dict[str, Any], path: Path) -> Iterator[tuple[Path, Any, Any]]:
        for key, value in entries.items():
            if in_key is not None:
                yield from in_key(key, (*path, key))
            if in_value is not None:
                yield from in_value(value, (*path, key))

    return find_in
