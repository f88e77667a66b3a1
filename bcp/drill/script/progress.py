"""Where a run of a script stands: a fold over the records of its journal.

Nothing here writes, and nothing derived is ever a record: that an action was missed follows from
what was written and from the time, so a late answer of a person never meets an expiry that says
otherwise.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

from bcp.drill.clock import Reading
from bcp.drill.script.types import Action, Inject, Script
from bcp.errors import BcpError

_SETTLES = {
    "inject.delivered": "inject",
    "inject.skipped": "inject",
    "action.done": "action",
}
"""Type of record → the key of its data that names what is settled by it."""


class Entry(Protocol):
    """A record of a journal, as far as a script is concerned with it."""

    @property
    def seq(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def reading(self) -> Reading: ...
    @property
    def writer(self) -> str: ...


class Status(enum.StrEnum):
    """Where an action stands. Only ``DONE`` and ``LATE`` were written by somebody."""

    DONE = "done"
    LATE = "late"
    OVERDUE = "overdue"
    EXPECTED = "expected"
    WAITING = "waiting"
    SKIPPED = "skipped"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True)
class Done:
    """That an action was done: when (exercise milliseconds), by whom, and what was noted."""

    at: int
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Given:
    """A rating that somebody gave."""

    code: str
    reason: str
    writer: str


@dataclass(frozen=True)
class Progress:
    """What has happened in a run so far.

    ``delivered`` maps injects to exercise milliseconds; ``skipped`` injects to the reason;
    ``ratings`` objectives to what each writer gave last; ``stopped`` says why when the run was
    broken off; ``ended`` is when it ended, None while it goes on. ``touched`` names the actions and
    injects whose time or standing the last change may have changed too: who keeps a list of what
    comes next looks at those again, and not at a script of thousands.
    """

    script: Script
    started: bool = False
    paused: bool = False
    delivered: Mapping[str, int] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)
    done: Mapping[str, Done] = field(default_factory=dict)
    ratings: Mapping[str, tuple[Given, ...]] = field(default_factory=dict)
    answered: Mapping[str, str] = field(default_factory=dict)
    stopped: str = ""
    ended: int | None = None
    touched: frozenset[str] = field(default=frozenset(), compare=False)

    @classmethod
    def of(cls, script: Script, entries: Iterable[Entry]) -> Progress:
        """Where a run stands after these records: those that stand, in their order."""
        progress = cls(script)
        for entry in entries:
            progress = progress.after(entry)
        return progress

    def after(self, entry: Entry) -> Progress:
        """Where it stands after one more record; a record about nothing here changes nothing."""
        changed = self._with(entry)
        if changed is not self:
            changed._take_over(self, str(entry.data.get(_SETTLES.get(entry.type, ""), "")))
        return changed

    def _with(self, entry: Entry) -> Progress:
        data, x = entry.data, entry.reading.x
        match entry.type:
            case "run.start":
                return replace(self, started=True)
            case "run.pause" | "run.resume":
                return replace(self, paused=entry.type == "run.pause")
            case "inject.delivered" | "inject.skipped":
                return self._with_inject(entry)
            case "action.done":
                return self._with_done(data, x)
            case "rating":
                return self._with_rating(data, entry.writer)
            case "hotwash.answer":
                answer = {str(data.get("question", "")): str(data.get("text", ""))}
                return replace(self, answered={**self.answered, **answer})
            case "real_incident" | "run.abort":
                return replace(self, stopped=str(data.get("reason", "")) or entry.type)
            case "run.end":
                return replace(self, ended=x)
        return self

    def _with_inject(self, entry: Entry) -> Progress:
        inject = str(entry.data.get("inject", ""))
        if entry.type == "inject.delivered":
            return replace(self, delivered={**self.delivered, inject: entry.reading.x})
        reason = str(entry.data.get("reason", ""))
        return replace(self, skipped={**self.skipped, inject: reason})

    def _with_done(self, data: Mapping[str, Any], x: int) -> Progress:
        at = data.get("at")
        one = Done(
            at if isinstance(at, int) else x, str(data.get("by", "")), str(data.get("note", ""))
        )
        return replace(self, done={**self.done, str(data.get("action", "")): one})

    def _with_rating(self, data: Mapping[str, Any], writer: str) -> Progress:
        objective = str(data.get("objective", ""))
        given = Given(str(data.get("code", "")), str(data.get("reason", "")), writer)
        others = tuple(one for one in self.ratings.get(objective, ()) if one.writer != writer)
        return replace(self, ratings={**self.ratings, objective: (*others, given)})

    # ── when ───────────────────────────────────────────────────────────────────────────────────

    def due(self, action: str, by: str | None = None) -> int | None:
        """When an action is due in this run, given when what comes before it took place.

        Where it has fallen to somebody else, their time counts, unless whoever had it first did it
        after all. ``by`` is who does it; None: whoever did, or has to now.
        """
        passed = self.script.action[action].passes if self.has_passed(action) else None
        if by is None and action in self.done:
            by = self.done[action].by
        if passed is None or by == self.script.action[action].by:
            return self._first_due(action)
        return self.delivered[passed.on] + passed.within_ms

    def has_passed(self, action: str) -> bool:
        """Whether an action has fallen to somebody else: its time was up, and they were asked."""
        passes = self.script.action[action].passes
        return passes is not None and passes.on in self.delivered

    def doer(self, action: str) -> str:
        """Who has to do an action now."""
        one = self.script.action[action]
        return one.passes.to if one.passes is not None and self.has_passed(action) else one.by

    def _first_due(self, action: str) -> int | None:
        within = self.script.action[action].within_ms
        return None if within is None else self.base(action) + within

    def base(self, action: str) -> int:
        """From when an action's time counts.

        Raises:
            BcpError: the actions of the script wait for one another in a circle.
        """
        # Without recursion: in a plan of thousands of tasks each may wait for the one before.
        bases, waiting, to_do = self._bases, set[str](), [action]
        while to_do:
            one = to_do[-1]
            missing = [] if one in bases else [ref for ref in self._needs(one) if ref not in bases]
            if missing and one in waiting:
                raise BcpError(
                    "The actions of this drill wait for one another, {one} for itself.", one=one
                )
            if missing:
                waiting.add(one)
                to_do += missing
                continue
            to_do.pop()
            if one not in bases:
                after = self.script.action[one].after
                bases[one] = max((self._time(ref) for ref in after), default=0)
        return bases[action]

    def _needs(self, action: str) -> Iterator[str]:
        """The actions whose base that of ``action`` follows from."""
        for ref in self.script.action[action].after:
            if ref in self.script.inject:
                inject = self.script.inject[ref]
                if inject.at_timeout and ref not in self.delivered:
                    yield inject.if_not_done
            elif ref not in self.done:
                yield ref

    @cached_property
    def _bases(self) -> dict[str, int]:
        return {}

    def _time(self, ref: str) -> int:
        """When something happened, or would if all goes by its times."""
        if ref in self.script.inject:
            told = self.delivered.get(ref)
            return self.comes_at(self.script.inject[ref]) if told is None else told
        if ref in self.done:
            return self.done[ref].at
        due = self.due(ref)
        return self.base(ref) if due is None else due

    def comes_at(self, inject: Inject) -> int:
        """When an inject is due: as planned, or when the time of the action it stands for is up."""
        if inject.at_timeout:
            return self._time_up(inject.if_not_done)
        return inject.at_ms

    def _time_up(self, action: str) -> int:
        due = self._first_due(action)
        return self.base(action) if due is None else due

    # ── what a record changes ──────────────────────────────────────────────────────────────────

    def _take_over(self, before: Progress, id: str) -> None:  # noqa: A002
        """Begin, just made, with the times of ``before`` that still hold after ``id`` was done,
        delivered or skipped (empty: nothing was), and name what may have changed.
        """
        touched: set[str] = set()
        moved = False
        if id in self.script.action or id in self.script.inject:
            touched = {id, *self._hanging_on(id)}
            moved = id in self.script.timed_by and before._time(id) != self._time(id)
        # The times go over; `before` finds them anew if anybody asks it again.
        self.__dict__["_bases"] = before.__dict__.pop("_bases", {})
        if moved:
            touched |= self._forget_times_after(id)
        if id in self.script.passed_on:
            touched |= self._forget_times_after(self.script.passed_on[id])
        self.__dict__["touched"] = frozenset(touched)

    def _forget_times_after(self, id: str) -> set[str]:  # noqa: A002
        """Drop the times that followed from when ``id`` took place; gives whose they were.

        What has no time yet is not asked further: what follows from it has none either.
        """
        forgotten, to_do = set[str](), [id]
        while to_do:
            one = to_do.pop()
            for action in self.script.timed_by.get(one, ()):
                if self._bases.pop(action, None) is None:
                    continue
                forgotten.add(action)
                if action not in self.done:
                    to_do.append(action)
                silent = self.script.only_if_not_done.get(action, ())
                forgotten.update(silent)
                to_do += [ref for ref in silent if ref not in self.delivered]
        return forgotten

    def _hanging_on(self, id: str) -> set[str]:  # noqa: A002
        """Whatever is expected, or may come, only because ``id`` took place, or did not."""
        script, found, to_do = self.script, set[str](), [id]
        while to_do:
            one = to_do.pop()
            hanging = (
                *script.only_if_done.get(one, ()),
                *script.only_if_not_done.get(one, ()),
                *(script.inject[one].expect if one in script.inject else ()),
            )
            to_do += [ref for ref in hanging if ref not in found]
            found.update(hanging)
        return found

    # ── what stands ────────────────────────────────────────────────────────────────────────────

    def status(self, action: str, now: int) -> Status:
        """Where an action stands at exercise time ``now``."""
        due = self.due(action)
        if action in self.done:
            late = due is not None and self.done[action].at > due
            return Status.LATE if late else Status.DONE
        standing = self._standing(action)
        if standing is not Status.EXPECTED:
            return standing
        return Status.OVERDUE if due is not None and now > due else Status.EXPECTED

    def _standing(self, action: str) -> Status:
        """Whether an action that is not done is expected at all."""
        one = self.script.action[action]
        if one.if_done and one.if_done not in self.done:
            waits = self._standing(one.if_done) in (Status.EXPECTED, Status.WAITING)
            return Status.WAITING if waits else Status.NOT_NEEDED
        injects = self.script.expecting.get(action, ())
        if not injects or any(inject in self.delivered for inject in injects):
            return Status.EXPECTED
        if all(inject in self.skipped for inject in injects):
            return Status.SKIPPED
        if all(self.is_moot(self.script.inject[inject]) for inject in injects):
            return Status.NOT_NEEDED
        return Status.WAITING

    def is_moot(self, inject: Inject) -> bool:
        """Whether an inject cannot come any more: what it is the answer to did not fail."""
        if not inject.if_not_done or inject.id in self.delivered:
            return False
        if inject.if_not_done in self.done:
            return True
        return self._standing(inject.if_not_done) in (Status.NOT_NEEDED, Status.SKIPPED)

    def is_pending(self, inject: Inject) -> bool:
        """Whether an inject is still to come, or may."""
        settled = inject.id in self.delivered or inject.id in self.skipped
        return not settled and not self.is_moot(inject)

    def awaits(self, inject: Inject) -> bool:
        """Whether an inject waits for an action that is not expected yet, or not overdue."""
        if not inject.if_not_done:
            return False
        return self._standing(inject.if_not_done) is Status.WAITING

    def pending(self) -> tuple[Inject, ...]:
        """Injects that may come next, the next one first; those that depend on silence too."""
        open_ = [
            one for one in self.script.injects if self.is_pending(one) and not self.awaits(one)
        ]
        return tuple(sorted(open_, key=self._order))

    def _order(self, inject: Inject) -> tuple[int, bool]:
        # Who answers in the last moment has answered: silence comes after everything else then.
        return (self.comes_at(inject), bool(inject.if_not_done))

    def open_actions(self, now: int) -> tuple[tuple[Action, Status], ...]:
        """Actions that are expected now, the most urgent first, those without a time last."""
        found = [
            (one, status)
            for one in self.script.actions
            if (status := self.status(one.id, now)) in (Status.EXPECTED, Status.OVERDUE)
        ]

        def urgency(pair: tuple[Action, Status]) -> tuple[bool, int]:
            due = self.due(pair[0].id)
            return (due is None, due or 0)

        return tuple(sorted(found, key=urgency))

    @property
    def over(self) -> bool:
        """Whether the run ended or was broken off."""
        return self.ended is not None or bool(self.stopped)
