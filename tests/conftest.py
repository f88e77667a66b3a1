"""What holds for every test: none reads or writes the cache of who runs them."""

from __future__ import annotations

import os
import shutil
import tempfile
from itertools import count
from pathlib import Path

import pytest

_CACHES = Path(tempfile.gettempdir()) / f"bcp-tests-{os.getpid()}-{os.urandom(4).hex()}"
_numbers = count()


def pytest_configure() -> None:
    # Before any test module is imported: some take a copy of the environment for their processes.
    os.environ["BCP_CACHE"] = str(_CACHES / "imported")
    # What a person reads is in the language of their terminal; the tests' is English.
    os.environ.pop("BCP_LANG", None)
    os.environ["LC_ALL"] = "C.UTF-8"


def pytest_unconfigure() -> None:
    shutil.rmtree(_CACHES, ignore_errors=True)


@pytest.fixture(autouse=True)
def cache_folder(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test, empty and not there yet: no test is told what another one
    found."""
    folder = _CACHES / f"test-{next(_numbers)}"
    monkeypatch.setenv("BCP_CACHE", str(folder))
    return folder
