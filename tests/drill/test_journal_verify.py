"""The journal when somebody changed it, or cut it off."""

import hashlib
import json

import pytest
from journal_runs import START, journal_of, play

from bcp.drill.clock import ExerciseClock, VirtualClock
from bcp.drill.journal import (
    DamagedJournalError,
    Journal,
    State,
    Tail,
    read,
    read_run,
    scan,
    tail,
    verify,
)
from bcp.errors import BcpError

# --- damage --------------------------------------------------------------------------------------


def edit(run, old, new, writer="anna"):
    path = journal_of(run, writer)
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def said(found):
    """What is wrong, in sentences."""
    return [one.text() for one in found.problems]


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
    assert said(verify(run)) == [
        "anna.jsonl, line 2: it was changed after it was written (its hash does not fit)."
    ]


def test_a_changed_value_in_the_last_line_is_refused_not_recovered(run):
    play(run)
    edit(run, b'"late":false', b'"late":true')
    assert "line 3" in refused(run).message


def test_a_line_that_was_taken_out_is_refused(run):
    first, _, third = play(run).splitlines(keepends=True)
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


# --- ends and reports ----------------------------------------------------------------------------


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
    assert "of eva that is not there" in said(found)[0]
    assert len(read(run)) == 6, "the chain alone does not see it"


def test_a_missing_journal_is_seen_against_the_end(run):
    play(run, "eva")
    play(run, "anna", end=True)
    journal_of(run, "eva").unlink()
    assert "journal of eva, which is not there" in said(verify(run))[0]


def test_a_cut_end_is_seen_only_against_the_report(run):
    content = play(run, end=True)
    reported = tail(scan(run))
    journal_of(run).write_bytes(b"".join(content.splitlines(keepends=True)[:-1]))
    assert verify(run).state is State.OPEN
    found = verify(run, reported)
    assert found.state is State.SHORTER
    assert said(found)[0].startswith("The report speaks of a record")
    assert verify(run, Tail(3, found.heads)).state is State.OPEN


def test_a_report_with_another_count_is_not_believed(run):
    play(run)
    found = verify(run, Tail(4, tail(scan(run)).heads))
    assert said(found) == ["The report counts 4 records; those it speaks of are 3."]


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
