"""The fix of a finding is the line to write, and asks for nothing that is there already."""

from __future__ import annotations

import pytest
from changed_base import Change, findings, fixes, found_by, places
from example_plans import codes, example, run

TELCO_PHONES = ("telco-one.yaml", 'phones: {duty: "+44 20 7946 0320"}')
TELCO_CONTRACT = ("telco-one.yaml", "    contract: {reference: T1-77}\n", "")
AWARENESS_HELD = ("events.yaml", "covered: [awareness]", "covered: [crisis-lead]")


@pytest.mark.parametrize("code", codes())
def test_every_fix_is_a_sentence_without_a_gap(code: str) -> None:
    bad = example(code, "bad")
    for one in run(bad.files, bad.as_of).diagnostics:
        assert one.hint is not None
        for sentence in (one.message.text(), one.hint.text()):
            assert "{{" not in sentence
            assert "Message(" not in sentence
            assert sentence == sentence.strip()
        assert one.hint.text()[:1].isupper()
        assert one.hint.text().endswith((".", "?"))


def test_of_a_supplier_only_the_half_that_is_missing_is_asked_for() -> None:
    (by_day_only,) = fixes("SUP002", (*TELCO_PHONES, 'phones: {work: "+44 20 7946 0320"}'))
    assert "contract" not in by_day_only
    assert fixes("SUP002", TELCO_CONTRACT) == ["Write `contract: {reference: …}` with the number."]


def test_of_a_role_only_the_missing_time_is_asked_for() -> None:
    assert fixes("WEL003", ("floor-lead.yaml", "    rest: 11h\n", "")) == [
        "Write `rest:`, for example 11h."
    ]


def test_what_leaves_a_hazard_or_an_audience_out_is_shown_as_the_line_to_write() -> None:
    cyber = ("plan.yaml", ", hazard: cyber", "")
    media = ("plan.yaml", ", audience: media", "")
    assert "`- {what: …, why: …, hazard: cyber}`" in fixes("RSK006", cyber)[0]
    assert "`- {what: …, why: …, audience: media}`" in fixes("COM001", media)[0]


def test_an_alternate_who_is_the_primary_may_be_deleted_only_when_another_is_left() -> None:
    several = ("director.yaml", "alternates: [c.lind, b.obi]", "alternates: [d.kay, b.obi]")
    alone = (several[0], several[1], "alternates: [d.kay]")
    assert "delete" in fixes("ROL003", several)[0]
    assert "delete" not in fixes("ROL003", alone)[0]


def test_a_team_above_is_proposed_by_its_id() -> None:
    assert fixes("ROL016", ("teams.yaml", "    reports_to: command\n", "")) == [
        "Name under `reports_to:` the team above it: command."
    ]


def test_an_id_of_another_kind_gets_those_that_fit() -> None:
    (fix,) = fixes("REF001", ("risks.yaml", "playbook: keep-answering", "playbook: main-line"))
    assert fix == "Name one of them: keep-answering."


def test_a_skill_spelled_in_another_way_is_recognised() -> None:
    asked = ("ict-lead.yaml", "    trained_in:", "    skills: [telephony]\n    trained_in:")
    alike = ("people.yaml", "    name: Dan Kay", "    name: Dan Kay\n    skills: [telefony]")
    assert any(
        fix == "d.kay has telefony: if that is the skill meant, spell the two alike."
        for fix in fixes("TRN006", asked, alike)
    )


def test_a_course_for_everybody_stays_one_when_a_role_asks_for_it() -> None:
    asked = ("director.yaml", "trained_in: [crisis-lead]", "trained_in: [awareness]")
    assert places("TRN004", asked) == []
    assert places("TRN004", asked, AWARENESS_HELD) == ["awareness"]


def test_an_audience_that_is_called_responders_is_told_to_be_one() -> None:
    slip = ("audiences.yaml", "type: responders", "type: staff")
    (one,) = findings("COM015", slip)
    assert one.place is not None
    assert one.place.id == "crisis-staff"
    assert str(one.hint) == "Write `type: responders` here."


@pytest.mark.parametrize(
    ("code", "change", "sentence"),
    [
        (
            "RSK005",
            ("risks.yaml", "    treatment: reduce\n", ""),
            "the risk line-dead scores 4 and has no treatment; the plan accepts risks below 2",
        ),
        (
            "BIA007",
            ("answer-calls.yaml", "      reputation:\n        - {after: 4h, level: 2}\n", ""),
            "the impact of losing answer-calls is given for one type of harm; two are needed",
        ),
        (
            "ROL004",
            ("duty-lead.yaml", "alternates: [b.obi, c.lind]", "alternates: []"),
            "duty-lead leads the response, and has none of the two successors it needs",
        ),
    ],
)
def test_numbers_stand_in_sentences_as_one_says_them(
    code: str, change: Change, sentence: str
) -> None:
    assert [words for _, words in found_by(code, change)] == [sentence]


def test_what_stands_in_the_fix_alone_does_not_make_it_another_finding() -> None:
    slip = ("risks.yaml", "playbook: keep-answering", "playbook: keep-ansering")
    (one,) = findings("REF001", slip)
    assert dict(one.message.arguments) == {"target": "keep-ansering"}
    assert one.hint is not None
    assert ("near", "keep-answering") in one.hint.arguments
