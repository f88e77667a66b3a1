"""Where each value of a text stands. Asked for dirty files alone, by a second reading."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import chain, islice
from typing import NamedTuple, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bcp.diagnostics import Message, Path, Span
from bcp.files import Limits
from bcp.source.text import LINE_END, Note, brief, extent, parser


class Node:
    """Where one value stands, in code points; the end is exclusive."""

    __slots__ = ("end", "inner", "key_end", "key_start", "plain", "start")

    def __init__(self, start: int, end: int, plain: bool, inner: _Inner = None) -> None:
        self.start = start
        self.end = end
        self.plain = plain
        self.inner = inner
        self.key_start = self.key_end = -1


_Inner: TypeAlias = "dict[str, Node] | list[Node] | None"


class Places:
    """The positions of one text: lines on the first span, values on the first path."""

    __slots__ = ("_duplicates", "_file", "_limits", "_root", "_starts", "_text")

    def __init__(self, text: str, file: str, limits: Limits, *, lines_only: bool = False) -> None:
        self._text = text
        self._file = file
        self._limits = limits
        self._starts: array[int] | None = None
        self._root: Node | None = None
        self._duplicates: list[_Twice] | None = [] if lines_only else None

    def span(self, start: int, end: int) -> Span:
        """Indexes become lines and columns."""
        last = len(self._text)
        start = min(start, last)
        line, column = self._line_and_column(start)
        end_line, end_column = self._line_and_column(max(start, min(end, last)))
        return Span(self._file, line, column, end_line, end_column)

    def line(self, number: int) -> str:
        """That line (from 1) without its end; empty when there is none."""
        starts = self._line_starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self._text)
        return self._text[starts[number - 1] : end].rstrip("\r\n")

    def node(self, path: Path, *, exactly: bool = False) -> Node | None:
        """The value at ``path``, else the nearest that encloses it (None with ``exactly``)."""
        self._scan()
        node = self._root
        for step in path:
            if node is None:
                break
            inner, found = node.inner, None
            if isinstance(inner, dict) and isinstance(step, str):
                found = inner.get(step)
            elif isinstance(inner, list) and isinstance(step, int) and 0 <= step < len(inner):
                found = inner[step]
            if found is None:
                return None if exactly else node
            node = found
        return node

    def duplicates(self) -> list[Note]:
        """Keys that stand twice in one mapping."""
        self._scan()
        return [self._twice(one) for one in self._duplicates or ()]

    @property
    def lacks_a_group(self) -> bool:
        """Whether a group of objects is not read, because its key stands a second time."""
        self._scan()
        return any(one.is_group for one in self._duplicates or ())

    def _twice(self, one: _Twice) -> Note:
        hint = Message.of("Delete the one that is wrong; until then the first is read.")
        if one.is_group:
            hint = Message.of(
                "Move what stands below it under the `{key}:` in line {line}; until then it is not "
                "read.",
                key=brief(one.name),
                line=self._line_and_column(one.first[0])[0],
            )
        return Note(
            "SRC002",
            one.start,
            one.end,
            Message.of("the key `{key}` stands here a second time", key=brief(one.name)),
            hint,
            (*one.first, Message.of("first here")),
        )

    def _line_starts(self) -> array[int]:
        if self._starts is None:
            # An array: a file of line breaks alone would fill a list with objects.
            ends = (found.end() for found in LINE_END.finditer(self._text))
            self._starts = array("Q", chain([0], ends))
        return self._starts

    def _line_and_column(self, index: int) -> tuple[int, int]:
        starts = self._line_starts()
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    def _scan(self) -> None:
        if self._duplicates is None:
            scan = _Scan(self._text, self._limits)
            scan.run()
            self._root, self._duplicates = scan.root, scan.duplicates


class _Scan:
    """A second reading that takes positions alone, as far as the first one may have gone."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.root: Node | None = None
        self.duplicates: list[_Twice] = []
        self._text = text
        self._limits = limits
        self._anchors: dict[str, Node] = {}
        self._open: list[Node] = []
        self._keys: list[_Key | None] = []
        """For each open collection the key whose value is awaited, if one is."""

    def run(self) -> None:
        get_event = parser(self._text).get_event
        try:
            # As many events as there can be for the limit: a collection has two.
            for event in islice(iter(get_event, None), 2 * self._limits.nodes + 8):
                if type(event) is DocumentEndEvent or not self._take(event):
                    return
        except yaml.YAMLError:
            return  # the first reading has said so

    def _take(self, event: Event) -> bool:
        if isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            if len(self._open) >= self._limits.depth:
                return False
            self._collection(event)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._close(event)
        elif isinstance(event, AliasEvent):
            self._alias(event)
        return True

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].inner, dict) and not self._keys[-1]

    def _scalar(self, event: ScalarEvent) -> None:
        start, end = extent(event)
        if event.style in ("|", ">"):
            # The mark stands after the line breaks, and so on another line.
            end = start + len(self._text[start:end].rstrip())
        if self._awaits_key():
            self._key(event, start, end)
            return
        self._place(Node(start, end, not event.style), event.anchor)

    def _key(self, event: ScalarEvent, start: int, end: int) -> None:
        name: str | None = event.value
        plain = not event.style
        if (plain and name in ("", "<<")) or event.anchor is not None or event.tag is not None:
            name = None
        inner = self._open[-1].inner
        self._open[-1].end = end
        if name is not None and isinstance(inner, dict) and name in inner:
            first = inner[name]
            if len(self.duplicates) <= self._limits.faults:
                # At the left edge of a file stand its kinds: nobody wants one of them deleted.
                is_group = len(self._open) == 1 and isinstance(first.inner, dict)
                place = (first.key_start, first.key_end)
                self.duplicates.append(_Twice(name, place, start, end, is_group))
            name = None
        self._keys[-1] = _Key(name, start, end)

    def _alias(self, event: AliasEvent) -> None:
        start, end = extent(event)
        if self._awaits_key():
            self._keys[-1] = _Key(None, start, end)
            return
        named = self._anchors.get(event.anchor or "")
        if named is None:
            self._place(Node(start, end, False), None)
        else:
            self._place(Node(start, end, named.plain, named.inner), None)

    def _collection(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        start, end = extent(event)
        inner: _Inner = {} if isinstance(event, MappingStartEvent) else []
        node = Node(start, end, False, inner)
        if self._awaits_key():
            self._keys[-1] = _Key(None, start, end)
        else:
            self._place(node, event.anchor)
        self._open.append(node)
        self._keys.append(None)

    def _close(self, event: MappingEndEvent | SequenceEndEvent) -> None:
        node = self._open.pop()
        self._keys.pop()
        # The end of a block is marked where the next thing begins: it ends with its last child.
        start, end = extent(event)
        if end > start:
            node.end = end
        if self._open:
            self._open[-1].end = node.end

    def _place(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors.setdefault(anchor, node)
        if not self._open:
            self.root = self.root or node
            return
        parent = self._open[-1]
        parent.end = node.end
        if isinstance(parent.inner, list):
            parent.inner.append(node)
        elif parent.inner is not None and (key := self._keys[-1]) is not None:
            self._keys[-1] = None
            node.key_start, node.key_end = key.start, key.end
            if key.name is not None:
                parent.inner[key.name] = node


class _Twice(NamedTuple):
    """A key that stands a second time in its mapping."""

    name: str
    first: tuple[int, int]
    start: int
    end: int
    is_group: bool
    """Whether it is a kind, with objects below it."""


class _Key(NamedTuple):
    name: str | None
    """None: the key is refused, and its value with it."""
    start: int
    end: int
