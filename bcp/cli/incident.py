"""What was asked of ``bcp what-if``, as it is typed: losses, staff, demand, hour, since when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

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
_ONE_DAY = dt.timedelta(days=1)
_YEARS = range(1970, 2200)
"""Years for which --at is taken: before and after, clocks and calendars say little."""


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
    moment = None if at is None else _moment(plan, at)
    since = [_already(opened, one, moment) for one in already]
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


def _already(opened: Opened, word: str, at: dt.datetime | None) -> tuple[str | None, int]:
    """A thing, and for how many seconds it has been down: since a time of day, or for a length."""
    thing, _, when = word.rpartition("=")
    if not thing or not when:
        raise BcpError(
            "“{text}” does not say since when",
            "write --already ID=02:10 for since ten past two, or ID=30m for half an hour",
            text=word,
        )
    plan = opened.loaded.plan
    named = None if thing in _ALL and not plan.ids_called(thing) else one_object(opened, thing)
    clock = _CLOCK.fullmatch(when)
    if clock is None and ":" in when:
        raise BcpError(
            "“{text}” is no time of day",
            "write --already ID=02:10, on the 24-hour clock",
            text=when,
        )
    if clock is None:
        return named, _length("--already", when)
    zone = ZoneInfo(plan.header.timezone)
    now = at or dt.datetime.now(zone)
    began = now.astimezone(zone).replace(
        hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0, fold=0
    )
    if began > now:
        began -= _ONE_DAY
    # Real time has passed, whatever the clocks were turned to meanwhile.
    return named, int((now.astimezone(dt.UTC) - began.astimezone(dt.UTC)).total_seconds())


def _moment(plan: Plan, text: str) -> dt.datetime:
    """A moment as it was typed, in the zone of the plan unless it names another; told in that of
    the plan."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as wrong:
        raise BcpError(
            "“{text}” is no day and time", "write for example --at 2026-03-02T02:40", text=text
        ) from wrong
    if moment.year not in _YEARS:
        raise BcpError(
            "“{text}” is too far away to say who is on duty then",
            "write for example --at 2026-03-02T02:40",
            text=text,
        )
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
