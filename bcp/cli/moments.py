"""A day and a time on the command line, in the zone of a plan."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bcp.cli.plans import today
from bcp.errors import BcpError

if TYPE_CHECKING:
    from bcp.plan import Plan

_YEARS: Final = range(1970, 2200)
"""Years for which a moment is taken: before and after, clocks and calendars say little."""
_BEYOND: Final = 5
"""So many years beyond every day that a plan names, and today, it still says who is on duty."""
_EXAMPLE: Final = "--at 2026-03-02T02:40"
_WRITTEN: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?"
    r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
)


def moment_in(plan: Plan, text: str, example: str = _EXAMPLE) -> dt.datetime:
    """A moment as it was typed, in the zone of the plan unless it names another; told in that of
    the plan. Of an hour that the clocks show twice, the first, unless an offset says which.

    Raises BcpError for what is no day and time, for a minute that the clocks skip, and for a year
    of which the plan cannot say who is on duty.
    """
    try:
        if not _WRITTEN.fullmatch(text.strip()):
            raise ValueError
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError as wrong:
        raise BcpError(
            "“{text}” is no day and time",
            "write for example {example}",
            text=text,
            example=example,
        ) from wrong
    _check_year(plan, text, moment.year, example)
    zone = ZoneInfo(plan.header.timezone)
    if moment.tzinfo is not None:
        return moment.astimezone(zone)
    moment = moment.replace(tzinfo=zone)
    there = moment.astimezone(dt.UTC).astimezone(zone)
    if there.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise BcpError(
            "there is no {text} in {zone}: the clocks go forward then",
            "write {there}, or another time",
            text=text,
            zone=plan.header.timezone,
            there=there.strftime("%Y-%m-%dT%H:%M"),
        )
    return moment


def _check_year(plan: Plan, text: str, year: int, example: str) -> None:
    """Rotas, absences and public holidays are said for the years around the plan's own days."""
    if year not in _YEARS:
        raise BcpError(
            "“{text}” is too far away to say who is on duty then",
            "write for example {example}",
            text=text,
            example=example,
        )
    years = {today().year, *(day.year for one in plan for day in _days(one))}
    first, last = min(years), max(years)
    if not first - _BEYOND <= year <= last + _BEYOND:
        raise BcpError(
            "“{text}” is too far from every day that this plan names to say who is on duty then",
            "write a time between {first} and {last}",
            text=text,
            first=str(first - _BEYOND),
            last=str(last + _BEYOND),
        )


def _days(value: object) -> Iterator[dt.date]:
    """Every day in an object of a plan, at any depth."""
    if isinstance(value, dt.date):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _days(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _days(one)
    elif isinstance(value, _part()):
        yield from _days(vars(value))


def _part() -> type:
    """What plans are made of; imported late, since help needs none of it."""
    from bcp.model.base import Part

    return Part
