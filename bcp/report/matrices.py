"""Coverage matrices as text and JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any

from bcp.coverage import Matrix, Row, State
from bcp.diagnostics import Message, mark
from bcp.report.text import Style

FORMAT = "bcp.coverage/1"

_MARKS: dict[State, str] = {"yes": mark("yes"), "no": mark("NO"), "not-asked": "·"}


def lines(matrices: tuple[Matrix, ...], style: Style) -> Iterator[str]:
    """The matrices as tables; as a list of gaps each where the terminal is too narrow for one."""
    for matrix in matrices:
        share = Message.of(
            "{name}: {covered} of {asked}",
            name=style.translate(matrix.name),
            covered=matrix.covered,
            asked=matrix.asked,
        )
        yield style.paint(share.text(style.translate), "1")
        if style.width is not None and _width(matrix, style) > style.width:
            yield from _list(matrix, style)
        else:
            yield from _table(matrix, style)
        yield ""


def _width(matrix: Matrix, style: Style) -> int:
    return 2 + _id_width(matrix) + sum(len(column) + 2 for column in _columns(matrix, style))


def _columns(matrix: Matrix, style: Style) -> list[str]:
    """The headings, each at least as wide as what stands below it."""
    widest = max(len(style.translate(words)) for words in _MARKS.values())
    return [style.translate(column).ljust(widest) for column in matrix.columns]


def _id_width(matrix: Matrix) -> int:
    return max((len(row.id) for row in matrix.rows), default=0)


def _table(matrix: Matrix, style: Style) -> Iterator[str]:
    names = _id_width(matrix)
    columns = _columns(matrix, style)
    yield ("  " + " " * names + "".join(f"  {column}" for column in columns)).rstrip()
    for row in matrix.rows:
        cells = (
            "  " + _cell(state, len(column), style)
            for column, state in zip(columns, row.states, strict=True)
        )
        yield ("  " + row.id.ljust(names) + "".join(cells)).rstrip()


def _cell(state: State, width: int, style: Style) -> str:
    text = style.translate(_MARKS[state]).ljust(width)
    return style.paint(text, "31") if state == "no" else text


def _list(matrix: Matrix, style: Style) -> Iterator[str]:
    """Only the gaps, one object a line."""
    for row in matrix.rows:
        if row.gaps:
            lacks = Message.of(
                "{id}: without {gaps}",
                id=row.id,
                gaps=", ".join(style.translate(one) for one in _gaps(row, matrix)),
            )
            yield from style.wrap(lacks.text(style.translate), "  ", "    ")
    whole = Message.of(
        "{count} of {all} without a gap",
        count=sum(not row.gaps for row in matrix.rows),
        all=len(matrix.rows),
    )
    yield f"  {whole.text(style.translate)}"


def _gaps(row: Row, matrix: Matrix) -> list[str]:
    pairs = zip(matrix.columns, row.states, strict=True)
    return [column for column, state in pairs if state == "no"]


def dump(plans: Sequence[tuple[str, tuple[Matrix, ...]]], as_of: dt.date) -> str:
    """The matrices of plans, given with their ids, as one JSON document.

    ``{"format", "as_of", "plans": [{"plan", "matrices": [{"name", "columns", "rows": [{"id",
    "title", "states"}], "covered", "asked"}]}]}``; a state is ``yes``, ``no`` or ``not-asked``.
    """
    answer = {
        "format": FORMAT,
        "as_of": as_of.isoformat(),
        "plans": [
            {"plan": plan, "matrices": [_as_json(matrix) for matrix in matrices]}
            for plan, matrices in plans
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def _as_json(matrix: Matrix) -> dict[str, Any]:
    return {
        "name": matrix.name,
        "columns": list(matrix.columns),
        "rows": [
            {"id": row.id, "title": row.title, "states": list(row.states)} for row in matrix.rows
        ],
        "covered": matrix.covered,
        "asked": matrix.asked,
    }
