"""A file for one more object of a plan: what must be filled in stands open, the rest in comments.

A field that must be filled in is written as a key with nothing after it. The reader of plans
refuses such a line with its place, so that nothing half-written passes a check, and an editor with
the schema marks it and offers what may stand there. Comments are in the language of whoever fills
it in; keys and the values to choose from are those of the plan language.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from bcp.diagnostics import Translate, mark, untranslated
from bcp.editing.wanted import Wanted, item_of, part_of, titled
from bcp.model import KINDS, Object
from bcp.model.base import Field, Part
from bcp.model.language_questions import QUESTIONS
from bcp.model.learning import Scenario
from bcp.model.people import Person, Phones, Role, Rota
from bcp.model.reference import field_meaning, meaning
from bcp.model.resources import Redundancy
from bcp.model.response import Activations, AnswersTo, Playbook, Step, Task, Tasks
from bcp.model.risks import Indicator, Risk, Source
from bcp.plan import Plan

_ASKED: Final[Mapping[type[Part], tuple[str, ...]]] = MappingProxyType(
    {
        # Without these a rule speaks up from the first day on, …
        Person: ("phones",),
        Phones: ("mobile", "personal"),
        Role: ("primary", "alternates"),
        Rota: ("shifts",),
        Risk: ("owner", "playbook"),
        Redundancy: ("switch",),
        Playbook: ("activation", "stand_down"),
        Activations: ("full",),
        # … without these the thing is there and says nothing.
        AnswersTo: ("risks",),
        Tasks: ("respond",),
        Task: ("do",),
        Step: ("do",),
        Scenario: ("risks",),
        Indicator: ("critical",),
        Source: ("by", "every"),
    }
)
"""Fields that may be absent, and yet stand open in a new object."""

_HOW: Final = (
    mark("Write after each colon with nothing after it; `bcp check` names those that are left."),
    mark("The lines below that begin with # are for what you need: take the sign away."),
)
"""What is said at the top of every file."""


class Skeleton(NamedTuple):
    """A file with one object, and what is to be filled in."""

    text: str
    open: tuple[str, ...]
    """The fields that stand open, as one names them: ``primary``, ``steps.by``."""


def skeleton(
    plan: Plan,
    kind: str,
    id: str,  # noqa: A002
    title: str | None = None,
    say: Translate = untranslated,
) -> Skeleton:
    """The file of a new object of ``kind`` in ``plan``; ``title`` is put in when it is given.

    ``say`` gives the words of the comments: :func:`bcp.i18n.explainer`.
    """
    writer = _Writer(Wanted(plan, say), say)
    model = KINDS[kind]
    body = list(writer.object(model, title))
    lines = [*_head(kind, model, say), "", f"{kind}:", f"  {id}:", *body]
    return Skeleton("\n".join(lines) + "\n", tuple(writer.open))


def quoted(text: str) -> str:
    """A text in double quotes, as YAML reads it back; signs that no page shows are left out."""
    return json.dumps("".join(char for char in text if char.isprintable()), ensure_ascii=False)


def _head(kind: str, model: type[Object], say: Translate) -> Iterator[str]:
    what = say("{meaning} It answers:").format(meaning=meaning(model, say))
    yield f"# {kind}: {what}"
    yield from (f"#   {say(question)}" for question in QUESTIONS[kind])
    for how in _HOW:
        yield f"# {say(how)}"


class _Writer:
    """Writes the lines of one object."""

    def __init__(self, wanted: Wanted, say: Translate) -> None:
        self._wanted = wanted
        self.say = say
        self.open: list[str] = []

    def object(self, model: type[Object], title: str | None) -> Iterator[str]:
        named = titled(model)
        yield from self._fields(model, "    ", (), {named or "": title})
        later = [key for key in _later(model) if key != "id"]
        if later:
            yield ""
        for key in later:
            yield f"    # {key}:  # {self._comment(model, key)}"

    def _fields(
        self,
        model: type[Part],
        indent: str,
        path: tuple[str, ...],
        given: Mapping[str, str | None],
    ) -> Iterator[str]:
        """The fields that are to be filled in, each with all that is below it."""
        keyed = model in KINDS.values()
        for key, field in model.declared.items():
            if (keyed and key == "id") or not _is_asked(model, field):
                continue
            value = given.get(key)
            if value is not None:
                yield f"{indent}{key}: {quoted(value)}"
                continue
            yield from self._open(model, field, indent, (*path, key))

    def _open(
        self, model: type[Part], field: Field, indent: str, path: tuple[str, ...]
    ) -> Iterator[str]:
        group, item = part_of(field.annotation), part_of(item_of(field.annotation))
        doc = self._doc(model, field.key)
        if group is not None:
            yield f"{indent}{field.key}:  # {doc}{self._also(group)}"
            yield from self._fields(group, f"{indent}  ", path, {})
        elif item is not None:
            yield f"{indent}{field.key}:  # {doc}{self._also(item)}"
            first, *rest = self._fields(item, "", path, {})
            yield f"{indent}  - {first}"
            yield from (f"{indent}    {line}" for line in rest)
        else:
            self.open.append(".".join(path))
            yield f"{indent}{field.key}:  # {self._comment(model, field.key)}"

    def _comment(self, model: type[Part], key: str) -> str:
        field = model.declared[key]
        words = self._wanted.said(field.annotation, every_language=_is_asked(model, field))
        doc = self._doc(model, key)
        return f"{doc} {words[:1].upper()}{words[1:]}" if words else doc

    def _doc(self, model: type[Part], key: str) -> str:
        """What a field means, on one line; a sentence that goes on in the next field ends here."""
        doc = field_meaning(model, key, self.say).removesuffix(",")
        return doc if doc.endswith((".", "…")) else f"{doc}."

    def _also(self, model: type[Part]) -> str:
        """The further fields of a group, named for whoever needs them."""
        later = ", ".join(_later(model))
        return " " + self.say("It may also hold: {fields}").format(fields=later) if later else ""


def _is_asked(model: type[Part], field: Field) -> bool:
    return field.required or field.key in _ASKED.get(model, ())


def _later(model: type[Part]) -> list[str]:
    """The fields that may be absent, in the order of declaration."""
    return [key for key, field in model.declared.items() if not _is_asked(model, field)]
