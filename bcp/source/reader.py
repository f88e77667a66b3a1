"""YAML's events become values: without recursion, and cut at the limits while they are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any, NoReturn, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bcp.diagnostics import Message
from bcp.files import MIB, Limits
from bcp.source.syntax import explain
from bcp.source.text import LINE_END, UNSPOKEN, Note, brief, extent, parser
from bcp.written import Numberlike

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"


_DISCARD = "\0discard"
"""The key under which refused values are built and then dropped; no key may hold a NUL."""
_ITEM = "\0item"
"""Stands for the key while items of a list are awaited."""

_BARE = frozenset({"~", "null", "Null", "NULL"})
# First characters of plain scalars that need a second look: empty, null, or a number to others.
_LOOK_TWICE = frozenset(["", "~", "n", "N", "+", "-", ".", *"0123456789"])
_NUMBER = re.compile(
    r"""[-+]?(?: 0b[01_]+ | 0o[0-7_]+ | 0x[0-9a-fA-F_]+
      | [0-9][0-9_]* (?: :[0-5]?[0-9] )+ (?: \.[0-9_]* )?
      | (?: [0-9][0-9_]* (?: \.[0-9_]* )? | \.[0-9][0-9_]* ) (?: [eE][-+]?[0-9]+ )?
      | \.(?: inf | Inf | INF ) ) | \.(?: nan | NaN | NAN )""",
    re.VERBOSE,
)
# Longer ones are text to us, and no work for the pattern.
_LONGEST_NUMBER = 400
_DASH_WITHIN = r"[\r\n][ \t]*(?=- )"
_BEFORE_COMMA = r"([\w.-]+):\s+([^\s\"'\[\]{}&*!|>](?:[^\[\]{}:#]|:(?=\S))*),\s*\Z"
"""The key and the unquoted text before a comma in braces, with the commas in it."""
_LONGEST_TEXT = 1000
"""Characters before a comma in which the text is looked for that it ends."""
_STR_TAG = "tag:yaml.org,2002:str"
_TAG = r"!\S*"
"""The tag before a value, as it is written; an anchor may stand before it, and holds no ``!``."""


class _Stop(Exception):  # noqa: N818 (not an error: reading ends here)
    """A limit is reached."""


class _Anchor:
    """A named value: what it counts for wherever an alias stands for it."""

    def __init__(
        self, start: int, end: int, value: Value, *, nodes: int = 1, depth: int = 0
    ) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.nodes = nodes
        self.characters = 0
        self.depth = depth
        """How deep the value is while it is open; 0 once it is complete."""


class Reader:
    """Builds the value of one text, and notes what is wrong with it."""

    def __init__(self, limits: Limits, text: str) -> None:
        self.limits = limits
        self.text = text
        self.value: Value = None
        self.whole = True
        self.duplicates = False
        self.notes: list[Note] = []
        self._anchors: dict[str, _Anchor] = {}
        self._open: list[_Anchor] = []
        self._spoiled: list[dict[str, Value]] = []
        """Mappings that hold a discarded value."""
        self._cut: list[tuple[dict[str, Value], str]] = []
        """Mappings, and keys of them that are the rest of a text with a comma."""
        self._cut_from = -1
        """Where the last such text begins."""
        self._added = 0
        """Characters that aliases add to those of the text."""

    def run(self) -> None:
        """Read the text; the outcome is in ``value``, ``whole``, ``duplicates`` and ``notes``."""
        root: list[Value] = []
        complete = False
        try:
            complete = self._consume(root)
        except _Stop:
            self.whole = False
        except yaml.YAMLError as error:
            self.whole = False
            self.notes.append(explain(error, self.text))
        for mapping in self._spoiled:
            mapping.pop(_DISCARD, None)
        for mapping, key in self._cut:
            mapping.pop(key, None)
        value = root[0] if root else None
        self.value = value if complete else _vouched(value)

    def _consume(self, root: list[Value]) -> bool:  # noqa: C901 (calls would cost a third)
        """Take every event. True when the first document was read to its end.

        The hot loop of the whole program: what is rare is in the other methods, and what every
        event needs is a local name.
        """
        get_event: Callable[[], Any] = parser(self.text).get_event
        names: dict[str, str] = {}  # one string for all keys that are alike
        most, deepest = self.limits.nodes, self.limits.depth
        nodes = 0
        documents = 0
        stack: list[tuple[Any, str | None]] = []
        container: Any = root
        key_event: ScalarEvent | None = None
        open_anchors = self._open
        key: str | None = _ITEM  # None: a key is awaited
        while (event := get_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                nodes += 1
                text = event.value
                if key is None:
                    key_event = event
                    if (
                        text == ""
                        or text == "<<"
                        or event.style
                        or event.anchor is not None
                        or event.tag is not None
                    ):
                        text = self._unusual_key(event)
                    key = names.setdefault(text, text)
                    if key in container:
                        self.duplicates = self.duplicates or key != _DISCARD
                        key = _DISCARD
                    if key == _DISCARD:
                        self._spoiled.append(container)
                    continue
                value: Value = text
                if event.style:
                    if event.style == '"' and not text.isprintable():
                        value = self._speakable(event)
                elif text[:1] in _LOOK_TWICE:
                    value = self._second_look(
                        event, None if key is _ITEM else key_event, container if stack else None
                    )
                elif " - " in text:
                    self._look_for_dash(event)
                if event.tag is not None and event.tag != _STR_TAG:
                    self._refuse_tag(event)
                    value = None
                if event.anchor is not None:
                    self._name(event, value)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                if open_anchors and open_anchors[-1].depth == len(stack):
                    self._complete(event, nodes)
                container, key = stack.pop()
                continue
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                nodes += 1
                value = {} if kind is MappingStartEvent else []
                if nodes > most or len(stack) >= deepest:
                    self._stop(event, nodes > most)
                inner, inner_key = value, None if kind is MappingStartEvent else _ITEM
                if key is None:
                    self._refuse_complex_key(event)
                    self._spoiled.append(container)
                    stack.append((container, _DISCARD))
                else:
                    if event.tag is not None:
                        self._refuse_tag(event)
                        value = None
                    if key is _ITEM:
                        container.append(value)
                    else:
                        container[key] = value
                        key = None
                    stack.append((container, key))
                if event.anchor is not None:
                    self._open_anchor(event, value, nodes, len(stack))
                container, key = inner, inner_key
                continue
            elif kind is AliasEvent:
                nodes += 1
                if key is None:
                    self._refuse_alias_key(event)
                    self._spoiled.append(container)
                    key = _DISCARD
                    continue
                value, more = self._resolve(event)
                nodes += more
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._refuse_second_document(event)
                    return True
                continue
            else:
                continue
            if nodes > most:
                self._stop(event, True)
            if key is _ITEM:
                container.append(value)
            else:
                container[key] = value
                key = None
        return True

    # --- what is rare

    def _note(self, code: str, event: Event, message: Message, hint: Message | None = None) -> None:
        start, end = extent(event)
        self._note_at(code, start, max(start + 1, end), message, hint)

    def _note_at(
        self,
        code: str,
        start: int,
        end: int,
        message: Message,
        hint: Message | None = None,
        related: tuple[int, int, Message] | None = None,
    ) -> None:
        # One more than will be listed, so that the rest can be mentioned.
        if len(self.notes) <= self.limits.faults:
            self.notes.append(Note(code, start, end, message, hint, related))

    def _stop(self, event: Event, too_many: bool) -> NoReturn:
        if too_many:
            message = Message.of("more than {limit} keys and values", limit=self.limits.nodes)
            hint = Message.of("Split the file, and write less with aliases.")
        else:
            message = Message.of("nested more than {limit} deep", limit=self.limits.depth)
            hint = Message.of("No plan needs this; look for a bracket or dash too many.")
        mark, _ = extent(event)
        self.notes.append(Note("SRC006", mark, mark + 1, message, hint))
        raise _Stop

    def _second_look(
        self, event: ScalarEvent, key: ScalarEvent | None, container: Any
    ) -> str | None:
        """An unquoted text that is empty, means nothing to YAML, or is a number to others.

        ``container`` is None for what stands alone in a file.
        """
        text: str = event.value
        if event.tag == _STR_TAG:
            return text
        if text and text not in _BARE:
            if " - " in text:
                self._look_for_dash(event)
            numberlike = len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text)
            return Numberlike(text) if numberlike else text
        if len(self.notes) > self.limits.faults:
            return None  # not listed, so not worth a sentence
        if key is not None and not text:
            if ":" not in self.text[extent(key)[1] : extent(event)[0]]:
                self._note_lonely(key, container)
                return None
            self._note(
                "SRC005",
                key,
                Message.of("`{key}:` has nothing after it", key=brief(key.value)),
                Message.of(
                    "Write what belongs to it, on this line or indented below; or delete the line."
                ),
            )
        elif text:
            self._note(
                "SRC005",
                event,
                Message.of("`{text}` means nothing at all in YAML", text=text),
                Message.of('Delete the line, or write "{text}" in quotes.', text=text),
            )
        elif container is not None:
            mark, _ = extent(event)
            self._note_at(
                "SRC005",
                max(mark - 1, 0),
                mark,
                Message.of("this item has nothing after its dash"),
                Message.of("Write a value or delete the line."),
            )
        return None

    def _note_lonely(self, key: ScalarEvent, container: Any) -> None:
        """Something in braces that no colon follows: most often the rest of a text with a comma.

        ``{do: Find out which, one or all., by: lead}`` is read as ``do``, ``one or all.`` and
        ``by``. A text with several commas is told once.
        """
        start, end = extent(key)
        found = re.compile(_BEFORE_COMMA).search(self.text, max(0, start - _LONGEST_TEXT), start)
        if found is None or key.style:
            self._note(
                "SRC005",
                key,
                Message.of("`{key}` stands here alone, without a value", key=brief(key.value)),
                Message.of("Write a colon and a value after it; put text with a comma in quotes."),
            )
            return
        if found.start(2) == self._cut_from and self.notes:  # and another comma in it
            start = self.notes.pop().start
        self._cut_from = found.start(2)
        self._cut.append((container, key.value))
        text = " ".join(self.text[found.start(2) : end].split())
        quote = "'" if '"' in text else '"'
        self._note_at(
            "SRC005",
            start,
            end,
            Message.of(
                "the comma ends the text before it: “{rest}” is read as a key",
                rest=brief(self.text[start:end]),
            ),
            Message.of("Put the whole text in quotes.")
            if "\\" in text or quote in text
            else Message.of(
                "Put the whole text in quotes: {key}: {text}",
                key=found[1],
                text=f"{quote}{brief(text, 300)}{quote}",
            ),
        )

    def _look_for_dash(self, event: ScalarEvent) -> None:
        """YAML takes an item that stands too deep for more of the text above it, in silence."""
        start, end = extent(event)
        found = re.compile(_DASH_WITHIN).search(self.text, start, end + 1)
        if found is not None:
            self._note_at(
                "SRC001",
                found.end(),
                found.end() + 1,
                Message.of("this dash begins no item: the line is read as more of the text above"),
                Message.of("Indent it like the other dashes, or put the whole text in quotes."),
                (start, start + 1, Message.of("the text begins here")),
            )

    def _speakable(self, event: ScalarEvent) -> str | None:
        """The text of double quotes, unless a backslash brought in a control character."""
        found = re.search(UNSPOKEN, event.value)
        if found is None:
            text: str = event.value
            return text
        self._note(
            "SRC001",
            event,
            Message.of(
                "this text holds the control character {character}",
                character=f"U+{ord(found[0]):04X}",
            ),
            Message.of("Delete it; write a backslash in text as two, or use single quotes."),
        )
        return None

    def _unusual_key(self, event: ScalarEvent) -> str:
        """The key, or the mark to discard it with what it holds."""
        text: str = event.value
        if event.anchor is not None or event.tag is not None:
            self._note(
                "SRC007",
                event,
                Message.of("a key has no anchor (`&`) and no tag (`!`) in a plan"),
                Message.of("Write the bare key; put text that begins so in quotes."),
            )
        elif text == "<<" and not event.style:
            self._note(
                "SRC007",
                event,
                Message.of("merge keys (`<<`) are not read: an object says what it says itself"),
                Message.of("Write out the lines that it would bring in."),
            )
        elif not text and not event.style:
            message = Message.of("there is no key before this colon")
            hint = Message.of("Write the key, or put the text in quotes.")
            self._note("SRC001", event, message, hint)
        elif event.style in ("|", ">") or LINE_END.search(self.text, *extent(event)):
            self._refuse_complex_key(event)
        elif text.isprintable() or self._speakable(event) is not None:
            return text
        return _DISCARD

    def _refuse_complex_key(self, event: Event) -> None:
        self._note(
            "SRC007",
            event,
            Message.of("a key must be a text on one line"),
            Message.of("Write a short text before the colon; braces in text need quotes."),
        )

    def _refuse_alias_key(self, event: AliasEvent) -> None:
        message = Message.of("an alias (`*`) cannot be a key in a plan")
        self._note("SRC007", event, message, Message.of("Write the key itself."))

    def _refuse_tag(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> None:
        shown = brief(str(event.tag).replace("tag:yaml.org,2002:", "!!"))
        hint = Message.of("Delete it; put text that begins with ! in quotes.")
        if event.tag == _STR_TAG:
            message = Message.of("`!!str` stands before something that is not a text")
        elif type(event) is ScalarEvent and not event.style and not shown.startswith("!!"):
            message = Message.of("a text that begins with ! is read as a tag, `{tag}`", tag=shown)
            hint = Message.of("Put the text in quotes, or delete the `!`.")
        else:
            message = Message.of("the tag `{tag}` is not read in a plan", tag=shown)
        found = re.compile(_TAG).search(self.text, *extent(event))
        if found is None:
            self._note("SRC007", event, message, hint)
        else:
            self._note_at("SRC007", *found.span(), message, hint)

    def _refuse_second_document(self, event: DocumentStartEvent) -> None:
        self.whole = False
        start, end = extent(event)
        self.notes.append(
            Note(
                "SRC007",
                start,
                max(start + 1, end),
                Message.of("a second document begins here; it is not read"),
                Message.of("Delete the line `---`, or put what follows in a file of its own."),
            )
        )

    def _anchor(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> _Anchor:
        """A new name; one that is there already stays as it is."""
        start, end = extent(event)
        anchor = _Anchor(start, max(end, start + 1), None)
        name = event.anchor or ""
        first = self._anchors.setdefault(name, anchor)
        if first is not anchor:
            self._note_at(
                "SRC007",
                anchor.start,
                anchor.end,
                Message.of("the anchor `&{name}` is there already", name=brief(name)),
                Message.of("Give one of the two another name."),
                (first.start, first.end, Message.of("first here")),
            )
        return anchor

    def _name(self, event: ScalarEvent, value: Value) -> None:
        anchor = self._anchor(event)
        anchor.value = value
        anchor.characters = len(event.value)

    def _open_anchor(
        self, event: MappingStartEvent | SequenceStartEvent, value: Value, nodes: int, depth: int
    ) -> None:
        anchor = self._anchor(event)
        anchor.value, anchor.depth = value, depth
        # Until it is complete, what was counted before it.
        anchor.nodes = nodes - 1
        anchor.characters = self._added - anchor.start
        self._open.append(anchor)

    def _complete(self, event: Event, nodes: int) -> None:
        anchor = self._open.pop()
        anchor.depth = 0
        anchor.nodes = nodes - anchor.nodes
        anchor.characters = self._added + extent(event)[1] - anchor.characters

    def _resolve(self, event: AliasEvent) -> tuple[Value, int]:
        """What the alias stands for, and how many values more than one that is."""
        name = brief(event.anchor or "")
        anchor = self._anchors.get(event.anchor or "")
        if anchor is None or anchor.depth:
            message = (
                Message.of("there is no anchor `&{name}` before this alias", name=name)
                if anchor is None
                else Message.of("`*{name}` stands inside the very thing it names", name=name)
            )
            hint = Message.of("Write the value itself; put text that begins with * in quotes.")
            self._note("SRC007", event, message, hint)
            return None, 0
        self._added += anchor.characters
        if self._added > self.limits.characters:
            limit = self.limits.characters // MIB
            message = Message.of("aliases make this more than {limit} MiB of text", limit=limit)
            hint = Message.of("Write less with aliases.")
            self.notes.append(Note("SRC006", *extent(event), message, hint))
            raise _Stop
        return anchor.value, anchor.nodes - 1


def _vouched(value: Value) -> Value:
    """Of a text that broke off: the top-level entries before the one in which it did."""
    if not isinstance(value, dict):
        return None
    return dict(islice(value.items(), max(len(value) - 1, 0)))
