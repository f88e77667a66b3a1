"""A small plan in two languages: a port's helpline at night."""

from pathlib import Path

import pytest

from bcp import files, loader
from bcp.plan import Plan


@pytest.fixture(scope="session")
def harbour() -> Plan:
    loaded = loader.load(files.read_tree(Path(__file__).parent / "harbour"))
    assert loaded.diagnostics == ()
    return loaded.plan
