"""Short drills for the tests of the journal."""

import json

from bcp.drill.clock import ExerciseClock, VirtualClock
from bcp.drill.journal import Journal, read

START = "2026-03-02T09:44:02.101+01:00"
HEADER = {"kind": "drill", "exercise": "telephony-loss-site-a", "plan": "9f2c41d0"}
HOUR = 3_600_000


def journal_of(run, writer="anna"):
    return run / "journal" / f"{writer}.jsonl"


def play(run, writer="anna", source=None, end=False):
    """A short drill; gives its journal's bytes."""
    source = source or VirtualClock(START)
    clock = ExerciseClock(source)
    with Journal.open(run, writer, clock) as journal:
        journal.write("run.start")
        clock.start()
        source.advance(2000)
        journal.write("inject.delivered", {"inject": "kpi-breach"})
        source.advance(410_000)
        journal.write("action.done", {"action": "call-duty", "by": "floor-lead", "late": False})
        if end:
            journal.end()
    return journal_of(run, writer).read_bytes()


def types(run):
    return [record.type for record in read(run)]


def leave_lock(run, pid, host):
    lock = run / "journal" / "anna.lock"
    lock.write_text(json.dumps({"pid": pid, "host": host, "started": "2026-03-02T08:00:00.000Z"}))
    return lock
