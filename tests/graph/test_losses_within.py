"""What keeps a process down for longer than it can bear, and why."""

import pytest
from small_plans import ONE_PERSON_TWO_ROLES, TWO_CARRIERS, plan_of

from bcp.errors import BcpError
from bcp.graph.losses.lateness import Slow, Unsaid
from bcp.graph.losses.losses import Within, all_losses, losses, within_of
from bcp.graph.losses.shape import as_json
from bcp.graph.losses.wording import sentences

TIMED = """
processes:
  calls: {title: Taking calls, tier: critical, needs: [lines], mtpd: 15m, rto: 10m}
redundancy:
  lines:
    title: Voice lines
    of: [trunk-a, trunk-b]
    mode: manual
    switch: {decided_by: duty, decided_within: 10m, by: duty, within: 18m, tested: 2026-01-10}
systems:
  trunk-a: {title: Trunk A, type: telephony, noticed_within: 5m, restore_time: {committed: 8h}}
  trunk-b: {title: Trunk B, type: telephony, noticed_within: 5m}
roles:
  duty: {title: Duty manager, primary: ann, alternates: [ben]}
people:
  ann: {name: Ann}
  ben: {name: Ben}
"""

REACHED = """
processes:
  calls: {title: Taking calls, tier: critical, needs: [line]}
systems:
  line: {title: The line, type: telephony, supplier: carrier}
suppliers:
  carrier: {title: The carrier, service: lines}
channels:
  phone: {title: Telephones, type: voice, needs: [carrier]}
  radio: {title: Radio, type: radio}
roles:
  duty: {title: Duty manager, primary: ann, alternates: [ben]}
people:
  ann: {name: Ann}
  ben: {name: Ben}
escalations:
  first:
    title: First call
    levels: []
    steps: [{id: one, role: duty, via: [phone], accepts_within: 5m, otherwise: end}]
    ends_at: duty
playbooks:
  dead-line:
    title: The line is dead
    for: {losses: [line]}
    escalation: first
    tasks: {respond: []}
"""


def told(found, plan):
    return "\n".join(map(str, sentences(found, plan)))


def singles(found):
    return {cut.ids[0] for cut in found.stops if len(cut.ids) == 1}


def test_a_switch_that_takes_longer_than_the_tolerance_is_no_help_and_is_named():
    plan = plan_of(TIMED)
    found = losses(plan, "calls", within=within_of(plan, "calls", "mtpd"))
    (cut,) = [one for one in found.stops if one.ids == ("trunk-a",)]
    assert cut.late.slow == (Slow("switching", "lines", "trunk-b", 33 * 60),)
    assert (cut.late.back, cut.only_unknown) == (33 * 60, False)
    text = told(found, plan)
    assert "the switch of Voice lines (lines) takes 33 minutes, the tolerance is 15 minutes" in text
    assert "Trunk A is lost → Voice lines needs 1 of its members and has 0" in text
    assert text.startswith("Taking calls (calls): losses that keep it down for longer than 15 min")


def test_a_day_bears_the_same_switch():
    found = losses(plan_of(TIMED), "calls", within=Within("given", 86_400))
    assert singles(found) == set()
    # A restoring of eight hours is in time for a day; without the time of B, only people are left.
    assert found.counts == (0, 0)


def test_what_counts_only_because_a_time_is_not_known_is_told_as_such():
    plan = plan_of(TIMED.replace(", restore_time: {committed: 8h}", "").replace("18m", "1m"))
    found = losses(plan, "calls", within=Within("given", 3600))
    (cut,) = [one for one in found.stops if one.ids == ("trunk-a", "trunk-b")]
    assert cut.only_unknown
    assert Unsaid("restoring", "trunk-a") in cut.late.unsaid
    assert found.only_unknown == (0, found.counts[1])
    assert "not known: how long restoring Trunk A (trunk-a) takes" in told(found, plan)
    assert "counts only because a time is not known" in told(found, plan)


