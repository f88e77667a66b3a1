"""One record of the journal: its fields, its one canonical form, its hash.

A record is one line of canonical JSON: sorted keys, no spaces, UTF-8 unescaped, integers only. A
line that says the same in another form is refused: the bytes and the hash speak of one thing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NoReturn, TypeAlias

from bcp.diagnostics import Message
from bcp.drill.clock import Reading, is_offset_text, is_wall_text
from bcp.drill.journal.text import clean_text
from bcp.errors import BcpError

Value: TypeAlias = "str | int | bool | list[Value] | tuple[Value, ...] | Mapping[str, Value]"
Data: TypeAlias = Mapping[str, Value]

VERSION = 1
NO_DATA: Data = MappingProxyType({})
_DEEPEST = 16
_LARGEST = 2**63 - 1  # what other readers of JSON can still hold in an integer

TYPES: frozenset[str] = frozenset(
    {
        # run
        "run.start",
        "run.pause",
        "run.resume",
        "run.end",
        "run.abort",
        "real_incident",
        "takeover",
        "recovered",
        "heartbeat",
        "clock.anomaly",
        # injects
        "inject.due",
        "inject.delivered",
        "inject.skipped",
        "inject.held",
        # expected actions
        "action.done",
        "action.late_ok",
        "action.not_done",
        "undo",
        "amend",
        # response
        "ack",
        "escalate",
        "message.sent",
        "failover.start",
        "failover.up",
        "failback",
        "kpi",
        "request",
        # evaluation
        "note",
        "observation",
        "rating",
        "hotwash.answer",
        "feedback",
        # people
        "attendance.in",
        "attendance.out",
        "role.absent",
        "handover",
    }
)
"""Every type that may be written. Others are read all the same: a later version wrote them."""

_KEYS = frozenset({"boot", "d", "h", "mono", "prev", "seq", "t", "tz", "v", "w", "wall", "x"})
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_TYPE = re.compile(r"[a-z_]{1,40}(?:\.[a-z_]{1,40})*", re.ASCII)
_BOOT = re.compile(r"[0-9a-z-]{1,64}", re.ASCII)
_WRITER = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?", re.ASCII)
_DEVICES = frozenset(  # names that Windows keeps for devices
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)


@dataclass(frozen=True, slots=True)
class Record:
    """Something that happened in a run.

    ``seq`` counts the writer's records from 1; ``data`` is frozen all the way in (lists are
    tuples); ``prev`` is the hash of the writer's record before, for the first one the SHA-256 of
    ``run.json``; ``hash`` is the SHA-256 of the canonical record without the hash. Both are 64
    hexadecimal digits.
    """

    seq: int
    type: str
    data: Data = field(hash=False)
    reading: Reading
    writer: str
    prev: str
    hash: str

    def line(self) -> bytes:
        """The record as it stands in the journal, with its line end."""
        fields = _fields(self)
        fields["h"] = self.hash
        return canonical(fields) + b"\n"


class NotARecord(Exception):  # noqa: N818 - it never leaves the journal package
    """A line that is no record, and why, in a plain half-sentence."""

    def __init__(
        self, template: str, *, cut_off: bool = False, other_ends: bool = False, **arguments: str
    ) -> None:
        super().__init__()
        self.why = Message.of(template, **arguments)
        self.cut_off = cut_off
        """Whether an interrupted write can have left it: half a record, with nothing behind it."""
        self.other_ends = other_ends
        """Whether only its line end was changed, as some programs do on the way."""


def new_record(
    seq: int, type_: str, data: Data, reading: Reading, writer: str, prev: str
) -> Record:
    """A record with its hash. ``data`` must be frozen (:func:`frozen`)."""
    bare = Record(seq, type_, data, reading, writer, prev, "")
    return Record(seq, type_, data, reading, writer, prev, _hash_of(_fields(bare)))


def parse_line(line: bytes) -> Record:
    """The record that a line (without its line end) holds, after checking form and hash.

    Raises:
        NotARecord: the line is no canonical record of this version, or its hash is wrong.
    """
    fields = _decoded(line)
    if canonical(fields) != line:
        if line.endswith(b"\r"):
            raise NotARecord("it has Windows line ends", other_ends=True)
        raise NotARecord("it is not in canonical form")
    _check_fields(fields)
    stated = fields.pop("h")
    if stated != _hash_of(fields):
        raise NotARecord("it was changed after it was written (its hash does not fit)")
    reading = Reading(fields["wall"], fields["tz"], fields["mono"], fields["boot"], fields["x"])
    data = _clean_data(fields["d"])
    return Record(fields["seq"], fields["t"], data, reading, fields["w"], fields["prev"], stated)


def canonical(fields: Mapping[str, Any]) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8 unescaped."""
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def frozen(data: Mapping[str, Any]) -> Data:
    """A frozen copy of a record's data, every text cleaned (:func:`~.text.clean_text`).

    Raises:
        BcpError: a value is not a text, an integer, a flag, a list or a mapping of these; fractions
            are refused because they do not read back as they were written.
    """
    result = _checked(data, "", 0)
    assert isinstance(result, Mapping)
    return result


