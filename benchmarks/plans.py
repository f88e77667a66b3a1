"""Many plans from one: the same plan again and again, every id with a suffix of its own.

Only ids change, where they are declared and where they are named, so a variant is as clean as the
plan that it was made from. The places come from reading the plan, not from looking for words: an id
that is also an ordinary word in a sentence stays the word.

The files of a pattern are brought together by family (people, resources, …) first. The example of
the tests keeps one object a file, which suits tests; nobody writes a plan so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bcp.diagnostics import Place, Span
from bcp.files import Tree, read_tree
from bcp.loader import PLAN_FILE, Loaded, load
from bcp.model import KINDS
from bcp.source import Document

_KIND = re.compile(r"([a-z_]+):[ \t]*(#.*)?$")
_LINE_ENDS = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Pattern:
    """A plan whose ids are cut open at their ends."""

    plan_id: str
    pieces: Mapping[str, tuple[str, ...]]
    """File → its text, cut behind every id."""

    def variant(self, number: int) -> dict[str, bytes]:
        """The files of one variant; number 0 is the plan as it was."""
        suffix = f"-{number:04}" if number else ""
        return {file: suffix.join(pieces).encode() for file, pieces in self.pieces.items()}

    def write(self, folder: Path, count: int) -> list[Path]:
        """Write variants 1 to ``count`` below a folder, one folder each; gives their files."""
        return [path for number in range(1, count + 1) for path in self._write(folder, number)]

    def _write(self, folder: Path, number: int) -> Iterator[Path]:
        home = folder / f"{self.plan_id}-{number:04}"
        home.mkdir(parents=True)
        for file, content in self.variant(number).items():
            path = home / file
            path.write_bytes(content)
            yield path


def pattern_of(folder: Path) -> Pattern:
    """The pattern of a plan that can be read whole.

    :raises ValueError: when it cannot be, or when a place that names an id was not found.
    """
    original = load(read_tree(folder))
    files = by_family({name: one.text for name, one in original.where.documents.items()})
    encoded = {file: text.encode() for file, text in files.items()}
    loaded = load(Tree(None, encoded))
    for one in (original, loaded):
        if one.diagnostics:
            first = one.diagnostics[0]
            raise ValueError(f"{folder}: {first.span.file}:{first.span.line}: {first.message}")
    if loaded.plan.objects != original.plan.objects:
        raise ValueError(f"{folder}: bringing its files together changed what it says")
    ends = _ends_of_ids(loaded)
    return Pattern(
        loaded.plan.id, {file: tuple(_cut(text, ends[file])) for file, text in files.items()}
    )


def by_family(files: Mapping[str, str]) -> dict[str, str]:
    """The same kinds in one file a family of kinds; plan.yaml stays as it is.

    A file that is not written as kinds at the left edge with their objects below stays, too.
    """
    kept: dict[str, str] = {}
    families: dict[str, dict[str, list[str]]] = {}
    for file, text in files.items():
        blocks = None if file == PLAN_FILE else _blocks(text)
        if blocks is None:
            kept[file.replace("/", "-")] = text
            continue
        for kind, lines in blocks:
            family = KINDS[kind].__module__.rpartition(".")[2]
            families.setdefault(family, {}).setdefault(kind, []).extend(lines)
    for family, kinds in sorted(families.items()):
        lines = [line for kind, below in sorted(kinds.items()) for line in (f"{kind}:", *below)]
        kept[f"all-{family}.yaml"] = "\n".join(lines) + "\n"
    return dict(sorted(kept.items()))


def _blocks(text: str) -> list[tuple[str, list[str]]] | None:
    """Each kind and the lines below it; None when the file is written in another manner."""
    blocks: list[tuple[str, list[str]]] = []
    for line in _LINE_ENDS.split(text):
        found = _KIND.match(line)
        if found and found[1] in KINDS:
            blocks.append((found[1], []))
        elif not line.strip() or line.startswith("#"):
            continue
        elif line.startswith("  ") and blocks:
            blocks[-1][1].append(line)
        else:
            return None
    return blocks


def _ends_of_ids(loaded: Loaded) -> dict[str, set[int]]:
    """File → the offsets at which an id of the plan ends."""
    documents = loaded.where.documents
    ends: dict[str, set[int]] = {file: set() for file in documents}
    starts = {file: _line_starts(one) for file, one in documents.items()}

    def mark(place: Place, id: str) -> None:  # noqa: A002
        for key in (False, True):
            span = loaded.where.span(place, key=key)
            end = _end_of(documents[span.file].text, span, starts[span.file], id)
            if end is not None:
                ends[span.file].add(end)
                return
        raise ValueError(f"{span.file}:{span.line}: {id} is not written there")

    plan = loaded.plan
    mark(plan.header.at("id"), plan.id)
    for id in plan.objects:  # noqa: A001
        mark(Place(id), id)
    for one in plan.references:
        if plan.kind_of(one.target) is not None:
            mark(one.place, one.target)
    return ends


def _line_starts(document: Document) -> list[int]:
    return [0, *(found.end() for found in _LINE_ENDS.finditer(document.text))]


def _end_of(text: str, span: Span, starts: list[int], id: str) -> int | None:  # noqa: A002
    """Where the id ends if the span holds it, bare or in quotes."""
    start = starts[span.line - 1] + span.column - 1
    for quote in ("", '"', "'"):
        if text.startswith(f"{quote}{id}{quote}", start):
            end = start + len(quote) + len(id)
            # Not the beginning of a longer word.
            if quote or not re.match(r"[\w.-]*\w", text[end : end + 80]):
                return end
    return None


def _cut(text: str, ends: set[int]) -> Iterator[str]:
    at = sorted(ends)
    for start, end in zip([0, *at], [*at, len(text)], strict=True):
        yield text[start:end]


def example() -> Path:
    """The plan that patterns are made of: the small one that is clean under every rule."""
    from benchmarks.measure import ROOT

    return ROOT / "tests/rules/_base"
