"""Why something is lost, told from the cause on: carrier lost → line needs it → calls stop."""

from __future__ import annotations

from dataclasses import dataclass

from bcp.diagnostics import Message
from bcp.graph.availability import Reason, State
from bcp.i18n import mark
from bcp.plan import Plan


@dataclass(frozen=True, slots=True)
class Step:
    """One thing on the way from a cause to what it takes."""

    id: str
    what: str
    """As in :class:`~bcp.graph.availability.Reason`: ``named``, ``need``, ``staffing`` or the gate
    that failed."""
    through: tuple[str, ...] = ()
    """What took it; each of these is an earlier step."""
    link: str = ""
    """For ``need``: the field of the plan."""
    left: int = 0
    need: int = 0


Story = tuple[Step, ...]
"""Steps in causal order; the last is the thing asked for."""


def story(state: State, thing: int) -> Story:
    """How a thing came to be lost, or a process to its minimum; empty when it stands."""
    reasons = {**state.lost, **state.at_minimum}
    if thing not in reasons:
        return ()
    told: dict[int, None] = {}
    waiting = [(thing, False)]
    while waiting:
        one, ready = waiting.pop()
        if one in told:
            continue
        if ready:
            told[one] = None
            continue
        waiting.append((one, True))
        waiting += [(each, False) for each in reversed(reasons[one].through)]
    return tuple(_step(state, one, reasons[one]) for one in told)


def _step(state: State, thing: int, reason: Reason) -> Step:
    ids = state.structure.ids
    (name,) = ids((thing,))
    return Step(name, reason.what, ids(reason.through), reason.link, reason.left, reason.need)


_NEEDED = {
    "needs": mark("{thing} needs it"),
    "at": mark("{thing} stands there"),
    "supplier": mark("{thing} comes from there"),
    "shares": mark("{thing} goes with it"),
    "zone": mark("{thing} lies in it"),
    "process": mark("{thing} serves it"),
    "channel": mark("{thing} comes in on it"),
}
_FAILED = {
    "members": mark("{thing} needs {need} of its members and has {left}"),
    "capacity": mark("{thing} must carry {need} and can carry {left}"),
    "holders": mark("nobody is left for {thing}"),
    "quorum": mark("{thing} needs {need} of its roles filled and has {left}"),
    "staff": mark("{thing} needs {need} people and has {left}"),
    "numbers": mark("{thing} has no number left that reaches us"),
    "carried": mark("{thing} is not carried"),
    "agents": mark("{thing} lacks {short} agents for its minimum"),
    "copies": mark("no copy of {thing} can be reached"),
    "staffing": mark("{thing} stays empty, since who could take it fills another role"),
}


def told(steps: Story, plan: Plan, *languages: str) -> Message:
    """A story as one sentence, links joined by arrows; a thing is told once."""
    return _Telling(steps, plan, languages).tell(steps[-1].id)


class _Telling:
    def __init__(self, steps: Story, plan: Plan, languages: tuple[str, ...]) -> None:
        self.steps = {step.id: step for step in steps}
        self.plan = plan
        self.languages = languages
        self.done: set[str] = set()

    def title(self, id: str) -> str:  # noqa: A002
        return title_of(self.plan, id, *self.languages)

    def tell(self, id: str) -> Message:  # noqa: A002
        step, thing = self.steps[id], self.title(id)
        if id in self.done:
            return Message.of("{thing}", thing=thing)
        self.done.add(id)
        if step.what == "named":
            return Message.of("{thing} is lost", thing=thing)
        now = self._now(step, thing)
        if not step.through:
            return now
        if len(step.through) == 1:
            return Message.of("{before} → {now}", before=self.tell(step.through[0]), now=now)
        before = Message.of("({one})", one=self.tell(step.through[0]))
        for one in step.through[1:]:
            before = Message.of("{before} and ({other})", before=before, other=self.tell(one))
        return Message.of("{before} → {now}", before=before, now=now)

    def _now(self, step: Step, thing: str) -> Message:
        if step.what == "need":
            return Message.of(_NEEDED.get(step.link, "{thing} needs it"), thing=thing)
        return Message.of(
            _FAILED[step.what],
            thing=thing,
            need=step.need,
            left=step.left,
            short=step.need - step.left,
        )


def title_of(plan: Plan, id: str, *languages: str) -> str:  # noqa: A002
    """What people call a thing; a queue's number is called by the number itself."""
    queue, _, part = id.partition("#")
    return part or plan.title(queue, *languages)
