"""What is lost with what."""

from small_plans import (
    ON_PAPER,
    ONE_PERSON_TWO_ROLES,
    QUEUE,
    TWO_CARRIERS,
    lost,
    plan_of,
    state_of,
)

from bcp.graph.availability import available
from bcp.graph.structure import structure_of


def test_the_second_carrier_takes_over_when_one_is_lost():
    assert lost(plan_of(TWO_CARRIERS), "carrier-a") == {"carrier-a", "trunk-a"}


def test_a_duct_shared_by_both_carriers_takes_the_calls():
    assert "calls" in lost(plan_of(TWO_CARRIERS), "duct")


def test_a_manual_switch_does_not_happen_when_nobody_can_decide_it():
    gone = lost(plan_of(TWO_CARRIERS), "carrier-a", "ann", "ben")
    assert {"duty", "voice-lines", "calls"} <= gone


def test_nobody_is_needed_to_switch_while_the_preferred_member_serves():
    assert lost(plan_of(TWO_CARRIERS), "ann", "ben") == {"ann", "ben", "duty"}


def test_an_active_redundancy_needs_nobody_to_switch():
    plan = plan_of(TWO_CARRIERS.replace("mode: manual", "mode: active"))
    assert "calls" not in lost(plan, "carrier-a", "ann", "ben")


def test_a_cause_that_a_redundancy_shares_takes_all_its_members():
    text = TWO_CARRIERS.replace("shares: [duct]", "shares: []").replace(
        "    mode: manual", "    mode: manual\n    shares: [duct]"
    )
    assert lost(plan_of(text), "duct") == {"duct", "voice-lines", "calls"}


def test_one_person_behind_two_roles_cannot_fill_both():
    # Ben can stand in for Ann, but then nobody leads the shift: by "all holders lost" nothing is.
    state = state_of(plan_of(ONE_PERSON_TWO_ROLES), "ann")
    lead = state.structure.number["lead"]
    assert state.lost[lead].what == "staffing"
    assert state.structure.ids(state.lost[lead].through) == ("ann",)
    assert "calls" in lost(plan_of(ONE_PERSON_TWO_ROLES), "ann")


def test_somebody_who_may_fill_two_roles_at_once_fills_both():
    plan = plan_of(ONE_PERSON_TWO_ROLES.replace("{name: Ben}", "{name: Ben, roles_at_once: 2}"))
    assert lost(plan, "ann") == {"ann"}


def test_roles_that_one_person_holds_alone_are_not_lost_from_the_start():
    plan = plan_of("""
roles:
  duty: {title: Duty, primary: ann}
  lead: {title: Lead, primary: ann}
people: {ann: {name: Ann}}
""")
    assert lost(plan) == set()
    assert lost(plan, "ann") == {"ann", "duty", "lead"}


def test_somebody_who_left_fills_no_role():
    plan = plan_of(ONE_PERSON_TWO_ROLES.replace("{name: Ben}", "{name: Ben, status: left}"))
    assert lost(plan) == {"lead", "calls"}


def test_a_role_that_names_nobody_is_unknown_and_not_lost():
    assert lost(plan_of("roles: {duty: {title: Duty}}")) == set()


def test_a_rota_fills_a_role():
    plan = plan_of("""
roles:
  duty: {title: Duty, rota: week}
rotas:
  week: {title: Weeks, weeks: [ann, ben], starts: 2026-01-05}
people: {ann: {name: Ann}, ben: {name: Ben}}
""")
    assert lost(plan, "ann") == {"ann"}
    assert lost(plan, "ann", "ben") == {"ann", "ben", "duty"}


def test_a_strategy_holds_the_minimum_without_what_it_names_however_deep_that_lies():
    state = state_of(plan_of(ON_PAPER), "server")
    ids = state.structure.ids
    assert set(ids(state.lost)) == {"server", "records-app"}
    assert ids(state.at_minimum) == ("calls",)


def test_who_needs_a_process_at_minimum_goes_on():
    assert "billing" not in lost(plan_of(ON_PAPER), "server")
    assert "billing" in lost(plan_of(ON_PAPER), "hall")


