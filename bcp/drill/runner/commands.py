"""What a facilitator can do, and the record that it makes. Pure: nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bcp.drill.journal import Value
from bcp.drill.script import Progress, Script, clock_text
from bcp.errors import BcpError
from bcp.nearest import nearest

RATINGS = ("P", "S", "M", "U")
"""HSEEP: performed without challenges, with some, with major ones, unable."""


@dataclass(frozen=True, slots=True)
class Deliver:
    """Players are told an inject."""

    inject: str


@dataclass(frozen=True, slots=True)
class Skip:
    """An inject is left out."""

    inject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Do:
    """An action was done: ``at`` exercise milliseconds (None: now), by a role or somebody else
    (empty: by whom it was expected of)."""

    action: str
    at: int | None = None
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth writing down."""

    text: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How well an objective was met: P, S, M or U."""

    objective: str
    code: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A reading of an indicator, as it was said."""

    indicator: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a question afterwards."""

    question: str
    text: str


Command: TypeAlias = Deliver | Skip | Do | Note | Rate | Figure | Answer


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that is still to be written."""

    type: str
    data: dict[str, Value]


def draft(progress: Progress, command: Command, now: int) -> Draft:
    """The record of a command at exercise time ``now`` (milliseconds).

    Raises:
        BcpError: it cannot be: an unknown id, done already, in the future; with what to do instead.
    """
    match command:
        case Deliver():
            return _deliver(progress, command, now)
        case Skip():
            _unsettled(progress, command.inject)
            return Draft(
                "inject.skipped", {"inject": command.inject, "reason": command.reason.strip()}
            )
        case Do():
            return _do(progress, command, now)
        case Note():
            return Draft("note", {"text": _said(command.text, "a note")})
        case Rate():
            return _rate(progress.script, command)
        case Figure():
            return Draft("kpi", {"indicator": command.indicator, "value": command.value})
        case Answer():
            text = _said(command.text, "an answer")
            return Draft("hotwash.answer", {"question": command.question, "text": text})


def _deliver(progress: Progress, command: Deliver, now: int) -> Draft:
    _unsettled(progress, command.inject)
    due = progress.comes_at(progress.script.inject[command.inject])
    data: dict[str, Value] = {"inject": command.inject, "due": due}
    # Late is recorded as late, and the plan of the exercise is never moved.
    return Draft("inject.delivered", data | ({"late": now - due} if now > due else {}))


def _unsettled(progress: Progress, id: str) -> None:  # noqa: A002
    _known(id, progress.script.inject, "inject")
    if id in progress.delivered:
        raise BcpError(
            f"{id} was delivered at {clock_text(progress.delivered[id])} already.",
            "Take that back first (u), if it was a mistake.",
        )
    if id in progress.skipped:
        raise BcpError(f"{id} was skipped already.", "Take that back first (u).")


def _do(progress: Progress, command: Do, now: int) -> Draft:
    _known(command.action, progress.script.action, "action")
    action = progress.script.action[command.action]
    if command.action in progress.done:
        at = clock_text(progress.done[command.action].at)
        raise BcpError(f"{action.id} was done at {at} already.", "Take that back first (u).")
    at_ms = now if command.at is None else command.at
    if at_ms > now:
        raise BcpError(
            f"{clock_text(at_ms)} is still to come; it is {clock_text(now)}.",
            "Enter it when it has happened.",
        )
    if at_ms < 0:
        raise BcpError(
            "That would be before the drill began.",
            f"It is {clock_text(now)}; say fewer minutes.",
        )
    due = progress.due(command.action)
    data: dict[str, Value] = {
        "action": action.id,
        "at": at_ms,
        "by": command.by.strip() or action.by,
        "late": due is not None and at_ms > due,
    }
    return Draft("action.done", data | ({"note": command.note.strip()} if command.note else {}))


def _rate(script: Script, command: Rate) -> Draft:
    _known(command.objective, script.objective, "objective")
    code = command.code.strip().upper()
    if code not in RATINGS:
        raise BcpError(
            f"“{command.code}” is no rating.",
            "Write P (without challenges), S (some), M (major) or U (unable).",
        )
    data: dict[str, Value] = {"objective": command.objective, "code": code}
    return Draft("rating", data | ({"reason": command.reason.strip()} if command.reason else {}))


def _known(id: str, known: Mapping[str, object], what: str) -> None:  # noqa: A002
    if id not in known:
        near = nearest(id, known)
        fix = f"Did you mean {near}?" if near else f"There are: {', '.join(known) or 'none'}."
        raise BcpError(f"There is no {what} “{id}” in this drill.", fix)


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise BcpError(f"There is nothing in {what}.", "Write a few words, or leave it.")
    return text.strip()
