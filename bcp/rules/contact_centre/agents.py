"""Rules on agents: how many there are, where, and whether they can keep what a queue promises."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from bcp.diagnostics import Place, Severity, mark
from bcp.model.communication import Channel
from bcp.model.queues import Forecast, Queue, Target
from bcp.model.resources import Site
from bcp.model.scalars import Duration
from bcp.rules.common import all_read
from bcp.rules.rule import Context, Finding, rule

FEWEST_AGENTS = 6
"""Below this a language or specialist queue falls over with two people ill (practice)."""

LARGEST_SHARE = 45
"""From this share of headcount on, in per cent, one site carries too much (practice)."""

LARGEST_LOAD = 2_000
"""Erlangs above which nobody's forecast lies: a slip of a digit, told by other rules."""


@rule("CTC025", Severity.WARNING, pack="contact-centre")
def small_queues_are_seen(ctx: Context) -> Iterator[Finding]:
    """Every queue, and each language and skill in it, has at least six agents.

    Why: of four people one is on leave, one is ill, one sleeps; the fourth has every call.
    Fix: train more agents for it, join it with another queue, or agree an overflow partner who has
    the language or skill.
    Ignore when: the calls are few and a partner takes them when nobody is there.
    """
    for queue in ctx.plan.of(Queue):
        total = sum(one.count for one in queue.agents)
        if not queue.agents:
            continue
        if total < FEWEST_AGENTS:
            yield _too_few(queue, _ANY, "", total)
            continue
        for language, count in _by_language(queue).items():
            if count < FEWEST_AGENTS:
                yield _too_few(queue, _OF_LANGUAGE, language, count)
        for skill, count in _by_skill(queue).items():
            if count < FEWEST_AGENTS:
                yield _too_few(queue, _OF_SKILL, skill, count)


class _TooFew(NamedTuple):
    """How it is said that a queue has too few agents of one sort."""

    none: str
    one: str
    several: str
    fix: str


_ANY = _TooFew(
    mark("{queue} has no agents; it takes {least} to go on when two are away"),
    mark("{queue} has 1 agent; it takes {least} to go on when two are away"),
    mark("{queue} has {count} agents; it takes {least} to go on when two are away"),
    mark("Train more agents for it, or agree an overflow partner."),
)
_OF_LANGUAGE = _TooFew(
    mark("{queue} has no agents who speak {what}; it takes {least} to go on when two are away"),
    mark("{queue} has 1 agent who speaks {what}; it takes {least} to go on when two are away"),
    mark(
        "{queue} has {count} agents who speak {what}; it takes {least} to go on when two are away"
    ),
    mark("Train more agents for it, or agree an overflow partner who speaks {what}."),
)
_OF_SKILL = _TooFew(
    mark(
        "{queue} has no agents with the skill {what}; it takes {least} to go on when two are away"
    ),
    mark("{queue} has 1 agent with the skill {what}; it takes {least} to go on when two are away"),
    mark(
        "{queue} has {count} agents with the skill {what}; it takes {least} to go on when two are "
        "away"
    ),
    mark("Train more agents for it, or agree an overflow partner with the skill {what}."),
)


def _too_few(queue: Queue, said: _TooFew, what: str, count: int) -> Finding:
    return Finding(
        queue.at("agents"),
        said.several if count > 1 else said.one if count else said.none,
        hint=said.fix,
        queue=queue.id,
        what=what,
        count=count,
        least=FEWEST_AGENTS,
    )


def _by_language(queue: Queue) -> Counter[str]:
    """Agents by language; a group that names none counts for each language of the queue."""
    count: Counter[str] = Counter(dict.fromkeys(queue.languages, 0))
    for group in queue.agents:
        for language in group.all_languages or queue.languages:
            count[language] += group.count
    return count


def _by_skill(queue: Queue) -> Counter[str]:
    count: Counter[str] = Counter()
    for group in queue.agents:
        for skill in group.all_skills:
            count[skill] += group.count
    return count


@rule("CTC027", Severity.WARNING, pack="contact-centre")
def no_site_holds_nearly_half(ctx: Context) -> Iterator[Finding]:
    """No site holds 45 % or more of the agents.

    Why: what is lost with one site is then more than overtime and goodwill can make up for.
    Fix: move work to other sites, or have more agents start from home as a rule and count them
    there.
    Ignore when: a tested share of these agents can go on from home within the recovery time.
    """
    if not all_read(ctx, Queue):
        return
    at: Counter[str] = Counter()
    for queue in ctx.plan.of(Queue):
        for group in queue.agents:
            at[group.site] += group.count
    total = at.total()
    for site in ctx.plan.of(Site):
        if at[site.id] * 100 >= LARGEST_SHARE * total > 0:
            yield Finding(
                site.at(),
                "{count} of {total} agents work at {site}: {share} %, and from {most} % on it is "
                "too much to lose at once",
                related=[
                    (place, "one of the largest groups there")
                    for place in _largest_groups(ctx, site)
                ],
                site=site.id,
                count=at[site.id],
                total=total,
                share=at[site.id] * 100 // total,
                most=LARGEST_SHARE,
            )


def _largest_groups(ctx: Context, site: Site) -> list[Place]:
    """Where the three largest groups of agents of a site are written, largest first."""
    groups = [
        (group.count, queue.at("agents", number))
        for queue in ctx.plan.of(Queue)
        for number, group in enumerate(queue.agents)
        if group.site == site.id
    ]
    groups.sort(key=lambda one: -one[0])
    return [place for _, place in groups[:3]]


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
    # Only plans with a forecast pay for the arithmetic.
    from bcp.operations.erlang import agents_needed, erlang_c, offered_load, rostered

    load = offered_load(forecast.contacts_per_hour, handle_time.total)
    shrinkage = queue.shrinkage or 0.0
    if forecast.agents is None or not 0 < load < LARGEST_LOAD or shrinkage >= 1:
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
            "of {agents} agents rostered {at_work} are at work, and calls come in faster than they "
            "can answer: the queue only grows"
        )
    else:
        template = (
            "of {agents} agents rostered {at_work} are at work; they answer {reached} % of the "
            "calls within {within}, and the queue promises {share} %"
        )
    yield Finding(
        queue.at("forecast", number, "agents"),
        template,
        hint="Roster {needed} agents, which is enough to keep the promise (Erlang C), or promise "
        "less under `target:`.",
        at_work=at_work,
        agents=forecast.agents,
        reached=f"{reached * 100:.0f}",
        within=target.within.in_words(),
        share=f"{target.share * 100:.0f}",
        needed=needed,
    )
