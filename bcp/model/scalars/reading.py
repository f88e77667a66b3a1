"""How a scalar is read or refused: with a sentence, the place, and the fix.

A parser raises :class:`pydantic_core.PydanticCustomError` whose type is a diagnostic code and whose
context holds two :class:`~bcp.diagnostics.Message`: ``message`` and ``hint``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NoReturn

from bcp.diagnostics import Argument, Message
from bcp.model.core import PydanticCustomError


def refuse(
    template: str, hint: str, code: str = "SRC005", at_key: str = "", **arguments: Argument
) -> NoReturn:
    """Raise with a sentence and a fix; both are templates over the same arguments.

    ``at_key`` is the key within the value that is at fault, where not all of it is.
    """
    arguments = {
        name: _brief(value) if isinstance(value, str) else value
        for name, value in arguments.items()
    }
    text = arguments.get("text", arguments.get("tag"))
    if isinstance(text, str) and text[:1] in CURLY_QUOTES and text:
        hint = 'The quotes around it are curly; use the straight ".'
    context = {
        "message": Message.of(template, **arguments),
        "hint": Message.of(hint, **arguments),
        "at_key": at_key,
    }
    raise PydanticCustomError(code, "{message}", context)


CURLY_QUOTES: Final = "“”„‟‘’‚‛«»"
"""Quotation marks of word processors; to YAML they are letters."""


def described(value: object) -> Argument:
    """What kind of thing was written, in words: for messages."""
    if value is None:
        return Message.of("nothing")
    if isinstance(value, list):
        return Message.of("a list")
    if isinstance(value, dict):
        return Message.of("a group of keys")
    return Message.of("“{text}”", text=_brief(str(value)))


def _brief(text: str) -> str:
    """As much of a text as a sentence bears."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


_LONGEST_SHOWN: Final = 120


def text_of(value: object, wanted: str, hint: str) -> str:
    """The text that was written, without spaces around it; ``wanted`` says what belongs there."""
    if not isinstance(value, str):
        refuse(
            "{wanted} belongs here, not {found}",
            hint,
            wanted=Message.of(wanted),
            found=described(value),
        )
    return value.strip()


class Reads:
    """Annotation of a field: the core schema that reads it, and the JSON Schema for editors.

    Compared and hashed by identity: typing wants what annotates a type to be hashable.
    """

    __slots__ = ("core", "json")

    def __init__(self, core: dict[str, Any], json: dict[str, Any]) -> None:
        self.core = core
        self.json = json


def reads(parser: Callable[[object], object], **json: Any) -> Reads:
    """Mark a type as read by a parser, and as this in the JSON Schema."""
    core = {"type": "function-plain", "function": {"type": "no-info", "function": parser}}
    return Reads(core, json)


ANY_SCALAR: Final = ["string", "number", "boolean"]
