"""A report as JSON, and how far a kept report says that the journals went."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bcp.drill.afteraction.types import Report
from bcp.drill.journal import Tail
from bcp.drill.script import as_data
from bcp.errors import BcpError

VERSION = 1


def as_json(report: Report) -> str:
    """The report for programs: ``{"report": 1, "clean": …, …}``; times in milliseconds of exercise
    time, shares in thousandths. Keys are those of :class:`Report`.
    """
    data = {"report": VERSION, "clean": report.clean, **as_data(report)}
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def tail_in(content: bytes) -> Tail:
    """How far the journals went when a report was kept.

    Raises:
        BcpError: this is no report.
    """
    try:
        data = json.loads(content)
        count, heads = data["count"], data["heads"]
    except (ValueError, KeyError, TypeError, RecursionError):
        count, heads = None, None
    named = isinstance(heads, Mapping) and all(isinstance(one, str) for one in heads.values())
    if type(count) is not int or not named:
        raise BcpError(
            "The report that is kept with the run cannot be read.",
            "Write it anew with `bcp drill report --save`, or restore it from git.",
        )
    return Tail(count, dict(heads))
