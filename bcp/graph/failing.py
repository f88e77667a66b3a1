"""Which smallest sets of losses keep something away for longer than a time: fail(x, T).

``fail(x, T)`` is the family of minimal sets S such that, when S is lost, x works again later than T
after the disruption. Since losing more never brings anything back sooner, T can be pushed down the
structure:

=========================== ==================================================================
a thing, restore > T        {{x}} ∪ fail(need, max(0, T − restart)) over its needs
a thing, restore ≤ T        {{x}} × fail(need, T − restore) ∪ fail(need, max(0, T − restart))
a gate                      as many ways failed as leave less than it needs
a way that serves           ∪ fail(y, T) over all that stands in it
a stand-in, switch w ≤ T    ∪ fail(y, T − w); with w > T it is too slow, always failed
a role                      sets of people without whom the matching leaves it empty
a process with strategies   what takes the process × what makes each strategy fail
=========================== ==================================================================

With :data:`PLAIN` and T = 0, times do not count: the families are the cut sets of
:func:`bcp.graph.availability.available`. Another :class:`Times` gives the timed ones.

The structure may hold circles, so the families are the least fixed point: all begin empty and grow
until nothing changes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from bcp.errors import BcpError
from bcp.graph.circles import circles
from bcp.graph.cutsets import EMPTY, UNIT, Families, room_for
from bcp.graph.matching import Staffing, Tied
from bcp.graph.structure import Gate, Structure

Seconds = float
"""Whole seconds; infinite for never, and for a time that is not known."""

TRIED = 50_000_000
"""Sets of people times names under their roles: up to so many are tried for roles that are tied."""
AT_LARGE = -1
"""No strategy excuses anything."""


class Times(Protocol):
    """How long things take, in seconds; infinite for what is not known. By number.

    A restart never takes longer than the restoring of the same thing: else losing more would bring
    something back sooner.
    """

    def restore(self, thing: int) -> Seconds:
        """Until a thing that was lost itself works again, once its needs do."""

    def restart(self, thing: int) -> Seconds:
        """Until a thing that only lacked its needs works again, once they do."""

    def switch(self, thing: int) -> Seconds:
        """Until a stand-in of this redundancy (or number) serves."""

    def strategy(self, hold: int) -> Seconds:
        """Until a strategy serves."""


class _Plain:
    """What is lost stays lost; switching and strategies take no time."""

    def restore(self, thing: int) -> Seconds:  # noqa: ARG002
        return math.inf

    def restart(self, thing: int) -> Seconds:  # noqa: ARG002
        return 0

    def switch(self, thing: int) -> Seconds:  # noqa: ARG002
        return 0

    def strategy(self, hold: int) -> Seconds:  # noqa: ARG002
        return 0


PLAIN: Times = _Plain()


@dataclass(frozen=True, slots=True)
class _Question:
    """One family to find."""

    thing: int
    time: Seconds
    under: int
    """The strategy whose ``without`` is excused, or :data:`AT_LARGE`."""
    normal: bool = False
    """Whether the thing's own strategies are left out of account: normal service is asked for."""


_Look = Callable[[_Question], int]


