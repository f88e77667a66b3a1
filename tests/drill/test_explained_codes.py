"""What is said of the answers to a drill can be looked up, and the examples there are true."""

import re

import pytest
from drill_plans import plan_with

from bcp.drill.runner import doers, read_answers
from bcp.drill.script import script_for
from bcp.rules.catalogue import catalogue, explained

PLAN = plan_with()
SCRIPT = script_for(PLAN, "line-tabletop")
CODES = [code for code in explained() if code.startswith("DRL")]

EXAMPLES = {
    "DRL001": ("ring-lead: {at: 4m, by: duty-lead}", "ring-laed: {at: 4m}"),
    "DRL002": (
        "ring-lead: {at: 4m30s}\nquiet: {skip: no time left}\nreach: {rate: S}",
        "ring-lead: 4",
    ),
    "DRL003": (
        "decide-telephone-lines: {at: 8m}\nswitch-telephone-lines: {at: 12m}",
        "decide-telephone-lines: {at: 8m}\nswitch-telephone-lines: {at: 6m}",
    ),
}
"""Code → answers that are right, and such as it is said of; the explanations show the same."""


def said_of(text):
    faults = read_answers(text.encode(), "answers.yaml", SCRIPT, doers(PLAN)).faults
    return [one.code for one in faults]


def test_every_code_has_its_examples():
    assert sorted(EXAMPLES) == CODES


@pytest.mark.parametrize("code", EXAMPLES)
def test_right_answers_are_content_and_wrong_ones_are_told_apart(code):
    right, wrong = EXAMPLES[code]
    assert said_of(right) == []
    assert said_of(wrong) == [code]


@pytest.mark.parametrize("code", CODES)
def test_an_explanation_says_why_what_to_do_and_who_says_it(code):
    one = explained()[code]
    assert one.title.endswith(".") and one.why
    assert re.search(r"Good: ``.*Bad: ", one.fix)
    assert "``bcp drill run --answers``" in one.ignore_when and "never" in one.ignore_when


def test_a_check_neither_asks_for_these_codes_nor_takes_waivers_of_them():
    assert not {one for one in catalogue() if one.startswith("DRL")}
    assert set(explained()) == {*catalogue(), *CODES}
