"""What the page of a plan's graph holds: its structure, who answers for what, pictures, matrices.

Titles are in the language asked for. Nobody's telephone number or address is among it: of a person
the page knows the name, and of a queue the numbers that customers dial.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bcp.diagnostics import Translate, mark
from bcp.graph import misread
from bcp.graph.drawing.needs import (
    default_processes,
    gate_message,
    needs_picture,
    plain,
    single_points,
    things_below,
    unit_of,
)
from bcp.graph.drawing.picture import KINDS, ONE, Picture
from bcp.graph.drawing.raci import raci
from bcp.graph.drawing.raci_wording import KEY, PHASES, Wording
from bcp.graph.relations import edges
from bcp.graph.stories import thing_of
from bcp.graph.structure import Gate, Node, Structure, structure_of
from bcp.i18n import translator
from bcp.model.resources import Process
from bcp.model.response import Risk
from bcp.plan import Plan

ANSWERING: Final = (
    "owns",
    "accountable-for",
    "holds",
    "on-rota",
    "alternate-of",
    "leads",
    "decides",
    "decides-otherwise",
    "switches",
    "reroutes",
    "operates",
    "does",
    "may-invoke",
    "speaks-with",
    "watches",
    "keeps",
    "declares",
    "activates",
)
"""Relations that make somebody responsible for a thing, in the order in which they are shown."""

MOST_BOXES: Final = 400
"""A picture with more boxes is left out: the lists beside it say the same, and can be read."""
MOST_IN_ALL: Final = 3000
"""Boxes in all pictures together; beyond it, the pictures of less critical processes are left
out, so that the page opens at once."""
_TIERS: Final = {"critical": 0, "important": 1}


@dataclass(frozen=True, slots=True)
class PageGate:
    """So many of several."""

    what: str
    words: str
    """"1 of 2"."""
    choice: bool
    """Whether it leaves a choice; else all of its ways are needed."""
    ways: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]
    need: int
    serving: int


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody who has to do with a thing."""

    relation: str
    who: str
    """The title,"""
    id: str
    """and the id."""


@dataclass(frozen=True, slots=True)
class PageNode:
    """One thing of the plan."""

    id: str
    title: str
    kind: str
    needs: tuple[int, ...]
    links: tuple[str, ...]
    gates: tuple[PageGate, ...]
    stands_in: tuple[tuple[int, tuple[int, ...]], ...]
    """Buildings that it stands in and that need it: the site, and the causes that take it."""
    answering: tuple[Answering, ...]
    stops: tuple[int, ...]
    """The processes that its loss alone stops."""


@dataclass(frozen=True, slots=True)
class PageHold:
    """A strategy that holds the minimum of a process."""

    id: str
    title: str
    process: int
    without: tuple[int, ...]
    needs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageRisk:
    """A risk, and what it takes."""

    id: str
    title: str
    removes: tuple[int, ...]
    uncounted: bool
    """Whether it also takes staff or changes demand, which the page does not count."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One of the pictures to choose from."""

    title: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class PageRow:
    """One row of a matrix; ``phase`` is set where a new one begins."""

    phase: str
    what: str
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageMatrix:
    """Who does, answers for, is asked and is told in one playbook."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[PageRow, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GraphPage:
    """All of the page."""

    plan: str
    title: str
    language: str
    version: str
    nodes: tuple[PageNode, ...]
    holds: tuple[PageHold, ...]
    roles: tuple[int, ...]
    """Roles in the order in which they are filled,"""
    candidates: tuple[tuple[int, ...], ...]
    """for each of them who may fill it, in order of succession,"""
    at_once: tuple[tuple[int, int], ...]
    """and (person, how many roles at a time) where that is not one."""
    risks: tuple[PageRisk, ...]
    caution: str
    """What makes all of it wrong (:mod:`bcp.graph.misread`); empty for a plan in order."""
    pictures: tuple[PagePicture, ...]
    left_out: int
    """Pictures that are not there, since they would have too many boxes."""
    matrices: tuple[PageMatrix, ...]
    matrix_key: str
    kinds: Mapping[str, str]
    ones: Mapping[str, str]
    words: Mapping[str, str]
    """What the page says, by name: templates over ``{…}`` in the reader's language."""


