"""Calling the command line as a user does, and the plans it is called on."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import LANTERN, Answer, Call

from bcp.cli.main import run


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    def call_it(*arguments: object) -> Answer:
        code = run([str(one) for one in arguments])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return call_it


@pytest.fixture
def lantern() -> Path:
    """A small plan without a finding on 2026-11-16."""
    return LANTERN


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A plan with one critical role that nobody can stand in for, and a slip in a key."""
    folder = tmp_path / "faulty"
    folder.mkdir()
    (folder / "plan.yaml").write_text(
        "bcp: 1\nplan:\n  id: faulty\n  title: Faulty\n  maturity: operating\n"
    )
    (folder / "roles.yaml").write_text(
        "roles:\n  lead:\n    title: Ведучий зміни\n    critical: true\n    primary: a.b\n"
        "  clerk:\n    titel: Clerk\n"
        "people:\n  a.b:\n    name: A\n    phones: {work: '+44 20 7946 0301'}\n"
    )
    return folder
