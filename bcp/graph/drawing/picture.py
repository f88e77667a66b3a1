"""What is drawn: boxes, the small gates between them, and arrows, whatever it is drawn with.

A picture is made of what a process needs (:mod:`bcp.graph.drawing.needs`) or of everything the plan
relates (:func:`of_relations`). Mermaid, DOT, GraphML, SVG and the page draw the same picture; its
words are already in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bcp.diagnostics import Translate, mark, untranslated
from bcp.graph import misread

if TYPE_CHECKING:
    from bcp.graph.responsibility import Graph
    from bcp.plan import Plan

GATE: Final = "gate"
"""The kind of a box that says how many of several are needed."""

CAUTION: Final = "caution"
"""The kind of the box that says why a drawing may be wrong."""

DASHED: Final = frozenset(
    {"stands-in", "alternate-of", "falls-back-to", "reroutes-to", "overflows-to"}
)
"""Relations with what comes in only when something else is lost."""

SINGLE: Final = mark("single point")
"""What is said of a thing whose loss alone stops a process."""

KINDS: Final[Mapping[str, str]] = {
    CAUTION: mark("careful"),
    "plan": mark("plan"),
    "people": mark("people"),
    "teams": mark("teams"),
    "roles": mark("roles"),
    "rotas": mark("rotas"),
    "hours": mark("hours"),
    "organisations": mark("organisations"),
    "processes": mark("processes"),
    "strategies": mark("strategies"),
    "sites": mark("sites"),
    "systems": mark("systems"),
    "suppliers": mark("suppliers"),
    "redundancy": mark("redundancies"),
    "decisions": mark("decisions"),
    "causes": mark("causes"),
    "records": mark("records"),
    "queues": mark("queues"),
    "numbers": mark("numbers customers dial"),
    "risks": mark("risks"),
    "levels": mark("incident levels"),
    "indicators": mark("indicators"),
    "levers": mark("levers"),
    "playbooks": mark("playbooks"),
    "tasks": mark("tasks"),
    "procedures": mark("procedures"),
    "steps": mark("steps"),
    "escalations": mark("escalations"),
    "channels": mark("channels"),
    "audiences": mark("audiences"),
    "messages": mark("messages"),
    "notifications": mark("legal notices"),
    "forms": mark("forms"),
    "facts": mark("facts"),
    "courses": mark("courses"),
    "wellbeing": mark("care for people"),
    "exercises": mark("exercises"),
    "events": mark("events"),
    "improvements": mark("improvements"),
    "waivers": mark("waivers"),
    "unknown": mark("not declared"),
    GATE: mark("so many of several"),
}
"""What the kinds are called in a drawing, in the order in which their groups stand."""

ONE: Final[Mapping[str, str]] = {
    "people": mark("person"),
    "teams": mark("team"),
    "roles": mark("role"),
    "organisations": mark("organisation"),
    "processes": mark("process"),
    "strategies": mark("strategy"),
    "sites": mark("site"),
    "systems": mark("system"),
    "suppliers": mark("supplier"),
    "redundancy": mark("redundancy"),
    "decisions": mark("decision"),
    "causes": mark("cause"),
    "records": mark("record"),
    "queues": mark("queue"),
    "numbers": mark("number customers dial"),
    "risks": mark("risk"),
    "playbooks": mark("playbook"),
    "tasks": mark("task"),
    "procedures": mark("procedure"),
    "steps": mark("step"),
    "channels": mark("channel"),
    "forms": mark("form"),
    "facts": mark("fact"),
}
"""What one of a kind is called, where that stands on a box of its own."""


@dataclass(frozen=True, slots=True)
class Box:
    """One thing that is drawn."""

    id: str
    """Unique in the picture: an id of the plan, or for a gate that of its thing and its place."""
    kind: str
    title: str
    notes: tuple[str, ...] = ()
    """What is said under the title: "single point", "and 4 more below"."""
    single: bool = False
    """Whether its loss alone stops a process that the picture is about."""

    @property
    def gate(self) -> bool:
        return self.kind == GATE

    @property
    def lines(self) -> tuple[str, ...]:
        """The title, then the notes."""
        return (self.title, *self.notes)


@dataclass(frozen=True, slots=True)
class Arrow:
    """From what needs to what is needed; in a picture of relations, from who acts."""

    source: str
    target: str
    label: str = ""
    """What the relation is; empty for a plain need."""
    type: str = "needs"
    """The same as one word that programs can rely on."""
    dashed: bool = False
    """It stands in: it counts only when something else is lost."""
    fields: tuple[str, ...] = ()
    """Where the plan says so."""


@dataclass(frozen=True)
class Picture:
    """Boxes and arrows in an order that depends on the plan alone."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    kinds: Mapping[str, str]
    """What the kinds in it are called,"""
    ones: Mapping[str, str]
    """and what one of a kind is called."""

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Box, ...]]:
        """Boxes in groups, in the order in which kinds are listed; the gates are in none."""
        found: dict[str, list[Box]] = {}
        for one in self.boxes:
            if not one.gate:
                found.setdefault(one.kind, []).append(one)
        order = {kind: place for place, kind in enumerate(KINDS)}
        return {
            kind: tuple(found[kind])
            for kind in sorted(found, key=lambda one: (order.get(one, len(order)), one))
        }

    @property
    def gates(self) -> tuple[Box, ...]:
        return tuple(one for one in self.boxes if one.gate)


def picture_of(
    title: str, boxes: Collection[Box], arrows: Collection[Arrow], say: Translate
) -> Picture:
    """A picture of these boxes and arrows, with what their kinds are called."""
    kinds = dict.fromkeys(one.kind for one in boxes)
    named = {one: say(KINDS.get(one, one)) for one in kinds}
    ones = {one: say(ONE[one]) if one in ONE else named[one] for one in kinds}
    return Picture(title, tuple(boxes), tuple(arrows), named, ones)


def of_relations(
    graph: Graph,
    single_points: Collection[str] = (),
    *,
    title: str = "",
    say: Translate = untranslated,
) -> Picture:
    """The picture of everything the plan relates, or of a part of it.

    ``graph``: from :func:`bcp.graph.responsibility.responsibility_graph`.
    """
    boxes = []
    for id_, data in graph.nodes(data=True):
        single = id_ in single_points
        notes = (data["note"], say(SINGLE) if single else "")
        boxes.append(
            Box(id_, data["kind"], data["title"], tuple(one for one in notes if one), single)
        )
    arrows = [
        Arrow(source, target, say(key), key, key in DASHED, tuple(data["fields"]))
        for source, target, key, data in graph.edges(keys=True, data=True)
    ]
    return picture_of(title, boxes, arrows, say)


def careful(picture: Picture, plan: Plan, say: Translate) -> Picture:
    """The picture with a red box that says what makes it wrong (:mod:`bcp.graph.misread`), where
    anything does: a picture is passed on without what was said beside it."""
    notes = tuple(one.text(say) for one in misread.notes(plan))
    if not notes:
        return picture
    title = say(mark("This picture may be wrong"))
    box = Box(f"!{CAUTION}", CAUTION, title, notes, single=True)
    return picture_of(picture.title, (box, *picture.boxes), picture.arrows, say)


def numbered(picture: Picture, name: Callable[[int], str]) -> dict[str, str]:
    """Box → a name made from its place: for notations that take some words for their own."""
    return {one.id: name(place) for place, one in enumerate(picture.boxes)}
