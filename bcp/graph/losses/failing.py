"""Which smallest sets of losses keep something away for longer than a time: fail(x, T).

``fail(x, T)`` is the family of minimal sets S such that, when S is lost, x works again later than T
after the disruption. Since losing more never brings anything back sooner, T can be pushed down the
structure:

=========================== ==================================================================
a thing, restore > T        {{x}} ∪ fail(need, max(0, T − restart)) over its needs
a thing, restore ≤ T        {{x}} × fail(need, T − restore) ∪ fail(need, max(0, T − restart))
a gate                      as many ways failed as leave less than it needs
a way that serves           ∪ fail(y, T) over all that stands in it
a stand-in, switch w ≤ T    ∪ fail(y, T − w) ∪ fail(u, 0) over what it is for and is noticed later
                            than T − w; with w > T it is too slow, always failed
a role                      one of those named for it is enough (a gate). *Matched*, besides: sets
                            of people without whom the matching leaves it empty
a process with strategies   what takes the process × what makes each strategy fail
=========================== ==================================================================

The matched families hold what "one person, one role at a time" adds: every set of the plain ones is
in them or holds one of theirs. With :data:`PLAIN` and T = 0, times do not count: the families are
the cut sets of :func:`bcp.graph.availability.available`. Another :class:`Times` gives the timed
ones.

The structure may hold circles, so the families are the least fixed point: all begin empty and grow
until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, partial
from typing import NamedTuple

from bcp.errors import BcpError
from bcp.graph.circles import circles
from bcp.graph.clock.times import Seconds, Watch
from bcp.graph.clock.timing import PLAIN, Times
from bcp.graph.losses.cutsets import EMPTY, UNIT, Families, room_for
from bcp.graph.losses.latest import latest, stuck_things
from bcp.graph.losses.orders import depth_first
from bcp.graph.staffing.emptied import NotMatched, bearable, emptied
from bcp.graph.staffing.matching import Tied
from bcp.graph.structure import Gate, Premises, Structure

AT_LARGE = -1
"""No strategy excuses anything."""


class Question(NamedTuple):
    """One family to find."""

    thing: int
    time: Seconds
    under: int
    """The strategy whose ``without`` is excused, or :data:`AT_LARGE`."""
    matched: bool
    """Whether roles are filled by matching; else one of those named for a role is enough."""
    normal: bool = False
    """Whether the thing's own strategies are left out of account: normal service is asked for."""


_Look = Callable[[Question], int]
_question = partial(tuple.__new__, Question)
"""A question from its parts; several times as fast as naming them."""


class _CircleError(Exception):
    """A question leads to itself."""


