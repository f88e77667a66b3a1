"""A JSON Schema of plan files, so that a general checker has the same work to do.

Every field with its type and pattern, unknown keys refused: what such a checker can say of a plan.
Ids that nobody declares, and everything the rules ask, are beyond it.
"""

from __future__ import annotations

import types
import typing
from typing import Annotated, Any, Literal

from bcp.model import KINDS, Header
from bcp.model.base import Part
from bcp.model.scalars import Reads


def schema() -> dict[str, Any]:
    """The schema of one file of a plan, any kinds in it."""
    definitions: dict[str, Any] = {}
    kinds = {
        kind: {"type": "object", "additionalProperties": _part(model, definitions)}
        for kind, model in KINDS.items()
    }
    header = _part(Header, definitions)
    # An object's id is the key above it; the header writes its own.
    own = definitions["Header"]
    own["properties"]["id"] = {"type": "string"}
    own["required"] = ["id", *own["required"]]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "bcp": {"const": 1},
            "uses": {"type": "array", "items": {"type": "string"}},
            "plan": header,
            **kinds,
        },
        "definitions": definitions,
    }


def _part(model: type[Part], definitions: dict[str, Any]) -> dict[str, Any]:
    name = model.__name__
    if name not in definitions:
        definitions[name] = {}  # a part may hold its like
        fields = [one for one in model.declared.values() if one.key != "id" or _inner(model)]
        definitions[name] = {
            "type": "object",
            "additionalProperties": False,
            "properties": {one.key: _value(one.annotation, definitions) for one in fields},
            "required": [one.key for one in fields if one.required],
        }
    return {"$ref": f"#/definitions/{name}"}


def _inner(model: type[Part]) -> bool:
    return model not in KINDS.values() and model is not Header


def _value(annotation: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return next(mark.json for mark in annotation.__metadata__ if isinstance(mark, Reads))
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (types.UnionType, typing.Union):
        # A field that may be absent; written out, it holds a value.
        return _value(arguments[0], definitions)
    if origin is tuple:
        return {"type": "array", "items": _value(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _value(arguments[1], definitions)}
    return _part(annotation, definitions)
