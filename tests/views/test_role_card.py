"""What stands on a role card."""

import pytest
from small import plan_of as of

from bcp.views.full_plan import full_plan
from bcp.views.role_card import role_card, role_ids


def test_the_holder_and_the_alternates_stand_in_order(harbour):
    card = role_card(harbour, "desk-lead", "en")
    assert card.holders == (
        ("Holds it", "Hanna Olsen"),
        ("Alternates, in this order", "Ivan Bondar, Moira Reid"),
    )


def test_whoever_serves_by_a_rota_stands_in_its_turns_and_away_is_said():
    plan = of("""
people:
  a.one: {name: Ann One}
  b.two: {name: Ben Two, away: [{from: 2026-12-21, until: 2027-01-04}]}
rotas: {week: {title: Week, weeks: [a.one], starts: 2026-11-02}}
roles: {lead: {title: Lead, rota: week, alternates: [a.one, b.two]}}
""")
    card = role_card(plan, "lead", "en")
    assert [one.who for one in card.rota] == ["Ann One"]
    assert card.holders == (
        ("Alternates, in this order", "Ben Two (away 21 December 2026 to 4 January 2027)"),
    )


def test_numbers_stand_in_columns_with_the_likeliest_to_answer_first(harbour):
    table = role_card(harbour, "desk-lead", "en").directory
    assert table.kinds == ("mobile", "personal", "work")
    assert table.posts[0].rows[1][2] == (("+44 7700 900202",), (), ("+44 20 7946 0202",))


def test_more_kinds_of_numbers_than_columns_share_the_last():
    plan = of("""
people:
  a.one:
    name: Ann One
    phones:
      mobile: "+44 7700 900201"
      personal: "+44 7700 900601"
      duty: "+44 20 7946 0201"
      satellite: "+44 7700 900971"
roles: {lead: {title: Lead, primary: a.one}}
""")
    table = role_card(plan, "lead", "en").directory
    assert table.kinds == ("mobile", "personal", "other numbers")
    assert table.posts[0].rows[0][2] == (
        ("+44 7700 900201",),
        ("+44 7700 900601",),
        ("+44 20 7946 0201 duty", "+44 7700 900971 satellite"),
    )


def test_the_role_s_own_telephone_is_shown(harbour):
    card = role_card(harbour, "desk-lead", "en")
    assert [(one.kind, one.number) for one in card.numbers] == [("duty", "+44 20 7946 0101")]


def test_only_the_role_s_own_tasks_stand_on_its_card_by_phase(harbour):
    (playbook,) = role_card(harbour, "desk-lead", "en").playbooks
    assert [(phase, [tick.mark for tick in ticks]) for phase, ticks in playbook.phases] == [
        ("Respond", ["say-paper"]),
        ("Recover", ["ring-back"]),
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
        "5\u00a0min, 2 tries",
        "go to step 2",
    )
    assert first.mine
    assert (first.next, last.next) == ("2", "")
    assert last.nobody == "keep calling Desk lead"


def test_in_the_whole_plan_a_wait_says_that_it_is_for_all_of_them(harbour):
    escalation = next(one for one in full_plan(harbour, "en").sections if one.id == "escalation")
    (calls,) = (block.list for part in escalation.parts for block in part.blocks)
    assert calls.calls[0].wait == "5\u00a0min for all of them together, 2 tries"


BY_HOURS = """
people: {a.one: {name: Ann One, phones: {mobile: "+44 7700 900201"}}}
roles:
  lead: {title: Lead, primary: a.one}
  engineer: {title: Engineer, primary: a.one, phones: {duty: "+44 20 7946 0101"}}
levels: {bad: {title: Bad, rank: 1, criteria: [It is bad], declared_by: lead}}
channels: {voice: {title: Call, type: voice}, text: {title: Text, type: sms}}
hours:
  day: {title: Day, open: [{days: [mon], start: 08:00, end: 18:00}]}
  night: {title: Night, open: [{days: [mon], start: 18:00, end: 08:00}]}
escalations:
  by-day:
    title: By day
    levels: [bad]
    hours: day
    steps: [{id: s, role: engineer, via: [voice], accepts_within: 4m, otherwise: next}]
    ends_at: engineer
  by-night:
    title: By night
    levels: [bad]
    hours: night
    steps: [{id: s, role: engineer, via: [voice], accepts_within: 6m, otherwise: next}]
    ends_at: engineer
"""


