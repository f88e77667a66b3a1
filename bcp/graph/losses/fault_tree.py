"""Reading a fault tree in the Open-PSA model exchange format, and counting its minimal cut sets.

Read are ``define-fault-tree``, ``define-component``, ``define-gate`` with ``and``, ``or``,
``atleast``, nested formulas, constants and references to gates, basic events and house events, and
what ``model-data`` defines of these; what else the format has (parameters, event trees, alignments)
says nothing about cut sets and is passed over. Negation is refused: with it a tree has no minimal
cut sets, only prime implicants.

The file itself is read by :mod:`bcp.graph.losses.exchange_file`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bcp.errors import BcpError
from bcp.graph.lines import Line, line
from bcp.graph.losses.cutsets import EMPTY, UNIT, Families, room_for
from bcp.graph.losses.exchange_file import Element, elements

FORMAT = "bcp.cut-set-counts/1"

_NEGATION = frozenset({"not", "xor", "iff", "nand", "nor", "imply"})
_REFERENCES = {
    "gate": "gate",
    "basic-event": "basic-event",
    "house-event": "house-event",
    "event": "",
}
_DEFINING = {
    "define-gate": "gate",
    "define-basic-event": "basic-event",
    "define-house-event": "house-event",
}
_INTO = frozenset({"opsa-mef", "open-psa", "define-fault-tree", "define-component", "model-data"})
_ASIDE = frozenset({"label", "attributes"})


@dataclass(frozen=True, slots=True)
class Definition:
    """A gate, a basic event or a house event."""

    kind: str
    name: str
    """With the containers it stands in: ``tree.component.name``; public ones by the name alone."""
    element: Element
    inside: tuple[str, ...]
    """The containers, the outermost first."""


@dataclass(frozen=True)
class FaultTree:
    """Definitions, and the gate on top."""

    top: str
    definitions: dict[str, Definition]
    """By full name."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many minimal cut sets there are."""

    counts: tuple[int, ...]
    """Of one, two, … events."""
    always: bool
    """Whether the top gate holds whatever happens: the empty set is its only minimal cut set."""


def fault_tree(content: bytes, top: str | None = None) -> FaultTree:
    """Read a fault tree. ``top``: the name of the top gate, needed when there are several.

    :raises BcpError: in a plain sentence with the line: broken XML, a document type, negation,
        something that is not defined or defined twice, gates in a circle, no single top gate.
    """
    definitions = _defined(elements(content))
    names = _Names(definitions)
    gates = [one for one in definitions.values() if one.kind == "gate"]
    if not gates:
        raise BcpError(
            "there is no gate in this file", "give a file with <define-fault-tree> and gates in it"
        )
    used: set[str] = set()
    for gate in gates:
        used.update(names.of(one, gate).name for one in _references(gate))
    found = _top(definitions, gates, used, names, top)
    tree = FaultTree(found, definitions)
    _check_circles(tree, names)
    return tree


def counts(tree: FaultTree, order: int) -> Counts:
    """The minimal cut sets of up to ``order`` events of the top gate, counted by size."""
    families = Families(order)
    events = sum(one.kind == "basic-event" for one in tree.definitions.values())
    with room_for(max(events, len(tree.definitions))):
        family = _Reckoning(tree, families).run()
    return Counts(families.counts(family)[1:], family == UNIT)


def sentences(tree: FaultTree, found: Counts) -> Iterator[Line]:
    """The counts, as lines."""
    yield line(0, "Minimal cut sets of {top}, by how many events they take:", top=tree.top)
    if found.always:
        yield line(1, "the gate holds before anything is lost")
        return
    for size, count in enumerate(found.counts, 1):
        yield line(1, "{size}: {count}", size=size, count=count)


# ── the file ───────────────────────────────────────────────────────────────────────────────────


def _defined(root: Element) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    waiting: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while waiting:
        one, inside = waiting.pop()
        if one.tag in ("define-fault-tree", "define-component"):
            inside = (*inside, _name(one))
        waiting += [(child, inside) for child in reversed(one.children) if child.tag in _INTO]
        for child in one.children:
            if child.tag in ("define-CCF-group", "define-substitution", "include"):
                raise BcpError(
                    "line {line}: <{tag}> is not read, and without it the cut sets would be wrong",
                    "give the tree without it: groups and substitutions written out, one file",
                    line=child.line,
                    tag=child.tag,
                )
            if child.tag in _DEFINING:
                _define(found, child, inside)
    return found


def _define(found: dict[str, Definition], element: Element, inside: tuple[str, ...]) -> None:
    name = ".".join((*inside, _name(element)))
    if name in found:
        raise BcpError(
            "line {line}: {name} is defined a second time; first on line {first}",
            "give one of them another name",
            line=element.line,
            name=name,
            first=found[name].element.line,
        )
    found[name] = Definition(_DEFINING[element.tag], name, element, inside)


