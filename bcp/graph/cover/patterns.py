"""Stretches that repeat by the week, told once: "every Sunday 02:00–06:00, 53 times"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bcp.graph.cover.times import Stretch, local

K = TypeVar("K", bound=Hashable)
_WEEK = 7
FEW = 2
"""So many stretches are told one by one."""


@dataclass(frozen=True, slots=True)
class Pattern(Generic[K]):
    """Stretches with the same wall-clock times on the same days of the week."""

    key: K
    zone: str
    """The zone in which they repeat."""
    weekdays: tuple[int, ...]
    """Days on which they start; 0 is Monday."""
    stretches: tuple[Stretch, ...]
    every: bool
    """Whether there is one on every such day from the first to the last."""

    @property
    def first(self) -> Stretch:
        return self.stretches[0]

    @property
    def last(self) -> Stretch:
        return self.stretches[-1]

    @property
    def seconds(self) -> int:
        return sum(end - start for start, end in self.stretches)


def patterns(found: Iterable[tuple[K, Stretch]], zones: Sequence[str]) -> tuple[Pattern[K], ...]:
    """Stretches with the same key, together where they repeat, the longest in all first.

    Wall-clock rules repeat in the zone they are written in, and shift against any other: of
    ``zones`` that one is taken in which there is the least to tell, the first when it is a tie.
    """
    stretches = list(found)
    tried = [_patterns(stretches, zone) for zone in dict.fromkeys(zones)]
    chosen = min(tried, key=len)
    return tuple(sorted(chosen, key=lambda one: (-one.seconds, one.first, str(one.key))))


def _patterns(found: list[tuple[K, Stretch]], zone: str) -> list[Pattern[K]]:
    alike: dict[tuple[K, dt.time, dt.time, int, int], list[Stretch]] = {}
    for key, (start, end) in found:
        begun, ended = local(zone, start), local(zone, end)
        days = (ended.date() - begun.date()).days
        shape = (key, begun.time(), ended.time(), days, begun.weekday())
        alike.setdefault(shape, []).append((start, end))
    merged: dict[tuple[K, dt.time, dt.time, int, bool], list[Pattern[K]]] = {}
    for (key, begun_at, ended_at, days, weekday), several in alike.items():
        several.sort()
        weekly = len(several) > 2 and _is_weekly(several, zone)
        one = Pattern(key, zone, (weekday,), tuple(several), weekly)
        merged.setdefault((key, begun_at, ended_at, days, weekly), []).append(one)
    told: list[Pattern[K]] = []
    for (*_, weekly), same in merged.items():
        for part in _alongside(same) if weekly else [same]:
            one = _together(part)
            told += [one] if len(one.stretches) > FEW else _apart(one)
    return told


def _apart(several: Pattern[K]) -> list[Pattern[K]]:
    """Of a few, each has its day told."""
    days = ((local(several.zone, one[0]).weekday(), one) for one in several.stretches)
    return [Pattern(several.key, several.zone, (day,), (one,), False) for day, one in days]


def _is_weekly(several: list[Stretch], zone: str) -> bool:
    first, last = (local(zone, one[0]).date() for one in (several[0], several[-1]))
    return (last - first).days == _WEEK * (len(several) - 1)


def _alongside(same: list[Pattern[K]]) -> list[list[Pattern[K]]]:
    """Patterns that begin within the same week and are equally many, but for one."""
    parts: list[list[Pattern[K]]] = []
    for one in sorted(same, key=lambda each: each.first):
        for part in parts:
            near = one.first[0] - part[0].first[0] < _WEEK * 86_400
            if near and abs(len(one.stretches) - len(part[0].stretches)) < 2:
                part.append(one)
                break
        else:
            parts.append([one])
    return parts


def _together(several: list[Pattern[K]]) -> Pattern[K]:
    first = several[0]
    weekdays = sorted(day for one in several for day in one.weekdays)
    stretches = sorted(each for one in several for each in one.stretches)
    return Pattern(first.key, first.zone, tuple(weekdays), tuple(stretches), first.every)
