"""Who holds each role at every hour, in sentences for people, and as JSON for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bcp.diagnostics import Message
from bcp.graph.cover.cover import Cover, Hole, RoleCover
from bcp.graph.cover.distance import Successors
from bcp.graph.cover.duty import LongDuty, ShortRest
from bcp.graph.cover.patterns import Pattern, patterns
from bcp.graph.cover.times import Stretch, local
from bcp.graph.lines import Line, line
from bcp.i18n import mark
from bcp.model.people import Rota
from bcp.plan import Plan

MOST = 8
"""Stretches of one role told one by one; the rest are counted."""
_EVERY = (
    mark("every Monday"),
    mark("every Tuesday"),
    mark("every Wednesday"),
    mark("every Thursday"),
    mark("every Friday"),
    mark("every Saturday"),
    mark("every Sunday"),
)
_SHORT = (
    mark("Mon"),
    mark("Tue"),
    mark("Wed"),
    mark("Thu"),
    mark("Fri"),
    mark("Sat"),
    mark("Sun"),
)


def sentences(answer: Cover, plan: Plan, language: str = "") -> tuple[Line, ...]:
    """The answer in sentences, holes first. ``language`` chooses among the plan's own titles; the
    sentences themselves are translated when they are shown."""
    return tuple(_Wording(answer, plan, (language,) if language else ()).lines())


class _Wording:
    def __init__(self, answer: Cover, plan: Plan, languages: tuple[str, ...]) -> None:
        self.answer = answer
        self.plan = plan
        self.languages = languages

    def title(self, id: str) -> str:  # noqa: A002
        return f"{self.plan.title(id, *self.languages)} ({id})"

    def titles(self, ids: Iterable[str]) -> str:
        return ", ".join(map(self.title, ids))

    def lines(self) -> Iterator[Line]:
        yield from self._verdict()
        for one in self.answer.roles:
            if one.open:
                yield from self._open(one)
        yield from self._long()
        yield from self._short()
        yield from self._overlaps()
        yield from self._relief()
        yield from self._unknown()
        yield from self._thin()
        yield from self._successors()
        yield from self._by_the_clock()
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
                "Held by nobody at times: {count} of {all} roles, {hours} together, in {weeks} "
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
            yield self._stretch(1, pattern, zones)
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
            months = _listed(
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

    # ── duty and rest ──────────────────────────────────────────────────────────────────────────

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

    def _limits(self, broken: Sequence[LongDuty | ShortRest], text: str) -> Iterator[Line]:
        people: dict[tuple[str, str, int], list[LongDuty | ShortRest]] = {}
        for one in broken:
            people.setdefault((one.person, one.role, one.limit), []).append(one)
        for (person, role, limit), several in people.items():
            zones = (self.answer.zone, *(self._zone(rota) for rota in several[0].rotas))
            found = patterns([(one.rotas, (one.start, one.end)) for one in several], zones)
            worst = (max if isinstance(several[0], LongDuty) else min)(
                one.end - one.start for one in several
            )
            yield line(
                1,
                "{what} ({role})",
                what=Message.of(
                    text, person=self.title(person), length=hours(worst), limit=hours(limit)
                ),
                role=self.title(role),
            )
            for pattern in found[:MOST]:
                yield self._turns(2, pattern, zones)
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
                yield self._turns(2, pattern, zones)
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

    def _by_the_clock(self) -> Iterator[Line]:
        """Told last and in two lines: nobody broke a rule, the clocks were changed."""
        long_ = [one for one in self.answer.long_duties if one.by_clock]
        if long_:
            yield line(
                0,
                "When the clocks go back, a duty is longer by that hour than allowed: {people}",
                people=_listed(self._when(one.person, one.start) for one in long_),
            )
        short = [one for one in self.answer.short_rests if one.by_clock]
        if short:
            yield line(
                0,
                "When the clocks go forward, a rest is shorter by that hour than it must be: "
                "{people}",
                people=_listed(self._when(one.person, one.start) for one in short),
            )

    def _when(self, person: str, start: int) -> Message:
        day = local(self.answer.zone, start).date()
        return Message.of("{person} on {day}", person=self.title(person), day=day.isoformat())

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
                yield self._stretch(2, pattern, zones)
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
                "Counted is the pattern in the plan; as worked: {records}",
                records=self.titles(one for one in kept if one),
            )

    # ── stretches in words ─────────────────────────────────────────────────────────────────────

    def _stretch(self, indent: int, pattern: Pattern[Any], zones: Sequence[str]) -> Line:
        when = self._times(pattern, zones)
        text = (
            mark("{when}, {hours}")
            if len(pattern.stretches) == 1
            else mark("{when}, {hours} in all")
        )
        return line(indent, text, when=when, hours=hours(pattern.seconds))

    def _turns(self, indent: int, pattern: Pattern[tuple[str, ...]], zones: Sequence[str]) -> Line:
        """A stretch of somebody's duties, and the rotas when they are several."""
        when = self._times(pattern, zones)
        if len(pattern.key) == 1:
            return Line(indent, when)
        return line(indent, "{when}: {rotas}", when=when, rotas=self.titles(pattern.key))

    def _times(self, pattern: Pattern[Any], zones: Sequence[str]) -> Message:
        count = len(pattern.stretches)
        told = _times(pattern.zone, pattern.first, days=count == 1)
        other = next((zone for zone in zones if zone != pattern.zone), None)
        if other is not None:
            text = (
                mark("{when} {zone} ({there} {other})")
                if count == 1
                else mark("{when} {zone} (the first {there} {other})")
            )
            there = _times(other, pattern.first, days=count == 1)
            told = Message.of(text, when=told, zone=pattern.zone, there=there, other=other)
        if count == 1:
            return told
        days = _days(pattern.weekdays, pattern.every)
        told = Message.of("{days} {times}, {count} times", days=days, times=told, count=count)
        if self._is_throughout(pattern):
            return told
        return Message.of(
            "{when} from {first} to {last}",
            when=told,
            first=_day(pattern.zone, pattern.first[0]).isoformat(),
            last=_day(pattern.zone, pattern.last[0]).isoformat(),
        )

    def _is_throughout(self, pattern: Pattern[Any]) -> bool:
        """Whether it repeats from the first week asked about to the last."""
        week = dt.timedelta(days=8)
        begun, ended = (_day(pattern.zone, one[0]) for one in (pattern.first, pattern.last))
        return begun < self.answer.start + week and ended >= self.answer.end - week


