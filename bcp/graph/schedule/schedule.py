"""Can a playbook be done in time with the people there are? Never more is said than was shown.

*Impossible*: shown without any schedule, by what must be whatever anybody does: a chain of tasks is
longer than its deadline, nobody is left who is named for a task, tasks wait for each other in a
circle, or the work that some people alone can do between two moments is more than they have hours.
*Found*: a schedule is shown that holds every deadline, each person doing one task at a time.
*Undecided*: neither; a schedule may exist, and the best that was tried is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bcp.errors import BcpError
from bcp.graph.schedule.order import Order
from bcp.graph.schedule.serial import Placed, best, due_in, length_of
from bcp.graph.schedule.work import Deadline, Job, job_of
from bcp.graph.structure import Structure
from bcp.model.people import Person
from bcp.model.response import Playbook
from bcp.nearest import nearest
from bcp.plan import Plan

Verdict = Literal["impossible", "found", "undecided"]
_FAR = 1 << 60
_PAIRS = 250_000
"""Moments × works that are looked at for one group of people; of more, the first moments alone."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why no schedule can be."""

    why: Literal["chain", "nobody", "circle", "staff"]
    """``chain``: even with unlimited staff ``works`` after each other take ``takes``, longer than
    ``due``. ``nobody``: nobody who is named for ``of`` is left. ``circle``: ``works`` wait for each
    other. ``staff``: ``works`` can be done by ``people`` alone, and only between ``begin`` and
    ``due``: that are ``takes`` seconds of work, more than they have."""
    of: str
    """The task or ``task/step`` whose deadline it is; for ``nobody`` and ``staff``, who does it."""
    works: tuple[str, ...]
    takes: int = 0
    due: int = 0
    begin: int = 0
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One work in a schedule; times in seconds from the activation."""

    id: str
    """``task``, or ``task/step``."""
    phase: str
    by: str
    person: str | None
    """None: somebody outside, a pool, or nobody."""
    start: int
    end: int
    known: bool
    """Whether the plan says how long it takes; else it stands here with 0."""
    due: int | None
    """When it is due in this schedule, the earliest of its deadlines."""


@dataclass(frozen=True, slots=True)
class Late:
    """A deadline that the schedule shown does not hold."""

    of: str
    process: bool
    """Whether it is the RTO of a process."""
    due: int
    end: int


@dataclass(frozen=True, slots=True)
class Return:
    """A process that tasks of the playbook bring back: one at least follows what a strategy of it
    does; one that does the switch of a redundancy it stands on is another way. Seconds from the
    activation; what passes before it comes on top.

    An RTO that is not held keeps a schedule from being *found*. It never makes it *impossible*:
    something else may bring the process back, of which a playbook need not speak.
    """

    process: str
    rto: int
    back: int
    """When the first of these tasks ends in the schedule shown,"""
    soonest: int
    """and with unlimited staff."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The answer for one playbook."""

    plan: str
    playbook: str
    absent: tuple[str, ...]
    at: str | None
    """The moment asked about, in the plan's zone; None: any."""
    verdict: Verdict
    reasons: tuple[Reason, ...]
    """For *impossible*: everything that shows it."""
    shortest: int
    """Seconds that the longest chain takes, as far as durations are known: nothing ends sooner,
    however many people there are."""
    finish: int
    """Seconds after which the schedule shown ends, as far as durations are known."""
    rule: str
    """The rule of priority that made it."""
    slots: tuple[Slot, ...]
    """The schedule, in the order of starts; empty when tasks wait for each other in a circle."""
    late: tuple[Late, ...]
    not_known: tuple[str, ...]
    """Works of which the plan does not say how long they take."""
    unmanned: tuple[tuple[str, str], ...]
    """(work, who does it) for whom the plan names nobody, or whose rota has nobody on."""
    outside: tuple[str, ...]
    """Suppliers, organisations and pools whose hands are not counted."""
    returns: tuple[Return, ...]
    """The processes that tasks of the playbook bring back."""
    without_deadline: bool
    """Whether nothing in it is due at any time, so that every schedule would do."""
    returning: tuple[str, ...]
    """Tasks of the way back that are left out: they start when the playbook is ended."""
    conditional: tuple[str, ...]
    repeated: tuple[str, ...]


