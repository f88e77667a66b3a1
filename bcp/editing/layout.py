"""One layout for plan files: spaces and quotation marks change, and nothing else.

- Two spaces a level; the dash of a list item two spaces inside its key.
- A comment line stands as deep as what it is about; before a comment behind something stand at
  least two spaces. Runs of empty lines become one; no spaces at the ends of lines.
- One space after a colon, a dash and a comma; none inside brackets.
- Straight double quotes for single ones where nothing in the text speaks against it; a telephone
  number in quotes, because other programs read an unquoted one as a number.
- Where a line ends is for the writer to say. Line ends are ``\\n``; the file ends with one.

The text is never written anew from what it says: only the spaces between its tokens are. So no
comment can be lost on the way, as editors that write anew lose some (ruamel.yaml 0.19 those behind
the sign of a block text in a list). What was made is read again all the same; when it does not say
the same as before, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bcp import source
from bcp.editing.lines import Lines
from bcp.errors import BcpError
from bcp.source.outline import Outline, Token, outline

_STEP = 2
_PHONE = r"\+[1-9][0-9 ]{6,20}"


class NotTheSameError(BcpError):
    """What the layout made of a text does not say the same; the text is left as it is."""


def laid_out(text: str, name: str) -> str:
    """The text of a plan file, in the one layout. A text already in it comes back unchanged.

    ``name`` is what messages call the file.

    :raises BcpError: when the text is not a plan file without fault.
    :raises NotTheSameError: when only a change of more than layout could be made.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text += "" if text.endswith("\n") or not text else "\n"
    if source.read(text.encode(), name).faults:
        raise BcpError(
            "{name} is left as it is: it cannot be read without fault",
            "run `bcp check`, mend what it says of this file, and try again",
            name=name,
        )
    before = outline(text)
    made = _edited(text, sorted(_Layout(text, before).edits()))
    if not _same(text, before, made, name):
        raise NotTheSameError(
            f"{name} cannot be laid out without changing what it says; it is left as it is",
            "it is sound as it stands; this is a limit of `bcp fmt`",
        )
    return made


class _Edit(NamedTuple):
    """New words for a stretch of the text."""

    start: int
    end: int
    words: str


class _Block:
    """An open group or list without brackets: how deep it stands, and how deep it is to stand."""

    def __init__(self, kind: str, old: int, new: int) -> None:
        self.kind = kind
        self.old = old
        self.new = new
        self.dashed = False
        """Whether, in a group, the items of a list are read that stand no deeper than its keys."""

    @property
    def inside(self) -> int:
        """How deep what belongs to its present entry is to stand."""
        return self.new + (2 * _STEP if self.dashed else _STEP)


class _Depth(NamedTuple):
    """How deep something stands, and is to stand."""

    old: int
    new: int


