"""The language reference on disk is the one the models make."""

from __future__ import annotations

from pathlib import Path

from bcp.model import KINDS
from bcp.model.language_page import page

PAGE = Path(__file__).parents[2] / "docs" / "language.md"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/make_language_reference.py"


def test_every_kind_and_every_field_is_on_it() -> None:
    text = page()
    for kind, model in KINDS.items():
        section = text.partition(f"## `{kind}`")[2].partition("\n## ")[0]
        for key in model.declared:
            assert f"| `{key}`" in section or key == "id"
