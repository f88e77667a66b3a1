"""The language reference on disk is the one the models make."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bcp.engine import check
from bcp.files import Tree
from bcp.loader import load
from bcp.model import KINDS, Header
from bcp.model.language_examples import EXAMPLES
from bcp.model.language_page import page
from bcp.model.language_questions import FAMILIES, QUESTIONS

PAGE = Path(__file__).parents[2] / "docs" / "language.md"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/make_language_reference.py"


def test_every_kind_and_every_field_is_on_it() -> None:
    text = page()
    for kind, model in KINDS.items():
        section = text.partition(f"## `{kind}`")[2].partition("\n## ")[0]
        for key in model.declared:
            assert f"| `{key}`" in section or key == "id"


def test_every_kind_has_an_example_in_its_section() -> None:
    text = page()
    assert list(EXAMPLES) == [Header.kind, *KINDS]
    for kind, example in EXAMPLES.items():
        section = text.partition(f"## `{kind}`\n")[2].partition("\n## ")[0]
        assert example in section


def test_every_kind_says_which_questions_it_answers() -> None:
    text = page()
    assert list(QUESTIONS) == [Header.kind, *KINDS]
    for kind, questions in QUESTIONS.items():
        section = text.partition(f"## `{kind}`\n")[2].partition("\n## ")[0]
        assert 2 <= len(questions) <= 4
        for question in questions:
            assert question.endswith("?")
            assert f"\n- {question}\n" in section


def test_the_contents_lead_to_every_kind_once() -> None:
    assert [kind for _, kinds in FAMILIES for kind in kinds] == [Header.kind, *KINDS]
    for kind in (Header.kind, *KINDS):
        assert page().count(f"(#{kind}): ") == 1


def test_the_examples_are_one_plan_that_loads_without_a_fault() -> None:
    loaded = load(Tree(None, {f"{kind}.yaml": text.encode() for kind, text in EXAMPLES.items()}))
    assert [str(one.message) for one in loaded.diagnostics] == []
    assert loaded.readable
    result = check(loaded.plan, loaded.where.span, dt.date(2026, 11, 16))
    assert not result.crashed
    about_writing = [one for one in result.diagnostics if one.code[:3] in ("SRC", "REF")]
    assert [f"{one.span.file}:{one.span.line} {one.message}" for one in about_writing] == []


@pytest.mark.parametrize(("kind", "shown"), [(kind, EXAMPLES[kind]) for kind in EXAMPLES])
def test_an_example_declares_what_its_section_is_about_and_nothing_else(kind, shown) -> None:
    loaded = load(Tree(None, {"plan.yaml": EXAMPLES["plan"].encode(), "x.yaml": shown.encode()}))
    declared = {one.kind for one in loaded.plan.objects.values()}
    assert declared == (set() if kind == Header.kind else {kind})