def _name(element: Element) -> str:
    name = element.attributes.get("name", "").strip()
    if not name:
        raise BcpError(
            "line {line}: <{tag}> has no name",
            'write name="…"',
            line=element.line,
            tag=element.tag,
        )
    return name


# ── names ──────────────────────────────────────────────────────────────────────────────────────


class _Names:
    """What a name means where it stands: nearest first, from the container outwards."""

    def __init__(self, definitions: dict[str, Definition]) -> None:
        self.definitions = definitions
        self.short: dict[str, list[Definition]] = {}
        for one in definitions.values():
            self.short.setdefault(one.name.rpartition(".")[2], []).append(one)
        self.events = any(one.kind == "basic-event" for one in definitions.values())

    def of(self, reference: Element, gate: Definition) -> Definition:
        """What a reference in a gate means.

        :raises BcpError: when nothing of that name is defined, several are, or it is of another
            kind. A basic event need not be defined where the file defines none at all.
        """
        name = _name(reference)
        kind = reference.attributes.get("type") or _REFERENCES[reference.tag]
        found = self._found(name, gate.inside)
        if not found and kind == "basic-event" and not self.events:
            return Definition("basic-event", name, reference, ())
        if len(found) != 1 or (kind and found[0].kind != kind):
            raise BcpError(
                "line {line}: gate {gate} names {name}, which is not defined"
                if not found
                else "line {line}: gate {gate} names {name}, which several things are called"
                if len(found) > 1
                else "line {line}: gate {gate} names {name} as a {kind}, and it is a {other}",
                "define it, or mend the name",
                line=reference.line,
                gate=gate.name,
                name=name,
                kind=kind,
                other=found[0].kind if found else "",
            )
        return found[0]

    def _found(self, name: str, inside: Sequence[str]) -> list[Definition]:
        for length in range(len(inside), -1, -1):
            one = self.definitions.get(".".join((*inside[:length], name)))
            if one is not None:
                return [one]
        return self.short.get(name, [])


def _formula(definition: Definition) -> Element:
    """The one formula of a gate or house event."""
    parts = [one for one in definition.element.children if one.tag not in _ASIDE]
    if len(parts) != 1:
        raise BcpError(
            "line {line}: gate {gate} has no formula"
            if not parts
            else "line {line}: gate {gate} has several formulas",
            "give it one: <or>, <and>, <atleast> or a single event",
            line=definition.element.line,
            gate=definition.name,
        )
    return parts[0]


def _references(gate: Definition) -> Iterator[Element]:
    """What the formula of a gate names; its operators are checked on the way."""
    waiting = [_formula(gate)]
    while waiting:
        one = waiting.pop()
        if one.tag in _REFERENCES:
            yield one
        elif one.tag in ("and", "or", "atleast"):
            _check_operator(one, gate)
            waiting += reversed(_arguments(one))
        elif one.tag == "constant":
            _constant(one, gate)
        elif one.tag in _NEGATION or one.tag == "cardinality":
            raise BcpError(
                "line {line}: gate {gate} uses <{tag}>; only trees without negation have minimal"
                " cut sets",
                "give a tree of <and>, <or> and <atleast>",
                line=one.line,
                gate=gate.name,
                tag=one.tag,
            )
        else:
            raise BcpError(
                "line {line}: gate {gate} holds <{tag}>, which is no formula",
                "give a tree of <and>, <or>, <atleast> and events",
                line=one.line,
                gate=gate.name,
                tag=one.tag,
            )


def _arguments(operator: Element) -> list[Element]:
    return [one for one in operator.children if one.tag not in _ASIDE]


def _check_operator(one: Element, gate: Definition) -> None:
    parts = _arguments(one)
    least = one.attributes.get("min", "").strip() if one.tag == "atleast" else "1"
    if parts and re.fullmatch(r"[0-9]{1,9}", least) and 1 <= int(least) <= len(parts):
        return
    raise BcpError(
        "line {line}: <{tag}> in gate {gate} has nothing in it"
        if not parts
        else '<atleast> in gate {gate} on line {line}: min="{least}" is not from 1 to {count}',
        "say how many of its parts are meant, or take it out",
        line=one.line,
        tag=one.tag,
        gate=gate.name,
        least=least,
        count=len(parts),
    )


def _constant(one: Element, of: Definition) -> int:
    value = one.attributes.get("value", "").strip().lower()
    if value not in ("true", "false"):
        raise BcpError(
            "line {line}: the constant in {name} is neither true nor false",
            'write value="true" or value="false"',
            line=one.line,
            name=of.name,
        )
    return UNIT if value == "true" else EMPTY


