"""Findings in files that several plans share: told once, with the plans that have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bcp.diagnostics import Message, mark
from bcp.report.checked import Answer, Shared
from bcp.report.text import Style, heading

_NAMED = 6
"""Plans that are named at most."""


def together(answers: Sequence[Answer], style: Style) -> str:
    """What the plans have in common, by file, as lines with their ends.

    With more than one plan, below each finding stands in which of them it was found: what is right
    in a shared file for one plan may lack something in another. Empty when there is none.
    """
    plans: dict[Shared, list[str]] = {}
    for answer in answers:
        for one in dict.fromkeys(answer.shared):
            plans.setdefault(one, []).append(answer.plan)
    parts: list[str] = []
    for file, group in groupby(sorted(plans), key=lambda one: one.file):
        parts.append(f"{heading(file, style)}\n")
        for one in group:
            text = one.text
            if len(answers) > 1:
                where = "".join(f"{line}\n" for line in _where(plans[one], style))
                text = f"{text.removesuffix(_END)}{where}{_END}"
            parts.append(text)
    return "".join(parts)


_END = "\n"
"""The empty line after a finding."""


def _where(plans: Sequence[str], style: Style) -> Iterator[str]:
    named = ", ".join(plans[:_NAMED])
    more = len(plans) - _NAMED
    words = (
        Message.of(mark("in {plans} and {count} more"), plans=named, count=more)
        if more > 0
        else Message.of(mark("in {plans}"), plans=named)
    )
    yield from style.wrap(words.text(style.translate), "    ", "      ")
