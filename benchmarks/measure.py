"""Measuring: processor time of calls and of child processes, side by side, and lines to read."""

from __future__ import annotations

import compileall
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
"""The checkout."""

MIB = 1024 * 1024

_CPU_LIMIT = 600
"""Seconds of processor time after which a child is stopped."""

# A child's peak memory also counts what the process it was split from held, so a small process
# starts it and asks the system what it took.
_LAUNCHER = """
import json, os, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), resource.RLIM_INFINITY))
answer = int(sys.argv[1])
os.set_inheritable(answer, False)
pid = os.posix_spawn(sys.argv[3], sys.argv[3:], os.environ)
_, status, used = os.wait4(pid, 0)
taken = [used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status)]
os.write(answer, json.dumps(taken).encode())
"""


@dataclass(frozen=True)
class Child:
    """What a child process took, and how it ended."""

    cpu: float
    """Seconds of processor time, user and system."""
    peak: int
    """Bytes of memory at the most."""
    code: int
    """Exit code; negative: the signal that ended it."""
    out: str
    err: str


def child(*command: str | Path) -> Child:
    """Run a program from the checkout and say what it took.

    It may write bytecode, as programs do where they are used: without it, a start measures the
    compiler.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME")
    }
    told, answer = os.pipe()
    words = [str(word) for word in command]
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(answer), str(_CPU_LIMIT)]
    try:
        ended = subprocess.run(
            [*launcher, *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            pass_fds=(answer,),
            check=True,
        )
        cpu, kibibytes, code = json.loads(os.read(told, 1000))
    finally:
        os.close(told)
        os.close(answer)
    # Linux counts in KiB, macOS in bytes.
    peak = kibibytes * (1 if sys.platform == "darwin" else 1024)
    return Child(cpu, peak, code, ended.stdout, ended.stderr)


def python(*arguments: str | Path) -> Child:
    """Run the same Python with these arguments."""
    return child(sys.executable, *arguments)


def expect(ended: Child, *codes: int) -> Child:
    """The same child, if it ended with one of these codes.

    :raises RuntimeError: when it did not: its time would be that of failing.
    """
    if ended.code not in codes:
        said = (ended.err or ended.out)[-2000:]
        raise RuntimeError(f"a measured program ended with {ended.code}:\n{said}")
    return ended


def cpu(call: Callable[[], object]) -> float:
    """Seconds of processor time that a call takes, without the garbage collector."""
    gc.collect()
    collecting = gc.isenabled()
    gc.disable()
    try:
        before = time.process_time()
        call()
        return time.process_time() - before
    finally:
        if collecting:
            gc.enable()


def interleaved(rounds: int, candidates: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each candidate, measured in turns so that a busy machine slows all alike."""
    seen: dict[str, list[float]] = {name: [] for name in candidates}
    for number in range(rounds):
        # Nobody always runs first, in the cache that the one before it left.
        names = list(candidates)
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            seen[name].append(candidates[name]())
    return {name: statistics.median(values) for name, values in seen.items()}


def compile_first() -> None:
    """Write the bytecode of the program, so that no start measures the compiler."""
    compileall.compile_dir(str(ROOT / "bcp"), quiet=2)


@dataclass(frozen=True)
class Line:
    """One measured thing, and what it should be."""

    what: str
    measured: float
    unit: str
    goal: float | None = None
    at_least: bool = False
    """The goal is a least, not a most."""
    remark: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None when there is none."""
        if self.goal is None:
            return None
        return self.measured >= self.goal if self.at_least else self.measured <= self.goal

    def shown(self) -> tuple[str, str, str, str]:
        """What, measured, goal, verdict: as words."""
        verdict = {None: "for comparison", True: "met", False: "NOT MET"}[self.met]
        goal = "" if self.goal is None else f"{'≥' if self.at_least else '≤'} {_figure(self.goal)}"
        if goal:
            goal = f"{goal} {self.unit}"
        if self.remark:
            verdict = f"{verdict} ({self.remark})"
        return self.what, f"{_figure(self.measured)} {self.unit}", goal, verdict


def _figure(value: float) -> str:
    if value and abs(value) < 0.1:
        return f"{value:.3f}"
    return f"{value:.2f}" if abs(value) < 20 else f"{value:.0f}"
