"""Three clients of one contact centre: three plans that share houses, people and systems.

What is looked at here is what a client's auditor would ask the officer of such a company: does each
plan stand on its own, does what is shared hold in each of them, does no client read of another, and
what happens to all three when one shared thing is gone.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bcp.cli.main import run
from bcp.cli.plans import readable_plan
from bcp.graph.what_if.what_if import what_if
from bcp.model.communication import Notification
from bcp.model.people import Organisation
from bcp.model.resources import Process
from bcp.plan import Plan

REPOSITORY = Path(__file__).parents[2]
OUTSOURCER = REPOSITORY / "plans" / "outsourcer"
SHARED = OUTSOURCER / "shared"
DAY = "2026-11-16"

# A programme's folder, the id of its plan, and the client's name.
PROGRAMMES = {
    "bank": ("halmbach-programme", "Halmbach"),
    "airline": ("skerry-programme", "Skerry"),
    "energy": ("mardle-programme", "Mardle"),
}

# The one company that is a client of one programme and a supplier to all: its electricity reaches
# Bristol. The others may read that it is the supplier, and in these objects alone.
SUPPLIER_TOO = {"mardle-supply", "mardle-grid"}

# What the shared folder asks each programme to declare, as its roles.yaml says in a comment.
ASKED_FOR = {
    "roles": {"programme-lead", "floor-lead", "client-liaison"},
    "teams": {"floor"},
    "procedures": {"shed-queues", "calls-by-hand"},
    "messages": {
        "announce-trouble",
        "announce-busy",
        "client-first",
        "client-update",
        "client-close",
    },
    "levers": {"stop-side-work", "pool-in", "call-partner"},
    "records": {"client-contacts"},
}

Asked = Callable[..., Any]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Asked:
    """Call a command with ``--format json`` and give what it answers; the exit code must be 0."""

    def call(*arguments: object) -> Any:
        code = run([*(str(one) for one in arguments), "--format", "json"])
        captured = capsys.readouterr()
        assert code == 0, captured.out + captured.err
        return json.loads(captured.out)

    return call


@cache
def _kinds(folder: Path) -> dict[str, dict[str, Any]]:
    """All objects below a folder by kind and id, as a plain reader of YAML sees them."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(folder.glob("*.yaml")):
        for kind, objects in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if isinstance(objects, dict) and kind != "plan":
                found.setdefault(kind, {}).update(objects)
    return found


def _words(value: Any) -> Iterator[str]:
    """Every text inside a value; keys are words of the language or ids, and are left out."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _words(one)
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, str):
        yield value


@cache
def _plan(programme: str) -> Plan:
    return readable_plan(OUTSOURCER / programme).loaded.plan


def _without(lost: str, programme: str) -> dict[str, str]:
    """How each process of a programme fares when something is lost: by id, the outcome."""
    answer = what_if(_plan(programme), [lost])
    return {one.process: one.outcome for one in answer.processes}


# ── each plan stands on its own ────────────────────────────────────────────────────────────────


def test_a_folder_of_plans_has_three_programmes_and_the_shared_folder_is_none(ask: Asked) -> None:
    answer = ask("check", OUTSOURCER, "--as-of", DAY)
    assert {one["plan"] for one in answer["plans"]} == {plan for plan, _ in PROGRAMMES.values()}


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_each_programme_alone_has_no_finding(programme: str, ask: Asked) -> None:
    answer = ask("check", OUTSOURCER / programme, "--as-of", DAY, "--fail-on", "info")
    (plan,) = answer["plans"]
    assert plan["diagnostics"] == []
    assert plan["waived"] == []


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_each_programme_declares_what_the_shared_folder_asks_for(programme: str) -> None:
    own, shared = _kinds(OUTSOURCER / programme), _kinds(SHARED)
    for kind, ids in ASKED_FOR.items():
        assert ids <= own[kind].keys()
        assert not ids & shared.get(kind, {}).keys()


@pytest.mark.parametrize(
    ("kind", "asked"), [(k, i) for k, ids in ASKED_FOR.items() for i in sorted(ids)]
)
def test_what_the_shared_folder_asks_for_is_used_there(kind: str, asked: str) -> None:
    used = {word for objects in _kinds(SHARED).values() for word in _words(objects)}
    assert asked in used, f"nothing shared refers to {kind} {asked} any more"


# ── no client reads of another ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_no_client_reads_the_name_of_another(programme: str) -> None:
    others = re.compile(
        "|".join(name for other, (_, name) in PROGRAMMES.items() if other != programme)
    )
    for folder in (SHARED, OUTSOURCER / programme):
        for kind, objects in _kinds(folder).items():
            for name, value in objects.items():
                told = [word for word in _words(value) if others.search(word)]
                assert not told or name in SUPPLIER_TOO, f"{kind} {name}: {told}"


def test_the_company_that_is_client_and_supplier_has_two_entries_with_two_numbers() -> None:
    supplier = _kinds(SHARED)["suppliers"]["mardle-supply"]
    client = _kinds(OUTSOURCER / "energy")["organisations"]["mardle-energy"]

    assert client["type"] == "client"
    assert not {supplier["phones"]["duty"]} & set(client["phones"].values())
    assert supplier["contract"]["reference"] != client["reference_to_quote"]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_no_form_of_ours_has_a_line_for_a_card_number(programme: str) -> None:
    for form in _kinds(OUTSOURCER / programme)["forms"].values():
        assert not [f for f in form["fields"] if "card" in f["id"] or "card" in f["title"].lower()]


# ── one company under three plans ──────────────────────────────────────────────────────────────


def test_each_agent_is_counted_in_one_programme_and_they_are_350() -> None:
    counts = {
        programme: sum(
            group["count"]
            for queue in _kinds(OUTSOURCER / programme)["queues"].values()
            for group in queue["agents"]
        )
        for programme in PROGRAMMES
    }
    assert counts == {"bank": 110, "airline": 130, "energy": 110}


def test_one_duty_manager_activates_all_three_plans() -> None:
    """Three activators could each take the whole pool: that was July's lesson."""
    for programme in PROGRAMMES:
        header = yaml.safe_load((OUTSOURCER / programme / "plan.yaml").read_text("utf-8"))["plan"]
        assert header["activated_by"] == "duty-manager"
    may = _kinds(SHARED)["roles"]["duty-manager"]["authority"]
    assert [one["power"] for one in may].count("activate") == 1


