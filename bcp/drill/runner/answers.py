"""Answers: what players did in a drill, written down beforehand, so that it can be played alone.

A YAML file whose keys are ids of the script. What is wrong in it is a diagnostic: ``DRL001`` an id
that the script does not have (or the plan, of who did something), ``DRL002`` not an answer,
``DRL003`` time runs backwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bcp import source
from bcp.diagnostics import Argument, Diagnostic, Message, Path, Severity
from bcp.drill.runner.commands import RATINGS, Command, Figure, Note
from bcp.drill.script import Script, clock_text
from bcp.model.core import PydanticCustomError
from bcp.model.people import Organisation, Person, Role, Team
from bcp.model.resources import Supplier
from bcp.model.scalars import described, parse_duration
from bcp.nearest import nearest
from bcp.plan import Plan

MISSED, IN_TIME = "missed", "in-time"
_RESERVED = ("default", "kpi", "notes", "debrief")
_ACTION_KEYS = ("at", "by", "note")
_INJECT_KEYS = ("at", "skip")
_RATING_KEYS = ("rate", "note")
_ENTRIES = {
    "notes": "Write {{at: 10m, text: …}}.",
    "kpi": "Write {{at: 10m, service-level: 62}}.",
}


@dataclass(frozen=True, slots=True)
class Acted:
    """That an action is done at ``at`` (exercise milliseconds)."""

    at: int
    by: str
    note: str


@dataclass(frozen=True)
class Answers:
    """What happens in a run that plays itself.

    ``actions`` are done, ``missed`` are not; what is in neither goes by ``default``: ``missed``, or
    ``in-time`` (done when it is due). ``injects`` come at another time than planned, ``skipped``
    not at all, with the reason. ``written`` are notes and figures by time. Times are exercise
    milliseconds.
    """

    default: str = MISSED
    actions: Mapping[str, Acted] = field(default_factory=dict)
    missed: frozenset[str] = frozenset()
    injects: Mapping[str, int] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)
    ratings: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    written: tuple[tuple[int, Command], ...] = ()
    debrief: Mapping[str, str] = field(default_factory=dict)

    @property
    def last_ms(self) -> int:
        """The latest time that is named."""
        times = (
            *(one.at for one in self.actions.values()),
            *self.injects.values(),
            *(at for at, _ in self.written),
        )
        return max(times, default=0)


@dataclass(frozen=True)
class ReadAnswers:
    """A file of answers as it was read. ``answers`` are to be used only without ``faults``."""

    answers: Answers
    faults: tuple[Diagnostic, ...]
    document: source.Document


def doers(plan: Plan) -> dict[str, str]:
    """Who may have done something: ids of the plan's roles, people, teams, organisations and
    suppliers, with their titles.
    """
    kinds = (Role, Person, Team, Organisation, Supplier)
    return {one.id: plan.title(one.id) for kind in kinds for one in plan.of(kind)}


def read_answers(
    content: bytes, file: str, script: Script, known: Mapping[str, str] | None = None
) -> ReadAnswers:
    """Read a file of answers to a script; ``file`` is the name shown in faults. Never raises for
    what stands in it.

    ``known`` are those who may have done something, id and title (see :func:`doers`); without it
    only who appears in the script.
    """
    document = source.read(content, file)
    # A warning about how a note is written does not stop a drill.
    errors = tuple(one for one in document.faults if one.severity is Severity.ERROR)
    if errors:
        return ReadAnswers(Answers(), errors, document)
    reader = _Reader(document, script, dict(script.names) if known is None else known)
    answers = reader.read()
    faults = (*reader.faults, *_backwards(answers, script, document))
    return ReadAnswers(answers, tuple(sorted(faults)), document)


def _backwards(answers: Answers, script: Script, document: source.Document) -> Iterator[Diagnostic]:
    """Actions done before those that the plan has first. The start of a playbook is none of them:
    people do act before somebody has declared it.
    """
    for action, acted in answers.actions.items():
        for ref in script.action[action].after:
            before = answers.actions.get(ref)
            if before is None or script.action[ref].kind == "declare" or acted.at >= before.at:
                continue
            message = Message.of(
                "time runs backwards: {id} at {at} is before {before} at {first}",
                id=action,
                at=clock_text(acted.at),
                before=ref,
                first=clock_text(before.at),
            )
            hint = Message.of(
                "The plan has {before} first: put its time earlier, or that of {id} later.",
                before=ref,
                id=action,
            )
            given = document.value if isinstance(document.value, dict) else {}
            named = (one for one, same in script.same.items() if same == action and one in given)
            span = document.span((action if action in given else next(named, action),))
            yield Diagnostic(span, "DRL003", Severity.ERROR, message, hint)


class _Reader:
    """Goes through a file of answers and gathers what it says, and what is wrong."""

    def __init__(self, document: source.Document, script: Script, known: Mapping[str, str]) -> None:
        self.document = document
        self.known = known
        self.script = script
        self.faults: list[Diagnostic] = []
        self.default = MISSED
        self.actions: dict[str, Acted] = {}
        self.missed: set[str] = set()
        self.injects: dict[str, int] = {}
        self.skipped: dict[str, str] = {}
        self.ratings: dict[str, tuple[str, str]] = {}
        self.written: list[tuple[int, Command]] = []
        self.debrief: dict[str, str] = {}

    def read(self) -> Answers:
        value = self.document.value
        if isinstance(value, dict):
            for key, one in value.items():
                self._entry(key, one)
        elif value is not None:
            self._refuse(
                (),
                "answers are a group of keys, one `id: answer` a line",
                "Write `id: {{at: 4m30s}}`, with an id of `bcp drill script {script}`.",
                script=self.script.id,
            )
        # Notes and figures are two lists; each was held to its order, together they interleave.
        self.written.sort(key=lambda pair: pair[0])
        return Answers(
            self.default,
            self.actions,
            frozenset(self.missed),
            self.injects,
            self.skipped,
            self.ratings,
            tuple(self.written),
            self.debrief,
        )

    def _entry(self, key: str, value: source.Value) -> None:
        if key == "default":
            self._default(value)
        elif key in ("kpi", "notes"):
            self._list(key, value)
        elif key == "debrief":
            self._debrief(value)
        elif _is_skip(value) and key in self.script.inject:
            self._inject(key, value)
        elif key in self.script.action and not _has(value, "rate"):
            self._action(key, value)
        elif key in self.script.same and not _has(value, "rate"):
            self._same(key, self.script.same[key], value)
        elif key in self.script.inject and not _has(value, "rate"):
            self._inject(key, value)
        elif key in self.script.objective:
            self._rating(key, value)
        else:
            self._unknown(key)

    def _unknown(self, key: str) -> None:
        script = self.script
        known = (*script.action, *script.same, *script.inject, *script.objective, *_RESERVED)
        near = nearest(key, known)
        hint = (
            Message.of("Did you mean {near}?", near=near)
            if near
            else Message.of("See the ids with `bcp drill script {id}`.", id=script.id)
        )
        message = Message.of(
            "there is no action, inject or objective “{key}” in this drill", key=key
        )
        self.faults.append(
            Diagnostic(
                self.document.span((key,), key=True), "DRL001", Severity.ERROR, message, hint
            )
        )

    def _default(self, value: source.Value) -> None:
        if value in (MISSED, IN_TIME):
            self.default = str(value)
        else:
            self._refuse(
                ("default",),
                "{found} is no default",
                "Write missed, or in-time (every expected action is done when it is due).",
                found=described(value),
            )

    def _action(self, key: str, value: source.Value, action: str = "") -> None:
        if value == MISSED:
            self.missed.add(action or key)
            return
        fix = "Write {{at: 4m30s}}, {{at: 4m30s, by: role, note: …}}, or missed."
        if not isinstance(value, dict) or "at" not in value:
            self._refuse((key,), "{found} does not say when “{key}” was done", fix, value, key=key)
            return
        if self._keys(key, value, _ACTION_KEYS):
            at = self._time((key, "at"), value["at"])
            by, note = self._by((key, "by"), value), self._text((key, "note"), value)
            if at is not None:
                self.actions[action or key] = Acted(at, by, note)

    def _same(self, key: str, action: str, value: source.Value) -> None:
        """An answer under the id by which another place of the plan asks for an action.

        Of two times the one under the action's own id counts; done and missed contradict.
        """
        given = self.document.value
        other = given.get(action) if isinstance(given, dict) else None
        if other is None:
            self._action(key, value, action)
        elif (other == MISSED) != (value == MISSED):
            self._refuse(
                (key,),
                "“{key}” is the same act as “{action}”, and has another answer",
                "Keep one of the two.",
                key=key,
                action=action,
            )

    def _inject(self, key: str, value: source.Value) -> None:
        if value == "skip":
            self.skipped[key] = ""
            return
        fix = "Write skip, {{skip: reason}}, or {{at: 12m}}."
        if not isinstance(value, dict) or len(value) != 1:
            self._refuse((key,), "{found} is no answer to an inject", fix, value)
        elif self._keys(key, value, _INJECT_KEYS):
            if "skip" in value:
                self.skipped[key] = self._text((key, "skip"), value)
            else:
                at = self._time((key, "at"), value["at"])
                if at is not None:
                    self.injects[key] = at

    def _rating(self, key: str, value: source.Value) -> None:
        fix = "Write {{rate: S, note: reason}}; a rating is one of {codes}."
        code = value.get("rate") if isinstance(value, dict) else None
        if not isinstance(value, dict) or code not in RATINGS:
            self._refuse(
                (key,), "{found} is no rating", fix, code or value, codes=", ".join(RATINGS)
            )
        elif self._keys(key, value, _RATING_KEYS):
            self.ratings[key] = (str(code), self._text((key, "note"), value))

    def _list(self, key: str, value: source.Value) -> None:
        if not isinstance(value, list):
            self._refuse((key,), "{found} is no list", "Write [{{at: 10m, …}}], one a line.", value)
            return
        last = 0
        for place, one in enumerate(value):
            path: Path = (key, place)
            if not isinstance(one, dict) or "at" not in one or len(one) < 2:
                self._refuse(path, "{found} is no entry with a time", _ENTRIES[key], one)
                continue
            at = self._time((*path, "at"), one["at"])
            if at is None:
                continue
            if at < last:
                self._fault(
                    (*path, "at"),
                    "DRL003",
                    Message.of(
                        "time runs backwards: {at} comes after {last}",
                        at=clock_text(at),
                        last=clock_text(last),
                    ),
                    Message.of("Put the entries in the order of their times."),
                )
            last = max(last, at)
            self._entry_at(key, path, at, one)

    def _entry_at(self, key: str, path: Path, at: int, one: Mapping[str, source.Value]) -> None:
        for name in one:
            if name == "at":
                continue
            text = self._text((*path, name), one, name)
            if key == "kpi":
                self.written.append((at, Figure(name, text)))
            elif name == "text":
                self.written.append((at, Note(text)))
            else:
                self._refuse(
                    (*path, name),
                    "a note has no “{name}”",
                    "Write {{at: 10m, text: …}}.",
                    name=name,
                )

    def _debrief(self, value: source.Value) -> None:
        known = [one.id for one in self.script.questions]
        fix = "Write `{known}: answer`, one a line."
        if not isinstance(value, dict):
            self._refuse(("debrief",), "{found} is no group of answers", fix, value, known=known[0])
            return
        for key in value:
            if key not in known:
                self._refuse(
                    ("debrief", key),
                    "there is no question “{key}”",
                    "There are: {known}.",
                    key=key,
                    known=", ".join(known),
                )
                continue
            self.debrief[key] = self._text(("debrief", key), value, key)

    # ── scalars ────────────────────────────────────────────────────────────────────────────────

    def _keys(self, key: str, value: Mapping[str, source.Value], known: tuple[str, ...]) -> bool:
        unknown = [one for one in value if one not in known]
        for one in unknown:
            self._refuse(
                (key, one),
                "there is no “{one}” in this answer",
                "There are: {known}.",
                one=one,
                known=", ".join(known),
            )
        return not unknown

    def _time(self, path: Path, value: source.Value) -> int | None:
        try:
            length = parse_duration(value)
        except PydanticCustomError as error:
            context = error.context or {}
            self._fault(path, "DRL002", context["message"], context["hint"])
            return None
        return length.total * 1000

    def _text(self, path: Path, value: Mapping[str, source.Value], name: str | None = None) -> str:
        found = value.get(name or str(path[-1]), "")
        if isinstance(found, str):
            return found
        self._refuse(path, "{found} is no text", "Write a few words.", found)
        return ""

    def _by(self, path: Path, value: Mapping[str, source.Value]) -> str:
        """Who did it: an id of the plan."""
        by = self._text(path, value).strip()
        if not by or by in self.known:
            return by
        titles = {title: id for id, title in self.known.items()}  # noqa: A001
        near = nearest(by, (*self.known, *titles))
        hint = (
            Message.of("Did you mean {near}?", near=titles.get(near, near))
            if near
            else Message.of("Write the id of a role or a person, or leave `by` out.")
        )
        message = Message.of("there is no role and no person “{by}” in the plan", by=by)
        self._fault(path, "DRL001", message, hint)
        return ""

    def _refuse(
        self,
        path: Path,
        template: str,
        hint: str,
        value: source.Value = None,
        **arguments: Argument,
    ) -> None:
        given: dict[str, Argument] = {"found": described(value), **arguments}
        self._fault(path, "DRL002", Message.of(template, **given), Message.of(hint, **given))

    def _fault(self, path: Path, code: str, message: Message, hint: Message) -> None:
        span = self.document.span(path)
        self.faults.append(Diagnostic(span, code, Severity.ERROR, message, hint))


def _is_skip(value: source.Value) -> bool:
    return value == "skip" or _has(value, "skip")


def _has(value: source.Value, key: str) -> bool:
    return isinstance(value, dict) and key in value
