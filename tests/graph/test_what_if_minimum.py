"""What holds a process below its minimum, what is switched on the way, and how long it lasts."""

import json

from small_plans import plan_of

from bcp.graph.what_if.scenario import Asked, scenario_of
from bcp.graph.what_if.table import table
from bcp.graph.what_if.what_if import what_if
from bcp.graph.what_if.wording import as_json, sentences
from bcp.i18n import translator

MINUTE = 60
HOUR = 3600

ON_PAPER = """
processes:
  cards: {title: Cards, tier: critical, priority: 1, rto: 1h, mtpd: 4h, needs: [crm, hall],
          minimum: {service: some, share: 50%}}
  billing: {title: Billing, tier: important, rto: 4h, mtpd: 1d, needs: [cards]}
systems: {crm: {title: CRM, type: application, noticed_within: 10m, restore_time: {committed: 5d}}}
sites: {hall: {title: Hall}}
strategies:
  paper: {title: Paper, for: cards, order: 1, without: [crm], do: how, by: lead, decided_by: lead,
          decided_within: 15m, within: 20m, gives: 40%, lasts: 8h}
procedures: {how: {title: How, steps: [{id: a, do: It, by: lead}]}}
roles: {lead: {title: Lead, primary: ann}}
people: {ann: {name: Ann}}
organisations:
  scheme: {title: Scheme, type: client, commitments: [{process: cards, within: 2h}]}
"""
PARTNER = """
  partner: {title: Partner, for: cards, order: 2, without: [crm], do: how, by: lead,
            decided_by: lead, decided_within: 15m, within: 3h, gives: 60%, lasts: 8d}
procedures:"""


def asked(plan, given=(), **more):
    return what_if(plan, scenario_of(plan, list(given), Asked(**more)))


def outcome(answer, process="cards"):
    return next(one for one in answer.processes if one.process == process)


def told(answer, plan, language="en"):
    say = translator(language)
    return "\n".join(one.message.text(say) for one in sentences(answer, plan, language))


# ── below the minimum ──────────────────────────────────────────────────────────────────────────


def test_a_strategy_that_gives_less_than_the_minimum_does_not_bring_it_in_time():
    plan = plan_of(ON_PAPER)
    answer = asked(plan, ["crm"])
    cards = outcome(answer)
    assert (cards.outcome, cards.clock.below.seconds) == ("below-minimum", 45 * MINUTE)
    assert (cards.clock.minimum.seconds, cards.clock.verdict) == (120 * HOUR, "mtpd-breached")
    assert cards.ends_at == 45 * MINUTE + 8 * HOUR
    assert [one.kept for one in answer.due] == [False]
    text = told(answer, plan)
    assert "These go on below their minimum\nCards\n" in text
    assert "unproven: below its minimum after 45m (noticing 10m + deciding 15m + taking" in text
    assert "at its minimum after 5d (restoring CRM 5d): later than the MTPD" in text
    assert "is promised back within 2h: not kept" in text
    assert "in time; RTO 1h" not in text


def test_the_minimum_is_back_with_the_strategy_that_gives_enough():
    plan = plan_of(ON_PAPER.replace("procedures:", PARTNER.lstrip("\n"), 1))
    cards = outcome(asked(plan, ["crm"]))
    assert (cards.outcome, cards.clock.below.seconds) == ("minimum", 45 * MINUTE)
    assert (cards.clock.minimum.seconds, cards.clock.verdict) == (205 * MINUTE, "rto-missed")


def test_a_strategy_that_is_enough_is_at_its_minimum_and_in_time():
    plan = plan_of(ON_PAPER.replace("gives: 40%", "gives: 50%"))
    cards = outcome(asked(plan, ["crm"]))
    assert (cards.outcome, cards.clock.below, cards.clock.verdict) == ("minimum", None, "met")


def test_where_the_plan_does_not_say_how_much_it_gives_nothing_is_called_too_little():
    plan = plan_of(ON_PAPER.replace("gives: 40%, ", ""))
    assert outcome(asked(plan, ["crm"])).outcome == "minimum"


def test_a_process_below_its_minimum_is_so_in_the_table_and_for_programs():
    plan = plan_of(ON_PAPER)
    answer = asked(plan, ["crm"])
    say = translator("en")
    rows = [[cell.text(say) for cell in row.cells] for row in table(answer, plan)]
    assert rows[1][:3] == ["Cards", "below minimum", "5d, unproven"]
    assert rows[1][5] == "too late"
    values = json.loads(json.dumps(as_json(answer)))
    (cards,) = (one for one in values["processes"] if one["process"] == "cards")
    assert cards["outcome"] == "below-minimum"
    assert cards["clock"]["below"]["seconds"] == 45 * MINUTE


def test_in_ukrainian_below_the_minimum_has_a_heading_of_its_own():
    plan = plan_of(ON_PAPER)
    text = told(asked(plan, ["crm"]), plan, "uk")
    assert "Працюють нижче за свій мінімум\nCards\n" in text
    assert "нижче за мінімум через" in text


