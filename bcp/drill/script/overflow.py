"""The partner who takes what we cannot: asked by whoever of us calls on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bcp.drill.script.maker import Maker
from bcp.drill.script.types import Also
from bcp.model.queues import Overflow, Queue
from bcp.model.response import Playbook, Procedure, Task
from bcp.plan import Plan

_STANDS_ON = ("needs", "of", "at", "supplier", "shares", "zone", "channel", "process")
"""Fields by which a loss comes to a queue."""


def overflows(make: Maker, playbook: Playbook, lost: Iterable[str], declared: str) -> None:
    """For each queue that a loss reaches: its partner is asked.

    Where a task of the playbook names the partner, that is the act, and it is not asked twice.
    """
    for queue in _hit(make.plan, lost):
        over = queue.overflow
        if over is None or not make.once(f"overflow {queue.id}"):
            continue
        tasks = [one for one in _tasks(playbook) if over.partner in _named(make.plan, one)]
        if tasks:
            _with_task(make, playbook, queue, over, tasks)
        else:
            _asked(make, queue, over, declared)


def _asked(make: Maker, queue: Queue, over: Overflow, declared: str) -> None:
    source = make.source(queue.id, "overflow", over)
    trigger = make.text(over.trigger).rstrip(".")
    inject = make.inject(
        f"full-{queue.id}",
        make.planned(declared),
        source,
        to=[over.owner],
        from_=make.say("What one sees and hears"),
        means=make.say("in person"),
        text=make.say("{trigger}. Who takes over for “{queue}”?").format(
            trigger=trigger, queue=make.text(queue.title)
        ),
    )
    text = make.say("Asks {partner} to take over: {what}").format(
        partner=make.name(over.partner), what=_gives(make, over)
    )
    make.action(
        f"overflow-{queue.id}",
        "task",
        over.owner,
        text,
        source,
        inject=inject,
        after=[declared],
        within_ms=None,
    )


def _with_task(
    make: Maker, playbook: Playbook, queue: Queue, over: Overflow, tasks: list[Task]
) -> None:
    """A task asks the partner already: what the partner gives is told with it."""
    mine = next((one for one in tasks if one.by == over.owner), None)
    asked = f"task-{playbook.id}-{mine.id}" if mine is not None else ""
    if any(one.id == asked for one in make.actions):
        also = Also(f"overflow-{queue.id}", make.source(queue.id, "overflow", over))
        make.join(asked, also, due=None, words=_gives(make, over))


def _gives(make: Maker, over: Overflow) -> str:
    """``12 agents, or calls at a time, answering 30 min later``."""
    many = make.say.count(
        "{count} agent, or call at a time", "{count} agents, or calls at a time", over.capacity
    )
    return make.say("{many}, answering {time} later").format(many=many, time=make.length(over.ramp))


def _hit(plan: Plan, lost: Iterable[str]) -> Iterator[Queue]:
    """The queues that stand on what is lost, directly or through what they need, or whose process
    does."""
    seen = list(dict.fromkeys(lost))
    for one in seen:
        seen += [
            reference.source
            for reference in plan.referring_to(one)
            if (reference.path[0] in _STANDS_ON or reference.path[-1] == "carrier")
            and reference.source not in seen
        ]
    for queue in plan.of(Queue):
        if queue.id in seen:
            yield queue


def _tasks(playbook: Playbook) -> Iterator[Task]:
    for _, tasks in playbook.tasks.by_phase():
        yield from tasks


def _named(plan: Plan, task: Task) -> set[str]:
    """Everybody and everything that a task and the procedure it follows name."""
    procedure = plan.find(task.procedure, Procedure)
    steps = procedure.steps if procedure is not None else ()
    return {task.by, *task.needs} | {one for step in steps for one in (step.by, *step.needs)}