class Failing:
    """Cut sets of up to ``limit`` losses for anything in a structure. Answers are remembered.

    ``first``: what will be asked about, when that is known; it makes answers cheaper. Asking raises
    a BcpError when so many roles are tied to each other that trying all sets would not end.
    """

    def __init__(
        self,
        structure: Structure,
        limit: int,
        times: Times = PLAIN,
        *,
        first: Iterable[int] = (),
    ) -> None:
        self.structure = structure
        self.families = Families(limit)
        self.times = times
        self._rank = _depth_first(structure, first)
        self._by_rank = {rank: thing for thing, rank in self._rank.items()}
        self._known: dict[_Question, int] = {}
        self._roles: dict[int, int] = {}
        self._tried: set[Tied] = set()

    def stops(self, thing: int, time: Seconds = 0) -> int:
        """The family of losses that keep a thing away for longer than ``time``.

        A process counts as back when one of its strategies serves.
        """
        return self._ask(_Question(thing, time, AT_LARGE))

    def disturbs(self, process: int, time: Seconds = 0) -> int:
        """The family of losses that keep normal service away, whatever strategies hold."""
        return self._ask(_Question(process, time, AT_LARGE, normal=True))

    def sets(self, family: int) -> tuple[tuple[int, ...], ...]:
        """The sets of a family as numbers of things: smaller ones first, then in order."""
        found = (
            tuple(sorted(self._by_rank[rank] for rank in one)) for one in self.families.sets(family)
        )
        return tuple(sorted(found, key=lambda one: (len(one), one)))

    # ── solving ────────────────────────────────────────────────────────────────────────────────

    def _ask(self, question: _Question) -> int:
        if question not in self._known:
            with room_for(len(self.structure.nodes)):
                self._solve(question)
        return self._known[question]

    def _solve(self, question: _Question) -> None:
        order, circular = self._open_questions(question)
        found = dict.fromkeys(order, EMPTY)

        def look(one: _Question) -> int:
            return self._known[one] if one in self._known else found[one]

        # What needs each other in a circle is lost with the same sets, so it is worked out as one.
        fresh = frozenset(order)
        groups = circles(order, lambda one: fresh.intersection(self._musts(one)))
        changed = True
        while changed:
            changed = False
            for group in groups:
                within = frozenset(group) if len(group) > 1 else frozenset()
                value = self.families.union_all(self._value(one, look, within) for one in group)
                changed = changed or value != found[group[0]]
                found.update(dict.fromkeys(group, value))
            changed = changed and circular
        self._known.update(found)

    def _musts(self, question: _Question) -> Iterator[_Question]:
        """Questions all of whose sets are sets of this one too: those about its plain needs."""
        thing, time, under = question.thing, question.time, question.under
        if self._is_excused(question):
            return
        if self._is_normal(question) or thing not in self.structure.holds_of:
            left = max(0, time - self.times.restart(thing))
            for need in self.structure.nodes[thing].needs:
                yield _Question(need, left, under)

    def _open_questions(self, start: _Question) -> tuple[list[_Question], bool]:
        """All questions that this one leads to, innermost first, and whether they go in circles."""
        order: list[_Question] = []
        done: set[_Question] = set()
        begun: set[_Question] = {start}
        circular = False
        path = [(start, iter(self._asks(start)))]
        while path:
            one, asks = path[-1]
            for inner in asks:
                if inner in self._known or inner in done:
                    continue
                if inner in begun:
                    circular = True
                    continue
                begun.add(inner)
                path.append((inner, iter(self._asks(inner))))
                break
            else:
                path.pop()
                done.add(one)
                order.append(one)
        return order, circular

    def _asks(self, question: _Question) -> list[_Question]:
        """The questions that one question needs answered, found by answering it with nothing."""
        asked: dict[_Question, None] = {}  # in order, each once

        def note(one: _Question) -> int:
            asked.setdefault(one)
            return EMPTY

        self._value(question, note)
        return list(asked)

    # ── one family from those below it ─────────────────────────────────────────────────────────

    def _value(
        self, question: _Question, look: _Look, within: AbstractSet[_Question] = frozenset()
    ) -> int:
        """The family of one question; plain needs that are asked ``within`` are left out."""
        thing, time, under = question.thing, question.time, question.under
        if self._is_excused(question):
            return EMPTY
        own = self._own(question, look)
        below = self._below(thing, max(0, time - self.times.restart(thing)), under, look, within)
        if self._is_normal(question):
            return self.families.union(own, below)
        return self.families.union(own, self._unheld(thing, time, below, look))

    def _is_excused(self, question: _Question) -> bool:
        under = question.under
        return under != AT_LARGE and question.thing in self.structure.holds[under].without

    def _is_normal(self, question: _Question) -> bool:
        """Whether the thing's own strategies are left out of account."""
        under = question.under
        return question.normal or (
            under != AT_LARGE and self.structure.holds[under].process == question.thing
        )

    def _own(self, question: _Question, look: _Look) -> int:
        """Losses of the thing itself, alone or with what it needs to be restored."""
        thing, time = question.thing, question.time
        if not self.structure.nodes[thing].own:
            return EMPTY
        single = self.families.single(self._rank[thing])
        restore = self.times.restore(thing)
        if restore > time:
            return single
        return self.families.product(
            self._below(thing, time - restore, question.under, look), single
        )

    def _below(
        self,
        thing: int,
        time: Seconds,
        under: int,
        look: _Look,
        within: AbstractSet[_Question] = frozenset(),
    ) -> int:
        """What takes the needs and gates of a thing."""
        node = self.structure.nodes[thing]
        asked = (_Question(need, time, under) for need in node.needs)
        found = self.families.union_all(look(one) for one in asked if one not in within)
        for gate in node.gates:
            failing = self._gate(thing, gate, time, under, look)
            found = self.families.union(found, failing)
        if node.kind == "roles":
            found = self.families.union(found, self._unfilled(thing, time, under, look))
        return found

    def _gate(self, thing: int, gate: Gate, time: Seconds, under: int, look: _Look) -> int:
        ways = []
        for place, way in enumerate(gate.ways):
            wait = self.times.switch(thing) if place >= gate.serving else 0
            if gate.what == "holders":
                wait = 0  # who takes over a role is there as soon as the holder is missing
            if wait > time:
                ways.append(UNIT)
            else:
                asked = (look(_Question(one, time - wait, under)) for one in way)
                ways.append(self.families.union_all(asked))
        to_lose = sum(gate.weights) - gate.need + 1
        return self.families.at_least(to_lose, ways, gate.weights)

    def _unheld(self, process: int, time: Seconds, below: int, look: _Look) -> int:
        """What takes a process although its strategies would hold it."""
        found = below
        for number in self.structure.holds_of.get(process, ()):
            hold, wait = self.structure.holds[number], self.times.strategy(number)
            if wait > time:
                continue  # too slow to help
            failing = look(_Question(process, time, number))
            needs = (look(_Question(need, time - wait, AT_LARGE)) for need in hold.needs)
            failing = self.families.union(failing, self.families.union_all(needs))
            found = self.families.product(found, failing)
        return found

    def _unfilled(self, role: int, time: Seconds, under: int, look: _Look) -> int:
        if role not in self.structure.staffing:
            return EMPTY
        group = self.structure.staffing.group(role)
        if group not in self._tried:
            self._tried.add(group)
            self._try(group)
        ranks = self.families.sets(self._roles.get(role, EMPTY))
        people = ([self._by_rank[rank] for rank in one] for one in ranks)
        return self.families.union_all(
            self.families.product_all(look(_Question(one, time, under)) for one in several)
            for several in people
        )

    def _try(self, group: Tied) -> None:
        """Find the smallest sets of people without whom roles stay empty beside the others."""
        found: dict[int, list[int]] = {}
        for absent, roles in emptied(self.structure.staffing, group, self.families.limit):
            family = self.families.of_set(self._rank[person] for person in absent)
            for role in roles:
                found.setdefault(role, []).append(family)
        for role, several in found.items():
            self._roles[role] = self.families.union_all(several)


