"""What the validator found wrong with an object, as sentences for the person who wrote it."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic_core import ValidationError

from bcp.diagnostics import Argument, Message, Path
from bcp.model.base import Part
from bcp.model.scalars import described
from bcp.nearest import nearest

_MOST = 20
"""Faults told of one object: who has more will come back anyway."""


class Fault(NamedTuple):
    """One thing that is wrong in an object."""

    path: Path
    """Where, from the object; parts as written in YAML."""
    at_key: bool
    """Whether the key is wrong, not its value."""
    code: str
    message: Message
    hint: Message | None


def faults_of(error: ValidationError, model: type[Part], value: object) -> Iterator[Fault]:
    """The faults in ``value``, in the order of the fields.

    A field that has nothing after its key is passed over: the reader of the file has said so.
    """
    details = error.errors(include_url=False)
    for detail in details[:_MOST]:
        path: Path = tuple(part for part in detail["loc"] if part != "[key]")
        if detail["type"] != "missing" and detail.get("input", value) is None:
            continue
        yield _fault(dict(detail), path, model)


def _fault(detail: dict[str, Any], path: Path, model: type[Part]) -> Fault:
    kind, found = detail["type"], detail.get("input")
    context = detail.get("ctx", {})
    at_key = detail["loc"][-1:] == ("[key]",)
    if isinstance(context.get("message"), Message):
        return Fault(
            path, detail["loc"][-1:] == ("[key]",), kind, context["message"], context["hint"]
        )
    key = str(path[-1]) if path else ""
    if kind == "missing":
        return _missing(path, model, key)
    if kind == "extra_forbidden":
        return _unknown_key(path, model, key)
    if kind == "literal_error":
        return _not_a_choice(path, _choices(context), found)
    message, hint = _wrong_shape(kind, key, found)
    return Fault(path, at_key, "SRC005", message, hint)


def _missing(path: Path, model: type[Part], key: str) -> Fault:
    message = Message.of("`{key}` is missing", key=key)
    doc = _first_line_of_doc(model, path)
    hint = Message.of("Add a line `{key}:` – {doc}", key=key, doc=doc)
    return Fault(path[:-1], True, "SRC012", message, hint)


def _unknown_key(path: Path, model: type[Part], key: str) -> Fault:
    holder = _model_at(model, path[:-1])
    known = tuple(one for one in holder.declared if one != "id") if holder else ()
    near = nearest(key, known)
    message = Message.of("there is no field `{key}` here", key=key)
    if near is not None:
        hint = Message.of("Did you mean `{near}`?", near=near)
    else:
        hint = Message.of("Fields here are: {known}.", known=", ".join(known))
    return Fault(path, True, "SRC004", message, hint)


def _choices(context: dict[str, Any]) -> tuple[str, ...]:
    """The words admitted; the validator gives them as one text, quoted."""
    text = str(context.get("expected", "")).replace(" or ", ", ")
    return tuple(one.strip("' ") for one in text.split(","))


def _not_a_choice(path: Path, choices: tuple[str, ...], found: object) -> Fault:
    near = nearest(found, choices) if isinstance(found, str) else None
    message = Message.of("{found} is not one of the words admitted here", found=described(found))
    if near is not None:
        hint = Message.of("Did you mean {near}? ({choices})", near=near, choices=", ".join(choices))
    else:
        hint = Message.of("Write one of: {choices}.", choices=", ".join(choices))
    return Fault(path, False, "SRC005", message, hint)


_SHAPES: dict[str, tuple[str, str]] = {
    "string_type": ("one word or text", "Write it on the same line, after the colon."),
    "string_too_short": ("a word", "Write something between the quotes, or delete the line."),
    "tuple_type": ("a list", "Write it in brackets: [{text}], or one a line, each after a hyphen."),
    "dict_type": ("a group of keys", "Write one `key: value` a line, indented below."),
    "model_type": ("a group of keys", "Write one `key: value` a line, indented below."),
    "model_attributes_type": (
        "a group of keys",
        "Write one `key: value` a line, indented below.",
    ),
}


def _wrong_shape(kind: str, key: str, found: object) -> tuple[Message, Message | None]:
    if kind not in _SHAPES:  # pragma: no cover - a kind of error that the models do not raise
        return Message.of("this is not what belongs here: {found}", found=described(found)), None
    wanted, fix = _SHAPES[kind]
    text: Argument = found if isinstance(found, str) else "…"
    if kind == "string_too_short":
        return Message.of("there is no text between the quotes"), Message.of(fix)
    message = Message.of(
        "{wanted} belongs here, not {found}", wanted=Message.of(wanted), found=described(found)
    )
    return message, Message.of(fix, text=text, key=key)


def _model_at(model: type[Part], path: Path) -> type[Part] | None:
    """The model of the part at ``path``; None when that is not a part."""
    annotation: Any = model
    for step in path:
        annotation = _inner(annotation, step)
        if annotation is None:
            return None
    annotation = _bare(annotation)
    is_part = isinstance(annotation, type) and issubclass(annotation, Part)
    return annotation if is_part else None


def _bare(annotation: Any) -> Any:
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return typing.get_args(annotation)[0]
    return annotation


def _inner(annotation: Any, step: str | int) -> Any:
    annotation = _bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Part):
        found = annotation.declared.get(str(step))
        return found.annotation if found else None
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple and isinstance(step, int):
        return arguments[0]
    if typing.get_origin(annotation) is dict:
        return arguments[1]
    return None


def _first_line_of_doc(model: type[Part], path: Path) -> str:
    from bcp.model.reference import field_doc  # reads the model's source: only a mistake pays

    holder = _model_at(model, path[:-1])
    return field_doc(holder, str(path[-1])) if holder else ""
