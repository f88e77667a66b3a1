"""A picture as SVG: one file, without a program, a font or an address from outside.

The same picture gives the same bytes. Nothing in it can run: the text of a plan stands in ``text``
and ``title`` elements alone, with every character of markup written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from bcp.errors import BcpError
from bcp.graph.drawing.formats import clean
from bcp.graph.drawing.layout import Drawn, Layout, Placed, Size, layout
from bcp.graph.drawing.measure import width, wrapped
from bcp.graph.drawing.picture import Box, Picture

MOST_BOXES: Final = 400
"""More boxes than this are not drawn as one picture: nobody could read it."""

_SIZE: Final = 13
"""Size of a title's letters; what stands around it is smaller."""
_SMALL: Final = 10
_LINE: Final = 17
_SMALL_LINE: Final = 13
_ROOM: Final = 168
"""Width that a title has before it is broken."""
_MOST_LINES: Final = 4
_PAD: Final = 9

_STYLE: Final = """
.box rect,.box ellipse{fill:#fff;stroke:#555;stroke-width:1.2}
.box text{fill:#111}
.box .kind{fill:#555}
.gate rect{fill:#eee;stroke:#777}
.processes rect{fill:#e8eefc;stroke:#2a4b9b;stroke-width:2}
.people rect{fill:#f3efe6}
.roles rect{fill:#fbf6e3}
.redundancy rect{fill:#eaf5ea}
.strategies rect{fill:#f3ecf9;stroke-dasharray:6 4}
.causes rect,.risks rect{fill:#fbeeea}
.single rect{stroke:#c00;stroke-width:3.5}
.single .note{fill:#c00;font-weight:bold}
.arrow path{fill:none;stroke:#666;stroke-width:1.2}
.arrow.dashed path{stroke-dasharray:6 4}
.arrow .head{fill:#666;stroke:none}
.arrow text{fill:#444;stroke:#fff;stroke-width:3;paint-order:stroke}
"""


def check_size(picture: Picture, most: int = MOST_BOXES) -> None:
    """:raises BcpError: when a picture has more than ``most`` boxes."""
    if len(picture.boxes) > most:
        raise BcpError(
            "this picture would have {count} boxes; more than {most} cannot be read as one",
            "draw a part of it: --of a process and a smaller --depth",
            count=len(picture.boxes),
            most=most,
        )


def svg(picture: Picture) -> str:
    """The picture as a file of its own."""
    laid = laid_out(picture)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{laid.width}" height="{laid.height}"'
        f' viewBox="0 0 {laid.width} {laid.height}" role="img" font-family="sans-serif">'
    )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            head,
            f"<title>{escape(_one_line(picture.title))}</title>",
            f"<style>{_STYLE}</style>",
            '<rect width="100%" height="100%" fill="#fff"/>',
            *body(laid),
            "</svg>\n",
        ]
    )


def laid_out(picture: Picture) -> Layout:
    """The picture with places for its boxes, measured as they are written here."""
    return layout(picture, size_of, lambda label: width(clean(label), _SMALL))


def body(laid: Layout) -> Iterator[str]:
    """The arrows and boxes as SVG elements, a line each; every box is a group with ``data-id``."""
    for arrow in laid.arrows:
        yield _arrow(arrow)
    for one in laid.boxes:
        yield _box(laid.picture, one)


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


# ── boxes ──────────────────────────────────────────────────────────────────────────────────────


def size_of(box: Box) -> Size:
    """The size that a box needs for its text."""
    if box.gate:
        lines = [(one, _SMALL) for one in box.lines]
        return max(width(one, size) for one, size in lines) + 2 * _PAD, 13 + _SMALL_LINE * len(
            lines
        )
    title, notes = _texts(box)
    widest = max(
        [_SIZE * 8, *(width(one, _SIZE) for one in title), *(width(one, _SMALL) for one in notes)]
    )
    height = _SMALL_LINE + _LINE * len(title) + _SMALL_LINE * len(notes) + 10
    return widest + 2 * _PAD, height


def _texts(box: Box) -> tuple[tuple[str, ...], tuple[str, ...]]:
    title = wrapped(clean(box.title), _SIZE, _ROOM, _MOST_LINES)
    notes = [line for one in box.notes for line in wrapped(clean(one), _SMALL, _ROOM, 2)]
    return title, tuple(notes)


def _box(picture: Picture, placed: Placed) -> str:
    box = placed.box
    classes = " ".join(["box", box.kind, *(["single"] if box.single else [])])
    kind = picture.ones[box.kind]
    told = ", ".join(
        [_one_line(box.title), *([] if box.gate else [kind]), *map(_one_line, box.notes)]
    )
    corner = 12 if box.gate or box.kind in ("people", "roles") else 3
    parts = [
        f"<g class={quoteattr(classes)} data-id={quoteattr(_one_line(box.id))}>",
        f"<title>{escape(told)}</title>",
        f'<rect x="{placed.x}" y="{placed.y}" width="{placed.width}" height="{placed.height}"'
        f' rx="{corner}"/>',
    ]
    middle = placed.x + placed.width // 2
    if box.gate:
        y = placed.y + 16
        for line in box.lines:
            parts.append(_text(middle, y, _one_line(line), _SMALL, "note"))
            y += _SMALL_LINE
    else:
        title, notes = _texts(box)
        y = placed.y + 14
        parts.append(_text(middle, y, kind, _SMALL, "kind"))
        y += 3
        for line in title:
            y += _LINE
            parts.append(_text(middle, y - 3, line, _SIZE, "title"))
        for line in notes:
            y += _SMALL_LINE
            parts.append(_text(middle, y - 1, line, _SMALL, "note"))
    return "".join([*parts, "</g>"])


def _text(x: int, y: int, words: str, size: int, name: str, anchor: str = "middle") -> str:
    return (
        f'<text class="{name}" x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


# ── arrows ─────────────────────────────────────────────────────────────────────────────────────


def _arrow(drawn: Drawn) -> str:
    arrow, points = drawn.arrow, drawn.points
    classes = "arrow dashed" if arrow.dashed else "arrow"
    parts = [
        f'<g class="{classes}" data-from={quoteattr(_one_line(arrow.source))}'
        f" data-to={quoteattr(_one_line(arrow.target))}>",
        f'<path d="{_path(points)}"/>',
        f'<path class="head" d="{_head(points)}"/>',
    ]
    if arrow.label:
        x, y = drawn.label
        parts.append(_text(x, y, _one_line(arrow.label), _SMALL, "label", "end"))
    return "".join([*parts, "</g>"])


def _path(points: tuple[tuple[int, int], ...]) -> str:
    """Straight through the layers, and between them a curve that leaves and arrives level."""
    x, y = points[0]
    found = [f"M{x} {y}"]
    for one, two in points[1:]:
        if two == y:
            found.append(f"H{one}")
        else:
            half = (x + one) // 2
            found.append(f"C{half} {y} {half} {two} {one} {two}")
        x, y = one, two
    return "".join(found)


def _head(points: tuple[tuple[int, int], ...]) -> str:
    (before, _), (x, y) = points[-2], points[-1]
    back = 8 if before > x else -8
    return f"M{x} {y}l{back} -4v8z"
