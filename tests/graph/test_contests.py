"""Where the answers to what is lost compete: for seats, for a partner, for people."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from small_plans import plan_of

from bcp.graph.what_if.contests import Given, Room, _Ask, _Sharing
from bcp.graph.what_if.scenario import Asked, scenario_of
from bcp.graph.what_if.what_if import what_if
from bcp.graph.what_if.wording import sentences

HALLS = """
processes:
  emergencies: {title: Emergencies, tier: critical, priority: 1}
  calls: {title: Calls, tier: critical, priority: 2}
  mail: {title: Mail, tier: routine}
roles: {desk: {title: Desk, primary: ann}}
people: {ann: {name: Ann}}
channels: {voice: {title: Voice, type: voice}}
sites:
  wharf: {title: Wharf, alternates: [court, mill, %(more)s]}
  quay: {title: Quay, alternates: [mill]}
  court: {title: Court, capacity: 10}
  mill: {title: Mill, capacity: 12}
  barn: {title: Barn}
queues:
  safety: {title: Safety line, process: emergencies, channel: voice, open: always,
           agents: [{site: wharf, count: 8}]}
  line: {title: Customer line, process: calls, channel: voice, open: always,
         agents: [{site: wharf, count: 20}, {site: quay, count: 4}, {site: court, count: 1}],
         minimum: [{hours: always, agents: 14}]}
  post: {title: Post, process: mail, channel: voice, open: always,
         agents: [{site: wharf, count: 7}, {site: quay, count: 2}]}
"""


def contests_of(plan, *lost):
    return what_if(plan, lost).contests


def told(plan, *lost):
    return [str(one).strip() for one in sentences(what_if(plan, lost), plan)]


def shared(contest):
    return [
        (one.process, one.by, one.amount, one.gets, [(each.at, each.amount) for each in one.given])
        for one in contest.wishes
    ]


def test_seats_are_shared_over_all_alternate_sites_in_the_order_the_plan_names_them():
    (contest,) = contests_of(plan_of(HALLS % {"more": ""}), "wharf")
    assert contest.rooms == (Room("court", 9), Room("mill", 12))
    assert (contest.what, contest.there, contest.asked) == ("seats", 21, 8 + 9 + 7)
    assert shared(contest) == [
        ("emergencies", "wharf", 8, "all", [("court", 8)]),
        ("calls", "wharf", 9, "all", [("court", 1), ("mill", 8)]),
        ("mail", "wharf", 7, "some", [("mill", 4)]),
    ]
    assert contest.short


def test_sites_whose_people_go_to_the_same_place_share_its_seats():
    (contest,) = contests_of(plan_of(HALLS % {"more": ""}), "wharf", "quay")
    # Of the fourteen at work on the customer line one sits at Court: however many sites are lost,
    # thirteen move.
    assert [(one.process, one.by, one.amount, one.gets) for one in contest.wishes] == [
        ("emergencies", "wharf", 8, "all"),
        ("calls", "quay", 4, "all"),
        ("calls", "wharf", 9, "all"),
        ("mail", "quay", 2, "none"),
        ("mail", "wharf", 7, "none"),
    ]


def test_who_finds_no_seat_left_gets_none():
    text = HALLS % {"more": ""}
    (contest,) = contests_of(plan_of(text.replace("capacity: 12", "capacity: 8")), "wharf")
    assert [one.gets for one in contest.wishes] == ["all", "all", "none"]


def test_at_a_site_whose_seats_the_plan_does_not_count_nobody_is_said_to_lose():
    (contest,) = contests_of(plan_of(HALLS % {"more": "barn"}), "wharf")
    assert contest.there is None
    assert not contest.short
    assert shared(contest)[2] == ("mail", "wharf", 7, "not-known", [("mill", 4), ("barn", 3)])


def test_an_alternate_that_is_lost_itself_has_no_seats():
    (contest,) = contests_of(plan_of(HALLS % {"more": ""}), "wharf", "court")
    assert contest.rooms == (Room("mill", 12),)
    assert [(one.process, one.gets) for one in contest.wishes] == [
        ("emergencies", "all"),
        ("calls", "some"),
        ("mail", "none"),
    ]


def test_where_there_are_seats_for_all_that_is_said_in_one_line():
    text = (HALLS % {"more": ""}).replace("capacity: 12", "capacity: 40")
    plan = plan_of(text.replace("agents: 14", "agents: 25"))
    assert "seats at Mill (40 free) are enough for all who move there: 6" in told(plan, "quay")


def test_seats_at_several_sites_are_told_with_who_sits_where():
    said = told(plan_of(HALLS % {"more": ""}), "wharf")
    place = said.index("seats at Court (9 free); Mill (12 free); 24 are asked for:")
    assert said[place + 1 : place + 4] == [
        "1. Emergencies – all 8 at Court",
        "2. Calls – all 9: 1 at Court; 8 at Mill",
        "3. Mail – 4 of 7 at Mill",
    ]


def test_who_is_at_work_without_moving_asks_for_no_seat():
    text = HALLS % {"more": ""}
    (contest,) = contests_of(plan_of(text), "wharf")
    asking = {one.process: one.amount for one in contest.wishes}
    assert asking["calls"] == 14 - (4 + 1)  # four sit at Quay and one at Court
    home = text.replace("agents: 14}]", "agents: 14}], remote_ready: {share: 25%}")
    (contest,) = contests_of(plan_of(home), "wharf")
    asking = {one.process: one.amount for one in contest.wishes}
    assert asking["calls"] == 14 - (4 + 1) - 20 // 4
    (contest,) = contests_of(plan_of(text.replace("agents: 14", "agents: 5")), "wharf")
    assert "calls" not in [one.process for one in contest.wishes]


def test_those_whose_site_names_no_other_leave_the_moving_to_those_who_can():
    text = (HALLS % {"more": ""}).replace(
        "quay: {title: Quay, alternates: [mill]}", "quay: {title: Quay}"
    )
    (contest,) = contests_of(plan_of(text.replace("agents: 14", "agents: 19")), "quay", "wharf")
    assert ("calls", "wharf", 18) in [(one.process, one.by, one.amount) for one in contest.wishes]


OFFICE = """
processes:
  cards: {title: Cards, tier: critical, priority: 1, needs: [hq]}
  service: {title: Service, tier: critical, priority: 2, needs: [hq]}
