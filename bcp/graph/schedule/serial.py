"""Schedules with the people there are, one task at a time each: the serial method.

One work after the other, by a rule of priority, is given to whoever of its people can begin it
first, at the earliest hour that their other works leave (Kelley's serial method; Kolisch, *Serial
and parallel resource-constrained project scheduling methods revisited*, EJOR 90, 1996). Five rules
are tried, the latest finish first. While something is late, the same is tried with whoever is asked
for least before the first choice; then what is late and what it waits for are moved forward, and at
last priorities are shaken by a fixed sequence of numbers. All of it is deterministic. That nothing
of this finds a schedule says nothing: there may be one.
"""

from __future__ import annotations

import random
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bcp.graph.schedule.order import Order
from bcp.graph.schedule.work import Deadline, Job, Target, Work

Rule = Literal[
    "latest-finish",
    "latest-start",
    "earliest-due",
    "longest-tail",
    "as-listed",
    "late-first",
    "shaken",
]
ROUNDS = 60
"""How often what is late is moved forward."""
SHAKEN = 300
"""How often the priorities are shaken."""
EFFORT = 20_000_000
"""Tries × the square of the works: of a playbook with thousands of tasks, less is tried."""
_FAR = 1 << 60


@dataclass(frozen=True, slots=True)
class Placed:
    """When each work is done, and by whom."""

    rule: Rule
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    people: tuple[str | None, ...]
    """None: somebody outside, a pool, or nobody who could be named."""
    late: tuple[tuple[Deadline | Target, int], ...]
    """The deadlines that it does not hold, with the seconds by which."""

    @property
    def finish(self) -> int:
        return max(self.ends, default=0)

    @property
    def score(self) -> tuple[int, int, int]:
        """Less is better: how many are late, by how much together, when the last ends."""
        return len(self.late), sum(by for _, by in self.late), self.finish


def length_of(work: Work) -> int:
    """Seconds that a work takes, as far as the plan says."""
    return work.least


def best(job: Job, *, thorough: bool = True) -> Placed:
    """The best schedule that the rules find: one in which nothing is late, if any of them does;
    among those the one that ends first, and of these the rule tried first. Not ``thorough``: the
    rules alone, for where it is known that something must be late."""
    order = Order(job.works, strict=True)
    if order.circle:  # the list of a procedure contradicts its `after`, which says more
        order = Order(job.works, strict=False)
    rules = _rules(job, order)
    ways = (job, _least_asked_first(job))
    found = min(_tried(job, order, rules), key=lambda one: one.score)
    if found.late and thorough:
        more = (
            one
            for each in (_tried(ways[1], order, rules), _shaken(ways, order, rules))
            for one in each
        )
        for one in more:
            found = min(found, one, key=lambda each: each.score)
            if not found.late:
                break
    return found


def _tried(job: Job, order: Order, rules: Mapping[Rule, Sequence[int]]) -> Iterator[Placed]:
    """A schedule by each rule, and while all have something late, by moving that forward."""
    first: Placed | None = None
    late = True
    for rule, keys in rules.items():
        one = _placed(job, order, rule, keys)
        first, late = first or one, late and bool(one.late)
        yield one
    last, moved = first, list(rules["latest-finish"])
    for _ in range(_tries(ROUNDS, job) if late else 0):
        for deadline, by in last.late if last else ():
            for work in _ahead(order, _works_of(deadline)):
                moved[work] -= by
        last = _placed(job, order, "late-first", moved)
        yield last
        if not last.late:
            return


