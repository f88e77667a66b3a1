"""What the validator found wrong with an object, as sentences for the person who wrote it."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

from bcp.diagnostics import Message, Path
from bcp.model.base import Part
from bcp.model.core import ValidationError
from bcp.model.scalars import CURLY_QUOTES, ID_PATTERN, Wording, described
from bcp.nearest import nearest, stray_letter

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
    message, hint = _wrong_shape(kind, path, model, found)
    return Fault(path, at_key, "SRC005", message, hint)


def _missing(path: Path, model: type[Part], key: str) -> Fault:
    message = Message.of("`{key}` is missing", key=key)
    doc = Message.literally(" ".join(_first_line_of_doc(model, path).split()))
    hint = Message.of("Add a line `{key}:` – {doc}", key=key, doc=doc)
    words = typing.get_args(_bare(_annotation_at(model, path)))
    if words and all(isinstance(one, str) for one in words):
        hint = Message.of(
            "Add a line `{key}:` – {doc} Write one of: {words}.",
            key=key,
            doc=doc,
            words=", ".join(words),
        )
    return Fault(path[:-1], True, "SRC012", message, hint)


def _unknown_key(path: Path, model: type[Part], key: str) -> Fault:
    holder = _model_at(model, path[:-1])
    known = tuple(one for one in holder.declared if one != "id") if holder else ()
    near = nearest(key, known)
    message = Message.of("there is no field `{key}` here", key=key)
    if (stray := look_alike(key)) is not None and near is not None:
        hint = mended(near, stray)
    elif key[:1] in CURLY_QUOTES:
        hint = Message.of('A curly quote is an ordinary letter to YAML; use the straight ".')
    elif near is not None:
        hint = Message.of("Did you mean `{near}`?", near=near)
    else:
        hint = Message.of("Fields here are: {known}.", known=", ".join(known))
    return Fault(path, True, "SRC004", message, hint)


def look_alike(key: str) -> Message | None:
    """What looks Latin in a key and is not, in words; None when nothing does."""
    stray = stray_letter(key)
    if stray is None:
        return None
    return Message.of(
        "the first letter is a Cyrillic {letter}"
        if stray.number == 1
        else "letter {number} is a Cyrillic {letter}",
        number=stray.number,
        letter=stray.letter,
    )


def mended(near: str, stray: Message) -> Message:
    """The fix for a word that only looks like ``near``."""
    return Message.of("Write `{near}` in Latin letters: {stray}.", near=near, stray=stray)


def _choices(context: dict[str, Any]) -> tuple[str, ...]:
    """The words admitted; the validator gives them as one text, quoted."""
    text = str(context.get("expected", "")).replace(" or ", ", ")
    return tuple(one.strip("' ") for one in text.split(","))


def _not_a_choice(path: Path, choices: tuple[str, ...], found: object) -> Fault:
    near = nearest(found, choices) if isinstance(found, str) else None
    message = Message.of("{found} is not one of the words admitted here", found=described(found))
    if near is not None and isinstance(found, str) and (stray := look_alike(found)) is not None:
        hint = mended(near, stray)
    elif near is not None:
        hint = Message.of("Did you mean {near}? ({choices})", near=near, choices=", ".join(choices))
    else:
        hint = Message.of("Write one of: {choices}.", choices=", ".join(choices))
    return Fault(path, False, "SRC005", message, hint)


_GROUP = "Write one `key: value` a line, indented below."
_SHAPES: dict[str, tuple[str, str]] = {
    "string_type": ("one word or text", "Write it on the same line, after the colon."),
    "string_too_long": ("at most 1000 characters", "Cut it; longer texts belong in other fields."),
    "string_too_short": ("a word", "Write something between the quotes, or delete the line."),
    "tuple_type": ("a list", "Write it in brackets: {text}, or one a line, each after a hyphen."),
    "dict_type": ("a group of keys", _GROUP),
    "model_type": ("a group of keys", _GROUP),
    "model_attributes_type": ("a group of keys", _GROUP),
}


def _wrong_shape(
    kind: str, path: Path, model: type[Part], found: object
) -> tuple[Message, Message | None]:
    if kind not in _SHAPES:  # pragma: no cover - a kind of error that the models do not raise
        return Message.of("this is not what belongs here: {found}", found=described(found)), None
    wanted, fix = _SHAPES[kind]
    if kind == "string_too_short":
        return Message.of("there is no text between the quotes"), Message.of(fix)
    message = Message.of(
        "{wanted} belongs here, not {found}", wanted=Message.of(wanted), found=described(found)
    )
    if kind == "tuple_type":
        item = _item_at(model, path)
        if isinstance(item, type) and issubclass(item, Part):
            fields = _some_fields(item)
            hint = "Write each after a hyphen, on a line of its own, with its fields: {fields}."
            return message, Message.of(hint, fields=fields)
        return message, Message.of(fix, text=_as_list(found, item))
    if kind == "string_type" and isinstance(found, list):
        return message, _one_of(found, path, model) or Message.of(fix)
    if kind.startswith("model_") and (holder := _model_at(model, path)) is not None:
        return message, _fields_below(holder, str(path[-1]) if path else "", found)
    return message, Message.of(fix)


_SPECIAL = r"""[,:#\[\]{}"'\n]|^[-?&*!|>%@`+~]|^\s|\s$"""
"""What makes a text in brackets mean something else to YAML."""


def quoted_if_needed(text: str) -> str:
    """A text as it may stand between brackets or after a colon."""
    line = " ".join(text.split())
    if not re.search(_SPECIAL, line):
        return line
    if '"' in line or "\\" in line:
        return "'" + line.replace("'", "''") + "'"
    return f'"{line}"'


def _as_list(found: object, item: Any) -> str:
    """A list as it should have been written; several ids become several items."""
    if not isinstance(found, str):
        return "[…]"
    parts = [part.strip() for part in found.split(",")]
    if item != Wording and all(re.fullmatch(ID_PATTERN, part) for part in parts):
        return f"[{', '.join(parts)}]"
    return f"[{quoted_if_needed(found)}]"


def _one_of(found: list[Any], path: Path, model: type[Part]) -> Message | None:
    """The fix for a list where one belongs: its first, and where the others may go."""
    if not found or not isinstance(found[0], str):
        return None
    first = quoted_if_needed(found[0])
    holder = _model_at(model, path[:-1])
    wanted = _bare(_annotation_at(model, path))
    for key, field in holder.declared.items() if holder else ():
        if len(found) > 1 and typing.get_origin(field.annotation) is tuple:
            (item, _) = typing.get_args(field.annotation)
            if item == wanted:
                return Message.of(
                    "Only one belongs here: {first}. The others may go under `{key}`.",
                    first=first,
                    key=key,
                )
    return Message.of("Only one belongs here: {first}.", first=first)


_MOST_FIELDS = 8


def _some_fields(holder: type[Part]) -> str:
    """The names of a part's first fields."""
    names = [one for one in holder.declared if one != "id"]
    return ", ".join((*names[:_MOST_FIELDS], *["…"] * (len(names) > _MOST_FIELDS)))


def _fields_below(holder: type[Part], key: str, found: object) -> Message:
    """The fix for a text where a group belongs: the group with that text in its first field."""
    names = [one for one in holder.declared if one != "id"]
    fields = _some_fields(holder)
    first = next((one for one in names if holder.declared[one].required), names[0])
    is_scalar = typing.get_origin(_bare(holder.declared[first].annotation)) is Annotated
    if not key or not isinstance(found, str) or not is_scalar:
        return Message.of("Write its fields below it, one a line: {fields}.", fields=fields)
    return Message.of(
        "Write its fields below it, for example `{key}: {{{first}: {text}}}`. Fields: {fields}.",
        key=key,
        first=first,
        text=quoted_if_needed(found),
        fields=fields,
    )


def _item_at(model: type[Part], path: Path) -> Any:
    """What the items of the list at ``path`` are."""
    arguments = typing.get_args(_bare(_annotation_at(model, path)))
    return arguments[0] if arguments else None


def _annotation_at(model: type[Part], path: Path) -> Any:
    annotation: Any = model
    for step in path:
        annotation = _inner(annotation, step)
    return annotation


def _model_at(model: type[Part], path: Path) -> type[Part] | None:
    """The model of the part at ``path``; None when that is not a part."""
    annotation = _bare(_annotation_at(model, path))
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
