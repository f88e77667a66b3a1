"""A responsibility graph as Mermaid, as DOT and as JSON: the same graph, the same bytes."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bcp.graph.responsibility import Graph

FORMAT = "bcp.graph/1"

DASHED = frozenset({"stands-in", "alternate-of", "falls-back-to", "reroutes-to", "overflows-to"})
"""Edges of what comes in only when something else is lost."""

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_MERMAID_SHAPES = {
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


def mermaid(graph: Graph, single_points: Collection[str] = ()) -> str:
    """The graph in Mermaid. Ids are n0, n1, …, since Mermaid takes words such as ``end`` for its
    own; what is in ``single_points`` has a red outline and says so."""
    name = {one: f"n{number}" for number, one in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    marked = [one for one in graph.nodes if one in single_points]
    for number, (kind, ids) in enumerate(_by_kind(graph).items()):
        lines.append(f'  subgraph k{number}["{_for_mermaid(kind)}"]')
        for one in ids:
            opening, closing = _MERMAID_SHAPES.get(kind, ("[", "]"))
            label = _for_mermaid(_label(graph, one, one in single_points))
            lines.append(f'    {name[one]}{opening}"{label}"{closing}')
        lines.append("  end")
    for source, target, key in graph.edges(keys=True):
        arrow = "-.->" if key in DASHED else "-->"
        lines.append(f'  {name[source]} {arrow}|"{_for_mermaid(key)}"| {name[target]}')
    if marked:
        lines.append("  classDef single stroke:#c00,stroke-width:3px")
        lines.append(f"  class {','.join(name[one] for one in marked)} single")
    return "\n".join(lines) + "\n"


def _for_mermaid(text: str) -> str:
    """Text between quotes: Mermaid reads ``#name;`` as a character and would draw HTML."""
    clean = _CONTROL.sub(" ", text)
    for character, written in (
        ("#", "#35;"),
        ("&", "#amp;"),
        ('"', "#quot;"),
        ("<", "#lt;"),
        (">", "#gt;"),
        ("`", "#96;"),
        ("\\", "#92;"),
    ):
        clean = clean.replace(character, written)
    return clean.replace("\n", "<br/>")


def dot(graph: Graph, single_points: Collection[str] = ()) -> str:
    """The graph in DOT, for Graphviz; kinds are clusters, stand-ins dashed."""
    lines = ["digraph plan {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    for number, (kind, ids) in enumerate(_by_kind(graph).items()):
        lines += [f"  subgraph cluster_{number} {{", f"    label={_for_dot(kind)};"]
        for one in ids:
            single = one in single_points
            settings = [f"label={_for_dot(_label(graph, one, single))}"]
            if kind in _DOT_SHAPES:
                settings.append(f"shape={_DOT_SHAPES[kind]}")
            if single:
                settings.append('color="#cc0000", penwidth=3')
            lines.append(f"    {_for_dot(one)} [{', '.join(settings)}];")
        lines.append("  }")
    for source, target, key in graph.edges(keys=True):
        style = ", style=dashed" if key in DASHED else ""
        ends = f"{_for_dot(source)} -> {_for_dot(target)}"
        lines.append(f"  {ends} [label={_for_dot(key)}{style}];")
    return "\n".join([*lines, "}"]) + "\n"


def _for_dot(text: str) -> str:
    """A quoted string. A backslash is doubled: Graphviz reads ``\\N`` as the name of the node."""
    clean = _CONTROL.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + clean.replace("\n", "\\n") + '"'


def _label(graph: Graph, id: str, single: bool) -> str:  # noqa: A002
    data = graph.nodes[id]
    notes = [note for note in (data["note"], "single point" if single else "") if note]
    return "\n".join([data["title"], *notes])


def _by_kind(graph: Graph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, data in graph.nodes(data=True):
        found.setdefault(data["kind"], []).append(one)
    return found
