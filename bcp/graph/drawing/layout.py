"""Where the boxes of a picture stand: layers from left to right, without a program from outside.

In the manner of Sugiyama, Tagawa and Toda, *Methods for visual understanding of hierarchical system
structures* (1981): arrows that close a circle are turned for the layout; a box stands one layer
behind the farthest box that points to it (longest path); an arrow over several layers takes a place
in each of them; the order in a layer comes from the mean place of the neighbours (barycentre), from
both sides in turn, and the order with the fewest crossings is kept. Integers throughout, so that
every machine gives the same picture.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from bcp.graph.circles import circles
from bcp.graph.drawing.picture import Arrow, Box, Picture

Size = tuple[int, int]
"""Width and height, in points of the drawing."""

GAP_ACROSS: Final = 72
"""Between two layers: room for the arrows and their labels."""
GAP_DOWN: Final = 14
"""Between two boxes of a layer."""
MARGIN: Final = 16
_ROUNDS: Final = 12
"""Passes over all layers in search of fewer crossings; a picture rarely gains after eight."""
_BEND: Final = 8
"""The height of the place that an arrow takes in a layer it only crosses."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A box and where it stands: its left upper corner."""

    box: Box
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow and the points it runs through, from its source to its head."""

    arrow: Arrow
    points: tuple[tuple[int, int], ...]
    label: tuple[int, int]
    """The right end of its label: shortly before the layer that it leads into."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A picture with places."""

    picture: Picture
    boxes: tuple[Placed, ...]
    arrows: tuple[Drawn, ...]
    width: int
    height: int


def layout(
    picture: Picture, size: Callable[[Box], Size], label: Callable[[str], int] = len
) -> Layout:
    """Places for every box and arrow of a picture.

    ``size`` measures a box with its text, ``label`` the width of what stands at an arrow.
    """
    labels = [label(one.label) if one.label else 0 for one in picture.arrows]
    return _Laying(picture, [size(one) for one in picture.boxes], labels).run()


_Edge = tuple[int, int]


