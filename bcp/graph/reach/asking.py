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
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bcp.graph.reach.answers import Hit, LevelReach, ListReach, StretchReach, When, worst_of
from bcp.graph.reach.calls import CallOut, Found
from bcp.graph.reach.duty import Circumstance, Contacts, Duty, Moment, Roster
from bcp.graph.reach.quickest import worst_of_the_quickest
from bcp.graph.reach.walk import chain
from bcp.graph.reach.week import Calendar, Scene
from bcp.graph.reach.worst import NO_LIST, Called, Outcome
from bcp.model.response import Escalation, Level, Playbook
from bcp.plan import Plan


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
        self.roster = Roster(self.calendar)
        self.at = at
        self._duties: dict[str, Duty] = {}
        self._call_outs: dict[tuple[str, str | None], CallOut] = {}
        self._quickest: dict[tuple[tuple[str, ...], str], Outcome | None] = {}

    def duty(self, escalation: Escalation) -> Duty:
        if escalation.id not in self._duties:
            self._duties[escalation.id] = Duty(self.roster, self.contacts, escalation)
        return self._duties[escalation.id]

    def call_out(self, escalation: Escalation, target: str | None = None) -> CallOut:
        key = (escalation.id, target)
        if key not in self._call_outs:
            self._call_outs[key] = CallOut(self.duty(escalation), target)
        return self._call_outs[key]

    def calls(self, first: Escalation) -> frozenset[str]:
        """The roles that a list calls, itself or by handing over."""
        return frozenset(step.role for one in chain(self.plan, first) for step in one.steps)

    # ── when ───────────────────────────────────────────────────────────────────────────────────

    def scenes(self) -> tuple[Scene, ...]:
        return (self.at[0],) if self.at is not None else self.calendar.weeks

    def stretches(self, several: Sequence[CallOut], scene: Scene) -> tuple[tuple[int, int], ...]:
        """The stretches within which nothing changes for any of these."""
        hours = dict.fromkeys(one for each in several for one in each.duty.hours)
        rotas = dict.fromkeys(one for each in several for one in each.duty.rotas)
        found = self.calendar.cuts(scene, tuple(hours), tuple(rotas))
        return tuple(one for one in found if self._is_asked(*one))

    def _is_asked(self, start: int, end: int) -> bool:
        minute = self.at[1] if self.at is not None else None
        return minute is None or start <= minute < end

    def held(self, call_out: CallOut, scene: Scene) -> Iterator[When]:
        """The stretches of a scene in which the first list holds."""
        for start, end in self.stretches((call_out,), scene):
            if self.calendar.holds(call_out.first.hours, scene, start):
                yield When(start, end, scene.day)

    # ── one stretch ────────────────────────────────────────────────────────────────────────────

    def worst_turn(
        self, call_out: CallOut, scene: Scene, minute: int, case: Circumstance
    ) -> Outcome:
        """At the worst of the weeks that the rotas can have."""
        return call_out.worst_turn(call_out.duty.situation(scene, minute), case)

    # ── one list ───────────────────────────────────────────────────────────────────────────────

    def of_list(self, one: Escalation) -> ListReach:
        call_out = self.call_out(one)
        found: list[StretchReach] = []
        people: dict[str, list[Hit]] = {}
        channels: dict[str, list[Hit]] = {}
        for scene in self.scenes():
            for when in self.held(call_out, scene):
                hits = self._hits(call_out, scene, when)
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
            _with_hours(people),
            _with_hours(channels),
            self._single_day(call_out, worst_of(each.worst for each in found)),
        )

    def _calls(self, call_out: CallOut, found: Sequence[StretchReach]) -> tuple[Called, ...]:
        if not found:
            return ()
        usual = max((each.usual for each in found), key=lambda hit: hit.rank)
        scene = self.scenes()[0]
        at = Moment(scene, usual.when.start)
        return call_out.silent_walk(at)

    def _hits(self, call_out: CallOut, scene: Scene, when: When) -> list[Hit]:
        """First with everybody there, then without each person, then without each channel."""
        at = call_out.duty.situation(scene, when.start)
        return [_hit(call_out, scene, when, each) for each in call_out.found(at)]

    def _single_day(self, call_out: CallOut, usually: Hit | None) -> Hit | None:
        """The worst of the single days, when it is worse than the ordinary week.

        A day is looked at when somebody is away who would else be called on it, or hours are not as
        usual; any other is a day of the ordinary week. Of days that are alike the first is.
        """
        if self.at is not None:
            return None
        duty = call_out.duty
        worst, seen = usually, set()
        for scene in self.calendar.single_days(duty.people, duty.hours):
            kind = duty.kind_of_day(scene)
            if kind is None or kind in seen:
                continue
            seen.add(kind)
            for when in self.held(call_out, scene):
                found = call_out.worst_absence(duty.situation(scene, when.start))
                if worst is None or found.outcome.rank > worst.rank:
                    worst = _hit(call_out, scene, when, found)
        return None if worst is usually else worst

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
        key = (tuple(one.id for one in lists), role)
        if key not in self._quickest:
            several = [self.call_out(one, role) for one in lists if role in self.calls(one)]
            moments = (
                (scene, start)
                for scene in self.scenes()
                for start, _ in (self.stretches(several, scene) if several else ())
            )
            self._quickest[key] = worst_of_the_quickest(several, moments)
        return self._quickest[key]


def _hit(call_out: CallOut, scene: Scene, when: When, found: Found) -> Hit:
    away = tuple(sorted(scene.away & call_out.duty.everybody))
    return Hit(call_out.first.id, when, found.outcome, found.absent, found.channel, away)


def _keep(found: dict[str, list[Hit]], id: str | None, hit: Hit, usual: Hit) -> None:  # noqa: A002
    """Keep what is worse than usual: of one person, or one channel, the worst."""
    if id is None or hit.rank <= usual.rank:
        return
    several = found.setdefault(id, [])
    if several and hit.rank > several[0].rank:
        several.clear()
    if not several or hit.rank == several[0].rank:
        several.append(hit)


def _with_hours(found: dict[str, list[Hit]]) -> tuple[Hit, ...]:
    """One for each person or channel, with all hours at which it is as bad; the worst first."""
    each = (
        replace(several[0], hours=tuple(dict.fromkeys(one.when for one in several)))
        for several in found.values()
    )
    return tuple(sorted(each, key=_worst_first))


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
