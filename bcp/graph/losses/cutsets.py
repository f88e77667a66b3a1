"""Families of small sets: a truncated zero-suppressed decision diagram.

A family is a number. :data:`EMPTY` is the family without a set, :data:`UNIT` the family that holds
the empty set alone. Every family the operations give is minimal: no set in it holds another. Sets
larger than ``limit`` are left out; that loses nothing below the limit, since no operation makes a
set smaller.

A diagram node is (variable, lo, hi): the sets without and with the variable. Smaller variables are
nearer to the root. Rules as in Minato, *Zero-suppressed BDDs for set manipulation* (1993), with the
minimal operations of Rauzy, *New algorithms for fault trees analysis* (1993).
"""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager

EMPTY = 0
UNIT = 1
_NO_VARIABLE = sys.maxsize
_WIDE = 32
"""Bits for a family in a key: there is room for four thousand million nodes."""
_COUNT = 128
"""Bits for how many sets of one size there are."""


class Families:
    """All families of one question, each a number; equal families have equal numbers."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        # Whole numbers in lists, and keys that are one whole number each: a million tuples would be
        # a million things for the garbage collector to look through again and again.
        self._variable = [_NO_VARIABLE, _NO_VARIABLE]
        self._lo = [EMPTY, EMPTY]
        self._hi = [EMPTY, EMPTY]
        self._unique: dict[int, int] = {}
        self._without: dict[int, int] = {}
        self._union: dict[int, int] = {}
        self._product: dict[int, int] = {}
        self._counts = {EMPTY: 0, UNIT: 1}

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self._variable)

    def single(self, variable: int) -> int:
        """The family of the one set {variable}; variables are whole numbers from 0."""
        return self._node(variable, EMPTY, UNIT) if self.limit > 0 else EMPTY

    def of_set(self, variables: Iterable[int]) -> int:
        """The family of one set; empty when it is larger than the limit."""
        several = sorted(set(variables), reverse=True)
        if len(several) > self.limit:
            return EMPTY
        found = UNIT
        for variable in several:
            found = self._node(variable, EMPTY, found)
        return found

    def _node(self, variable: int, lo: int, hi: int) -> int:
        if hi == EMPTY:
            return lo
        key = (variable << _WIDE | lo) << _WIDE | hi
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = len(self._lo)
            self._variable.append(variable)
            self._lo.append(lo)
            self._hi.append(hi)
        return found

    # The three operations below are where the time goes, so what ends at once is asked before the
    # call, not by it.

    def without(self, f: int, g: int) -> int:
        """The sets of f that hold no set of g."""
        if f in (EMPTY, g) or g == UNIT:
            return EMPTY
        if g == EMPTY or f == UNIT:
            # The empty set holds no set but the empty one; g, minimal and not UNIT, has none.
            return f
        key = f << _WIDE | g
        if (known := self._without.get(key)) is not None:
            return known
        variable = self._variable[f]
        while self._variable[g] < variable:  # no set of f holds that variable
            g = self._lo[g]
        if g <= UNIT or f == g:
            found = f if g == EMPTY else EMPTY
        else:
            flo, fhi, lo, hi = self._lo[f], self._hi[f], self._lo[f], self._hi[f]
            if self._variable[g] == variable:
                glo, ghi = self._lo[g], self._hi[g]
                if lo and glo:
                    lo = self.without(lo, glo)
                hi = EMPTY if ghi == UNIT else hi if hi == UNIT else self.without(hi, ghi)
                if glo and hi > UNIT:
                    hi = self.without(hi, glo)
            else:
                lo = self.without(lo, g) if lo else EMPTY
                hi = hi if hi == UNIT else self.without(hi, g)
            found = f if lo == flo and hi == fhi else self._node(variable, lo, hi)
        self._without[key] = found
        return found

    def union(self, f: int, g: int) -> int:
        """The minimal sets of both."""
        if f == g or g == EMPTY:
            return f
        if f == EMPTY:
            return g
        if f == UNIT or g == UNIT:
            return UNIT
        key = f << _WIDE | g if f < g else g << _WIDE | f
        if (known := self._union.get(key)) is not None:
            return known
        variable = self._variable[f]
        if self._variable[g] < variable:
            f, g = g, f
            variable = self._variable[f]
        # Both are minimal, so each needs to be compared with the other alone.
        lo, hi = self._lo[f], self._hi[f]
        if variable < self._variable[g]:
            if hi != UNIT:
                hi = self.without(hi, g)
            lo = self.union(lo, g) if lo else g
        else:
            glo, ghi = self._lo[g], self._hi[g]
            if UNIT in (hi, ghi):
                hi = UNIT
            else:
                hi = self.union(self.without(hi, glo), self.without(ghi, lo))
            lo = self.union(lo, glo)
        found = self._union[key] = self._node(variable, lo, hi)
        return found

    def product(self, f: int, g: int, limit: int | None = None) -> int:
        """Every set of f joined with every set of g; the minimal ones within the limit."""
        limit = self.limit if limit is None else limit
        if f == EMPTY or g == EMPTY:
            return EMPTY
        if f in (UNIT, g) or g == UNIT:
            return self.up_to(g if f == UNIT else f, limit)
        if limit == 0:
            return EMPTY
        if limit == 1:
            return self._both(f, g)
        key = ((f << _WIDE | g if f < g else g << _WIDE | f) << _WIDE) | limit
        if (known := self._product.get(key)) is not None:
            return known
        variable = self._variable[f]
        if self._variable[g] < variable:
            f, g = g, f
            variable = self._variable[f]
        flo, fhi = self._lo[f], self._hi[f]
        if variable < self._variable[g]:
            lo = self.product(flo, g, limit)
            hi = self.product(fhi, g, limit - 1)
        else:
            glo, ghi = self._lo[g], self._hi[g]
            lo = self.product(flo, glo, limit)
            hi = self.product(fhi, ghi, limit - 1)
            hi = self.union(hi, self.product(fhi, glo, limit - 1))
            hi = self.union(hi, self.product(flo, ghi, limit - 1))
        if hi > UNIT and lo:
            hi = self.without(hi, lo)
        found = self._product[key] = self._node(variable, lo, hi)
        return found

    def _both(self, f: int, g: int) -> int:
        """The single things that are sets of both families; neither is EMPTY or UNIT."""
        chosen = []
        while f > UNIT and g > UNIT:
            one, other = self._variable[f], self._variable[g]
            if one == other:
                if self._hi[f] == UNIT == self._hi[g]:
                    chosen.append(one)
                f, g = self._lo[f], self._lo[g]
            elif one < other:
                f = self._lo[f]
            else:
                g = self._lo[g]
        found = EMPTY
        for variable in reversed(chosen):
            found = self._node(variable, found, UNIT)
        return found

    def up_to(self, f: int, limit: int) -> int:
        """The sets of f of at most ``limit`` things."""
        if limit >= self.limit or f <= UNIT:
            return f
        # The product's memo serves here too: joining with the empty set changes nothing.
        key = ((UNIT << _WIDE | f) << _WIDE) | limit
        if (known := self._product.get(key)) is not None:
            return known
        inside = self.up_to(self._hi[f], limit - 1) if limit > 0 else EMPTY
        found = self._product[key] = self._node(
            self._variable[f], self.up_to(self._lo[f], limit), inside
        )
        return found

    def union_all(self, families: Iterable[int]) -> int:
        """The minimal sets of all of them."""
        # Two and two: one after the other would walk through all that was joined, each time.
        row = [one for one in families if one != EMPTY]
        while len(row) > 1:
            odd = row[-1:] if len(row) % 2 else []
            row = [self.union(one, other) for one, other in zip(row[::2], row[1::2], strict=False)]
            row += odd
        return row[0] if row else EMPTY

    def product_all(self, families: Iterable[int]) -> int:
        """One set of each, joined, in every way."""
        found = UNIT
        for one in families:
            found = self.product(found, one)
        return found

    def at_least(self, weight: int, families: Sequence[int], weights: Sequence[int]) -> int:
        """Sets that hold a set of so many families that their weights reach ``weight``."""
        row: dict[int, int] = {0: UNIT}
        # From the far end of the diagram on, so that each step only puts something on top.
        several = sorted(
            zip(families, weights, strict=True), key=lambda one: -self._variable[one[0]]
        )
        for family, each in several:
            fresh = dict(row)
            for reached, so_far in row.items():
                total = min(weight, reached + each)
                joined = self.product(family, so_far)
                if joined != EMPTY:
                    fresh[total] = self.union(fresh.get(total, EMPTY), joined)
            row = fresh
        return row.get(weight, EMPTY) if weight > 0 else UNIT

    def singles(self, f: int) -> list[int]:
        """The variables that are sets of their own."""
        found = []
        while f > UNIT:
            if self._hi[f] == UNIT:
                found.append(self._variable[f])
            f = self._lo[f]
        return found

    def sets(self, f: int) -> Iterator[tuple[int, ...]]:
        """The sets, each in the order of its variables. Ask :meth:`count` first."""
        waiting: list[tuple[int, tuple[int, ...]]] = [(f, ())]
        while waiting:
            one, chosen = waiting.pop()
            if one == UNIT:
                yield chosen
            elif one != EMPTY:
                variable, lo, hi = self.parts(one)
                waiting += [(lo, chosen), (hi, (*chosen, variable))]

    def count(self, f: int) -> int:
        """How many sets there are, without listing them."""
        return sum(self.counts(f))

    def counts(self, f: int) -> tuple[int, ...]:
        """How many sets there are of each size, from 0 to the limit, without listing them."""
        return self._unpacked(self._counted(f))

    def _counted(self, f: int) -> int:
        """The counts of all sizes in one number, :data:`_COUNT` bits each; remembered, as that of
        every part of the diagram."""
        known, los, his = self._counts, self._lo, self._hi
        waiting = [f]
        while waiting:
            one = waiting[-1]
            lo, hi = los[one], his[one]
            if one in known:
                waiting.pop()
            elif lo in known and hi in known:
                known[one] = known[lo] + (known[hi] << _COUNT)
                waiting.pop()
            else:
                waiting += (lo, hi)
        return known[f]

    def _unpacked(self, packed: int) -> tuple[int, ...]:
        mask = (1 << _COUNT) - 1
        return tuple(packed >> _COUNT * size & mask for size in range(self.limit + 1))

    def standing(self, f: int) -> dict[int, tuple[int, ...]]:
        """Variable → in how many sets of each size, from 0 to the limit, it stands."""
        self._counted(f)
        sizes = self.limit + 1
        above: dict[int, list[int]] = {f: [1] + [0] * (sizes - 1)}
        found: dict[int, list[int]] = {}
        for one in self.inside(f):
            variable, lo, hi = self.parts(one)
            here, below = above[one], self._unpacked(self._counts[hi])
            row = found.setdefault(variable, [0] * sizes)
            for chosen, ways in enumerate(here):
                if ways:
                    for more, sets in enumerate(below[: sizes - chosen - 1]):
                        row[chosen + more + 1] += ways * sets
            for part, step in ((lo, 0), (hi, 1)):
                if part > UNIT:
                    there = above.setdefault(part, [0] * sizes)
                    for chosen, ways in enumerate(here[: sizes - step]):
                        there[chosen + step] += ways
        return {one: tuple(row) for one, row in found.items()}

    def parts(self, f: int) -> tuple[int, int, int]:
        """The topmost variable of a family; its sets without, and those with it, less it."""
        return self._variable[f], self._lo[f], self._hi[f]

    def inside(self, f: int) -> list[int]:
        """The nodes of a diagram, those nearer to the root first."""
        seen: set[int] = set()
        waiting = [f]
        while waiting:
            one = waiting.pop()
            if one > UNIT and one not in seen:
                seen.add(one)
                waiting += (self._lo[one], self._hi[one])
        return sorted(seen, key=lambda one: (self._variable[one], one))

    def made_of(self, f: int, variables: Container[int]) -> int:
        """The sets of f in which no other variable stands."""
        known = {EMPTY: EMPTY, UNIT: UNIT}
        for one in reversed(self.inside(f)):
            variable, lo, hi = self.parts(one)
            inside = known[hi] if variable in variables else EMPTY
            known[one] = self._node(variable, known[lo], inside)
        return known[f]

    def partners(self, f: int, variable: int) -> int:
        """What stands in the sets of f beside a variable."""
        known = {EMPTY: EMPTY, UNIT: EMPTY}
        for one in reversed([each for each in self.inside(f) if self._variable[each] <= variable]):
            top, lo, hi = self.parts(one)
            if top == variable:
                known[one] = hi
            else:
                known[one] = self._node(top, known.get(lo, EMPTY), known.get(hi, EMPTY))
        return known.get(f, EMPTY)

    def of_size(self, f: int, size: int) -> int:
        """The sets of f of exactly so many things."""
        known: dict[tuple[int, int], int] = {}

        def exactly(one: int, left: int) -> int:
            if one <= UNIT or left < 0:
                return one if left == 0 else EMPTY
            if (one, left) not in known:
                variable, lo, hi = self.parts(one)
                known[one, left] = self._node(variable, exactly(lo, left), exactly(hi, left - 1))
            return known[one, left]

        with room_for(len(self.inside(f))):
            return exactly(f, size)


@contextmanager
def room_for(variables: int) -> Iterator[None]:
    """Let operations go as deep as there are variables.

    Calls between functions written in Python take no place on the C stack since Python 3.11, so a
    higher limit costs memory alone.
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 6 * variables + 1000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
