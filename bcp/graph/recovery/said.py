"""What the plan says of its own times: never shown, written otherwise than follows, not said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

from bcp.graph.clock.times import PlanTimes, Way
from bcp.graph.recovery.answer import Differs, Limit, ProcessRecovery, Row, Unproven, Unsaid, What
from bcp.graph.recovery.figures import proof_of
from bcp.model.processes import Times
from bcp.model.resources import Site, Strategy, Supplier, System
from bcp.plan import Plan


def unproven(
    plan: Plan, processes: Iterable[ProcessRecovery], as_of: dt.date
) -> tuple[Unproven, ...]:
    """Times that processes rely on and that were never shown, or not for a year."""
    users: dict[str, tuple[Row, list[str]]] = {}
    for one in processes:
        for row in one.rows:
            # A building is not destroyed to see how long building it takes: while its work goes
            # elsewhere, that is what must have been shown.
            moved = row.kind == "sites" and row.minimum is not None and row.minimum.bridged
            if row.minimum is not None and not moved and row.proof in ("never", "too-old"):
                users.setdefault(row.thing, (row, []))[1].append(one.process)
    found = [
        Unproven(
            row.thing,
            row.kind,
            row.proof,
            row.figure.on,
            row.figure.seconds is not None,
            tuple(several),
        )
        for row, several in users.values()
    ]
    for strategy in plan.of(Strategy):
        on = str(strategy.demonstrated.on) if strategy.demonstrated else None
        proof = proof_of(on, as_of)
        if proof != "shown":
            found.append(Unproven(strategy.id, "strategies", proof, on, True, (strategy.for_,)))
    found.sort(key=lambda one: (one.said, one.proof, -len(one.processes), one.thing))
    return tuple(found)


def differs(plan: Plan, processes: Iterable[ProcessRecovery]) -> tuple[Differs, ...]:
    """Required times that are written in the plan and longer than what follows from it."""
    follows: dict[str, Differs] = {}
    for process in processes:
        for row in process.rows:
            written = _written(plan, row.thing)
            if written is None:
                continue
            for one in _shorter(process.process, row, written):
                known = follows.get(row.thing)
                if known is None or one.follows < known.follows:
                    follows[row.thing] = one
    found = sorted(follows.values(), key=lambda one: (one.follows - one.written, one.thing))
    return tuple(found)


def _shorter(process: str, row: Row, written: int) -> Iterator[Differs]:
    targets: tuple[tuple[Literal["rto", "full"], Limit | None], ...] = (
        ("rto", row.minimum),
        ("full", row.full),
    )
    for target, limit in targets:
        if limit is not None and limit.latest is not None and limit.latest < written:
            yield Differs(row.thing, written, limit.latest, process, target)


def _written(plan: Plan, thing: str) -> int | None:
    found = plan.objects.get(thing)
    times: Times | None = None
    if isinstance(found, System | Supplier):
        times = found.restore_time
    elif isinstance(found, Site):
        times = found.restore
    return times.required.total if times is not None and times.required is not None else None


def unsaid(times: PlanTimes) -> tuple[Unsaid, ...]:
    """Lengths that the plan does not say, what most cannot be reckoned without in front."""
    found: dict[tuple[What, str], dict[str, None]] = {}
    for id_, way in _ways(times):
        for part in way.parts:
            if part.figure.seconds is None:
                found.setdefault((part.what, part.of), {})[id_] = None
    structure = times.structure
    for thing in structure.of_kind("systems"):
        if structure.users[thing] and times.starting_again(thing).seconds is None:
            name = structure.nodes[thing].id
            found.setdefault(("starting-again", name), {})[name] = None
    several = [Unsaid(what, of, tuple(ids)) for (what, of), ids in found.items()]
    several.sort(key=lambda one: (-len(one.without_it), one.what, one.of))
    return tuple(several)


def _ways(times: PlanTimes) -> Iterator[tuple[str, Way]]:
    """The ways back of strategies, stand-ins and numbers, with what they are of."""
    structure = times.structure
    for number, hold in enumerate(structure.holds):
        yield hold.id, times.way_of_strategy(number)
    for thing in structure.of_kind("redundancy", "numbers"):
        node = structure.nodes[thing]
        for gate in node.gates[-1:]:
            for place in range(len(gate.ways)):
                if gate.is_switched(place):
                    yield node.id, times.way_to(thing, place)
