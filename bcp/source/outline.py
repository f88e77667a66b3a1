"""How a text is written: its tokens and its comments, for an editor that must lose neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple

import yaml

from bcp.source.text import extent, parser

Kind = Literal[
    "mapping", "sequence", "end", "key", "colon", "dash", "open", "close", "comma", "scalar", "name"
]
"""``mapping``, ``sequence`` and ``end`` begin and end a block, ``key`` an entry of one, and have no
width. ``open``, ``close`` and ``comma`` belong to brackets. A ``name`` is an anchor, alias or
tag."""

_KINDS: Final[dict[type, Kind]] = {
    yaml.BlockMappingStartToken: "mapping",
    yaml.BlockSequenceStartToken: "sequence",
    yaml.BlockEndToken: "end",
    yaml.KeyToken: "key",
    yaml.ValueToken: "colon",
    yaml.BlockEntryToken: "dash",
    yaml.FlowMappingStartToken: "open",
    yaml.FlowSequenceStartToken: "open",
    yaml.FlowMappingEndToken: "close",
    yaml.FlowSequenceEndToken: "close",
    yaml.FlowEntryToken: "comma",
    yaml.ScalarToken: "scalar",
    yaml.AnchorToken: "name",
    yaml.AliasToken: "name",
    yaml.TagToken: "name",
}

_COMMENT: Final = r"(?m)(?:^|(?<=[ \t]))#[^\r\n]*"


class Token(NamedTuple):
    """One piece of a text: from where to where (code points, end exclusive)."""

    kind: Kind
    start: int
    end: int
    style: str = ""
    """Of a scalar: ``""`` plain, ``"``, ``'``, ``|`` or ``>``."""

    @property
    def is_block_text(self) -> bool:
        """Whether it is a text after ``|`` or ``>``: its lines, too, belong to it."""
        return self.style in ("|", ">")


class Outline(NamedTuple):
    """The tokens and the comments of one text, each in order."""

    tokens: tuple[Token, ...]
    comments: tuple[tuple[int, int], ...]


def outline(text: str) -> Outline:
    """How a text is written that :func:`bcp.source.read` finds no fault with.

    :raises yaml.YAMLError: for one that is no YAML.
    """
    tokens = tuple(_tokens(text))
    return Outline(tokens, tuple(_comments(text, tokens)))


def _tokens(text: str) -> Iterator[Token]:
    # The stubs know only the parser's events; it gives tokens as well.
    get_token: Any = parser(text).get_token
    while (token := get_token()) is not None:
        kind = _KINDS.get(type(token))
        if kind is not None:
            yield Token(kind, *extent(token), getattr(token, "style", None) or "")


def _comments(text: str, tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    pattern = re.compile(_COMMENT)
    at = 0
    for one in tokens:
        if one.end <= at:
            continue
        yield from (found.span() for found in pattern.finditer(text, at, one.start))
        if one.is_block_text:  # after its sign may stand a comment
            end_of_line = re.compile(r"[\r\n]|\Z").search(text, one.start)
            assert end_of_line is not None
            header = pattern.finditer(text, one.start, end_of_line.start())
            yield from (found.span() for found in header)
        at = one.end
    yield from (found.span() for found in pattern.finditer(text, at))
