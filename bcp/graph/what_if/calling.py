"""Whether whoever must decide can be called, by the lists that the incident really uses.

The lists are those of the playbooks that answer to the risks that happen or to something that is
lost; where none of these calls the role, all lists of the plan, and the worst of them counts. At
the hour asked about, or over the ordinary week. Who is lost is not there, and a channel that is
lost carries no call: a call-out is often part of what the incident takes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from bcp.graph.reach.answers import When
from bcp.graph.reach.asking import Asking, roots
from bcp.graph.reach.calls import CallOut
from bcp.graph.reach.duty import Circumstance, Situation
from bcp.graph.reach.faults import merged
from bcp.graph.reach.week import DAY, WEEK
from bcp.graph.reach.worst import NO_LIST, Outcome
from bcp.graph.what_if.off_duty import OffDuty
from bcp.model.people import Role, Rota
from bcp.model.response import Escalation, Playbook
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class Reached:
    """What a call-out to a role comes to."""

    kind: Literal["reached", "not-known", "never"]
    seconds: int | None
    """Seconds until the role accepts; None for the others."""
    why: str
    """As of :class:`bcp.graph.reach.worst.Outcome`; empty when it is reached."""
    escalation: str | None
    """The list; None where none holds then."""
    absent: str | None = None
    """Who is absent besides what is lost; None: nobody."""


@dataclass(frozen=True, slots=True)
class Call:
    """How whoever must decide is reached."""

    role: str
    usual: Reached
    """At the worst hour asked about, with nobody absent but who is lost;"""
    worst: Reached
    """and with any one person more absent."""
    of_incident: bool
    """Whether the lists are those of a playbook of this incident; else it is the worst of all."""
    hours: tuple[When, ...]
    """Where no hour was asked about: when in the ordinary week it is not reached with nobody
    absent."""
    off_duty: OffDuty | None = None
    """Where the rota has nobody on at the hour asked about, and an alternate is reached instead."""

    @property
    def at_any_hour(self) -> bool:
        """Whether it is not reached at any hour of the week, where no hour was asked about."""
        return any(one.end - one.start >= WEEK for one in merged(self.hours) if one.day is None)


_Found = tuple[Outcome, str | None, str | None]
"""What comes out, by which list, and who is absent."""


class Calling:
    """Calls in one scenario. ``lost`` is everything that is lost; ``risks`` are those that
    happen."""

    def __init__(
        self,
        plan: Plan,
        at: dt.datetime | None,
        risks: Iterable[str],
        lost: AbstractSet[str],
    ) -> None:
        self.plan = plan
        self.at = at
        self.risks = frozenset(risks)
        self.lost = lost
        self._known: dict[str, Call | None] = {}

    def of(self, role: str) -> Call | None:
        """How a role is reached; None where no list calls it."""
        if role not in self._known:
            self._known[role] = self._of(role)
        return self._known[role]

    def alternate(self, role: Role) -> str | None:
        """The first alternate of a role who is there and whom the calls reach, if nobody else who
        is named for it accepts; None: no list is sure to reach one of them."""
        rota = self.plan.find(role.rota, Rota)
        on = [one for shift in rota.shifts for one in shift.people] if rota is not None else []
        named = {*on, *(rota.weeks if rota is not None else ()), *role.alternates}
        if role.primary is not None:
            named.add(role.primary)
        there = (one for one in role.alternates if one not in self.lost)
        return next((one for one in there if self._reaches(role.id, named - {one})), None)

    def _reaches(self, role: str, absent: AbstractSet[str]) -> bool:
        """Whether the calls reach a role, each of the lists, with these people absent."""
        found = [
            _quickest(holding, self._case(holding, *absent))[0].kind
            for lists in self._groups(role)[0]
            if (several := self._call_outs(lists, role))
            for _, holding in self._stretches(several)
        ]
        return bool(found) and all(kind == "reached" for kind in found)

    def _groups(self, role: str) -> tuple[list[tuple[Escalation, ...]], bool]:
        """The lists that are asked about, and whether they are those of this incident."""
        groups = [lists for lists in self._own if _calls(lists, role)]
        if groups:
            return groups, True
        return [lists for lists in self._all if _calls(lists, role)] or [*self._all], False

    def _of(self, role: str) -> Call | None:
        groups, of_incident = self._groups(role)
        asked = [each for lists in groups if (each := self._by(lists, role)) is not None]
        if not asked:
            return None
        usual = max((each[0] for each in asked), key=_rank)
        worst = max((each[1] for each in asked), key=_rank)
        hours = tuple(dict.fromkeys(when for *_, several in asked for when in several))
        return Call(role, _reached(usual), _reached(worst), of_incident, () if self.at else hours)

    # ── which lists ────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _own(self) -> tuple[tuple[Escalation, ...], ...]:
        """The lists of each playbook that answers to this incident."""
        found = (
            self._lists_of(one)
            for one in self.plan.of(Playbook)
            if not self.risks.isdisjoint(one.for_.risks)
            or not self.lost.isdisjoint(one.for_.losses)
        )
        return tuple(lists for lists in found if lists)

    @cached_property
    def _all(self) -> tuple[tuple[Escalation, ...], ...]:
        """Lists that are in force together: those of a level; those of a playbook that serve
        none."""
        lists = self.plan.of(Escalation)
        levels = dict.fromkeys(sorted(level for one in lists for level in one.levels))
        found = [
            roots(self.plan, [one for one in lists if level in one.levels]) for level in levels
        ]
        found += [
            tuple(one for one in self._lists_of(playbook) if not one.levels)
            for playbook in self.plan.of(Playbook)
        ]
        return tuple(several for several in found if several)

    def _lists_of(self, playbook: Playbook) -> tuple[Escalation, ...]:
        named = (playbook.escalation, *playbook.at_other_hours)
        found = (self.plan.find(one, Escalation) for one in dict.fromkeys(named))
        return tuple(one for one in found if one is not None)

    # ── what comes out ─────────────────────────────────────────────────────────────────────────

    def _by(
        self, lists: Sequence[Escalation], role: str
    ) -> tuple[_Found, _Found, tuple[When, ...]] | None:
        """By the quickest of these lists, at the worst hour: with nobody absent but who is lost,
        with one more; and at which hours the first is no time."""
        several = self._call_outs(lists, role)
        if not several:
            return None
        usual: list[_Found] = []
        worst: list[_Found] = []
        hours: list[When] = []
        seen: dict[tuple[int, ...], int] = {}
        for when, holding in self._stretches(several):
            key = tuple(id(at) for _, at in holding)
            if key not in seen:
                seen[key] = len(usual)
                usual.append(_quickest(holding, self._case(holding)))
                worst.append(self._one_more(holding, usual[-1]))
            if usual[seen[key]][0].kind != "reached":
                hours.append(when)
        return max(usual, key=_rank), max(worst, key=_rank), tuple(hours)

    def _call_outs(self, lists: Iterable[Escalation], role: str) -> list[CallOut]:
        asking = self._asking
        return [asking.call_out(one, role) for one in lists if role in asking.calls(one)]

    def _stretches(
        self, several: Sequence[CallOut]
    ) -> Iterator[tuple[When, list[tuple[CallOut, Situation]]]]:
        for scene in self._asking.scenes():
            for start, end in self._asking.stretches(several, scene):
                found = [(one, one.duty.situation(scene, start)) for one in several]
                # Two situations are the same when they are the same object.
                yield When(start, end, scene.day), [one for one in found if one[1].holds[0]]

    def _case(self, holding: Sequence[tuple[CallOut, Situation]], *more: str) -> Circumstance:
        """What is lost of the people and channels of these lists."""
        people = {one for each, _ in holding for one in each.duty.people if one in self.lost}
        channels = {one for each, _ in holding for one in each.duty.channels if one in self.lost}
        return Circumstance(frozenset((*people, *more)), frozenset(channels))

    def _one_more(self, holding: Sequence[tuple[CallOut, Situation]], usual: _Found) -> _Found:
        """The worst with any one person more absent."""
        worst = usual
        people = dict.fromkeys(one for _, at in holding for one in at.touching)
        for person in people:
            if person in self.lost:
                continue
            outcome, escalation, _ = _quickest(holding, self._case(holding, person))
            if outcome.rank > worst[0].rank:
                worst = outcome, escalation, person
        return worst

    @cached_property
    def _asking(self) -> Asking:
        asking = Asking(self.plan)
        if self.at is None:
            return asking
        there = self.at.astimezone(ZoneInfo(self.plan.header.timezone))
        minute = there.weekday() * DAY + there.hour * 60 + there.minute
        return Asking(self.plan, None, (asking.calendar.on(there.date()), minute))


def _calls(lists: Iterable[Escalation], role: str) -> bool:
    """Whether one of these lists calls a role itself: whom it calls only after it has handed over,
    it does not call to decide."""
    return any(step.role == role for one in lists for step in one.steps)


def _quickest(holding: Sequence[tuple[CallOut, Situation]], case: Circumstance) -> _Found:
    found = [(one.worst_turn(at, case), one.first.id, None) for one, at in holding]
    return min(found, key=_rank, default=(NO_LIST, None, None))


def _rank(found: _Found) -> tuple[int, int]:
    return found[0].rank


def _reached(found: _Found) -> Reached:
    outcome, escalation, absent = found
    return Reached(outcome.kind, outcome.seconds, outcome.why, escalation, absent)
