"""A picture as Mermaid, as DOT and as JSON: the same picture, the same bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from bcp.graph.drawing.picture import Box, Picture, numbered

if TYPE_CHECKING:
    from bcp.graph.responsibility import Graph

FORMAT: Final = "bcp.graph/1"
NEEDS_FORMAT: Final = "bcp.needs/1"

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""Marks that turn the direction of what stands after them, in another title too."""
_MERMAID_SHAPES = {
    "gate": ("((", "))"),
    "people": ("([", "])"),
    "roles": ("(", ")"),
    "teams": ("[[", "]]"),
    "redundancy": ("{{", "}}"),
    "causes": (">", "]"),
    "risks": (">", "]"),
}
_DOT_SHAPES = {
    "people": "ellipse",
    "teams": "component",
    "redundancy": "hexagon",
    "causes": "octagon",
    "risks": "octagon",
}
RED: Final = "#cc0000"


def clean(text: str) -> str:
    """A title without what steers a terminal or turns the direction of text; lines stay lines."""
    return _TURNING.sub("", _CONTROL.sub(" ", text))


def as_json(graph: Graph) -> dict[str, Any]:
    """Nodes and edges as plain values, in the node-link form that graph tools read."""
    return {
        "format": FORMAT,
        "directed": True,
        "multigraph": True,
        "nodes": [
            {"id": one, "kind": data["kind"], "title": data["title"], "note": data["note"]}
            for one, data in graph.nodes(data=True)
        ],
        "edges": [
            {"source": source, "target": target, "type": key, "fields": list(data["fields"])}
            for source, target, key, data in graph.edges(keys=True, data=True)
        ],
    }


def needs_as_json(picture: Picture) -> dict[str, Any]:
    """A picture of needs as plain values; a gate is a node whose ``kind`` is ``gate``."""
    return {
        "format": NEEDS_FORMAT,
        "directed": True,
        "multigraph": True,
        "nodes": [
            {
                "id": one.id,
                "kind": one.kind,
                "title": one.title,
                "notes": list(one.notes),
                "single_point": one.single,
            }
            for one in picture.boxes
        ],
        "edges": [
            {
                "source": one.source,
                "target": one.target,
                "type": one.type,
                "label": one.label,
                "stand_in": one.dashed,
                "fields": list(one.fields),
            }
            for one in picture.arrows
        ],
    }


# ── Mermaid ────────────────────────────────────────────────────────────────────────────────────


def mermaid(picture: Picture) -> str:
    """The picture in Mermaid: kinds are groups, gates small circles, stand-ins dashed, and a single
    point has a red outline and says so. Ids are n0, n1, …, since Mermaid takes words such as
    ``end`` for its own."""
    name = numbered(picture, lambda place: f"n{place}")
    lines = ["flowchart LR"]
    for number, (kind, boxes) in enumerate(picture.by_kind.items()):
        lines.append(f'  subgraph k{number}["{_for_mermaid(picture.kinds[kind])}"]')
        lines += [f"  {_mermaid_box(name[one.id], one)}" for one in boxes]
        lines.append("  end")
    lines += [_mermaid_box(name[one.id], one) for one in picture.gates]
    for arrow in picture.arrows:
        line = "-.->" if arrow.dashed else "-->"
        label = f'|"{_for_mermaid(arrow.label)}"|' if arrow.label else ""
        lines.append(f"  {name[arrow.source]} {line}{label} {name[arrow.target]}")
    if marked := [name[one.id] for one in picture.boxes if one.single]:
        lines.append("  classDef single stroke:#c00,stroke-width:3px")
        lines.append(f"  class {','.join(marked)} single")
    if gates := [name[one.id] for one in picture.gates]:
        lines.append("  classDef gate font-size:11px")
        lines.append(f"  class {','.join(gates)} gate")
    return "\n".join(lines) + "\n"


def _mermaid_box(name: str, box: Box) -> str:
    opening, closing = _MERMAID_SHAPES.get(box.kind, ("[", "]"))
    return f'  {name}{opening}"{_for_mermaid(_label(box))}"{closing}'


def _for_mermaid(text: str) -> str:
    """Text between quotes: Mermaid reads ``#name;`` as a character and would draw HTML."""
    found = clean(text)
    for character, written in (
        ("#", "#35;"),
        ("&", "#amp;"),
        ('"', "#quot;"),
        ("<", "#lt;"),
        (">", "#gt;"),
        ("`", "#96;"),
        ("\\", "#92;"),
    ):
        found = found.replace(character, written)
    return found.replace("\n", "<br/>")


# ── DOT ────────────────────────────────────────────────────────────────────────────────────────


def dot(picture: Picture) -> str:
    """The picture in DOT, for Graphviz: kinds are clusters, gates small circles, stand-ins dashed,
    and a single point has a red outline and says so."""
    lines = [
        "digraph plan {",
        "  rankdir=LR;",
        '  node [shape=box, fontname="sans-serif", fontsize=11];',
        '  edge [fontname="sans-serif", fontsize=9];',
    ]
    for number, (kind, boxes) in enumerate(picture.by_kind.items()):
        lines += [
            f"  subgraph cluster_{number} {{",
            f"    label={_for_dot(picture.kinds[kind])};",
            '    color="#999999";',
        ]
        lines += [f"    {_dot_box(one)}" for one in boxes]
        lines.append("  }")
    lines += [f"  {_dot_box(one)}" for one in picture.gates]
    for arrow in picture.arrows:
        settings = [f"label={_for_dot(arrow.label)}"] if arrow.label else []
        settings += ["style=dashed"] if arrow.dashed else []
        ends = f"{_for_dot(arrow.source)} -> {_for_dot(arrow.target)}"
        lines.append(f"  {ends} [{', '.join(settings)}];" if settings else f"  {ends};")
    return "\n".join([*lines, "}"]) + "\n"


def _dot_box(box: Box) -> str:
    settings = [f"label={_for_dot(_label(box))}"]
    if box.gate:
        settings.append("shape=circle, margin=0, fontsize=9")
    elif box.kind in _DOT_SHAPES:
        settings.append(f"shape={_DOT_SHAPES[box.kind]}")
    if box.single:
        settings.append(f'color="{RED}", penwidth=3')
    return f"{_for_dot(box.id)} [{', '.join(settings)}];"


def _for_dot(text: str) -> str:
    """A quoted string. A backslash is doubled: Graphviz reads ``\\N`` as the name of the node."""
    found = clean(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + found.replace("\n", "\\n") + '"'


def _label(box: Box) -> str:
    return "\n".join(box.lines)
