"""Formulas of and, or, at least: given to an engine of families, they write down what it asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bcp.errors import BcpError
from bcp.graph.losses.cutsets import EMPTY, UNIT

_SUMS = 20_000
"""Sums of capacities that one gate is written out in, at most."""
FALSE, TRUE = EMPTY, UNIT
Operator = Literal["or", "and", "atleast", "event", "gate"]


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula. Its parts are numbers of formulas."""

    what: Operator
    parts: tuple[int, ...] = ()
    least: int = 0
    """For ``atleast``: how many of the parts."""
    of: int = 0
    """For ``event``: the number of the thing; for ``gate``: the number of the gate."""


class Formulas:
    """Formulas in place of families: each a number, with the operations that the engine uses."""

    limit = 0

    def __init__(self) -> None:
        self.all: list[Formula] = [Formula("or"), Formula("and")]
        self._known: dict[Formula, int] = {}
        self.gates: list[tuple[str, int]] = []
        """(what it is of, formula) for every gate."""
        self._of_formula: dict[int, int] = {}
        self.name = ""
        """What gates made on the way are called by."""

    def __len__(self) -> int:
        return len(self.all)

    def single(self, variable: int) -> int:
        return self._formula(Formula("event", of=variable))

    def union(self, f: int, g: int) -> int:
        return self.union_all((f, g))

    def union_all(self, families: Iterable[int]) -> int:
        parts = tuple(dict.fromkeys(one for one in self._flat("or", families) if one != FALSE))
        if TRUE in parts:
            return TRUE
        return self._of_parts("or", parts, FALSE)

    def product(self, f: int, g: int) -> int:
        return self.product_all((f, g))

    def product_all(self, families: Iterable[int]) -> int:
        parts = tuple(dict.fromkeys(one for one in self._flat("and", families) if one != TRUE))
        if FALSE in parts:
            return FALSE
        return self._of_parts("and", parts, TRUE)

    def at_least(self, weight: int, families: Sequence[int], weights: Sequence[int]) -> int:
        """At least so much of what the parts weigh; parts that are the same weigh together."""
        together: dict[int, int] = {}
        for one, each in zip(families, weights, strict=True):
            if one == TRUE:
                weight -= each
            elif one != FALSE:
                together[one] = together.get(one, 0) + each
        parts = {one: each for one, each in together.items() if each > 0}
        if weight <= 0:
            return TRUE
        if sum(parts.values()) < weight:
            return FALSE
        if len(set(parts.values())) == 1:
            return self._atleast(-(-weight // next(iter(parts.values()))), tuple(parts))
        return self._sums(weight, tuple(parts.items()))

    def gate(self, of: str, formula: int) -> int:
        """A gate for a formula; what is a gate, an event or constant stays what it is."""
        if formula <= TRUE or self.all[formula].what in ("gate", "event"):
            return formula
        if formula not in self._of_formula:
            self._of_formula[formula] = len(self.gates)
            self.gates.append((of, formula))
        return self._formula(Formula("gate", of=self._of_formula[formula]))

    def _flat(self, what: Operator, families: Iterable[int]) -> Iterator[int]:
        for one in families:
            if one > TRUE and self.all[one].what == what:
                yield from self.all[one].parts
            else:
                yield one

    def _of_parts(self, what: Operator, parts: tuple[int, ...], none: int) -> int:
        if len(parts) < 2:
            return parts[0] if parts else none
        return self._formula(Formula(what, parts))

    def _atleast(self, least: int, parts: tuple[int, ...]) -> int:
        if least == 1:
            return self.union_all(parts)
        if least == len(parts):
            return self.product_all(parts)
        return self._formula(Formula("atleast", parts, least))

    def _sums(self, weight: int, parts: tuple[tuple[int, int], ...]) -> int:
        """At least so much weight, written out; sums that are met twice are one gate."""
        rests = [sum(each for _, each in parts[place:]) for place in range(len(parts) + 1)]
        states: dict[tuple[int, int], int] = {}
        level = {weight}
        levels = [level]
        for _, each in parts:
            level = {max(0, rest - less) for rest in level for less in (0, each)}
            levels.append(level)
            if sum(map(len, levels)) > _SUMS:
                raise BcpError(
                    "{thing} adds up so many different capacities that they cannot be written"
                    " out as a fault tree",
                    "name the capacities in larger units",
                    thing=self.name,
                )
        for place in range(len(parts), -1, -1):
            for rest in levels[place]:
                if rest == 0:
                    states[place, rest] = TRUE
                elif rests[place] < rest:
                    states[place, rest] = FALSE
                else:
                    one, each = parts[place]
                    lost = self.product(one, states[place + 1, max(0, rest - each)])
                    whole = self.union(lost, states[place + 1, rest])
                    states[place, rest] = self.gate(f"{self.name} ({rest})", whole)
        return states[0, weight]

    def _formula(self, formula: Formula) -> int:
        found = self._known.get(formula)
        if found is None:
            found = self._known[formula] = len(self.all)
            self.all.append(formula)
        return found
