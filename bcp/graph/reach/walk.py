"""The steps of an escalation as a graph: what may follow what, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.model.response import CallStep, Escalation
from bcp.plan import Plan

WAYS_ON = ("next", "hand-over", "end")
"""What may stand under ``otherwise:`` of a call instead of the id of a step."""


class Steps:
    """One escalation as a graph: from each step to those that may follow it.

    There must be at least one step. Of two steps with one id, the first is meant.
    """

    def __init__(self, escalation: Escalation) -> None:
        self.escalation = escalation
        self.steps = escalation.steps
        self.numbers: dict[str, int] = {}
        for number, step in enumerate(self.steps):
            self.numbers.setdefault(step.id, number)
        self.reached: set[int] = set()
        """Steps that the first one leads to."""
        self.backwards: list[tuple[int, str, int]] = []
        """(step, field, step) where it goes back to a step on the way: these close the loops."""
        self._run()

    @property
    def leads_nowhere(self) -> bool:
        """Whether a step that is reached names one that is not there."""
        return any(
            (step.otherwise not in WAYS_ON and step.otherwise not in self.numbers)
            or (step.then is not None and step.then not in self.numbers)
            for step in (self.steps[number] for number in self.reached)
        )

    def following(self, number: int) -> Iterator[tuple[str, int]]:
        """(field, step) that may follow; steps that are not there are left out."""
        step = self.steps[number]
        if step.otherwise == "next":
            if number + 1 < len(self.steps):
                yield "otherwise", number + 1
        elif step.otherwise in self.numbers:
            yield "otherwise", self.numbers[step.otherwise]
        if step.then is not None and step.then in self.numbers:
            yield "then", self.numbers[step.then]

    def is_last(self, number: int, step: CallStep) -> bool:
        """Whether the list is at its end when nobody accepts here."""
        return step.otherwise == "end" or (
            step.otherwise == "next" and number + 1 == len(self.steps)
        )

    def _run(self) -> None:
        """Depth first from the first step; an edge to a step still on the way closes a loop."""
        on_the_way = {0}
        self.reached.add(0)
        stack = [(0, self.following(0))]
        while stack:
            number, edges = stack[-1]
            for field, target in edges:
                if target in on_the_way:
                    self.backwards.append((number, field, target))
                elif target not in self.reached:
                    self.reached.add(target)
                    on_the_way.add(target)
                    stack.append((target, self.following(target)))
                    break
            else:
                stack.pop()
                on_the_way.discard(number)


def chain(plan: Plan, first: Escalation) -> tuple[Escalation, ...]:
    """An escalation and those it hands over to, in their order, each once."""
    found: dict[str, Escalation] = {}
    one: Escalation | None = first
    while one is not None and one.id not in found:
        found[one.id] = one
        one = plan.find(one.hand_over, Escalation)
    return tuple(found.values())


def hands_over_in_a_circle(plan: Plan) -> Iterator[tuple[Escalation, ...]]:
    """The circles of escalations that hand over to each other, each once, at its first id."""
    told: set[str] = set()
    for escalation in plan.of(Escalation):
        several = chain(plan, escalation)
        if several[-1].hand_over == escalation.id and escalation.id not in told:
            told.update(one.id for one in several)
            yield several
