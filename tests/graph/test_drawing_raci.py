"""Who does, answers for, is asked and is told: only what the plan says."""

import csv
import io

import pytest
from small_plans import plan_of

from bcp.graph.drawing.raci import raci, raci_of
from bcp.graph.drawing.raci_wording import Wording

PLAN = """
risks: {fire: {title: Fire, class: premises}}
levels:
  one: {title: One, rank: 1, criteria: [x], declared_by: lead, must_be_told: [press, boss]}
channels: {sms: {title: Text message, type: sms}}
escalations:
  night:
    title: Night
    levels: [one]
    steps: [{id: a, role: lead, via: [sms], accepts_within: 5m, otherwise: end}]
    ends_at: lead
playbooks:
  out:
    title: Get out
    for: {risks: [fire]}
    activation: {full: {when: Alarm, by: lead}}
    escalation: night
    log_keeper: press
    stand_down: {when: All clear, by: lead}
    tasks:
      respond:
        - {id: count, do: Count the people, by: press, accountable: boss}
        - {id: call, procedure: ring, by: press}
        - {id: search, do: Search the floor, by: floor}
        - {id: guard, do: Guard the door, by: guards}
        - {id: pay, do: "=1+1", by: guards, accountable: boss}
procedures:
  ring:
    title: Ring round
    steps: [{id: ring, do: Ring, by: press}]
    overrun: {after: 10m, tell: lead, then: Ask for help}
teams: {floor: {title: Floor, level: operational, lead: lead, remit: Work}}
suppliers: {guards: {title: Guards, service: guarding}}
roles:
  lead: {title: Lead, primary: ann, alternates: [ben]}
  press: {title: Press, primary: ben, alternates: [ann], turns_to: [boss]}
  boss: {title: Boss, primary: cy}
people: {ann: {name: Ann}, ben: {name: Ben}, cy: {name: Cy, status: left}}
"""


def row(matrix, id_):
    return next(one for one in matrix.rows if one.id == id_)


def test_the_doer_answers_unless_the_plan_names_somebody_else():
    matrix = raci_of(plan_of(PLAN), "out")
    assert row(matrix, "count").letters("press") == "R"
    assert row(matrix, "count").letters("boss") == "A"
    assert row(matrix, "call").letters("press") == "AR"


def test_for_a_team_its_lead_answers_and_for_a_body_outside_whoever_starts_the_playbook():
    matrix = raci_of(plan_of(PLAN), "out")
    assert (row(matrix, "search").letters("floor"), row(matrix, "search").accountable) == (
        "R", "lead",
    )  # fmt: skip
    assert row(matrix, "guard").accountable == "lead"
    assert ("taken-to-answer", "guard") in {(one.what, one.row) for one in matrix.flags}
    assert "pay" not in {one.row for one in matrix.flags}


def test_whom_a_role_turns_to_is_asked_and_whom_the_plan_names_is_told():
    matrix = raci_of(plan_of(PLAN), "out")
    assert row(matrix, "call").letters("boss") == "C"
    assert row(matrix, "call").letters("lead") == "I"
    assert row(matrix, "full").informed == ("press", "boss")
    assert row(matrix, "search").informed == ()


def test_a_body_outside_with_nobody_to_start_the_playbook_leaves_a_row_without_an_answer():
    plan = plan_of(PLAN.replace("    activation: {full: {when: Alarm, by: lead}}\n", ""))
    matrix = raci_of(plan, "out")
    assert row(matrix, "guard").accountable is None
    assert ("nobody-answers", "guard") in {(one.what, one.row) for one in matrix.flags}


def test_every_row_has_exactly_one_who_answers_and_somebody_who_does():
    for matrix in raci(plan_of(PLAN)):
        for one in matrix.rows:
            letters = "".join(one.letters(column) for column in matrix.columns)
            assert letters.count("A") == 1
            assert "R" in letters


def test_a_role_with_nobody_and_a_person_with_two_roles_are_flagged():
    matrix = raci_of(plan_of(PLAN), "out")
    wording = Wording(plan_of(PLAN))
    told = [wording.flag(matrix, one) for one in matrix.flags]
    assert "Boss: nobody who can be counted on is named for it" in told
    assert "Ann fills Lead and is also named for Press" in told
    assert "Ben fills Press and is also named for Lead" in told
    able = plan_of(PLAN.replace("{name: Ann}", "{name: Ann, roles_at_once: 2}"))
    assert not [one for one in raci_of(able, "out").flags if one.person == "ann"]


def test_the_table_fits_eighty_columns_and_names_every_column():
    text = "\n".join(Wording(plan_of(PLAN)).lines(raci_of(plan_of(PLAN), "out")))
    assert max(map(len, text.splitlines())) <= 80
    assert "   1  Lead" in text
    (line,) = [one for one in text.splitlines() if one.startswith("  Count the people")]
    assert line.split()[3:] == ["·", "R", "A", "·", "·"]
    assert "Look at this" in text


def test_more_roles_than_fit_make_several_tables():
    roles = "\n".join(
        f"  r{number}: {{title: Role {number}, primary: ann}}" for number in range(30)
    )
    tasks = "\n".join(f"        - {{id: t{one}, do: Do {one}, by: r{one}}}" for one in range(30))
    plan = plan_of(
        PLAN.replace("people: {ann", f"{roles}\npeople: {{ann").replace(
            "      respond:\n", f"      respond:\n{tasks}\n"
        )
    )
    text = "\n".join(Wording(plan).lines(raci_of(plan, "out")))
    assert max(map(len, text.splitlines())) <= 80
    assert text.count("  Do 29 ") > 1


def test_csv_is_one_table_in_which_no_cell_begins_a_formula():
    plan = plan_of(PLAN)
    rows = list(csv.DictReader(io.StringIO(Wording(plan).as_csv(raci(plan)))))
    assert [one["task"] for one in rows] == [
        "full", "count", "call", "search", "guard", "pay", "", "",
    ]  # fmt: skip
    assert rows[1]["Press"] == "R"
    assert rows[5]["what"] == "'=1+1"


def test_json_names_its_shape():
    plan = plan_of(PLAN)
    values = Wording(plan).as_json(raci(plan))
    assert values["format"] == "bcp.raci/1"
    assert values["playbooks"][0]["rows"][1]["accountable"] == "boss"


def test_there_is_no_matrix_of_what_is_no_playbook():
    with pytest.raises(KeyError):
        raci_of(plan_of(PLAN), "ring")
