"""How soon a role accepts, at worst, by the quickest of several lists that call it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bcp.graph.reach.calls import CallOut
from bcp.graph.reach.duty import Situation
from bcp.graph.reach.week import Scene
from bcp.graph.reach.worst import NO_LIST, Outcome


def worst_of_the_quickest(
    several: Sequence[CallOut], moments: Iterable[tuple[Scene, int]]
) -> Outcome | None:
    """The worst of these moments, with everybody there or any one person absent; at each by the
    quickest of the lists that hold then. None: there is no moment."""
    worst: Outcome | None = None
    seen: set[tuple[int, ...]] = set()
    for scene, minute in moments:
        found = [(one, one.duty.situation(scene, minute)) for one in several]
        holding = [(one, at) for one, at in found if at.holds[0]]
        # Two situations are the same when they are the same object.
        key = tuple(id(at) for _, at in holding)
        if key in seen:
            continue
        seen.add(key)
        for outcome in _quickest(holding):
            if worst is None or outcome.rank > worst.rank:
                worst = outcome
    return worst


def _quickest(holding: Sequence[tuple[CallOut, Situation]]) -> Iterator[Outcome]:
    """Of the quickest list: with everybody there, then without each person whose absence can make
    it later.

    These are the ones concerned in the list that is the quickest with everybody there: without
    anybody else that list is as quick as before. And an absence changes only the lists in which
    they would be called: these alone are walked again, of the others the quickest is known.
    """
    usual = [one.worst_turn(at) for one, at in holding]
    order = sorted(range(len(holding)), key=lambda number: usual[number].rank)
    if not order:
        yield NO_LIST
        return
    yield usual[order[0]]
    quickest, at = holding[order[0]]
    concerned, _ = quickest.duty.concerned(at)
    for person in _in_order(frozenset(concerned), holding):
        touched = {number for number, (_, at) in enumerate(holding) if person in at.touching}
        several = [(holding[number], number) for number in sorted(touched)]
        found = [(one.without(at, person), number) for (one, at), number in several]
        other = next((number for number in order if number not in touched), None)
        if other is not None:
            found.append((usual[other], other))
        yield min(found, key=lambda one: (one[0].rank, one[1]))[0]


def _in_order(
    people: frozenset[str], holding: Sequence[tuple[CallOut, Situation]]
) -> Iterable[str]:
    """These people as the lists come to them."""
    found: dict[str, None] = {}
    for one, at in holding:
        if len(found) == len(people):
            break
        found.update((each, None) for each in one.duty.concerned(at)[0] if each in people)
    return found
