"""The reference of all rules as a Markdown page, made from their docstrings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bcp.rules.catalogue import explained
from bcp.rules.rule import Rule

_FAMILIES = {
    "BIA": "Business impact",
    "COM": "Communication",
    "CTC": "Contact centre",
    "DRL": "Answers to a drill",
    "ESC": "Escalation and activation",
    "EXR": "Exercises and learning",
    "MNT": "Keeping the plan",
    "RED": "Redundancy and recovery",
    "REF": "References",
    "ROL": "Roles and people",
    "RSK": "Risks",
    "SRC": "Reading the files",
    "SUP": "Suppliers",
    "TRN": "Training",
    "WEL": "Well-being",
}

_INTRODUCTION = """# The rules

This page is made from the program's own rules; `bcp explain CODE` shows the same. An *error* makes
`bcp check` end with 1, a *warning* does so with `--fail-on warning`, a *note* with `--fail-on
info`. *From* says from which `maturity` of the plan a rule is asked; *pack* which line of work it
belongs to. Rules marked *by age* change their answer with the day alone. The clauses a rule gives
evidence for are named by id; passing a rule is evidence, never a verdict on a standard. Codes that
begin with DRL are said by `bcp drill run` of the answers it is given, never by `bcp check`.
"""


def page() -> str:
    """The whole page."""
    lines = [_INTRODUCTION]
    for family, rules in groupby(explained().values(), key=lambda one: one.family):
        lines.append(f"## {_FAMILIES[family]}\n")
        for one in rules:
            lines += _rule(one)
    return "\n".join(lines).rstrip() + "\n"


def _rule(one: Rule) -> Iterator[str]:
    yield f"### {one.code}\n"
    yield f"{_markdown(one.title)}\n"
    marks = [{"INFO": "note"}.get(one.severity.name, one.severity.label)]
    marks += [f"pack {one.pack}", f"from {one.since}"] + (["by age"] if one.ages else [])
    yield f"*{' · '.join(marks)}*\n"
    yield f"**Why:** {_markdown(one.why)}\n"
    yield f"**Fix:** {_markdown(one.fix)}\n"
    yield f"**Ignore when:** {_markdown(one.ignore_when)}\n"
    if one.clauses:
        yield f"**Evidence for:** {'; '.join(one.clauses)}\n"


def _markdown(text: str) -> str:
    return text.replace("``", "`")
