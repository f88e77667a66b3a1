"""``bcp graph`` itself: who does what and what needs what, told as lines or drawn."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bcp.cli.graph.telling import as_json, begin, beginning, tell, warn_beside
from bcp.cli.language import for_plan, words_in
from bcp.cli.output import style
from bcp.cli.plans import Opened, language_of, one_object, readable_plan
from bcp.diagnostics import Translate, untranslated
from bcp.errors import BcpError
from bcp.files import write_atomically
from bcp.model.base import THINGS

if TYPE_CHECKING:
    from bcp.graph.drawing.needs import Direction
    from bcp.graph.drawing.picture import Picture
    from bcp.graph.structure import Structure

FORMATS: Final = ("text", "tree", "mermaid", "dot", "graphml", "svg", "html", "json")
NEEDS, RELATIONS = "needs", "relations"
DEPTH: Final = 3
"""Steps that are followed in a drawing of needs when no --depth is given."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a call asks to be drawn."""

    folder: Path | None
    language: str | None
    format: str
    of: tuple[str, ...]
    depth: int | None
    kinds: tuple[str, ...]
    show: str | None
    needed_by: bool
    with_dot: bool
    out: Path | None


def answer(asked: Asked) -> None:
    """Draw what was asked for, onto the terminal or into a file.

    Raises BcpError for options that do not go together, and for what cannot be drawn.
    """
    check_kinds(asked.kinds)
    if asked.format == "html":
        from bcp.cli.graph.page import write_page

        if asked.of or asked.kinds:
            raise BcpError(
                "the page holds the whole plan, so --of and --kind say nothing",
                "leave them out; on the page, an object is found by its title",
            )
        write_page(asked.folder, asked.language, asked.out)
        return
    if asked.with_dot and asked.format != "svg":
        raise BcpError("--with-dot is for --format svg", "add --format svg, or leave it out")
    plain = not (asked.of or asked.kinds or asked.needed_by) and asked.show is None
    if asked.format == "text" and plain:
        if asked.out is not None:
            raise BcpError("--out writes a drawing into a file", "add --format svg, html, dot, …")
        tell_overview(asked.folder, asked.language)
        return
    _Drawing(asked).answer()


def tell_overview(folder: Path | None, language: str | None) -> None:
    """Print teams, roles, people and what they do."""
    from bcp.graph.drawing.overview import overview

    plan = readable_plan(folder).loaded.plan
    spoken = for_plan(language_of(plan, language), os.environ, plan.language)
    begin(plan, spoken)
    tell(overview(plan, spoken), spoken)


def check_kinds(kinds: tuple[str, ...]) -> None:
    """Raises BcpError for a kind that the plan language does not know."""
    from bcp.model import KINDS
    from bcp.nearest import nearest

    for kind in kinds:
        if kind not in KINDS:
            near = nearest(kind, KINDS)
            raise BcpError(
                "there is no kind {kind}",
                "did you mean {near}?" if near else "see docs/language.md",
                kind=kind,
                near=near,
            )


