"""The journal when things go wrong: kill, power cut, full disk, two processes, Ctrl-C."""

import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from journal_runs import HEADER, HOUR, START, journal_of, leave_lock, play, types

import bcp
from bcp.drill.clock import ExerciseClock, Moment, VirtualClock
from bcp.drill.journal import (
    DamagedJournalError,
    Journal,
    NotSavedError,
    State,
    create_run,
    read,
    verify,
)
from bcp.errors import BcpError

# --- crashes -------------------------------------------------------------------------------------

WITH_BCP = os.environ | {"PYTHONPATH": str(Path(bcp.__file__).parents[1])}

WRITE_UNTIL_KILLED = """
import os, signal, sys
from pathlib import Path
from bcp.drill.clock import ExerciseClock, VirtualClock
from bcp.drill.journal import Journal

run, calls_left = Path(sys.argv[1]), int(sys.argv[2])

def counted(call):
    def instead(*arguments):
        global calls_left
        if calls_left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        calls_left -= 1
        return call(*arguments)
    return instead

def in_two_halves(descriptor, content):
    return real_write(descriptor, bytes(content)[:max(1, len(content) // 2)])

real_write = os.write
os.write = counted(in_two_halves)
os.fsync = counted(os.fsync)
os.ftruncate = counted(os.ftruncate)
os.replace = counted(os.replace)
os.unlink = counted(os.unlink)
clock = ExerciseClock(VirtualClock("2026-01-01T00:00:00Z"))
with Journal.open(run, "anna", clock, take_over=True) as journal:
    for number in range(2):
        journal.write("note", {"text": f"note {number}"})
        print(number, flush=True)
"""


def run_until_killed(run, calls):
    ended = subprocess.run(
        [sys.executable, "-c", WRITE_UNTIL_KILLED, str(run), str(calls)],
        capture_output=True,
        text=True,
        check=False,
        env=WITH_BCP,
    )
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
    return ended.returncode, len(ended.stdout.split())


def test_a_writer_killed_at_every_step_loses_nothing_that_was_acknowledged(tmp_path):
    calls, code = 0, -signal.SIGKILL
    while code:
        run = tmp_path / str(calls)
        create_run(run, HEADER)
        code, acknowledged = run_until_killed(run, calls)
        take_over = code != 0
        with Journal.open(
            run, "anna", ExerciseClock(VirtualClock(START)), take_over=take_over
        ) as journal:
            journal.write("run.resume")
        notes = [r.data["text"] for r in read(run) if r.type == "note"]
        assert notes == [f"note {n}" for n in range(len(notes))]
        assert acknowledged <= len(notes) <= acknowledged + 1
        assert ("takeover" in types(run)) is take_over
        assert verify(run).problems == ()
        calls += 1
    assert calls > 10, "the script was killed at too few steps to mean anything"


def test_a_recovery_that_is_killed_at_every_step_is_taken_up_again(tmp_path):
    torn = b'{"boot":"virtual","d":{"te'
    calls, code = 0, -signal.SIGKILL
    while code:
        run = tmp_path / str(calls)
        create_run(run, HEADER)
        whole = play(run)
        journal_of(run).write_bytes(whole + torn)
        leave_lock(run, 7, "another-host")
        code, _ = run_until_killed(run, calls)
        if code:
            try:
                Journal.open(run, "anna", ExerciseClock(VirtualClock(START))).close()
            except BcpError as locked:
                assert "--take-over" in locked.fix
                with Journal.open(run, "anna", ExerciseClock(VirtualClock(START)), take_over=True):
                    pass
        found = types(run)
        assert journal_of(run).read_bytes().startswith(whole)
        assert "recovered" in found, calls
        assert "takeover" in found, calls
        assert torn in (run / "journal" / "anna.torn").read_bytes()
        assert not list((run / "journal").glob("*.lock*")), calls
        calls += 1
    assert calls > 15


def test_a_journal_cut_at_any_byte_keeps_every_whole_record_and_sets_the_rest_aside(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)  # a thousand of them take seconds
    create_run(tmp_path / "whole", HEADER)
    content = play(tmp_path / "whole")
    ends = [n + 1 for n, byte in enumerate(content) if byte == 10]
    run = tmp_path / "cut"
    for size in range(len(content)):
        shutil.rmtree(run, ignore_errors=True)
        shutil.copytree(tmp_path / "whole", run)
        journal_of(run).write_bytes(content[:size])
        kept = max([end for end in ends if end <= size], default=0)

        with Journal.open(run, "anna", ExerciseClock(VirtualClock(START))) as journal:
            records = journal.records

        after = journal_of(run).read_bytes()
        assert after.startswith(content[:kept])
        if kept == size:
            assert after == content[:kept]
            assert not (run / "journal" / "anna.torn").exists()
        else:
            assert (run / "journal" / "anna.torn").read_bytes() == content[kept:size]
            assert records[-1].type == "recovered"
            assert records[-1].data == {"bytes": size - kept, "line": content[:kept].count(10) + 1}


