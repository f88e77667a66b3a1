"""What is done about it: switches, messages, levers, care, the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bcp.drill.script.maker import Maker
from bcp.drill.script.times import ms_of
from bcp.drill.script.types import Also, Switchover
from bcp.model.communication import Audience, BackEntry, Form, MessageTemplate
from bcp.model.people import Role
from bcp.model.queues import Queue
from bcp.model.resources import Process, Redundancy, Supplier, Switch, System
from bcp.model.response import Lever, Playbook, Procedure, Risk, Step
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
        make.split(inject)
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
    doer = by or (one.approve.by if one.approve else one.audience)
    action = make.action(
        f"send-{one.id}",
        "send",
        doer,
        text,
        make.source(one.id, "", one.approve, one.publish, str(one.first_within), *sorted(one.text)),
        inject=inject,
        after=[since],
        within_ms=make.within(one.first_within),
    )
    make.follows(action, one.publish.procedure if one.publish else None, doer)


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


class _Fraction(str):
    """A number with a fraction in a sentence: of the forms that a translation gives for whole
    numbers (one|few|many) it takes a fourth, and without one the second.
    """

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if "|" not in spec:
            return super().__format__(spec)
        forms = spec.split("|")
        return forms[min(3 if len(forms) > 3 else 1, len(forms) - 1)]


def _factor(make: Maker, factor: float) -> int | str:
    if float(factor).is_integer():
        return make.say.number(int(factor))
    return _Fraction(f"{factor:.3g}")


def _surge(make: Maker, risk: Risk) -> str:
    removes = risk.removes
    parts = (
        make.say("{share} % of staff are missing.").format(share=f"{removes.staff * 100:.3g}")
        if removes and removes.staff
        else "",
        make.say("Demand is {factor} times that of an ordinary day.").format(
            factor=_factor(make, removes.demand)
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
            _back_entry(make, form, form.back_entry, inject, ended)


def _back_entry(make: Maker, form: Form, entry: BackEntry, inject: str, ended: str) -> None:
    text = make.say("Says how what was taken on “{form}” gets into the systems")
    words = text.format(form=make.text(form.title))
    name = f"back-entry-{form.id}"
    source = make.source(form.id, "back_entry", entry)
    # A task that follows the same procedure puts in what stands on every form.
    asked = make.act(entry.procedure, entry.by)
    if asked is not None:
        due = make.planned(ended) + ms_of(entry.within)
        make.join(asked, Also(name, source), due=due, words=words)
        return
    make.action(
        name,
        "back-entry",
        entry.by,
        words,
        source,
        inject=inject,
        after=[ended],
        within_ms=ms_of(entry.within),
    )