def test_lists_that_differ_in_hours_and_waits_only_stand_as_one():
    (calls,) = role_card(of(BY_HOURS), "lead", "en").calls
    assert calls.title == "By day / By night"
    (call,) = calls.calls
    assert call.wait == "4\u00a0min / 6\u00a0min"
    assert "Day (Mon 08:00–18:00) / Holds: Night (Mon 18:00–08:00)" in calls.about
    assert "By: Call" in calls.about
    assert call.via == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("via: [voice], accepts_within: 6m", "via: [text], accepts_within: 6m"),
        (
            "6m, otherwise: next}]\n    ends_at: engineer",
            "6m, otherwise: next}]\n    ends_at: lead",
        ),
    ],
    ids=["another way", "another end"],
)
def test_lists_that_differ_in_more_stand_apart(before, after):
    changed = BY_HOURS.replace(before, after)
    assert changed != BY_HOURS
    assert len(role_card(of(changed), "lead", "en").calls) == 2


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
    own, post = runner.posts
    assert (own.title, own.own, post.own) == ("Runner", True, False)
    assert (post.title, [one.number for one in post.numbers]) == ("Desk lead", ["+44 20 7946 0101"])
    assert [name for name, _, _ in post.rows] == ["Hanna Olsen", "Ivan Bondar", "Moira Reid"]
    assert [post.title for post in role_card(harbour, "desk-lead", "en").directory.posts] == [
        "Desk lead",
        "Runner",
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
    (message,) = role_card(harbour, "desk-lead", "en").speech.messages
    (wording,) = message.wordings
    assert [one.language for one in wording.words] == ["en", "uk"]
    assert message.gaps[0].name == "{start-time}"
    assert role_card(harbour, "runner", "en").speech.messages == ()


def test_a_card_in_ukrainian_speaks_ukrainian_throughout(harbour):
    card = role_card(harbour, "desk-lead", "uk")
    assert card.title == "Старший зміни"
    assert card.playbooks[0].phases[0][0] == "Реагування"
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


WORDS = """
people: {a.one: {name: Ann One}, b.two: {name: Ben Two}}
roles: {lead: {title: Lead, primary: a.one}, boss: {title: Boss, primary: b.two}}
channels: {voice: {title: Call, type: voice}, text: {title: Text, type: sms}}
audiences: {all: {title: Everybody, type: customers, primary: voice}}
messages:
"""
WORD = """
  word-{n}:
    title: Word {n}
    audience: all
    stage: holding
    first_within: {first}
    text: {{voice: "We know since {{since}}.", text: {text}}}
    placeholders: {{since: {{source: the log, safe_default: today}}}}
    publish: {{by: lead, within: 5m}}
"""


def words(*several):
    together = (WORD.format(n=n, first=one[0], text=one[1]) for n, one in enumerate(several, 1))
    return role_card(of(WORDS + "".join(together)), "lead", "en").speech


SAME = '"We know since {since}."'


def test_what_three_messages_have_in_common_is_said_once():
    speech = words(("15m", SAME), ("15m", SAME), ("15m", SAME), ("30m", SAME))
    assert dict(speech.facts) == {
        "To": "Everybody",
        "When": "first words, within 15\u00a0min",
        "Out": "within 5\u00a0min",
        "On": "Call, Text",
    }
    assert [gap.name for gap in speech.gaps] == ["{since}"]
    assert [one.facts for one in speech.messages] == [
        (),
        (),
        (),
        (("When", "first words, within 30\u00a0min"),),
    ]
    assert all(one.gaps == () for one in speech.messages)


def test_a_message_that_lacks_what_is_usual_says_so_and_other_words_name_their_channels():
    speech = words(("15m", SAME), ("15m", SAME), ("15m", SAME), ("15m", '"See the page."'))
    last = speech.messages[3]
    assert last.facts == ()
    assert [one.channels for one in last.wordings] == ["Call", "Text"]
    assert [one.channels for one in speech.messages[0].wordings] == [""]


def test_two_messages_say_everything_themselves():
    speech = words(("15m", SAME), ("15m", SAME))
    assert speech.facts == ()
    assert dict(speech.messages[0].facts)["To"] == "Everybody"


def test_what_holds_for_everybody_stands_on_a_card_by_title_and_number_alone():
    plan = of("""
people: {a.one: {name: Ann One}}
roles: {lead: {title: Lead, primary: a.one}, helper: {title: Helper, primary: a.one}}
wellbeing:
  care:
    title: Somebody to talk to
    type: support
    what: They answer at any hour.
    contact: "+44 808 157 0190"
    within: 0m
    owner: lead
""")
    assert role_card(plan, "helper", "en").welfare == (
        "Somebody to talk to (at once, +44 808 157 0190)",
    )
    assert "They answer at any hour." in role_card(plan, "lead", "en").welfare[0]
