"""What a plan shows for each clause of a framework, and what it does not.

This is a list of evidence, not a verdict on a standard. A rule that is silent because there is
nothing for it to look at shows nothing (:mod:`bcp.coverage.subjects`), nor does one that did not
run, or whose finding was waived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bcp.coverage.subjects import Subject, subject_of
from bcp.diagnostics import Diagnostic
from bcp.engine import Result, Waived, packs_for
from bcp.frameworks import Clause, Framework
from bcp.plan import Plan
from bcp.rules.catalogue import catalogue
from bcp.rules.rule import Context

Status = Literal["evidenced", "partial", "gap", "attest"]
"""``evidenced``: every mapped rule ran, found something to look at, and reports nothing.
``partial``: some are clean, some report, were waived, did not run or had nothing to look at.
``gap``: none is clean. ``attest``: files cannot show it, a named person confirms it with a date.
"""

STATUSES: tuple[Status, ...] = ("evidenced", "partial", "gap", "attest")

State = Literal["clean", "reports", "waived", "nothing", "not-run"]
"""How one rule fared: only ``clean`` is evidence."""


@dataclass(frozen=True, slots=True)
class RuleEvidence:
    """How one mapped rule fared on the plan.

    ``subject`` and ``seen`` say what it looks at, and how many of it the plan holds. ``why`` says
    why it did not run; empty when it ran. ``findings`` and ``waived`` are its own.
    """

    code: str
    state: State
    subject: Subject | None
    seen: int
    why: str = ""
    findings: tuple[Diagnostic, ...] = ()
    waived: tuple[Waived, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseEvidence:
    """What the plan shows for one clause: how it stands, and each of its rules."""

    clause: Clause
    status: Status
    rules: tuple[RuleEvidence, ...]

    def of(self, state: State) -> tuple[RuleEvidence, ...]:
        """The rules that fared so."""
        return tuple(one for one in self.rules if one.state == state)


def evidence(
    framework: Framework, result: Result, plan: Plan, as_of: dt.date
) -> tuple[ClauseEvidence, ...]:
    """What a plan shows for each clause of a framework, in the framework's order.

    ``result`` is a check of this plan on this day. The plan must have been read whole: what could
    not be read is neither shown nor missed.
    """
    judge = _Judge(Context(plan, as_of), result)
    known: dict[str, RuleEvidence] = {}
    found = []
    for clause in framework.clauses:
        for code in clause.shown_by:
            if code not in known:
                known[code] = judge.rule(code)
        rules = tuple(known[code] for code in clause.shown_by)
        found.append(ClauseEvidence(clause, _status(rules), rules))
    return tuple(found)


def _status(rules: Iterable[RuleEvidence]) -> Status:
    states = {one.state for one in rules}
    if not states:
        return "attest"
    if states == {"clean"}:
        return "evidenced"
    # A waiver is somebody's decision with an end: less than evidence, more than nothing.
    return "partial" if states & {"clean", "waived"} else "gap"


@dataclass(frozen=True)
class _Judge:
    """Says how rules fared in one check."""

    context: Context
    result: Result

    def rule(self, code: str) -> RuleEvidence:
        findings = tuple(one for one in self.result.diagnostics if one.code == code)
        waived = tuple(one for one in self.result.waived if one.diagnostic.code == code)
        subject = subject_of(code)
        seen = 0 if subject is None else subject.count(self.context)
        why = self._why_not_run(code)
        return RuleEvidence(
            code, _state(why, findings, waived, seen), subject, seen, why, findings, waived
        )

    def _why_not_run(self, code: str) -> str:
        """Why the rule gave no answer; empty when it did."""
        if code in self.result.crashed:
            return "the rule failed on this plan, which is a fault of bcp"
        if any(one.code == code for one in self.result.rules):
            return ""
        rule = catalogue().get(code)
        header = self.context.plan.header
        if rule is None:
            return "there is no such rule"
        if rule.pack not in packs_for(header.sector):
            return f"its pack {rule.pack} is not switched on by the plan's `sector`"
        if not rule.asked_at(header.maturity):
            return f"it is asked from maturity {rule.since}; the plan is at {header.maturity}"
        return "it was left out of this check"


def _state(
    why: str, findings: tuple[Diagnostic, ...], waived: tuple[Waived, ...], seen: int
) -> State:
    if why:
        return "not-run"
    if findings:
        return "reports"
    if waived:
        return "waived"
    return "clean" if seen else "nothing"
