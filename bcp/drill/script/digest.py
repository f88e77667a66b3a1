"""Digests of parts of a plan: the same as long as the part says the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from bcp.model.base import Part
from bcp.model.scalars import Duration, Text
from bcp.plan import Plan

_DIGITS = 12


def digest_of(*parts: Part | str | None) -> str:
    """A digest of what these parts say, whatever the order of their keys or the file they are in.

    What is absent does not count, so a later version of the language that adds a field leaves
    digests as they are. 12 hexadecimal digits of a SHA-256.
    """
    text = json.dumps(
        [_plain(part) for part in parts],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def digest_of_plan(plan: Plan) -> str:
    """A digest of everything a plan says."""
    return digest_of(*plan)


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        pairs = {key: value.get(key) for key in value.declared}
        return {key: _plain(one) for key, one in pairs.items() if one not in (None, (), {})}
    if isinstance(value, Text):
        return list(value.by_language)
    if isinstance(value, Duration):
        return [value.seconds, value.months]
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    return value
