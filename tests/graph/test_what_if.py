"""What happens when something is lost, in answers and in sentences."""

import json

import pytest
from hypothesis import given, settings
from random_plans import LOSABLE, plainly_lost, plans, some
from small_plans import ON_PAPER, ONE_PERSON_TWO_ROLES, QUEUE, RESPONSE, TWO_CARRIERS, plan_of
from tries import tries

from bcp.errors import BcpError
from bcp.files import Tree
from bcp.graph.what_if.what_if import what_if
from bcp.graph.what_if.wording import as_json, sentences
from bcp.loader import load


def outcome(answer, process="calls"):
    return next(one for one in answer.processes if one.process == process)


def text(answer, plan, language=""):
    return "\n".join(map(str, sentences(answer, plan, language)))


def test_a_switch_names_who_decides_who_does_it_and_how_long_it_takes():
    plan = plan_of(TWO_CARRIERS)
    answer = what_if(plan, ["carrier-a"])
    (switched,) = answer.switched
    assert (switched.lost, switched.stand_ins) == (("trunk-a",), ("trunk-b",))
    assert (switched.decided_by, switched.decides, switched.by) == ("duty", "ann", "desk")
    assert (switched.decided_within, switched.within) == (600, 900)
    assert switched.tested == "2026-01-10"
    assert switched.left == switched.need == 1
    told = text(answer, plan)
    assert "decided by Duty manager (Ann) within 10m, switched by Service desk within 15m" in told
    assert "nothing is left in reserve" in told


def test_time_until_a_process_goes_on_is_noticing_and_deciding_and_switching():
    plan = plan_of(TWO_CARRIERS.replace("tier: critical", "tier: critical, rto: 20m, mtpd: 1h"))
    clock = outcome(what_if(plan, ["carrier-a"])).clock
    assert [(part.what, part.seconds) for part in clock.minimum.parts] == [
        ("noticing", 300),
        ("deciding", 600),
        ("switching", 900),
    ]
    assert (clock.minimum.seconds, clock.minimum.proven, clock.verdict) == (
        1800,
        True,
        "rto-missed",
    )
    assert "30m (noticing 5m + deciding 10m + switching 15m): later than the RTO" in text(
        what_if(plan, ["carrier-a"]), plan
    )


def test_a_time_that_the_plan_does_not_say_makes_the_sum_not_known():
    plan = plan_of(TWO_CARRIERS.replace(", noticed_within: 5m", ""))
    answer = what_if(plan, ["carrier-a"])
    assert outcome(answer).clock.minimum.seconds is None
    assert outcome(answer).clock.verdict == "not-known"
    assert "the plan does not say how soon the loss of Trunk A is noticed" in text(answer, plan)


def test_a_switch_that_was_never_tested_is_unproven_and_the_answer_leads_with_it():
    plan = plan_of(TWO_CARRIERS.replace(", tested: 2026-01-10", ""))
    answer = what_if(plan, ["carrier-a"])
    assert not outcome(answer).clock.minimum.proven
    assert "unproven: time until then 30m" in text(answer, plan)


def test_a_process_that_stops_is_told_with_the_way_that_leads_there():
    plan = plan_of(TWO_CARRIERS)
    answer = what_if(plan, ["duct"])
    stopped = outcome(answer)
    assert (stopped.outcome, stopped.clock.minimum.seconds) == ("stops", None)
    assert [step.id for step in stopped.story] == [
        "duct", "carrier-a", "trunk-a", "carrier-b", "trunk-b", "voice-lines", "calls",
    ]  # fmt: skip
    assert "    because: (The duct" in text(answer, plan)
    assert "until it is back: not known" in text(answer, plan)


def test_a_process_without_loss_goes_on_and_nothing_has_to_be_done():
    answer = what_if(plan_of(TWO_CARRIERS), [])
    assert outcome(answer).outcome == "goes-on"
    assert (outcome(answer).clock.minimum.parts, answer.lost, answer.roles) == ((), (), ())


def test_a_strategy_holds_the_minimum_and_says_who_decides():
    plan = plan_of(ON_PAPER)
    answer = what_if(plan, ["server"])
    held = outcome(answer)
    assert held.outcome == "minimum"
    (strategy,) = held.held
    assert (strategy.strategy, strategy.decides, strategy.within) == ("on-paper", "ann", 600)
    assert outcome(answer, "billing").outcome == "goes-on"
    # Neither noticing nor deciding is written down, and it was never shown to work.
    assert (held.clock.minimum.seconds, held.clock.minimum.proven) == (None, False)


