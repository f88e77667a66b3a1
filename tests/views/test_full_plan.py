"""What stands in the full plan, and in which order."""

from small import plan_of

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


def section(plan, name, language="en"):
    return next(one for one in full_plan(plan, language).sections if one.id == name)


def test_a_playbook_says_when_it_starts_and_ends_and_who_says_so(harbour):
    (playbook,) = section(harbour, "playbooks").parts
    about = dict(playbook.blocks[0].pairs)
    assert about["Start in full"] == "the screens are dark for ten minutes – Desk lead"
    assert about["It ends when"] == "the screens are up for an hour – Desk lead"


def test_named_hours_stand_once_with_their_times():
    plan = plan_of("""
people: {a.one: {name: Ann One}}
hours:
  nights: {title: Nights, open: [{days: [sat, sun], start: 20:00, end: 06:00}], curfew: From 22:00}
roles: {lead: {title: Lead, primary: a.one, cover: nights}}
""")
    hours = section(plan, "roles").parts[-1]
    assert hours.blocks[0].rows == (("Nights", "Sat–Sun 20:00–06:00", "From 22:00"),)
    role = section(plan, "roles").parts[0]
    assert dict(role.blocks[0].pairs)["Filled"] == "Nights"


REDUNDANCY = """
people: {{a.one: {{name: Ann One}}}}
roles: {{lead: {{title: Lead, primary: a.one}}}}
systems: {{a: {{title: A, type: network}}, b: {{title: B, type: network}}}}
redundancy:
  two:
    title: Two
    of: [a, b]
    mode: warm
    switch: {{decided_by: lead, decided_within: 5m, by: lead, within: 5m{tried}}}
"""


def test_a_switch_that_was_done_but_not_timed_is_not_called_never_shown():
    def shown(tried):
        plan = plan_of(REDUNDANCY.format(tried=tried))
        return section(plan, "redundancy").blocks[0].rows[0][-1]

    assert shown("") == "never shown"
    assert shown(", tested: 2026-09-12") == (
        "Last done for real: 12 September 2026\ntime not measured"
    )
    assert shown(", demonstrated: {time: 4m, on: 2026-09-12}") == "4\u00a0min, on 12 September 2026"


def test_a_column_whose_heading_has_a_long_word_takes_width_from_the_others():
    (made,) = table((("A", 80), ("Відповідальний", 10), ("C", 10)), [("a", "b", "c")])
    first, second, third = (one.width for one in made.columns)
    assert second > 15
    assert (first + second + third, third) == (100, 10)
