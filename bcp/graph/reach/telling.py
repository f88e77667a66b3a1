"""Hours, people and outcomes of a call-out in words."""

from __future__ import annotations

from collections.abc import Iterable

from bcp.diagnostics import Message
from bcp.graph.reach.answers import Hit, When
from bcp.graph.reach.faults import merged
from bcp.graph.reach.week import DAY, WEEK
from bcp.graph.reach.worst import Outcome
from bcp.graph.saying import length
from bcp.i18n import mark
from bcp.plan import Plan

_DAYS = (
    mark("Monday {time}"),
    mark("Tuesday {time}"),
    mark("Wednesday {time}"),
    mark("Thursday {time}"),
    mark("Friday {time}"),
    mark("Saturday {time}"),
    mark("Sunday {time}"),
)
_MANY = 3
"""Stretches told one by one."""


class Telling:
    """Words for one plan, its titles in the first of ``languages`` that it has."""

    def __init__(self, plan: Plan, languages: tuple[str, ...]) -> None:
        self.plan = plan
        self.languages = languages

    def title(self, id: str) -> str:  # noqa: A002
        return self.plan.title(id, *self.languages)

    def titles(self, ids: Iterable[str]) -> str:
        return ", ".join(map(self.title, ids))

    def named(self, id: str) -> str:  # noqa: A002
        """With the id, where one goes on to write it."""
        title = self.title(id)
        return id if title == id else f"{title} ({id})"

    def time(self, seconds: int) -> Message:
        return length(seconds)

    # ── when ───────────────────────────────────────────────────────────────────────────────────

    def when(self, one: When) -> Message:
        """``Friday 19:00 – Saturday 07:00``, ``2026-12-24 07:00–19:00``."""
        if one.day is not None:
            start, end = one.start % DAY, one.end - one.start + one.start % DAY
            if (start, end) == (0, DAY):
                return Message.of("on {day}", day=one.day.isoformat())
            hours = f"{_clock(start)}–{_clock(end)}"
            return Message.of("on {day}, {hours}", day=one.day.isoformat(), hours=hours)
        if one.end - one.start == WEEK:
            return Message.of("at any hour")
        first, last = one.start // DAY, one.end // DAY % 7
        if one.start // DAY == (one.end - 1) // DAY:
            return Message.of(_DAYS[first], time=f"{_clock(one.start)}–{_clock(one.end)}")
        return Message.of(
            "{start} – {end}",
            start=Message.of(_DAYS[first], time=_clock(one.start)),
            end=Message.of(_DAYS[last], time=_clock(one.end % DAY)),
        )

    def whens(self, several: Iterable[When]) -> Message:
        """The first of them, and how many more."""
        found = merged(several)
        told = self.when(found[0])
        for one in found[1:_MANY]:
            told = Message.of("{one}, {other}", one=told, other=self.when(one))
        more = len(found) - _MANY
        return Message.of("{told} and {count} more", told=told, count=more) if more > 0 else told

    # ── what comes out ─────────────────────────────────────────────────────────────────────────

    def circumstance(self, hit: Hit) -> Message:
        if hit.channel is not None:
            told = Message.of("{channel} lost", channel=self.title(hit.channel))
        elif hit.absent is not None:
            told = Message.of("{person} absent", person=self.title(hit.absent))
        else:
            told = Message.of("whichever one person is absent")
        if not hit.away:
            return told
        people = self.titles(hit.away)
        if hit.absent is None and hit.channel is None:
            return Message.of("{people} away by plan", people=people)
        return Message.of("{told}, {people} away by plan", told=told, people=people)

    def outcome(self, one: Outcome) -> Message:
        role = self.title(one.by) if one.by is not None else ""
        if one.kind == "reached":
            text = mark("{time} until {role} accepts")
            return Message.of(text, time=self.time(one.seconds or 0), role=role)
        if one.why == "called-on":
            text = mark(
                "not known – the list is at its end after {time}, then {role} is called until "
                "somebody accepts"
            )
            return Message.of(text, time=self.time(one.lasted), role=role)
        text = {
            "unnamed": mark("not known – the plan names nobody for {role}"),
            "nobody": mark("never – all who may act as {role} are away or cannot be called"),
            "not-called": mark("never – no step calls {role}"),
            "loop": mark("never – the calls run in a circle and do not come to {role}"),
            "nowhere": mark("never – a step leads to one that is not there"),
            "no-list": mark("never – no list of calls holds then"),
        }[one.why]
        return Message.of(text, role=role)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 25:02}:{minute % 60:02}" if minute <= DAY else _clock(minute % DAY)
