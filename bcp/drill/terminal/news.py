"""What has become due or late: each is told once."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.drill.script import Action, Inject, Progress, Status


class News:
    """Remembers what was told, so that nothing is told twice."""

    def __init__(self) -> None:
        self._due: set[str] = set()
        self._late: set[str] = set()

    def late_before(self, progress: Progress, now: int) -> None:
        """Take what is late already, as when a run is gone on with, for told."""
        self._late = {one.id for one in _overdue(progress, now)}

    def again(self, what: str) -> None:
        """Tell an inject or action anew: what was done about it was taken back."""
        self._due.discard(what)
        self._late.discard(what)

    def any(self, progress: Progress, now: int) -> bool:
        """Whether there is something to tell."""
        return any(one.id not in self._due for one in _due(progress, now)) or any(
            one.id not in self._late for one in _overdue(progress, now)
        )

    def due(self, progress: Progress, now: int) -> Iterator[Inject]:
        """Injects that have become due since they were last asked for."""
        for one in _due(progress, now):
            if one.id not in self._due:
                self._due.add(one.id)
                yield one

    def late(self, progress: Progress, now: int) -> Iterator[Action]:
        """Actions whose time has passed since they were last asked for."""
        for one in _overdue(progress, now):
            if one.id not in self._late:
                self._late.add(one.id)
                yield one


def _due(progress: Progress, now: int) -> Iterator[Inject]:
    return (one for one in progress.pending() if progress.comes_at(one) <= now)


def _overdue(progress: Progress, now: int) -> Iterator[Action]:
    found = progress.open_actions(now)
    return (action for action, status in found if status is Status.OVERDUE)
