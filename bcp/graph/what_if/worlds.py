"""The clocks of one scenario as it may go: the same losses, reckoned with something left out.

==================== ===========================================================================
as asked             everybody named for a role may fill it, every strategy serves
on duty              roles that nobody is on duty for are filled when somebody is on next, or
                     never where that is not known: nobody has told the others
without a strategy   one that gives less than the minimum does not bring the minimum
decided only now     of what has been down for a while no switch and no strategy has begun
==================== ===========================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bcp.graph.availability import State, available
from bcp.graph.clock.times import NOT_KNOWN, PlanTimes, Seconds, Watch
from bcp.graph.structure import Structure
from bcp.graph.what_if.off_duty import OffDuty
from bcp.graph.what_if.returns import Returns
from bcp.graph.what_if.scenario import Loss, Scenario, course_of
from bcp.plan import Plan


class Worlds:
    """The worlds of one scenario, each worked out when it is asked for."""

    def __init__(
        self,
        plan: Plan,
        structure: Structure,
        scenario: Scenario,
        state: State,
        off_duty: Sequence[OffDuty],
    ) -> None:
        self.plan = plan
        self.structure = structure
        known = tuple(one for one in scenario.losses if one.id in structure.number)
        self.scenario = replace(scenario, losses=known)
        self.times = PlanTimes(plan, structure)
        self.off_duty = frozenset(structure.numbers(one.role for one in off_duty))
        waiting = [Loss(one.role, 0, one.seconds) for one in off_duty]
        self._on_duty = replace(scenario, losses=(*known, *waiting))
        self.sure = available(structure, state.losses | self.off_duty) if self.off_duty else state
        """What is lost while nobody steps in who is not on duty."""
        self._known: dict[tuple[bool, frozenset[int]], Returns] = {}
        self._only_now: Returns | None = None

    def returns(self, *, on_duty: bool, without: frozenset[int] = frozenset()) -> Returns:
        """The returns in one of them. ``without``: strategies that do not count, by number."""
        on_duty = on_duty and bool(self.off_duty)
        key = (on_duty, without)
        if key not in self._known:
            times = _Changed(self.plan, self.structure, without=without) if without else self.times
            scenario = self._on_duty if on_duty else self.scenario
            course = course_of(self.structure, times, scenario)
            waiting = self.off_duty if on_duty else frozenset()
            self._known[key] = Returns(self.structure, self.times, course, waiting)
        return self._known[key]

    @property
    def only_now(self) -> Returns:
        """The returns if nothing was decided until now."""
        if self._only_now is None:
            began = self.returns(on_duty=False).course.began
            times = _Changed(self.plan, self.structure, began=began)
            course = course_of(self.structure, times, self.scenario)
            self._only_now = Returns(self.structure, self.times, course)
        return self._only_now


class _Changed(PlanTimes):
    """The times of a plan with some strategies never serving, or with what has gone by put back on
    everything that has to be decided."""

    def __init__(
        self,
        plan: Plan,
        structure: Structure,
        *,
        without: frozenset[int] = frozenset(),
        began: Mapping[int, int] | None = None,
    ) -> None:
        super().__init__(plan, structure)
        self.without = without
        self.began = began

    def switch(self, thing: int, place: int) -> Seconds:
        """See :class:`PlanTimes`."""
        takes = super().switch(thing, place)
        return takes if self.began is None else takes + self.began.get(thing, 0)

    def watch(self, thing: int, place: int) -> Watch:
        """Nothing where it was noticed by now."""
        return super().watch(thing, place) if self.began is None else ()

    def strategy(self, hold: int) -> Seconds:
        """See :class:`PlanTimes`."""
        if hold in self.without:
            return NOT_KNOWN
        takes = super().strategy(hold)
        if self.began is None:
            return takes
        return takes + self.began.get(self.structure.holds[hold].process, 0)

    def watch_of_strategy(self, hold: int) -> Watch:
        """Nothing where it was noticed by now."""
        return super().watch_of_strategy(hold) if self.began is None else ()
