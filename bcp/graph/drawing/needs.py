"""The picture of what things need, or of what needs them, out of a structure.

A gate ("1 of 2") is a small box of its own between a thing and its ways. A gate that needs all of
its ways, each of them serving, is no gate: its members are plain needs. Strategies stand in for
what they are without, so the arrow to them is dashed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from bcp.diagnostics import Message, Translate, untranslated
from bcp.graph.drawing.picture import GATE, SINGLE, Arrow, Box, Picture, picture_of
from bcp.graph.losses.failing import Failing
from bcp.graph.stories import thing_of
from bcp.graph.structure import Gate, Structure
from bcp.model.resources import Process, Redundancy
from bcp.plan import Plan

Direction = Literal["needs", "needed-by"]


def default_processes(plan: Plan) -> tuple[str, ...]:
    """What is drawn when nothing is named: every critical process; without one, every process."""
    processes = plan.of(Process)
    critical = [one for one in processes if one.tier == "critical"]
    return tuple(one.id for one in critical or processes)


def single_points(structure: Structure, processes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What stops a process alone → the processes that it stops, both in the order of ids.

    The same answer as ``bcp graph losses`` gives, for several processes at once.
    """
    numbers = structure.numbers(processes)
    failing = Failing(structure, 1, first=numbers)
    found: dict[str, list[str]] = {}
    for process in numbers:
        stops = failing.other_than(failing.stops(process), process)
        for (one,) in failing.sets(stops):
            found.setdefault(structure.nodes[one].id, []).append(structure.nodes[process].id)
    return {one: tuple(found[one]) for one in sorted(found)}


def gate_message(gate: Gate, unit: str = "") -> Message:
    """What a gate asks for, in a few words: "1 of 2", "60 of 330 calls"."""
    total = sum(gate.weights)
    if gate.what == "capacity":
        return Message.of("{need} of {total} {unit}", need=gate.need, total=total, unit=unit)
    if gate.what == "agents":
        return Message.of("{need} of {total} agents", need=gate.need, total=total)
    return Message.of("{need} of {total}", need=gate.need, total=total)


def unit_of(plan: Plan, id: str, gate: Gate) -> str:  # noqa: A002
    """The unit that a gate's capacities are given in; empty when it counts heads."""
    one = plan.find(id, Redundancy)
    if gate.what != "capacity" or one is None or one.capacity_needed is None:
        return ""
    return str(one.capacity_needed.unit)


def plain(gate: Gate) -> bool:
    """Whether all of its ways are needed, so that it is no choice."""
    return gate.serving == len(gate.ways) and gate.need == sum(gate.weights)


def things_below(structure: Structure, ids: Iterable[str]) -> int:
    """How many things a picture of all that these need would hold, its gates not counted."""

    return len(_reached(structure.numbers(ids), None, lambda one: below(structure, one)))


def below(structure: Structure, number: int) -> Iterator[int]:
    """What a thing needs directly, alone or among several; what its strategies take; and the
    building that it stands in, with which it is lost."""
    node = structure.nodes[number]
    yield from node.needs
    yield from node.in_gates
    for premises in node.stands_in:
        yield premises.site
        yield from premises.causes
    for hold in structure.holds_of.get(number, ()):
        yield from structure.holds[hold].needs


def together(gates: Sequence[Gate]) -> tuple[tuple[Gate, ...], ...]:
    """Gates over the same members, told as one: so many of them, and so much capacity."""
    found: dict[tuple[tuple[int, ...], bool], list[Gate]] = {}
    for gate in gates:
        found.setdefault((gate.members, plain(gate)), []).append(gate)
    return tuple(map(tuple, found.values()))


def needs_picture(
    plan: Plan,
    structure: Structure,
    ids: Sequence[str],
    depth: int | None = None,
    *,
    direction: Direction = "needs",
    languages: Sequence[str] = (),
    single: Collection[str] = (),
    say: Translate = untranslated,
) -> Picture:
    """What these things need down to ``depth`` steps (None: all of it), or what needs them.

    A step leads from a thing to a thing, whether it is needed alone or among several. ``single``:
    what is marked as a single point.

    :raises KeyError: for an id that is no thing of the plan.
    """
    drawing = _Drawing(plan, structure, tuple(languages), frozenset(single), say)
    return drawing.picture(structure.numbers(ids), depth, direction)


