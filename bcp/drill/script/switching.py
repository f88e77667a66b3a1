"""What stands in for what is lost: who decides on the switch, who does it, and whom it falls to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bcp.drill.script.answering import decisions
from bcp.drill.script.maker import Maker
from bcp.drill.script.times import ms_of
from bcp.drill.script.types import Switchover
from bcp.model.processes import Otherwise
from bcp.model.queues import Queue
from bcp.model.resources import Process, Redundancy, Supplier, Switch, System
from bcp.model.response import Procedure
from bcp.plan import Plan


def switches(make: Maker, lost: Iterable[str], ago_ms: int = 0) -> None:
    """For each thing that is lost, the redundancies it belongs to: decided, then done.

    The loss is told when the plan says that it is noticed. An alarm that takes ``ago_ms`` to go
    off, and begins the drill, has run for that time already: it is not counted twice.
    """
    for thing in lost:
        for one in make.plan.of(Redundancy):
            if thing in one.of and one.switch is not None and make.once(f"switch {one.id}"):
                _switch(make, thing, one, one.switch, ago_ms)


def _switch(make: Maker, thing: str, one: Redundancy, switch: Switch, ago_ms: int) -> None:
    system = make.plan.find(thing, System)
    # Nobody is told later than the plan says that it is noticed; without that, the alarm tells.
    noticed = ms_of(system.noticed_within) if system and system.noticed_within else ago_ms
    told_ms = max(0, noticed - ago_ms)
    decided_by = switch.decided_by
    lost = make.inject(
        f"lost-{thing}",
        told_ms,
        make.source(one.id, "of", *one.of, thing),
        to=[decided_by, make.lead(switch.by)],
        from_=make.name(_keeper(make.plan, thing)) or make.say("What one sees and hears"),
        means=make.say("call"),
        text=make.say("Lost: {thing}.").format(thing=make.name(thing)),
        note=_took_longer(make, one, switch),
    )
    processes = tuple(served(make.plan, one.id))
    must = any(process.tier == "critical" for process in processes)
    decided = make.action(
        f"decide-{one.id}",
        "decide",
        decided_by,
        make.say("Decides on the switch of “{thing}”").format(thing=make.text(one.title)),
        make.source(one.id, "switch.decided_by", switch.decided_by, str(switch.decided_within)),
        inject=lost,
        after=[lost],
        within_ms=ms_of(switch.decided_within),
        must=must,
    )
    steps = make.plan.find(switch.procedure, Procedure)
    if switch.otherwise is not None and switch.otherwise.by != decided_by:
        _undecided(make, one, switch, switch.otherwise, decided)
    how = make.say(", by “{procedure}”").format(procedure=make.text(steps.title)) if steps else ""
    switched = make.action(
        f"switch-{one.id}",
        "switch",
        switch.by,
        make.say("Switches “{thing}”").format(thing=make.text(one.title)) + how,
        make.source(one.id, "switch", switch),
        inject=lost,
        after=[decided],
        within_ms=ms_of(switch.within),
        must=must,
    )
    make.follows(switched, switch.procedure, switch.by)
    rtos = [ms_of(process.rto) for process in processes if process.rto is not None]
    make.switchovers.append(
        Switchover(
            one.id,
            make.text(one.title),
            lost,
            decided,
            switched,
            ms_of(switch.decided_within) + ms_of(switch.within),
            min(rtos, default=None),
            noticed,
        )
    )
    if steps is not None:
        deciders = (decided_by, switch.otherwise.by if switch.otherwise else decided_by)
        decisions(make, steps, steps.steps, lost, (lost,), but_by=deciders)


def _took_longer(make: Maker, one: Redundancy, switch: Switch) -> str:
    """For the facilitator: that it took longer than promised when it was last really done."""
    shown = make.plan.demonstrated(one, "switch")
    if shown is None or not shown.time > switch.within:
        return ""
    return make.say("Last time the switch took {time} ({day}); {promised} is promised.").format(
        time=make.length(shown.time),
        day=make.say.day(shown.on),
        promised=make.length(switch.within),
    )


def _undecided(
    make: Maker, one: Redundancy, switch: Switch, otherwise: Otherwise, decided: str
) -> None:
    """Nobody has decided in time: the second is asked, and has a time of their own."""
    source = make.source(one.id, "switch.otherwise", otherwise)
    text = make.say("{role} has not decided on the switch of “{thing}” in {time}.").format(
        role=make.name(switch.decided_by),
        thing=make.text(one.title),
        time=make.length(switch.decided_within),
    )
    asked = make.inject(
        f"undecided-{one.id}",
        make.planned(decided),
        source,
        to=[otherwise.by],
        from_=make.say("What one sees and hears"),
        means=make.say("call"),
        text=text,
        kind="contingency",
        if_not_done=decided,
        at_timeout=True,
    )
    make.pass_on(decided, asked, otherwise.by, ms_of(otherwise.within))


def _keeper(plan: Plan, thing: str) -> str | None:
    """Who tells that something is lost: its supplier, else its owner."""
    system = plan.find(thing, System)
    if system is not None:
        return system.supplier or system.owner
    supplier = plan.find(thing, Supplier)
    return supplier.id if supplier else None


def served(plan: Plan, id: str) -> Iterator[Process]:  # noqa: A002
    """The processes that stand on something, directly or through what they need."""
    seen, queue = {id}, [id]
    while queue:
        for reference in plan.referring_to(queue.pop(0)):
            if reference.path[0] in ("needs", "of") and reference.source not in seen:
                seen.add(reference.source)
                queue.append(reference.source)
    for one in sorted(seen):
        queue_ = plan.find(one, Queue)
        process = plan.find(queue_.process if queue_ else one, Process)
        if process is not None:
            yield process
