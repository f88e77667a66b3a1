"""What the sentences about a plan's graph share: titles, deciders, lengths of time, lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.stories import thing_of
from bcp.model.scalars import Duration
from bcp.plan import Plan


class Saying:
    """Sentences about one plan, with its titles in a language."""

    def __init__(self, plan: Plan, languages: tuple[str, ...]) -> None:
        self.plan = plan
        self.languages = languages

    def title(self, id: str) -> str | Message:  # noqa: A002
        """What people call a thing."""
        return thing_of(self.plan, id, *self.languages)

    def titles(self, ids: Iterable[str]) -> Message | str:
        """Several titles with commas between them."""
        return listed([self.title(one) for one in ids])

    def decider(self, role: str, person: str | None) -> Message:
        """A role, and who fills it now."""
        if person is None:
            return Message.of("{role}", role=self.title(role))
        return Message.of("{role} ({person})", role=self.title(role), person=self.title(person))

    def late_reach(self, role: str, reached: int | None, indent: int = 2) -> Iterator[Line]:
        """That a decider is reached later than they should have decided."""
        if reached is not None:
            yield line(
                indent,
                "but calling {role} may take {time}: longer than they have to decide",
                role=self.title(role),
                time=time(reached),
            )


def listed(several: Sequence[str | Message]) -> Message:
    """Things with commas between them."""
    told: Message | None = None
    for one in several:
        told = (
            Message.of("{one}", one=one)
            if told is None
            else Message.of("{before}, {one}", before=told, one=one)
        )
    return told if told is not None else Message.of("nothing")


def time(seconds: int) -> str:
    """A length of time as one writes it in a plan: 2h10m."""
    return str(Duration(seconds))
