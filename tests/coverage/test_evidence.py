"""What counts as evidence for a clause, and what does not."""

from __future__ import annotations

import dataclasses
import re

import pytest
from example_plans import BASE, DAY, example, read

from bcp.coverage.evidence import ClauseEvidence, evidence
from bcp.coverage.subjects import subject_of
from bcp.engine import check
from bcp.files import Tree
from bcp.frameworks import Clause, Framework
from bcp.frameworks.shipped import framework, names
from bcp.i18n import translator
from bcp.loader import Loaded, load
from bcp.rules.catalogue import catalogue
from bcp.rules.rule import Context

MAPPED = sorted(
    {code for name in names() for clause in framework(name).clauses for code in clause.shown_by}
)
WAIVER = b"""\
waivers:
  second-man:
    rule: ROL003
    on: director
    reason: A second deputy starts in December
    approved_by: board
    until: 2026-12-31
"""


def loaded(files: dict[str, bytes]) -> Loaded:
    found = load(Tree(None, dict(sorted(files.items()))))
    assert found.readable
    return found


def shown(files: dict[str, bytes], *codes: str, attest: tuple[str, ...] = (), **how):
    """The evidence of a plan for one clause that these rules show."""
    clause = Clause("1", "Somebody stands in.", codes, attest, "P")
    plan = loaded(files)
    result = check(plan.plan, plan.where.span, DAY, **how)
    small = Framework("small", "Small", "SMALL", (clause,))
    (one,) = evidence(small, result, plan.plan, DAY)
    return one


def states(one: ClauseEvidence) -> dict[str, str]:
    return {rule.code: rule.state for rule in one.rules}


def lantern(**changed: bytes) -> dict[str, bytes]:
    """The base plan with files laid over it, named without their suffix."""
    return {**read(BASE), **{f"{name}.yaml": content for name, content in changed.items()}}


def header(**more: str) -> dict[str, bytes]:
    lines = "".join(f"  {key}: {value}\n" for key, value in more.items())
    return {"plan.yaml": f"bcp: 1\nplan:\n  id: bare\n  title: Bare\n{lines}".encode()}


NO_STAND_IN = example("ROL003", "bad").files


# ---- statuses ---------------------------------------------------------------------------------


def test_a_clause_is_evidenced_when_every_rule_looked_at_something_and_is_silent():
    one = shown(lantern(), "ROL002", "ROL003")
    assert one.status == "evidenced"
    assert states(one) == {"ROL002": "clean", "ROL003": "clean"}
    assert all(rule.seen > 0 for rule in one.rules)


def test_one_rule_that_reports_among_clean_ones_makes_it_partial_with_the_place():
    one = shown(NO_STAND_IN, "ROL002", "ROL003")
    assert one.status == "partial"
    assert states(one) == {"ROL002": "clean", "ROL003": "reports"}
    (rule,) = one.of("reports")
    (finding,) = rule.findings
    assert (finding.span.file, finding.span.line) == ("director.yaml", 7)


def test_it_is_a_gap_when_no_rule_is_clean():
    assert shown(NO_STAND_IN, "ROL003").status == "gap"


def test_a_rule_that_is_silent_for_want_of_anything_to_look_at_is_no_evidence():
    bare = header(maturity="operating")
    one = shown(bare, "BIA002", "ROL003")
    assert one.status == "gap"
    assert states(one) == {"BIA002": "nothing", "ROL003": "nothing"}
    assert [rule.findings for rule in one.rules] == [(), ()]


def test_processes_that_are_not_critical_are_nothing_to_a_rule_on_critical_ones():
    process = b"processes:\n  file-post:\n    title: File post\n    tier: routine\n"
    one = shown({**header(maturity="operating"), "processes.yaml": process}, "BIA002")
    assert (one.status, states(one)) == ("gap", {"BIA002": "nothing"})


def test_clean_rules_beside_one_with_nothing_to_look_at_are_partial():
    one = shown(lantern(), "ROL003", "TRN006")
    assert (one.status, states(one)) == ("partial", {"ROL003": "clean", "TRN006": "nothing"})


