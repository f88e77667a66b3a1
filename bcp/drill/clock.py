"""The exercise clock: what time it is in a run, whatever happens to the computer's own clock.

Three times stand beside each other in every record. *Wall time* is what a clock on the wall shows;
somebody may set it. *Monotonic time* only grows, but means nothing after a restart of the computer.
*Exercise time* is the time the run has been going, pauses excluded; it grows with the monotonic
clock, and every offset in a scenario is compared with it and with nothing else.

All times are integers: a fraction in binary would not read back as it was written.
"""

from __future__ import annotations

import hashlib
import re
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from bcp.errors import BcpError

NS_PER_MS = 1_000_000
ANOMALY_AFTER_MS = 2_000
"""Wall and monotonic differences further apart than this are a clock anomaly (milliseconds)."""

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_OFFSET = re.compile(r"[+-](?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a computer's clocks show at one instant.

    ``wall_ms`` is milliseconds since 1970-01-01 UTC, ``tz`` the local offset as ``+01:00``,
    ``mono`` monotonic nanoseconds, ``boot`` names the start of the computer that ``mono`` counts
    from.
    """

    wall_ms: int
    tz: str
    mono: int
    boot: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The time of one record.

    ``wall`` is UTC with milliseconds, ``2026-03-02T08:44:02.101Z``; ``tz`` is the local offset,
    kept to print local time later; ``mono`` is monotonic nanoseconds, comparable only under the
    same ``boot``; ``x`` is exercise time in milliseconds.
    """

    wall: str
    tz: str
    mono: int
    boot: str
    x: int


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Wall clock and monotonic clock disagree: since the last agreement, one moved by ``wall_ms``
    and the other by ``mono_ms`` milliseconds. Somebody set the clock, or the computer slept.
    """

    wall_ms: int
    mono_ms: int

    @property
    def apart_ms(self) -> int:
        """How far the wall clock moved ahead (negative: was put back), in milliseconds."""
        return self.wall_ms - self.mono_ms


@dataclass(frozen=True, slots=True)
class Gap:
    """The time between a last record and now, for the question "count it as a pause?".

    ``ms`` is milliseconds, never negative. ``measured`` is ``"monotonic"`` when the computer was
    not restarted in between, otherwise ``"wall"``, which is only as good as the wall clock was.
    """

    ms: int
    measured: str


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> Moment:
        """The present moment."""
        ...  # pragma: no cover


def wall_text(wall_ms: int) -> str:
    """Milliseconds since 1970 as ``2026-03-02T08:44:02.101Z``."""
    moment = _EPOCH + timedelta(milliseconds=wall_ms)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def is_wall_text(text: str) -> bool:
    """Whether a text is a wall time in exactly the form that :func:`wall_text` writes."""
    if not _WALL.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_offset_text(text: str) -> bool:
    """Whether a text is a local offset in exactly the form ``+01:00``."""
    return _OFFSET.fullmatch(text) is not None


def wall_ms_of(text: str) -> int:
    """Milliseconds since 1970 of an ISO 8601 time with an offset or ``Z``.

    Raises:
        BcpError: the text is no such time, or does not say its offset.
    """
    moment = _parsed(text)
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _parsed(text: str) -> datetime:
    fix = "Write it as 2026-01-01T09:00:00Z, or with an offset: 2026-01-01T09:00:00+02:00."
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BcpError("“{text}” is not a date and time.", fix, text=text) from None
    if moment.tzinfo is None:
        raise BcpError("“{text}” does not say in which time zone it is.", fix, text=text)
    if not 1 < moment.year < 9999:
        raise BcpError("“{text}” is outside the years that can be reckoned with.", fix, text=text)
    return moment


def _offset_text(seconds: int) -> str:
    sign = "-" if seconds < 0 else "+"
    minutes = abs(seconds) // 60
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"


class SystemClock:
    """This computer's clocks.

    The monotonic clock is ``CLOCK_BOOTTIME`` where there is one, because ``CLOCK_MONOTONIC`` stops
    on Linux while the computer sleeps, and a drill does not (PEP 418).
    """

    def __init__(self) -> None:
        self._boot = _boot_id()
        # Absent outside Linux, and absent from the type stubs there.
        self._clock_id: int | None = getattr(time, "CLOCK_BOOTTIME", None)

    def now(self) -> Moment:
        """The present moment of this computer, with the local offset of that moment."""
        wall_ms = time.time_ns() // NS_PER_MS
        if self._clock_id is None:
            mono = time.monotonic_ns()
        else:
            mono = time.clock_gettime_ns(self._clock_id)
        offset = time.localtime(wall_ms // 1000).tm_gmtoff
        return Moment(wall_ms, _offset_text(offset), mono, self._boot)


def _boot_id() -> str:
    """A name for this start of the computer: 12 hexadecimal digits, no trace of the machine.

    Where the system gives none, each process has its own: the gap after a crash is then measured
    with the wall clock, never with two monotonic clocks that may not be the same one.
    """
    try:
        name = _BOOT_ID.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        name = ""
    return hashlib.sha256((name or uuid.uuid4().hex).encode()).hexdigest()[:12]


class VirtualClock:
    """A clock that stands still until it is told to go on: for CI and for tests.

    The same calls give the same moments, on every computer. ``start`` is an ISO 8601 time with its
    offset; the offset becomes the local one.

    Raises:
        BcpError: ``start`` is not such a time.
    """

    def __init__(self, start: str) -> None:
        moment = _parsed(start)
        offset = moment.utcoffset() or timedelta()
        self._start_ms = wall_ms_of(start)
        self._tz = _offset_text(offset // timedelta(seconds=1))
        self._elapsed_ms = 0
        self._wall_shift_ms = 0

    def now(self) -> Moment:
        """The moment the clock stands at. Monotonic time counts from ``start``."""
        wall_ms = self._start_ms + self._elapsed_ms + self._wall_shift_ms
        return Moment(wall_ms, self._tz, self._elapsed_ms * NS_PER_MS, "virtual")

    def advance(self, ms: int) -> None:
        """Let ``ms`` milliseconds pass.

        Raises:
            ValueError: ``ms`` is negative; time does not run backwards.
        """
        if ms < 0:
            raise ValueError(f"a clock cannot advance by {ms} ms")
        self._elapsed_ms += ms

    def set_wall(self, by_ms: int) -> None:
        """Set the wall clock on or back, as a person or a time server does; no time passes."""
        self._wall_shift_ms += by_ms


class ExerciseClock:
    """Exercise time on top of a :class:`Clock`: starts, pauses, goes on, never runs backwards.

    It stands still until :meth:`start`. Starting a clock that runs, or pausing one that stands,
    changes nothing.
    """

    def __init__(self, source: Clock) -> None:
        self._source = source
        self._banked_ns = 0
        self._running_since: int | None = None
        self._agreed = source.now()

    @property
    def running(self) -> bool:
        """Whether exercise time is growing."""
        return self._running_since is not None

    @property
    def x(self) -> int:
        """Exercise time now, in milliseconds."""
        return self.read().x

    def start(self) -> None:
        """Let exercise time grow from where it stands."""
        if self._running_since is None:
            self._running_since = self._source.now().mono

    def pause(self) -> None:
        """Stop exercise time; nanoseconds are kept, so many pauses do not eat the run."""
        moment = self._source.now()
        self._banked_ns = self._exercise_ns(moment)
        self._running_since = None

    def resume(self) -> None:
        """Go on after a pause: the same as :meth:`start`, in the words of the run."""
        self.start()

    def read(self) -> Reading:
        """All times of this moment."""
        moment = self._source.now()
        return Reading(
            wall=wall_text(moment.wall_ms),
            tz=moment.tz,
            mono=moment.mono,
            boot=moment.boot,
            x=self._exercise_ns(moment) // NS_PER_MS,
        )

    def continue_from(self, last: Reading) -> Gap:
        """Go on after a crash or a restart: exercise time is never behind the last record.

        A clock that stands stays standing; the caller asks whether the gap counts as a pause, then
        calls :meth:`add` or not, and :meth:`resume`. Returns the gap since ``last``.
        """
        moment = self._source.now()
        behind = last.x * NS_PER_MS - self._exercise_ns(moment)
        if behind > 0:
            self._banked_ns += behind
        return _gap(last, moment)

    def add(self, ms: int) -> None:
        """Count ``ms`` milliseconds that passed unseen as exercise time.

        Raises:
            ValueError: ``ms`` is negative; exercise time does not run backwards.
        """
        if ms < 0:
            raise ValueError(f"exercise time cannot grow by {ms} ms")
        self._banked_ns += ms * NS_PER_MS

    def check(self) -> Anomaly | None:
        """Compare the wall clock with the monotonic clock since they last agreed.

        More than :data:`ANOMALY_AFTER_MS` apart is an anomaly, told once; exercise time keeps to
        the monotonic clock. The comparison is not with the last call but with the last agreement,
        so a clock that is nudged by a second at a time is found as well, however often this is
        called.
        """
        moment = self._source.now()
        wall_ms = moment.wall_ms - self._agreed.wall_ms
        mono_ms = (moment.mono - self._agreed.mono) // NS_PER_MS
        if abs(wall_ms - mono_ms) <= ANOMALY_AFTER_MS:
            return None
        self._agreed = moment
        return Anomaly(wall_ms, mono_ms)

    def _exercise_ns(self, moment: Moment) -> int:
        if self._running_since is None:
            return self._banked_ns
        return self._banked_ns + max(0, moment.mono - self._running_since)


def _gap(last: Reading, now: Moment) -> Gap:
    # The same boot with a smaller monotonic time is another computer's clock, or a virtual one that
    # was started anew: only the wall clocks can be compared.
    if last.boot == now.boot and now.mono >= last.mono:
        return Gap((now.mono - last.mono) // NS_PER_MS, "monotonic")
    return Gap(max(0, now.wall_ms - wall_ms_of(last.wall)), "wall")