def schedule(
    plan: Plan,
    playbook: str,
    absent: Collection[str] = (),
    at: dt.datetime | None = None,
    *,
    structure: Structure | None = None,
) -> Schedule:
    """Whether a playbook can be done in time with the people there are.

    ``absent``: people who are missing. ``at``: a moment in the plan's zone; whoever is on by the
    rotas then, and not away, does the work. Times are counted from the activation.

    :raises BcpError: for an id that is no playbook, or no person of the plan.
    """
    found = plan.find(playbook, Playbook)
    if found is None:
        raise BcpError(
            "There is no playbook {id} in this plan.", "Name a playbook of the plan.", id=playbook
        )
    for one in absent:
        if plan.find(one, Person) is None:
            ids = [each.id for each in plan.of(Person)]
            near = nearest(one, ids)
            raise BcpError(
                "There is nobody called {id} in this plan.",
                "Did you mean {near}?" if near else "Name people by their ids.",
                id=one,
                near=near or "",
            )
    if at is not None and not 1971 <= at.year <= 9900:
        raise BcpError(
            "{moment} lies beyond the calendar",
            "ask for a moment between 1971 and 9900",
            moment=at.isoformat(sep=" ", timespec="minutes"),
        )
    job = job_of(plan, found, frozenset(absent), at, structure)
    return _Answer(plan, found.id, job).run(tuple(dict.fromkeys(absent)), at)


