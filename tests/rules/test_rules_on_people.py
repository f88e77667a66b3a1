"""Rules on roles, risks, processes, suppliers and upkeep: what their examples leave out."""

from __future__ import annotations

import pytest
from changed_base import found_by, places
from example_plans import BASE, read

ROTA = """rotas:
  night-rota:
    title: Nights
    weeks: [d.kay, b.obi]
    starts: 2026-01-05
"""
OF_ONE = ROTA.replace("[d.kay, b.obi]", "[d.kay]")
OF_NOBODY = ROTA.replace("    weeks: [d.kay, b.obi]\n    starts: 2026-01-05\n", "")
KEPT_ELSEWHERE = OF_NOBODY + "    kept: training-log\n"
FROM_ROTA = ("director.yaml", "primary: d.kay\n    alternates: [c.lind, b.obi]", "rota: night-rota")


# ── roles ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rota", [ROTA, KEPT_ELSEWHERE])
def test_a_rota_of_several_stands_for_alternates(rota: str) -> None:
    assert places("ROL003", ("rota.yaml", "", rota), FROM_ROTA) == []
    assert places("ROL002", ("rota.yaml", "", rota), FROM_ROTA) == []


def test_a_rota_of_one_person_leaves_a_critical_role_without_alternate() -> None:
    assert places("ROL003", ("rota.yaml", "", OF_ONE), FROM_ROTA) == ["director.alternates"]


def test_a_rota_without_people_fills_no_role() -> None:
    assert places("ROL002", ("rota.yaml", "", OF_NOBODY), FROM_ROTA) == ["night-rota"]


def test_of_a_rota_that_is_not_declared_nothing_is_said_but_that() -> None:
    assert places("REF001", FROM_ROTA) == ["director.rota"]
    for code in ("ROL002", "ROL003", "ROL004"):
        assert places(code, FROM_ROTA) == []


def test_somebody_without_any_number_is_told_once() -> None:
    bare = (
        "people.yaml",
        '    phones: {work: "+44 20 7946 0303", personal: "+44 7700 900303"}\n',
        "",
    )
    assert places("ROL002", bare) == ["c.lind.phones"]
    assert places("ROL009", bare) == []


def test_a_private_mailbox_is_a_way_without_the_office() -> None:
    mail = (
        "people.yaml",
        'personal: "+44 7700 900303"}\n    mail: {work: c.lind@lantern.example}',
        "}\n    mail: {personal: cara@home.example}",
    )
    assert places("ROL009", mail) == []


def test_of_somebody_without_a_role_no_number_is_asked() -> None:
    visitor = ("guest.yaml", "", "people:\n  e.may:\n    name: Eva May\n")
    for code in ("ROL002", "ROL009", "ROL010"):
        assert places(code, visitor) == []


def test_a_role_file_that_cannot_be_read_does_not_make_functions_missing() -> None:
    broken = ("planner.yaml", "    title: Planner", '    title: "Planner')
    unread = ("planner.yaml", "    cover: always", "    cover: always\n    colour: red")
    for change in (broken, unread):
        assert places("ROL001", change) == []
        assert places("ROL006", change) == []


def test_the_activation_authority_needs_the_power_and_a_successor() -> None:
    powerless = ("duty-lead.yaml", "power: activate, ", "")
    alone = ("duty-lead.yaml", "    alternates: [b.obi, c.lind]\n", "")
    unnamed = ("plan.yaml", "  activated_by: duty-lead\n", "")
    assert places("ROL007", powerless) == ["duty-lead.authority"]
    assert places("ROL007", alone) == ["duty-lead.alternates"]
    assert places("ROL007", unnamed) == ["lantern.activated_by"]


def test_nobody_need_be_allowed_to_close_a_site_where_there_is_none() -> None:
    no_power = ("duty-lead.yaml", "power: close-site, ", "")
    no_sites = [
        (file, "", "") for file, content in read(BASE).items() if content.startswith(b"sites:")
    ]
    assert found_by("ROL006", no_power)[0][1].startswith("no role may close a site")
    assert places("ROL006", no_power, *no_sites) == []


