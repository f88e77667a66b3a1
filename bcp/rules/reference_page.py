"""The reference of all rules as a Markdown page, made from their docstrings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bcp.diagnostics import Severity, Translate, mark, untranslated
from bcp.rules.catalogue import explained
from bcp.rules.rule import Rule

_FAMILIES = {
    "BIA": mark("Business impact"),
    "COM": mark("Communication"),
    "CTC": mark("Contact centre"),
    "DRL": mark("Answers to a drill"),
    "ESC": mark("Escalation and activation"),
    "EXR": mark("Exercises and learning"),
    "MNT": mark("Keeping the plan"),
    "RED": mark("Redundancy and recovery"),
    "REF": mark("References"),
    "ROL": mark("Roles and people"),
    "RSK": mark("Risks"),
    "SRC": mark("Reading the files"),
    "SUP": mark("Suppliers"),
    "TRN": mark("Training"),
    "WEL": mark("Well-being"),
}

_HEADING = mark("# The rules")
_INTRODUCTION = mark("""\
This page is made from the program's own rules; `bcp explain CODE` shows the same. An *error* makes
`bcp check` end with 1, a *warning* does so with `--fail-on warning`, a *note* with `--fail-on
info`. *From* says from which `maturity` of the plan a rule is asked; *pack* which line of work it
belongs to. Rules marked *by age* change their answer with the day alone. The clauses a rule gives
evidence for are named by id; passing a rule is evidence, never a verdict on a standard. Codes that
begin with DRL are said by `bcp drill run` of the answers it is given, never by `bcp check`.
""")

_SEVERITIES = {
    Severity.ERROR: mark("error"),
    Severity.WARNING: mark("warning"),
    Severity.INFO: mark("note"),
}


def page(say: Translate = untranslated) -> str:
    """The whole page, in the words that ``say`` gives: :func:`bcp.i18n.explainer`."""
    lines = [say(_HEADING), "", say(_INTRODUCTION)]
    for family, rules in groupby(explained().values(), key=lambda one: one.family):
        lines += [f"## {say(_FAMILIES[family])}", ""]
        for one in rules:
            lines += _rule(one, say)
    return "\n".join(lines).rstrip() + "\n"


def _rule(one: Rule, say: Translate) -> Iterator[str]:
    words = {part: message.text(say) for part, message in one.explanation.items()}
    if one.fix[:1].islower():  # it goes on after its heading
        words["fix"] = words["fix"][:1].lower() + words["fix"][1:]
    yield f"### {one.code}\n"
    yield f"{words['title']}\n"
    marks = [say(_SEVERITIES[one.severity]), say("pack {pack}").format(pack=one.pack)]
    marks.append(say("from {maturity}").format(maturity=one.since))
    if one.ages:
        marks.append(say("by age"))
    yield f"*{' · '.join(marks)}*\n"
    sections = (
        (say("Why"), words["why"]),
        (say("Fix"), words["fix"]),
        (say("Ignore when"), words["ignore_when"]),
        (say("Evidence for"), "; ".join(one.clauses)),
    )
    for heading, text in sections:
        if text:
            yield f"**{heading}:** {text}\n"