def test_a_strategy_does_not_cover_a_second_loss_that_it_does_not_name():
    assert "calls" in lost(plan_of(ON_PAPER), "server", "hall")
    assert "calls" in lost(plan_of(ON_PAPER), "records-app")


def test_a_strategy_fails_with_what_it_needs_and_with_who_decides_it():
    assert "calls" in lost(plan_of(ON_PAPER), "server", "store")
    assert "calls" in lost(plan_of(ON_PAPER), "server", "ann")


def test_things_in_a_circle_stand_until_one_of_them_is_lost():
    plan = plan_of("""
systems:
  sign-on: {title: Sign-on, type: data, needs: [network]}
  network: {title: Network, type: network, needs: [sign-on, power]}
  power: {title: Power, type: power}
""")
    assert lost(plan) == set()
    assert lost(plan, "power") == {"power", "network", "sign-on"}


def test_capacity_that_is_left_must_reach_what_is_needed():
    text = """
redundancy:
  lines:
    title: Lines
    of: [a, b, c]
    mode: active
    capacity_needed: {amount: 100, unit: calls}
systems:
  a: {title: A, type: telephony, capacity: {amount: 90, unit: calls}}
  b: {title: B, type: telephony, capacity: {amount: 60, unit: calls}}
  c: {title: C, type: telephony, capacity: {amount: 40, unit: Calls}}
"""
    assert "lines" not in lost(plan_of(text), "a")  # 60 + 40 is just enough
    assert "lines" in lost(plan_of(text), "a", "c")
    # One capacity is not known: the count alone decides.
    unknown = text.replace(", capacity: {amount: 60, unit: calls}", "")
    assert "lines" not in lost(plan_of(unknown), "a", "c")


def test_a_record_with_an_offline_copy_outlives_the_system_that_holds_it():
    plan = plan_of("""
records:
  register: {title: Register, where: In the app, at: app, offline: Red box}
  roster: {title: Roster, where: In the app, at: app}
systems: {app: {title: App, type: application}}
""")
    assert lost(plan, "app") == {"app", "roster"}


def test_a_number_whose_carrier_is_lost_is_pointed_elsewhere_while_its_portal_works():
    plan = plan_of(QUEUE)
    assert lost(plan, "carrier-a") == {"carrier-a"}
    assert "line#+44 20 7946 0101" in lost(plan, "carrier-a", "portal-a")
    by_phone = QUEUE.replace("portal: portal-a", 'portal: portal-a, phone: "+44 20 7946 0103"')
    assert "line#+44 20 7946 0101" not in lost(plan_of(by_phone), "carrier-a", "portal-a")
    assert "line" not in lost(plan, "carrier-a", "portal-a")
    assert "line" in lost(plan, "carrier-a", "portal-a", "carrier-b")


def test_agents_of_a_lost_site_are_missing_unless_they_can_work_from_home():
    plan = plan_of(QUEUE)
    # Without the hall 6 + 5 are left, without the annex 10 + 3, without both 5 + 3.
    assert "line" not in lost(plan, "hall")
    assert "line" in lost(plan, "hall", "annex")
    assert "line" in lost(plan_of(QUEUE.replace("50%", "20%")), "hall")


def test_an_id_that_is_not_declared_is_a_thing_of_which_nothing_is_known():
    plan = plan_of("processes: {calls: {title: C, tier: routine, needs: [ghost]}}", whole=False)
    structure = structure_of(plan)
    state = available(structure, structure.numbers(["ghost"]))
    assert structure.nodes[structure.number["ghost"]].kind == "unknown"
    assert "calls" in structure.ids(state.lost)


def test_a_redundancy_that_asks_for_more_than_it_has_is_lost_before_anything_happens():
    plan = plan_of("""
redundancy: {pair: {title: Pair, of: [a, b], need: 3, mode: active}}
systems: {a: {title: A, type: data}, b: {title: B, type: data}}
""")
    assert lost(plan) == {"pair"}
