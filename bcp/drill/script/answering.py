"""What is done about it: switches, tasks, messages, levers, care, the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bcp.drill.script.maker import Maker
from bcp.drill.script.times import ms_of
from bcp.drill.script.types import Switchover
from bcp.model.communication import Audience, Form, MessageTemplate
from bcp.model.people import Role
from bcp.model.queues import Queue
from bcp.model.resources import Process, Redundancy, Supplier, Switch, System
from bcp.model.response import Lever, Playbook, Procedure, Risk, Step, Task
from bcp.plan import Plan


def switches(make: Maker, lost: Iterable[str]) -> None:
    """For each thing that is lost, the redundancies it belongs to: decided, then done.

    The loss is told when the plan says that it is noticed.
    """
    for thing in lost:
        for one in make.plan.of(Redundancy):
            if thing in one.of and one.switch is not None and make.once(f"switch {one.id}"):
                _switch(make, thing, one, one.switch)


def _switch(make: Maker, thing: str, one: Redundancy, switch: Switch) -> None:
    system = make.plan.find(thing, System)
    noticed = system.noticed_within if system else None
    decided_by = switch.decided_by
    lost = make.inject(
        f"lost-{thing}",
        ms_of(noticed) if noticed else 0,
        make.source(one.id, "of", *one.of, thing),
        to=[decided_by, make.lead(switch.by)],
        from_=make.name(_keeper(make.plan, thing)) or make.say("What one sees and hears"),
        means=make.say("call"),
        text=make.say("Lost: {thing}.").format(thing=make.name(thing)),
    )
    processes = tuple(_served(make.plan, one.id))
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
        )
    )
    if steps is not None:
        decisions(make, steps, lost, (lost,), but_by=decided_by)


def _keeper(plan: Plan, thing: str) -> str | None:
    """Who tells that something is lost: its supplier, else its owner."""
    system = plan.find(thing, System)
    if system is not None:
        return system.supplier or system.owner
    supplier = plan.find(thing, Supplier)
    return supplier.id if supplier else None


def _served(plan: Plan, id: str) -> Iterator[Process]:  # noqa: A002
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


def decisions(
    make: Maker,
    procedure: Procedure,
    inject: str,
    after: tuple[str, ...],
    but_by: str = "",
) -> None:
    """The questions that a procedure asks; ``but_by`` decides already, and is not asked twice."""
    if not make.once(f"decisions {procedure.id}"):
        return
    made: dict[str, str] = {}
    for step in procedure.steps:
        if step.decide is None or step.by == but_by:
            continue
        first = tuple(made[one] for one in step.after if one in made)
        made[step.id] = _decision(make, procedure, step, inject, first or after)


def _decision(
    make: Maker, procedure: Procedure, step: Step, inject: str, after: tuple[str, ...]
) -> str:
    options = make.say(" or ").join(f"“{make.text(one.choose)}”" for one in step.options)
    otherwise = (
        make.say("; if nobody decides: {otherwise}").format(otherwise=make.text(step.otherwise))
        if step.otherwise
        else ""
    )
    return make.action(
        f"decide-{procedure.id}-{step.id}",
        "decision",
        step.by,
        f"{make.text(step.decide)} {options}{otherwise}",
        make.source(procedure.id, f"steps.{step.id}", step),
        inject=inject,
        after=after,
        within_ms=make.within(step.within),
        must=step.must,
    )


def phases(make: Maker, playbook: Playbook, declared: str, ends_ms: int) -> None:
    """The tasks, phase by phase; each phase opens when the one before should be through, and in
    any case before the exercise ends: what takes hours is then talked through.
    """
    opens = make.planned(declared)
    made: dict[str, str] = {}
    for phase, tasks in playbook.tasks.by_phase():
        dues = [
            make.planned(declared) + ms_of(one.within)
            for one in tasks
            if one.within is not None and not one.after
        ]
        # A phase that must be through before the one before it would be, opens with it.
        longest = max((ms_of(one.duration) for one in tasks if one.duration), default=0)
        opens = max(make.planned(declared), min([opens, *(due - longest for due in dues)]))
        opens = min(opens, ends_ms)
        inject = make.inject(
            f"phase-{playbook.id}-{phase}",
            opens,
            make.source(playbook.id, f"tasks.{phase}", *(one.id for one in tasks)),
            to=[make.lead(one.by) for one in tasks],
            from_=make.say("Facilitator"),
            means=make.say("in person"),
            text=_question(make, phase),
            kind="facilitation",
        )
        for one in tasks:
            made[one.id] = _task(make, playbook, phase, one, inject, declared, made)
        opens = max([opens, *(make.planned(made[one.id]) for one in tasks)])


def _question(make: Maker, phase: str) -> str:
    return {
        "respond": make.say("The playbook is started. What do you do in the first minutes?"),
        "continue": make.say("How do you go on without what is lost?"),
        "recover": make.say("How do you get it back?"),
        "return": make.say("How do you get back to normal?"),
    }[phase]


def _task(
    make: Maker,
    playbook: Playbook,
    phase: str,
    one: Task,
    inject: str,
    declared: str,
    made: dict[str, str],
) -> str:
    procedure = make.plan.find(one.procedure, Procedure)
    follow = (
        make.say("Follows “{procedure}”").format(procedure=make.text(procedure.title))
        if procedure
        else ""
    )
    first = tuple(made[before] for before in one.after if before in made)
    check = make.say(" (done when: {check})").format(check=make.text(one.check))
    action = make.action(
        f"task-{playbook.id}-{one.id}",
        "welfare" if one.welfare else "task",
        one.by,
        (" – ".join(part for part in (make.text(one.do), follow) if part) or one.id)
        + (check if one.check else ""),
        make.source(playbook.id, f"tasks.{one.id}", one),
        inject=inject,
        after=first or (declared,),
        within_ms=make.within(one.within),
        must=one.must,
        seen_as="continue" if phase == "continue" else "",
    )
    if procedure is not None:
        decisions(make, procedure, inject, first or (declared,))
    return action


def messages(make: Maker, risk: Risk, playbook: Playbook, declared: str) -> tuple[str, ...]:
    """First words and news: out on every channel by the deadline, with the approver named.

    Gives the ids of the messages for the end, which :func:`close` asks for.
    """
    named = (
        *playbook.messages,
        *(m.id for m in make.plan.of(MessageTemplate) if risk.id in m.risks),
    )
    found = [
        message
        for one in dict.fromkeys(named)
        if (message := make.plan.find(one, MessageTemplate)) is not None and make.once(one)
    ]
    early = [one for one in found if one.stage != "close"]
    # The first words come first: their deadline is the one that is measured.
    early.sort(key=lambda one: (one.stage != "holding", found.index(one)))
    if early:
        speakers = [one.approve.by for one in early if one.approve]
        inject = make.inject(
            f"asked-{playbook.id}",
            make.planned(declared),
            make.source(playbook.id, "messages", *(one.id for one in early)),
            to=speakers or [make.plan.header.activated_by or playbook.id],
            from_=make.names_of(tuple(dict.fromkeys(one.audience for one in early))),
            means=make.say("call"),
            text=make.say("“What is going on, and what should we do?”"),
        )
        for one in early:
            _message(make, one, inject, declared)
    return tuple(one.id for one in found if one.stage == "close")


def _message(make: Maker, one: MessageTemplate, inject: str, since: str) -> None:
    audience = make.plan.find(one.audience, Audience)
    by = one.publish.by if one.publish else (audience.owner if audience else None)
    text = make.say("“{message}” is out to {audience} on {channels}").format(
        message=make.text(one.title),
        audience=make.name(one.audience),
        channels=make.names_of(tuple(one.text)),
    )
    if one.approve is not None:
        text += make.say(", approved by {role}").format(role=make.name(one.approve.by))
    make.action(
        f"send-{one.id}",
        "send",
        by or (one.approve.by if one.approve else one.audience),
        text,
        make.source(one.id, "", one.approve, one.publish, str(one.first_within), *sorted(one.text)),
        inject=inject,
        after=[since],
        within_ms=make.within(one.first_within),
    )


def levers(make: Maker, risk: Risk, declared: str) -> None:
    """For risks of staff and demand: the levers in the plan's order, each after the one before."""
    removes = risk.removes
    short = removes is not None and (removes.staff or removes.demand)
    if risk.class_ not in ("staff", "demand", "pandemic") and not short:
        return
    ordered = sorted(make.plan.of(Lever), key=lambda one: (one.order, one.id))
    ordered = [one for one in ordered if make.once(one.id)]
    if not ordered:
        return
    inject = make.inject(
        f"surge-{risk.id}",
        make.planned(declared),
        make.source(risk.id, "removes", removes, *(one.id for one in ordered)),
        to=[ordered[0].by],
        from_=make.say("What one sees and hears"),
        means=make.say("reading"),
        text=_surge(make, risk),
    )
    before = declared
    for one in ordered:
        before = make.action(
            f"lever-{one.id}",
            "lever",
            one.by,
            make.say("{do} (yields: {yields})").format(
                do=make.text(one.do), yields=make.text(one.yields)
            ),
            make.source(one.id, "", one),
            inject=inject,
            after=[before],
            within_ms=ms_of(one.within),
        )