def test_the_sponsor_may_approve_and_so_may_whoever_holds_a_role_at_the_top() -> None:
    for approver in ("director", "board", "a.shaw", "continuity-lead"):
        approved = ("plan.yaml", "approved: {by: director", f"approved: {{by: {approver}")
        assert places("ROL013", approved) == []
    assert places("ROL013", ("plan.yaml", "  sponsor: director\n", "")) == ["lantern.sponsor"]


def test_teams_report_upwards_and_never_in_a_circle() -> None:
    downwards = ("teams.yaml", "reports_to: board", "reports_to: floor")
    # The floor reports to command, so now the two also report to each other.
    assert places("ROL016", downwards) == ["command.reports_to", "floor.reports_to"]
    second = """teams:
  one: {title: One, level: tactical, lead: planner, remit: Plans, reports_to: two}
  two: {title: Two, level: tactical, lead: planner, remit: Plans, reports_to: one}
"""
    assert places("ROL016", ("more.yaml", "", second)) == ["one.reports_to", "two.reports_to"]
    flat = ("teams.yaml", "level: strategic", "level: tactical")
    assert ("lantern", "there is no strategic team") in found_by("ROL016", flat)


# ── risks ──────────────────────────────────────────────────────────────────────────────────────


def test_a_score_must_be_on_the_scale_and_the_scale_must_be_there() -> None:
    assert places("RSK003", ("risks.yaml", "impact: 2", "impact: 0")) == ["line-dead.impact"]
    assert places("RSK003", ("risks.yaml", "    impact: 2\n", "")) == ["line-dead.impact"]
    lists = "    likelihood:\n      - {title: Rare, means: Less than once in ten years}\n"
    lists += "      - {title: Likely, means: Once a year or more}\n"
    lists += "    impact:\n      - {title: Mild, means: Callers wait longer}\n"
    lists += "      - {title: Grave, means: Callers in danger reach nobody}\n"
    assert places("RSK003", ("plan.yaml", "  scales:\n" + lists, "")) == ["lantern.scales"]


def test_what_is_transferred_may_be_controlled_in_words_and_what_is_reduced_may_not() -> None:
    words = ("risks.yaml", "controls: [telephone-lines]", "other_controls: [Insured]")
    assert places("RSK005", words) == ["line-dead.controls"]
    transfer = ("risks.yaml", "treatment: reduce", "treatment: transfer")
    assert places("RSK005", words, transfer) == []


def test_a_risk_within_the_appetite_needs_no_treatment() -> None:
    untreated = ("risks.yaml", "    treatment: reduce\n    controls: [telephone-lines]\n", "")
    mild = ("plan.yaml", "accept_below: 2, high_from: 4", "accept_below: 5, high_from: 5")
    assert places("RSK005", untreated) == ["line-dead.treatment"]
    assert places("RSK005", untreated, mild) == []


def test_without_an_appetite_one_rule_asks_for_it_and_the_others_are_still() -> None:
    none = ("plan.yaml", "  appetite: {accept_below: 2, high_from: 4}\n", "")
    unanswered = ("risks.yaml", "    playbook: keep-answering\n", "")
    assert places("RSK005", none) == ["lantern.appetite"]
    assert places("RSK007", none, unanswered) == []


def test_a_playbook_that_cannot_be_read_may_be_the_one_that_answers() -> None:
    unanswered = ("risks.yaml", "    playbook: keep-answering\n", "")
    unread = ("keep-answering.yaml", "    welfare: Breaks", "    wellfare: Breaks")
    assert places("RSK007", unanswered, unread) == []


def test_a_mistyped_hazard_leaves_nothing_out() -> None:
    slip = ("plan.yaml", "hazard: cyber", "hazard: cybre")
    assert places("RSK006", slip) == ["lantern.exclusions", "lantern.exclusions.10.hazard"]


# ── processes ──────────────────────────────────────────────────────────────────────────────────


def test_every_system_behind_a_redundancy_of_a_critical_process_has_a_required_time() -> None:
    none = ("spare-line.yaml", "{required: 1h, committed: 1h,", "{committed: 1h,")
    uncritical = ("spare-line.yaml", "    critical: true\n", "")
    place, sentence = found_by("BIA003", none, uncritical)[0]
    assert place == "spare-line.restore_time.required"
    assert "answer-calls" in sentence


