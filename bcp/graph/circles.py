"""What stands in a circle with each other: strongly connected components."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

_T = TypeVar("_T", bound=Hashable)


def circles(things: Iterable[_T], leads_to: Callable[[_T], Iterable[_T]]) -> list[tuple[_T, ...]]:
    """Groups of things each of which leads to all the others, what is led to in front.

    A thing in no circle is a group of its own. By Tarjan, *Depth-first search and linear graph
    algorithms* (1972), with the path kept in a list: a plan may nest deeper than calls may.
    """
    return list(_Circles(leads_to).run(things))


class _Circles(Generic[_T]):
    def __init__(self, leads_to: Callable[[_T], Iterable[_T]]) -> None:
        self.leads_to = leads_to
        self.met: dict[_T, int] = {}
        self.lowest: dict[_T, int] = {}
        self.open: list[_T] = []
        self.closed: set[_T] = set()

    def run(self, things: Iterable[_T]) -> Iterator[tuple[_T, ...]]:
        for start in things:
            if start not in self.met:
                yield from self._from(start)

    def _from(self, start: _T) -> Iterator[tuple[_T, ...]]:
        path = [(start, self._enter(start))]
        while path:
            one, others = path[-1]
            for other in others:
                if other not in self.met:
                    path.append((other, self._enter(other)))
                    break
                if other not in self.closed:
                    self.lowest[one] = min(self.lowest[one], self.met[other])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    self.lowest[above] = min(self.lowest[above], self.lowest[one])
                if self.lowest[one] == self.met[one]:
                    yield self._close(one)

    def _enter(self, one: _T) -> Iterator[_T]:
        self.met[one] = self.lowest[one] = len(self.met)
        self.open.append(one)
        return iter(tuple(self.leads_to(one)))

    def _close(self, first: _T) -> tuple[_T, ...]:
        group: list[_T] = []
        while not group or group[-1] != first:
            group.append(self.open.pop())
        self.closed.update(group)
        return tuple(reversed(group))
