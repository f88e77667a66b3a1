"""The journal: nothing that was written is lost, and nothing is changed unseen."""

import errno
import hashlib
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bcp.drill.clock import ExerciseClock, Moment, VirtualClock
from bcp.drill.journal import (
    DamagedJournalError,
    Journal,
    NotSavedError,
    State,
    Tail,
    clean_text,
    create_run,
    merge,
    one_line,
    read,
    read_run,
    scan,
    tail,
    undone,
    verify,
)
from bcp.errors import BcpError

START = "2026-03-02T09:44:02.101+01:00"
HEADER = {"kind": "drill", "exercise": "telephony-loss-site-a", "plan": "9f2c41d0"}
HOUR = 3_600_000


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "drills" / "2026-03-02-telephony"
    create_run(folder, HEADER)
    return folder


@pytest.fixture
def source():
    return VirtualClock(START)


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


# --- form ---------------------------------------------------------------------------------------


def test_a_record_is_one_canonical_line_chained_to_the_one_before(run):
    lines = play(run).splitlines()

    fields = [json.loads(line) for line in lines]
    assert fields[2]["d"] == {"action": "call-duty", "by": "floor-lead", "late": False}
    assert {key: fields[2][key] for key in ("seq", "t", "tz", "v", "w", "wall", "x")} == {
        "seq": 3,
        "t": "action.done",
        "tz": "+01:00",
        "v": 1,
        "w": "anna",
        "wall": "2026-03-02T08:50:54.101Z",
        "x": 412_000,
    }
    assert fields[0]["prev"] == hashlib.sha256((run / "run.json").read_bytes()).hexdigest()
    assert [f["prev"] for f in fields[1:]] == [f["h"] for f in fields[:-1]]
    for line, content in zip(lines, fields, strict=True):
        stated = content.pop("h")
        bare = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(bare.encode()).hexdigest() == stated
        assert b" " not in line


def test_the_same_inputs_give_the_same_bytes(tmp_path):
    contents = []
    for name in ("one", "two"):
        create_run(tmp_path / name, HEADER)
        play(tmp_path / name, end=True)
        contents.append(
            [p.read_bytes() for p in sorted((tmp_path / name).rglob("*")) if p.is_file()]
        )
    assert contents[0] == contents[1]


def test_what_is_written_is_what_is_read(run, source):
    data = {"text": "Ünïcode 🚒 \u200fשלום", "n": -3, "ok": True, "list": [1, {"a": []}]}
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        written = journal.write("note", data)
    (record,) = read(run)
    assert record == written
    assert hash(record) == hash(written)
    assert record.data["text"] == data["text"]
    assert record.data["list"] == (1, {"a": ()})
    assert "Ünïcode 🚒".encode() in journal_of(run).read_bytes()


def test_the_data_of_a_record_cannot_be_changed(run, source):
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        record = journal.write("note", {"tags": {"a": 1}})
    with pytest.raises(TypeError):
        record.data["tags"]["a"] = 2
    with pytest.raises(TypeError):
        record.data["more"] = 2


@pytest.mark.parametrize("value", [0.5, float("nan"), None, b"x", {1, 2}, 2**63])
def test_fractions_and_other_values_are_refused_with_the_place_and_nothing_is_written(
    run, source, value
):
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        with pytest.raises(BcpError) as refused:
            journal.write("kpi", {"levels": [{"service": value}]})
        assert "levels[0].service" in refused.value.message
        assert "fraction" in refused.value.fix
        assert journal.records == ()
    assert journal_of(run).read_bytes() == b""


def test_data_nested_without_end_is_refused(run, source):
    data = {}
    for _ in range(50):
        data = {"in": data}
    with Journal.open(run, "anna", ExerciseClock(source)) as journal, pytest.raises(BcpError):
        journal.write("note", data)


