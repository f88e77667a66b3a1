"""The journal: what is written is what is read, in one order."""

import hashlib
import json
import shutil
import subprocess

import pytest
from journal_runs import HEADER, HOUR, START, journal_of, play

from bcp.drill.clock import ExerciseClock, VirtualClock
from bcp.drill.journal import (
    Journal,
    clean_text,
    create_run,
    merge,
    one_line,
    read,
    read_run,
    undone,
    verify,
)
from bcp.errors import BcpError

# --- form ----------------------------------------------------------------------------------------


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
        pytest.raises(ValueError, match=r"action\.dnoe"),
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


# --- text from people ----------------------------------------------------------------------------


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
        ("unfinished \x1b]0;words stay", "unfinished ]0;words stay"),
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


# --- several writers -----------------------------------------------------------------------------


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


# --- clock ---------------------------------------------------------------------------------------


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


# --- undo and amend ------------------------------------------------------------------------------


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


# --- beginning a run -----------------------------------------------------------------------------


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
