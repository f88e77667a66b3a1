"""Reading journals back: check every chain, merge the writers, tell whether anything is missing."""

from __future__ import annotations

import enum
import hashlib
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from bcp.diagnostics import Message
from bcp.drill.journal.record import NotARecord, Record, is_writer, one_word, parse_line
from bcp.drill.journal.trouble import DamagedJournalError, cannot_read, line_of
from bcp.errors import BcpError

RUN_FILE = "run.json"
JOURNAL_FOLDER = "journal"
_SUFFIX = ".jsonl"


@dataclass(frozen=True, slots=True)
class WriterFile:
    """What one writer's file holds: its records, and the half record an interrupted write left."""

    writer: str
    path: Path
    records: tuple[Record, ...]
    torn: bytes
    whole_bytes: int
    """Size of the records in bytes: where the torn tail begins."""


@dataclass(frozen=True, slots=True)
class Tail:
    """How far the journals of a run go: the number of records and each writer's last hash.

    A report and the commit that files it keep this, because a hash chain alone does not show that
    its end was cut off.
    """

    count: int
    heads: Mapping[str, str] = field(hash=False)


class State(enum.StrEnum):
    """What can be said of a run's journals as a whole."""

    OPEN = "open"
    CLOSED = "closed"
    SHORTER = "shorter than its report"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of :func:`verify`; ``problems`` are sentences, empty when all is well."""

    state: State
    count: int
    heads: Mapping[str, str] = field(hash=False)
    problems: tuple[Message, ...]
    after_end: int
    """Records written after the run's last ``run.end``, such as a late rating; not a problem."""


def journal_folder(run_folder: Path) -> Path:
    """Where a run's journals stand.

    Raises:
        DamagedJournalError: it is a symbolic link, which could lead out of the run.
    """
    folder = run_folder / JOURNAL_FOLDER
    if folder.is_symlink():
        raise DamagedJournalError(folder, 0, Message.of("it is a symbolic link"))
    return folder


def writer_path(run_folder: Path, writer: str) -> Path:
    """Where a writer's journal stands in a run folder."""
    return journal_folder(run_folder) / f"{writer}{_SUFFIX}"


def genesis(run_folder: Path) -> str:
    """What the first record of every writer follows from: the SHA-256 of the run's ``run.json``.

    Raises:
        BcpError: there is no such run, or its file cannot be read.
    """
    path = run_folder / RUN_FILE
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        raise BcpError(
            "There is no run in {run_folder}: {run_file} is not there.",
            "Give the folder of a run, or start one.",
            run_folder=run_folder,
            run_file=RUN_FILE,
        ) from None
    except OSError as error:
        raise cannot_read(path, error) from error


def scan(run_folder: Path) -> tuple[WriterFile, ...]:
    """The journals of all writers, checked, by the writer's name; torn tails are told apart.

    Raises:
        DamagedJournalError: a line was changed, or a chain is broken.
        BcpError: there is no such run, or a file cannot be read.
    """
    first = genesis(run_folder)
    return tuple(scan_writer(path, first) for path in _paths(run_folder))


def scan_writer(path: Path, first: str) -> WriterFile:
    """One writer's journal, checked; ``first`` is what its first record must follow from.

    Raises:
        DamagedJournalError: a line was changed, or the chain is broken.
        BcpError: the file cannot be read.
    """
    writer = path.name.removesuffix(_SUFFIX)
    if not is_writer(writer):
        raise DamagedJournalError(path, 0, Message.of("its name is not that of a writer"))
    *lines, rest = _read(path).split(b"\n")
    records: list[Record] = []
    whole = 0
    for number, line in enumerate(lines, 1):
        try:
            record = parse_line(line)
        except NotARecord as fault:
            if fault.cut_off and number == len(lines) and not rest:
                return WriterFile(writer, path, tuple(records), line + b"\n", whole)
            raise _damaged(path, number, fault) from None
        _check_chain(path, number, record, records[-1] if records else None, first)
        records.append(record)
        whole += len(line) + 1
    if rest:
        _check_torn(path, len(lines) + 1, rest)
    return WriterFile(writer, path, tuple(records), rest, whole)


