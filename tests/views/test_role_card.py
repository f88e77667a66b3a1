"""What stands on a role card."""

import pytest
from small import plan_of as of

from bcp.views.full_plan import full_plan
from bcp.views.role_card import role_card, role_ids


def test_the_holder_and_the_alternates_stand_in_order(harbour):
    card = role_card(harbour, "desk-lead", "en")
    assert [(name, note) for name, note, _ in card.holders.rows] == [
        ("Hanna Olsen", "Holds it"),
        ("Ivan Bondar", "Alternate 1"),
        ("Moira Reid", "Alternate 2"),
    ]


def test_numbers_stand_in_columns_with_the_likeliest_to_answer_first(harbour):
    table = role_card(harbour, "desk-lead", "en").holders
    assert table.kinds == ("mobile", "personal", "work")
    assert table.rows[1][2] == (("+44 7700 900202",), (), ("+44 20 7946 0202",))


def test_more_kinds_of_numbers_than_columns_share_the_last(harbour):
    from bcp.views.contacts import phone_table
    from bcp.views.telling import Teller

    numbers = {"mobile": "1", "personal": "2", "duty": "3", "satellite": "4"}
    table = phone_table(Teller.of(harbour, "en"), [("A", "", numbers)])
    assert table.kinds == ("mobile", "personal", "other numbers")
    assert table.rows[0][2] == (("1",), ("2",), ("3 duty", "4 satellite"))


def test_the_role_s_own_telephone_is_shown(harbour):
    card = role_card(harbour, "desk-lead", "en")
    assert [(one.kind, one.number) for one in card.numbers] == [("duty", "+44 20 7946 0101")]


def test_only_the_role_s_own_tasks_stand_on_its_card_by_phase(harbour):
    (playbook,) = role_card(harbour, "desk-lead", "en").playbooks
    assert [(phase, [tick.mark for tick in ticks]) for phase, ticks in playbook.phases] == [
        ("Respond: the first minutes", ["say-paper"]),
        ("Recover: get it back", ["ring-back"]),
    ]


def test_a_time_counted_from_another_task_says_so(harbour):
    (playbook,) = role_card(harbour, "desk-lead", "en").playbooks
    tick = playbook.phases[0][1][0]
    assert tick.by_when == "within 10\u00a0min of that"
    assert tick.must
    assert tick.note == "First: “Fetch the pads” (Runner) · Done when: Everybody writes"


def test_a_time_counted_from_the_line_above_says_so(harbour):
    playbooks = next(one for one in full_plan(harbour, "en").sections if one.id == "playbooks")
    _, tick = playbooks.parts[0].parts[0].blocks[0].ticks
    assert tick.by_when == "within 10\u00a0min of the line above"
    assert "First" not in tick.note


def test_a_decision_shows_its_answers_and_what_holds_when_nobody_decides(harbour):
    (procedure,) = role_card(harbour, "desk-lead", "en").procedures
    (question,) = procedure.ticks
    assert procedure.title == "Close the chat"
    assert question.question
    assert (question.do, question.otherwise) == ("Close the chat now?", "It stays open")
    assert [(one.choose, one.then) for one in question.choices] == [("Close", "Put the notice on")]


def test_the_starter_of_a_playbook_gets_its_call_list(harbour):
    (calls,) = role_card(harbour, "desk-lead", "en").calls
    first, last = calls.calls
    assert (first.whom, first.wait, first.nobody) == (
        "Desk lead",
        "5\u00a0min for all of them together, 2 tries",
        "go to step 2",
    )
    assert first.mine
    assert last.nobody == "keep calling Desk lead"


def test_a_step_that_calls_one_person_has_its_time_for_that_person():
    plan = of("""
people: {a.one: {name: Ann One, phones: {mobile: "+44 7700 900201"}}}
roles:
  lead: {title: Lead, primary: a.one}
levels: {bad: {title: Bad, rank: 1, criteria: [It is bad], declared_by: lead}}
channels: {voice: {title: Call, type: voice}}
escalations:
  up:
    title: Up
    levels: [bad]
    steps: [{id: only, role: lead, via: [voice], accepts_within: 5m, otherwise: next}]
    ends_at: lead
""")
    (calls,) = role_card(plan, "lead", "en").calls
    assert calls.calls[0].wait == "5\u00a0min"


