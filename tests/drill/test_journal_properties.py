"""What must hold for any journal: no order changes, no record is lost, nothing changes unseen."""

import itertools
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bcp.drill.clock import ExerciseClock, VirtualClock
from bcp.drill.journal import (
    DamagedJournalError,
    Journal,
    State,
    clean_text,
    create_run,
    read,
    scan,
    undone,
    verify,
)

START = "2026-03-02T23:59:00Z"
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

values = st.recursive(
    st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-zé_-]{1,8}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=6,
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("note"), st.text(max_size=30)),
        st.tuples(st.just("undo"), st.integers(0, 30)),
        st.tuples(st.sampled_from(["pause", "resume", "reopen"]), st.none()),
        st.tuples(st.just("advance"), st.integers(0, 5_000_000)),
        st.tuples(st.just("set_wall"), st.integers(-5_000_000, 5_000_000)),
    ),
    max_size=25,
)


@pytest.fixture(autouse=True, scope="module")
def disk_that_is_not_waited_for():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)  # thousands of them take a minute
        yield


def new_run(folder):
    run = Path(folder) / "run"
    create_run(run, {"kind": "drill"})
    return run


class Drill:
    """Plays steps, and remembers what was acknowledged."""

    def __init__(self, run):
        self.run = run
        self.source = VirtualClock(START)
        self.written = []
        self.open()

    def open(self):
        self.clock = ExerciseClock(self.source)
        self.journal = Journal.open(self.run, "anna", self.clock)

    def step(self, verb, argument):
        if verb == "note":
            self.written.append(self.journal.write("note", {"text": argument}))
        elif verb == "undo" and argument < len(self.journal.records):
            self.written.append(self.journal.undo(argument + 1))
        elif verb in ("pause", "resume"):
            getattr(self.clock, verb)()
            self.written.append(self.journal.write(f"run.{verb}"))
        elif verb in ("advance", "set_wall"):
            getattr(self.source, verb)(argument)
        elif verb == "reopen":
            self.journal.close()
            self.open()


@few
@given(steps)
def test_pause_resume_and_undo_never_change_the_order_or_lose_a_record(played):
    with tempfile.TemporaryDirectory() as folder:
        drill = Drill(new_run(folder))
        for verb, argument in played:
            drill.step(verb, argument)
        drill.journal.close()

        records = read(drill.run)
        assert [r for r in records if r.type != "clock.anomaly"] == drill.written
        assert [r.seq for r in records] == list(range(1, len(records) + 1))
        assert all(a.reading.x <= b.reading.x for a, b in itertools.pairwise(records))
        undos = {r.data["of"] for r in records if r.type == "undo"}
        assert {seq for _, seq in undone(records)} <= undos
        assert verify(drill.run).problems == ()


@few
@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), values, max_size=4))
def test_any_data_reads_back_clean_and_whole(data):
    with tempfile.TemporaryDirectory() as folder:
        run = new_run(folder)
        with Journal.open(run, "anna", ExerciseClock(VirtualClock(START))) as journal:
            written = journal.write("note", data)
        (record,) = read(run)
        assert record == written
        assert as_stored(data) == record.data


def as_stored(value):
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return tuple(as_stored(v) for v in value)
    if isinstance(value, dict):
        return {k: as_stored(v) for k, v in value.items()}
    return value


@given(st.text())
def test_cleaning_text_twice_changes_nothing_more_and_leaves_nothing_a_terminal_obeys(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in clean)
    clean.encode()


def finished_run(folder):
    run = new_run(folder)
    source = VirtualClock(START)
    clock = ExerciseClock(source)
    with Journal.open(run, "anna", clock) as journal:
        journal.write("run.start")
        clock.start()
        for text in ("пожежа 🔥", 'a "quoted" } { note', "third"):
            source.advance(70_000)
            journal.write("note", {"text": text})
        journal.end()
    return run


def with_journal(run, content):
    copy = run.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(run, copy)
    (copy / "journal" / "anna.jsonl").write_bytes(content)
    return copy


@few
@given(st.data())
def test_a_truncated_journal_recovers_or_is_refused_and_is_never_accepted_changed(data):
    with tempfile.TemporaryDirectory() as folder:
        run = finished_run(folder)
        original = read(run)
        content = (run / "journal" / "anna.jsonl").read_bytes()
        size = data.draw(st.integers(0, len(content) - 1))
        copy = with_journal(run, content[:size])

        with Journal.open(copy, "anna", ExerciseClock(VirtualClock(START))) as journal:
            found = journal.records
        kept = tuple(r for r in found if r.type != "recovered")
        torn = content[:size].rpartition(b"\n")[2]
        assert kept == original[: content[:size].count(b"\n")]
        assert (len(found) > len(kept)) is bool(torn)
        assert verify(copy).state is State.OPEN
        (reported,) = [file.records[-1].hash for file in scan(run)]
        assert reported not in {r.hash for r in found}


@settings(few, max_examples=300)
@given(st.data())
def test_a_changed_byte_is_refused_or_costs_at_most_the_last_record_which_is_kept_aside(data):
    with tempfile.TemporaryDirectory() as folder:
        run = finished_run(folder)
        original = read(run)
        content = bytearray((run / "journal" / "anna.jsonl").read_bytes())
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] ^= data.draw(st.integers(1, 255))
        copy = with_journal(run, bytes(content))

        try:
            with Journal.open(copy, "anna", ExerciseClock(VirtualClock(START))) as journal:
                found = journal.records
        except DamagedJournalError:
            assert (copy / "journal" / "anna.jsonl").read_bytes() == content
            return
        assert found[:-1] == original[:-1]
        assert found[-1].type == "recovered"
        last = bytes(content).removesuffix(b"\n").rpartition(b"\n")[2]
        assert (copy / "journal" / "anna.torn").read_bytes().removesuffix(b"\n") == last
