"""Many sets of losses told in a few lines: any of these with any of those.

Things that can stand in for each other in a family make one part of a group. Two are *alike* when
they have the same partners, so that no set holds both (the parts of one chain); and they are
*symmetric* when changing one for the other changes nothing (three of whom any two are needed).
Symmetry is an equivalence: with F_a for the partners of a in the sets that do not hold b, a and b
are symmetric when F_a = F_b. Both are found on the diagram, so 27 million triples of three chains
of 300 are never listed.

That families of partners are equal is read off fingerprints: a family is a polynomial, the sum over
its sets of the product of what stands in them, worked out at one fixed random point modulo a prime
(Schwartz, *Fast probabilistic algorithms for verification of polynomial identities*, 1980). Two
different families share one with a probability below 10⁻¹⁷; the groups are then compared with the
count of sets, which is exact.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bcp.graph.losses.cutsets import EMPTY, UNIT, Families, room_for

_PRIME = (1 << 61) - 1
_SYMMETRIC = 60
"""Up to so many variables are compared with each other for symmetry."""
_GROUPS = 5_000
"""Sets that stand for groups: more are not told."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sets told together: of each part, any ``take`` of its variables."""

    parts: tuple[tuple[int, tuple[int, ...]], ...]
    """(take, variables); parts with the smallest variable first."""

    @property
    def count(self) -> int:
        """How many sets it stands for."""
        return math.prod(math.comb(len(of), take) for take, of in self.parts)


def grouped(families: Families, family: int, size: int) -> tuple[Group, ...] | None:
    """The sets of a family of exactly this size, in groups, those of most sets first.

    Every set stands in one group and no group holds another set. None when there are too many
    groups to be told.
    """
    with room_for(len(families)):
        return _Grouping(families, size).run(families.of_size(family, size))


class _Grouping:
    def __init__(self, families: Families, size: int) -> None:
        self.families = families
        self.size = size
        self.alike: dict[int, tuple[int, ...]] = {}
        """Who stands for others → all of them, itself in front."""

    def run(self, family: int) -> tuple[Group, ...] | None:
        if family in (EMPTY, UNIT):
            return ()
        count = self.families.count(family)
        family = self._merge(family, self._alike(family))
        symmetric = self._symmetric(family)
        first = {
            one: tuple(several) for several in symmetric for one in several
        }  # each variable → all that are symmetric with it
        kept = {one for several in symmetric for one in several[: self.size]}
        few = self.families.made_of(family, kept | (self.alike.keys() - first.keys()))
        if self.families.count(few) > _GROUPS:
            return None
        told = self._told(few, first)
        return told if sum(one.count for one in told) == count else None

    def _merge(self, family: int, classes: Iterable[Sequence[int]]) -> int:
        """Let the first of each class stand for the others."""
        self.alike = {several[0]: tuple(several) for several in classes}
        return self.families.made_of(family, self.alike)

    def _alike(self, family: int) -> Iterable[list[int]]:
        """The variables in classes of equal partners, by the fingerprints of these."""
        inside = self.families.inside(family)
        nodes = [(one, *self.families.parts(one)) for one in inside]
        chance = random.Random(0)  # noqa: S311 - any fixed point will do
        point = {one: chance.randrange(_PRIME) for one in sorted({each[1] for each in nodes})}
        below = {EMPTY: 0, UNIT: 1}
        for one, variable, lo, hi in reversed(nodes):
            below[one] = (below[lo] + point[variable] * below[hi]) % _PRIME
        above = dict.fromkeys(inside, 0) | {EMPTY: 0, UNIT: 0, family: 1}
        partners = dict.fromkeys(point, 0)
        for one, variable, lo, hi in nodes:
            here = above[one]
            partners[variable] = (partners[variable] + here * below[hi]) % _PRIME
            above[lo] = (above[lo] + here) % _PRIME
            above[hi] = (above[hi] + here * point[variable]) % _PRIME
        found: dict[int, list[int]] = {}
        for variable, print_ in partners.items():
            found.setdefault(print_, []).append(variable)
        return found.values()

    def _symmetric(self, family: int) -> list[list[int]]:
        """Classes of several single variables any of which can stand for any other."""
        alone = [one for one in sorted(self.alike) if len(self.alike[one]) == 1]
        if len(alone) > _SYMMETRIC:
            return []
        classes: list[list[int]] = []
        for one in alone:
            for several in classes:
                if self._change(family, one, several[0]):
                    several.append(one)
                    break
            else:
                classes.append([one])
        return [several for several in classes if len(several) > 1]

    def _change(self, family: int, one: int, other: int) -> bool:
        """Whether the one can stand for the other in every set."""
        rest = self.alike.keys() - {one, other}
        partners, made_of = self.families.partners, self.families.made_of
        return made_of(partners(family, one), rest) == made_of(partners(family, other), rest)

    def _told(self, few: int, symmetric: dict[int, tuple[int, ...]]) -> tuple[Group, ...]:
        found: dict[tuple[tuple[int, ...], ...], Group] = {}
        for several in self.families.sets(few):
            takes: dict[tuple[int, ...], int] = {}
            for one in several:
                members = symmetric.get(one) or self.alike[one]
                takes[members] = takes.get(members, 0) + 1
            parts = tuple(_parts(takes))
            found.setdefault(tuple((take, *members) for take, members in parts), Group(parts))
        return tuple(sorted(found.values(), key=lambda one: (-one.count, one.parts)))


def _parts(takes: dict[tuple[int, ...], int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    for members in sorted(takes):
        if 1 < takes[members] == len(members):  # all of them: each is a part of its own
            yield from ((1, (one,)) for one in members)
        else:
            yield takes[members], members
