"""Offsets of exercise time, written for people."""

from __future__ import annotations

from bcp.model.scalars import Duration

SECOND_MS = 1000


def clock_text(ms: int) -> str:
    """Milliseconds of exercise time as ``4:30``, or ``1:04:30`` from an hour on; whole seconds."""
    minutes, seconds = divmod(ms // SECOND_MS, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02d}:{seconds:02d}"
    return f"{minutes}:{seconds:02d}"


def ms_of(length: Duration) -> int:
    """A length of time of the plan in milliseconds; a month counts 30 days."""
    return length.total * SECOND_MS
