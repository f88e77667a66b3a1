"""Whether a playbook can be done in time with the people there are."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_plans import plan_of
from tries import tries

from bcp.errors import BcpError
from bcp.graph.schedule.drawing import clock, gantt
from bcp.graph.schedule.schedule import Schedule, Slot, schedule
from bcp.graph.schedule.wording import Wording, as_json
from bcp.plan import Plan

MINUTE = 60
PEOPLE = "people: {ann: {name: Ann}, ben: {name: Ben}, cy: {name: Cy}}"
ROLES = """roles:
  lead: {title: Lead, primary: ann, alternates: [ben]}
  desk: {title: Desk, primary: ben}
  alone: {title: Alone, primary: cy}
"""


def playbook(tasks: str, more: str = "", roles: str = ROLES) -> Plan:
    """A plan with one playbook, whose tasks of the first minutes are these."""
    return plan_of(
        f"{PEOPLE}\n{roles}\nplaybooks:\n  out:\n    title: Out\n    for: {{losses: [lead]}}\n"
        f"    activation: {{full: {{when: Now, by: lead}}}}\n    tasks:\n      respond:\n"
        + "".join(f"        - {one.strip()}\n" for one in tasks.strip().splitlines())
        + more
    )


def asked(tasks: str, more: str = "", roles: str = ROLES, **options: object) -> Schedule:
    return schedule(playbook(tasks, more, roles), "out", **options)  # type: ignore[arg-type]


def slot(found: Schedule, id: str) -> Slot:  # noqa: A002
    return next(one for one in found.slots if one.id == id)


# ── the three answers ──────────────────────────────────────────────────────────────────────────


def test_two_tasks_of_two_people_are_done_side_by_side():
    found = asked("""
        {id: a, do: A, by: lead, duration: 20m, within: 20m}
        {id: b, do: B, by: desk, duration: 30m, within: 30m}
    """)
    assert (found.verdict, found.finish) == ("found", 30 * MINUTE)
    assert (slot(found, "a").person, slot(found, "b").person) == ("ann", "ben")


def test_an_alternate_does_what_the_holder_has_no_time_for():
    found = asked("""
        {id: a, do: A, by: lead, duration: 20m, within: 20m}
        {id: b, do: B, by: lead, duration: 20m, within: 20m}
    """)
    assert found.verdict == "found"
    assert {one.person for one in found.slots} == {"ann", "ben"}


def test_a_chain_that_is_longer_than_its_deadline_is_impossible_with_any_number_of_people():
    found = asked("""
        {id: a, do: A, by: lead, duration: 20m}
        {id: b, do: B, by: desk, duration: 20m, after: [a]}
        {id: c, do: C, by: alone, duration: 5m, after: [b], within: 1m}
    """)
    (reason,) = found.reasons
    assert (found.verdict, reason.why, reason.of, reason.works) == (
        "impossible",
        "chain",
        "c",
        ("c",),
    )
    longer = asked("""
        {id: a, do: A, by: lead, duration: 20m}
        {id: b, do: B, by: desk, duration: 20m, after: [a]}
        {id: x, do: X, by: alone, duration: 5m, within: 4m}
    """)
    assert [one.of for one in longer.reasons] == ["x"]


def test_two_tasks_that_only_one_person_can_do_at_the_same_time_are_impossible():
    found = asked("""
        {id: a, do: A, by: alone, duration: 20m, within: 30m}
        {id: b, do: B, by: alone, duration: 20m, within: 30m}
    """)
    (reason,) = found.reasons
    assert (reason.why, reason.people, reason.works) == ("staff", ("cy",), ("a", "b"))
    assert (reason.takes, reason.due - reason.begin) == (40 * MINUTE, 30 * MINUTE)


def test_a_task_without_a_duration_leaves_it_undecided_and_is_named():
    found = asked("""
        {id: a, do: A, by: lead, within: 20m}
        {id: b, do: B, by: desk, duration: 5m, within: 20m}
    """)
    assert (found.verdict, found.not_known) == ("undecided", ("a",))


def test_a_task_without_a_duration_does_not_hide_what_cannot_be():
    found = asked("""
        {id: a, do: A, by: lead}
        {id: b, do: B, by: desk, duration: 25m, after: [a], within: 20m}
    """)
    assert found.verdict == "impossible"


def test_nobody_left_for_a_role_is_impossible_and_nobody_named_is_not_known():
    tasks = "{id: a, do: A, by: alone, duration: 5m, within: 20m}"
    assert asked(tasks).verdict == "found"
    gone = asked(tasks, absent=["cy"])
    assert [(one.why, one.of, one.works) for one in gone.reasons] == [("nobody", "alone", ("a",))]
    unnamed = asked(tasks, roles="roles: {lead: {title: L, primary: ann}, alone: {title: A}}")
    assert (unnamed.verdict, unnamed.unmanned) == ("undecided", (("a", "alone"),))


def test_tasks_that_wait_for_each_other_can_never_begin():
    found = asked("""
        {id: a, do: A, by: lead, duration: 5m, after: [b]}
        {id: b, do: B, by: desk, duration: 5m, after: [a]}
        {id: c, do: C, by: desk, duration: 5m, after: [b]}
    """)
    (reason,) = found.reasons
    assert (found.verdict, reason.why, set(reason.works)) == ("impossible", "circle", {"a", "b"})


def test_a_deadline_after_another_task_is_counted_from_its_end():
    found = asked("""
        {id: a, do: A, by: lead, duration: 40m}
        {id: b, do: B, by: desk, duration: 10m, after: [a], within: 15m}
    """)
    assert found.verdict == "found"
    assert slot(found, "b").due == 55 * MINUTE


# ── procedures, phases, who is outside ─────────────────────────────────────────────────────────

PROCEDURE = """
procedures:
  switch:
    title: Switch
    steps:
      - {id: call, do: Call, by: lead, duration: 10m}
      - {id: try, do: Try, by: desk, duration: 5m}
      - {id: tell, do: Tell, by: alone, duration: 5m, after: [call]}
