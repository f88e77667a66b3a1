"""Whether everything would be back in time, in sentences and tables: what is worst in front."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.recovery.answer import Recovery
from bcp.graph.recovery.bearing_wording import Carrying, Lasting, Losing
from bcp.graph.recovery.table_wording import Tables
from bcp.graph.recovery.telling import Telling, Told
from bcp.graph.recovery.times_wording import Late, Said, Starting
from bcp.i18n import mark
from bcp.plan import Plan


def sentences(
    found: Recovery, plan: Plan, language: str = "", process: str | None = None
) -> tuple[Told, ...]:
    """The answer in sentences and tables, of all processes or of one."""
    languages = (language,) if language else ()
    return tuple(_Wording(plan, languages, found, process).lines())


class _Wording(Telling):
    def __init__(
        self, plan: Plan, languages: tuple[str, ...], found: Recovery, process: str | None
    ) -> None:
        super().__init__(plan, languages, found, process)
        self.late = Late(plan, languages, found, process)
        self.said = Said(plan, languages, found, process)
        self.tables = Tables(plan, languages, found, process)
        self.carrying = Carrying(plan, languages, found, process)
        self.losing = Losing(plan, languages, found, process)
        self.lasting = Lasting(plan, languages, found, process)
        self.starting = Starting(plan, languages, found, process)

    def lines(self) -> Iterator[Told]:
        if not self.found.processes:
            yield line(0, "This plan names no process, so nothing can be said about what is late.")
            return
        yield self._verdict()
        yield from self._counts()
        yield from self.late.lines()
        yield from self.tables.lines()
        yield from self.said.lines()
        yield from self.carrying.lines()
        yield from self.losing.lines()
        yield from self.lasting.lines()
        yield from self.starting.lines()

    def _verdict(self) -> Line:
        late, unproven = self.late.late, self.said.unproven
        rows = [row for one in self.asked for row in one.rows]
        unknown = len({row.thing for row in rows if row.verdict == "not-known"})
        if late:
            text = (
                mark("1 thing cannot be back in time")
                if len(late) == 1
                else mark("{count} things cannot be back in time")
            )
            first = Message.of(text, count=len(late))
        elif unknown:
            text = (
                mark("Nothing is late for certain, and of 1 thing it is not known")
                if unknown == 1
                else mark("Nothing is late for certain, and of {count} things it is not known")
            )
            first = Message.of(text, count=unknown)
        elif self.lasting.gaps:
            first = Message.of(
                "Everything is back in time for the minimum, as the plan has it, and not all of it "
                "can be kept up"
            )
        else:
            first = Message.of("Everything is back in time for the minimum, as the plan has it")
        if not unproven:
            return line(0, "{first}; every time in it was shown within a year.", first=first)
        return line(
            0,
            mark("{first}; 1 time in it was never shown, or not for a year.")
            if len(unproven) == 1
            else mark("{first}; {count} times in it were never shown, or not for a year."),
            first=first,
            count=len(unproven),
        )

    def _counts(self) -> Iterator[Line]:
        full = len(self.late.full)
        waiting = sum(self.mine(one.processes) for one in self.found.deadlocks)
        second = len(self.lasting.gaps)
        small = len(self.carrying.short)
        beyond = len(self.losing.beyond)
        counts = (
            (full, Message.of("too late for full service: {count}", count=full)),
            (waiting, Message.of("waiting for each other: {count}", count=waiting)),
            (second, Message.of("second outages: {count}", count=second)),
            (small, Message.of("stand-ins that carry too little: {count}", count=small)),
            (beyond, Message.of("more data lost than allowed: {count}", count=beyond)),
        )
        told: Message | None = None
        for count, one in counts:
            if count:
                told = one if told is None else Message.of("{a}; {b}", a=told, b=one)
        if told is not None:
            yield line(0, "Also {counts}.", counts=told)
