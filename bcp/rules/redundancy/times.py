"""Rules on the times of switches and strategies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bcp.diagnostics import Place, Severity
from bcp.model.processes import Demonstrated
from bcp.model.resources import Redundancy, Strategy
from bcp.model.scalars import Duration
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
    measured: Demonstrated
    measured_at: Place


def measured_promises(ctx: Context) -> Iterator[_Promise]:
    """Every time that is promised and was measured."""
    for pair in ctx.plan.of(Redundancy):
        switch = pair.switch
        if switch is not None and switch.demonstrated is not None:
            yield _Promise(
                pair.id,
                pair.at("switch", "within"),
                switch.within,
                switch.demonstrated,
                pair.at("switch", "demonstrated"),
            )
    for one in ctx.plan.of(Strategy):
        if one.demonstrated is not None:
            yield _Promise(
                one.id, one.at("within"), one.within, one.demonstrated, one.at("demonstrated")
            )
