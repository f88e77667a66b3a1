"""The table "Where does it go?" names fields that exist."""

import re

import pytest

from bcp.model import KINDS, Header
from bcp.model.base import Part
from bcp.model.language_homes import HOMES


def every_field() -> set[str]:
    found: set[str] = set()
    todo: list[type[Part]] = [Header, *KINDS.values(), *Part.__subclasses__()]
    for model in todo:
        found |= set(model.declared)
    return found


@pytest.mark.parametrize("fact", HOMES, ids=lambda one: one[0])
def test_each_field_it_names_exists(fact):
    known = every_field() | set(KINDS) | {"redundancy", "activated_by"}
    for words in re.findall(r"`([a-z_.]+)[:`]", " ".join(fact[1:])):
        for word in words.split("."):
            assert word in known or word in {"staff", "exercise", "test", "incident"}, word
