"""``peers``: 100 plans, against what else could read or check the same files.

The others do less: CSafeLoader only builds values, yamllint looks at the writing, check-jsonschema
at types and keys. None follows an id or asks whether the plan would work.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bcp.model.json_schema import json_schema
from benchmarks.check import check
from benchmarks.measure import Line, expect, interleaved, python
from benchmarks.plans import example, pattern_of

_CSAFELOADER = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""


def lines(quick: bool) -> Iterator[Line]:
    """Measure whole programs on the same files."""
    count = 10 if quick else 100
    with tempfile.TemporaryDirectory(prefix="bcp-bench-") as name:
        folder = Path(name) / "plans"
        paths = pattern_of(example()).write(folder, count)
        schema_file = Path(name) / "schema.json"
        schema_file.write_text(json.dumps(json_schema()))
        took = interleaved(
            3 if quick else 7,
            {
                "ours": lambda: check(folder).cpu,
                "stock": lambda: expect(python("-c", _CSAFELOADER, folder), 0).cpu,
            },
        )

        def yamllint() -> float:
            return expect(python("-m", "yamllint", "-d", "relaxed", folder), 0, 1).cpu

        def check_jsonschema() -> float:
            command = ("-m", "check_jsonschema", "--schemafile", schema_file)
            return expect(python(*command, *paths), 0).cpu

        # Long runs: what happens beside them evens out within one.
        rounds = 1 if quick else 2
        lint = statistics.median(yamllint() for _ in range(rounds))
        general = statistics.median(check_jsonschema() for _ in range(rounds))
    ours = took["ours"]
    what = f"bcp check, {count} plans"
    # With few plans the start outweighs the work, and the goals say nothing.
    goals = (None, None, None) if quick else (1, 15, 12)
    yield Line(f"{what}, against a script of CSafeLoader", ours / took["stock"], "×", goals[0])
    yield Line(f"{what}, against yamllint", lint / ours, "× faster", goals[1], True)
    yield Line(f"{what}, against check-jsonschema", general / ours, "× faster", goals[2], True)
