import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from drill_plans import BASE, live, plan_with

from bcp.drill.journal import NotSavedError, read
from bcp.drill.terminal import HELP, Keyboard, Plain

pty = pytest.importorskip("pty")

MINUTE = 60_000
ROOT = Path(__file__).parents[2]


class Script:
    """Lines that are typed; a number lets so many milliseconds pass before the next."""

    echoes = False

    def __init__(self, source, *lines):
        self.source, self.lines = source, list(lines)

    def read(self, seconds):
        if not self.lines:
            raise EOFError
        line = self.lines.pop(0)
        if isinstance(line, str):
            return line
        if line is KeyboardInterrupt:
            raise KeyboardInterrupt
        self.source.advance(line)
        return None


@pytest.fixture
def typed(tmp_path):
    """Play these lines; gives what was shown, whether it is over, and the session."""
    opened = []

    def play(*lines, width=80):
        session, source = live(tmp_path)
        opened.append(session)
        shown = []

        def out(text, newline):
            shown.append(text + "\n" * newline)

        over = Plain(session, Script(source, *lines), width, out).play()
        return "".join(shown), over, session

    yield play
    for session in opened:
        session.journal.close()


def test_the_first_lines_say_what_is_played_and_its_rules(typed):
    shown, _, _ = typed("q")
    assert shown.startswith("DRILL  The line is dead (tabletop), Lantern helpline 1.0\n")
    assert "RULE   REAL EMERGENCY stops the drill\n" in shown
    assert "DUE    0:00 [quiet] Wallboard → Floor lead (wallboard)\n" in shown


def test_enter_tells_players_the_next_inject_and_shows_what_is_expected(typed):
    shown, _, session = typed("", "q")
    assert "SAID   0:00 [quiet]" in shown
    assert "“No call for five minutes”" in shown
    assert "EXPECT 1  Ring the duty lead – Floor lead, by 5:00, must\n" in shown
    assert session.progress.delivered == {"quiet": 0}


def test_a_number_is_done_now_or_minutes_ago(typed):
    shown, _, session = typed("", 4 * MINUTE, "1 -2m on the stairs", "2", "q")
    assert "DONE   1  Ring the duty lead, at 2:00 (due 5:00); note: on the stairs\n" in shown
    assert session.progress.done["ring-lead"].at == 2 * MINUTE
    assert session.progress.done["ring-lead"].note == "on the stairs"
    assert session.progress.done["answer-call-out-lead"].at == 4 * MINUTE


def test_what_becomes_late_is_said_once_while_nobody_types(typed):
    shown, _, _ = typed("", 5 * MINUTE, 1000, 1000, 1000, "1", "q")
    assert shown.count("LATE   1  Ring the duty lead") == 1
    assert "DONE   1  Ring the duty lead, at 5:03, late (due 5:00)" in shown


def test_nothing_is_said_while_a_note_is_typed(typed):
    shown, _, _ = typed("", "n", 9 * MINUTE, "she is on her way", "q")
    note, late = shown.index("NOTED  she is on her way"), shown.index("LATE   1")
    assert note < late


def test_silence_is_offered_only_when_the_time_is_up(typed):
    _, _, session = typed("", "", "", "", "", 9 * MINUTE, "", "t", "q")
    assert not [one for one in session.progress.delivered if one.startswith("silent")]
    assert "silent-call-out-lead" in [one.id for one in session.progress.pending()]


def test_after_the_timeout_the_silence_is_due(typed):
    shown, _, _ = typed("", "", "2", "u", 10 * MINUTE + 1, "l", "q")
    assert "DUE    10:00 [silent-call-out-lead]" in shown


def test_skipping_asks_for_a_reason(typed):
    shown, _, session = typed("s", "the wallboard is dark", "q")
    assert session.progress.skipped == {"quiet": "the wallboard is dark"}
    assert "NEXT   0:00 [quiet] Wallboard → Floor lead (wallboard)\nWhy is quiet skipped?" in shown
    assert "SKIP   [quiet] the wallboard is dark\n" in shown


def test_pausing_holds_the_injects_and_says_so(typed):
    shown, _, session = typed("p", "", "p", "", "q")
    assert "PAUSE  The clock stands" in shown
    assert "NO     The clock stands" in shown
    assert "GO ON " in shown
    assert list(session.progress.delivered) == ["quiet"]


