"""Everything one plan says, indexed: by id, by kind, and who refers to whom. Frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from bcp.model import Header, Object
from bcp.model.base import Reference
from bcp.model.learning import Event, Exercise
from bcp.model.references import references
from bcp.model.response import Playbook
from bcp.model.risks import Risk
from bcp.model.shown import ONE_TIME, Shown, measured_by, written_beside

_O = TypeVar("_O", bound=Object)

_SERVING = frozenset(
    {"suppliers", "systems", "sites", "people", "records", "organisations", "redundancy"}
)
"""The kinds of which a plan has what it needs; those of a shared folder may serve others alone."""


class Used(NamedTuple):
    """A folder that a plan uses, and what comes from it."""

    folder: str
    """As seen from the plan: ``../shared``. Empty where no name of a folder is written."""
    ids: frozenset[str]
    """The ids declared in it; none when it could not be used, or is named a second time."""


@dataclass(frozen=True)
class Plan:
    """One plan as it was read.

    ``objects`` holds every object by its id (the header is not among them). ``unread`` maps the ids
    that are declared but could not be read, because something in them is wrong, to their kind: they
    exist, so references to them are not dangling, but nothing is known of them. ``complete`` is
    False when a file could not be read to its end, so that ids may be missing.
    """

    header: Header
    objects: Mapping[str, Object]
    unread: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    complete: bool = True
    contacts: Mapping[str, frozenset[str]] | None = None
    """The fields that a contacts folder added, by id of the person or role; None without one."""

    uses: tuple[Used, ...] = ()
    """The shared folders, one an entry of ``uses`` in plan.yaml."""

    @property
    def contacts_are_missing(self) -> bool:
        """Whether people's numbers are held outside the plan, and were not given."""
        return self.header.contacts == "separately" and self.contacts is None

    @property
    def id(self) -> str:
        return self.header.id

    @property
    def language(self) -> str:
        """The plan's own language: the first of its languages."""
        return self.header.languages[0] if self.header.languages else "en"

    def of(self, model: type[_O]) -> tuple[_O, ...]:
        """All objects of one kind, in the order of their ids."""
        return self._by_kind.get(model, ())  # type: ignore[return-value]

    def find(self, id: str | None, model: type[_O]) -> _O | None:  # noqa: A002
        """The object with this id if it is of this kind; None for None and for anything else."""
        found = self.objects.get(id) if id is not None else None
        return found if isinstance(found, model) else None

    def kind_of(self, id: str) -> str | None:  # noqa: A002
        """The kind under which an id is declared; None when it is not."""
        if id in self.objects:
            return self.objects[id].kind
        if id == self.header.id:
            return self.header.kind
        return self.unread.get(id)

    def __iter__(self) -> Iterator[Object]:
        """The header, then every object in the order of ids."""
        yield self.header
        yield from self.objects.values()

    @cached_property
    def _by_kind(self) -> dict[type[Object], tuple[Object, ...]]:
        kinds: dict[type[Object], list[Object]] = {}
        for one in self.objects.values():
            kinds.setdefault(type(one), []).append(one)
        return {model: tuple(found) for model, found in kinds.items()}

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every place in the plan that names an object, in the order of ids and fields."""
        return tuple(reference for one in self for reference in references(one))

    @cached_property
    def _by_target(self) -> dict[str, tuple[Reference, ...]]:
        found: dict[str, list[Reference]] = {}
        for reference in self.references:
            found.setdefault(reference.target, []).append(reference)
        return {target: tuple(several) for target, several in found.items()}

    def referring_to(self, id: str) -> tuple[Reference, ...]:  # noqa: A002
        """Every place that names this id."""
        return self._by_target.get(id, ())

    @cached_property
    def dangling(self) -> tuple[Reference, ...]:
        """References to an id that is not declared, or is declared as a kind the field refuses.

        An id that is declared twice (which is told) is of both kinds.
        """
        return tuple(
            one
            for one in self.references
            if (kind := self.kind_of(one.target)) is None
            or (
                one.kinds and kind not in one.kinds and self.unread.get(one.target) not in one.kinds
            )
        )

    def playbooks_for(self, risk: Risk) -> tuple[Playbook, ...]:
        """The playbooks that answer a risk: the one that it names, then those that name it. Either
        says it, so one of the two is enough."""
        named = self.find(risk.playbook, Playbook)
        others = (
            one for one in self.of(Playbook) if one is not named and risk.id in one.for_.risks
        )
        return (*((named,) if named is not None else ()), *others)

    def demonstrated(self, one: Object, of: str) -> Shown | None:
        """When one time of an object was last shown, and how long it took; None when it never was.

        ``of`` is the name of the field that promises it, as under ``measured`` of an event:
        ``switch`` of a redundancy, ``within`` of a strategy, ``restore_time``. What counts is the
        latest of ``demonstrated`` and of what an incident, a test, or an exercise in which things
        were really done has measured; of two on one day, what stands beside the promise.
        """
        written = written_beside(one, of)
        measured = self._measured.get((one.id, of))
        if written is None or measured is None:
            return written or measured
        return measured if measured.on > written.on else written

    @cached_property
    def _measured(self) -> dict[tuple[str, str], Shown]:
        """(id, name of the time) → the latest that an event has measured."""
        found: dict[tuple[str, str], Shown] = {}
        for what, of, shown in measured_by(self.of(Event), self.of(Exercise)):
            key = (what, of or ONE_TIME.get(self.kind_of(what) or "", ""))
            if key not in found or shown.on >= found[key].on:
                found[key] = shown
        return found

    @cached_property
    def shared(self) -> frozenset[str]:
        """The ids that come from shared folders."""
        return frozenset().union(*(one.ids for one in self.uses))

    @cached_property
    def idle(self) -> frozenset[str]:
        """Shared resources that take no part in this plan: the carrier of another programme.

        A shared supplier, system, site, person, record or organisation takes part when something
        that does refers to it: the header, whatever is the plan's own, and whatever else is
        shared; a shared redundancy, also when one of its members does. Shared risks, roles,
        playbooks and the rest apply by existing: were a forgotten reference enough to leave a risk
        out, nobody would notice. Nothing is taken from the plan: what is idle can be named, shown
        and printed; it is only not judged.
        """
        idle = {id for id in self.shared if self.kind_of(id) in _SERVING}  # noqa: A001
        targets: dict[str, set[str]] = {}
        for one in self.references if idle else ():
            targets.setdefault(one.source, set()).add(one.target)
        taking_part = targets.keys() - idle
        while taking_part:
            found = idle & {target for one in taking_part for target in targets[one]}
            idle -= found
            found |= {one for one in idle if self._stands_in(one, targets, idle)}
            idle -= found
            taking_part = found & targets.keys()
        return frozenset(idle)

    def _stands_in(self, id: str, targets: Mapping[str, set[str]], idle: set[str]) -> bool:  # noqa: A002
        """Whether it is a redundancy with a member that takes part."""
        return self.kind_of(id) == "redundancy" and any(
            self.kind_of(one) in _SERVING and one not in idle for one in targets.get(id, ())
        )

    def title(self, id: str, *languages: str) -> str:  # noqa: A002
        """What people call an object, in the first of ``languages`` it has; else its id."""
        if id == self.header.id:
            return self.header.label.in_language(*languages, self.language)
        found = self.objects.get(id)
        return found.label.in_language(*languages, self.language) if found else id

    def ids_called(self, words: str) -> tuple[str, ...]:
        """Ids of the objects with this id or title; letter case does not matter."""
        if words in self.objects:
            return (words,)
        wanted = words.casefold().strip()
        return tuple(
            one.id
            for one in self.objects.values()
            if wanted in {text.casefold() for _, text in one.label.by_language}
        )
