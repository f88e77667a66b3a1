"""Erlang B, C and A: how long callers wait, how many give up, how many agents it takes.

All times are in seconds, all loads in erlangs (mean number of contacts being handled). The formulas
hold for a steady interval; a peak shorter than a few handle times never reaches them.

Sources: A. K. Erlang 1917 (B, C); C. Palm 1943 and O. Garnett, A. Mandelbaum, M. Reiman 2002 (A,
callers whose patience is exponential).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

MOST_AGENTS = 100_000


def offered_load(contacts_per_hour: float, handle_time: float) -> float:
    """Load in erlangs of so many contacts an hour, each taking ``handle_time`` seconds."""
    return contacts_per_hour * handle_time / 3600


def blocking(load: float, trunks: int) -> float:
    """Erlang B: the share of calls that find all of ``trunks`` lines taken.

    The recursion bₖ = a·bₖ₋₁ / (k + a·bₖ₋₁) is stable at any size.
    """
    blocked = 1.0
    for line in range(1, trunks + 1):
        blocked = load * blocked / (line + load * blocked)
    return blocked


@dataclass(frozen=True, slots=True)
class Service:
    """What callers get from so many agents.

    ``answered_in_time`` is a share of all offered contacts; ``mean_wait`` is over all of them, in
    seconds; ``occupancy`` is the share of agents' time spent on contacts; ``abandoned`` is 0 under
    Erlang C, which assumes that nobody gives up.
    """

    agents: int
    waits: float
    answered_in_time: float
    mean_wait: float
    occupancy: float
    abandoned: float = 0.0


def erlang_c(load: float, agents: int, handle_time: float, within: float) -> Service | None:
    """Service when nobody gives up; None when the load is too high, so that the queue only grows.

    Assumes Poisson arrivals, exponential handle times, first come first served, endless patience.
    """
    if agents <= load:
        return None
    blocked = blocking(load, agents)
    waits = agents * blocked / (agents - load * (1 - blocked))
    spare = agents - load
    return Service(
        agents,
        waits,
        1 - waits * math.exp(-spare * within / handle_time),
        waits * handle_time / spare,
        load / agents,
    )


def erlang_a(
    load: float, agents: int, handle_time: float, within: float, patience: float
) -> Service:
    """Service when callers give up after a random time of mean ``patience``.

    M/M/n+M: exponential handle times and patience. Holds at any load, overload included.
    ``agents`` must be at least 1.
    """
    if agents < 1:
        raise ValueError("there must be at least one agent")
    weights = _weights(load, agents, handle_time / patience)
    total = math.fsum(weights)
    waits = math.fsum(weights[agents:]) / total
    in_queue = math.fsum(
        (number - agents) * weight for number, weight in enumerate(weights) if number > agents
    )
    arrivals = load / handle_time
    mean_wait = in_queue / total / arrivals if arrivals else 0.0
    abandoned = mean_wait / patience
    within_time = (1 - waits) + waits * _answered_after_waiting(
        load, agents, handle_time, within, patience
    )
    return Service(
        agents, waits, within_time, mean_wait, load * (1 - abandoned) / agents, abandoned
    )


def _weights(load: float, agents: int, impatience: float) -> list[float]:
    """Unscaled probabilities of 0, 1, 2, … contacts in the system, the largest being 1.

    ``impatience`` is handle time over patience. Worked out from the likeliest state outwards, so
    that neither end overflows; the tail is cut where it no longer counts.
    """

    def deaths(number: int) -> float:
        return min(number, agents) + max(number - agents, 0) * impatience

    peak = 0
    while deaths(peak + 1) < load:
        peak += 1
    below = [1.0]
    for number in range(peak, 0, -1):
        below.append(below[-1] * deaths(number) / load if load else 0.0)
    weights = below[::-1]
    while weights[-1] > 1e-18 or len(weights) <= agents + 1:
        weights.append(weights[-1] * load / deaths(len(weights)))
        if len(weights) > 10 * MOST_AGENTS:
            break
    return weights


def _answered_after_waiting(
    load: float, agents: int, handle_time: float, within: float, patience: float
) -> float:
    """Of those who must wait, the share answered within the time (Simpson's rule).

    On x > 0 the density of the offered wait is proportional to
    exp(λ(1 − e^(−θx))/θ − n·x/AHT), and a caller outlasts x with probability e^(−θx).
    """
    arrivals, leaving = load / handle_time, 1 / patience
    if arrivals == 0:
        return 1.0
    peak = max(0.0, math.log(arrivals * handle_time / agents) / leaving) if load > agents else 0.0

    def exponent(wait: float) -> float:
        return arrivals * (1 - math.exp(-leaving * wait)) / leaving - agents * wait / handle_time

    top = exponent(peak)

    def density(wait: float) -> float:
        return math.exp(exponent(wait) - top)

    end, step = peak, handle_time / agents
    while density(end) > 1e-17:  # beyond, it no longer counts
        end, step = end + step, step * 1.5
    until = min(within, end)
    whole = _simpson(density, 0.0, until) + _simpson(density, until, end)
    answered = _simpson(lambda wait: density(wait) * math.exp(-leaving * wait), 0.0, until)
    return answered / whole


def _simpson(
    function: Callable[[float], float], start: float, end: float, steps: int = 2000
) -> float:
    if end <= start:
        return 0.0
    width = (end - start) / steps
    ends = function(start) + function(end)
    odd = math.fsum(function(start + width * step) for step in range(1, steps, 2))
    even = math.fsum(function(start + width * step) for step in range(2, steps, 2))
    return width / 3 * (ends + 4 * odd + 2 * even)


def agents_needed(
    load: float,
    handle_time: float,
    share: float,
    within: float,
    most_occupied: float = 1.0,
) -> int:
    """The fewest agents at work that answer ``share`` of contacts within the time (Erlang C).

    ``most_occupied`` bounds the share of their time that they spend on contacts.
    """
    agents = math.floor(load) + 1
    while agents < MOST_AGENTS:
        service = erlang_c(load, agents, handle_time, within)
        if (
            service is not None
            and service.answered_in_time >= share
            and service.occupancy <= most_occupied
        ):
            return agents
        agents += 1
    raise ValueError("no number of agents reaches this target")


def rostered(agents: int, shrinkage: float) -> int:
    """How many must be on the roster for so many to be at work."""
    # Rounding first: 14 / 0.7 is 20.000000000000004 in binary.
    return math.ceil(round(agents / (1 - shrinkage), 9))
