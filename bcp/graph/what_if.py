"""What happens to the plan when some things are lost.

Which processes stop, which a strategy holds at their minimum, which go on; which stand-ins serve
and who must decide that; which roles stay empty and who takes over; which calls, messages, tasks
and forms can no longer be made, done or found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from bcp.errors import BcpError
from bcp.graph.availability import State, available
from bcp.graph.clocks import Clock, clock_of_stop, clock_of_strategy, clock_of_switches, slower
from bcp.graph.stories import Stories, Story
from bcp.graph.structure import Structure, structure_of
from bcp.graph.undoable import Undoable, undoable
from bcp.model.people import Role
from bcp.model.queues import Queue
from bcp.model.resources import Process, Record, Redundancy, Strategy
from bcp.model.response import Risk
from bcp.nearest import nearest
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class Held:
    """A strategy that can hold a process at its minimum."""

    strategy: str
    do: str
    """The procedure or playbook."""
    by: str
    decided_by: str
    decides: str | None
    """The person who fills the deciding role now; None when the plan names nobody."""
    decided_within: int | None
    within: int
    lasts: int | None
    """Seconds; None: the plan does not say."""
    gives: float | None
    """Share of normal service."""


@dataclass(frozen=True, slots=True)
class WaysIn:
    """By which queues a process can still be reached.

    A process does not need its queues: work that has come in goes on. But one that "goes on" while
    nobody can call it must not look as if nothing had happened.
    """

    open: tuple[str, ...]
    waiting: tuple[str, ...]
    """Closed until somebody points their numbers elsewhere, which can be done."""
    closed: tuple[str, ...]
    """Closed: the queue is lost, or all its numbers are dead and can be pointed nowhere."""
    within: int | None
    """Seconds that pointing the waiting ones elsewhere takes, at most; None: nothing is waiting, or
    the plan does not say."""


@dataclass(frozen=True, slots=True)
class ProcessOutcome:
    """How one process goes on."""

    process: str
    outcome: Literal["stops", "minimum", "goes-on"]
    story: Story
    """Why it does not go on as usual; empty when it does."""
    held: tuple[Held, ...]
    """The strategies that can serve, in the order of ids."""
    failed: tuple[tuple[str, str], ...]
    """Strategies that cannot, each with the first thing it lacks; the process's own id: it does
    not cover all that is lost."""
    switched: tuple[str, ...]
    """Redundancies it stands on that go on without some of their members."""
    clock: Clock
    ways_in: WaysIn


@dataclass(frozen=True, slots=True)
class Switched:
    """A redundancy that goes on without some of its members."""

    redundancy: str
    lost: tuple[str, ...]
    serving: tuple[str, ...]
    """The members that serve now."""
    stand_ins: tuple[str, ...]
    """Those of them that stood in before; empty when no switch is needed."""
    left: int
    """What is left, and"""
    need: int
    """what is needed: when they are the same, the next loss takes it."""
    mode: str
    decided_by: str | None
    decides: str | None
    decided_within: int | None
    by: str | None
    within: int | None
    procedure: str | None
    tested: str | None
    """The day of the last real test; None: never, or not said."""


@dataclass(frozen=True, slots=True)
class NumberOutcome:
    """A number customers dial whose carrier is lost."""

    queue: str
    number: str
    carrier: str
    to: str | None
    """Where it can be pointed; None: nowhere, callers do not reach us on it."""
    lacks: tuple[str, ...]
    """What pointing it elsewhere takes, and is lost too."""
    decided_by: str | None
    by: str | None
    within: int | None
    tested: str | None


@dataclass(frozen=True, slots=True)
class RoleOutcome:
    """A role that changes hands, or stays empty."""

    role: str
    before: str | None
    now: str | None
    """None: it stays empty."""
    short_roles: tuple[str, ...]
    """For an empty role: roles that together have too few people,"""
    short_people: tuple[str, ...]
    """and all who are left for them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What happens when ``given`` is lost."""

    plan: str
    given: tuple[str, ...]
    """What was asked about: things, causes or risks."""
    losses: tuple[str, ...]
    """The things that are taken to be lost, a risk replaced by what it removes."""
    not_counted: tuple[str, ...]
    """Risks that also take staff or change demand, which this answer does not count."""
    processes: tuple[ProcessOutcome, ...]
    switched: tuple[Switched, ...]
    numbers: tuple[NumberOutcome, ...]
    roles: tuple[RoleOutcome, ...]
    lost: tuple[tuple[str, Story], ...]
    """Everything that is lost with them, in the order in which it falls; roles are under
    ``roles``, processes under ``processes``."""
    already_lost: tuple[str, ...]
    """What the plan cannot fill even when nothing is lost."""
    undoable: tuple[Undoable, ...]
    offline: tuple[str, ...]
    """Records whose place is lost and that can be read from their offline copy."""
    risks: tuple[str, ...]
    """Risks that remove exactly these things."""


def what_if(plan: Plan, losses: Sequence[str], *, structure: Structure | None = None) -> Answer:
    """What happens when these things, causes or risks are lost.

    :raises BcpError: for an id that is no thing of the plan and no risk.
    """
    structure = structure or structure_of(plan)
    given = tuple(dict.fromkeys(losses))
    gone = _removed(plan, structure, given)
    before = available(structure, ())
    state = available(structure, structure.numbers(gone))
    return _Answering(plan, state, before).answer(given, gone)


def _removed(plan: Plan, structure: Structure, given: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in given:
        risk = plan.find(one, Risk)
        if risk is not None:
            found.update(dict.fromkeys(risk.removes.ids if risk.removes else ()))
        elif one in structure.number:
            found[one] = None
        else:
            raise _no_such_thing(plan, structure, one)
    return tuple(found)


def _no_such_thing(plan: Plan, structure: Structure, id: str) -> BcpError:  # noqa: A002
    kind = plan.kind_of(id)
    if kind is not None:
        return BcpError(
            "{id} stands under {kind}, which cannot be lost.",
            "Name a thing that can be lost (a system, site, supplier, person, cause …), or a risk.",
            id=id,
            kind=kind,
        )
    near = nearest(id, [*structure.number, *(risk.id for risk in plan.of(Risk))])
    return BcpError(
        "There is no {id} in this plan.",
        "Did you mean {near}?" if near else "Name a thing of the plan, a cause or a risk.",
        id=id,
        near=near,
    )


class _Answering:
    def __init__(self, plan: Plan, state: State, before: State) -> None:
        self.plan = plan
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

        self.switched = tuple(filter(None, map(self._switched, self.plan.of(Redundancy))))
        self.numbers = tuple(self._numbers())

    def answer(self, given: tuple[str, ...], gone: tuple[str, ...]) -> Answer:
        shown_elsewhere = ("roles", "processes")
        nodes = self.structure.nodes
        return Answer(
            plan=self.plan.id,
            given=given,
            losses=gone,
            not_counted=tuple(one for one in given if self._has_uncounted(one)),
            processes=tuple(self._process(one) for one in self.plan.of(Process)),
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
            risks=self._risks(gone),
        )

    def _has_uncounted(self, id: str) -> bool:  # noqa: A002
        risk = self.plan.find(id, Risk)
        removes = risk.removes if risk else None
        return removes is not None and (removes.staff is not None or removes.demand is not None)

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
        strategies = [one for one in self.plan.of(Strategy) if one.for_ == process.id]
        serving = {self.structure.holds[one].id for one in self.state.serving.get(number, ())}
        held = [one for one in strategies if one.id in serving]
        failed = tuple(
            (one.id, self._lack(one)) for one in strategies if steps and one.id not in serving
        )
        return ProcessOutcome(
            process.id,
            "minimum" if held else "stops" if steps else "goes-on",
            steps,
            tuple(map(self._held, held)),
            failed,
            tuple(
                one.redundancy
                for one in self.switched
                if self.structure.number[one.redundancy] in under
            ),
            self._clock(process, steps, held),
            self._ways_in(process.id),
        )

    def _ways_in(self, process: str) -> WaysIn:
        dead: dict[str, list[NumberOutcome]] = {}
        for one in self.numbers:
            dead.setdefault(one.queue, []).append(one)
        open_, waiting, closed = [], [], []
        times: list[int | None] = []
        for queue in self.plan.of(Queue):
            gone = dead.get(queue.id, [])
            if queue.process != process:
                continue
            if queue.id in self.lost:
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

    def _clock(self, process: Process, steps: Story, held: list[Strategy]) -> Clock:
        number = self.structure.number[process.id]
        if held:
            return min(
                (self._clock_of_strategy(process, number, one) for one in held),
                key=lambda one: (one.seconds is None, one.seconds or 0),
            )
        if steps:
            return clock_of_stop(process)
        return clock_of_switches(self.plan, self.state, process, self._awaited((number,)))

    def _clock_of_strategy(self, process: Process, number: int, one: Strategy) -> Clock:
        """A strategy serves when it is taken up, and what it leaves in use has been switched."""
        hold = next(hold for hold in self.structure.holds if hold.id == one.id)
        awaited = self._awaited((number, *hold.needs), hold.without)
        return slower(
            clock_of_strategy(self.plan, self.state, process, one),
            clock_of_switches(self.plan, self.state, process, awaited),
        )

    def _awaited(
        self, things: Iterable[int], without: AbstractSet[int] = frozenset()
    ) -> list[Redundancy]:
        """The redundancies that these things stand on and that serve only after a switch."""
        if not any(one.stand_ins for one in self.switched):
            return []
        under = self.structure.under(things, without)
        return [
            self.plan.objects[one.redundancy]  # type: ignore[misc]
            for one in self.switched
            if one.stand_ins and self.structure.number[one.redundancy] in under
        ]

    def _held(self, one: Strategy) -> Held:
        return Held(
            one.id,
            one.do,
            one.by,
            one.decided_by,
            self.fills.get(one.decided_by),
            one.decided_within.total if one.decided_within else None,
            one.within.total,
            one.lasts.total if one.lasts else None,
            one.gives,
        )

    def _lack(self, one: Strategy) -> str:
        needs = (*one.needs, one.by, one.decided_by)
        return next((need for need in needs if need in self.lost), one.for_)

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
        switch = one.switch
        stand_ins = tuple(names[place] for place in chosen if place >= gate.serving)
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
            tested=_tested(one),
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
                    within=reroute.within.total if reroute else None,
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


def _tested(one: Redundancy) -> str | None:
    switch = one.switch
    if switch is None:
        return None
    days = [switch.tested, switch.demonstrated.on if switch.demonstrated else None]
    return max((day.isoformat() for day in days if day is not None), default=None)
