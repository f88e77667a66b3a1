"""Really checking one plan, and putting the answer into words or JSON."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple, cast

from bcp.cli.asked import Asked, Clock
from bcp.cli.folders import Folder, Reaching, file_prefix
from bcp.cli.held import Held, held_by_surroundings
from bcp.diagnostics import Diagnostic, Message, Severity, Translate, mark
from bcp.engine import check
from bcp.errors import BcpError
from bcp.files import Tree
from bcp.loader import Loaded, load
from bcp.nearest import nearest
from bcp.report.checked import Answer, Checked, Shared
from bcp.report.text import Style, block, counted, lines, opens_as, tally
from bcp.rules.catalogue import catalogue

_MUCH = 30
"""Findings from which a summary by rule helps,"""
_FEW = 2
"""and of how many of a rule it is silent."""

_SHARED = mark("{count} in shared files")
_IDLE = mark("{count} of them shared and not used here")

_FAIL_ON = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "info": Severity.INFO,
    "never": None,
}


class Judged(NamedTuple):
    """The answer for a plan, and whether it may be given again."""

    answer: Answer
    crashed: bool
    """Whether a rule failed, which is a fault of the program."""
    whole: bool
    """Whether every file of the plan and of all that it uses was read."""
    used: Mapping[str, Tree]
    """The folders that the plan uses, as named in ``uses``."""


def judge(folder: Folder, asked: Asked, style: Style) -> Judged:
    """Check one plan. BcpError when a rule is asked for that there is not.

    The plan is dropped then: there may be thousands.
    """
    _known(asked.codes)
    reach = Reaching(folder)
    held = Held(asked.contacts, asked.identity) if asked.contacts else held_by_surroundings()
    loaded = load(folder.tree, reach, held.read(folder.path))
    checked = _checked(folder, loaded, asked)
    shared: tuple[Shared, ...] = ()
    if asked.format == "json":
        from bcp.report.json import piece

        text = piece(checked, style.translate)
    else:
        prefix = file_prefix(folder.path)
        own = tuple(one for one in checked.result.diagnostics if not _is_shared(one))
        told = (*lines(own, loaded.where.excerpt, style, prefix), *_end(checked, loaded, style))
        text = "".join(f"{line}\n" for line in told)
        shared = tuple(_shared(checked, loaded, style, prefix))
    threshold = _FAIL_ON[asked.fail_on or folder.settings.fail_on or "error"]
    worst = checked.result.worst
    fails = threshold is not None and worst is not None and worst >= threshold
    answer = Answer(text, fails, checked.counts, checked.plan, shared)
    return Judged(answer, bool(checked.result.crashed), reach.whole, reach.trees)


def _known(codes: tuple[str, ...]) -> None:
    for code in codes:
        if code not in catalogue():
            near = nearest(code, catalogue())
            raise BcpError(
                "there is no rule {code}",
                "did you mean {near}? `bcp explain` lists them all"
                if near
                else "`bcp explain` lists them all",
                code=code,
                near=near,
            )


def _checked(folder: Folder, loaded: Loaded, asked: Asked) -> Checked:
    day = dt.date.fromisoformat(asked.as_of)
    only = asked.only or cast("Clock | None", folder.settings.only)
    result = check(loaded.plan, loaded.where.span, day, faults=loaded.diagnostics, only=only)
    if asked.codes:
        shown = tuple(one for one in result.diagnostics if one.code in asked.codes)
        result = replace(result, diagnostics=shown)
    return Checked(
        str(folder.path),
        loaded.plan.id,
        len(loaded.where.documents),
        len(loaded.plan.objects),
        result,
    )


def _is_shared(one: Diagnostic) -> bool:
    """Whether it is told in a file that lies outside the plan's own folder."""
    return one.span.file.startswith("../")


def _shared(checked: Checked, loaded: Loaded, style: Style, prefix: str) -> Iterator[Shared]:
    for one in filter(_is_shared, checked.result.diagnostics):
        told = block(one, loaded.where.excerpt, style, prefix)
        file = opens_as(prefix, one.span.file)
        text = "".join(f"{line}\n" for line in told)
        yield Shared(file, one.span.line, one.span.column, one.severity, text)


def _end(checked: Checked, loaded: Loaded, style: Style) -> Iterator[str]:
    """What is said after the findings: how many there are, and in what."""
    plan = loaded.plan
    idle = len(plan.idle & plan.objects.keys())
    summary = _summary(checked, idle, style.translate)
    for sentence in (summary, *_most_often(checked, style.translate)):
        yield from style.wrap(sentence, "", "  ")


def _most_often(checked: Checked, translate: Translate) -> Iterator[str]:
    """Where to begin when there is much: the rules that found most."""
    found = Counter(one.code for one in checked.result.diagnostics)
    often = [f"{code} ×{count}" for code, count in found.most_common(6) if count > _FEW]
    if found.total() >= _MUCH and often:
        first = often[0].partition(" ")[0]
        yield Message.of(
            "most often: {rules}; `bcp check --rule {first}` shows one rule alone",
            rules=", ".join(often),
            first=first,
        ).text(translate)


def _summary(one: Checked, idle: int, translate: Translate) -> str:
    number = len(one.result.waived)
    waived = f", {counted(number, '{count} waived', '{count} waived', translate)}" if number else ""
    read = ", ".join(
        (
            counted(one.files, "{count} file", "{count} files", translate),
            counted(one.objects, "{count} object", "{count} objects", translate),
            *([counted(idle, _IDLE, _IDLE, translate)] if idle else ()),
            counted(len(one.result.rules), "{count} rule", "{count} rules", translate),
        )
    )
    number = sum(map(_is_shared, one.result.diagnostics))
    shared = f", {counted(number, _SHARED, _SHARED, translate)}" if number else ""
    return f"{one.plan}: {tally(one.counts, translate)}{shared}{waived} ({read})"
