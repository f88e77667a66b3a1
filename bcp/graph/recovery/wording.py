"""Whether everything would be back in time, in sentences and tables: what is worst in front."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.recovery.capacity import Cover
from bcp.graph.recovery.data_loss import DataLoss, Exposure, LostTogether
from bcp.graph.recovery.endurance import Endurance, TooShort
from bcp.graph.recovery.recovery import (
    Differs,
    Inversion,
    Limit,
    ProcessRecovery,
    Recovery,
    Row,
    Unproven,
    Unsaid,
)
from bcp.graph.recovery.start import Deadlock, Start, StartOrder
from bcp.graph.saying import Saying, time
from bcp.i18n import mark
from bcp.model.resources import Strategy
from bcp.plan import Plan

SHORTENED = 6
"""How many rows of a table, and things of one sort, are told when no process is asked about."""
_DAY = 86_400
_HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table; the first of a table is its heading."""

    cells: tuple[Message, ...]


Told = Line | Cells


def sentences(
    found: Recovery, plan: Plan, language: str = "", process: str | None = None
) -> tuple[Told, ...]:
    """The answer in sentences and tables, of all processes or of one."""
    languages = (language,) if language else ()
    return tuple(_Wording(plan, languages, found, process).lines())


def rounded(seconds: int) -> str:
    """A length of time in two units at most; what is left over is dropped."""
    if seconds >= 2 * _DAY:
        seconds -= seconds % _HOUR
    if seconds >= 14 * _DAY:
        seconds -= seconds % _DAY
    return time(seconds)


