"""One sitting of a run: commands become records, records become where the run stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bcp import __version__
from bcp.drill.clock import ExerciseClock, wall_ms_of, wall_text
from bcp.drill.journal import Journal, Record, create_run
from bcp.drill.journal.standing import standing
from bcp.drill.runner.commands import Command, draft
from bcp.drill.script import Progress, Script, as_data
from bcp.errors import BcpError
from bcp.i18n import translator

_UNDOABLE = frozenset(
    {
        "inject.delivered",
        "inject.skipped",
        "action.done",
        "note",
        "rating",
        "kpi",
        "hotwash.answer",
    }
)


def run_id(script: Script, wall: str) -> str:
    """The name of a run: the script's id and when it starts, ``line-tabletop-20260101T000000Z``.

    ``wall`` is an ISO 8601 time with its offset.
    """
    seconds = wall_ms_of(wall) // 1000 * 1000
    stamp = wall_text(seconds).replace("-", "").replace(":", "").replace(".000", "")
    return f"{script.id}-{stamp}"


def begin_run(folder: Path, script: Script, clock: str, extra: Mapping[str, Any]) -> None:
    """Create the run's folder, with the script frozen in it.

    ``clock`` is ``virtual`` or ``real``; ``extra`` joins the header (JSON without fractions).

    Raises:
        RunExistsError: there is a run already.
        BcpError: nothing can be written.
    """
    header = {
        "kind": "drill",
        "id": folder.name,
        "clock": clock,
        "tool": f"bcp {__version__}",
        "script": as_data(script),
        **extra,
    }
    create_run(folder, header)


class Session:
    """A run that is being played by one writer.

    Every change is on the disk before it shows in :attr:`progress`: what is shown as saved is
    saved.
    """

    def __init__(self, script: Script, journal: Journal, clock: ExerciseClock) -> None:
        self.script = script
        self.journal = journal
        self.clock = clock
        self.progress = self._folded()

    @property
    def now(self) -> int:
        """Exercise time in milliseconds."""
        return self.clock.x

    def start(self) -> None:
        """Begin the run: its first record, then the clock."""
        self._write("run.start", {"script": self.script.id, "plan": self.script.digest})
        self.clock.start()

    def do(self, command: Command) -> Record:
        """Carry a command out.

        Raises:
            BcpError: it cannot be, or could not be saved; nothing has changed then.
        """
        if self.progress.over:
            say = translator(self.script.language)
            raise BcpError(say("This run is over."), say("Look at it with `bcp drill report`."))
        made = draft(self.progress, command, self.now)
        return self._write(made.type, made.data)

    def undo(self) -> Record:
        """Take back the last thing that was entered; gives the record that was taken back.

        Raises:
            BcpError: there is nothing to take back.
        """
        stands = [one for one in standing(self.journal.records) if one.type in _UNDOABLE]
        if not stands:
            say = translator(self.script.language)
            raise BcpError(say("There is nothing to take back."))
        self.journal.undo(stands[-1].seq)
        self.progress = self._folded()
        return stands[-1]

    def pause(self, reason: str = "") -> None:
        """Stop the exercise clock; pausing twice does nothing."""
        if not self.progress.paused:
            self.clock.pause()
            self._write("run.pause", {"reason": reason} if reason else {})

    def resume(self, gap_ms: int = 0, counted: bool = False) -> None:
        """Let the exercise clock go on. ``gap_ms`` passed while nobody played; ``counted``: as
        exercise time.
        """
        if counted:
            self.clock.add(gap_ms)
        data = {"gap_ms": gap_ms, "counted": counted} if gap_ms else {}
        self._write("run.resume", data)
        self.clock.resume()

    def stop_for_incident(self, text: str) -> None:
        """A real incident: the drill is broken off, and its figures do not count."""
        self._write("real_incident", {"reason": text} if text else {})
        self._write("run.abort", {"reason": "real incident"})
        self.clock.pause()
        self.journal.end()

    def end(self) -> None:
        """Close the run."""
        self.clock.pause()
        record = self.journal.end()
        self.progress = self.progress.after(record)

    def _write(self, type_: str, data: Mapping[str, Any]) -> Record:
        record = self.journal.write(type_, data)
        self.progress = self.progress.after(record)
        return record

    def _folded(self) -> Progress:
        return Progress.of(self.script, standing(self.journal.records))
