"""A scenario in full: staff, demand, the hour, how long, since when, several incidents at once."""

import datetime as dt
from zoneinfo import ZoneInfo

from small_plans import RESPONSE, TWO_CARRIERS, plan_of

from bcp.graph.strain import Missing
from bcp.graph.what_if.scenario import Asked, scenario_of
from bcp.graph.what_if.what_if import what_if
from bcp.graph.what_if.wording import sentences

HOUR = 3600
RESTORED = """
processes: {calls: {title: Calls, tier: critical, needs: [app], rto: 2h, mtpd: 4h}}
systems:
  app: {title: App, type: application, needs: [store], restart_time: {committed: 30m},
        restore_time: {committed: 1h}}
  store: {title: Store, type: data, restore_time: {committed: 3h,
          demonstrated: {time: 200m, on: 2026-02-01}}}
"""
AGENTS = """
processes: {calls: {title: Calls, tier: critical, rto: 1h, mtpd: 4h,
                    minimum: {service: some, staff: 8, skill: voice}}}
queues:
  line: {title: Line, process: calls, channel: voice, open: always,
         agents: [{site: hall, skill: voice, count: 10}, {site: annex, skill: voice, count: 4}]}
channels: {voice: {title: Voice, type: voice}}
sites: {hall: {title: Hall}, annex: {title: Annex}}
"""


def asked(plan, given=(), **more):
    return what_if(plan, scenario_of(plan, list(given), Asked(**more)))


def outcome(answer, process="calls"):
    return next(one for one in answer.processes if one.process == process)


def told(answer, plan):
    return "\n".join(map(str, sentences(answer, plan)))


# ── when it is back ────────────────────────────────────────────────────────────────────────────


def test_what_is_lost_is_back_after_the_longer_of_promise_and_measurement():
    answer = asked(plan_of(RESTORED), ["store"])
    back = outcome(answer).clock.minimum
    assert [(part.what, part.of, part.seconds) for part in back.parts] == [
        ("restoring", "store", 200 * 60),
        ("starting-again", "app", 30 * 60),
    ]
    assert (back.seconds, back.proven) == (230 * 60, False)
    assert outcome(answer).clock.verdict == "rto-missed"


def test_a_loss_that_ends_by_itself_is_back_then_and_what_stands_on_it_starts_again():
    answer = asked(plan_of(RESTORED), ["store"], lasts=HOUR)
    back = outcome(answer).clock.minimum
    assert [(part.what, part.seconds) for part in back.parts] == [
        ("ending", HOUR),
        ("starting-again", 30 * 60),
    ]
    assert outcome(answer).clock.verdict == "met"


def test_what_a_risk_takes_for_days_is_gone_for_days_however_soon_it_could_be_restored():
    ransom = "risks: {ransom: {title: Ransom, class: cyber, removes: {ids: [store], lasts: 5d}}}"
    plan = plan_of(RESTORED + ransom)
    back = outcome(asked(plan, ["ransom"])).clock
    assert (back.minimum.seconds, back.verdict) == (5 * 24 * HOUR + 30 * 60, "mtpd-breached")
    # A question that says otherwise has the last word.
    assert outcome(asked(plan, ["ransom"], lasts=HOUR)).clock.minimum.seconds == 90 * 60


def test_what_is_named_as_lost_besides_a_risk_is_gone_for_the_longer_of_the_two():
    outage = "risks: {outage: {title: Outage, class: cyber, removes: {ids: [store], lasts: 1h}}}"
    plan = plan_of(RESTORED + outage)
    assert outcome(asked(plan, ["outage"])).clock.minimum.seconds == 90 * 60
    assert outcome(asked(plan, ["outage", "store"])).clock.minimum.seconds == 230 * 60


def test_what_has_outlasted_the_time_it_was_to_last_should_have_been_back():
    plan = plan_of(TWO_CARRIERS)
    answer = asked(plan, ["duct"], lasts=HOUR, already=((None, 2 * HOUR),))
    assert outcome(answer).clock.minimum.seconds is None
    assert "should have been back by now" in told(answer, plan)


