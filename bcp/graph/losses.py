"""What alone stops a process, and which two things together: exact minimal cut sets.

Two families are told apart. A loss *stops* a process when no strategy of it can serve any more. A
loss that only *disturbs* it takes the normal service while a strategy holds the minimum.

Neither articulation points nor dominators of a drawing give this: they read every need as one of
several ways (see :mod:`bcp.graph.failing` for what is computed instead).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bcp.errors import BcpError
from bcp.graph.availability import available
from bcp.graph.failing import Failing
from bcp.graph.stories import Story, story
from bcp.graph.structure import Structure, structure_of
from bcp.plan import Plan

LISTED = 20_000
"""Sets beyond this many are counted and not listed."""
EXPLAINED = 500
"""When there are more sets than this, only single points come with their stories, and no more than
this many of them."""
_EXPLAINING = 1_000_000
"""Sets with stories × things and links of the plan: of a huge plan, fewer come with theirs."""


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


@dataclass(frozen=True, slots=True)
class Bundle:
    """Pairs told together: any of ``these`` with any of ``those``."""

    these: tuple[str, ...]
    those: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Losses:
    """What takes one process, up to ``order`` losses at once."""

    process: str
    order: int
    stops: tuple[Cut, ...]
    """Smallest sets that stop it."""
    disturbs: tuple[Cut, ...]
    """Smallest sets that take its normal service, while a strategy holds the minimum."""
    complete: bool
    """False when there are more than :data:`LISTED`; then only the smaller sets are listed."""
    count_stops: int
    count_disturbs: int
    """How many there are of each, listed or not."""

    @property
    def single_points(self) -> tuple[Cut, ...]:
        """What stops it alone."""
        return tuple(cut for cut in self.stops if len(cut.ids) == 1)

    @property
    def by_kind(self) -> Mapping[tuple[str, ...], tuple[Cut, ...]]:
        """What stops it, by the kinds of what is lost: sites, people with systems, …"""
        found: dict[tuple[str, ...], list[Cut]] = {}
        for cut in self.stops:
            found.setdefault(tuple(sorted(cut.kinds)), []).append(cut)
        return {
            kinds: tuple(found[kinds]) for kinds in sorted(found, key=lambda one: (len(one), one))
        }

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        """The pairs that stop it, told by groups whose members have the same partners."""
        return bundles(cut.ids for cut in self.stops if len(cut.ids) == 2)


def losses(
    plan: Plan,
    process_id: str,
    order: int = 2,
    *,
    structure: Structure | None = None,
    failing: Failing | None = None,
) -> Losses:
    """Single points of failure of a process and, from order 2, what stops it together.

    ``failing`` carries what was found for other processes of the same structure; pass one when
    asking for many (its limit must be ``order``).

    :raises BcpError: when there is no such process.
    """
    structure = structure or (failing.structure if failing else structure_of(plan))
    if plan.kind_of(process_id) != "processes" or process_id not in structure.number:
        raise BcpError(
            "There is no process {id} in this plan.",
            "Name a process of the plan.",
            id=process_id,
        )
    failing = failing or Failing(structure, order, first=structure.numbers((process_id,)))
    return _losses(failing, process_id, order)


def all_losses(plan: Plan, order: int = 2) -> tuple[Losses, ...]:
    """The same for every process, in the order of ids, without the stories."""
    failing = Failing(structure_of(plan), order)
    processes = failing.structure.of_kind("processes")
    known = [one for one in failing.structure.ids(processes) if one in plan.objects]
    return tuple(_losses(failing, one, order, explained=-1) for one in known)


def _losses(failing: Failing, process_id: str, order: int, explained: int = EXPLAINED) -> Losses:
    structure = failing.structure
    process = structure.number[process_id]
    stops, disturbs = failing.stops(process), failing.disturbs(process)
    held = failing.families.without(disturbs, stops)
    stopping, all_stopping = _listed(failing, stops, process, order)
    holding, all_holding = _listed(failing, held, process, order)
    told = min(explained, _EXPLAINING // max(1, _size(structure)))
    largest = order if len(stopping) + len(holding) <= told else 1
    several = [one for one in (*stopping, *holding) if len(one) <= largest]
    explain = frozenset(several[: max(told, 0)])
    return Losses(
        process_id,
        order,
        tuple(_cut(structure, process, one, one in explain) for one in stopping),
        tuple(_cut(structure, process, one, one in explain) for one in holding),
        all_stopping and all_holding,
        # The process itself is the one set not counted: that its own loss stops it says nothing.
        failing.families.count(stops) - 1,
        failing.families.count(held),
    )


def _size(structure: Structure) -> int:
    return sum(1 + len(node.needs) + len(node.in_gates) for node in structure.nodes)


def _listed(
    failing: Failing, family: int, process: int, order: int
) -> tuple[list[tuple[int, ...]], bool]:
    families, size = failing.families, order
    part = family
    while size > 1 and families.count(part) > LISTED:
        size -= 1
        part = families.up_to(family, size)
    return [one for one in failing.sets(part) if process not in one], part == family


def _cut(structure: Structure, process: int, lost: tuple[int, ...], explain: bool) -> Cut:
    kinds = tuple(structure.nodes[one].kind for one in lost)
    if not explain:
        return Cut(structure.ids(lost), kinds)
    state = available(structure, lost)
    held = tuple(structure.holds[one].id for one in state.serving.get(process, ()))
    return Cut(structure.ids(lost), kinds, story(state, process), held)


def bundles(pairs: Iterable[tuple[str, ...]]) -> tuple[Bundle, ...]:
    """Pairs as few groups: things that have the same partners stand together."""
    partners: dict[str, set[str]] = {}
    for one, other in pairs:
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    alike: dict[frozenset[str], list[str]] = {}
    for one in sorted(partners):
        alike.setdefault(frozenset(partners[one]), []).append(one)
    found = []
    told: set[frozenset[tuple[str, ...]]] = set()
    for with_, these in sorted(alike.items(), key=lambda item: item[1]):
        groups: dict[frozenset[str], list[str]] = {}
        for other in sorted(with_):
            groups.setdefault(frozenset(partners[other]), []).append(other)
        for those in groups.values():
            both = frozenset((tuple(these), tuple(those)))
            if both not in told:
                told.add(both)
                found.append(Bundle(tuple(these), tuple(those)))
    return tuple(found)
