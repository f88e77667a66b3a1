"""What each reference in a plan means: a field of the model → a typed edge.

``duty.alternates`` names a person: the edge is *person – alternate-of → role*. Some fields name who
does something to the object, so their edges run against the reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bcp.diagnostics import Path
from bcp.errors import BcpError
from bcp.model.base import Reference
from bcp.model.resources import Redundancy
from bcp.nearest import nearest
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class Edge:
    """A typed relation between two objects of the plan, or tasks and steps of them."""

    source: str
    type: str
    target: str
    field: str
    """The field that says so, as a dotted path: ``switch.decided_by``."""
    path: Path
    """Where it is written, in the object ``written_in``."""
    written_in: str


FORWARD: Final[Mapping[str, str]] = {
    "people site": "works-at",
    "people trained": "trained-in",
    "teams reports_to": "reports-to",
    "roles team": "member-of",
    "roles rota": "filled-from",
    "roles cover": "during",
    "roles trained_in": "trained-in",
    "roles turns_to": "turns-to",
    "roles takes": "takes-along",
    "rotas kept": "kept-in",
    "organisations commitments.process": "is-owed",
    "organisations commitments.notice": "uses",
    "processes for": "serves",
    "strategies for": "serves",
    "strategies without": "without",
    "strategies do": "follows",
    "sites zone": "shares",
    "systems at": "stands-at",
    "systems supplier": "supplied-by",
    "systems backups.kept_at": "kept-in",
    "systems backups.restore": "follows",
    "systems manual": "follows",
    "redundancy stand_ins.what": "counts-on",
    "records at": "kept-in",
    "records copies.at": "kept-in",
    "queues process": "serves",
    "queues channel": "via",
    "queues numbers.carrier": "supplied-by",
    "queues numbers.reroute.to": "reroutes-to",
    "queues numbers.reroute.portal": "needs",
    "queues open": "during",
    "queues after_hours": "passes-to",
    "queues forecast.hours": "during",
    "queues agents.site": "stands-at",
    "queues agents.also_serves": "helps-out-on",
    "queues minimum.hours": "during",
    "queues shed_message": "uses",
    "queues emergency_message": "uses",
    "queues dropped_call": "follows",
    "queues scripts": "uses",
    "queues overflow.partner": "overflows-to",
    "queues overflow.hours": "during",
    "risks threatens": "threatens",
    "risks removes.ids": "removes",
    "risks removes.at": "removes-staff-at",
    "levels must_be_told": "tells",
    "levels teams": "assembles",
    "indicators queue": "measures",
    "indicators on_warn": "starts",
    "indicators on_critical": "starts",
    "playbooks for.risks": "answers",
    "playbooks for.losses": "answers",
    "playbooks escalation": "uses",
    "playbooks at_other_hours": "uses",
    "playbooks messages": "uses",
    "playbooks facts": "uses",
    "playbooks care": "uses",
    "procedures kept": "kept-in",
    "procedures steps.options.follow": "follows",
    "procedures overrun.tell": "tells",
    "escalations levels": "for",
    "escalations hours": "during",
    "escalations steps.role": "calls",
    "escalations steps.via": "via",
    "escalations hand_over": "hands-over-to",
    "escalations ends_at": "ends-at",
    "channels fallback": "falls-back-to",
    "audiences primary": "via",
    "audiences alternate": "via",
    "audiences list.record": "kept-in",
    "messages audience": "addresses",
    "messages risks": "for",
    "messages levels": "for",
    "messages text": "via",
    "notifications organisation": "addresses",
    "notifications previous": "after",
    "notifications risks": "for",
    "notifications levels": "for",
    "notifications via": "via",
    "notifications message": "uses",
    "forms triage.to": "hands-to",
    "forms copies.at": "kept-in",
    "courses for": "for",
    "courses records": "kept-in",
    "wellbeing for": "for",
    "exercises scenario.risks": "plays",
    "exercises scenario.losses": "plays",
    "exercises injects.to": "tells",
    "exercises actions.tests": "tests",
    "events of": "run-of",
    "events covered": "covers",
    "events measured.what": "measures",
    "events told": "tells",
    "improvements from": "comes-from",
    "improvements verified_by": "verified-by",
    "improvements changes": "changes",
    "waivers on": "waives",
    "plan copies.at": "kept-in",
    "plan logs.record": "kept-in",
    "needs": "needs",
    "shares": "shares",
    "procedure": "follows",
    "demonstrated.in": "demonstrated-in",
}
"""Edges that run as the reference does. Keys: kind and field, or a field of any kind."""

BACKWARD: Final[Mapping[str, str]] = {
    "roles primary": "holds",
    "roles alternates": "alternate-of",
    "rotas shifts.people": "on-rota",
    "rotas weeks": "on-rota",
    "teams lead": "leads",
    "teams members": "member-of",
    "organisations liaison": "speaks-with",
    "redundancy switch.by": "switches",
    "queues numbers.reroute.by": "reroutes",
    "sites alternates": "stands-in",
    "sites access.people": "may-enter",
    "sites roll_call_by": "does",
    "suppliers invoke.who_may": "may-invoke",
    "risks controls": "controls",
    "risks early_warning": "announces",
    "risks playbook": "answers",
    "levels declared_by": "declares",
    "indicators source.by": "watches",
    "indicators watched_by": "watches",
    "playbooks activation.standby.by": "activates",
    "playbooks activation.partial.by": "activates",
    "playbooks activation.full.by": "activates",
    "playbooks log_keeper": "keeps-log-of",
    "playbooks stand_down.by": "ends",
    "channels operated_by": "operates",
    "messages approve.by": "approves",
    "messages publish.by": "sends",
    "messages removed_by": "takes-down",
    "notifications by": "sends",
    "wellbeing offered_by": "offers",
    "exercises participants": "takes-part-in",
    "exercises suppliers": "takes-part-in",
    "exercises facilitator": "leads",
    "exercises evaluator": "evaluates",
    "exercises safety_controller": "safeguards",
    "plan sponsor": "sponsors",
    "plan activated_by": "activates",
    "plan approved.by": "approved",
    "plan distribution": "receives",
    "plan copies.held_by": "keeps",
    "records copies.held_by": "keeps",
    "plan changes.by": "changed",
    "plan logs.keeper": "keeps",
    "risks accepted.by": "accepted",
    "waivers approved_by": "accepted",
    "owner": "owns",
    "by": "does",
    "decided_by": "decides",
    "otherwise.by": "decides-otherwise",
    "accountable": "accountable-for",
}
"""Edges that run against the reference: the object named acts on the one that names it."""

_KEYED_BY_ID: Final = (("people", "trained"), ("messages", "text"))
_PARTS: Final = {"playbooks": "tasks", "procedures": "steps"}
"""Kinds whose parts are nodes of their own, and the field these stand in."""


def type_of(kind: str, field: str) -> tuple[str, bool]:
    """(edge type, whether it runs against the reference) of a field of a kind.

    KeyError for a field that the tables do not know.
    """
    last_two = ".".join(field.split(".")[-2:])
    for key in (f"{kind} {field}", last_two, field.split(".")[-1]):
        if key in BACKWARD:
            return BACKWARD[key], True
        if key in FORWARD:
            return FORWARD[key], False
    raise KeyError(f"{kind} {field}")


def field_of(kind: str, path: Path) -> str:
    """The field a reference stands in, without list positions and ids: ``shifts.people``."""
    names = [part for part in path if isinstance(part, str)]
    if (kind, names[0]) in _KEYED_BY_ID:
        names = names[:1]
    return ".".join(names)


def edges(plan: Plan) -> tuple[Edge, ...]:
    """Every relation of the plan, in the order of ids and fields; dangling references left out."""
    dangling = frozenset(plan.dangling)
    found = [_edge(plan, one) for one in plan.references if one not in dangling]
    return (*found, *_inner_edges(plan))


def _edge(plan: Plan, one: Reference) -> Edge:
    kind = plan.kind_of(one.source) or ""
    field = field_of(kind, one.path)
    here = _part_id(plan, one.source, kind, one.path) or one.source
    if kind == "redundancy" and one.path[0] == "of":
        return Edge(one.target, _membership(plan, one), here, field, one.path, one.source)
    type_, backward = type_of(kind, field)
    source, target = (one.target, here) if backward else (here, one.target)
    return Edge(source, type_, target, field, one.path, one.source)


def _membership(plan: Plan, one: Reference) -> str:
    redundancy = plan.find(one.source, Redundancy)
    place = one.path[1]
    if redundancy is None or redundancy.mode == "active" or not isinstance(place, int):
        return "part-of"
    return "stands-in" if place >= redundancy.need else "part-of"


def _part_id(plan: Plan, source: str, kind: str, path: Path) -> str | None:
    """``playbook#task`` for a path that leads into a task or step."""
    if _PARTS.get(kind) != path[0]:
        return None
    value: Any = plan.objects[source]
    for part in path[:-1]:
        if isinstance(part, int):
            return f"{source}#{value[part].id}"
        value = value.get(part)
    return None


