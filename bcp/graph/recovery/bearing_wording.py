"""What stand-ins carry, how long they last, and how much data is lost, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.recovery.capacity import Cover
from bcp.graph.recovery.data_loss import DataLoss, Exposure, LostTogether
from bcp.graph.recovery.endurance import Endurance, TooShort
from bcp.graph.recovery.telling import Telling, rounded, time_or_not_set
from bcp.graph.saying import length
from bcp.i18n import mark


class Carrying(Telling):
    """How much the stand-ins carry."""

    @property
    def short(self) -> list[Cover]:
        """Those that carry too little."""
        covers = self.found.capacity if self.whole else ()
        return [one for one in covers if one.outcome == "short"]

    def lines(self) -> Iterator[Line]:
        covers = self.found.capacity if self.whole else ()
        yield from self.section(mark("Stand-ins that carry too little"), self.short, self._cover)
        yield from self.section(
            mark("How much these carry, or must carry, is not known"),
            [one for one in covers if one.outcome == "not-known"],
            self._open,
            short=True,
        )

    def _open(self, one: Cover) -> Iterator[Line]:
        if one.said or one.asked is None or None in (each.amount for each in one.carriers):
            yield line(1, "{of}", of=self.title(one.of))
        else:
            yield from self._cover(one)

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


class Losing(Telling):
    """How much data is lost."""

    @property
    def beyond(self) -> list[DataLoss]:
        """The processes that lose more than they may."""
        return [
            one
            for one in self.found.data.processes
            if one.verdict in ("beyond", "nothing-left") and self.mine((one.process,))
        ]

    def lines(self) -> Iterator[Line]:
        data, beyond = self.found.data, self.beyond
        yield from self.section(mark("More data would be lost than allowed"), beyond, self._lost)
        if not self.whole:
            for one in data.processes:
                if one.process == self.process and one not in beyond and one.worst is not None:
                    yield line(0, "Data that would be lost")
                    yield from self._lost(one)
        yield from self.section(
            mark("Copies kept where what they are of is lost"),
            data.together if self.whole else (),
            self._together,
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
            rpo=time_or_not_set(one.rpo),
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


class Lasting(Telling):
    """Whether what stands in lasts."""

    @property
    def gaps(self) -> list[Endurance]:
        """What comes to its end before the original is back; strategies that follow each other
        once, in the order that leaves the longest outage."""
        several: dict[frozenset[str], Endurance] = {}
        for one in self._of:
            if one.outcome == "second-outage":
                several.setdefault(frozenset((one.of, *one.then)), one)
        return list(several.values())

    @property
    def _of(self) -> list[Endurance]:
        return [one for one in self.found.endurance if self.mine(one.processes)]

    def lines(self) -> Iterator[Line]:
        yield from self.section(
            mark("A second outage before the original is back"), self.gaps, self._gap
        )
        yield from self.section(
            mark("Whether these last until the original is back is not known"),
            [one for one in self._of if one.outcome == "not-known"],
            self._open_end,
            short=True,
        )
        yield from self.section(
            mark("Strategies shorter than the minimum must be possible"),
            self._each_chain_once(),
            self._too_short,
        )

    def _each_chain_once(self) -> list[TooShort]:
        """The strategies that are too short, of those that follow each other the first."""
        several: dict[frozenset[str], TooShort] = {}
        for one in self.found.too_short:
            if self.mine((one.process,)):
                several.setdefault(frozenset((one.strategy, *one.then)), one)
        return list(several.values())

    def _gap(self, one: Endurance) -> Iterator[Line]:
        yield line(
            1,
            "{of}: carries until {until}, and what {through} takes is back after {back}: {gap} "
            "without",
            of=self._one_after_the_other((one.of, *one.then)),
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
            else mark("{of}: whether {then} can follow for long enough is not said")
            if one.then
            else mark("{of}: how soon it serves is not said")
        )
        yield line(
            1,
            text,
            of=self.title(one.of),
            through=self.title(one.through),
            then=self.titles(one.then),
        )

    def _too_short(self, one: TooShort) -> Iterator[Line]:
        yield line(
            1,
            mark("{of}: last {lasts} together, and {process} must be able to go on for {asked}")
            if one.then
            else mark(
                "{of}: lasts {lasts}, and {process} must be able to go on like that for {asked}"
            ),
            of=self._one_after_the_other((one.strategy, *one.then)),
            lasts=length(one.together),
            process=self.title(one.process),
            asked=length(one.asked),
        )
        if one.breaks is not None:
            yield line(
                2,
                mark("{next} cannot follow: it serves after {ready}, and that ends after {until}")
                if one.breaks.why == "not-ready"
                else mark("{next} does not count as following: it needs {shared} too"),
                next=self.title(one.breaks.strategy),
                ready=rounded(one.breaks.ready),
                until=rounded(one.until),
                shared=self.titles(one.breaks.shared),
            )

    def _one_after_the_other(self, strategies: tuple[str, ...]) -> str | Message:
        first, *others = strategies
        told = self.title(first)
        for one in others:
            told = Message.of("{one}, then {other}", one=told, other=self.title(one))
        return told


def _after(one: Exposure) -> Message:
    words = {
        "site": mark("when its site is lost"),
        "supplier": mark("when its supplier is lost"),
        "corruption": mark("when its data are corrupted"),
        "ransomware": mark("when ransomware locks it"),
    }
    return Message.of(words[one.loss])