def test_undo_says_in_words_what_was_taken_back(typed):
    entered = ("", "1", "u", "n she came", "u", "s too early", "u", "r reach S late", "u", "u", "q")
    shown, _, session = typed(*entered)
    undone = [line for line in shown.splitlines() if line.startswith("UNDONE")]
    assert undone == [
        "UNDONE 1  Ring the duty lead",
        "UNDONE she came",
        "UNDONE [reads-service-level]",
        "UNDONE [reach] S",
        "UNDONE [quiet]",
    ]
    assert (session.progress.done, session.progress.delivered) == ({}, {})


def test_a_slip_is_answered_in_a_line_and_changes_nothing(typed):
    shown, _, session = typed("zz", "99", "1 -9h", "n", "  ", "r reach X", "u", "q")
    assert "NO     There is no command “zz”; ? lists them." in shown
    assert "NO     There is no action 99." in shown
    assert "before the drill began" in shown
    assert "nothing in a note" in shown
    assert "“X” is no rating" in shown
    assert [one.type for one in session.journal.records] == ["run.start", "run.pause"]


def test_help_lists_every_command(typed):
    shown, _, _ = typed("?", "q")
    for line in HELP:
        assert f"\n{line.split()[0]} " in shown


def test_the_end_asks_for_ratings_and_answers_and_closes_the_run(typed):
    shown, over, session = typed("", "1", "2", "e", "y", "", "We rang the neighbour")
    assert over
    assert "RATED  [reach] P" in shown
    assert "ASK    What did you do that is not in the plan?" in shown
    assert session.progress.answered == {"debrief-1": "We rang the neighbour"}
    assert shown.count("Write P (without challenges), S (some), M (major) or U (unable).") == 1
    assert session.journal.records[-1].type == "run.end"


def test_another_rating_than_the_suggested_asks_why(typed):
    shown, _, session = typed("", "1", "2", "e", "y", "x", "m", "too slow", "")
    assert "NO     “x” is no rating." in shown
    (given,) = session.progress.ratings["reach"]
    assert (given.code, given.reason) == ("M", "too slow")


@pytest.mark.parametrize(
    ("entered", "at", "note"),
    [
        ("1 -2min", 8, ""),
        ("1 -2 minutes she shouted", 8, "she shouted"),
        ("1 -2 she shouted", 8, "she shouted"),
        ("1-3m", 7, ""),
        ("1 -1h", None, ""),
        ("1 -120s", 8, ""),
        ("1 \u22122 min. by radio", 8, "by radio"),
        ("1 -3хв", 7, ""),
        ("1 minus two", 10, "minus two"),
    ],
)
def test_how_long_ago_may_be_written_in_several_ways(typed, entered, at, note):
    shown, _, session = typed("", 10 * MINUTE, entered, "q")
    if at is None:
        assert "before the drill began" in shown
        return
    done = session.progress.done["ring-lead"]
    assert (done.at, done.note) == (at * MINUTE, note)
    assert f"at {at}:00" in shown


@pytest.mark.parametrize(
    "entered", ["1 -2mim", "1 2m", "1 14:05", "1 -", "1 -2.5m", "1 +3m", "1 -1h30", "1 -she came"]
)
def test_what_looks_like_a_time_and_is_none_is_never_taken_for_a_note(typed, entered):
    shown, _, session = typed("", 10 * MINUTE, entered, "q")
    assert "is no time that I can read" in shown and "Write 1 -2m" in " ".join(shown.split())
    assert session.progress.done == {}


def test_an_hour_and_a_half_ago(typed):
    _, _, session = typed("", 100 * MINUTE, "1 -1h30m", "q")
    assert session.progress.done["ring-lead"].at == 10 * MINUTE


def test_a_rating_and_its_reason_may_come_in_one_line(typed):
    shown, _, session = typed("", "1", "2", "e", "y", "M slow, and unsure", "")
    (given,) = session.progress.ratings["reach"]
    assert (given.code, given.reason) == ("M", "slow, and unsure")
    assert "RATED  [reach] M; slow, and unsure\n" in shown


