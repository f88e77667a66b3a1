"""The worst of all walks through a call-out, from who could accept each of its steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bcp.model.response import CallStep

if TYPE_CHECKING:
    from bcp.graph.reach.calls import CallOut

How = Literal["silent", "nobody", "no-way", "unnamed", "accepts"]
Why = Literal["", "called-on", "unnamed", "nobody", "not-called", "loop", "nowhere", "no-list"]


@dataclass(frozen=True, slots=True)
class Called:
    """One step of a walk. Times in seconds from the start of the call-out."""

    escalation: str
    step: str
    role: str
    start: int
    end: int
    how: How
    """``accepts``; ``silent``: could accept and does not; ``nobody``: nobody is there; ``no-way``:
    somebody is there, and no channel to them; ``unnamed``: the plan names nobody."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """When somebody with the authority accepts."""

    kind: Literal["reached", "not-known", "never"]
    seconds: int | None
    """When, for ``reached``; None for the others."""
    by: str | None
    """The role that accepts, or is called on and on."""
    why: Why
    """Why there is no time. ``called-on``: the list is at its end and the authority is called until
    somebody accepts; ``unnamed``: the plan names nobody for it; ``nobody``: all who may are away or
    cannot be called; ``not-called``: no step calls it; ``loop``; ``nowhere``: a step leads to one
    that is not there; ``no-list``: no list holds at that hour."""
    walk: tuple[Called, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """How bad it is: more is worse."""
        kinds = {"reached": 0, "not-known": 1, "never": 2}
        return kinds[self.kind], self.seconds if self.seconds is not None else self.lasted

    @property
    def lasted(self) -> int:
        """How long the steps of the walk take together."""
        return self.walk[-1].end if self.walk else 0


NO_LIST = Outcome("never", None, None, "no-list", ())


@dataclass(frozen=True, slots=True)
class Node:
    """A step of a chain of lists, with where it leads: numbers of nodes, or less than 0 for the end
    of list ``-1 - n``."""

    number: int
    list: int
    step: CallStep
    silent: int | None
    """None: to a step that is not there."""
    then: int | None

    def called(self, start: int, how: How, escalation: str) -> Called:
        """The step as part of a walk."""
        end = start + self.step.accepts_within.total
        return Called(escalation, self.step.id, self.step.role, start, end, how)


_Choice = tuple[int, int, str, int]
"""How bad (0 reached, 1 not known, 2 never), seconds, why, and the node that follows."""
_STOP = -(10**9)


class Worst:
    """The longest of the walks over the steps, or a circle among them."""

    def __init__(
        self,
        call_out: CallOut,
        nodes: Mapping[int, Node],
        states: tuple[How, ...],
        ends: tuple[How, ...],
        first: int,
    ) -> None:
        self.call_out = call_out
        self.first = first
        self.nodes = nodes
        self.states = states
        self.ends = ends
        self.found: dict[int, _Choice] = {}
        """For each node: the worst from it on."""

    def run(self) -> Outcome:
        circle = self._fill()
        if circle:
            return self._outcome(2, "loop", circle)
        walk = [self.first]
        bad, seconds, why, following = self.found[self.first]
        while following >= 0:
            walk.append(following)
            following = self.found[following][3]
        return self._outcome(bad, why, walk, seconds)

    def _fill(self) -> list[int]:
        """Fill ``found``; the walk into a circle where there is one. Depth first, with a list: a
        plan may have more steps than calls may nest."""
        path = [self.first]
        edges = {self.first: self._edges(self.first)}
        while path:
            number = path[-1]
            for other in edges[number]:
                if other < 0 or other in self.found:
                    continue
                if other in edges:
                    return [*path, other]
                path.append(other)
                edges[other] = self._edges(other)
                break
            else:
                path.pop()
                self.found[number] = self._choice(number)
                # Kept as an empty walk on: what is done is in ``found``.
                edges[number] = iter(())
        return []

    def _ends_here(self, number: int) -> bool:
        node = self.nodes[number]
        return self.states[number] == "silent" and node.step.role in self.call_out.wanted[node.list]

    def _edges(self, number: int) -> Iterator[int]:
        if self._ends_here(number):
            return iter(())
        node = self.nodes[number]
        several = [node.silent]
        if self.states[number] in ("silent", "unnamed"):
            several.append(node.then)
        return iter([one for one in several if one is not None])

    def _choice(self, number: int) -> _Choice:
        node = self.nodes[number]
        within = node.step.accepts_within.total
        if self._ends_here(number):
            return 0, within, "", _STOP
        worst = self._after(node.silent)
        if self.states[number] in ("silent", "unnamed") and node.step.then is not None:
            accepted = self._after(node.then)
            # Where both are as bad, the walk is told on which nobody accepts.
            worst = max(worst, accepted, key=lambda one: one[:2])
        return worst[0], worst[1] + within, worst[2], worst[3]

    def _after(self, number: int | None) -> _Choice:
        if number is None:
            return 2, 0, "nowhere", _STOP
        if number >= 0:
            return (*self.found[number][:3], number)
        return (*self._at_end(-1 - number), number)

    def _at_end(self, place: int) -> tuple[int, int, str]:
        call_out = self.call_out
        role = call_out.lists[place].ends_at
        if call_out.target in (None, role):
            state = self.ends[place]
            if state == "silent":
                return 1, 0, "called-on"
            if state == "unnamed":
                return 1, 0, "unnamed"
        wanted = call_out.wanted[place]
        called = [step.role for _, step in call_out.steps if step.role in wanted]
        if any(call_out.has_nobody_named(one) for one in called):
            return 1, 0, "unnamed"
        return 2, 0, "nobody" if called else "not-called"

    def _outcome(self, bad: int, why: str, walk: list[int], seconds: int = 0) -> Outcome:
        time, told = 0, []
        for place, number in enumerate(walk):
            node = self.nodes[number]
            how = self.states[number]
            if how == "silent" and self._accepts(node, walk[place + 1 :]):
                how = "accepts"
            name = self.call_out.lists[node.list].id
            told.append(node.called(time, how, name))
            time = told[-1].end
        last = self.nodes[walk[-1]]
        if bad == 0:
            return Outcome("reached", seconds, last.step.role, "", tuple(told))
        by = self.call_out.target or self.call_out.lists[last.list].ends_at
        kind: Literal["not-known", "never"] = "not-known" if bad == 1 else "never"
        return Outcome(kind, None, by, why, tuple(told))  # type: ignore[arg-type]

    def _accepts(self, node: Node, following: list[int]) -> bool:
        """Whether a step of the walk is accepted, and not passed in silence."""
        if self._ends_here(node.number):
            return True
        if following:
            return following[0] != node.silent
        # The walk ends here: by silence at the end of a list, or where a step leads nowhere.
        return node.silent is not None and node.silent >= 0
