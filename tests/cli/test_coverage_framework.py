"""``bcp coverage --framework``: the evidence for each clause, for people and for programs."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest

from bcp.cli.language import words_in
from bcp.cli.main import run
from bcp.cli.plans import readable_plan
from bcp.coverage.evidence import evidence
from bcp.engine import check
from bcp.frameworks.shipped import framework, names
from bcp.report.evidence import Shown, lines
from bcp.report.text import Style

REPOSITORY = Path(__file__).parents[2]
NORTHLINE = REPOSITORY / "plans" / "northline"
HROMADA = REPOSITORY / "plans" / "hromada"
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


# ---- in Ukrainian ------------------------------------------------------------------------------

IN_UKRAINIAN = ("--framework", "iso22301", *ON, "--lang", "uk")


def test_the_evidence_is_told_in_ukrainian(call, gappy):
    told = call("coverage", gappy, *IN_UKRAINIAN).out
    first = told.splitlines()
    assert first[0].endswith(": докази щодо ISO 22301:2019 зі зміною 1:2024")
    assert re.fullmatch(
        r"39 пунктів станом на 2026-11-16 – доведено: \d+, частково: \d+, прогалина: \d+, "
        r"не вимагається: \d+, засвідчити: 12",
        first[1],
    )
    assert "8.4.2  частково  Команди, чиї ролі та взаємини ясні" in told
    assert re.search(r"із зауваженнями: ROL003, 1 зауваження \(\d+ критичн\w+ рол\w+\)\n", told)
    assert "director.yaml:7: особа d.kay – основна на роль director" in told
    assert "виняток: SUP004 до 2026-12-31 за винятком slow-line, " in told
    assert "підтвердити: Вище керівництво бере участь і дає безперервності" in told


def test_what_a_bare_plan_lacks_is_told_in_ukrainian(call, tmp_path):
    (tmp_path / "plan.yaml").write_text("bcp: 1\nplan: {id: bare, title: Голий}\n")
    told = call("coverage", tmp_path, "--framework", "nist-800-34", *ON, "--lang", "uk").out
    assert told.startswith("Голий: докази щодо NIST SP 800-34, редакція 1\n")
    assert "нема чого перевіряти: BIA004, немає процесів із RTO і MTPD" in told
    assert (
        "ще не вимагається: BIA002, BIA005, BIA021 "
        "(від рівня зрілості operating; у плану – start)" in told
    )
    assert "не вимагається: CTC013 (з пакета health; план не називає `sector`)" in told


IDS = (
    "`sector`",
    "`sector: municipal`",
    "contact-centre",
    "health",
    "operating",
    "audited",
    "start",
)
"""What stands in plans as it is, in every language."""


@pytest.mark.parametrize("name", names())
def test_no_english_word_is_left_but_ids(call, name, tmp_path):
    (tmp_path / "plan.yaml").write_text("bcp: 1\nplan: {id: bare, title: Голий}\n")
    for folder in (HROMADA, tmp_path):
        told = call("coverage", folder, "--framework", name, *ON, "--lang", "uk").out
        for word in ("ISO", "NIST SP", "RTO", "MTPD", *IDS):
            told = told.replace(word, "")
        told = re.sub(
            r"\b[A-Z]{3}\d{3}\b|^App [A-Z]|\([PSG]\)| [PSG]:|\S+\.yaml:\d+",
            "",
            told,
            flags=re.MULTILINE,
        )
        assert re.findall(r".*[A-Za-z].*", told) == []


def test_the_person_at_the_terminal_is_answered_in_their_language(call, monkeypatch):
    monkeypatch.setenv("BCP_LANG", "uk")
    asked = ("coverage", HROMADA, "--framework", "nist-800-34", *ON)
    assert "докази щодо NIST" in call(*asked).out
    assert "evidence for NIST" in call(*asked, "--lang", "en").out


def test_what_programs_read_follows_the_language_asked_for_alone(call, monkeypatch):
    asked = ("coverage", NORTHLINE, "--framework", "iso22301", *ON, "--format", "json")
    english = call(*asked).out
    monkeypatch.setenv("BCP_LANG", "uk")
    assert call(*asked).out == english
    told = json.loads(call(*asked, "--lang", "uk").out)
    assert told["framework"]["title"] == "ISO 22301:2019 зі зміною 1:2024"
    before = json.loads(english)
    (plan,), (same,) = told["plans"], before["plans"]
    assert plan["counts"] == same["counts"]
    one, other = (
        next(clause for clause in it["clauses"] if clause["id"] == "8.4.2") for it in (plan, same)
    )
    assert one["asks"].startswith("Команди, чиї ролі")
    assert one["status"] == other["status"]
    assert [rule["state"] for rule in one["rules"]] == [rule["state"] for rule in other["rules"]]
    assert {rule["looks_at"] for rule in one["rules"] if rule["code"] == "ROL016"} == {"команди"}


def test_a_narrow_terminal_breaks_every_line_in_ukrainian():
    day = dt.date(2026, 11, 16)
    loaded = readable_plan(HROMADA).loaded
    one = framework("iso22301", "uk")
    result = check(loaded.plan, loaded.where.span, day)
    shown = Shown("hromada", "Громада", evidence(one, result, loaded.plan, day))
    words = words_in("uk")
    assert max(map(len, lines(one, shown, day, Style(width=40, translate=words)))) <= 40
    painted = "\n".join(lines(one, shown, day, Style(colour=True, translate=words)))
    assert "\033[32mдоведено\033[0m" in painted
    assert "\033[36mзасвідчити\033[0m" in painted
