"""From script and journal to report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bcp.drill.afteraction.measure import measured, metrics, outcome, played, suggested
from bcp.drill.afteraction.types import ACHIEVED, Area, Outcome, Rated, Report, Row, Standing, Told
from bcp.drill.journal import Record, Tail, merge, one_line, read_run, scan, tail
from bcp.drill.journal.standing import standing
from bcp.drill.script import (
    Action,
    Objective,
    Progress,
    Script,
    clock_text,
    from_data,
    stale,
)
from bcp.errors import BcpError
from bcp.i18n import Translator, translator
from bcp.plan import Plan

RATINGS = _WORST_FIRST = "UMSP"


def report_of_run(folder: Path, plan: Plan | None = None) -> Report:
    """The report of the run in a folder; ``plan`` to see whether its script is stale.

    A half record at the end of a journal that is being written is left out.

    Raises:
        BcpError: there is no such run, or its journal is damaged.
    """
    header = read_run(folder)
    files = scan(folder)
    records = merge(record for file in files for record in file.records)
    run = str(header.get("id", folder.name))
    return report(run, from_data(header.get("script")), records, tail(files), plan)


def report(
    run: str, script: Script, records: Iterable[Record], reached: Tail, plan: Plan | None = None
) -> Report:
    """The report of these records, merged and in order; ``reached`` is how far they go.

    Raises:
        BcpError: there is nothing to report: no record at all.
    """
    records = tuple(records)
    if not records:
        raise BcpError("Nothing has happened in {run} yet: its journal is empty.", run=run)
    stands = standing(records)
    progress = Progress.of(script, stands)
    end = progress.ended if progress.ended is not None else max(r.reading.x for r in records)
    rows = tuple(_row(progress, one, end) for one in script.actions)
    say = translator(script.language)
    return Report(
        run=run,
        script=script.id,
        title=script.title,
        type=script.type,
        plan=script.plan,
        plan_title=script.plan_title,
        revision=script.revision,
        digest=script.digest,
        language=script.language,
        began=records[0].reading.wall,
        ended_ms=end,
        ended=progress.ended is not None,
        stopped=one_line(progress.stopped),
        facilitator=script.facilitator,
        evaluator=script.evaluator,
        objectives=tuple(_rated(progress, one, end) for one in script.objectives),
        rows=rows,
        told=tuple(_told(progress)),
        metrics=metrics(progress, end),
        areas=tuple(_areas(rows, say)),
        strengths=tuple(_strengths(rows, say)),
        notes=tuple(_notes(stands)),
        answers=tuple(
            (one.ask, one_line(progress.answered[one.id]))
            for one in script.questions
            if one.id in progress.answered
        ),
        corrections=tuple(_corrections(records, say)),
        stale=stale(script, plan) if plan is not None else (),
        count=reached.count,
        heads=dict(sorted(reached.heads.items())),
    )


def _row(progress: Progress, action: Action, end: int) -> Row:
    done = progress.done.get(action.id)
    script = progress.script
    other = done is not None and done.by not in ("", action.by)
    return Row(
        script.number(action.id),
        action.id,
        action.text,
        script.name(action.by),
        one_line(script.name(done.by)) if done and other else "",
        action.must,
        progress.due(action.id),
        done.at if done else None,
        outcome(progress, action, end),
        one_line(done.note) if done else "",
        action.where,
    )


def _told(progress: Progress) -> Iterator[Told]:
    for one in progress.script.injects:
        if one.if_not_done and one.id not in progress.delivered:
            continue  # it was not needed
        yield Told(
            one.id,
            one.text,
            progress.comes_at(one),
            progress.delivered.get(one.id),
            one.id in progress.skipped,
            one_line(progress.skipped.get(one.id, "")),
        )


def _rated(progress: Progress, objective: Objective, end: int) -> Rated:
    given = sorted(progress.ratings.get(objective.id, ()), key=lambda g: _place(g.code))
    proposal = suggested(progress, objective, end, over=progress.over)
    first = given[0] if given else None
    # Who leaves an objective on purpose leaves it without a rating, whatever was suggested.
    final = proposal if first is None else first.code if first.code in RATINGS else ""
    acted = played(progress, objective, end)
    return Rated(
        objective.id,
        objective.text,
        objective.capability,
        measured(progress, objective, end),
        proposal,
        final,
        first is not None and bool(final),
        one_line(first.reason) if first else "",
        tuple(f"{one.writer}: {one.code}" for one in given) if len(given) > 1 else (),
        acted,
        _standing(final, left=first is not None, acted=acted),
    )


def _standing(final: str, *, left: bool, acted: bool) -> Standing:
    if final:
        return Standing.MET if final in ACHIEVED else Standing.NOT_MET
    return Standing.NOT_RATED if left or acted else Standing.NOT_PLAYED


def _place(code: str) -> int:
    return _WORST_FIRST.index(code) if code in _WORST_FIRST else len(_WORST_FIRST)


def _areas(rows: Iterable[Row], say: Translator) -> Iterator[Area]:
    """Each action that was missed or late, musts first."""
    bad = [row for row in rows if row.outcome in (Outcome.MISSED, Outcome.LATE)]
    for row in sorted(bad, key=lambda one: (not one.must, one.number)):
        if row.outcome is Outcome.MISSED:
            said = (
                say("not done")
                if row.due_ms is None
                else say("not done, due at {time}").format(time=clock_text(row.due_ms))
            )
        else:
            assert row.due_ms is not None and row.at_ms is not None
            said = say("{time} late").format(time=clock_text(row.at_ms - row.due_ms))
        yield Area(f"{row.by}: {row.text} – {said}", row.where, row.id, row.must)


def _strengths(rows: Iterable[Row], say: Translator) -> Iterator[str]:
    """Up to three musts that were done with most time to spare."""
    good = [
        (row.due_ms - row.at_ms, row)
        for row in rows
        if row.outcome is Outcome.DONE
        and row.due_ms is not None
        and row.at_ms is not None
        and row.at_ms < row.due_ms
    ]
    best = sorted(good, key=lambda pair: (not pair[1].must, -pair[0], pair[1].number))[:3]
    for spare, row in best:
        left = say("{time} to spare").format(time=clock_text(spare))
        yield f"{row.by}: {row.text} – {left}"


def _notes(records: Iterable[Record]) -> Iterator[tuple[int, str]]:
    for one in records:
        if one.type in ("note", "observation"):
            yield one.reading.x, one_line(str(one.data.get("text", "")))
        elif one.type == "kpi":
            reading = f"{one.data.get('indicator', '')}: {one.data.get('value', '')}"
            yield one.reading.x, one_line(reading)


def _corrections(records: Iterable[Record], say: Translator) -> Iterator[str]:
    """What was taken back or amended: the report shows both."""
    known = {(one.writer, one.seq): one for one in records}
    for one in known.values():
        of = one.data.get("of")
        if one.type not in ("undo", "amend") or not isinstance(of, int):
            continue
        target = known.get((one.writer, of))
        what = _what(target) if target else ""
        at = clock_text(one.reading.x)
        if one.type == "undo":
            told = say("{time} record {number} of {writer} taken back: {what}")
        else:
            told = say("{time} record {number} of {writer} corrected: {what}")
            change = f"{one.data.get('old', '')} → {one.data.get('new', '')}"
            what = f"{what}, {one_line(change)}"
        yield told.format(time=at, number=of, writer=one.writer, what=what)


def _what(record: Record) -> str:
    data = record.data
    named = next(
        (data[key] for key in ("action", "inject", "objective", "text") if key in data), ""
    )
    return one_line(f"{record.type} {named}")
