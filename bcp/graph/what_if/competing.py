"""Where the answers compete, in sentences: what is short with who gets how much of it, the most
important process first; what is enough for all in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.saying import Saying
from bcp.graph.what_if.contests import Contest, Given, Room, Wish
from bcp.i18n import mark

_ENOUGH = {
    "capacity": mark("{of} is enough for all who count on it: {asked} asked for, {there} there"),
    "seats": mark("seats at {rooms} are enough for all who move there: {asked}"),
}


class Competing(Saying):
    """The contests of an answer."""

    def lines(self, one: Contest) -> Iterator[Line]:
        """One contest: a heading, then a line for each who asks, in the order of service."""
        told_whole = one.enough and len(one.rooms) <= 1 and one.what in _ENOUGH
        yield line(
            1,
            _ENOUGH[one.what] if told_whole else self._heading(one),
            of=self.title(one.of) if one.of else "",
            there=one.there if one.there is not None else "",
            asked=one.asked if one.asked is not None else "",
            rooms=_row([self._room(each) for each in one.rooms]),
        )
        if told_whole:
            return
        if one.what == "capacity" and one.there is None:
            yield line(2, "the plan does not say how much it has")
        for number, wish in enumerate(one.wishes, 1):
            yield self._wish(number, wish, one)

    def _heading(self, one: Contest) -> str:
        if one.what == "doer":
            return mark("{of} must do several things at once, one after the other:")
        if one.what == "people":
            return mark("several processes need {asked} people at once, {there} are there:")
        if one.what == "seats":
            return (
                mark("seats at {rooms}; {asked} are asked for:")
                if one.asked is not None
                else mark("seats at {rooms}; asked for in this order:")
            )
        if one.there is not None and one.asked is not None:
            return mark("{of} has {there}, and {asked} are asked for:")
        return mark("{of} is asked for by several, in this order:")

    def _room(self, one: Room) -> Message:
        if one.free is None:
            return Message.of("{site} (how many are free is not known)", site=self.title(one.of))
        return Message.of("{site} ({free} free)", site=self.title(one.of), free=one.free)

    def _wish(self, number: int, one: Wish, contest: Contest) -> Line:
        text = {
            "all": mark("{number}. {process} – all {amount}{where}")
            if one.amount
            else mark("{number}. {process}"),
            "waits": mark("{number}. {process} – waits"),
            "some": mark("{number}. {process} – {got} of {amount}{where}")
            if one.got is not None
            else mark("{number}. {process} – fewer than {amount}"),
            "none": mark("{number}. {process} – none of {amount}"),
            "not-known": mark("{number}. {process} – {amount}; not known whether it is enough")
            if one.amount
            else mark("{number}. {process} – the plan does not say how much"),
        }[one.gets]
        return line(
            2,
            text,
            number=number,
            process=self._who(one, contest),
            amount=one.amount or 0,
            got=one.got or 0,
            where=self._where(one.given) if len(contest.rooms) > 1 else "",
        )

    def _who(self, one: Wish, contest: Contest) -> Message | str:
        """The process; with what it asks through where that says more."""
        process = self.title(one.process)
        again = sum(each.process == one.process for each in contest.wishes) > 1
        if one.by != one.process and (again or contest.what == "doer"):
            return Message.of("{process}: {by}", process=process, by=self.title(one.by))
        return process

    def _where(self, given: tuple[Given, ...]) -> Message | str:
        if len(given) == 1:
            return Message.of(" at {site}", site=self.title(given[0].at))
        several = (
            Message.of("{amount} at {site}", amount=one.amount, site=self.title(one.at))
            for one in given
        )
        return Message.of(": {places}", places=_row(several)) if given else ""


def _row(several: Iterable[Message]) -> Message:
    """With semicolons: titles of sites have commas in them."""
    told = Message.literally("")
    for number, one in enumerate(several):
        told = Message.of("{these}; {those}", these=told, those=one) if number else one
    return told
