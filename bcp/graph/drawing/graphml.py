"""A picture as GraphML, for tools that lay out, count and compare graphs.

Format: Brandes, Eiglsperger, Herman, Himsolt, Marshall, *GraphML progress report* (2002). Written
here and not by networkx: its writer numbers attributes in the order in which it meets them, and
knows nothing of gates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from bcp.graph.drawing.formats import clean
from bcp.graph.drawing.picture import Picture

_NODE: Final = (("kind", "string"), ("title", "string"), ("notes", "string"), ("single", "boolean"))
_EDGE: Final = (
    ("type", "string"),
    ("label", "string"),
    ("stand_in", "boolean"),
    ("fields", "string"),
)
_SPACE: Final = "http://graphml.graphdrawing.org/xmlns"


def graphml(picture: Picture) -> str:
    """The picture as a GraphML document: a directed graph whose nodes have the ids of the plan."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{_SPACE}">'
    for name, type_ in _NODE:
        yield f'  <key id="n-{name}" for="node" attr.name="{name}" attr.type="{type_}"/>'
    for name, type_ in _EDGE:
        yield f'  <key id="e-{name}" for="edge" attr.name="{name}" attr.type="{type_}"/>'
    yield '  <graph id="plan" edgedefault="directed">'
    for box in picture.boxes:
        yield f"    <node id={quoteattr(clean(box.id))}>"
        yield from _data("n", "kind", box.kind)
        yield from _data("n", "title", box.title)
        yield from _data("n", "notes", "\n".join(box.notes))
        yield from _data("n", "single", "true" if box.single else "false")
        yield "    </node>"
    for number, arrow in enumerate(picture.arrows):
        ends = f"source={quoteattr(clean(arrow.source))} target={quoteattr(clean(arrow.target))}"
        yield f'    <edge id="e{number}" {ends}>'
        yield from _data("e", "type", arrow.type)
        yield from _data("e", "label", arrow.label)
        yield from _data("e", "stand_in", "true" if arrow.dashed else "false")
        yield from _data("e", "fields", " ".join(arrow.fields))
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _data(what: str, name: str, value: str) -> Iterator[str]:
    if value:
        yield f'      <data key="{what}-{name}">{escape(clean(value))}</data>'
