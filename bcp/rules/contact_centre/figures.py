"""Rules on the figures that are watched, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator

from bcp.diagnostics import Message, Severity
from bcp.model.response import Indicator
from bcp.rules.common import Wanted, all_read, missing
from bcp.rules.rule import Context, Finding, rule

WATCHED = {
    "service-level": "service level",
    "asa": "average speed of answer",
    "abandonment": "abandonment",
    "oldest-contact": "oldest waiting contact",
    "absence": "absence",
    "agents-offline": "agents offline",
}
"""What a contact centre watches, by what an indicator measures (DORA 10(2), practice)."""


@rule(
    "CTC010",
    Severity.ERROR,
    clauses=("DORA 10(2)", "DORA 17(3)(a)", "APRA CPS 230 40(b)"),
    pack="contact-centre",
)
def six_figures_are_watched(ctx: Context) -> Iterator[Finding]:
    """Service level, speed of answer, abandonment, oldest contact, absence and agents offline are
    watched, each with a warning, a worse critical value, and what follows.

    Why: without a value and a window the crisis begins when somebody feels that it has.
    Fix: declare an indicator with ``measures``, ``warn`` and ``critical``, and say under
    ``on_warn`` and ``on_critical`` which levers and which playbook follow.
    Ignore when: the centre has no queue that such a figure can be taken on.
    """
    indicators = [one for one in ctx.plan.of(Indicator) if one.measures in WATCHED]
    if all_read(ctx, Indicator):
        there = {one.measures for one in indicators}
        for measure, words in WATCHED.items():
            if measure not in there:
                yield Finding(
                    ctx.plan.header.at(),
                    "no indicator watches {figure}",
                    hint="Declare an indicator with `measures: {measure}`.",
                    figure=Message.of(words),
                    measure=measure,
                )
    for one in indicators:
        yield from _cannot_trigger(one)


def _cannot_trigger(one: Indicator) -> Iterator[Finding]:
    yield from missing(one, one.at(), _TRIGGERS, indicator=one.id)
    if one.warn and one.critical and not _is_better(one, one.warn.beyond, one.critical.beyond):
        yield Finding(
            one.at("critical", "beyond"),
            "the critical value of {indicator} is no worse than its warning",
            hint="The warning comes first: choose the critical value further on the bad side.",
            indicator=one.id,
        )
    if one.warn is not None and not one.on_warn:
        yield Finding(
            one.at("on_warn"),
            "nothing is done when {indicator} warns",
            hint="Name under `on_warn:` the levers to pull.",
            indicator=one.id,
        )
    if one.critical is not None and one.on_critical is None:
        yield Finding(
            one.at("on_critical"),
            "no playbook starts when {indicator} is critical",
            hint="Name under `on_critical:` the playbook that starts.",
            indicator=one.id,
        )


_TRIGGERS = (
    Wanted(
        "warn",
        "{indicator} does not say from which value on it warns",
        "Write `warn: {{beyond: …, for: …}}`: the value, and how long it must be passed.",
    ),
    Wanted(
        "critical",
        "{indicator} does not say from which value on it is critical",
        "Write `critical: {{beyond: …, for: …}}`: the value, and how long it must be passed.",
    ),
)


def _is_better(indicator: Indicator, value: float, than: float) -> bool:
    return value > than if indicator.better == "higher" else value < than


@rule("CTC011", Severity.INFO, clauses=("DORA-RTS 24(1)(a)(iv)",), pack="contact-centre")
def triggers_say_when_it_is_over(ctx: Context) -> Iterator[Finding]:
    """Every indicator with a trigger says when it is over, at a value better than the warning.

    Why: a trigger that is over at the value at which it began starts and ends with every call.
    Fix: write ``recovered: {beyond, for}`` with a value on the good side of the warning.
    Ignore when: somebody ends it by hand, and the playbook says when.
    """
    for one in ctx.plan.of(Indicator):
        trigger = one.warn or one.critical
        if trigger is None:
            continue
        if one.recovered is None:
            yield Finding(
                one.at("recovered"),
                "{indicator} does not say at which value its alarm is over",
                hint="Write `recovered: {{beyond: …, for: …}}` with a value better than {begins}.",
                indicator=one.id,
                begins=f"{trigger.beyond:g}",
            )
        elif not _is_better(one, one.recovered.beyond, trigger.beyond):
            yield Finding(
                one.at("recovered", "beyond"),
                "the alarm of {indicator} is over at a value no better than {begins}, at which it "
                "began",
                hint="Choose a value that is better than {begins}.",
                indicator=one.id,
                begins=f"{trigger.beyond:g}",
            )