class _Drawing:
    """One picture being made."""

    def __init__(
        self,
        plan: Plan,
        structure: Structure,
        languages: tuple[str, ...],
        single: frozenset[str],
        say: Translate,
    ) -> None:
        self.plan = plan
        self.structure = structure
        self.languages = languages
        self.single = single
        self.say = say
        self.boxes: list[Box] = []
        self.arrows: dict[Arrow, None] = {}
        self.inside: Mapping[int, int] = {}

    def picture(self, roots: tuple[int, ...], depth: int | None, direction: Direction) -> Picture:
        step = self._below if direction == "needs" else self._above
        self.inside = _reached(roots, depth, step)
        for number, steps in self.inside.items():
            followed = depth is None or steps < depth or direction == "needed-by"
            more = len({one for one in step(number) if one not in self.inside})
            self._box(number, more, direction)
            self._needs(number)
            for gates in together(self.structure.nodes[number].gates):
                if followed or all(one in self.inside for one in gates[0].members):
                    self._gate(number, gates)
            for hold in self.structure.holds_of.get(number, ()):
                if followed:
                    self._strategy(number, hold)
        title = ", ".join(self._title(one) for one in self.structure.ids(roots))
        return picture_of(title, self.boxes, self.arrows, self.say)

    def _title(self, id: str) -> str:  # noqa: A002
        title = thing_of(self.plan, id, *self.languages)
        return title if isinstance(title, str) else title.text(self.say)

    def _id(self, number: int) -> str:
        return self.structure.nodes[number].id

    # ── how far ────────────────────────────────────────────────────────────────────────────────

    def _below(self, number: int) -> Iterator[int]:
        return below(self.structure, number)

    def _above(self, number: int) -> Iterator[int]:
        yield from self.structure.users[number]
        yield from self._held_with.get(number, ())

    @cached_property
    def _held_with(self) -> Mapping[int, tuple[int, ...]]:
        """Thing → the processes that a strategy holds with its help."""
        found: dict[int, tuple[int, ...]] = {}
        for hold in self.structure.holds:
            for one in hold.needs:
                found[one] = (*found.get(one, ()), hold.process)
        return found

    # ── what is drawn of one thing ─────────────────────────────────────────────────────────────

    def _box(self, number: int, more: int, direction: Direction) -> None:
        node = self.structure.nodes[number]
        single = node.id in self.single
        notes = [self.say(SINGLE)] if single else []
        if more and direction == "needs":
            notes.append(Message.of("needs {count} more", count=more).text(self.say))
        elif more:
            notes.append(Message.of("needed by {count} more", count=more).text(self.say))
        self.boxes.append(Box(node.id, node.kind, self._title(node.id), tuple(notes), single))

    def _arrow(self, source: str, target: int, label: str, type_: str, **more: Any) -> None:
        if target in self.inside:
            self.arrows[Arrow(source, self._id(target), label, type_, **more)] = None

    def _needs(self, number: int) -> None:
        node = self.structure.nodes[number]
        for need, link in zip(node.needs, node.links, strict=True):
            self._arrow(node.id, need, "", "needs", fields=(link,))
        for premises in node.stands_in:
            self._arrow(node.id, premises.site, self.say("in the building"), "stands-at")
            for cause in premises.causes:
                self._arrow(node.id, cause, self.say("in the building"), "stands-at")

    def _gate(self, number: int, gates: tuple[Gate, ...]) -> None:
        gate = gates[0]
        source = id_ = self._id(number)
        if not plain(gate):
            source = f"{id_}/{gate.what}"
            some, *others = (
                gate_message(one, unit_of(self.plan, id_, one)).text(self.say) for one in gates
            )
            absent = sum(one not in self.inside for one in gate.members)
            if absent:
                others.append(Message.of("{count} not drawn", count=absent).text(self.say))
            self.boxes.append(Box(source, GATE, some, tuple(others)))
            self.arrows[Arrow(id_, source)] = None
        shared = set.intersection(*(set(way[1:]) for way in gate.ways)) if gate.ways else set()
        for place, way in enumerate(gate.ways):
            stands_in = all(place >= one.serving for one in gates)
            weight = max(one.weights[place] for one in gates)
            type_ = "stands-in" if stands_in else "one-of"
            self._arrow(source, way[0], str(weight) if weight != 1 else "", type_, dashed=stands_in)
            for one in way[1:]:
                if one in shared:
                    self._arrow(source, one, self.say("shared by all"), "shares")
                else:
                    self._arrow(source, one, self.say("for the switch"), "switch", dashed=True)

    def _strategy(self, number: int, hold: int) -> None:
        strategy = self.structure.holds[hold]
        title = self.plan.title(strategy.id, *self.languages)
        self.boxes.append(Box(strategy.id, "strategies", title))
        held = self.say("holds the minimum")
        self.arrows[Arrow(self._id(number), strategy.id, held, "held-by", True)] = None
        for one in strategy.needs:
            self._arrow(strategy.id, one, "", "needs")


def _reached(
    roots: Iterable[int], depth: int | None, step: Callable[[int], Iterable[int]]
) -> dict[int, int]:
    """Thing → how many steps it is away, the nearest first."""
    found = dict.fromkeys(roots, 0)
    waiting = deque(found)
    while waiting:
        one = waiting.popleft()
        if depth is None or found[one] < depth:
            for other in step(one):
                if other not in found:
                    found[other] = found[one] + 1
                    waiting.append(other)
    return found
