"""Small plans built in memory, for the examples of this folder."""

from bcp.files import Tree
from bcp.graph.availability import State, available
from bcp.graph.structure import structure_of
from bcp.loader import load
from bcp.plan import Plan

HEADER = b"bcp: 1\nplan: {id: the-plan, title: A small plan}\n"


def plan_of(text: str, *, whole: bool = True) -> Plan:
    """The plan whose other file says ``text``; with ``whole``, everything in it is readable."""
    loaded = load(Tree(None, {"plan.yaml": HEADER, "rest.yaml": text.encode()}))
    if whole:
        assert not loaded.diagnostics, "\n".join(str(one.message) for one in loaded.diagnostics)
    return loaded.plan


def state_of(plan: Plan, *losses: str) -> State:
    structure = structure_of(plan)
    return available(structure, structure.numbers(losses))


def lost(plan: Plan, *losses: str) -> set[str]:
    """The ids that are lost with these."""
    state = state_of(plan, *losses)
    return set(state.structure.ids(state.lost))


TWO_CARRIERS = """
processes:
  calls: {title: Taking calls, tier: critical, needs: [voice-lines]}
redundancy:
  voice-lines:
    title: Voice lines
    of: [trunk-a, trunk-b]
    mode: manual
    switch: {decided_by: duty, decided_within: 10m, by: desk, within: 15m, tested: 2026-01-10}
systems:
  trunk-a: {title: Trunk A, type: telephony, supplier: carrier-a, noticed_within: 5m}
  trunk-b: {title: Trunk B, type: telephony, supplier: carrier-b, noticed_within: 5m}
suppliers:
  carrier-a: {title: Carrier A, service: lines, shares: [duct]}
  carrier-b: {title: Carrier B, service: lines, shares: [duct]}
causes:
  duct: {title: The duct under Mill Road}
roles:
  duty: {title: Duty manager, primary: ann, alternates: [ben]}
  desk: {title: Service desk, primary: cy, alternates: [dee]}
people:
  ann: {name: Ann}
  ben: {name: Ben}
  cy: {name: Cy}
  dee: {name: Dee}
"""

ONE_PERSON_TWO_ROLES = """
processes:
  calls: {title: Calls, tier: critical, needs: [duty, lead]}
roles:
  duty: {title: Duty manager, primary: ann, alternates: [ben], critical: true}
  lead: {title: Shift lead, primary: ben}
people:
  ann: {name: Ann}
  ben: {name: Ben}
"""

ON_PAPER = """
processes:
  calls: {title: Calls, tier: critical, needs: [records-app, hall]}
  billing: {title: Billing, tier: routine, needs: [calls]}
systems:
  records-app: {title: Records, type: application, needs: [server]}
  server: {title: Server, type: data}
sites:
  hall: {title: Hall}
  store: {title: Paper store}
strategies:
  on-paper:
    title: Pen and paper
    for: calls
    without: [server]
    do: by-hand
    by: desk
    decided_by: desk
    within: 10m
    needs: [store]
procedures:
  by-hand: {title: By hand, steps: [{id: write, do: Write, by: desk}]}
roles:
  desk: {title: Desk, primary: ann}
people: {ann: {name: Ann}}
"""

QUEUE = """
processes: {calls: {title: Calls, tier: critical}}
channels: {voice: {title: Voice, type: voice}}
queues:
  line:
    title: Line
    process: calls
    channel: voice
    open: always
    numbers:
      - number: "+44 20 7946 0101"
        carrier: carrier-a
        reroute: {to: annex, by: desk, portal: portal-a, within: 15m}
      - {number: "+44 20 7946 0102", carrier: carrier-b}
    agents: [{site: hall, count: 10}, {site: annex, count: 6}]
    remote_ready: {share: 50%}
    minimum: [{hours: always, agents: 9}]
suppliers:
  carrier-a: {title: A, service: lines}
  carrier-b: {title: B, service: lines}
systems: {portal-a: {title: Portal, type: application}}
sites: {hall: {title: Hall}, annex: {title: Annex}}
roles: {desk: {title: Desk, primary: ann}}
people: {ann: {name: Ann}}
"""

RESPONSE = """
risks:
  fire: {title: Fire, class: premises, removes: {ids: [hall], staff: 20%}}
  both: {title: Both, class: premises, removes: {ids: [hall, mail-server]}}
sites: {hall: {title: Hall}}
systems: {mail-server: {title: Mail server, type: data, at: [hall]}}
channels:
  mail: {title: Mail, type: email, needs: [mail-server]}
  sms: {title: Text message, type: sms, operated_by: press}
audiences: {staff: {title: Staff, type: staff}}
messages:
  hold: {title: Hold, audience: staff, stage: holding, text: {mail: Wait}}
  news: {title: News, audience: staff, stage: update, text: {mail: News, sms: News},
         approve: {by: lead, within: 5m, if_silent: It goes out}}
escalations:
  night:
    title: Night
    levels: [one]
    steps:
      - {id: a, role: lead, via: [mail], accepts_within: 5m, otherwise: next}
      - {id: b, role: press, via: [mail, sms], accepts_within: 5m, otherwise: next}
    ends_at: lead
levels: {one: {title: One, rank: 1, criteria: [x], declared_by: lead}}
playbooks:
  out:
    title: Get out
    for: {risks: [fire]}
    activation: {full: {when: Alarm, by: lead}}
    tasks:
      respond:
        - {id: count, do: Count the people, by: press}
        - {id: call, procedure: ring, by: press, needs: [mail-server]}
procedures:
  ring: {title: Ring round, kept: hall, steps: [{id: ring, do: Ring, by: press}]}
forms:
  slip: {title: Slip, fields: [{id: f, title: F}], copies: [{where: Desk, at: hall, how_many: 5}]}
roles:
  lead: {title: Lead, primary: ann}
  press: {title: Press, primary: ben}
people: {ann: {name: Ann}, ben: {name: Ben}}
"""

TWO_HOUSES = """
processes: {calls: {title: Calls, tier: critical, rto: 1h, mtpd: 4h, needs: [hq]}}
strategies:
  move: {title: From the other house, for: calls, without: [hq], do: mv, by: lead, decided_by: lead,
         decided_within: 5m, within: 20m, needs: [other]}
procedures: {mv: {title: Move, steps: [{id: s, do: Move, by: lead}]}}
roles: {lead: {title: Lead, primary: ann}}
people: {ann: {name: Ann}}
channels: {voice: {title: Telephone, type: voice}}
sites: {hq: {title: HQ, noticed_within: 1m}, other: {title: Other house}}
suppliers: {net: {title: Carrier, service: lines}}
queues:
  line:
    title: Card line
    process: calls
    channel: voice
    open: always
    agents: [{site: hq, count: 10}, {site: other, count: 4}]
    minimum: [{hours: always, agents: 5}]
"""
