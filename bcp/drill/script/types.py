"""What a script consists of. Frozen; every time is an offset in milliseconds of exercise time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bcp.i18n import mark

TYPES = (
    mark("seminar"),
    mark("workshop"),
    mark("tabletop"),
    mark("call-tree"),
    mark("drill"),
    mark("functional"),
    mark("full-scale"),
    mark("live"),
)
"""How an exercise is played, as in the plan language."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the plan an item comes from, and a digest of what stood there.

    ``object`` is an id, ``part`` the way in (``steps.lead``; empty: the object itself). An item
    whose digest differs from the plan's of today is stale.
    """

    object: str
    part: str
    digest: str

    @property
    def where(self) -> str:
        """The place in the plan in one word: ``call-out.steps.lead``."""
        return f"{self.object}.{self.part}" if self.part else self.object


@dataclass(frozen=True, slots=True)
class Inject:
    """Something players are told.

    ``kind`` is as in the plan language: inject, information, facilitation, contingency, stop-point.
    A contingency comes only while the action ``if_not_done`` is not done; with ``at_timeout`` it
    comes when that action's time is up, whatever ``at_ms`` planned. ``to`` are ids of roles,
    ``expect`` ids of actions, ``note`` is for the facilitator alone.
    """

    id: str
    at_ms: int
    kind: str
    from_: str
    to: tuple[str, ...]
    means: str
    text: str
    note: str
    if_not_done: str
    at_timeout: bool
    expect: tuple[str, ...]
    objectives: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Also:
    """Another place of the plan that asks for the same act, and the id it would have had there."""

    id: str
    source: Source


@dataclass(frozen=True, slots=True)
class Passes:
    """Who has to do something next when it was not done in time.

    From when the inject ``on`` is told, ``to`` has ``within_ms`` for it: theirs is then in time.
    """

    on: str
    to: str
    within_ms: int


@dataclass(frozen=True, slots=True)
class Action:
    """Something players should do.

    ``kind`` says which family it belongs to: answer, declare, send, decide, decision, switch,
    task, lever, welfare, stand-down, back-entry, or own (written for the exercise). It is due
    ``within_ms`` after the latest of ``after`` (injects, actions); None: the plan gives no time.
    ``due_ms`` is the same from the start of the exercise when all goes as planned. With ``if_done``
    it is expected only once that action was done. ``must``: missing it does harm. ``also`` are the
    other places of the plan that ask for this very act: it is asked once, by the earliest time.
    ``passes``: to whom it falls when its time is up.
    """

    id: str
    kind: str
    by: str
    text: str
    within_ms: int | None
    due_ms: int | None
    after: tuple[str, ...]
    if_done: str
    must: bool
    objectives: tuple[str, ...]
    source: Source
    also: tuple[Also, ...] = ()
    passes: Passes | None = None

    @property
    def where(self) -> str:
        """The places in the plan that ask for it."""
        places = (self.source.where, *(one.source.where for one in self.also))
        return ", ".join(dict.fromkeys(places))


@dataclass(frozen=True, slots=True)
class Objective:
    """What is to be shown, and the figure from the plan it is measured by.

    ``metric`` is empty when it is judged by its actions alone. ``min_permille`` is a share in
    thousandths.
    """

    id: str
    text: str
    capability: str
    metric: str
    max_ms: int | None
    min_permille: int | None
    weight: int


@dataclass(frozen=True, slots=True)
class Switchover:
    """A switch whose time is measured: from the inject ``lost`` to the action ``switched``.

    ``planned_ms`` is deciding and doing as the plan has it; ``rto_ms`` the shortest recovery time
    objective of the processes that stand on it, None when there is none. An RTO runs from the
    disruption itself (ISO 22301, 3.26: following an incident), which was ``ago_ms`` before ``lost``
    was told.
    """

    id: str
    title: str
    lost: str
    decided: str
    switched: str
    planned_ms: int
    rto_ms: int | None
    ago_ms: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A question for the talk straight after the drill."""

    id: str
    ask: str


