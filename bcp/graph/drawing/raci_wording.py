"""The matrices of who does, answers for, is asked and is told: in lines, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bcp.diagnostics import Message, Translate, mark, untranslated
from bcp.graph.drawing.raci import Flag, Matrix, Row
from bcp.graph.relations import part_title, parts
from bcp.plan import Plan

FORMAT: Final = "bcp.raci/1"

PHASES: Final[Mapping[str, str]] = {
    "respond": mark("Respond"),
    "continue": mark("Continue"),
    "recover": mark("Recover"),
    "return": mark("Return to normal"),
}
STARTS: Final[Mapping[str, str]] = {
    "standby": mark("Order standby"),
    "partial": mark("Start a part of it"),
    "full": mark("Start it"),
}
KEY: Final = mark("R does it · A answers for it · C is asked when in doubt · I is told")
_WIDTH: Final = 80
"""Columns of a table where no terminal says how wide it is."""


class Wording:
    """The matrices of one plan in one language."""

    def __init__(self, plan: Plan, language: str = "", say: Translate = untranslated) -> None:
        self.plan = plan
        self.languages = (language,) if language else ()
        self.say = say
        self._tasks = {
            one.id: part_title(plan, one, *self.languages)
            for one in parts(plan)
            if one.kind == "tasks"
        }

    def name(self, id: str) -> str:  # noqa: A002
        """The title of a role, team, person or playbook."""
        return self.plan.title(id, *self.languages)

    def what(self, matrix: Matrix, row: Row) -> str:
        """What a row is about."""
        if row.part == "task":
            return self._tasks[f"{matrix.playbook}#{row.id}"]
        if row.part == "start":
            return self.say(STARTS[row.id])
        return self.say(mark("Keep the log")) if row.part == "log" else self.say(mark("End it"))

    def flag(self, matrix: Matrix, one: Flag) -> str:
        """A flag as a sentence."""
        return self._flag(matrix, one).text(self.say)

    def _flag(self, matrix: Matrix, one: Flag) -> Message:
        role = self.name(one.role)
        task = self._tasks.get(f"{matrix.playbook}#{one.row}", one.row)
        if one.what == "nobody-answers":
            return Message.of(
                "“{task}”: nobody answers for it; {doer}, outside, does it, and the playbook does "
                "not say who starts it",
                task=task,
                doer=role,
            )
        if one.what == "taken-to-answer":
            return Message.of(
                "“{task}” is done outside, and the plan does not say who answers for it; {role}, "
                "who starts the playbook, is taken to",
                task=task,
                role=role,
            )
        if one.what == "nobody-named":
            return Message.of("{role}: nobody who can be counted on is named for it", role=role)
        return Message.of(
            "{person} fills {role} and is also named for {others}",
            person=self.name(one.person),
            role=role,
            others=", ".join(map(self.name, one.others)),
        )

    # ── lines ──────────────────────────────────────────────────────────────────────────────────

    def lines(self, matrix: Matrix, width: int | None = None) -> Iterator[str]:
        """A matrix as a table of plain text; the columns have numbers, told above it."""
        wide = max(width or _WIDTH, 40)
        yield self.name(matrix.playbook)
        yield ""
        for number, one in enumerate(matrix.columns, start=1):
            yield from _wrapped(self.name(one), f"{number:>4}  ", " " * 6, wide)
        yield ""
        yield from self._table(matrix, wide)
        yield ""
        yield from _wrapped(self.say(KEY), "", "", wide)
        flags = [self.flag(matrix, one) for one in matrix.flags]
        if not flags:
            whole = mark("Every row has somebody who does it and one who answers for it.")
            yield from _wrapped(self.say(whole), "", "", wide)
        else:
            yield ""
            yield self.say(mark("Look at this"))
            for words in flags:
                yield from _wrapped(words, "  ", "    ", wide)

    def _table(self, matrix: Matrix, wide: int) -> Iterator[str]:
        """With more columns than fit beside the words, several tables, one below the other."""
        letters = (row.letters(one) for row in matrix.rows for one in matrix.columns)
        cell = max(2, *map(len, letters)) + 1 if matrix.columns else 3
        words = min(max(2 * wide // 5, wide - cell * len(matrix.columns)), 56)
        at_once = max((wide - words) // cell, 1)
        for start in range(0, len(matrix.columns), at_once):
            columns = matrix.columns[start : start + at_once]
            if start:
                yield ""
            heads = (f"{start + place + 1:>{cell}}" for place in range(len(columns)))
            yield " " * words + "".join(heads)
            phase = ""
            for row in matrix.rows:
                if row.phase and row.phase != phase:
                    yield self.say(PHASES[row.phase])
                phase = row.phase
                yield from self._row(matrix, row, columns, words, cell)

    def _row(
        self, matrix: Matrix, row: Row, columns: Sequence[str], words: int, cell: int
    ) -> Iterator[str]:
        first, *rest = _wrapped(self.what(matrix, row), "  ", "    ", words - 1)
        letters = "".join(f"{row.letters(one) or '·':>{cell}}" for one in columns)
        yield _padded(first, words) + letters
        yield from rest

    # ── for programs ───────────────────────────────────────────────────────────────────────────

    def as_csv(self, matrices: Sequence[Matrix]) -> str:
        """All matrices as one table: a line a row, a column for everybody who stands in one."""
        columns = dict.fromkeys(one for matrix in matrices for one in matrix.columns)
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        heads = ("playbook", "phase", "part", "task", "what")
        writer.writerow([*heads, *(_cell(self.name(one)) for one in columns)])
        for matrix in matrices:
            for row in matrix.rows:
                words = _cell(self.what(matrix, row))
                place = (matrix.playbook, row.phase, row.part, row.id, words)
                writer.writerow([*place, *(row.letters(one) for one in columns)])
        return file.getvalue()

    def as_json(self, matrices: Sequence[Matrix]) -> dict[str, Any]:
        """All matrices as plain values."""
        return {"format": FORMAT, "playbooks": [self._matrix_as_json(one) for one in matrices]}

    def _matrix_as_json(self, matrix: Matrix) -> dict[str, Any]:
        return {
            "playbook": matrix.playbook,
            "title": self.name(matrix.playbook),
            "columns": [{"id": one, "title": self.name(one)} for one in matrix.columns],
            "rows": [
                {
                    "part": row.part,
                    "task": row.id,
                    "phase": row.phase,
                    "what": self.what(matrix, row),
                    "responsible": list(row.responsible),
                    "accountable": row.accountable,
                    "said": row.said,
                    "consulted": list(row.consulted),
                    "informed": list(row.informed),
                }
                for row in matrix.rows
            ],
            "flags": [
                {
                    "what": one.what,
                    "role": one.role,
                    "task": one.row,
                    "person": one.person,
                    "others": list(one.others),
                    "words": self.flag(matrix, one),
                }
                for one in matrix.flags
            ],
        }


def _cell(words: str) -> str:
    """Words of a plan in a spreadsheet, where some first letters would begin a formula."""
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words


def _padded(words: str, width: int) -> str:
    return words + " " * max(width - len(words), 0)


def _wrapped(words: str, first: str, rest: str, width: int) -> list[str]:
    import textwrap

    one_line = " ".join(words.split())
    shown = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in one_line)
    return textwrap.wrap(
        shown, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    ) or [first]
