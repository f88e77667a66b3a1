"""What is weak in a call-out, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.reach.clocks import TooLate
from bcp.graph.reach.faults import (
    DeadEnd,
    EmptyStep,
    Fault,
    HolderIsAlternate,
    Loop,
    LostWithIt,
    OneWay,
    SamePerson,
    StopsShort,
)
from bcp.graph.reach.telling import Telling
from bcp.i18n import mark


class FaultWording(Telling):
    """Faults in the order in which they were found; those that say the same of several together."""

    def lines(self, several: Sequence[Fault]) -> Iterator[Line]:
        late = [one for one in several if isinstance(one, TooLate)]
        for one in several:
            if not isinstance(one, TooLate):
                yield from self._lines(one)
            elif late:
                # Told together, where the first of them stands.
                for role in dict.fromkeys(each.role for each in late):
                    yield from self._late([each for each in late if each.role == role])
                late = []

    def _lines(self, one: Fault) -> Iterator[Line]:
        match one:
            case LostWithIt():
                yield from self._lost(one)
            case DeadEnd():
                yield self._dead_end(one)
            case Loop():
                yield self._loop(one)
            case EmptyStep():
                yield self._empty(one)
            case OneWay():
                yield self._one_way(one)
            case StopsShort():
                yield self._stops_short(one)
            case SamePerson():
                yield self._same(one)
            case HolderIsAlternate():
                yield self._twice(one)

    def _twice(self, one: HolderIsAlternate) -> Line:
        return line(
            1,
            "{person} is named twice for {role}: nobody stands in for themselves",
            person=self.title(one.person),
            role=self.title(one.role),
        )

    def _dead_end(self, one: DeadEnd) -> Line:
        return line(
            1,
            "dead end in “{list}”, {when}, {who}: {told}",
            list=self.title(one.hit.escalation or ""),
            when=self.whens(one.hit.hours or (one.hit.when,)),
            who=self.circumstance(one.hit),
            told=self.outcome(one.hit.outcome),
        )

    def _loop(self, one: Loop) -> Line:
        if one.what == "lists":
            return line(
                1,
                "handing over runs in a circle: {lists}",
                lists=" → ".join(map(self.title, (*one.ids, one.ids[0]))),
            )
        return line(
            1,
            "a circle in “{list}”: the step {step} leads back to {back}",
            list=self.title(one.place.id),
            step=one.ids[0],
            back=one.ids[1],
        )

    def _lost(self, one: LostWithIt) -> Iterator[Line]:
        yield line(
            1,
            "{playbook} answers to {cause}, which takes what it calls by: {things}",
            playbook=self.title(one.playbook),
            cause=self.title(one.cause),
            things=self.titles((*one.channels, *one.people)),
        )
        if one.steps:
            yield line(2, "no way is left to call {roles}", roles=self.titles(one.steps))
        text = (
            mark("then, {when}: {told} ({list})")
            if one.later
            else mark("the authority is reached all the same: {told} ({list})")
        )
        yield line(
            2,
            text,
            when=self.when(one.hit.when),
            told=self.outcome(one.hit.outcome),
            list=self.title(one.hit.escalation or ""),
        )

    def _late(self, several: Sequence[TooLate]) -> Iterator[Line]:
        for one in self._first_of_each(several):
            outcome = one.outcome
            last = outcome.walk[-1].escalation if outcome.walk else ""
            told = self.outcome(outcome)
            if last:
                told = Message.of("{told} ({list})", told=told, list=self.title(last))
            yield line(1, "reached too late: {told}, with any one person absent", told=told)
            for each in several:
                if each.outcome == outcome:
                    yield self._clock(each)

    def _first_of_each(self, several: Iterable[TooLate]) -> Iterator[TooLate]:
        seen = []
        for one in several:
            if one.outcome not in seen:
                seen.append(one.outcome)
                yield one

    def _clock(self, one: TooLate) -> Line:
        text = {
            "switch": mark("the switch of {thing} must be decided within {time}"),
            "strategy": mark("“{thing}” must be decided within {time}"),
            "strategy-rto": mark("“{thing}” must be decided within {time} to keep the RTO"),
            "activation-rto": mark("“{thing}” must be started within {time} to keep the RTO"),
            "notice": mark("the notice “{thing}” is due within {time}"),
        }[one.what]
        return line(2, text, thing=self.title(one.of), time=self.time(one.clock))

    def _empty(self, one: EmptyStep) -> Line:
        text = {
            "nobody": mark("“{list}”, {when}: nobody is there for {role}, with nobody absent"),
            "no-way": mark("“{list}”, {when}: nobody who is {role} can be had by its channels"),
            "unnamed": mark("“{list}”: the plan names nobody for {role}"),
        }[one.how if one.how in ("nobody", "no-way") else "unnamed"]
        return line(
            1,
            text,
            list=self.title(one.escalation),
            when=self.whens(one.when),
            role=self.title(one.role),
        )

    def _one_way(self, one: OneWay) -> Line:
        return line(
            1,
            "all calls of “{list}” go by one thing; each of these alone takes them: {things}",
            list=self.title(one.escalation),
            things=self.titles(one.things),
        )

    def _stops_short(self, one: StopsShort) -> Line:
        return line(
            1,
            "“{list}” ends when one of these accepts, and the plan lets none of them start "
            "anything: {roles}",
            list=self.title(one.escalation),
            roles=self.titles(one.roles),
        )

    def _same(self, one: SamePerson) -> Line:
        text = (
            mark("“{list}”, {when}: after {before}, {role} calls nobody new, {person} first again")
            if one.nobody_new
            else mark("“{list}”, {when}: {person} is called first as {before} and next as {role}")
        )
        return line(
            1,
            text,
            list=self.title(one.escalation),
            when=self.when(one.when),
            before=self.title(one.before),
            role=self.title(one.role),
            person=self.title(one.person),
        )