@dataclass(frozen=True, slots=True)
class PartOf:
    """A task of a playbook, or a step of a procedure."""

    id: str
    kind: str
    """``tasks`` or ``steps``."""
    of: str
    part: object


def parts(plan: Plan) -> tuple[PartOf, ...]:
    """Every task and step, in the order of ids and of the plan."""
    from bcp.model.response import Playbook, Procedure

    tasks = (
        PartOf(f"{one.id}#{task.id}", "tasks", one.id, task)
        for one in plan.of(Playbook)
        for _, several in one.tasks.by_phase()
        for task in several
    )
    steps = (
        PartOf(f"{one.id}#{step.id}", "steps", one.id, step)
        for one in plan.of(Procedure)
        for step in one.steps
    )
    return (*tasks, *steps)


def _inner_edges(plan: Plan) -> list[Edge]:
    """What no reference says: a playbook has its tasks, and tasks come after each other."""
    found = []
    known = {one.id for one in parts(plan)}
    for one in parts(plan):
        found.append(Edge(one.of, "has", one.id, one.kind, (one.kind,), one.of))
        found += [
            Edge(one.id, "after", f"{one.of}#{before}", "after", (), one.of)
            for before in getattr(one.part, "after", ())
            if f"{one.of}#{before}" in known
        ]
    return found


