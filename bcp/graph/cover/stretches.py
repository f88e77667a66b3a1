"""Stretches of time in words: hours, days of the week, how often, in one zone or two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from bcp.diagnostics import Message
from bcp.graph.cover.cover import Cover
from bcp.graph.cover.patterns import Pattern
from bcp.graph.cover.times import Stretch, local
from bcp.graph.lines import Line, line
from bcp.i18n import mark
from bcp.plan import Plan

MOST = 8
"""Stretches of one kind told one by one; the rest are counted."""
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


class Telling:
    """What all sentences about an answer share: titles with ids, stretches of its horizon."""

    def __init__(self, answer: Cover, plan: Plan, languages: tuple[str, ...]) -> None:
        self.answer = answer
        self.plan = plan
        self.languages = languages

    def title(self, id: str) -> str:  # noqa: A002
        """What people call a thing, and its id."""
        return f"{self.plan.title(id, *self.languages)} ({id})"

    def titles(self, ids: Iterable[str]) -> str:
        """Several of them with commas between."""
        return ", ".join(map(self.title, ids))

    def stretch(self, indent: int, pattern: Pattern[Any], zones: Sequence[str]) -> Line:
        """When something holds, in each of some zones, and how long in all."""
        when = self._spelt(pattern, zones)
        text = (
            mark("{when}, {hours}")
            if len(pattern.stretches) == 1
            else mark("{when}, {hours} in all")
        )
        return line(indent, text, when=when, hours=hours(pattern.seconds))

    def turns(self, indent: int, pattern: Pattern[tuple[str, ...]], zones: Sequence[str]) -> Line:
        """A stretch of somebody's duties, and the rotas when they are several."""
        when = self._spelt(pattern, zones)
        if len(pattern.key) == 1:
            return Line(indent, when)
        return line(indent, "{when}: {rotas}", when=when, rotas=self.titles(pattern.key))

    def _spelt(self, pattern: Pattern[Any], zones: Sequence[str]) -> Message:
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
    several = listed(Message.of(_SHORT[day]) for day in weekdays)
    return Message.of("every {days}", days=several) if every else several


def listed(several: Iterable[Message]) -> Message:
    """Messages with commas between them."""
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
