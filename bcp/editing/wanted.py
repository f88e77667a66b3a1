"""What may stand in a field, said in a comment: an example, the words, the ids to choose from."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from bcp.diagnostics import Translate, mark, untranslated
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
    (s.Flag, mark("write true or false")),
    (s.Count, mark("a whole number")),
    (s.Number, mark("a number")),
    (s.Share, mark("such as 80%")),
    (s.Day, mark("such as 2026-03-01")),
    (s.ClockTime, mark("such as 17:30")),
    (s.Moment, mark("such as 2026-03-02 08:40")),
    (s.Length, mark("such as 15m, 4h or 2d")),
    (s.Id, mark("small letters, digits and hyphens")),
    (s.Phone, mark('in quotes, such as "+44 20 7946 0101"')),
    (s.ShortNumber, mark('in quotes, such as "112"')),
    (s.Mail, mark("such as desk@northline.example")),
    (s.Language, mark("such as en or uk")),
    (s.Timezone, mark("such as Europe/Kyiv")),
    (s.Words, ""),
    (s.Wording, ""),
]
"""Sort of scalar → what to write, where its name does not say it."""

_SHORT: Final[Mapping[Any, str]] = MappingProxyType(
    {s.Wording: mark("text"), s.Day: mark("day"), s.Id: mark("name")}
)
"""Sort of scalar → a word for it."""


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
    """Says what may stand in the fields of a plan's objects, in the words that ``say`` gives."""

    def __init__(self, plan: Plan, say: Translate = untranslated) -> None:
        self._plan = plan
        self.say = say
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
            return self._map(*typing.get_args(found))
        if every_language and found == s.Wording and len(self._plan.header.languages) > 1:
            languages = (f"{one}: …" for one in self._plan.header.languages)
            shape = f"{{{', '.join(languages)}}}"
            return self.say("in each language: {shape}").format(shape=shape)
        return self._one(found)

    def _map(self, key: Any, value: Any) -> str:
        shape = self.say("below it, one a line: {key}: {value}").format(
            key=self._called(key), value=self._called(value)
        )
        choice = self._choice(key)
        return f"{shape}; {self._called(key)} {choice}" if choice else shape

    def _list(self, item: Any) -> str:
        part = part_of(item)
        if part is not None:
            fields = self._fields(part)
            return self.say("a list, each after a hyphen, with {fields}").format(fields=fields)
        if item in (s.Wording, s.Words):
            return self.say("a list, each after a hyphen")
        return self.say("in brackets, [one, other]; {each}").format(each=self._one(item))

    def _one(self, annotation: Any) -> str:
        """A scalar, a word of several, or a group."""
        part = part_of(annotation)
        if part is not None:
            return self.say("below it: {fields}").format(fields=self._fields(part))
        if choice := self._choice(annotation):
            return choice
        if refers := _reference_in(annotation):
            kind = SINGULAR[_kinds_for(refers)[0]]
            return self.say("none yet: {command}").format(command=f"bcp new {kind} ID")
        return next((self.say(words) for sort, words in _EXAMPLES if sort == annotation), "")

    def _choice(self, annotation: Any) -> str:
        """The words or ids that may stand here; empty where there is nothing to choose from."""
        one_of = self.say("one of: {choices}")
        if typing.get_origin(annotation) is Literal:
            return one_of.format(choices=", ".join(typing.get_args(annotation)))
        refers = _reference_in(annotation)
        found = self._ids_for(refers) if refers else []
        shown, more = ", ".join(found[:_SHOWN]), len(found) - _SHOWN
        if more > 0:
            shown = self.say("{choices} and {count} more").format(choices=shown, count=more)
        return one_of.format(choices=shown) if shown else ""

    def _ids_for(self, refers: Refers) -> list[str]:
        """What a reference may name, in the order in which it is told."""
        return [*refers.also, *(one for kind in _kinds_for(refers) for one in self._ids[kind])]

    def _fields(self, part: type[Part]) -> str:
        """The fields of a part by name; those it cannot do without are marked."""
        must = self.say("{key} (must)")
        return ", ".join(
            must.format(key=key) if field.required else key for key, field in part.declared.items()
        )

    def _called(self, annotation: Any) -> str:
        """A key or value of a map, in a word."""
        if typing.get_origin(annotation) is Literal:
            return self.say("word")
        if typing.get_origin(annotation) is Annotated:
            refers = _reference_in(annotation)
            if refers and refers.kinds:
                return self.say(SINGULAR[refers.kinds[0]])
            return self.say(_SHORT.get(annotation, "word"))
        item = part_of(item_of(annotation))
        if item is not None:
            return self.say("a list with {fields}").format(fields=self._fields(item))
        part = part_of(annotation)
        if part is None:
            return "…"
        return self.say("a group with {fields}").format(fields=self._fields(part))


def _kinds_for(refers: Refers) -> tuple[str, ...]:
    """The kinds that a reference may name, in the order in which they are told."""
    kinds = refers.kinds or tuple(KINDS)
    if len(kinds) <= _FEW:
        return kinds
    often = [kind for kind in _OFTEN if kind in kinds]
    return (*often, *(kind for kind in kinds if kind not in often))


def _reference_in(annotation: Any) -> Refers | None:
    """What a scalar refers to; None for any other annotation."""
    if typing.get_origin(annotation) is not Annotated:
        return None
    return next((one for one in annotation.__metadata__ if isinstance(one, Refers)), None)


def titled(model: type[Object]) -> str | None:
    """The field that holds what people call an object of this kind; None when it has none."""
    return next((key for key in ("title", "name") if key in model.declared), None)
