"""The picture of an answer to "what if?" says no less than its sentences, and draws no need that
the plan does not name."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from random_plans import LOSABLE, plans, some
from small_plans import ON_PAPER, QUEUE, TWO_CARRIERS, TWO_HOUSES, plan_of
from tries import tries

from bcp.files import read_tree
from bcp.graph.drawing.formats import mermaid
from bcp.graph.drawing.needs import below
from bcp.graph.strain import Missing
from bcp.graph.structure import structure_of
from bcp.graph.what_if.picture import picture
from bcp.graph.what_if.scenario import Asked, scenario_of
from bcp.graph.what_if.what_if import what_if
from bcp.i18n import translator
from bcp.loader import load

NORTHLINE = Path(__file__).parents[2] / "plans" / "northline"

TARGETS = "tier: critical, rto: 20m, mtpd: 1h"


def drawn(plan, losses, language="en"):
    return picture(what_if(plan, losses), plan, language, translator(language))


def box(picture, id_):
    return next(one for one in picture.boxes if one.id == id_)


def arrows(picture):
    return {(one.source, one.target) for one in picture.arrows}


def test_a_box_holds_the_verdict_and_that_the_time_was_never_shown():
    plan = plan_of(TWO_CARRIERS.replace("tier: critical", TARGETS))
    answer = what_if(plan, ["carrier-a"])
    (one,) = answer.processes
    assert one.clock.verdict == "rto-missed"
    notes = box(drawn(plan, ["carrier-a"]), "calls").notes
    assert notes[0] == "goes on"
    assert re.fullmatch(r"(unproven: )?time until then \d+\w*", notes[1])
    assert notes[1].startswith("unproven: ") is not one.clock.minimum.proven
    assert notes[2] == "later than the RTO (20m)"


def test_in_ukrainian_it_holds_them_too():
    plan = plan_of(TWO_CARRIERS.replace("tier: critical", TARGETS))
    notes = box(drawn(plan, ["carrier-a"], "uk"), "calls").notes
    assert notes[0] == "триває"
    assert notes[2].startswith("пізніше за RTO")
    assert not re.search("[a-z]", "".join(notes))


@pytest.mark.parametrize(
    ("targets", "verdict"),
    [
        ("rto: 5h, mtpd: 6h", "in time"),
        ("rto: 1m, mtpd: 2m", "later than the MTPD (2m)"),
        ("rto: 1m", "later than the RTO (1m)"),
        ("", "neither RTO nor MTPD is set"),
    ],
)
def test_each_verdict_is_said_with_the_target_it_is_against(targets, verdict):
    more = f"tier: critical, {targets}" if targets else "tier: critical"
    plan = plan_of(TWO_CARRIERS.replace("tier: critical", more))
    assert verdict in box(drawn(plan, ["carrier-a"]), "calls").notes


def test_what_stops_for_nobody_knows_how_long_says_so():
    plan = plan_of(TWO_CARRIERS.replace("tier: critical", TARGETS))
    (one,) = what_if(plan, ["trunk-a", "trunk-b"]).processes
    notes = box(drawn(plan, ["trunk-a", "trunk-b"]), "calls").notes
    assert one.clock.minimum.seconds is None
    assert notes[:2] == ("stops", "when it is back is not known")
    assert notes[2] == "whether that is in time is not known"


def test_a_process_at_its_minimum_says_when_it_is_back_in_full():
    notes = box(drawn(plan_of(ON_PAPER), ["server"]), "calls").notes
    assert notes[0] == "at its minimum"
    assert any("in full" in one for one in notes)


def test_a_process_that_nobody_can_call_says_so():
    plan = plan_of(QUEUE)
    (one,) = what_if(plan, ["voice"]).processes
    assert one.ways_in.closed
    drawing = drawn(plan, ["voice"])
    found = [each for each in drawing.boxes if each.id == one.process]
    assert found
    assert "nobody can reach it" in found[0].notes


BUSY = """
processes:
  calls: {title: Calls, tier: critical, needs: [hq]}
  chat: {title: Chat, tier: critical}
roles: {lead: {title: Lead, primary: ann}}
people: {ann: {name: Ann, site: hq}}
channels: {voice: {title: Telephone, type: voice, needs: [net]}}
systems: {net: {title: Network, type: network}}
sites: {hq: {title: HQ}, mill: {title: Mill}}
queues:
  line: {title: Card line, process: calls, channel: voice, open: always,
         agents: [{site: hq, count: 6}, {site: mill, count: 4}],
         minimum: [{hours: always, agents: 5}]}
