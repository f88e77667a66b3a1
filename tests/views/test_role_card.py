"""What stands on a role card."""

import pytest

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
    assert tick.by_when == "within 10\u00a0min of fetch-pads"
    assert tick.must
    assert tick.note == "First: fetch-pads · Done when: Everybody writes"


def test_a_decision_shows_its_answers_and_what_holds_when_nobody_decides(harbour):
    ((procedure, (question,)),) = role_card(harbour, "desk-lead", "en").decisions
    assert procedure == "Close the chat"
    assert (question.do, question.otherwise) == ("Close the chat now?", "It stays open")
    assert [(one.choose, one.then) for one in question.choices] == [("Close", "Put the notice on")]


def test_the_starter_of_a_playbook_gets_its_call_list(harbour):
    (calls,) = role_card(harbour, "desk-lead", "en").calls
    first, last = calls.calls
    assert (first.whom, first.wait, first.nobody) == (
        "Desk lead",
        "5\u00a0min, 2 tries",
        "go to step 2",
    )
    assert first.mine
    assert last.nobody == "keep calling Desk lead"


def test_a_role_without_a_telephone_of_its_own_is_reached_through_its_holders(harbour):
    (calls,) = role_card(harbour, "desk-lead", "en").calls
    reached = [(one.who, [n.number for n in one.numbers]) for one in calls.calls[1].reach]
    assert reached == [
        ("Moira Reid", ["+44 7700 900203"]),
        ("Ivan Bondar", ["+44 7700 900202"]),
    ]


def test_nobody_is_twice_in_the_telephone_list_nor_the_holders_themselves(harbour):
    assert role_card(harbour, "desk-lead", "en").directory is None
    runner = role_card(harbour, "runner", "en").directory
    assert [name for name, _, _ in runner.rows] == ["Hanna Olsen"]


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
    assert card.playbooks[0].phases[0][1][0].by_when == "за 10\u00a0хв після fetch-pads"
    assert card.stand_down == (("Ніч на папері", "екрани працюють годину"),)


def test_an_unknown_role_has_no_card(harbour):
    with pytest.raises(KeyError):
        role_card(harbour, "nobody")
    with pytest.raises(KeyError):
        role_card(harbour, "h.olsen")


def test_cards_come_team_by_team_with_the_lead_first(harbour):
    assert role_ids(harbour) == ("desk-lead", "runner")


def test_tasks_that_others_do_and_the_role_answers_for_are_named(harbour):
    (playbook,) = role_card(harbour, "desk-lead", "en").playbooks
    assert playbook.answers_for == "Runner – fetch-pads"
