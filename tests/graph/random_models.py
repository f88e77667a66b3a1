"""Random small structures, made of nodes alone, and what *back* means written down plainly.

Quicker to make than plans, so many more of them can be tried. Times are small whole numbers.
"""

import dataclasses
import math
from itertools import combinations

from hypothesis import strategies as st

from bcp.graph.staffing.matching import Staffing
from bcp.graph.structure import Gate, Node, Structure

NOBODY = Staffing((), (), {})
LENGTHS = st.sampled_from((0, 1, 2, 3, 5, math.inf))
LIMITS = (0, 1, 2, 4)
LATE = 12
"""Later than every limit that is asked for, so as good as never."""


@dataclasses.dataclass(frozen=True)
class Model:
    structure: Structure
    restores: tuple[float, ...]
    restarts: tuple[float, ...]
    switches: tuple[float, ...]
    """Of each thing's stand-ins, whatever their place."""
    notices: tuple[float, ...]
    """Until the loss of each thing is noticed."""

    def restore(self, thing: int) -> float:
        return self.restores[thing]

    def restart(self, thing: int) -> float:
        return self.restarts[thing]

    def switch(self, thing: int, place: int) -> float:
        return self.switches[thing] + place

    def watch(self, thing: int, place: int) -> tuple[tuple[int, float], ...]:
        gate = next(one for one in self.structure.nodes[thing].gates if one.is_switched(place))
        return watched(gate.ways[: gate.serving], self.notices)

    def strategy(self, hold: int) -> float:
        raise AssertionError(hold)

    def watch_of_strategy(self, hold: int) -> tuple[tuple[int, float], ...]:
        raise AssertionError(hold)

    @property
    def own(self) -> list[int]:
        return [one for one, node in enumerate(self.structure.nodes) if node.own]

    def with_node(self, thing: int, **changes: object) -> "Model":
        nodes = list(self.structure.nodes)
        nodes[thing] = dataclasses.replace(nodes[thing], **changes)
        structure = dataclasses.replace(self.structure, nodes=tuple(nodes))
        return dataclasses.replace(self, structure=structure)


def watched(ways, notices) -> tuple[tuple[int, float], ...]:
    """What stands in ways, with how soon its loss is noticed."""
    return tuple((one, notices[one]) for one in sorted({one for way in ways for one in way}))


def noticed(watch, back) -> float:
    """When it is noticed what does not work."""
    return max((seconds for one, seconds in watch if back(one) > 0), default=0)


def things_of(nodes: list[Node]) -> Structure:
    numbers = {node.id: number for number, node in enumerate(nodes)}
    return Structure(tuple(nodes), numbers, (), NOBODY)


@st.composite
def models(draw: st.DrawFn, *, circles: bool = True) -> Model:
    """Leaves, then things that need some of what stands before them, or in circles of any."""
    leaves, above = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    nodes = [Node(f"leaf-{number}", "causes") for number in range(leaves)]
    count = leaves + above
    for number in range(leaves, count):
        reach = st.integers(0, count - 1 if circles and draw(st.booleans()) else number - 1)
        some = st.lists(reach, min_size=1, max_size=3, unique=True)
        if draw(st.booleans()):
            needs = tuple(draw(some))
            nodes.append(Node(f"thing-{number}", "systems", needs, ("needs",) * len(needs)))
            continue
        ways = tuple(tuple(draw(some))[: draw(st.integers(1, 2))] for _ in draw(some))
        weights = tuple(draw(st.sampled_from((1, 1, 2, 3))) for _ in ways)
        need = draw(st.integers(1, sum(weights)))
        serving = draw(st.integers(1, len(ways)))
        if sum(weights[:serving]) < need:
            serving = len(ways)
        gate = Gate("members", ways, weights, need, serving)
        kind = draw(st.sampled_from(("redundancy", "systems")))
        nodes.append(Node(f"thing-{number}", kind, gates=(gate,)))
    restores = tuple(max(1, draw(LENGTHS)) for _ in nodes)
    restarts = tuple(min(one, draw(LENGTHS)) for one in restores)
    switches = tuple(draw(LENGTHS) for _ in nodes)
    notices = tuple(draw(LENGTHS) for _ in nodes)
    return Model(things_of(nodes), restores, restarts, switches, notices)


def back_after(model: Model, losses: frozenset[int]) -> list[float]:
    """When each thing works again: raised until nothing is too early; LATE and on is never."""
    nodes = model.structure.nodes
    back = [0.0] * len(nodes)
    while True:
        raised = [_when(model, losses, back, one) for one in range(len(nodes))]
        raised = [one if one < LATE else math.inf for one in raised]
        if raised == back:
            return back
        back = raised


def _when(model, losses, back, thing):
    node = model.structure.nodes[thing]
    base = max([back[need] for need in node.needs], default=0)
    for gate in node.gates:
        ready = []
        for place, (way, weight) in enumerate(zip(gate.ways, gate.weights, strict=True)):
            there = max(back[one] for one in way)
            if place >= gate.serving:
                seen = noticed(model.watch(thing, place), lambda one: back[one])
                there = max(there, seen) + model.switch(thing, place)
            ready.append((there, weight))
        total = 0
        for when, weight in sorted(ready):
            total += weight
            if total >= gate.need:
                base = max(base, when)
                break
        else:
            base = math.inf
    if thing in losses:
        return base + model.restore(thing)
    return base + model.restart(thing) if base else 0


def smallest_late(model: Model, limits=LIMITS, most: int = 3):
    """(thing, limit) → the smallest sets of up to ``most`` losses with which it is back later."""
    things = range(len(model.structure.nodes))
    found = {(one, limit): set() for one in things for limit in limits}
    for size in range(most + 1):
        for several in map(frozenset, combinations(model.own, size)):
            back = back_after(model, several)
            for (one, limit), sets in found.items():
                if back[one] > limit and not any(other <= several for other in sets):
                    sets.add(several)
    return found


def is_within(smaller, larger) -> bool:
    """Whether every set of ``larger`` holds a set of ``smaller``."""
    return all(any(one <= other for one in smaller) for other in larger)