WORDS: Final[Mapping[str, str]] = {
    "lost": mark("lost"),
    "minimum": mark("at its minimum"),
    "stands": mark("It stands."),
    "named": mark("It is among the losses."),
    "because_need": mark("It needs {things}, which is lost."),
    "because_gate": mark("It needs {need} and has {left} left; lost: {things}."),
    "because_overdrawn": mark("It needs {need}, and there are only {left} even without a loss."),
    "because_staffing": mark("Who could still take it fills another role; lost: {things}."),
    "held": mark("Held at its minimum by: {things}."),
    "lose": mark("Lose this"),
    "keep": mark("Give it back"),
    "close": mark("Close this"),
    "single": mark("Single point: its loss alone stops {things}."),
    "needs": mark("What it needs"),
    "needs_nothing": mark("It needs nothing else."),
    "needed_by": mark("What needs it"),
    "needed_by_nothing": mark("Nothing needs it."),
    "any_depth": mark("At any depth: {count}"),
    "answering": mark("Who has to do with it"),
    "stand_in": mark("stand-in"),
    "also": mark("with {things}"),
    "building": mark("in that building"),
    "counts": mark("counts {amount}"),
    "all_of": mark("all of these"),
    "strategy": mark("Or at its minimum by {strategy}, without {things}. It takes:"),
    "strategy_for": mark("by {strategy}, a strategy"),
    "among": mark("needs {some}"),
    "nothing_lost": mark("Nothing is lost. Name something, or press “Lose this” on an object."),
    "verdict_none": mark("Every process goes on."),
    "verdict": mark("Processes that stop: {stop}. At their minimum: {minimum}. Of {all}."),
    "stop": mark("These processes stop"),
    "at_minimum": mark("These go on at their minimum"),
    "empty_roles": mark("These roles stay empty"),
    "pass_on": mark("These roles pass on"),
    "left_for": mark("left for it, in order: {things}"),
    "switched": mark("These go on only once a stand-in is switched to"),
    "closed": mark("Customers cannot reach us by these queues"),
    "fall": mark("These fall too"),
    "unknown": mark("There is no “{words}” in this plan."),
    "did_you_mean": mark("Did you mean {things}?"),
    "nothing_counted": mark("Nothing of what was asked about could be worked out here."),
    "uncounted": mark("{risk} also takes staff or changes demand; that is not counted here."),
    "uncounted_only": mark(
        "{risk} only takes staff or changes demand; that is not counted here: ask bcp what-if."
    ),
    "takes_nothing": mark("By what the plan says, {risk} takes nothing away."),
    "not_shown": mark("{risk} is a risk: lose it, and this page shows what it takes."),
    "leave_out": mark("Leave this out"),
    "before": mark("Missing even when nothing is lost: {things}."),
    "found": mark("Found: {count}"),
    "more": mark("and {count} more"),
    "remove": mark("Give back {thing}"),
}
"""What the script of the page says. The key is its name in the script."""


def graph_page(plan: Plan, language: str) -> GraphPage:
    """The page of a plan in a language; other titles are in the plan's own."""
    return _Page(plan, language).page()