class _Laying:
    """One layout being made. Points of the layers are numbers: boxes first, then bends."""

    def __init__(self, picture: Picture, sizes: Sequence[Size], labels: Sequence[int]) -> None:
        self.picture = picture
        self.labels = labels
        number = {one.id: place for place, one in enumerate(picture.boxes)}
        self.sizes = list(sizes)
        self.edges = [(number[one.source], number[one.target]) for one in picture.arrows]
        self.turned = _turned(len(sizes), self.edges)
        self.layer = _layers(len(sizes), self._forward())
        self.chains: list[list[int]] = []
        """For each arrow: the points it runs through, from left to right."""
        self.before: list[list[int]] = [[] for _ in sizes]
        self.after: list[list[int]] = [[] for _ in sizes]
        self.layers: list[list[int]] = []
        self.y: dict[int, int] = {}

    def run(self) -> Layout:
        self._chain()
        self.layers = [[] for _ in range(max(self.layer, default=-1) + 1)]
        for point, layer in enumerate(self.layer):
            self.layers[layer].append(point)
        self._order()
        self._set_heights()
        return self._laid_out()

    def _forward(self) -> list[_Edge]:
        """The arrows as the layout takes them: none closes a circle, loops left out."""
        pairs = enumerate(self.edges)
        return [
            (two, one) if place in self.turned else (one, two)
            for place, (one, two) in pairs
            if one != two
        ]

    def _chain(self) -> None:
        """Give every arrow that crosses layers a point in each of them."""
        for place, (source, target) in enumerate(self.edges):
            first, last = (target, source) if place in self.turned else (source, target)
            chain = [first]
            if source != target:
                crossed = range(self.layer[first] + 1, self.layer[last])
                chain += [*map(self._bend, crossed), last]
            for one, two in pairwise(chain):
                self.after[one].append(two)
                self.before[two].append(one)
            self.chains.append(chain)

    def _bend(self, layer: int) -> int:
        self.layer.append(layer)
        self.sizes.append((0, _BEND))
        self.before.append([])
        self.after.append([])
        return len(self.layer) - 1

    # ── the order in a layer ───────────────────────────────────────────────────────────────────

    def _order(self) -> None:
        best, least = [list(one) for one in self.layers], self._crossings()
        for turn in range(_ROUNDS):
            if not least:
                break
            onward = turn % 2 == 0
            places = range(len(self.layers))
            for layer in places if onward else reversed(places):
                self._sort(layer, self.before if onward else self.after)
            crossings = self._crossings()
            if crossings < least:
                best, least = [list(one) for one in self.layers], crossings
        self.layers = best

    def _sort(self, layer: int, neighbours: Sequence[Sequence[int]]) -> None:
        """Order a layer by the mean place of its neighbours; who has none stays where it is."""
        place = {one: at for each in self.layers for at, one in enumerate(each)}

        def mean(one: int) -> tuple[int, int]:
            several = neighbours[one]
            if not several:
                return place[one] * _FINE, place[one]
            return sum(place[each] for each in several) * _FINE // len(several), place[one]

        self.layers[layer].sort(key=mean)

    def _crossings(self) -> int:
        """How many pairs of arrows cross between neighbouring layers."""
        found = 0
        for layer, following in pairwise(self.layers):
            place = {one: at for at, one in enumerate(following)}
            seen: list[int] = []
            for one in layer:
                ends = sorted(place[two] for two in self.after[one])
                found += sum(len(seen) - bisect_right(seen, end) for end in ends)
                for end in ends:
                    insort(seen, end)
        return found

    # ── heights and places ─────────────────────────────────────────────────────────────────────

    def _set_heights(self) -> None:
        """Middle heights: near the neighbours, never nearer to each other than the gap allows."""
        for layer in self.layers:
            self._spread(layer, {})
        for turn in range(_ROUNDS):
            onward = turn % 2 == 0
            neighbours = self.before if onward else self.after
            for layer in self.layers if onward else reversed(self.layers):
                wanted = {
                    one: sum(self.y[each] for each in neighbours[one]) // len(neighbours[one])
                    for one in layer
                    if neighbours[one]
                }
                self._spread(layer, wanted)
        top = min((self.y[one] - self.sizes[one][1] // 2 for one in self.y), default=0)
        for one in self.y:
            self.y[one] += MARGIN - top

    def _spread(self, layer: Sequence[int], wanted: Mapping[int, int]) -> None:
        """Middle heights for a layer, as near to what is wanted as the order and the gaps allow.

        Blocks of points that touch are moved as one, to the mean of what they want (pool adjacent
        violators); so the result is the nearest there is in the sum of squares, up to rounding.
        """
        blocks: list[tuple[list[int], int, int]] = []  # points, sum of wishes, height so far
        for one in layer:
            points, wish, length = [one], wanted.get(one, self.y.get(one, 0)), self._room(one)
            total = wish - length // 2  # where the block's upper edge would stand
            while blocks and blocks[-1][1] // len(blocks[-1][0]) + blocks[-1][2] > total // len(
                points
            ):
                above, sum_above, height = blocks.pop()
                total = sum_above + total - height * len(points)
                points, length = above + points, height + length
            blocks.append((points, total, length))
        for points, total, _ in blocks:
            edge = total // len(points)
            for one in points:
                self.y[one] = edge + self._room(one) // 2
                edge += self._room(one)

    def _room(self, point: int) -> int:
        return self.sizes[point][1] + (GAP_DOWN if point < len(self.picture.boxes) else 2)

    def _laid_out(self) -> Layout:
        count = len(self.picture.boxes)
        widths = [max((self.sizes[one][0] for one in layer), default=0) for layer in self.layers]
        gaps = self._gaps()
        left, lefts = MARGIN, []
        for width, gap in zip(widths, gaps, strict=True):
            left += gap
            lefts.append(left)
            left += width
        boxes = []
        for one in range(count):
            width, height = self.sizes[one]
            layer = self.layer[one]
            x = lefts[layer] + (widths[layer] - width) // 2
            boxes.append(
                Placed(self.picture.boxes[one], x, self.y[one] - height // 2, width, height)
            )
        arrows = tuple(
            Drawn(arrow, self._points(place, boxes, lefts, widths), self._label(place, lefts))
            for place, arrow in enumerate(self.picture.arrows)
        )
        high = max((one.y + one.height for one in boxes), default=0)
        high = max([high, *(y for one in arrows for _, y in one.points)])
        wide = max((one.x + one.width for one in boxes), default=0)
        wide = max([wide, *(x for one in arrows for x, _ in one.points)])
        return Layout(self.picture, tuple(boxes), arrows, wide + MARGIN, high + MARGIN)

    def _gaps(self) -> list[int]:
        """The room before each layer: the widest label that stands in it, and the curves."""
        gaps = [0, *(GAP_ACROSS for _ in self.layers[1:])][: len(self.layers)]
        for place, chain in enumerate(self.chains):
            layer = self.layer[chain[-1]]
            if len(chain) > 1 and self.labels[place]:
                gaps[layer] = max(gaps[layer], self.labels[place] + GAP_ACROSS // 2)
        return gaps

    def _label(self, place: int, lefts: Sequence[int]) -> tuple[int, int]:
        last = self.chains[place][-1]
        return lefts[self.layer[last]] - 10, self.y[last] - 4

    def _points(
        self, place: int, boxes: Sequence[Placed], lefts: Sequence[int], widths: Sequence[int]
    ) -> tuple[tuple[int, int], ...]:
        chain = self.chains[place]
        first = boxes[chain[0]]
        right, middle = first.x + first.width, first.y + first.height // 2
        if len(chain) == 1:  # an arrow from a box to itself
            return (
                (right, middle - 4),
                (right + 18, middle - 4),
                (right + 18, middle + 4),
                (right, middle + 4),
            )
        points = [(right, middle)]
        edge = lefts[self.layer[chain[0]]] + widths[self.layer[chain[0]]]
        if right < edge:
            points.append((edge, middle))
        for one in chain[1:-1]:
            layer = self.layer[one]
            points += [(lefts[layer], self.y[one]), (lefts[layer] + widths[layer], self.y[one])]
        last = boxes[chain[-1]]
        middle = last.y + last.height // 2
        if last.x > lefts[self.layer[chain[-1]]]:
            points.append((lefts[self.layer[chain[-1]]], middle))
        points.append((last.x, middle))
        return tuple(reversed(points)) if place in self.turned else tuple(points)


_FINE: Final = 1024
"""Parts of a place that a mean is rounded to."""


def _turned(count: int, edges: Sequence[_Edge]) -> frozenset[int]:
    """Arrows to be turned so that none closes a circle: those that lead back, walking from the
    first box on."""
    leads: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for place, (source, target) in enumerate(edges):
        if source != target:
            leads[source].append((place, target))
    turned = set[int]()
    state: dict[int, Literal["open", "closed"]] = {}
    for start in range(count):
        if start in state:
            continue
        state[start] = "open"
        path = [(start, iter(leads[start]))]
        while path:
            one, others = path[-1]
            for place, other in others:
                if state.get(other) == "open":
                    turned.add(place)
                elif other not in state:
                    state[other] = "open"
                    path.append((other, iter(leads[other])))
                    break
            else:
                state[one] = "closed"
                path.pop()
    return frozenset(turned)


def _layers(count: int, edges: Sequence[_Edge]) -> list[int]:
    """For each box the length of the longest way to it. The edges close no circle."""
    after: list[list[int]] = [[] for _ in range(count)]
    for source, target in edges:
        after[source].append(target)
    layer = [0] * count
    # What is led to comes in front, so the other way round whoever leads is finished first.
    for (one,) in reversed(circles(range(count), after.__getitem__)):
        for other in after[one]:
            layer[other] = max(layer[other], layer[one] + 1)
    return layer
