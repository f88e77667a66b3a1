"""Rules on the times of switches and strategies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bcp.diagnostics import Place, Severity
from bcp.model.resources import Redundancy, Strategy
from bcp.model.scalars import Duration
from bcp.model.shown import Shown
from bcp.rules.rule import Context, Finding, rule


@rule(
    "RED029",
    Severity.WARNING,
    clauses=("ISO 22301:2019 8.5", "NIST SP 800-34r1 3.5.1"),
)
def measured_is_within_what_is_promised(ctx: Context) -> Iterator[Finding]:
    """No time that was measured is longer than the one that is promised for the same thing.

    Why: whoever reads the plan at night reckons with the promise, and the last test has shown that
    it does not hold.
    Fix: promise what was measured, or mend what was slow and measure again.
    Ignore when: what made it slow has been mended since, and the next test is planned.
    """
    for found in measured_promises(ctx):
        if found.measured.time > found.promised:
            yield Finding(
                found.place,
                "{thing} took {measured} on {day}, and {promised} is promised",
                hint="Write {measured} or more here, or make it quicker and measure again.",
                related=[(found.measured_at, "measured here")],
                thing=found.thing,
                measured=str(found.measured.time),
                day=found.measured.on.isoformat(),
                promised=str(found.promised),
            )


class _Promise(NamedTuple):
    """A time that is promised, and the last measured one."""

    thing: str
    place: Place
    promised: Duration
    measured: Shown
    measured_at: Place


def measured_promises(ctx: Context) -> Iterator[_Promise]:
    """Every time of a switch or a strategy that is promised and was measured."""
    for pair in ctx.plan.of(Redundancy):
        shown = ctx.plan.demonstrated(pair, "switch")
        if pair.switch is not None and shown is not None:
            yield _Promise(
                pair.id, pair.at("switch", "within"), pair.switch.within, shown, shown.at
            )
    for one in ctx.plan.of(Strategy):
        shown = ctx.plan.demonstrated(one, "within")
        if shown is not None:
            yield _Promise(one.id, one.at("within"), one.within, shown, shown.at)
