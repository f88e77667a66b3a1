"""What was asked of ``bcp what-if``, as it is typed: losses, staff, demand, hour, since when."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from bcp.cli.moments import moment_in
from bcp.cli.plans import Opened, one_object
from bcp.errors import BcpError

if TYPE_CHECKING:
    from bcp.graph.strain import Missing
    from bcp.graph.what_if.scenario import Scenario
    from bcp.plan import Plan

_ALL = ("down", "all")
"""Words for all that is asked about, where nothing is called so: ``--already down=02:10``."""
_STAFF = re.compile(r"staff=\s*([^@]+?)\s*(?:@(.+))?", re.IGNORECASE)
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ONE_DAY = dt.timedelta(days=1)


class DemandType(click.FloatRange):
    """Demand against an ordinary day."""

    name = "demand"

    def __init__(self) -> None:
        super().__init__(1, 1000)

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002 - click gives it
        ctx: click.Context | None,  # noqa: ARG002 - click gives it
    ) -> float:
        try:
            found = float(value)
        except ValueError:
            found = math.nan
        if not 1 <= found <= 1000:  # what is no number is not either
            raise BcpError(
                "“{text}” is no demand for --demand",
                "write a number from 1 to 1000: --demand 3 is three times an ordinary day",
                text=str(value),
            )
        return found


def asked_scenario(
    opened: Opened,
    lost: Iterable[str],
    risks: Iterable[str],
    demand: float | None,
    at: str | None,
    lasts: str | None,
    already: Iterable[str],
) -> Scenario:
    """The scenario that a call asks about.

    Raises BcpError, with what to write instead, for anything that cannot be understood.
    """
    from bcp.graph.what_if.scenario import Asked, scenario_of

    plan = opened.loaded.plan
    words = [word for one in lost for word in _named(one, plan)]
    staff = [_staff(opened, word) for word in words if _is_staff(word)]
    given = [one_object(opened, word) for word in words if not _is_staff(word)]
    given += [_risk(opened, one) for one in risks]
    moment = None if at is None else moment_in(plan, at)
    since = [_already(opened, one, moment) for one in already]
    _check_once(name for name, _ in since)
    if not (given or staff or demand or any(thing is not None for thing, _ in since)):
        raise BcpError(
            "nothing is said to be lost",
            "name it: --lose ID, --risk ID, --lose staff=40%, or --demand 3",
        )
    length = None if lasts is None else _length("--for", lasts)
    asked = Asked(tuple(staff), demand or 1.0, moment, length, tuple(since))
    return scenario_of(plan, given, asked)


def _is_staff(word: str) -> bool:
    return word.lower().startswith("staff=")


def _named(words: str, plan: Plan) -> list[str]:
    found = _split(words, plan)
    if not found:
        raise BcpError("--lose names nothing", "name what is lost: --lose ID, or --lose staff=40%")
    return found


def _split(words: str, plan: Plan) -> list[str]:
    """Ids parted by commas; a title may hold a comma itself, so the whole is tried first."""
    if plan.ids_called(words):
        return [words]
    return [word.strip() for word in words.split(",") if word.strip()]


def _risk(opened: Opened, word: str) -> str:
    found = one_object(opened, word)
    kind = opened.loaded.plan.kind_of(found)
    if kind != "risks":
        raise BcpError(
            "{id} stands under {kind}, not risks",
            "ask with --lose {id}, or name a risk of the plan",
            id=found,
            kind=kind or "",
        )
    return found


def _staff(opened: Opened, word: str) -> Missing:
    from bcp.graph.strain import Missing
    from bcp.model.scalars.numbers import parse_share

    matched = _STAFF.fullmatch(word)
    share = 0.0
    if matched is not None:
        try:
            share = parse_share(matched[1])
        except ValueError:
            matched = None
    if matched is None or share <= 0:
        raise BcpError(
            "“{text}” is no share of staff",
            "write --lose staff=40%, or of one site --lose staff=40%@SITE",
            text=word,
        )
    if matched[2] is None:
        return Missing(share)
    site = one_object(opened, matched[2])
    kind = opened.loaded.plan.kind_of(site)
    if kind != "sites":
        raise BcpError(
            "{id} stands under {kind}, not sites",
            "name a site of the plan after the @",
            id=site,
            kind=kind or "",
        )
    return Missing(share, site)


def _check_once(names: Iterable[str | None]) -> None:
    """Since when something is down can be said once."""
    seen: set[str | None] = set()
    for name in names:
        if name in seen:
            raise BcpError(
                "--already says two times for {thing}",
                "leave one of them out",
                thing=name or "down",
            )
        seen.add(name)


def _already(opened: Opened, word: str, at: dt.datetime | None) -> tuple[str | None, int]:
    """A thing, and for how many seconds it has been down: since a time of that day or another, or
    for a length."""
    thing, _, when = word.rpartition("=")
    if not thing or not when:
        raise BcpError(
            "“{text}” does not say since when",
            "write --already ID=02:10 for since ten past two, ID=2026-03-02T02:10 for a time on "
            "another day, or ID=30m for half an hour",
            text=word,
        )
    plan = opened.loaded.plan
    named = None if thing in _ALL and not plan.ids_called(thing) else one_object(opened, thing)
    zone = ZoneInfo(plan.header.timezone)
    # A plan is read to the minute: seconds of the clock on the wall would only look exact.
    now = at or dt.datetime.now(zone).replace(second=0, microsecond=0)
    began = _began(plan, when, now.astimezone(zone))
    if began is None:
        return named, _length("--already", when)
    if began > now:
        raise BcpError(
            "{text} is later than {now}, the moment asked about",
            "give the day: --already {thing}={day}, or the time that has gone by: --already "
            "{thing}=30m",
            text=when,
            now=now.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            thing=thing,
            day=(began - math.ceil((began - now) / _ONE_DAY) * _ONE_DAY).strftime("%Y-%m-%dT%H:%M"),
        )
    # Real time has passed, whatever the clocks were turned to meanwhile.
    return named, int((now.astimezone(dt.UTC) - began.astimezone(dt.UTC)).total_seconds())


def _began(plan: Plan, when: str, now: dt.datetime) -> dt.datetime | None:
    """Since when, where that is said as a time of day or as a day and time; None: a length."""
    clock = _CLOCK.fullmatch(when)
    if clock is not None:
        return now.replace(
            hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0, fold=0
        )
    if _DAY.match(when):
        return moment_in(plan, when, "--already ID=2026-03-02T02:10")
    if ":" in when:
        raise BcpError(
            "“{text}” is no time of day",
            "write --already ID=02:10, on the 24-hour clock",
            text=when,
        )
    return None


def _length(option: str, text: str) -> int:
    from bcp.model.scalars.times import parse_duration

    try:
        length = parse_duration(text).total
    except ValueError:
        length = 0
    if length <= 0:
        raise BcpError(
            "“{text}” is no length of time for {option}",
            "write for example 30m, 6h or 2d",
            text=text,
            option=option,
        )
    return length
