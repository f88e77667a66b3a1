"""How each process fares: what holds it, when it is back, and how it can be reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bcp.graph.availability import State
from bcp.graph.clock.legs import Leg
from bcp.graph.stories import Stories, Story
from bcp.graph.structure import is_decision
from bcp.graph.what_if.answer import Held, Outcome, ProcessOutcome, Switched
from bcp.graph.what_if.deciding import Deciding
from bcp.graph.what_if.returns import Clock, Missing, Return, Returns
from bcp.graph.what_if.stand_ins import StandIns
from bcp.graph.what_if.ways_in import Ways
from bcp.graph.what_if.worlds import Worlds
from bcp.model.resources import Process, Strategy
from bcp.plan import Plan


class Outcomes:
    """The processes of one scenario."""

    def __init__(
        self,
        plan: Plan,
        state: State,
        worlds: Worlds,
        deciding: Deciding,
        stand_ins: StandIns,
        ways: Ways,
    ) -> None:
        self.plan = plan
        self.state = state
        self.structure = state.structure
        self.worlds = worlds
        self.deciding = deciding
        self.stand_ins = stand_ins
        self.ways = ways
        self.stories = Stories(state)
        self.usual = worlds.returns(on_duty=False)
        self.sure = worlds.returns(on_duty=True)
        self._legs: dict[int, tuple[Leg, ...]] = {}
        self.hold_numbers = {one.id: number for number, one in enumerate(self.structure.holds)}

    def of(self, process: Process, switched: Sequence[Switched]) -> ProcessOutcome:
        """How one process fares while these redundancies are switched."""
        number = self.structure.number[process.id]
        story = self.stories.of(number)
        strategies = sorted(
            (one for one in self.plan.of(Strategy) if one.for_ == process.id),
            key=lambda one: (one.order is None, one.order or 0),
        )
        numbers = self.state.serving.get(number, ())
        serving = {self.structure.holds[one].id for one in numbers}
        able = tuple(self._held(process, one) for one in strategies if one.id in serving)
        used = tuple(one for one in able if self._is_used_up(number, one))
        held = tuple(one for one in able if one not in used)
        failed = tuple(
            (one.id, self._lack(one)) for one in strategies if story and one.id not in serving
        )
        outcome = self._outcome(number, story, held)
        clock = self._clock(process, held, used, in_doubt=outcome == "in-doubt")
        under = self._on_the_way(number, switched) if switched else []
        gone = () if story else tuple(self.stand_ins.used_up(under))
        if gone:
            missing = tuple(Missing("used-up", one) for one in gone)
            clock = replace(clock, minimum=Return(None, (), missing, proven=False), if_not_yet=None)
            outcome = "stops"
        return ProcessOutcome(
            process.id,
            outcome,
            story,
            held,
            failed,
            tuple(one.redundancy for one in under),
            clock,
            None if gone else self._ends_at(clock, held, under),
            self.ways.into(
                process.id,
                (self.structure.holds[self.hold_numbers[one.strategy]] for one in held),
            ),
            tuple(one.strategy for one in used),
        )

    def _is_used_up(self, process: int, one: Held) -> bool:
        """Whether a strategy should have begun so long ago that it has come to its end."""
        began = self.usual.course.began.get(process, 0)
        if one.lasts is None or one.back.seconds != 0 or not began:
            return False
        return self._served_from(began, one) + one.lasts <= 0

    def _outcome(self, number: int, story: Story, held: Sequence[Held]) -> Outcome:
        stops = bool(story) and not held
        if number in self.worlds.sure.lost and not stops:
            return "in-doubt"
        if held:
            return "below-minimum" if all(one.enough is False for one in held) else "minimum"
        return "stops" if stops else "goes-on"

    def legs(self, process: int) -> tuple[Leg, ...]:
        """All that is done until a process is back at its minimum, and in full."""
        if process not in self._legs:
            self._legs[process] = self._done(process)
        return self._legs[process]

    def _done(self, process: int) -> tuple[Leg, ...]:
        back = self.usual.course.recovered
        several = [*back.done(process), *back.done(process, full=True)]
        for hold in self.state.serving.get(process, ()):
            several += back.done_for(hold)
        return tuple(dict.fromkeys(several))

    def _on_the_way(self, number: int, switched: Sequence[Switched]) -> list[Switched]:
        """Those of the redundancies that a process stands on, or that are switched for it."""
        under = self.structure.under((number,))
        legs = {leg.thing for leg in self.legs(number) if leg.what == "switching"}
        numbers = ((one, self.structure.number[one.redundancy]) for one in switched)
        return [
            one for one, each in numbers if each in legs or (each in under and not one.meanwhile)
        ]

    # ── clocks ─────────────────────────────────────────────────────────────────────────────────

    def _clock(
        self, process: Process, held: Sequence[Held], used: Sequence[Held], *, in_doubt: bool
    ) -> Clock:
        gone = frozenset(self.hold_numbers[one.strategy] for one in used)
        weak = frozenset(self.hold_numbers[one.strategy] for one in held if one.enough is False)
        below = self.worlds.returns(on_duty=True, without=gone) if weak else None
        weak |= gone
        usual = self.worlds.returns(on_duty=False, without=weak)
        sure = self.worlds.returns(on_duty=True, without=weak)
        sooner = any(one.back.seconds is None for one in held if one.enough is not False)
        clock = replace(sure.clock(process), may_be_sooner=sooner)
        if below is not None:
            clock = self._below(clock, below.clock(process).minimum)
        if sure is not usual:
            best = usual.clock(process)
            clock = self._if_somebody_steps_in(process, clock, best, sure, in_doubt=in_doubt)
        clock = self._if_reached(process, clock, usual)
        if clock.past and clock.minimum.seconds == 0:
            now = self.worlds.only_now.clock(process).minimum
            # It may not have begun: what has never been shown is a promise still.
            minimum = replace(clock.minimum, proven=now.proven)
            clock = replace(clock, minimum=minimum, if_not_yet=now if now.seconds != 0 else None)
        return clock

    def _below(self, clock: Clock, below: Return) -> Clock:
        """With what gives less than the minimum, where it serves before the minimum is back."""
        later = clock.minimum.seconds
        is_sooner = below.seconds is not None and (later is None or below.seconds < later)
        return replace(clock, below=below) if is_sooner else clock

    def _if_somebody_steps_in(
        self, process: Process, clock: Clock, best: Clock, sure: Returns, *, in_doubt: bool
    ) -> Clock:
        """``clock`` waits until somebody is on duty, ``best`` does not; where that decides on the
        verdict, nobody knows it. Of what is in doubt both are told, also where it does not."""
        if best.minimum.seconds is None:
            return clock
        is_same = best.minimum.seconds == clock.minimum.seconds
        if is_same or (best.verdict == clock.verdict and clock.minimum.seconds is not None):
            if not in_doubt:
                return clock
            return replace(clock, at_best=best.minimum, at_worst=clock.minimum)
        waiting = self._waiting(process, sure)
        missing = tuple(Missing("off-duty", one) for one in waiting)
        return replace(
            clock,
            minimum=Return(None, (), missing, proven=False),
            at_best=best.minimum,
            at_worst=clock.minimum if clock.minimum.seconds is not None else None,
        )

    def _waiting(self, process: Process, sure: Returns) -> tuple[str, ...]:
        """The roles nobody is on duty for that the way back of a process waits for."""
        number = self.structure.number[process.id]
        recovered = sure.course.recovered
        legs = (*self.legs(number), *recovered.done(number))
        found = set(self.deciding.acting(legs))
        found.update(self.structure.nodes[leg.thing].id for leg in legs)
        found.update(step.id for step in Stories(self.worlds.sure).of(number))
        waiting = tuple(one for one in self.deciding.off_duty if one in found)
        if waiting:
            return waiting
        under = self.structure.ids(self.structure.under((number,)))
        return tuple(one for one in self.deciding.off_duty if one in under)

    def _if_reached(self, process: Process, clock: Clock, returns: Returns) -> Clock:
        """With whoever must decide on the way reached by no call: nobody knows when they do."""
        if not clock.minimum.seconds:
            return clock
        number = self.structure.number[process.id]
        roles = self.deciding.unreached(returns.course.recovered.done(number))
        if not roles:
            return clock
        missing = tuple(Missing("unreached", one) for one in roles)
        return replace(
            clock,
            minimum=Return(None, (), missing, proven=False),
            at_best=clock.at_best or clock.minimum,
            at_worst=None,
        )

    # ── how long it holds ──────────────────────────────────────────────────────────────────────

    def _ends_at(
        self, clock: Clock, held: Sequence[Held], switched: Iterable[Switched]
    ) -> int | None:
        """When the last of what holds a process is used up before full service is back."""
        ends = self._strategies_end(clock, held) if held else self.stand_ins.ends(switched)
        if ends is None or (held and clock.full.seconds is not None and clock.full.seconds <= ends):
            return None
        return ends

    def _strategies_end(self, clock: Clock, held: Sequence[Held]) -> int | None:
        """When the strategies that carry it one after the other come to an end; None where they
        do not, or nobody knows. Of one that serves by now, the time it has served counts. One that
        begins only after the others have ended leaves a gap, so it does not count."""
        serving = sorted(
            (self._served_from(clock.began, one), one.lasts is None, one.lasts or 0)
            for one in held
            if one.back.seconds is not None
        )
        until: int | None = None
        for since, for_ever, lasts in serving:
            if until is not None and since > until:
                break
            if for_ever:
                return None
            until = max(until or 0, since + lasts)
        return until

    def _served_from(self, began: int, one: Held) -> int:
        """From when on a strategy serves, counted from now; before now where it serves already."""
        hold, down = self.hold_numbers[one.strategy], self.usual.course.began
        takes = self.usual.times.way_of_strategy(hold, down).seconds
        if one.back.seconds or takes is None or not began:
            return one.back.seconds or 0
        return min(0, takes - began)

    # ── strategies ─────────────────────────────────────────────────────────────────────────────

    def _held(self, process: Process, one: Strategy) -> Held:
        least = process.minimum.share if process.minimum else None
        call = self.deciding.call(one.decided_by, one.decided_within)
        hold = self.hold_numbers[one.id]
        needs = self.structure.holds[hold].needs
        roles = (*self.structure.ids(needs), one.decided_by, *self._otherwise(one))
        nobody = self.deciding.nobody(dict.fromkeys(roles))
        return Held(
            one.id,
            one.do,
            one.by,
            one.decided_by,
            self.deciding.person(one.decided_by),
            one.decided_within.total if one.decided_within else None,
            one.within.total,
            self.deciding.late(call, one.decided_within),
            call,
            nobody,
            self.deciding.unheld(one.decided_by),
            self._back(hold, [each.role for each in nobody]),
            one.lasts.total if one.lasts else None,
            one.gives,
            None if least is None or one.gives is None else one.gives >= least,
        )

    def _otherwise(self, one: Strategy) -> Iterator[str]:
        if one.otherwise is not None:
            yield one.otherwise.by

    def _back(self, hold: int, nobody: Sequence[str]) -> Return:
        back = self.sure.of_strategy(hold)
        if back.seconds is None and nobody:
            missing = tuple(Missing("off-duty", one) for one in nobody)
            return replace(back, missing=missing)
        return back

    def _lack(self, one: Strategy) -> str:
        """What a strategy that cannot serve lacks; its process where it does not cover it."""
        hold = self.structure.holds[self.hold_numbers[one.id]]
        lost = self.state.lost
        lacks = next(
            iter(self.structure.ids(need for need in hold.needs if need in lost)), one.for_
        )
        return one.decided_by if is_decision(lacks) else lacks
