"""The frameworks that ship: whole, in our own words, and at one with what the rules claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from bcp.errors import BcpError
from bcp.frameworks import Framework
from bcp.frameworks.shipped import framework, names, parse
from bcp.i18n import LANGUAGES
from bcp.rules.catalogue import catalogue
from bcp.source import Value, read

SHIPPED = names()

GOOD = """\
framework: small
title: A small one
cited_as: SMALL
clauses:
  "1":
    asks: Somebody leads.
    shown_by: [ROL001]
    attest: [The lead is known]
    read: P
  "2":
    asks: Somebody pays.
    attest: [The money is there]
    read: S
"""


def claimed_by_the_rules(one: Framework) -> dict[str, list[str]]:
    """Clause id → the rules whose ``clauses`` cite it."""
    found: dict[str, list[str]] = {}
    for rule in catalogue().values():
        for cited in rule.clauses:
            if cited.startswith(f"{one.cited_as} "):
                found.setdefault(cited.removeprefix(f"{one.cited_as} "), []).append(rule.code)
    return found


def test_two_frameworks_are_shipped():
    assert SHIPPED == ("iso22301", "nist-800-34")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_framework_and_the_rules_claim_the_same(name):
    one = framework(name)
    mapped = {clause.id: list(clause.shown_by) for clause in one.clauses if clause.shown_by}
    assert mapped == claimed_by_the_rules(one)
    assert len(mapped) > 15


@pytest.mark.parametrize("name", SHIPPED)
def test_every_rule_that_a_framework_names_exists_and_runs_on_a_plan(name):
    for clause in framework(name).clauses:
        for code in clause.shown_by:
            assert catalogue()[code].check is not None, f"{clause.id}: {code}"


@pytest.mark.parametrize("name", SHIPPED)
def test_each_clause_is_one_reference_in_our_words(name):
    for clause in framework(name).clauses:
        assert re.fullmatch(r"\d+(\.\d+)*|App [A-Z]", clause.id)
        for text in (clause.asks, *clause.attest):
            assert text.endswith("."), f"{clause.id}: {text}"
            assert "compl" not in text.replace("complete", "")
            assert " shall " not in f" {text} "  # the voice of a standard, not ours


def written(name: str) -> Iterator[tuple[str, Value]]:
    """Everything that people read in a framework's file, as it is written, and where."""
    content = files("bcp.frameworks").joinpath(f"{name}.yaml").read_bytes()
    whole = read(content, name).value
    yield "title", whole["title"]
    for id, clause in whole["clauses"].items():  # noqa: A001
        yield f"{id} asks", clause["asks"]
        yield from ((f"{id} attest", one) for one in clause.get("attest", []))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_text_is_written_in_every_language_of_the_program(name):
    texts = list(written(name))
    assert len(texts) > 50
    for where, text in texts:
        assert isinstance(text, dict), where
        assert tuple(text) == LANGUAGES, where
        assert text["en"].isascii(), where


@pytest.mark.parametrize("name", SHIPPED)
def test_the_ukrainian_has_no_english_word_and_says_as_much(name):
    english, one = framework(name), framework(name, "uk")
    assert [clause.id for clause in one.clauses] == [clause.id for clause in english.clauses]
    for clause, original in zip(one.clauses, english.clauses, strict=True):
        assert (clause.shown_by, clause.read) == (original.shown_by, original.read)
        assert len(clause.attest) == len(original.attest)
        for text in (clause.asks, *clause.attest):
            assert re.search(r"[A-Za-z]", text) is None, f"{clause.id}: {text}"
            assert text.endswith("."), f"{clause.id}: {text}"


@pytest.mark.parametrize("name", SHIPPED)
def test_no_clause_stands_twice_and_the_publishers_order_is_kept(name):
    ids = [clause.id for clause in framework(name).clauses]
    numbered = [tuple(map(int, one.split("."))) for one in ids if one[0].isdigit()]
    assert numbered == sorted(set(numbered))
    lettered = [one for one in ids if not one[0].isdigit()]
    assert lettered == sorted(set(lettered))
    assert len(ids) == len(numbered) + len(lettered)


def test_a_framework_is_as_sure_as_its_weakest_clause():
    assert framework("iso22301").weakest == "G"
    assert framework("nist-800-34").weakest == "P"
    assert parse(GOOD.encode(), "small").weakest == "S"


def test_letter_case_of_a_name_does_not_matter():
    assert framework("ISO22301") == framework("iso22301")


def test_an_unknown_framework_is_told_with_the_nearest():
    with pytest.raises(BcpError) as told:
        framework("iso-22301")
    assert told.value.message == "there is no framework “iso-22301”"
    assert told.value.fix == "did you mean iso22301? There are: iso22301, nist-800-34"


@pytest.mark.parametrize("name", ["", "../plan", "iso22301.yaml/..", "__init__.py", "a" * 5000])
def test_a_name_opens_nothing_but_a_framework(name):
    with pytest.raises(BcpError, match="there is no framework"):
        framework(name)


def test_a_file_is_read_as_it_stands():
    one = parse(GOOD.encode(), "small")
    assert (one.name, one.title, one.cited_as) == ("small", "A small one", "SMALL")
    first, second = one.clauses
    assert (first.id, first.asks, first.read) == ("1", "Somebody leads.", "P")
    assert (first.shown_by, first.attest) == (("ROL001",), ("The lead is known",))
    assert second.shown_by == ()


def test_a_text_is_read_in_the_language_asked_for_and_else_in_english():
    both = GOOD.replace("asks: Somebody leads.", "asks: {uk: Хтось керує., en: Somebody leads.}")
    both = both.replace("[The lead is known]", "[{en: The lead is known, uk: Керівник відомий}]")
    first, second = parse(both.encode(), "small", "uk").clauses
    assert (first.asks, first.attest) == ("Хтось керує.", ("Керівник відомий",))
    assert second.asks == "Somebody pays."
    assert parse(both.encode(), "small") == parse(GOOD.encode(), "small")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("asks: Somebody leads.", "asks: {uk: Хтось.}", "clause 1: `asks` has no text under `en`"),
        ("title: A small one", "title: {en: Small, ua: Мала}", "`title` has the unknown key `ua`"),
        ("[The lead is known]", "[{uk: Є}]", "clause 1: `attest` has no text under `en`"),
        ("asks: Somebody leads.", "asks: {en: A., uk: []}", "`asks` has no text under `uk`"),
        ("framework: small", "framework: large", "it calls itself large"),
        ("title: A small one\n", "", "no text under `title`"),
        ("read: P", "read: X", "clause 1: `read` is X"),
        ("read: P", "sure: P", "clause 1 has the unknown key `sure`"),
        ("    asks: Somebody leads.\n", "", "clause 1 has no text under `asks`"),
        ("[ROL001]", "ROL001", "clause 1: `shown_by` is no list of texts"),
        ("[ROL001]", "[[ROL001]]", "clause 1: `shown_by` is no list of texts"),
        ("[ROL001]", "[ROL001, ROL001]", "clause 1: `shown_by` says the same twice"),
        ("    attest: [The money is there]\n", "", "clause 2 has neither"),
        ('"2":', '"1":', "line 10"),
        ("clauses:", "parts:", "the file has the unknown key `parts`"),
        (GOOD[GOOD.index('  "1"') :], "  []\n", "`clauses` is no group of keys"),
        (GOOD, "", "the file is no group of keys"),
    ],
)
def test_a_damaged_file_is_told_with_its_place(old, new, told):
    assert old in GOOD
    with pytest.raises(ValueError, match=re.escape(told)):
        parse(GOOD.replace(old, new, 1).encode(), "small")
