"""Talking with the facilitator: lines with a word first, prompts, and answers to questions."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from bcp.drill.journal import one_line
from bcp.drill.runner import Session
from bcp.drill.terminal.console import Input
from bcp.errors import BcpError
from bcp.i18n import translator

TICK_SECONDS = 1.0
INDENT = " " * 7
"""Before a question that belongs to the line above it."""

_WORDS = (
    *("DRILL", "AGAIN", "STORY", "RULE", "DUE", "LATE", "SAID", "NOTE", "EXPECT", "NEXT", "DONE"),
    *("NOTED", "SKIP", "PAUSE", "GO ON", "CLOCK", "UNDONE", "NO", "STOP", "SAVED", "RATE", "RATED"),
    *("ASK", "END"),
)
"""What a line may begin with: in each language they stand in a column as wide as the widest."""

Out = Callable[[str, bool], None]
"""Writes one line, or with False a prompt without line end."""


class Talk:
    """What is said and asked while a session is played; lines are broken at ``width``."""

    def __init__(self, session: Session, source: Input, width: int, out: Out) -> None:
        self.say = translator(session.script.language)
        self._session = session
        self._source = source
        self._width = max(40, width)
        self._out = out
        self._column = max(len(self.say(word)) for word in _WORDS)

    def line(self, word: str, text: str) -> None:
        """A line with its word first; what does not fit goes on below."""
        first = f"{word:<{self._column}} "
        lines = textwrap.wrap(
            text,
            self._width,
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_on_hyphens=False,
        )
        for line in lines or [first.rstrip()]:
            self._out(line, True)

    def refused(self, error: BcpError) -> None:
        """That something was not done, and what to do instead."""
        self.line(self.say("NO"), " ".join(error.in_words(self.say)).strip())

    def break_line(self) -> None:
        """Leave the line of a prompt that nobody has answered."""
        self._out("", True)

    def prompt(self, words: str) -> None:
        """What stands before the place where the facilitator types."""
        self._out(words, False)

    def wait(self) -> str | None:
        """The next line that is typed; None when a moment passed without one: the clock went on.

        Raises:
            EOFError: there will be no more.
        """
        line = self._source.read(TICK_SECONDS)
        if line is None:
            self._session.journal.tick()
            return None
        # A pipe shows nothing by itself: its line ends the prompt's line.
        if not self._source.echoes:
            self._out(one_line(line), True)
        return line

    def ask(self, question: str) -> str:
        """An answer in one line; the clock goes on, nothing is said in between."""
        self.prompt(f"{question} ")
        while (line := self.wait()) is None:
            pass
        return one_line(line)
