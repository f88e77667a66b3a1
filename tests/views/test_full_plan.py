"""What stands in the full plan, and in which order."""

from bcp.views.blocks import table
from bcp.views.full_plan import full_plan


def test_only_sections_with_something_in_them_are_there_numbered_in_order(harbour):
    sections = full_plan(harbour, "en").sections
    assert [one.id for one in sections] == [
        "scope",
        "assumptions",
        "activation",
        "roles",
        "escalation",
        "risks",
        "playbooks",
        "procedures",
        "communication",
        "stand-down",
        "contacts",
        "version",
        "distribution",
    ]
    assert [one.number for one in sections] == list(range(1, 14))


def test_the_plan_s_successors_stand_where_activation_is_explained(harbour):
    activation = next(one for one in full_plan(harbour, "en").sections if one.id == "activation")
    assert [block.text for block in activation.blocks] == [
        "The plan is activated by: Desk lead.",
        "Held by, in order: Hanna Olsen, Ivan Bondar, Moira Reid",
    ]


def test_all_tasks_of_a_playbook_stand_in_it_whoever_does_them(harbour):
    playbooks = next(one for one in full_plan(harbour, "en").sections if one.id == "playbooks")
    (playbook,) = playbooks.parts
    marks = [tick.mark for phase in playbook.parts for tick in phase.blocks[0].ticks]
    assert marks == ["fetch-pads", "say-paper", "ring-back"]


def test_the_cover_says_who_approved_what_and_when(harbour):
    cover = dict(full_plan(harbour, "en").cover.facts)
    assert cover["Approved by"] == "Hanna Olsen, 2 March 2026 (revision 1.2)"
    assert cover["Status"] == "approved"


def test_a_column_that_says_nothing_is_left_out_and_its_width_given_away():
    (made,) = table((("A", 40), ("B", 20), ("C", 40)), [("a", "", "c"), ("b", "", "")])
    assert [(one.title, one.width) for one in made.columns] == [("A", 60), ("C", 40)]
    assert made.rows == (("a", "c"), ("b", "–"))


def test_a_table_without_rows_is_no_table():
    assert table((("A", 50), ("B", 50)), []) == ()