def test_a_loss_that_is_over_by_itself_frees_what_only_needed_itself():
    plan = plan_of("""
processes: {calls: {title: Calls, tier: critical, needs: [app]}}
systems: {app: {title: App, type: application, needs: [app], restart_time: {committed: 0m}}}
""")
    assert outcome(asked(plan, ["app"])).clock.minimum.seconds is None
    assert outcome(asked(plan, ["app"], lasts=HOUR)).clock.minimum.seconds == HOUR


def test_staff_that_has_been_missing_for_a_while_is_back_so_much_sooner():
    flu = "risks: {flu: {title: Flu, class: staff, removes: {staff: 50%, lasts: 5d}}}"
    plan = plan_of(AGENTS + flu)
    answer = asked(plan, ["flu"], already=(("flu", 24 * HOUR),))
    clock = outcome(answer).clock
    assert (clock.since, clock.minimum.seconds) == (24 * HOUR, 4 * 24 * HOUR)
    assert "that has been so for 1d already" in told(answer, plan)
    assert "that lasts 4d more" in told(answer, plan)


def test_a_strategy_that_serves_by_now_was_late_all_the_same():
    plan = plan_of("""
processes: {calls: {title: Calls, tier: critical, needs: [app], rto: 1h, mtpd: 1d,
                    full_within: 6h}}
systems: {app: {title: App, type: application, noticed_within: 10m, restore_time: {committed: 7h}}}
strategies:
  paper: {title: Paper, for: calls, do: how, by: lead, decided_by: lead, decided_within: 20m,
          within: 1h, lasts: 1d, without: [app]}
procedures: {how: {title: How, steps: [{id: a, do: It, by: lead}]}}
roles: {lead: {title: Lead, primary: ann}}
people: {ann: {name: Ann}}
""")
    answer = asked(plan, ["app"], already=((None, 2 * HOUR),))
    clock = outcome(answer).clock
    assert (clock.minimum.seconds, clock.outage, clock.verdict) == (0, 90 * 60, "rto-missed")
    assert (clock.full.seconds, clock.full_verdict) == (5 * HOUR, "late")
    text = told(answer, plan)
    assert "it should serve by now, 1h30m after the disruption: later than the RTO" in text
    assert "it should serve by now; it can be kept up for 1d" in text


def test_the_same_length_of_several_losses_is_said_once():
    plan = plan_of(TWO_CARRIERS)
    text = told(asked(plan, ["trunk-a", "duct"], lasts=HOUR, already=((None, 600),)), plan)
    assert "all of it has been down for 10m already" in text
    assert "all of it is gone for 1h" in text
    assert "Trunk A is gone for" not in text


def test_a_loss_for_which_the_plan_has_no_time_is_back_when_the_scenario_ends():
    plan = plan_of(TWO_CARRIERS)
    both = ["trunk-a", "trunk-b"]
    assert outcome(asked(plan, both)).clock.minimum.seconds is None
    assert outcome(asked(plan, both, lasts=6 * HOUR)).clock.minimum.seconds == 6 * HOUR
    # How long the trunks take to start again after the duct is not said.
    assert outcome(asked(plan, ["duct"], lasts=6 * HOUR)).clock.minimum.seconds is None