def test_holders_stand_beneath_the_role_s_own_telephone_which_may_be_dead(harbour):
    (calls,) = role_card(harbour, "desk-lead", "en").calls
    reached = [(one.who, [n.number for n in one.numbers]) for one in calls.calls[1].reach]
    assert reached == [
        ("Moira Reid", ["+44 7700 900203"]),
        ("Ivan Bondar", ["+44 7700 900202"]),
    ]
    (calls,) = role_card(harbour, "runner", "en").calls
    reached = [(one.who, [n.number for n in one.numbers]) for one in calls.calls[0].reach]
    assert reached == [
        ("", ["+44 20 7946 0101"]),
        ("Hanna Olsen", ["+44 7700 900201"]),
        ("Ivan Bondar", ["+44 7700 900202"]),
        ("Moira Reid", ["+44 7700 900203"]),
    ]


def test_the_telephone_list_goes_by_roles_with_all_who_may_hold_them(harbour):
    """Whoever also holds the card's own role is in it too: one looks up the role, not the name."""
    runner = role_card(harbour, "runner", "en").directory
    (post,) = runner.posts
    assert (post.title, [one.number for one in post.numbers]) == ("Desk lead", ["+44 20 7946 0101"])
    assert [name for name, _, _ in post.rows] == ["Hanna Olsen", "Ivan Bondar", "Moira Reid"]
    assert [post.title for post in role_card(harbour, "desk-lead", "en").directory.posts] == [
        "Runner"
    ]


HOURS = """
people: {a.one: {name: Ann One, phones: {mobile: "+44 7700 900201"}}}
hours:
  office:
    title: Office hours
    open: [{days: [mon, tue, wed, thu, fri], start: 08:00, end: 18:00}]
    closed_on: [2026-12-25]
roles:
  lead: {title: Lead, primary: a.one, cover: office}
"""


def test_hours_are_printed_with_their_times():
    card = role_card(of(HOURS), "lead", "en")
    assert "Filled: Office hours (Mon–Fri 08:00–18:00; closed on: 25 December 2026)" in card.place


def test_a_role_filled_at_any_hour_says_so(harbour):
    assert "Filled: at any hour" in role_card(harbour, "desk-lead", "en").place


def test_who_sends_a_message_has_its_words_in_the_languages_of_the_audience(harbour):
    (message,) = role_card(harbour, "desk-lead", "en").messages
    (wording,) = message.wordings
    assert [one.language for one in wording.words] == ["en", "uk"]
    assert message.gaps[0].name == "{start-time}"
    assert role_card(harbour, "runner", "en").messages == ()


def test_a_card_in_ukrainian_speaks_ukrainian_throughout(harbour):
    card = role_card(harbour, "desk-lead", "uk")
    assert card.title == "Старший зміни"
    assert card.playbooks[0].phases[0][0] == "Реагування: перші хвилини"
    assert card.playbooks[0].phases[0][1][0].by_when == "за 10\u00a0хв після цього"
    assert "«Принести блокноти» (Посильний)" in card.playbooks[0].phases[0][1][0].note
    assert card.playbooks[0].ends == "екрани працюють годину"


def test_an_unknown_role_has_no_card(harbour):
    with pytest.raises(KeyError):
        role_card(harbour, "nobody")
    with pytest.raises(KeyError):
        role_card(harbour, "h.olsen")


def test_cards_come_team_by_team_with_the_lead_first(harbour):
    assert role_ids(harbour) == ("desk-lead", "runner")


def test_tasks_that_others_do_and_the_role_answers_for_are_named(harbour):
    (playbook,) = role_card(harbour, "desk-lead", "en").playbooks
    assert playbook.answers_for == "Runner – Fetch the pads"