def test_a_torn_tail_is_told_by_reading_and_verifying_and_changed_by_neither(run):
    content = play(run)[:-5]
    journal_of(run).write_bytes(content)
    with pytest.raises(DamagedJournalError, match="line 3: the last record was cut off"):
        read(run)
    found = verify(run)
    assert found.state is State.OPEN
    assert "ends in the middle of a record" in found.problems[0].text()
    assert journal_of(run).read_bytes() == content


def test_a_last_line_of_rubbish_that_a_power_cut_left_is_set_aside(run):
    content = play(run)
    journal_of(run).write_bytes(content + b"\0" * 200 + b"\n")
    with Journal.open(run, "anna", ExerciseClock(VirtualClock(START))) as journal:
        assert journal.records[-1].type == "recovered"
    assert (run / "journal" / "anna.torn").read_bytes() == b"\0" * 200 + b"\n"


def test_a_second_crash_adds_to_what_was_set_aside(run):
    for torn in (b'{"first', b'{"second'):
        with journal_of(run).open("ab") as file:
            file.write(torn)
        Journal.open(run, "anna", ExerciseClock(VirtualClock(START))).close()
    assert (run / "journal" / "anna.torn").read_bytes() == b'{"first{"second'
    assert [r.data["bytes"] for r in read(run)] == [7, 8]


def test_after_a_reboot_the_journal_goes_on_and_tells_the_gap(run):
    play(run)

    class Rebooted:
        def now(self):
            return Moment(1_772_441_514_101, "+01:00", 5, "another-boot")  # 60 s after the last

    clock = ExerciseClock(Rebooted())
    with Journal.open(run, "anna", clock) as journal:
        assert journal.gap.ms == 60_000
        assert journal.gap.measured == "wall"
        resumed = journal.write("run.resume", {"gap": "pause"})
    assert resumed.reading.x == 412_000
    assert resumed.reading.boot == "another-boot"
    assert verify(run).problems == ()


# --- one writer, one process ---------------------------------------------------------------------


def test_the_same_writer_twice_is_stopped_and_told_who_writes(run, source):
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        for take_over in (False, True):
            with pytest.raises(BcpError) as refused_:
                Journal.open(run, "anna", ExerciseClock(source), take_over=take_over)
            assert f"process {os.getpid()} on {socket.gethostname()}" in refused_.value.message
            assert "begun 2026-03-02 08:44 UTC" in refused_.value.message
        journal.write("note")
        Journal.open(run, "eva", ExerciseClock(source)).close()
    assert not list((run / "journal").glob("*.lock"))
    Journal.open(run, "anna", ExerciseClock(source)).close()


def dead_process():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_stale_lock_is_broken_only_when_told_and_that_is_recorded(run, source):
    pid = dead_process()
    lock = leave_lock(run, pid, socket.gethostname())
    with pytest.raises(BcpError, match="does not run any more") as refused_:
        Journal.open(run, "anna", ExerciseClock(source))
    assert "--take-over" in refused_.value.fix
    assert lock.exists()

    with Journal.open(run, "anna", ExerciseClock(source), take_over=True):
        pass
    (record,) = read(run)
    assert record.type == "takeover"
    assert record.data == {
        "pid": pid,
        "host": socket.gethostname(),
        "started": "2026-03-02T08:00:00.000Z",
    }
    assert [p.name for p in (run / "journal").iterdir()] == ["anna.jsonl"]


def test_a_take_over_that_crashed_half_way_still_has_to_be_asked_for(run, source):
    lock = leave_lock(run, 7, "another-host")
    lock.rename(lock.with_name("anna.lock.stale"))
    with pytest.raises(BcpError, match="process 7 on another-host"):
        Journal.open(run, "anna", ExerciseClock(source))
    Journal.open(run, "anna", ExerciseClock(source), take_over=True).close()
    assert types(run) == ["takeover"]
    assert [p.name for p in (run / "journal").iterdir()] == ["anna.jsonl"]


