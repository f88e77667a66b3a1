"""What the sentences about a plan's graph share: titles, deciders, lengths of time, lists."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from zoneinfo import ZoneInfo

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
        """What people call a thing; with its id where others are called the same."""
        title = thing_of(self.plan, id, *self.languages)
        if title in self._namesakes:
            return Message.of("{title} ({id})", title=title, id=id)
        return title

    @cached_property
    def _namesakes(self) -> frozenset[str]:
        """What several things of the plan are called."""
        titles = Counter(self.plan.title(one, *self.languages) for one in self.plan.objects)
        return frozenset(title for title, count in titles.items() if count > 1)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of the plan."""
        return ZoneInfo(self.plan.header.timezone)

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


def moment(at: dt.datetime) -> str:
    """A moment on the clocks of its zone; with the zone in the hour that clocks show twice."""
    twice = at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()
    return at.strftime("%Y-%m-%d %H:%M %z" if twice else "%Y-%m-%d %H:%M")


def time(seconds: int) -> str:
    """A length of time as one writes it in a plan: 2h10m."""
    return str(Duration(seconds))