"""


def test_a_task_that_follows_a_procedure_takes_what_its_steps_take_each_by_its_own_doer():
    found = asked("{id: a, procedure: switch, by: lead, within: 20m}", PROCEDURE)
    assert found.verdict == "found"
    assert [(one.id, one.start // MINUTE, one.person) for one in found.slots] == [
        ("a/call", 0, "ann"),
        ("a/try", 10, "ben"),
        ("a/tell", 10, "cy"),
    ]


def test_the_listed_order_of_steps_is_kept_in_a_schedule_and_never_makes_it_impossible():
    found = asked("{id: a, procedure: switch, by: lead, within: 15m}", PROCEDURE)
    assert (found.verdict, found.shortest) == ("found", 15 * MINUTE)
    steps = PROCEDURE.replace("duration: 10m", "duration: 12m").replace(", after: [call]", "")
    tight = asked("{id: a, procedure: switch, by: lead, within: 15m}", steps)
    assert (tight.verdict, tight.shortest, tight.finish) == ("undecided", 12 * MINUTE, 22 * MINUTE)


def test_the_duration_of_a_task_comes_before_that_of_its_procedure():
    found = asked("{id: a, procedure: switch, by: lead, duration: 2m, within: 5m}", PROCEDURE)
    assert [(one.id, one.end) for one in found.slots] == [("a", 2 * MINUTE)]


def test_a_step_is_due_from_the_start_of_its_procedure():
    procedure = PROCEDURE.replace("by: desk, duration: 5m", "by: desk, duration: 5m, within: 15m")
    found = asked(
        """
        {id: wait, do: Wait, by: alone, duration: 60m}
        {id: a, procedure: switch, by: lead, after: [wait]}
        """,
        procedure,
    )
    assert found.verdict == "found"
    assert slot(found, "a/try").due == 75 * MINUTE


def test_what_is_done_outside_is_never_short_of_hands():
    roles = ROLES + "suppliers: {telco: {title: Telco, service: lines}}\n"
    found = asked(
        """
        {id: a, do: A, by: telco, duration: 20m, within: 20m}
        {id: b, do: B, by: telco, duration: 20m, within: 20m}
        """,
        roles=roles,
    )
    assert (found.verdict, found.outside) == ("found", ("telco",))


def test_the_way_back_is_left_out_unless_something_hangs_on_it():
    tasks = """{id: a, do: A, by: lead, duration: 5m, within: 10m}"""
    back = """      return:
        - {id: thank, do: Thank, by: lead, duration: 2d}
        - {id: report, do: Report, by: lead, duration: 1h, within: 1d, after: [gather]}
        - {id: gather, do: Gather, by: lead, duration: 1h}
