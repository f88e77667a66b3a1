"""Playing a drill at a terminal, in plain lines: no cursor is moved, nothing is drawn over.

Each change is one line with a word first (``DUE``, ``LATE``, ``DONE``), so that it can be read
aloud by a screen reader, sent through a pipe and kept in a log. It needs a line-wise input and an
output, nothing else.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import click

from bcp.drill.afteraction import Standing, suggested
from bcp.drill.journal import DamagedJournalError, NotSavedError, Record, one_line
from bcp.drill.runner import LEFT, RATINGS, Answer, Deliver, Do, Note, Rate, Session, Skip
from bcp.drill.script import Action, Inject, Status, clock_text
from bcp.drill.typed import Typed, typed
from bcp.errors import BcpError
from bcp.i18n import mark, translator

TICK_SECONDS = 1.0
_SHOWN = 9
_INDENT = " " * 7

HELP = (
    mark("Enter  players are told the next inject"),
    mark("3      action 3 is done now; 3 -5m: five minutes ago; words after it are a note"),
    mark("l      list everything that is expected"),
    mark("n      note: n the pager did not ring"),
    mark("s      skip the next inject, with a reason"),
    mark("p      pause the clock, or go on"),
    mark("u      undo the last entry"),
    mark("t      what time it is"),
    mark("r      rate the objectives; r reach S a reason: one of them"),
    mark("e      end the drill: ratings, questions, report"),
    mark("real   a real incident: stop the drill at once"),
    mark("q      save and leave; go on later with bcp drill resume"),
)


class Input(Protocol):
    """Where lines come from."""

    def read(self, seconds: float | None) -> str | None:
        """The next line without its end; None when none came within ``seconds`` (None: wait).

        Raises:
            EOFError: there will be no more.
        """
        ...

    @property
    def echoes(self) -> bool:
        """Whether what is typed stands on the screen already, as on a terminal."""
        ...


class Keyboard:
    """Lines from a file descriptor, a terminal or a pipe, with a time to wait for them."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._buffer = b""
        self._ended = False

    def read(self, seconds: float | None) -> str | None:
        """See :class:`Input`."""
        while b"\n" not in self._buffer:
            if self._ended:
                if not self._buffer:
                    raise EOFError
                self._buffer += b"\n"
                break
            if not self._waited(seconds):
                return None
            self._fill()
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.decode("utf-8", "replace").rstrip("\r")

    @property
    def echoes(self) -> bool:
        """See :class:`Input`."""
        try:
            return os.isatty(self._descriptor)
        except OSError:
            return False

    def _waited(self, seconds: float | None) -> bool:
        try:
            ready, _, _ = select.select([self._descriptor], [], [], seconds)
        except (OSError, ValueError):
            # A closed descriptor, or a system where only sockets can be waited for: reading tells.
            return True
        return bool(ready)

    def _fill(self) -> None:
        try:
            piece = os.read(self._descriptor, 4096)
        except OSError:
            piece = b""
        self._ended = not piece
        self._buffer += piece


def keyboard() -> Keyboard:
    """The standard input of this process."""
    try:
        return Keyboard(sys.stdin.fileno())
    except (AttributeError, ValueError, OSError):  # it was closed before we began
        return Keyboard(-1)