def test_a_type_that_is_not_in_the_vocabulary_is_a_mistake_of_the_program(run, source):
    with (
        Journal.open(run, "anna", ExerciseClock(source)) as journal,
        pytest.raises(ValueError, match="action.dnoe"),
    ):
        journal.write("action.dnoe")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../anna",
        "a/b",
        "a\\b",
        "Anna",
        ".hidden",
        "anna.",
        "con",
        "lpt1.x",
        "a" * 65,
        "ан",
        "a\n",
    ],
)
def test_a_writer_whose_name_could_be_no_file_everywhere_is_refused(run, source, name):
    with pytest.raises(BcpError, match="cannot be the name of a writer"):
        Journal.open(run, name, ExerciseClock(source))
    assert list((run / "journal").iterdir()) == []


@pytest.mark.parametrize("name", ["anna", "o.bondar", "eva-2", "7", "facilitator_1"])
def test_ids_of_people_are_names_of_writers(run, source, name):
    with Journal.open(run, name, ExerciseClock(source)) as journal:
        journal.write("note")
    assert [record.writer for record in read(run)] == [name]


# --- text from people ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m alert", "red alert"),
        ("\x1b]0;own the title\x07note", "note"),
        ("\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b(Bcharset\x1bc reset", "charset reset"),
        ("\x1bPq sixel\x1b\\after", "after"),
        ("unfinished \x1b]0;words stay", "unfinished 0;words stay"),
        ("\x1b\x1b[0m[31mnested", "[31mnested"),
        ("bell\x07 back\x08space\x00 del\x7f", "bell backspace del"),
        ("two\r\nlines\rthree\u2028four", "two\nlines\nthree\nfour"),
        ("tab\there", "tab here"),
        ("over\u202eride", "override"),
        ("half \ud83d", "half \ufffd"),
        ("👩‍🚒 \u200fשלום\u2067x\u2069", "👩‍🚒 \u200fשלום\u2067x\u2069"),
    ],
)
def test_text_from_people_is_stored_without_control_characters_and_escapes(
    run, source, typed, stored
):
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        journal.write("note", {"text": typed, "more": [typed]})
    (record,) = read(run)
    assert record.data == {"text": stored, "more": (stored,)}
    assert clean_text(stored) == stored


def test_a_note_printed_on_one_line_cannot_pass_for_a_line_of_the_program():
    assert one_line("all well\n  DONE call-duty \x1b[1A") == "all well DONE call-duty"


def test_escapes_that_another_program_put_in_do_not_come_out_again(run):
    # A well-formed chain written by something else than bcp.
    play(run)
    fields = json.loads(journal_of(run).read_bytes().splitlines()[0])
    del fields["h"]
    fields["d"] = {"text": "\x1b[2Jgone"}
    bare = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    fields["h"] = hashlib.sha256(bare.encode()).hexdigest()
    line = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    journal_of(run).write_text(line + "\n")
    (record,) = read(run)
    assert record.data["text"] == "gone"


# --- crashes ------------------------------------------------------------------------------------

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
clock = ExerciseClock(VirtualClock("2026-01-01T00:00:00Z"))
with Journal.open(run, "anna", clock, take_over=True) as journal:
    for number in range(3):
        journal.write("note", {"text": f"note {number}"})
        print(number, flush=True)
