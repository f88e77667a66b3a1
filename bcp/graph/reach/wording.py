"""How soon the authority is reached, in sentences for people and as JSON for programs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.reach.fault_wording import FaultWording
from bcp.graph.reach.odds import Odds
from bcp.graph.reach.reach import Hit, LevelReach, ListReach, Reach
from bcp.graph.reach.telling import Telling
from bcp.graph.reach.worst import Called
from bcp.i18n import mark
from bcp.model.response import Escalation
from bcp.plan import Plan

FORMAT = "bcp.reach/1"


def sentences(answer: Reach, plan: Plan, language: str = "") -> tuple[Line, ...]:
    """The answer in sentences, what matters most first."""
    return tuple(_Wording(answer, plan, (language,) if language else ()).lines())


def as_json(answer: Reach) -> dict[str, Any]:
    """The answer as plain values; ``format`` names the shape. Its fields are those of
    :class:`~bcp.graph.reach.reach.Reach`; times are in seconds, minutes count from Monday 00:00,
    chances are fractions as text, what is not known is null. Each fault has its ``fault`` by
    name."""
    values: dict[str, Any] = _plain(answer)
    for told, one in zip(values["lists"], answer.lists, strict=True):
        told["usual"], told["worst"] = _plain(one.usual), _plain(one.worst)
        told["worst_channel"] = _plain(one.worst_channel)
    for told, fault in zip(values["faults"], answer.faults, strict=True):
        told["fault"] = type(fault).__name__
    return {"format": FORMAT, "worst": _plain(answer.worst), **values}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):  # a place
        return {name: _plain(getattr(value, name)) for name in value._fields}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Fraction):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


class _Wording(Telling):
    def __init__(self, answer: Reach, plan: Plan, languages: tuple[str, ...]) -> None:
        super().__init__(plan, languages)
        self.answer = answer
        self.lists = {one.escalation: one for one in answer.lists}

    def lines(self) -> Iterator[Line]:
        yield from self._verdict()
        if self.answer.levels:
            yield line(0, "By level")
            for level in self.answer.levels:
                yield from self._level(level)
        if self.answer.lists:
            yield line(
                0,
                "The lists of calls (as planned: every step takes all of its time; the authority "
                "accepts at the end of its own)",
            )
            for one in self.answer.lists:
                yield from self._list(one)
        if self.answer.faults:
            yield line(0, "What is weak")
            yield from FaultWording(self.plan, self.languages).lines(self.answer.faults)
        elif self.answer.lists:
            yield line(0, "No weakness was found in these lists.")
        yield from self._odds()

    # ── the verdict ────────────────────────────────────────────────────────────────────────────

    def _verdict(self) -> Iterator[Line]:
        worst = self.answer.worst
        if not self.answer.lists and worst is None:
            yield line(0, "No escalation is asked about: the plan calls nobody.")
            return
        if worst is None:
            yield line(0, "None of these lists holds then: nobody is called.")
            return
        level = self.answer.level_of(worst)
        told = self._reached(worst)
        where = self._where(worst)
        if level is None:
            yield line(0, "Worst: {where}: {told}", where=where, told=told)
        else:
            yield line(
                0,
                "Worst: {level}, {where}: {told}",
                level=self.title(level),
                where=where,
                told=told,
            )
        if worst.outcome.kind != "reached" and worst.outcome.walk:
            yield line(1, "the calls then: {calls}", calls=self._calls(worst.outcome.walk))

    def _reached(self, hit: Hit) -> Message:
        """``25m until Crisis director accepts (Command)``."""
        told = self.outcome(hit.outcome)
        if not hit.escalation:
            return told
        return Message.of("{told} ({list})", told=told, list=self.title(hit.escalation))

    def _where(self, hit: Hit) -> Message:
        """When, and who is absent."""
        who = self.circumstance(hit)
        return Message.of("{when}, {who}", when=self._when(hit), who=who)

    def _when(self, hit: Hit) -> Message:
        """All the hours at which it is like that."""
        one = self.lists.get(hit.escalation or "")
        if hit.when.day is not None or one is None:
            return self.when(hit.when)
        told = {each.when: None for each in self._alike(one, hit)}
        if len(told) == len({each.usual.when for each in one.stretches}) and self.answer.at is None:
            return self._always(one)
        return self.whens(told or [hit.when])

    def _alike(self, one: ListReach, hit: Hit) -> Iterator[Hit]:
        """Where it is as bad in the same circumstance: not by anybody else's absence."""
        for each in (*one.people, *one.channels):
            is_same = (each.absent, each.channel, each.rank) == (hit.absent, hit.channel, hit.rank)
            if is_same and (hit.absent or hit.channel):
                yield from (replace(each, when=when) for when in each.hours)
        if hit.absent is None and hit.channel is None:
            yield from (each.usual for each in one.stretches if each.usual.rank == hit.rank)

    def _always(self, one: ListReach) -> Message:
        named = self.plan.find(one.escalation, Escalation)
        if named is None or named.hours == "always":
            return Message.of("at any hour")
        return Message.of("at any hour of “{hours}”", hours=self.title(named.hours))

    # ── levels ─────────────────────────────────────────────────────────────────────────────────

    def _level(self, one: LevelReach) -> Iterator[Line]:
        if one.worst is None:
            yield line(1, "{level}: none of its lists holds then", level=self.named(one.level))
        else:
            yield line(
                1,
                "{level}: {told}",
                level=self.named(one.level),
                told=self._reached(one.worst),
            )
            yield line(2, "{where}", where=self._where(one.worst))
        if one.uncovered:
            yield line(2, "no list holds: {when}", when=self.whens(one.uncovered))
        role = self.title(one.declared_by)
        if not one.is_called:
            yield line(2, "declared by {role}, whom no list of this level calls", role=role)
        elif one.declared is None:
            yield line(2, "declared by {role}, who is not surely reached at every hour", role=role)
        else:
            text = (
                mark("declared by {role}, who accepts within {time} by the quickest of its lists")
                if len(one.lists) > 1
                else mark("declared by {role}, who accepts within {time}")
            )
            yield line(2, text, role=role, time=self.time(one.declared))

    # ── lists ──────────────────────────────────────────────────────────────────────────────────

    def _list(self, one: ListReach) -> Iterator[Line]:
        usual, worst = one.usual, one.worst
        if usual is None or worst is None:
            yield line(1, "{list}: does not hold then", list=self.named(one.escalation))
            return
        yield line(
            1, "{list}: {told}", list=self.named(one.escalation), told=self.outcome(usual.outcome)
        )
        yield line(2, "when nobody accepts: {calls}", calls=self._calls(one.calls))
        worse = [*one.people, *one.channels]
        for hit in worse[:_MOST]:
            yield self._without(hit)
        if len(worse) > _MOST:
            yield line(2, "and {count} more like these", count=len(worse) - _MOST)
        if one.day is not None:
            yield self._without(one.day)
        if not worse and one.day is None:
            yield line(2, "no one person absent and no one channel lost makes it later")

    def _without(self, hit: Hit) -> Line:
        return line(2, "{where}: {told}", where=self._where(hit), told=self.outcome(hit.outcome))

    def _calls(self, calls: Sequence[Called]) -> Message:
        """``0m Shift lead, 3m Duty manager: nobody is there``."""
        told: Message | None = None
        before = ""
        for one in calls:
            text = {
                "silent": mark("{time} {role}"),
                "accepts": mark("{time} {role}, who accepts"),
                "nobody": mark("{time} {role} (nobody is there)"),
                "no-way": mark("{time} {role} (no channel to them)"),
                "unnamed": mark("{time} {role} (the plan names nobody)"),
            }[one.how]
            step = Message.of(text, time=self.time(one.start), role=self.title(one.role))
            if before and one.escalation != before:
                step = Message.of(
                    "then “{list}”: {step}", list=self.title(one.escalation), step=step
                )
            before = one.escalation
            told = step if told is None else Message.of("{a}; {b}", a=told, b=step)
        if told is None:
            return Message.of("nobody")
        return Message.of("{calls}; {time} the end", calls=told, time=self.time(calls[-1].end))

    # ── chances ────────────────────────────────────────────────────────────────────────────────

    def _odds(self) -> Iterator[Line]:
        assumed = self.answer.assumed
        if assumed is None:
            return
        yield line(0, "Assumed, not measured, until a call-out drill has measured it")
        yield line(
            1,
            "{share} of tries are answered, within {time}; {available} of people can be had at all",
            share=_percent(assumed.answers),
            time=self.time(assumed.within),
            available=_percent(assumed.available),
        )
        single: list[tuple[str, str, str | Message]] = [
            *(
                (one, mark("{thing} answers {value}"), _percent(value))
                for one, value in assumed.answers_of.items()
            ),
            *(
                (one, mark("{thing} answers within {value}"), self.time(value))
                for one, value in assumed.within_of.items()
            ),
            *(
                (one, mark("{thing} can be had {value}"), _percent(value))
                for one, value in assumed.available_of.items()
            ),
        ]
        for one, text, value in single:
            yield line(1, text, thing=self.title(one), value=value)
        yield line(
            1,
            "nobody before the authority accepts; in a step the tries go round all who may hold "
            "the role, evenly over its time; an answer counts at the end of its time",
        )
        for each in self.answer.odds:
            yield from self._chances(each)

    def _chances(self, one: Odds) -> Iterator[Line]:
        half, nine, ninety_nine = (
            Message.of("within {time}", time=self.time(seconds))
            if seconds is not None
            else Message.of("not reached in so many")
            for _, seconds in one.within
        )
        found = self.lists[one.escalation]
        always = len(one.when) == len(found.stretches) and self.answer.at is None
        yield line(
            1,
            "{list}, {when}: nine nights in ten {nine}; one in two {half}; 99 in 100 {most}",
            list=self.title(one.escalation),
            when=self._always(found) if always else self.whens(one.when),
            nine=nine,
            half=half,
            most=ninety_nine,
        )
        if not one.tries:
            yield line(2, "no step of it calls the authority while anybody is there")
            return
        never = 1 - one.reached
        nights = never.denominator // never.numerator if never else _RARE + 1
        text = (
            mark("in less than 1 night of {count} nobody with the authority answers at all")
            if nights > _RARE
            else mark("in 1 night of {count} nobody with the authority answers at all")
        )
        yield line(2, text, count=f"{min(nights, _RARE):,}".replace(",", "\u00a0"))


_RARE = 1_000_000
"""Nights beyond which a chance is as good as none."""
_MOST = 8
"""Absences and losses told one by one for a list."""


def _percent(share: Fraction) -> str:
    value = float(share * 100)
    return f"{value:.4g} %"
