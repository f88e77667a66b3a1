"""What a team does stands on the card of everybody in it, and lists go by the alphabet."""

from small import plan_of

from bcp.views.alphabet import in_order
from bcp.views.role_card import role_card

TEAM = """
people: {a.one: {name: Ann One}}
roles:
  lead: {title: Lead, primary: a.one, team: floor}
  nurse: {title: Nurse, primary: a.one, team: floor}
  guest: {title: Guest, primary: a.one}
teams: {floor: {title: Floor, level: operational, lead: lead, members: [nurse], remit: Calls}}
procedures:
  by-voice:
    title: By voice
    steps:
      - {id: stay, do: Stay with the caller., by: floor}
      - {id: lift, do: Lift the red telephone., by: floor, every: 2h, when: The line is dead}
      - {id: aid, do: Give first aid., by: nurse}
"""


def test_steps_of_a_team_stand_on_the_cards_of_all_its_members_marked_once():
    plan = plan_of(TEAM)

    def lines(role):
        return [
            (tick.whose, tick.mark)
            for part in role_card(plan, role, "en").procedures
            for tick in part.ticks
        ]

    assert lines("nurse") == [("Any of the team", "stay"), ("", "lift"), ("You", "aid")]
    assert lines("lead") == [("Any of the team", "stay"), ("", "lift")]
    assert lines("guest") == []


def test_a_step_says_when_it_is_done_at_all_and_how_often():
    (part,) = role_card(plan_of(TEAM), "nurse", "en").procedures
    assert part.ticks[1].when == "The line is dead"
    assert part.ticks[1].by_when == "every 2\u00a0h"


def test_ukrainian_letters_stand_in_the_place_of_their_alphabet():
    words = ["Яма", "Їжа", "Єнот", "Ґава", "Іній", "Жук", "Дім", "Гай", "«Еней»", "Зал", "Йод"]
    assert sorted(words, key=lambda one: in_order(one, "uk")) == [
        "Гай", "Ґава", "Дім", "«Еней»", "Єнот", "Жук", "Зал", "Іній", "Їжа", "Йод", "Яма",
    ]  # fmt: skip


def test_numbers_in_titles_go_by_their_value():
    assert in_order("Line 2", "en") < in_order("Line 10", "en")
