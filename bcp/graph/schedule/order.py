"""The order of works: circles, the earliest ends, the longest chains."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bcp.graph.schedule.work import Work


class Order:
    """Works in an order in which each comes after what it waits for.

    ``strict``: also the listed order of steps, which is enough and need not be.
    """

    def __init__(self, works: Sequence[Work], *, strict: bool) -> None:
        self.works = works
        self.before = [
            tuple(dict.fromkeys((*one.after, *(one.listed_after if strict else ()))))
            for one in works
        ]
        self.following: list[list[int]] = [[] for _ in works]
        for number, before in enumerate(self.before):
            for one in before:
                self.following[one].append(number)
        self.sorted = self._sorted()

    def _sorted(self) -> list[int]:
        """Every work that can ever begin, those first that the others wait for."""
        waiting = [len(before) for before in self.before]
        ready = [number for number, count in enumerate(waiting) if not count]
        for one in ready:
            for following in self.following[one]:
                waiting[following] -= 1
                if not waiting[following]:
                    ready.append(following)
        return ready

    @property
    def circle(self) -> tuple[int, ...]:
        """Works that wait for each other in a circle; empty when there are none."""
        stuck = set(range(len(self.works))) - set(self.sorted)
        if not stuck:
            return ()
        path = [min(stuck)]
        while True:
            following = min(one for one in self.before[path[-1]] if one in stuck)
            if following in path:
                return tuple(path[path.index(following) :])
            path.append(following)

    def earliest(self, length: Callable[[Work], int]) -> list[int]:
        """When each work ends at the earliest, however many people there are."""
        ends = [0] * len(self.works)
        for one in self.sorted:
            begin = max((ends[before] for before in self.before[one]), default=0)
            ends[one] = begin + length(self.works[one])
        return ends

    def chain(self, ends: Sequence[int], last: int) -> tuple[int, ...]:
        """A longest chain of works that ends with one, in order."""
        found = [last]
        while self.before[found[-1]]:
            found.append(max(self.before[found[-1]], key=lambda one: (ends[one], -one)))
        return tuple(reversed(found))

    def within(self, length: Callable[[Work], int], some: Sequence[int]) -> dict[int, int]:
        """For each of some works: how long the longest chain inside them is that ends with it."""
        inside, found = set(some), dict[int, int]()
        for one in self.sorted:
            if one in inside:
                begin = max((found[each] for each in self.before[one] if each in found), default=0)
                found[one] = begin + length(self.works[one])
        return found
