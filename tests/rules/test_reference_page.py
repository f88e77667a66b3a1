"""The rule reference on disk is the one the rules make."""

from __future__ import annotations

from pathlib import Path

import pytest

from bcp.i18n import explainer
from bcp.rules.catalogue import catalogue
from bcp.rules.reference_page import page

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("name", "language"), [("rules.md", "en"), ("rules.uk.md", "uk")])
def test_the_page_is_fresh(name: str, language: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == page(explainer(language)), "run scripts/make_rule_reference.py"


def test_every_rule_is_on_it() -> None:
    for text in (page(), page(explainer("uk"))):
        assert all(f"### {code}\n" in text for code in catalogue())


def test_the_ukrainian_page_shares_no_sentence_with_the_english() -> None:
    sentences = {line for line in page().splitlines() if " " in line and line[0] != "#"}
    assert not sentences & set(page(explainer("uk")).splitlines())