# ── about one object ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of an object, seen from it."""

    type: str
    outgoing: bool
    """Whether the object acts or stands at its beginning."""
    id: str
    """The other end: an object, or a task or step as ``playbook#task``."""
    kind: str
    title: str
    field: str
    path: Path
    written_in: str


@dataclass(frozen=True, slots=True)
class About:
    """An object, and everything that relates it to others."""

    id: str
    kind: str
    title: str
    relations: tuple[Relation, ...]
    """Outgoing ones first, then by type, kind and id."""

    @property
    def grouped(self) -> tuple[tuple[str, bool, tuple[Relation, ...]], ...]:
        """(type, outgoing, relations) in order."""
        groups: dict[tuple[str, bool], list[Relation]] = {}
        for one in self.relations:
            groups.setdefault((one.type, one.outgoing), []).append(one)
        return tuple((type_, out, tuple(several)) for (type_, out), several in groups.items())


def about(plan: Plan, id: str, *languages: str) -> About:  # noqa: A002
    """What an object is, what it names, and what names it.

    :raises BcpError: when there is no object with this id.
    """
    kind = plan.kind_of(id)
    if kind is None:
        near = nearest(id, plan.objects)
        raise BcpError(
            "There is no {id} in this plan.",
            "Did you mean {near}?" if near else "Check the id.",
            id=id,
            near=near,
        )
    inner = {one.id: one for one in parts(plan)}
    found = []
    for edge in edges(plan):
        for here, other, outgoing in (
            (edge.source, edge.target, True),
            (edge.target, edge.source, False),
        ):
            # The tasks of a playbook are part of it: what they name is told with it.
            mine = here == id or (here in inner and inner[here].of == id)
            theirs = other == id or (other in inner and inner[other].of == id)
            if mine and not theirs:
                found.append(_relation(plan, edge, other, inner, languages, outgoing=outgoing))
    found.sort(key=lambda one: (not one.outgoing, one.type, one.kind, one.id, one.field))
    return About(id, kind, plan.title(id, *languages), tuple(dict.fromkeys(found)))


def _relation(
    plan: Plan,
    edge: Edge,
    other: str,
    inner: Mapping[str, PartOf],
    languages: tuple[str, ...],
    *,
    outgoing: bool,
) -> Relation:
    if other in inner:
        kind, title = inner[other].kind, part_title(plan, inner[other], *languages)
    else:
        kind, title = plan.kind_of(other) or "", plan.title(other, *languages)
    return Relation(edge.type, outgoing, other, kind, title, edge.field, edge.path, edge.written_in)


def part_title(plan: Plan, one: PartOf, *languages: str) -> str:
    """What a task or step says is to be done."""
    words = getattr(one.part, "do", None) or getattr(one.part, "decide", None)
    if words is not None:
        return str(words.in_language(*languages, plan.language))
    procedure = getattr(one.part, "procedure", None)
    return plan.title(procedure, *languages) if procedure else one.id.partition("#")[2]
