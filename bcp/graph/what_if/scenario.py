"""What is asked of a plan: which losses, since when and for how long, staff, demand, the hour.

A risk stands for what it removes, its share of staff and its demand; several add up. The clock
starts now, unless something is down already: of that the time gone by counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bcp.errors import BcpError
from bcp.graph.clock.recovering import Recovered, recovering
from bcp.graph.clock.times import NOT_KNOWN, Seconds, Watch
from bcp.graph.clock.timing import Times
from bcp.graph.strain import Missing, Strain, strain_of
from bcp.graph.structure import Structure
from bcp.model.base import THINGS
from bcp.model.response import Risk
from bcp.nearest import nearest
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class Loss:
    """A thing that is lost."""

    id: str
    since: int = 0
    """Seconds that it has been lost already."""
    lasts: int | None = None
    """Seconds that it is gone in all, as the risk or the question says, however soon it could be
    restored; None: until restored."""
    restored: bool = False
    """Whether it must be restored besides, because something else takes it for no said time."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens, in full."""

    given: tuple[str, ...]
    """What was asked about: things, causes or risks."""
    losses: tuple[Loss, ...]
    """What is lost, risks replaced by what they remove."""
    strain: Strain
    lasts: int | None = None
    """Seconds from now that missing staff and demand last; None: not known."""
    at: dt.datetime | None = None
    """The moment it happens; None: at any hour."""
    since: int = 0
    """Seconds that staff has been missing, or demand been high, already."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The things that are lost."""
        return tuple(one.id for one in self.losses)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question adds to the things and risks it names."""

    staff: tuple[Missing, ...] = ()
    demand: float = 1.0
    at: dt.datetime | None = None
    lasts: int | None = None
    """Seconds that everything lasts, whatever the risks say; None: as they say."""
    already: tuple[tuple[str | None, int], ...] = ()
    """(thing or risk, seconds that it has been down); None: everything that was asked about."""


def scenario_of(plan: Plan, given: Sequence[str], asked: Asked | None = None) -> Scenario:
    """The scenario of some things, causes and risks.

    :raises BcpError: for an id that is no thing of the plan and no risk.
    """
    asked = asked or Asked()
    given = tuple(dict.fromkeys((*given, *(one for one, _ in asked.already if one is not None))))
    losses: dict[str, Loss] = {}
    staff, demand = list(asked.staff), asked.demand
    strained: list[int | None] = []
    strained_since = 0
    for id_ in given:
        risk = plan.find(id_, Risk)
        since = _since(asked, id_)
        if risk is None:
            _check(plan, id_)
            _add(losses, Loss(id_, since))
            continue
        removes = risk.removes
        if removes is None:
            continue
        lasts = removes.lasts.total if removes.lasts is not None else None
        for one in removes.ids:
            _add(losses, Loss(one, max(since, _since(asked, one)), lasts))
        if removes.staff is not None:
            staff.append(Missing(removes.staff, removes.at))
        if removes.demand is not None:
            demand += max(0.0, float(removes.demand) - 1)
        if removes.staff is not None or removes.demand is not None:
            strained.append(_left(asked.lasts or lasts, since))
            strained_since = max(strained_since, since)
    if asked.staff or asked.demand > 1:
        since = _since(asked, None)
        strained.append(_left(asked.lasts, since))
        strained_since = max(strained_since, since)
    longest = None if None in strained else max((one or 0 for one in strained), default=None)
    if asked.lasts is not None:
        losses = {
            key: replace(one, lasts=asked.lasts, restored=False) for key, one in losses.items()
        }
    strain = strain_of(plan, staff, demand, asked.at)
    return Scenario(given, tuple(losses.values()), strain, longest, asked.at, strained_since)


def _left(lasts: int | None, since: int) -> int | None:
    """What is left of something that has been going on; not known once that has passed."""
    return None if lasts is None or lasts <= since else lasts - since


def _since(asked: Asked, id: str | None) -> int:  # noqa: A002
    return max((since for name, since in asked.already if name in (None, id)), default=0)


def _add(losses: dict[str, Loss], one: Loss) -> None:
    """Of two causes the longer counts."""
    known = losses.get(one.id)
    if known is not None:
        lasting = [each.lasts for each in (known, one) if each.lasts is not None]
        restored = known.restored or len(lasting) == 1
        one = Loss(one.id, max(known.since, one.since), max(lasting, default=None), restored)
    losses[one.id] = one


def _check(plan: Plan, id: str) -> None:  # noqa: A002
    kind = plan.kind_of(id)
    if kind in THINGS or (kind is None and any(id == one.target for one in plan.dangling)):
        return
    if kind is not None:
        raise BcpError(
            "{id} stands under {kind}, which cannot be lost.",
            "Name a thing that can be lost (a system, site, supplier, person, cause …), or a risk.",
            id=id,
            kind=kind,
        )
    things = [one.id for one in plan.objects.values() if one.kind in (*THINGS, "risks")]
    near = nearest(id, things)
    raise BcpError(
        "There is no {id} in this plan.",
        "Did you mean {near}?" if near else "Name a thing of the plan, a cause or a risk.",
        id=id,
        near=near,
    )


# ── the clock of a scenario ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Course:
    """How a scenario goes: when everything is back, counted from now."""

    recovered: Recovered
    since: Mapping[int, int]
    """Thing → seconds that it has been down already."""
    overdue: frozenset[int]
    """Losses that should have been restored by now."""
    began: Mapping[int, int]
    """Everything that went down by losses of some age → how many seconds ago,"""
    past: Mapping[int, int]
    """and what of it should be back by now → how many seconds it was down."""


def course_of(structure: Structure, times: Times, scenario: Scenario) -> Course:
    """When everything works again in a scenario."""
    lost = {structure.number[one.id]: one for one in scenario.losses}
    strains = structure.numbers(name for name in scenario.strain.names if name in structure.number)
    ends: dict[int, Seconds] = {
        thing: left
        for thing, one in lost.items()
        if (left := _left(one.lasts, one.since)) is not None
        and (not one.restored or times.restore(thing) - one.since <= left)
    }
    lost |= {one: Loss(structure.nodes[one].id, scenario.since) for one in strains}
    if scenario.lasts is not None:
        ends |= dict.fromkeys(strains, scenario.lasts)
    overdue = frozenset(
        thing for thing, one in lost.items() if thing not in ends and _is_overdue(one, times, thing)
    )
    before = _Running(structure, times, lost, overdue)
    gone_by, since, past = _gone_by(structure, before, lost, ends)
    running = _Running(structure, times, lost, overdue, gone_by)
    return Course(recovering(structure, running, (*lost,), ends), since, overdue, gone_by, past)


def _is_overdue(one: Loss, times: Times, thing: int) -> bool:
    """Whether something that is still down should be back by now."""
    restore = times.restore(thing)
    if one.lasts is not None and restore == NOT_KNOWN:
        return True  # it has outlasted what was expected of it, and the plan says nothing else
    return 0 < restore <= one.since


def _gone_by(
    structure: Structure, times: Times, lost: Mapping[int, Loss], ends: Mapping[int, Seconds]
) -> tuple[Mapping[int, int], Mapping[int, int], Mapping[int, int]]:
    """For everything that went down by losses of some age: how long ago; the same for what is down
    still; and for what should be back by now, how long it was down."""
    gone_by: dict[int, int] = {}
    still: dict[int, int] = {}
    past: dict[int, int] = {}
    for since in sorted({one.since for one in lost.values()} - {0}, reverse=True):
        old = [thing for thing, one in lost.items() if one.since >= since]
        until = {one: ends[one] + since for one in old if one in ends}
        for thing, at in recovering(structure, times, old, until).back.items():
            gone_by.setdefault(thing, since)
            if at > since:
                still.setdefault(thing, since)
            else:
                past[thing] = max(past.get(thing, 0), int(at))
    return gone_by, still, past


class _Running:
    """The times of a plan for what has been going on for a while: what has gone by is taken off
    restoring, switches and strategies; starting again begins only when the needs are back."""

    def __init__(
        self,
        structure: Structure,
        times: Times,
        lost: Mapping[int, Loss],
        overdue: frozenset[int],
        gone_by: Mapping[int, int] | None = None,
    ) -> None:
        self.structure = structure
        self.times = times
        self.lost = lost
        self.overdue = overdue
        self.gone_by = gone_by or {}

    def restore(self, thing: int) -> Seconds:
        """Until a loss is restored from now on; not known when it should have been by now."""
        if thing in self.overdue:
            return NOT_KNOWN
        gone_by = self.lost[thing].since if self.gone_by and thing in self.lost else 0
        return max(0, self.times.restore(thing) - gone_by)

    def restart(self, thing: int) -> Seconds:
        """As the plan says."""
        return self.times.restart(thing)

    def switch(self, thing: int, place: int) -> Seconds:
        """Until a stand-in serves. What has gone by is taken off noticing, or, where nothing has to
        be noticed, off this."""
        takes = self.times.switch(thing, place)
        if self.times.watch(thing, place):
            return takes
        return max(0, takes - self.gone_by.get(thing, 0))

    def watch(self, thing: int, place: int) -> Watch:
        """When a loss was noticed, counted from now."""
        return self._noticed(self.times.watch(thing, place))

    def strategy(self, hold: int) -> Seconds:
        """Until a strategy serves; as :meth:`switch`."""
        takes = self.times.strategy(hold)
        if self.times.watch_of_strategy(hold):
            return takes
        return max(0, takes - self.gone_by.get(self.structure.holds[hold].process, 0))

    def watch_of_strategy(self, hold: int) -> Watch:
        """When a loss was noticed, counted from now."""
        return self._noticed(self.times.watch_of_strategy(hold))

    def _noticed(self, watch: Watch) -> Watch:
        """What is down by now was noticed by now: somebody says so."""
        return tuple(
            (one, min(0, seconds - self.gone_by[one]) if one in self.gone_by else seconds)
            for one, seconds in watch
        )
