"""A drill of thousands of tasks: what comes next is found without looking at all of them anew."""

from dataclasses import replace

import pytest
from drill_plans import START, answers_to, chained, live, plan_with, played
from hypothesis import given
from hypothesis import strategies as st

from bcp.drill.clock import ExerciseClock, VirtualClock
from bcp.drill.journal import read
from bcp.drill.runner import Deliver, Do, Skip
from bcp.drill.runner.agenda import Agenda
from bcp.drill.script import Progress, Status, script_for
from bcp.errors import BcpError

MINUTE = 60_000
SCRIPT = script_for(plan_with(), "line-tabletop")
TIED = replace(
    SCRIPT,
    actions=tuple(
        replace(one, after=(*one.after, "ring-lead")) if one.kind == "answer" else one
        for one in SCRIPT.actions
    ),
)
"""The same, where it depends on an action when a silence comes."""
ACTIONS = [one.id for one in SCRIPT.actions]
INJECTS = [one.id for one in SCRIPT.injects]
READING = ExerciseClock(VirtualClock(START)).read()


class Entry:
    """A record, as far as progress is concerned with it."""

    writer, seq = "facilitator", 1

    def __init__(self, x, type_, **data):
        self.type, self.data = type_, data
        self.reading = replace(READING, x=x)


# ── how much is looked at ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def looked_at(monkeypatch):
    """Counts how often it is found out from when an action's time counts, or how it stands."""
    counted = [0]

    def count(name):
        real = getattr(Progress, name)

        def counting(self, *arguments):
            counted[0] += 1
            return real(self, *arguments)

        monkeypatch.setattr(Progress, name, counting)

    for name in ("_needs", "_standing"):
        count(name)
    return counted


def in_time(length):
    return "default: in-time\n"


def each_at_its_time(length):
    return "".join(f"task-keep-answering-t{n}: {{at: {30 + 2 * n}m}}\n" for n in range(length))


@pytest.mark.parametrize("answers", [in_time, each_at_its_time])
def test_twice_as_many_tasks_are_twice_as_much_work(tmp_path, looked_at, answers):
    works = []
    for length in (100, 200):
        plan = chained(length)
        looked_at[0] = 0
        run = played(tmp_path / str(length), answers(length), plan=plan)
        works.append(looked_at[0])
        assert sum(one.type == "action.done" for one in read(run)) >= length
    assert works[1] < 2.2 * works[0]


def test_the_last_of_a_thousand_tasks_can_be_entered_first(tmp_path):
    session, source = live(tmp_path, plan=chained(1000))
    session.do(Deliver("quiet"))
    source.advance(5 * MINUTE)
    last = "task-keep-answering-t999"
    session.do(Do(last))
    assert session.progress.due(last) == session.progress.base(last) + MINUTE
    assert session.progress.base(last) > 990 * MINUTE
    session.journal.close()


def test_actions_that_wait_for_one_another_in_a_circle_are_said():
    first, second, *others = SCRIPT.actions
    circle = replace(
        SCRIPT,
        actions=(
            replace(first, after=(second.id,)),
            replace(second, after=(first.id,)),
            *others,
        ),
    )
    with pytest.raises(BcpError, match="wait for one another"):
        Progress(circle).due(first.id)


# ── that nothing is overlooked ─────────────────────────────────────────────────────────────────


steps = st.one_of(
    st.tuples(st.just("action.done"), st.sampled_from(ACTIONS)),
    st.tuples(st.just("inject.delivered"), st.sampled_from(INJECTS)),
    st.tuples(st.just("inject.skipped"), st.sampled_from(INJECTS)),
    st.tuples(st.just("note"), st.just("")),
)


def stands(progress):
    """Everything that can be asked of where a run stands."""
    return (
        [(progress.due(one), progress.base(one), progress.status(one, 0)) for one in ACTIONS],
        [(progress.comes_at(one), progress.awaits(one)) for one in progress.script.injects],
        progress.pending(),
    )