"""
STRAINS = ("#demand", "#staff")


def strained(text, language="en", given=(), **more):
    plan = plan_of(text)
    answer = what_if(plan, scenario_of(plan, list(given), Asked(**more)))
    return picture(answer, plan, language, translator(language))


def test_a_line_that_is_short_of_agents_does_not_fall_and_its_process_is_drawn():
    drawing = strained(BUSY, demand=3)
    assert box(drawing, "line").notes == ("short of 5 agents",)
    assert box(drawing, "calls").notes[:2] == ("goes on", "short of 5 agents")
    assert "chat" not in [one.id for one in drawing.boxes]
    drawing = strained(BUSY, "uk", demand=2.1)
    assert box(drawing, "line").notes == ("бракує одного оператора",)
    assert box(strained(BUSY, "uk", demand=3), "line").notes == ("бракує 5 операторів",)


def test_a_line_with_nobody_at_it_is_answered_by_nobody():
    drawing = strained(BUSY, staff=(Missing(1.0),))
    assert box(drawing, "line").notes == ("nobody answers",)
    assert "nobody answers" in box(drawing, "calls").notes


def test_where_another_line_is_open_the_process_is_only_short_of_agents():
    more = """  other: {title: Other line, process: calls, channel: voice, open: always}
"""
    drawing = strained(BUSY + more, staff=(Missing(1.0),))
    assert box(drawing, "line").notes == ("nobody answers",)
    assert "short of 5 agents" in box(drawing, "calls").notes


def test_a_line_that_falls_with_what_is_lost_still_falls():
    drawing = strained(BUSY, given=["net"], demand=3)
    assert box(drawing, "line").notes == ("falls with it",)
    assert "nobody can reach it" in box(drawing, "calls").notes


LINES_BY_CAPACITY = """
processes:
  calls: {title: Calls, tier: critical}
  desk: {title: Desk, tier: critical, minimum: {service: x, staff: 5}}
channels: {voice: {title: Telephone, type: voice}}
sites: {hq: {title: HQ}}
queues:
  line: {title: Card line, process: calls, channel: voice, open: always, needs: [desk]}
  talk: {title: Talk, process: desk, channel: voice, open: always, agents: [{site: hq, count: 9}]}
"""


def test_a_line_that_more_is_asked_of_than_it_can_take_is_overloaded():
    drawing = strained(LINES_BY_CAPACITY, demand=3)
    assert box(drawing, "desk").notes[0] == "stops"
    assert box(drawing, "line").notes == ("overloaded",)
    assert box(drawing, "calls").notes[:2] == ("goes on", "overloaded")
    assert box(strained(LINES_BY_CAPACITY, "uk", demand=3), "line").notes == ("перевантажено",)


def test_a_line_that_a_strategy_keeps_open_does_not_fall():
    drawing = drawn(plan_of(TWO_HOUSES), ["hq"])
    assert box(drawing, "line").notes == ("the strategy keeps it open",)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"demand": 3}, "more demand than on an ordinary day"),
        ({"staff": (Missing(0.9),)}, "staff missing everywhere"),
        ({"staff": (Missing(1.0, "hq"), Missing(0.5, "mill"))}, "staff missing at HQ"),
    ],
)
def test_what_strains_a_plan_is_no_number_that_customers_dial(more, named):
    drawing = strained(BUSY, **more)
    strains = [one for one in drawing.boxes if one.id.startswith(STRAINS)]
    assert named in [one.title for one in strains]
    assert {drawing.kinds[one.kind] for one in strains} == {"what strains the plan"}
    assert "numbers" not in drawing.kinds
    assert "what strains the plan" in mermaid(drawing)
    again = strained(BUSY, "uk", **more)
    assert "що навантажує план" in again.kinds.values()


CHAIN = """
processes:
  send: {title: Sending, tier: critical, rto: 30m, needs: [take]}
  take: {title: Taking, tier: critical, rto: 10m, needs: [house]}
sites: {house: {title: House, needs: [power]}}
systems: {mains: {title: Mains, type: power}, set: {title: Generator, type: power}}
redundancy: {power: {title: Power, of: [mains, set], need: 1, mode: hot}}
"""


def test_what_is_needed_through_others_is_drawn_through_them():
    drawing = drawn(plan_of(CHAIN), ["mains"])
    assert ("send", "power") not in arrows(drawing)
    assert {("send", "take"), ("take", "house"), ("house", "power")} <= arrows(drawing)


def test_an_arrow_that_comes_first_does_not_take_the_words_from_a_box():
    drawing = drawn(plan_of(CHAIN), ["house"])
    assert box(drawing, "send").notes[0] == "stops"
    assert box(drawing, "take").notes[0] == "stops"


def check(plan, losses):
    drawing, structure = drawn(plan, losses), structure_of(plan)
    held = {(structure.nodes[one.process].id, one.id) for one in structure.holds}
    boxes = {one.id for one in drawing.boxes}
    for one in drawing.arrows:
        assert {one.source, one.target} <= boxes
        if (one.source, one.target) not in held:
            needed = structure.ids(below(structure, structure.number[one.source]))
            assert one.target in needed, one


@settings(max_examples=tries(150), deadline=None)
@given(plan=plans(), losses=some(LOSABLE, 1, 4))
def test_every_arrow_is_a_need_of_the_plan(plan, losses):
    check(plan, losses)


def test_every_arrow_is_a_need_of_a_whole_plan():
    plan = load(read_tree(NORTHLINE)).plan
    structure = structure_of(plan)
    things = structure.of_kind("sites", "systems", "suppliers", "causes")
    for thing in structure.ids(things):
        check(plan, [thing])
