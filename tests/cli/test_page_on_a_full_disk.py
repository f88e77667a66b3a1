"""A disk that fills while the page is written: a sentence, and nothing half written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
NORTHLINE = REPOSITORY / "plans" / "northline"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits of files are those of POSIX")


def in_little_room(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Call bcp where no file may grow beyond 16 KiB, as on a disk that has no more room."""
    limited = (
        "import resource, sys; from bcp.cli.main import run;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 14, 1 << 14));"
        "sys.exit(run(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", limited, *map(str, arguments), "--plan", str(NORTHLINE)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


WRITTEN = [
    ["graph", "page", "--out"],
    ["graph", "--format", "html", "--out"],
    ["graph", "--format", "svg", "--out"],
    ["graph", "--format", "dot", "--show", "relations", "--out"],
    ["graph", "losses", "safety-calls", "--export", "open-psa", "--out"],
]


@pytest.mark.parametrize("command", WRITTEN, ids=" ".join)
@pytest.mark.parametrize(
    ("language", "sentence", "fix"),
    [
        ("en", "out.file cannot be written: the disk takes no file of this size.", "Make room"),
        ("uk", "out.file неможливо записати:", "Звільніть місце"),
    ],
)
def test_a_disk_without_room_is_a_sentence_and_leaves_nothing(
    tmp_path, command, language, sentence, fix
):
    ended = in_little_room(tmp_path, *command, "out.file", "--lang", language)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert sentence in ended.stderr
    assert fix in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_was_there_stands_as_it_was(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("the page of last week", "utf-8")
    assert in_little_room(tmp_path, "graph", "page", "--out", "page.html").returncode == 2
    assert page.read_text("utf-8") == "the page of last week"
    assert list(tmp_path.iterdir()) == [page]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize(
    "command",
    [["graph"], ["graph", "losses"], ["graph", "--format", "svg"], ["stress"]],
    ids=" ".join,
)
def test_an_answer_onto_a_full_disk_is_a_sentence_too(command):
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "bcp", *command, "--plan", str(NORTHLINE)],
            cwd=REPOSITORY,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 2
    assert "the answer cannot be written: the disk is full" in ended.stderr
    assert "Traceback" not in ended.stderr
