"""Who answers for what: the plan as a typed graph that is drawn, walked and exported.

The only module that knows networkx, and it imports it only when a graph is made: that costs more
than checking a plan. Rules and answers use :mod:`bcp.graph.structure` and
:mod:`bcp.graph.relations` instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from bcp.graph.relations import edges, part_title, parts
from bcp.model.resources import Redundancy
from bcp.plan import Plan

Graph: TypeAlias = Any
"""A :class:`networkx.MultiDiGraph` whose nodes are ids; networkx carries no types of its own."""


def responsibility_graph(plan: Plan, *languages: str, kinds: Collection[str] = ()) -> Graph:
    """The objects of a plan, its tasks and steps, and how they relate.

    Nodes are ids (``playbook#task`` for tasks and steps) with ``kind``, ``title`` and ``note`` ("1
    of 2" for a redundancy). Edges are keyed by their ``type`` and carry ``fields``: where in the
    plan they are said, as dotted paths. With ``kinds``, only nodes of these kinds. The order of
    nodes and edges depends on the plan alone.
    """
    import networkx  # type: ignore[import-untyped]

    graph: Graph = networkx.MultiDiGraph()
    for one in plan:
        _add(graph, one.id, one.kind, plan.title(one.id, *languages), kinds, _note(one))
    for part in parts(plan):
        _add(graph, part.id, part.kind, part_title(plan, part, *languages), kinds)
    for id_, kind in sorted(plan.unread.items()):
        _add(graph, id_, kind, id_, kinds)
    for edge in edges(plan):
        if edge.source not in graph or edge.target not in graph:
            continue
        if graph.has_edge(edge.source, edge.target, edge.type):
            data = graph.edges[edge.source, edge.target, edge.type]
            if edge.field not in data["fields"]:
                data["fields"] += (edge.field,)
        else:
            graph.add_edge(edge.source, edge.target, key=edge.type, fields=(edge.field,))
    return graph


def _add(
    graph: Graph, node: str, kind: str, title: str, kinds: Collection[str], note: str = ""
) -> None:
    if not kinds or kind in kinds:
        graph.add_node(node, kind=kind, title=title, note=note)


def _note(one: object) -> str:
    return f"{one.need} of {len(one.of)}" if isinstance(one, Redundancy) else ""


def scope(graph: Graph, ids: Iterable[str], depth: int = 1) -> Graph:
    """The part of a graph around some nodes: all within ``depth`` edges, whichever way they run.

    Ids that are not in the graph are passed over.
    """
    near = [one for one in ids if one in graph]
    seen = dict.fromkeys(near)
    for _ in range(depth):
        near = [
            other
            for one in near
            for other in (*graph.successors(one), *graph.predecessors(one))
            if other not in seen and seen.setdefault(other) is None
        ]
    part: Graph = graph.__class__()
    part.add_nodes_from((one, data) for one, data in graph.nodes(data=True) if one in seen)
    part.add_edges_from(
        (source, target, key, data)
        for source, target, key, data in graph.edges(keys=True, data=True)
        if source in seen and target in seen
    )
    return part
