"""The reference of the plan language as a Markdown page, made from the models.

The page is the same in every language: keys, values and examples stay as one writes them in a plan,
and what explains them is translated, the introduction by paragraphs.
"""

import re
import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from bcp.diagnostics import Translate, mark, untranslated
from bcp.model import KINDS, Header
from bcp.model import scalars as s
from bcp.model.base import Object, Part, Refers
from bcp.model.language_examples import EXAMPLES
from bcp.model.language_homes import HOMES
from bcp.model.language_questions import FAMILIES, QUESTIONS
from bcp.model.reference import called, field_meaning, meaning, said

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
    (s.Flag, mark("flag")),
    (s.Count, mark("whole number")),
    (s.Number, mark("number")),
    (s.Share, mark("share")),
    (s.Day, mark("day")),
    (s.ClockTime, mark("time")),
    (s.Moment, mark("day and time")),
    (s.Length, mark("length")),
    (s.Id, mark("id")),
    (s.Words, mark("word or words")),
    (s.Phone, mark("phone")),
    (s.ShortNumber, mark("short number")),
    (s.Mail, mark("e-mail address")),
    (s.Language, mark("language tag")),
    (s.Timezone, mark("time zone")),
    (s.Wording, mark("text")),
]

_ALL: dict[str, type[Object]] = {Header.kind: Header, **KINDS}


_WHERE = """## Where does it go?

Some facts seem to fit in several places. Each has one, from which the others follow: checks, cards,
drills and answers read it there. Written twice, it can come to differ, and a drill asks for it
twice.

A few things do stand twice, because two readers need them: what sets a playbook off, as a figure
for the alarm (`indicators`) and in words for paper (`activation`, `criteria`, `authority`); how
soon a loss is known, in the alarm and in `noticed_within`; who decides, in the switch and in the
`authority` of the role, by which others see that it may. Change both.

| what one wants to say | where it stands | and beside it |
|---|---|---|"""

_COMMENT = re.compile(r"(?m)(?<=  # ).+$")
"""A comment of an example."""


def page(say: Translate = untranslated) -> str:
    """The whole page, in the words that ``say`` gives: :func:`bcp.i18n.explainer`."""
    return _Page(say).whole()


def words() -> Iterator[str]:
    """The words of the page that stand neither in a model nor in a ``say("…")`` of this module."""
    yield from _paragraphs(_INTRODUCTION)
    yield from _paragraphs(_WHERE)
    for row in HOMES:
        yield from row
    for family, _ in FAMILIES:
        yield family
    for questions in QUESTIONS.values():
        yield from questions
    for example in EXAMPLES.values():
        yield from _COMMENT.findall(example)


def _paragraphs(text: str) -> list[str]:
    return text.strip().split("\n\n")


class _Page:
    """One page while it is made."""

    def __init__(self, say: Translate) -> None:
        self.say = say
        self.parts: list[type[Part]] = []
        """Parts that were spoken of, in the order in which they came up."""

    def whole(self) -> str:
        say = self.say
        lines = [self._text(_INTRODUCTION), "", *self._contents(), *self._homes()]
        for kind, model in _ALL.items():
            lines += [f"## `{kind}`\n", *self._questions(kind), *self._model(model)]
            lines.append(self._example(kind))
        lines += ["## " + say("Parts"), "", say("What stands inside objects."), ""]
        done: set[type[Part]] = set()
        while remaining := [part for part in self.parts if part not in done]:
            done.add(remaining[0])
            lines.append(f'### <a id="{_anchor(remaining[0])}"></a>{called(remaining[0], say)}\n')
            lines += self._model(remaining[0])
        return "\n".join(lines).rstrip() + "\n"

    def _text(self, text: str) -> str:
        return "\n\n".join(said(paragraph, self.say) for paragraph in _paragraphs(text))

    def _contents(self) -> Iterator[str]:
        """The kinds in families, each with what it is."""
        for family, kinds in FAMILIES:
            yield f"**{said(family, self.say)}**\n"
            for kind in kinds:
                yield f"- [`{kind}`](#{kind}): {meaning(_ALL[kind], self.say)}"
            yield ""

    def _homes(self) -> Iterator[str]:
        yield self._text(_WHERE)
        for row in HOMES:
            yield f"| {' | '.join(said(cell, self.say) for cell in row)} |"
        yield ""

    def _questions(self, kind: str) -> Iterator[str]:
        what = meaning(_ALL[kind], self.say)
        yield self.say("{meaning} The questions it answers:").format(meaning=what) + "\n"
        yield from (f"- {said(question, self.say)}" for question in QUESTIONS[kind])
        yield ""

    def _model(self, model: type[Part]) -> Iterator[str]:
        if model not in _ALL.values():
            yield f"{meaning(model, self.say)}\n"
        yield self.say("| field | what belongs there | what it says |")
        yield "|---|---|---|"
        for key, field in model.declared.items():
            if key == "id" and model in KINDS.values():
                continue  # the key that the object stands under
            must = " **" + self.say("must") + "**" if field.required else ""
            doc = field_meaning(model, key, self.say).replace("|", "\\|")
            yield f"| `{key}`{must} | {self._words(field.annotation)} | {doc} |"
        yield ""

    def _example(self, kind: str) -> str:
        shown = _COMMENT.sub(lambda found: said(found[0], self.say), EXAMPLES[kind])
        return f"```yaml\n{shown}```\n"

    def _words(self, annotation: Any) -> str:
        """What may stand in a field."""
        say = self.say
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is Annotated:
            return self._scalar(annotation)
        if origin is Literal:
            return " · ".join(f"`{one}`" for one in arguments)
        if origin in (types.UnionType, typing.Union):
            return self._words(arguments[0])
        if origin is tuple:
            return say("list of: {items}").format(items=self._words(arguments[0]))
        if origin is dict:
            keys, values = (self._words(one) for one in arguments)
            return say("map: {keys} → {values}").format(keys=keys, values=values)
        if annotation not in self.parts:
            self.parts.append(annotation)
        return f"[{called(annotation, say)}](#{_anchor(annotation)})"

    def _scalar(self, annotation: Any) -> str:
        refers = next((one for one in annotation.__metadata__ if isinstance(one, Refers)), None)
        if refers is None:
            return self.say(next(words for scalar, words in _SCALARS if scalar == annotation))
        kinds = ", ".join(f"`{kind}`" for kind in refers.kinds) or self.say("any kind")
        found = self.say("id from {kinds}").format(kinds=kinds)
        for word in reversed(refers.also):
            found = self.say("`{word}` or {other}").format(word=word, other=found)
        return found


def _anchor(model: type[Part]) -> str:
    return f"part-{model.__name__.lower()}"
