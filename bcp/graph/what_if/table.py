"""An answer to "what if?" as a table: a process a row, the worst first."""

from __future__ import annotations

from dataclasses import dataclass

from bcp.diagnostics import Message
from bcp.graph.saying import length
from bcp.graph.stories import title_of
from bcp.graph.what_if.answer import Answer, ProcessOutcome
from bcp.graph.what_if.processes import worst_first
from bcp.graph.what_if.returns import Return
from bcp.i18n import mark
from bcp.plan import Plan

_OUTCOMES = {
    "stops": mark("stops"),
    "in-doubt": mark("in doubt"),
    "below-minimum": mark("below minimum"),
    "minimum": mark("minimum"),
    "goes-on": mark("goes on"),
}
_VERDICTS = {
    "met": mark("in time"),
    "rto-missed": mark("late"),
    "mtpd-breached": mark("too late"),
    "not-known": mark("not known"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; its cells are put into words when they are shown."""

    cells: tuple[Message, ...]


def table(answer: Answer, plan: Plan, language: str = "") -> tuple[Row, ...]:
    """The heading, then a row for each process."""
    languages = (language,) if language else ()
    head = Row(
        (
            Message.of("process"),
            Message.of("outcome"),
            Message.of("at minimum"),
            Message.of("RTO"),
            Message.of("MTPD"),
            Message.of("verdict"),
            Message.of("in full"),
        )
    )
    order = tuple(_OUTCOMES)
    several = sorted(worst_first(answer, plan), key=lambda one: order.index(one.outcome))
    return (head, *(_row(one, plan, languages) for one in several))


def _row(one: ProcessOutcome, plan: Plan, languages: tuple[str, ...]) -> Row:
    clock = one.clock
    hit = clock.outage != 0
    return Row(
        (
            Message.of("{process}", process=title_of(plan, one.process, *languages)),
            Message.of(_OUTCOMES[one.outcome]),
            _when(clock.minimum),
            _target(clock.rto),
            _target(clock.mtpd),
            Message.of(_VERDICTS[clock.verdict]) if hit else Message.of("–"),
            _when(clock.full),
        )
    )


def _when(back: Return) -> Message:
    if back.seconds is None:
        return Message.of("not known")
    if back.seconds == 0:
        return Message.of("–")
    text = mark("{time}") if back.proven else mark("{time}, unproven")
    return Message.of(text, time=length(back.seconds))


def _target(seconds: int | None) -> Message:
    return Message.of("not set") if seconds is None else Message.of("{time}", time=length(seconds))