class _Wording(Saying):
    def __init__(
        self, plan: Plan, languages: tuple[str, ...], found: Recovery, process: str | None
    ) -> None:
        super().__init__(plan, languages)
        self.found = found
        self.process = process
        self.whole = process is None

    def lines(self) -> Iterator[Told]:
        found = self.found
        late = [one for one in found.late if self._mine((one.process, *one.others))]
        full = [one for one in found.full_late if self._mine((one.process, *one.others))]
        unproven = [one for one in found.unproven if self._mine(one.processes)]
        if not found.processes:
            yield line(0, "This plan names no process, so nothing can be said about what is late.")
            return
        yield self._verdict(late, unproven)
        yield from self._counts(full)
        yield from self._section(mark("Cannot be back in time"), late, self._inversion)
        yield from self._section(
            mark("Back in time for the minimum, too late for full service"), full, self._inversion
        )
        yield from self._deadlocks()
        yield from self._tables()
        yield from self._section(
            mark("Never shown, or not for a year"), unproven, self._unproven, short=self.whole
        )
        yield from self._differs()
        yield from self._unsaid()
        yield from self._capacity()
        yield from self._data()
        yield from self._endurance()
        yield from self._order()

    def _mine(self, processes: Iterable[str]) -> bool:
        return self.process is None or self.process in processes

    # ── the verdict ────────────────────────────────────────────────────────────────────────────

    def _verdict(self, late: list[Inversion], unproven: list[Unproven]) -> Line:
        rows = [row for one in self._asked() for row in one.rows]
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

    def _asked(self) -> list[ProcessRecovery]:
        return [one for one in self.found.processes if self._mine((one.process,))]

    def _counts(self, full: list[Inversion]) -> Iterator[Line]:
        found = self.found
        second = sum(
            one.outcome == "second-outage" and self._mine(one.processes) for one in found.endurance
        )
        small = sum(one.outcome == "short" for one in found.capacity) if self.whole else 0
        beyond = sum(
            one.verdict in ("beyond", "nothing-left") and self._mine((one.process,))
            for one in found.data.processes
        )
        waiting = sum(self._mine(one.processes) for one in found.deadlocks)
        counts = (
            (len(full), Message.of("too late for full service: {count}", count=len(full))),
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

    # ── what is late ───────────────────────────────────────────────────────────────────────────

    def _section(
        self, heading: str, items: Any, tell: Any, *, short: bool = False
    ) -> Iterator[Line]:
        if not items:
            return
        yield line(0, heading)
        shown = items[:SHORTENED] if short else items
        for item in shown:
            yield from tell(item)
        if len(items) > len(shown):
            yield line(1, "and {count} more", count=len(items) - len(shown))

    def _inversion(self, one: Inversion) -> Iterator[Line]:
        told = Message.of(
            "{thing}: back after {back}, required within {required}: {gap} too late",
            thing=self.title(one.thing),
            back=rounded(one.back),
            required=rounded(one.required),
            gap=rounded(one.gap),
        )
        if one.proof in ("never", "too-old"):
            told = Message.of("unproven: {figure}", figure=told)
        yield Line(1, told)
        yield line(2, "{chain}", chain=" → ".join(one.chain))
        if one.every_way:
            yield line(
                2,
                "{redundancies} does not help: too many of its ways stand on it",
                redundancies=self.titles(one.every_way),
            )
        if one.breaches:
            yield line(2, "the MTPD of {process} is breached", process=self.title(one.process))
        if one.others:
            yield line(2, "too late as well for {processes}", processes=self.titles(one.others))

    def _deadlocks(self) -> Iterator[Line]:
        def tell(one: Deadlock) -> Iterator[Line]:
            yield line(1, "{circle}", circle=" → ".join((*one.circle, one.circle[0])))
            if len(one.all) > len(one.circle):
                yield line(2, "{count} things in all stand in it", count=len(one.all))
            if one.processes:
                yield line(2, "until then these stay down: {ids}", ids=self.titles(one.processes))

        mine = [one for one in self.found.deadlocks if self._mine(one.processes)]
        yield from self._section(
            mark("Each waits for the next to start, and nothing outside starts them"), mine, tell
        )

    # ── the tables ─────────────────────────────────────────────────────────────────────────────

    def _tables(self) -> Iterator[Told]:
        if self.whole:
            yield _PROCESSES
            for one in self.found.processes:
                yield self._summary(one)
            yield line(0, "Everything that one of them stands on: bcp graph recovery PROCESS")
            return
        for one in self._asked():
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
                _time_or_not_set(one.rto),
                *(Message.of("{number}", number=count) for count in counts),
            )
        )

    def _targets(self, one: ProcessRecovery) -> Line:
        return line(
            0,
            "{process}: RTO {rto}, MTPD {mtpd}, full service within {full}",
            process=self.title(one.process),
            rto=_time_or_not_set(one.rto),
            mtpd=_time_or_not_set(one.mtpd),
            full=_time_or_not_set(one.full_within),
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

    # ── unproven, written otherwise ────────────────────────────────────────────────────────────

    def _unproven(self, one: Unproven) -> Iterator[Line]:
        text = (
            mark("{thing}: no time to be back is said; {processes}")
            if not one.said
            else mark("{thing}: last shown on {day}; {processes}")
            if one.on is not None
            else mark("{thing}: never shown; {processes}")
        )
        processes: Message | str = self.titles(one.processes)
        if len(one.processes) > 2:
            processes = Message.of("{count} processes", count=len(one.processes))
        yield line(1, text, thing=self.title(one.thing), day=one.on or "", processes=processes)

    def _differs(self) -> Iterator[Line]:
        def tell(one: Differs) -> Iterator[Line]:
            yield line(
                1,
                mark("{thing}: {written} is written, {follows} follows from the RTO of {process}")
                if one.target == "rto"
                else mark(
                    "{thing}: {written} is written, {follows} follows from full service of "
                    "{process}"
                ),
                thing=self.title(one.thing),
                written=rounded(one.written),
                follows=rounded(one.follows),
                process=self.title(one.process),
            )

        mine = [one for one in self.found.differs if self._mine((one.process,))]
        heading = mark("The plan asks for less than follows from it")
        yield from self._section(heading, mine, tell, short=self.whole)

    def _unsaid(self) -> Iterator[Line]:
        def tell(one: Unsaid) -> Iterator[Line]:
            text = {
                "noticing": mark("how soon the loss of {thing} is noticed: {ids}"),
                "deciding": mark("how soon {thing} is decided: {ids}"),
                "switching": mark("how long switching {thing} takes: {ids}"),
                "rerouting": mark("how long pointing {thing} elsewhere takes: {ids}"),
                "taking-up": mark("how long taking up {thing} takes: {ids}"),
                "starting-again": mark("how long {thing} takes to start again"),
            }[one.what]
            shown = list(one.without_it[:3])
            ids = ", ".join(shown) + (" …" if len(one.without_it) > len(shown) else "")
            yield line(1, text, thing=self.title(one.of), ids=ids)

        mine = list(self.found.unsaid) if self.whole else self._unsaid_below()
        heading = mark("The plan does not say, so that this cannot be reckoned")
        yield from self._section(heading, mine, tell, short=True)

    def _unsaid_below(self) -> list[Unsaid]:
        """What is not said of anything that the process stands on, or of its strategies."""
        below = {row.thing for one in self._asked() for row in one.rows}
        below |= {one.id for one in self.plan.of(Strategy) if one.for_ == self.process}
        return [one for one in self.found.unsaid if not below.isdisjoint(one.without_it)]

    # ── capacity, data, endurance ──────────────────────────────────────────────────────────────

    def _capacity(self) -> Iterator[Line]:
        if not self.whole:
            return
        short = [one for one in self.found.capacity if one.outcome == "short"]
        open_ = [one for one in self.found.capacity if one.outcome == "not-known"]
        yield from self._section(mark("Stand-ins that carry too little"), short, self._cover)
        if open_:
            yield line(0, "How much these carry, or must carry, is not known")
            for one in open_[:SHORTENED]:
                if one.said or one.asked is None or None in (each.amount for each in one.carriers):
                    yield line(1, "{of}", of=self.title(one.of))
                else:
                    yield from self._cover(one)
            if len(open_) > SHORTENED:
                yield line(1, "and {count} more", count=len(open_) - SHORTENED)

    def _cover(self, one: Cover) -> Iterator[Line]:
        text = {
            "redundancy": mark("{of} without {lost}: {carried} of {asked} {unit}")
            if one.said
            else mark(
                "{of} without {lost}: {carried} {unit}, and {asked} serve in normal times; the "
                "plan does not say how much is needed"
            ),
            "site": mark("{of} closed: room for {carried} of the {asked} people of the minimum"),
            "overflow": mark("{of}: {carriers} alone gives {carried} of at least {asked} agents"),
            "pool": mark("{of} is to give {asked} agents at once, and has {carried}"),
            "strategy": mark("{of} gives {carried} % of the service, and {asked} % is the minimum"),
        }[one.what]
        yield line(
            1,
            text,
            of=self.title(one.of),
            lost=self.title(one.lost) if one.lost else "",
            carried=one.carried,
            asked=one.asked or 0,
            unit=one.unit,
            carriers=self.titles(each.id for each in one.carriers),
        )

    def _data(self) -> Iterator[Line]:
        data = self.found.data
        beyond = [
            one
            for one in data.processes
            if one.verdict in ("beyond", "nothing-left") and self._mine((one.process,))
        ]
        yield from self._section(mark("More data would be lost than allowed"), beyond, self._lost)
        if not self.whole:
            for one in data.processes:
                if one.process == self.process and one not in beyond and one.worst is not None:
                    yield line(0, "Data that would be lost")
                    yield from self._lost(one)
        together = data.together if self.whole else ()
        yield from self._section(
            mark("Copies kept where what they are of is lost"), together, self._together
        )

    def _lost(self, one: DataLoss) -> Iterator[Line]:
        worst = one.worst
        if worst is None:
            return
        yield line(
            1,
            mark("{process}: everything in {store} {loss}; RPO {rpo}")
            if worst.seconds is None
            else mark("{process}: {time} of work in {store} {loss}; RPO {rpo}")
            if worst.exact
            else mark("{process}: more than {time} of work in {store} {loss}; RPO {rpo}"),
            process=self.title(one.process),
            store=self.title(worst.store),
            loss=_after(worst),
            time=rounded(worst.seconds or 0),
            rpo=_time_or_not_set(one.rpo),
        )
        if one.skew:
            yield line(
                2,
                "after the same loss its stores lie up to {skew} apart",
                skew=rounded(one.skew),
            )

    def _together(self, one: LostTogether) -> Iterator[Line]:
        yield line(
            1,
            "{store}: its copy at {kept}; both are lost with {through}",
            store=self.title(one.store),
            kept=self.title(one.kept_at),
            through=self.titles(one.through),
        )

    def _endurance(self) -> Iterator[Line]:
        mine = [one for one in self.found.endurance if self._mine(one.processes)]
        gaps = [one for one in mine if one.outcome == "second-outage"]
        open_ = [one for one in mine if one.outcome == "not-known"]
        yield from self._section(
            mark("A second outage before the original is back"), gaps, self._gap
        )
        if open_:
            yield line(0, "Whether these last until the original is back is not known")
            for one in open_[:SHORTENED]:
                yield from self._open_end(one)
            if len(open_) > SHORTENED:
                yield line(1, "and {count} more", count=len(open_) - SHORTENED)
        short = [one for one in self.found.too_short if self._mine((one.process,))]
        yield from self._section(
            mark("Strategies shorter than the minimum must be possible"), short, self._too_short
        )

    def _gap(self, one: Endurance) -> Iterator[Line]:
        yield line(
            1,
            "{of}: carries until {until}, and what {through} takes is back after {back}: {gap} "
            "without",
            of=self.title(one.of),
            until=rounded(one.until or 0),
            through=self.title(one.through),
            back=rounded(one.back or 0),
            gap=rounded(one.gap or 0),
        )
        for words in one.refill:
            yield line(
                2,
                "unless it is refilled: {refill}",
                refill=words.in_language(*self.languages, self.plan.language),
            )

    def _open_end(self, one: Endurance) -> Iterator[Line]:
        text = (
            mark("{of}: how long it lasts is not said")
            if one.until is None
            else mark("{of}: when what {through} takes is back is not said")
            if one.back is None
            else mark("{of}: how soon it serves is not said")
        )
        yield line(1, text, of=self.title(one.of), through=self.title(one.through))

    def _too_short(self, one: TooShort) -> Iterator[Line]:
        yield line(
            1,
            "{strategy}: lasts {lasts}, and {process} must be able to go on like that for {asked}",
            strategy=self.title(one.strategy),
            lasts=time(one.lasts),
            process=self.title(one.process),
            asked=time(one.asked),
        )

    # ── starting again ─────────────────────────────────────────────────────────────────────────

    def _order(self) -> Iterator[Told]:
        if self.whole:
            return
        for one in self.found.orders:
            if one.process == self.process and (one.steps or one.stuck):
                yield from self._steps(one)

    def _steps(self, order: StartOrder) -> Iterator[Line]:
        yield line(0, "If all of it is dark: start it again in this order")
        for number, one in enumerate(order.steps, 1):
            yield from self._start(number, one)
        if order.stuck:
            yield line(1, "cannot be started: {ids}", ids=self.titles(order.stuck))

    def _start(self, number: int, one: Start) -> Iterator[Line]:
        text = (
            mark("{number}. {thing}: running after {time}")
            if one.running_from is not None
            else mark("{number}. {thing}: when it runs is not known")
        )
        told = Message.of(
            text, number=number, thing=self.title(one.thing), time=rounded(one.running_from or 0)
        )
        if one.after:
            told = Message.of("{told}; needs {ids} first", told=told, ids=", ".join(one.after))
        yield Line(1, told)


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


def _time_or_not_set(seconds: int | None) -> Message:
    return Message.of("not set") if seconds is None else Message.literally(time(seconds))


def _limit(limit: Limit | None) -> Message:
    if limit is None:
        return Message.of("–")
    if limit.latest is None:
        told = f"≥ {rounded(limit.soonest)}"
    else:
        told = rounded(limit.latest)
        if limit.latest != limit.soonest:
            told = f"≤ {told}"
    return Message.literally(f"({told})" if limit.bridged else told)


def _outcome(row: Row) -> Message:
    if row.verdict == "late" and row.gap is not None:
        return Message.of("{gap} late", gap=rounded(row.gap))
    if row.verdict == "not-known":
        return Message.of("not known")
    if row.full_verdict == "late":
        return Message.of("late in full")
    return Message.of("in time")


def _after(one: Exposure) -> Message:
    words = {
        "site": mark("when its site is lost"),
        "supplier": mark("when its supplier is lost"),
        "corruption": mark("when its data are corrupted"),
        "ransomware": mark("when ransomware locks it"),
    }
    return Message.of(words[one.loss])


def _promised(seconds: int | None) -> Message:
    if seconds is None:
        return Message.of("not said")
    return Message.of("{time}", time=rounded(seconds))