def test_a_strategy_waits_for_the_switch_of_what_it_leaves_in_use():
    plan = plan_of("""
processes: {calls: {title: Calls, tier: critical, needs: [platforms, app], rto: 10m, mtpd: 1h}}
systems:
  app: {title: App, type: application, at: [hall], noticed_within: 1m}
  main: {title: Main, type: telephony, at: [hall], noticed_within: 2m}
  spare: {title: Spare, type: telephony}
sites: {hall: {title: Hall}}
redundancy:
  platforms:
    title: Platforms
    of: [main, spare]
    mode: warm
    switch: {decided_by: desk, decided_within: 5m, by: desk, within: 20m, tested: 2026-01-10}
strategies:
  paper: {title: Paper, for: calls, without: [app], do: how, by: desk, decided_by: desk,
          decided_within: 1m, within: 3m}
procedures: {how: {title: How, steps: [{id: a, do: It, by: desk}]}}
roles: {desk: {title: Desk, primary: ann}}
people: {ann: {name: Ann}}
""")
    clock = outcome(what_if(plan, ["app"])).clock
    assert (clock.minimum.seconds, clock.verdict) == (300, "met")
    clock = outcome(what_if(plan, ["hall"])).clock
    assert (clock.minimum.seconds, clock.verdict, clock.minimum.proven) == (
        1620,
        "rto-missed",
        False,
    )


def test_strategies_that_cannot_serve_say_what_they_lack():
    plan = plan_of(ON_PAPER)
    assert outcome(what_if(plan, ["server", "store"])).failed == (("on-paper", "store"),)
    assert outcome(what_if(plan, ["hall"])).failed == (("on-paper", "calls"),)
    assert "Pen and paper cannot serve: Paper store is lost" in text(
        what_if(plan, ["server", "store"]), plan
    )


def test_who_takes_over_and_which_role_then_stays_empty():
    plan = plan_of(ONE_PERSON_TWO_ROLES)
    answer = what_if(plan, ["ann"])
    duty, lead = answer.roles
    assert (duty.role, duty.before, duty.now) == ("duty", "ann", "ben")
    assert (lead.role, lead.before, lead.now) == ("lead", "ben", None)
    assert (lead.short_roles, lead.short_people) == (("duty", "lead"), ("ben",))
    told = text(answer, plan)
    assert "Ben takes Duty manager from Ann" in told
    assert "these roles have only these people left: Duty manager, Shift lead – Ben" in told


def test_a_strategy_that_was_shown_is_unproven_while_the_switch_beside_it_is_not():
    text_ = """
processes: {calls: {title: Calls, tier: critical, needs: [platforms, app]}}
systems:
  app: {title: App, type: application, at: [hall], noticed_within: 1m}
  main: {title: Main, type: telephony, at: [hall], noticed_within: 1m}
  spare: {title: Spare, type: telephony}
sites: {hall: {title: Hall}}
redundancy:
  platforms:
    title: Platforms
    of: [main, spare]
    mode: warm
    switch: {decided_by: desk, decided_within: 5m, by: desk, within: 20m, tested: 2026-01-10}
strategies:
  paper: {title: Paper, for: calls, without: [app], do: how, by: desk, decided_by: desk,
          decided_within: 1m, within: 3m, demonstrated: {time: 2m, on: 2026-02-01}}
procedures: {how: {title: How, steps: [{id: a, do: It, by: desk}]}}
roles: {desk: {title: Desk, primary: ann}}
people: {ann: {name: Ann}}
"""
    assert outcome(what_if(plan_of(text_), ["hall"])).clock.minimum.proven
    untested = text_.replace(", tested: 2026-01-10", "")
    assert not outcome(what_if(plan_of(untested), ["hall"])).clock.minimum.proven
    unshown = text_.replace(", demonstrated: {time: 2m, on: 2026-02-01}", "")
    assert not outcome(what_if(plan_of(unshown), ["hall"])).clock.minimum.proven


def test_what_is_missing_anyway_is_not_blamed_on_the_loss():
    plan = plan_of("""
redundancy: {pair: {title: Pair, of: [a, b], need: 3, mode: active}}
systems: {a: {title: A, type: data}, b: {title: B, type: data}, c: {title: C, type: data}}
""")
    answer = what_if(plan, ["c"])
    assert [one for one, _ in answer.lost] == ["c"]
    assert answer.already_lost == ("pair",)
    assert "Missing even when nothing is lost: Pair" in text(answer, plan)


