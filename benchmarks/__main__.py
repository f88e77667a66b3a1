"""``python -m benchmarks [load|check|peers|render|graph|stages] [--quick]``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from importlib import import_module

from benchmarks.measure import Line, compile_first

SECTIONS = {
    "load": "reading YAML; F is libyaml's bare scan of the same bytes",
    "check": "the whole program, cold; P is one bare start of Python",
    "peers": "the same files through other tools, in processor time",
    "render": "printing; F is the same HTML through WeasyPrint alone, warm, in one process",
    "graph": "what takes each process, up to three losses together; how soon a call-out reaches",
    "stages": "where the time of a check goes",
}


def main() -> int:
    """Measure what was asked for, and print a line for each."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="What bcp costs, as ratios to floors."
    )
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--quick", action="store_true", help="small sizes, few rounds")
    given = parser.parse_args()
    unknown = [one for one in given.sections if one not in SECTIONS]
    if unknown:
        parser.error(f"there is no section {unknown[0]}; there are {', '.join(SECTIONS)}")
    compile_first()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; processor time, medians")
    missed = 0
    for section in given.sections or SECTIONS:
        before = time.monotonic()
        print(f"\n{section}: {SECTIONS[section]}", flush=True)
        for line in import_module(f"benchmarks.{section}").lines(given.quick):
            tell(line)
            missed += line.met is False
        print(f"  ({time.monotonic() - before:.0f} s)", flush=True)
    print(f"\n{missed} goals not met" if missed else "\nevery goal that was measured is met")
    return 0


def tell(line: Line) -> None:
    what, measured, goal, verdict = line.shown()
    print(f"  {what:<58} {measured:>18}  {goal:<20} {verdict}".rstrip(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