"""
    found = asked(tasks, back)
    assert found.returning == ("thank",)
    assert {one.id for one in found.slots} == {"a", "report", "gather"}


def test_only_the_tasks_of_the_full_degree_count():
    plan = playbook("""
        {id: a, do: A, by: lead, duration: 5m, within: 10m}
        {id: b, do: B, by: lead, duration: 5h, within: 10m}
    """)
    text = "activation: {full: {when: Now, by: lead, tasks: [a]}}"
    assert schedule(plan, "out").verdict == "impossible"
    chosen = plan_of(
        f"{PEOPLE}\n{ROLES}\nplaybooks:\n  out:\n    title: Out\n    for: {{losses: [lead]}}\n"
        f"    {text}\n    tasks:\n      respond:\n"
        "        - {id: a, do: A, by: lead, duration: 5m, within: 10m}\n"
        "        - {id: b, do: B, by: lead, duration: 5h, within: 10m}\n"
    )
    assert schedule(chosen, "out").verdict == "found"


def test_a_process_is_back_when_the_task_that_follows_its_strategy_is_done():
    more = """
processes: {calls: {title: Calls, tier: critical, rto: 30m, needs: [desk]}}
strategies:
  by-hand: {title: By hand, for: calls, without: [desk], do: switch, by: lead, decided_by: lead,
            within: 10m}
"""
    tasks = """
        {id: first, do: First, by: lead, duration: 25m}
        {id: a, procedure: switch, by: lead, duration: 10m, after: [first]}
    """
    found = asked(tasks, PROCEDURE + more)
    (back,) = found.returns
    assert (back.process, back.rto, back.soonest) == ("calls", 30 * MINUTE, 35 * MINUTE)
    assert found.verdict == "undecided"  # something else may bring it back
    assert asked(tasks, PROCEDURE + more.replace("30m", "35m")).verdict == "found"


def test_the_switch_of_a_redundancy_is_another_way_back():
    more = """
processes: {calls: {title: Calls, tier: critical, rto: 30m, needs: [lines]}}
systems: {trunk-a: {title: A, type: telephony}, trunk-b: {title: B, type: telephony}}
redundancy:
  lines: {title: Lines, of: [trunk-a, trunk-b], mode: manual, switch: {decided_by: lead,
          decided_within: 1m, by: lead, within: 1m, procedure: turn-over}}
strategies:
  by-hand: {title: By hand, for: calls, without: [lines], do: switch, by: lead, decided_by: lead,
            within: 10m}
"""
    turn = "  turn-over: {title: T, steps: [{id: t, do: Turn, by: desk, duration: 5m}]}\n"
    tasks = "{id: a, procedure: switch, by: alone, duration: 40m}\n"
    late = asked(tasks, PROCEDURE + turn + more)
    assert (late.verdict, late.returns[0].back) == ("undecided", 40 * MINUTE)
    both = asked(tasks + "{id: b, procedure: turn-over, by: desk}", PROCEDURE + turn + more)
    assert (both.verdict, both.returns[0].back) == ("found", 5 * MINUTE)


# ── whose hours ────────────────────────────────────────────────────────────────────────────────

ROTA = """roles:
  lead: {title: Lead, rota: floor}
rotas:
  floor:
    title: Floor
    shifts:
      - {days: [mon], start: "08:00", end: "20:00", people: [ann]}
      - {days: [mon], start: "20:00", end: "08:00", people: [ben, cy]}
"""
TWO = """
    {id: a, do: A, by: lead, duration: 20m, within: 20m}
    {id: b, do: B, by: lead, duration: 20m, within: 20m}
