"""How likely somebody with the authority is reached by when, under chances that somebody assumed.

With aq the chance that person q is available at all, pi the chance that a try i is answered by
somebody who is available, wi how long an answer takes at most, and si when the try begins::

    P(T > t) = product over people q of [ (1 - aq) + aq * Sq(t) ]
    Sq(t) = product over tries i of q with si + wi <= t of (1 - pi)

Availability belongs to the person, not to the try: who is on an aeroplane answers none of five
tries. Tries after the first answer never change when it came, so nothing need be simulated. An
answer is counted at the end of its time, which is the safe side. Everything is exact: chances are
fractions, times whole seconds; T takes only the values si + wi, among which the percentile is found
by bisection.

The tries are those of the walk on which nobody before the authority accepts: each step at its
latest. In a step of n tries, everybody who may hold the role is tried n times, one after the other,
evenly over ``accepts_within``; the first try by the first channel, the second by the second, and
so on from the first again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

from bcp.errors import BcpError
from bcp.graph.reach.answers import When
from bcp.graph.reach.asking import Asking
from bcp.graph.reach.calls import CallOut
from bcp.graph.reach.duty import Moment, Situation
from bcp.model.communication import Channel
from bcp.model.people import Person
from bcp.model.response import Escalation
from bcp.model.scalars.times import parse_duration
from bcp.nearest import nearest
from bcp.plan import Plan

SHARES = (Fraction(1, 2), Fraction(9, 10), Fraction(99, 100))
"""The shares of nights that are told."""
_NOTHING: Mapping[str, Fraction] = MappingProxyType({})
_NO_TIMES: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Assumed:
    """Chances that somebody assumed."""

    answers: Fraction
    """The chance that one try is answered by somebody who is available."""
    within: int
    """Seconds an answer takes at most."""
    available: Fraction = Fraction(1)
    """The chance that somebody is available at all."""
    answers_of: Mapping[str, Fraction] = field(default_factory=lambda: _NOTHING)
    """The same for single people or channels; people go first."""
    within_of: Mapping[str, int] = field(default_factory=lambda: _NO_TIMES)
    """For single channels or people."""
    available_of: Mapping[str, Fraction] = field(default_factory=lambda: _NOTHING)
    """For single people."""


@dataclass(frozen=True, slots=True)
class Try:
    """One try to reach a person."""

    person: str
    channel: str
    start: int
    """Seconds from the start of the call-out."""


@dataclass(frozen=True, slots=True)
class Odds:
    """One list at its worst hour."""

    escalation: str
    when: tuple[When, ...]
    tries: tuple[Try, ...]
    within: tuple[tuple[Fraction, int | None], ...]
    """For each of :data:`SHARES`: the seconds within which the authority is reached in that share
    of nights; None: it is not reached in so many."""
    reached: Fraction
    """The share of nights in which anybody with the authority is reached at all, before the list is
    at its end."""


def odds(asking: Asking, one: Escalation, assumed: Assumed) -> Odds | None:
    """The odds of a list at its worst hour and in its worst week; None when it never holds."""
    call_out = asking.call_out(one)
    found: dict[When, Odds] = {}
    known: dict[Situation, Odds] = {}
    alike: dict[tuple[Try, ...], Odds] = {}
    for scene in asking.scenes():
        for when in asking.held(call_out, scene):
            at = call_out.duty.situation(scene, when.start)
            if at not in known:
                several = _weeks(call_out, at, assumed, alike)
                known[at] = max(several, key=_rank)
            found[when] = known[at]
    if not found:
        return None
    worst = max(found.values(), key=_rank)
    alike_hours = (each for each, told in found.items() if _rank(told) == _rank(worst))
    return replace(worst, when=tuple(alike_hours))


def _weeks(
    call_out: CallOut, at: Situation, assumed: Assumed, alike: dict[tuple[Try, ...], Odds]
) -> Iterator[Odds]:
    """The odds in each of the weeks that the rotas can have; those with the same tries once."""
    duty = call_out.duty
    roles = [one for one in duty.roles if any(one in wanted for wanted in call_out.wanted)]
    seen: set[Hashable] = set()
    for turns in duty.calendar.turns(duty.rotas, at.scene, at.minute):
        moment = Moment(at.scene, at.minute, turns)
        people = tuple(duty.holders(one, moment) for one in roles)
        if people in seen:
            continue
        seen.add(people)
        tries = tuple(_tries(call_out, moment))
        if tries not in alike:
            alike[tries] = _odds(call_out.first.id, tries, assumed)
        yield alike[tries]


def _rank(one: Odds) -> tuple[tuple[bool, int], Fraction]:
    nine_in_ten = one.within[1][1]
    return (nine_in_ten is None, nine_in_ten or 0), -one.reached


def _odds(id: str, tries: tuple[Try, ...], assumed: Assumed) -> Odds:  # noqa: A002
    times = arrivals(tries, assumed)
    return Odds(
        id,
        (),
        tries,
        tuple((share, percentile(tries, assumed, times, share)) for share in SHARES),
        reached_by(tries, assumed, times[-1]) if times else Fraction(),
    )


def arrivals(tries: Iterable[Try], assumed: Assumed) -> list[int]:
    """The times at which an answer can be counted, in order."""
    return sorted({one.start + _within(one, assumed) for one in tries})


def percentile(
    tries: Sequence[Try], assumed: Assumed, times: Sequence[int], share: Fraction
) -> int | None:
    """The first time by which somebody is reached in this share of nights, by bisection."""
    place = bisect_left(times, share, key=lambda time: reached_by(tries, assumed, time))
    return times[place] if place < len(times) else None


def reached_by(tries: Iterable[Try], assumed: Assumed, time: int) -> Fraction:
    """The share of nights in which somebody has answered by a time: the formula above."""
    silent: dict[str, Fraction] = {}
    for one in tries:
        silent.setdefault(one.person, Fraction(1))
        if one.start + _within(one, assumed) <= time:
            silent[one.person] *= 1 - _answers(one, assumed)
    nobody = Fraction(1)
    for person, share in silent.items():
        there = assumed.available_of.get(person, assumed.available)
        nobody *= 1 - there + there * share
    return 1 - nobody


def _answers(one: Try, assumed: Assumed) -> Fraction:
    found = assumed.answers_of
    return found.get(one.person, found.get(one.channel, assumed.answers))


def _within(one: Try, assumed: Assumed) -> int:
    found = assumed.within_of
    return found.get(one.person, found.get(one.channel, assumed.within))


def _tries(call_out: CallOut, at: Moment) -> Iterator[Try]:
    places = {one.id: place for place, one in enumerate(call_out.lists)}
    for called in call_out.silent_walk(at):
        place = places[called.escalation]
        if called.role not in call_out.wanted[place]:
            continue
        step = next(one for one in call_out.lists[place].steps if one.id == called.step)
        people = []
        for one in call_out.duty.holders(called.role, at):
            ways = call_out.duty.contacts.ways(one, called.role, step.via)
            if ways and one not in at.scene.away:
                people.append((one, [way for way in step.via if way in ways]))
        rounds = max(step.attempts, 1)
        length = called.end - called.start
        for number in range(rounds):
            for turn, (one, several) in enumerate(people):
                gone = (number * len(people) + turn) * length // (rounds * len(people))
                yield Try(one, several[number % len(several)], called.start + gone)


# ── what was assumed, as it is written ─────────────────────────────────────────────────────────


def read_assumed(text: str, plan: Plan) -> Assumed:
    """Read ``answers=0.7,within=3m``, with ``available=0.95`` and ``answers.ID=…`` besides.

    :raises BcpError: for anything else.
    """
    common: dict[str, Fraction] = {}
    single: dict[str, dict[str, Fraction]] = {"answers": {}, "available": {}}
    within: int | None = None
    within_of: dict[str, int] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        key, _, value = (one.strip() for one in part.partition("="))
        name, _, id_ = key.partition(".")
        if name not in ("answers", "available", "within") or not value:
            raise BcpError(
                "--assume does not know “{part}”",
                "write for example answers=0.7,within=3m,available=0.95; answers, within and "
                "available may be followed by an id: available.d.falk=0.8",
                part=part,
            )
        if id_:
            _check(id_, name, plan)
        if name == "within":
            seconds = _length(value)
            if id_:
                within_of[id_] = seconds
            else:
                within = seconds
        elif id_:
            single[name][id_] = _chance(value)
        else:
            common[name] = _chance(value)
    if "answers" not in common or within is None:
        raise BcpError(
            "--assume must say how many calls are answered, and within what time",
            "write for example answers=0.7,within=3m",
        )
    return Assumed(
        common["answers"],
        within,
        common.get("available", Fraction(1)),
        MappingProxyType(single["answers"]),
        MappingProxyType(within_of),
        MappingProxyType(single["available"]),
    )


def _check(id: str, name: str, plan: Plan) -> None:  # noqa: A002
    people = [one.id for one in plan.of(Person)]
    known = people if name == "available" else [*people, *(one.id for one in plan.of(Channel))]
    if id not in known:
        near = nearest(id, known)
        raise BcpError(
            "--assume names {id}, which is no person of the plan"
            if name == "available"
            else "--assume names {id}, which is no person and no channel of the plan",
            "did you mean {near}?" if near else "name an id of the plan",
            id=id,
            near=near,
        )


def _chance(text: str) -> Fraction:
    try:
        found = Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if len(text) > 20 or not 0 <= found <= 1:
        raise BcpError(
            "“{text}” is not a chance",
            "write a number from 0 to 1, for example 0.7, or a share: 70%",
            text=text,
        )
    return found


def _length(text: str) -> int:
    try:
        return parse_duration(text).total
    except ValueError as error:
        raise BcpError(
            "“{text}” is not a length of time", "write for example 90s, 3m or 1h", text=text
        ) from error
