"""A tree of what things need in words, with the lines that join its branches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bcp.diagnostics import Message, mark
from bcp.graph.drawing.needs import gate_message, unit_of
from bcp.graph.drawing.picture import SINGLE
from bcp.graph.drawing.tree import Branch
from bcp.graph.stories import thing_of
from bcp.graph.structure import Gate
from bcp.plan import Plan

_JOINED, _LAST = "├─ ", "└─ "
_ON, _END = "│  ", "   "


@dataclass(frozen=True, slots=True)
class TreeLine:
    """One line of a tree: what stands before its words, on the first row and on the others."""

    before: str
    behind: str
    message: Message


def lines(branches: Sequence[Branch], plan: Plan, language: str = "") -> Iterator[TreeLine]:
    """The lines of several trees, one tree behind the other. ``language`` chooses among the plan's
    own titles; the words are translated when they are shown."""
    wording = _Wording(plan, (language,) if language else ())
    for one in branches:
        yield from wording.lines(one, "", "", "")


class _Wording:
    def __init__(self, plan: Plan, languages: tuple[str, ...]) -> None:
        self.plan = plan
        self.languages = languages

    def lines(self, one: Branch, before: str, behind: str, parent: str) -> Iterator[TreeLine]:
        # What hangs on it goes on behind a line of its own, also where its words take two rows.
        trunk = behind + (_ON if one.branches else _END)
        yield TreeLine(before, trunk + "  ", self._words(one, parent))
        for place, branch in enumerate(one.branches):
            last = place == len(one.branches) - 1
            yield from self.lines(
                branch,
                behind + (_LAST if last else _JOINED),
                behind + (_END if last else _ON),
                one.id,
            )

    def _words(self, one: Branch, parent: str) -> Message:
        if one.what == "gate":
            return self._gate(one.gates, parent)
        if one.what == "way":
            return Message.of("for switching to {thing}:", thing=self._title(one.id))
        if one.what == "strategy":
            return self._strategy(one)
        return self._thing(one)

    def _gate(self, gates: tuple[Gate, ...], of: str) -> Message:
        template = {
            "members": mark("{some}:"),
            "capacity": mark("{some}:"),
            "holders": mark("{some} people:"),
            "staff": mark("{some} people with the skill:"),
            "quorum": mark("{some} roles:"),
            "numbers": mark("{some} numbers:"),
            "carried": mark("{some} ways:"),
            "agents": mark("{some}, at these sites:"),
            "deciders": mark("{some} who decide:"),
            "copies": mark("{some} places where copies lie:"),
        }[gates[0].what]
        some = self._some(gates[0], of)
        for other in gates[1:]:
            some = Message.of("{some}, and {other}", some=some, other=self._some(other, of))
        return Message.of(template, some=some)

    def _some(self, gate: Gate, of: str) -> Message:
        return gate_message(gate, unit_of(self.plan, of, gate))

    def _strategy(self, one: Branch) -> Message:
        title = self._title(one.id)
        if not one.without:
            return Message.of("{strategy} – holds the minimum of:", strategy=title)
        without = ", ".join(str(self._name(each)) for each in one.without)
        return Message.of(
            "or at its minimum by {strategy}, without {things}; it takes:",
            strategy=title,
            things=without,
        )

    def _thing(self, one: Branch) -> Message:
        told = Message.of("{thing}", thing=self._title(one.id))
        for note in self._notes(one):
            told = Message.of("{thing} – {note}", thing=told, note=note)
        if one.above:
            told = Message.of("{thing} (above)", thing=told)
        elif one.more:
            told = Message.of("{thing} ({count} more below)", thing=told, count=one.more)
        return told

    def _notes(self, one: Branch) -> Iterator[Message]:
        if one.single:
            yield Message.of(SINGLE)
        if one.what == "thing" and one.gates:
            yield Message.of("needs {some}", some=self._some(one.gates[0], one.id))
        if one.stand_in:
            yield Message.of("stand-in")
        if one.premises:
            yield Message.of("in that building")
        if one.shared:
            yield Message.of("shared by all of them")
        if one.weight != 1:
            yield Message.of("counts {amount}", amount=one.weight)

    def _title(self, id: str) -> str | Message:  # noqa: A002
        name = self._name(id)
        if not isinstance(name, str) or name == id or "#" in id:
            return name
        return f"{name} ({id})"

    def _name(self, id: str) -> str | Message:  # noqa: A002
        return thing_of(self.plan, id, *self.languages)
