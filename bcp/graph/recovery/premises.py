"""Buildings as things of their own, so that a plain structure tells how they are restored.

What a site needs and stands in it is lost with the building and does not wait for the rest of the
site (:class:`bcp.graph.structure.Premises`). Here the site's own number is the building, which
stands on its causes; the site in use is a thing beside it, which needs the building and all else
that the site needs. Whatever does not stand in the building needs the site in use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bcp.graph.circles import circles
from bcp.graph.structure import Gate, Node, Structure

IN_USE = "sites-in-use"
"""The kind of a site in use. It is never lost of itself."""


def with_buildings(structure: Structure) -> Structure:
    """The same structure with a building beside each site that something it needs stands in; the
    numbers of all other things are the same."""
    if not structure.premises:
        return structure
    first = len(structure.nodes)
    in_use = {site: first + place for place, site in enumerate(sorted(structure.premises))}
    nodes = [_elsewhere(node, in_use) for node in structure.nodes]
    for site in in_use:
        node, causes = nodes[site], structure.premises[site].causes
        pairs = tuple(zip(node.needs, node.links, strict=True))
        nodes[site] = replace(
            node,
            needs=tuple(need for need, _ in pairs if need in causes),
            links=tuple(link for need, link in pairs if need in causes),
        )
        others = [(need, link) for need, link in pairs if need not in causes]
        needs = (site, *(need for need, _ in others))
        nodes.append(Node(node.id, IN_USE, needs, ("at", *(link for _, link in others))))
    holds = tuple(
        replace(
            hold,
            without=hold.without.union(in_use[one] for one in hold.without if one in in_use),
            needs=tuple(in_use.get(one, one) for one in hold.needs),
        )
        for hold in structure.holds
    )
    return replace(structure, nodes=tuple(nodes), holds=holds)


def to_start(structure: Structure) -> Structure:
    """The same structure in which what stands in a building also waits for what the site needs
    from outside: its mains come before its network. What waits for the building itself is in the
    same circle, and comes before or after."""

    def below(thing: int) -> tuple[int, ...]:
        node = structure.nodes[thing]
        return (*node.needs, *node.in_gates, *(one.site for one in node.stands_in))

    nodes = list(structure.nodes)
    for group in circles(range(len(nodes)), below):
        for thing in group:
            node = structure.nodes[thing]
            links = dict(zip(node.needs, node.links, strict=True))
            for premises in node.stands_in:
                for need in structure.nodes[premises.site].needs:
                    if need not in group:
                        links.setdefault(need, "at")
            nodes[thing] = replace(node, needs=tuple(links), links=tuple(links.values()))
    return with_buildings(replace(structure, nodes=tuple(nodes)))


def _elsewhere(node: Node, in_use: Mapping[int, int]) -> Node:
    """What does not stand in a building needs the site in use, and what does needs the building."""
    links = dict(zip((in_use.get(one, one) for one in node.needs), node.links, strict=True))
    for premises in node.stands_in:
        links.setdefault(premises.site, "at")
    gates = tuple(_gate(gate, in_use) for gate in node.gates)
    return replace(node, needs=tuple(links), links=tuple(links.values()), gates=gates, stands_in=())


def _gate(gate: Gate, in_use: Mapping[int, int]) -> Gate:
    ways = tuple(tuple(in_use.get(one, one) for one in way) for way in gate.ways)
    return replace(gate, ways=ways)