def test_a_waived_finding_is_listed_and_makes_a_clause_partial():
    one = shown({**NO_STAND_IN, "waivers.yaml": WAIVER}, "ROL002", "ROL003")
    assert one.status == "partial"
    (rule,) = one.of("waived")
    assert [it.waiver.id for it in rule.waived] == ["second-man"]
    assert rule.findings == ()


def test_a_clause_with_a_waived_finding_alone_is_partial_and_never_evidenced():
    assert shown({**NO_STAND_IN, "waivers.yaml": WAIVER}, "ROL003").status == "partial"


def test_a_clause_that_no_rule_shows_is_for_a_person_to_attest():
    one = shown(lantern(), attest=("The means are there.",))
    assert (one.status, one.rules) == ("attest", ())


# ---- rules that did not run ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "code", "state", "why"),
    [
        ({"maturity": "start"}, "BIA002", "not-yet", "from maturity operating on; the plan is at"),
        ({"maturity": "operating"}, "MNT010", "not-yet", "from maturity audited on"),
        ({"maturity": "audited"}, "CTC006", "not-asked", "contact-centre; the plan names no"),
        (
            {"maturity": "audited", "sector": "contact-centre"},
            "CTC013",
            "not-asked",
            "of the pack health; the plan has `sector: contact-centre`",
        ),
        # Of another line of work first: a later maturity would not bring it.
        ({"maturity": "start"}, "CTC006", "not-asked", "of the pack contact-centre"),
    ],
)
def test_a_clause_of_which_the_plan_is_asked_nothing_is_no_gap_and_no_evidence(
    more, code, state, why
):
    one = shown(header(**more), code)
    assert (one.status, states(one)) == ("not-asked", {code: state})
    assert why in one.rules[0].why.text()


def at(maturity: str, sector: str) -> dict[str, bytes]:
    """The base plan as one of another maturity and line of work."""
    plan = read(BASE)["plan.yaml"].decode()
    for old, new in (("maturity: audited", maturity), ("sector: health-line", sector)):
        assert old in plan
        plan = plan.replace(old, f"{old.partition(':')[0]}: {new}")
    return lantern(plan=plan.encode())


def test_a_rule_of_another_line_of_work_is_left_aside():
    one = shown(at("audited", "contact-centre"), "ROL003", "CTC013")
    assert (one.status, states(one)) == ("evidenced", {"ROL003": "clean", "CTC013": "not-asked"})
    assert shown(at("audited", "health-line"), "ROL003", "CTC013").status == "evidenced"


def test_who_aims_at_less_does_not_show_more():
    one = shown(at("start", "health-line"), "ROL003", "MNT010")
    assert (one.status, states(one)) == ("partial", {"ROL003": "clean", "MNT010": "not-yet"})
    assert shown(at("audited", "health-line"), "ROL003", "MNT010").status == "evidenced"


def test_a_gap_stays_one_beside_rules_that_are_not_asked():
    one = shown(header(maturity="start"), "ROL003", "BIA002", "CTC006")
    assert one.status == "gap"
    assert states(one) == {"ROL003": "nothing", "BIA002": "not-yet", "CTC006": "not-asked"}


def test_a_rule_that_this_check_left_out_is_no_evidence():
    one = shown(lantern(), "ROL003", "ROL010", only="structure")
    assert (one.status, states(one)) == ("partial", {"ROL003": "clean", "ROL010": "not-run"})
    assert one.of("not-run")[0].why.text() == "left out of this check"
    assert shown(lantern(), "ROL003", "ROL010").status == "evidenced"


def test_a_rule_that_crashed_is_no_evidence():
    def fails(_: Context):
        raise RuntimeError("broken")
        yield

    broken = dataclasses.replace(catalogue()["ROL003"], check=fails)
    one = shown(lantern(), "ROL003", rules=[broken])
    assert (one.status, states(one)) == ("gap", {"ROL003": "not-run"})
    assert "fault of bcp" in one.rules[0].why.text()


def test_a_rule_that_does_not_exist_is_no_evidence():
    one = shown(lantern(), "ROL003", "ROL999")
    assert one.status == "partial"
    assert one.of("not-run")[0].why.text() == "there is no such rule"


# ---- what rules look at -------------------------------------------------------------------------


@pytest.mark.parametrize("code", MAPPED)
def test_it_is_known_what_each_mapped_rule_looks_at(code):
    assert subject_of(code) is not None


