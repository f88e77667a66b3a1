"""What happens next in a run that plays itself from answers, and when.

A script may have thousands of actions, and each of them changes when a few others are due. So what
may happen is kept in the order of its time, and after each step only what that step touched is
looked at again: the work grows with what happens, not with its square.
"""

from __future__ import annotations

import heapq
from typing import NamedTuple

from bcp.drill.runner.answers import IN_TIME, Answers
from bcp.drill.runner.commands import Command, Deliver, Do, Skip
from bcp.drill.script import Progress, Status

_TOLD, _DONE, _SILENCE = 0, 1, 2
"""Inside one moment players are told first, then act, and only then is it silence."""

_WRITTEN = -1
"""The place of notes and figures: before whatever else is told in their moment."""


class _Entry(NamedTuple):
    """Something that may happen; entries compare in the order in which they do.

    ``at`` is exercise milliseconds; ``place`` where it stands in the script, or for a note (``id``
    is empty) in the answers.
    """

    at: int
    phase: int
    place: int
    number: int
    id: str

    @property
    def rank(self) -> tuple[int, int, int]:
        """Its order among everything whose time has come."""
        return (self.phase, self.place, self.number)


class Agenda:
    """Everything that may happen next, the first one first."""

    def __init__(self, progress: Progress, answers: Answers) -> None:
        script = progress.script
        self._answers = answers
        self._injects = {one.id: place for place, one in enumerate(script.injects)}
        self._actions = {one.id: place for place, one in enumerate(script.actions)}
        self._known: dict[str, _Entry] = {}
        self._later: list[_Entry] = []
        self._now: list[tuple[tuple[int, int, int], _Entry]] = []
        self._seen: Progress | None = None
        for number, (at, _) in enumerate(answers.written):
            heapq.heappush(self._later, _Entry(at, _TOLD, _WRITTEN, number, ""))

    def next(self, progress: Progress, now: int) -> tuple[int, Command] | None:
        """When the next thing happens, not before ``now``, and what it is; None: nothing more.

        It is taken off: the caller does it, and comes back with the progress after it.
        """
        self._look_again(progress)
        while self._later and self._later[0].at <= now:
            entry = heapq.heappop(self._later)
            heapq.heappush(self._now, (entry.rank, entry))
        while self._now:
            _, entry = heapq.heappop(self._now)
            if self._holds(entry):
                return now, self._command(entry)
        while self._later:
            entry = heapq.heappop(self._later)
            if self._holds(entry):
                return entry.at, self._command(entry)
        return None

    def _look_again(self, progress: Progress) -> None:
        """Put whatever may have changed since the last step where it belongs now."""
        if progress is self._seen:
            return
        ids = progress.touched if self._seen else (*self._injects, *self._actions)
        self._seen = progress
        for id in ids:  # noqa: A001
            entry = self._action(progress, id) if id in self._actions else None
            entry = self._inject(progress, id) if id in self._injects else entry
            if entry is None:
                self._known.pop(id, None)
            elif self._known.get(id) != entry:
                self._known[id] = entry
                heapq.heappush(self._later, entry)

    def _holds(self, entry: _Entry) -> bool:
        """Whether an entry is not out of date: its time moved, or it can no longer happen."""
        return not entry.id or self._known.get(entry.id) == entry

    def _inject(self, progress: Progress, id: str) -> _Entry | None:  # noqa: A002
        inject = progress.script.inject[id]
        if not progress.is_pending(inject) or progress.awaits(inject):
            return None
        at = self._answers.injects.get(id)
        phase = _SILENCE if inject.if_not_done else _TOLD
        comes = progress.comes_at(inject) if at is None else at
        return _Entry(comes, phase, self._injects[id], 0, id)

    def _action(self, progress: Progress, id: str) -> _Entry | None:  # noqa: A002
        if id in progress.done or id in self._answers.missed:
            return None
        given = self._answers.actions.get(id)
        if given is not None:
            return _Entry(given.at, _DONE, self._actions[id], 0, id)
        if self._answers.default != IN_TIME:
            return None
        if progress.status(id, 0) not in (Status.EXPECTED, Status.OVERDUE):
            return None
        due = progress.due(id)
        at = progress.base(id) if due is None else due
        return _Entry(at, _DONE, self._actions[id], 0, id)

    def _command(self, entry: _Entry) -> Command:
        answers, id = self._answers, entry.id  # noqa: A001
        if not id:
            return answers.written[entry.number][1]
        if id in self._injects:
            if id in answers.skipped:
                return Skip(id, answers.skipped[id])
            return Deliver(id)
        given = answers.actions.get(id)
        return Do(id) if given is None else Do(id, None, given.by, given.note)