def test_what_a_site_needs_and_stands_in_it_does_not_wait_for_itself():
    plan = plan_of("""
processes: {calls: {title: Calls, tier: critical, needs: [app], mtpd: 3d}}
sites: {hall: {title: Hall, needs: [power], restore: {committed: 2d}}}
systems:
  power: {title: Power, type: power, at: [hall], restart_time: {committed: 1h}}
  app: {title: App, type: application, at: [hall], restart_time: {committed: 2h}}
""")
    back = outcome(asked(plan, ["hall"])).clock.minimum
    assert [(part.what, part.of, part.seconds // HOUR) for part in back.parts] == [
        ("restoring", "hall", 48),
        ("starting-again", "power", 1),
        ("starting-again", "app", 2),
    ]


# ── already down ───────────────────────────────────────────────────────────────────────────────


def test_minutes_of_tolerance_are_left_when_something_is_down_already():
    plan = plan_of(RESTORED)
    answer = asked(plan, ["store"], already=(("store", 130 * 60),))
    clock = outcome(answer).clock
    assert (clock.since, clock.left) == (130 * 60, 110 * 60)
    assert clock.minimum.seconds == (200 - 130 + 30) * 60
    assert "down for 2h10m already: 1h50m left until its MTPD" in told(answer, plan)


def test_what_should_have_been_back_by_now_is_not_taken_to_be_back():
    plan = plan_of(RESTORED)
    answer = asked(plan, ["store"], already=((None, 5 * HOUR),))
    clock = outcome(answer).clock
    assert clock.minimum.seconds is None
    assert clock.verdict == "mtpd-breached"
    assert "Store should have been back by now" in told(answer, plan)


def test_a_switch_that_has_been_going_on_needs_only_the_rest_of_its_time():
    plan = plan_of(TWO_CARRIERS)
    whole = outcome(asked(plan, ["carrier-a"])).clock.minimum.seconds
    answer = asked(plan, ["carrier-a"], already=(("carrier-a", 20 * 60),))
    assert outcome(answer).clock.minimum.seconds == whole - 20 * 60
    assert outcome(answer).clock.since == 20 * 60


# ── staff, demand, the hour ────────────────────────────────────────────────────────────────────


def test_a_share_of_the_agents_of_a_site_is_missing():
    plan = plan_of(AGENTS)
    assert outcome(asked(plan, staff=(Missing(0.6, "hall"),))).outcome == "goes-on"
    answer = asked(plan, staff=(Missing(0.7, "hall"),))
    assert outcome(answer).outcome == "stops"
    assert "60% of the staff at Hall" in told(asked(plan, staff=(Missing(0.6, "hall"),)), plan)


def test_missing_staff_and_a_lost_site_count_each_agent_once():
    plan = plan_of(AGENTS)
    # The annex has four; without the hall, nothing that is missing there makes it worse.
    few = asked(plan, ["hall"], staff=(Missing(0.5, "hall"),))
    assert outcome(few).outcome == "stops"
    assert outcome(asked(plan, ["annex"], staff=(Missing(0.2, "hall"),))).outcome == "goes-on"
    assert outcome(asked(plan, ["annex"], staff=(Missing(0.3, "hall"),))).outcome == "stops"


def test_staff_that_is_missing_for_a_while_is_back_after_it():
    plan = plan_of(AGENTS)
    answer = asked(plan, staff=(Missing(1.0),), lasts=2 * HOUR)
    assert outcome(answer).clock.minimum.seconds == 2 * HOUR


def test_demand_asks_for_more_of_what_must_be_there():
    plan = plan_of(AGENTS)
    assert outcome(asked(plan, demand=1.75)).outcome == "goes-on"
    assert outcome(asked(plan, demand=1.8)).outcome == "stops"


def test_two_risks_at_once_take_what_each_takes():
    plan = plan_of(
        AGENTS
        + """
risks:
  flu: {title: Flu, class: pandemic, removes: {staff: 30%, at: hall, lasts: 2d}}
  surge: {title: Surge, class: demand, removes: {demand: 1.5, lasts: 1d}}
"""
    )
    assert outcome(asked(plan, ["flu"])).outcome == "goes-on"
    assert outcome(asked(plan, ["surge"])).outcome == "goes-on"
    both = asked(plan, ["flu", "surge"])
    assert outcome(both).outcome == "stops"
    assert outcome(both).clock.minimum.seconds == 48 * HOUR


ON_CALL = """
processes: {calls: {title: Calls, tier: critical, needs: [duty]}}
roles: {duty: {title: Duty, rota: nights, alternates: [cy], critical: true}}
rotas:
  nights:
    title: Nights
    shifts:
      - {days: [mon, tue, wed, thu, fri, sat, sun], start: 20:00, end: 08:00, people: [ann]}
      - {days: [mon, tue, wed, thu, fri, sat, sun], start: 08:00, end: 20:00, people: [ben]}
people:
  ann: {name: Ann}
  ben: {name: Ben}
  cy: {name: Cy, away: [{from: 2026-03-01, until: 2026-03-09}]}
"""


def test_the_hour_says_who_is_on_duty_and_who_is_away():
    plan = plan_of(ON_CALL)
    night = dt.datetime(2026, 3, 2, 2, 40, tzinfo=ZoneInfo("UTC"))
    noon = night.replace(hour=12)
    (role,) = asked(plan, ["ann"], at=night).roles
    assert (role.before, role.now) == ("ann", "ben")
    assert asked(plan, ["ann"], at=noon).roles == ()
    assert outcome(asked(plan, ["ann", "ben"], at=night)).outcome == "stops"
    assert outcome(asked(plan, ["ann", "ben"])).outcome == "goes-on"


def test_roles_that_missing_staff_may_empty_are_named_with_the_people():
    plan = plan_of(ON_CALL)
    (one,) = asked(plan, staff=(Missing(0.9),)).emptied_by
    assert (one.role, one.people, one.missing, one.of) == ("duty", ("ann", "ben", "cy"), 3, 3)
    assert asked(plan, staff=(Missing(0.5),)).emptied_by == ()


def test_when_all_staff_are_missing_the_roles_are_empty_and_need_no_guess():
    plan = plan_of(ON_CALL)
    answer = asked(plan, staff=(Missing(1.0),))
    assert outcome(answer).outcome == "stops"
    assert [(one.role, one.now) for one in answer.roles] == [("duty", None)]
    assert answer.emptied_by == ()
    assert "because: staff missing everywhere → nobody is left for" in told(answer, plan)
    lasting = asked(plan, staff=(Missing(1.0),), lasts=6 * HOUR)
    assert outcome(lasting).clock.minimum.seconds == 6 * HOUR


def test_all_staff_of_one_site_are_those_who_work_there():
    plan = plan_of("""
processes: {calls: {title: Calls, tier: critical, needs: [desk],
                    minimum: {service: some, staff: 2, skill: voice}}}
roles: {desk: {title: Desk, primary: ann, alternates: [ben]}}
sites: {hall: {title: Hall}, annex: {title: Annex}}
people:
  ann: {name: Ann, site: hall, skills: [voice]}
  ben: {name: Ben, site: annex, skills: [voice]}
  cy: {name: Cy, site: annex, skills: [voice]}
""")
    answer = asked(plan, staff=(Missing(1.0, "hall"),))
    assert outcome(answer).outcome == "goes-on"
    assert [(one.role, one.before, one.now) for one in answer.roles] == [("desk", "ann", "ben")]
    assert outcome(asked(plan, staff=(Missing(1.0, "annex"),))).outcome == "stops"


# ── who decides, what a switch takes ───────────────────────────────────────────────────────────

WHO_DECIDES = """
processes: {calls: {title: Calls, tier: critical, needs: [lines], rto: 1h, mtpd: 4h}}
redundancy:
  lines:
    title: Lines
    of: [main, spare]
    mode: warm
    switch: {decided_by: lead, decided_within: 3m, otherwise: {by: manager, within: 5m},
             by: desk, within: 20m, procedure: how, tested: 2026-01-01}
systems:
  main: {title: Main, type: telephony, noticed_within: 2m}
  spare: {title: Spare, type: telephony}
  portal: {title: Portal, type: application}
procedures: {how: {title: How, steps: [{id: a, do: It, by: desk, needs: [portal]}]}}
roles:
  lead: {title: Lead, primary: ann}
  manager: {title: Manager, primary: ben}
  desk: {title: Desk, primary: cy}
people: {ann: {name: Ann}, ben: {name: Ben}, cy: {name: Cy}}
"""


def test_who_decides_otherwise_decides_later():
    plan = plan_of(WHO_DECIDES)
    assert outcome(asked(plan, ["main"])).clock.minimum.seconds == 25 * 60
    assert outcome(asked(plan, ["main", "ann"])).clock.minimum.seconds == 30 * 60
    assert outcome(asked(plan, ["main", "ann", "ben"])).outcome == "stops"
    assert "if that is not decided in time: Manager" in told(asked(plan, ["main"]), plan)


def test_a_switch_whose_procedure_lacks_what_a_step_needs_does_not_happen():
    plan = plan_of(WHO_DECIDES)
    answer = asked(plan, ["main", "portal"])
    assert outcome(answer).outcome == "stops"
    assert "in time" not in told(answer, plan)


# ── how long it holds, what is owed, who goes first ────────────────────────────────────────────

HELD = """
processes:
  calls: {title: Calls, tier: critical, priority: 1, needs: [app], rto: 2h, mtpd: 8h,
          full_within: 1d, minimum: {service: some, share: 50%}}
  mail: {title: Mail, tier: critical, priority: 2, needs: [app], rto: 4h, mtpd: 1d}
systems:
  app: {title: App, type: application, noticed_within: 5m, restore_time: {committed: 3d}}
strategies:
  paper: {title: Paper, for: calls, without: [app], do: how, by: desk, decided_by: desk,
          decided_within: 5m, within: 20m, gives: 30%, lasts: 6h}
  later: {title: Later, for: mail, without: [app], do: how, by: desk, decided_by: desk,
          decided_within: 5m, within: 20m}
procedures: {how: {title: How, steps: [{id: a, do: It, by: desk}]}}
roles: {desk: {title: Desk, primary: ann}}
people: {ann: {name: Ann}}
organisations:
  client: {title: Client, type: client, commitments: [{process: calls, within: 15m}]}
  regulator: {title: Regulator, type: authority}
risks: {crash: {title: Crash, class: cyber, removes: {ids: [app]}}}
notifications:
  notice: {title: Notice, organisation: regulator, risks: [crash], starts: disruption,
           within: 4h, by: desk}
"""


def test_a_strategy_that_ends_before_the_rest_is_back_leads_to_a_second_outage():
    plan = plan_of(HELD)
    answer = asked(plan, ["crash"])
    calls = outcome(answer)
    # A third of the service is less than the half that is its minimum: that waits for the rest.
    assert (calls.outcome, calls.clock.below.seconds) == ("below-minimum", 30 * 60)
    assert calls.clock.minimum.seconds == 72 * HOUR
    assert calls.ends_at == 30 * 60 + 6 * HOUR
    assert calls.held[0].enough is False
    assert calls.clock.full_verdict == "late"
    assert outcome(answer, "mail").ends_at is None
    said = told(answer, plan)
    assert "what serves now ends after 6h30m: before the rest is back" in said
    assert "it gives less than the minimum of this process" in said


def test_what_is_owed_is_told_with_its_clock():
    plan = plan_of(HELD)
    at = dt.datetime(2026, 3, 2, 2, 40, tzinfo=ZoneInfo("UTC"))
    commitment, notice = asked(plan, ["crash"], at=at).due
    assert (commitment.to, commitment.kept) == ("client", False)
    assert (notice.of, notice.sends, notice.latest) == ("notice", "ann", "2026-03-02T06:40+00:00")
    assert [one.of for one in asked(plan, ["app"]).due] == ["calls", "notice"]
    assert asked(plan, ["client"]).due == ()


def test_where_one_person_must_do_two_things_the_process_of_lower_priority_waits():
    plan = plan_of(HELD)
    (contest,) = asked(plan, ["crash"]).contests
    assert (contest.what, contest.of) == ("doer", "desk")
    assert [(one.process, one.gets) for one in contest.wishes] == [
        ("calls", "all"),
        ("mail", "waits"),
    ]


def test_a_partner_that_several_queues_overflow_to_serves_the_first_of_them():
    plan = plan_of("""
processes:
  calls: {title: Calls, tier: critical, needs: [app]}
  sales: {title: Sales, tier: routine, needs: [app]}
systems: {app: {title: App, type: application}}
roles: {desk: {title: Desk, primary: ann}}
people: {ann: {name: Ann}}
channels: {voice: {title: Voice, type: voice}}
suppliers: {tern: {title: Tern, service: x, capacity: {amount: 10, unit: agents}}}
queues:
  line: {title: Line, process: calls, channel: voice, open: always,
         overflow: {partner: tern, trigger: x, ramp: 30m, capacity: 8, hours: always, owner: desk}}
  shop: {title: Shop, process: sales, channel: voice, open: always,
         overflow: {partner: tern, trigger: x, ramp: 30m, capacity: 5, hours: always, owner: desk}}
""")
    (contest,) = asked(plan, ["app"]).contests
    assert (contest.of, contest.there) == ("tern", 10)
    assert [(one.process, one.gets) for one in contest.wishes] == [
        ("calls", "all"),
        ("sales", "some"),
    ]


def test_a_response_to_nothing_asks_for_nothing():
    plan = plan_of(RESPONSE)
    answer = asked(plan)
    assert (answer.due, answer.contests, answer.lost) == ((), (), ())


def test_a_strategy_that_has_served_for_a_while_ends_that_much_sooner():
    plan = plan_of(HELD)
    answer = asked(plan, ["app"], already=(("app", 2 * HOUR),))
    # Thirty minutes until it served, ninety that it has served: four and a half hours are left.
    assert outcome(answer).ends_at == 4 * HOUR + 30 * 60


def test_what_is_late_by_another_way_is_not_known_while_a_strategy_may_be_sooner():
    plan = plan_of(
        HELD.replace(
            "          decided_within: 5m, within: 20m, gives: 30%",
            "          within: 20m, gives: 60%",
        )
    )
    clock = outcome(asked(plan, ["app"])).clock
    assert clock.minimum.seconds == 72 * HOUR
    assert clock.verdict == "not-known"


def test_demand_asks_for_more_calls_and_not_for_more_kilowatts():
    text = """
processes: {calls: {title: Calls, tier: critical, needs: [pair]}}
redundancy:
  pair: {title: Pair, of: [a, b], mode: active, capacity_needed: {amount: 30, unit: UNIT}}
systems:
  a: {title: A, type: power, capacity: {amount: 20, unit: UNIT}}
  b: {title: B, type: power, capacity: {amount: 20, unit: UNIT}}
"""
    calls = plan_of(text.replace("UNIT", "calls"))
    power = plan_of(text.replace("UNIT", "kW"))
    assert outcome(asked(calls, demand=2)).outcome == "stops"
    assert outcome(asked(power, demand=2)).outcome == "goes-on"


def test_one_stand_in_behind_the_other_lasts_as_long_as_the_last_of_them():
    plan = plan_of("""
processes: {calls: {title: Calls, tier: critical, needs: [supply], mtpd: 1h}}
redundancy:
  supply:
    title: Supply
    of: [mains, batteries, generator]
    mode: warm
    switch: {decided_by: lead, decided_within: 1m, by: lead, within: 1m}
    stand_ins: [{what: batteries, lasts: 20m}, {what: generator, lasts: 3d}]
systems:
  mains: {title: Mains, type: power, noticed_within: 1m, restore_time: {committed: 12h}}
  batteries: {title: Batteries, type: power}
  generator: {title: Generator, type: power}
roles: {lead: {title: Lead, primary: ann}}
people: {ann: {name: Ann}}
""")
    assert outcome(asked(plan, ["mains"])).ends_at is None
    # They serve after three minutes: noticed, decided, switched.
    assert outcome(asked(plan, ["mains", "generator"])).ends_at == 23 * 60
