"""``load``: the reader, against libyaml's bare scan of the same bytes (F) and CSafeLoader."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from bcp import source
from bcp.files import Tree
from bcp.loader import load
from benchmarks.measure import Line, cpu, interleaved
from benchmarks.plans import example, pattern_of


def scan(contents: Iterable[bytes]) -> None:
    """What F is: libyaml reads every event and builds nothing."""
    for content in contents:
        CParser(content).raw_parse()


def lines(quick: bool) -> Iterator[Line]:
    """Measure the reader on a set of plans."""
    pattern = pattern_of(example())
    plans = [pattern.variant(number) for number in range(1, 4 if quick else 31)]
    files = [(file, content) for plan in plans for file, content in plan.items()]
    contents = [content for _, content in files]
    trees = [Tree(None, plan) for plan in plans]

    def read() -> None:
        for file, content in files:
            source.read(content, file)

    def read_and_ask() -> None:
        for file, content in files:
            source.read(content, file).span(("no", "such", "place"))

    def stock() -> None:
        for content in contents:
            yaml.load(content, Loader=yaml.CSafeLoader)

    def load_all() -> None:
        for tree in trees:
            load(tree)

    calls: dict[str, Callable[[], None]] = {
        "F": lambda: scan(contents),
        "read": read,
        "ask": read_and_ask,
        "stock": stock,
        "load": load_all,
    }
    for warm in calls.values():
        warm()
    took = interleaved(
        5 if quick else 11, {name: partial(cpu, call) for name, call in calls.items()}
    )
    floor = took["F"]
    size = f"{len(files)} files, {sum(map(len, contents)) / 1e6:.1f} MB"
    yield Line("reading YAML with guards", took["read"] / floor, "F", 7, remark=size)
    yield Line("the same, against CSafeLoader", took["stock"] / took["read"], "× faster", 1.8, True)
    yield Line("the same, and every file asked for a place", took["ask"] / floor, "F")
    yield Line("CSafeLoader", took["stock"] / floor, "F")
    yield Line("reading and validating: files → plans", took["load"] / floor, "F")


def floor_of(paths: Iterable[Path]) -> float:
    """F for files on disk, in seconds of processor time; one file at a time, to stay small.

    The scan makes no Python objects, so the garbage collector has no part in it.
    """
    total = 0.0
    for path in paths:
        content = path.read_bytes()
        before = time.process_time()
        CParser(content).raw_parse()
        total += time.process_time() - before
    return total