# ── the top ────────────────────────────────────────────────────────────────────────────────────


def _top(
    definitions: dict[str, Definition],
    gates: Sequence[Definition],
    used: set[str],
    names: _Names,
    asked: str | None,
) -> str:
    if asked is not None:
        found = [definitions[asked]] if asked in definitions else names.short.get(asked, [])
        found = [one for one in found if one.kind == "gate"]
        if len(found) == 1:
            return found[0].name
        raise BcpError(
            "there is no gate {name} in this file"
            if not found
            else "several gates are called {name} in this file",
            "name a gate with the tree it stands in: {some}",
            name=asked,
            some=", ".join(one.name for one in (found or gates)[:10]),
        )
    tops = [one.name for one in gates if one.name not in used]
    if len(tops) == 1:
        return tops[0]
    if not tops:
        raise BcpError(
            "every gate in this file is used by another, so none is on top: they go in a circle",
            "cut the circle, or name the top gate",
        )
    raise BcpError(
        "{count} gates in this file are used by no other: {some}",
        "name the one on top: bcp graph losses GATE --from FILE",
        count=len(tops),
        some=", ".join(tops[:10]) + (" …" if len(tops) > 10 else ""),
    )


def _check_circles(tree: FaultTree, names: _Names) -> None:
    """Refuse gates that lead to themselves, also those that the top does not lead to."""
    done: set[str] = set()
    for gate in tree.definitions.values():
        if gate.kind == "gate" and gate.name not in done:
            _walk(gate, names, done)


def _walk(start: Definition, names: _Names, done: set[str]) -> None:
    def inner(gate: Definition) -> Iterator[Definition]:
        several = (names.of(one, gate) for one in _references(gate))
        return (one for one in several if one.kind == "gate")

    open_ = {start.name: None}
    path = [(start, inner(start))]
    while path:
        gate, others = path[-1]
        for other in others:
            if other.name in open_:
                circle = [*open_][[*open_].index(other.name) :]
                raise BcpError(
                    "line {line}: gates lead to themselves: {circle}",
                    "cut the circle: a fault tree has none",
                    line=other.element.line,
                    circle=" → ".join(
                        [*circle[:6], *(["…"] if len(circle) > 6 else []), circle[0]]
                    ),
                )
            if other.name not in done:
                open_[other.name] = None
                path.append((other, inner(other)))
                break
        else:
            path.pop()
            del open_[gate.name]
            done.add(gate.name)


# ── reckoning ──────────────────────────────────────────────────────────────────────────────────


class _Reckoning:
    """The families of gates and formulas, innermost first, however deep they nest."""

    def __init__(self, tree: FaultTree, families: Families) -> None:
        self.tree = tree
        self.families = families
        self.names = _Names(tree.definitions)
        self.variables: dict[str, int] = {}
        self.known: dict[int, int] = {}
        """By the identity of an element: its family."""

    def run(self) -> int:
        top = self.tree.definitions[self.tree.top]
        waiting: list[tuple[Element, Definition, bool]] = [(_formula(top), top, False)]
        while waiting:
            one, gate, ready = waiting.pop()
            if id(one) in self.known:
                continue
            parts = self._parts(one, gate)
            if not ready and parts:
                waiting.append((one, gate, True))
                waiting += [(part, inside, False) for part, inside in reversed(parts)]
            else:
                self.known[id(one)] = self._value(one, gate, [self.known[id(p)] for p, _ in parts])
        return self.known[id(_formula(top))]

    def _parts(self, one: Element, gate: Definition) -> list[tuple[Element, Definition]]:
        if one.tag in _REFERENCES:
            meant = self.names.of(one, gate)
            return [(_formula(meant), meant)] if meant.kind == "gate" else []
        return [(part, gate) for part in _arguments(one)] if one.tag != "constant" else []

    def _value(self, one: Element, gate: Definition, parts: list[int]) -> int:
        if one.tag == "or":
            return self.families.union_all(parts)
        if one.tag == "and":
            return self.families.product_all(parts)
        if one.tag == "atleast":
            least = int(one.attributes["min"])
            return self.families.at_least(least, parts, [1] * len(parts))
        if one.tag == "constant":
            return _constant(one, gate)
        return parts[0] if parts else self._event(self.names.of(one, gate))

    def _event(self, event: Definition) -> int:
        if event.kind == "house-event":
            said = [one for one in event.element.children if one.tag == "constant"]
            return _constant(said[0], event) if said else EMPTY
        number = self.variables.setdefault(event.name, len(self.variables))
        return self.families.single(number)
