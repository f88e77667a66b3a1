"""The records that stand: without those taken back, and with corrected values in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from bcp.drill.journal.reading import undone
from bcp.drill.journal.record import Record, Value


def standing(records: Iterable[Record]) -> tuple[Record, ...]:
    """What holds of a run, in the order given: undone records are left out, and a record that was
    amended shows its latest value. ``undo`` and ``amend`` themselves are left out too; a corrected
    record keeps the hash of what was written.
    """
    records = tuple(records)
    gone = undone(records)
    amended: dict[tuple[str, int], dict[str, Value]] = {}
    for one in records:
        if one.type == "amend" and (one.writer, one.seq) not in gone:
            of, key = one.data.get("of"), one.data.get("key")
            if isinstance(of, int) and isinstance(key, str):
                amended.setdefault((one.writer, of), {})[key] = one.data.get("new", "")
    return tuple(
        _corrected(one, amended.get((one.writer, one.seq), {}))
        for one in records
        if (one.writer, one.seq) not in gone and one.type not in ("undo", "amend")
    )


def _corrected(record: Record, values: dict[str, Value]) -> Record:
    if not values:
        return record
    return replace(record, data=MappingProxyType({**record.data, **values}))