class _Answer:
    def __init__(self, plan: Plan, playbook: str, job: Job) -> None:
        self.plan = plan
        self.playbook = playbook
        self.job = job
        self.order = Order(job.works, strict=False)
        self.soonest = self.order.earliest(length_of)

    def run(self, absent: tuple[str, ...], at: dt.datetime | None) -> Schedule:
        works = self.job.works
        circle = self.order.circle
        reasons = [Reason("circle", "", self._ids(circle))] if circle else [*self._impossible()]
        placed = (
            best(self.job, thorough=not reasons)
            if not circle
            else Placed("latest-finish", (), (), (), ())
        )
        not_known = tuple(one.id for one in works if one.length is None)
        unmanned = tuple((one.id, one.by) for one in works if one.people == ())
        shown = bool(placed.ends) or not works
        fits = shown and not (placed.late or not_known or unmanned)
        verdict: Verdict = "impossible" if reasons else "found" if fits else "undecided"
        return Schedule(
            self.plan.id,
            self.playbook,
            absent,
            None if at is None else at.isoformat(sep=" ", timespec="minutes"),
            verdict,
            tuple(reasons),
            max((self.soonest[one] for one in self.order.sorted), default=0),
            placed.finish,
            placed.rule,
            tuple(self._slots(placed)),
            tuple(self._late(placed)),
            not_known,
            unmanned,
            tuple(sorted({one.by for one in works if one.people is None})),
            tuple(self._returns(placed)),
            not self.job.deadlines and not self.job.targets,
            self.job.returning,
            self.job.conditional,
            self.job.repeated,
        )

    def _ids(self, works: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.job.works[one].id for one in works)

    # ── what shows that it cannot be ───────────────────────────────────────────────────────────

    def _impossible(self) -> Iterator[Reason]:
        yield from self._nobody()
        yield from self._chains()
        yield from self._staff()

    def _nobody(self) -> Iterator[Reason]:
        """Somebody is named, and none of them is left."""
        roles: dict[str, list[str]] = {}
        for one in self.job.works:
            if one.possible is not None and not one.possible:
                roles.setdefault(one.by, []).append(one.id)
        for role, works in roles.items():
            yield Reason("nobody", role, tuple(works))

    def _chains(self) -> Iterator[Reason]:
        for one in self.job.deadlines:
            if one.counted == "activation":
                last = max(one.works, key=lambda work: self.soonest[work])
                takes, chain = self.soonest[last], self.order.chain(self.soonest, last)
            else:
                inside = one.works if one.counted == "after" else one.base
                lengths = self.order.within(length_of, inside)
                last = max(one.works, key=lambda work: lengths[work])
                takes = lengths[last]
                chain = tuple(
                    work for work in self.order.chain(self.soonest, last) if work in lengths
                )
            if takes > one.seconds:
                yield Reason("chain", one.of, self._ids(chain), takes, one.seconds)

    def _staff(self) -> Iterator[Reason]:
        """People who have more to do between two moments than there are hours for them; the
        shortest such stretch for each group of people (the energy bound of Erschler and Lopez)."""
        works = self.job.works
        latest = self._latest()
        groups = {one.possible for one in works if one.possible}
        told: list[frozenset[str]] = []
        for people in sorted(groups, key=lambda one: (len(one), sorted(one))):
            if any(less <= people for less in told):
                continue  # it is told of fewer of them
            theirs = [
                number
                for number, one in enumerate(works)
                if one.possible is not None
                and one.possible <= people
                and self.soonest[number] <= latest[number] < _FAR  # else the chain shows it
            ]
            worst = self._overload(theirs, latest, len(people))
            if worst is not None:
                begin, due, load = worst
                told.append(people)
                yield Reason(
                    "staff",
                    works[load[-1]].by,
                    self._ids(load),
                    sum(works[one].least for one in load),
                    due,
                    begin,
                    tuple(sorted(people)),
                )

    def _latest(self) -> list[int]:
        """When each work must have ended, whatever is done: from deadlines that are counted from
        the activation alone."""
        latest = [_FAR] * len(self.job.works)
        for one in self.job.deadlines:
            if one.counted == "activation":
                for work in one.works:
                    latest[work] = min(latest[work], one.seconds)
        for number in reversed(self.order.sorted):
            for following in self.order.following[number]:
                if latest[following] < _FAR:
                    start = latest[following] - self.job.works[following].least
                    latest[number] = min(latest[number], start)
        return latest

    def _overload(
        self, theirs: list[int], latest: list[int], people: int
    ) -> tuple[int, int, list[int]] | None:
        works = self.job.works
        begins = {one: self.soonest[one] - works[one].least for one in theirs}
        found: tuple[int, int, list[int]] | None = None
        tried = sorted(set(begins.values()))
        for begin in tried[: max(1, _PAIRS // max(1, len(theirs)))]:
            inside = sorted(
                (one for one in theirs if begins[one] >= begin), key=lambda one: (latest[one], one)
            )
            load = 0
            for place, one in enumerate(inside):
                load += works[one].least
                length = latest[one] - begin
                if load > people * length and (found is None or length < found[1] - found[0]):
                    found = (begin, latest[one], inside[: place + 1])
        return found

    # ── the schedule shown ─────────────────────────────────────────────────────────────────────

    def _slots(self, placed: Placed) -> Iterator[Slot]:
        if not placed.ends:
            return
        due: dict[int, int] = {}
        for deadline in self.job.deadlines:
            when = due_in(deadline, placed.starts, placed.ends)
            for one in deadline.works:
                due[one] = min(due.get(one, when), when)
        numbers = range(len(self.job.works))
        for number in sorted(numbers, key=lambda one: (placed.starts[one], placed.ends[one], one)):
            work = self.job.works[number]
            yield Slot(
                work.id,
                work.phase,
                work.by,
                placed.people[number],
                placed.starts[number],
                placed.ends[number],
                work.length is not None,
                due.get(number),
            )

    def _late(self, placed: Placed) -> Iterator[Late]:
        for one, by in placed.late:
            if isinstance(one, Deadline):
                due = due_in(one, placed.starts, placed.ends)
                yield Late(one.of, False, due, due + by)
            else:
                yield Late(one.process, True, one.seconds, one.seconds + by)

    def _returns(self, placed: Placed) -> Iterator[Return]:
        for one in self.job.targets if placed.ends else ():
            back, soonest = (
                min(max(ends[work] for work in way) for way in one.ways)
                for ends in (placed.ends, self.soonest)
            )
            yield Return(one.process, one.seconds, back, soonest)