def _day(zone: str, moment: int) -> dt.date:
    return local(zone, moment).date()


def _times(zone: str, stretch: Stretch, *, days: bool) -> Message:
    """``02:00–06:00``, with its day, or both of its days, when asked for."""
    start, end = (local(zone, moment) for moment in stretch)
    until = Message.literally(f"{end:%H:%M}")
    if days and start.date() != end.date():
        text = mark("{day} {start} to {other} {end}")
        return Message.of(
            text,
            day=start.date().isoformat(),
            start=f"{start:%H:%M}",
            other=end.date().isoformat(),
            end=until,
        )
    later = (end.date() - start.date()).days
    if later > 1 or (later == 1 and end.time() >= start.time()):
        text = (
            mark("{start} to {end} the next day")
            if later == 1
            else mark("{start} to {end}, {days} days on")
        )
        return Message.of(text, start=f"{start:%H:%M}", end=until, days=later)
    times = Message.literally(f"{start:%H:%M}–{end:%H:%M}")
    if not days:
        return times
    return Message.of("{day} {times}", day=start.date().isoformat(), times=times)


def _days(weekdays: tuple[int, ...], every: bool) -> Message:
    if every and len(weekdays) == 7:
        return Message.of("every day")
    if every and len(weekdays) == 1:
        return Message.of(_EVERY[weekdays[0]])
    several = _listed(Message.of(_SHORT[day]) for day in weekdays)
    return Message.of("every {days}", days=several) if every else several


def _listed(several: Iterable[Message]) -> Message:
    said: Message | None = None
    for one in several:
        said = one if said is None else Message.of("{one}, {other}", one=said, other=one)
    return said or Message.literally("")


def hours(seconds: int) -> Message:
    """A length in hours and minutes: hours of a year are added up, not turned into days."""
    whole, rest = divmod(seconds, 3600)
    minutes, over = divmod(rest, 60)
    if over:
        return Message.of("{count} s", count=seconds)
    if not minutes:
        return Message.of("{count} h", count=whole)
    if not whole:
        return Message.of("{count} min", count=minutes)
    return Message.of("{hours} h {minutes} min", hours=whole, minutes=minutes)


# ── JSON ───────────────────────────────────────────────────────────────────────────────────────

FORMAT = "bcp.cover/1"


def as_json(answer: Cover) -> dict[str, Any]:
    """The answer as plain values; ``format`` names the shape: its fields are those of
    :class:`~bcp.graph.cover.cover.Cover`. Moments are in UTC, ``2026-03-29T01:00Z``; lengths in
    seconds."""
    return {
        "format": FORMAT,
        "plan": answer.plan,
        "zone": answer.zone,
        "start": answer.start.isoformat(),
        "end": answer.end.isoformat(),
        "weeks": answer.weeks,
        "open": answer.open,
        "roles": [_role(one) for one in answer.roles],
        "without_hours": list(answer.without_hours),
        "long_duties": [_limit(one) for one in answer.long_duties],
        "short_rests": [_limit(one) for one in answer.short_rests],
        "overlaps": [
            {"person": one.person, "rotas": list(one.rotas), **_span(one.start, one.end)}
            for one in answer.overlaps
        ],
        "reliefs": [
            {
                "role": one.role,
                "people": list(one.people),
                "needed": one.needed,
                "max_duty": one.max_duty,
                "rest": one.rest,
            }
            for one in answer.reliefs
        ],
        "successors": [
            {
                "role": one.role,
                "sites": [{"site": site, "people": list(people)} for site, people in one.sites],
                "not_known": list(one.not_known),
                "from_home": list(one.from_home),
                "taken_by": list(one.taken_by),
                "timezones": list(one.timezones),
            }
            for one in answer.successors
        ],
    }


def _role(one: RoleCover) -> dict[str, Any]:
    return {
        "role": one.role,
        "critical": one.critical,
        "hours": one.hours,
        "rota": one.rota,
        "zone": one.zone,
        "named": list(one.named),
        "wanted": one.wanted,
        "held": one.held,
        "open": one.open,
        "unknown": one.unknown,
        "kept": one.kept,
        "holes": [_hole(hole) for hole in one.holes],
        "thin": [_span(*stretch) for stretch in one.thin],
        "months": {each.month: each.open for each in one.months},
    }


def _hole(one: Hole) -> dict[str, Any]:
    return {**_span(one.start, one.end), "why": one.why, "people": list(one.people)}


def _limit(one: LongDuty | ShortRest) -> dict[str, Any]:
    return {
        "person": one.person,
        "rotas": list(one.rotas),
        "role": one.role,
        **_span(one.start, one.end),
        "limit": one.limit,
        "by_clock": one.by_clock,
    }


def _span(start: int, end: int) -> dict[str, str]:
    return {"from": _moment(start), "to": _moment(end)}


def _moment(seconds: int) -> str:
    return f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%dT%H:%MZ}"
