"""The reference of the plan language as a Markdown page, made from the models."""

import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from bcp.model import KINDS, Header
from bcp.model import scalars as s
from bcp.model.base import Field, Object, Part, Refers
from bcp.model.language_examples import EXAMPLES
from bcp.model.language_homes import HOMES
from bcp.model.language_questions import FAMILIES, QUESTIONS
from bcp.model.reference import field_doc

_INTRODUCTION = """# The plan language, version 1

This page is made from the program's own models. A plan is a folder with a `plan.yaml`; every other
`*.yaml` file below it belongs to it. A top-level key is a *kind*, and below it stand objects under
their ids:

```yaml
roles:
  duty-manager:
    title: Duty manager
```

A file may hold any kinds, and a kind may be spread over any files. `plan.yaml` begins with
`bcp: 1`, and holds the plan itself under `plan:`. Ids are small Latin letters, digits and hyphens,
with a dot between the parts of a person's (`o.bondar`); they are unique in the whole plan over all
kinds, and a reference is the bare id. Not read: names that begin with a dot, folders called
`drills` or `build`, and a folder inside the plan with a `plan.yaml` of its own, which is another
plan.

Levels are indented with spaces, two each. Text that holds a `: ` or ` #`, or begins with a sign,
goes in straight quotes: `do: "Take the mobiles from box # 4"`. So does text inside `{ }` or `[ ]`
that holds a comma or a question mark: `check: "The room is whole, the panes too"`. A comment begins
with `#`, two spaces after what stands before it.

| written | means |
|---|---|
| text | a string, or one a language: `{en: Wait, uk: Зачекайте}` |
| length | `15m`, `4h`, `1h30m`, `2d`, `20s`, `3 weeks`, `6 months`; never a bare number |
| day | `2026-03-01` |
| time | `17:30`, in the zone of the plan |
| day and time | `2026-03-02 08:40` |
| share | `40%` or `0.4` |
| phone | in quotes, with country code: `"+44 20 7946 0101"`; spaces as read aloud are welcome |
| flag | `true` or `false` |

Invented telephone numbers are best taken from ranges that nobody is given: `+44 20 7946 0…` and
`+44 7700 900…`, `+1 … 555 01…`; where a country keeps none, a number that cannot be dialled, such
as `+380 00 …`.

Fields marked **must** cannot be left out. The examples are parts of one plan, of a line that does
not exist.
"""

_SCALARS: list[tuple[Any, str]] = [
    (s.Flag, "flag"),
    (s.Count, "whole number"),
    (s.Number, "number"),
    (s.Share, "share"),
    (s.Day, "day"),
    (s.ClockTime, "time"),
    (s.Moment, "day and time"),
    (s.Length, "length"),
    (s.Id, "id"),
    (s.Words, "word or words"),
    (s.Phone, "phone"),
    (s.ShortNumber, "short number"),
    (s.Mail, "e-mail address"),
    (s.Language, "language tag"),
    (s.Timezone, "time zone"),
    (s.Wording, "text"),
]


_ALL: dict[str, type[Object]] = {Header.kind: Header, **KINDS}


_WHERE = """## Where does it go?

Some facts seem to fit in several places. Each has one, from which the others follow: checks, cards,
drills and answers read it there. Written twice, it can come to differ, and a drill asks for it
twice.

| what one wants to say | where it stands | and beside it |
|---|---|---|"""


def _homes() -> Iterator[str]:
    yield _WHERE
    for fact, home, beside in HOMES:
        yield f"| {fact} | {home} | {beside} |"
    yield ""


def page() -> str:
    """The whole page."""
    parts: list[type[Part]] = []
    lines = [_INTRODUCTION, *_contents(), *_homes()]
    for kind, model in _ALL.items():
        lines += [f"## `{kind}`\n", *_questions(kind), *_model(model, parts), *_example(kind)]
    lines.append("## Parts\n\nWhat stands inside objects.\n")
    done: set[type[Part]] = set()
    while remaining := [part for part in parts if part not in done]:
        done.add(remaining[0])
        heading = f'### <a id="{_anchor(remaining[0])}"></a>{_called(remaining[0])}\n'
        lines += [heading, *_model(remaining[0], parts)]
    return "\n".join(lines).rstrip() + "\n"


def _contents() -> Iterator[str]:
    """The kinds in families, each with what it is."""
    for family, kinds in FAMILIES:
        yield f"**{family}**\n"
        for kind in kinds:
            yield f"- [`{kind}`](#{kind}): {_said(_ALL[kind])}"
        yield ""


def _questions(kind: str) -> Iterator[str]:
    yield f"{_said(_ALL[kind])} The questions it answers:\n"
    yield from (f"- {question}" for question in QUESTIONS[kind])
    yield ""


def _said(model: type[Part]) -> str:
    """What a model is, in its own words."""
    return " ".join((model.__doc__ or "").split())


def _model(model: type[Part], parts: list[type[Part]]) -> Iterator[str]:
    if model not in _ALL.values():
        yield f"{_said(model)}\n"
    yield "| field | what belongs there | what it says |"
    yield "|---|---|---|"
    for key, field in model.declared.items():
        if key == "id" and model in KINDS.values():
            continue  # the key that the object stands under
        must = " **must**" if field.required else ""
        doc = " ".join(field_doc(model, key).split()).replace("|", "\\|")
        yield f"| `{key}`{must} | {_field(field, parts)} | {doc} |"
    yield ""


def _example(kind: str) -> Iterator[str]:
    yield f"```yaml\n{EXAMPLES[kind]}```\n"


def _field(field: Field, parts: list[type[Part]]) -> str:
    return _words(field.annotation, parts)


def _words(annotation: Any, parts: list[type[Part]]) -> str:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _scalar(annotation)
    if origin is Literal:
        return " · ".join(f"`{one}`" for one in arguments)
    if origin in (types.UnionType, typing.Union):
        return _words(arguments[0], parts)
    if origin is tuple:
        return f"list of: {_words(arguments[0], parts)}"
    if origin is dict:
        return f"map: {_words(arguments[0], parts)} → {_words(arguments[1], parts)}"
    if annotation not in parts:
        parts.append(annotation)
    return f"[{_called(annotation)}](#{_anchor(annotation)})"


def _scalar(annotation: Any) -> str:
    refers = next((mark for mark in annotation.__metadata__ if isinstance(mark, Refers)), None)
    if refers is None:
        return next(words for scalar, words in _SCALARS if scalar == annotation)
    also = "".join(f"`{word}` or " for word in refers.also)
    kinds = ", ".join(f"`{kind}`" for kind in refers.kinds) if refers.kinds else "any kind"
    return f"{also}id from {kinds}"


def _anchor(model: type[Part]) -> str:
    return f"part-{model.__name__.lower()}"


def _called(model: type[Part]) -> str:
    """``RemoteReady`` → ``remote ready``."""
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in model.__name__)
    return words.strip()
