"""Rules that calculate: whether the agents on the roster can keep what a queue promises."""

from __future__ import annotations

import math
from collections.abc import Iterator

from bcp.diagnostics import Severity
from bcp.model.communication import Channel
from bcp.model.queues import Forecast, Queue, Target
from bcp.model.scalars import Duration
from bcp.operations.erlang import agents_needed, erlang_c, offered_load, rostered
from bcp.rules.rule import Context, Finding, rule


@rule("CTC029", Severity.WARNING, pack="contact-centre")
def roster_keeps_the_promise(ctx: Context) -> Iterator[Finding]:
    """The agents rostered for each forecast interval of a telephone queue can keep its target.

    Why: a roster that misses its target on an ordinary day has nothing to give in a crisis, and its
    indicators warn so often that nobody listens. Worked out with Erlang C: steady arrivals, callers
    who do not give up, agents after shrinkage.
    Fix: roster the agents that are named, or promise what the roster can keep.
    Ignore when: agents of another queue answer too, and the plan says so elsewhere.
    """
    for queue in ctx.plan.of(Queue):
        channel = ctx.plan.find(queue.channel, Channel)
        if channel is None or channel.type != "voice":
            continue  # one agent serves several chats or mails at once: Erlang C does not hold
        if queue.handle_time is None or queue.target is None:
            continue
        for number, forecast in enumerate(queue.forecast):
            yield from _judged(queue, forecast, number, queue.handle_time, queue.target)


def _judged(
    queue: Queue, forecast: Forecast, number: int, handle_time: Duration, target: Target
) -> Iterator[Finding]:
    load = offered_load(forecast.contacts_per_hour, handle_time.total)
    shrinkage = queue.shrinkage or 0.0
    if forecast.agents is None or not 0 < load < _HUGE or shrinkage >= 1:
        return
    at_work = math.floor(round(forecast.agents * (1 - shrinkage), 9))
    service = erlang_c(load, at_work, handle_time.total, target.within.total)
    reached = service.answered_in_time if service is not None else 0.0
    # Half a point is within what any forecast is wrong by.
    if reached >= target.share - 0.005:
        return
    needed = rostered(
        agents_needed(load, handle_time.total, target.share, target.within.total), shrinkage
    )
    if service is None:
        template = (
            "{at_work} of {agents} agents are at work for {load} erlangs: the queue only grows"
        )
    else:
        template = (
            "{at_work} of {agents} agents are at work and answer {reached} % within {within}; "
            "promised are {share} %"
        )
    yield Finding(
        queue.at("forecast", number, "agents"),
        template,
        hint="Write {needed}: so many on the roster keep the promise (Erlang C).",
        at_work=at_work,
        agents=forecast.agents,
        load=f"{load:.1f}",
        reached=f"{reached * 100:.0f}",
        within=target.within.in_words(),
        share=f"{target.share * 100:.0f}",
        needed=needed,
    )


_HUGE = 2_000
"""Erlangs above which nobody's forecast lies: a slip of a digit, told by other rules."""