def test_a_number_says_where_it_can_be_pointed_and_what_that_takes():
    plan = plan_of(QUEUE)
    (number,) = what_if(plan, ["carrier-a"]).numbers
    assert (number.number, number.to, number.by) == ("+44 20 7946 0101", "annex", "desk")
    (number,) = what_if(plan, ["carrier-a", "portal-a"]).numbers
    assert (number.to, number.lacks) == (None, ("portal-a",))


def acts(answer):
    return {(one.what, one.of, one.item): one.because for one in answer.undoable}


def test_what_can_no_longer_be_done_is_listed_with_what_it_lacks():
    answer = what_if(plan_of(RESPONSE), ["hall"])
    assert acts(answer) == {
        ("call", "night", "a"): ("mail",),
        ("message", "hold", ""): ("mail",),
        ("task", "out", "call"): ("mail-server",),
        ("procedure", "ring", ""): ("hall",),
    }
    assert "slip" in [one for one, _ in answer.lost]


def test_what_nobody_is_left_to_do_is_listed():
    answer = what_if(plan_of(RESPONSE), ["ann"])
    assert acts(answer) == {
        ("call", "night", "a"): ("lead",),
        ("approval", "news", ""): ("lead",),
        ("activation", "out", "full"): ("lead",),
    }
    # A channel that nobody operates sends nothing.
    assert acts(what_if(plan_of(RESPONSE), ["ben", "mail"]))["message", "news", ""] == (
        "mail",
        "press",
    )


def test_a_risk_stands_for_what_it_removes():
    answer = what_if(plan_of(RESPONSE), ["fire"])
    assert answer.losses == ("hall",)
    assert [(one.share, one.at) for one in answer.scenario.strain.staff] == [(0.2, None)]
    assert answer.risks == ("fire",)
    assert what_if(plan_of(RESPONSE), ["mail-server", "hall"]).risks == ("both",)


def test_sentences_name_tasks_by_what_is_to_be_done():
    plan = plan_of(RESPONSE)
    told = text(what_if(plan, ["ben", "mail-server"]), plan)
    assert "Get out: task count (Count the people) – Press lost" in told
    assert "Get out: task call (Ring round) – Press, Mail server lost" in told


COPIES = """
  copies:
    - {where: Red box in the hall, how_many: 2, at: hall}
    - {where: Red box in the annex, how_many: 2, at: annex}
"""


def plan_in_print(rest, copies=COPIES):
    header = b"bcp: 1\nplan:\n  id: the-plan\n  title: A small plan" + copies.encode()
    loaded = load(Tree(None, {"plan.yaml": header, "rest.yaml": rest.encode()}))
    assert not loaded.diagnostics
    return loaded.plan


def test_when_a_place_is_lost_it_is_told_where_the_plan_can_still_be_read():
    plan = plan_in_print("sites: {hall: {title: Hall}, annex: {title: Annex}}")
    told = text(what_if(plan, ["hall"]), plan)
    assert "copies of this plan cannot be reached – Hall lost" in told
    assert "Red box in the annex" in told
    assert "Red box in the hall" not in told


def test_when_every_copy_of_the_plan_is_out_of_reach_that_is_told():
    plan = plan_in_print("sites: {hall: {title: Hall}, annex: {title: Annex}}")
    answer = what_if(plan, ["hall", "annex"])
    assert [(one.what, one.because) for one in answer.undoable] == [("plan", ("hall", "annex"))]
    assert "every copy of this plan lies where nobody gets to it" in text(answer, plan)
    tablet = plan_in_print(
        "sites: {hall: {title: Hall}, annex: {title: Annex}}",
        COPIES + "    - {where: On the tablet, how_many: 1}\n",
    )
    assert what_if(tablet, ["hall", "annex"]).undoable[0].what == "copies"


def test_an_audience_whose_list_is_lost_cannot_be_looked_up():
    plan = plan_of("""
systems: {crm: {title: Customer records, type: data}}
records: {register: {title: Register, where: In the records, at: crm}}
audiences:
  frail: {title: Frail customers, type: customers, list: {record: register}}
  loud: {title: Big customers, type: customers, list: {record: register, offline: In the box}}
""")
    answer = what_if(plan, ["crm"])
    assert [(one.what, one.of) for one in answer.undoable] == [("list", "frail")]
    assert "nobody can look up who Frail customers are – Register lost" in text(answer, plan)


