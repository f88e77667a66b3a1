"""Orders of the things of a structure: what is stood on first, or what is near together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bcp.graph.structure import Structure


def innermost_first(structure: Structure) -> list[int]:
    """All things, each behind what it stands on as far as that is no circle."""
    order: list[int] = []
    begun = [False] * len(structure.nodes)
    people = structure.of_kind("people")  # whom a role is tied to is not always below it
    for start in (*people, *range(len(structure.nodes))):
        waiting = [start]
        while waiting:
            thing = waiting.pop()
            if thing < 0:
                order.append(~thing)
            elif not begun[thing]:
                begun[thing] = True
                waiting.append(~thing)
                waiting += _inside(structure, thing)
    return order


def _inside(structure: Structure, thing: int) -> Iterator[int]:
    """What a thing stands on directly, and its strategies with it."""
    node = structure.nodes[thing]
    yield from node.needs
    for gate in node.gates:
        for way in gate.ways:
            yield from way
    for premises in node.stands_in:
        yield from premises.causes
    for number in structure.holds_of.get(thing, ()):
        yield from structure.holds[number].needs


def depth_first(structure: Structure, first: Iterable[int] = ()) -> dict[int, int]:
    """An order of things in which what is near in the structure is near: ranks from 0."""
    rank: dict[int, int] = {}

    tops = structure.of_kind("processes", "queues", "channels")
    for top in (*first, *tops, *range(len(structure.nodes))):
        waiting = [top]
        while waiting:
            thing = waiting.pop()
            if thing not in rank:
                rank[thing] = len(rank)
                waiting += reversed(tuple(_inside(structure, thing)))
    return rank
