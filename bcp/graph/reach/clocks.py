"""Whether those who must act by a time are reached by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bcp.diagnostics import Place
from bcp.graph.availability import State, available
from bcp.graph.reach.asking import Asking, Deciders
from bcp.graph.reach.worst import Outcome
from bcp.graph.structure import Structure
from bcp.model.communication import Notification
from bcp.model.resources import Process, Redundancy, Strategy
from bcp.model.response import Escalation, Playbook, Risk
from bcp.model.scalars import Duration
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class TooLate:
    """Whoever must act is reached later than the time that they have."""

    place: Place
    what: Literal["switch", "strategy", "strategy-rto", "activation-rto", "notice"]
    of: str
    role: str
    clock: int
    """Seconds they have."""
    outcome: Outcome


class Losing:
    """What is lost with what; several questions ask it of the same causes."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self._known: dict[tuple[int, ...], State] = {}

    def state(self, ids: Iterable[str]) -> State:
        """What is lost with these; ids that are no things of the plan are left out."""
        numbers = self.structure.numbers(one for one in ids if one in self.structure.number)
        if numbers not in self._known:
            self._known[numbers] = available(self.structure, numbers)
        return self._known[numbers]

    def ids(self, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(self.structure.ids(self.state(ids).lost))


def too_late(asking: Asking, losing: Losing | None) -> Iterator[TooLate]:
    """Those who are reached later than they must act: at the worst hour, any one person absent.

    Whom a playbook's list calls is reached by it when the playbook answers to what they act on;
    others by whichever list calls them.
    """
    clocks = _Clocks(asking, losing)
    for one in asking.plan.of(Redundancy):
        switch = one.switch
        if switch is not None:
            place, clock = one.at("switch", "decided_within"), switch.decided_within.total
            yield from clocks.late(place, "switch", one.id, switch.decided_by, clock, one.of)
    for strategy in asking.plan.of(Strategy):
        yield from clocks.of_strategy(strategy)
    for notice in asking.plan.of(Notification):
        place, clock = notice.at("within"), notice.within.total
        yield from clocks.late(place, "notice", notice.id, notice.by, clock, ())


class _Clocks:
    """Who must act by when, against when they are reached."""

    def __init__(self, asking: Asking, losing: Losing | None) -> None:
        self.asking = asking
        self.plan = asking.plan
        self.losing = losing
        self.deciders = Deciders(self.plan, asking)
        self._reached: dict[tuple[str, str], Outcome | None] = {}

    @cached_property
    def takes(self) -> list[tuple[Playbook, frozenset[str]]]:
        """What is lost with each cause of each playbook; worked out when a clock asks for it."""
        if self.losing is None:
            return []
        return [
            (playbook, self.losing.ids(ids))
            for playbook in self.plan.of(Playbook)
            for _, ids in causes(self.plan, playbook)
        ]

    def of_strategy(self, one: Strategy) -> Iterator[TooLate]:
        if one.decided_within is not None:
            place, clock = one.at("decided_within"), one.decided_within.total
            yield from self.late(place, "strategy", one.id, one.decided_by, clock, one.without)
        process = self.plan.find(one.for_, Process)
        rto: Duration | None = process.rto if process is not None else None
        if rto is None or rto.total <= one.within.total:
            return  # too slow whoever is reached: that is told by the recovery times
        left = rto.total - one.within.total
        if one.decided_within is None:
            place = one.at("decided_by")
            yield from self.late(place, "strategy-rto", one.id, one.decided_by, left, one.without)
        playbook = self.plan.find(one.do, Playbook)
        start = playbook.activation.full if playbook and playbook.activation else None
        outcome = self._by(playbook, start.by) if playbook is not None and start else None
        if playbook is None or start is None or outcome is None or not _later(outcome, left):
            return
        place = playbook.at("activation", "full", "by")
        yield TooLate(place, "activation-rto", playbook.id, start.by, left, outcome)

    def late(
        self,
        place: Place,
        what: Literal["switch", "strategy", "strategy-rto", "notice"],
        of: str,
        role: str,
        clock: int,
        lost: Iterable[str],
    ) -> Iterator[TooLate]:
        """``lost``: what is lost when they must act."""
        outcome = self._reached_when(role, frozenset(lost)) if clock else None
        # Somebody whom no list calls stands where it happens, or is told in another way; who has no
        # time at all has decided beforehand.
        if outcome is not None and _later(outcome, clock):
            yield TooLate(place, what, of, role, clock, outcome)

    def _reached_when(self, role: str, lost: frozenset[str]) -> Outcome | None:
        """By the lists of the playbooks that answer to what takes it; by all, where none does."""
        answering = dict.fromkeys(one.id for one, gone in self.takes if gone & lost)
        found = [self._by(self.plan.find(one, Playbook), role) for one in answering]
        outcomes = [one for one in found if one is not None]
        return max(outcomes, key=lambda one: one.rank) if outcomes else self.deciders.reached(role)

    def _by(self, playbook: Playbook | None, role: str) -> Outcome | None:
        if playbook is None:
            return None
        key = (playbook.id, role)
        if key not in self._reached:
            named = (playbook.escalation, *playbook.at_other_hours)
            lists = [found for one in named if (found := self.plan.find(one, Escalation))]
            # Whom a list calls only after it has handed over, it does not call to decide.
            called = any(step.role == role for one in lists for step in one.steps)
            self._reached[key] = self.asking.by_the_quickest(lists, role) if called else None
        return self._reached[key]


def causes(plan: Plan, playbook: Playbook) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a playbook answers to: each risk or loss, with what it takes."""
    for id_ in playbook.for_.risks:
        risk = plan.find(id_, Risk)
        if risk is not None and risk.removes is not None and risk.removes.ids:
            yield id_, risk.removes.ids
    yield from ((one, (one,)) for one in playbook.for_.losses)


def _later(outcome: Outcome, clock: int) -> bool:
    return outcome.kind == "never" or (outcome.seconds is not None and outcome.seconds > clock)
