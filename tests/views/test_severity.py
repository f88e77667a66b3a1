"""In which order playbooks are printed: what one looks for first when it is worst."""

from small import plan_of

from bcp.views.severity import by_severity

PLAN = """
people: {a.one: {name: Ann One}}
roles: {lead: {title: Lead, primary: a.one}}
channels: {voice: {title: Call, type: voice}}
processes:
  rescue: {title: Rescue, tier: critical}
  sales: {title: Sales, tier: critical}
  chat: {title: Chat, tier: routine}
queues:
  danger: {title: Danger line, process: rescue, channel: voice, safety: true, open: always}
risks:
  many-calls: {title: Many calls, class: demand, likelihood: 5, impact: 3, threatens: [rescue]}
  line-dead: {title: Line is dead, class: telecom, likelihood: 2, impact: 5, threatens: [danger]}
  shop-dead: {title: The shop is dead, class: telecom, likelihood: 5, impact: 5, threatens: [sales]}
  chat-dead: {title: Chat is dead, class: telecom, likelihood: 5, impact: 5, threatens: [chat]}
playbooks:
  a-chat: {title: Chat, for: {risks: [chat-dead]}, tasks: {respond: [{id: t1, do: Do., by: lead}]}}
  b-shop: {title: Shop, for: {risks: [shop-dead]}, tasks: {respond: [{id: t2, do: Do., by: lead}]}}
  c-many: {title: Many, for: {risks: [many-calls]}, tasks: {respond: [{id: t3, do: Do., by: lead}]}}
  d-dead: {title: Dead, for: {risks: [line-dead]}, tasks: {respond: [{id: t4, do: Do., by: lead}]}}
"""


def test_safety_first_then_the_tier_then_how_bad_it_would_be():
    """A likely surge of calls does not come before a line that is dead."""
    assert [one.id for one in by_severity(plan_of(PLAN))] == [
        "d-dead",
        "c-many",
        "b-shop",
        "a-chat",
    ]


def test_a_playbook_for_a_loss_counts_what_is_lost():
    plan = plan_of(PLAN.replace("for: {risks: [chat-dead]}", "for: {losses: [danger]}"))
    assert [one.id for one in by_severity(plan)][:3] == ["d-dead", "c-many", "a-chat"]