class _Drawing:
    """One drawing being made."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.opened: Opened = readable_plan(asked.folder)
        self.plan = self.opened.loaded.plan
        self.of = tuple(dict.fromkeys(one_object(self.opened, one) for one in asked.of))
        # What programs read is in the plan's own language and in English unless another is asked.
        tree = asked.format == "tree" or (asked.format == "text" and self.needs)
        language = language_of(self.plan, asked.language)
        spoken = for_plan(language, os.environ, self.plan.language) if tree else ""
        self.language = spoken or language or ""
        self.say: Translate = words_in(self.language) if self.language else untranslated
        self.languages = (self.language,) if self.language else ()

    @property
    def needs(self) -> bool:
        """Whether the picture is of what is needed; else it is of everything that is related."""
        asked = self.asked
        if asked.kinds and (asked.show == NEEDS or asked.format in ("tree", "svg")):
            raise BcpError(
                "--kind chooses among relations, not among needs",
                "add --show relations, or leave --kind out",
            )
        if asked.show is not None:
            return asked.show == NEEDS
        if asked.needed_by or asked.format in ("tree", "svg"):
            return True
        kinds = {self.plan.kind_of(one) for one in self.of}
        if asked.format == "text":
            return bool(kinds) and kinds <= {*THINGS}
        # What programs read does not become another answer with the kind of what is asked about.
        return kinds == {"processes"} and asked.format != "json"

    def answer(self) -> None:
        form = self.asked.format
        if not self.needs and form == "tree":
            raise BcpError(
                "a tree shows needs, not relations",
                "leave --show out, or draw relations as mermaid, dot, graphml, svg or json",
            )
        if form == "tree" or (form == "text" and self.needs):
            self._tell_tree()
        elif form == "json":
            self._write(as_json(self.plan, self._as_json()) + "\n")
        else:
            warn_beside(self.plan, for_plan(self.language or None, os.environ, self.plan.language))
            self._write(self._drawn(form))

    def _write(self, text: str) -> None:
        if self.asked.out is None:
            click.echo(text, nl=False)
        else:
            write_atomically(self.asked.out, text.encode("utf-8", "surrogateescape"))

    # ── needs ──────────────────────────────────────────────────────────────────────────────────

    @property
    def direction(self) -> Direction:
        return "needed-by" if self.asked.needed_by else "needs"

    def _roots(self, structure: Structure) -> tuple[str, ...]:
        """What the picture of needs begins with."""
        from bcp.graph.drawing.needs import default_processes

        if self.asked.needed_by and not self.of:
            raise BcpError(
                "--needed-by says what needs an object, and none is named", "name one with --of"
            )
        for one in self.of:
            if one not in structure.number:
                raise BcpError(
                    "{id} stands under {kind}, which nothing needs",
                    "name a thing that is needed, or draw relations: --show relations",
                    id=one,
                    kind=self.plan.kind_of(one),
                )
        found = self.of or default_processes(self.plan)
        if not found:
            raise BcpError(
                "this plan names no process, so there is nothing whose needs could be drawn",
                "declare what must go on in `processes:`, or name an object with --of",
            )
        return found

    def _single(self, structure: Structure, roots: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """What stops one of the processes of the picture alone."""
        from bcp.graph.drawing.needs import default_processes, single_points

        processes = [one for one in roots if self.plan.kind_of(one) == "processes"]
        return single_points(structure, processes or default_processes(self.plan))

    def _tell_tree(self) -> None:
        from bcp.graph.drawing.tree import tree
        from bcp.graph.drawing.tree_wording import lines
        from bcp.graph.structure import structure_of
        from bcp.report.text import one_line

        structure = structure_of(self.plan)
        roots = self._roots(structure)
        single = self._single(structure, roots)
        depth = DEPTH if self.asked.depth is None else self.asked.depth
        branches = tree(structure, roots, depth, direction=self.direction, single=single)
        how = style(self.language)
        rows = beginning(self.plan, self.language)
        for one in lines(branches, self.plan, self.language):
            text = one_line(one.message.text(self.say))
            rows += how.wrap(text, one.before, one.behind)
        self._write("\n".join([*rows, ""]))

    def _needs_picture(self) -> Picture:
        from bcp.graph.drawing.needs import needs_picture
        from bcp.graph.structure import structure_of

        structure = structure_of(self.plan)
        roots = self._roots(structure)
        return needs_picture(
            self.plan,
            structure,
            roots,
            DEPTH if self.asked.depth is None else self.asked.depth,
            direction=self.direction,
            languages=self.languages,
            single=self._single(structure, roots),
            say=self.say,
        )

    # ── whichever ──────────────────────────────────────────────────────────────────────────────

    def _as_json(self) -> dict[str, object]:
        from bcp.graph.drawing import formats as drawing

        if self.needs:
            return drawing.needs_as_json(self._needs_picture())
        return drawing.as_json(self._graph())

    def _graph(self) -> object:
        from bcp.graph.responsibility import responsibility_graph, scope

        graph = responsibility_graph(self.plan, *self.languages, kinds=self.asked.kinds)
        depth = 1 if self.asked.depth is None else self.asked.depth
        return scope(graph, self.of, depth) if self.of else graph

    def _picture(self) -> Picture:
        if self.needs:
            return self._needs_picture()
        from bcp.graph.drawing.needs import default_processes, single_points
        from bcp.graph.drawing.picture import of_relations
        from bcp.graph.structure import structure_of

        single = single_points(structure_of(self.plan), default_processes(self.plan))
        title = self.plan.title(self.plan.id, *self.languages)
        return of_relations(self._graph(), single, title=title, say=self.say)

    def _drawn(self, form: str) -> str:
        from bcp.graph.drawing.picture import careful

        picture = careful(self._picture(), self.plan, self.say)
        return drawn(picture, form, with_dot=self.asked.with_dot)


def drawn(picture: Picture, form: str, *, with_dot: bool = False) -> str:
    """A picture in one of the formats for drawing: mermaid, dot, graphml or svg.

    Raises BcpError for an svg of more boxes than can be read.
    """
    from bcp.graph.drawing import formats as drawing

    if form == "dot":
        return drawing.dot(picture)
    if form == "graphml":
        from bcp.graph.drawing.graphml import graphml

        return graphml(picture)
    if form != "svg":
        return drawing.mermaid(picture)
    from bcp.graph.drawing.svg import check_size, svg

    check_size(picture)
    if with_dot:
        from bcp.cli.graph.graphviz import svg_of

        return svg_of(drawing.dot(picture))
    return svg(picture)
