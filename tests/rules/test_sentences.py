"""Sentences as a continuity officer reads them: what is wrong, in words of the trade."""

from __future__ import annotations

import pytest
from example_plans import example, run

from bcp.rules.catalogue import catalogue

SAID = {
    "BIA004": "answer-calls is to be back after 4 hours, which is the longest it may be down: no "
    "time is left for what goes wrong",
    "BIA006": "the critical process answer-calls does not say how much of it must go on at the "
    "least",
    "COM001": "no audience is of type staff, and the plan does not say why they need not hear",
    "CTC010": "nothing is done when oldest-call warns",
    "CTC011": "service-level does not say at which value its alarm is over",
    "CTC029": "of 6 agents rostered 4 are at work; they answer 58 % of the calls within 1 minute, "
    "and the queue promises 90 %",
    "EXR004": "no exercise of the programme puts the plan into practice",
    "EXR009": "night-call gives no rating to the objective reached of call-tree",
    "EXR010": "in night-call reached went badly (rated M or U), and no improvement comes of it",
    "EXR014": "telephone-lines was last switched for real on 2025-11-15, more than 12 months ago",
    "MNT002": "the review of the plan was due on 2026-11-15, 12 months after the last, on "
    "2025-11-15",
    "RED002": "from-home does not say what it takes in ict and transport",
    "RED004": "hill takes both office and town-hall, which is to stand in for it",
    "RED006": "when hill is lost, too little is left of telephone-lines: its lines are not "
    "separate",
    "RED008": "no backup of call-log is offline: whoever attacks the system reaches them all",
    "RED009": "restoring call-log from this backup was last tried on 2025-11-15, more than 12 "
    "months ago",
    "RED013": "no return to normal covers all that it should: back-to-normal comes nearest, and "
    "lacks the step clean-up",
    "RED028": "telephone-lines needs 3 members and names only 2",
    "RSK005": "the risk line-dead is to be reduced, and the plan names nothing that does it",
    "RSK010": "nothing in the plan would warn of the high risk line-dead before it strikes",
    "SUP008": "the plan does not say on whom the critical supplier telco-one depends in turn",
    "TRN001": "b.obi holds the role floor-lead and has not passed its course crisis-lead",
    "TRN002": "b.obi passed the course crisis-lead on 2025-11-15; it is to be repeated every 12 "
    "months",
}
"""What the bad example of a rule is told."""


@pytest.mark.parametrize("code", SAID)
def test_a_finding_says_what_is_wrong(code: str) -> None:
    bad = example(code, "bad")
    said = [
        one.message.text() for one in run(bad.files, bad.as_of, [catalogue()[code]]).diagnostics
    ]
    assert SAID[code] in said
