"""What several families of rules ask of a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from bcp.diagnostics import Argument, Message, Place
from bcp.model import Object
from bcp.model.base import Part
from bcp.model.people import Hours
from bcp.model.resources import Process
from bcp.model.response import Playbook, Risk
from bcp.model.scalars import Duration
from bcp.rules.rule import Context, Finding

YEAR = Duration(seconds=0, months=12)
"""How old a test, an exercise or a refresher may be (our default; ISO 22301 fixes no number)."""


class Wanted(NamedTuple):
    """A field that must be there, as a rule asks for it."""

    field: str
    """The key as written in YAML."""
    without: str
    """The sentence when it is missing, a template of :class:`~bcp.rules.rule.Finding`."""
    fix: str
    """The line to write, a template too."""


def missing(
    part: Part, place: Place, wanted: Iterable[Wanted], **arguments: Argument
) -> Iterator[Finding]:
    """One finding for each wanted field that a part of the plan lacks, at the field's place.

    ``place`` is where the part stands, ``arguments`` fill the sentences and the fixes. A list or a
    group with nothing in it is missing too; a number, a flag or a time of zero is there.
    """
    for one in wanted:
        value = part.get(one.field)
        if value is None or value == () or value == {}:
            yield Finding(place.at(one.field), one.without, hint=one.fix, related=(), **arguments)


def all_read(ctx: Context, *models: type[Object]) -> bool:
    """Whether all of these kinds could be read: only then what is not there is missing."""
    if ctx.is_incomplete:
        return False
    lost = set(ctx.plan.unread.values())
    return not any(model.kind in lost for model in models)


def high_risks(ctx: Context) -> tuple[Risk, ...]:
    """Risks that score at or above the plan's own line; none while it draws no line."""
    appetite = ctx.plan.header.appetite
    if appetite is None:
        return ()
    return tuple(
        one
        for one in ctx.plan.of(Risk)
        if one.score is not None and one.score >= appetite.high_from
    )


def playbooks_against(ctx: Context, risk: Risk) -> tuple[Playbook, ...]:
    """The playbooks that answer a risk, whichever of the two names the other."""
    return ctx.plan.playbooks_for(risk)


def critical_processes(ctx: Context) -> tuple[Process, ...]:
    """The processes of the critical tier."""
    return tuple(one for one in ctx.plan.of(Process) if one.tier == "critical")


def hours_in_one_zone(ctx: Context, ids: Iterable[str]) -> list[Hours] | None:
    """The named hours with these ids; None when they cannot be laid over each other.

    That is so when an id is not known, or when zones differ, whose distance changes with the
    season.
    """
    found = [ctx.plan.find(id, Hours) for id in dict.fromkeys(ids)]  # noqa: A001
    named = [one for one in found if one is not None]
    zones = {one.timezone or ctx.plan.header.timezone for one in named}
    return named if len(named) == len(found) and len(zones) == 1 else None


def listed(ids: Sequence[str], last: Literal["and", "or"] = "and") -> Argument:
    """Several ids as they stand in a sentence: ``a, b and c``."""
    if len(ids) < 2:
        return "".join(ids)
    template = "{several} and {last}" if last == "and" else "{several} or {last}"
    return Message.of(template, several=", ".join(ids[:-1]), last=ids[-1])


def is_overdue(last: dt.date, every: Duration, as_of: dt.date) -> bool:
    """Whether something last done on a day should have been done again before ``as_of``."""
    return every.after(last) < as_of
