"""The plan language as JSON Schema (draft 2020-12), for editors that know YAML.

An editor with any stock YAML language server then completes keys, shows what a field means, and
marks a wrong type while it is typed. With the ids of a plan it also completes references and marks
an id that nobody has. What needs more than one file, or a day, stays with the rules.

The schema judges what such a server reads, which is YAML 1.2: an unquoted ``112`` is a number to
it. Where the plan language takes any scalar as text, so does the schema.

Titles and descriptions are for whoever writes the plan, and in that person's language; what the
schema takes and refuses is the same in each.
"""

import types
import typing
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, NamedTuple

from bcp.diagnostics import Translate, untranslated
from bcp.model import KINDS, LANGUAGE_VERSION, Header
from bcp.model.base import Part, Refers
from bcp.model.reference import called, field_meaning, meaning
from bcp.model.scalars import ID_PATTERN, Reads

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""Servers pass over rules of this draft in silence where a schema does not name it."""

_AN_ID: dict[str, Any] = {"type": "string", "pattern": f"^{ID_PATTERN}$"}


class KnownId(NamedTuple):
    """An id that a plan declares, and what people call the thing."""

    kind: str
    id: str
    title: str


def json_schema(
    known: Iterable[KnownId] | None = None, say: Translate = untranslated
) -> dict[str, Any]:
    """The schema of one file of a plan, whatever kinds stand in it.

    ``known`` are the ids that references may name; None: any id. ``say`` gives the words for titles
    and descriptions: :func:`bcp.i18n.explainer`.
    """
    return _Schema(known, say).whole()


class _Schema:
    """One schema while it is made."""

    def __init__(self, known: Iterable[KnownId] | None, say: Translate) -> None:
        self.known = None if known is None else tuple(sorted(known))
        self.say = say
        self.definitions: dict[str, Any] = {}

    def whole(self) -> dict[str, Any]:
        say = self.say
        kinds = {kind: self._kind(kind, model) for kind, model in KINDS.items()}
        header = {
            "title": say(Header.kind),
            "description": say("The plan itself; in plan.yaml alone."),
            **self._part(Header),
        }
        return {
            "$schema": DIALECT,
            "title": say("A file of a business-continuity plan"),
            "description": say("The plan language of bcp, version {version}.").format(
                version=LANGUAGE_VERSION
            ),
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "bcp": {
                    "const": LANGUAGE_VERSION,
                    "description": say("Version of the plan language; in plan.yaml alone."),
                },
                "uses": {
                    "description": say("Folders of shared things, seen from plan.yaml."),
                    "type": "array",
                    "items": {"type": "string"},
                },
                "plan": header,
                **kinds,
            },
            "$defs": dict(sorted(self.definitions.items())),
        }

    def _kind(self, kind: str, model: type[Part]) -> dict[str, Any]:
        return {
            "title": self.say(kind),
            "description": meaning(model, self.say),
            "type": "object",
            "propertyNames": _AN_ID,
            "additionalProperties": self._part(model),
        }

    def _part(self, model: type[Part]) -> dict[str, Any]:
        name = model.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # a part may hold its like
            # An object's id is the key above it; only the header and parts write their own.
            keyed = model in KINDS.values()
            fields = [one for one in model.declared.values() if not (keyed and one.key == "id")]
            self.definitions[name] = {
                "title": called(model, self.say),
                "description": meaning(model, self.say),
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    one.key: {
                        "description": field_meaning(model, one.key, self.say),
                        **self._value(one.annotation),
                    }
                    for one in fields
                },
                "required": [one.key for one in fields if one.required],
            }
        return {"$ref": f"#/$defs/{name}"}

    def _value(self, annotation: Any) -> dict[str, Any]:
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is Annotated:
            return self._scalar(annotation.__metadata__)
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in (types.UnionType, typing.Union):
            # A field that may be absent; written out, it holds a value.
            return self._value(arguments[0])
        if origin is tuple:
            return {"type": "array", "items": self._value(arguments[0])}
        if origin is dict:
            return {
                "type": "object",
                "propertyNames": self._value(arguments[0]),
                "additionalProperties": self._value(arguments[1]),
            }
        return self._part(annotation)

    def _scalar(self, marks: tuple[object, ...]) -> dict[str, Any]:
        for mark in marks:
            if isinstance(mark, Refers):
                return self._reference(mark)
        return next(mark.json for mark in marks if isinstance(mark, Reads))

    def _reference(self, refers: Refers) -> dict[str, Any]:
        if self.known is None:
            return _AN_ID
        name = "-or-".join(("id-of", *(refers.kinds or ("any",)), *refers.also))
        if name not in self.definitions:
            found = [one for one in self.known if not refers.kinds or one.kind in refers.kinds]
            titles = {**dict.fromkeys(refers.also, ""), **{one.id: one.title for one in found}}
            self.definitions[name] = self._one_of(titles)
        return {"$ref": f"#/$defs/{name}"}

    def _one_of(self, titles: Mapping[str, str]) -> dict[str, Any]:
        """One of these ids. With none there is nothing that it could be: a reference is wrong."""
        if not titles:
            nothing = self.say("The plan has nothing yet that could be named here.")
            return {"not": {}, "description": nothing}
        values = {_as_servers_read(id): title for id, title in titles.items()}  # noqa: A001
        return {"enum": list(values), "enumDescriptions": list(values.values())}


def _as_servers_read(id: str) -> str | int | float:  # noqa: A002
    """An id of digits alone is a number to YAML servers."""
    return int(id) if id.isdecimal() and (id == "0" or not id.startswith("0")) else id
