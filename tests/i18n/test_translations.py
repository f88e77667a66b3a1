"""Every sentence that the program can say is in each catalogue, whole and with the same gaps."""

from __future__ import annotations

import string
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bcp.diagnostics import Diagnostic, Message
from bcp.engine import check
from bcp.files import Tree, read_tree
from bcp.i18n import translator
from bcp.loader import load
from bcp.rules.catalogue import explained

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests" / "rules")]

import example_plans  # noqa: E402
import make_catalogues as maker  # noqa: E402
from words_in_code import UnclearError, only_english, templates  # noqa: E402
from words_of_language import OWN  # noqa: E402

SAY = translator("uk")


@pytest.fixture(scope="module", params=maker.DOMAINS)
def catalogue(request):
    return maker.updated("uk", request.param)


@pytest.fixture(scope="module")
def program():
    return maker.updated("uk")


def forms(one):
    return one.string if isinstance(one.string, tuple) else (one.string,)


def ids(one):
    return one.id if isinstance(one.id, tuple) else (one.id,)


def gaps(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


# --- the catalogue ---------------------------------------------------------------------------


def test_every_sentence_has_a_translation(catalogue):
    assert len(catalogue) > 900
    assert maker.untranslated(catalogue) == []


def test_nothing_is_half_translated(catalogue):
    assert [one.id for one in catalogue if one.fuzzy] == []
    assert [one.id for one in catalogue for text in forms(one) if one.id and not text] == []


def test_a_translation_has_the_gaps_of_its_sentence_and_no_other(catalogue):
    wrong = [
        (text, one.id)
        for one in catalogue
        if one.id
        for text in forms(one)
        if text and gaps(text) != gaps(ids(one)[0])
    ]
    assert wrong == []


def test_words_that_agree_with_a_number_have_the_three_forms_of_ukrainian(catalogue):
    specs = [
        (spec, one.id)
        for one in catalogue
        for text in forms(one)
        for _, name, spec, _ in string.Formatter().parse(text or "")
        if name is not None and spec
    ]
    # A fraction takes a fourth: у 1,5 раза.
    assert [one for one in specs if one[0].count("|") not in (2, 3)] == []


def test_no_translation_has_letters_that_only_look_cyrillic(catalogue):
    """A Latin “i” in a Ukrainian word cannot be searched for, and is read out wrong."""
    mixed = [
        (word, one.id)
        for one in catalogue
        if one.id
        for text in forms(one)
        for word in (text or "").replace("-", " ").split()
        if {"CYRILLIC"} < {_script(letter) for letter in word if letter.isalpha()}
        and not set(word) & set("`{}«»/.:")
    ]
    assert mixed == []


def _script(letter):
    import unicodedata

    return unicodedata.name(letter).split()[0]


def test_the_file_says_what_the_program_reads():
    for path, content in maker.files("uk").items():
        assert path.read_bytes() == content, "Fix: make catalogues"
    for domain in maker.DOMAINS:
        with (maker.LOCALE / "uk" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            assert not any(one.fuzzy for one in read_po(file, locale="uk"))


def test_a_word_stands_in_one_catalogue_and_a_few_that_mean_two_things_in_both(program):
    both = {one.id for one in maker.updated("uk", "language") if one.id and one.id in program}
    assert both <= set(OWN)


def test_a_translation_moves_with_its_word_to_the_other_catalogue(monkeypatch):
    """What a field means is said by a check from the day on which the field must be there."""
    (words,) = (one for one in maker.updated("uk", "language") if one.id == "Where people gather.")
    moved = maker.Catalog()
    moved.add(words.id)
    monkeypatch.setattr(maker, "template", lambda domain: moved if domain == "bcp" else None)
    assert maker.updated("uk").get(words.id).string == words.string


# --- every sentence is found -----------------------------------------------------------------


def found_in(code: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "module.py"
    path.write_text(code, encoding="utf-8")
    return templates(path, "module.py")


@pytest.mark.parametrize(
    "code",
    [
        'Message.of("a {one}" if x else "b {one}")',
        'T = {"x": "a {one}", "y": "b {one}"}\ndef f(x): return Message.of(T[x])',
        'def f(x): return Message.of({1: "a {one}"}.get(x, "b {one}"))',
        'def f(t): return Finding(p, t)\ndef g(): return f("a {one}"), f(t="b {one}")',
        'def f(x):\n t = "a {one}"\n if x: t = "b {one}"\n return Finding(p, t)',
        'def h(x):\n if x: return "a {one}"\n return "b {one}"\nFinding(p, h(1))',
        'Finding(p, "a {one}", related=[(q, "b {one}")])',
        'Finding(p, "a {one}", related=[*((q, "b {one}") for q in x)])',
        'Finding(p, "a {one}", hint="b {one}")',
        'Wanted("field", "a {one}", "b {one}")',
        'W = {"x": "a {one}", "y": "b {one}"}\nfor k, words in W.items(): Message.of(words)',
        'raise BcpError("a {one}", "b {one}", one=1)',
    ],
)
def test_a_template_is_found_however_it_comes_to_the_call(code, tmp_path):
    assert sorted(found_in(code, tmp_path)) == ["a {one}", "b {one}"]


@pytest.mark.parametrize(
    "code", ['Finding(p, f"a {x}")', "Message.of(elsewhere(x))", "Finding(p, x.words)"]
)
def test_a_sentence_that_cannot_be_found_is_an_error(code, tmp_path):
    with pytest.raises(UnclearError, match=r"module\.py:1: "):
        found_in(code, tmp_path)


def test_nothing_is_only_english():
    """Put together before it is raised, an error cannot be said in another language."""
    found = {
        name: errors
        for path in sorted((ROOT / "bcp").rglob("*.py"))
        if (errors := only_english(path, name := path.relative_to(ROOT / "bcp").as_posix()))
    }
    assert found == {}


# --- what is really said ---------------------------------------------------------------------


def messages(found: Diagnostic) -> Iterator[Message]:
    yield from inside(found.message)
    if found.hint is not None:
        yield from inside(found.hint)
    for one in found.related:
        yield from inside(one.message)


def inside(message: Message) -> Iterator[Message]:
    yield message
    for _, value in message.arguments:
        if isinstance(value, Message):
            yield from inside(value)


def trees() -> Iterator[tuple[Tree, object]]:
    yield read_tree(ROOT / "tests" / "broken", boundary=ROOT), example_plans.DAY
    for code in example_plans.codes():
        one = example_plans.example(code, "bad")
        yield Tree(Path(), one.files), one.as_of


def test_whatever_the_examples_of_all_rules_make_the_program_say_is_translated(program):
    missing = set()
    for tree, day in trees():
        loaded = load(tree, None)
        result = check(loaded.plan, loaded.where.span, day, faults=loaded.diagnostics)
        for found in result.diagnostics:
            for message in messages(found):
                message.text(SAY)
                if message.template and program.get(message.template) is None:
                    missing.add(message.template)
    assert missing == set()


@pytest.mark.parametrize("code", sorted(explained()))
def test_every_rule_is_explained_in_ukrainian(code):
    for part, message in explained()[code].explanation.items():
        english, ukrainian = message.text(), message.text(SAY)
        assert ukrainian != english, part
        assert any("а" <= letter <= "я" or letter in "іїєґ" for letter in ukrainian.lower())


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 помилка"), (2, "2 помилки"), (5, "5 помилок"), (11, "11 помилок"), (21, "21 помилка")],
)
def test_words_agree_with_their_number(count, words):
    template = "{count} error" if count == 1 else "{count} errors"
    assert Message.of(template, count=count).text(SAY) == words


def test_a_word_that_stands_in_a_sentence_is_translated_with_it():
    wanted = Message.of("a list")
    found = Message.of("{wanted} belongs here, not {found}", wanted=wanted, found="x")
    assert found.text(SAY) == "тут має бути список, а не x"