def test_minimums_of_all_programmes_together_fit_what_is_left_of_the_telephones() -> None:
    """They share what one house has, at an hour at which each needs its minimum."""
    least = sum(
        max(one["agents"] for one in queue["minimum"])
        for programme in PROGRAMMES
        for queue in _kinds(OUTSOURCER / programme)["queues"].values()
        if queue["channel"] == "voice"
    )
    lines = _kinds(SHARED)["systems"]
    there = [
        lines[f"{house}-emergency-lines"]["capacity"]["amount"] for house in ("hamburg", "bristol")
    ]
    assert least <= min(there)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_no_programme_counts_on_more_of_the_partner_than_there_is(programme: str) -> None:
    places = _kinds(SHARED)["suppliers"]["alder-contact"]["capacity"]["amount"]
    asked = [
        queue["overflow"]["capacity"]
        for queue in _kinds(OUTSOURCER / programme)["queues"].values()
        if "overflow" in queue
    ]
    assert sum(asked) <= places


def test_all_programmes_together_count_on_more_of_the_partner_than_there_is() -> None:
    """Which is why somebody divides: without it the order in “Share the pool” may go."""
    places = _kinds(SHARED)["suppliers"]["alder-contact"]["capacity"]["amount"]
    asked = sum(
        queue["overflow"]["capacity"]
        for programme in PROGRAMMES
        for queue in _kinds(OUTSOURCER / programme)["queues"].values()
        if "overflow" in queue
    )
    assert asked > places


def test_the_pool_holds_as_many_as_the_duty_manager_is_told() -> None:
    pool, pool_lead = _kinds(SHARED)["teams"]["flex-pool"], _kinds(SHARED)["roles"]["pool-lead"]
    assert pool["capacity"] == {"amount": 24, "unit": "agents"}
    assert "24 agents" in pool["remit"]
    assert "24 agents" in pool_lead["purpose"]


# ── what a client is owed ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_process_is_back_before_the_client_is_owed_for_it(programme: str) -> None:
    plan = _plan(programme)
    owed = [one for client in plan.of(Organisation) for one in client.commitments]
    assert len(owed) == 2, "of each client's contract, the two lines that have a time in it"
    for one in owed:
        process = plan.find(one.process, Process)
        assert process is not None
        assert process.rto is not None
        assert process.rto <= one.within


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_notice_that_is_owed_goes_to_the_client_to_whom_it_is_owed(programme: str) -> None:
    plan = _plan(programme)
    owed = [
        (client.id, one.notice) for client in plan.of(Organisation) for one in client.commitments
    ]
    notices = [(to, plan.find(notice, Notification)) for to, notice in owed if notice is not None]
    assert notices
    for to, notice in notices:
        assert notice is not None
        assert notice.organisation == to


# ── when something shared is lost ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize(
    "lost", ["hamburg", "bristol", "voice-platform", "planwell-cloud", "mardle-grid", "thornlink"]
)
def test_no_shared_loss_stops_a_process_of_any_programme(programme: str, lost: str) -> None:
    assert "stops" not in _without(lost, programme).values()


def test_the_grid_takes_the_energy_clients_screens_and_leaves_the_others_alone() -> None:
    assert _without("mardle-grid", "energy")["power-cuts"] == "minimum"
    assert _without("mardle-grid", "bank")["card-blocking"] == "goes-on"
    assert _without("mardle-grid", "airline")["rebooking"] == "goes-on"


@pytest.mark.parametrize(
    ("programme", "theirs", "process"),
    [
        ("bank", "halmbach-it", "card-blocking"),
        ("airline", "gull-bookings", "assistance"),
        ("energy", "mardle-it", "power-cuts"),
    ],
)
def test_a_client_whose_own_system_fails_is_still_served(
    programme: str, theirs: str, process: str
) -> None:
    assert _without(theirs, programme)[process] == "minimum"


