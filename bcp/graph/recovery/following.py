"""Which strategies of a process follow each other, and how long they carry it together.

One strategy is taken up when it serves, the next when that one can be kept up no longer: they carry
for as long as they all last. A strategy follows only if

- it serves by then,
- it gives as much as the minimum asks for, and
- neither names under ``needs`` what the other stands on: the plan does not say what brings a
  strategy to its end, and what both need may be just that. People and roles do not count (how long
  somebody may be on duty is asked of rotas), nor do records and facts: reading uses nothing up.

In which order those that follow stand makes no difference to how long they carry: who is ready
first may always go first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bcp.graph.clock.times import PlanTimes, Seconds, Watch
from bcp.graph.recovery.lengths import ALWAYS, Lengths
from bcp.graph.structure import Structure
from bcp.model.resources import Process, Strategy
from bcp.plan import Plan

_NOT_USED_UP = ("people", "roles", "teams", "organisations", "records", "facts")
_TRIES = 5_000
"""How many ways of following each other are tried; a process with more than twelve strategies of
which some need the same may have more, and then nothing is called too short."""


@dataclass(frozen=True, slots=True)
class Break:
    """The strategy that would have to follow where a chain of them ends, and why it does not."""

    strategy: str
    why: Literal["not-ready", "needs-the-same"]
    ready: int
    """From when it serves, in seconds from the disruption; at the soonest."""
    shared: tuple[str, ...]
    """What it needs as well as one before it."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Strategies one after the other, by number. Seconds from the disruption."""

    holds: tuple[int, ...]
    until: Seconds
    """How long they carry; infinite: at best for ever."""


class Following:
    """How the strategies of one plan follow each other.

    ``lengths`` are those at the ``latest``: what the plan does not say takes no time.
    """

    def __init__(
        self, plan: Plan, structure: Structure, times: PlanTimes, lengths: Lengths
    ) -> None:
        self.plan = plan
        self.structure = structure
        self.times = times
        self.lengths = lengths
        self._strategies = {one.id: one for one in plan.of(Strategy)}
        self._under: dict[int, tuple[frozenset[int], frozenset[int]]] = {}

    def ready(self, hold: int, *, surely: bool = False) -> int:
        """From when a strategy serves: at the soonest, or ``surely``, whatever of that which it is
        without is lost."""
        watch = self.lengths.watch_of_strategy(hold)
        noticed = soonest_noticed(watch)
        if surely:
            noticed = max((seconds for _, seconds in watch), default=0)
        return int(noticed + self.lengths.strategy(hold))

    def is_ready_known(self, hold: int) -> bool:
        """Whether the plan says all of that."""
        return self.times.way_of_strategy(hold).seconds is not None

    def lasts(self, hold: int) -> int | None:
        """How long a strategy can be kept up; None: the plan does not say."""
        strategy = self._strategies.get(self.structure.holds[hold].id)
        return None if strategy is None or strategy.lasts is None else strategy.lasts.total

    def after(self, first: int, others: Iterable[int], enough: Seconds, *, surely: bool) -> Chain:
        """How long a strategy and those of the others that follow it carry, until it is ``enough``:
        ``surely``, by what the plan says alone; else at best, with all that it does not say."""
        several = [one for one in others if one != first and self._gives_enough(one)]
        if surely:
            several = [one for one in several if self.is_ready_known(one)]
        when = {one: self.ready(one, surely=surely) for one in several}
        several.sort(key=lambda one: (when[one], self.structure.holds[one].id))
        best, tries = Chain((first,), self.ready(first) + self._length(first, surely)), 0
        waiting = [(best, several)]
        while waiting and tries < _TRIES:
            chain, left = waiting.pop()
            tries += 1
            if chain.until > best.until:
                best = chain
            if best.until >= enough:
                return best
            left = [one for one in left if not any(self.shared(one, it) for it in chain.holds)]
            for number, one in enumerate(left, 1):
                if when[one] > chain.until:
                    break
                longer = Chain((*chain.holds, one), chain.until + self._length(one, surely))
                waiting.append((longer, left[number:]))
                if number == 1 and not any(self.shared(one, it) for it in left[1:]):
                    break  # leaving it out gains nothing
        if waiting and not surely:
            return Chain(best.holds, ALWAYS)
        return best

    def breaks(self, chain: Chain, others: Iterable[int]) -> Break | None:
        """Why nothing follows a chain; None: there is no other strategy."""
        found = []
        for one in others:
            if one in chain.holds or not self._gives_enough(one):
                continue
            shared = {each for other in chain.holds for each in self.shared(one, other)}
            why: Literal["not-ready", "needs-the-same"] = (
                "needs-the-same" if shared else "not-ready"
            )
            hold = self.structure.holds[one].id
            found.append(Break(hold, why, self.ready(one), tuple(sorted(shared))))
        return min(found, key=lambda one: (one.why == "needs-the-same", one.ready), default=None)

    def shared(self, one: int, other: int) -> tuple[str, ...]:
        """What one of two strategies names as needed and the other stands on."""
        named, under = self._means(one)
        named_too, under_too = self._means(other)
        return self.structure.ids(sorted((named & under_too) | (named_too & under)))

    def _length(self, hold: int, surely: bool) -> Seconds:
        lasts = self.lasts(hold)
        if lasts is None:
            return 0 if surely else ALWAYS
        return lasts

    def _gives_enough(self, hold: int) -> bool:
        strategy = self._strategies.get(self.structure.holds[hold].id)
        if strategy is None:
            return False
        process = self.plan.find(strategy.for_, Process)
        least = process.minimum.share if process and process.minimum else None
        return least is None or strategy.gives is None or strategy.gives >= least

    def _means(self, hold: int) -> tuple[frozenset[int], frozenset[int]]:
        """What a strategy names as needed and may use up, and all that this stands on."""
        if hold not in self._under:
            strategy = self._strategies.get(self.structure.holds[hold].id)
            named = frozenset(
                self.structure.number[one]
                for one in (strategy.needs if strategy else ())
                if self.plan.kind_of(one) not in _NOT_USED_UP
            )
            self._under[hold] = (named, self.structure.under(named))
        return self._under[hold]


def soonest_noticed(watch: Watch) -> Seconds:
    """Until the first of these can be noticed: the sooner something stands in, the sooner it comes
    to its end."""
    return min((seconds for _, seconds in watch), default=0)