def test_a_target_that_is_not_set_is_refused_in_a_plain_sentence():
    with pytest.raises(BcpError, match="calls has no mtpd") as refused:
        within_of(plan_of(TWO_CARRIERS), "calls", "mtpd")
    assert "--within 4h" in refused.value.fix


def test_without_a_time_every_switch_is_made_and_no_time_counts():
    found = losses(plan_of(TIMED), "calls")
    assert found.within is None
    assert singles(found) == set()
    assert all(cut.late is None for cut in found.stops)


def test_all_processes_are_asked_each_for_its_own_target():
    plan = plan_of(TIMED)
    (one,) = all_losses(plan, 2, within="rto")
    assert one.within == Within("rto", 600)
    assert one.single_points == ("trunk-a",)
    assert one.counts == losses(plan, "calls", within=one.within).counts
    assert all_losses(plan_of(TWO_CARRIERS), within="mtpd") == ()


def test_one_person_in_two_roles_stands_beside_what_the_structure_loses():
    plan = plan_of(ONE_PERSON_TWO_ROLES)
    found = losses(plan, "calls")
    assert singles(found) == {"ben"}
    assert [cut.ids for cut in found.by_matching] == [("ann",)]
    assert all(cut.by_matching for cut in found.by_matching)
    assert (found.counts, found.matching_counts) == ((1, 0), (1, 0))
    assert (found.bus_factor.people, found.bus_factor.matched_sets) == (1, 2)
    assert "By matching – one person, one role at a time – these stop it too" in told(found, plan)


def test_a_loss_that_also_silences_the_call_out_comes_first():
    plan = plan_of(REACHED, whole=False)
    found = losses(plan, "calls")
    (silent,) = found.silent
    assert silent.escalations == ("first",)
    assert {cut.ids for cut in silent.cuts} == {("carrier",), ("line", "phone")}
    lines = told(found, plan).splitlines()
    assert lines[1].startswith("Silent: these stop it, and nobody in First call (first) can be")
    assert lines[2].strip() == "The carrier (carrier)"


def test_a_second_way_to_reach_people_breaks_the_silence():
    plan = plan_of(REACHED.replace("via: [phone]", "via: [phone, radio]"), whole=False)
    (silent,) = losses(plan, "calls").silent
    assert {cut.ids for cut in silent.cuts} == {("carrier", "radio")}


def test_a_process_that_no_playbook_answers_to_says_so():
    plan = plan_of(TWO_CARRIERS)
    found = losses(plan, "calls")
    assert found.silent == found.escalations == ()
    assert "No playbook says whom to call when it stops." in told(found, plan)


def test_what_stands_in_most_sets_is_named_first():
    found = losses(plan_of(TWO_CARRIERS), "calls", order=3)
    assert found.profile[0].id == "duct"
    assert found.profile[0].counts == (1, 0, 0)
    pairs = [one.counts[1] for one in found.profile if not one.counts[0]]
    assert pairs == sorted(pairs, reverse=True)


def test_a_process_that_is_down_before_anything_is_lost_says_nothing_else():
    text = "processes: {q: {title: Q, tier: critical, needs: [pool]}}\n"
    text += "redundancy: {pool: {title: Pool, of: [a], need: 2, mode: active}}\n"
    text += "systems: {a: {title: A, type: data}}\n"
    plan = plan_of(text, whole=False)
    found = losses(plan, "q")
    assert found.down_anyway
    assert told(found, plan) == "Q (q): down before anything is lost; too few are there"


def test_json_has_counts_by_order_groups_and_paths():
    plan = plan_of(TWO_CARRIERS)
    values = as_json(losses(plan, "calls", order=3))
    assert values["format"] == "bcp.losses/2"
    assert values["counts"] == {"1": 1, "2": 4, "3": 4}
    duct = values["stops"][0]
    assert (duct["ids"], duct["path"][0]["id"], duct["path"][-1]["id"]) == (
        ["duct"],
        "duct",
        "calls",
    )
    assert sum(one["count"] for one in values["groups"]) == 8
    assert values["matching"]["counts"] == {"1": 0, "2": 0, "3": 0}
    assert values["within"] is None
