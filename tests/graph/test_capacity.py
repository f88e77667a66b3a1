"""How much the stand-ins carry."""

from small_plans import plan_of
from test_recovery import DAY

from bcp.graph.recovery.recovery import recovery

LINES = """
processes: {calls: {title: Calls, tier: critical, needs: [lines]}}
redundancy:
  lines:
    {title: Lines, of: [a, b, c], mode: active, capacity_needed: {amount: 100, unit: calls}}
systems:
  a: {title: A, type: telephony, capacity: {amount: 80, unit: calls}}
  b: {title: B, type: telephony, capacity: {amount: 30, unit: Calls}}
  c: {title: C, type: telephony, capacity: {amount: 30, unit: calls}}
"""


def cover(text, what="redundancy"):
    found = recovery(plan_of(text), DAY).capacity
    return next(one for one in found if one.what == what)


def test_the_worst_loss_of_one_member_is_told():
    one = cover(LINES)
    assert (one.lost, one.asked, one.carried) == ("a", 100, 60)
    assert (one.outcome, one.missing) == ("short", 40)


def test_enough_that_is_known_is_enough():
    text = LINES.replace("amount: 100", "amount: 50").replace(
        "type: telephony, capacity: {amount: 30, unit: Calls}", "type: telephony"
    )
    assert cover(text.replace("amount: 50", "amount: 30")).outcome == "carries"
    assert cover(text).outcome == "not-known"


def test_another_unit_is_not_known_and_never_nothing():
    one = cover(LINES.replace("unit: Calls", "unit: lines"))
    assert one.outcome == "not-known"
    assert {each.id: each.amount for each in one.carriers} == {"b": None, "c": 30}


def test_where_only_a_count_is_said_what_serves_is_compared_and_nothing_is_called_short():
    text = LINES.replace("mode: active, capacity_needed: {amount: 100, unit: calls}", "mode: hot")
    one = cover(text)
    assert (one.said, one.asked, one.carried, one.outcome) == (False, 80, 30, "not-known")


PEOPLE = """
processes:
  calls: {title: Calls, tier: critical, needs: [hall], minimum: {service: x, staff: 20}}
  mail: {title: Mail, tier: critical, needs: [hall], minimum: {service: x, staff: 5}}
sites:
  hall: {title: Hall, capacity: 40, alternates: [annex], remote: true}
  annex: {title: Annex, capacity: 18}
channels: {voice: {title: Voice, type: voice}}
queues:
  line:
    title: Line
    process: calls
    channel: voice
    open: always
    agents: [{site: hall, count: 10}]
    remote_ready: {share: 50%}
    minimum: [{hours: always, agents: 9}]
    overflow: {partner: helper, trigger: x, ramp: 15m, capacity: 8, hours: always, owner: duty}
  chat:
    title: Chat
    process: mail
    channel: voice
    open: always
    overflow: {partner: helper, trigger: x, ramp: 15m, capacity: 6, hours: always, owner: duty}
suppliers: {helper: {title: Helper, service: x, capacity: {amount: 10, unit: agents}}}
roles: {duty: {title: Duty, primary: ann}}
people: {ann: {name: Ann}}
"""


def test_the_minimum_staff_of_a_site_must_find_seats_or_work_at_home():
    one = cover(PEOPLE, "site")
    assert (one.asked, one.carried, one.outcome) == (25, 23, "short")
    assert cover(PEOPLE.replace("capacity: 18", "capacity: 20"), "site").outcome == "carries"
    assert cover(PEOPLE.replace(", capacity: 18", ""), "site").outcome == "not-known"


def test_a_partner_alone_is_compared_with_the_minimum_and_with_all_it_promised():
    overflow = cover(PEOPLE, "overflow")
    assert (overflow.of, overflow.asked, overflow.carried) == ("line", 9, 8)
    pool = cover(PEOPLE, "pool")
    assert (pool.of, pool.asked, pool.carried, pool.outcome) == ("helper", 14, 10, "short")
