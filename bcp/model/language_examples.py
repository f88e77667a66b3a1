"""A short example of each kind for the language reference: parts of one plan, which loads.

The Harbour Line is an advice line that does not exist, with numbers kept free for fiction.
"""

from collections.abc import Mapping
from types import MappingProxyType

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "plan": """\
bcp: 1
plan:
  id: harbour
  title: {en: Harbour Line, uk: Портова лінія}
  purpose: Boats and their crews are answered, whatever happens on the quay
  owner: duty-manager
  activated_by: duty-manager
  distribution: [duty-team, harbour-council]
  do_not_say: [Which berths are flooded, before the harbour master has said so]
  related_plans:
    - title: The council's flood plan
      kept_at: The council's web site
      when: The council closes the quay; its gauges and barriers are then not ours
  languages: [en, uk]
  timezone: Europe/London
  review: {every: 12 months, last: 2026-03-01}
""",
        "people": """\
people:
  a.shaw:  # a dot between the parts of a person's id
    name: Ada Shaw
    phones: {work: "+44 20 7946 0301", personal: "+44 7700 900301"}
    mail: {work: a.shaw@harbour.example}
    languages: [en, uk]
    verified: 2026-09-01
  b.obi:
    name: Ben Obi
    phones: {mobile: "+44 7700 900305", personal: "+44 7700 900302"}
  c.lind:
    name: Cara Lind
    phones: {personal: "+44 7700 900303"}
""",
        "teams": """\
teams:
  duty-team:
    title: Duty team
    level: tactical
    lead: duty-manager
    members: [floor-lead, director]
    remit: Keep the line answered, and tell callers what they can expect
    capacity: {amount: 4, unit: agents}  # what it can lend to another line
    meet:
      place: Room 4
      alternate: The library
      bridge: "+44 20 7946 0310"
      within: 30m
      every: 2h  # while the incident lasts
      agenda: [People, Calls answered, What is decided by the next meeting]
""",
        "roles": """\
roles:
  duty-manager:
    title: Duty manager
    team: duty-team
    primary: a.shaw
    alternates: [b.obi, c.lind]  # who takes over, in this order
    critical: true
    cover: always
    authority:
      - may: Activate the plan
        power: activate
        when: A level is declared
        limit: The Harbour Line
        until: Stand-down
        basis: Decision 12 of the board, March 2026
    takes: [red-box]  # what the duty manager takes along on leaving the office
    hands_over: [Decisions not yet carried out, "Who has been told, and who waits for an answer"]
  floor-lead:
    title: Floor lead
    rota: floor-rota  # instead of a primary
    turns_to: [duty-manager, director]  # when unsure, in this order
  director:
    title: Director
    primary: c.lind
    alternates: [a.shaw]
""",
        "rotas": """\
rotas:
  floor-rota:
    title: Floor leads by turns
    shifts:
      - {days: [mon, tue, wed, thu, fri], start: 07:00, end: 19:00, people: [b.obi]}
      - {days: [mon, tue, wed, thu, fri], start: 19:00, end: 07:00, people: [c.lind]}
      - {days: [sat, sun], start: 07:00, end: 07:00, people: [a.shaw]}
""",
        "hours": """\
hours:
  by-day:
    title: By day
    open:
      - {days: [mon, tue, wed, thu, fri], start: 07:00, end: 19:00}
    closed_on: [2026-12-25, 2027-01-01]
  by-night:
    title: By night and at weekends
    open:
      - {days: [mon, tue, wed, thu, fri], start: 19:00, end: 07:00}  # to the next morning
      - {days: [sat, sun], start: 07:00, end: 07:00}
    all_day_on: [2026-12-25, 2027-01-01]  # public holidays
""",
        "organisations": """\
organisations:
  harbour-council:
    title: Harbour council
    type: client
    phones: {work: "+44 20 7946 0320", night: "+44 20 7946 0321"}
    may_be_asked: Rooms in the library
    ask_for: The officer on call
    contract: {reference: HC-2024-3, ends: 2027-06-30}
    within: 1h  # so soon are the rooms open
    lasts: 2 weeks
    capacity: {amount: 4, unit: agents}
    needs: [quay-flood]  # takes them with us
    commitments:
      - process: answer-calls
        within: 2h
        clause: Service contract, clause 9
        credit: 2% of the month's fee for every hour beyond
        relief: None, when the harbour is closed and we said so within the hour
        notice: tell-the-council
    liaison: director
""",
        "processes": """\
processes:
  answer-calls:
    title: Answer calls for advice
    tier: critical
    priority: 1
    for: [harbour-council]
    owner: duty-manager
    mtpd: 4h
    rto: 1h
    minimum: {service: Half the calls within 2 minutes, share: 50%, staff: 6, for: 10d}
    impact:
      harm:
        - {after: 1h, level: 2}
        - {after: 4h, level: 4, why: Nobody warns boats of the tide}
    needs: [telephone-lines, call-desk]
""",
        "strategies": """\
strategies:
  from-the-library:
    title: Answer from the library
    for: answer-calls
    without: [office]
    when: The office cannot be used for more than an hour
    do: move-out
    by: duty-team
    decided_by: duty-manager
    decided_within: 15m
    within: 45m
    gives: 60%
    lasts: 5d
    order: 1  # tried before any other that fits
    needs: [library]
""",
        "sites": """\
sites:
  office:
    title: Quay office
    address: 1 Quay Street, second floor, entrance from the yard
    zone: quay-flood
    alternates: [library]
    muster: The bus stop
    roll_call_by: floor-lead
  library:
    title: Library
    set_up: 30m
    access: {how: "The caretaker opens, +44 20 7946 0322", people: [floor-lead]}
""",
        "systems": """\
systems:
  main-line:
    title: Main line
    type: telephony
    critical: true
    supplier: telco-one
    noticed_within: 5m
    restore_time: {required: 1h, committed: 4h}
  spare-line:
    title: Spare line
    type: telephony
    at: [library]
    restore_time: {committed: 8h}
  call-desk:
    title: Call desk
    type: application
    at: [office]
    manual: paper-notes
    manual_rule: After 10 minutes without the screen
  red-box:
    title: Red box
    type: equipment
    where: Behind the front desk of the office
    contents:
      - {what: Notes of a call, how_many: 100}
      - {what: "Charged mobile, with the list of harbour offices", how_many: 2}
    check_every: 3 months
    checked: 2026-09-14
""",
        "suppliers": """\
suppliers:
  telco-one:
    title: Telco One
    service: The main line and its numbers
    critical: true
    phones: {duty: "+44 20 7946 0330"}
    ask_for: The fault desk for priority customers
    mail: {duty: faults@telco-one.example}
    verified: 2026-09-01
    noticed_within: 5m
    contract: {reference: T1-77, ends: 2027-12-31}
    commitment: 4h
""",
        "redundancy": """\
redundancy:
  telephone-lines:
    title: Telephone lines
    of: [main-line, spare-line]  # preferred first
    need: 1
    mode: warm
    switch:
      decided_by: duty-manager  # a switch that nobody decides does not happen
      decided_within: 10m
      otherwise: {by: director, within: 5m}  # when nothing was decided in these ten minutes
      by: floor-lead
      within: 15m
      procedure: switch-lines
      tested: 2026-05-12
    lasts: 3d
    stand_ins:
      - what: spare-line  # on batteries: not as long as three days
        within: 20m
        procedure: switch-lines
        lasts: 8h
        refill: The caretaker changes the batteries; two sets lie in the library
""",
        "causes": """\
causes:
  quay-flood:
    title: The flood plain behind the quay
    noticed_within: 30m
    where: Quay Street up to the church
    owner: director
""",
        "records": """\
records:
  client-list:
    title: List of harbour offices
    where: On the shared drive, folder Contacts
    offline: Printed, in the red box at the library
    edition: August 2026
    copies:
      - {where: Red box, how_many: 2, held_by: floor-lead, at: library, checked: 2026-08-01}
    owner: floor-lead
    checked: 2026-08-01
""",
        "queues": """\
queues:
  advice-calls:
    title: Calls for advice
    process: answer-calls
    channel: telephone
    safety: true
    numbers:
      - {number: "+44 20 7946 0300", carrier: telco-one}
    open: always
    forecast:
      - {interval: A working-day peak, contacts_per_hour: 90, agents: 14}
    agents:
      - {site: office, skills: [tides, charts], language: en, count: 18}
      - {site: office, skill: tides, language: uk, count: 6}
      - {site: office, skill: tides, languages: [en, uk], count: 2, also_serves: [letters]}
    overflow:
      partner: harbour-council  # a supplier, or a neighbour that helps
      trigger: Twenty callers wait
      ramp: 30m
      capacity: 4
      hours: by-day
      owner: duty-manager
    handle_time: 4m
    target: {share: 80%, within: 20s}
    patience: 3m
  letters:
    title: Letters and mails
    process: answer-calls
    channel: telephone
    open: by-day
    after_hours: advice-calls  # who wrote and cannot wait rings then
    shed_order: 1  # closed first when not all can be kept
""",
        "risks": """\
risks:
  high-water:
    title: High water on the quay
    class: natural
    likelihood: 2
    impact: 4
    owner: director
    removes: {ids: [quay-flood], lasts: 2d}
    treatment: reduce
    controls: [from-the-library]
    playbook: leave-the-quay
""",
        "levels": """\
levels:
  serious:
    title: Serious
    rank: 2
    criteria: [No calls are answered for 10 minutes, "The office is closed, or will be"]
    declared_by: duty-manager
    must_be_told: [director]
    teams: [duty-team]  # who comes together
    review_every: 1h
""",
        "indicators": """\
indicators:
  water-level:
    title: Water at the quay
    measures: warning
    unit: cm
    better: lower
    warn: {beyond: 420, for: 15m}
    critical: {beyond: 480, for: 5m}
    source: {by: floor-lead, every: 30m}
    on_critical: leave-the-quay
  answered-calls:
    title: Answered calls
    queue: advice-calls
    unit: calls
    better: higher
    critical: {beyond: 1, for: 5m}  # below 1: none at all, for five minutes
    source: {by: floor-lead}
""",
        "levers": """\
levers:
  shorter-greeting:
    title: A shorter greeting
    order: 1
    do: Leave out the second sentence of the greeting
    by: floor-lead
    within: 5m
    yields: One agent in twenty
    gives: {amount: 1, unit: agents}
    ends: When 80% are answered within 20 seconds again
""",
        "playbooks": """\
playbooks:
  leave-the-quay:
    title: Leave the quay
    for: {risks: [high-water], losses: [office]}
    signs: [Water stands in the yard]
    activation:
      standby: {when: The water passes 420 cm, by: floor-lead, tasks: [count]}
      full: {when: The water passes 480 cm, by: duty-manager}
    escalation: call-out-by-day
    at_other_hours: [call-out-by-night]
    messages: [first-words]
    facts: [where-to-moor]
    care: [somebody-to-talk-to]
    tasks:
      respond:
        - {id: count, do: Count everybody at the bus stop, by: floor-lead, within: 10m, must: true}
        - {id: gauge, do: Read the gauge, by: floor-lead, when: It is safe on the quay, every: 30m}
        - {id: move, procedure: move-out, by: duty-team, within: 45m, after: [count]}
      continue:
        - {id: pads, procedure: paper-notes, by: floor-lead, when: The library does not answer yet}
      return:
        - {id: back, procedure: back-to-the-quay, by: duty-team}
        - {id: thank, do: Thank those who stayed late, by: director, within: 7d, after: [back]}
    stand_down: {when: The water is below 400 cm for 2 hours, by: duty-manager}
""",
        "procedures": """\
procedures:
  switch-lines:
    title: Switch to the spare line
    owner: floor-lead
    purpose: switch
    steps:
      - {id: call, do: "Ring Telco One, quote T1-77 and box #4", by: floor-lead, within: 10m}
      - {id: try, do: Make a test call, by: floor-lead, after: [call], check: The call is heard}
      - id: heard
        decide: Do we stay on the spare line?
        by: duty-manager
        within: 5m
        after: [try]
        options:
          - {choose: We stay, when: The test call is clear, then: Tell the floor}
          - {choose: We go, when: It is not, then: Answer from the library, follow: move-out}
        otherwise: We stay
    overrun: {after: 20m, tell: duty-manager, then: Announce the outage}
  move-out:
    title: Move to the library
    purpose: recovery
    steps:
      - {id: box, do: Take the red box, by: floor-lead, within: 10m, where: Behind the front desk}
  back-to-the-quay:
    title: Back to the quay
    purpose: return
    steps:
      - id: decide
        decide: Do we go back?
        by: duty-manager
        when: The office was dry for a day
      - {id: carry, do: Carry the red box back, by: floor-lead, after: [decide], when: After 18:00}
  paper-notes:
    title: Take notes on paper
    purpose: manual
    steps:
      - {id: pads, do: Hand out the pads, by: floor-lead}
      - {id: mobiles, do: Charge the mobiles, by: floor-lead, when: Mains power is there, every: 4h}
""",
        "escalations": """\
escalations:
  call-out-by-day:
    title: Call-out by day
    levels: [serious]
    hours: by-day
    say: "This is the Harbour Line. The line is at risk: can you come, and how soon?"
    steps:
      - id: duty
        role: duty-manager
        via: [telephone, text-message]  # the first way first
        accepts_within: 5m
        attempts: 2
        otherwise: next
      - {id: top, role: director, via: [telephone], accepts_within: 10m, otherwise: hand-over}
    hand_over: last-resort  # followed when nobody has accepted
    ends_at: director
  call-out-by-night:
    title: Call-out by night
    levels: [serious]
    hours: by-night
    steps:
      - id: floor
        role: floor-lead
        via: [telephone]
        accepts_within: 5m
        otherwise: next
        then: duty  # the floor lead is awake, and calls the duty manager
      - {id: duty, role: duty-manager, via: [telephone], accepts_within: 10m, otherwise: next}
      - {id: top, role: director, via: [telephone], accepts_within: 10m, otherwise: hand-over}
    hand_over: last-resort
    ends_at: director
  last-resort:
    title: Last resort
    levels: [serious]
    hours: always
    steps:
      - {id: floor, role: floor-lead, via: [telephone], accepts_within: 10m, otherwise: next}
      - {id: top, role: director, via: [telephone], accepts_within: 15m, otherwise: end}
    ends_at: director
""",
        "channels": """\
channels:
  telephone:
    title: Telephone
    type: voice
    needs: [telephone-lines]
    fallback: text-message
  text-message:
    title: Text message
    type: sms
    limit: 160
    how: The group Harbour offices; the login is in the red box
    operated_by: floor-lead
""",
        "audiences": """\
audiences:
  harbour-offices:
    title: Harbour offices
    type: clients
    owner: director
    primary: telephone
    alternate: text-message
    languages: [en]
    list: {record: client-list, offline: The red box}
""",
        "messages": """\
messages:
  first-words:
    title: First words
    audience: harbour-offices
    risks: [high-water]
    stage: holding
    text:
      text-message:
        en: "The Harbour Line is moving. We answer again at {time}."
        uk: "Портова лінія переїжджає. Знову відповідаємо о {time}."
    placeholders:
      time: {source: The duty manager, safe_default: the next full hour, example: "14:30"}
    approve: {by: duty-manager, within: 10m, if_silent: The floor lead sends it}
    publish: {by: floor-lead, within: 5m}
    first_within: 30m
    then_every: 1h
  leave-now:
    title: Leave the quay
    audience: harbour-offices
    stage: holding
    text: {text-message: "Water is coming. Leave the quay."}
    approve: {by: director, beforehand: 2026-03-01}  # these words wait for nobody
    publish: {by: floor-lead}
    first_within: 10m
    first_from: disruption  # not from when the playbook is started
""",
        "notifications": """\
notifications:
  tell-the-council:
    title: Tell the council
    organisation: harbour-council
    required_by: The service contract, clause 9
    when: No calls were answered for half an hour or more
    risks: [high-water]
    levels: [serious]
    starts: awareness
    within: 2h
    by: director
    via: [telephone, text-message]
    checked: 2026-03-01  # against the contract itself
""",
        "forms": """\
forms:
  call-note:
    title: Note of a call
    greet: Harbour Line, our screens are down and I am writing by hand.
    clarify: [Where are you, Is anybody in danger]
    fields:
      - {id: caller, title: "Name and number", required: true}
      - {id: request, title: What is asked}
    copies:
      - {where: Red box, at: library, how_many: 100}
    back_entry: {by: floor-lead, within: 4h}
""",
        "facts": """\
facts:
  where-to-moor:
    title: Where boats may moor
    text: Berths 1 to 6 stay open in high water
    owner: floor-lead
    updated_every: 1h
""",
        "courses": """\
courses:
  leading-a-crisis:
    title: Leading in a crisis
    for: [duty-manager, director]
    every: 1 year
    within: 3 months
    target: 90%
""",
        "wellbeing": """\
wellbeing:
  somebody-to-talk-to:
    title: Somebody to talk to
    type: support
    what: Three talks with a counsellor, who tells nobody
    contact: "+44 20 7946 0340"
    within: 2d
""",
        "exercises": """\
exercises:
  autumn-tabletop:
    title: High water on a Friday
    type: tabletop
    scenario: {risks: [high-water], text: "The gauge reads 470 cm, and it rains"}
    planned: 2026-10-06
    every: 1 year
    duration: 2h
    objectives:
      - {id: told, text: Offices are told in time, measure: {metric: first-message, max: 30m}}
    participants: [duty-manager, floor-lead]
    facilitator: director
    injects:
      - id: gauge
        at: 10m
        from: The harbour master
        to: [floor-lead]
        means: telephone
        text: The gauge reads 485 cm
        expect: [declare]
    actions:
      - {id: declare, by: duty-manager, text: Declares the level, within: 10m, tests: serious}
""",
        "events": """\
events:
  spring-tabletop:
    title: The main line is cut
    type: exercise
    on: 2026-04-14
    covered: [telephone-lines, duty-team]
    ratings:
      - {objective: The line is switched in time, rating: S, why: Nobody knew the contract number}
    measured:
      - {what: telephone-lines, of: switch, time: 22m}
      - {what: answer-calls, of: rto, time: 55m}
  lines-in-may:
    title: Switched to the spare line for an hour
    type: test
    on: 2026-05-12
    covered: [telephone-lines]
    measured:
      - {what: telephone-lines, of: switch, time: 19m}  # counts as shown; nothing else repeats it
""",
        "improvements": """\
improvements:
  number-on-the-wall:
    title: Hang the contract number beside the switch
    from: spring-tabletop
    issue: Five minutes went by before the number was found
    owner: floor-lead
    due: 2026-06-01
    status: done
    evidence: A photograph in the shared folder
    changes: [switch-lines]
""",
        "waivers": """\
waivers:
  one-telephone:
    rule: ROL009
    on: c.lind
    reason: Her second telephone comes in January
    approved_by: duty-manager
    until: 2027-01-31
""",
    }
)
"""Kind (or ``plan``) → a file of a plan that holds a few objects of it."""