def _surge(make: Maker, risk: Risk) -> str:
    removes = risk.removes
    parts = (
        make.say("{share} % of staff are missing.").format(share=f"{removes.staff * 100:.3g}")
        if removes and removes.staff
        else "",
        make.say("Demand is {factor} times that of an ordinary day.").format(
            factor=f"{removes.demand:.3g}"
        )
        if removes and removes.demand
        else "",
    )
    told = " ".join(part for part in parts if part) or f"{make.text(risk.title)}."
    return f"{told} " + make.say("What do you pull, and in which order?")


def close(
    make: Maker, playbook: Playbook, ending: tuple[str, ...], at_ms: int, declared: str
) -> None:
    """Care for people, the end, the closing messages, and paper that must get into the systems."""
    end = playbook.stand_down
    by = end.by if end else make.plan.header.activated_by or playbook.id
    inject = make.inject(
        f"close-{playbook.id}",
        at_ms,
        make.source(playbook.id, "stand_down", end),
        to=[by],
        from_=make.say("Facilitator"),
        means=make.say("in person"),
        text=make.say("It is over: {when}.").format(when=make.text(end.when).rstrip("."))
        if end
        else make.say("It is over. How do you end it?"),
        kind="facilitation",
    )
    if playbook.welfare is not None:
        carers = [one.id for one in make.plan.of(Role) if one.function == "people"]
        make.action(
            f"welfare-{playbook.id}",
            "welfare",
            carers[0] if carers else by,
            make.say("Looks after people: {what}").format(what=make.text(playbook.welfare)),
            make.source(playbook.id, "welfare", playbook.welfare.in_language()),
            inject=inject,
            after=[declared],
            within_ms=None,
        )
    ended = make.action(
        f"stand-down-{playbook.id}",
        "stand-down",
        by,
        make.say("Ends it, and tells everybody who was called"),
        make.source(playbook.id, "stand_down", end),
        inject=inject,
        after=[inject],
        within_ms=None,
    )
    for one in ending:
        message = make.plan.find(one, MessageTemplate)
        if message is not None:
            _message(make, message, inject, ended)
    for form in make.plan.of(Form):
        if form.back_entry is not None and make.once(form.id):
            make.action(
                f"back-entry-{form.id}",
                "back-entry",
                form.back_entry.by,
                make.say("Says how what was taken on “{form}” gets into the systems").format(
                    form=make.text(form.title)
                ),
                make.source(form.id, "back_entry", form.back_entry),
                inject=inject,
                after=[ended],
                within_ms=ms_of(form.back_entry.within),
            )
