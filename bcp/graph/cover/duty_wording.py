"""Duty that is too long, rest that is too short, and people on two rotas at once, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcp.diagnostics import Message
from bcp.graph.cover.duty import BrokenLimit
from bcp.graph.cover.patterns import patterns
from bcp.graph.cover.stretches import MOST, Telling, hours, listed
from bcp.graph.cover.times import local
from bcp.graph.lines import Line, line
from bcp.i18n import mark
from bcp.model.people import Rota


class Duties(Telling):
    """The limits of duty and rest that an answer says are broken."""

    def lines(self) -> Iterator[Line]:
        """All of them but those that the clocks alone break."""
        yield from self._long()
        yield from self._short()
        yield from self._overlaps()
        yield from self._relief()

    def _long(self) -> Iterator[Line]:
        broken = [one for one in self.answer.long_duties if not one.by_clock]
        if broken:
            yield line(0, "On duty longer than allowed: {count} times", count=len(broken))
            yield from self._limits(
                broken, mark("{person}: on duty for up to {length}, {limit} at most")
            )

    def _short(self) -> Iterator[Line]:
        broken = [one for one in self.answer.short_rests if not one.by_clock]
        if broken:
            yield line(0, "Rest shorter than it must be: {count} times", count=len(broken))
            yield from self._limits(
                broken, mark("{person}: as little as {length} of rest, {limit} at least")
            )

    def _limits(self, broken: Sequence[BrokenLimit], text: str) -> Iterator[Line]:
        people: dict[tuple[str, str, int], list[BrokenLimit]] = {}
        for one in broken:
            people.setdefault((one.person, one.role, one.limit), []).append(one)
        for (person, role, limit), several in people.items():
            zones = (self.answer.zone, *(self._zone(rota) for rota in several[0].rotas))
            found = patterns([(one.rotas, (one.start, one.end)) for one in several], zones)
            worst = (max if several[0].what == "duty" else min)(one.length for one in several)
            yield line(
                1,
                "{what} ({role})",
                what=Message.of(
                    text, person=self.title(person), length=hours(worst), limit=hours(limit)
                ),
                role=self.title(role),
            )
            for pattern in found[:MOST]:
                yield self.turns(2, pattern, zones)
            if len(found) > MOST:
                yield line(
                    2,
                    "and {count} more",
                    count=sum(len(pattern.stretches) for pattern in found[MOST:]),
                )

    def _zone(self, rota: str) -> str:
        found = self.plan.find(rota, Rota)
        return (found.timezone if found is not None else None) or self.answer.zone

    def _overlaps(self) -> Iterator[Line]:
        if not self.answer.overlaps:
            return
        yield line(0, "On more rotas at once than roles they can fill")
        people = dict.fromkeys(one.person for one in self.answer.overlaps)
        for person in people:
            mine = [one for one in self.answer.overlaps if one.person == person]
            yield line(1, "{person}", person=self.title(person))
            zones = (self.answer.zone, *(self._zone(rota) for rota in mine[0].rotas))
            found = patterns([(one.rotas, (one.start, one.end)) for one in mine], zones)
            for pattern in found[:MOST]:
                yield self.turns(2, pattern, zones)
            if len(found) > MOST:
                yield line(
                    2,
                    "and {count} more",
                    count=sum(len(pattern.stretches) for pattern in found[MOST:]),
                )

    def _relief(self) -> Iterator[Line]:
        if self.answer.reliefs:
            yield line(0, "Too few to relieve each other around the clock")
        for one in self.answer.reliefs:
            yield line(
                1,
                "{role}: {count} named, {needed} needed ({duty} on, {rest} off)",
                role=self.title(one.role),
                count=len(one.people),
                needed=one.needed,
                duty=hours(one.max_duty),
                rest=hours(one.rest),
            )

    def by_the_clock(self) -> Iterator[Line]:
        """Told last and in two lines: nobody broke a rule, the clocks were changed."""
        long_ = [one for one in self.answer.long_duties if one.by_clock]
        if long_:
            yield line(
                0,
                "When the clocks go back, a duty is longer by that hour than allowed: {people}",
                people=listed(self._when(one.person, one.start) for one in long_),
            )
        short = [one for one in self.answer.short_rests if one.by_clock]
        if short:
            yield line(
                0,
                "When the clocks go forward, a rest is shorter by that hour than it must be: "
                "{people}",
                people=listed(self._when(one.person, one.start) for one in short),
            )

    def _when(self, person: str, start: int) -> Message:
        day = local(self.answer.zone, start).date()
        return Message.of("{person} on {day}", person=self.title(person), day=day.isoformat())