roles: {lead: {title: Lead, primary: ann}, desk: {title: Desk, primary: ben}}
people: {ann: {name: Ann}, ben: {name: Ben}}
channels: {voice: {title: Voice, type: voice}}
hours:
  office: {title: Office hours, open: [{days: [mon, tue, wed, thu, fri], start: 08:00, end: 18:00}]}
  night: {title: Night, open: [{days: [sat, sun], start: 00:00, end: 08:00}]}
suppliers: {tern: {title: Tern, service: x, capacity: {amount: 20, unit: agents}}}
sites:
  hq: {title: HQ, alternates: [mill]}
  mill: {title: Mill, capacity: 7}
procedures: {p: {title: P, steps: [{id: a, do: x, by: lead}]}}
strategies:
  out: {title: Cards to Tern, for: cards, without: [hq], do: p, by: lead, decided_by: lead,
        within: 5m, needs: [tern, mill]}
  over: {title: Service to Tern, for: service, without: [hq], do: p, by: desk, decided_by: desk,
         within: 5m, needs: [tern, mill]}
queues:
  line: {title: Card line, process: cards, channel: voice, open: always,
         agents: [{site: hq, count: 10}],
         minimum: [{hours: office, agents: 6}, {hours: night, agents: 2}],
         overflow: {partner: tern, trigger: x, ramp: 30m, capacity: 12, hours: always, owner: lead}}
  desk-line: {title: Service line, process: service, channel: voice, open: %(open)s,
         agents: [{site: hq, count: 10}], minimum: [{hours: %(open)s, agents: 5}],
         overflow: {partner: tern, trigger: x, ramp: 30m, capacity: 10, hours: office, owner: lead}}
"""
NIGHT, NOON = (dt.datetime(2026, 11, day, hour, tzinfo=dt.UTC) for day, hour in ((22, 3), (23, 12)))


def asks_at(plan, at):
    """What is asked of Tern, and of Mill, at an hour: process and amount."""
    answer = what_if(plan, scenario_of(plan, ["hq"], Asked(at=at)))
    return {
        one.what: [(wish.process, wish.amount) for wish in one.wishes] for one in answer.contests
    }


def test_by_day_both_lines_ask_for_agents_and_seats():
    plan = plan_of(OFFICE % {"open": "office"})
    both = {
        "capacity": [("cards", 12), ("service", 10)],
        "seats": [("cards", 6), ("service", 5)],
    }
    assert asks_at(plan, NOON) == asks_at(plan, None) == both


def test_at_night_a_line_that_is_closed_asks_for_nothing():
    # Nor does the strategy that would hand its calls on.
    assert asks_at(plan_of(OFFICE % {"open": "office"}), NIGHT) == {}


def test_at_night_the_minimum_of_the_night_moves_and_not_that_of_the_day():
    assert asks_at(plan_of(OFFICE % {"open": "always"}), NIGHT)["seats"] == [
        ("cards", 2),
        ("service", 5),
    ]


def test_what_a_partner_takes_only_by_day_is_not_asked_of_it_at_night():
    text = (OFFICE % {"open": "always"}).replace("needs: [tern, mill]", "needs: [mill]")
    assert "capacity" not in asks_at(plan_of(text), NIGHT)
    assert asks_at(plan_of(text), NOON)["capacity"] == [("cards", 12), ("service", 10)]


PARTNER = """
processes:
  calls: {title: Calls, tier: critical, needs: [app]}
  sales: {title: Sales, tier: important, needs: [app]}
  mail: {title: Mail, tier: routine, needs: [app]}
