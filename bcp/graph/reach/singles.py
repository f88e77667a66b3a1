"""What alone takes each of several things: single losses, as bits of whole numbers.

Bit n of a thing's number is set when losing thing n takes it. What a thing needs is an *or* of
these, one of several an *and*; in a circle the least solution counts, found by going round until
nothing is added. Every bit is a plain spread of one loss, all of them at once. Strategies are left
out, so a bit too many may be set where a process goes on at its minimum: whoever asks looks at the
few that come out one by one (:func:`bcp.graph.availability.available`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bcp.graph.structure import Gate, Structure


def takers(structure: Structure, things: Iterable[int]) -> Mapping[int, int]:
    """For each of these things and all they stand on: the losses that take it, as bits.

    People are no losses here.
    """
    under = structure.under(things)
    nodes = structure.nodes
    found = {
        one: 1 << one if nodes[one].own and nodes[one].kind != "people" else 0 for one in under
    }
    waiting = sorted(under, reverse=True)
    while waiting:
        changed = set[int]()
        for one in waiting:
            bits = found[one]
            for need in nodes[one].needs:
                bits |= found[need]
            for gate in nodes[one].gates:
                bits |= _failing(gate, found)
            if bits != found[one]:
                found[one] = bits
                changed.update(user for user in structure.users[one] if user in found)
        waiting = sorted(changed, reverse=True)
    return found


def _failing(gate: Gate, found: Mapping[int, int]) -> int:
    """The single losses that leave less of a gate than it needs: so many of its ways at once."""
    spare = sum(gate.weights) - gate.need
    ways = []
    for way in gate.ways:
        bits = 0
        for one in way:
            bits |= found[one]
        ways.append(bits)
    if len(set(gate.weights)) > 1:
        return _by_weight(ways, gate.weights, spare)
    if spare < 0 or not ways or not gate.weights[0]:
        return 0  # it fails with nothing lost, or counts nothing: no loss takes it
    least = spare // gate.weights[0] + 1
    # rows[j]: the losses that take at least j of the ways so far.
    rows = [-1, *(0 for _ in range(least))]
    for bits in ways:
        for number in range(least, 0, -1):
            rows[number] |= rows[number - 1] & bits
    return rows[least]


def _by_weight(ways: list[int], weights: tuple[int, ...], spare: int) -> int:
    """Ways that count differently: loss by loss."""
    every = 0
    for bits in ways:
        every |= bits
    result = 0
    while every:
        lowest = every & -every
        every ^= lowest
        lost = sum(weight for bits, weight in zip(ways, weights, strict=True) if bits & lowest)
        if lost > spare:
            result |= lowest
    return result
