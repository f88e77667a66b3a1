"""The README and the pages of docs are true: their blocks are run, and the output compared.

In a ``console`` block a line ``$ command`` is run by the shell in a fresh copy of the repository's
plans; the lines below it are its output. A line ``…`` stands for any lines. A block opened
with ``yaml path/name.yaml`` is written to that path first.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.M | re.S)
_SETTINGS_UP = ("make ", "git clone", "sudo ", "pipx ", "xdg-open")
"""Calls that set up a machine; other tests make them."""


def steps(page: Path) -> list[tuple[str, str, str]]:
    """(language, file name or "", text) of each block that is to be run or written."""
    blocks = [(one[1], one[2] or "", one[3]) for one in _BLOCK.finditer(page.read_text())]
    return [one for one in blocks if one[0] == "console" or (one[0] == "yaml" and one[1])]


def calls(text: str) -> list[tuple[str, list[str]]]:
    """(command, expected output lines) in a console block."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def matches(expected: list[str], output: list[str]) -> bool:
    """Whether the output is as expected, ``…`` standing for any lines."""
    if not expected:
        return not output
    first, rest = expected[0], expected[1:]
    if first.strip() == "…":
        return any(matches(rest, output[start:]) for start in range(len(output) + 1))
    return bool(output) and output[0].rstrip() == first.rstrip() and matches(rest, output[1:])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_happens(page: Path, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "plans", tmp_path / "plans")
    programs = tmp_path / ".programs"
    programs.mkdir()
    (programs / "bcp").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bcp "$@"\n')
    (programs / "bcp").chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY),
    }
    for language, name, text in steps(page):
        if language == "yaml":
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
            continue
        for command, expected in calls(text):
            if command.startswith(_SETTINGS_UP):
                continue
            answer = subprocess.run(
                command,
                shell=True,
                cwd=tmp_path,
                env=environment,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            output = answer.stdout.splitlines()
            assert matches(expected, output), f"$ {command}\n{answer.stdout}"


def test_the_readme_has_blocks_to_test() -> None:
    assert len(steps(REPOSITORY / "README.md")) >= 5
