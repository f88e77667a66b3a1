"""Frameworks that a plan can be held against: each clause, and the evidence that shows it.

Clauses are named by id and told in our own words; no text of a standard is kept. Only types stand
here, without input or output: :mod:`bcp.frameworks.shipped` reads the files beside this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bcp.diagnostics import mark

Read = Literal["P", "S", "G"]
"""How sure we are of what a clause asks: P, S or G, surest first (:data:`READ_MARKS`)."""

READ_MARKS: dict[Read, str] = {
    "P": mark("read in the primary text"),
    "S": mark("read in secondary text"),
    "G": mark("from general knowledge"),
}
"""The marks, surest first, and what each says."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a framework, told in one language.

    ``id`` keeps the publisher's spelling. ``shown_by`` are the codes of the rules that give
    evidence for it. ``attest`` is what files cannot show and a named person must confirm. At least
    one of the two is there.
    """

    id: str
    asks: str
    shown_by: tuple[str, ...]
    attest: tuple[str, ...]
    read: Read


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework as it is shipped, in one language: its clauses in the publisher's order.

    ``name`` is what one types. ``cited_as`` is how a rule's ``clauses`` begin when they cite it:
    ``"ISO 22301:2019"`` before ``"8.4.2"``.
    """

    name: str
    title: str
    cited_as: str
    clauses: tuple[Clause, ...]

    @property
    def weakest(self) -> Read:
        """The least sure mark of all its clauses: as sure as we are of the whole."""
        marks = list(READ_MARKS)
        return max((one.read for one in self.clauses), key=marks.index)
