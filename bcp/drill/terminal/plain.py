"""The line front of a run: a prompt, what is typed at it, and what is done."""

from __future__ import annotations

from collections.abc import Callable

from bcp.drill.journal import DamagedJournalError, NotSavedError, one_line
from bcp.drill.runner import Deliver, Do, Note, Session, Skip
from bcp.drill.script import Status, clock_text
from bcp.drill.terminal import wording
from bcp.drill.terminal.console import Input, echo, interruptible
from bcp.drill.terminal.debrief import Debrief
from bcp.drill.terminal.news import News
from bcp.drill.terminal.talk import Out, Talk
from bcp.drill.typed import Typed, key, typed
from bcp.errors import BcpError
from bcp.i18n import mark

_SHOWN = 9

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


class Plain:
    """The line front of a run.

    ``out`` writes one line (or, with False, a prompt without line end); ``width`` is where lines
    are broken. Nothing is shown as done before the journal has it.
    """

    def __init__(self, session: Session, source: Input, width: int = 80, out: Out = echo) -> None:
        self._session = session
        self._script = session.script
        self._talk = Talk(session, source, width, out)
        self.say = self._talk.say
        self._news = News()
        self._debrief = Debrief(session, self._talk)

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
            if self._session.progress.over:
                return True
            self._leave(stop)
            return False

    def _loop(self) -> bool:
        while not self._session.progress.over:
            self._announce()
            line = self._command()
            if key(line) == "q":
                self._session.pause("left")
                self._line(self.say("SAVED"), self.say("You have left; the clock stands."))
                return False
            try:
                self._carry_out(line)
            except (NotSavedError, DamagedJournalError):
                raise
            except BcpError as error:
                self._talk.refused(error)
        return True

    def _leave(self, stop: BaseException) -> None:
        why = "interrupted" if isinstance(stop, KeyboardInterrupt) else "the input ended"
        self._session.pause(why)
        say = self.say
        try:
            self._talk.break_line()
            told = say("Interrupted") if why == "interrupted" else say("The input ended")
            self._line(say("SAVED"), say("{why}; the clock stands.").format(why=told))
        except OSError:
            pass  # the terminal is gone; what matters is saved

    # ── what is shown ──────────────────────────────────────────────────────────────────────────

    def _line(self, word: str, text: str) -> None:
        self._talk.line(word, text)

    def _welcome(self) -> None:
        script, progress, say = self._script, self._session.progress, self.say
        plan = f"{script.plan_title} {script.revision}".strip()
        self._line(say("DRILL"), f"{wording.title(script, say)}, {plan}")
        if progress.delivered:
            count = say("{delivered} injects delivered, {done} actions done").format(
                delivered=len(progress.delivered), done=len(progress.done)
            )
            self._line(say("AGAIN"), f"{count}; {self._time()}")
        else:
            if script.story:
                self._line(say("STORY"), f"{script.story} {script.story_starts}".strip())
            for rule in script.ground_rules:
                self._line(say("RULE"), rule)
            for thing in script.no_play:
                self._line(say("RULE"), say("Not to be touched: ") + thing)
        self._line("?", say("lists the commands; Enter tells players what is next."))
        self._news.late_before(progress, self._session.now)

    def _announce(self) -> None:
        """Say what has become due or late since it was last said."""
        progress, now = self._session.progress, self._session.now
        for inject in self._news.due(progress, now):
            self._line(self.say("DUE"), wording.heading(progress, inject))
        for action in self._news.late(progress, now):
            self._line(self.say("LATE"), wording.expected(progress, action, self.say))

    def _time(self) -> str:
        return wording.time(self._session.progress, self._session.now, self.say)

    # ── what is asked ──────────────────────────────────────────────────────────────────────────

    def _command(self) -> str:
        """A line at the main prompt; the clock goes on meanwhile, and what becomes due is said."""
        session = self._session
        self._talk.prompt(self._prompt())
        while (line := self._talk.wait()) is None:
            if self._news.any(session.progress, session.now):
                self._talk.break_line()
                self._announce()
                self._talk.prompt(self._prompt())
        return line.strip()

    def _prompt(self) -> str:
        paused = self.say(" paused") if self._session.progress.paused else ""
        return f"{clock_text(self._session.now)}{paused}> "

    # ── what is done ───────────────────────────────────────────────────────────────────────────

    def _carry_out(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if not line:
            self._deliver()
        elif (numbered := typed(line, self.say)) is not None:
            self._done(numbered)
        elif command := self._commands.get(word.lower()) or self._commands.get(key(word)):
            command(rest.strip())
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
            "r": self._debrief.rate,
            "e": lambda _: self._debrief.end(),
            "real": self._real,
        }

    def _help(self, _: str) -> None:
        for line in HELP:
            key, _, text = self.say(line).partition(" ")
            self._line(key, text.strip())

    def _deliver(self) -> None:
        say = self.say
        if self._session.progress.paused:
            self._line(say("NO"), say("The clock stands; p lets it go on."))
            return
        inject = wording.next_inject(self._session.progress, self._session.now)
        if inject is None:
            self._nothing_next()
            return
        self._session.do(Deliver(inject.id))
        progress = self._session.progress
        self._line(say("SAID"), wording.heading(progress, inject))
        self._line("", f"“{inject.text.strip('“”')}”")
        if inject.note:
            self._line(say("NOTE"), say("For you alone: ") + inject.note)
        for id in inject.expect[:_SHOWN]:  # noqa: A001
            action = self._script.action[id]
            self._line(say("EXPECT"), wording.expected(progress, action, say))
        if len(inject.expect) > _SHOWN:
            more = say("and {count} more; l lists them")
            self._line(say("EXPECT"), more.format(count=len(inject.expect) - _SHOWN))

    def _nothing_next(self) -> None:
        say = self.say
        self._line(say("NEXT"), say("Nothing more is planned; e ends the drill."))

    def _done(self, entered: Typed) -> None:
        number, last = entered.number, len(self._script.actions)
        if not 1 <= number <= last:
            raise BcpError(
                self.say("There is no action {number}.").format(number=number),
                self.say("They are 1 to {last}; l lists them.").format(last=last),
            )
        action = self._script.actions[number - 1]
        at = None if entered.ago_ms is None else self._session.now - entered.ago_ms
        record = self._session.do(Do(action.id, at, note=entered.note))
        told = wording.done(self._session.progress, action, record, self.say)
        self._line(self.say("DONE"), told)

    def _list(self, _: str) -> None:
        progress, say = self._session.progress, self.say
        found = progress.open_actions(self._session.now)
        if not found:
            self._line(say("EXPECT"), say("Nothing is expected now."))
        for action, status in found:
            word = say("LATE") if status is Status.OVERDUE else say("EXPECT")
            self._line(word, wording.expected(progress, action, say))

    def _note(self, text: str) -> None:
        record = self._session.do(Note(text or self._talk.ask(self.say("Note:"))))
        self._line(self.say("NOTED"), one_line(str(record.data["text"])))

    def _skip(self, reason: str) -> None:
        inject = wording.next_inject(self._session.progress, self._session.now)
        if inject is None:
            self._nothing_next()
            return
        if not reason:
            heading = wording.heading(self._session.progress, inject)
            self._line(self.say("NEXT"), heading)
            reason = self._talk.ask(self.say("Why is {id} skipped?").format(id=inject.id))
        self._session.do(Skip(inject.id, reason))
        self._line(self.say("SKIP"), f"[{inject.id}] {one_line(reason)}".rstrip())

    def _pause(self, _: str) -> None:
        if self._session.progress.paused:
            self._session.resume()
            self._line(self.say("GO ON"), self._time())
        else:
            self._session.pause()
            self._line(self.say("PAUSE"), self.say("The clock stands; p lets it go on."))

    def _undo(self, _: str) -> None:
        record = self._session.undo()
        self._news.again(str(record.data.get("action") or record.data.get("inject", "")))
        self._line(self.say("UNDONE"), wording.undone(self._script, record))

    def _real(self, text: str) -> None:
        self._session.stop_for_incident(text)
        self._line(
            self.say("STOP"),
            self.say("A real incident. The drill is over; tell everybody, and follow the plan."),
        )