systems: {app: {title: App, type: application}}
roles: {desk: {title: Desk, primary: ann}, shop: {title: Shop, primary: ben}}
people: {ann: {name: Ann}, ben: {name: Ben}}
channels: {voice: {title: Voice, type: voice}}
suppliers: {tern: {title: Tern, service: x%(capacity)s}}
queues:
  line: {title: Line, process: calls, channel: voice, open: always,
         overflow: {partner: tern, trigger: x, ramp: 30m, capacity: 8, hours: always, owner: desk}}
  fair: {title: Fair, process: sales, channel: voice, open: always,
         overflow: {partner: tern, trigger: x, ramp: 30m, capacity: 5, hours: always, owner: desk}}
procedures: {p: {title: P, steps: [{id: a, do: x, by: desk}]}}
strategies:
  away: {title: To the partner, for: calls, without: [app], do: p, by: desk, decided_by: desk,
         within: 5m, needs: [tern]}
  post: {title: Post to the partner, for: mail, without: [app], do: p, by: shop, decided_by: shop,
         within: 5m, needs: [tern]}
"""
TEN = ", capacity: {amount: 10, unit: agents}"


def test_a_partner_stands_once_with_all_who_want_it():
    (contest,) = contests_of(plan_of(PARTNER % {"capacity": TEN}), "app")
    assert (contest.what, contest.of, contest.there) == ("capacity", "tern", 10)
    # The strategy of the calls hands over what their queue overflows: it asks once.
    assert [(one.process, one.by, one.gets, one.got) for one in contest.wishes] == [
        ("calls", "line", "all", 8),
        ("sales", "fair", "some", 2),
        ("mail", "post", "not-known", None),
    ]


def test_a_partner_is_told_by_who_gets_it_and_who_loses():
    plan = plan_of((PARTNER % {"capacity": TEN}).replace("for: mail", "for: calls"))
    said = told(plan, "app")
    place = said.index("Tern has 10, and 13 are asked for:")
    assert said[place + 1 : place + 3] == ["1. Calls – all 8", "2. Sales – 2 of 5"]


def test_what_an_important_process_takes_leaves_those_behind_it_unsure():
    text = (PARTNER % {"capacity": TEN}).replace("tier: routine", "tier: critical, priority: 1")
    (contest,) = contests_of(plan_of(text), "app")
    assert [(one.process, one.gets, one.got) for one in contest.wishes] == [
        ("mail", "not-known", None),
        ("calls", "not-known", None),
        ("sales", "some", None),
    ]
    said = told(plan_of(text), "app")
    place = said.index("Tern is asked for by several, in this order:")
    assert said[place + 1 : place + 4] == [
        "1. Mail – the plan does not say how much",
        "2. Calls – 8; not known whether it is enough",
        "3. Sales – fewer than 5",
    ]


def test_a_partner_whose_capacity_is_not_said_is_told_with_those_who_count_on_it():
    plan = plan_of(PARTNER % {"capacity": ""})
    (contest,) = contests_of(plan, "app")
    assert not contest.short
    assert "the plan does not say how much it has" in told(plan, "app")


def test_a_partner_that_is_enough_for_all_is_told_in_one_line():
    text = (PARTNER % {"capacity": TEN.replace("10", "13")}).replace("for: mail", "for: calls")
    plan = plan_of(text)
    assert "Tern is enough for all who count on it: 13 asked for, 13 there" in told(plan, "app")


def test_a_partner_that_is_lost_is_asked_for_by_nobody():
    plan = plan_of(PARTNER % {"capacity": TEN})
    assert not any(one.of == "tern" for one in contests_of(plan, "app", "tern"))


ASKS = st.lists(
    st.tuples(st.integers(0, 9), st.lists(st.sampled_from("abc"), min_size=1, unique=True)),
    max_size=6,
)


@given(ASKS, st.tuples(*(st.integers(0, 12) for _ in "abc")))
def test_no_seat_is_given_twice_and_none_is_left_where_somebody_lacks_one(asks, free):
    rooms = [Room(name, seats) for name, seats in zip("abc", free, strict=True)]
    sharing = _Sharing(rooms)
    wishes = [sharing.wish(_Ask("q", "x", amount, tuple(to))) for amount, to in asks]
    for room in rooms:
        taken = sum(each.amount for one in wishes for each in one.given if each.at == room.of)
        assert taken <= (room.free or 0)
        for (_, to), wish in zip(asks, wishes, strict=True):
            if wish.gets in ("some", "none") and room.of in to:
                assert taken == room.free
    for (amount, to), wish in zip(asks, wishes, strict=True):
        assert wish.got == sum(one.amount for one in wish.given) <= amount
        assert (wish.gets == "all") == (wish.got == amount)
        # Who comes to the second site has taken all that the first had left.
        places = [one.at for one in wish.given]
        assert places == [one for one in to if one in places]
        assert all(isinstance(one, Given) and one.amount > 0 for one in wish.given)
