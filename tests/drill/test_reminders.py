"""An inject that comes because an action was not done may expect that very action: a reminder."""

import json

import pytest
from drill_plans import plan_with, played

from bcp.drill.script import script_for

NUDGE = (
    "exercises.yaml",
    "    actions:\n      - {id: ring-lead",
    "      - {id: nudge, at: 6m, from: Control, to: [floor-lead], means: telephone, "
    "text: Has anybody rung?, kind: contingency, if_not_done: ring-lead, expect: [ring-lead], "
    "objectives: [reach]}\n"
    "    actions:\n      - {id: ring-lead",
)
ROUND = (
    "exercises.yaml",
    "text: No call for five minutes, expect: [ring-lead], objectives: [reach]}\n",
    "text: No call for five minutes, kind: contingency, if_not_done: answer, "
    "expect: [ring-lead], objectives: [reach]}\n"
    "      - {id: second, at: 1m, from: Wallboard, to: [floor-lead], means: wallboard, "
    "text: Still none, kind: contingency, if_not_done: ring-lead, expect: [answer], "
    "objectives: [reach]}\n",
)
ANSWER = (
    "exercises.yaml",
    '    debrief: ["What did you do that is not in the plan?"]',
    "      - {id: answer, by: floor-lead, text: Answer, within: 9m}\n"
    '    debrief: ["What did you do that is not in the plan?"]',
)


def records(run):
    return [
        json.loads(line) for line in (run / "journal/facilitator.jsonl").read_text().splitlines()
    ]


def test_a_reminder_comes_when_nothing_was_done(tmp_path):
    run = played(tmp_path, plan=plan_with(NUDGE))
    assert any("nudge" in json.dumps(one) for one in records(run))


@pytest.mark.parametrize("changes", [(NUDGE,), (ROUND, ANSWER)], ids=["itself", "each other"])
def test_what_it_reminds_of_is_expected_before_it(changes, tmp_path):
    plan = plan_with(*changes)
    script = script_for(plan, "line-tabletop")
    assert "ring-lead" in {action for one in script.injects for action in one.expect}
    played(tmp_path, plan=plan)  # and is played to its end
