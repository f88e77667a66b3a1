"""What stops a process, as a fault tree in the Open-PSA model exchange format.

So the sets of losses can be worked out again by another engine. The tree says what
:class:`~bcp.graph.losses.failing.Failing` answers without times and without matching: what is lost
stays lost, every switch of the plan is made, and a role is one of those named for it. A comment in
the file says so.

- Every question of the engine is a gate; every thing that can be lost of itself a basic event. The
  process itself is none: that its own loss stops it says nothing.
- A gate of the plan that counts capacities is written out exactly, as "or" and "and" over what is
  still to be lost: T(i, w) = (way i fails and T(i + 1, w − weight)) or T(i + 1, w).
- A fault tree must not go in circles, a plan may. Things that need each other are one gate. What is
  left of a circle of n gates is written out in n rounds, the first of which begins with nothing
  lost: a monotone function of n variables has reached its least fixed point by then (Kleene).

Format: Open-PSA Initiative, *Model Exchange Format* 2.0d, fault tree layer: ``define-gate`` with
``or``, ``and``, ``atleast``, ``gate``, ``basic-event``, ``constant``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from bcp.errors import BcpError
from bcp.graph.circles import circles
from bcp.graph.losses.cutsets import room_for
from bcp.graph.losses.failing import AT_LARGE, Failing, Question
from bcp.graph.losses.formulas import FALSE, TRUE, Formulas
from bcp.graph.stories import title_of
from bcp.graph.structure import Structure, structure_of
from bcp.plan import Plan

_ROUNDS = 60
"""Circles of more gates than this are refused: they would be written out in so many rounds."""


class _Writing(Failing):
    """The engine, asked for formulas in place of families."""

    def __init__(self, structure: Structure, process: int) -> None:
        every = frozenset(range(len(structure.nodes))) - {process}
        super().__init__(structure, 1, first=(process,), only=every)
        self.formulas = Formulas()
        self.families = self.formulas  # type: ignore[assignment]
        self.process = process

    def top(self) -> int:
        """The formula of what stops the process."""
        start = self.question(self.process, 0, AT_LARGE, matched=False)
        with room_for(len(self.structure.nodes)):
            order, _ = self._open_questions(start)
            asks = {one: self._asks(one) for one in order}
            for several in circles(order, lambda one: asks[one]):
                self._write(several, asks)
        return self._known[start]

    def _write(
        self, several: tuple[Question, ...], asks: Mapping[Question, Sequence[Question]]
    ) -> None:
        """Make the gates of questions that lead to each other, or of one that does not."""
        inside = frozenset(several)
        groups = circles(several, lambda one: inside.intersection(self._musts(one)))
        circular = len(several) > 1 or several[0] in asks[several[0]]
        if len(groups) > _ROUNDS:
            raise BcpError(
                "{thing} stands in a circle of {count} things that need each other in several"
                " ways; a fault tree of that would be too large",
                "cut the circle: see what {thing} needs",
                thing=self._name(several[0]),
                count=len(groups),
            )
        found = dict.fromkeys(several, FALSE)

        def look(one: Question) -> int:
            return found[one] if one in inside else self._known[one]

        for number in range(len(groups) if circular else 1):
            fresh = {}
            for group in groups:
                within = frozenset(group) if len(group) > 1 else frozenset()
                name = self.formulas.name = self._name(group[0])
                value = self.formulas.union_all([self._value(one, look, within) for one in group])
                last = number == len(groups) - 1 or not circular
                called = name if last else f"{name} (round {number + 1})"
                fresh.update(dict.fromkeys(group, self.formulas.gate(called, value)))
            if fresh == found:
                break
            found = fresh
        self._known.update(found)

    def _name(self, question: Question) -> str:
        name = self.structure.nodes[question.thing].id
        if question.under != AT_LARGE:
            name += f" (under {self.structure.holds[question.under].id})"
        return name


def open_psa(plan: Plan, process_id: str, *, structure: Structure | None = None) -> str:
    """The fault tree of what stops a process, as XML; the same plan gives the same text.

    :raises BcpError: when circles or capacities of the plan would make it too large.
    """
    structure = structure or structure_of(plan)
    process = structure.number[process_id]
    writing = _Writing(structure, process)
    return _Xml(plan, writing, process_id, writing.top()).text()


class _Xml:
    def __init__(self, plan: Plan, writing: _Writing, process: str, top: int) -> None:
        self.plan = plan
        self.writing = writing
        self.formulas = writing.formulas
        self.process = process
        self.top = top
        self.taken: set[str] = set()
        self.gate_names: dict[int, str] = {}
        self.event_names: dict[int, str] = {}

    def text(self) -> str:
        lines = list(self._lines())
        return "\n".join(lines) + "\n"

    def _lines(self) -> Iterator[str]:
        tops = self._top_formula()
        gates, events = self._used(tops)
        top = self._name(f"stops_{self.process}")
        for number in gates:
            self.gate_names[number] = self._name(f"down_{self.formulas.gates[number][0]}")
        for thing in events:
            self.event_names[thing] = self._name(self._id(thing))
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield "<!-- What stops one process of a continuity plan. Times are not in it: what is lost"
        yield "     stays lost, and every switch is made. Matching is not in it either: a role is"
        yield "     filled by any one of those named for it, whatever else they do. -->"
        yield "<opsa-mef>"
        yield f"  <define-fault-tree name={quoteattr(self._name(self.process, 'tree_'))}>"
        yield f"    <label>{escape(self._title(self.process))}</label>"
        yield from self._gate(top, self.process, tops)
        for number in gates:
            of, formula = self.formulas.gates[number]
            yield from self._gate(self.gate_names[number], of, formula)
        yield "  </define-fault-tree>"
        yield "  <model-data>"
        for thing in events:
            yield f"    <define-basic-event name={quoteattr(self.event_names[thing])}>"
            yield f"      <label>{escape(self._title(self._id(thing)))}</label>"
            yield "    </define-basic-event>"
        yield "  </model-data>"
        yield "</opsa-mef>"

    def _top_formula(self) -> int:
        """The formula of the top gate itself, not a gate with nothing but a gate in it."""
        formula = self.formulas.all[self.top]
        if self.top > TRUE and formula.what == "gate":
            return self.formulas.gates[formula.of][1]
        return self.top

    def _used(self, top: int) -> tuple[list[int], list[int]]:
        """The gates and the things that a formula leads to, in the order in which it does."""
        gates: dict[int, None] = {}
        events: dict[int, None] = {}
        waiting = [top]
        while waiting:
            number = waiting.pop()
            one = self.formulas.all[number]
            if number <= TRUE:
                continue
            if one.what == "event":
                events[self.writing.thing(one.of)] = None
            elif one.what == "gate":
                if one.of not in gates:
                    gates[one.of] = None
                    waiting.append(self.formulas.gates[one.of][1])
            else:
                waiting += reversed(one.parts)
        return list(gates), list(events)

    def _gate(self, name: str, of: str, formula: int) -> Iterator[str]:
        yield f"    <define-gate name={quoteattr(name)}>"
        yield f"      <label>{escape(of)}</label>"
        yield from self._formula(formula, 6)
        yield "    </define-gate>"

    def _formula(self, number: int, indent: int) -> Iterator[str]:
        one, space = self.formulas.all[number], " " * indent
        if number <= TRUE:
            yield f'{space}<constant value="{"true" if number == TRUE else "false"}"/>'
        elif one.what == "event":
            name = self.event_names[self.writing.thing(one.of)]
            yield f"{space}<basic-event name={quoteattr(name)}/>"
        elif one.what == "gate":
            yield f"{space}<gate name={quoteattr(self.gate_names[one.of])}/>"
        else:
            least = f' min="{one.least}"' if one.what == "atleast" else ""
            yield f"{space}<{one.what}{least}>"
            for part in one.parts:
                yield from self._formula(part, indent + 2)
            yield f"{space}</{one.what}>"

    def _id(self, thing: int) -> str:
        return self.writing.structure.nodes[thing].id

    def _title(self, id: str) -> str:  # noqa: A002
        return f"{title_of(self.plan, id)} ({id})"

    def _name(self, words: str, prefix: str = "") -> str:
        """A name that the format admits: letters, digits, single hyphens and underscores."""
        plain = re.sub(r"-{2,}", "-", re.sub(r"[^A-Za-z0-9_-]+", "_", prefix + words)).strip("-_")
        if not plain or not plain[0].isalpha():
            plain = f"x_{plain}".rstrip("_")
        name, number = plain, 1
        while name in self.taken:
            number += 1
            name = f"{plain}_{number}"
        self.taken.add(name)
        return name