def test_a_lock_from_another_computer_may_be_live_and_can_be_taken_over(run, source):
    leave_lock(run, os.getpid(), "another-host")
    with pytest.raises(BcpError, match="may still run"):
        Journal.open(run, "anna", ExerciseClock(source))
    Journal.open(run, "anna", ExerciseClock(source), take_over=True).close()
    assert types(run) == ["takeover"]


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"pid":true,"host":1}', b"[" * 4000])
def test_a_lock_that_a_crash_left_unreadable_can_be_taken_over(run, source, content):
    (run / "journal" / "anna.lock").write_bytes(content)
    with pytest.raises(BcpError, match="did not leave its name"):
        Journal.open(run, "anna", ExerciseClock(source))
    Journal.open(run, "anna", ExerciseClock(source), take_over=True).close()
    assert read(run)[0].data["pid"] == 0


def test_a_writer_that_was_taken_over_keeps_its_hands_off_and_its_words_on_screen(run, source):
    old = Journal.open(run, "anna", ExerciseClock(source))
    old.write("note", {"text": "first"})
    leave_lock(run, 1, "another-host")  # as seen from another computer
    with Journal.open(run, "anna", ExerciseClock(source), take_over=True) as new:
        new.write("note", {"text": "second"})
        with pytest.raises(NotSavedError) as refused_:
            old.write("note", {"text": "lost?"})
        old.close()
        assert "Somebody else took over" in refused_.value.message
        assert "lost?" in refused_.value.unsaved
        new.write("note", {"text": "third"})
    assert verify(run).problems == ()
    assert types(run) == ["note", "takeover", "note", "note"]


def test_a_take_over_that_could_not_be_recorded_must_be_asked_for_again(run, source, monkeypatch):
    leave_lock(run, 0, "")
    full_disk(monkeypatch)
    with pytest.raises(NotSavedError):
        Journal.open(run, "anna", ExerciseClock(source), take_over=True)
    monkeypatch.undo()
    with pytest.raises(BcpError, match="did not leave its name"):
        Journal.open(run, "anna", ExerciseClock(source))
    Journal.open(run, "anna", ExerciseClock(source), take_over=True).close()
    assert types(run) == ["takeover"]


def test_a_journal_that_another_program_changed_meanwhile_is_not_written_to(run, source):
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        journal.write("note")
        with journal_of(run).open("ab") as file:
            file.write(b"something else\n")
        with pytest.raises(NotSavedError, match="Another program changed"):
            journal.write("note", {"text": "kept on screen"})


def test_a_closed_journal_takes_no_more_records(run, source):
    journal = Journal.open(run, "anna", ExerciseClock(source))
    journal.close()
    journal.close()
    with pytest.raises(ValueError, match="closed"):
        journal.write("note")


# --- disk full, read-only, interrupted -----------------------------------------------------------


def full_disk(monkeypatch, number=errno.ENOSPC, after=0):
    """From now on a write to a journal stores ``after`` bytes, then fails. Locks still fit."""
    real, left = os.write, [after]

    def write(descriptor, content):
        if b'"prev"' not in bytes(content) and left[0] == after:
            return real(descriptor, content)
        if not left[0]:
            raise OSError(number, os.strerror(number))
        stored = real(descriptor, bytes(content)[: left[0]])
        left[0] -= stored
        return stored

    monkeypatch.setattr(os, "write", write)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EDQUOT, "the quota on this disk is used up"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_a_record_that_cannot_be_written_stays_on_screen_and_the_journal_whole(
    run, source, monkeypatch, number, words
):
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        journal.write("note", {"text": "saved"})
        with monkeypatch.context() as patch:
            full_disk(patch, number, after=20)
            with pytest.raises(NotSavedError) as error:
                journal.write("note", {"text": "not saved ✓"})
        assert words in error.value.message
        assert "anna.jsonl" in error.value.message
        assert "not saved ✓" in error.value.message
        assert json.loads(error.value.unsaved)["d"] == {"text": "not saved ✓"}
        assert error.value.fix
        assert [r.data["text"] for r in read(run)] == ["saved"], "no half line was left"

        journal.write("note", {"text": "there is room again"})
    assert [r.data["text"] for r in read(run)] == ["saved", "there is room again"]


def test_a_record_that_did_not_reach_the_disk_is_not_counted(run, source, monkeypatch):
    def failing(descriptor):
        raise OSError(errno.EIO, "bad disk")

    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", failing)
            with pytest.raises(NotSavedError):
                journal.write("note", {"text": "lost"})
        assert journal.records == ()
        with pytest.raises(NotSavedError, match="cannot be brought back"):
            journal.write("note", {"text": "next"})


