"""Printed documents of a small plan, and ways to look into a PDF file."""

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from bcp import files, loader
from bcp.plan import Plan
from bcp.render.documents import Stamp

HARBOUR = Path(__file__).parent.parent / "views" / "harbour"
NORTHLINE = Path(__file__).parents[2] / "plans" / "northline"
STAMP = Stamp("1.2", "4f1c2ab", dt.date(2026, 11, 16))


@pytest.fixture(scope="session")
def harbour() -> Plan:
    return loader.load(files.read_tree(HARBOUR)).plan


@pytest.fixture(scope="session")
def northline() -> Plan:
    """The large example: a contact centre with everything that the language can say."""
    return loader.load(files.read_tree(NORTHLINE)).plan


@pytest.fixture(scope="session")
def stamp() -> Stamp:
    return STAMP


@pytest.fixture(scope="session")
def text_of(tmp_path_factory):
    """The text of a PDF file, page by page, as it is laid out."""

    def extract(pdf: bytes) -> list[str]:
        path = tmp_path_factory.mktemp("pdf") / "document.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(
            ["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True
        )
        return done.stdout.replace("\u00a0", " ").split("\f")[:-1]

    return extract