def echo(text: str, newline: bool = True) -> None:
    """Write to standard output; what its encoding does not have becomes a question mark."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding), nl=newline)


@contextmanager
def interruptible() -> Iterator[None]:
    """Being told to end, or losing the terminal, is met like Ctrl-C: save and leave."""

    def stop(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


class Plain:
    """The line front of a run.

    ``say_line`` writes one line (or, with False, a prompt without line end); ``width`` is where
    lines are broken. Nothing is shown as done before the journal has it.
    """

    def __init__(
        self,
        session: Session,
        source: Input,
        width: int = 80,
        say_line: Callable[[str, bool], None] = echo,
    ) -> None:
        self.session = session
        self.script = session.script
        self.source = source
        self.width = max(40, width)
        self.say = translator(session.script.language)
        self._out = say_line
        self._told_due: set[str] = set()
        self._told_late: set[str] = set()

    def play(self) -> bool:
        """Play until the end or until somebody leaves; gives whether the run is over.

        Raises:
            NotSavedError: something could not be saved; the run stands as before it.
        """
        try:
            with interruptible():
                self._welcome()
                return self._loop()
        except (KeyboardInterrupt, EOFError) as stop:
            if self.session.progress.over:
                return True
            self._leave(stop)
            return False

    def _loop(self) -> bool:
        while not self.session.progress.over:
            self._announce()
            line = self._command()
            if line == "q":
                self.session.pause("left")
                self._line(self.say("SAVED"), self.say("You have left; the clock stands."))
                return False
            try:
                self._carry_out(line)
            except (NotSavedError, DamagedJournalError):
                raise
            except BcpError as error:
                self._line(self.say("NO"), f"{error.message} {error.fix}".strip())
        return True

    def _leave(self, stop: BaseException) -> None:
        why = "interrupted" if isinstance(stop, KeyboardInterrupt) else "the input ended"
        self.session.pause(why)
        try:
            self._out("", True)
            told = self.say("Interrupted") if why == "interrupted" else self.say("The input ended")
            self._line(self.say("SAVED"), self.say("{why}; the clock stands.").format(why=told))
        except OSError:
            pass  # the terminal is gone; what matters is saved

    # ── what is shown ──────────────────────────────────────────────────────────────────────────

    def _line(self, word: str, text: str) -> None:
        first = f"{word:<6} "
        lines = textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=_INDENT,
            break_on_hyphens=False,
        )
        for line in lines or [first.rstrip()]:
            self._out(line, True)

    def _welcome(self) -> None:
        script, progress = self.script, self.session.progress
        plan = f"{script.plan_title} {script.revision}".strip()
        self._line(self.say("DRILL"), f"{script.title} ({self.say(script.type)}), {plan}")
        if progress.delivered:
            count = self.say("{delivered} injects delivered, {done} actions done").format(
                delivered=len(progress.delivered), done=len(progress.done)
            )
            self._line(self.say("AGAIN"), f"{count}; {self._time()}")
        else:
            if script.story:
                self._line(self.say("STORY"), f"{script.story} {script.story_starts}".strip())
            for rule in script.ground_rules:
                self._line(self.say("RULE"), rule)
            for thing in script.no_play:
                self._line(self.say("RULE"), self.say("Not to be touched: ") + thing)
        self._line("?", self.say("lists the commands; Enter tells players what is next."))
        now = self.session.now
        self._told_late = {
            one.id for one, status in progress.open_actions(now) if status is Status.OVERDUE
        }

    def _announce(self) -> bool:
        """Say what has become due or late since it was last said; gives whether there was any."""
        progress, now = self.session.progress, self.session.now
        said = False
        for inject in progress.pending():
            if inject.id in self._told_due or progress.comes_at(inject) > now:
                continue
            self._told_due.add(inject.id)
            self._line(self.say("DUE"), self._heading(inject))
            said = True
        for action, status in progress.open_actions(now):
            if status is Status.OVERDUE and action.id not in self._told_late:
                self._told_late.add(action.id)
                self._line(self.say("LATE"), self._expected(action))
                said = True
        return said

    def _heading(self, inject: Inject) -> str:
        to = ", ".join(self.script.name(one) for one in inject.to)
        at = clock_text(self.session.progress.comes_at(inject))
        return f"{at} [{inject.id}] {inject.from_} → {to} ({inject.means})"

    def _expected(self, action: Action) -> str:
        due = self.session.progress.due(action.id)
        when = (
            self.say("no time in the plan")
            if due is None
            else self.say("by {time}").format(time=clock_text(due))
        )
        must = self.say(", must") if action.must else ""
        who = self.script.name(action.by)
        return f"{self.script.number(action.id)}  {action.text} – {who}, {when}{must}"

    def _time(self) -> str:
        progress, now = self.session.progress, self.session.now
        parts = [
            self.say("exercise time {now} of {length}").format(
                now=clock_text(now), length=clock_text(self.script.duration_ms)
            )
        ]
        if progress.paused:
            parts.append(self.say("paused"))
        following = self._next()
        if following is not None:
            wait = progress.comes_at(following) - now
            when = self.say("in {time}").format(time=clock_text(wait)) if wait > 0 else "!"
            parts.append(
                self.say("next {inject} {when}").format(
                    inject=following.id, when=self.say("is due") if wait <= 0 else when
                )
            )
        return ", ".join(parts)

    # ── what is asked ──────────────────────────────────────────────────────────────────────────

    def _command(self) -> str:
        """A line at the main prompt; the clock goes on meanwhile, and what becomes due is said."""
        while True:
            self._out(self._prompt(), False)
            line = self._waited()
            if line is not None:
                return self._shown(line).strip()

    def _waited(self) -> str | None:
        """A line; None when something had to be said in between, so that the prompt comes again."""
        while True:
            line = self.source.read(TICK_SECONDS)
            if line is not None:
                return line
            self.session.journal.tick()
            if self._has_news():
                self._out("", True)
                self._announce()
                return None

    def _has_news(self) -> bool:
        progress, now = self.session.progress, self.session.now
        due = any(
            one.id not in self._told_due and progress.comes_at(one) <= now
            for one in progress.pending()
        )
        return due or any(
            status is Status.OVERDUE and one.id not in self._told_late
            for one, status in progress.open_actions(now)
        )

    def _prompt(self) -> str:
        paused = self.say(" paused") if self.session.progress.paused else ""
        return f"{clock_text(self.session.now)}{paused}> "

    def _ask(self, question: str) -> str:
        """An answer in one line; the clock goes on, nothing is said in between."""
        self._out(f"{question} ", False)
        while (line := self.source.read(TICK_SECONDS)) is None:
            self.session.journal.tick()
        return one_line(self._shown(line))

    def _shown(self, line: str) -> str:
        """The line, after seeing that it ends the prompt's line: a pipe shows nothing by itself."""
        if not self.source.echoes:
            self._out(one_line(line), True)
        return line

    # ── what is done ───────────────────────────────────────────────────────────────────────────

    def _carry_out(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if not line:
            self._deliver()
        elif (numbered := typed(line, self.say)) is not None:
            self._done(numbered)
        elif word.lower() in self._commands:
            self._commands[word.lower()](rest.strip())
        else:
            unknown = self.say("There is no command “{line}”; ? lists them.")
            self._line(self.say("NO"), unknown.format(line=one_line(line)[:40]))

    @property
    def _commands(self) -> dict[str, Callable[[str], None]]:
        return {
            "?": self._help,
            "h": self._help,
            "help": self._help,
            "l": self._list,
            "n": self._note,
            "s": self._skip,
            "p": self._pause,
            "u": self._undo,
            "t": lambda _: self._line(self.say("CLOCK"), self._time()),
            "r": self._rate,
            "e": self._end,
            "real": self._real,
        }

    def _help(self, _: str) -> None:
        for line in HELP:
            key, _, text = self.say(line).partition(" ")
            self._line(key, text.strip())

    def _next(self) -> Inject | None:
        """What Enter delivers: what is due; else what comes next and hangs on nobody's silence."""
        progress, now = self.session.progress, self.session.now
        pending = progress.pending()
        due = [one for one in pending if progress.comes_at(one) <= now]
        planned = [one for one in pending if not one.if_not_done]
        return next(iter(due or planned), None)

    def _deliver(self) -> None:
        if self.session.progress.paused:
            self._line(self.say("NO"), self.say("The clock stands; p lets it go on."))
            return
        inject = self._next()
        if inject is None:
            self._line(self.say("NEXT"), self.say("Nothing more is planned; e ends the drill."))
            return
        self.session.do(Deliver(inject.id))
        self._line(self.say("SAID"), self._heading(inject))
        self._line("", f"“{inject.text.strip('“”')}”")
        if inject.note:
            self._line(self.say("NOTE"), self.say("For you alone: ") + inject.note)
        for id in inject.expect[:_SHOWN]:  # noqa: A001
            self._line(self.say("EXPECT"), self._expected(self.script.action[id]))
        if len(inject.expect) > _SHOWN:
            more = self.say("and {count} more; l lists them")
            self._line(self.say("EXPECT"), more.format(count=len(inject.expect) - _SHOWN))

    def _done(self, entered: Typed) -> None:
        number = entered.number
        if not 1 <= number <= len(self.script.actions):
            raise BcpError(
                self.say("There is no action {number}.").format(number=number),
                self.say("They are 1 to {last}; l lists them.").format(
                    last=len(self.script.actions)
                ),
            )
        action = self.script.actions[number - 1]
        at = None if entered.ago_ms is None else self.session.now - entered.ago_ms
        record = self.session.do(Do(action.id, at, note=entered.note))
        self._line(self.say("DONE"), self._done_line(action, record))

    def _done_line(self, action: Action, record: Record) -> str:
        at = record.data["at"]
        assert isinstance(at, int)
        due = self.session.progress.due(action.id)
        when = "" if due is None else self.say(" (due {time})").format(time=clock_text(due))
        late = self.say(", late") if record.data["late"] else ""
        told = self.say("at {time}").format(time=clock_text(at))
        words = one_line(str(record.data.get("note", "")))
        note = self.say("; note: {note}").format(note=words) if words else ""
        return f"{self.script.number(action.id)}  {action.text}, {told}{late}{when}{note}"

    def _list(self, _: str) -> None:
        found = self.session.progress.open_actions(self.session.now)
        if not found:
            self._line(self.say("EXPECT"), self.say("Nothing is expected now."))
        for action, status in found:
            late = status is Status.OVERDUE
            self._line(self.say("LATE") if late else self.say("EXPECT"), self._expected(action))

    def _note(self, text: str) -> None:
        record = self.session.do(Note(text or self._ask(self.say("Note:"))))
        self._line(self.say("NOTED"), one_line(str(record.data["text"])))

    def _skip(self, reason: str) -> None:
        inject = self._next()
        if inject is None:
            self._line(self.say("NEXT"), self.say("Nothing more is planned; e ends the drill."))
            return
        reason = reason or self._ask(self.say("Why is {id} skipped?").format(id=inject.id))
        self.session.do(Skip(inject.id, reason))
        self._line(self.say("SKIP"), f"[{inject.id}] {one_line(reason)}".rstrip())

    def _pause(self, _: str) -> None:
        if self.session.progress.paused:
            self.session.resume()
            self._line(self.say("GO ON"), self._time())
        else:
            self.session.pause()
            self._line(self.say("PAUSE"), self.say("The clock stands; p lets it go on."))

    def _undo(self, _: str) -> None:
        record = self.session.undo()
        keys = ("action", "inject", "objective", "text", "question")
        what = next((str(record.data[key]) for key in keys if key in record.data), "")
        self._told_due.discard(what)
        self._told_late.discard(what)
        self._line(self.say("UNDONE"), one_line(f"{record.type} {what}"))

    def _real(self, text: str) -> None:
        self.session.stop_for_incident(text)
        self._line(
            self.say("STOP"),
            self.say("A real incident. The drill is over; tell everybody, and follow the plan."),
        )

    # ── rating and the end ─────────────────────────────────────────────────────────────────────

    def _rate(self, rest: str) -> None:
        if rest:
            objective, _, tail = rest.partition(" ")
            code, _, reason = tail.strip().partition(" ")
            self._rated(Rate(objective, code, reason))
            return
        for one in self.script.objectives:
            self._rate_one(one.id, over=False)

    def _rate_one(self, id: str, *, over: bool) -> None:  # noqa: A002
        """Ask for a rating. At the end (``over``) leaving it is written down, as no rating."""
        objective = self.script.objective[id]
        proposal = suggested(self.session.progress, objective, self.session.now, over=over)
        self._line(self.say("RATE"), f"[{id}] {objective.text}")
        offer = (
            self.say("Enter takes {code}").format(code=proposal)
            if proposal
            else self.say("what was played shows none")
        )
        leave = self.say("- leaves it")
        question = f"P, S, M, U ({offer}, {leave}):"
        while True:
            code, _, reason = (self._ask(f"{_INDENT}{question}") or proposal).partition(" ")
            if code == LEFT and not over:
                return
            try:
                # Nothing typed and nothing suggested is no rating, and is asked again.
                self._rated(Rate(id, code, reason.strip() or self._reason(code, proposal)))
                return
            except (NotSavedError, DamagedJournalError):
                raise
            except BcpError as error:
                self._line(self.say("NO"), f"{error.message} {error.fix}".strip())

    def _reason(self, code: str, proposal: str) -> str:
        if code.upper() == proposal or code.upper() not in RATINGS:
            return ""
        return self._ask(_INDENT + self.say("Why?"))

    def _rated(self, rate: Rate) -> None:
        record = self.session.do(rate)
        code = str(record.data["code"])
        told = self.say(Standing.NOT_RATED.value) if code == LEFT else code
        reason = one_line(str(record.data.get("reason", "")))
        words = f"{told}; {reason}" if reason else told
        self._line(self.say("RATED"), f"[{record.data['objective']}] {words}")

    def _has_rating(self, objective: str) -> bool:
        given = self.session.progress.ratings.get(objective, ())
        return any(one.code in RATINGS for one in given)

    def _end(self, _: str) -> None:
        answer = self._ask(self.say("End the drill now? y or n:"))
        if answer.lower() not in ("y", "yes", self.say("y")):
            return
        # What follows is talk: the clock of the exercise has done its part.
        self.session.pause("the end")
        for one in self.script.objectives:
            if not self._has_rating(one.id):
                self._rate_one(one.id, over=True)
        for question in self.script.questions:
            if question.id not in self.session.progress.answered:
                self._line(self.say("ASK"), question.ask)
                text = self._ask(_INDENT + self.say("Answer (Enter leaves it):"))
                if text:
                    self.session.do(Answer(question.id, text))
        self.session.end()
        self._line(self.say("END"), self.say("The drill is over and saved."))
