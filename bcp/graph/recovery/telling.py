"""What the sentences of the answer share: one process or all, sections, rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bcp.diagnostics import Message
from bcp.graph.lines import Line, line
from bcp.graph.recovery.answer import ProcessRecovery, Recovery
from bcp.graph.saying import Saying, length
from bcp.plan import Plan

SHORTENED = 6
"""How many rows of a table, and things of one sort, are told when no process is asked about."""
_DAY = 86_400
_HOUR = 3_600
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table; the first of a table is its heading."""

    cells: tuple[Message, ...]


Told = Line | Cells


def rounded(seconds: int) -> Message:
    """A length of time in two units at most; what is left over is dropped."""
    if seconds >= 2 * _DAY:
        seconds -= seconds % _HOUR
    if seconds >= 14 * _DAY:
        seconds -= seconds % _DAY
    return length(seconds)


def time_or_not_set(seconds: int | None) -> Message:
    """A time of a process, as one writes it."""
    return Message.of("not set") if seconds is None else length(seconds)


class Telling(Saying):
    """Sentences about the answer, of all processes or of one."""

    def __init__(
        self, plan: Plan, languages: tuple[str, ...], found: Recovery, process: str | None
    ) -> None:
        super().__init__(plan, languages)
        self.found = found
        self.process = process
        self.whole = process is None

    def mine(self, processes: Iterable[str]) -> bool:
        """Whether something about these processes is asked for."""
        return self.process is None or self.process in processes

    @property
    def asked(self) -> list[ProcessRecovery]:
        """The processes that are asked about."""
        return [one for one in self.found.processes if self.mine((one.process,))]

    def section(
        self,
        heading: str,
        items: Sequence[_T],
        tell: Callable[[_T], Iterable[Line]],
        *,
        short: bool = False,
    ) -> Iterator[Line]:
        """A heading and what stands below it, when there is anything; ``short``: the first few."""
        if not items:
            return
        yield line(0, heading)
        shown = items[:SHORTENED] if short else items
        for item in shown:
            yield from tell(item)
        if len(items) > len(shown):
            yield line(1, "and {count} more", count=len(items) - len(shown))
