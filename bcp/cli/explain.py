"""``bcp explain``: what a rule asks, why, and how to answer it."""

from __future__ import annotations

import json

import click

from bcp.cli.plans import format_option, style
from bcp.errors import BcpError
from bcp.nearest import nearest
from bcp.report.text import Style
from bcp.rules.catalogue import catalogue, explained
from bcp.rules.rule import Rule

_WORDS = {"ERROR": "error", "WARNING": "warning", "INFO": "note"}


@click.command
@click.argument("code", required=False)
@format_option("text", "json")
def explain(code: str | None, format_: str) -> None:
    """Explain a rule: what, why, how to fix. Without CODE: list all rules.

    \b
    Examples:
      bcp explain ROL003
      bcp explain
    """
    rules = list(catalogue().values()) if code is None else [_rule(code)]
    if format_ == "json":
        answer = {"format": "bcp.rules/1", "rules": [_as_json(one) for one in rules]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    how = style()
    for one in rules:
        if code is None:
            first, rest = f"{one.code}  {_WORDS[one.severity.name]:<8} ", " " * 17
            click.echo("\n".join(how.wrap(one.title, first, rest)))
        else:
            click.echo("\n".join(_explained(one, how)))


def _rule(code: str) -> Rule:
    found = explained().get(code.upper())
    if found is None:
        near = nearest(code.upper(), explained())
        fix = f"did you mean {near}? " if near else ""
        raise BcpError(f"there is no rule {code}", f"{fix}`bcp explain` lists them all")
    return found


def _explained(one: Rule, how: Style) -> list[str]:
    told = [f"{how.paint(one.code, '1')}  {_WORDS[one.severity.name]}, pack {one.pack}"]
    told += how.wrap(one.title, "", "")
    sections = (
        ("Why", one.why),
        ("Fix", one.fix),
        ("Ignore when", one.ignore_when),
        ("Age", "The answer changes with the day alone." if one.ages else ""),
        ("Evidence for", "; ".join(one.clauses)),
    )
    for heading, text in sections:
        if text:
            told.append("")
            told += how.wrap(f"{heading}: {text.replace('``', '`')}", "", "  ")
    return told


def _as_json(one: Rule) -> dict[str, object]:
    return {
        "code": one.code,
        "severity": one.severity.label,
        "pack": one.pack,
        "ages": one.ages,
        "title": one.title,
        "why": one.why,
        "fix": one.fix,
        "ignore_when": one.ignore_when,
        "clauses": list(one.clauses),
    }
