"""The exercise clock: pauses, crashes, a reboot, a wall clock that somebody sets."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcp.drill import clock as clock_module
from bcp.drill.clock import (
    Anomaly,
    ExerciseClock,
    Gap,
    Moment,
    SystemClock,
    VirtualClock,
    is_wall_text,
    wall_ms_of,
    wall_text,
)
from bcp.errors import BcpError

MINUTE = 60_000
HOUR = 60 * MINUTE


@pytest.fixture
def source():
    return VirtualClock("2026-03-02T09:44:02.101+01:00")


class FixedClock:
    """A computer whose clocks stand where the test puts them."""

    def __init__(self, moment):
        self.moment = moment

    def now(self):
        return self.moment


def test_a_reading_holds_wall_time_in_utc_the_offset_and_exercise_time(source):
    clock = ExerciseClock(source)
    clock.start()
    source.advance(412_000)

    reading = clock.read()

    assert reading.wall == "2026-03-02T08:50:54.101Z"
    assert reading.tz == "+01:00"
    assert reading.mono == 412_000_000_000
    assert reading.boot == "virtual"
    assert reading.x == 412_000


def test_exercise_time_stands_still_until_the_start_and_during_a_pause(source):
    clock = ExerciseClock(source)
    source.advance(5 * MINUTE)
    assert clock.x == 0

    clock.start()
    source.advance(2 * MINUTE)
    clock.pause()
    source.advance(HOUR)
    assert (clock.x, clock.running) == (2 * MINUTE, False)

    clock.resume()
    source.advance(1)
    assert (clock.x, clock.running) == (2 * MINUTE + 1, True)


def test_a_countdown_stands_still_during_a_pause(source):
    clock = ExerciseClock(source)
    clock.start()
    due_at = clock.x + 5 * MINUTE
    source.advance(3 * MINUTE)
    clock.pause()
    source.advance(24 * HOUR)
    clock.resume()
    assert due_at - clock.x == 2 * MINUTE


def test_a_run_over_an_hour_and_past_midnight_counts_every_minute():
    source = VirtualClock("2026-03-02T23:30:00Z")
    clock = ExerciseClock(source)
    clock.start()
    source.advance(61 * MINUTE)
    assert clock.x == 61 * MINUTE
    assert clock.read().wall == "2026-03-03T00:31:00.000Z"


def test_starting_twice_and_pausing_twice_change_nothing(source):
    clock = ExerciseClock(source)
    clock.start()
    source.advance(1000)
    clock.start()
    source.advance(1000)
    clock.pause()
    clock.pause()
    assert clock.x == 2000


def test_many_short_pauses_do_not_eat_parts_of_milliseconds():
    source = FixedClock(Moment(0, "+00:00", 0, "b"))
    clock = ExerciseClock(source)
    for _ in range(10):
        clock.start()
        source.moment = replace(source.moment, mono=source.moment.mono + 900_000)
        clock.pause()
    assert clock.x == 9


def test_putting_the_wall_clock_back_an_hour_is_an_anomaly_and_does_not_move_exercise_time(source):
    clock = ExerciseClock(source)
    clock.start()
    source.advance(MINUTE)
    source.set_wall(-HOUR)

    anomaly = clock.check()

    assert anomaly == Anomaly(wall_ms=MINUTE - HOUR, mono_ms=MINUTE)
    assert anomaly.apart_ms == -HOUR
    assert clock.x == MINUTE
    assert clock.read().wall == "2026-03-02T07:45:02.101Z"
    assert clock.check() is None, "told once"


@pytest.mark.parametrize(("moved", "told"), [(2000, False), (-2000, False), (2001, True)])
def test_an_anomaly_is_more_than_two_seconds(source, moved, told):
    clock = ExerciseClock(source)
    source.set_wall(moved)
    assert (clock.check() is not None) is told


def test_a_clock_that_is_nudged_a_second_at_a_time_is_found(source):
    clock = ExerciseClock(source)
    found = []
    for _ in range(3):
        source.advance(1000)
        source.set_wall(1000)
        found.append(clock.check())
    assert found == [None, None, Anomaly(wall_ms=6000, mono_ms=3000)]


def test_after_a_reboot_exercise_time_goes_on_from_the_last_record(source):
    before = ExerciseClock(source)
    before.start()
    source.advance(10 * MINUTE)
    last = before.read()

    rebooted = FixedClock(Moment(wall_ms_of(last.wall) + 4 * MINUTE, "+01:00", 17, "other-boot"))
    after = ExerciseClock(rebooted)
    gap = after.continue_from(last)

    assert gap == Gap(4 * MINUTE, "wall")
    assert (after.x, after.running) == (10 * MINUTE, False)
    after.add(gap.ms)
    assert after.x == 14 * MINUTE, "the gap counted"


def test_after_a_crash_without_reboot_the_gap_is_measured_with_the_monotonic_clock(source):
    last = ExerciseClock(source).read()
    source.advance(90_000)
    source.set_wall(HOUR)
    assert ExerciseClock(source).continue_from(last) == Gap(90_000, "monotonic")


def test_a_gap_is_never_negative_when_the_wall_clock_was_put_back(source):
    last = replace(ExerciseClock(source).read(), boot="earlier")
    source.set_wall(-HOUR)
    assert ExerciseClock(source).continue_from(last) == Gap(0, "wall")


def test_a_clock_that_is_ahead_of_the_last_record_is_not_put_back(source):
    clock = ExerciseClock(source)
    last = clock.read()
    clock.start()
    source.advance(5000)
    clock.continue_from(last)
    assert (clock.x, clock.running) == (5000, True)


@pytest.mark.parametrize("act", [VirtualClock("2026-01-01T00:00:00Z").advance, None])
def test_time_does_not_run_backwards(source, act):
    with pytest.raises(ValueError, match="-1 ms"):
        (act or ExerciseClock(source).add)(-1)


@pytest.mark.parametrize("start", ["yesterday", "2026-01-01T09:00:00", "2026-13-01T09:00:00Z", ""])
def test_a_start_that_is_no_time_with_an_offset_is_refused_with_the_way_to_write_it(start):
    with pytest.raises(BcpError) as refused:
        VirtualClock(start)
    assert start in refused.value.message
    assert "2026-01-01T09:00:00Z" in refused.value.fix


@pytest.mark.parametrize("offset", ["+00:00", "+05:45", "-03:30", "-11:00"])
def test_the_offset_of_the_start_is_the_local_one(offset):
    moment = VirtualClock(f"2026-01-01T12:00:00{offset}").now()
    assert moment.tz == offset


def test_this_computers_clock_shows_its_time_and_survives_a_change_of_zone(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    try:
        clock = SystemClock()
        first, second = clock.now(), clock.now()
    finally:
        monkeypatch.undo()
        time.tzset()
    assert first.tz == "+05:45"
    assert abs(first.wall_ms - time.time_ns() // 1_000_000) < 60_000
    assert second.mono >= first.mono
    assert first.boot == SystemClock().now().boot
    assert len(first.boot) == 12


def test_without_a_boot_id_every_process_has_its_own_so_monotonic_clocks_are_not_mixed(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(clock_module, "_BOOT_ID", tmp_path / "absent")
    assert SystemClock().now().boot != SystemClock().now().boot


def test_without_a_clock_that_counts_sleep_the_monotonic_one_serves(monkeypatch):
    monkeypatch.delattr(time, "CLOCK_BOOTTIME")
    before = time.monotonic_ns()
    assert before <= SystemClock().now().mono <= time.monotonic_ns()


@given(st.integers(min_value=-60_000_000_000_000, max_value=250_000_000_000_000))
def test_wall_text_reads_back_to_the_same_millisecond(ms):
    assert is_wall_text(wall_text(ms))
    assert wall_ms_of(wall_text(ms)) == ms


@pytest.mark.parametrize(
    "text",
    ["2026-03-02T08:44:02Z", "2026-02-30T08:44:02.101Z", "2026-03-02T08:44:02.101+00:00", ""],
)
def test_only_the_one_form_is_a_wall_time(text):
    assert not is_wall_text(text)


Steps = st.lists(st.tuples(st.sampled_from(["start", "pause", "resume"]), st.integers(0, 10**7)))


@given(Steps)
def test_exercise_time_is_exactly_the_time_that_was_not_paused(steps):
    source = VirtualClock("2026-01-01T00:00:00Z")
    clock = ExerciseClock(source)
    running = False
    expected = 0
    for verb, ms in steps:
        getattr(clock, verb)()
        running = verb != "pause"
        source.advance(ms)
        expected += ms if running else 0
        assert clock.x == expected