def test_a_queue_that_lacks_only_what_the_strategy_does_without_can_be_reached():
    plan = plan_of("""
processes: {calls: {title: Calls, tier: critical, needs: [jobs]}}
systems: {jobs: {title: Passing on of jobs, type: application}}
channels: {voice: {title: Voice, type: voice}}
queues: {line: {title: The line, process: calls, channel: voice, open: always, needs: [jobs]}}
strategies:
  by-phone: {title: By telephone, for: calls, do: how, by: lead, decided_by: lead, within: 5m,
             without: [jobs]}
procedures: {how: {title: How, steps: [{id: a, do: It, by: lead}]}}
roles: {lead: {title: Lead, primary: ann}}
people: {ann: {name: Ann}}
""")
    answer = what_if(plan, ["jobs"])
    assert outcome(answer).ways_in.open == ("line",)
    told = text(answer, plan)
    assert "nobody can reach it" not in told
    assert "The line – " not in told
    assert outcome(what_if(plan, ["jobs", "line"])).ways_in.closed == ("line",)
    # When the strategy serves is not known, and why not is said beside it.
    assert "from when on it serves is not known (the plan does not say how soon the loss" in told


def test_a_notice_that_the_plan_ties_to_nothing_is_told_with_a_condition():
    notice = """
notifications:
  breach: {title: Breach, organisation: office, required_by: The law, starts: awareness,
           within: 3d, by: duty}
organisations: {office: {title: Office, type: authority}}
"""
    plan = plan_of(TWO_CARRIERS + notice)
    assert "if it is such a case: Breach" in text(what_if(plan, ["duct"]), plan)


def test_what_a_risk_takes_and_nothing_declares_or_needs_takes_nothing_with_it():
    plan = plan_of(
        "processes: {calls: {title: Calls, tier: critical, needs: [app]}}\n"
        "systems: {app: {title: App, type: application}}\n"
        "risks: {crash: {title: Crash, class: cyber, removes: {ids: [recorder]}}}\n",
        whole=False,
    )
    answer = what_if(plan, ["crash"])
    assert (answer.losses, outcome(answer).outcome) == (("recorder",), "goes-on")
    assert "If this is lost: recorder" in text(answer, plan)


def test_things_of_one_title_are_told_apart_by_their_ids():
    plan = plan_of("""
systems: {chat: {title: Web chat, type: application}}
channels: {chat-channel: {title: Web chat, type: chat, needs: [chat]}}
""")
    told = text(what_if(plan, ["chat"]), plan)
    assert "Web chat (chat-channel) – Web chat (chat) lost" in told


def test_titles_are_told_in_the_language_asked_for():
    plan = plan_of("sites: {hall: {title: {en: The hall, uk: Зала}}}")
    assert text(what_if(plan, ["hall"]), plan, "uk") == "If this is lost: Зала"


def test_json_names_its_shape_and_holds_the_whole_answer():
    answer = what_if(plan_of(TWO_CARRIERS), ["carrier-a", "carrier-a"])
    values = json.loads(json.dumps(as_json(answer)))
    assert values["format"] == "bcp.what-if/3"
    assert values["given"] == ["carrier-a"]
    assert values["processes"][0]["clock"]["verdict"] == "not-known"
    assert values["lost"][1]["story"][0] == {
        "id": "carrier-a", "what": "named", "through": [], "link": "", "left": 0, "need": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "sentence", "fix"),
    [
        ("carier-a", "There is no carier-a in this plan.", "Did you mean carrier-a?"),
        ("by-hand", "by-hand stands under procedures, which cannot be lost.", "Name a thing"),
    ],
)
def test_what_cannot_be_lost_is_refused_in_a_plain_sentence(asked, sentence, fix):
    by_hand = "procedures: {by-hand: {title: By hand, steps: [{id: a, do: It, by: desk}]}}"
    with pytest.raises(BcpError) as refused:
        what_if(plan_of(TWO_CARRIERS + by_hand), [asked])
    assert refused.value.message == sentence
    assert refused.value.fix.startswith(fix)


@given(plans(), some(LOSABLE, 0, 3))
@settings(max_examples=tries(40), deadline=None)
def test_outcomes_agree_with_the_meaning_of_the_language(plan, gone):
    answer = what_if(plan, gone)
    expected = {one for one, world in plainly_lost(plan, frozenset(gone)) if not world}
    assert {one.process for one in answer.processes if one.outcome == "stops"} == {
        one.process for one in answer.processes if one.process in expected
    }
    before = {one for one, world in plainly_lost(plan, frozenset()) if not world}
    told = {one for one, _ in answer.lost}
    kinds = ("roles", "processes")
    assert told == {one for one in expected - before if plan.kind_of(one) not in kinds}
    assert all(str(line) for line in sentences(answer, plan))
    json.dumps(as_json(answer))
