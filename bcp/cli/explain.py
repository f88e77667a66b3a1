"""``bcp explain``: what a rule asks, why, and how to answer it."""

from __future__ import annotations

import json
import os

import click

from bcp.cli.help import Command
from bcp.cli.language import ENGLISH, asked_for, for_people, words_in
from bcp.cli.plans import format_option, style, words_option
from bcp.diagnostics import Message, Severity, Translate, mark
from bcp.errors import BcpError
from bcp.nearest import nearest
from bcp.report.text import WORDS, Style
from bcp.rules.catalogue import catalogue, explained
from bcp.rules.rule import Rule

_OF_KINDS = (
    mark("error, pack {pack}"),
    mark("warning, pack {pack}"),
    mark("note, pack {pack}"),
)
"""By severity, the worst first: how a rule is introduced."""


@click.command(cls=Command)
@click.argument("code", required=False)
@format_option("text", "json")
@words_option
def explain(code: str | None, format_: str, language: str | None) -> None:
    """Explain a rule: what, why, how to fix. Without CODE: list all rules.

    \b
    Examples:
      bcp explain ROL003
      bcp explain ROL003 --lang uk
      bcp explain
    """
    rules = list(catalogue().values()) if code is None else [_rule(code)]
    if format_ == "json":
        say = words_in(asked_for(language) or ENGLISH)
        answer = {"format": "bcp.rules/1", "rules": [_as_json(one, say) for one in rules]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    how = style(for_people(language, os.environ))
    words = {severity: how.translate(said) for severity, said in WORDS.items()}
    widest = max(map(len, words.values()))
    for one in rules:
        if code is None:
            first, rest = f"{one.code}  {words[one.severity]:<{widest}}  ", " " * (widest + 10)
            click.echo("\n".join(how.wrap(_in_words(one, how.translate)["title"], first, rest)))
        else:
            click.echo("\n".join(_explained(one, how)))


def _rule(code: str) -> Rule:
    found = explained().get(code.upper())
    if found is None:
        near = nearest(code.upper(), explained())
        raise BcpError(
            "there is no rule {code}",
            "did you mean {near}? `bcp explain` lists them all"
            if near
            else "`bcp explain` lists them all",
            code=code,
            near=near,
        )
    return found


def _explained(one: Rule, how: Style) -> list[str]:
    say = how.translate
    kind = Message.of(_OF_KINDS[Severity.ERROR - one.severity], pack=one.pack)
    words = _in_words(one, say)
    told = [f"{how.paint(one.code, '1')}  {kind.text(say)}"]
    told += how.wrap(words["title"], "", "")
    sections = (
        (say(mark("Why")), words["why"]),
        (say(mark("Fix")), words["fix"]),
        (say(mark("Ignore when")), words["ignore_when"]),
        (say(mark("Age")), say(mark("The answer changes with the day alone.")) if one.ages else ""),
        (say(mark("Evidence for")), "; ".join(one.clauses)),
    )
    for heading, text in sections:
        if text:
            told.append("")
            told += how.wrap(f"{heading}: {text}", "", "  ")
    return told


def _in_words(one: Rule, say: Translate) -> dict[str, str]:
    """The parts of a rule's explanation. The fix goes on after its heading, so it begins small."""
    words = {part: message.text(say) for part, message in one.explanation.items()}
    if words["fix"] and one.fix[:1].islower():
        words["fix"] = words["fix"][:1].lower() + words["fix"][1:]
    return words


def _as_json(one: Rule, say: Translate) -> dict[str, object]:
    return {
        "code": one.code,
        "severity": one.severity.label,
        "pack": one.pack,
        "ages": one.ages,
        **_in_words(one, say),
        "clauses": list(one.clauses),
    }
