"""How many single and pair losses keep which process down beyond its MTPD: counted, not sampled.

That a process is down for longer than T is monotone in the losses, so all sets of one and two that
do it are known from the smallest ones, the timed cut sets of :mod:`bcp.graph.losses.failing`:

    avail(p, {a, b}) > T  ⟺  {a} or {b} or {a, b} is a smallest set that keeps p down beyond T

A pair does what neither of its things does alone only where the two meet: in a gate, a strategy or
roles that share people, or one after the other on a chain of needs, where restoring both takes
longer than restoring one. (Where nothing that a takes and nothing that b takes is waited for by the
same thing, each thing's time is a maximum over parts that depend on a alone or on b alone, so it is
the later of the two.) Just those pairs are smallest sets of two; every other pair does what the
worse of its things does alone.

So of n things with s single points and m smallest pairs, over all processes together, n·(n−1)/2 −
(n−s)·(n−s−1)/2 + m pairs do it. No pair is left out, and none has to be tried.

The same is asked four times, with times that only grow from one to the next:

=========== =====================================================================
at best     what the plan could say and does not takes no time, against the MTPD: who is down beyond
            it even then has *breached* it
as said     the times of the plan, what is not said never ends: beyond it by that alone is *not
            known*
as shown    a figure that was never demonstrated or tested never ends: beyond it by that alone is
            *within, but only by figures never shown*
as said     against the RTO
=========== =====================================================================
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bcp.graph.clock.recovering import Recovered, recovering
from bcp.graph.clock.times import NOT_KNOWN, PlanTimes, Seconds, Watch, Way
from bcp.graph.clock.timing import Times
from bcp.graph.losses.cutsets import UNIT
from bcp.graph.losses.failing import Failing
from bcp.graph.losses.lateness import AtBest
from bcp.graph.staffing.emptied import NotMatched
from bcp.graph.strain import is_strain
from bcp.graph.stress.answer import Compared, Share
from bcp.graph.structure import Structure
from bcp.graph.what_if.contests import ranked
from bcp.model.resources import Process
from bcp.plan import Plan

_REMEMBERED = 200_000
"""Things × losses of which it is remembered when each is back."""
_WORK = 20_000_000
"""Processes × things of the plan: beyond so many, pairs are not counted."""
SHORTEST = 60
"""Seconds that restoring anything takes at least."""


class InNoTime(AtBest):
    """The times of a plan where all that it could say and does not takes no time; restoring what is
    lost takes a minute all the same, since what is lost and waits for itself never comes back."""

    def restore(self, thing: int) -> Seconds:
        return max(SHORTEST, super().restore(thing))


class OnlyShown:
    """The times of a plan where a figure that was never shown never ends: a
    :class:`~bcp.graph.clock.timing.Times`."""

    def __init__(self, times: PlanTimes) -> None:
        self.times = times

    def restore(self, thing: int) -> Seconds:
        figure = self.times.restoring(thing)
        shown = self.times.restore(thing) if figure.proven or figure.seconds == 0 else NOT_KNOWN
        return max(shown, self.restart(thing))

    def restart(self, thing: int) -> Seconds:
        figure = self.times.starting_again(thing)
        takes = self.times.restart(thing)
        return takes if figure.proven or takes == 0 else NOT_KNOWN

    def switch(self, thing: int, place: int) -> Seconds:
        return _if_shown(self.times.switch(thing, place), self.times.way_to(thing, place))

    def watch(self, thing: int, place: int) -> Watch:
        return self.times.watch(thing, place)

    def strategy(self, hold: int) -> Seconds:
        return _if_shown(self.times.strategy(hold), self.times.way_of_strategy(hold))

    def watch_of_strategy(self, hold: int) -> Watch:
        return self.times.watch_of_strategy(hold)


def _if_shown(takes: Seconds, way: Way) -> Seconds:
    """What takes no time at all needs no showing."""
    return takes if way.proven or way.seconds == 0 else NOT_KNOWN


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A process and what it can bear. Seconds."""

    number: int
    process: Process
    mtpd: int
    rto: int | None

    @property
    def id(self) -> str:
        return self.process.id


