"""What alone stops a process, and which two or three things together: exact minimal cut sets.

Two families are told apart. A loss *stops* a process when no strategy of it can serve any more. A
loss that only *disturbs* it takes the normal service while a strategy holds the minimum. Within a
time (MTPD, RTO or any other), a loss stops a process when it is down for longer than that.

A role counts as one of those who are named for it. What "one person, one role at a time" adds is
found by matching and stands beside, named as such: these sets stop the process only because who is
left is needed elsewhere. ``bcp what-if`` counts both.

Neither articulation points nor dominators of a drawing give this: they read every need as one of
several ways (see :mod:`bcp.graph.losses.failing` for what is computed instead).
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from bcp.errors import BcpError
from bcp.graph.availability import available
from bcp.graph.clock.recovering import recovering
from bcp.graph.clock.times import PlanTimes, Seconds
from bcp.graph.clock.timing import PLAIN
from bcp.graph.losses.cutsets import EMPTY, UNIT
from bcp.graph.losses.failing import Failing
from bcp.graph.losses.groups import grouped
from bcp.graph.losses.lateness import AtBest, Lateness, lateness, timed_story
from bcp.graph.losses.silent import silent
from bcp.graph.staffing.emptied import NotMatched
from bcp.graph.stories import Story, story
from bcp.graph.structure import Structure, structure_of
from bcp.model.resources import Process
from bcp.plan import Plan

LISTED = 20_000
"""Sets beyond this many are counted and not listed."""
NAMED = 2
"""Sets of up to so many losses are listed; larger ones are counted and told in groups."""
EXPLAINED = 500
"""When there are more sets than this, only single points come with their stories, and no more than
this many of them."""
_EXPLAINING = 1_000_000
"""Sets with stories × things and links of the plan: of a huge plan, fewer come with theirs."""
NAMED_FEW = 20
"""Larger ones are listed, too, where they are silent or by matching, and no more than this."""
PROFILED = 10
"""Things whose profile is told."""
_BUS = 3
"""How many people missing together are tried for the bus factor."""
_COMMON = 200
"""Of more members, so many are asked what they take in common."""


@dataclass(frozen=True, slots=True)
class Within:
    """How long the process may be down."""

    what: str
    """``mtpd``, ``rto`` or ``given``."""
    seconds: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A smallest set of losses that takes a process."""

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    """Kind of each of ``ids``."""
    story: Story = ()
    """How it takes the process; empty where the set was not explained."""
    held_by: tuple[str, ...] = ()
    """Strategies that hold the minimum then; empty when the process stops, or not explained."""
    failed: tuple[tuple[str, str], ...] = ()
    """Strategies that cannot serve then, each with the first thing it lacks; the process's own id:
    it does not cover all that is lost. Empty where the set was not explained."""
    by_matching: bool = False
    """Whether it does so only because one person fills one role at a time."""
    late: Lateness | None = None
    """Within a time: why the process is not back by then; None where not explained."""
    only_unknown: bool = False
    """Within a time: it counts only because the plan does not say how long something takes."""


@dataclass(frozen=True, slots=True)
class Part:
    """Things that can stand in for each other in a group of sets."""

    take: int
    """Any so many of them."""
    of: tuple[str, ...]
    all_take: str | None
    """What each of them takes alone, or is, nearest to them; None: nothing but the process, or they
    are few."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Sets told together: any of these with any of those."""

    parts: tuple[Part, ...]
    count: int
    """How many sets these are."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Cut-order profile of one thing: in how many of the sets of one, two, three it stands.

    Compared in that order it is the limit of Birnbaum's importance for small rates of failure."""

    id: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BusFactor:
    """How few people missing together stop a process."""

    people: int | None
    """None: no three people do."""
    sets: int
    """How many such sets of people there are."""
    matched: int | None
    """The same when one person fills one role at a time."""
    matched_sets: int


