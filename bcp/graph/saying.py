"""What the sentences about a plan's graph share: titles, deciders, lengths of time, lists."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from zoneinfo import ZoneInfo

from bcp.diagnostics import Message, mark
from bcp.graph.stories import thing_of
from bcp.model.scalars import Duration
from bcp.model.scalars.times import DAY, HOUR, MINUTE
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


_UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": 1}
_SIGNS = {
    "d": mark("{count}d"),
    "h": mark("{count}h"),
    "m": mark("{count}m"),
    "s": mark("{count}s"),
}
_NONE = mark("{count}m")


def length(seconds: int) -> Message:
    """A length of time in lists and tables: 2h10m, as one writes it in a plan; in another language
    with that language's signs of the units. In a sentence that flows: :func:`in_words`."""
    rest, told = seconds, None
    for unit, size in _UNITS.items():
        count, rest = divmod(rest, size)
        if count:
            one = Message.of(_SIGNS[unit], count=count)
            told = one if told is None else Message.of("{more}{less}", more=told, less=one)
    return told or Message.of(_NONE, count=0)


def in_words(seconds: int) -> Message:
    """A length of time in a sentence that flows: 2 hours 10 minutes."""
    return Duration(seconds).in_words()