"""


def run_until_killed(run, calls):
    ended = subprocess.run(
        [sys.executable, "-c", WRITE_UNTIL_KILLED, str(run), str(calls)],
        capture_output=True,
        text=True,
        check=False,
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
        code, _ = run_until_killed(run, calls)
        Journal.open(run, "anna", ExerciseClock(VirtualClock(START)), take_over=code != 0).close()
        records = read(run)
        assert journal_of(run).read_bytes().startswith(whole)
        assert "recovered" in [r.type for r in records], calls
        assert torn in (run / "journal" / "anna.torn").read_bytes()
        calls += 1
    assert calls > 10


def test_a_journal_cut_at_any_byte_keeps_every_whole_record_and_sets_the_rest_aside(tmp_path):
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
    assert "ends in the middle of a record" in found.problems[0]
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


# --- damage -------------------------------------------------------------------------------------


def edit(run, old, new, writer="anna"):
    path = journal_of(run, writer)
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def refused(run):
    """The sentence with which reading, opening and verifying all refuse; nothing is changed."""
    before = {p: p.read_bytes() for p in (run / "journal").iterdir()}
    with pytest.raises(DamagedJournalError) as reading:
        read(run)
    with pytest.raises(DamagedJournalError) as opening:
        Journal.open(run, "anna", ExerciseClock(VirtualClock(START)), take_over=True)
    assert reading.value.message == opening.value.message
    assert reading.value.fix
    assert verify(run).state is State.DAMAGED
    assert {p: p.read_bytes() for p in (run / "journal").iterdir()} == before
    return reading.value


def test_a_flipped_byte_in_the_middle_is_refused_with_its_line(run):
    play(run)
    edit(run, b"kpi-breach", b"kpi-Breach")
    error = refused(run)
    assert "line 2: it was changed after it was written" in error.message
    assert error.span.line == 2
    assert verify(run).problems == (
        "anna.jsonl, line 2: it was changed after it was written (its hash does not fit).",
    )


def test_a_changed_value_in_the_last_line_is_refused_not_recovered(run):
    play(run)
    edit(run, b'"late":false', b'"late":true')
    assert "line 3" in refused(run).message


def test_a_line_that_was_taken_out_is_refused(run):
    first, second, third = play(run).splitlines(keepends=True)
    journal_of(run).write_bytes(first + third)
    assert "line 2: record 2 belongs here, but this is record 3" in refused(run).message


def test_a_record_written_anew_with_a_fitting_hash_breaks_the_chain(run):
    content = play(run).splitlines(keepends=True)
    fields = json.loads(content[1])
    del fields["h"]
    fields["d"]["inject"] = "other"
    bare = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    fields["h"] = hashlib.sha256(bare.encode()).hexdigest()
    content[1] = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    journal_of(run).write_bytes(b"".join(content))
    assert "line 3: it does not follow from the line before it" in refused(run).message


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b'{"boot"', b'{ "boot"', "not in canonical form"),
        (b"\n", b"\r\n", "Windows line ends"),
        (b'"x":0', b'"x":0.0', "a value that no record holds"),
        (b'"x":0', b'"x":NaN', "a value that no record holds"),
        (b'"x":0', b'"x":-1', "not a count"),
        (b'"x":0', b'"x":true', "not a count"),
        (b'"v":1', b'"v":2', "later version of bcp"),
        (b'"v":1', b'"v":true', "not those of a record"),
        (b'"w":"anna"', b'"w":7', "not a text"),
        (b'"tz":"+01:00"', b'"tz":"local"', "not in the form of a record"),
        (b',"x":0', b"", "not those of a record"),
        (b'"d":{}', b'"d":[]', "not in the form of a record"),
        (b'"d":{}', b'"d":{"a":null}', "not in the form"),
        (b'"d":{}', b'"d":{"a":"\\ud800"}', "a value that no record holds"),
        (b'"d":{}', b'"d":{"a":' + b"[" * 50_000 + b"]" * 50_000 + b"}", "no record holds"),
        (b"}\n", b"}X", "not a whole record"),
    ],
)
def test_a_line_that_is_no_record_is_refused_in_words(run, old, new, why):
    play(run)
    edit(run, old, new)
    if b"null" in new:
        why = "hash does not fit"
    error = refused(run)
    assert why in error.message
    assert error.span.line == 1


def test_two_lines_run_together_at_the_end_are_damage_not_a_torn_record(run):
    first, second, third = play(run).splitlines()
    journal_of(run).write_bytes(first + b"\n" + second + b"\x0b" + third + b"\n")
    assert "line 2" in refused(run).message


def test_a_changed_run_file_is_seen_by_every_journal(run):
    play(run)
    header = run / "run.json"
    header.write_bytes(header.read_bytes().replace(b"9f2c41d0", b"00000000"))
    error = refused(run)
    assert "run.json was changed after the journal began" in error.message
    assert "run.json" in error.fix


def test_a_journal_under_another_writers_name_is_refused(run):
    play(run, "eva")
    journal_of(run, "eva").rename(journal_of(run))
    assert "it was written by “eva”" in refused(run).message


def test_links_and_foreign_files_are_not_followed(run, tmp_path):
    play(run)
    elsewhere = tmp_path / "elsewhere"
    journal_of(run).rename(elsewhere)
    journal_of(run).symlink_to(elsewhere)
    assert "not a plain file" in refused(run).message

    journal_of(run).unlink()
    (run / "journal" / "Copy of anna.jsonl").write_bytes(b"")
    with pytest.raises(DamagedJournalError, match="not that of a writer"):
        read(run)


def test_a_journal_folder_that_leads_elsewhere_is_refused(run, tmp_path):
    (run / "journal").rmdir()
    (run / "journal").symlink_to(tmp_path)
    with pytest.raises(DamagedJournalError, match="symbolic link"):
        Journal.open(run, "anna", ExerciseClock(VirtualClock(START)))


# --- ends and reports ---------------------------------------------------------------------------


def test_a_run_is_open_until_its_end_and_closed_after_it(run):
    play(run, "eva")
    assert verify(run).state is State.OPEN
    play(run, "anna", end=True)
    found = verify(run)
    assert (found.state, found.count, found.problems, found.after_end) == (
        State.CLOSED,
        7,
        (),
        0,
    )
    (end,) = [record for record in read(run) if record.type == "run.end"]
    assert end.data["count"] == 6
    assert set(end.data["heads"]) == {"anna", "eva"}
    assert end.data["heads"]["anna"] == end.prev
    assert found.heads["anna"] == end.hash


def test_records_after_the_end_are_counted_and_are_no_problem(run):
    play(run, "anna", end=True)
    play(run, "eva")
    found = verify(run)
    assert (found.state, found.after_end, found.problems) == (State.CLOSED, 3, ())


def test_an_end_that_was_undone_leaves_the_run_open(run):
    play(run, end=True)
    with Journal.open(run, "anna", ExerciseClock(VirtualClock(START))) as journal:
        journal.undo(4)
    assert verify(run).state is State.OPEN


def test_a_cut_tail_of_another_writer_is_seen_against_the_end(run):
    content = play(run, "eva")
    play(run, "anna", end=True)
    journal_of(run, "eva").write_bytes(b"".join(content.splitlines(keepends=True)[:2]))
    found = verify(run)
    assert found.state is State.SHORTER
    assert "of eva that is not there" in found.problems[0]
    assert len(read(run)) == 6, "the chain alone does not see it"


def test_a_missing_journal_is_seen_against_the_end(run):
    play(run, "eva")
    play(run, "anna", end=True)
    journal_of(run, "eva").unlink()
    assert "journal of eva, which is not there" in verify(run).problems[0]


def test_a_cut_end_is_seen_only_against_the_report(run):
    content = play(run, end=True)
    reported = tail(scan(run))
    journal_of(run).write_bytes(b"".join(content.splitlines(keepends=True)[:-1]))
    assert verify(run).state is State.OPEN
    found = verify(run, reported)
    assert found.state is State.SHORTER
    assert found.problems[0].startswith("The report speaks of a record")
    assert verify(run, Tail(3, found.heads)).state is State.OPEN


def test_a_report_with_another_count_is_not_believed(run):
    play(run)
    found = verify(run, Tail(4, tail(scan(run)).heads))
    assert found.problems == ("The report counts 4 records; those it speaks of are 3.",)


def test_damage_in_one_journal_does_not_hide_the_others(run):
    play(run, "eva")
    play(run, "anna", end=True)
    edit(run, b"kpi-breach", b"kpi-Breach", "eva")
    found = verify(run)
    assert found.state is State.DAMAGED
    assert found.count == 4
    assert len(found.problems) == 1


def test_a_folder_without_a_run_is_told_apart_from_an_empty_run(run, tmp_path):
    assert read(run) == ()
    assert (verify(run).state, verify(run).count) == (State.OPEN, 0)
    for act in (read, verify, scan, read_run):
        with pytest.raises(BcpError, match="There is no run in"):
            act(tmp_path)
    with pytest.raises(BcpError, match="There is no run in"):
        Journal.open(tmp_path, "anna", ExerciseClock(VirtualClock(START)))
    assert not (tmp_path / "journal").exists()


# --- several writers ----------------------------------------------------------------------------


def test_two_writers_are_merged_by_exercise_time_wall_time_writer_and_sequence(run):
    source = VirtualClock(START)
    clock = ExerciseClock(source)
    with Journal.open(run, "eva", clock) as eva, Journal.open(run, "anna", clock) as anna:
        eva.write("note", {"n": 1})
        anna.write("note", {"n": 2})
        clock.start()
        source.advance(500)
        anna.write("note", {"n": 4})
        anna.write("note", {"n": 5})
        eva.write("note", {"n": 6})
        source.advance(1)
        eva.write("note", {"n": 7})
    order = [(r.writer, r.data["n"]) for r in read(run)]
    assert order == [("anna", 2), ("eva", 1), ("anna", 4), ("anna", 5), ("eva", 6), ("eva", 7)]


def test_journals_from_two_clones_meet_in_one_folder(run, tmp_path):
    clone = tmp_path / "clone"
    shutil.copytree(run, clone)
    (clone / "journal").rmdir()  # git keeps no empty folder
    play(run, "anna")
    play(clone, "eva")
    shutil.copy(journal_of(clone, "eva"), run / "journal")
    assert verify(run).problems == ()
    assert len(read(run)) == 6
    assert merge([*read(run), *read(clone)]) == read(run), "the same record twice is one"


def test_one_writer_in_two_clones_is_refused(run, tmp_path):
    clone = tmp_path / "clone"
    shutil.copytree(run, clone)
    play(run, "anna")
    play(clone, "anna", source=VirtualClock("2026-03-02T10:00:00Z"))
    with pytest.raises(BcpError, match="two different records 1 of anna"):
        merge([*read(run), *read(clone)])


def test_a_wall_clock_put_back_during_a_pause_does_not_change_a_writers_order(run, source):
    clock = ExerciseClock(source)
    with Journal.open(run, "anna", clock) as journal:
        done = journal.write("action.done", {"action": "call-duty"})
        source.set_wall(-HOUR)
        journal.undo(done.seq)
    records = read(run)
    assert [r.type for r in records] == ["action.done", "clock.anomaly", "undo"]
    assert records[2].reading.wall < records[0].reading.wall


# --- clock --------------------------------------------------------------------------------------


def test_a_clock_put_back_an_hour_is_recorded_before_the_next_record(run, source):
    clock = ExerciseClock(source)
    with Journal.open(run, "anna", clock) as journal:
        clock.start()
        source.advance(5000)
        source.set_wall(-HOUR)
        journal.write("note")
    anomaly, note = read(run)
    assert anomaly.type == "clock.anomaly"
    assert anomaly.data == {"wall_ms": 5000 - HOUR, "mono_ms": 5000}
    assert note.reading.x == 5000


def test_a_heartbeat_is_written_after_a_minute_of_silence_while_the_clock_runs(run, source):
    clock = ExerciseClock(source)
    with Journal.open(run, "anna", clock) as journal:
        source.advance(HOUR)
        assert journal.tick() == (), "the clock stands"
        clock.start()
        journal.write("run.start")
        source.advance(59_999)
        assert journal.tick() == ()
        source.advance(1)
        assert [r.type for r in journal.tick()] == ["heartbeat"]
        assert journal.tick() == ()
        source.advance(30_000)
        source.set_wall(10_000)
        assert [r.type for r in journal.tick()] == ["clock.anomaly"]


# --- undo and amend -----------------------------------------------------------------------------


def test_undo_appends_and_deletes_nothing(run, source):
    before = play(run)
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        record = journal.undo(3, reason="wrong key")
    assert journal_of(run).read_bytes().startswith(before)
    assert record.data == {"of": 3, "reason": "wrong key"}
    assert undone(read(run)) == {("anna", 3)}


def test_undoing_an_undo_brings_the_record_back(run, source):
    play(run)
    play(run, "eva")
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        first = journal.undo(3)
        again = journal.undo(first.seq)
        assert undone(read(run)) == {("anna", first.seq)}
        journal.undo(again.seq)
    assert undone(read(run)) == {("anna", 3), ("anna", again.seq)}


def test_amend_keeps_old_and_new(run, source):
    play(run)
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        record = journal.amend(3, "by", "duty-manager")
    assert record.data == {"of": 3, "key": "by", "old": "floor-lead", "new": "duty-manager"}
    assert read(run)[2].data["by"] == "floor-lead"


def test_what_is_not_there_cannot_be_undone_or_amended(run, source):
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        with pytest.raises(BcpError, match="anna has no record 1"):
            journal.undo(1)
        journal.write("note", {"text": "x"})
        for seq in (0, -1, 2):
            with pytest.raises(BcpError, match="has no record"):
                journal.undo(seq)
        with pytest.raises(BcpError, match="no value “at”") as unknown:
            journal.amend(1, "at", 5)
        assert "text" in unknown.value.fix


# --- one writer, one process --------------------------------------------------------------------


def test_the_same_writer_twice_is_stopped_and_told_who_writes(run, source):
    with Journal.open(run, "anna", ExerciseClock(source)) as journal:
        for take_over in (False, True):
            with pytest.raises(BcpError) as refused_:
                Journal.open(run, "anna", ExerciseClock(source), take_over=take_over)
            assert f"process {os.getpid()} on {socket.gethostname()}" in refused_.value.message
            assert "2026-03-02T08:44:02.101Z" in refused_.value.message
        journal.write("note")
        Journal.open(run, "eva", ExerciseClock(source)).close()
    assert not list((run / "journal").glob("*.lock"))
    Journal.open(run, "anna", ExerciseClock(source)).close()


def dead_process():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def leave_lock(run, pid, host):
    lock = run / "journal" / "anna.lock"
    lock.write_text(json.dumps({"pid": pid, "host": host, "started": "2026-03-02T08:00:00.000Z"}))
    return lock


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


def test_a_lock_from_another_computer_may_be_live_and_can_be_taken_over(run, source):
    leave_lock(run, os.getpid(), "another-host")
    with pytest.raises(BcpError, match="which may still run"):
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
    with pytest.raises(BcpError, match="--take-over|did not leave its name"):
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


# --- disk full, read-only, interrupted ----------------------------------------------------------


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
        [sys.executable, "-c", FILL_THE_DISK, str(run)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "the file would exceed the size that is allowed here" in done.stdout
    assert "x" * 100 in done.stdout
    records = read(run)
    assert len(records) > 5
    assert records[-1].data["text"] == "room again"
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


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
    with pytest.raises(BcpError, match="read-only|not permitted") as error:
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
            patch.setattr(os, "fsync" if moment == "in fsync" else "write", locals()["write"])
            if moment == "in fsync":
                patch.setattr(os, "fsync", fsync)
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


# --- beginning a run ----------------------------------------------------------------------------


def test_a_run_keeps_its_header_and_is_not_begun_twice(run):
    assert read_run(run) == HEADER
    before = (run / "run.json").read_bytes()
    with pytest.raises(BcpError, match="There is a run in"):
        create_run(run, {})
    assert (run / "run.json").read_bytes() == before


def test_a_header_with_a_fraction_is_refused_and_nothing_is_created(tmp_path):
    for value in (0.41, float("inf"), object()):
        with pytest.raises(BcpError, match="header"):
            create_run(tmp_path / "run", {"kpi": {"service_level": value}})
    assert not (tmp_path / "run").exists()


def test_git_is_told_to_leave_line_ends_alone_and_locks_out(run):
    assert "*.jsonl -text" in (run / ".gitattributes").read_text()
    assert "*.lock" in (run / ".gitignore").read_text()
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "-q", str(run)], check=True)
    play(run)
    content = journal_of(run).read_bytes()
    git = ["git", "-C", str(run), "-c", "core.autocrlf=true", "-c", "user.name=a"]
    subprocess.run([*git, "add", "."], check=True, capture_output=True)
    journal_of(run).unlink()
    subprocess.run([*git, "checkout", "-q", "--", "."], check=True)
    assert journal_of(run).read_bytes() == content


def test_a_damaged_header_is_told_in_words(run):
    (run / "run.json").write_bytes(b"[")
    with pytest.raises(BcpError, match="damaged"):
        read_run(run)
