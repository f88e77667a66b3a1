"""Whose numbers stand on a card: everybody whom the role's part in the plan names."""

import pytest
from small import plan_of

from bcp.views.role_card import role_card

PEOPLE = """
people:
  a.one: {name: Ann One, phones: {mobile: "+44 7700 900201"}}
  b.two: {name: Ben Two, phones: {mobile: "+44 7700 900202"}}
  c.three: {name: Cat Three, phones: {mobile: "+44 7700 900203"}}
  d.four: {name: Dan Four, phones: {mobile: "+44 7700 900204"}}
roles:
  support: {title: Support, primary: a.one}
  floor: {title: Floor lead, primary: b.two}
  manager: {title: Manager, primary: c.three}
  clerk: {title: Clerk, primary: d.four}
"""

PLAYBOOK = """
playbooks:
  dark:
    title: Dark screens
    for: {losses: [screens]}
    activation: {full: {when: Ten screens are dark, by: manager}}
    tasks:
      respond:
        - {id: look, do: Look at the screens., by: floor}
        - {id: mend, do: Mend them., by: support, after: [look], needs: [screens]}
        - {id: count, do: Count the calls., by: clerk}
systems:
  screens: {title: Screens, type: equipment, supplier: glass}
suppliers:
  glass: {title: Glass and Co, service: Screens, phones: {duty: "+44 808 157 0120"}}
"""


def numbers_on(plan, role):
    card = role_card(plan, role, "en")
    posts = card.directory.posts if card.directory is not None else ()
    return {post.title for post in posts if not post.own} | {one.name for one in card.outside}


def test_who_decides_whose_task_comes_first_and_the_supplier_of_what_it_needs():
    plan = plan_of(PEOPLE + PLAYBOOK)
    assert numbers_on(plan, "support") == {"Manager", "Floor lead", "Glass and Co"}


def test_a_role_without_a_part_calls_nobody():
    card = role_card(plan_of(PEOPLE), "support", "en")
    assert [(post.title, post.own) for post in card.directory.posts] == [("Support", True)]
    assert card.outside == ()


def test_a_role_with_nobody_and_no_number_has_no_telephone_list():
    plan = plan_of("roles:\n  spare: {title: Spare}\n")
    assert role_card(plan, "spare", "en").directory is None


@pytest.mark.parametrize(
    "part",
    [
        """
redundancy:
  two:
    title: Two
    of: [a, b]
    mode: warm
    switch: {decided_by: manager, decided_within: 5m, by: support, within: 5m}
systems: {a: {title: A, type: network}, b: {title: B, type: network}}
""",
        """
procedures:
  mend:
    title: Mend
    steps:
      - id: may-we
        decide: May we?
        by: manager
        options: [{choose: "Yes, do", when: it is safe, then: go on}]
      - {id: do-it, do: Do it., by: support}
""",
        """
procedures:
  mend:
    title: Mend
    steps: [{id: do-it, do: Do it., by: support}]
    overrun: {after: 1h, tell: manager, then: she asks for help}
""",
        """
channels: {voice: {title: Call, type: voice}}
audiences: {everybody: {title: Everybody, type: customers, primary: voice}}
messages:
  words:
    title: Words
    audience: everybody
    stage: holding
    text: {voice: We know.}
    approve: {by: manager, within: 5m, if_silent: It is sent}
    publish: {by: support}
""",
        """
levels:
  bad:
    title: Bad
    rank: 1
    criteria: [It is bad]
    declared_by: support
    must_be_told: [manager]
""",
    ],
    ids=["switch", "decision", "overrun", "approval", "level"],
)
def test_whoever_its_part_waits_for_or_must_tell_is_in_the_list(part):
    plan = plan_of(PEOPLE + part)
    assert numbers_on(plan, "support") == {"Manager"}


def test_the_lead_of_its_team_is_in_the_list():
    team = """
teams:
  desk: {title: Desk, level: tactical, lead: manager, members: [clerk], remit: The desk}
"""
    with_team = PEOPLE.replace("primary: a.one}", "primary: a.one, team: desk}")
    assert numbers_on(plan_of(with_team + team), "support") == {"Manager"}


def test_what_is_quoted_to_call_on_a_service_stands_with_those_alone_who_may():
    service = PLAYBOOK.replace(
        'phones: {duty: "+44 808 157 0120"}',
        'phones: {duty: "+44 808 157 0120"}, '
        "invoke: {who_may: [manager], reference: AB-12, code_word_kept: The red box}",
    )
    plan = plan_of(PEOPLE + service)
    (glass,) = role_card(plan, "support", "en").outside
    assert "AB-12" not in glass.quote
    assert "Called on by: Manager" in glass.quote
    (glass,) = role_card(plan, "manager", "en").outside
    assert "AB-12" in glass.quote
    assert "The red box" in glass.quote
