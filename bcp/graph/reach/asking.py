"""How long, at worst, until somebody with the authority accepts the call.

For each list of calls, each hour of the week, and any one person absent or any one channel lost:
see :mod:`bcp.graph.reach.calls` for what a walk through the calls is. The authority is the role of
``ends_at``: the one that an escalation must reach. Who is on duty is taken at the moment at which
the call-out begins. In rotas that turn by the week it is anybody's week: the worst counts; two
rotas only together as they come together. Single days on which somebody is away by plan, or hours
are not as usual, are looked at too, when the question names a first day; then one person more is
absent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bcp.graph.reach.calls import NOTHING, CallOut, Circumstance, Contacts, Moment
from bcp.graph.reach.walk import chain
from bcp.graph.reach.week import Calendar, Scene
from bcp.graph.reach.worst import NO_LIST, Called, Outcome
from bcp.model.response import Escalation, Level, Playbook
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of the ordinary week, or of one day. Minutes from Monday 00:00, the end exclusive,
    in the plan's clock."""

    start: int
    end: int
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """What comes out at one stretch of time, in one circumstance."""

    escalation: str | None
    """The list; None where none holds."""
    when: When
    outcome: Outcome
    absent: str | None = None
    """Who is absent; None: nobody who would be needed."""
    channel: str | None = None
    """The channel that is lost."""
    away: tuple[str, ...] = ()
    """Who is away by plan that day."""

    @property
    def rank(self) -> tuple[int, int]:
        return self.outcome.rank


@dataclass(frozen=True, slots=True)
class StretchReach:
    """One stretch of the ordinary week for one list."""

    usual: Hit
    """With everybody there."""
    worst: Hit
    """With any one person absent; ``usual`` when no absence makes it worse."""
    channel: Hit
    """With any one channel lost; the same."""


@dataclass(frozen=True, slots=True)
class ListReach:
    """One escalation."""

    escalation: str
    levels: tuple[str, ...]
    authority: str
    calls: tuple[Called, ...]
    """Whom it calls, one after the other, when nobody accepts."""
    stretches: tuple[StretchReach, ...]
    people: tuple[Hit, ...]
    """For everybody whose absence makes it worse at some hour: the worst of these."""
    channels: tuple[Hit, ...]
    """For every channel whose loss does."""
    day: Hit | None
    """The worst of the single days, when it is worse than the ordinary week."""

    @property
    def usual(self) -> Hit | None:
        return worst_of(one.usual for one in self.stretches)

    @property
    def worst(self) -> Hit | None:
        """With any one person absent, on any day; None when it never holds."""
        return worst_of(
            (*(one.worst for one in self.stretches), *((self.day,) if self.day else ()))
        )

    @property
    def worst_channel(self) -> Hit | None:
        return worst_of(one.channel for one in self.stretches)


@dataclass(frozen=True, slots=True)
class LevelReach:
    """One incident level."""

    level: str
    lists: tuple[str, ...]
    """The escalations that are begun with at this level: not those that only follow others."""
    worst: Hit | None
    """The worst of all its lists and hours; None when the question leaves them all out."""
    uncovered: tuple[When, ...]
    """When none of its lists holds."""
    declared_by: str
    declared: int | None
    """Seconds until whoever declares it accepts, at worst, by the quickest of its lists; None when
    no list calls them, or they are not reached."""
    is_called: bool
    """Whether a list calls whoever declares it."""


def worst_of(several: Iterable[Hit]) -> Hit | None:
    """The first of the worst."""
    return max(several, key=lambda one: one.rank, default=None)


def roots(plan: Plan, lists: Sequence[Escalation]) -> tuple[Escalation, ...]:
    """Those lists that are begun with: no other of them hands over to them, or a playbook names
    them."""
    followed = {one.hand_over for one in lists}
    named = {
        each
        for playbook in plan.of(Playbook)
        for each in (playbook.escalation, *playbook.at_other_hours)
    }
    found = tuple(one for one in lists if one.id not in followed or one.id in named)
    return found or tuple(lists)