class Counting:
    """The families of losses that a plan does not bear, and how many sets they take."""

    def __init__(
        self,
        plan: Plan,
        structure: Structure,
        processes: Iterable[Process],
        order: int,
        note: Callable[[], None] = lambda: None,
    ) -> None:
        self.plan = plan
        self.structure = structure
        self.note = note
        """Called now and then."""
        self.times = PlanTimes(plan, structure)
        place = {id_: number for number, id_ in enumerate(ranked(plan))}
        asked = sorted(processes, key=lambda one: place[one.id])
        self.no_mtpd = tuple(one.id for one in asked if one.mtpd is None)
        targets = [
            Target(
                structure.number[one.id],
                one,
                one.mtpd.total,
                None if one.rto is None else one.rto.total,
            )
            for one in asked
            if one.mtpd is not None
        ]
        # Families of pairs grow with the square of what a process stands on.
        self.pairs_left_out = order > 1 and len(targets) * len(structure.nodes) > _WORK
        self.order = order = 1 if self.pairs_left_out else order
        could = [
            number
            for number, node in enumerate(structure.nodes)
            if node.own and node.kind not in ("processes", "strains") and not is_strain(node.id)
        ]
        under = standing_under(structure, (one.number for one in targets))
        self.things = tuple(one for one in could if one in under)
        self.left_out = len(could) - len(self.things)
        self.only = frozenset(self.things)
        first = [one.number for one in targets]
        self.said = Failing(structure, order, self.times, first=first, only=self.only)
        self.best = self.failing(structure, InNoTime(self.times))
        self.shown = self.failing(structure, OnlyShown(self.times))
        self._recovered: dict[tuple[int, ...], Recovered] = {}
        self.down_anyway = tuple(one.id for one in targets if self.beyond_mtpd(one) == UNIT)
        self.targets = tuple(one for one in targets if one.id not in self.down_anyway)

    def failing(self, structure: Structure, times: Times) -> Failing:
        """The cut sets of the same things with other times, or in a changed structure with as many
        nodes; their families can be compared with those here."""
        return Failing(structure, self.order, times, only=self.only, like=self.said)

    def after(self, lost: tuple[int, ...]) -> Recovered:
        """When everything is back after some losses."""
        found = self._recovered.get(lost)
        if found is None:
            if len(self._recovered) * len(self.structure.nodes) > _REMEMBERED:
                self._recovered.clear()
            self.note()
            found = self._recovered[lost] = recovering(self.structure, self.times, lost)
        return found

    # ── families ───────────────────────────────────────────────────────────────────────────────

    def beyond_mtpd(self, one: Target) -> int:
        """Smallest sets after which a process is not back within its MTPD by what is said."""
        self.note()
        return self.said.stops(one.number, one.mtpd)

    def breached(self, one: Target) -> int:
        """Those after which it is not back even at best."""
        return self.best.stops(one.number, one.mtpd)

    def not_known(self, one: Target) -> int:
        """Those that count only because a time is not said."""
        return self.said.beyond(self.beyond_mtpd(one), self.breached(one))

    # ── counts ─────────────────────────────────────────────────────────────────────────────────

    def hit(self, families: Iterable[int]) -> tuple[int, ...]:
        """How many sets of one, two things hold a set of any of these families."""
        counts = self.said.families.counts(self.said.either(families))
        if counts[0]:
            return self.totals
        singles = counts[1]
        if self.order == 1:
            return (singles,)
        others = len(self.things) - singles
        return singles, self.totals[1] - math.comb(others, 2) + counts[2]

    @property
    def totals(self) -> tuple[int, ...]:
        """How many sets of one, two things there are."""
        return tuple(math.comb(len(self.things), size) for size in range(1, self.order + 1))

    def shares(self) -> tuple[Share, ...]:
        """How all losses of each size fare."""
        said = [self.beyond_mtpd(one) for one in self.targets]
        breached = self.hit(self.breached(one) for one in self.targets)
        beyond = self.hit(said)
        unshown = self.hit(self.shown.stops(one.number, one.mtpd) for one in self.targets)
        by_rto = [
            self.said.stops(one.number, one.rto) for one in self.targets if one.rto is not None
        ]
        late = self.hit((*said, *by_rto))
        return tuple(
            Share(
                size + 1,
                total,
                total - beyond[size],
                unshown[size] - beyond[size],
                late[size] - beyond[size],
                breached[size],
                beyond[size] - breached[size],
            )
            for size, total in enumerate(self.totals)
        )

    def compared(self) -> tuple[Compared, ...]:
        """Each process with its own smallest sets, counted."""
        counts = self.said.families.counts
        return tuple(
            Compared(
                one.id, one.mtpd, counts(self.breached(one))[1:], counts(self.not_known(one))[1:]
            )
            for one in self.targets
        )

    def not_matched(self) -> tuple[NotMatched, ...]:
        """Roles for which not all sets of people were tried."""
        found = (each for one in self.targets for each in self.said.not_matched(one.number))
        return tuple(dict.fromkeys(found))

    def sets(self, family: int, size: int) -> Sequence[tuple[int, ...]]:
        """The sets of a family of one size, as things."""
        return self.said.sets(self.said.families.of_size(family, size))


def standing_under(structure: Structure, processes: Iterable[int]) -> frozenset[int]:
    """All that can matter to these processes: what they stand on, what the strategies of any of it
    take, and the people who fill roles beside its own. Losing anything else changes nothing."""
    seen: set[int] = set()
    waiting = list(processes)
    staffing = structure.staffing
    while waiting:
        fresh = structure.under(waiting) - seen
        seen |= fresh
        waiting = []
        for thing in fresh:
            for hold in structure.holds_of.get(thing, ()):
                waiting += structure.holds[hold].needs
            if thing in staffing:
                waiting += staffing.group(thing).people
        waiting = [one for one in waiting if one not in seen]
    return frozenset(seen)
