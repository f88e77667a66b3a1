"""Whether whoever must decide is on duty and reached, in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.reach.telling import Telling
from bcp.graph.saying import Saying, length, moment
from bcp.graph.what_if.answer import Held, Switched
from bcp.graph.what_if.calling import Call, Reached
from bcp.graph.what_if.off_duty import OffDuty
from bcp.i18n import mark

_WHY = {
    "called-on": mark("the list is at its end, then they are called until somebody accepts"),
    "unnamed": mark("the plan names nobody"),
    "nobody": mark("all who may act are away or cannot be called"),
    "not-called": mark("no step calls them"),
    "loop": mark("the calls run in a circle"),
    "nowhere": mark("a step leads to one that is not there"),
    "no-list": mark("no list of calls holds then"),
}
_NOT_REACHED = {
    (True, False): mark("but no call reaches {role} ({list}): {why}"),
    (True, True): mark("but if {person} is absent, no call reaches {role} ({list}): {why}"),
    (False, False): mark("but when the calls reach {role} is not known ({list}): {why}"),
    (False, True): mark(
        "but if {person} is absent, when the calls reach {role} is not known ({list}): {why}"
    ),
}
"""By whether it is never, and whether somebody more is absent."""


class Deciders(Saying):
    """The sentences about those who decide."""

    def nobody(self, one: OffDuty) -> Message:
        """``nobody is on duty as Lead then; next: 2026-11-24 06:00, Ann``."""
        role = self.title(one.role)
        if one.next is None:
            return Message.of("nobody is on duty as {role} then", role=role)
        then = moment(dt.datetime.fromisoformat(one.next).astimezone(self.zone))
        people = self.titles(one.people)
        text = mark("nobody is on duty as {role} then; next: {moment}, {people}")
        return Message.of(text, role=role, moment=then, people=people)

    def deciders(self, one: Held | Switched, indent: int) -> Iterator[Line]:
        """What stands in the way of a decision; nothing where nothing does."""
        for each in one.off_duty:
            yield Line(indent, Message.of("but {nobody}", nobody=self.nobody(each)))
        roles = [each.role for each in one.off_duty]
        if one.decided_by is None or one.decided_by in roles:
            return
        role, call = one.decided_by, one.call
        if call is not None and call.off_duty is not None:
            yield line(
                indent,
                "{nobody}; the calls reach {person}, an alternate",
                nobody=self.nobody(call.off_duty),
                person=self.title(call.off_duty.instead or ""),
            )
        if one.unheld:
            yield line(
                indent,
                "but at these hours nobody is on duty as {role}: {hours}",
                role=self.title(role),
                hours=Telling(self.plan, self.languages).whens(one.unheld),
            )
        elif call is not None and call.hours and not call.at_any_hour:
            yield self._at_hours(call, indent)
        elif call is not None and call.usual.kind != "reached":
            yield self._not_reached(call, call.usual, indent)
        elif call is not None:
            if one.reached is not None:
                yield self._late(call, one.reached, indent)
            if call.worst.kind != "reached":
                yield self._not_reached(call, call.worst, indent)

    def _at_hours(self, call: Call, indent: int) -> Line:
        return line(
            indent,
            "but at these hours no call reaches {role} ({list}): {hours}",
            role=self.title(call.role),
            list=self._list(call, call.usual),
            hours=Telling(self.plan, self.languages).whens(call.hours),
        )

    def _not_reached(self, call: Call, found: Reached, indent: int) -> Line:
        text = _NOT_REACHED[found.kind == "never", found.absent is not None]
        return line(
            indent,
            text,
            person=self.title(found.absent or ""),
            role=self.title(call.role),
            list=self._list(call, found),
            why=Message.of(_WHY[found.why]),
        )

    def _late(self, call: Call, seconds: int, indent: int) -> Line:
        return line(
            indent,
            "but calling {role} may take {time} ({list}): longer than they have to decide",
            role=self.title(call.role),
            time=length(seconds),
            list=self._list(call, call.worst if call.worst.seconds == seconds else call.usual),
        )

    def _list(self, call: Call, found: Reached) -> Message | str:
        """By which list; where it is no list of this incident, that it is the worst of all."""
        if found.escalation is None:
            return Message.of("no list")
        title = self.title(found.escalation)
        if call.of_incident:
            return title
        return Message.of("{list}, the worst of all lists", list=title)
