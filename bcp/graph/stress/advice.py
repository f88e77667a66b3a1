"""Which few changes take most losses off the list: greedy, counted on the changed plan.

First what costs a sentence: the times that are not written down and decide. Then, one after the
other, the change that takes most single losses off the list, and of those the one that takes most
pairs; every change counts one, since no plan says what it costs. Of those that bring about as much
the kind that usually costs least goes first: a faster switch, an alternate, a strategy, a separate
cause, a second way.

Choosing greedily is not always the smallest set of changes (set cover), but never more than about
ln n times as many (Chvátal, *A greedy heuristic for the set-covering problem*, 1979).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import methodcaller

from bcp.graph.clock.recovering import Recovered
from bcp.graph.clock.times import NOT_KNOWN, Seconds, Watch
from bcp.graph.losses.cutsets import EMPTY
from bcp.graph.losses.lateness import timed_story
from bcp.graph.stress.answer import Advice, Change, ChangeKind
from bcp.graph.stress.changes import Changed, Version
from bcp.graph.stress.counting import Counting, Target, standing_under
from bcp.graph.stress.stories import groups_of, unwritten
from bcp.graph.structure import Structure
from bcp.graph.what_if.returns import Missing

MOST = 5
"""Changes that are told."""
_TRIED = 60
"""Changes of which it is worked out what each would bring: those that touch most losses."""
_FIGURES = 12
"""Ways whose times are asked for at most."""
_EXAMPLES = 12
"""Groups of losses of a process from which changes are read."""
_RECOMPUTED = 3_000
"""In a plan of more things, what a change brings is read off the sets of losses."""
_PROCESSES = 60
"""In a plan of more processes likewise."""
_ABOUT = 0.1
"""Changes that differ by no more than such a part of the pairs bring about as much."""
_KINDS: tuple[ChangeKind, ...] = (
    "faster-switch",
    "alternate",
    "strategy",
    "separate-cause",
    "second-way",
)
_BESIDE = (
    "systems",
    "sites",
    "suppliers",
    "channels",
    "records",
    "redundancy",
    "organisations",
    "causes",
    "facts",
    "forms",
    "unknown",
)
"""Kinds beside which a second can stand."""


@dataclass(frozen=True)
class _Candidate:
    change: Change
    at: int
    """What it changes something at: only what stands on that can fare better."""
    made: Callable[[Version], Version] = field(compare=False, repr=False)

    @property
    def kind(self) -> int:
        return _KINDS.index(self.change.kind)


_Families = Mapping[Target, int]


def advice(counting: Counting) -> Advice:
    """The changes that take most single and pair losses off the list, at most :data:`MOST`."""
    structure = counting.structure
    if len(structure.nodes) > _RECOMPUTED or len(counting.targets) > _PROCESSES:
        return _by_sets(counting)
    return _Advising(counting).run()


class _Advising:
    def __init__(self, counting: Counting) -> None:
        self.counting = counting
        self.structure: Structure = counting.structure
        self.version = Version(counting.structure, Changed(counting.times))
        self.left: dict[Target, int] = {
            one: family
            for one in counting.targets
            if (family := counting.beyond_mtpd(one)) != EMPTY
        }
        self.count = self._hit(self.left)
        self.under = {one: standing_under(self.structure, (one.number,)) for one in self.left}

    def run(self) -> Advice:
        changes = [*self._times(), *self._structural()]
        return Advice(tuple(changes), self.count, recomputed=True)

    def _hit(self, families: _Families) -> tuple[int, ...]:
        return self.counting.hit(families.values())

    def _with(self, version: Version, at: int | None = None) -> dict[Target, int]:
        """What is left of the families in a changed plan; ``at``: all of the change is at this."""
        self.counting.note()
        failing = self.counting.failing(version.structure, version.times)
        found = {
            one: failing.stops(one.number, one.mtpd)
            if at is None or at in self.under[one]
            else family
            for one, family in self.left.items()
        }
        return {one: family for one, family in found.items() if family != EMPTY}

    def _gain_of(self, one: _Candidate) -> tuple[int, ...]:
        return self._removed(self._with(one.made(self.version), one.at))

    def _removed(self, left: _Families) -> tuple[int, ...]:
        return tuple(
            before - after for before, after in zip(self.count, self._hit(left), strict=True)
        )

    def _take(self, version: Version, left: dict[Target, int]) -> None:
        self.version, self.left, self.count = version, left, self._hit(left)

    # ── times that are not written down ────────────────────────────────────────────────────────

    def _times(self) -> Iterator[Change]:
        """The times that decide, all in one change: the fewest ways that do, greedily."""
        ways = self._unwritten()
        chosen: list[Missing] = []
        version, left = self.version, self.left
        gained = (0,) * self.counting.order
        tried = {way: self._gain(version, way) for way in ways}
        while tried and len(chosen) < _FIGURES:
            way = self._best_way(version, tried, gained)
            if way is None:
                break
            version = version.with_times(frozenset(way))
            left = self._with(version)
            gained = self._removed(left)
            chosen += way
            del tried[way]
        if not chosen:
            every = frozenset(figure for way in ways for figure in way)
            version = self.version.with_times(every)
            left = self._with(version)
            gained = self._removed(left)
            chosen = list(every) if len(every) <= _FIGURES else []
        if chosen and any(gained):
            self._take(version, left)
            figures = tuple(sorted(dict.fromkeys(chosen), key=lambda one: (one.what, one.of)))
            yield Change("times", figures=figures, removes=gained)

    def _gain(self, version: Version, way: tuple[Missing, ...]) -> tuple[int, ...]:
        return self._removed(self._with(version.with_times(frozenset(way))))

    def _best_way(
        self,
        version: Version,
        tried: dict[tuple[Missing, ...], tuple[int, ...]],
        gained: tuple[int, ...],
    ) -> tuple[Missing, ...] | None:
        """The way that brings most beyond what was gained. What it brought alone is taken for a
        bound of what it brings besides, so that few are asked again."""
        best, most = None, gained
        for way in sorted(tried, key=lambda one: tried[one], reverse=True)[:6]:
            found = self._gain(version, way)
            if found > most:
                best, most = way, found
        return best

    def _unwritten(self) -> list[tuple[Missing, ...]]:
        """Ways with a time that is not said, those that touch most losses first."""
        found: dict[tuple[Missing, ...], int] = {}
        for one in self.left:
            for lost, count in self._examples(self.counting.not_known(one)):
                recovered = self.counting.after(lost)
                for way in unwritten(self.structure, self.counting.times, recovered, one.number):
                    found[way] = found.get(way, 0) + count
        return sorted(found, key=lambda one: -found[one])[: _TRIED // 2]

    # ── changes of what stands beside what ─────────────────────────────────────────────────────

    def _structural(self) -> Iterator[Change]:
        candidates = self._candidates()
        bounds: dict[_Candidate, tuple[int, ...]] = {}
        for each in candidates:
            bounds[each] = self._gain_of(each)
        for number in range(MOST - 1):
            best = self._best(bounds, again=number > 0)
            if best is None:
                return
            version = best.made(self.version)
            left = self._with(version, best.at)
            removed = self._removed(left)
            self._take(version, left)
            del bounds[best]
            yield replace(best.change, removes=removed)

    def _best(self, bounds: dict[_Candidate, tuple[int, ...]], *, again: bool) -> _Candidate | None:
        """The change that brings most, or of those that bring about as much the one that usually
        costs least. What one brought before is taken for a bound of what it brings now, so that
        only those at the top are worked out again."""
        nothing = (0,) * self.counting.order
        worked_out = set[_Candidate]() if again else set(bounds)
        most = nothing if again else max(bounds.values(), default=nothing)
        for one in sorted(bounds, key=lambda each: bounds[each], reverse=True):
            if one not in worked_out and bounds[one] >= _about(most):
                worked_out.add(one)
                bounds[one] = self._gain_of(one)
                most = max(most, bounds[one])
        if most == nothing:
            return None
        equal = [one for one in bounds if one in worked_out and bounds[one] >= _about(most)]
        return min(equal, key=lambda each: (each.kind, [-count for count in bounds[each]]))

    def _candidates(self) -> list[_Candidate]:
        """Changes that could help, those that touch most losses first."""
        found: dict[_Candidate, list[int]] = {}

        def add(each: _Candidate, counts: Iterable[int]) -> None:
            so_far = found.get(each, [0] * self.counting.order)
            found[each] = [one + more for one, more in zip(so_far, counts, strict=True)]

        said = self.counting.said
        for one, family in self.left.items():
            for rank, counts in said.families.standing(family).items():
                for each in self._beside(one, said.thing(rank)):
                    add(each, counts[1:])
            for lost, count in self._examples(family):
                of_size = [
                    count if size == len(lost) - 1 else 0 for size in range(self.counting.order)
                ]
                for each in dict.fromkeys(self._changes(one, lost)):
                    add(each, of_size)
        ordered = sorted(found, key=lambda each: ([-count for count in found[each]], each.kind))
        return ordered[:_TRIED]

    def _examples(self, family: int) -> Iterator[tuple[tuple[int, ...], int]]:
        """Losses of a family, and how many do the same."""
        families = self.counting.said.families
        for single in islice(self.counting.sets(family, 1), _EXAMPLES):
            yield single, 1
        for size in range(2, self.counting.order + 1):
            if (several := families.of_size(family, size)) != EMPTY:
                for group in islice(groups_of(self.counting, several), _EXAMPLES):
                    yield group.first, group.count

    def _changes(self, one: Target, lost: tuple[int, ...]) -> Iterator[_Candidate]:
        """What could help on the way from some losses to a process."""
        recovered = self.counting.after(lost)
        yield from self._faster(one, recovered)
        number = self.structure.number
        for step in timed_story(recovered, one.number):
            if step.id in number and number[step.id] not in lost:
                yield from self._beside(one, number[step.id])
        for cause in lost:
            if self.structure.nodes[cause].kind == "causes":
                yield from self._separate(cause, frozenset(recovered.back))

    def _beside(self, one: Target, thing: int) -> Iterator[_Candidate]:
        """What could stand beside a thing."""
        node = self.structure.nodes[thing]
        if node.kind == "roles":
            yield _Candidate(
                Change("alternate", node.id), thing, lambda it: it.with_second_way(thing)
            )
        elif node.kind in _BESIDE:
            if node.kind != "causes":
                yield _Candidate(
                    Change("second-way", node.id), thing, lambda it: it.with_second_way(thing)
                )
            yield _Candidate(
                Change("strategy", node.id, one.id),
                one.number,
                lambda it: it.with_strategy(one.number, thing),
            )

    def _separate(self, cause: int, down: frozenset[int]) -> Iterator[_Candidate]:
        """Each thing that goes with a cause, as one that no longer does."""
        for user in self.structure.users[cause]:
            node = self.structure.nodes[user]
            members = (
                [way[0] for gate in node.gates for way in gate.ways if cause in way[1:]]
                if node.kind == "redundancy"
                else [user]
            )
            for thing in members:
                if thing in down or node.kind == "redundancy":
                    yield _Candidate(
                        Change(
                            "separate-cause",
                            self.structure.nodes[cause].id,
                            to=self.structure.nodes[thing].id,
                        ),
                        cause,
                        methodcaller("with_separate_cause", thing, cause),
                    )

    def _faster(self, one: Target, recovered: Recovered) -> Iterator[_Candidate]:
        """Stand-ins and strategies that are there and come too late."""
        times, structure, down = self.version.times, self.structure, recovered.back
        for hold in structure.holds_of.get(one.number, ()):
            takes = times.strategy(hold) + _noticed(times.watch_of_strategy(hold), down)
            if one.mtpd < takes < NOT_KNOWN:
                name = structure.holds[hold].id
                yield _Candidate(
                    Change("faster-switch", name, one.id, seconds=one.mtpd),
                    one.number,
                    methodcaller("with_faster_strategy", hold, one.mtpd),
                )
        for thing in sorted(structure.cone(one.number) & down.keys()):
            for gate in structure.nodes[thing].gates:
                for place, way in enumerate(gate.ways):
                    if not gate.is_switched(place) or any(each in down for each in way):
                        continue
                    takes = times.switch(thing, place)
                    takes += _noticed(times.watch(thing, place), down)
                    if one.mtpd < takes < NOT_KNOWN:
                        of, to = structure.ids((thing, way[0]))
                        yield _Candidate(
                            Change("faster-switch", of, to=to, seconds=one.mtpd),
                            thing,
                            methodcaller("with_faster_switch", thing, place, one.mtpd),
                        )


def _noticed(watch: Watch, down: Container[int]) -> Seconds:
    """Until it is noticed what of it does not work."""
    return max((seconds for one, seconds in watch if one in down), default=0)


def _about(removed: tuple[int, ...]) -> tuple[int, ...]:
    """What is about as much as this, or more."""
    return (*removed[:-1], math.ceil(removed[-1] * (1 - _ABOUT)))


def _by_sets(counting: Counting) -> Advice:
    """For huge plans: the things without which most sets of losses are none, hardened one after the
    other, as if they could not be lost."""
    said, structure = counting.said, counting.structure
    left = said.either(counting.beyond_mtpd(one) for one in counting.targets)
    count = counting.hit((left,))
    changes: list[Change] = []
    while len(changes) < MOST and left != EMPTY:
        standing = said.families.standing(left)
        rank = max(standing, key=lambda one: (standing[one][1:], -one))
        thing = said.thing(rank)
        left = said.beyond(left, said.families.single(rank))
        after = counting.hit((left,))
        removed = tuple(before - now for before, now in zip(count, after, strict=True))
        count = after
        changes.append(Change("second-way", structure.nodes[thing].id, removes=removed))
    return Advice(tuple(changes), count, recomputed=False)