# ── switches on the way ────────────────────────────────────────────────────────────────────────

MAINS = """
processes:
  calls: {title: Calls, tier: critical, rto: 10m, mtpd: 30m, needs: [cad]}
redundancy:
  cad:
    title: A CAD that works
    of: [cad-main, cad-spare]
    mode: warm
    switch: {decided_by: lead, decided_within: 5m, by: tech, within: 10m, tested: 2026-06-01}
  power:
    title: Power
    of: [mains, generator]
    mode: hot
    lasts: 1d
    switch: {decided_by: tech, decided_within: 1m, by: tech, within: 1m}
systems:
  cad-main: {title: CAD at North, type: application, needs: [power], noticed_within: 2m,
             restart_time: {committed: 20m}}
  cad-spare: {title: CAD at South, type: application}
  mains: {title: Mains, type: power, noticed_within: 1m, restore_time: {committed: 3h}}
  generator: {title: Generator, type: power}
roles: {lead: {title: Lead, primary: ann}, tech: {title: Tech, primary: ben}}
people: {ann: {name: Ann}, ben: {name: Ben}}
"""


def test_every_switch_on_the_way_back_is_named_with_who_decides_it():
    plan = plan_of(MAINS)
    answer = asked(plan, ["mains"])
    calls = outcome(answer, "calls")
    assert calls.clock.minimum.seconds == 17 * MINUTE
    assert calls.switched == ("power", "cad")
    power, cad = answer.switched
    assert (cad.redundancy, cad.lost, cad.meanwhile) == ("cad", (), ("cad-main",))
    assert (cad.stand_ins, cad.decided_by, cad.decides) == (("cad-spare",), "lead", "ann")
    assert (power.lost, power.meanwhile) == (("mains",), ())
    text = told(answer, plan)
    assert "A CAD that works: until CAD at North works again; serving CAD at South" in text
    assert "decided by Lead (Ann) within 5m, switched by Tech within 10m" in text
    assert "доки знову запрацює CAD at North" in told(answer, plan, "uk")


def test_a_switch_that_nobody_waits_for_is_not_named():
    quick = MAINS.replace("restart_time: {committed: 20m}", "restart_time: {committed: 0m}")
    answer = asked(plan_of(quick), ["mains"])
    assert [one.redundancy for one in answer.switched] == ["power"]


# ── how long it lasts ──────────────────────────────────────────────────────────────────────────

LASTING = """
processes: {calls: {title: Calls, tier: critical, rto: 6h, mtpd: 1d, needs: [tel]}}
redundancy:
  tel:
    title: Telephony
    of: [main, spare]
    mode: cold
    lasts: 8h
    switch: {decided_by: lead, decided_within: 1h, by: lead, within: 2h}
systems:
  main: {title: Main, type: telephony, noticed_within: 1h, restore_time: {committed: 10h}}
  spare: {title: Spare, type: telephony}
roles: {lead: {title: Lead, primary: ann}}
people: {ann: {name: Ann}}
"""


def test_a_stand_in_lasts_from_when_it_serves():
    plan = plan_of(LASTING)
    answer = asked(plan, ["main"])
    # It serves from the fourth to the twelfth hour, and the original is back after ten.
    assert outcome(answer, "calls").ends_at is None
    assert "ends after" not in told(answer, plan)


def test_a_stand_in_that_gives_out_first_ends_so_long_after_it_began_to_serve():
    longer = plan_of(LASTING.replace("committed: 10h", "committed: 13h"))
    assert outcome(asked(longer, ["main"]), "calls").ends_at == 12 * HOUR
    # Of what it serves already, what has gone by is used up.
    served = asked(longer, ["main"], already=(("main", 6 * HOUR),))
    assert outcome(served, "calls").ends_at == 6 * HOUR


# ── by now, or not yet ─────────────────────────────────────────────────────────────────────────


def test_what_should_serve_by_now_is_unproven_and_may_not_have_been_decided():
    plan = plan_of(ON_PAPER.replace("gives: 40%", "gives: 50%"))
    answer = asked(plan, ["crm"], already=(("crm", 55 * MINUTE),))
    clock = outcome(answer).clock
    assert (clock.minimum.seconds, clock.minimum.proven, clock.verdict) == (0, False, "met")
    # Fifty-five minutes have gone by, and deciding and taking it up take thirty-five more.
    assert clock.if_not_yet.seconds == 35 * MINUTE
    text = told(answer, plan)
    assert "unproven: it should serve by now, 45m after the disruption: in time" in text
    assert (
        "unproven: if it does not serve yet and is decided only now: 35m more (deciding 15m + "
        "taking it up 20m): later than the RTO"
    ) in text
    assert "якщо ще не працює й вирішать лише зараз" in told(answer, plan, "uk")


def test_a_strategy_that_was_shown_is_not_unproven_when_it_should_serve_by_now():
    shown = ON_PAPER.replace("gives: 40%", "gives: 50%, demonstrated: {time: 15m, on: 2026-02-01}")
    clock = outcome(asked(plan_of(shown), ["crm"], already=(("crm", 55 * MINUTE),))).clock
    assert clock.minimum.proven


