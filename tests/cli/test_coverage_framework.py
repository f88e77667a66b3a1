"""``bcp coverage --framework``: the evidence for each clause, for people and for programs."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from bcp.cli.main import run
from bcp.cli.plans import readable_plan
from bcp.coverage.evidence import evidence
from bcp.engine import check
from bcp.frameworks.shipped import framework, names
from bcp.report.evidence import Shown, lines
from bcp.report.text import Style

REPOSITORY = Path(__file__).parents[2]
NORTHLINE = REPOSITORY / "plans" / "northline"
ON = ("--as-of", "2026-11-16")


@pytest.fixture
def gappy(lantern: Path, tmp_path: Path) -> Path:
    """The small plan with a deputy who is the director, and a waived supplier."""
    folder = tmp_path / "gappy"
    shutil.copytree(lantern, folder)
    for example in ("ROL003", "SUP004"):
        for file in (REPOSITORY / "tests" / "rules" / example / "bad").iterdir():
            shutil.copy(file, folder / file.name)
    (folder / "waivers.yaml").write_text(
        "waivers:\n  slow-line:\n    rule: SUP004\n    on: telco-one\n    reason: It is in talks\n"
        "    approved_by: board\n    until: 2026-12-31\n"
    )
    return folder


def clauses(call, folder: Path, name: str = "iso22301") -> dict[str, dict]:
    answer = call("coverage", folder, "--framework", name, *ON, "--format", "json")
    assert answer.code == 0, answer.err
    told = json.loads(answer.out)
    assert told["format"] == "bcp.evidence/1"
    return {one["id"]: one for one in told["plans"][0]["clauses"]}


def test_the_answer_begins_with_the_counts_and_how_sure_they_are(call):
    answer = call("coverage", NORTHLINE, "--framework", "iso22301", *ON)
    assert answer.code == 0
    first = answer.out.splitlines()
    assert first[0] == "Northline customer contact: evidence for ISO 22301:2019 with Amd 1:2024"
    assert first[1].startswith("39 clauses on 2026-11-16: ")
    assert "at its weakest G: from general knowledge" in answer.out
    assert "at its weakest P" in call("coverage", NORTHLINE, "--framework", "nist-800-34", *ON).out


@pytest.mark.parametrize("name", names())
def test_no_plan_is_ever_called_compliant(call, name):
    out = call("coverage", NORTHLINE, "--framework", name, *ON).out
    out += call("coverage", NORTHLINE, "--framework", name, *ON, "--format", "json").out
    assert "complian" not in out.lower()
    assert "certif" not in out.lower()


@pytest.mark.parametrize("name", names())
def test_the_counts_are_those_of_the_clauses(call, name):
    answer = call("coverage", NORTHLINE, "--framework", name, *ON, "--format", "json")
    (plan,) = json.loads(answer.out)["plans"]
    statuses = [one["status"] for one in plan["clauses"]]
    assert plan["counts"] == {
        one: statuses.count(one) for one in ("evidenced", "partial", "gap", "not-asked", "attest")
    }
    assert plan["counts"]["evidenced"] > 10


def test_evidence_names_the_rules_and_how_much_they_looked_at(call):
    one = clauses(call, NORTHLINE)["8.4.2"]
    assert one["status"] == "evidenced"
    rules = {rule["code"]: rule for rule in one["rules"]}
    assert (rules["ROL016"]["state"], rules["ROL016"]["looks_at"]) == ("clean", "teams")
    assert rules["ROL016"]["seen"] == 4
    assert "ROL016 (4 teams)" in call("coverage", NORTHLINE, "--framework", "iso22301", *ON).out


def test_a_finding_behind_a_clause_is_told_with_file_and_line(call, gappy):
    one = clauses(call, gappy)["8.4.2"]
    assert one["status"] == "partial"
    (rule,) = [rule for rule in one["rules"] if rule["code"] == "ROL003"]
    (finding,) = rule["findings"]
    assert rule["state"] == "reports"
    assert (finding["file"], finding["line"]) == (f"{gappy.as_posix()}/director.yaml", 7)
    text = call("coverage", gappy, "--framework", "iso22301", *ON).out
    assert f"{gappy.as_posix()}/director.yaml:7: " in text
    assert "reports: ROL003, 1 finding" in text


def test_a_waived_finding_is_listed_with_its_waiver_and_end(call, gappy):
    one = clauses(call, gappy)["8.3.4"]
    assert one["status"] == "partial"
    (rule,) = [rule for rule in one["rules"] if rule["code"] == "SUP004"]
    (waived,) = rule["waived"]
    assert rule["state"] == "waived"
    assert (waived["waiver"], waived["until"]) == ("slow-line", "2026-12-31")
    text = call("coverage", gappy, "--framework", "iso22301", *ON).out
    assert "waived: SUP004 until 2026-12-31 by slow-line, " in text


def test_what_a_person_must_confirm_is_told(call):
    one = clauses(call, NORTHLINE)["9.2"]
    assert (one["status"], one["rules"]) == ("attest", [])
    text = call("coverage", NORTHLINE, "--framework", "iso22301", *ON).out
    assert f"to confirm: {one['attest'][0]}" in text


def test_rules_that_the_plan_is_not_asked_are_told_with_the_reason(call, tmp_path):
    (tmp_path / "plan.yaml").write_text("bcp: 1\nplan: {id: bare, title: Bare}\n")
    text = call("coverage", tmp_path, "--framework", "nist-800-34", *ON).out
    assert "0 evidenced, 0 partial" in text
    assert (
        "not asked yet: BIA002, BIA005, BIA021 (from maturity operating on; the plan is at start)"
        in text
    )
    assert "not asked: CTC013 (of the pack health; the plan names no `sector`)" in text
    assert "3.3  not asked  " in text
    assert "did not run" not in text
    assert "nothing to look at: BIA004, no process with RTO and MTPD" in text


def test_several_plans_are_told_one_after_the_other(call, lantern):
    both = ("coverage", NORTHLINE, lantern, "--framework", "iso22301", *ON)
    told = json.loads(call(*both, "--format", "json").out)
    assert [one["plan"] for one in told["plans"]] == ["northline", "lantern"]
    text = call(*both).out
    assert text.index("Northline customer contact") < text.index("Lantern helpline")


def test_the_same_call_gives_the_same_bytes(call):
    first, second = (
        call("coverage", NORTHLINE, "--framework", "iso22301", *ON, "--format", "json")
        for _ in range(2)
    )
    assert first == second


def test_an_unknown_framework_ends_with_the_nearest_name(call):
    answer = call("coverage", NORTHLINE, "--framework", "iso22031")
    assert (answer.code, answer.out) == (2, "")
    assert "there is no framework “iso22031”" in answer.err
    assert "did you mean iso22301?" in answer.err


def test_a_plan_that_cannot_be_read_whole_gives_no_evidence(call, faulty):
    answer = call("coverage", faulty, "--framework", "iso22301")
    assert (answer.code, answer.out) == (2, "")
    assert "cannot be read whole" in answer.err


def test_without_a_framework_the_matrices_are_shown_as_before(call):
    told = json.loads(call("coverage", NORTHLINE, *ON, "--format", "json").out)
    assert told["format"] == "bcp.coverage/1"


def test_the_help_names_every_framework(capsys):
    run(["coverage", "--help"])
    told = capsys.readouterr().out
    for name in names():
        assert name in told


def test_a_narrow_terminal_breaks_every_line():
    day = dt.date(2026, 11, 16)
    loaded = readable_plan(NORTHLINE).loaded
    one = framework("iso22301")
    result = check(loaded.plan, loaded.where.span, day)
    shown = Shown("northline", "Northline", evidence(one, result, loaded.plan, day))
    told = list(lines(one, shown, day, Style(width=40)))
    assert max(map(len, told)) <= 40
    painted = "\n".join(lines(one, shown, day, Style(colour=True)))
    assert "\033[32mevidenced\033[0m" in painted
    assert "\033[36mattest\033[0m" in painted