class Asking:
    """What several questions about the same plan share. ``at``: one scene, or a minute of one,
    instead of the week and the year."""

    def __init__(
        self,
        plan: Plan,
        as_of: dt.date | None = None,
        at: tuple[Scene, int | None] | None = None,
    ) -> None:
        self.plan = plan
        self.calendar = Calendar(plan, as_of)
        self.contacts = Contacts(plan)
        self.at = at
        self._call_outs: dict[tuple[str, str | None], CallOut] = {}

    def call_out(self, escalation: Escalation, target: str | None = None) -> CallOut:
        key = (escalation.id, target)
        if key not in self._call_outs:
            self._call_outs[key] = CallOut(self.calendar, self.contacts, escalation, target)
        return self._call_outs[key]

    def calls(self, first: Escalation) -> frozenset[str]:
        """The roles that a list calls, itself or by handing over."""
        return frozenset(step.role for one in chain(self.plan, first) for step in one.steps)

    # ── when ───────────────────────────────────────────────────────────────────────────────────

    def scenes(self) -> tuple[Scene, ...]:
        return (self.at[0],) if self.at is not None else self.calendar.weeks

    def stretches(self, several: Sequence[CallOut], scene: Scene) -> tuple[tuple[int, int], ...]:
        """The stretches within which nothing changes for any of these."""
        hours = dict.fromkeys(one for each in several for one in each.hours)
        rotas = dict.fromkeys(one for each in several for one in each.rotas)
        found = self.calendar.cuts(scene, hours, rotas)
        return tuple(one for one in found if self._is_asked(*one))

    def _is_asked(self, start: int, end: int) -> bool:
        minute = self.at[1] if self.at is not None else None
        return minute is None or start <= minute < end

    # ── one stretch ────────────────────────────────────────────────────────────────────────────

    def worst_turn(
        self, call_out: CallOut, scene: Scene, minute: int, case: Circumstance
    ) -> Outcome:
        """At the worst of the weeks that the rotas can have."""
        found = [call_out.worst(at, case) for at in call_out.turns(scene, minute, case)]
        return max(found, key=lambda one: one.rank)

    # ── one list ───────────────────────────────────────────────────────────────────────────────

    def of_list(self, one: Escalation) -> ListReach:
        call_out = self.call_out(one)
        found: list[StretchReach] = []
        people: dict[str, Hit] = {}
        channels: dict[str, Hit] = {}
        for scene in self.scenes():
            for start, end in self.stretches((call_out,), scene):
                if not self.calendar.holds(one.hours, scene, start):
                    continue
                hits = self._hits(call_out, scene, start, end)
                usual = hits[0]
                for hit in hits[1:]:
                    _keep(people, hit.absent, hit, usual)
                    _keep(channels, hit.channel, hit, usual)
                found.append(
                    StretchReach(
                        usual,
                        worst_of((usual, *(hit for hit in hits if hit.absent))) or usual,
                        worst_of((usual, *(hit for hit in hits if hit.channel))) or usual,
                    )
                )
        return ListReach(
            one.id,
            one.levels,
            one.ends_at,
            self._calls(call_out, found),
            tuple(found),
            tuple(sorted(people.values(), key=_worst_first)),
            tuple(sorted(channels.values(), key=_worst_first)),
            self._single_day(call_out, one, worst_of(each.worst for each in found)),
        )

    def _calls(self, call_out: CallOut, found: Sequence[StretchReach]) -> tuple[Called, ...]:
        if not found:
            return ()
        usual = max((each.usual for each in found), key=lambda hit: hit.rank)
        scene = self.scenes()[0]
        at = Moment(scene, usual.when.start)
        return call_out.silent_walk(at)

    def _hits(self, call_out: CallOut, scene: Scene, start: int, end: int) -> list[Hit]:
        """First with everybody there, then without each person, then without each channel."""
        when = When(start, end, scene.day)
        people, channels = call_out.concerned(scene, start)
        away = tuple(sorted(scene.away & frozenset(call_out.people)))

        def hit(case: Circumstance, absent: str | None, channel: str | None) -> Hit:
            outcome = self.worst_turn(call_out, scene, start, case)
            return Hit(call_out.first.id, when, outcome, absent, channel, away)

        return [
            hit(NOTHING, None, None),
            *(hit(Circumstance(absent=frozenset((one,))), one, None) for one in people),
            *(hit(Circumstance(lost=frozenset((one,))), None, one) for one in channels),
        ]

    def _single_day(self, call_out: CallOut, one: Escalation, usually: Hit | None) -> Hit | None:
        if self.at is not None:
            return None
        worst = None
        people = frozenset(call_out.people)
        seen = set()
        for scene in self.calendar.single_days(call_out.people, call_out.hours):
            kind = self.calendar.kind_of_day(scene, call_out.hours, call_out.rotas)
            if (kind, scene.away & people) in seen:
                continue
            seen.add((kind, scene.away & people))
            for start, end in self.stretches((call_out,), scene):
                if self.calendar.holds(one.hours, scene, start):
                    hits = self._hits(call_out, scene, start, end)
                    without = [hit for hit in hits if hit.channel is None]
                    worst = worst_of((*((worst,) if worst else ()), *without))
        if worst is None or (usually is not None and worst.rank <= usually.rank):
            return None
        return worst

    # ── one level ──────────────────────────────────────────────────────────────────────────────

    def of_level(self, level: Level, done: dict[str, ListReach]) -> LevelReach:
        serving = [one for one in self.plan.of(Escalation) if level.id in one.levels]
        first = roots(self.plan, serving)
        hits = [done[one.id].worst for one in first]
        uncovered = self.uncovered(serving)
        if uncovered:
            hits.append(Hit(None, uncovered[0], NO_LIST))
        decided = self.by_the_quickest(first, level.declared_by)
        return LevelReach(
            level.id,
            tuple(one.id for one in first),
            worst_of(one for one in hits if one is not None),
            uncovered,
            level.declared_by,
            decided.seconds if decided is not None else None,
            decided is not None,
        )

    def uncovered(self, serving: Sequence[Escalation]) -> tuple[When, ...]:
        """When none of these lists holds, in the ordinary week."""
        found: list[When] = []
        hours = tuple(dict.fromkeys(one.hours for one in serving))
        for scene in self.scenes():
            for start, end in self.calendar.cuts(scene, hours, ()):
                if not self._is_asked(start, end):
                    continue
                if any(self.calendar.holds(one, scene, start) for one in hours):
                    continue
                if found and found[-1].end == start and found[-1].day == scene.day:
                    found[-1] = When(found[-1].start, end, scene.day)
                else:
                    found.append(When(start, end, scene.day))
        return tuple(dict.fromkeys(found))

    def by_the_quickest(self, lists: Sequence[Escalation], role: str) -> Outcome | None:
        """The worst until a role accepts, at each hour by the quickest of the lists that hold.

        None when none of them calls it. Any one person is absent.
        """
        several = [self.call_out(one, role) for one in lists if role in self.calls(one)]
        if not several:
            return None
        worst: Outcome | None = None
        for scene in self.scenes():
            for start, _ in self.stretches(several, scene):
                for outcome in self._quickest(several, scene, start):
                    if worst is None or outcome.rank > worst.rank:
                        worst = outcome
        return worst

    def _quickest(self, several: Sequence[CallOut], scene: Scene, minute: int) -> Iterator[Outcome]:
        holding = [one for one in several if self.calendar.holds(one.first.hours, scene, minute)]
        people = dict.fromkeys(one for each in holding for one in each.concerned(scene, minute)[0])
        cases = (NOTHING, *(Circumstance(absent=frozenset((one,))) for one in people))
        for case in cases:
            found = [self.worst_turn(one, scene, minute, case) for one in holding]
            yield min(found, key=lambda one: one.rank, default=NO_LIST)