def test_nothing_is_suggested_for_what_was_not_played_and_enter_takes_nothing(typed):
    shown, over, session = typed("", "e", "y", "", "", "-", "")
    assert over
    assert "Enter takes" not in shown
    assert shown.count("NO     There is no rating yet.") == 2
    assert "RATED  [reach] not rated\n" in shown
    (given,) = session.progress.ratings["reach"]
    assert given.code == "-"


def test_in_the_middle_nothing_is_suggested_that_may_still_change(typed):
    shown, _, session = typed("", "1", "r", "-", "q")
    assert "Enter takes" not in shown
    assert session.progress.ratings == {}


def test_a_target_that_has_passed_can_no_longer_be_met_and_is_suggested_so(typed):
    shown, _, _ = typed("", 11 * MINUTE, "r", "-", "q")
    assert "Enter takes U" in shown


def test_what_was_left_in_the_middle_is_asked_again_at_the_end(typed):
    _, over, session = typed("", "1", "2", "r reach -", "e", "y", "", "")
    assert over
    assert [one.code for one in session.progress.ratings["reach"]] == ["P"]


def test_a_drill_in_ukrainian_is_ukrainian_to_its_last_sentence(tmp_path):
    session, source = live(tmp_path, language="uk")
    shown = []
    lines = ("", "1 -2хв", "1 -2мин", "99", "?", "l", "t", "e", "т", "", "-", "")
    front = Plain(
        session, Script(source, 3 * MINUTE, *lines), 200, lambda text, _: shown.append(text)
    )
    assert front.play()
    session.journal.close()
    text = "".join(shown)
    assert "ВИКОНАНО   1" in text and "незрозумілий час" in text and "КІНЕЦЬ" in text
    # The plan has no Ukrainian; every word of the program must be.
    for english in (
        "action",
        "exercise time",
        "There",
        "accepts",
        "EXPECT",
        "RATE",
        "leaves",
        "due",
    ):
        assert english not in text


def test_a_keyboard_in_cyrillic_need_not_be_changed(tmp_path):
    session, source = live(tmp_path, language="uk")
    shown = []
    # l, n a note, t, r reach (Latin: an id) rated with the key of M, e, q: all on the same keys.
    lines = ("", "д", "т пейджер мовчить", "е", "К reach Ь запізно", "у", "н", "Й")
    front = Plain(session, Script(source, *lines), 80, lambda text, _: shown.append(text))
    assert not front.play()
    session.journal.close()
    assert not [line for line in shown if line.startswith("НІ")]
    assert [one.data["text"] for one in session.journal.records if one.type == "note"] == [
        "пейджер мовчить"
    ]
    (given,) = session.progress.ratings["reach"]
    assert (given.code, given.reason) == ("M", "запізно")


def test_in_every_language_the_words_stand_in_a_column(tmp_path):
    session, source = live(tmp_path, language="uk")
    shown = []
    front = Plain(session, Script(source, "", "q"), 60, lambda text, _: shown.append(text))
    front.play()
    session.journal.close()
    lines = [line for line in shown if re.match("[А-ЯІ]{3}", line)]
    assert len(lines) > 5
    assert {len(re.match(r"\S+ +", line)[0]) for line in lines} == {11}


def test_a_dash_leaves_a_question_as_it_leaves_a_rating(typed):
    _, over, session = typed("", "1", "2", "e", "y", "", "-")
    assert over
    assert session.progress.answered == {}


def test_a_type_that_the_title_says_is_not_said_again(tmp_path):
    plan = plan_with(("exercises.yaml", "title: The line is dead", "title: Tabletop on the line"))
    session, source = live(tmp_path, plan=plan)
    shown = []
    Plain(session, Script(source, "q"), 80, lambda text, _: shown.append(text)).play()
    session.journal.close()
    assert shown[0] == "DRILL  Tabletop on the line, Lantern helpline 1.0"


def test_ending_is_confirmed(typed):
    _, over, session = typed("e", "", "q")
    assert not over and session.progress.ended is None


def test_a_real_incident_stops_at_once(typed):
    shown, over, session = typed("", "real the line is dead in earnest")
    assert over
    assert "STOP   A real incident." in shown
    assert session.progress.stopped == "real incident"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, "eof"])
