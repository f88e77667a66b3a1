"""What things need, or what needs them, as a tree of branches for a terminal.

A branch is a thing, a gate ("1 of 2"), what a way takes besides its member, or a strategy. What was
shown before with all that is below it is not shown again: it is referred to. So a tree is never
longer than the structure has links, and a circle ends where it closes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bcp.graph.drawing.needs import Direction, plain, together
from bcp.graph.structure import Gate, Structure


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree, and what hangs on it."""

    what: Literal["thing", "gate", "way", "strategy"]
    """``way``: what the way of a stand-in takes besides it (who decides, who switches)."""
    id: str = ""
    """The thing or strategy; for a gate, the thing whose gate it is."""
    kind: str = ""
    link: str = ""
    """For a thing that is needed of itself: the field of the plan that says so."""
    gates: tuple[Gate, ...] = ()
    """For a gate, itself, and others over the same members ("1 of 2, and 60 of 330 calls"). For a
    thing in the tree of what needs it: the gate it is needed by."""
    weight: int = 1
    """What a member counts towards its gate."""
    stand_in: bool = False
    """Whether it counts only when something else is lost."""
    premises: bool = False
    """Whether it is the building that the thing stands in, and lost with, or what takes that."""
    shared: bool = False
    """Whether all ways of the gate take it."""
    single: bool = False
    """Whether its loss alone stops a process that was asked for."""
    without: tuple[str, ...] = ()
    """For a strategy: what it is without."""
    above: bool = False
    """Whether what is below it was shown before."""
    more: int = 0
    """How many hang on it that are not shown, since the tree ends here."""
    branches: tuple[Branch, ...] = ()


def tree(
    structure: Structure,
    ids: Sequence[str],
    depth: int | None = None,
    *,
    direction: Direction = "needs",
    single: Collection[str] = (),
) -> tuple[Branch, ...]:
    """The trees of these things, down to ``depth`` things below each, :data:`DEEPEST` at the most.

    :raises KeyError: for an id that is no thing of the plan.
    """
    growing = _Growing(structure, frozenset(single))
    limit = DEEPEST if depth is None else min(depth, DEEPEST)
    grow = growing.down if direction == "needs" else growing.up
    return tuple(grow(number, limit) for number in structure.numbers(ids))


DEEPEST: Final = 100
"""Things below one another that a tree shows; deeper is only counted."""

_ALL: Final = 1 << 60
"""All that there is below a thing was shown."""


class _Growing:
    """The state of making one tree."""

    def __init__(self, structure: Structure, single: frozenset[str]) -> None:
        self.structure = structure
        self.single = single
        self.shown: dict[int, int] = {}
        """Thing → how many steps below it were shown, at the most."""
        self.open: set[int] = set()
        """What is being followed: a circle through it ends there, and all of it is shown."""
        self.cut = 0
        """How many branches ended before all was shown."""

    # ── what it needs ──────────────────────────────────────────────────────────────────────────

    def down(self, number: int, left: int, **more: Any) -> Branch:
        node = self.structure.nodes[number]
        holds = self.structure.holds_of.get(number, ())
        standing = dict.fromkeys(
            one for each in node.stands_in for one in (each.site, *each.causes)
        )
        count = len({*node.needs, *node.in_gates, *standing}) + len(holds)
        if not count:
            return self._thing(number, **more)
        if (end := self._end(number, left, count, more)) is not None:
            return end
        cut = self._begin(number, left)
        branches: list[Branch] = []
        for need, link in zip(node.needs, node.links, strict=True):
            branches.append(self.down(need, left - 1, link=link))
        branches += [self._thing(one, premises=True) for one in standing]
        for gates in together(node.gates):
            branches += self._gate(node.id, gates, left)
        branches += [self._strategy(hold, left) for hold in holds]
        self._finish(number, cut)
        return self._thing(number, branches=tuple(branches), **more)

    def _end(self, number: int, left: int, below: int, more: dict[str, Any]) -> Branch | None:
        """The branch of a thing that is not followed here: it was before, or the tree ends."""
        shown = self.shown.get(number, -1)
        if left > 0 and shown < left:
            return None
        if shown >= left and shown > 0:
            self.cut += shown != _ALL and number not in self.open
            return self._thing(number, above=True, **more)
        self.cut += 1
        return self._thing(number, more=below, **more)

    def _begin(self, number: int, left: int) -> int:
        self.shown[number] = left
        self.open.add(number)
        return self.cut

    def _finish(self, number: int, cut: int) -> None:
        """When nothing below it was cut off, a thing need not be shown again, however deep."""
        self.open.discard(number)
        if self.cut == cut:
            self.shown[number] = _ALL

    def _thing(self, number: int, **more: Any) -> Branch:
        node = self.structure.nodes[number]
        single = node.id in self.single
        return Branch("thing", node.id, node.kind, single=single, **more)

    def _gate(self, id: str, gates: tuple[Gate, ...], left: int) -> list[Branch]:  # noqa: A002
        gate = gates[0]
        shared = set.intersection(*(set(way[1:]) for way in gate.ways)) if gate.ways else set()
        branches = []
        for place, way in enumerate(gate.ways):
            stand_in = all(place >= one.serving for one in gates)
            weight = max(one.weights[place] for one in gates)
            branches.append(self.down(way[0], left - 1, weight=weight, stand_in=stand_in))
            own = [one for one in way[1:] if one not in shared]
            if own:
                also = tuple(self.down(one, left - 1) for one in own)
                branches.append(Branch("way", self.structure.nodes[way[0]].id, branches=also))
        branches += [self.down(one, left - 1, shared=True) for one in sorted(shared)]
        if all(map(plain, gates)):
            return branches
        return [Branch("gate", id, gates=gates, branches=tuple(branches))]

    def _strategy(self, hold: int, left: int) -> Branch:
        one = self.structure.holds[hold]
        return Branch(
            "strategy",
            one.id,
            "strategies",
            without=self.structure.ids(sorted(one.without)),
            branches=tuple(self.down(each, left - 1) for each in one.needs),
        )

    # ── what needs it ──────────────────────────────────────────────────────────────────────────

    def up(self, number: int, left: int, **more: Any) -> Branch:
        users = self.structure.users[number]
        held = [place for place, hold in enumerate(self.structure.holds) if number in hold.needs]
        if not users and not held:
            return self._thing(number, **more)
        if (end := self._end(number, left, len(users) + len(held), more)) is not None:
            return end
        cut = self._begin(number, left)
        branches = [self._user(user, number, left) for user in users]
        for place in held:
            hold = self.structure.holds[place]
            process = self.up(hold.process, left - 1)
            branches.append(Branch("strategy", hold.id, "strategies", branches=(process,)))
        self._finish(number, cut)
        return self._thing(number, branches=tuple(branches), **more)

    def _user(self, user: int, number: int, left: int) -> Branch:
        node = self.structure.nodes[user]
        for need, link in zip(node.needs, node.links, strict=True):
            if need == number:
                return self.up(user, left - 1, link=link)
        gate = next((one for one in node.gates if any(number in way for way in one.ways)), None)
        if gate is None:  # it stands in the building
            return self.up(user, left - 1, premises=True)
        place = next(at for at, way in enumerate(gate.ways) if number in way)
        stand_in = place >= gate.serving and gate.ways[place][0] == number
        if plain(gate):
            return self.up(user, left - 1)
        return self.up(user, left - 1, gates=(gate,), stand_in=stand_in)