def test_a_process_without_data_needs_no_recovery_point() -> None:
    none = ("answer-calls.yaml", "    rpo: 24h\n", "    data: false\n")
    assert places("BIA005", none) == []


def test_of_a_routine_process_no_analysis_is_asked() -> None:
    bare = "processes:\n  tidy-up:\n    title: Tidy up\n    tier: routine\n"
    for code in ("BIA002", "BIA003", "BIA005", "BIA006", "BIA007", "BIA008", "BIA013"):
        assert places(code, ("tidy-up.yaml", "", bare)) == []
    important = bare.replace("routine", "important")
    for code in ("BIA006", "BIA007", "BIA008"):
        assert len(places(code, ("tidy-up.yaml", "", important))) == 1


def test_an_owner_is_a_role_or_a_team_and_no_person() -> None:
    for code, file, field in (
        ("BIA013", "answer-calls.yaml", "owner: duty-lead"),
        ("RSK002", "risks.yaml", "owner: ict-lead"),
    ):
        assert len(places(code, (file, field, "owner: d.kay"))) == 1
        assert places(code, (file, field, "owner: command")) == []
        assert places(code, (file, field, "owner: nobody-known")) == []


# ── suppliers ──────────────────────────────────────────────────────────────────────────────────


def test_a_supplier_is_critical_through_whatever_lies_between() -> None:
    change = ("telco-two.yaml", "    critical: true\n", "")
    assert places("SUP001", change) == ["telco-two.critical"]
    unneeded = (
        "answer-calls.yaml",
        "needs: [office, telephone-lines, call-log]",
        "needs: [office]",
    )
    assert places("SUP001", change, unneeded) == []


def test_a_number_by_day_and_one_by_night_are_a_number_for_any_hour() -> None:
    both = (
        "telco-one.yaml",
        'phones: {duty: "+44 20 7946 0320"}',
        'phones: {work: "+44 20 7946 0320", night: "+44 20 7946 0322"}',
    )
    night = (both[0], both[1], 'phones: {night: "+44 20 7946 0322"}')
    assert places("SUP002", both) == []
    assert places("SUP002", night) == ["telco-one.phones"]
    assert places("SUP002", ("telco-one.yaml", "    contract: {reference: T1-77}\n", "")) == [
        "telco-one.contract"
    ]


def test_proof_is_good_on_the_last_day_of_its_year() -> None:
    last_day = ("telco-one.yaml", "on: 2026-04-01", "on: 2025-11-16")
    assert places("SUP003", last_day) == []


# ── upkeep ─────────────────────────────────────────────────────────────────────────────────────


def test_the_stricter_of_the_plans_interval_and_a_year_counts() -> None:
    monthly = (
        "plan.yaml",
        "every: 12 months, last: 2026-06-01",
        "every: 1 month, last: 2026-10-15",
    )
    lax = ("plan.yaml", "every: 12 months, last: 2026-06-01", "every: 36 months, last: 2025-11-01")
    assert "was due on 2026-11-15" in found_by("MNT002", monthly)[0][1]
    assert "was due on 2026-11-01" in found_by("MNT002", lax)[0][1]


def test_somebody_who_left_is_found_as_primary_and_on_a_rota_too() -> None:
    gone = (
        "people.yaml",
        "  d.kay:\n    name: Dan Kay",
        "  d.kay:\n    status: left\n    name: Dan Kay",
    )
    found = places("MNT016", gone, ("rota.yaml", "", ROTA))
    assert "director.primary" in found
    assert "floor-lead.alternates.0" in found
    assert "night-rota.weeks.0" in found
    assert all(place != "d.kay.phones" for place in places("ROL009", gone))


def test_a_member_of_the_strategic_team_is_the_top_when_results_are_told() -> None:
    told = "told: [director]"
    for who in ("director", "d.kay"):
        assert places("EXR019", ("events.yaml", told, f"told: [{who}]")) == []
    assert places("EXR019", ("events.yaml", told, "told: [floor-lead]")) != []
