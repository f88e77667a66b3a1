"""Writing a journal: one record, one line, on the disk before the next thing happens."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from bcp.diagnostics import Message
from bcp.drill.clock import Anomaly, ExerciseClock, Gap, Reading
from bcp.drill.journal.disk import append, cut, open_to_append, write_whole
from bcp.drill.journal.lock import WriterLock
from bcp.drill.journal.reading import (
    WriterFile,
    genesis,
    scan,
    scan_writer,
    tail,
    writer_path,
)
from bcp.drill.journal.record import (
    NO_DATA,
    TYPES,
    Data,
    Record,
    Value,
    check_writer,
    frozen,
    new_record,
)
from bcp.drill.journal.trouble import NotSavedError, cannot_write, cause_of
from bcp.errors import BcpError

HEARTBEAT_NS = 60_000_000_000
"""A crash loses at most this much exercise time (monotonic nanoseconds)."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """A record on its way to the disk: its line, and where in the file the line begins."""

    record: Record
    line: bytes
    start: int


class Journal:
    """The journal of one writer in one run, open for writing; use it in a ``with`` statement.

    A record is on the disk when :meth:`write` returns. One thread writes. ``gap`` is the time since
    the last record of an earlier session (``None`` in a new journal); whether it counts as a pause
    is the caller's question, see :meth:`ExerciseClock.continue_from`.
    """

    def __init__(
        self, run_folder: Path, file: WriterFile, clock: ExerciseClock, lock: WriterLock, first: str
    ) -> None:
        self._run_folder = run_folder
        self._path = file.path
        self._writer = file.writer
        self._clock = clock
        self._lock = lock
        self._first = first
        self._records = list(file.records)
        self._size = file.whole_bytes
        self._pending: _Pending | None = None
        self._untold: Anomaly | None = None
        self._useless: Message | None = None
        self._last_mono = clock.read().mono
        self._descriptor: int | None = _opened(file.path)
        self.gap: Gap | None = None

    @classmethod
    def open(
        cls, run_folder: Path, writer: str, clock: ExerciseClock, take_over: bool = False
    ) -> Journal:
        """Open a writer's journal to go on with it, or begin it.

        Sets a torn tail aside (``<writer>.torn``) and records ``recovered``; breaks a stale lock
        only with ``take_over``, and records ``takeover``. The clock continues from the last record.

        Raises:
            DamagedJournalError: a line was changed, or the chain is broken; nothing was touched.
            BcpError: no such run, a bad writer's name, another process writes, or cannot write.
        """
        path = writer_path(run_folder, check_writer(writer))
        first = genesis(run_folder)
        try:
            path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise cannot_write(path.parent, error) from error
        lock_path = path.with_suffix(".lock")
        lock = WriterLock.acquire(lock_path, writer, clock.read().wall, take_over=take_over)
        journal = None
        try:
            torn, file = _without_torn_tail(path, first)
            journal = cls(run_folder, file, clock, lock, first)
            journal._begin(torn)
        except BaseException:
            if journal is not None:
                journal._close_file()
            lock.give_back()
            raise
        return journal

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def writer(self) -> str:
        """The writer's name."""
        return self._writer

    @property
    def records(self) -> tuple[Record, ...]:
        """Everything this writer has written in this run, earlier sessions included."""
        return tuple(self._records)

    def write(self, type_: str, data: Mapping[str, Value] = NO_DATA) -> Record:
        """Append a record and see it to the disk. A clock anomaly is recorded before it.

        Raises:
            NotSavedError: the record could not be written; the journal stands as before it.
            BcpError: the data holds a fraction or another value that no record holds.
            ValueError: ``type_`` is no type of record, or the journal is closed.
        """
        if type_ not in TYPES:
            raise ValueError(f"{type_!r} is no type of record")
        clean = frozen(data)
        reading = self._clock.read()
        try:
            self._note_anomaly()
        except NotSavedError as error:
            raise self._not_saved(
                error.why, error.advice, self._next(type_, clean, reading)
            ) from error
        return self._append(type_, clean)

    def undo(self, seq: int, reason: str = "") -> Record:
        """Take back one's own record ``seq``, by appending; nothing is deleted.

        Raises:
            NotSavedError: as :meth:`write`.
            BcpError: there is no such record.
        """
        self._own(seq)
        data: dict[str, Value] = {"of": seq}
        return self.write("undo", data | ({"reason": reason} if reason else {}))

    def amend(self, seq: int, key: str, new: Value) -> Record:
        """Correct one value in the data of one's own record ``seq``, by appending old and new.

        Raises:
            NotSavedError: as :meth:`write`.
            BcpError: there is no such record, or it has no such value.
        """
        record = self._own(seq)
        if key not in record.data:
            known = ", ".join(sorted(record.data)) or "none"
            raise BcpError(
                "Record {seq} has no value “{key}”.",
                "It has: {known}.",
                seq=seq,
                key=key,
                known=known,
            )
        old = record.data[key]
        return self.write("amend", {"of": seq, "key": key, "old": old, "new": new})

    def tick(self) -> tuple[Record, ...]:
        """To be called about once a second: records a clock anomaly if there is one, and a
        heartbeat when the clock runs and nothing was written for a minute. Gives what it wrote.

        Raises:
            NotSavedError: as :meth:`write`.
        """
        before = len(self._records)
        self._note_anomaly()
        mono = self._clock.read().mono
        quiet = mono - self._last_mono >= HEARTBEAT_NS
        if self._clock.running and quiet:
            self._append("heartbeat", NO_DATA)
        return tuple(self._records[before:])

    def end(self, data: Mapping[str, Value] = NO_DATA) -> Record:
        """Close the run: ``run.end`` with the number of records and the heads of all writers.

        Raises:
            NotSavedError: as :meth:`write`.
            DamagedJournalError: another writer's journal is damaged.
        """
        clean = frozen(data)
        self._settle()
        self._note_anomaly()
        reached = tail(scan(self._run_folder))
        whole = {**clean, "count": reached.count, "heads": dict(reached.heads)}
        return self._append("run.end", frozen(whole))

    def close(self) -> None:
        """Let go of the file and the lock; closing twice does nothing. Writes no record."""
        try:
            if self._descriptor is not None:
                self._settle()
        finally:
            self._close_file()
            self._lock.release()

    def _begin(self, torn: int) -> None:
        if self._records:
            self.gap = self._clock.continue_from(self._records[-1].reading)
        broken = self._lock.broken
        if broken is not None:
            held = {"pid": broken.pid, "host": broken.host, "started": broken.started}
            self._append("takeover", frozen(held))
        if torn:
            line = len(self._records) + 1
            self._append("recovered", frozen({"bytes": torn, "line": line}))
        # Only now: until it is on record, the take-over can still be undone.
        self._lock.settle()

    def _own(self, seq: int) -> Record:
        if 0 < seq <= len(self._records):
            return self._records[seq - 1]
        last = len(self._records)
        raise BcpError(
            "{writer} has no record {seq}.",
            "The records are 1 to {last}." if last else "There are none yet.",
            writer=self._writer,
            seq=seq,
            last=last,
        )

    def _note_anomaly(self) -> None:
        self._untold = self._untold or self._clock.check()
        if self._untold is None:
            return
        apart: dict[str, Value] = {
            "wall_ms": self._untold.wall_ms,
            "mono_ms": self._untold.mono_ms,
        }
        self._append("clock.anomaly", frozen(apart))
        self._untold = None

    def _next(self, type_: str, data: Data, reading: Reading) -> Record:
        prev = self._records[-1].hash if self._records else self._first
        return new_record(len(self._records) + 1, type_, data, reading, self._writer, prev)

    def _append(self, type_: str, data: Data) -> Record:
        """One whole line in one write, then to the disk.

        An interruption (Ctrl-C) may come between any two steps; ``_pending`` lets the next call, or
        closing, find out from the file how far the line got.
        """
        self._settle()
        record = self._next(type_, data, self._clock.read())
        line = record.line()
        descriptor = self._checked_descriptor(record)
        self._pending = _Pending(record, line, self._size)
        try:
            write_whole(descriptor, line)
            os.fsync(descriptor)
        except OSError as error:
            self._take_back(descriptor)
            raise self._not_saved(*self._refused(error), record) from error
        self._settled(self._pending)
        return record

    def _checked_descriptor(self, record: Record) -> int:
        """The open file, after seeing that it is still this journal's own and as it was left."""
        if self._descriptor is None:
            raise ValueError("the journal is closed")
        if not self._useless and not self._lock.mine:
            self._useless = Message.of(
                "Somebody else took over the journal of {writer}.", writer=self._writer
            )
        if not self._useless and not self._as_it_was_left(self._descriptor):
            self._useless = Message.of("Another program changed {path}.", path=str(self._path))
        if self._useless:
            fix = "Keep the record below, and open the run again to see where it stands."
            raise self._not_saved(self._useless, Message.of(fix), record)
        return self._descriptor

    def _as_it_was_left(self, descriptor: int) -> bool:
        try:
            named = self._path.lstat()
        except OSError:
            return False
        held = os.fstat(descriptor)
        same = (named.st_dev, named.st_ino) == (held.st_dev, held.st_ino)
        return same and held.st_size == self._size

    def _refused(self, error: OSError) -> tuple[Message, Message]:
        """What the system did not do, and what to do about it."""
        why, advice = cause_of(error)
        return Message.of("Cannot write {path}: {why}.", path=str(self._path), why=why), advice

    def _not_saved(self, why: Message, advice: Message, record: Record) -> NotSavedError:
        return NotSavedError(why, advice, record.line().decode().rstrip("\n"))

    def _settled(self, pending: _Pending) -> None:
        # Safe to run again after an interruption in the middle; `_pending` goes last.
        self._size = pending.start + len(pending.line)
        self._last_mono = pending.record.reading.mono
        if len(self._records) < pending.record.seq:
            self._records.append(pending.record)
        self._pending = None

    def _settle(self) -> None:
        """Finish what an interruption left: a whole line counts, half a line is taken back."""
        pending, descriptor = self._pending, self._descriptor
        if pending is None or descriptor is None:
            return
        try:
            if os.fstat(descriptor).st_size != pending.start + len(pending.line):
                self._take_back(descriptor)
                return
            os.fsync(descriptor)
        except OSError as error:
            self._take_back(descriptor)
            raise self._not_saved(*self._refused(error), pending.record) from error
        self._settled(pending)

    def _take_back(self, descriptor: int) -> None:
        """Cut the file back to its last safe record: a failed write must leave no half line."""
        try:
            os.ftruncate(descriptor, self._size)
            os.fsync(descriptor)
        except OSError:
            self._useless = Message.of(
                "{path} cannot be brought back to its last record.", path=str(self._path)
            )
        self._pending = None

    def _close_file(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _opened(path: Path) -> int:
    try:
        return open_to_append(path)
    except OSError as error:
        raise cannot_write(path, error) from error


def _without_torn_tail(path: Path, first: str) -> tuple[int, WriterFile]:
    """The journal cut back to its last whole record, and how many torn bytes are not yet on record.

    The torn bytes are safe in ``<writer>.torn`` before they are cut off. A crash after that, and
    before ``recovered`` is written, is seen by that file being longer than the records account for.
    """
    if not path.exists() and not path.is_symlink():
        file = WriterFile(path.stem, path, (), b"", 0)
    else:
        file = scan_writer(path, first)
    kept = path.with_suffix(".torn")
    try:
        if file.torn:
            append(kept, file.torn)
            cut(path, file.whole_bytes)
        set_aside = kept.stat().st_size if kept.exists() else 0
    except OSError as error:
        raise cannot_write(kept, error) from error
    told = sum(
        _count(record.data.get("bytes")) for record in file.records if record.type == "recovered"
    )
    whole = WriterFile(file.writer, path, file.records, b"", file.whole_bytes)
    return max(set_aside - told, len(file.torn)), whole


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