class _Page:
    def __init__(self, plan: Plan, language: str) -> None:
        self.plan = plan
        self.language = language
        self.say: Translate = translator(language)
        self.structure: Structure = structure_of(plan)

    def page(self) -> GraphPage:
        processes = [one.id for one in self.plan.of(Process)]
        single = single_points(self.structure, processes)
        pictures, left_out = self._pictures(single)
        staffing = self.structure.staffing
        warning = misread.warning(self.plan)
        kinds = dict.fromkeys((*(one.kind for one in self.structure.nodes), "strategies"))
        return GraphPage(
            plan=self.plan.id,
            title=self._title(self.plan.id),
            language=self.language,
            version=self.plan.header.version or "",
            nodes=self._nodes(single),
            holds=self._holds(),
            roles=staffing.roles,
            candidates=staffing.candidates,
            at_once=tuple(sorted(staffing.at_once.items())),
            risks=tuple(map(self._risk, self.plan.of(Risk))),
            caution=warning.message.text(self.say) if warning else "",
            pictures=pictures,
            left_out=left_out,
            matrices=self._matrices(),
            matrix_key=self.say(KEY),
            kinds={one: self.say(KINDS.get(one, one)) for one in kinds},
            ones={one: self.say(ONE.get(one, KINDS.get(one, one))) for one in kinds},
            words={name: self.say(words) for name, words in WORDS.items()},
        )

    def _title(self, id: str) -> str:  # noqa: A002
        title = thing_of(self.plan, id, self.language)
        return title if isinstance(title, str) else title.text(self.say)

    # ── the structure ──────────────────────────────────────────────────────────────────────────

    def _nodes(self, single: Mapping[str, tuple[str, ...]]) -> tuple[PageNode, ...]:
        answering = self._answering()
        return tuple(
            PageNode(
                node.id,
                self._title(node.id),
                node.kind,
                node.needs,
                node.links,
                tuple(self._gate(node, gate) for gate in node.gates),
                tuple((one.site, one.causes) for one in node.stands_in),
                answering.get(node.id, ()),
                self.structure.numbers(single.get(node.id, ())),
            )
            for node in self.structure.nodes
        )

    def _gate(self, node: Node, gate: Gate) -> PageGate:
        words = gate_message(gate, unit_of(self.plan, node.id, gate)).text(self.say)
        choice = not plain(gate)
        return PageGate(gate.what, words, choice, gate.ways, gate.weights, gate.need, gate.serving)

    def _answering(self) -> dict[str, tuple[Answering, ...]]:
        order = {type_: place for place, type_ in enumerate(ANSWERING)}
        found: dict[str, dict[tuple[int, str], Answering]] = {}
        for edge in edges(self.plan):
            if edge.type in order and edge.target in self.structure.number:
                one = Answering(self.say(edge.type), self._title(edge.source), edge.source)
                found.setdefault(edge.target, {})[order[edge.type], edge.source] = one
        # Who holds a role and who stands in come in the order in which the plan calls them.
        return {
            target: tuple(several[key] for key in sorted(several, key=lambda one: one[0]))
            for target, several in found.items()
        }

    def _holds(self) -> tuple[PageHold, ...]:
        return tuple(
            PageHold(
                one.id, self._title(one.id), one.process, tuple(sorted(one.without)), one.needs
            )
            for one in self.structure.holds
        )

    def _risk(self, one: Risk) -> PageRisk:
        removes = one.removes
        ids = [each for each in removes.ids if each in self.structure.number] if removes else []
        return PageRisk(
            one.id,
            self._title(one.id),
            self.structure.numbers(ids),
            removes is not None and (removes.staff is not None or removes.demand is not None),
        )

    # ── pictures and matrices ──────────────────────────────────────────────────────────────────

    def _pictures(
        self, single: Mapping[str, tuple[str, ...]]
    ) -> tuple[tuple[PagePicture, ...], int]:
        processes = sorted(
            self.plan.of(Process), key=lambda one: (_TIERS.get(str(one.tier), 2), one.id)
        )
        critical = default_processes(self.plan)
        asked: list[tuple[str, Sequence[str]]] = [
            (self._title(one.id), (one.id,)) for one in processes
        ]
        if len(critical) > 1:
            asked.insert(
                1 if processes else 0, (self.say(mark("All critical processes")), critical)
            )
        if len(processes) > len(critical):
            asked.append((self.say(mark("All processes")), [one.id for one in processes]))
        found, boxes = [], 0
        for title, roots in asked:
            things = things_below(self.structure, roots)
            if things > MOST_BOXES or boxes + things > MOST_IN_ALL:
                continue
            picture = self._picture(roots, single)
            count = len(picture.boxes)
            if count <= MOST_BOXES and boxes + count <= MOST_IN_ALL:
                boxes += count
                found.append(PagePicture(title, picture))
        return tuple(found), len(asked) - len(found)

    def _picture(self, roots: Iterable[str], single: Mapping[str, tuple[str, ...]]) -> Picture:
        wanted = frozenset(roots)
        marked = [one for one, stops in single.items() if wanted.intersection(stops)]
        return needs_picture(
            self.plan,
            self.structure,
            tuple(roots),
            languages=(self.language,),
            single=marked,
            say=self.say,
        )

    def _matrices(self) -> tuple[PageMatrix, ...]:
        wording = Wording(self.plan, self.language, self.say)
        found = []
        for matrix in raci(self.plan, structure=self.structure):
            rows, phase = [], ""
            for row in matrix.rows:
                begins = self.say(PHASES[row.phase]) if row.phase and row.phase != phase else ""
                phase = row.phase
                letters = tuple(row.letters(one) for one in matrix.columns)
                rows.append(PageRow(begins, wording.what(matrix, row), letters))
            found.append(
                PageMatrix(
                    wording.name(matrix.playbook),
                    tuple(map(wording.name, matrix.columns)),
                    tuple(rows),
                    tuple(wording.flag(matrix, one) for one in matrix.flags),
                )
            )
        return tuple(found)
