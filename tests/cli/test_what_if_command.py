"""``bcp what-if``: since when something has been down, as it is typed, and what is told of it."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

PLAN = """
bcp: 1
plan: {id: small, title: Small, timezone: Europe/Berlin, languages: [en, uk]}
processes: {calls: {title: Calls, tier: critical, rto: 1h, mtpd: 4h, needs: [app]}}
systems: {app: {title: App, type: application, noticed_within: 5m, restore_time: {committed: 2d}}}
strategies:
  paper: {title: Paper, for: calls, without: [app], do: how, by: lead, decided_by: lead,
          decided_within: 10m, within: 30m}
procedures: {how: {title: How, steps: [{id: a, do: It, by: lead}]}}
roles: {lead: {title: Lead, rota: leads}}
rotas:
  leads:
    title: Leads
    shifts: [{days: [mon, tue, wed, thu, fri], start: 06:00, end: 22:00, people: [ann]}]
people: {ann: {name: Ann}}
"""


@pytest.fixture
def small(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "plan.yaml").write_text(PLAN.lstrip())
    return folder


def test_a_time_of_day_that_is_still_to_come_is_refused_with_the_day_to_write(call, small):
    asked = ("what-if", "--plan", small, "--lose", "app", "--at", "2026-11-27T12:00")
    answer = call(*asked, "--already", "app=12:05")
    assert (answer.code, answer.out) == (2, "")
    assert "12:05 is later than 2026-11-27 12:00, the moment asked about" in answer.err
    assert "--already app=2026-11-26T12:05" in answer.err
    refused = call(*asked, "--already", "app=12:05", "--lang", "uk")
    assert "12:05 пізніше за 2026-11-27 12:00" in refused.err


def test_a_day_and_time_says_since_when_as_well(call, small):
    asked = ("what-if", "--plan", small, "--lose", "app", "--at", "2026-11-27T12:00")
    assert "App: down for 23h55m already" in call(*asked, "--already", "app=2026-11-26T12:05").out
    twice = call(*asked, "--already", "app=11:05", "--already", "app=11:10")
    assert (twice.code, "two times for app" in twice.err) == (2, True)
    assert "App: down for 55m already" in call(*asked, "--already", "app=11:05").out
    later = call(*asked, "--already", "app=2026-11-27T12:05")
    assert (later.code, "is later than 2026-11-27 12:00" in later.err) == (2, True)
    wrong = call(*asked, "--already", "app=2026-11-31T12:05")
    assert "--already ID=2026-03-02T02:10" in wrong.err


def test_without_a_moment_lengths_are_whole_minutes(call, small):
    yesterday = (dt.datetime.now(dt.UTC) - dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    answer = call(
        "what-if", "--plan", small, "--lose", "app", "--already", f"app={yesterday}",
        "--format", "json",
    )  # fmt: skip
    since = json.loads(answer.out)["scenario"]["losses"][0]["since"]
    assert (since > 0, since % 60) == (True, 0)


def test_at_an_hour_at_which_nobody_may_decide_the_first_heading_says_so(call, small):
    answer = call("what-if", "--plan", small, "--lose", "app", "--at", "2026-11-24T03:00")
    headings = [one for one in answer.out.splitlines() if one and not one.startswith(" ")]
    assert headings[1] == "These go on only if somebody steps in who is not on duty then"
    assert not re.search("in time; RTO", answer.out)
    told = call(
        "what-if", "--plan", small, "--lose", "app", "--at", "2026-11-24T03:00", "--format", "table"
    )
    assert re.search(r"Calls +in doubt +not known +1h +4h +not known", told.out)
    picture = call(
        "what-if", "--plan", small, "--lose", "app", "--at", "2026-11-24T03:00",
        "--format", "mermaid",
    )  # fmt: skip
    assert (picture.code, "goes on only if somebody steps in" in picture.out) == (0, True)
