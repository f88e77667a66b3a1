"""Who holds each role at every hour, in sentences for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bcp.diagnostics import Message
from bcp.graph.cover.cover import Cover, RoleCover
from bcp.graph.cover.distance import Successors
from bcp.graph.cover.duty_wording import Duties
from bcp.graph.cover.patterns import patterns
from bcp.graph.cover.stretches import MOST, Telling, hours, listed
from bcp.graph.lines import Line, line
from bcp.i18n import mark
from bcp.model.people import Rota
from bcp.plan import Plan


def sentences(answer: Cover, plan: Plan, language: str = "") -> tuple[Line, ...]:
    """The answer in sentences, holes first. ``language`` chooses among the plan's own titles; the
    sentences themselves are translated when they are shown."""
    return tuple(_Wording(answer, plan, (language,) if language else ()).lines())


class _Wording(Telling):
    def lines(self) -> Iterator[Line]:
        duties = Duties(self.answer, self.plan, self.languages)
        yield from self._verdict()
        for one in self.answer.roles:
            if one.open:
                yield from self._open(one)
        yield from duties.lines()
        yield from self._unknown()
        yield from self._thin()
        yield from self._successors()
        yield from duties.by_the_clock()
        yield from self._counted()

    def _verdict(self) -> Iterator[Line]:
        roles = self.answer.roles
        span: dict[str, Any] = {
            "start": self.answer.start.isoformat(),
            "weeks": self.answer.weeks,
            "zone": self.answer.zone,
        }
        if not roles:
            yield line(0, "No role here says when it must be held: nothing is counted.")
            return
        open_ = [one for one in roles if one.open]
        unknown = [one for one in roles if one.unknown]
        if open_:
            yield line(
                0,
                "Roles held by nobody at times: {count} of {all}, {hours} together, in {weeks} "
                "weeks from {start} ({zone}).",
                count=len(open_),
                all=len(roles),
                hours=hours(self.answer.open),
                **span,
            )
        elif unknown:
            yield line(
                0,
                "No hole is known in {weeks} weeks from {start} ({zone}); of {count} of {all} "
                "roles the plan does not always say who holds them.",
                count=len(unknown),
                all=len(roles),
                **span,
            )
        else:
            yield line(
                0,
                "Every role that must be held is held at every hour asked for: {all} roles, "
                "{weeks} weeks from {start} ({zone}).",
                all=len(roles),
                **span,
            )

    # ── holes ──────────────────────────────────────────────────────────────────────────────────

    def _open(self, one: RoleCover) -> Iterator[Line]:
        yield line(
            0,
            "{role}: nobody for {open} of the {wanted} it must be held",
            role=self.title(one.role),
            open=hours(one.open),
            wanted=hours(one.wanted),
        )
        zones = (self.answer.zone, one.zone)
        found = patterns(
            [((hole.why, hole.people), (hole.start, hole.end)) for hole in one.holes], zones
        )
        for pattern in found[:MOST]:
            yield self.stretch(1, pattern, zones)
            yield from self._why(one, *pattern.key)
        if len(found) > MOST:
            rest = found[MOST:]
            yield line(
                1,
                "and {count} more, {hours} together",
                count=sum(len(pattern.stretches) for pattern in rest),
                hours=hours(sum(pattern.seconds for pattern in rest)),
            )
        if len(one.months) > 1:
            months = listed(
                Message.of("{month} {hours}", month=each.month, hours=hours(each.open))
                for each in one.months
            )
            yield line(1, "by month: {months}", months=months)

    def _why(self, role: RoleCover, why: str, people: tuple[str, ...]) -> Iterator[Line]:
        if why == "nobody":
            yield line(2, "nobody is named for it")
        elif why == "away" and len(people) == 1:
            yield line(2, "{person} is not there, and nobody stands in", person=self.title(*people))
        elif why == "away":
            yield line(2, "none of them is there: {people}", people=self.titles(people))
        elif role.rota is not None and self.plan.find(role.rota, Rota) is not None:
            alternates = [
                one for one in role.named if one in self.plan.objects[role.role].get("alternates")
            ]
            text = (
                mark(
                    "{rota} has nobody on; alternates stand in for somebody who is away, not for "
                    "a turn that nobody has"
                )
                if alternates
                else mark("{rota} has nobody on")
            )
            yield line(2, text, rota=self.title(role.rota))

    # ── what is not a hole ─────────────────────────────────────────────────────────────────────

    def _unknown(self) -> Iterator[Line]:
        unknown = [one for one in self.answer.roles if one.unknown]
        if unknown:
            yield line(0, "Not known from the plan")
        for one in unknown:
            rota = self.plan.find(one.rota, Rota)
            text = mark("{role}: who is on for {hours}")
            if rota is None:
                text = mark("{role}: who is on; there is no rota {rota}")
            elif rota.weeks and rota.starts is None:
                text = mark("{role}: whose week it is; {rota} does not say when its turns start")
            elif rota.weeks:
                text = mark("{role}: who is on for {hours}, before the first turn of {rota}")
            elif rota.kept is not None:
                text = mark("{role}: who is on; {rota} is held in {kept} alone")
            yield line(
                1,
                text,
                role=self.title(one.role),
                hours=hours(one.unknown),
                rota=self.title(one.rota or "") if rota is not None else one.rota or "",
                kept=self.title(one.kept or ""),
            )
        if self.answer.without_hours:
            yield line(
                0,
                "Critical, and not said when they must be held: {roles}",
                roles=self.titles(self.answer.without_hours),
            )

    def _thin(self) -> Iterator[Line]:
        thin = [one for one in self.answer.roles if one.thin]
        if thin:
            yield line(0, "Held, but of all who are named only one is there")
        for one in thin:
            yield line(1, "{role}", role=self.title(one.role))
            zones = (self.answer.zone, one.zone)
            found = patterns([("", each) for each in one.thin], zones)
            for pattern in found[:MOST]:
                yield self.stretch(2, pattern, zones)
            if len(found) > MOST:
                yield line(2, "and {count} more", count=len(found) - MOST)

    # ── successors ─────────────────────────────────────────────────────────────────────────────

    def _successors(self) -> Iterator[Line]:
        several = self.answer.successors
        together = [one for one in several if one.taken_by]
        if together:
            yield line(0, "One loss takes the places of all who are named")
        for one in together:
            yield from self._together(one)
        missing = [one for one in several if one.not_known and not one.taken_by]
        if missing:
            yield line(0, "Not known how far apart they are: the plan does not say where all work")
        for one in missing:
            yield line(
                1,
                "{role}: {people}",
                role=self.title(one.role),
                people=self.titles(one.not_known),
            )
        apart = len(several) - len(together) - len(missing)
        if apart:
            yield line(
                0,
                "Successors apart: for {count} of {all} critical roles no single loss takes the "
                "places of all who are named (by site, zone and what sites need; the plan holds "
                "no distances).",
                count=apart,
                all=len(several),
            )

    def _together(self, one: Successors) -> Iterator[Line]:
        yield line(
            1,
            "{role}: {things}",
            role=self.title(one.role),
            things=self.titles(one.taken_by),
        )
        for site, people in one.sites:
            text = (
                mark("{people} at {site}, whose work can be done from home")
                if site in one.from_home
                else mark("{people} at {site}")
            )
            yield line(2, text, people=self.titles(people), site=self.title(site))
        if one.not_known:
            yield line(2, "not known where: {people}", people=self.titles(one.not_known))

    def _counted(self) -> Iterator[Line]:
        kept = dict.fromkeys(one.kept for one in self.answer.roles if one.kept is not None)
        if kept:
            yield line(
                0,
                "This is the pattern in the plan; what was worked stands in: {records}",
                records=self.titles(one for one in kept if one),
            )
