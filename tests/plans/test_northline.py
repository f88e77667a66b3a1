"""The plan of the network company's contact centre: what its planner would ask of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bcp.cli.plans import readable_plan
from bcp.model.people import Hours
from bcp.model.queues import Queue

NORTHLINE = readable_plan(Path(__file__).parents[2] / "plans" / "northline").loaded.plan


def _hours(name: str) -> Hours:
    found = NORTHLINE.find(name, Hours)
    assert found is not None
    return found


def test_twenty_six_customer_agents_can_go_to_the_safety_line_some_in_each_place() -> None:
    line = NORTHLINE.find("customer-line", Queue)
    assert line is not None
    trained = [one for one in line.agents if "safety-desk" in one.all_skills]
    assert sum(one.count for one in trained) == 26
    assert {one.site for one in trained} == {"ashgate-house", "tolland-court", "home-agents"}
    assert all(one.also_serves == ("safety-line",) for one in trained)


def test_a_hundred_and_twenty_agents_are_each_counted_once_as_queues_yaml_says() -> None:
    at: dict[str, int] = {}
    for queue in NORTHLINE.of(Queue):
        for group in queue.agents:
            at[group.site] = at.get(group.site, 0) + group.count
    assert at == {"ashgate-house": 50, "tolland-court": 47, "home-agents": 23}


@pytest.mark.parametrize("day", [dt.date(2026, 12, 25), dt.date(2026, 12, 28), dt.date(2027, 1, 1)])
def test_on_a_public_holiday_the_night_list_is_called_all_day(day: dt.date) -> None:
    assert day.weekday() < 5, "a weekend is out of office hours as it is"
    assert day in _hours("office-hours").closed_on
    assert day in _hours("out-of-hours").all_day_on