def check_writer(name: str) -> str:
    """The name of a writer, if it may be one: it becomes a file name on every system.

    Raises:
        BcpError: the name holds anything but a-z, 0-9, dot, hyphen and underscore, or is reserved.
    """
    if not is_writer(name):
        raise BcpError(
            "“{name}” cannot be the name of a writer.",
            "Use 1 to 64 small letters, digits, dots and hyphens, such as anna or o.bondar.",
            name=one_word(name),
        )
    return name


def is_writer(name: str) -> bool:
    """Whether a name may be a writer's."""
    return _WRITER.fullmatch(name) is not None and name.split(".")[0] not in _DEVICES


def one_word(text: str) -> str:
    """Foreign text made fit to be quoted in a message: clean, at most 60 characters."""
    text = clean_text(text).replace("\n", " ")
    return text if len(text) <= 60 else text[:59] + "…"


def _fields(record: Record) -> dict[str, Any]:
    reading = record.reading
    return {
        "boot": reading.boot,
        "d": _thawed(record.data),
        "mono": reading.mono,
        "prev": record.prev,
        "seq": record.seq,
        "t": record.type,
        "tz": reading.tz,
        "v": VERSION,
        "w": record.writer,
        "wall": reading.wall,
        "x": reading.x,
    }


def _hash_of(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(fields)).hexdigest()


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        fields = _DECODER.decode(line.decode())
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise NotARecord("it is not a whole record", cut_off=not _starts_whole(line)) from None
    except (ValueError, RecursionError):
        raise NotARecord("it holds a value that no record holds") from None
    if not isinstance(fields, dict):
        raise NotARecord("it is not a record")
    try:
        canonical(fields)
    except (ValueError, RecursionError):  # half characters written as \ud800, absurd nesting
        raise NotARecord("it holds a value that no record holds") from None
    return fields


def _starts_whole(line: bytes) -> bool:
    """Whether a whole JSON value stands before the fault. An interrupted write leaves the beginning
    of one record; a whole one with more behind it is two lines whose line end was damaged.
    """
    try:
        _DECODER.raw_decode(line.decode(errors="replace"))
    except (ValueError, RecursionError):
        return False
    return True


def _refuse_fraction(text: str) -> NoReturn:
    raise ValueError(f"{text} is not an integer")


_DECODER = json.JSONDecoder(parse_float=_refuse_fraction, parse_constant=_refuse_fraction)


def _check_fields(fields: dict[str, Any]) -> None:
    version = fields.get("v")
    if type(version) is int and version > VERSION:
        raise NotARecord("it was written by a later version of bcp")
    if fields.keys() != _KEYS or version != VERSION or type(version) is not int:
        raise NotARecord("its fields are not those of a record")
    for key in ("mono", "seq", "x"):
        if type(fields[key]) is not int or not 0 <= fields[key] <= _LARGEST:
            raise NotARecord("its “{key}” is not a count", key=key)
    for key in ("boot", "h", "prev", "t", "tz", "w", "wall"):
        if not isinstance(fields[key], str):
            raise NotARecord("its “{key}” is not a text", key=key)
    well_formed = (
        is_wall_text(fields["wall"])
        and is_offset_text(fields["tz"])
        and _HASH.fullmatch(fields["prev"])
        and _TYPE.fullmatch(fields["t"])
        and _BOOT.fullmatch(fields["boot"])
        and isinstance(fields["d"], dict)
    )
    if not well_formed:
        raise NotARecord("its times, its chain or its data are not in the form of a record")


def _clean_data(data: dict[str, Any]) -> Data:
    """The data frozen, and cleaned again: bcp wrote it clean, another program may not have."""
    try:
        return frozen(data)
    except BcpError:
        raise NotARecord("it holds a value that no record holds") from None


def _thawed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _thawed(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_thawed(inner) for inner in value]
    return value


def _checked(value: object, where: str, depth: int) -> Value:
    """A frozen, clean copy; ``where`` is the way in, for the message."""
    if depth > _DEEPEST:
        raise BcpError(
            "A record's data is nested deeper than {deepest} levels.",
            "Make it flat.",
            deepest=_DEEPEST,
        )
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) <= _LARGEST:
        return int(value)
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list | tuple):
        return tuple(_checked(v, f"{where}[{n}]", depth + 1) for n, v in enumerate(value))
    if isinstance(value, Mapping):
        return MappingProxyType(
            {
                _checked_key(k, where): _checked(v, f"{where}.{k}", depth + 1)
                for k, v in value.items()
            }
        )
    raise BcpError(
        "A record cannot hold the value {value} at “{place}”: only texts, integers, flags, lists "
        "and mappings.",
        "Give a fraction as a text, or as an integer in a smaller unit (per mille, milliseconds).",
        value=one_word(repr(value)[:80]),
        place=one_word(where.lstrip(".")),
    )


def _checked_key(key: object, where: str) -> str:
    if isinstance(key, str) and key and clean_text(key) == key:
        return key
    raise BcpError(
        "A record cannot hold the key {key} at “{place}”.",
        "Keys are texts without control characters.",
        key=one_word(repr(key)[:80]),
        place=one_word(where.lstrip(".")),
    )
