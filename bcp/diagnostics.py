"""What every part of the program reports with.

A *place* says what an object of the plan is meant (``Place("duty-manager", ("alternates", 0))``), a
*span* says where it is written. Rules speak in places; places become spans at the end, when all
rules have run. Messages are kept as a template and its arguments until they are shown, because
fingerprints, translations and tables need the arguments.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
Translate: TypeAlias = Callable[[str], str]


def untranslated(template: str) -> str:
    """Give the template back: messages are written in English."""
    return template


def mark(template: str) -> str:
    """Say that these words are translated later, where they are shown; give them back unchanged."""
    return template


class Severity(enum.IntEnum):
    """How bad a finding is. Ordered: ``Severity.ERROR > Severity.WARNING > Severity.INFO``."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        return self.name.lower()


class Place(NamedTuple):
    """An object of the plan, by its id, and the way into it: keys and list positions (from 0)."""

    id: str
    path: Path = ()

    def at(self, *path: str | int) -> Place:
        """The place further in."""
        return Place(self.id, self.path + path)


class Span(NamedTuple):
    """Where something is written: 1-based lines and columns in code points; the end is exclusive.

    ``file`` is relative to the folder that was checked, with forward slashes. Line 0 means the file
    as a whole (it could not be read).
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


class Message(NamedTuple):
    """A sentence for people: an English template in ``str.format`` style, and its arguments.

    An argument that is a message itself is translated with it.
    """

    template: str
    arguments: tuple[tuple[str, Argument], ...] = ()

    @classmethod
    def of(cls, template: str, **arguments: Argument) -> Message:
        return cls(template, tuple(sorted(arguments.items())))

    @classmethod
    def literally(cls, text: str) -> Message:
        """The message that says ``text`` itself, braces and all."""
        return cls(text.replace("{", "{{").replace("}", "}}"))

    def text(self, translate: Translate = untranslated) -> str:
        """The sentence, in the language that ``translate`` gives.

        Where it has a ``number``, numbers go through it: words agree with a number differently in
        each language (:meth:`bcp.i18n.Translator.number`).
        """
        number = getattr(translate, "number", None)
        values: dict[str, object] = {}
        for name, value in self.arguments:
            if isinstance(value, Message):
                values[name] = value.text(translate)
            else:
                values[name] = number(value) if number and isinstance(value, int) else value
        return translate(self.template).format(**values)

    def __str__(self) -> str:
        return self.text()


Argument: TypeAlias = str | int | Message


class Related(NamedTuple):
    """A second place that helps to understand a diagnostic, with a few words on why."""

    span: Span
    message: Message


class Diagnostic(NamedTuple):
    """One thing to tell the user: where, what, how bad, and what to do about it."""

    span: Span
    code: str
    severity: Severity
    message: Message
    hint: Message | None = None
    related: tuple[Related, ...] = ()
    place: Place | None = None

    def __lt__(self, other: Diagnostic) -> bool:  # type: ignore[override]
        return self._order < other._order

    @property
    def _order(self) -> tuple[Span, str, int, str]:
        return (self.span, self.code, -self.severity, self.message.text())

    @property
    def fingerprint(self) -> str:
        """A name for this finding that stays the same when lines move: 32 hexadecimal digits.

        Made of the code, the object and path (or, without one, the file) and the arguments; never
        of a line number, a language or the wording.
        """
        import hashlib  # only formats for programs ask for fingerprints
        import json

        where: object = self.span.file
        if self.place is not None:
            where = [self.place.id, *self.place.path]
        arguments = {name: str(value) for name, value in self.message.arguments}
        material = json.dumps([self.code, where, arguments], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(material.encode()).hexdigest()[:32]