# ── the order of telling ───────────────────────────────────────────────────────────────────────


def test_of_processes_that_fare_alike_those_of_the_higher_tier_stand_first():
    plan = plan_of("""
processes:
  a-service: {title: Service, tier: important, rto: 4h, needs: [app]}
  b-cards: {title: Cards, tier: critical, priority: 2, rto: 4h, needs: [app]}
  c-alarm: {title: Alarm, tier: critical, priority: 1, rto: 4h, needs: [app]}
  d-late: {title: Late, tier: routine, rto: 1h, needs: [app]}
systems: {app: {title: App, type: application, restore_time: {committed: 2h}}}
""")
    text = told(asked(plan, ["app"]), plan)
    places = [text.index(f"\n{one}\n") for one in ("Late", "Alarm", "Cards", "Service")]
    assert places == sorted(places)


def test_a_notice_that_follows_another_names_it():
    plan = plan_of(
        ON_PAPER
        + """
  office: {title: Office, type: authority}
risks: {crash: {title: Crash, class: cyber, removes: {ids: [crm]}}}
notifications:
  first: {title: First notice, organisation: office, risks: [crash], starts: awareness,
          within: 4h, by: lead}
  final: {title: Final report, organisation: office, risks: [crash], starts: previous-notice,
          previous: first, within: 30d, by: lead}
"""
    )
    answer = asked(plan, ["crash"])
    assert "Office, within 30d of the notice “First notice”: Final report" in told(answer, plan)
    assert "від повідомлення «First notice»" in told(answer, plan, "uk")


# ── one strategy after the other, and what is used up ──────────────────────────────────────────

IN_TURN = """
processes: {calls: {title: Calls, tier: critical, rto: 1h, mtpd: 4h, needs: [exchange]}}
systems: {exchange: {title: Exchange, type: telephony, noticed_within: 10m,
                     restore_time: {committed: 20h}}}
strategies:
  first: {title: First, for: calls, without: [exchange], do: how, by: lead, decided_by: lead,
          decided_within: 5m, within: 20m, lasts: 2h}
  second: {title: Second, for: calls, without: [exchange], do: how, by: lead, decided_by: lead,
           decided_within: 5m, within: 6h, lasts: 30h}
procedures: {how: {title: How, steps: [{id: a, do: It, by: lead}]}}
roles: {lead: {title: Lead, primary: ann}}
people: {ann: {name: Ann}}
"""


def test_a_gap_between_two_strategies_is_the_end_of_the_first():
    gap = outcome(asked(plan_of(IN_TURN), ["exchange"]), "calls")
    assert gap.ends_at == (35 + 120) * 60
    without = outcome(
        asked(plan_of(IN_TURN.replace("within: 6h", "within: 2h")), ["exchange"]), "calls"
    )
    assert without.ends_at is None


def test_a_strategy_that_has_come_to_its_end_holds_nothing_any_more():
    answer = asked(plan_of(IN_TURN), ["exchange"], already=(("exchange", 5 * 3600),))
    found = outcome(answer, "calls")
    assert found.used_up == ("first",)
    assert [one.strategy for one in found.held] == ["second"]
    assert found.clock.minimum.seconds == 75 * 60
    text = told(answer, plan_of(IN_TURN))
    assert "First should have come to its end by now" in text
    alone = plan_of(IN_TURN[: IN_TURN.index("  second:")] + IN_TURN[IN_TURN.index("procedures:") :])
    gone = outcome(asked(alone, ["exchange"], already=(("exchange", 5 * 3600),)), "calls")
    assert (gone.outcome, gone.clock.minimum.seconds) == ("stops", 15 * 3600)


def test_a_stand_in_that_cannot_have_lasted_so_long_holds_nothing_any_more():
    text = """
processes: {calls: {title: Calls, tier: critical, rto: 6h, mtpd: 1d, needs: [lines]}}
redundancy:
  lines: {title: Lines, of: [main, spare], mode: manual, lasts: 8h, switch: {decided_by: lead,
          decided_within: 1h, by: lead, within: 2h}}
systems:
  main: {title: Main, type: telephony, noticed_within: 1h, restore_time: {committed: 2d}}
  spare: {title: Spare, type: telephony}
roles: {lead: {title: Lead, primary: ann}}
people: {ann: {name: Ann}}
"""
    plan = plan_of(text)
    early = asked(plan, ["main"], already=(("main", 1800),))
    assert [(one.what, one.seconds) for one in outcome(early, "calls").clock.minimum.parts] == [
        ("noticing", 1800),
        ("deciding", 3600),
        ("switching", 7200),
        ("gone-by", -1800),
    ]
    late = asked(plan, ["main"], already=(("main", 22 * 3600),))
    assert outcome(late, "calls").outcome == "stops"
    assert "what stands in for Lines cannot be kept up for so long" in told(late, plan)
