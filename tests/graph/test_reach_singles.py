"""Any one person absent, any one channel lost, at any hour of a year: against a plain count.

The count knows no situations and leaves nothing out: it walks every list at every hour at which
anything can change, in every week and on every day, without each person in turn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from hypothesis import given, settings
from random_calls import (
    CHANNELS,
    PEOPLE,
    CallOuts,
    Night,
    as_yaml,
    one_day,
    ordinary_week,
    years,
)
from small_plans import plan_of
from tries import tries

from bcp.graph.reach.reach import Hit, reach
from bcp.graph.reach.worst import Outcome

FIRST = dt.date(2026, 11, 22)
KINDS = {"reached": 0, "not-known": 1, "never": 2}

Rank = tuple[int, int]
"""How bad, and minutes: until somebody accepts, or until the list is at its end."""


def rank(outcome: Outcome) -> Rank:
    bad, seconds = outcome.rank
    assert bad == KINDS[outcome.kind]
    return bad, seconds // 60


class Counting:
    """One call-out, counted. Nights on which the same people are there, and the same lists hold,
    have the same walks: these are walked once."""

    def __init__(self, case: CallOuts) -> None:
        self.case = case
        self._known: dict[object, Rank] = {}
        self.week = list(
            {tuple(one.who for one in each): each for each in ordinary_week(case)}.values()
        )

    @cached_property
    def year(self) -> list[Night]:
        """The nights of 53 weeks that differ by who is there, or by what holds."""
        days = (FIRST + dt.timedelta(days=number) for number in range(371))
        return list({one.who: one for day in days for one in one_day(self.case, day)}.values())

    def worst(self, night: Night) -> Rank:
        key = (night.start, night.who, night.lost)
        if key not in self._known:
            self._known[key] = night.worst()
        return self._known[key]

    def at_worst(
        self, start: str, nights: Iterable[Night], person: str = "", channel: str = ""
    ) -> Rank | None:
        """The worst of those of these nights on which a list holds."""
        several = (replace(one, start=start) for one in nights if one.holds(start))
        changed = (replace(one, absent=person, lost=channel) for one in several)
        return max(map(self.worst, changed), default=None)

    def any_absent(self, start: str, nights: Sequence[Night]) -> Rank | None:
        found = [self.at_worst(start, nights, one) for one in ("", *PEOPLE)]
        return max((one for one in found if one is not None), default=None)


@settings(max_examples=tries(100), deadline=None)
@given(years(FIRST))
def test_whose_absence_and_which_loss_makes_it_worse_is_as_when_all_are_tried(case):
    """For each list: everybody whose absence makes it worse at some hour, and how much at worst."""
    count = Counting(case)
    for told in reach(plan_of(as_yaml(case))).lists:
        worse: dict[str, Rank] = {}
        for nights in count.week:
            usual = count.at_worst(told.escalation, nights)
            if usual is None:
                continue
            found = {one: count.at_worst(told.escalation, nights, one) for one in PEOPLE}
            for one in CHANNELS:
                found[one] = count.at_worst(told.escalation, nights, channel=one)
            for one, bad in found.items():
                if bad is not None and bad > usual:
                    worse[one] = max(worse.get(one, bad), bad)
        hits = [
            (hit.absent or hit.channel, rank(hit.outcome)) for hit in (*told.people, *told.channels)
        ]
        assert len(hits) == len(worse)
        assert dict(hits) == worse


@settings(max_examples=tries(50), deadline=None)
@given(years(FIRST))
def test_the_worst_of_a_year_is_as_when_every_day_and_every_absence_is_tried(case):
    count = Counting(case)
    for told in reach(plan_of(as_yaml(case)), as_of=FIRST).lists:
        week = count.any_absent(told.escalation, [one for each in count.week for one in each])
        days = count.any_absent(told.escalation, count.year)
        if days is None or (week is not None and days <= week):
            assert told.day is None
            assert (told.worst and rank(told.worst.outcome)) == week
        else:
            assert told.day is not None
            assert told.worst == told.day
            assert rank(told.day.outcome) == days
            is_as_told(count, told.day)


def is_as_told(count: Counting, hit: Hit) -> None:
    """On the day that is told, at each of its hours, without whom it names, it is as bad."""
    assert hit.escalation is not None
    assert hit.when.day is not None
    nights = list(one_day(count.case, hit.when.day))
    inside = [one for one in nights if hit.when.start <= one.hour * 60 < hit.when.end]
    assert inside
    for one in inside:
        assert set(hit.away) <= one.away
        assert count.at_worst(hit.escalation, [one], hit.absent or "") == rank(hit.outcome)
