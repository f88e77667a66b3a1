"""``bcp graph reach``: would the call-out reach somebody with the authority, and how soon."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bcp.cli.graph.telling import begin, tell, tell_json
from bcp.cli.help import Command
from bcp.cli.language import for_plan
from bcp.cli.moments import moment_in
from bcp.cli.plans import (
    as_of_option,
    format_option,
    language_of,
    one_object,
    plan_option,
    readable_plan,
    today,
    told_in_option,
)
from bcp.errors import BcpError
from bcp.model.response import Escalation, Level

if TYPE_CHECKING:
    from bcp.graph.reach.reach import At
    from bcp.plan import Plan

_EXAMPLE = "--at 2026-12-24T03:00"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@click.command(cls=Command)
@click.argument("asked", metavar="[ESCALATION|LEVEL]", required=False)
@plan_option
@told_in_option
@click.option(
    "--assume",
    metavar="CHANCES",
    help="Reckon with chances too: answers=0.7,within=3m,available=0.95; answers, within and "
    "available may be followed by an id: available.d.falk=0.8.",
)
@click.option(
    "--at",
    "at",
    metavar="WHEN",
    help="At one moment only: “sun 03:00”, “2026-12-24” or “2026-12-24 03:00”.",
)
@as_of_option
@format_option("text", "json")
@click.pass_context
def reach(
    ctx: click.Context,
    asked: str | None,
    folder: Path | None,
    language: str | None,
    assume: str | None,
    at: str | None,
    as_of: dt.date | None,
    format_: str,
) -> None:
    """Tell how long it takes at worst until somebody with the authority accepts the call.

    For every incident level, every hour of the week, any one person absent and any one channel
    lost; then what is weak: dead ends, circles, one person behind two steps, rotas that are empty,
    channels lost with the very thing they report, and times longer than the clock they serve. The
    authority is the role that an escalation ends at. ESCALATION and LEVEL are ids or titles.

    \b
    Examples:
      bcp graph reach --plan plans/northline
      bcp graph reach command-callout --at "sun 03:00" --plan plans/northline
      bcp graph reach --assume answers=0.7,within=3m --plan plans/northline
    """
    from bcp.graph.reach.odds import read_assumed
    from bcp.graph.reach.reach import reach as found_reach
    from bcp.graph.reach.wording import as_json, sentences

    opened = readable_plan(folder or ctx.obj)
    plan = opened.loaded.plan
    language = language_of(plan, language)
    only = (_one(plan, one_object(opened, asked)),) if asked is not None else ()
    answer = found_reach(
        plan,
        only=only,
        as_of=as_of or today(),
        at=_moment(plan, at) if at is not None else None,
        assumed=read_assumed(assume, plan) if assume is not None else None,
    )
    if format_ == "json":
        tell_json(plan, as_json(answer))
    else:
        spoken = for_plan(language, os.environ, plan.language)
        begin(plan, spoken)
        tell(sentences(answer, plan, spoken), spoken)


def _one(plan: Plan, id: str) -> str:  # noqa: A002
    if plan.find(id, Escalation) is None and plan.find(id, Level) is None:
        ids = ", ".join(one.id for one in (*plan.of(Level), *plan.of(Escalation)))
        raise BcpError(
            "{id} stands under {kind}, not escalations or levels",
            "name one of: {ids}" if ids else "write in `escalations:` who is called",
            id=id,
            kind=plan.kind_of(id) or "",
            ids=ids,
        )
    return id


def _moment(plan: Plan, text: str) -> At:
    """Read ``sun 03:00``, ``2026-12-24`` or ``2026-12-24 03:00``."""
    from bcp.graph.reach.reach import At

    words = re.sub(r"(?<=[0-9])t(?=[0-9])", " ", text.lower()).split()
    clock = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", words[-1]) if words else None
    minute = int(clock[1]) * 60 + int(clock[2]) if clock else None
    day = words[0] if words else ""
    if len(words) == (2 if clock else 1):
        weekday = next(
            (n for n, one in enumerate(_WEEKDAYS) if len(day) > 2 and one.startswith(day)), None
        )
        if weekday is not None and minute is not None:
            return At(weekday * 24 * 60 + minute)
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
            try:
                found = At(minute, dt.date.fromisoformat(day))
            except ValueError:
                pass  # there is no such day: told below
            else:
                # Noon is never a minute that the clocks skip.
                moment_in(plan, f"{day}T{clock[0].zfill(5) if clock else '12:00'}", _EXAMPLE)
                return found
    raise BcpError(
        "“{text}” is no moment",
        "write a weekday and a time, “sun 03:00”, or a day, “2026-12-24” or “2026-12-24 03:00”",
        text=text,
    )
