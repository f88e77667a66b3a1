"""The words that explain the plan language: what ``language.po`` is made of.

They stand in the models (what a model and each of its fields means, and what a model is called), in
what is listed for the reference, and where they are marked in the modules that write a schema, a
skeleton or a page. Words that hold braces are listed as templates that say them.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator

if typing.TYPE_CHECKING:
    from bcp.model.base import Part

MARKED = (
    "model/json_schema.py",
    "model/language_page.py",
    "editing/skeleton.py",
    "editing/wanted.py",
    "rules/reference_page.py",
)
"""Modules of ``bcp`` whose ``say("…")`` and ``mark("…")`` are about the plan language. Those inside
an f-string are not found."""

OWN = ("authority", "exercise")
"""Words that mean something else where the program says them, and so stand in both catalogues."""


def listed() -> Iterator[tuple[str, str]]:
    """(template, whose it is), in the order in which one reads them."""
    from bcp.diagnostics import Message

    for words, whose in _literal():
        yield Message.literally(words).template, whose


def _literal() -> Iterator[tuple[str, str]]:
    from bcp.editing.naming import SINGULAR
    from bcp.model import KINDS, Header, language_page
    from bcp.model.reference import called, field_meaning, meaning

    for words in language_page.words():
        yield words, "docs/language.md"
    yield Header.kind, "kinds"
    for kind, one in SINGULAR.items():
        yield kind, "kinds"
        yield one, "kinds"
    for model in parts_of((Header, *KINDS.values())):
        yield called(model), model.__name__
        yield meaning(model), model.__name__
        for key in model.declared:
            yield field_meaning(model, key), f"{model.__name__}.{key}"


def parts_of(models: Iterable[type[Part]]) -> list[type[Part]]:
    """The models and every part that stands in one of them, each once."""
    found: dict[type[Part], None] = {}
    waiting = list(models)
    while waiting:
        model = waiting.pop(0)
        if model not in found:
            found[model] = None
            for one in model.declared.values():
                waiting += parts_in(one.annotation)
    return list(found)


def parts_in(annotation: object) -> Iterator[type[Part]]:
    """The models that an annotation speaks of."""
    from bcp.model.base import Part

    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from parts_in(inner)
