"""Files that nobody writes by accident. Each must end soon, small, and with a sentence."""

from __future__ import annotations

from itertools import pairwise

MIB = 1024 * 1024


def _bomb(line: str) -> str:
    """Each line stands for nine of the line before it."""
    names = "abcdefghijklmnop"
    return "".join(line.format(new=new, nine=f"*{old}," * 9) for old, new in pairwise(names))


CASES: dict[str, str | bytes] = {
    "aliases of aliases": "a: &a [x,x,x,x,x,x,x,x,x]\n" + _bomb("{new}: &{new} [{nine}]\n"),
    "merges of merges": "a: &a {x: y}\n" + _bomb("{new}: &{new} {{<<: [{nine}]}}\n"),
    "one long text, 100,000 times": "a: &a " + "x" * MIB + "\nb: [" + "*a," * 100_000 + "]\n",
    "a value inside itself": "a: &a [*a]\n" * 1000,
    "100,000 brackets": "[" * 100_000,
    "100,000 braces": "{a: " * 100_000,
    "20,000 dashes": "- " * 20_000,
    "20,000 question marks": "? " * 20_000,
    "20,000 anchors": "".join(f"- &a{number} x\n" for number in range(20_000)),
    "20,000 keys with nothing after": "".join(f"k{number}:\n" for number in range(20_000)),
    "20,000 times the same key": "a: b\n" * 20_000,
    "20,000 colliding numbers as keys": "".join(
        f"{number * (2**61 - 1)}: x\n" for number in range(20_000)
    ),
    "20,000 roles that say nothing": "roles:\n"
    + "".join(f"  r{number}: {{titel: x}}\n" for number in range(20_000)),
    "a key of 100,000 characters": "x" * 100_000 + ": a\n",
    "a tag of a million characters": "a: !" + "x" * 1_000_000 + " b\n",
    "a number of a million digits": "a: " + "9" * 1_000_000,
    "nearly a number": "a: " + "1:1" * 300_000 + "x",
    "a tag that would run a command": "a: !!python/object/apply:os.system [id]\n",
    "bytes that are no text": b"a: b\n" * 1000 + b"\xff" * 1000,
    "zeros": b"a: b\n" * 1000 + b"\0" * 1000,
    "a million lines": "\n" * 1_000_000 + "a: b: c",
    "a file beyond the limit": b"#" + b" " * (9 * MIB),
    "8 MiB of one text": "a: '" + "x " * (4 * MIB - 4) + "'\n",
}
"""What it is → what stands in the file."""