def test_an_interruption_saves_and_leaves_the_clock_standing(typed, stop):
    shown, over, session = typed("", *([stop] if stop != "eof" else []))
    assert not over
    assert "SAVED " in shown
    assert session.progress.paused
    assert session.journal.records[-1].type == "run.pause"


def test_an_interruption_in_the_middle_of_a_question_keeps_what_was_entered(typed):
    _, over, session = typed("", "1", "e", "y", KeyboardInterrupt)
    assert not over
    assert "ring-lead" in session.progress.done


def test_done_is_not_shown_when_it_was_not_saved(tmp_path, monkeypatch):
    session, source = live(tmp_path)
    shown = []

    def full(*_):
        raise OSError(28, "No space left on device")

    front = Plain(session, Script(source, "", "1"), 80, lambda text, _: shown.append(text))
    real = os.write

    def write(descriptor, content):
        return full() if b"action.done" in bytes(content) else real(descriptor, content)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(NotSavedError, match="disk is full"):
        front.play()
    monkeypatch.undo()
    assert not [line for line in shown if line.startswith("DONE")]
    session.journal.close()


@pytest.mark.parametrize("width", [60, 80])
def test_lines_keep_to_the_width(typed, width):
    shown, _, _ = typed("", "", "", "", "l", "?", "t", "q", width=width)
    assert [line for line in shown.splitlines() if len(line) > width] == []


def test_no_line_moves_the_cursor(typed):
    shown, _, _ = typed("", "n \x1b[2Jfoo\rDONE   1", "t", "q")
    assert "\x1b" not in shown and "\r" not in shown
    assert "NOTED  foo DONE 1" in shown


# ── a real keyboard ────────────────────────────────────────────────────────────────────────────


def test_a_pipe_gives_its_lines_then_its_end():
    out, into = os.pipe()
    os.write(into, "1\r\nдва\nthree".encode())
    os.close(into)
    keys = Keyboard(out)
    assert [keys.read(1), keys.read(1), keys.read(1)] == ["1", "два", "three"]
    with pytest.raises(EOFError):
        keys.read(1)
    os.close(out)


def test_a_closed_input_is_an_end():
    with pytest.raises(EOFError):
        Keyboard(-1).read(0.1)


def test_half_a_line_is_waited_for():
    out, into = os.pipe()
    os.write(into, b"ha")
    keys = Keyboard(out)
    assert keys.read(0.05) is None
    os.write(into, b"lf\n")
    assert keys.read(0.05) == "half"
    os.close(into)
    os.close(out)


def command(out, *more):
    return [
        sys.executable,
        "-m",
        "bcp",
        "drill",
        "run",
        "line-tabletop",
        "--plan",
        str(BASE),
        "--out",
        str(out),
        *more,
    ]


class Terminal:
    """A process on a pseudo-terminal of its own."""

    def __init__(self, arguments, columns=80):
        import fcntl
        import struct
        import termios

        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.environ.update(TERM="xterm", PYTHONPATH=str(ROOT), COLUMNS=str(columns))
            os.execv(arguments[0], arguments)
        size = struct.pack("HHHH", 24, columns, 0, 0)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, size)
        self.shown = ""

    def until(self, words, after=""):
        """Wait for these words, after the last time that others were shown."""
        ends = time.monotonic() + 20
        while words not in self.shown.rpartition(after or "\0")[2] and time.monotonic() < ends:
            if select.select([self.descriptor], [], [], 0.2)[0]:
                try:
                    self.shown += os.read(self.descriptor, 4096).decode()
                except OSError:
                    break
        assert words in self.shown.rpartition(after or "\0")[2], self.shown
        return self

    def type(self, text):
        os.write(self.descriptor, text.encode())
        return self

    def ended(self):
        _, status = os.waitpid(self.pid, 0)
        os.close(self.descriptor)
        return os.waitstatus_to_exitcode(status)


def the_run(folder):
    (run,) = folder.iterdir()
    return run


