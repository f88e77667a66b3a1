"""``check``: the whole program, from a cold start to its exit code."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks import hostile
from benchmarks.load import floor_of
from benchmarks.measure import MIB, ROOT, Child, Line, child, expect, interleaved, python
from benchmarks.plans import example, pattern_of

AS_OF = "2026-11-16"
"""The day on which the example is judged: none of its reviews is overdue."""

HOSTILE_SECONDS = 0.5
"""How long a hostile file may keep the whole program busy."""

# What the rules alone take, in a process that did nothing before: a check with all of them, less
# one with none.
_RULES = f"""
import datetime as dt, gc, sys, time
gc.disable()
from functools import partial
from pathlib import Path
from bcp.engine import check
from bcp.files import read_tree
from bcp.loader import load
loaded = load(read_tree(Path(sys.argv[1])))
day = dt.date.fromisoformat("{AS_OF}")
def spent(**how):
    before = time.process_time()
    check(loaded.plan, loaded.where.span, day, faults=loaded.diagnostics, **how)
    return time.process_time() - before
none = spent(rules=())
print(spent() - none)
"""

IMPORTS = {
    "yaml": "yaml",
    "click": "click",
    "pydantic_core": "pydantic_core",
    "what a plan can say": "bcp.model",
    "the loader": "bcp.loader",
    "the engine and all rules": "bcp.engine",
    "all of `bcp check`": "bcp.cli.check",
}
"""What it is → the module whose import is measured."""


def bcp(*arguments: str | Path) -> Child:
    """Run the program, as people do: by its script where it is installed."""
    script = Path(sys.executable).with_name("bcp")
    return child(script, *arguments) if script.exists() else python("-m", "bcp", *arguments)


def check(folder: Path) -> Child:
    """Check a plan, or a folder of plans; findings do not matter here, failing does."""
    return expect(bcp("check", folder, "--as-of", AS_OF), 0, 1)


def bare_start() -> float:
    """What P is, once."""
    return expect(python("-c", "pass"), 0).cpu


def lines(quick: bool) -> Iterator[Line]:
    """Measure starts, imports, one plan, many plans and hostile files."""
    rounds = 5 if quick else 11
    with tempfile.TemporaryDirectory(prefix="bcp-bench-") as name:
        folder = Path(name)
        pattern_of(example()).write(folder / "one", 1)
        yield from _one_plan(next((folder / "one").iterdir()), rounds)
        yield from _large_plan(rounds)
        yield from _imports(max(5, rounds // 2))
        yield from _many_plans(folder / "many", 100 if quick else 2000)
        yield from _hostile(folder / "hostile")


def _one_plan(plan: Path, rounds: int) -> Iterator[Line]:
    took = _starts(
        rounds,
        {
            "check": lambda: check(plan).cpu,
            "rules": lambda: float(expect(python("-c", _RULES, plan), 0).out),
            "--version": lambda: expect(bcp("--version"), 0).cpu,
            "--help": lambda: expect(bcp("--help"), 0).cpu,
        },
    )
    floor = took["P"]
    yield Line("one bare start of Python (P)", floor * 1000, "ms", remark="this machine; not kept")
    yield Line("bcp --version", took["--version"] / floor, "P", 1.3)
    yield Line("bcp --help", took["--help"] / floor, "P")
    size = sum(path.stat().st_size for path in plan.iterdir()) / 1000
    less = took["check"] - took["rules"]
    yield Line(
        "bcp check, one small plan, less its rules", less / floor, "P", 14, remark=f"{size:.0f} kB"
    )
    yield Line("  its rules", took["rules"] / floor, "P")
    yield Line("  with its rules", took["check"] / floor, "P")


def _large_plan(rounds: int) -> Iterator[Line]:
    plan = ROOT / "plans/northline"
    if not (plan / "plan.yaml").exists():
        return
    took = _starts(max(3, rounds // 4), {"check": lambda: check(plan).cpu})
    files = list(plan.rglob("*.yaml"))
    size = sum(path.stat().st_size for path in files) / 1000
    yield Line("bcp check plans/northline", took["check"] / took["P"], "P", remark=f"{size:.0f} kB")


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


def _hostile(folder: Path) -> Iterator[Line]:
    worst: dict[str, Child] = {}
    for name, content in hostile.CASES.items():
        case = folder / f"case-{len(worst)}"
        case.mkdir(parents=True)
        (case / "plan.yaml").write_text("bcp: 1\nplan: {id: case, title: Case}\n")
        (case / "z.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
        worst[name] = bcp("check", case, "--as-of", AS_OF)
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
