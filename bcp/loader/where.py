"""Where the objects of a plan are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bcp import source
from bcp.diagnostics import Path, Place, Span
from bcp.files import PLAN_FILE


class Where(NamedTuple):
    """Where the objects of a plan are written."""

    documents: Mapping[str, source.Document]
    objects: Mapping[str, tuple[str, Path]]
    """Object id → its file and the path of its value there."""

    def span(self, place: Place, *, key: bool = False) -> Span:
        """Where a place is written: the nearest thing that exists, when the field is absent.

        An absent field, and an object as a whole, are shown at the object's key.
        """
        if place.id not in self.objects:
            return Span(PLAN_FILE, 1, 1, 1, 1)
        file, start = self.objects[place.id]
        if start == ("plan",) and place.path[:1] == ("uses",):
            start = ()  # a key of plan.yaml beside `plan:`; the plan is what uses
        document = self.documents[file]
        path, found = _existing(document, start, place.path)
        # A group is shown at its key: a marker under twenty lines marks nothing.
        at_key = len(path) < len(start) + len(place.path) or isinstance(found, dict | list)
        return document.span(path, key=key or (at_key and not isinstance(path[-1], int)))

    def excerpt(self, span: Span) -> str:
        """The source line a span begins in; empty when it has none."""
        document = self.documents.get(span.file)
        return document.excerpt(span.line) if document is not None and span.line else ""


def _existing(document: source.Document, start: Path, inner: Path) -> tuple[Path, source.Value]:
    """As much of the way in as is written, and what stands there."""
    value = document.value
    for part in start:
        value = _inside(value, part)
    path = start
    for part in inner:
        found = _inside(value, part)
        if found is None:
            break
        path, value = (*path, part), found
    return path, value


def _inside(value: source.Value, part: str | int) -> source.Value:
    """What stands at a key or list position; None when nothing does."""
    if isinstance(value, dict):
        return value.get(str(part))
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None
