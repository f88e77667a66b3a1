"""The language reference on disk is the one the models make."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from bcp import source
from bcp.diagnostics import Translate, untranslated
from bcp.engine import check
from bcp.files import Tree
from bcp.i18n import explainer
from bcp.loader import load
from bcp.model import KINDS, Header
from bcp.model.language_examples import EXAMPLES
from bcp.model.language_page import page
from bcp.model.language_questions import FAMILIES, QUESTIONS

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, UKRAINIAN = untranslated, explainer("uk")
SPOKEN = pytest.mark.parametrize("say", [ENGLISH, UKRAINIAN], ids=["en", "uk"])


@pytest.mark.parametrize(("name", "say"), [("language.md", ENGLISH), ("language.uk.md", UKRAINIAN)])
def test_the_page_is_fresh(name: str, say: Translate) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == page(say), "run scripts/make_language_reference.py"


def test_nothing_but_what_one_writes_in_a_plan_is_english_on_the_ukrainian_page() -> None:
    """Lines that are the same on both pages hold keys and values alone."""
    english = set(page().splitlines())
    same = [line for line in page(UKRAINIAN).splitlines() if line in english]
    in_plans = {line for text in EXAMPLES.values() for line in text.splitlines()}
    left = {line for line in same if line not in in_plans and set(line) - set("|- `")}
    kinds = {f"## `{kind}`" for kind in (Header.kind, *KINDS)}
    introduced = {"```yaml", "roles:", "  duty-manager:"}
    assert left - kinds - introduced == set()


def test_an_example_is_the_same_plan_on_both_pages() -> None:
    def examples(text: str) -> list[object]:
        blocks = re.findall(r"(?s)```yaml\n(.*?)```", text)
        return [source.read(one.encode(), "x.yaml").value for one in blocks[1:]]

    assert examples(page(UKRAINIAN)) == examples(page())


@SPOKEN
def test_every_kind_and_every_field_is_on_it(say: Translate) -> None:
    text = page(say)
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


@SPOKEN
def test_every_kind_says_which_questions_it_answers(say: Translate) -> None:
    text = page(say)
    assert list(QUESTIONS) == [Header.kind, *KINDS]
    for kind, questions in QUESTIONS.items():
        section = text.partition(f"## `{kind}`\n")[2].partition("\n## ")[0]
        assert 2 <= len(questions) <= 4
        for question in map(say, questions):
            assert question.endswith("?")
            assert f"\n- {question}\n" in section


@SPOKEN
def test_the_contents_lead_to_every_kind_once(say: Translate) -> None:
    assert [kind for _, kinds in FAMILIES for kind in kinds] == [Header.kind, *KINDS]
    for kind in (Header.kind, *KINDS):
        assert page(say).count(f"(#{kind}): ") == 1


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
