"""Whatever is asked about the graph of a plan with a broken reference, the answer says so first."""

import json
import re

import pytest

PLAN = """
bcp: 1
plan:
  id: desk
  title: Desk
  timezone: Europe/Kyiv
  languages: [en, uk]
  maturity: start
  owner: lead
  activated_by: lead
people:
  a.one: {name: Ann One, phones: {work: "+1 212 555 0101"}}
roles:
  lead: {title: Lead, primary: a.one, cover: always}
systems:
  radio: {title: Radio, type: network}
  lines: {title: Lines, type: telephony}
channels:
  voice: {title: Voice, type: voice}
levels:
  big: {title: Big, rank: 1, criteria: [No call], declared_by: lead}
escalations:
  chain:
    title: Chain
    levels: [big]
    hours: always
    steps: [{id: first, role: lead, via: [voice], accepts_within: 5m, otherwise: end}]
    ends_at: lead
playbooks:
  down:
    title: Lines down
    for: {risks: [cut]}
    activation: {full: {when: No call, by: lead}}
    tasks: {respond: [{id: ring, do: Ring, by: lead, duration: 10m, within: 15m}]}
    stand_down: {when: Calls, by: lead}
risks:
  cut: {title: Cut, class: telecom, owner: lead, removes: {ids: [lines]}, playbook: down}
processes:
  calls: {title: Calls, tier: critical, rto: 10m, mtpd: 30m, needs: [lines, %s]}
"""

TEXTS = [
    ["what-if", "--lose", "lines"],
    ["what-if", "--lose", "lines", "--format", "table"],
    ["stress"],
    ["graph"],
    ["graph", "--format", "tree"],
    ["graph", "--of", "calls"],
    ["graph", "losses"],
    ["graph", "losses", "calls"],
    ["graph", "recovery"],
    ["graph", "reach"],
    ["graph", "cover"],
    ["graph", "schedule", "down"],
    ["graph", "raci"],
]
DRAWN = [
    [*command, "--format", form]
    for command in (["graph"], ["graph", "--of", "calls"], ["what-if", "--lose", "lines"])
    for form in ("mermaid", "dot", "svg")
] + [["graph", "--format", "graphml"]]
BESIDE = [
    *DRAWN,
    ["graph", "raci", "--format", "csv"],
    ["graph", "losses", "calls", "--export", "open-psa"],
]
FOR_PROGRAMS = [
    one + ([] if "--format" in one else ["--format", "json"])
    for one in TEXTS
    if "--format" not in one
]


@pytest.fixture
def written(tmp_path):
    def write(need, more=""):
        folder = tmp_path / need
        folder.mkdir()
        (folder / "plan.yaml").write_text(PLAN % need + more, "utf-8")
        return folder

    return write


def name(command):
    return " ".join(command)


@pytest.mark.parametrize("command", TEXTS, ids=name)
def test_a_text_begins_with_what_makes_it_wrong(call, written, command):
    answer = call(*command, "--plan", written("radioo"))
    assert answer.code == 0
    first = answer.out.partition("\n")[0]
    assert first.startswith("Careful: 1 reference in this plan leads to nothing that fits")
    assert "REF001 radioo" in first
    assert "`bcp check`" in first


@pytest.mark.parametrize("command", TEXTS, ids=name)
def test_a_text_in_ukrainian_begins_with_it_too(call, written, command):
    answer = call(*command, "--plan", written("radioo"), "--lang", "uk")
    assert answer.code == 0
    assert re.match(r"Обережно: 1 посилання .*REF001 radioo.*`bcp check`", answer.out)


@pytest.mark.parametrize("command", [*TEXTS, *BESIDE], ids=name)
def test_nothing_is_said_of_a_plan_whose_references_are_in_order(call, written, command):
    answer = call(*command, "--plan", written("radio"))
    assert answer.code == 0
    assert "Careful" not in answer.out + answer.err
    assert "may be wrong" not in answer.out + answer.err


@pytest.mark.parametrize("command", BESIDE, ids=name)
def test_beside_what_holds_no_sentences_it_is_said_apart(call, written, command):
    """So the table or the drawing can still be read by a program."""
    answer = call(*command, "--plan", written("radioo"))
    assert answer.code == 0
    assert answer.err.startswith("Careful: 1 reference")
    assert "Careful: 1 reference" not in answer.out


@pytest.mark.parametrize("command", DRAWN, ids=name)
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "This picture may be wrong"), ("uk", "Цей рисунок може бути хибним")],
)
def test_a_picture_carries_it_wherever_it_is_passed_on(call, written, command, language, words):
    answer = call(*command, "--plan", written("radioo"), "--lang", language)
    assert words in answer.out
    assert "REF001 radioo" in answer.out


@pytest.mark.parametrize("command", FOR_PROGRAMS, ids=name)
def test_for_programs_it_is_a_field_right_behind_the_shape(call, written, command):
    told = json.loads(call(*command, "--plan", written("radioo")).out)
    assert list(told)[:2] == ["format", "misread"]
    (one,) = told["misread"]
    assert one == {"code": "REF001", "id": "radioo", "in": "calls", "field": "needs.1"}
    in_order = json.loads(call(*command, "--plan", written("radio")).out)
    assert in_order["misread"] == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Careful: 1 reference"), ("uk", "Обережно: 1 посилання")]
)
def test_the_page_says_it_above_everything(call, written, tmp_path, language, words):
    page = tmp_path / "page.html"
    answer = call("graph", "page", "--plan", written("radioo"), "--lang", language, "--out", page)
    assert answer.code == 0
    assert answer.err.startswith(words)
    told = page.read_text("utf-8")
    assert f'<p id="caution" class="caution" role="alert">{words}' in told
    assert told.index('id="caution"') < told.index("<main>")
    call("graph", "page", "--plan", written("radio"), "--out", page)
    assert 'id="caution"' not in page.read_text("utf-8")


def test_of_many_the_first_are_named_and_all_are_counted(call, written):
    needs = "radioo, carier, pwer, watr"
    answer = call("graph", "losses", "--plan", written(needs), "--lang", "en")
    first = answer.out.partition("\n")[0]
    assert first.startswith("Careful: 4 references in this plan lead to nothing that fits")
    assert "REF001 radioo, carier, pwer and 1 more" in first


def test_an_id_of_a_kind_that_does_not_fit_counts_too(call, written):
    answer = call("what-if", "--lose", "lines", "--plan", written("big"))
    assert "(REF001 big)" in answer.out.partition("\n")[0]


def test_what_no_answer_is_made_of_is_left_to_the_check(call, written):
    more = "courses:\n  basics: {title: Basics, for: [led], every: 1 year}\n"
    folder = written("radio", more)
    assert "REF001" in call("check", folder).out
    assert "Careful" not in call("what-if", "--lose", "lines", "--plan", folder).out


@pytest.mark.parametrize("command", [*TEXTS, *BESIDE, ["graph", "page"]], ids=name)
def test_a_plan_that_cannot_be_read_whole_is_not_answered(call, written, command):
    more = "suppliers:\n  power: {titel: Power}\n"
    answer = call(*command, "--plan", written("radio", more))
    assert answer.code == 2
    assert answer.out == ""
    assert "cannot be read whole" in answer.err
    assert "bcp check" in answer.err