def read(run_folder: Path) -> tuple[Record, ...]:
    """All records of a run, of all writers, in the order of :func:`merge`.

    Raises:
        DamagedJournalError: a line was changed, a chain is broken, or the last record is torn.
        BcpError: there is no such run, or a file cannot be read.
    """
    files = scan(run_folder)
    for file in files:
        if file.torn:
            raise DamagedJournalError(
                file.path,
                len(file.records) + 1,
                Message.of("the last record was cut off while it was written"),
                Message.of(
                    "Continue the run as {writer}: the half record is set aside, the rest kept.",
                    writer=file.writer,
                ),
            )
    return merge(record for file in files for record in file.records)


def merge(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records of several writers in one order: exercise time, wall time, writer, sequence.

    A writer's own order always stays, even where the wall clock was put back during a pause: such a
    record takes the place of the latest time its writer had reached. The same record given twice is
    kept once.

    Raises:
        BcpError: two different records have the same writer and number.
    """
    chains: dict[str, dict[int, Record]] = defaultdict(dict)
    for record in records:
        known = chains[record.writer].setdefault(record.seq, record)
        if known.hash != record.hash:
            raise BcpError(
                "There are two different records {seq} of {writer}.",
                "One writer wrote in two places; keep one of the two files, or rename a writer.",
                seq=record.seq,
                writer=record.writer,
            )
    keyed: list[tuple[tuple[int, str, str, int], Record]] = []
    for writer, chain in chains.items():
        latest = (0, "")
        for seq in sorted(chain):
            reading = chain[seq].reading
            latest = max(latest, (reading.x, reading.wall))
            keyed.append(((*latest, writer, seq), chain[seq]))
    return tuple(record for _, record in sorted(keyed, key=lambda pair: pair[0]))


def undone(records: Iterable[Record]) -> frozenset[tuple[str, int]]:
    """Which records are taken back, as (writer, sequence). An undo can be undone as well."""
    gone: set[tuple[str, int]] = set()
    # Latest first: an undo can only be taken back by a later one.
    for record in sorted(records, key=lambda r: (r.writer, -r.seq)):
        of = record.data.get("of")
        if (
            record.type == "undo"
            and isinstance(of, int)
            and (record.writer, record.seq) not in gone
        ):
            gone.add((record.writer, of))
    return frozenset(gone)


def tail(files: Iterable[WriterFile]) -> Tail:
    """How far these journals go."""
    heads = {file.writer: file.records[-1].hash for file in files if file.records}
    count = sum(len(file.records) for file in files)
    return Tail(count, MappingProxyType(heads))


def verify(run_folder: Path, reported: Tail | None = None) -> Verification:
    """Whether a run's journals are whole: every chain, the counts in ``run.end``, and those that a
    report kept (``reported``).

    ``OPEN`` without a ``run.end``; ``SHORTER`` when records that an end or a report speaks of are
    not there; ``DAMAGED`` when a line or a chain is broken. Changes nothing.

    Raises:
        BcpError: there is no such run, or a file cannot be read.
    """
    files, problems = _scan_each(run_folder)
    damaged = bool(problems)
    whole = tuple(files.values())
    records = merge(record for file in whole for record in file.records)
    problems += [problem for file in whole for problem in _own_problems(file)]
    ends = _ends(records)
    broken = {path.name.removesuffix(_SUFFIX) for path in _paths(run_folder)} - files.keys()
    missing: list[Message] = []
    for record in ends:
        source = Message.of(
            "The end of the run (record {seq} of {writer})", seq=record.seq, writer=record.writer
        )
        known = _tail_in(record)
        if known is None:
            problems.append(
                Message.of("{source} does not say how far the journals went.", source=source)
            )
        else:
            missing += _missing(files, known, source, broken)
    if reported is not None:
        missing += _missing(files, reported, Message.of("The report"), broken)
    reached = tail(whole)
    if damaged:
        state = State.DAMAGED
    elif missing:
        state = State.SHORTER
    else:
        state = State.CLOSED if ends else State.OPEN
    after = _after(records, ends)
    return Verification(state, reached.count, reached.heads, (*problems, *missing), after)


def _paths(run_folder: Path) -> list[Path]:
    folder = journal_folder(run_folder)
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(_SUFFIX))
    except FileNotFoundError:  # git keeps no empty folder
        return []
    except OSError as error:
        raise cannot_read(folder, error) from error


def _read(path: Path) -> bytes:
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            # A link would lead out of the run, a pipe would never end.
            raise DamagedJournalError(path, 0, Message.of("it is not a plain file"))
        return path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from error


def _check_torn(path: Path, number: int, rest: bytes) -> None:
    """A tail without line end is half a record, or a whole one that lacks only its line end."""
    try:
        parse_line(rest)
    except NotARecord as fault:
        if not fault.cut_off:
            raise _damaged(path, number, fault) from None


def _check_chain(
    path: Path, number: int, record: Record, before: Record | None, first: str
) -> None:
    writer = path.name.removesuffix(_SUFFIX)
    if record.writer != writer:
        writer = one_word(record.writer)
        raise DamagedJournalError(
            path, number, Message.of("it was written by “{writer}”", writer=writer)
        )
    if record.seq != number:
        raise DamagedJournalError(
            path,
            number,
            Message.of(
                "record {number} belongs here, but this is record {seq}: lines are missing or were "
                "put in",
                number=number,
                seq=record.seq,
            ),
        )
    if record.prev == (before.hash if before else first):
        return
    if before:
        raise DamagedJournalError(
            path, number, Message.of("it does not follow from the line before it")
        )
    raise DamagedJournalError(
        path,
        number,
        Message.of(
            "it does not belong to this run, or {file} was changed after the journal began",
            file=RUN_FILE,
        ),
        Message.of("Restore {file} as it was when the run started.", file=RUN_FILE),
    )


def _damaged(path: Path, number: int, fault: NotARecord) -> DamagedJournalError:
    if not fault.other_ends:
        return DamagedJournalError(path, number, fault.why)
    again = "Check the file out again without changing line ends (“*.jsonl -text” for git)."
    return DamagedJournalError(path, number, fault.why, Message.of(again))


def _scan_each(run_folder: Path) -> tuple[dict[str, WriterFile], list[Message]]:
    """The journals that are whole by writer, and a sentence for each that is not."""
    first = genesis(run_folder)
    files: dict[str, WriterFile] = {}
    problems: list[Message] = []
    for path in _paths(run_folder):
        try:
            file = scan_writer(path, first)
        except DamagedJournalError as damage:
            place = line_of(path.name, damage.span.line)
            problems.append(Message.of("{place}: {why}.", place=place, why=damage.why))
        else:
            files[file.writer] = file
    return files, problems


def _own_problems(file: WriterFile) -> Iterator[Message]:
    if file.torn:
        yield Message.of(
            "{file} ends in the middle of a record ({count} bytes after record {last}); continuing "
            "the run as {writer} sets them aside.",
            file=file.path.name,
            count=len(file.torn),
            last=len(file.records),
            writer=file.writer,
        )
    for before, record in zip(file.records, file.records[1:], strict=False):
        if record.reading.x < before.reading.x:
            yield Message.of(
                "{place}: exercise time runs backwards, from {before} to {after} ms.",
                place=line_of(file.path.name, record.seq),
                before=before.reading.x,
                after=record.reading.x,
            )


def _ends(records: tuple[Record, ...]) -> list[Record]:
    gone = undone(records)
    return [r for r in records if r.type == "run.end" and (r.writer, r.seq) not in gone]


def _tail_in(end: Record) -> Tail | None:
    count, heads = end.data.get("count"), end.data.get("heads")
    if type(count) is not int or not isinstance(heads, Mapping):
        return None
    named = {writer: head for writer, head in heads.items() if isinstance(head, str)}
    return Tail(count, MappingProxyType(named)) if len(named) == len(heads) else None


def _missing(
    files: Mapping[str, WriterFile], known: Tail, source: Message, damaged: set[str]
) -> Iterator[Message]:
    """A sentence for everything that ``source`` speaks of and that is not there."""
    counted = 0
    complete = True
    for writer, head in sorted(known.heads.items()):
        records = files[writer].records if writer in files else ()
        place = next((record.seq for record in records if record.hash == head), 0)
        counted += place
        complete = complete and place > 0
        if writer in damaged or place:
            continue
        name = one_word(writer)
        if writer not in files:
            yield Message.of(
                "{source} speaks of the journal of {writer}, which is not there.",
                source=source,
                writer=name,
            )
        else:
            yield Message.of(
                "{source} speaks of a record {hash}… of {writer} that is not there: the journal "
                "was cut off, or written anew.",
                source=source,
                hash=head[:8],
                writer=name,
            )
    if complete and counted != known.count:
        yield Message.of(
            "{source} counts {count} records; those it speaks of are {found}.",
            source=source,
            count=known.count,
            found=counted,
        )


def _after(records: tuple[Record, ...], ends: list[Record]) -> int:
    known = _tail_in(ends[-1]) if ends else None
    return max(0, len(records) - known.count - 1) if known else 0
