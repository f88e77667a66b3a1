"""What the validator found wrong with an object, as sentences for the person who wrote it."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple

from bcp.diagnostics import Message, Path
from bcp.model import KINDS
from bcp.model.base import Object, Part
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
    details = error.errors(include_url=False)[:_MOST]
    meant = {_meant_key(_path(one["loc"]), model) for one in details if one["type"] == _UNKNOWN}
    for detail in details:
        path = _path(detail["loc"])
        if detail["type"] != "missing" and detail.get("input", value) is None:
            continue
        if detail["type"] == "missing" and path in meant:
            continue  # it is there, under a key that is told
        yield _fault(dict(detail), path, model)


_UNKNOWN = "extra_forbidden"


def _path(loc: tuple[str | int, ...]) -> Path:
    return tuple(part for part in loc if part != "[key]")


def _meant_key(path: Path, model: type[Part]) -> Path:
    """Where the field stands that is meant by an unknown key."""
    holder = _model_at(model, path[:-1])
    return (*path[:-1], _field_called(str(path[-1]), holder) or "") if holder else path


def _field_called(key: str, holder: type[Part]) -> str | None:
    from bcp.model.other_words import field_meant  # only a mistake pays for it

    known = tuple(one for one in holder.declared if one != "id")
    plain = key.strip(CURLY_QUOTES)
    return field_meant(plain, known) or nearest(plain, known)


def _fault(detail: dict[str, Any], path: Path, model: type[Part]) -> Fault:
    kind, found = detail["type"], detail.get("input")
    context = detail.get("ctx", {})
    at_key = detail["loc"][-1:] == ("[key]",)
    if isinstance(context.get("message"), Message):
        if inside := context.get("at_key"):
            path, at_key = (*path, inside), True
        return Fault(path, at_key, kind, context["message"], context["hint"])
    key = str(path[-1]) if path else ""
    if kind == "missing":
        return _missing(path, model, key)
    if kind == _UNKNOWN:
        return _unknown_key(path, model, key, found)
    if kind == "literal_error":
        return _not_a_choice(path, _choices(context), found)
    message, hint = _wrong_shape(kind, path, model, found)
    return Fault(path, at_key, "SRC005", message, hint)


def _missing(path: Path, model: type[Part], key: str) -> Fault:
    message = Message.of("`{key}` is missing", key=key)
    doc = Message.literally(" ".join(_first_line_of_doc(model, path).split()))
    if path == ("id",):  # of the plan; of other objects it is the key that they stand under
        doc = Message.of("A short name for the plan, in small Latin letters.")
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


def _unknown_key(path: Path, model: type[Part], key: str, found: object) -> Fault:
    from bcp.model.other_words import is_note  # only a mistake pays for it

    holder = _model_at(model, path[:-1])
    known = tuple(one for one in holder.declared if one != "id") if holder else ()
    near = _field_called(key, holder) if holder else None
    message = Message.of("there is no field `{key}` here", key=key)
    if len(path) == 1 and _is_another(model, found):
        message = Message.of("`{key}` stands among the fields of another object", key=key)
        hint = Message.of("If it is an object too, indent it and its fields by two spaces less.")
    elif len(path) == 1 and key in (*KINDS, "uses", "bcp"):
        message = Message.of("`{key}` belongs at the left edge of the file", key=key)
        hint = Message.of("Begin the line with it, and indent what belongs to it by two spaces.")
    elif is_note(key):
        hint = Message.of("Write a note of your own after a #, which begins a comment.")
    elif (stray := look_alike(key)) is not None and near is not None:
        hint = mended(near, stray)
    elif key[:1] in CURLY_QUOTES:
        hint = Message.of('A curly quote is an ordinary letter to YAML; use the straight ".')
    elif near is not None:
        hint = Message.of("Did you mean `{near}`?", near=near)
    else:
        hint = Message.of("Fields here are: {known}.", known=", ".join(known))
    return Fault(path, True, "SRC004", message, hint)


def _is_another(model: type[Part], found: object) -> bool:
    """Whether a group that stands among the fields of an object is another of its kind."""
    needed = {key for key, one in model.declared.items() if one.required and key != "id"}
    return isinstance(found, dict) and bool(needed) and needed <= found.keys()


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
    several = _words_in(found, choices)
    message = Message.of("{found} is not one of the words admitted here", found=described(found))
    if not isinstance(found, str):
        message = Message.of("one word belongs here, not {found}", found=described(found))
    if several and several[0] == "mon" and path and isinstance(path[-1], int):
        hint = Message.of("Write each day: {days}.", days=", ".join(several))
    elif several:
        hint = Message.of("Only one belongs here: {first}.", first=several[0])
    elif near is not None and isinstance(found, str) and (stray := look_alike(found)) is not None:
        hint = mended(near, stray)
    elif near is not None:
        hint = Message.of("Did you mean {near}? ({choices})", near=near, choices=", ".join(choices))
    else:
        hint = Message.of("Write one of: {choices}.", choices=", ".join(choices))
    return Fault(path, False, "SRC005", message, hint)


_RANGE = r"\s*(?:-|–|—|\.\.+| to | до )\s*"
_AND = r"\s*[,;/]\s*|\s+(?:and|or|та|і|й|або)\s+"
_BULLET = r"(?:^|\s)[-•·*–—]\s*(?=\S)"
_LONGEST_SPLIT = 2000
"""Characters of a text that is looked through for several words."""
_EVERY_DAY = ("daily", "always", "every day", "all", "щодня", "24/7")


def _words_in(found: object, choices: tuple[str, ...]) -> tuple[str, ...]:
    """Several of the words admitted, written as one text or as a list; none when they are not.

    A stretch of weekdays, ``mon-fri``, is each day of it.
    """
    if isinstance(found, list):
        parts = [one for one in found if isinstance(one, str)]
    elif not isinstance(found, str) or len(found) > _LONGEST_SPLIT:
        return ()
    elif "mon" in choices and found.lower() in _EVERY_DAY:
        return choices
    else:
        ends = [_choice(one, choices) for one in re.split(_RANGE, found.lower())]
        if "mon" in choices and len(ends) == 2 and all(ends):
            first, last = (choices.index(end) for end in ends if end)
            return choices[first : last + 1]
        parts = re.split(_AND, found.lower())
    chosen = [_choice(one, choices) for one in parts]
    return tuple(one for one in chosen if one) if len(parts) > 1 and all(chosen) else ()


def _choice(word: str, choices: tuple[str, ...]) -> str | None:
    return word if word in choices else nearest(word, choices)


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
            return message, _items_below(item, found)
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
    choices = typing.get_args(item) if typing.get_origin(item) is Literal else ()
    if choices and (several := _words_in(found, choices)):
        return f"[{', '.join(several)}]"
    parts = [found]
    if len(found) > _LONGEST_SPLIT:
        return f"[{quoted_if_needed(found)}]"
    if re.match(_BULLET, found):
        parts = [part for part in re.split(_BULLET, found) if part.strip()]
    elif item != Wording:
        parts = re.split(_AND, found)
        if not all(re.fullmatch(ID_PATTERN, part) for part in parts):
            parts = [found]
    if found.startswith("(") and found.endswith(")"):
        return _as_list(found[1:-1], item)
    return f"[{', '.join(map(quoted_if_needed, parts))}]"


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
    names = [one for one in holder.declared if one != "id" or not issubclass(holder, Object)]
    return ", ".join((*names[:_MOST_FIELDS], *["…"] * (len(names) > _MOST_FIELDS)))


def _fields_below(holder: type[Part], key: str, found: object) -> Message:
    """The fix for a text where a group belongs: the group with that text in its first field."""
    names = [one for one in holder.declared if one != "id"]
    fields = _some_fields(holder)
    first = next((one for one in names if holder.declared[one].required), names[0])
    if key.isdecimal():  # an item of a list
        return _item_below(holder, found)
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


def _item_below(holder: type[Part], found: object) -> Message:
    """The fix for a text where an item with fields belongs: the line with that text in it."""
    needed = [key for key, one in holder.declared.items() if one.required]
    words = next(
        (key for key in ("do", "text", "may", "what", "title") if key in holder.declared), ""
    )
    keys = [*needed, *([words] if words and words not in needed else ())]
    text = quoted_if_needed(found) if isinstance(found, str) else "…"
    line = ", ".join(f"{key}: {text if key == words else '…'}" for key in keys)
    return Message.of("Write its fields after a hyphen: `- {{{line}}}`.", line=line)


def _items_below(holder: type[Part], found: object) -> Message:
    """The fix for what stands where a list of groups belongs."""
    if isinstance(found, dict) and found and found.keys() <= holder.declared.keys():
        return Message.of(
            "Write a hyphen and a space before `{first}`, and indent the other lines like it.",
            first=next(iter(found)),
        )
    return _item_below(holder, found)


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
