"""What the sentences about everything lost once share: names with ids, lengths, large numbers."""

from __future__ import annotations

from bcp.diagnostics import Message
from bcp.graph.saying import Saying
from bcp.model.scalars import Duration


class Naming(Saying):
    """Sentences that name things with their ids, to be written into the plan."""

    def named(self, id: str) -> Message:  # noqa: A002
        """What people call a thing, and its id where that is another word."""
        title = self.title(id)
        if title == id:
            return Message.of("{thing}", thing=title)
        return Message.of("{title} ({id})", title=title, id=id)


def length(seconds: int) -> Message:
    """A length of time in words."""
    return Duration(seconds).in_words()


def in_figures(count: int) -> str:
    """2080 as 2,080 would be misread by half of the readers: a thin gap between thousands."""
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") if count >= 10_000 else str(count)
