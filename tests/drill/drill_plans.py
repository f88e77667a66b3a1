"""The small plan of the rule examples, changed where a drill needs it, and runs played on it."""

from pathlib import Path

from bcp.drill.clock import ExerciseClock, VirtualClock
from bcp.drill.journal import Journal
from bcp.drill.runner import Session, begin_run, play, read_answers, run_id
from bcp.drill.script import script_for
from bcp.files import Tree
from bcp.loader import load

BASE = Path(__file__).parents[1] / "rules" / "_base"
START = "2026-01-01T00:00:00Z"


def plan_with(*changes):
    """The base plan; a change is (file, old, new) on its text."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(BASE.glob("*.yaml"))}
    for file, old, new in changes:
        assert old in files[file], f"{file} has no {old!r}"
        files[file] = files[file].replace(old, new)
    loaded = load(Tree(None, {name: text.encode() for name, text in files.items()}))
    assert loaded.readable, [str(one.message) for one in loaded.diagnostics]
    return loaded.plan


def answers_to(script, text):
    """Answers that are right."""
    read = read_answers(text.encode(), "answers.yaml", script)
    assert not read.faults, [str(one.message) for one in read.faults]
    return read.answers


def played(folder, text="", scenario="line-tabletop", plan=None, start=START):
    """The folder of a run that was played from answers."""
    script = script_for(plan or plan_with(), scenario)
    run = folder / run_id(script, start)
    begin_run(run, script, "virtual", {"start": start})
    source = VirtualClock(start)
    clock = ExerciseClock(source)
    with Journal.open(run, "facilitator", clock) as journal:
        play(Session(script, journal, clock), source, answers_to(script, text))
    return run


def live(folder, scenario="line-tabletop", plan=None, language=None):
    """A run that is being played: its session (to be closed) and the clock to move."""
    script = script_for(plan or plan_with(), scenario, language)
    run = folder / "live"
    begin_run(run, script, "real", {})
    source = VirtualClock(START)
    clock = ExerciseClock(source)
    session = Session(script, Journal.open(run, "facilitator", clock), clock)
    session.start()
    return session, source


def again(session, source, take_over=False):
    """The same run after its process ended: read from its folder alone."""
    folder = session.journal._path.parents[1]
    clock = ExerciseClock(source)
    return Session(session.script, Journal.open(folder, "facilitator", clock, take_over), clock)


def chained(length, duration="90h"):
    """The base plan with so many tasks that each wait for the one before, a minute each."""
    tasks = [
        f"        - {{id: t{n}, do: Task {n}, by: floor-lead, accountable: duty-lead, within: 1m, "
        f"duration: 1m{f', after: [t{n - 1}]' if n else ''}}}\n"
        for n in range(length)
    ]
    return plan_with(
        ("keep-answering.yaml", "      respond:\n", "      respond:\n" + "".join(tasks)),
        ("exercises.yaml", "duration: 90m", f"duration: {duration}"),
    )