def test_an_anomaly_that_does_not_fit_on_the_disk_keeps_the_words_and_is_told_later(
    run, source, monkeypatch
):
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        source.set_wall(-HOUR)
        with monkeypatch.context() as patch:
            full_disk(patch)
            with pytest.raises(NotSavedError) as error:
                journal.write("note", {"text": "typed by hand"})
        assert "typed by hand" in error.value.unsaved
        journal.write("note", {"text": "typed by hand"})
    assert types(run) == ["clock.anomaly", "note"]


def test_a_short_write_is_completed(run, source, monkeypatch):
    real = os.write
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        monkeypatch.setattr(os, "write", lambda fd, content: real(fd, bytes(content)[:7]))
        journal.write("note", {"text": "in pieces"})
    assert read(run)[0].data["text"] == "in pieces"


FILL_THE_DISK = """
import resource, sys
from pathlib import Path
from bcp.drill.clock import ExerciseClock, VirtualClock
from bcp.drill.journal import Journal, NotSavedError

resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.RLIM_INFINITY))
with Journal.open(Path(sys.argv[1]), "anna", ExerciseClock(VirtualClock("2026-01-01T00:00Z"))) as j:
    try:
        while True:
            j.write("note", {"text": "x" * 100})
    except NotSavedError as error:
        print(error.message)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
    j.write("note", {"text": "room again"})
"""


def test_a_file_that_the_system_will_not_let_grow_stops_the_run_in_words(run):
    done = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, str(run)],
        capture_output=True,
        text=True,
        check=False,
        env=WITH_BCP,
    )
    assert done.returncode == 0, done.stderr
    assert "the file would exceed the size that is allowed here" in done.stdout
    assert "x" * 100 in done.stdout
    records = read(run)
    assert len(records) > 5
    assert records[-1].data["text"] == "room again"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_device_that_is_really_full_says_so(run, source):
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, journal._descriptor)
        os.close(full)
        journal._as_it_was_left = lambda descriptor: True
        with pytest.raises(NotSavedError, match="the disk is full"):
            journal.write("note", {"text": "no room"})


def test_a_folder_that_cannot_be_written_stops_the_start_in_words(run, source, monkeypatch):
    if os.geteuid() == 0:  # rights do not hold root back
        real = os.open

        def refusing(path, flags, *rest):
            if flags & os.O_CREAT:
                raise OSError(errno.EROFS, "read-only")
            return real(path, flags, *rest)

        monkeypatch.setattr(os, "open", refusing)
    else:
        (run / "journal").chmod(0o555)
    with pytest.raises(BcpError, match=r"read-only|not permitted") as error:
        Journal.open(run, "anna", ExerciseClock(source))
    (run / "journal").chmod(0o755)
    assert "Cannot write" in error.value.message
    assert list((run / "journal").iterdir()) == []


@pytest.mark.parametrize("moment", ["before write", "after write", "in fsync"])
def test_ctrl_c_in_the_middle_of_a_record_neither_tears_nor_blocks_the_journal(
    run, source, monkeypatch, moment
):
    real_write, real_fsync = os.write, os.fsync

    def write(descriptor, content):
        if moment == "after write":
            real_write(descriptor, content)
        raise KeyboardInterrupt

    def fsync(descriptor):
        real_fsync(descriptor)
        raise KeyboardInterrupt

    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        journal.write("run.start")
        with monkeypatch.context() as patch:
            if moment == "in fsync":
                patch.setattr(os, "fsync", fsync)
            else:
                patch.setattr(os, "write", write)
            with pytest.raises(KeyboardInterrupt):
                journal.write("note", {"text": "interrupted"})
        journal.write("run.pause")
    expected = ["run.start", "run.pause"]
    if moment != "before write":
        expected.insert(1, "note")
    assert types(run) == expected
    assert [r.seq for r in read(run)] == list(range(1, len(expected) + 1))


def test_ctrl_c_as_the_last_thing_leaves_a_whole_journal(run, source, monkeypatch):
    real = os.write

    def half(descriptor, content):
        real(descriptor, bytes(content)[:30])
        raise KeyboardInterrupt

    journal = Journal.open(run, "anna", ExerciseClock(source))
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(KeyboardInterrupt):
            journal.write("note")
    journal.close()
    assert read(run) == ()
