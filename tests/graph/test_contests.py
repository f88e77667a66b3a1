"""Where the answers to what is lost compete: for seats, for a partner, for people."""

from hypothesis import given
from hypothesis import strategies as st
from small_plans import plan_of

from bcp.graph.what_if.contests import Given, Room, _Ask, _Sharing
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
         minimum: [{hours: always, agents: 9}]}
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
    # Of the nine at work on the customer line, however many sites are lost, nine move.
    assert [(one.process, one.by, one.amount, one.gets) for one in contest.wishes] == [
        ("emergencies", "wharf", 8, "all"),
        ("calls", "quay", 4, "all"),
        ("calls", "wharf", 5, "all"),
        ("mail", "quay", 2, "all"),
        ("mail", "wharf", 7, "some"),
    ]
    assert contest.wishes[-1].got == 2


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
    plan = plan_of((HALLS % {"more": ""}).replace("capacity: 12", "capacity: 40"))
    assert "seats at Mill (40 free) are enough for all who move there: 6" in told(plan, "quay")


def test_seats_at_several_sites_are_told_with_who_sits_where():
    said = told(plan_of(HALLS % {"more": ""}), "wharf")
    place = said.index("seats at Court (9 free); Mill (12 free); 24 are asked for:")
    assert said[place + 1 : place + 4] == [
        "1. Emergencies – all 8 at Court",
        "2. Calls – all 9: 1 at Court; 8 at Mill",
        "3. Mail – 4 of 7 at Mill",
    ]


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
