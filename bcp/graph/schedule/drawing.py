"""A schedule as a Gantt chart for a terminal: one line a person, blocks that bear the numbers of
their works.

Minutes and days do not go on one scale: the chart is drawn in parts, the first hour by itself, then
the first eight hours, two days, two weeks, and what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bcp.graph.schedule.schedule import Schedule, Slot

_HOUR = 3600
_DAY = 24 * _HOUR
_PARTS = (_HOUR, 8 * _HOUR, 2 * _DAY, 14 * _DAY)
"""Where one part ends and the next begins, in seconds."""
_ONE_PART = 90 * 60
"""What ends before is drawn in one part."""
_QUARTERS = tuple(
    60 * minutes
    for minutes in (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 720, 1440, 2880, 10080)
)
_NAMES = 18
_FILLS = ("█", "▒")
"""Of neighbouring blocks each has its own."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One line: somebody, and the works that they do one after the other, by number."""

    name: str
    works: tuple[tuple[int, Slot], ...]


def gantt(found: Schedule, title: Callable[[str], str], width: int = 80) -> list[str]:
    """The lines of the chart. ``title`` gives the name of a person, role, team or supplier."""
    rows = _rows(found, title)
    lines: list[str] = []
    for begin, end in _parts(found):
        shown = [row for row in rows if any(_is_in(one, begin, end) for _, one in row.works)]
        if shown:
            lines += [_scale(begin, end, width), *(_line(row, begin, end, width) for row in shown)]
    return lines


def numbers(found: Schedule) -> dict[str, int]:
    """The number of each work, in the order of starts."""
    return {one.id: number for number, one in enumerate(found.slots, 1)}


def clock(seconds: int) -> str:
    """A time after the activation: ``0:45``, ``26:00``; from two days on ``2d 2:00``."""
    days, rest = divmod(seconds, _DAY) if seconds >= 2 * _DAY else (0, seconds)
    hours, minutes = divmod(rest // 60, 60)
    told = (
        f"{hours}:{minutes:02}" if not seconds % 60 else f"{hours}:{minutes:02}:{seconds % 60:02}"
    )
    return f"{days}d {told}" if days else told


def _rows(found: Schedule, title: Callable[[str], str]) -> list[_Row]:
    """People in the order of their first work; who is outside may do several things at once, and
    then has several lines."""
    lines: dict[tuple[str, int], list[tuple[int, Slot]]] = {}
    for number, one in enumerate(found.slots, 1):
        who, lane = one.person or one.by, 0
        while one.person is None and _is_taken(lines.get((who, lane), []), one):
            lane += 1
        lines.setdefault((who, lane), []).append((number, one))
    return [_Row(title(who), tuple(works)) for (who, _), works in lines.items()]


def _is_taken(works: Sequence[tuple[int, Slot]], one: Slot) -> bool:
    return any(other.start < one.end and one.start < other.end for _, other in works)


def _parts(found: Schedule) -> list[tuple[int, int]]:
    if found.finish <= _ONE_PART:
        return [(0, _round(0, found.finish))]
    edges = [0, *(one for one in _PARTS if one < found.finish)]
    return [
        (begin, end)
        for begin, end in pairwise([*edges, _round(edges[-1], found.finish)])
        if any(begin <= one.start < end or begin < one.end <= end for one in found.slots)
    ]


def _round(begin: int, end: int) -> int:
    """The end of a part in whose quarters one can count."""
    length = end - begin
    return begin + 4 * next((one for one in _QUARTERS if 4 * one >= length), -(-length // 4))


def _is_in(one: Slot, begin: int, end: int) -> bool:
    return one.start < end and (one.end > begin or one.start == one.end >= begin)


def _scale(begin: int, end: int, width: int) -> str:
    room = width - _NAMES - 1
    labels = [clock(begin + (end - begin) * part // 4 // 60 * 60) for part in range(5)]
    line = [" "] * room
    for part, label in enumerate(labels):
        place = min(room * part // 4, room - len(label))
        line[place : place + len(label)] = label
    return " " * (_NAMES + 1) + "".join(line).rstrip()


def _line(row: _Row, begin: int, end: int, width: int) -> str:
    room = width - _NAMES - 1
    cells = [" "] * room
    for place, (number, one) in enumerate(row.works):
        if not _is_in(one, begin, end):
            continue
        first = max(one.start - begin, 0) * room // (end - begin)
        last = (min(one.end, end) - begin) * room // (end - begin)
        first = min(first, room - 1)
        length = max(1, min(last, room) - first)
        label = str(number)
        fill = _FILLS[place % 2]
        text = label + fill * (length - len(label)) if length > len(label) else fill * length
        cells[first : first + length] = text
    name = row.name if len(row.name) <= _NAMES else row.name[: _NAMES - 1] + "…"
    return f"{name:<{_NAMES}} {''.join(cells).rstrip()}"