@given(
    st.sampled_from([SCRIPT, TIED]),
    st.lists(st.tuples(st.integers(0, 30 * MINUTE), steps), max_size=15),
)
def test_times_that_are_taken_over_are_those_found_anew(script, given_steps):
    progress, x = Progress(script), 0
    stands(progress)
    for wait, (type_, id_) in given_steps:
        x += wait
        key = type_.partition(".")[0]
        data = {key: id_} if id_ else {"text": "a note"}
        before, told = progress, stands(progress)
        progress = progress.after(Entry(x, type_, **data))
        assert stands(progress) == stands(replace(progress))
        assert stands(before) == told
        changed = {
            one
            for one, old, new in zip(
                (*ACTIONS, *INJECTS),
                [*told[0], *told[1]],
                [*stands(progress)[0], *stands(progress)[1]],
                strict=True,
            )
            if old != new
        }
        assert progress is before or changed <= progress.touched


def everything(progress, answers, now):
    """What may happen next and when, from looking at all there is: the first of it."""
    found = []
    for place, one in enumerate(SCRIPT.injects):
        if progress.is_pending(one) and not progress.awaits(one):
            at = answers.injects.get(one.id, progress.comes_at(one))
            skipped = one.id in answers.skipped
            what = Skip(one.id, answers.skipped[one.id]) if skipped else Deliver(one.id)
            found.append((max(at, now), 2 if one.if_not_done else 0, place, what))
    for place, one in enumerate(SCRIPT.actions):
        if one.id in progress.done or one.id in answers.missed:
            continue
        acted = answers.actions.get(one.id)
        if acted is not None:
            what = Do(one.id, None, acted.by, acted.note)
            found.append((max(acted.at, now), 1, place, what))
        elif answers.default == "in-time" and progress.status(one.id, now) in (
            Status.EXPECTED,
            Status.OVERDUE,
        ):
            due = progress.due(one.id)
            at = progress.base(one.id) if due is None else due
            found.append((max(at, now), 1, place, Do(one.id)))
    if not found:
        return None
    at, _, _, what = min(found, key=lambda one: one[:3])
    return at, what


minutes = st.integers(0, 60).map("{{at: {}m}}".format)
texts = st.builds(
    lambda default, acted, told: "".join(
        f"{key}: {value}\n" for key, value in {"default": default, **acted, **told}.items()
    ),
    st.sampled_from(["in-time", "missed"]),
    st.dictionaries(st.sampled_from(ACTIONS[1:]), st.one_of(minutes, st.just("missed"))),
    st.dictionaries(st.sampled_from(INJECTS), st.one_of(minutes, st.just("skip"))),
)


@given(texts)
def test_the_agenda_gives_what_looking_at_everything_gives(text):
    from bcp.drill.runner import read_answers

    answers = read_answers(text.encode(), "answers.yaml", SCRIPT).answers
    progress, now = Progress(SCRIPT), 0
    agenda = Agenda(progress, answers)
    while (following := agenda.next(progress, now)) is not None:
        assert following == everything(progress, answers, now)
        now, what = following
        match what:
            case Deliver(inject):
                entry = Entry(now, "inject.delivered", inject=inject)
            case Skip(inject, reason):
                entry = Entry(now, "inject.skipped", inject=inject, reason=reason)
            case Do(action):
                entry = Entry(now, "action.done", action=action, at=now)
        progress = progress.after(entry)
    assert everything(progress, answers, now) is None


def test_notes_come_before_what_else_is_told_in_their_moment(tmp_path):
    script_answers = "default: in-time\nnotes: [{at: 0m, text: we begin}, {at: 0m, text: now}]\n"
    assert not answers_to(SCRIPT, script_answers).actions
    records = read(played(tmp_path, script_answers))
    assert [one.data.get("text") for one in records[1:3]] == ["we begin", "now"]
    assert records[3].type == "inject.delivered"