class _Layout:
    """One text while its edits are worked out."""

    def __init__(self, text: str, found: Outline) -> None:
        self.text = text
        self.found = found
        self.lines = Lines(text)
        self.blocks: list[_Block] = []
        self.depths: dict[int, _Depth] = {}
        """Lines in which something begins that is no comment."""
        self.around: dict[int, tuple[_Depth, ...]] = {}
        """The blocks that such a line stands in."""
        self.within: dict[int, int] = {}
        """Lines inside a text or brackets → how deep they are to stand."""
        self.kept: set[int] = set()
        """Lines of texts: their empty lines and last spaces count."""

    def edits(self) -> Iterator[_Edit]:
        yield from self._gaps()
        self._walk()
        yield from self._quotes()
        yield from self._comments()
        for number, depth in {**{n: d.new for n, d in self.depths.items()}, **self.within}.items():
            yield self._indent(number, depth)
        yield from self._line_ends()

    # ── how deep each line is to stand ─────────────────────────────────────────────────────────

    def _walk(self) -> None:
        opened: list[Token] = []
        for one in self.found.tokens:
            if opened:
                if one.kind == "open":
                    opened.append(one)
                elif one.kind == "close" and len(opened) > 1:
                    opened.pop()
                elif one.kind == "close":
                    self._brackets(opened.pop().start, one.start)
                continue
            self._step(one)
            if one.kind == "open":
                opened.append(one)

    def _step(self, one: Token) -> None:
        inside = self.blocks[-1].inside if self.blocks else 0
        depth = inside
        if one.kind in ("mapping", "sequence"):
            self.blocks.append(_Block(one.kind, self.lines.column(one.start), inside))
            return
        if one.kind == "end":
            self.blocks.pop()
            return
        top = self.blocks[-1] if self.blocks else _Block("mapping", 0, 0)
        if one.kind == "key":
            top.dashed = False
            depth = top.new
        elif one.kind == "dash":
            top.dashed = top.kind == "mapping"
            depth = top.inside - _STEP
        number = self.lines.number(one.start)
        if number not in self.depths and self.lines.is_first(one.start):
            self.depths[number] = _Depth(self.lines.column(one.start), depth)
            self.around[number] = tuple(_Depth(block.old, block.new) for block in self.blocks)
        if one.kind == "scalar" and "\n" in self.text[one.start : one.end]:
            self._text_lines(one, inside, top)

    def _text_lines(self, one: Token, inside: int, top: _Block) -> None:
        first, last = self.lines.number(one.start) + 1, self.lines.number(one.end - 1)
        numbers = range(first, last + 1)
        if one.is_block_text:
            numbers = self._block_lines(one, numbers)
            given = re.match(r"[|>][-+]?([1-9])", self.text[one.start : one.end])
            old = top.old + int(given[1]) if given else self._first_depth(numbers)
            new = top.new + int(given[1]) if given else inside
            for number in numbers:
                spaces = self.lines.depth(number)
                # Further spaces belong to the text, also on lines with nothing else.
                self.within[number] = new + spaces - old if spaces > old else new
                if not self.lines[number].strip() and spaces <= old:
                    self.within[number] = 0
        else:
            for number in numbers:
                self.within[number] = inside if self.lines[number].strip() else 0
        self.kept.update(numbers)

    def _block_lines(self, one: Token, numbers: range) -> range:
        """Without the empty lines that follow the text, unless its sign keeps them."""
        if "+" in self.lines.rest(one.start).partition("#")[0]:
            return numbers
        stop = numbers.stop
        while stop > numbers.start and not self.lines[stop - 1].strip():
            stop -= 1
        return range(numbers.start, stop)

    def _first_depth(self, numbers: range) -> int:
        return next(
            (self.lines.depth(number) for number in numbers if self.lines[number].strip()), 0
        )

    def _brackets(self, start: int, end: int) -> None:
        """Brackets over several lines: how deep these are among themselves stays."""
        inside = self.blocks[-1].inside if self.blocks else 0
        numbers = range(self.lines.number(start) + 1, self.lines.number(end) + 1)
        filled = [number for number in numbers if self.lines[number].strip()]
        least = min(map(self.lines.depth, filled), default=0)
        for number in filled:
            self.within[number] = inside + self.lines.depth(number) - least

    # ── within lines ───────────────────────────────────────────────────────────────────────────

    def _gaps(self) -> Iterator[_Edit]:
        """The spaces between two tokens of a line."""
        wide = [one for one in self.found.tokens if one.end > one.start]
        for one, following in pairwise(wide):
            between = self.text[one.end : following.start]
            if not between.strip(" \t") and not one.is_block_text:
                gap = _gap(one, following)
                if gap is not None and gap != between:
                    yield _Edit(one.end, following.start, gap)

    def _quotes(self) -> Iterator[_Edit]:
        for one in self.found.tokens:
            if one.kind != "scalar":
                continue
            written = self.text[one.start : one.end]
            if not one.style and re.fullmatch(_PHONE, written):
                yield _Edit(one.start, one.end, f'"{written}"')
            elif one.style == "'" and not re.search(r"[\"\\\n]|''", written[1:-1]):
                yield _Edit(one.start, one.end, f'"{written[1:-1]}"')

    def _comments(self) -> Iterator[_Edit]:
        for start, _ in self.found.comments:
            number = self.lines.number(start)
            if self.lines.is_first(start):
                if number not in self.within:
                    yield self._indent(number, self._home(number, self.lines.column(start)))
            else:
                gap = self.lines.spaces_before(start)
                if gap < _STEP:
                    yield _Edit(start - gap, start, " " * _STEP)

    def _home(self, number: int, mine: int) -> int:
        """How deep a comment line is to stand: like what stood as deep as it, or nearly."""
        following = next((n for n in range(number + 1, len(self.lines)) if n in self.depths), None)
        before = next((n for n in range(number - 1, -1, -1) if n in self.depths), None)
        places = [_Depth(0, 0)] if following is None else [self.depths[following]]
        if before is not None:
            places += [self.depths[before], *reversed(self.around[before])]
        return min(places, key=lambda one: abs(one.old - mine)).new

    def _indent(self, number: int, depth: int) -> _Edit:
        start = self.lines.start(number)
        return _Edit(start, start + self.lines.depth(number), " " * depth)

    def _line_ends(self) -> Iterator[_Edit]:
        """No spaces at the ends of lines, and no second empty line, nor one at either end."""
        last = max(
            (n for n in range(len(self.lines)) if n in self.kept or self.lines[n].strip()),
            default=0,
        )
        empty = True
        for number in range(len(self.lines)):
            line, start, end = self.lines[number], self.lines.start(number), self.lines.end(number)
            if number in self.kept:
                empty = False
            elif line.strip():
                empty = False
                yield _Edit(start + len(line.rstrip()), end, "")
            elif empty or number > last:
                yield _Edit(start, min(end + 1, len(self.text)), "")
            else:
                empty = True
                yield _Edit(start, end, "")


def _gap(one: Token, following: Token) -> str | None:
    """What stands between two tokens of a line; None: what stands there."""
    if following.kind in ("colon", "close", "comma") or one.kind == "open":
        return ""
    return " " if one.kind in ("dash", "colon", "comma", "name") else None


def _edited(text: str, edits: list[_Edit]) -> str:
    pieces, at = [], 0
    for one in edits:
        if one.start < at:
            continue  # the spaces of an empty line are gone with it
        pieces += [text[at : one.start], one.words]
        at = one.end
    return "".join([*pieces, text[at:]])


# ── the proof ──────────────────────────────────────────────────────────────────────────────────


def _same(text: str, before: Outline, made: str, name: str) -> bool:
    """Whether two texts say the same, in the same order, with the same comments and names."""
    now = source.read(made.encode(), name)
    if now.faults:
        return False
    after = outline(made)
    was = source.read(text.encode(), name)
    same_value = _ordered(was.value) == _ordered(now.value)
    return same_value and _words(text, before) == _words(made, after)


def _words(text: str, found: Outline) -> list[str]:
    """The comments, and the names of anchors, aliases and tags."""
    names = [text[one.start : one.end] for one in found.tokens if one.kind == "name"]
    return [*names, *(text[start:end].rstrip() for start, end in found.comments)]


def _ordered(value: source.Value) -> object:
    """A value in which the order of keys counts."""
    if isinstance(value, dict):
        return [(key, _ordered(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return [_ordered(inner) for inner in value]
    return None if value is None else str(value)