"""


def test_of_a_rota_only_whoever_is_on_does_the_work():
    by_day = asked(TWO, roles=ROTA, at=dt.datetime(2026, 1, 5, 9))
    assert (by_day.verdict, by_day.finish) == ("undecided", 40 * MINUTE)  # others may be called in
    by_night = asked(TWO, roles=ROTA, at=dt.datetime(2026, 1, 5, 21))
    assert {one.person for one in by_night.slots} == {"ben", "cy"}
    assert by_night.verdict == "found"


def test_at_an_hour_when_a_rota_has_nobody_on_it_is_not_known_who_does_it():
    found = asked(TWO, roles=ROTA, at=dt.datetime(2026, 1, 7, 9))
    assert (found.verdict, found.unmanned) == ("undecided", (("a", "lead"), ("b", "lead")))


def test_somebody_away_at_that_moment_does_nothing():
    roles = "roles: {lead: {title: Lead, primary: dee, alternates: [ben]}}\n"
    people = (
        "people: {dee: {name: Dee, away: [{from: 2026-01-05, until: 2026-01-06}]}, ben: {name: B}}"
    )
    plan = plan_of(
        people + "\n" + roles + "playbooks:\n  out:\n    title: Out\n    for: {losses: [lead]}\n"
        "    tasks:\n      respond:\n"
        "        - {id: a, do: A, by: lead, duration: 5m}\n"
    )
    assert schedule(plan, "out").slots[0].person == "dee"
    assert schedule(plan, "out", at=dt.datetime(2026, 1, 5, 9)).slots[0].person == "ben"


# ── properties ─────────────────────────────────────────────────────────────────────────────────

TASK = st.tuples(
    st.integers(1, 4),  # duration
    st.one_of(st.none(), st.integers(1, 9)),  # within
    st.sets(st.integers(0, 5), max_size=2),  # after
    st.sampled_from(("lead", "desk", "alone")),
)


def plan_with(tasks: list[tuple[int, int | None, set[int], str]], roles: str = ROLES) -> Plan:
    lines = []
    for number, (length, within, after, by) in enumerate(tasks):
        before = ", ".join(f"t{one}" for one in sorted(after) if one < number)
        due = "" if within is None else f", within: {within}m"
        lines.append(
            f"{{id: t{number}, do: X, by: {by}, duration: {length}m, after: [{before}]{due}}}"
        )
    return playbook("\n".join(lines), roles=roles)


def holds(found: Schedule, tasks: list[tuple[int, int | None, set[int], str]]) -> bool:
    """Whether the schedule shown keeps the order, each person to one task, and every deadline."""
    ends = {one.id: one.end for one in found.slots}
    busy: dict[str, list[Slot]] = {}
    for one in found.slots:
        if one.person is not None:
            busy.setdefault(one.person, []).append(one)
    for several in busy.values():
        for one in several:
            for other in several:
                assert one is other or one.end <= other.start or other.end <= one.start
    in_time = True
    for number, (length, within, after, by) in enumerate(tasks):
        one = slot(found, f"t{number}")
        before = [ends[f"t{each}"] for each in after if each < number]
        assert one.end - one.start == length * MINUTE
        assert one.start >= max(before, default=0)
        assert one.person in {"lead": ("ann", "ben"), "desk": ("ben",), "alone": ("cy",)}[by]
        if within is not None:
            in_time &= one.end <= max(before, default=0) + within * MINUTE
    return in_time


@given(st.lists(TASK, min_size=1, max_size=6))
@settings(max_examples=tries(400), deadline=None)
def test_every_schedule_shown_can_be_worked_and_no_verdict_says_more(tasks):
    found = schedule(plan_with(tasks), "out")
    in_time = holds(found, tasks)
    assert found.finish >= found.shortest
    assert (found.verdict == "found") == (in_time and not found.reasons)
    assert in_time == (not found.late)
    if in_time:
        assert found.verdict == "found"  # a schedule that is shown is never called impossible


@given(st.lists(TASK, min_size=1, max_size=6))
@settings(max_examples=tries(200), deadline=None)
def test_with_unlimited_staff_the_schedule_is_as_long_as_the_longest_chain(tasks):
    names = [f"p{number}" for number in range(len(tasks))]
    many = ", ".join(f"{one}: {{name: {one}}}" for one in names)
    roles = "roles:\n" + "".join(
        f"  {role}: {{title: {role}, primary: p0, alternates: [{', '.join(names[1:])}]}}\n"
        for role in ("lead", "desk", "alone")
    )
    text = plan_with(tasks)
    found = schedule(
        plan_of(
            f"people: {{{many}}}\n{roles}playbooks:\n  out:\n    title: Out\n"
            "    for: {losses: [lead]}\n    tasks:\n      respond:\n"
            + "".join(
                f"        - {{id: t{number}, do: X, by: {by}, duration: {length}m, after: ["
                + ", ".join(f"t{one}" for one in sorted(after) if one < number)
                + "]}\n"
                for number, (length, _, after, by) in enumerate(tasks)
            )
        ),
        "out",
    )
    ends: dict[int, int] = {}
    for number, (length, _, after, _) in enumerate(tasks):
        ends[number] = length + max((ends[one] for one in after if one < number), default=0)
    assert found.finish == found.shortest == max(ends.values()) * MINUTE
    assert schedule(text, "out").shortest == found.shortest


TINY = st.tuples(
    st.integers(1, 3),
    st.one_of(st.none(), st.integers(1, 6)),
    st.sets(st.integers(0, 2), max_size=1),
    st.sampled_from(("lead", "desk", "alone")),
)


@given(st.lists(TINY, min_size=1, max_size=4))
@settings(max_examples=tries(400), deadline=None)
def test_what_is_called_impossible_has_no_schedule_when_all_are_tried(tasks):
    verdict = schedule(plan_with(tasks), "out").verdict
    if verdict != "found":
        there_is_one = exact(tasks)
        assert not (verdict == "impossible" and there_is_one)


def exact(tasks: list[tuple[int, int | None, set[int], str]]) -> bool:
    """Whether some start of each task by some of its people keeps everything: all are tried."""
    whose = {"lead": ("ann", "ben"), "desk": ("ben",), "alone": ("cy",)}
    span = sum(length for length, *_ in tasks)
    busy: dict[str, list[tuple[int, int]]] = {"ann": [], "ben": [], "cy": []}
    ends: list[int] = []

    def place(number: int) -> bool:
        if number == len(tasks):
            return True
        length, within, after, by = tasks[number]
        before = max((ends[one] for one in after if one < number), default=0)
        last = span - length if within is None else min(span, before + within) - length
        for start, person in product(range(before, last + 1), whose[by]):
            end = start + length
            if all(end <= begin or start >= until for begin, until in busy[person]):
                busy[person].append((start, end))
                ends.append(end)
                if place(number + 1):
                    return True
                busy[person].pop()
                ends.pop()
        return False

    return place(0)


# ── how it is told ─────────────────────────────────────────────────────────────────────────────


def test_the_chart_has_one_line_a_person_and_numbers_their_works():
    found = asked("""
        {id: a, do: A, by: lead, duration: 10m, within: 20m}
        {id: b, do: B, by: desk, duration: 20m, within: 30m}
        {id: c, do: C, by: lead, duration: 10m, after: [b]}
    """)
    scale, *rows = gantt(found, str)
    assert scale.split() == ["0:00", "0:10", "0:20", "0:30", "0:40"]
    assert [row.split()[0] for row in rows] == ["ann", "ben"]
    assert "1█" in rows[0] and "3▒" in rows[0] and "2█" in rows[1]
    assert all(len(row) <= 80 for row in (scale, *rows))


def test_minutes_and_days_are_drawn_in_parts():
    found = asked("""
        {id: a, do: A, by: lead, duration: 10m}
        {id: b, do: B, by: desk, duration: 20h}
    """)
    lines = gantt(found, str)
    scales = [line.split() for line in lines if line.startswith(" ")]
    # From one hour to eight nothing begins or ends.
    assert [(scale[0], scale[-1]) for scale in scales] == [("0:00", "1:00"), ("8:00", "20:00")]
    assert sum("ben" in line for line in lines) == 2
    assert sum("ann" in line for line in lines) == 1


def test_times_are_told_as_on_a_watch():
    assert [clock(one) for one in (0, 2700, 3600, 93600, 180000, 90)] == [
        "0:00",
        "0:45",
        "1:00",
        "26:00",
        "2d 2:00",
        "0:01:30",
    ]


def test_the_verdict_comes_first_and_what_shows_it_after():
    plan = playbook("{id: a, do: A, by: alone, duration: 20m, within: 10m}")
    found = schedule(plan, "out")
    said = [str(one.message) for one in Wording(found, plan).before()]
    assert said[0] == "Out (out): impossible in time."
    assert said[1] == ("a is due in 10 minutes, and even with unlimited staff takes 20 minutes: a")
    assert as_json(found)["format"] == "bcp.schedule/1"
    assert as_json(found)["reasons"][0]["why"] == "chain"


def test_a_playbook_or_person_that_is_not_there_is_a_sentence():
    plan = playbook("{id: a, do: A, by: alone, duration: 20m}")
    with pytest.raises(BcpError, match="no playbook nothing"):
        schedule(plan, "nothing")
    with pytest.raises(BcpError, match="nobody called anne"):
        schedule(plan, "out", absent=["anne"])


def test_the_same_question_has_the_same_answer():
    tasks = [(3, 6, {0}, "lead"), (2, 4, set(), "desk"), (4, 9, {1}, "lead"), (1, 3, set(), "desk")]
    assert schedule(plan_with(tasks), "out") == schedule(plan_with(tasks), "out")