def silent(files: dict[str, bytes], code: str) -> tuple[bool, Context]:
    plan = loaded(files)
    context = Context(plan.plan, DAY)
    return not list(catalogue()[code].check(context)), context


@pytest.mark.parametrize("code", MAPPED)
def test_no_rule_that_is_silent_on_an_empty_plan_has_something_to_look_at(code):
    quiet, context = silent(header(), code)
    if quiet:
        assert subject_of(code).count(context) == 0


@pytest.mark.parametrize("code", MAPPED)
def test_a_rule_that_reports_an_object_had_something_to_look_at(code):
    found = example(code, "bad")
    plan = loaded(found.files).plan
    context = Context(plan, found.as_of)
    places = {one.place.id for one in catalogue()[code].check(context)}
    assert places
    if places != {plan.id}:
        assert subject_of(code).count(context) > 0


# Its good example is content because no role asks for a skill: nothing to look at, as it should be.
@pytest.mark.parametrize("code", sorted({*MAPPED} - {"TRN006"}))
def test_a_rule_that_is_content_for_a_reason_had_something_to_look_at(code):
    """Each rule's good example holds what the bad one lacks."""
    found = example(code, "good")
    context = Context(loaded(found.files).plan, found.as_of)
    assert subject_of(code).count(context) > 0


# ---- in Ukrainian ------------------------------------------------------------------------------

UKRAINIAN = translator("uk")


def test_what_a_rule_looks_at_agrees_with_its_number():
    roles = subject_of("ROL003")
    told = [roles.numbered(number, UKRAINIAN) for number in (1, 2, 5, 21)]
    assert told == ["1 критична роль", "2 критичні ролі", "5 критичних ролей", "21 критична роль"]
    assert roles.several(UKRAINIAN) == "критичні ролі"
    assert roles.none(UKRAINIAN) == "критичних ролей"
    assert [roles.numbered(number) for number in (1, 21)] == [
        "1 critical role",
        "21 critical roles",
    ]
    assert (roles.several(), roles.none()) == ("critical roles", "critical role")


@pytest.mark.parametrize("code", MAPPED)
def test_what_each_mapped_rule_looks_at_is_told_in_ukrainian(code):
    subject = subject_of(code)
    for number in (1, 2, 5, 21):
        told = subject.numbered(number, UKRAINIAN)
        assert told.startswith(f"{number} ")
        assert re.search(r"[A-Za-z{}|]", told.replace("RTO", "").replace("MTPD", "")) is None
    # Without the number the words are those of several and of none.
    assert subject.numbered(2, UKRAINIAN) == f"2 {subject.several(UKRAINIAN)}"
    assert subject.numbered(5, UKRAINIAN) == f"5 {subject.none(UKRAINIAN)}"


def test_why_a_rule_is_not_asked_is_told_in_ukrainian():
    later, other = shown(header(maturity="start"), "ROL003", "BIA002", "CTC006").rules[1:]
    assert later.why.text(UKRAINIAN) == "від рівня зрілості operating; у плану – start"
    assert other.why.text(UKRAINIAN) == "з пакета contact-centre; план не називає `sector`"


# ---- the shipped frameworks ---------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_an_empty_plan_evidences_no_clause(name):
    one = framework(name)
    for more, least in (
        ({"maturity": "start"}, {"gap", "not-asked"}),
        ({"maturity": "audited", "sector": "health-line"}, {"gap"}),
    ):
        plan = loaded(header(**more))
        result = check(plan.plan, plan.where.span, DAY)
        found = evidence(one, result, plan.plan, DAY)
        assert {clause.status for clause in found if clause.clause.shown_by} == least
        assert {clause.status for clause in found if not clause.clause.shown_by} <= {"attest"}


@pytest.mark.parametrize("name", names())
def test_the_evidence_comes_in_the_frameworks_order_with_every_rule(name):
    one = framework(name)
    plan = loaded(lantern())
    result = check(plan.plan, plan.where.span, DAY)
    found = evidence(one, result, plan.plan, DAY)
    assert tuple(it.clause for it in found) == one.clauses
    for it in found:
        assert tuple(rule.code for rule in it.rules) == it.clause.shown_by
