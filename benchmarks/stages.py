"""``stages``: where the time of a check goes, in one warm process, without goals."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bcp import source
from bcp.engine import check as check_plan
from bcp.engine import chosen
from bcp.files import Tree, read_tree
from bcp.loader import load
from bcp.rules.rule import Rule
from benchmarks.check import AS_OF
from benchmarks.load import scan
from benchmarks.measure import Line, cpu, interleaved
from benchmarks.plans import example, pattern_of

SLOWEST = 8
"""Rules that are named."""
STAGES = (
    "files from disk",
    "YAML → values",
    "values → objects",
    "references between objects",
)
_DAY = dt.date.fromisoformat(AS_OF)


@dataclass(frozen=True)
class _Work:
    """The stages of a check, each over the same plans."""

    folders: tuple[Path, ...]
    trees: tuple[Tree, ...]

    def scan(self) -> float:
        return cpu(lambda: scan(content for tree in self.trees for content in tree.files.values()))

    def files(self) -> float:
        return cpu(lambda: [read_tree(folder) for folder in self.folders])

    def values(self) -> float:
        def read() -> None:
            for tree in self.trees:
                for file, content in tree.files.items():
                    source.read(content, file)

        return cpu(read)

    def load(self) -> float:
        def load_each() -> None:
            for tree in self.trees:
                load(tree)

        return cpu(load_each)

    # What one rule works out of a plan is kept for the next, so each measurement has plans anew.

    def references(self) -> float:
        plans = [load(tree).plan for tree in self.trees]
        return cpu(lambda: [plan.dangling for plan in plans])

    def rules(self, rules: tuple[Rule, ...] | None = None, most: int | None = None) -> float:
        loaded = [load(tree) for tree in self.trees[:most]]

        def check() -> None:
            for one in loaded:
                check_plan(one.plan, one.where.span, _DAY, rules=rules)

        return cpu(check)


def lines(quick: bool) -> Iterator[Line]:
    """Measure each stage of checking some plans, and the slowest rules."""
    count, few = (3, 1) if quick else (20, 4)
    with tempfile.TemporaryDirectory(prefix="bcp-bench-") as name:
        pattern_of(example()).write(Path(name), count)
        folders = tuple(sorted(Path(name).iterdir()))
        work = _Work(folders, tuple(read_tree(folder) for folder in folders))
        rules = chosen(load(work.trees[0]).plan)
        calls: dict[str, Callable[[], float]] = {
            "F": work.scan,
            "files from disk": work.files,
            "YAML → values": work.values,
            "loading": work.load,
            "references between objects": work.references,
            "rules": work.rules,
        }
        for call in calls.values():
            call()
        took = interleaved(3 if quick else 9, calls)
        each = interleaved(
            1 if quick else 3, {one.code: partial(work.rules, (one,), few) for one in rules}
        )
    floor = took["F"]
    took["values → objects"] = took["loading"] - took["YAML → values"]
    for stage in STAGES:
        yield Line(stage, took[stage] / floor, "F")
    yield Line(f"{len(rules)} rules, with references", took["rules"] / floor, "F")
    for code in sorted(each, key=lambda one: -each[one])[:SLOWEST]:
        yield Line(f"  {code} alone", each[code] * count / few / floor, "F", remark="plan anew")
