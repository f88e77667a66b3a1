"""The evidence that plans hold for a framework's clauses, as text and JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bcp.coverage.evidence import STATUSES, ClauseEvidence, RuleEvidence, State, Status
from bcp.diagnostics import Diagnostic, Message, Translate, mark, untranslated
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
_WORDS: dict[Status, str] = {
    "evidenced": mark("evidenced"),
    "partial": mark("partial"),
    "gap": mark("gap"),
    "not-asked": mark("not asked"),
    "attest": mark("attest"),
}
_WITHOUT_ANSWER: dict[State, str] = {
    "not-run": mark("did not run"),
    "not-yet": mark("not asked yet"),
    "not-asked": mark("not asked"),
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
    """The evidence of one plan, clause by clause, in lines without their ends.

    The framework's own words are in the language in which it was read.
    """
    for message in _opening(framework, shown, as_of, style.translate):
        yield from style.wrap(message.text(style.translate), "", "  ")
    for one in shown.clauses:
        yield ""
        yield from _clause(one, shown.prefix, style)


def _opening(
    framework: Framework, shown: Shown, as_of: dt.date, translate: Translate
) -> Iterator[Message]:
    """How the plan stands as a whole, how sure that is, and what it does not mean."""
    yield Message.of(
        "{plan}: evidence for {framework}", plan=shown.title, framework=framework.title
    )
    yield Message.of(
        "{clauses} on {day}: {tally}",
        clauses=counted(len(shown.clauses), "{count} clause", "{count} clauses", translate),
        day=as_of.isoformat(),
        tally=", ".join(_number(status, shown).text(translate) for status in STATUSES),
    )
    confirm = sum(bool(one.clause.attest and one.rules) for one in shown.clauses)
    if confirm:
        also = (
            "Beside those to attest, a person has something to confirm in {count} clause."
            if confirm == 1
            else "Beside those to attest, a person has something to confirm in {count} clauses."
        )
        yield Message.of(also, count=confirm)
    weakest = framework.weakest
    yield Message.of(
        "What the clauses ask is at its weakest {mark}: {words}.",
        mark=weakest,
        words=translate(READ_MARKS[weakest]),
    )
    yield Message.of("Evidence is no verdict: people judge whether it is enough.")


def _number(status: Status, shown: Shown) -> Message:
    words = Message.of(_WORDS[status])
    return Message.of("{count} {status}", count=shown.count(status), status=words)


def _clause(one: ClauseEvidence, prefix: str, style: Style) -> Iterator[str]:
    clause, translate = one.clause, style.translate
    status = translate(_WORDS[one.status])
    first = style.wrap(f"{clause.id}  {status}  {clause.asks} ({clause.read})", "", _INDENT)
    # Colour goes on after breaking the lines, so that codes are not counted as characters.
    yield first[0].replace(status, style.paint(status, _COLOURS[one.status]), 1)
    yield from first[1:]
    clean = ", ".join(f"{rule.code} ({_seen(rule, translate)})" for rule in one.of("clean"))
    if clean:
        said = Message.of("clean: {rules}", rules=clean).text(translate)
        yield from style.wrap(said, _INDENT, _DEEPER)
    for rule in one.of("reports"):
        said = Message.of("reports: {rule}", rule=_reports(rule, translate)).text(translate)
        yield from style.wrap(said, _INDENT, _DEEPER)
        for found in rule.findings:
            yield from style.wrap(_finding(found, prefix, translate), _DEEPER, _DEEPER + "  ")
    for said in _rest(one, prefix, translate):
        yield from style.wrap(said, _INDENT, _DEEPER)


def _rest(one: ClauseEvidence, prefix: str, translate: Translate) -> Iterator[str]:
    """What is no evidence, and what a person has to confirm."""
    for rule in one.rules:
        for waived in rule.waived:
            found = _waived(rule, waived, prefix, translate)
            yield Message.of("waived: {rule}", rule=found).text(translate)
    for rule in one.of("nothing"):
        absent = _absent(rule, translate)
        yield Message.of("nothing to look at: {rule}", rule=absent).text(translate)
    for state, words in _WITHOUT_ANSWER.items():
        for why in dict.fromkeys(rule.why for rule in one.of(state)):
            codes = ", ".join(rule.code for rule in one.of(state) if rule.why == why)
            reason = "" if why is None else why.text(translate)
            yield f"{translate(words)}: {codes} ({reason})"
    for what in one.clause.attest:
        yield Message.of("to confirm: {what}", what=what).text(translate)


def _seen(rule: RuleEvidence, translate: Translate) -> str:
    return "" if rule.subject is None else rule.subject.numbered(rule.seen, translate)


def _reports(rule: RuleEvidence, translate: Translate) -> str:
    number = counted(len(rule.findings), "{count} finding", "{count} findings", translate)
    return f"{rule.code}, {number} ({_seen(rule, translate)})"


def _finding(found: Diagnostic, prefix: str, translate: Translate) -> str:
    said = found.message.text(translate)
    return f"{opens_as(prefix, found.span.file)}:{found.span.line}: {said}"


def _waived(rule: RuleEvidence, waived: Waived, prefix: str, translate: Translate) -> str:
    waiver = Message.of(
        "{rule} until {day} by {waiver}, {finding}",
        rule=rule.code,
        day=waived.waiver.until.isoformat(),
        waiver=waived.waiver.id,
        finding=_finding(waived.diagnostic, prefix, translate),
    )
    return waiver.text(translate)


def _absent(rule: RuleEvidence, translate: Translate) -> str:
    if rule.subject is None:
        return rule.code
    absent = Message.of(
        "{rule}, no {subject}", rule=rule.code, subject=rule.subject.none(translate)
    )
    return absent.text(translate)


def dump(
    framework: Framework,
    shown: Sequence[Shown],
    as_of: dt.date,
    translate: Translate = untranslated,
) -> str:
    """The evidence of several plans as one JSON document, ending with a line end.

    Sentences are in the language of ``translate``, the framework's own in that in which it was
    read; keys, statuses and states are the same in every language.

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
                "clauses": [
                    _clause_as_json(clause, one.prefix, translate) for clause in one.clauses
                ],
            }
            for one in shown
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def _clause_as_json(one: ClauseEvidence, prefix: str, translate: Translate) -> dict[str, Any]:
    return {
        "id": one.clause.id,
        "asks": one.clause.asks,
        "status": one.status,
        "read": one.clause.read,
        "attest": list(one.clause.attest),
        "rules": [_rule_as_json(rule, prefix, translate) for rule in one.rules],
    }


def _rule_as_json(one: RuleEvidence, prefix: str, translate: Translate) -> dict[str, Any]:
    return {
        "code": one.code,
        "state": one.state,
        "looks_at": None if one.subject is None else one.subject.several(translate),
        "seen": one.seen,
        "why": None if one.why is None else one.why.text(translate),
        "findings": [_finding_as_json(found, prefix, translate) for found in one.findings],
        "waived": [
            {
                **_finding_as_json(found.diagnostic, prefix, translate),
                "waiver": found.waiver.id,
                "until": found.waiver.until.isoformat(),
            }
            for found in one.waived
        ],
    }


def _finding_as_json(found: Diagnostic, prefix: str, translate: Translate) -> dict[str, Any]:
    return {
        "file": opens_as(prefix, found.span.file),
        "line": found.span.line,
        "object": found.place.id if found.place is not None else None,
        "severity": found.severity.label,
        "message": found.message.text(translate),
        "fingerprint": found.fingerprint,
    }
