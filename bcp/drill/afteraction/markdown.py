"""The report as Markdown, to be filed in the repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bcp.drill.afteraction.text import (
    area_line,
    figure,
    journal_line,
    overview_line,
    summary_line,
    timeline,
)
from bcp.drill.afteraction.types import Report
from bcp.drill.script import clock_text
from bcp.i18n import Translator, translator

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(report: Report) -> str:
    """The report as one Markdown document. What people wrote stays text: it makes no markup."""
    say = translator(report.language)
    return "\n".join(_document(report, say)) + "\n"


def _document(report: Report, say: Translator) -> Iterator[str]:
    yield f"# {_text(report.title)}"
    yield ""
    yield f"{_text(report.run)} ({say(report.type)})."
    yield _text(overview_line(report, say)) + "."
    yield _text(summary_line(report, say)) + "."
    if report.stopped:
        yield _text(say("Stopped: {why}. Its figures do not count.").format(why=report.stopped))
    yield from _objectives(report, say)
    yield from _table(
        say("Figures"),
        (say("Figure"), say("Measured"), say("Met")),
        (
            (
                one.name,
                figure(one, say),
                "–" if one.met is None else say("yes") if one.met else say("no"),
            )
            for one in report.metrics
        ),
    )
    yield from _table(
        say("Timeline"),
        ("#", say("Due"), say("Done"), "", say("Action"), say("Who")),
        (
            (
                str(row.number),
                "–" if row.due_ms is None else clock_text(row.due_ms),
                "–" if row.at_ms is None else clock_text(row.at_ms),
                say(row.outcome.value).upper(),
                row.text
                + (say(" (must)") if row.must else "")
                + (f"; {row.note}" * bool(row.note)),
                row.done_by or row.by,
            )
            for row in timeline(report)
        ),
    )
    yield from _bullets(say("Strengths"), report.strengths)
    yield from _bullets(
        say("To improve"),
        (f"{area_line(one, say)} ({one.where})" for one in report.areas),
    )
    yield from _bullets(say("Notes"), (f"{clock_text(at)} {text}" for at, text in report.notes))
    yield from _bullets(say("Straight afterwards"), (f"{q} – {a}" for q, a in report.answers))
    yield from _bullets(say("Corrections"), report.corrections)
    yield from _bullets(
        say("The plan has changed since this script was made"),
        (f"{one.id}: {say(one.why)} ({one.where})" for one in report.stale),
    )
    yield ""
    yield _text(journal_line(report, say)) + "."


def _objectives(report: Report, say: Translator) -> Iterator[str]:
    yield from _table(
        say("Objectives"),
        (say("Objective"), say("Measured"), say("Suggested"), say("Rating"), say("Reason")),
        (
            (
                one.text,
                figure(one.metric, say) if one.metric else "–",
                one.suggested or "–",
                one.final if one.given else f"({one.final or say(one.standing.value)})",
                one.reason + (f" ({', '.join(one.spread)})" if one.spread else ""),
            )
            for one in report.objectives
        ),
    )


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    rows = tuple(rows)
    if not rows:
        return
    yield ""
    yield f"## {title}"
    yield ""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(_text(cell) for cell in row)} |"


def _bullets(title: str, items: Iterable[str]) -> Iterator[str]:
    items = tuple(items)
    if not items:
        return
    yield ""
    yield f"## {title}"
    yield ""
    for item in items:
        yield f"- {_text(item)}"


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
