"""What was measured counts as shown wherever it is written: beside the promise, or in the event."""

import pytest

from bcp import files, loader

PLAN = """\
bcp: 1
plan: {{id: small, title: Small plan, languages: [en], timezone: Europe/London}}
systems:
  first: {{title: First, type: telephony}}
  second: {{title: Second, type: telephony}}
roles:
  lead: {{title: Lead}}
redundancy:
  pair:
    title: Pair
    of: [first, second]
    mode: warm
    switch: {{decided_by: lead, decided_within: 3m, by: lead, within: 25m{beside}}}
exercises:
  talk: {{title: Talk, type: tabletop, scenario: {{text: Talk}}}}
  real: {{title: Real, type: functional, scenario: {{text: Real}}}}
events:
{events}
"""
WRITTEN = ", demonstrated: {time: 20m, on: 2026-05-01}"


def shown(events, beside=""):
    text = PLAN.format(
        events=events or "  none: {title: None, type: audit, on: 2026-01-01}", beside=beside
    )
    loaded = loader.load(files.Tree(None, {"plan.yaml": text.encode()}))
    assert loaded.readable
    plan = loaded.plan
    return plan.demonstrated(plan.objects["pair"], "switch")


def event(type_, on="2026-06-18", of="", time="31m"):
    return (
        f"  e-{on}: {{title: E, type: {type_}, on: {on}{of and f', of: {of}'}, "
        f"measured: [{{what: pair, of: switch, time: {time}}}]}}\n"
    )


@pytest.mark.parametrize(
    ("events", "minutes"),
    [
        (event("test"), 31),
        (event("incident"), 31),
        (event("exercise", of="real"), 31),
        (event("exercise", of="talk"), None),
        (event("exercise"), None),
        (event("audit"), None),
    ],
)
def test_an_event_shows_a_time_when_things_were_really_done_in_it(events, minutes):
    found = shown(events)
    assert (found and found.time.total) == (minutes and minutes * 60)


def test_the_latest_measurement_counts():
    found = shown(event("test", on="2026-06-18") + event("test", on="2026-07-02", time="22m"))
    assert (found.time.total, str(found.on), found.in_) == (22 * 60, "2026-07-02", "e-2026-07-02")


def test_what_stands_beside_the_promise_counts_unless_an_event_is_later():
    assert shown("", WRITTEN).time.total == 20 * 60
    assert shown(event("test", on="2026-04-01"), WRITTEN).time.total == 20 * 60
    assert shown(event("test", on="2026-06-18"), WRITTEN).time.total == 31 * 60


def test_the_one_time_of_a_thing_need_not_be_named():
    plain = "  e: {title: E, type: test, on: 2026-06-18, measured: [{what: pair, time: 31m}]}\n"
    assert shown(plain).time.total == 31 * 60


def test_what_was_shown_says_where_it_is_written():
    assert shown("", WRITTEN).at.path == ("switch", "demonstrated")
    found = shown(event("test"))
    assert (found.at.id, found.at.path) == ("e-2026-06-18", ("measured", 0))
