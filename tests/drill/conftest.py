import pytest
from journal_runs import HEADER, START

from bcp.drill.clock import VirtualClock
from bcp.drill.journal import create_run


@pytest.fixture
def run(tmp_path):
    """An empty run, begun."""
    folder = tmp_path / "drills" / "2026-03-02-telephony"
    create_run(folder, HEADER)
    return folder


@pytest.fixture
def source():
    """A clock that stands still until it is told to go on."""
    return VirtualClock(START)
