"""What takes several things at once: the question behind separate lines and separate channels."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from bcp.model import Object
from bcp.rules.rule import Context

if TYPE_CHECKING:
    from bcp.graph.structure import Structure

_O = TypeVar("_O", bound=Object)


def lost_at_once(
    ctx: Context, groups: Mapping[_O, Sequence[str]], kinds: Collection[str]
) -> Iterator[tuple[_O, tuple[str, ...]]]:
    """For each group of ids: what takes all of it alone when it is lost, if anything does.

    Only things of ``kinds`` are tried. What takes another one of those found is left out: of a
    carrier, and the duct that takes the carrier, the carrier is told, which stands nearer. A group
    that stands on something which is not there even while nothing is lost is passed over: whatever
    else it stands on would seem to take it, and the fault that is one is told elsewhere.
    """
    if not groups:
        return
    from bcp.graph.availability import available  # a plan without any group does not pay for it

    structure = ctx.structure
    taken: dict[int, frozenset[int]] = {}
    never = frozenset(available(structure, ()).lost)  # RED028: a redundancy of too few members
    for owner, ids in groups.items():
        if not all(one in structure.number for one in ids):
            continue
        wanted = frozenset(structure.numbers(ids))
        below = [_below(structure, one) for one in wanted]
        if never & set().union(*below):
            continue
        both = set.intersection(*below)
        tried = [one for one in sorted(both) if structure.nodes[one].kind in kinds]
        for one in tried:
            if one not in taken:
                taken[one] = frozenset(available(structure, (one,)).lost)
        found = [one for one in tried if wanted <= taken[one]]
        nearest = [one for one in found if not _takes_another(one, found, taken)]
        if nearest:
            yield owner, structure.ids(nearest)


def _takes_another(one: int, found: Collection[int], taken: Mapping[int, Collection[int]]) -> bool:
    """Whether ``one`` takes another that does not take it in turn."""
    return any(other != one and other in taken[one] and one not in taken[other] for other in found)


def _below(structure: Structure, start: int) -> set[int]:
    """Everything that a thing stands on, itself among it, whether alone or among others."""
    found, waiting = {start}, [start]
    while waiting:
        node = structure.nodes[waiting.pop()]
        ways = (way for gate in node.gates for way in gate.ways)
        for one in (*node.needs, *(one for way in ways for one in way)):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found
