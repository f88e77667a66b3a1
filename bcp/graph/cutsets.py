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
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

EMPTY = 0
UNIT = 1
_NO_VARIABLE = sys.maxsize


class Families:
    """All families of one question, each a number; equal families have equal numbers."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._nodes: list[tuple[int, int, int]] = [
            (_NO_VARIABLE, EMPTY, EMPTY),
            (_NO_VARIABLE, EMPTY, EMPTY),
        ]
        self._unique: dict[tuple[int, int, int], int] = {}
        self._without: dict[tuple[int, int], int] = {}
        self._union: dict[tuple[int, int], int] = {}
        self._product: dict[tuple[int, int, int], int] = {}

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
        key = (variable, lo, hi)
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = len(self._nodes)
            self._nodes.append(key)
        return found

    def without(self, f: int, g: int) -> int:
        """The sets of f that hold no set of g."""
        if f in (EMPTY, g) or g == UNIT:
            return EMPTY
        if g == EMPTY or f == UNIT:
            # The empty set holds no set but the empty one; g, minimal and not UNIT, has none.
            return f
        key = (f, g)
        if (known := self._without.get(key)) is not None:
            return known
        fv, flo, fhi = self._nodes[f]
        gv, glo, ghi = self._nodes[g]
        if fv < gv:
            found = self._node(fv, self.without(flo, g), self.without(fhi, g))
        elif gv < fv:
            found = self.without(f, glo)
        else:
            hi = self.without(self.without(fhi, ghi), glo)
            found = self._node(fv, self.without(flo, glo), hi)
        self._without[key] = found
        return found

    def union(self, f: int, g: int) -> int:
        """The minimal sets of both."""
        if f == g or g == EMPTY:
            return f
        if f == EMPTY:
            return g
        if UNIT in (f, g):
            return UNIT
        key = (f, g) if f < g else (g, f)
        if (known := self._union.get(key)) is not None:
            return known
        fv, flo, fhi = self._nodes[f]
        gv, glo, ghi = self._nodes[g]
        if gv < fv:
            (fv, flo, fhi), (gv, glo, ghi), f, g = (gv, glo, ghi), (fv, flo, fhi), g, f
        if fv < gv:
            lo, hi = self.union(flo, g), fhi
        else:
            lo, hi = self.union(flo, glo), self.union(fhi, ghi)
        found = self._node(fv, lo, self.without(hi, lo))
        self._union[key] = found
        return found

    def product(self, f: int, g: int, limit: int | None = None) -> int:
        """Every set of f joined with every set of g; the minimal ones within the limit."""
        limit = self.limit if limit is None else limit
        if f == EMPTY or g == EMPTY:
            return EMPTY
        if UNIT in (f, g) or f == g:
            return self.up_to(g if f == UNIT else f, limit)
        if limit == 0:
            return EMPTY
        key = (*((f, g) if f < g else (g, f)), limit)
        if (known := self._product.get(key)) is not None:
            return known
        fv, flo, fhi = self._nodes[f]
        gv, glo, ghi = self._nodes[g]
        if gv < fv:
            (fv, flo, fhi), (gv, glo, ghi), f, g = (gv, glo, ghi), (fv, flo, fhi), g, f
        if fv < gv:
            lo = self.product(flo, g, limit)
            hi = self.product(fhi, g, limit - 1)
        else:
            lo = self.product(flo, glo, limit)
            hi = self.product(fhi, ghi, limit - 1)
            hi = self.union(hi, self.product(fhi, glo, limit - 1))
            hi = self.union(hi, self.product(flo, ghi, limit - 1))
        found = self._node(fv, lo, self.without(hi, lo))
        self._product[key] = found
        return found

    def up_to(self, f: int, limit: int) -> int:
        """The sets of f of at most ``limit`` things."""
        if limit >= self.limit or f in (EMPTY, UNIT):
            return f
        # The product's memo serves here too: joining with the empty set changes nothing.
        key = (UNIT, f, limit)
        if (known := self._product.get(key)) is not None:
            return known
        variable, lo, hi = self._nodes[f]
        inside = self.up_to(hi, limit - 1) if limit > 0 else EMPTY
        found = self._node(variable, self.up_to(lo, limit), inside)
        self._product[key] = found
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
            zip(families, weights, strict=True), key=lambda one: -self._nodes[one[0]][0]
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

    def sets(self, f: int) -> Iterator[tuple[int, ...]]:
        """The sets, each in the order of its variables. Ask :meth:`count` first."""
        waiting: list[tuple[int, tuple[int, ...]]] = [(f, ())]
        while waiting:
            one, chosen = waiting.pop()
            if one == UNIT:
                yield chosen
            elif one != EMPTY:
                variable, lo, hi = self._nodes[one]
                waiting += [(lo, chosen), (hi, (*chosen, variable))]

    def count(self, f: int) -> int:
        """How many sets there are, without listing them."""
        known = {EMPTY: 0, UNIT: 1}
        waiting = [f]
        while waiting:
            one = waiting[-1]
            _, lo, hi = self._nodes[one]
            open_ = [part for part in (lo, hi) if part not in known]
            if one in known or not open_:
                known.setdefault(one, known[lo] + known[hi] if one > UNIT else one)
                waiting.pop()
            else:
                waiting += open_
        return known[f]


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
