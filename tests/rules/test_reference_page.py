"""The rule reference on disk is the one the rules make."""

from __future__ import annotations

from pathlib import Path

from bcp.rules.catalogue import catalogue
from bcp.rules.reference_page import page

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/make_rule_reference.py"


def test_every_rule_is_on_it() -> None:
    text = page()
    assert all(f"### {code}\n" in text for code in catalogue())