def emptied(
    staffing: Staffing, group: Tied, limit: int
) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    """(people, roles of the group that stay empty without them) for up to ``limit`` people.

    Every smallest set is among them: to empty one role more, one of the people who fill the roles
    just now must be missing, so only they are tried.

    :raises BcpError: when there are too many sets to try (more work than :data:`TRIED`).
    """
    start = staffing.basis(group, ())
    _refuse_too_many(staffing, group, len(start.filled), limit)
    normal = frozenset(start.filled)
    seen: set[frozenset[int]] = set()
    path = [(start, iter(sorted(set(start.filled.values()))))]
    while path:
        basis, people = path[-1]
        person = next(people, None) if len(basis.absent) < limit else None
        if person is None:
            path.pop()
            continue
        more = basis.absent | {person}
        if more not in seen:
            seen.add(more)
            fewer = basis.without(person)
            if gone := normal.difference(fewer.filled):
                yield fewer.absent, frozenset(staffing.roles[number] for number in gone)
            path.append((fewer, iter(sorted(set(fewer.filled.values())))))


def _refuse_too_many(staffing: Staffing, group: Tied, filled: int, limit: int) -> None:
    names = sum(len(staffing.candidates[number]) for number in group.numbers)
    if names * sum(math.comb(filled, size) for size in range(1, limit + 1)) <= TRIED:
        return
    raise BcpError(
        "{roles} roles share {people} people: too many to try every {limit} of them together.",
        "Ask for fewer losses at once (--order 1), or lose some of them by name with what-if."
        if limit > 1
        else "Lose some of them by name with what-if.",
        roles=len(group.numbers),
        people=len(group.people),
        limit=limit,
    )


def _depth_first(structure: Structure, first: Iterable[int] = ()) -> dict[int, int]:
    """An order of things in which what is near in the structure is near: ranks from 0."""
    rank: dict[int, int] = {}

    def inside(thing: int) -> Iterable[int]:
        node = structure.nodes[thing]
        holds = structure.holds_of.get(thing, ())
        return (
            *node.needs,
            *node.in_gates,
            *(one for hold in holds for one in structure.holds[hold].needs),
        )

    tops = structure.of_kind("processes", "queues", "channels")
    for top in (*first, *tops, *range(len(structure.nodes))):
        waiting = [top]
        while waiting:
            thing = waiting.pop()
            if thing not in rank:
                rank[thing] = len(rank)
                waiting += reversed(tuple(inside(thing)))
    return rank
