"""The tasks of a playbook, phase by phase."""

from __future__ import annotations

from bcp.drill.script.answering import decisions
from bcp.drill.script.maker import Maker
from bcp.drill.script.times import ms_of
from bcp.drill.script.types import Also
from bcp.model.response import Playbook, Procedure, Task


def phases(make: Maker, playbook: Playbook, declared: str, ends_ms: int) -> None:
    """The tasks, phase by phase; each phase opens when those before should be through, and in any
    case before the exercise ends: what takes hours is then talked through.

    A task that follows the procedure of a switch or a message, by the same doer, is that very act:
    it is not asked again.
    """
    through = make.planned(declared)
    made: dict[str, str] = {}
    joined = set[str]()
    for phase, tasks in playbook.tasks.by_phase():
        if phase == "return":  # nobody goes back before they have switched over
            through = max([through, *(make.planned(one.switched) for one in make.switchovers)])
        joins = _joins(make, tasks, joined)
        asked = [one for one in tasks if one.id not in joins]
        opens = _opens(asked, make.planned(declared), through)
        opens = min(max(opens, _first(make, asked, {**made, **joins})), ends_ms)
        inject = _phase(make, playbook, phase, asked, opens) if asked else ""
        for one in tasks:
            first = tuple(made[before] for before in one.after if before in made) or (declared,)
            act = joins.get(one.id)
            if act is None:
                made[one.id] = _task(make, playbook, phase, one, inject, first)
            else:
                made[one.id] = _joined(make, playbook, one, act, first)
            procedure = make.plan.find(one.procedure, Procedure)
            if procedure is not None:
                decisions(make, procedure, make.asked_by(act) if act else inject, first)
        if inject:
            make.split(inject)
        through = max([through, *(make.planned(made[one.id]) for one in tasks)])


def _opens(tasks: list[Task], declared: int, through: int) -> int:
    """When a phase opens, in milliseconds: when those before are through, or earlier when the plan
    gives a task of it a time by which it could not be done any more.
    """
    dues = [
        declared + ms_of(one.within) for one in tasks if one.within is not None and not one.after
    ]
    longest = max((ms_of(one.duration) for one in tasks if one.duration), default=0)
    return max(declared, min([through, *(due - longest for due in dues)]))


def _first(make: Maker, tasks: list[Task], made: dict[str, str]) -> int:
    """When the first of these tasks can be begun, in milliseconds; 0 when one waits for nothing."""
    return min(
        (
            make.planned(*(made[before] for before in one.after if before in made))
            for one in tasks
            if not one.after or any(before in made for before in one.after)
        ),
        default=0,
    )


def _joins(make: Maker, tasks: tuple[Task, ...], joined: set[str]) -> dict[str, str]:
    """Task → the act that is asked for already. Each act is that of one task of the playbook: who
    follows a procedure a second time does it again.
    """
    found: dict[str, str] = {}
    for one in tasks:
        act = None if one.welfare else make.act(one.procedure, one.by, joined)
        if act is not None:
            found[one.id] = act
            joined.add(act)
    return found


def _phase(make: Maker, playbook: Playbook, phase: str, tasks: list[Task], opens: int) -> str:
    return make.inject(
        f"phase-{playbook.id}-{phase}",
        opens,
        make.source(playbook.id, f"tasks.{phase}", *(one.id for one in tasks)),
        to=[make.lead(one.by) for one in tasks],
        from_=make.say("Facilitator"),
        means=make.say("in person"),
        text=_question(make, phase),
        kind="facilitation",
    )


def _question(make: Maker, phase: str) -> str:
    return {
        "respond": make.say("The playbook is started. What do you do in the first minutes?"),
        "continue": make.say("How do you go on without what is lost?"),
        "recover": make.say("How do you get it back?"),
        "return": make.say("How do you get back to normal?"),
    }[phase]


def _task(
    make: Maker, playbook: Playbook, phase: str, one: Task, inject: str, first: tuple[str, ...]
) -> str:
    procedure = make.plan.find(one.procedure, Procedure)
    follow = (
        make.say("Follows “{procedure}”").format(procedure=make.text(procedure.title))
        if procedure
        else ""
    )
    action = make.action(
        f"task-{playbook.id}-{one.id}",
        "welfare" if one.welfare else "task",
        one.by,
        (" – ".join(part for part in (make.text(one.do), follow) if part) or one.id)
        + _check(make, one),
        make.source(playbook.id, f"tasks.{one.id}", one),
        inject=inject,
        after=first,
        within_ms=make.within(one.within),
        must=one.must,
        seen_as="continue" if phase == "continue" else "",
    )
    if phase in ("recover", "return"):  # a form's way back into the systems may be this task
        make.follows(action, one.procedure, one.by)
    return action


def _joined(make: Maker, playbook: Playbook, one: Task, act: str, first: tuple[str, ...]) -> str:
    also = Also(f"task-{playbook.id}-{one.id}", make.source(playbook.id, f"tasks.{one.id}", one))
    due = make.planned(*first) + ms_of(one.within) if one.within is not None else None
    words = f"{make.text(one.do)}{_check(make, one)}".strip()
    make.join(act, also, due=due, must=one.must, words=words)
    return act


def _check(make: Maker, one: Task) -> str:
    if not one.check:
        return ""
    return make.say(" (done when: {check})").format(check=make.text(one.check))
