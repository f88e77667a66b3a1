"""What can no longer be done, sent, called or found when some things are lost.

An act is undoable when who does it, or anything it needs, is lost. The scenario that a plan answers
often takes away what the answer is made of: this is where that shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from bcp.model.communication import Audience, Channel, MessageTemplate, Notification
from bcp.model.response import Escalation, Lever, Playbook, Procedure
from bcp.plan import Plan

What = Literal[
    "task",
    "step",
    "call",
    "message",
    "approval",
    "activation",
    "notice",
    "lever",
    "procedure",
    "plan",
    "copies",
    "list",
]


@dataclass(frozen=True, slots=True)
class Undoable:
    """One act that cannot be done."""

    what: What
    """``approval``: the message can go out, but nobody can approve it. ``procedure``: the place
    it is kept at besides the plan is lost. ``plan``: every copy of the plan lies at a lost place;
    ``copies``: some do. ``list``: the list of an audience is lost, and no offline copy is named."""
    of: str
    """The playbook, procedure, escalation, message, … it belongs to; of copies the plan."""
    item: str
    """The task, step or degree of activation in it; empty for the whole."""
    because: tuple[str, ...]
    """What is lost of who or what it takes."""


def undoable(plan: Plan, lost: AbstractSet[str]) -> tuple[Undoable, ...]:
    """Every act of the plan that cannot be done while these ids are lost."""
    if not lost:
        return ()
    return (
        *_copies(plan, lost),
        *_escalations(plan, lost),
        *_messages(plan, lost),
        *_lists(plan, lost),
        *_notices(plan, lost),
        *_playbooks(plan, lost),
        *_procedures(plan, lost),
        *_levers(plan, lost),
    )


def _gone(ids: Iterable[str | None], lost: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in ids if one is not None and one in lost))


def _closed(plan: Plan, channels: Iterable[str], lost: AbstractSet[str]) -> tuple[str, ...]:
    """Why none of these channels can be used; empty when one can."""
    reasons: list[str] = []
    for id_ in channels:
        channel = plan.find(id_, Channel)
        gone = _gone((id_, channel.operated_by if channel else None), lost)
        if not gone:
            return ()
        reasons += gone
    return tuple(dict.fromkeys(reasons))


def _copies(plan: Plan, lost: AbstractSet[str]) -> Iterator[Undoable]:
    """Copies of the plan itself; a copy whose place the plan does not name as one is not lost."""
    copies = plan.header.copies
    if because := _gone((one.at for one in copies), lost):
        every = all(one.at in lost for one in copies)
        yield Undoable("plan" if every else "copies", plan.id, "", because)


def _lists(plan: Plan, lost: AbstractSet[str]) -> Iterator[Undoable]:
    for one in plan.of(Audience):
        held = one.list
        if held is not None and held.offline is None and held.record in lost:
            yield Undoable("list", one.id, "", (held.record,))


def _escalations(plan: Plan, lost: AbstractSet[str]) -> Iterator[Undoable]:
    for one in plan.of(Escalation):
        for step in one.steps:
            # Whoever is called operates no channel, so only the channel itself must stand.
            channels = _gone(step.via, lost)
            closed = channels if len(channels) == len(set(step.via)) else ()
            if because := (*_gone((step.role,), lost), *closed):
                yield Undoable("call", one.id, step.id, because)


def _messages(plan: Plan, lost: AbstractSet[str]) -> Iterator[Undoable]:
    for one in plan.of(MessageTemplate):
        because = (
            *_closed(plan, one.text, lost),
            *_gone((one.publish.by if one.publish else None,), lost),
        )
        if because:
            yield Undoable("message", one.id, "", tuple(dict.fromkeys(because)))
        elif one.approve is not None and one.approve.beforehand is not None:
            continue  # its words were approved before anything happened
        elif approver := _gone((one.approve.by if one.approve else None,), lost):
            yield Undoable("approval", one.id, "", approver)


def _notices(plan: Plan, lost: AbstractSet[str]) -> Iterator[Undoable]:
    for one in plan.of(Notification):
        if because := _gone((one.by,), lost):
            yield Undoable("notice", one.id, "", because)


def _playbooks(plan: Plan, lost: AbstractSet[str]) -> Iterator[Undoable]:
    for one in plan.of(Playbook):
        degrees = one.activation
        for name in ("standby", "partial", "full") if degrees else ():
            degree = getattr(degrees, name)
            if degree is not None and (because := _gone((degree.by,), lost)):
                yield Undoable("activation", one.id, name, because)
        for _, tasks in one.tasks.by_phase():
            for task in tasks:
                if because := _gone((task.by, *task.needs), lost):
                    yield Undoable("task", one.id, task.id, because)


def _procedures(plan: Plan, lost: AbstractSet[str]) -> Iterator[Undoable]:
    for one in plan.of(Procedure):
        if because := _gone((one.kept,), lost):
            yield Undoable("procedure", one.id, "", because)
        for step in one.steps:
            if because := _gone((step.by, *step.needs), lost):
                yield Undoable("step", one.id, step.id, because)


def _levers(plan: Plan, lost: AbstractSet[str]) -> Iterator[Undoable]:
    for one in plan.of(Lever):
        if because := _gone((one.by,), lost):
            yield Undoable("lever", one.id, "", because)
