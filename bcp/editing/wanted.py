"""What may stand in a field, said in a comment: an example, the words, the ids to choose from."""

from __future__ import annotations

import types
import typing
from typing import Annotated, Any, Final, Literal

from bcp.editing.naming import SINGULAR
from bcp.model import KINDS, Object
from bcp.model import scalars as s
from bcp.model.base import Part, Refers
from bcp.plan import Plan

_SHOWN: Final = 8
"""Ids that are listed; of the rest there is a count."""

_FEW: Final = 5
_OFTEN: Final = ("systems", "suppliers", "sites", "redundancy", "processes")
"""Where a field admits more than a few kinds, the ids of these are listed before others."""

_EXAMPLES: list[tuple[Any, str]] = [
    (s.Flag, "write true or false"),
    (s.Count, "a whole number"),
    (s.Number, "a number"),
    (s.Share, "such as 80%"),
    (s.Day, "such as 2026-03-01"),
    (s.ClockTime, "such as 17:30"),
    (s.Moment, "such as 2026-03-02 08:40"),
    (s.Length, "such as 15m, 4h or 2d"),
    (s.Id, "small letters, digits and hyphens"),
    (s.Phone, 'in quotes, such as "+44 20 7946 0101"'),
    (s.ShortNumber, 'in quotes, such as "112"'),
    (s.Mail, "such as desk@northline.example"),
    (s.Language, "such as en or uk"),
    (s.Timezone, "such as Europe/Kyiv"),
    (s.Words, ""),
    (s.Wording, ""),
]
"""Sort of scalar → what to write, where its name does not say it."""


def bare(annotation: Any) -> Any:
    """An annotation without the ``None`` of a field that may be absent."""
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return typing.get_args(annotation)[0]
    return annotation


def part_of(annotation: Any) -> type[Part] | None:
    """The part that an annotation stands for; None for anything else."""
    found = bare(annotation)
    return found if isinstance(found, type) and issubclass(found, Part) else None


def item_of(annotation: Any) -> Any:
    """What the items of a list are; None for what is no list."""
    found = bare(annotation)
    return typing.get_args(found)[0] if typing.get_origin(found) is tuple else None


class Wanted:
    """Says what may stand in the fields of a plan's objects."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._ids: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for id in sorted({*plan.objects, *plan.unread}):  # noqa: A001
            kind = plan.kind_of(id)
            if kind in self._ids:
                self._ids[kind].append(id)

    def said(self, annotation: Any, *, every_language: bool = False) -> str:
        """What to write, as a few words; empty when the field's own description says it all.

        ``every_language``: say of a text how it is written in each language of the plan.
        """
        found = bare(annotation)
        item = item_of(found)
        if item is not None:
            return self._list(item)
        if typing.get_origin(found) is dict:
            key, value = typing.get_args(found)
            shape = f"below it, one a line: {_called(key)}: {_called(value)}"
            choice = self._one(key)
            return f"{shape}; {_called(key)} {choice}" if choice.startswith("one of") else shape
        if every_language and found == s.Wording and len(self._plan.header.languages) > 1:
            languages = (f"{one}: …" for one in self._plan.header.languages)
            return f"in each language: {{{', '.join(languages)}}}"
        return self._one(found)

    def _list(self, item: Any) -> str:
        if part_of(item) is not None:
            return f"a list, each after a hyphen, with {_fields(part_of(item))}"
        if item in (s.Wording, s.Words):
            return "a list, each after a hyphen"
        return f"in brackets, [one, other]; {self._one(item)}"

    def _one(self, annotation: Any) -> str:
        """A scalar, a word of several, or a group."""
        part = part_of(annotation)
        if part is not None:
            return f"below it: {_fields(part)}"
        if typing.get_origin(annotation) is Literal:
            return f"one of: {', '.join(typing.get_args(annotation))}"
        if typing.get_origin(annotation) is Annotated:
            for mark in annotation.__metadata__:
                if isinstance(mark, Refers):
                    return self._reference(mark)
        return next((words for sort, words in _EXAMPLES if sort == annotation), "")

    def _reference(self, refers: Refers) -> str:
        kinds = refers.kinds or tuple(KINDS)
        if len(kinds) > _FEW:
            often = [kind for kind in _OFTEN if kind in kinds]
            kinds = (*often, *(kind for kind in kinds if kind not in often))
        found = [*refers.also, *(one for kind in kinds for one in self._ids[kind])]
        if found:
            more = len(found) - _SHOWN
            return f"one of: {', '.join(found[:_SHOWN])}" + (
                f" and {more} more" if more > 0 else ""
            )
        return f"none yet: bcp new {SINGULAR[kinds[0]]} ID"


def _fields(part: type[Part] | None) -> str:
    """The fields of a part by name; those it cannot do without are marked."""
    assert part is not None
    return ", ".join(f"{key} (must)" if f.required else key for key, f in part.declared.items())


def _called(annotation: Any) -> str:
    """A key or value of a map, in a word."""
    if typing.get_origin(annotation) is Literal:
        return "word"
    if typing.get_origin(annotation) is Annotated:
        refers = [mark for mark in annotation.__metadata__ if isinstance(mark, Refers)]
        if refers and refers[0].kinds:
            return SINGULAR[refers[0].kinds[0]]
        return {s.Wording: "text", s.Day: "day", s.Id: "name"}.get(annotation, "word")
    item = part_of(item_of(annotation))
    if item is not None:
        return f"a list with {_fields(item)}"
    part = part_of(annotation)
    return f"a group with {_fields(part)}" if part is not None else "…"


def titled(model: type[Object]) -> str | None:
    """The field that holds what people call an object of this kind; None when it has none."""
    return next((key for key in ("title", "name") if key in model.declared), None)