def _keep(found: dict[str, Hit], id: str | None, hit: Hit, usual: Hit) -> None:  # noqa: A002
    if id is None or hit.rank <= usual.rank:
        return
    if id not in found or hit.rank > found[id].rank:
        found[id] = hit


def _worst_first(hit: Hit) -> tuple[int, int, str]:
    bad, seconds = hit.rank
    return -bad, -seconds, hit.absent or hit.channel or ""


# ── the role that decides ──────────────────────────────────────────────────────────────────────


class Deciders:
    """How soon roles are reached, for questions that ask of several."""

    def __init__(self, plan: Plan, asking: Asking | None = None) -> None:
        self.asking = asking or Asking(plan)
        self._groups = tuple(_groups(plan))
        self._found: dict[str, Outcome | None] = {}

    def reached(self, role: str) -> Outcome | None:
        """The worst until a role accepts: whichever level it is, at whatever hour, any one person
        absent, by the quickest of the lists in force then that call it. None: no list calls it.

        Where it is called by some lists in their own steps, levels at which it is called only after
        a list has handed over are left out: nobody waits for it there.
        """
        if role not in self._found:
            groups = [
                lists
                for lists in self._groups
                if any(step.role == role for one in lists for step in one.steps)
            ]
            several = (self.asking.by_the_quickest(lists, role) for lists in groups or self._groups)
            self._found[role] = max(
                (one for one in several if one is not None), key=lambda one: one.rank, default=None
            )
        return self._found[role]


def decider_reached(plan: Plan, role: str) -> int | None:
    """Seconds, at worst, until a role accepts the call; None when that is not known.

    Not known is also what no list calls, and what is not reached when one person is absent; which
    of them, says :meth:`Deciders.reached`. Whoever asks for several roles keeps a
    :class:`Deciders`.
    """
    outcome = Deciders(plan).reached(role)
    return None if outcome is None else outcome.seconds


def _groups(plan: Plan) -> Iterator[tuple[Escalation, ...]]:
    """Lists that are in force together: those of a level; those of a playbook that serve none."""
    lists = plan.of(Escalation)
    levels = {level for one in lists for level in one.levels}
    for level in sorted(levels):
        yield roots(plan, [one for one in lists if level in one.levels])
    for playbook in plan.of(Playbook):
        named = [
            plan.find(one, Escalation) for one in (playbook.escalation, *playbook.at_other_hours)
        ]
        without = tuple(one for one in named if one is not None and not one.levels)
        if without:
            yield without