@dataclass(frozen=True, slots=True)
class SilentCut:
    """Losses that stop a process and leave nobody to be called about it."""

    escalations: tuple[str, ...]
    counts: tuple[int, ...]
    cuts: tuple[Cut, ...]
    """Those of up to two losses, and the first larger ones, without stories."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What takes one process, up to ``order`` losses at once.

    Of each of the three lists there is how many sets of one, two, … losses there are
    (``counts``), the sets of up to two (``stops``), and all larger than one in groups.
    """

    process: str
    order: int
    within: Within | None
    """None: times are left out of account; what is lost stays lost, and every switch is made."""
    down_anyway: bool
    """Whether it is down before anything is lost; then nothing else is told."""
    stops: tuple[Cut, ...]
    """Smallest sets that stop it, a role being one of those named for it."""
    counts: tuple[int, ...]
    only_unknown: tuple[int, ...]
    """How many of ``counts`` count only because a time is not known."""
    by_matching: tuple[Cut, ...]
    """Smallest sets that stop it only because one person fills one role at a time."""
    matching_counts: tuple[int, ...]
    not_matched: tuple[NotMatched, ...]
    """Roles for which that was not worked out in full."""
    disturbs: tuple[Cut, ...]
    """Smallest sets that take its normal service, while a strategy holds the minimum."""
    disturb_counts: tuple[int, ...]
    complete: bool
    """False when there are more than :data:`LISTED`; then only single losses are listed."""
    bundles: tuple[Bundle, ...] | None
    """The sets of two and more that stop it, in groups; None: there are too many groups."""
    escalations: tuple[str, ...]
    """Whom the plan calls when it stops: the escalations of playbooks that answer to that."""
    silent: tuple[SilentCut, ...]
    profile: tuple[Standing, ...]
    """The things that stand in most sets that stop it, at most :data:`PROFILED`."""
    bus_factor: BusFactor | None

    @property
    def count_stops(self) -> int:
        return sum(self.counts)

    @property
    def count_disturbs(self) -> int:
        return sum(self.disturb_counts)

    @property
    def single_points(self) -> tuple[Cut, ...]:
        """What stops it alone, by its structure or by matching."""
        return tuple(cut for cut in (*self.stops, *self.by_matching) if len(cut.ids) == 1)

    @property
    def by_kind(self) -> Mapping[tuple[str, ...], tuple[Cut, ...]]:
        """What stops it, by the kinds of what is lost: sites, people with systems, …"""
        found: dict[tuple[str, ...], list[Cut]] = {}
        for cut in self.stops:
            found.setdefault(tuple(sorted(cut.kinds)), []).append(cut)
        return {
            kinds: tuple(found[kinds]) for kinds in sorted(found, key=lambda one: (len(one), one))
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """What stops one of many processes, counted."""

    process: str
    within: Within | None
    counts: tuple[int, ...]
    """Sets of one, two, … losses, a role being one of those named for it."""
    matching_counts: tuple[int, ...]
    """Sets that there are besides because one person fills one role at a time."""
    single_points: tuple[str, ...]
    """What stops it alone, by its structure or by matching."""


def within_of(plan: Plan, process_id: str, asked: str) -> Within:
    """The time that a process may be down: its ``mtpd`` or ``rto``.

    :raises BcpError: when the plan does not set it.
    """
    process = plan.find(process_id, Process)
    length = getattr(process, asked)
    if length is None:
        raise BcpError(
            "{process} has no {target}, so nothing can be compared with it.",
            "Set {target} of {process} in `processes:`, or name a time: --within 4h.",
            process=process_id,
            target=asked,
        )
    return Within(asked, length.total)


def losses(
    plan: Plan,
    process_id: str,
    order: int = 2,
    *,
    within: Within | None = None,
    structure: Structure | None = None,
    failing: Failing | None = None,
) -> Losses:
    """Single points of failure of a process and, from order 2, what stops it together.

    ``failing`` carries what was found for other processes of the same structure; pass one when
    asking for many (its limit must be ``order``, its times those of the plan with ``within``).

    :raises BcpError: when there is no such process.
    """
    structure = structure or (failing.structure if failing else structure_of(plan))
    if plan.kind_of(process_id) != "processes" or process_id not in structure.number:
        raise BcpError(
            "There is no process {id} in this plan.",
            "Name a process of the plan.",
            id=process_id,
        )
    process = structure.number[process_id]
    times = PlanTimes(plan, structure) if within else None
    failing = failing or Failing(structure, order, times or PLAIN, first=(process,))
    return _Asking(plan, failing, process, order, within, times).answer()


def all_losses(plan: Plan, order: int = 2, *, within: str | None = None) -> tuple[Summary, ...]:
    """For every process in the order of ids: how many sets stop it, and what does so alone.

    ``within``: ``mtpd`` or ``rto``, each process its own; one that has none is left out.
    """
    structure = structure_of(plan)
    times = PlanTimes(plan, structure) if within else PLAIN
    processes = [
        one for one in structure.of_kind("processes") if structure.nodes[one].id in plan.objects
    ]
    failing = Failing(structure, order, times, first=processes)
    found = []
    for process in processes:
        name = structure.nodes[process].id
        time = None
        if within is not None:
            if getattr(plan.find(name, Process), within) is None:
                continue
            time = within_of(plan, name, within)
        found.append(_summary(failing, process, time))
    return tuple(found)


def _summary(failing: Failing, process: int, within: Within | None) -> Summary:
    time = within.seconds if within else 0
    families = failing.families
    plain = failing.other_than(failing.stops(process, time, matched=False), process)
    matched = failing.other_than(failing.stops(process, time), process)
    more = failing.beyond(matched, plain) if matched != plain else EMPTY
    return Summary(
        failing.structure.nodes[process].id,
        within,
        families.counts(plain)[1:],
        families.counts(more)[1:],
        failing.structure.ids(sorted(map(failing.thing, families.singles(matched)))),
    )


class _Asking:
    """One question, and what its parts share."""

    def __init__(
        self,
        plan: Plan,
        failing: Failing,
        process: int,
        order: int,
        within: Within | None,
        times: PlanTimes | None,
    ) -> None:
        self.plan = plan
        self.failing = failing
        self.families = failing.families
        self.structure = failing.structure
        self.process = process
        self.order = order
        self.within = within
        self.times = times
        self.time: Seconds = within.seconds if within else 0

    def answer(self) -> Losses:
        failing, process, time = self.failing, self.process, self.time
        everything = failing.stops(process, time, matched=False)
        plain = failing.other_than(everything, process)
        matched = failing.other_than(failing.stops(process, time), process)
        more = failing.beyond(matched, plain)
        normal = failing.other_than(failing.disturbs(process, time), process)
        held = failing.beyond(normal, failing.stops(process, time))
        named = {family: self._listed(family) for family in (plain, more, held)}
        if 0 < self.families.count(more) <= NAMED_FEW:
            named[more] = list(failing.sets(more)), True
        explain = self._explained([one for sets in named.values() for one in sets[0]])
        counts = {family: self.families.counts(family)[1:] for family in named}
        escalations, quiet = silent(self.plan, failing, process, time)
        return Losses(
            self.structure.nodes[process].id,
            self.order,
            self.within,
            everything == UNIT,
            tuple(self._cut(one, one in explain) for one in named[plain][0]),
            counts[plain],
            self.families.counts(self._only_unknown)[1:],
            tuple(self._cut(one, one in explain, matching=True) for one in named[more][0]),
            counts[more],
            failing.not_matched(process),
            tuple(self._held(one, one in explain) for one in named[held][0]),
            counts[held],
            all(complete for _, complete in named.values()),
            self._bundles(plain),
            escalations,
            tuple(self._silent(one.escalations, one.family) for one in quiet),
            self._profile(plain),
            self._bus_factor(),
        )

    # ── sets ───────────────────────────────────────────────────────────────────────────────────

    def _listed(self, family: int) -> tuple[list[tuple[int, ...]], bool]:
        counts = self.families.counts(family)
        size = min(NAMED, self.order)
        while size > 1 and sum(counts[: size + 1]) > LISTED:
            size -= 1
        found = [
            one
            for each in range(1, size + 1)
            for one in self.failing.sets(self.families.of_size(family, each))
        ]
        return found, size == min(NAMED, self.order)

    def _explained(self, several: list[tuple[int, ...]]) -> frozenset[tuple[int, ...]]:
        nodes = self.structure.nodes
        links = sum(1 + len(node.needs) + len(node.in_gates) for node in nodes)
        told = min(EXPLAINED, _EXPLAINING // max(1, links))
        largest = self.order if len(several) <= told else 1
        return frozenset([one for one in several if len(one) <= largest][:told])

    @cached_property
    def _only_unknown(self) -> int:
        """The sets that stop the process only because a time is not known."""
        if self.times is None:
            return EMPTY
        at_best = Failing(self.structure, self.order, AtBest(self.times), like=self.failing)
        stops = self.failing.stops(self.process, self.time, matched=False)
        sure = at_best.stops(self.process, self.time, matched=False)
        return self.failing.beyond(stops, sure)

    @cached_property
    def _only_unknown_sets(self) -> frozenset[tuple[int, ...]]:
        return frozenset(self._listed(self._only_unknown)[0])

    def _cut(self, lost: tuple[int, ...], explain: bool, *, matching: bool = False) -> Cut:
        kinds = tuple(self.structure.nodes[one].kind for one in lost)
        ids = self.structure.ids(lost)
        unknown = lost in self._only_unknown_sets
        if not explain:
            return Cut(ids, kinds, by_matching=matching, only_unknown=unknown)
        if self.times is None:
            state = available(self.structure, lost)
            told = story(state, self.process)
            failed = self._failed(state.lost.keys())
            return Cut(ids, kinds, told, failed=failed, by_matching=matching)
        recovered = recovering(self.structure, self.times, lost)
        late = lateness(self.times, recovered, self.process, self.time)
        told = timed_story(recovered, self.process)
        failed = self._failed(recovered.back.keys())
        return Cut(ids, kinds, told, (), failed, matching, late, unknown)

    def _failed(self, lost: AbstractSet[int]) -> tuple[tuple[str, str], ...]:
        """The strategies that are not too slow and cannot serve, with what they lack."""
        found = []
        for number in self.structure.holds_of.get(self.process, ()):
            hold = self.structure.holds[number]
            seconds = self.times.way_of_strategy(number, lost).seconds if self.times else 0
            if seconds is not None and seconds <= self.time:
                lacks = next((one for one in hold.needs if one in lost), self.process)
                found.append((hold.id, self.structure.nodes[lacks].id))
        return tuple(found)

    def _held(self, lost: tuple[int, ...], explain: bool) -> Cut:
        kinds = tuple(self.structure.nodes[one].kind for one in lost)
        ids = self.structure.ids(lost)
        if not explain:
            return Cut(ids, kinds)
        holds = self.structure.holds
        if self.times is None:
            state = available(self.structure, lost)
            serving = state.serving.get(self.process, ())
            return Cut(
                ids, kinds, story(state, self.process), tuple(holds[one].id for one in serving)
            )
        recovered = recovering(self.structure, self.times, lost)
        held = tuple(
            holds[one].id
            for one in self.structure.holds_of.get(self.process, ())
            if recovered.by_strategy(one) <= self.time
        )
        return Cut(ids, kinds, timed_story(recovered, self.process), held)

    # ── many sets in few lines ─────────────────────────────────────────────────────────────────

    def _bundles(self, family: int) -> tuple[Bundle, ...] | None:
        found: list[Bundle] = []
        for size in range(2, self.order + 1):
            groups = grouped(self.families, family, size)
            if groups is None:
                return None
            found += (Bundle(tuple(map(self._part, one.parts)), one.count) for one in groups)
        return tuple(found)

    def _part(self, part: tuple[int, tuple[int, ...]]) -> Part:
        take, variables = part
        things = tuple(sorted(self.failing.thing(one) for one in variables))
        if things not in self._in_common:
            self._in_common[things] = self._common(things) if len(things) > 3 else None
        return Part(take, self.structure.ids(things), self._in_common[things])

    @cached_property
    def _in_common(self) -> dict[tuple[int, ...], str | None]:
        return {}

    def _common(self, things: tuple[int, ...]) -> str | None:
        """The first thing that is lost when any of these is lost alone."""
        first = available(self.structure, things[:1]).lost
        both = set(first) & self.structure.cone(self.process)
        both.discard(self.process)
        for one in things[1:_COMMON]:
            both &= available(self.structure, (one,)).lost.keys()
        return next((self.structure.nodes[one].id for one in first if one in both), None)

    def _silent(self, escalations: tuple[str, ...], family: int) -> SilentCut:
        named, _ = self._listed(family)
        if not named and self.order > NAMED:
            named = list(self.failing.sets(self.families.of_size(family, self.order))[:NAMED_FEW])
        cuts = tuple(self._cut(one, explain=False) for one in named)
        return SilentCut(escalations, self.families.counts(family)[1:], cuts)

    # ── who and what matters most ──────────────────────────────────────────────────────────────

    def _profile(self, family: int) -> tuple[Standing, ...]:
        found = [
            (self.failing.thing(rank), counts[1:])
            for rank, counts in self.families.standing(family).items()
        ]
        found.sort(key=lambda one: (tuple(-each for each in one[1]), one[0]))
        return tuple(
            Standing(self.structure.nodes[thing].id, counts) for thing, counts in found[:PROFILED]
        )

    def _bus_factor(self) -> BusFactor | None:
        people = frozenset(self.structure.of_kind("people"))
        if not people & self.structure.cone(self.process):
            return None
        failing = Failing(
            self.structure, _BUS, self.times or PLAIN, first=(self.process,), only=people
        )
        found: list[int | None] = []
        for matched in (False, True):
            family = failing.stops(self.process, self.time, matched=matched)
            counts = failing.families.counts(family)
            size = next((one for one, count in enumerate(counts) if count), None)
            found += (size, 0 if size is None else counts[size])
        return BusFactor(found[0], found[1] or 0, found[2], found[3] or 0)
