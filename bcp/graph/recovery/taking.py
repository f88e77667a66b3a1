"""What takes each thing of a plan, whatever stands in beneath it: of a few kinds, all at once.

The same as asking :meth:`bcp.graph.recovery.limits.Required.takers` of every thing, without the
times: a thing takes what plainly needs it, and of a gate what it takes too many ways of. Things are
bits of one whole number, so that what is taken by a need is taken over in one step; what stands in
a circle grows until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from bcp.graph.circles import circles
from bcp.graph.recovery.limits import Required
from bcp.graph.recovery.solving import OF_PEOPLE
from bcp.graph.structure import Gate, Structure


class Taking:
    """What of some kinds takes the things of one structure. ``required`` are its limits, at the
    ``latest``."""

    def __init__(self, structure: Structure, required: Required, kinds: tuple[str, ...]) -> None:
        self.structure = structure
        self.required = required
        self.things = structure.of_kind(*kinds)
        self._bits = {thing: 1 << place for place, thing in enumerate(self.things)}
        self._gates = tuple(
            tuple(gate for gate in node.gates if gate.what not in OF_PEOPLE)
            for node in structure.nodes
        )
        self._taken = [0] * len(structure.nodes)
        self._held: set[int] = set()
        """What stands on a process that strategies hold, or in a circle through a gate, for which
        times decide."""
        for group in circles(range(len(structure.nodes)), self._below):
            self._settle(group)

    def of(self, thing: int) -> int:
        """What takes a thing, as bits."""
        if thing in self._held:
            takers = self.required.takers(thing)
            self._held.discard(thing)
            self._taken[thing] = sum(self._bits[one] for one in takers if one in self._bits)
        return self._taken[thing]

    def mask(self, *kinds: str) -> int:
        """The bits of everything of these kinds."""
        nodes = self.structure.nodes
        return sum(bit for thing, bit in self._bits.items() if nodes[thing].kind in kinds)

    def ids(self, bits: int) -> tuple[str, ...]:
        """The ids of these things, sorted."""
        nodes = self.structure.nodes
        return tuple(sorted(nodes[one].id for one, bit in self._bits.items() if bit & bits))

    def _below(self, thing: int) -> Iterator[int]:
        yield from self.structure.nodes[thing].needs
        for gate in self._gates[thing]:
            for way in gate.ways:
                yield from way

    def _settle(self, group: tuple[int, ...]) -> None:
        held = self.structure.holds_of
        # A stand-in that stands on what it stands in for does not bring it back: times decide.
        turns = len(group) > 1 and any(self._gates[one] for one in group)
        if turns or any(
            below in self._held or below in held for one in group for below in self._below(one)
        ):
            self._held.update(group)
            return
        changed = True
        while changed:
            changed = False
            for one in group:
                bits = self._now(one)
                changed = changed or (bits != self._taken[one] and len(group) > 1)
                self._taken[one] = bits

    def _now(self, thing: int) -> int:
        bits = self._bits.get(thing, 0)
        for need in self.structure.nodes[thing].needs:
            bits |= self._taken[need]
        for gate in self._gates[thing]:
            bits |= self._through(gate)
        return bits

    def _through(self, gate: Gate) -> int:
        """What takes so much of a gate that too little is left."""
        spare = sum(gate.weights) - gate.need
        if spare < 0:
            return 0  # it asks for more than there is, and is lost before anything happens
        ways = []
        for way in gate.ways:
            bits = 0
            for one in way:
                bits |= self._taken[one]
            ways.append(bits)
        if all(weight > spare for weight in gate.weights):
            return _either(ways)
        return self._beyond(gate, ways, spare)

    def _beyond(self, gate: Gate, ways: list[int], spare: int) -> int:
        """What takes ways of more weight than can be spared."""
        found = 0
        open_ = _either(ways)
        while open_:
            # All that take the same ways at once.
            lowest = open_ & -open_
            weight, alike = 0, open_
            for bits, each in zip(ways, gate.weights, strict=True):
                if bits & lowest:
                    alike &= bits
                    weight += each
                else:
                    alike &= ~bits
            open_ &= ~alike
            if weight > spare:
                found |= alike
        return found


def _either(several: list[int]) -> int:
    found = 0
    for one in several:
        found |= one
    return found
