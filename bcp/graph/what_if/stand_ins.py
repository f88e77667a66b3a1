"""Which stand-ins serve when something is lost, who decides on it, and numbers that are dead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bcp.graph.availability import State
from bcp.graph.clock.legs import Leg
from bcp.graph.strain import is_strain
from bcp.graph.structure import Gate
from bcp.graph.what_if.answer import NumberOutcome, Switched
from bcp.graph.what_if.deciding import Deciding
from bcp.graph.what_if.returns import Returns
from bcp.model.queues import Queue
from bcp.model.resources import Redundancy
from bcp.model.scalars import Duration
from bcp.model.shown import Shown
from bcp.plan import Plan


class StandIns:
    """The stand-ins of one scenario."""

    def __init__(self, plan: Plan, state: State, returns: Returns, deciding: Deciding) -> None:
        self.plan = plan
        self.state = state
        self.structure = state.structure
        self.returns = returns
        self.deciding = deciding
        self.lost = frozenset(self.structure.ids(state.lost))

    def switched(self) -> Iterator[Switched]:
        """The redundancies that go on without some of their members for good."""
        for one in self.plan.of(Redundancy):
            number = self.structure.number[one.id]
            gone = tuple(each for each in dict.fromkeys(one.of) if each in self.lost)
            if not gone or number in self.state.lost:
                continue
            gate = self.structure.nodes[number].gates[-1]
            chosen, total = [], 0
            for place, weight in self._standing(gate):
                if one.mode == "active" or total < gate.need:
                    chosen.append(place)
                    total += weight
            yield self._told(one, gate, gone, (), chosen)

    def meanwhile(self, legs: Iterable[Leg], known: Sequence[Switched]) -> Iterator[Switched]:
        """Those that are switched on the way back until a member has started again."""
        there = {one.redundancy for one in known}
        places: dict[str, set[int]] = {}
        for leg in legs:
            name = self.structure.nodes[leg.thing].id
            if leg.what == "switching" and leg.place >= 0 and name not in there:
                places.setdefault(name, set()).add(leg.place)
        at = self.returns.course.recovered.at
        for one in self.plan.of(Redundancy):
            if one.id in places:
                gate = self.structure.nodes[self.structure.number[one.id]].gates[-1]
                down = tuple(
                    each for each in dict.fromkeys(one.of) if at(self.structure.number[each]) > 0
                )
                serving = [
                    place
                    for place, way in enumerate(gate.ways)
                    if place in places[one.id]
                    or (place < gate.serving and not any(at(each) > 0 for each in way))
                ]
                gone = tuple(each for each in down if each in self.lost)
                rest = tuple(each for each in down if each not in self.lost)
                yield self._told(one, gate, gone, rest, serving)

    def ends(self, switched: Iterable[Switched]) -> int | None:
        """When the first stand-in gives out whose original is away for longer, or for a time that
        is not known: counted from now, each from when it serves."""
        at, number = self.returns.course.recovered.at, self.structure.number
        found = []
        for one in switched:
            since = self._serves_from(one)
            if one.lasts is None or since is None:
                continue
            end = max(0, since + one.lasts)
            if any(at(number[lost]) > end for lost in one.lost):
                found.append(end)
        return min(found, default=None)

    def used_up(self, switched: Iterable[Switched]) -> Iterator[str]:
        """Redundancies whose stand-in has served for longer than it can be kept up, while its
        original is still away."""
        at, number = self.returns.course.recovered.at, self.structure.number
        for one in switched:
            since = self._serves_from(one)
            away = any(at(number[lost]) > 0 for lost in one.lost)
            if one.lasts is not None and since is not None and since + one.lasts <= 0 and away:
                yield one.redundancy

    def _serves_from(self, one: Switched) -> int | None:
        """From when on a stand-in serves, counted from now: before now where it serves already."""
        number = self.structure.number[one.redundancy]
        course = self.returns.course
        serves = course.recovered.at(number)
        if serves == float("inf"):
            return None
        gate = self.structure.nodes[number].gates[-1]
        names = self.structure.ids(gate.members)
        ways = (
            self.returns.times.way_to(number, names.index(each), course.began).seconds
            for each in one.stand_ins
        )
        takes = max((length for length in ways if length is not None), default=None)
        if serves or takes is None or number not in course.began:
            return int(serves)
        return min(0, takes - course.began[number])

    # ── one redundancy ─────────────────────────────────────────────────────────────────────────

    def _standing(self, gate: Gate) -> list[tuple[int, int]]:
        """Place and weight of the ways of a gate that are left."""
        pairs = zip(gate.ways, gate.weights, strict=True)
        return [
            (place, weight)
            for place, (way, weight) in enumerate(pairs)
            if not any(each in self.state.lost for each in way)
        ]

    def _told(
        self,
        one: Redundancy,
        gate: Gate,
        lost: tuple[str, ...],
        meanwhile: tuple[str, ...],
        places: Sequence[int],
    ) -> Switched:
        names = self.structure.ids(gate.members)
        chosen = [place for place in places if not is_strain(names[place])]
        standing = self._standing(gate)
        switch, shown = one.switch, self.plan.demonstrated(one, "switch")
        stand_ins = tuple(names[place] for place in chosen if place >= gate.serving)
        left = tuple(names[place] for place, _ in standing if place >= gate.serving)
        used = switch if stand_ins else None
        otherwise = switch.otherwise.by if switch and switch.otherwise else None
        call = self.deciding.call(used.decided_by, used.decided_within) if used else None
        return Switched(
            redundancy=one.id,
            lost=lost,
            meanwhile=meanwhile,
            serving=tuple(names[place] for place in chosen),
            stand_ins=stand_ins,
            left=sum(weight for _, weight in standing),
            need=gate.need,
            mode=one.mode,
            decided_by=switch.decided_by if switch else None,
            decides=self.deciding.person(switch.decided_by) if switch else None,
            decided_within=switch.decided_within.total if switch else None,
            by=switch.by if switch else None,
            within=switch.within.total if switch else None,
            procedure=switch.procedure if switch else None,
            tested=_tested(one, shown),
            measured=shown.time.total if shown else None,
            otherwise=otherwise,
            reached=self.deciding.late(call, used.decided_within) if used else None,
            call=call,
            off_duty=(self.deciding.nobody((used.decided_by, otherwise, used.by)) if used else ()),
            unheld=self.deciding.unheld(used.decided_by) if used else (),
            lasts=_lasts(one, stand_ins, left),
        )

    # ── numbers customers dial ─────────────────────────────────────────────────────────────────

    def numbers(self) -> Iterator[NumberOutcome]:
        """The numbers whose carrier is lost."""
        for queue in self.plan.of(Queue):
            for one in queue.numbers:
                if one.carrier not in self.lost:
                    continue
                number = one.number or one.short or one.carrier
                node = self.structure.nodes[self.structure.number[f"{queue.id}#{number}"]]
                reroute = one.reroute
                takes = node.gates[0].ways[1] if reroute else ()
                lacks = tuple(each for each in self.structure.ids(takes) if each in self.lost)
                yield NumberOutcome(
                    queue=queue.id,
                    number=number,
                    carrier=one.carrier,
                    to=reroute.to if reroute and not lacks else None,
                    lacks=lacks,
                    decided_by=reroute.decided_by if reroute else None,
                    by=reroute.by if reroute else None,
                    within=_seconds(reroute.within) if reroute else None,
                    tested=reroute.tested.isoformat() if reroute and reroute.tested else None,
                    off_duty=(
                        self.deciding.nobody((reroute.decided_by, reroute.by)) if reroute else ()
                    ),
                )


def _tested(one: Redundancy, shown: Shown | None) -> str | None:
    tested = one.switch.tested if one.switch is not None else None
    days = [tested, shown.on if shown is not None else None]
    return max((day.isoformat() for day in days if day is not None), default=None)


def _lasts(one: Redundancy, stand_ins: Sequence[str], left: Sequence[str]) -> int | None:
    """How long the stand-ins that serve can be kept up, by the first that gives out. Where others
    are ``left`` behind them, what lasts longest counts: one is gone over to after the other."""
    if not stand_ins:
        return None
    own = {each.what: each.lasts for each in one.stand_ins if each.lasts is not None}
    behind = len(left) > len(stand_ins)
    lengths = [own.get(each, one.lasts) for each in (left if behind else stand_ins)]
    known = [length.total for length in lengths if length is not None]
    if behind:
        return max(known) if known and len(known) == len(lengths) else None
    return min(known, default=None)


def _seconds(length: Duration | None) -> int | None:
    return None if length is None else length.total
