"""What a facilitator can do, and the record that it makes. Pure: nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bcp.drill.journal import Value
from bcp.drill.script import Progress, Script, clock_text
from bcp.errors import BcpError
from bcp.i18n import Translator, translator
from bcp.nearest import nearest

RATINGS = ("P", "S", "M", "U")
"""HSEEP: performed without challenges, with some, with major ones, unable."""
LEFT = "-"
"""What is written of an objective that was left without a rating, on purpose."""


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
    """How well an objective was met: P, S, M or U, or ``-``: left without a rating."""

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
        BcpError: it cannot be: an unknown id, done already, in the future; with what to do instead,
            in the language of the script.
    """
    say = translator(progress.script.language)
    match command:
        case Deliver():
            return _deliver(progress, command, now, say)
        case Skip():
            _unsettled(progress, command.inject, say)
            return Draft(
                "inject.skipped", {"inject": command.inject, "reason": command.reason.strip()}
            )
        case Do():
            return _do(progress, command, now, say)
        case Note():
            missing = say("There is nothing in a note.")
            return Draft("note", {"text": _said(command.text, missing, say)})
        case Rate():
            return _rate(progress.script, command, say)
        case Figure():
            return Draft("kpi", {"indicator": command.indicator, "value": command.value})
        case Answer():
            text = _said(command.text, say("There is nothing in an answer."), say)
            return Draft("hotwash.answer", {"question": command.question, "text": text})


def _deliver(progress: Progress, command: Deliver, now: int, say: Translator) -> Draft:
    _unsettled(progress, command.inject, say)
    due = progress.comes_at(progress.script.inject[command.inject])
    data: dict[str, Value] = {"inject": command.inject, "due": due}
    # Late is recorded as late, and the plan of the exercise is never moved.
    return Draft("inject.delivered", data | ({"late": now - due} if now > due else {}))


def _unsettled(progress: Progress, id: str, say: Translator) -> None:  # noqa: A002
    _known(id, progress.script.inject, say("There is no inject “{id}” in this drill."), say)
    if id in progress.delivered:
        at = clock_text(progress.delivered[id])
        raise BcpError(
            say("{id} was delivered at {time} already.").format(id=id, time=at),
            say("Take that back first (u), if it was a mistake."),
        )
    if id in progress.skipped:
        raise BcpError(
            say("{id} was skipped already.").format(id=id), say("Take that back first (u).")
        )


def _do(progress: Progress, command: Do, now: int, say: Translator) -> Draft:
    known = progress.script.action
    _known(command.action, known, say("There is no action “{id}” in this drill."), say)
    action = known[command.action]
    if command.action in progress.done:
        at = clock_text(progress.done[command.action].at)
        raise BcpError(
            say("{id} was done at {time} already.").format(id=action.id, time=at),
            say("Take that back first (u)."),
        )
    at_ms = now if command.at is None else command.at
    if at_ms > now:
        raise BcpError(
            say("{time} is still to come; it is {now}.").format(
                time=clock_text(at_ms), now=clock_text(now)
            ),
            say("Enter it when it has happened."),
        )
    if at_ms < 0:
        raise BcpError(
            say("That would be before the drill began."),
            say("It is {now}; say fewer minutes.").format(now=clock_text(now)),
        )
    by = command.by.strip() or progress.doer(action.id)
    due = progress.due(action.id, by)
    data: dict[str, Value] = {
        "action": action.id,
        "at": at_ms,
        "by": by,
        "late": due is not None and at_ms > due,
    }
    return Draft("action.done", data | ({"note": command.note.strip()} if command.note else {}))


def _rate(script: Script, command: Rate, say: Translator) -> Draft:
    missing = say("There is no objective “{id}” in this drill.")
    _known(command.objective, script.objective, missing, say)
    code = command.code.strip().upper()
    if code not in (*RATINGS, LEFT):
        raise BcpError(
            say("“{code}” is no rating.").format(code=command.code)
            if code
            else say("There is no rating yet."),
            say("Write P (without challenges), S (some), M (major) or U (unable)."),
        )
    data: dict[str, Value] = {"objective": command.objective, "code": code}
    return Draft("rating", data | ({"reason": command.reason.strip()} if command.reason else {}))


def _known(id: str, known: Mapping[str, object], missing: str, say: Translator) -> None:  # noqa: A002
    """Refuse an id that is not known; ``missing`` says so, with ``{id}`` in it."""
    if id not in known:
        near = nearest(id, known)
        fix = (
            say("Did you mean {near}?").format(near=near)
            if near
            else say("There are: {known}.").format(known=", ".join(known) or "–")
        )
        raise BcpError(missing.format(id=id), fix)


def _said(text: str, missing: str, say: Translator) -> str:
    if not text.strip():
        raise BcpError(missing, say("Write a few words, or leave it."))
    return text.strip()
