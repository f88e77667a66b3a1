"""``check``: the whole program, from a cold start to its exit code."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import hostile
from benchmarks.load import floor_of
from benchmarks.measure import MIB, ROOT, Child, Line, child, expect, interleaved, python
from benchmarks.plans import example, pattern_of

AS_OF = "2026-11-16"
"""The day on which the example is judged: none of its reviews is overdue."""

HOSTILE_SECONDS = 0.5
"""How long a hostile file may keep the whole program busy."""

# The whole program with no rule in it: their modules are not imported, but for what the rest of the
# program imports itself. What a check takes beyond this is what its rules take.
_NO_RULES = """
import gc, sys, types
gc.disable()
none = types.ModuleType("bcp.rules.catalogue")
none.catalogue = dict
sys.modules[none.__name__] = none
from bcp import engine
engine._Run.about_waivers = lambda *_: ()  # these are rules too
from bcp.__main__ import main
sys.argv[0] = "bcp"
main()
"""

IMPORTS = {
    "yaml": "yaml",
    "click": "click",
    "pydantic_core": "pydantic_core",
    "what a plan can say": "bcp.model",
    "the loader": "bcp.loader",
    "the engine and all rules": "bcp.engine",
    "telling an answer again": "bcp.cli.checking",
    "all of `bcp check`": "bcp.cli.judging",
}
"""What it is → the module whose import is measured."""


def bcp(*arguments: str | Path) -> Child:
    """Run the program, as people do: by its script where it is installed."""
    script = Path(sys.executable).with_name("bcp")
    return child(script, *arguments) if script.exists() else python("-m", "bcp", *arguments)


def check(folder: Path) -> Child:
    """Check a plan, or a folder of plans, whatever was found before; findings do not matter here,
    failing does."""
    return expect(bcp(*_call(folder), "--no-cache"), 0, 1)


def check_again(folder: Path) -> Child:
    """Check a plan, or a folder of plans, and keep the answer for the next time."""
    return expect(bcp(*_call(folder)), 0, 1)


def check_without_rules(folder: Path) -> Child:
    """Check as :func:`check` does, with no rule."""
    return expect(python("-c", _NO_RULES, *_call(folder), "--no-cache"), 0, 1)


def _call(folder: Path) -> tuple[str | Path, ...]:
    return ("check", folder, "--as-of", AS_OF)


def bare_start() -> float:
    """What P is, once."""
    return expect(python("-c", "pass"), 0).cpu


def lines(quick: bool) -> Iterator[Line]:
    """Measure starts, imports, one plan, many plans and hostile files."""
    rounds = 5 if quick else 11
    with tempfile.TemporaryDirectory(prefix="bcp-bench-") as name:
        folder = Path(name)
        # Children are told where by the environment; nothing is left in the user's own cache.
        os.environ["BCP_CACHE"] = str(folder / "cache")
        pattern_of(example()).write(folder / "one", 1)
        yield from _commands(rounds)
        yield from _one_plan("one small plan", next((folder / "one").iterdir()), rounds)
        yield from _one_plan("plans/northline", ROOT / "plans/northline", rounds)
        yield from _imports(max(5, rounds // 2))
        yield from _many_plans(folder / "many", 100 if quick else 2000)
        yield from _hostile(folder / "hostile")


def _commands(rounds: int) -> Iterator[Line]:
    took = _starts(
        rounds,
        {
            "--version": lambda: expect(bcp("--version"), 0).cpu,
            "--help": lambda: expect(bcp("--help"), 0).cpu,
        },
    )
    floor = took["P"]
    yield Line("one bare start of Python (P)", floor * 1000, "ms", remark="this machine; not kept")
    yield Line("bcp --version", took["--version"] / floor, "P", 1.3)
    yield Line("bcp --help", took["--help"] / floor, "P")


def _one_plan(name: str, plan: Path, rounds: int) -> Iterator[Line]:
    if not (plan / "plan.yaml").exists():
        return
    took = _starts(
        rounds,
        {
            "check": lambda: check(plan).cpu,
            "less": lambda: check_without_rules(plan).cpu,
            "again": lambda: check_again(plan).cpu,
        },
    )
    floor = took["P"]
    size = sum(path.stat().st_size for path in plan.rglob("*.yaml")) / 1000
    what = f"bcp check, {name}"
    yield Line(f"{what}, less its rules", took["less"] / floor, "P", 14, remark=f"{size:.0f} kB")
    yield Line("  its rules", (took["check"] - took["less"]) / floor, "P")
    yield Line("  with its rules", took["check"] / floor, "P")
    yield Line(f"{what}, nothing changed", took["again"] / floor, "P", 4.5)


def _imports(rounds: int) -> Iterator[Line]:
    took = _starts(
        rounds,
        {name: partial(_import, module) for name, module in IMPORTS.items()},
    )
    for name in IMPORTS:
        yield Line(f"  import: {name}", took[name] / took["P"], "P")


def _import(module: str) -> float:
    return expect(python("-c", f"import {module}"), 0).cpu


def _starts(rounds: int, candidates: dict[str, Callable[[], float]]) -> dict[str, float]:
    """Medians of programs, and of P beside them; each runs once before, to fill the caches."""
    every = {"P": bare_start, **candidates}
    for run in every.values():
        run()
    return interleaved(rounds, every)


def _many_plans(folder: Path, count: int) -> Iterator[Line]:
    paths = pattern_of(example()).write(folder, count)
    size = sum(path.stat().st_size for path in paths)
    before = floor_of(paths)
    ended = check(folder)
    floor = (before + floor_of(paths)) / 2
    remark = f"{size / 1e6:.0f} MB, {len(paths):,} files"
    yield Line(f"bcp check, {count:,} plans", ended.cpu / floor, "F", 10, remark=remark)
    yield Line(
        f"  peak memory, {count:,} plans",
        ended.peak / size,
        "× bytes read",
        10 if count >= 1000 else None,
        remark=f"{ended.peak / MIB:.0f} MiB",
    )
    yield from _many_again(folder, paths, ended.cpu)


def _many_again(folder: Path, paths: list[Path], cold: float) -> Iterator[Line]:
    """The same plans once more: all as they were, and with a file of one of them changed."""
    count = len({path.parent for path in paths})
    keeping = check_again(folder).cpu
    again: list[float] = []
    but_one: list[float] = []
    for number in range(3):
        again.append(check_again(folder).cpu)
        with paths[number].open("a") as file:
            file.write("# changed\n")
        but_one.append(check_again(folder).cpu)
    goal = 0.06 if count >= 1000 else None  # of fewer, starting the program is a part
    what = f"  {count:,} plans"
    yield Line(f"{what}, nothing changed", median(again) / cold, "× without a cache", goal)
    yield Line(f"{what}, all but one unchanged", median(but_one) / cold, "× without a cache", 0.4)
    yield Line(f"{what}, keeping the answers", keeping / cold, "× without a cache")


def _hostile(folder: Path) -> Iterator[Line]:
    worst: dict[str, Child] = {}
    for name, content in hostile.CASES.items():
        case = folder / f"case-{len(worst)}"
        case.mkdir(parents=True)
        (case / "plan.yaml").write_text("bcp: 1\nplan: {id: case, title: Case}\n")
        (case / "z.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
        worst[name] = bcp(*_call(case), "--no-cache")
    slow = sorted(worst, key=lambda name: -worst[name].cpu)
    # All that are too slow are named; when none is, the slowest.
    told = [name for name in slow if worst[name].cpu > HOSTILE_SECONDS] or slow[:1]
    large = max(worst, key=lambda name: worst[name].peak)
    broken = [
        name
        for name, one in worst.items()
        if one.code not in (0, 1, 2) or "Traceback" in one.err or "inside bcp" in one.err
    ]
    count = f"{len(worst)} hostile files"
    yield Line(
        f"{count}: the slowest, whole program",
        worst[slow[0]].cpu,
        "s",
        HOSTILE_SECONDS,
        remark="; ".join(f"{name} {worst[name].cpu:.1f} s" for name in told),
    )
    yield Line(f"{count}: the largest", worst[large].peak / MIB, "MiB", 150, remark=large)
    yield Line(f"{count}: signals and tracebacks", len(broken), "", 0, remark=", ".join(broken))
