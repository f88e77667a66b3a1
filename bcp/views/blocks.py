"""The building blocks of the full plan: sections of tables, lists and texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TypeAlias

from bcp.views.calling import CallList
from bcp.views.speaking import Spoken
from bcp.views.steps import Tick
from bcp.views.telling import NOTHING


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few sentences."""

    text: str
    shape: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]
    shape: str = "items"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``width`` in per cent of the page, one of those in ``print.css``."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of each row names the row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    shape: str = "table"


@dataclass(frozen=True, slots=True)
class Facts:
    """(what, how it is) pairs."""

    pairs: tuple[tuple[str, str], ...]
    shape: str = "facts"


@dataclass(frozen=True, slots=True)
class Ticks:
    """Tasks or steps to tick off."""

    ticks: tuple[Tick, ...]
    shape: str = "ticks"


@dataclass(frozen=True, slots=True)
class Calls:
    """An escalation."""

    list: CallList
    shape: str = "calls"


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its words."""

    message: Spoken
    shape: str = "message"


Block: TypeAlias = Paragraph | Items | Table | Facts | Ticks | Calls | Message


@dataclass(frozen=True, slots=True)
class Part:
    """Something under a heading of its own inside a section; ``id`` is what links point to."""

    title: str
    blocks: tuple[Block, ...]
    id: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the plan."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()
    number: int = field(default=0)

    @property
    def empty(self) -> bool:
        return not self.blocks and not self.parts


def table(columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> tuple[Block, ...]:
    """A table of (title, width) columns; nothing when it has no rows.

    A column that says nothing in any row is left out and its width given to the widest.
    """
    filled = [tuple(row) for row in rows]
    if not filled:
        return ()
    used = [n for n in range(len(columns)) if n == 0 or any(row[n] for row in filled)]
    widths = {n: columns[n][1] for n in used}
    widest = max(used, key=lambda n: widths[n])
    widths[widest] += sum(width for n, (_, width) in enumerate(columns) if n not in used)
    _widen(widths, {n: columns[n][0] for n in used})
    return (
        Table(
            tuple(Column(columns[n][0], widths[n]) for n in used),
            tuple(tuple(row[n] or NOTHING for n in used) for row in filled),
        ),
    )


LETTER = 1.2
"""Width of a letter of a heading, in per cent of the page: the widest words, Ukrainian ones in bold
type, take as much (a test measures them with the shipped fonts)."""

PADDING = 2.4
"""What a cell keeps free on both sides, in per cent of the page."""


def _widen(widths: dict[int, int], titles: Mapping[int, str]) -> None:
    """Take width from the columns that can spare most until no heading breaks inside a word."""
    least = {
        n: ceil(max(map(len, re.split(r"[\s-]", title))) * LETTER + PADDING)
        for n, title in titles.items()
    }
    for n in widths:
        while widths[n] < least[n]:
            giver = max(widths, key=lambda other: widths[other] - least[other])
            if widths[giver] <= least[giver]:
                return
            widths[giver] -= 1
            widths[n] += 1


def facts(*pairs: tuple[str, str]) -> tuple[Block, ...]:
    """The pairs that say something; nothing when none does."""
    said = tuple(pair for pair in pairs if pair[1])
    return (Facts(said),) if said else ()


def items(texts: Iterable[str]) -> tuple[Block, ...]:
    """A list; nothing when it is empty."""
    said = tuple(text for text in texts if text)
    return (Items(said),) if said else ()


def paragraph(*texts: str) -> tuple[Block, ...]:
    """One paragraph for each text that says something."""
    return tuple(Paragraph(text) for text in texts if text)


def part(title: str, *blocks: tuple[Block, ...], id: str = "") -> tuple[Part, ...]:  # noqa: A002
    """A part under a heading; nothing when it would be empty."""
    together = tuple(block for several in blocks for block in several)
    return (Part(title, together, id),) if together else ()
