"""Kinds as people say them, and ids made of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcp.editing.naming import SINGULAR, checked_id, id_for, kind_called, romanised
from bcp.errors import BcpError
from bcp.model import KINDS
from bcp.model.scalars import parse_id


def test_every_kind_is_known_in_the_singular_and_the_plural():
    for kind in KINDS:
        assert kind_called(kind) == kind
        assert kind_called(SINGULAR[kind]) == kind
        assert kind_called(SINGULAR[kind].upper()) == kind
    assert len(set(SINGULAR.values())) == len(KINDS) == 34


@pytest.mark.parametrize(
    ("said", "meant"),
    [("person", "people"), ("organization", "organisations"), ("Well being", "wellbeing")],
)
def test_what_people_say_is_understood(said, meant):
    assert kind_called(said) == meant


@pytest.mark.parametrize(
    ("said", "fix"),
    [
        ("rolle", "did you mean role?"),
        ("playbok", "did you mean playbook?"),
        ("zzz", "write one of: person, team, role, "),
        ("plan", "write one with: bcp init FOLDER"),
    ],
)
def test_a_kind_that_is_none_is_told_with_what_was_meant(said, fix):
    with pytest.raises(BcpError) as caught:
        kind_called(said)
    assert caught.value.fix.startswith(fix)


@pytest.mark.parametrize(
    ("name", "latin"),
    [  # examples of the resolution's own table
        ("Алушта", "alushta"),
        ("Згорани", "zghorany"),
        ("Розгон", "rozghon"),
        ("Єнакієве", "yenakiieve"),
        ("Їжакевич", "yizhakevych"),
        ("Йосипівка", "yosypivka"),
        ("Костянтин", "kostiantyn"),
        ("Щербухи", "shcherbukhy"),
        ("Знам’янка", "znamianka"),
        ("Юрій", "yurii"),
        ("Яготин", "yahotyn"),
    ],
)
def test_ukrainian_names_become_latin_as_in_passports(name, latin):
    assert romanised(name) == latin


def test_other_alphabets_are_not_guessed():
    assert id_for("Ёлка") == ""
    assert id_for("夜間") == ""


@given(st.text(max_size=40))
def test_an_id_that_is_made_can_be_one(name):
    made = id_for(name)
    assert made == "" or parse_id(made) == made


def test_an_id_is_given_back_as_it_is():
    assert checked_id("o.bondar") == "o.bondar"