# ── what was tried ─────────────────────────────────────────────────────────────────────────────


def test_the_drill_of_the_bank_plays_from_its_answers_and_shows_the_forgotten_relief(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = OUTSOURCER / "bank"
    answers = plan / "drills" / "answers-bank-desk-tabletop.yaml"

    code = run(
        [
            *("drill", "run", "bank-desk-tabletop", "--plan", str(plan)),
            *("--no-input", "--answers", str(answers), "--out", str(tmp_path)),
        ]
    )

    told = capsys.readouterr().out
    assert code == 1, "an objective was not met, and that is what the improvement is for"
    assert "bank-systems-down.tasks.relief-said" in told


@pytest.mark.parametrize("programme", ["airline", "energy"])
def test_the_drill_of_each_programme_has_a_script(programme: str, ask: Asked) -> None:
    script = ask("drill", "script", f"{programme}-tabletop", "--plan", OUTSOURCER / programme)
    musts = [one["id"] for one in script["actions"] if one["must"]]
    assert len(musts) >= 5


# ── what is shared is looked at in each plan that uses it ──────────────────────────────────────


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The three plans in a repository of their own, to make mistakes in."""
    (tmp_path / ".git").mkdir()
    shutil.copytree(OUTSOURCER, tmp_path / "outsourcer")
    return tmp_path / "outsourcer"


def _checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = run(["check", str(folder), "--as-of", DAY])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_a_fault_in_a_shared_file_is_told_for_each_programme(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied / "shared" / "roles.yaml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("alternates: [i.melnyk", "alternates: [").replace("[v.roth]", "[]")
    )

    for programme in PROGRAMMES:
        code, told = _checked(copied / programme, capsys)
        assert code == 1
        assert "roles.yaml" in told
        assert "continuity-lead" in told


def test_a_fault_in_a_shared_file_is_told_once_for_the_company(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied / "shared" / "sites.yaml"
    file.write_text(file.read_text("utf-8").replace("    address:", "    adress:"))

    code, told = _checked(copied, capsys)

    assert code == 1
    assert told.count("there is no field `adress` here") == 3, "two houses and the homes"
    assert told.count("in skerry-programme, halmbach-programme, mardle-programme") == 3
    assert told.endswith("3 plans: 3 errors\n")


def test_the_plans_work_where_there_is_no_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unpacked from a release, or copied on a stick for the red box."""
    shutil.copytree(OUTSOURCER, tmp_path / "stick")
    code, told = _checked(tmp_path / "stick", capsys)
    assert (code, told.splitlines()[-1]) == (0, "3 plans: no finding")


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_shared_thing_takes_part_in_every_programme(programme: str) -> None:
    """What one client alone needs is in that client's folder; so nothing goes unjudged here."""
    plan = _plan(programme)
    assert len(plan.shared) > 200
    assert plan.idle == frozenset()


def test_the_carrier_of_one_house_does_not_trouble_the_others(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied / "shared" / "leeds.yaml").write_text(
        "suppliers:\n  far-carrier: {title: Carrier, service: Lines in Leeds, critical: true}\n"
        "systems:\n  far-lines: {title: Lines, type: telephony, supplier: far-carrier}\n"
    )
    file = copied / "energy" / "processes.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("    needs: [", "    needs: [far-lines, ", 1))

    for programme, code in (("bank", 0), ("airline", 0), ("energy", 1)):
        found, told = _checked(copied / programme, capsys)
        assert found == code, told
        assert ("2 of them shared and not used here" in told) is (code == 0)


def test_a_folder_that_is_not_there_is_one_fault_and_not_hundreds(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(copied / "shared")

    code, told = _checked(copied / "bank", capsys)

    assert code == 1
    assert "../shared" in told
    assert told.count("REF001") <= 1


def test_what_the_shared_folder_asks_for_and_a_programme_lacks_is_named(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied / "bank" / "roles.yaml"
    file.write_text(file.read_text("utf-8").replace("  client-liaison:", "  bank-liaison:"))

    code, told = _checked(copied / "bank", capsys)

    assert code == 1
    assert "../shared refers to client-liaison in" in told
    assert "shared/playbooks.yaml\n" not in told, "it is this plan that lacks it"
    assert _checked(copied / "airline", capsys)[0] == 0


def test_an_id_that_the_shared_folder_has_cannot_be_taken_again(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied / "bank" / "more.yaml").write_text("sites:\n  hamburg:\n    title: Our own\n")

    code, told = _checked(copied / "bank", capsys)

    assert code == 1
    assert "REF003" in told
    assert "more.yaml" in told
    assert "sites.yaml" in told


def test_a_change_to_a_shared_file_is_seen_at_the_next_check(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is kept of a check for next time must know the shared files too."""
    assert _checked(copied / "energy", capsys)[0] == 0
    file = copied / "shared" / "suppliers.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("    contract: {reference: AC-2025-08, ends: 2027-08-31}\n", ""))

    code, told = _checked(copied / "energy", capsys)

    assert code == 1
    assert "alder-contact" in told
