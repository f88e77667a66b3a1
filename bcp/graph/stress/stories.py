"""The worst stories: what is lost, what stops beyond its MTPD, for how long, and why.

Told in this order: what breaches an MTPD for certain before what is not known; then the tier of the
process; single losses before pairs, which happen more rarely; the priority of the process; and the
longer outage, one without an end that anybody can say first. A set of losses that was told, for a
process further up, is not told again, nor a pair that holds one. What does the same is one story:
single losses that take the same thing on their way, pairs of *any of these with any of those*, and
all of one process that are not known for want of the same times.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, groupby, islice, product

from bcp.graph.clock.recovering import Recovered, recovering
from bcp.graph.clock.times import PlanTimes, Seconds, Way
from bcp.graph.losses.cutsets import EMPTY
from bcp.graph.losses.groups import grouped
from bcp.graph.losses.lateness import timed_story
from bcp.graph.stories import Story
from bcp.graph.stress.answer import Failed, Fate, Part, Tale, Verdict
from bcp.graph.stress.counting import Counting, InNoTime, Target
from bcp.graph.structure import Structure
from bcp.graph.what_if.returns import Missing, Returns
from bcp.graph.what_if.scenario import course_of, scenario_of

_GROUPS = 40
"""Groups of one process and size that are compared with each other: those of most sets."""
_SINGLES = 60
"""Of more single losses of one process each is told alone."""
_HUGE = 100_000
"""In a plan of many things both are fewer: so many times the things of the plan stay below this."""
_SAID = ("systems", "sites", "suppliers", "causes")
"""Kinds for which a plan can say how long restoring them takes."""


@dataclass(frozen=True, slots=True)
class Group:
    """Sets of losses of one size told together, as things; of each part, any ``take``."""

    parts: tuple[tuple[int, tuple[int, ...]], ...]

    @property
    def count(self) -> int:
        return math.prod(math.comb(len(of), take) for take, of in self.parts)

    @property
    def first(self) -> tuple[int, ...]:
        """One of its sets."""
        return tuple(sorted(one for take, of in self.parts for one in of[:take]))


@dataclass(frozen=True, slots=True)
class _Worst:
    """What is worst in one group, or in several that do the same to one process."""

    groups: tuple[Group, ...]
    """The one that is worst in front."""
    back: Seconds
    example: tuple[int, ...]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.groups)


class Telling:
    """The stories of one plan."""

    def __init__(self, counting: Counting) -> None:
        self.counting = counting
        self.structure = counting.structure
        self.times = counting.times
        bearable = _HUGE // max(1, len(self.structure.nodes))
        self.groups = max(2, min(_GROUPS, bearable))
        self.singles = min(_SINGLES, bearable)

    def tales(self, top: int) -> tuple[tuple[Tale, ...], bool]:
        """The worst stories, so many at most, and whether there are more."""
        found = tuple(islice(self._all(), top + 1))
        return found[:top], len(found) > top

    # ── which, in which order ──────────────────────────────────────────────────────────────────

    def _all(self) -> Iterator[Tale]:
        counting, said = self.counting, self.counting.said
        told = EMPTY
        verdicts: tuple[tuple[Verdict, Callable[[Target], int]], ...] = (
            ("breached", counting.breached),
            ("not-known", counting.not_known),
        )
        tiers = [
            tuple(several)
            for _, several in groupby(counting.targets, key=lambda one: one.process.tier)
        ]
        sizes = range(1, counting.order + 1)
        for (verdict, family_of), tier, size in product(verdicts, tiers, sizes):
            for one in tier:
                family = said.families.of_size(said.beyond(family_of(one), told), size)
                if family == EMPTY:
                    continue
                for worst in self._ordered(one, verdict, family, size):
                    yield self._tale(one, verdict, worst)
                told = said.either((told, family))

    def _ordered(self, one: Target, verdict: Verdict, family: int, size: int) -> Iterable[_Worst]:
        """What one process has to fear of losses of one size: the longest outage first."""
        several = self._singles(one, family) if size == 1 else groups_of(self.counting, family)
        found = [self._worst(one, (group,)) for group in islice(several, self.groups)]
        found.sort(key=lambda each: -each.back)
        return found if verdict == "breached" else self._merged(one, found)

    def _merged(self, one: Target, several: Iterable[_Worst]) -> Iterable[_Worst]:
        """Those that are not known for want of the same times, together."""
        found: dict[frozenset[Missing], _Worst] = {}
        for each in several:
            why = frozenset(self._unwritten(one, each.example))
            first = found.get(why)
            found[why] = (
                each
                if first is None
                else replace(
                    first,
                    groups=(*first.groups, *each.groups),
                )
            )
        return found.values()

    def _unwritten(self, one: Target, lost: tuple[int, ...]) -> tuple[Missing, ...]:
        ways = unwritten(self.structure, self.times, self.counting.after(lost), one.number)
        return tuple(dict.fromkeys(figure for each in ways for figure in each))

    def _singles(self, one: Target, family: int) -> Iterable[Group]:
        """Single losses, those together that go through the same one of them."""
        singles = [single for (single,) in self.counting.sets(family, 1)]
        among = frozenset(singles)
        number = self.structure.number
        if len(singles) > self.singles:
            return [Group(((1, (single,)),)) for single in singles]
        through: dict[int, list[int]] = {}
        for single in singles:
            steps = self._story((single,), one)
            way = [number[step.id] for step in steps[:-1] if step.id in number]
            last = next((each for each in reversed(way) if each in among), single)
            through.setdefault(last, []).append(single)
        return [Group(((1, tuple(several)),)) for several in through.values()]

    def _worst(self, one: Target, groups: tuple[Group, ...]) -> _Worst:
        """The longest outage of a process by any of these sets, exactly.

        Begins with one set, and asks which of the others take longer, until none does.
        """
        said = self.counting.said
        family = said.either(map(self._family, groups))
        example = groups[0].first
        while True:
            back = self.counting.after(example).at(one.number)
            longer = said.stops(one.number, back) if back < math.inf else EMPTY
            rest = said.beyond(family, longer)
            if longer == EMPTY or rest == family:
                return _Worst(groups, back, example)
            family = said.beyond(family, rest)
            example = said.sets(family)[0]

    # ── one of them ────────────────────────────────────────────────────────────────────────────

    def _tale(self, first: Target, verdict: Verdict, worst: _Worst) -> Tale:
        others = sorted(self._others(first, worst), key=lambda fate: fate.verdict != "breached")
        return Tale(
            tuple(Part(take, self.structure.ids(of)) for take, of in worst.groups[0].parts),
            worst.groups[0].count,
            worst.count - worst.groups[0].count,
            self.structure.ids(worst.example),
            verdict,
            (self._fate(first, verdict, worst), *others),
            self._story(worst.example, first),
            tuple(self._strategies(first, worst.example)),
        )

    def _strategies(self, one: Target, lost: tuple[int, ...]) -> Iterator[Failed]:
        """Why no strategy holds the process, where the plan says how long each takes: what would
        be in the way of the fastest of its kind first, its own time last."""
        recovered = self.counting.after(lost)
        for number in self.structure.holds_of.get(one.number, ()):
            hold, wait = self.structure.holds[number], self.times.strategy(number)
            takes = self.times.way_of_strategy(number, recovered.back).seconds
            late = [need for need in hold.needs if recovered.at(need) + wait > one.mtpd]
            late.sort(key=recovered.at, reverse=True)
            if takes is None or recovered.by_strategy(number) <= one.mtpd:
                continue
            if recovered.beside_strategy(number) > one.mtpd:
                yield Failed(hold.id)
            elif late and (takes <= one.mtpd or recovered.at(late[0]) > one.mtpd):
                yield Failed(hold.id, self.structure.nodes[late[0]].id)
            else:
                yield Failed(hold.id, seconds=takes)

    def _story(self, lost: tuple[int, ...], one: Target) -> Story:
        return timed_story(self.counting.after(lost), one.number)

    def _fate(self, one: Target, verdict: Verdict, worst: _Worst) -> Fate:
        at_best = recovering(self.structure, InNoTime(self.times), worst.example).at(one.number)
        scenario = scenario_of(self.counting.plan, self.structure.ids(worst.example))
        course = course_of(self.structure, self.times, scenario)
        minimum = Returns(self.structure, self.times, course).clock(one.process).minimum
        why = self._said_of(minimum.missing)
        if verdict == "not-known":
            why = tuple(dict.fromkeys((*self._unwritten(one, worst.example), *why)))
        return Fate(
            one.id,
            verdict,
            _known(worst.back),
            one.mtpd,
            why,
            _known(at_best),
            minimum.proven,
        )

    def _said_of(self, missing: tuple[Missing, ...]) -> tuple[Missing, ...]:
        """Without how long it takes to have somebody or something back of which no plan could say
        that, unless that is all."""
        plan = self.counting.plan
        kept = tuple(
            one for one in missing if one.what != "restoring" or plan.kind_of(one.of) in _SAID
        )
        return kept or missing

    def _others(self, first: Target, worst: _Worst) -> Iterator[Fate]:
        """Other processes that every one of these sets keeps down beyond their MTPD."""
        said = self.counting.said
        together = said.either(map(self._family, worst.groups))
        for one in self.counting.targets:
            if one is first or said.beyond(together, self.counting.beyond_mtpd(one)) != EMPTY:
                continue
            sure = said.beyond(together, self.counting.breached(one)) == EMPTY
            back = self._worst(one, worst.groups).back
            yield Fate(one.id, "breached" if sure else "not-known", _known(back), one.mtpd)

    def _family(self, group: Group) -> int:
        said = self.counting.said
        parts = [
            said.families.union_all(
                said.families.of_set(said.rank[one] for one in each)
                for each in combinations(of, take)
            )
            for take, of in group.parts
        ]
        return said.joined(parts)


def groups_of(counting: Counting, family: int) -> Iterable[Group]:
    """The sets of a family of one size, those that can be told together together, the most sets
    first."""
    said = counting.said
    size = next(size for size, count in enumerate(said.families.counts(family)) if count)
    groups = grouped(said.families, family, size)
    if groups is None:
        sets = islice(said.families.sets(family), _GROUPS)
        return [Group(tuple((1, (said.thing(rank),)) for rank in each)) for each in sets]
    return [
        Group(
            tuple((take, tuple(sorted(said.thing(rank) for rank in of))) for take, of in one.parts)
        )
        for one in groups
    ]


def unwritten(
    structure: Structure, times: PlanTimes, recovered: Recovered, process: int
) -> tuple[tuple[Missing, ...], ...]:
    """The times that the plan does not say and that the return of a process may wait for: each a
    way (a strategy, a switch, a restoring) with all that is missing from it."""
    down = recovered.back
    found: dict[tuple[Missing, ...], None] = {}
    cone = sorted(structure.cone(process) & down.keys(), key=lambda one: one != process)
    for thing in cone:
        for hold in structure.holds_of.get(thing, ()):
            there = all(down.get(need, 0) < math.inf for need in structure.holds[hold].needs)
            if there:
                found[_missing(times.way_of_strategy(hold, down))] = None
    for thing in cone:
        for gate in structure.nodes[thing].gates:
            for place, way in enumerate(gate.ways):
                there = all(down.get(one, 0) < math.inf for one in way)
                if there and gate.is_switched(place):
                    found[_missing(times.way_to(thing, place, down))] = None
    standing = [one for thing in cone for one in structure.nodes[thing].stands_in]
    for thing in dict.fromkeys((*cone, *(one.site for one in standing))):
        node = structure.nodes[thing]
        lost = thing in recovered.lost
        takes = (times.restore if lost else times.restart)(thing)
        if node.kind in _SAID and takes == math.inf and (lost or thing in down):
            found[(Missing("restoring" if lost else "starting-again", node.id),)] = None
    return tuple(one for one in found if one)


def _missing(way: Way) -> tuple[Missing, ...]:
    return tuple(Missing(one.what, one.of) for one in way.parts if one.figure.seconds is None)


def _known(seconds: Seconds) -> int | None:
    return None if seconds == math.inf else int(seconds)
