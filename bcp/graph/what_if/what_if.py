"""What happens to the plan when some things are lost.

Which processes stop, which a strategy holds at their minimum, which go on, and when each is back;
which stand-ins serve and who must decide that; which roles stay empty and who takes over; which
calls, messages, tasks and forms can no longer be made, done or found; what must be told to whom;
where the answers compete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property

from bcp.graph.availability import State, available
from bcp.graph.clock.times import PlanTimes
from bcp.graph.reach.asking import Deciders
from bcp.graph.stories import Stories
from bcp.graph.strain import is_strain
from bcp.graph.structure import Structure, is_decision, structure_of
from bcp.graph.what_if.answer import (
    Answer,
    Held,
    NumberOutcome,
    ProcessOutcome,
    RoleOutcome,
    Switched,
    WaysIn,
)
from bcp.graph.what_if.contests import Use, contests
from bcp.graph.what_if.due import due
from bcp.graph.what_if.returns import Clock, Returns
from bcp.graph.what_if.scenario import Scenario, course_of, scenario_of
from bcp.graph.what_if.staff_share import emptied_by
from bcp.graph.what_if.undoable import undoable
from bcp.model.people import Role
from bcp.model.queues import Queue
from bcp.model.resources import Process, Record, Redundancy, Strategy
from bcp.model.response import Risk
from bcp.model.scalars import Duration
from bcp.model.shown import Shown
from bcp.plan import Plan


def what_if(
    plan: Plan, asked: Sequence[str] | Scenario, *, structure: Structure | None = None
) -> Answer:
    """What happens when these things, causes or risks are lost, or in a scenario.

    ``structure`` is that of the plan without a strain, when it is known already.

    :raises BcpError: for an id that is no thing of the plan and no risk.
    """
    scenario = asked if isinstance(asked, Scenario) else scenario_of(plan, asked)
    if structure is None or not scenario.strain.is_none:
        structure = structure_of(plan, scenario.strain)
    strains = (one for one in scenario.strain.names if one in structure.number)
    before = available(structure, ())
    state = available(structure, structure.numbers((*scenario.ids, *strains)))
    return _Answering(plan, scenario, state, before).answer()


class _Answering:
    def __init__(self, plan: Plan, scenario: Scenario, state: State, before: State) -> None:
        self.plan = plan
        self.scenario = scenario
        self.state = state
        self.before = before
        self.stories = Stories(state)
        self.structure = state.structure
        self.lost = frozenset(self.structure.ids(state.lost))
        filled = state.structure.staffing.assignment(state.absent)
        self.fills = {
            role: person
            for role, person in zip(
                self.structure.ids(filled), self.structure.ids(filled.values()), strict=True
            )
            if role not in self.lost
        }

        times = PlanTimes(plan, self.structure)
        self.returns = Returns(self.structure, times, course_of(self.structure, times, scenario))
        self.hold_numbers = {one.id: number for number, one in enumerate(self.structure.holds)}
        self.switched = tuple(filter(None, map(self._switched, self.plan.of(Redundancy))))
        self.numbers = tuple(self._numbers())

    def answer(self) -> Answer:
        shown_elsewhere = ("roles", "processes", "strains", "decisions")
        nodes = self.structure.nodes
        gone = self.scenario.ids
        processes = tuple(self._process(one) for one in self.plan.of(Process))
        risks = self._risks(gone)
        hit = {one.process: one.clock for one in processes if self._is_hit(one)}
        return Answer(
            plan=self.plan.id,
            given=self.scenario.given,
            losses=gone,
            scenario=self.scenario,
            processes=processes,
            switched=self.switched,
            numbers=self.numbers,
            roles=self._roles(),
            lost=tuple(
                (nodes[one].id, self.stories.of(one))
                for one in self.state.lost
                if nodes[one].kind not in shown_elsewhere and one not in self.before.lost
            ),
            already_lost=self.structure.ids(self.before.lost),
            undoable=undoable(self.plan, self.lost),
            offline=self._offline(),
            risks=risks,
            due=due(
                self.plan,
                self.scenario,
                (*risks, *self.scenario.given),
                hit,
                self.fills,
                self.lost,
            ),
            contests=contests(
                self.plan, self.structure, self.lost, tuple(hit), self._uses(processes)
            ),
            emptied_by=emptied_by(self.plan, self.structure, self.scenario.strain),
        )

    def _is_hit(self, one: ProcessOutcome) -> bool:
        """Whether a process notices anything of it."""
        ways = one.ways_in
        return bool(one.story or one.switched or ways.waiting or ways.closed) or (
            one.clock.minimum.seconds != 0
        )

    def _uses(self, processes: Iterable[ProcessOutcome]) -> tuple[Use, ...]:
        """The strategies and switches that are used, each for the processes that wait for it."""
        doers = {one.redundancy: one.by for one in self.switched if one.stand_ins and one.by}
        found = []
        for one in processes:
            found += [Use(one.process, held.strategy, held.by) for held in one.held[:1]]
            found += [
                Use(one.process, switched, doers[switched])
                for switched in one.switched
                if switched in doers
            ]
        return tuple(found)

    def _risks(self, gone: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            risk.id
            for risk in self.plan.of(Risk)
            if gone and risk.removes is not None and set(risk.removes.ids) == set(gone)
        )

    def _offline(self) -> tuple[str, ...]:
        return tuple(
            one.id
            for one in self.plan.of(Record)
            if one.offline and one.at_ in self.lost and one.id not in self.lost
        )

    # ── processes ──────────────────────────────────────────────────────────────────────────────

    def _process(self, process: Process) -> ProcessOutcome:
        number = self.structure.number[process.id]
        steps = self.stories.of(number)
        under = self.structure.under((number,)) if self.switched else frozenset()
        strategies = sorted(
            (one for one in self.plan.of(Strategy) if one.for_ == process.id),
            key=lambda one: (one.order is None, one.order or 0),
        )
        serving = {self.structure.holds[one].id for one in self.state.serving.get(number, ())}
        held = [self._held(process, one) for one in strategies if one.id in serving]
        failed = tuple(
            (one.id, self._lack(one)) for one in strategies if steps and one.id not in serving
        )
        clock = replace(
            self.returns.clock(process),
            may_be_sooner=any(one.back.seconds is None for one in held),
        )
        switched = tuple(
            one.redundancy
            for one in self.switched
            if self.structure.number[one.redundancy] in under
        )
        return ProcessOutcome(
            process.id,
            "minimum" if held else "stops" if steps else "goes-on",
            steps,
            tuple(held),
            failed,
            switched,
            clock,
            self._ends_at(clock, held, switched),
            self._ways_in(process.id, serving),
        )

    def _ends_at(self, clock: Clock, held: Sequence[Held], switched: Sequence[str]) -> int | None:
        """When the last of what holds a process is used up before full service is back."""
        ends = self._strategies_end(clock, held) if held else self._stand_ins_end(switched)
        if ends is None or (held and clock.full.seconds is not None and clock.full.seconds <= ends):
            return None
        return ends

    def _strategies_end(self, clock: Clock, held: Sequence[Held]) -> int | None:
        """When the strategy that lasts longest ends; None when that of one is not known. Of one
        that serves by now, the time it has served counts."""
        until = [
            max(0, self._served_from(clock, one) + one.lasts)
            for one in held
            if one.back.seconds is not None and one.lasts is not None
        ]
        return max(until) if len(until) == len(held) else None

    def _served_from(self, clock: Clock, one: Held) -> int:
        """From when on a strategy serves, counted from now; before now where it serves already."""
        hold, down = self.hold_numbers[one.strategy], self.returns.course.began
        takes = self.returns.times.way_of_strategy(hold, down).seconds
        if one.back.seconds or takes is None or not clock.began:
            return one.back.seconds or 0
        return min(0, takes - clock.began)

    def _stand_ins_end(self, switched: Sequence[str]) -> int | None:
        """When the first stand-in gives out whose original is away for longer, or for a time that
        is not known."""
        at, number = self.returns.course.recovered.at, self.structure.number
        return min(
            (
                one.lasts
                for one in self.switched
                if one.redundancy in switched
                and one.lasts is not None
                and any(at(number[lost]) > one.lasts for lost in one.lost)
            ),
            default=None,
        )

    def _is_carried(self, queue: str, serving: AbstractSet[str]) -> bool:
        """Whether a queue lacks only what a strategy that serves its process does without."""
        number = self.structure.number[queue]
        node, lost = self.structure.nodes[number], self.state.lost
        if number in self.state.losses or any(gate.fails(lost) for gate in node.gates):
            return False
        gone = {need for need in node.needs if need in lost}
        holds = (self.structure.holds[self.hold_numbers[one]] for one in serving)
        return any(gone <= hold.without for hold in holds)

    def _ways_in(self, process: str, serving: AbstractSet[str]) -> WaysIn:
        dead: dict[str, list[NumberOutcome]] = {}
        for one in self.numbers:
            dead.setdefault(one.queue, []).append(one)
        open_, waiting, closed = [], [], []
        times: list[int | None] = []
        for queue in self.plan.of(Queue):
            gone = dead.get(queue.id, [])
            if queue.process != process:
                continue
            if queue.id in self.lost and not self._is_carried(queue.id, serving):
                closed.append(queue.id)
            elif not gone or len(gone) < len(queue.numbers):
                open_.append(queue.id)
            elif movable := [one for one in gone if one.to is not None and not one.lacks]:
                waiting.append(queue.id)
                times += [one.within for one in movable]
            else:
                closed.append(queue.id)
        within = None if None in times else max((one for one in times if one), default=None)
        return WaysIn(tuple(open_), tuple(waiting), tuple(closed), within)

    def _held(self, process: Process, one: Strategy) -> Held:
        least = process.minimum.share if process.minimum else None
        return Held(
            one.id,
            one.do,
            one.by,
            one.decided_by,
            self.fills.get(one.decided_by),
            one.decided_within.total if one.decided_within else None,
            one.within.total,
            self._late_reach(one.decided_by, one.decided_within),
            self.returns.of_strategy(self.hold_numbers[one.id]),
            one.lasts.total if one.lasts else None,
            one.gives,
            None if least is None or one.gives is None else one.gives >= least,
        )

    def _late_reach(self, role: str, within: Duration | None) -> int | None:
        """How long the call-out takes to a decider, where they have less time than that."""
        given = within.total if within is not None else 0
        # Who is given no time decides on the spot, and is there already.
        outcome = self._deciders.reached(role) if given else None
        reached = outcome.seconds if outcome is not None else None
        return reached if reached is not None and reached > given else None

    @cached_property
    def _deciders(self) -> Deciders:
        return Deciders(self.plan)

    def _lack(self, one: Strategy) -> str:
        hold = self.structure.holds[self.hold_numbers[one.id]]
        needs = (need for need in self.structure.ids(hold.needs) if need in self.lost)
        lacks = next(needs, one.for_)
        return one.decided_by if is_decision(lacks) else lacks

    # ── stand-ins and roles ────────────────────────────────────────────────────────────────────

    def _switched(self, one: Redundancy) -> Switched | None:
        number = self.structure.number[one.id]
        gone = tuple(each for each in dict.fromkeys(one.of) if each in self.lost)
        if not gone or number in self.state.lost:
            return None
        gate = self.structure.nodes[number].gates[-1]
        standing = [
            (place, weight)
            for place, (way, weight) in enumerate(zip(gate.ways, gate.weights, strict=True))
            if not any(each in self.state.lost for each in way)
        ]
        chosen, total = [], 0
        for place, weight in standing:
            if one.mode == "active" or total < gate.need:
                chosen.append(place)
                total += weight
        names = self.structure.ids(gate.members)
        chosen = [place for place in chosen if not is_strain(names[place])]
        switch, shown = one.switch, self.plan.demonstrated(one, "switch")
        stand_ins = tuple(names[place] for place in chosen if place >= gate.serving)
        left = tuple(names[place] for place, _ in standing if place >= gate.serving)
        return Switched(
            redundancy=one.id,
            lost=gone,
            serving=tuple(names[place] for place in chosen),
            stand_ins=stand_ins,
            left=sum(weight for _, weight in standing),
            need=gate.need,
            mode=one.mode,
            decided_by=switch.decided_by if switch else None,
            decides=self.fills.get(switch.decided_by) if switch else None,
            decided_within=switch.decided_within.total if switch else None,
            by=switch.by if switch else None,
            within=switch.within.total if switch else None,
            procedure=switch.procedure if switch else None,
            tested=_tested(one, shown),
            measured=shown.time.total if shown else None,
            otherwise=switch.otherwise.by if switch and switch.otherwise else None,
            reached=(
                self._late_reach(switch.decided_by, switch.decided_within)
                if switch and stand_ins
                else None
            ),
            lasts=_lasts(one, stand_ins, left),
        )

    def _numbers(self) -> Iterator[NumberOutcome]:
        for queue in self.plan.of(Queue):
            for one in queue.numbers:
                if one.carrier not in self.lost:
                    continue
                number = one.number or one.short or one.carrier
                node = self.structure.nodes[self.structure.number[f"{queue.id}#{number}"]]
                reroute = one.reroute
                takes = node.gates[0].ways[1] if reroute else ()
                lacks = tuple(each for each in self.structure.ids(takes) if each in self.lost)
                yield NumberOutcome(
                    queue=queue.id,
                    number=number,
                    carrier=one.carrier,
                    to=reroute.to if reroute and not lacks else None,
                    lacks=lacks,
                    decided_by=reroute.decided_by if reroute else None,
                    by=reroute.by if reroute else None,
                    within=_seconds(reroute.within) if reroute else None,
                    tested=reroute.tested.isoformat() if reroute and reroute.tested else None,
                )

    def _roles(self) -> tuple[RoleOutcome, ...]:
        staffing, ids = self.structure.staffing, self.structure.ids
        found = []
        for role in self.plan.of(Role):
            number = self.structure.number[role.id]
            holder = staffing.normally.get(number)
            before = ids((holder,))[0] if holder is not None else None
            now = self.fills.get(role.id)
            if before == now and (now is not None or number not in self.state.lost):
                continue
            if now is None and number in self.before.lost:
                continue
            roles, people = (
                staffing.shortage(number, self.state.absent)
                if now is None and number in staffing
                else ((), ())
            )
            found.append(RoleOutcome(role.id, before, now, ids(roles), ids(people)))
        return tuple(found)


def _tested(one: Redundancy, shown: Shown | None) -> str | None:
    tested = one.switch.tested if one.switch is not None else None
    days = [tested, shown.on if shown is not None else None]
    return max((day.isoformat() for day in days if day is not None), default=None)


def _lasts(one: Redundancy, stand_ins: Sequence[str], left: Sequence[str]) -> int | None:
    """How long the stand-ins that serve can be kept up, by the first that gives out. Where others
    are ``left`` behind them, what lasts longest counts: one is gone over to after the other."""
    if not stand_ins:
        return None
    own = {each.what: each.lasts for each in one.stand_ins if each.lasts is not None}
    behind = len(left) > len(stand_ins)
    lengths = [own.get(each, one.lasts) for each in (left if behind else stand_ins)]
    known = [length.total for length in lengths if length is not None]
    if behind:
        return max(known) if known and len(known) == len(lengths) else None
    return min(known, default=None)


def _seconds(length: Duration | None) -> int | None:
    return None if length is None else length.total