class Failing:
    """Cut sets of up to ``limit`` losses for anything in a structure. Answers are remembered.

    ``first``: what will be asked about, when that is known; it makes answers cheaper. ``only``: the
    things whose loss counts, when not all do. ``like``: another of the same structure, whose
    families these are to be compared with. Where so many roles are tied to each other that trying
    all sets would not end, fewer people are tried together: see :meth:`not_matched`.
    """

    def __init__(
        self,
        structure: Structure,
        limit: int,
        times: Times = PLAIN,
        *,
        first: Iterable[int] = (),
        only: Container[int] | None = None,
        like: Failing | None = None,
    ) -> None:
        self.structure = structure
        self.families: Families = like.families if like else Families(limit)
        self.times = times
        self.only = only
        self.rank: Mapping[int, int] = like.rank if like else depth_first(structure, first)
        """Thing → its variable in the families."""
        self._by_rank = {rank: thing for thing, rank in self.rank.items()}
        self._known: dict[Question, int] = {}
        self._roles: dict[int, int] = {}
        self._tried: dict[Tied, int] = {}
        self._begun: set[Question] = set()
        things = range(len(structure.nodes))
        self._restore = [times.restore(one) for one in things]
        self._restart = [times.restart(one) for one in things]

    def stops(self, thing: int, time: Seconds = 0, *, matched: bool = True) -> int:
        """The family of losses that keep a thing away for longer than ``time``.

        A process counts as back when one of its strategies serves.
        """
        return self._ask(self.question(thing, time, AT_LARGE, matched))

    def disturbs(self, process: int, time: Seconds = 0, *, matched: bool = True) -> int:
        """The family of losses that keep normal service away, whatever strategies hold."""
        if process not in self.structure.holds_of:
            return self.stops(process, time, matched=matched)
        return self._ask(self.question(process, time, AT_LARGE, matched)._replace(normal=True))

    def not_matched(self, thing: int) -> tuple[NotMatched, ...]:
        """Roles that a thing stands on and that were matched for fewer losses than the limit."""
        limit, staffing = self.families.limit, self.structure.staffing
        return tuple(
            NotMatched(len(group.numbers), len(group.people), tried, limit)
            for group, tried in sorted(self._tried.items(), key=lambda one: one[0].numbers)
            if tried < limit
            and any(self._stands_on(thing, staffing.roles[n]) for n in group.numbers)
        )

    def thing(self, rank: int) -> int:
        """The thing of a variable."""
        return self._by_rank[rank]

    def other_than(self, family: int, thing: int) -> int:
        """The sets of a family in which this thing does not stand."""
        variable, lo, hi = self.families.parts(family)
        if variable == self.rank[thing] and hi == UNIT:
            return lo
        return self.beyond(family, self.families.single(self.rank[thing]))

    def joined(self, families: Iterable[int]) -> int:
        """One set of each family, joined, in every way."""
        with room_for(len(self.structure.nodes)):
            return self.families.product_all(families)

    def either(self, families: Iterable[int]) -> int:
        """The smallest sets of all the families."""
        with room_for(len(self.structure.nodes)):
            return self.families.union_all(families)

    def beyond(self, family: int, other: int) -> int:
        """The sets of a family that hold no set of another."""
        with room_for(len(self.structure.nodes)):
            return self.families.without(family, other)

    def sets(self, family: int) -> tuple[tuple[int, ...], ...]:
        """The sets of a family as numbers of things: smaller ones first, then in order."""
        found = (
            tuple(sorted(self._by_rank[rank] for rank in one)) for one in self.families.sets(family)
        )
        return tuple(sorted(found, key=lambda one: (len(one), one)))

    # ── questions ──────────────────────────────────────────────────────────────────────────────

    def question(self, thing: int, time: Seconds, under: int, matched: bool) -> Question:
        """The question to ask; questions that must have the same answer are the same."""
        latest = (self._latest if under == AT_LARGE else self._latest_in(under))[thing]
        if matched and thing not in self._on_tied_roles:
            matched = False
        return _question((thing, time if time < latest else latest, under, matched, False))

    @cached_property
    def _on_tied_roles(self) -> frozenset[int]:
        """What stands on a role that shares people with others: else matching adds nothing."""
        tied = (group for group in self.structure.staffing.tied if len(group.numbers) > 1)
        roles = self.structure.staffing.roles
        return self._above(roles[number] for group in tied for number in group.numbers)

    def _stands_on(self, thing: int, role: int) -> bool:
        if role not in self._above_role:
            self._above_role[role] = self._above((role,))
        return thing in self._above_role[role]

    @cached_property
    def _above_role(self) -> dict[int, frozenset[int]]:
        return {}

    def _above(self, things: Iterable[int]) -> frozenset[int]:
        """These things and all that stands on them, by strategies too."""
        holds: dict[int, list[int]] = {}
        for hold in self.structure.holds:
            for need in hold.needs:
                holds.setdefault(need, []).append(hold.process)
        seen = set(things)
        waiting = list(seen)
        while waiting:
            one = waiting.pop()
            for user in (*self.structure.users[one], *holds.get(one, ())):
                if user not in seen:
                    seen.add(user)
                    waiting.append(user)
        return frozenset(seen)

    @cached_property
    def _latest(self) -> Sequence[Seconds]:
        """For each thing the latest time at which it can be back at all, if it ever is.

        Beyond that only what never comes back counts, so all longer times are one question.
        """
        return latest(self.structure, self.times)

    def _latest_in(self, under: int) -> Sequence[Seconds]:
        """The same where a strategy excuses something: another only where that opens a circle in
        which everything waits for everything."""
        if under not in self._latest_by_world:
            without = self.structure.holds[under].without
            opens = not without.isdisjoint(self._stuck)
            self._latest_by_world[under] = (
                latest(self.structure, self.times, without) if opens else self._latest
            )
        return self._latest_by_world[under]

    @cached_property
    def _latest_by_world(self) -> dict[int, Sequence[Seconds]]:
        return {}

    @cached_property
    def _stuck(self) -> frozenset[int]:
        return frozenset(stuck_things(self.structure, self.times))

    # ── solving ────────────────────────────────────────────────────────────────────────────────

    def _ask(self, question: Question) -> int:
        if question not in self._known:
            try:
                with room_for(len(self.structure.nodes)):
                    self._solve(question)
            except RecursionError as deep:
                raise BcpError(
                    "Things of this plan wait for each other to start again, in so many steps that "
                    "what their loss does cannot be counted.",
                    "Look with `bcp graph recovery` which things these are, and leave times out of "
                    "account until the circle is mended.",
                ) from deep
        return self._known[question]

    def _solve(self, question: Question) -> None:
        try:
            self._straight(question)
        except _CircleError:
            self._in_circles(question)
        finally:
            self._begun.clear()

    def _straight(self, question: Question) -> int:
        """Answer a question by answering those it leads to first.

        :raises _CircleError: when it leads to itself; what was answered by then stays right.
        """
        known = self._known.get(question)
        if known is None:
            if question in self._begun:
                raise _CircleError
            self._begun.add(question)
            known = self._known[question] = self._value(question, self._straight)
        return known

    def _in_circles(self, question: Question) -> None:
        """Answer a question and all that it leads to: begin with nothing, grow till it stays."""
        order, circular = self._open_questions(question)
        found = dict.fromkeys(order, EMPTY)

        def look(one: Question) -> int:
            return self._known[one] if one in self._known else found[one]

        # What needs each other in a circle is lost with the same sets, so it is worked out as one.
        fresh = frozenset(order)
        groups = circles(order, lambda one: fresh.intersection(self._musts(one)))
        changed = True
        while changed:
            changed = False
            for group in groups:
                within = frozenset(group) if len(group) > 1 else frozenset()
                value = self.families.union_all([self._value(one, look, within) for one in group])
                changed = changed or value != found[group[0]]
                found.update(dict.fromkeys(group, value))
            changed = changed and circular
        self._known.update(found)

    def _musts(self, question: Question) -> Iterator[Question]:
        """Questions all of whose sets are sets of this one too: those about its plain needs."""
        thing, time, under = question.thing, question.time, question.under
        if self._is_excused(question):
            return
        if self._is_normal(question) or thing not in self.structure.holds_of:
            left = max(0, time - self.times.restart(thing))
            for need in self.structure.nodes[thing].needs:
                yield self.question(need, left, under, question.matched)

    def _open_questions(self, start: Question) -> tuple[list[Question], bool]:
        """All questions that this one leads to, innermost first, and whether they go in circles."""
        order: list[Question] = []
        done: set[Question] = set()
        begun: set[Question] = {start}
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

    def _asks(self, question: Question) -> list[Question]:
        """The questions that one question needs answered, found by answering it with nothing."""
        asked: dict[Question, None] = {}  # in order, each once

        def note(one: Question) -> int:
            asked.setdefault(one)
            return EMPTY

        self._value(question, note)
        return list(asked)

    # ── one family from those below it ─────────────────────────────────────────────────────────
    # Lists, not generators: a generator that is resumed takes place on the C stack, and questions
    # nest as deeply as a plan does.

    def _value(
        self, question: Question, look: _Look, within: AbstractSet[Question] = frozenset()
    ) -> int:
        """The family of one question; plain needs that are asked ``within`` are left out."""
        if question.under != AT_LARGE and self._is_excused(question):
            return EMPTY
        thing, time = question.thing, question.time
        restart = self._restart[thing]
        below = self._below(question, time - restart if time > restart else 0, look, within)
        if thing in self.structure.holds_of and not self._is_normal(question):
            below = self._unheld(question, below, look)
        own = self._own(question, look)
        return self.families.union(own, below)

    def _is_excused(self, question: Question) -> bool:
        under = question.under
        return under != AT_LARGE and question.thing in self.structure.holds[under].without

    def _is_normal(self, question: Question) -> bool:
        """Whether the thing's own strategies are left out of account."""
        under = question.under
        return question.normal or (
            under != AT_LARGE and self.structure.holds[under].process == question.thing
        )

    def _own(self, question: Question, look: _Look) -> int:
        """Losses of the thing itself, alone or with what it needs to be restored."""
        thing, time = question.thing, question.time
        if not self.structure.nodes[thing].own or (
            self.only is not None and thing not in self.only
        ):
            return EMPTY
        single = self.families.single(self.rank[thing])
        restore = self._restore[thing]
        if restore > time:
            return single
        premises = self.structure.premises.get(thing)
        if premises is not None:
            # What else the site needs is restored meanwhile: it counts with its needs.
            causes = self._causes(question, premises, time - restore, look)
            return self.families.product(causes, single)
        return self.families.product(self._below(question, time - restore, look), single)

    def _building(self, question: Question, premises: Premises, time: Seconds, look: _Look) -> int:
        """What takes a building away for longer: its own loss, or a cause."""
        causes = self._causes(question, premises, time, look)
        site, under = premises.site, question.under
        excused = under != AT_LARGE and site in self.structure.holds[under].without
        if excused or (self.only is not None and site not in self.only):
            return causes
        own = self.families.single(self.rank[site])
        restore = self._restore[site]
        if restore <= time:
            own = self.families.product(self._causes(question, premises, time - restore, look), own)
        return self.families.union(own, causes)

    def _causes(self, question: Question, premises: Premises, time: Seconds, look: _Look) -> int:
        _, _, under, matched, _ = question
        asked = [self.question(one, time, under, matched) for one in premises.causes]
        return self.families.union_all([look(one) for one in asked])

    def _below(
        self,
        question: Question,
        time: Seconds,
        look: _Look,
        within: AbstractSet[Question] = frozenset(),
    ) -> int:
        """What takes the needs and gates of a thing."""
        thing, _, under, matched, _ = question
        node = self.structure.nodes[thing]
        asked = [self.question(need, time, under, matched) for need in node.needs]
        several = [look(one) for one in asked if one not in within]
        several += [self._gate(question, gate, time, look) for gate in node.gates]
        several += [self._building(question, one, time, look) for one in node.stands_in]
        if matched and node.kind == "roles":
            several.append(self._unfilled(question, time, look))
        return several[0] if len(several) == 1 else self.families.union_all(several)

    def _gate(self, question: Question, gate: Gate, time: Seconds, look: _Look) -> int:
        thing, _, under, matched, _ = question
        ways = []
        for place, way in enumerate(gate.ways):
            switched = gate.is_switched(place)
            wait = self.times.switch(thing, place) if switched else 0
            if wait > time:
                ways.append(UNIT)
                continue
            several = [look(self.question(one, time - wait, under, matched)) for one in way]
            if switched:
                watch = self.times.watch(thing, place)
                several += self._unnoticed(watch, time - wait, under, matched, look)
            ways.append(several[0] if len(several) == 1 else self.families.union_all(several))
        return self.families.at_least(sum(gate.weights) - gate.need + 1, ways, gate.weights)

    def _unheld(self, question: Question, below: int, look: _Look) -> int:
        """What takes a process although its strategies would hold it."""
        found = below
        process, time, _, matched, _ = question
        for number in self.structure.holds_of.get(process, ()):
            hold, wait = self.structure.holds[number], self.times.strategy(number)
            if wait > time:
                continue  # too slow to help
            failing = look(self.question(process, time, number, matched))
            needs = [
                look(self.question(need, time - wait, AT_LARGE, matched)) for need in hold.needs
            ]
            watch = self.times.watch_of_strategy(number)
            needs += self._unnoticed(watch, time - wait, AT_LARGE, matched, look)
            failing = self.families.union_all((failing, *needs))
            found = self.families.product(found, failing)
        return found

    def _unnoticed(
        self, watch: Watch, time: Seconds, under: int, matched: bool, look: _Look
    ) -> list[int]:
        """What takes something whose loss is noticed too late."""
        late = [one for one, noticed in watch if noticed > time]
        return [look(self.question(one, 0, under, matched)) for one in late]

    def _unfilled(self, question: Question, time: Seconds, look: _Look) -> int:
        role = question.thing
        if role not in self.structure.staffing:
            return EMPTY
        group = self.structure.staffing.group(role)
        if group not in self._tried:
            self._try(group)
        several = []
        for ranks in self.families.sets(self._roles.get(role, EMPTY)):
            people = [self._by_rank[rank] for rank in ranks]
            gone = [look(self.question(one, time, question.under, True)) for one in people]
            several.append(self.families.product_all(gone))
        return self.families.union_all(several)

    def _try(self, group: Tied) -> None:
        """Find the smallest sets of people without whom roles stay empty beside the others."""
        found: dict[int, list[int]] = {}
        staffing = self.structure.staffing
        limit = self._tried[group] = bearable(staffing, group, self.families.limit)
        for absent, roles in emptied(staffing, group, limit):
            family = self.families.of_set(self.rank[person] for person in absent)
            for role in roles:
                found.setdefault(role, []).append(family)
        for role, several in found.items():
            self._roles[role] = self.families.union_all(several)
