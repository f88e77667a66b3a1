"""``stages``: where the time of a check goes, in one warm process, without goals."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bcp import source
from bcp.engine import chosen
from bcp.engine import check as check_plan
from bcp.files import read_tree
from bcp.loader import load
from benchmarks.check import AS_OF
from benchmarks.load import scan
from benchmarks.measure import Line, cpu, interleaved
from benchmarks.plans import example, pattern_of

SLOWEST = 8
"""Rules that are named."""


def lines(quick: bool) -> Iterator[Line]:
    """Measure each stage of checking a folder of plans."""
    count = 3 if quick else 20
    day = dt.date.fromisoformat(AS_OF)
    with tempfile.TemporaryDirectory(prefix="bcp-bench-") as name:
        pattern_of(example()).write(Path(name), count)
        folders = sorted(Path(name).iterdir())
        trees = [read_tree(folder) for folder in folders]
        contents = [content for tree in trees for content in tree.files.values()]

        def read_files() -> None:
            for folder in folders:
                read_tree(folder)

        def read_yaml() -> None:
            for content in contents:
                source.read(content, "x.yaml")

        def load_plans() -> None:
            for tree in trees:
                load(tree)

        def check_with(**how: object) -> float:
            # A fresh plan each time: what one rule works out is kept for the next.
            loaded = [load(tree) for tree in trees]

            def run() -> None:
                for one in loaded:
                    check_plan(one.plan, one.where.span, day, **how)  # type: ignore[arg-type]

            return cpu(run)

        def refer() -> float:
            plans = [load(tree).plan for tree in trees]
            return cpu(lambda: [plan.dangling for plan in plans])

        calls: dict[str, Callable[[], float]] = {
            "F": lambda: cpu(lambda: scan(contents)),
            "files from disk": lambda: cpu(read_files),
            "YAML → values": lambda: cpu(read_yaml),
            "loading": lambda: cpu(load_plans),
            "references between objects": refer,
            "checking": check_with,
        }
        rules = {one.code: one for one in chosen(load(trees[0]).plan)}
        for call in calls.values():
            call()
        took = interleaved(3 if quick else 9, calls)
        each = interleaved(
            1 if quick else 3,
            {code: lambda one=one: check_with(rules=(one,)) for code, one in rules.items()},
        )
    floor = took["F"]
    took["values → objects"] = took["loading"] - took["YAML → values"]
    for stage in (
        "files from disk",
        "YAML → values",
        "values → objects",
        "references between objects",
    ):
        yield Line(stage, took[stage] / floor, "F")
    yield Line(f"{len(rules)} rules, with references", took["checking"] / floor, "F")
    for code in sorted(each, key=lambda one: -each[one])[:SLOWEST]:
        yield Line(f"  {code} alone, on a fresh plan", each[code] / floor, "F")
