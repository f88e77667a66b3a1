"""What a plan shows for each clause of a framework, and what it does not.

This is a list of evidence, not a verdict on a standard. A rule that is silent because there is
nothing for it to look at shows nothing (:mod:`bcp.coverage.subjects`), nor does one that did not
run, or whose finding was waived.

A plan is not asked every rule: not those of another line of work, and, while it aims at less, not
those from a later maturity on. Such a rule shows nothing either, but it is no gap. The two weigh
differently. What a hospital is asked says nothing of a shop, so a rule of another line of work is
left aside. What the plan is not asked *yet* will be asked of it one day: until then its clause is
at most partly evidenced, or a plan would show the more the less it aims at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bcp.coverage.subjects import Subject, subject_of
from bcp.diagnostics import Diagnostic, Message
from bcp.engine import Result, Waived, packs_for
from bcp.frameworks import Clause, Framework
from bcp.plan import Plan
from bcp.rules.catalogue import catalogue
from bcp.rules.rule import Context

Status = Literal["evidenced", "partial", "gap", "not-asked", "attest"]
"""``evidenced``: every mapped rule but those of another line of work ran, found something to look
at, and reports nothing. ``partial``: some are clean or were waived; others report, did not run, had
nothing to look at, or are not asked yet. ``gap``: rules are asked, and none is clean.
``not-asked``: this plan is asked none of them. ``attest``: files cannot show it, a named person
confirms it with a date.
"""

STATUSES: tuple[Status, ...] = ("evidenced", "partial", "gap", "not-asked", "attest")

State = Literal["clean", "reports", "waived", "nothing", "not-asked", "not-yet", "not-run"]
"""How one rule fared: only ``clean`` is evidence. ``not-asked``: its pack is not of the plan's line
of work. ``not-yet``: it is asked from a later maturity on. ``not-run``: it gave no answer though it
should have.
"""


@dataclass(frozen=True, slots=True)
class RuleEvidence:
    """How one mapped rule fared on the plan.

    ``subject`` and ``seen`` say what it looks at, and how many of it the plan holds. ``why`` says
    why it is not asked or did not run; None when it ran. ``findings`` and ``waived`` are its own.
    """

    code: str
    state: State
    subject: Subject | None
    seen: int
    why: Message | None = None
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
    mapped = {one.state for one in rules}
    if not mapped:
        return "attest"
    states = mapped - {"not-asked"}
    if states == {"clean"}:
        return "evidenced"
    # A waiver is somebody's decision with an end: less than evidence, more than nothing.
    if states & {"clean", "waived"}:
        return "partial"
    return "gap" if states - {"not-yet"} else "not-asked"


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
        state, why = self._no_answer(code) or (_answer(findings, waived, seen), None)
        return RuleEvidence(code, state, subject, seen, why, findings, waived)

    def _no_answer(self, code: str) -> tuple[State, Message] | None:
        """In which way the rule gave no answer, and why; None when it did."""
        if code in self.result.crashed:
            return "not-run", Message.of("it failed on this plan, which is a fault of bcp")
        if any(one.code == code for one in self.result.rules):
            return None
        rule = catalogue().get(code)
        if rule is None:
            return "not-run", Message.of("there is no such rule")
        header = self.context.plan.header
        if rule.pack not in packs_for(header.sector):
            return "not-asked", _of_other_work(rule.pack, header.sector)
        if not rule.asked_at(header.maturity):
            later = Message.of(
                "from maturity {since} on; the plan is at {maturity}",
                since=rule.since,
                maturity=header.maturity,
            )
            return "not-yet", later
        return "not-run", Message.of("left out of this check")


def _of_other_work(pack: str, sector: str | None) -> Message:
    if sector is None:
        return Message.of("of the pack {pack}; the plan names no `sector`", pack=pack)
    return Message.of(
        "of the pack {pack}; the plan has `sector: {sector}`", pack=pack, sector=sector
    )


def _answer(findings: tuple[Diagnostic, ...], waived: tuple[Waived, ...], seen: int) -> State:
    if findings:
        return "reports"
    if waived:
        return "waived"
    return "clean" if seen else "nothing"
