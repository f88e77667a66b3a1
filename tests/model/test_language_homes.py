"""The table "Where does it go?" names fields that exist."""

import re

import pytest

from bcp.i18n import explainer
from bcp.model import KINDS, Header
from bcp.model.base import Part
from bcp.model.language_homes import HOMES
from bcp.model.reference import said


def every_field() -> set[str]:
    found: set[str] = set()
    todo: list[type[Part]] = [Header, *KINDS.values(), *Part.__subclasses__()]
    for model in todo:
        found |= set(model.declared)
    return found


def names(words: str) -> list[str]:
    return re.findall(r"`([a-z_.]+)[:`]", words)


@pytest.mark.parametrize("cell", [one for fact in HOMES for one in fact])
def test_its_translation_names_the_same_fields(cell):
    ukrainian = said(cell, explainer("uk"))
    assert ukrainian == cell or re.search("[а-яіїє]", ukrainian)
    assert sorted(names(ukrainian)) == sorted(names(cell))


@pytest.mark.parametrize("fact", HOMES, ids=lambda one: one[0])
def test_each_field_it_names_exists(fact):
    known = every_field() | set(KINDS) | {"redundancy", "activated_by"}
    for words in names(" ".join(fact[1:])):
        for word in words.split("."):
            assert word in known or word in {"staff", "exercise", "test", "incident"}, word
