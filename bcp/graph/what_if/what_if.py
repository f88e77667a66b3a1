"""What happens to the plan when some things are lost.

Which processes stop, which a strategy holds at their minimum, which go on, and when each is back;
which stand-ins serve and who must decide that; which roles stay empty and who takes over; which
calls, messages, tasks and forms can no longer be made, done or found; what must be told to whom;
where the answers compete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bcp.graph.availability import State, available
from bcp.graph.stories import Stories
from bcp.graph.structure import Structure, structure_of
from bcp.graph.what_if.answer import Answer, ProcessOutcome, RoleOutcome, Switched
from bcp.graph.what_if.calling import Calling
from bcp.graph.what_if.contests import Use, contests
from bcp.graph.what_if.deciding import Deciding
from bcp.graph.what_if.due import due
from bcp.graph.what_if.off_duty import OffDuty, off_duty
from bcp.graph.what_if.outcomes import Outcomes
from bcp.graph.what_if.scenario import Scenario, scenario_of
from bcp.graph.what_if.staff_share import emptied_by
from bcp.graph.what_if.stand_ins import StandIns
from bcp.graph.what_if.undoable import undoable
from bcp.graph.what_if.ways_in import Ways
from bcp.graph.what_if.worlds import Worlds
from bcp.model.people import Role
from bcp.model.resources import Process, Record
from bcp.model.response import Risk
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
    # A risk may take what is declared nowhere and needed by nothing: nothing falls with that.
    known = (one for one in scenario.ids if one in structure.number)
    state = available(structure, structure.numbers((*known, *strains)))
    return _Answering(plan, scenario, state, before).answer()


class _Answering:
    def __init__(self, plan: Plan, scenario: Scenario, state: State, before: State) -> None:
        self.plan = plan
        self.scenario = scenario
        self.state = state
        self.before = before
        self.structure = state.structure
        self.lost = frozenset(self.structure.ids(state.lost))
        self.risks = _risks(plan, scenario.ids)
        self.fills = self._filled()
        calling = Calling(plan, scenario.at, (*self.risks, *scenario.given), self.lost)
        self.nobody = tuple(self._nobody(calling))
        called_in = {one.role: one.instead for one in self.nobody if one.instead is not None}
        self.acts = {**self.fills, **called_in}
        deciding = Deciding(plan, self.structure, self.acts, calling, self.nobody)
        self.deciding = deciding
        unfilled = tuple(one for one in self.nobody if one.instead is None)
        worlds = Worlds(plan, self.structure, scenario, state, unfilled)
        self.stand_ins = StandIns(plan, state, worlds.returns(on_duty=False), deciding)
        self.numbers = tuple(self.stand_ins.numbers())
        ways = Ways(plan, scenario, state, self.numbers)
        self.outcomes = Outcomes(plan, state, worlds, deciding, self.stand_ins, ways)

    def answer(self) -> Answer:
        shown_elsewhere = ("roles", "processes", "strains", "decisions")
        nodes = self.structure.nodes
        gone = self.scenario.ids
        switched = tuple(self.stand_ins.switched())
        legs = (
            leg
            for number in self.structure.of_kind("processes")
            for leg in self.outcomes.legs(number)
        )
        switched += tuple(self.stand_ins.meanwhile(legs, switched))
        processes = tuple(self.outcomes.of(one, switched) for one in self.plan.of(Process))
        hit = {one.process: one.clock for one in processes if _is_hit(one)}
        stories, roles = Stories(self.state), self._roles()
        uses = _uses(processes, {one.redundancy: one.by for one in switched if one.stand_ins})
        return Answer(
            plan=self.plan.id,
            given=self.scenario.given,
            losses=gone,
            scenario=self.scenario,
            processes=processes,
            switched=switched,
            numbers=self.numbers,
            roles=roles,
            off_duty=self._waited_for(processes, switched, roles),
            lost=tuple(
                (nodes[one].id, stories.of(one))
                for one in self.state.lost
                if nodes[one].kind not in shown_elsewhere and one not in self.before.lost
            ),
            already_lost=self.structure.ids(self.before.lost),
            undoable=undoable(self.plan, self.lost),
            offline=self._offline(),
            risks=self.risks,
            due=due(
                self.plan,
                self.scenario,
                (*self.risks, *self.scenario.given),
                hit,
                self.acts,
                self.lost,
            ),
            contests=contests(
                self.plan, self.structure, self.lost, tuple(hit), uses, self.scenario.strain
            ),
            emptied_by=emptied_by(self.plan, self.structure, self.scenario.strain),
        )

    def _filled(self) -> Mapping[str, str]:
        """Who fills which role now."""
        filled = self.structure.staffing.assignment(self.state.absent)
        pairs = zip(self.structure.ids(filled), self.structure.ids(filled.values()), strict=True)
        return {role: person for role, person in pairs if role not in self.lost}

    def _nobody(self, calling: Calling) -> Iterator[OffDuty]:
        """The roles that the rota has nobody on for, and whom of the alternates the calls reach."""
        for one in off_duty(self.plan, self.scenario.at, self.lost):
            role = self.plan.find(one.role, Role)
            instead = calling.alternate(role) if role is not None else None
            yield replace(one, instead=instead)

    def _offline(self) -> tuple[str, ...]:
        return tuple(
            one.id
            for one in self.plan.of(Record)
            if one.offline and one.at_ in self.lost and one.id not in self.lost
        )

    # ── roles ──────────────────────────────────────────────────────────────────────────────────

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
            nobody = self.deciding.off_duty.get(role.id)
            found.append(RoleOutcome(role.id, before, now, nobody, ids(roles), ids(people)))
        return tuple(found)

    def _waited_for(
        self,
        processes: Sequence[ProcessOutcome],
        switched: Sequence[Switched],
        roles: Sequence[RoleOutcome],
    ) -> tuple[OffDuty, ...]:
        """Those that the answer takes: who would have to decide, do it, or be there; and those
        for whom the calls reach an alternate, who decides or does it."""
        found = {one.role for one in roles}
        found.update(each.role for one in switched for each in one.off_duty)
        found.update(each.role for one in self.numbers for each in one.off_duty)
        for process in processes:
            found.update(each.role for one in process.held for each in one.off_duty)
            found.update(one.of for one in process.clock.minimum.missing)
        acting: list[tuple[str | None, str | None]]
        acting = [(one.decided_by, one.by) for each in processes for one in each.held]
        acting += [(one.decided_by, one.by) for one in switched if one.stand_ins]
        acting += [(one.decided_by, one.by) for one in self.numbers]
        named = {role for several in acting for role in several if role is not None}
        found.update(named & self.deciding.instead.keys())
        return tuple(one for one in self.nobody if one.role in found)


def _risks(plan: Plan, gone: tuple[str, ...]) -> tuple[str, ...]:
    """The risks that take exactly these things."""
    return tuple(
        risk.id
        for risk in plan.of(Risk)
        if gone and risk.removes is not None and set(risk.removes.ids) == set(gone)
    )


def _is_hit(one: ProcessOutcome) -> bool:
    """Whether a process notices anything of it."""
    ways = one.ways_in
    return bool(one.story or one.switched or ways.waiting or ways.closed or ways.short) or (
        one.clock.minimum.seconds != 0
    )


def _uses(processes: Iterable[ProcessOutcome], doers: Mapping[str, str | None]) -> tuple[Use, ...]:
    """The strategies and switches that are used, each for the processes that wait for it."""
    found = []
    for one in processes:
        found += [Use(one.process, held.strategy, held.by) for held in one.held[:1]]
        for switched in one.switched:
            if (by := doers.get(switched)) is not None:
                found.append(Use(one.process, switched, by))
    return tuple(found)