def test_on_a_real_terminal_a_drill_is_played_and_interrupted_with_ctrl_c(tmp_path):
    screen = Terminal(command(tmp_path / "out"), columns=60)
    screen.until("> ").type("\n").until("EXPECT 1").type("1\n").until("DONE   1")
    screen.type("\x03").until("Go on with: bcp drill resume")
    assert screen.ended() == 130
    assert "Traceback" not in screen.shown
    assert re.search(r"\x1b\[", screen.shown) is None
    types = [one.type for one in read(the_run(tmp_path / "out"))]
    assert types == ["run.start", "inject.delivered", "action.done", "run.pause"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_end_saves_as_ctrl_c_does(tmp_path, number):
    screen = Terminal(command(tmp_path / "out"))
    screen.until("> ").type("\n").until("EXPECT 1")
    os.kill(screen.pid, number)
    assert screen.ended() == 130
    assert read(the_run(tmp_path / "out"))[-1].type == "run.pause"


def test_after_kill_9_the_run_goes_on_with_all_that_was_shown(tmp_path):
    screen = Terminal(command(tmp_path / "out"))
    screen.until("> ").type("\n").until("EXPECT 1").type("1\n").until("DONE   1")
    os.kill(screen.pid, signal.SIGKILL)
    assert screen.ended() == -signal.SIGKILL
    run = the_run(tmp_path / "out")
    base = [sys.executable, "-m", "bcp", "drill", "resume", str(run), "--plan", str(BASE)]
    assert Terminal(base).until("--take-over").ended() == 2
    screen = Terminal([*base, "--take-over", "--resume-gap", "count"])
    screen.until("AGAIN").until("> ").type("q\n").until("SAVED")
    assert screen.ended() == 130
    types = [one.type for one in read(run)]
    assert types[:3] == ["run.start", "inject.delivered", "action.done"]
    assert {"takeover", "run.resume"} <= set(types)


def test_after_a_cut_it_is_asked_until_it_is_known_whether_the_play_stopped(tmp_path):
    screen = Terminal(command(tmp_path / "out"))
    screen.until("> ").type("\n").until("EXPECT 1")
    os.kill(screen.pid, signal.SIGKILL)
    screen.ended()
    run = the_run(tmp_path / "out")
    time.sleep(1.2)  # less than a second is no gap worth a question
    again = (sys.executable, "-m", "bcp", "drill", "resume", run, "--plan", BASE, "--take-over")
    screen = Terminal([str(one) for one in again])
    screen.until("cut off").until("(it went on): ").type("perhaps\n")
    screen.until("perhaps").until("stop then?", after="perhaps").type("n\n")
    screen.until("AGAIN").type("q\n").until("SAVED")
    screen.ended()
    (resumed,) = [one for one in read(run) if one.type == "run.resume"]
    assert resumed.data["counted"] is True
    assert resumed.reading.x >= 1000


def test_a_real_incident_leaves_no_figures_on_the_screen(tmp_path):
    done = subprocess.run(
        command(tmp_path / "out"),
        input=b"\n1\nreal the line is dead in earnest\n",
        capture_output=True,
        cwd=ROOT,
        timeout=60,
    )
    assert done.returncode == 1
    last = done.stdout.decode().rpartition("STOP")[2]
    assert "A real incident" in last and "bcp drill report" in last
    assert "Objectives" not in last
    assert (the_run(tmp_path / "out") / "report" / "report.md").is_file()


@pytest.mark.parametrize("given", ["\n1\nq\n", "\n1\n", "\r\n1\r\n"])
def test_a_piped_input_is_played_line_by_line_and_saved_at_its_end(tmp_path, given):
    done = subprocess.run(
        command(tmp_path / "out"), input=given.encode(), capture_output=True, cwd=ROOT, timeout=60
    )
    assert done.returncode == 130, done.stderr
    assert b"DONE   1" in done.stdout and b"SAVED" in done.stdout
    assert done.stderr == b""
    assert "action.done" in [one.type for one in read(the_run(tmp_path / "out"))]


def test_a_closed_standard_input_is_said_and_saved(tmp_path):
    line = " ".join(f"'{one}'" for one in command(tmp_path / "out"))
    done = subprocess.run(
        ["/bin/sh", "-c", f"{line} <&-"], capture_output=True, cwd=ROOT, timeout=60, text=True
    )
    assert done.returncode == 130, done.stderr
    assert "The input ended" in done.stdout
    assert "Traceback" not in done.stderr


def test_under_a_plain_locale_the_lines_still_come(tmp_path):
    done = subprocess.run(
        command(tmp_path / "out"),
        input=b"\nq\n",
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 130
    assert b"SAID" in done.stdout and done.stderr == b""