def _shaken(
    ways: Sequence[Job], order: Order, rules: Mapping[Rule, Sequence[int]]
) -> Iterator[Placed]:
    """Schedules by the latest finish, moved at random by up to the longest that anything is due."""
    keys = rules["latest-finish"]
    due = [one for one in keys if one < _FAR // 2]
    reach = max(due, default=0) // 2
    numbers = random.Random(1)  # noqa: S311 - any fixed sequence will do
    for number in range(_tries(SHAKEN, ways[0])):
        way = ways[number % len(ways)]
        one = _placed(way, order, "shaken", [key + numbers.randint(0, reach) for key in keys])
        yield one


def _tries(most: int, job: Job) -> int:
    return min(most, EFFORT // max(1, len(job.works)) ** 2)


def _least_asked_first(job: Job) -> Job:
    """The same, and of several people who can begin, the one on whom the least other work hangs."""
    asked: dict[str, int] = {}
    for one in job.works:
        for person in one.people or ():
            asked[person] = asked.get(person, 0) + one.least
    works = tuple(
        replace(one, people=tuple(sorted(one.people, key=lambda each: asked[each])))
        if one.people
        else one
        for one in job.works
    )
    return replace(job, works=works)


def _works_of(one: Deadline | Target) -> tuple[int, ...]:
    return one.works if isinstance(one, Deadline) else one.ways[0]


def _ahead(order: Order, works: Sequence[int]) -> set[int]:
    """Some works and everything they wait for."""
    found, waiting = set(works), list(works)
    while waiting:
        for one in order.before[waiting.pop()]:
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def _rules(job: Job, order: Order) -> dict[Rule, list[int]]:
    """For each rule, each work's priority: the least goes first."""
    works = job.works
    due = _due(job, order)
    latest, tail = list(due), [0] * len(works)
    for one in reversed(order.sorted):
        for following in order.following[one]:
            latest[one] = min(latest[one], latest[following] - works[following].least)
            tail[one] = max(tail[one], tail[following] + works[following].least)
    return {
        "latest-finish": latest,
        "latest-start": [end - one.least for end, one in zip(latest, works, strict=True)],
        "earliest-due": due,
        "longest-tail": [-after - one.least for after, one in zip(tail, works, strict=True)],
        "as-listed": [0] * len(works),
    }


def _due(job: Job, order: Order) -> list[int]:
    """When each work is due, counted from the activation; a deadline that is counted from something
    else is placed as if that were done as early as can be."""
    ends = order.earliest(length_of)
    due = [_FAR] * len(job.works)
    for one in job.deadlines:
        base = 0
        if one.counted == "after":
            base = max((ends[each] for each in one.base), default=0)
        elif one.counted == "begun":
            base = min((ends[each] - job.works[each].least for each in one.base), default=0)
        for work in one.works:
            due[work] = min(due[work], base + one.seconds)
    for target in job.targets:
        for work in target.ways[0]:
            due[work] = min(due[work], target.seconds)
    return due


def _placed(job: Job, order: Order, rule: Rule, keys: Sequence[int]) -> Placed:
    works = job.works
    starts, ends = [0] * len(works), [0] * len(works)
    people: list[str | None] = [None] * len(works)
    busy: dict[str, list[tuple[int, int]]] = {}
    waiting = [len(before) for before in order.before]
    ready = [(keys[one], one) for one, count in enumerate(waiting) if not count]
    ready.sort()
    while ready:
        _, one = ready.pop(0)
        earliest = max((ends[before] for before in order.before[one]), default=0)
        starts[one], people[one] = _given(works[one], earliest, busy)
        ends[one] = starts[one] + works[one].least
        person = people[one]
        if person is not None and works[one].least:
            insort(busy.setdefault(person, []), (starts[one], ends[one]))
        for following in order.following[one]:
            waiting[following] -= 1
            if not waiting[following]:
                insort(ready, (keys[following], following))
    late = tuple(late_in(job, starts, ends))
    return Placed(rule, tuple(starts), tuple(ends), tuple(people), late)


def _given(
    work: Work, earliest: int, busy: Mapping[str, list[tuple[int, int]]]
) -> tuple[int, str | None]:
    """When a work begins, and who does it: whoever can first; of several, the first choice."""
    if not work.people:
        return earliest, None
    several = [(_gap(busy.get(one, ()), earliest, work.least), one) for one in work.people]
    start = min(start for start, _ in several)
    return start, next(one for begin, one in several if begin == start)


def _gap(busy: Sequence[tuple[int, int]], earliest: int, length: int) -> int:
    """The first moment from which somebody is free for so long."""
    start = earliest
    first = bisect_left(busy, (earliest, 0))
    for place in range(max(0, first - 1), len(busy)):
        begin, end = busy[place]
        if start + length <= begin:
            break
        start = max(start, end)
    return start


def late_in(
    job: Job, starts: Sequence[int], ends: Sequence[int]
) -> list[tuple[Deadline | Target, int]]:
    """The deadlines that a schedule does not hold, with the seconds by which."""
    found: list[tuple[Deadline | Target, int]] = []
    for one in job.deadlines:
        by = max(ends[work] for work in one.works) - due_in(one, starts, ends)
        if by > 0:
            found.append((one, by))
    for target in job.targets:
        back = min(max(ends[work] for work in way) for way in target.ways)
        if back > target.seconds:
            found.append((target, back - target.seconds))
    return found


def due_in(one: Deadline, starts: Sequence[int], ends: Sequence[int]) -> int:
    """When a deadline falls in a schedule, counted from the activation."""
    if one.counted == "after":
        return max(ends[work] for work in one.base) + one.seconds
    if one.counted == "begun":
        return min(starts[work] for work in one.base) + one.seconds
    return one.seconds
