"""The report as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from bcp.drill.afteraction.types import Area, Metric, Outcome, Rated, Report, Row, Standing
from bcp.drill.script import clock_text
from bcp.i18n import Translator, translator


def lines(report: Report, width: int | None = None, *, short: bool = False) -> Iterator[str]:
    """The report in lines without their ends; ``width`` None: not broken. ``short``: overview,
    objectives and what to improve.
    """
    say = translator(report.language)
    for text, first, rest in _content(report, say, short):
        if width is None or not text:
            yield f"{first}{text}" if text else ""
        else:
            yield from textwrap.wrap(
                text,
                max(width, 40),
                initial_indent=first,
                subsequent_indent=rest,
                break_long_words=False,
                break_on_hyphens=False,
            )


def _content(report: Report, say: Translator, short: bool) -> Iterator[tuple[str, str, str]]:
    yield from _overview(report, say)
    if report.objectives:
        yield "", "", ""
        yield say("Objectives"), "", ""
        for one in report.objectives:
            yield objective_line(one, say), "  ", "      "
    if not short:
        yield from _record(report, say)
    yield from _list(
        say("To improve"),
        tuple(f"{area_line(one, say)} [{one.where}]" for one in report.areas),
    )
    yield from _list(
        say("The plan has changed since this script was made"),
        tuple(f"{one.id}: {say(one.why)} ({one.where})" for one in report.stale),
    )
    yield "", "", ""
    yield journal_line(report, say), "", "  "


def _record(report: Report, say: Translator) -> Iterator[tuple[str, str, str]]:
    """What happened, in full."""
    if report.metrics:
        yield "", "", ""
        yield say("Figures"), "", ""
        for metric in report.metrics:
            yield metric_line(metric, say), "  ", "      "
    yield "", "", ""
    yield say("Timeline (due → done)"), "", ""
    for row in timeline(report):
        yield row_line(row, say), "  ", " " * 17
    yield from _list(say("Notes"), tuple(f"{clock_text(at)} {text}" for at, text in report.notes))
    yield from _list(say("Straight afterwards"), tuple(f"{q} – {a}" for q, a in report.answers))
    yield from _list(say("Corrections"), report.corrections)
    yield from _list(say("Strengths"), report.strengths)


def _overview(report: Report, say: Translator) -> Iterator[tuple[str, str, str]]:
    yield f"{report.title} ({say(report.type)}, {report.run})", "", "  "
    yield overview_line(report, say), "", "  "
    if report.stopped:
        yield say("Stopped: {why}. Its figures do not count.").format(why=report.stopped), "", "  "
    elif not report.ended:
        yield say("This run has not ended; the figures are as of now."), "", "  "
    yield summary_line(report, say), "", "  "


def overview_line(report: Report, say: Translator) -> str:
    """Which plan, and when."""
    return say("Plan {plan} {revision} ({digest}); began {began}, took {length}").format(
        plan=report.plan_title,
        revision=report.revision,
        digest=report.digest,
        began=report.began[:16].replace("T", " ") + " UTC",
        length=clock_text(report.ended_ms),
    )


def summary_line(report: Report, say: Translator) -> str:
    """How many actions came out how, and how many objectives were met."""
    met = ", ".join(_objectives_counted(report, say))
    done = say("{done} actions in time, {late} late, {missed} missed, {open} open").format(
        done=report.counted(Outcome.DONE),
        late=report.counted(Outcome.LATE),
        missed=report.counted(Outcome.MISSED),
        open=report.counted(Outcome.OPEN),
    )
    return f"{met}; {done}" if report.objectives else done


def _objectives_counted(report: Report, say: Translator) -> Iterator[str]:
    """``Objectives: 2 met (1 of them clean), 1 not met, 1 not played``."""
    clean = sum(one.clean for one in report.objectives)
    yield say("Objectives: {met} met ({clean} of them clean)").format(
        met=report.standing(Standing.MET), clean=clean
    )
    yield say("{count} not met").format(count=report.standing(Standing.NOT_MET))
    if count := report.standing(Standing.NOT_PLAYED):
        yield say("{count} not played").format(count=count)
    if count := report.standing(Standing.NOT_RATED):
        yield say("{count} not rated").format(count=count)


def objective_line(one: Rated, say: Translator) -> str:
    """An objective in a line: rating, text, target, measured, reason."""
    parts = [f"{one.final or say(one.standing.value)}  {one.text}"]
    if one.metric is not None:
        parts.append(figure(one.metric, say))
    if not one.given and one.final:
        parts.append(say("suggested, not rated by anybody"))
    elif one.given and one.suggested and one.suggested != one.final:
        parts.append(say("suggested was {code}").format(code=one.suggested))
    if one.achieved and one.given and not one.played:
        parts.append(say("nothing of it was played"))
    parts += [part for part in (one.reason, ", ".join(one.spread)) if part]
    return "; ".join(parts)


def area_line(area: Area, say: Translator) -> str:
    """What to improve, in a line."""
    return say("must: {text}").format(text=area.text) if area.must else area.text


def metric_line(metric: Metric, say: Translator) -> str:
    """A figure in a line, its word first."""
    words = {True: say("MET"), False: say("FAILED"), None: "–"}
    return f"{words[metric.met]}  {metric.name}: {figure(metric, say)}"


def figure(metric: Metric, say: Translator) -> str:
    """``took 6:00, at most 10:00``."""
    measured = say("not reached") if metric.measured is None else _value(metric, metric.measured)
    if metric.target is None:
        return measured
    bound = say("at least") if metric.unit == "permille" else say("at most")
    return f"{measured} ({bound} {_value(metric, metric.target)})"


def _value(metric: Metric, value: int) -> str:
    if metric.unit == "ms":
        return clock_text(value)
    return f"{value // 10} %" if value % 10 == 0 else f"{value / 10:.1f} %"


def timeline(report: Report) -> tuple[Row, ...]:
    """What was due or done, in the order in which it was due."""
    seen = (Outcome.DONE, Outcome.LATE, Outcome.MISSED)
    rows = [row for row in report.rows if row.outcome in seen]

    def when(row: Row) -> tuple[int, int]:
        return (row.due_ms if row.due_ms is not None else row.at_ms or 0, row.number)

    return tuple(sorted(rows, key=when))


def row_line(row: Row, say: Translator) -> str:
    """One action of the timeline: ``LATE   10:00 → 12:30  …``."""
    word = say(row.outcome.value).upper()
    due = "–" if row.due_ms is None else clock_text(row.due_ms)
    at = "–" if row.at_ms is None else clock_text(row.at_ms)
    must = say(" (must)") if row.must else ""
    by = row.by
    if row.done_by:
        by = say("{role}; done by {other}").format(role=row.by, other=row.done_by)
    note = f"; {row.note}" if row.note else ""
    return f"{word:<6} {due:>7} → {at:<7} {row.text}{must} – {by}{note}"


def journal_line(report: Report, say: Translator) -> str:
    """How far the journals went, for the commit that files the report."""
    heads = ", ".join(f"{writer} {head[:16]}…" for writer, head in report.heads.items())
    return say("Journal: {count} records, last {heads}").format(count=report.count, heads=heads)


def _list(title: str, items: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    if items:
        yield "", "", ""
        yield title, "", ""
        for item in items:
            yield item, "  - ", "    "
