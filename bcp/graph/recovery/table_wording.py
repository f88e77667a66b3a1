"""The tables of the answer: every process, and everything that one of them stands on."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.recovery.answer import Limit, ProcessRecovery, Row
from bcp.graph.recovery.telling import Cells, Telling, Told, rounded, time_or_not_set


class Tables(Telling):
    """The tables, and what their signs mean."""

    def lines(self) -> Iterator[Told]:
        if self.whole:
            yield _PROCESSES
            for one in self.found.processes:
                yield self._summary(one)
            yield line(0, "Everything that one of them stands on: bcp graph recovery PROCESS")
            return
        for one in self.asked:
            yield self._targets(one)
            yield _THINGS
            yield from map(self._row, one.rows)
            limits = [each for row in one.rows for each in (row.minimum, row.full) if each]
            if any(each.bridged for each in limits):
                yield line(
                    1,
                    "in brackets: required only when what stands in for it comes to its end",
                )
            if any(each.latest != each.soonest for each in limits):
                yield line(
                    1, "≤, ≥: by then at the latest, or not before; the plan does not say all"
                )

    def _summary(self, one: ProcessRecovery) -> Cells:
        verdicts = [row.verdict for row in one.rows]
        full = sum(row.full_verdict == "late" for row in one.rows)
        unproven = sum(one.process in each.processes for each in self.found.unproven)
        counts = (
            sum(each in ("in-time", "not-asked") for each in verdicts),
            verdicts.count("late"),
            verdicts.count("not-known"),
            full,
            unproven,
        )
        return Cells(
            (
                Message.literally(one.process),
                time_or_not_set(one.rto),
                *(Message.of("{number}", number=count) for count in counts),
            )
        )

    def _targets(self, one: ProcessRecovery) -> Line:
        return line(
            0,
            "{process}: RTO {rto}, MTPD {mtpd}, full service within {full}",
            process=self.title(one.process),
            rto=time_or_not_set(one.rto),
            mtpd=time_or_not_set(one.mtpd),
            full=time_or_not_set(one.full_within),
        )

    def _row(self, row: Row) -> Cells:
        figure = row.figure
        shown = Message.of("–")
        if row.proof == "never":
            shown = Message.of("never")
        elif figure.measured is not None and figure.on is not None:
            shown = Message.of("{time}, {day}", time=rounded(figure.measured), day=figure.on)
        elif figure.on is not None:
            shown = Message.of("{day}", day=figure.on)
        return Cells(
            (
                Message.literally(row.thing),
                _limit(row.minimum),
                _limit(row.full),
                _promised(figure.promised),
                shown,
                _outcome(row),
            )
        )


_THINGS = Cells(
    (
        Message.of("thing"),
        Message.of("needed by"),
        Message.of("in full"),
        Message.of("committed"),
        Message.of("demonstrated"),
        Message.of("outcome"),
    )
)


_PROCESSES = Cells(
    (
        Message.of("process"),
        Message.of("RTO"),
        Message.of("in time"),
        Message.of("too late"),
        Message.of("not known"),
        Message.of("late in full"),
        Message.of("unproven"),
    )
)


def _limit(limit: Limit | None) -> Message:
    if limit is None:
        return Message.of("–")
    if limit.latest is None:
        told = Message.of("≥ {time}", time=rounded(limit.soonest))
    else:
        told = rounded(limit.latest)
        if limit.latest != limit.soonest:
            told = Message.of("≤ {time}", time=told)
    return Message.of("({told})", told=told) if limit.bridged else told


def _outcome(row: Row) -> Message:
    if row.verdict == "late" and row.gap is not None:
        return Message.of("{gap} late", gap=rounded(row.gap))
    if row.verdict == "not-known":
        return Message.of("not known")
    if row.full_verdict == "late":
        return Message.of("late in full")
    return Message.of("in time")


def _promised(seconds: int | None) -> Message:
    if seconds is None:
        return Message.of("not said")
    return Message.of("{time}", time=rounded(seconds))
