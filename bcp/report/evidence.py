"""The evidence that plans hold for a framework's clauses, as text and JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bcp.coverage.evidence import STATUSES, ClauseEvidence, RuleEvidence, State, Status
from bcp.diagnostics import Diagnostic
from bcp.engine import Waived
from bcp.frameworks import READ_MARKS, Framework
from bcp.report.text import Style, counted, opens_as

FORMAT = "bcp.evidence/1"

_COLOURS: dict[Status, str] = {
    "evidenced": "32",
    "partial": "33",
    "gap": "31",
    "not-asked": "2",
    "attest": "36",
}
_WITHOUT_ANSWER: dict[State, str] = {
    "not-run": "did not run",
    "not-yet": "not asked yet",
    "not-asked": "not asked",
}
_INDENT, _DEEPER = "    ", "      "


@dataclass(frozen=True)
class Shown:
    """One plan, and what it shows for each clause; ``prefix`` goes before its file names."""

    plan: str
    title: str
    clauses: tuple[ClauseEvidence, ...]
    prefix: str = ""

    def count(self, status: Status) -> int:
        return sum(one.status == status for one in self.clauses)


def lines(framework: Framework, shown: Shown, as_of: dt.date, style: Style) -> Iterator[str]:
    """The evidence of one plan, clause by clause, in lines without their ends."""
    yield from style.wrap(f"{shown.title}: evidence for {framework.title}", "", "  ")
    tally = ", ".join(f"{shown.count(status)} {_words(status)}" for status in STATUSES)
    clauses = counted(len(shown.clauses), "{count} clause", "{count} clauses")
    yield from style.wrap(f"{clauses} on {as_of.isoformat()}: {tally}", "", "  ")
    if confirm := sum(bool(one.clause.attest and one.rules) for one in shown.clauses):
        more = counted(confirm, "{count} clause", "{count} clauses")
        also = f"Beside those to attest, a person has something to confirm in {more}."
        yield from style.wrap(also, "", "  ")
    weakest = framework.weakest
    sure = f"What the clauses ask is at its weakest {weakest}: {READ_MARKS[weakest]}."
    yield from style.wrap(sure, "", "  ")
    yield from style.wrap("Evidence is no verdict: people judge whether it is enough.", "", "  ")
    for one in shown.clauses:
        yield ""
        yield from _clause(one, shown.prefix, style)


def _clause(one: ClauseEvidence, prefix: str, style: Style) -> Iterator[str]:
    clause = one.clause
    status = _words(one.status)
    first = style.wrap(f"{clause.id}  {status}  {clause.asks} ({clause.read})", "", _INDENT)
    # Colour goes on after breaking the lines, so that codes are not counted as characters.
    yield first[0].replace(status, style.paint(status, _COLOURS[one.status]), 1)
    yield from first[1:]
    clean = ", ".join(f"{rule.code} ({_seen(rule)})" for rule in one.of("clean"))
    if clean:
        yield from style.wrap(f"clean: {clean}", _INDENT, _DEEPER)
    for rule in one.of("reports"):
        yield from style.wrap(f"reports: {_reports(rule)}", _INDENT, _DEEPER)
        for found in rule.findings:
            yield from style.wrap(_finding(found, prefix), _DEEPER, _DEEPER + "  ")
    for rule in one.rules:
        for waived in rule.waived:
            yield from style.wrap(f"waived: {_waived(rule, waived, prefix)}", _INDENT, _DEEPER)
    for rule in one.of("nothing"):
        yield from style.wrap(f"nothing to look at: {_absent(rule)}", _INDENT, _DEEPER)
    for state, words in _WITHOUT_ANSWER.items():
        for why in dict.fromkeys(rule.why for rule in one.of(state)):
            codes = ", ".join(rule.code for rule in one.of(state) if rule.why == why)
            yield from style.wrap(f"{words}: {codes} ({why})", _INDENT, _DEEPER)
    for what in clause.attest:
        yield from style.wrap(f"to confirm: {what}", _INDENT, _DEEPER)


def _words(status: Status) -> str:
    return status.replace("-", " ")


def _seen(rule: RuleEvidence) -> str:
    subject = rule.subject
    if subject is None:
        return ""
    return f"{rule.seen} {subject.one if rule.seen == 1 else subject.many}"


def _reports(rule: RuleEvidence) -> str:
    number = counted(len(rule.findings), "{count} finding", "{count} findings")
    return f"{rule.code}, {number} ({_seen(rule)})"


def _finding(found: Diagnostic, prefix: str) -> str:
    return f"{opens_as(prefix, found.span.file)}:{found.span.line}: {found.message.text()}"


def _waived(rule: RuleEvidence, waived: Waived, prefix: str) -> str:
    until = waived.waiver.until.isoformat()
    found = _finding(waived.diagnostic, prefix)
    return f"{rule.code} until {until} by {waived.waiver.id}, {found}"


def _absent(rule: RuleEvidence) -> str:
    return rule.code if rule.subject is None else f"{rule.code}, no {rule.subject.one}"


def dump(framework: Framework, shown: Sequence[Shown], as_of: dt.date) -> str:
    """The evidence of several plans as one JSON document, ending with a line end.

    ``{"format": "bcp.evidence/1", "as_of", "framework": {"name", "title", "weakest_read"}, "plans":
    [{"plan", "counts": {status: n}, "clauses": [{"id", "asks", "status", "read", "attest",
    "rules"}]}]}``. A status is ``evidenced``, ``partial``, ``gap``, ``not-asked`` or ``attest``. A
    rule is ``{"code", "state", "looks_at", "seen", "why", "findings", "waived"}``; its state is
    ``clean``, ``reports``, ``waived``, ``nothing`` (to look at), ``not-asked`` (of another line of
    work), ``not-yet`` (asked from a later maturity on) or ``not-run``; ``why`` is null unless it is
    one of the last three. A finding has ``file`` (as it opens from here), ``line``, ``object``,
    ``severity``, ``message`` and ``fingerprint``; a waived one also ``waiver`` and ``until``.
    """
    answer = {
        "format": FORMAT,
        "as_of": as_of.isoformat(),
        "framework": {
            "name": framework.name,
            "title": framework.title,
            "weakest_read": framework.weakest,
        },
        "plans": [
            {
                "plan": one.plan,
                "counts": {status: one.count(status) for status in STATUSES},
                "clauses": [_clause_as_json(clause, one.prefix) for clause in one.clauses],
            }
            for one in shown
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def _clause_as_json(one: ClauseEvidence, prefix: str) -> dict[str, Any]:
    return {
        "id": one.clause.id,
        "asks": one.clause.asks,
        "status": one.status,
        "read": one.clause.read,
        "attest": list(one.clause.attest),
        "rules": [_rule_as_json(rule, prefix) for rule in one.rules],
    }


def _rule_as_json(one: RuleEvidence, prefix: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "state": one.state,
        "looks_at": None if one.subject is None else one.subject.many,
        "seen": one.seen,
        "why": one.why or None,
        "findings": [_finding_as_json(found, prefix) for found in one.findings],
        "waived": [
            {
                **_finding_as_json(found.diagnostic, prefix),
                "waiver": found.waiver.id,
                "until": found.waiver.until.isoformat(),
            }
            for found in one.waived
        ],
    }


def _finding_as_json(found: Diagnostic, prefix: str) -> dict[str, Any]:
    return {
        "file": opens_as(prefix, found.span.file),
        "line": found.span.line,
        "object": found.place.id if found.place is not None else None,
        "severity": found.severity.label,
        "message": found.message.text(),
        "fingerprint": found.fingerprint,
    }
