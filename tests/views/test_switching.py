"""A card says who decides on a switch, and who when nobody has; one act stands once."""

import pytest
from small import plan_of

from bcp.views.role_card import role_card

PEOPLE = """\
people:
  a.one: {name: A One, phones: {mobile: "+44 7700 900101", personal: "+44 7700 900201"}}
  b.two: {name: B Two, phones: {mobile: "+44 7700 900102", personal: "+44 7700 900202"}}
roles:
  lead: {title: Shift lead, primary: a.one}
  manager: {title: Duty manager, primary: b.two}
  engineer: {title: Engineer, primary: b.two}
systems:
  cellar: {title: Cellar, type: telephony}
  cardiff: {title: Cardiff, type: telephony}
suppliers:
  carrier: {title: Carrier, service: Our number}
  tern: {title: Tern, service: Answers calls, contract: {reference: TERN-7}}
channels:
  telephone: {title: Telephone, type: voice}
processes:
  answering: {title: Answering, tier: critical}
redundancy:
  pair:
    title: Telephony
    of: [cellar, cardiff]
    mode: warm
    switch:
      decided_by: lead
      decided_within: 3m
      otherwise: {by: manager, within: 2m}
      by: engineer
      within: 25m
events:
  june: {title: June, type: test, on: 2026-06-18, measured: [{what: pair, of: switch, time: 31m}]}
"""
QUEUE = """\
queues:
  calls:
    title: Calls
    process: answering
    channel: telephone
    open: always
    numbers:
      - number: "+44 117 496 0100"
        carrier: carrier
        reroute: {to: cardiff, by: engineer, portal: carrier%s}
    overflow:
      partner: tern
      trigger: You decide that we need them
      ramp: 30m
      capacity: 12
      hours: always
      owner: manager
"""


def switches(role, more=""):
    return role_card(plan_of(PEOPLE + QUEUE % more), role).switches


@pytest.mark.parametrize(
    ("role", "part"),
    [
        ("lead", "You decide within 3 min; if you have not, Duty manager decides within 2 min"),
        ("manager", "If Shift lead has not decided within 3 min, you decide within 2 min"),
        ("engineer", "Shift lead decides, or Duty manager when they have not"),
    ],
)
def test_who_decides_and_who_when_they_have_not(role, part):
    assert switches(role)[0].part.replace("\u00a0", " ").startswith(part)


def test_pointing_the_number_is_told_with_the_switch_that_it_is():
    (one,) = switches("engineer")
    assert "+44 117 496 0100" in one.what
    assert "In: Carrier" in one.how


def test_a_number_that_takes_a_time_of_its_own_stands_alone():
    several = switches("engineer", ", within: 10m")
    assert [one.title for one in several] == ["Telephony", "Reroute +44 117 496 0100"]


def test_what_the_switch_took_when_it_was_last_done_stands_on_the_card():
    assert "31 min, on 18 June 2026" in switches("lead")[0].how.replace("\u00a0", " ")


def test_who_calls_on_a_partner_reads_how_many_and_how_soon():
    over = switches("manager")[-1]
    words = f"{over.title} {over.what} {over.part} {over.how}".replace("\u00a0", " ")
    assert "Calls → Tern" in words
    assert "12 agents, or calls at a time" in words
    assert "within 30 min" in words
    assert "You decide that we need them" in words


def test_a_card_says_why_a_private_number_is_not_on_it():
    found = role_card(plan_of(PEOPLE), "lead").directory
    posts = {one.title: one.rows for one in found.posts}
    assert posts["Duty manager"][0][2][-1] == ()
    assert posts["Shift lead"][0][2][-1] == ("+44 7700 900201",)
    assert found.held_back
    alone = role_card(plan_of(PEOPLE.partition("systems:")[0]), "lead").directory
    assert alone.held_back == ""


WORDS = """\
audiences:
  customers: {title: Customers, type: customers}
messages:
  sorry:
    title: Sorry
    audience: customers
    stage: holding
    text: {telephone: Sorry}
    approve: {by: manager, beforehand: 2026-11-20}
    publish: {by: lead}
    first_within: 10m
    first_from: disruption
"""


def test_words_approved_beforehand_are_sent_without_asking():
    plan = plan_of(PEOPLE + WORDS)
    assert role_card(plan, "manager").approves == ()
    facts = dict(role_card(plan, "lead").speech.messages[0].facts)
    assert (
        facts["Approved by"]
        == "Duty manager, beforehand (20 November 2026): send it without asking"
    )


def test_what_is_due_from_the_loss_says_so():
    facts = dict(role_card(plan_of(PEOPLE + WORDS), "lead").speech.messages[0].facts)
    assert facts["When"].replace("\u00a0", " ") == "first words, within 10 min of the loss itself"
