"""One call-out at one moment: how long, at worst, until somebody with the authority accepts.

The walk: a step that nobody accepts takes its whole ``accepts_within``, also when nobody is there
to accept; then follows what ``otherwise`` says. Whoever is there may also accept at the last
moment, and ``then`` is followed. Of all walks the worst counts. A walk ends at the first step that
calls the authority while somebody who may hold it is there: they accept at the end of their time.
A walk on which somebody else accepts, and nothing follows, is no walk of this question: somebody
has it in hand.

The authority is the role of ``ends_at``; once a list has handed over, that of the list it handed
over to will do as well. A list that does not hold at the hour is passed over when another hands
over to it. At the end of a list the authority is called until somebody accepts: the plan gives no
time for that, so it is *not known* how long it takes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bcp.graph.reach.duty import NOTHING, Circumstance, Duty, Moment, Situation
from bcp.graph.reach.worst import NO_LIST, Called, How, Node, Outcome, Worst
from bcp.model.response import CallStep, Escalation


@dataclass(frozen=True, slots=True)
class Found:
    """What comes out of one situation in one circumstance."""

    outcome: Outcome
    absent: str | None = None
    """Who is absent,"""
    channel: str | None = None
    """or the channel that is lost; None: nothing is different from usual."""


class CallOut:
    """The walks through an escalation and what it hands over to, in any situation.

    ``target``: the role asked about, where that is not the authority.
    """

    def __init__(self, duty: Duty, target: str | None = None) -> None:
        self.duty = duty
        self.first = duty.first
        self.target = target
        self.lists = duty.lists
        self.steps = duty.steps
        self.has_nobody_named = duty.roster.has_nobody_named
        self.wanted = tuple(
            frozenset((target,) if target is not None else map(_authority, self.lists[: place + 1]))
            for place in range(len(self.lists))
        )
        """For each list: the roles that will do."""
        self._firsts: dict[int, int] = {}
        self._numbers: dict[tuple[int, str], int] = {}
        for number, (place, step) in enumerate(self.steps):
            self._firsts.setdefault(place, number)
            self._numbers.setdefault((place, step.id), number)
        self.walked = cache(self._walked)
        self.found = cache(self._found)
        self.worst_absence = cache(self._worst_absence)
        self._turned = cache(self._worst_turn)
        self._outcomes: dict[Hashable, Outcome] = {}
        self._nodes = cache(self._nodes_when)

    # ── situations ─────────────────────────────────────────────────────────────────────────────

    def worst_turn(self, at: Situation, case: Circumstance = NOTHING) -> Outcome:
        """The worst until the authority accepts, in the worst of the weeks that can be."""
        return self._turned(at, case)

    def _worst_turn(self, at: Situation, case: Circumstance) -> Outcome:
        hows = self.duty.hows(at, case)
        key = (at.holds, hows, at.phase)
        if key not in self._outcomes:
            self._outcomes[key] = max(self._weeks(at, hows), key=lambda one: one.rank)
        return self._outcomes[key]

    def _weeks(self, at: Situation, hows: tuple[tuple[How, ...], ...]) -> Iterator[Outcome]:
        """One for each of the weeks that differ by what can be accepted."""
        several = dict.fromkeys(
            rota for number, rota in self.duty.by_turns if _differ(hows[number])
        )
        differing = [(number, rota) for number, rota in self.duty.by_turns if rota in several]
        seen = set()
        for turns in self.duty.calendar.turns(tuple(several), at.scene, at.minute):
            week = dict(turns)
            kind = tuple([hows[number][week[rota]] for number, rota in differing])
            if kind not in seen:
                seen.add(kind)
                yield self._in_week(at, hows, week)

    def _in_week(
        self, at: Situation, hows: tuple[tuple[How, ...], ...], turns: Mapping[str, int]
    ) -> Outcome:
        found = self._states(hows, turns)
        return self.walked(
            at.holds,
            tuple([found[number] for number in self.duty.of_steps]),
            tuple([found[number] for number in self.duty.of_ends]),
        )

    def _states(self, hows: tuple[tuple[How, ...], ...], turns: Mapping[str, int]) -> list[How]:
        """Of what is asked, whether it can be accepted when it is these people's week; the first
        week where nothing is said."""
        found = [one[0] for one in hows]
        for number, rota in self.duty.by_turns if turns else ():
            if rota in turns:
                found[number] = hows[number][turns[rota]]
        return found

    def _found(self, at: Situation) -> tuple[Found, ...]:
        """First with everybody there, then without each person concerned, then without each
        channel."""
        people, channels = self.duty.concerned(at)
        return (
            Found(self.worst_turn(at)),
            *(Found(self.without(at, one), absent=one) for one in people),
            *(
                Found(self.worst_turn(at, Circumstance(lost=frozenset((one,)))), channel=one)
                for one in channels
            ),
        )

    def _worst_absence(self, at: Situation) -> Found:
        """The worst with everybody there, or any one person absent."""
        people, _ = self.duty.concerned(at)
        several = [Found(self.worst_turn(at))]
        several += (Found(self.without(at, one), absent=one) for one in people)
        return max(several, key=lambda one: one.outcome.rank)

    def without(self, at: Situation, person: str) -> Outcome:
        """The worst with one person absent."""
        return self.worst_turn(at, Circumstance(absent=frozenset((person,))))

    # ── the walk ───────────────────────────────────────────────────────────────────────────────

    def worst(self, at: Moment, case: Circumstance = NOTHING) -> Outcome:
        """The worst until the authority accepts, when the call-out begins at a moment."""
        situation = self.duty.situation(at.scene, at.minute)
        return self._in_week(situation, self.duty.hows(situation, case), dict(at.turns))

    def silent_walk(self, at: Moment) -> tuple[Called, ...]:
        """The steps in the order in which they are come to when nobody ever accepts."""
        situation = self.duty.situation(at.scene, at.minute)
        states = self._states(situation.hows, dict(at.turns))
        nodes = self._nodes(situation.holds)
        found: list[Called] = []
        seen: set[int] = set()
        number = self._first(situation.holds)
        time = 0
        while number is not None and number >= 0 and number not in seen:
            seen.add(number)
            node = nodes[number]
            state = states[self.duty.of_steps[number]]
            found.append(node.called(time, state, self.lists[node.list].id))
            time = found[-1].end
            number = node.silent
        return tuple(found)

    def _nodes_when(self, holds: tuple[bool, ...]) -> dict[int, Node]:
        """The steps by number, when these lists hold."""
        return {
            number: Node(
                number,
                place,
                step,
                self._silent(number, place, step, holds),
                None if step.then is None else self._number(place, step.then),
            )
            for number, (place, step) in enumerate(self.steps)
        }

    def _number(self, place: int, id: str) -> int | None:  # noqa: A002
        return self._numbers.get((place, id))

    def _silent(
        self, number: int, place: int, step: CallStep, holds: tuple[bool, ...]
    ) -> int | None:
        ahead = number + 1
        if step.otherwise == "next" and ahead < self._firsts[place] + len(self.lists[place].steps):
            return ahead
        if step.otherwise == "end":
            return -1 - place
        if step.otherwise in ("next", "hand-over"):
            return self._handed_over(place, holds)
        return self._number(place, step.otherwise)

    def _handed_over(self, place: int, holds: tuple[bool, ...]) -> int:
        """The first step of the list that follows and holds; the end of this one where none does;
        where lists hand over in a circle, back."""
        at = place
        for _ in self.lists:
            following = self.lists[at].hand_over
            at = next((n for n, one in enumerate(self.lists) if one.id == following), -1)
            if at < 0:
                return -1 - place
            if holds[at] and at in self._firsts:
                return self._firsts[at]
        return -1 - place

    def _walked(
        self,
        holds: tuple[bool, ...],
        states: tuple[How, ...],
        ends: tuple[How, ...],
    ) -> Outcome:
        first = self._first(holds)
        if first is None:
            return NO_LIST
        if first < 0:
            return Outcome("never", None, self.target or self.first.ends_at, "not-called", ())
        return Worst(self, self._nodes(holds), states, ends, first).run()

    def _first(self, holds: tuple[bool, ...]) -> int | None:
        """The step that is called first; None when no list of the chain holds."""
        if holds[0]:
            return self._firsts.get(0, -1)
        follows = self._handed_over(0, holds)
        return None if follows < 0 else follows


def _authority(one: Escalation) -> str:
    return one.ends_at


def _differ(hows: tuple[How, ...]) -> bool:
    """Whether it matters whose week it is."""
    return 0 < hows.count("silent") < len(hows)