@dataclass(frozen=True)
class Script:
    """One tabletop drill, ready to be played. ``id`` is that of the exercise or the risk.

    ``digest`` is that of the whole plan. Injects are in the order in which they are planned;
    actions keep theirs, and the number people call them by is their place, from 1. ``names`` are
    (id, title) pairs of everybody who appears.
    """

    id: str
    kind: str
    type: str
    title: str
    story: str
    story_starts: str
    plan: str
    plan_title: str
    revision: str
    digest: str
    language: str
    duration_ms: int
    facilitator: str
    evaluator: str
    safety_controller: str
    ground_rules: tuple[str, ...]
    no_play: tuple[str, ...]
    objectives: tuple[Objective, ...]
    injects: tuple[Inject, ...]
    actions: tuple[Action, ...]
    switchovers: tuple[Switchover, ...]
    questions: tuple[Question, ...]
    names: tuple[tuple[str, str], ...]

    def name(self, id: str) -> str:  # noqa: A002
        """What people call somebody; the id when nobody with it appears."""
        return self._names.get(id, id)

    def number(self, action: str) -> int:
        """The number of an action, from 1."""
        return self._numbers[action]

    @cached_property
    def action(self) -> dict[str, Action]:
        """Actions by id."""
        return {one.id: one for one in self.actions}

    @cached_property
    def same(self) -> dict[str, str]:
        """Id under which another place of the plan asks for an act → the action that it is."""
        return {also.id: one.id for one in self.actions for also in one.also}

    @cached_property
    def inject(self) -> dict[str, Inject]:
        """Injects by id."""
        return {one.id: one for one in self.injects}

    @cached_property
    def objective(self) -> dict[str, Objective]:
        """Objectives by id."""
        return {one.id: one for one in self.objectives}

    @cached_property
    def expecting(self) -> dict[str, tuple[str, ...]]:
        """Action → the injects that expect it, in their order.

        An inject that comes only while an action is not done may well expect that very action: it
        is a reminder. What it reminds of was expected before it, so it is left out here; and so is
        one that comes round to the action by way of others.
        """
        named = _gathered((action, one.id) for one in self.injects for action in one.expect)
        return {
            action: kept
            for action, injects in named.items()
            if (kept := tuple(one for one in injects if not self._reminds(one, action, named)))
        }

    def _reminds(self, inject: str, action: str, named: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether an inject comes only because an action, or what that waits for, is not done."""
        seen, to_do = set[str](), [self.inject[inject].if_not_done]
        while to_do:
            one = to_do.pop()
            if one == action:
                return True
            if one and one not in seen:
                seen.add(one)
                to_do += [self.inject[other].if_not_done for other in named.get(one, ())]
        return False

    @cached_property
    def timed_by(self) -> dict[str, tuple[str, ...]]:
        """Inject or action → the actions whose time counts from it."""
        return _gathered((ref, one.id) for one in self.actions for ref in one.after)

    @cached_property
    def only_if_done(self) -> dict[str, tuple[str, ...]]:
        """Action → the actions that are expected only once it was done."""
        return _gathered((one.if_done, one.id) for one in self.actions if one.if_done)

    @cached_property
    def only_if_not_done(self) -> dict[str, tuple[str, ...]]:
        """Action → the injects that come only while it is not done."""
        return _gathered((one.if_not_done, one.id) for one in self.injects if one.if_not_done)

    @cached_property
    def passed_on(self) -> dict[str, str]:
        """Inject → the action that falls to somebody else when it is told."""
        return {one.passes.on: one.id for one in self.actions if one.passes is not None}

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(self.names)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {one.id: number for number, one in enumerate(self.actions, 1)}


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """First of a pair → the seconds it comes with, in their order."""
    found: dict[str, list[str]] = {}
    for first, second in pairs:
        found.setdefault(first, []).append(second)
    return {first: tuple(seconds) for first, seconds in found.items()}
