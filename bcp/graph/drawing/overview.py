"""Who does what, as a tree of plain lines: teams → roles → people, and what each role does."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.graph.lines import Line, line
from bcp.graph.relations import Edge, edges, part_title, parts
from bcp.i18n import mark
from bcp.model.people import Role, Rota, Team
from bcp.model.response import Escalation
from bcp.plan import Plan

_ACTS = {
    "does": mark("does: {what}"),
    "accountable-for": mark("answers for: {what}"),
    "decides": mark("decides: {what}"),
    "switches": mark("switches: {what}"),
    "reroutes": mark("reroutes the numbers of: {what}"),
    "activates": mark("may activate: {what}"),
    "declares": mark("declares: {what}"),
    "approves": mark("approves: {what}"),
    "sends": mark("sends: {what}"),
    "operates": mark("operates: {what}"),
    "watches": mark("watches: {what}"),
    "keeps-log-of": mark("keeps the log of: {what}"),
    "ends": mark("ends: {what}"),
    "may-invoke": mark("may call on: {what}"),
    "owns": mark("owns: {what}"),
}
"""What is told of a role, in this order."""
_LEVELS = {"strategic": 0, "tactical": 1, "operational": 2}


def overview(plan: Plan, language: str = "") -> tuple[Line, ...]:
    """Who does what: every team with its roles, roles without a team, and who is called when."""
    return tuple(_Overview(plan, (language,) if language else ()).lines())


class _Overview:
    def __init__(self, plan: Plan, languages: tuple[str, ...]) -> None:
        self.plan = plan
        self.languages = languages
        self.parts = {one.id: one for one in parts(plan)}
        self.acts: dict[str, dict[str, list[str]]] = {}
        for edge in edges(plan):
            if edge.type in _ACTS:
                self._note(edge)

    def _note(self, edge: Edge) -> None:
        done = self.acts.setdefault(edge.source, {}).setdefault(edge.type, [])
        if edge.target not in done:
            done.append(edge.target)

    def title(self, id: str) -> str:  # noqa: A002
        if id not in self.parts:
            return self.plan.title(id, *self.languages)
        part = self.parts[id]
        holder = self.plan.title(part.of, *self.languages)
        return f"{part_title(self.plan, part, *self.languages)} ({holder})"

    def lines(self) -> Iterator[Line]:
        told: set[str] = set()
        teams = sorted(self.plan.of(Team), key=lambda one: (_LEVELS[one.level], one.id))
        for team in teams:
            yield line(0, "{team} – {level}", team=self.title(team.id), level=team.level)
            yield from self._does(team.id, 1)
            for role in self._roles_of(team):
                told.add(role.id)
                yield from self._role(role, 1, leads=role.id == team.lead)
        others = [one for one in self.plan.of(Role) if one.id not in told]
        if others:
            yield line(0, "Roles in no team")
            for role in others:
                yield from self._role(role, 1)
        for escalation in self.plan.of(Escalation):
            yield from self._escalation(escalation)

    def _roles_of(self, team: Team) -> list[Role]:
        named = dict.fromkeys((team.lead, *team.members))
        named.update(dict.fromkeys(one.id for one in self.plan.of(Role) if one.team == team.id))
        found = (self.plan.find(one, Role) for one in named)
        return [one for one in found if one is not None]

    def _role(self, role: Role, indent: int, *, leads: bool = False) -> Iterator[Line]:
        text = mark("{role} (leads)") if leads else "{role}"
        yield line(indent, text, role=self.title(role.id))
        yield from self._people(role, indent + 1)
        yield from self._does(role.id, indent + 1)

    def _people(self, role: Role, indent: int) -> Iterator[Line]:
        if role.primary is not None:
            yield line(indent, "{person}", person=self.title(role.primary))
        rota = self.plan.find(role.rota, Rota)
        if rota is not None:
            people = (*rota.weeks, *(one for shift in rota.shifts for one in shift.people))
            names = ", ".join(self.title(one) for one in dict.fromkeys(people))
            yield line(indent, "by rota: {people}", people=names)
        for number, alternate in enumerate(role.alternates, start=1):
            yield line(indent, "then ({n}): {person}", n=number, person=self.title(alternate))
        if role.primary is None and role.rota is None:
            yield line(indent, "nobody is named")

    def _does(self, id: str, indent: int) -> Iterator[Line]:  # noqa: A002
        for type_, text in _ACTS.items():
            for target in self.acts.get(id, {}).get(type_, ()):
                yield line(indent, text, what=self.title(target))

    def _escalation(self, one: Escalation) -> Iterator[Line]:
        yield line(0, "{title} – who is called", title=self.title(one.id))
        for step in one.steps:
            yield line(
                1,
                "{role}, {time} to accept, by {via}",
                role=self.title(step.role),
                time=str(step.accepts_within),
                via=", ".join(self.title(each) for each in step.via),
            )
        yield line(1, "ends at {role}", role=self.title(one.ends_at))
